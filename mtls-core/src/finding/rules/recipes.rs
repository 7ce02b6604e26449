//! Rules of `recipes`: whether certificates, keys and names fit the scenario.

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
    EXPIRES_SOON = Warning "certificate-expires-soon" {
        trigger: "A certificate ends within 30 days.",
        why: "When it ends, every handshake fails.",
        help: "Renew it now; for a CA, trust the old and the new one side by side until all clients have changed.",
        source: "house rule",
    }
    CLIENT_CA_NOT_CA = Error "client-ca-not-a-ca" {
        trigger: "What is given as the CA of the clients is no CA.",
        why: "No client certificate chains to it, so every client is refused.",
        help: "Give the certificate of the CA that issued the client certificate, not the client certificate or the server's.",
        source: "RFC 5280 sections 4.2.1.3 and 4.2.1.9",
    }
    CLIENT_CA_ISSUES_SERVER = Warning "client-ca-issues-server-certificate" {
        trigger: "The CA of the clients is the issuer of the server certificate.",
        why: "Tools write the server's issuer to `ca.crt` by themselves; then everyone whom that CA gives a certificate gets in, and the edge does not unless it has one.",
        help: "Give the CA that issued the edge's client certificate; go on if it is truly the same.",
        source: "istio pilot/pkg/credentials/kube, cert-manager Secret contents",
    }
    CLIENT_CA_IS_ORIGIN_CA = Error "client-ca-is-cloudflare-origin-ca" {
        trigger: "Cloudflare's Origin CA is given as the CA of the clients.",
        why: "It issues server certificates to any customer, and not the certificate that the edge shows: the edge is refused, and holders of such certificates are not.",
        help: "Give the CA of the certificate that was uploaded for Authenticated Origin Pulls, or Cloudflare's shared origin-pull CA.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA = Warning "cloudflare-shared-ca" {
        trigger: "The CA of the clients is the one that all customers of Cloudflare share.",
        why: "Anyone may point a zone of their own at this origin and pass; the certificate proves `came through Cloudflare` only.",
        help: "Upload a certificate of your own CA for the zone or the hostnames and trust that CA; or check Cloudflare Access tokens at the gateway as well.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA_STALE = Error "cloudflare-shared-ca-stale" {
        trigger: "The CA of the clients is Cloudflare's shared origin-pull CA in a certificate that ended in 2020.",
        why: "Envoy and most servers refuse every client under an expired root.",
        help: "Take the present certificate of that CA from Cloudflare's documentation, or better a CA of your own.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
    SHARED_CA_UNKNOWN = Warning "cloudflare-shared-ca-not-recognized" {
        trigger: "Cloudflare's shared certificate is expected, but the CA given is not the one that is known to issue it.",
        why: "The edge would be refused; or Cloudflare has a new CA that this version does not know.",
        help: "Compare it with the certificate in Cloudflare's documentation.",
        source: "Cloudflare documentation, Authenticated Origin Pulls",
    }
}
