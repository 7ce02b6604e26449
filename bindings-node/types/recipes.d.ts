// The options of recipes.

/** What `recipes.cloudflareOrigin` takes. */
export interface CloudflareOriginOptions {
  /** The hosts that the gateway answers for. */
  hosts: string[]
  /** The origin's certificate in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** The CA of the edge's client certificate in PEM. */
  clientCa: Pem
  /** Which client certificate the edge shows: one of the zone or hostname, or Cloudflare's shared one. */
  pull: 'zone' | 'hostname' | 'shared'
  /** Name of the Gateway. */
  gateway?: string
  /** Namespace of its pods. */
  namespace?: string
  /** Labels of its pods. */
  selector?: Record<string, string>
  /** Labels of the manifests. */
  labels?: Record<string, string>
  /** Name of the Secret. */
  credential?: string
  /** Port of the gateway. */
  port?: number
  /** Version of Big Bang, for values of its chart in place of manifests. */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** Tokens of Cloudflare Access to demand of every request: of a team, for applications by their AUD tags. */
  access?: { team: string; audiences: string[]; serviceTokens?: string[] }
  /** The time for which dates are judged, in seconds since 1970. */
  at?: number
}

/** What `recipes.egressProxy` takes. */
export interface EgressProxyOptions {
  /** The host that workloads name the proxy by. */
  host: string
  /** The SPIFFE ID that it shows. */
  identity: string
  /** Its IP addresses. */
  addresses: string[]
  /** The rules, in order: the first that fits decides. */
  rules: EgressProxyRule[]
  /** The port that workloads name; 3128 unless given. */
  port?: number
  /** The port that it listens on; 15443 unless given. */
  listen?: number
  /** Name of what is made for it. */
  name?: string
  /** Namespace of the same; that of its identity unless given. */
  namespace?: string
  /** The namespace of the control plane. */
  systemNamespace?: string
  /** Labels of its pods, where they have a sidecar in front of them. */
  pods?: Record<string, string>
}

/** Who may go where. */
export interface EgressProxyRule {
  /** The namespace of the clients. */
  namespace: string
  /** Their service account; absent means all. */
  serviceAccount?: string
  /** Names, `*.` and a name, or addresses. */
  hosts: string[]
  ports: number[]
  action: 'allow' | 'inspect' | 'refuse'
  /** Its name in the log. */
  name?: string
}

/** The entries of Istio's Secret `cacerts` in PEM, as `CertificateAuthority.secretCacerts` gives them. */
export type Cacerts = Record<string, string>

/** A CA in AWS Private CA. */
export interface AwsPrivateCa {
  arn: string
  /** Its certificate in PEM. */
  root: Pem
  /** The role by whose rights it is used. */
  role?: string
}

/** What `recipes.multiClusterMesh` takes. */
export interface MultiClusterMeshOptions {
  /** The name of the mesh. */
  mesh: string
  /** The clusters. */
  clusters: {
    name: string
    /** Letters, digits and inner hyphens between dots: Istio takes no `_`. */
    trustDomain: string
    network?: string
    /** How the others reach its API server: URL, CA in PEM, and a token that may read services. */
    apiServer?: { server: string; ca: Pem; token: string }
    /** Its CA, where it has one already. */
    cacerts?: Cacerts
  }[]
  /** The CA that issues an intermediate for each cluster that has none. */
  root?: Cacerts
  /** A root in AWS Private CA instead. */
  awsPca?: AwsPrivateCa
  /** How many days an intermediate is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
  /** Namespaces in which plaintext stays allowed. */
  permissiveNamespaces?: string[]
  /** Workloads that let in named callers alone. */
  access?: {
    cluster: string
    namespace: string
    name?: string
    labels?: Record<string, string>
    principals: string[]
    ports?: number[]
  }[]
  /** Ways in for clients outside the mesh; with `clientCa` they must show a certificate. */
  ingress?: {
    cluster: string
    hosts: string[]
    certificate: Pem
    key: Pem
    clientCa?: Pem
    gateway?: string
    namespace?: string
    selector?: Record<string, string>
    port?: number
  }[]
  /** The time of issue, and for which dates are judged, in seconds since 1970. */
  at?: number
}

/** What `recipes.rootRotation` takes beside the plan. */
export interface RootRotationOptions {
  /** The clusters, in the order in which they switch. */
  clusters: {
    name: string
    /** Its CA as it is; absent where cert-manager gets it from AWS. */
    current?: Cacerts
    /** Its CA under the new root; absent where `root` issues it. */
    next?: Cacerts
    /** The trust domain of an issued CA. */
    trustDomain?: string
  }[]
  /** The CA that issues what is missing. */
  root?: Cacerts
  /** The new root in AWS Private CA. */
  awsPca?: AwsPrivateCa
  /** Name of a Bundle of trust-manager to publish the roots by, too. */
  bundle?: string
  /** How many days an issued CA is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
}
