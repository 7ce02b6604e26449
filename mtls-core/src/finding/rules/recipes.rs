//! Rules of `recipes`: whether certificates, keys and names fit the scenario.

pub use super::origin::{
    CLIENT_CA_IS_ORIGIN_CA, CLIENT_CA_NOT_CA, EXPIRES_SOON, SHARED_CA, SHARED_CA_STALE, SHARED_CA_UNEXPECTED,
    SHARED_CA_UNKNOWN,
};

rules! {
    /// Every rule of this floor.

    MATERIAL_REFUSED = Error "recipe-material-refused" {
        trigger: "The certificates, keys and names that a recipe was given do not fit together.",
        why: "The manifests would be taken by the cluster and fail at the first handshake.",
        help: "Mend the findings that come with this error.",
        source: "house rule",
    }
    BIG_BANG_VERSION = Error "big-bang-version-unknown" {
        trigger: "The version of Big Bang is none, or one without values for mutual TLS at a gateway.",
        why: "Values in the form of another version are ignored silently.",
        help: "Give a version from 2.2 to 2.54, or 3; older ones need an upgrade.",
        source: "Big Bang chart values",
    }
    KEY_MISMATCH = Error "key-certificate-mismatch" {
        trigger: "A private key does not belong to the certificate beside it.",
        why: "No server can start with the pair; Istio checks only that both are there.",
        help: "Find the key of this certificate, or issue a certificate for this key.",
        source: "RFC 8446 section 4.4.2",
    }
    HOST_NOT_COVERED = Error "certificate-host-not-covered" {
        trigger: "A server certificate is not for a host that the gateway serves.",
        why: "With SSL mode Full (strict) the edge refuses the origin with error 526; other clients refuse it as well.",
        help: "Issue the certificate for these hosts; a wildcard covers one label.",
        source: "RFC 6125 section 6.4",
    }
    CLIENT_CA_ISSUES_SERVER = Warning "client-ca-issues-server-certificate" {
        trigger: "The CA of the clients is the issuer of the server certificate.",
        why: "Tools write the server's issuer to `ca.crt` by themselves; then everyone whom that CA gives a certificate gets in, and the edge does not unless it has one.",
        help: "Give the CA that issued the edge's client certificate; go on if it is truly the same.",
        source: "istio pilot/pkg/credentials/kube, cert-manager Secret contents",
    }
    MANIFEST_TWICE = Error "recipe-manifest-twice" {
        trigger: "A recipe would make two manifests of one kind, namespace and name.",
        why: "Applied, the second takes the place of the first, and what the first guards stays open.",
        help: "Name one of them otherwise, or put it in another namespace.",
        source: "Kubernetes documentation, Object Names and IDs",
    }
    ROOT_NAMESPACE = Error "recipe-root-namespace" {
        trigger: "What is meant for one namespace would stand in the namespace of the control plane.",
        why: "That is the mesh's root namespace: what stands there holds for the workloads of every namespace.",
        help: "Name a namespace of applications.",
        source: "Istio reference, MeshConfig, rootNamespace",
    }
    JWKS_SECRET = Error "recipe-jwks-secret-key" {
        trigger: "A set of keys by which tokens are to be checked has a private or symmetric key.",
        why: "It would be readable in the cluster's policies, and whoever reads it signs tokens for everyone.",
        help: "Give the public keys alone; and replace the key if it went around.",
        source: "RFC 7517 section 9.2",
    }
    MESH_CLUSTER = Error "mesh-cluster-invalid" {
        trigger: "A mesh has no cluster, two of one name, or one whose name cannot be written; or something is said of a cluster that it has not.",
        why: "Control planes tell the endpoints of clusters apart by these names alone.",
        help: "Name every cluster once, with letters, digits and inner hyphens.",
        source: "Istio documentation, Install Multicluster",
    }
    MESH_TRUST_DOMAIN = Error "mesh-trust-domain-refused" {
        trigger: "A trust domain of a mesh is none, or one that Istio does not take though SPIFFE does.",
        why: "istiod refuses its settings and does not start; `_` is allowed in a trust domain, but not in a DNS label.",
        help: "Choose letters, digits and inner hyphens between dots, such as `cluster-a.example`.",
        source: "istio pkg/config/validation/agent, ValidateTrustDomain; SPIFFE-ID section 2.1",
    }
    MESH_PRINCIPAL = Error "mesh-principal-unknown" {
        trigger: "A principal that is to be let in is no workload of the mesh: another form, a `spiffe://` before it, or a trust domain of no cluster.",
        why: "The policy never matches, so that it lets nobody in.",
        help: "Write `<trust domain>/ns/<namespace>/sa/<service account>` with the trust domain of a cluster.",
        source: "Istio reference, AuthorizationPolicy, Source",
    }
    MESH_API_SERVER = Error "mesh-api-server-invalid" {
        trigger: "The API server of a cluster has no https URL, no CA, or no token.",
        why: "The control planes of the other clusters do not find its services.",
        help: "Give what a kubeconfig for the cluster's `istio-reader-service-account` holds.",
        source: "Istio documentation, Install Multicluster",
    }
    MESH_ROOT = Error "mesh-root-unfit" {
        trigger: "The CAs of a mesh's clusters do not lead to one root, one of them is missing, bound to another trust domain, or the root itself.",
        why: "Clusters with different roots refuse each other's workloads; a root's key in a cluster gives the mesh to whoever takes the cluster.",
        help: "Issue an intermediate for each cluster under one root, and keep the root's key outside.",
        source: "Istio documentation, Plug in CA Certificates",
    }
    ROTATION_CLUSTER = Error "rotation-cluster-unfit" {
        trigger: "A cluster's CA, as it is or as it is to be, does not lead to a root that the rotation plan has for that step, is not valid for as long as the plan needs it, or is missing.",
        why: "The step would refuse the chains of its own workloads.",
        help: "Give each cluster its CA under the old root and one under the new, both as the plan knows these roots and valid until their steps are over.",
        source: "SPIFFE Federation section 4.1",
    }
    ROTATION_WAIT = Error "rotation-wait-short" {
        trigger: "A rotation plan switches to a new root sooner than a certificate lives, where workloads hear of roots from istio-csr.",
        why: "istio-csr hands out roots with certificates alone: a proxy that has not renewed since refuses every chain under the new root.",
        help: "Plan with a refresh hint of the certificates' lifetime: proxies look no more often.",
        source: "cert-manager istio-csr, CreateCertificate; SPIFFE Federation section 4.1",
    }
    ROTATION_WINDOW = Error "rotation-window-missing" {
        trigger: "A rotation plan retires a root and has no switch window, where several clusters switch or cert-manager has to issue a new intermediate.",
        why: "They cannot all switch at one moment, and what is issued under the old root after the switch lives on when that root is retired: it is refused.",
        help: "Give the plan a `switch_window` (JavaScript: `switchWindowSeconds`) in which all can switch, ten minutes for each cluster at least.",
        source: "SPIFFE Federation section 4.1; Kubernetes, Deployments, Progress Deadline Seconds",
    }
    ROTATION_WINDOW_SHORT = Warning "rotation-window-short" {
        trigger: "A rotation plan retires a root, and its switch window is shorter than ten minutes for each cluster that switches.",
        why: "A roll-out may take as long by Kubernetes' own measure, and what is issued under the old root after the window is refused when that root is retired.",
        help: "Give the plan a longer `switch_window` (JavaScript: `switchWindowSeconds`), or have all started anew within it and put off what follows where they are not.",
        source: "Kubernetes, Deployments, Progress Deadline Seconds",
    }
    EGRESS_RULE = Error "egress-rule-invalid" {
        trigger: "A rule of an egress proxy fits nothing, two have one name, or there is none; or the proxy has no address.",
        why: "The proxy refuses its file as a whole, or nobody gets out.",
        help: "Give each rule a name of its own, hosts and ports; and the proxy's addresses.",
        source: "house rule",
    }
    ACCESS_INVALID = Error "cloudflare-access-invalid" {
        trigger: "The team of Cloudflare Access is no name of one, or an audience tag is no tag.",
        why: "Every token is refused, or the tokens of other applications are taken.",
        help: "Give the team's name without `.cloudflareaccess.com`, and the application's AUD tag of 64 hexadecimal digits.",
        source: "Cloudflare documentation, Validate JWTs",
    }
    SERVER_CA_NOT_CA = Error "server-ca-not-a-ca" {
        trigger: "What is given as the CA of a service outside the mesh is no CA.",
        why: "The service's certificate chains to nothing that the proxy trusts, so every connection fails.",
        help: "Give the certificate of the CA that issued the service's certificate, not that certificate itself.",
        source: "RFC 5280 sections 4.2.1.3 and 4.2.1.9",
    }
    APPLICATIONS_SHARE_KEY = Warning "applications-share-key" {
        trigger: "Two applications that should each show a certificate of their own have the same key.",
        why: "The service outside cannot tell one from the other, and whoever takes the key from one is both.",
        help: "Issue a certificate with a new key for each; or let the egress gateway show one for all.",
        source: "house rule",
    }
    AUTH0_ISSUER_SLASH = Error "auth0-issuer-without-slash" {
        trigger: "The issuer is a tenant of Auth0, without the slash at its end.",
        why: "Istio compares `iss` character by character, and Auth0 writes the slash: every token is refused.",
        help: "Write `https://<tenant>.auth0.com/`.",
        source: "Auth0 documentation, Validate JSON Web Tokens; RFC 7519 section 4.1.1",
    }
}
