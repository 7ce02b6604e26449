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
  /** Version of Big Bang, for values of its chart in place of manifests. What the chart has no value for is refused. */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** Tokens of Cloudflare Access to demand of every request: of a team, for applications by their AUD tags. */
  access?: { team: string; audiences: string[]; serviceTokens?: string[] }
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
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
  /** Labels of its pods, where they have a sidecar in front of them; they run in the namespace of the identity. */
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
  /** The time of issue, and for which dates are judged, in seconds since 1970; without it they are not judged. */
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

/** What `recipes.egressMtls` takes. */
export interface EgressMtlsOptions {
  /** The service outside of the mesh. */
  host: string
  /** Whose certificate it is shown: that of each workload, one at the egress gateway, or one for each application. */
  client: 'mesh' | 'gateway' | 'application'
  /** Name of the manifests. */
  name?: string
  /** Their namespace; not for `gateway`. */
  namespace?: string
  /** The service's addresses, or other names of it. */
  addresses?: string[]
  /** The service's port. */
  port?: number
  /** The port that applications call in plain HTTP. */
  plainPort?: number
  /** The server name to ask for. */
  sni?: string
  /** Names of which the service's certificate must carry one. */
  subjectAltNames?: string[]
  /** The CA of the service's certificate in PEM; not for `mesh`. */
  ca?: Pem
  /** The gateway's client certificate in PEM. */
  certificate?: Pem
  /** Its key in PEM. */
  key?: Pem
  /** Name of its Secret. */
  credential?: string
  /** Service of the egress gateway. */
  gateway?: string
  /** Namespace of the egress gateway. */
  gatewayNamespace?: string
  /** Labels of its pods. */
  selector?: Record<string, string>
  /** The applications, for `application`. */
  applications?: EgressApplication[]
  /** Where sidecars find their certificates. */
  mountPath?: string
  /** Labels of the manifests. */
  labels?: Record<string, string>
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** An application with a client certificate of its own. */
export interface EgressApplication {
  /** Its name. */
  name: string
  /** Its client certificate in PEM. */
  certificate: Pem
  /** The key of it in PEM. */
  key: Pem
  /** Name of its Secret. */
  secret?: string
  /** Its Deployment, which comes out with the annotations beside its own; without it `files` has a patch that replaces them. */
  workload?: Manifest
}

/** What `recipes.virtualClusters` takes. */
export interface VirtualClustersOptions {
  /** The domain below which the hosts are. */
  domain: string
  /** The server certificate for all hosts in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** Routes of every environment that has none of its own. */
  routes?: PathRoute[]
  /** The environments; `dev`, `test` and `uat` unless given. */
  clusters?: VirtualCluster[]
  /** Tokens of every environment that says nothing else. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that every environment calls. */
  outside?: OutsideService[]
  /** The DNS records to move; `files` has the transaction. */
  dns?: DnsMove
  /** Name of the manifests. */
  name?: string
  /** Name of the Secret. */
  credential?: string
  /** Namespace of the gateway's pods. */
  gatewayNamespace?: string
  /** Labels of its pods. */
  selector?: Record<string, string>
  /** Labels of the manifests. */
  labels?: Record<string, string>
  /** The revision of Istio that injects sidecars. */
  revision?: string
  /** Redirects plain HTTP to HTTPS; without it the port stays closed. */
  redirectHttp?: boolean
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** An environment. */
export interface VirtualCluster {
  /** Its namespace. */
  namespace: string
  /** Its host, in place of `<namespace>.<domain>`. */
  host?: string
  /** Its routes. */
  routes?: PathRoute[]
  /** Its tokens. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that it alone calls. */
  outside?: OutsideService[]
}

/** Requests of a path prefix go to a service of the environment's namespace. */
export interface PathRoute {
  /** What the path begins with. */
  prefix: string
  /** The service. */
  service: string
  /** Its port. */
  port: number
}

/** Whose tokens are taken: `auth0` (a tenant's domain), or `issuer` and where its keys are. */
export interface JwtPolicy {
  /** An Auth0 tenant, by its domain. */
  auth0?: string
  /** The `iss` of the tokens, character by character. */
  issuer?: string
  /** Audiences of which a token must have one; at least one. */
  audiences: string[]
  /** Where the issuer's keys are. */
  jwksUri?: string
  /** The keys themselves. */
  jwks?: string
}

/** A service outside of the mesh that speaks TLS of its own. */
export type OutsideService =
  | { mongodbAtlas: string; name?: string }
  | { confluentKafka: string; name?: string }
  | { name: string; hosts: string[]; port: number }

/** Address records to move to another load balancer. */
export interface DnsMove {
  /** The zone. */
  zone: string
  /** The data of its SOA record, as it is served now. */
  soa: string
  /** The time to live of the SOA record, in seconds; 21600 unless given. */
  soaTtl?: number
  /** The time to live of the address records, in seconds; 300 unless given. */
  ttl?: number
  /** The addresses that the records hold now. */
  oldAddresses?: string[]
  /** The addresses of the new load balancer. */
  newAddresses: string[]
}
