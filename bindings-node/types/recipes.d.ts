// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Pem } from './pki'

export interface CloudflareAccess {
  /** The team. */
  team: string
  /** The AUD tags of applications, of which a token must have one. */
  audiences: readonly string[]
  /** The client IDs of service tokens. */
  serviceTokens?: readonly string[]
}

export interface EgressApplication {
  /** Its name. */
  name: string
  /** Its client certificate in PEM. */
  certificate: Pem
  /** The key of it in PEM. */
  key: Pem
  /** Name of its Secret. */
  secret?: string
  /**
   * Its Deployment, which comes out with the annotations beside its own; without it `files` has a patch that
   * replaces them.
   */
  workload?: object
}

export interface EgressProxyRule {
  /** Its name in the log. */
  name?: string
  /** The namespace of the clients. */
  namespace: string
  /** Their service account; absent means all. */
  serviceAccount?: string
  /** Names, `*.` and a name, or addresses. */
  hosts: readonly string[]
  /** The ports. */
  ports: readonly number[]
  /** What is done. */
  action: 'allow' | 'inspect' | 'refuse'
}

export interface MeshApiServer {
  /** Its URL. */
  server: string
  /** Its CA in PEM. */
  ca: Pem
  /** A token that may read services. */
  token: Pem
}

export interface MeshCluster {
  /** Its name. */
  name: string
  /** Its trust domain: letters, digits and inner hyphens between dots, for Istio takes no `_`. */
  trustDomain: string
  /** Its network. */
  network?: string
  /** How the others reach its API server. */
  apiServer?: MeshApiServer
  /** Its CA, where it has one already, as the entries of a Secret `cacerts`. */
  cacerts?: Readonly<Record<string, Pem>>
}

export interface AwsPrivateCa {
  /** Its ARN. */
  arn: string
  /** The role by whose rights it is used. */
  role?: string
  /** Its certificate in PEM. */
  root: Pem
}

export interface MeshAccess {
  /** The cluster. */
  cluster: string
  /** The namespace. */
  namespace: string
  /** The name of the policy. */
  name?: string
  /** Labels of the workloads. */
  labels?: Readonly<Record<string, string>>
  /** The callers. */
  principals: readonly string[]
  /** The ports. */
  ports?: readonly number[]
}

export interface MeshIngress {
  /** The cluster. */
  cluster: string
  /** The hosts. */
  hosts: readonly string[]
  /** The server certificate in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** The CA of the clients in PEM. */
  clientCa?: Pem
  /** Name of the Gateway. */
  gateway?: string
  /** Namespace of its pods. */
  namespace?: string
  /** Labels of its pods. */
  selector?: Readonly<Record<string, string>>
  /** Its port. */
  port?: number
}

export interface RotationCluster {
  /** Its name. */
  name: string
  /** The trust domain of an issued CA. */
  trustDomain?: string
  /** Its CA as it is, as the entries of a Secret `cacerts`; absent where cert-manager gets it from AWS. */
  current?: Readonly<Record<string, Pem>>
  /** Its CA under the new root, as the entries of a Secret `cacerts`; absent where `root` issues it. */
  next?: Readonly<Record<string, Pem>>
}

export interface PathRoute {
  /** What the path begins with. */
  prefix: string
  /** The service. */
  service: string
  /** Its port. */
  port: number
}

export interface JwtPolicy {
  /** An Auth0 tenant by its domain, in place of `issuer` and `jwks_uri`. */
  auth0?: string
  /** The `iss` of the tokens, character by character. */
  issuer?: string
  /** Audiences of which a token must have one; at least one. */
  audiences: readonly string[]
  /** Where the issuer's keys are. */
  jwksUri?: string
  /** The keys themselves. */
  jwks?: string
}

export type OutsideService =
  | { mongodbAtlas: string; name?: string }
  | { confluentKafka: string; name?: string }
  | { name: string; hosts: readonly string[]; port: number }

export interface VirtualCluster {
  /** Its namespace. */
  namespace: string
  /** Its host, in place of `<namespace>.<domain>`. */
  host?: string
  /** Its routes. */
  routes?: readonly PathRoute[]
  /** Its tokens. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that it alone calls. */
  outside?: readonly OutsideService[]
}

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
  oldAddresses?: readonly string[]
  /** The addresses of the new load balancer. */
  newAddresses: readonly string[]
}

/** What `recipes.cloudflareOrigin` takes. */
export interface CloudflareOriginOptions {
  /** The hosts that the gateway answers for. */
  hosts: readonly string[]
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
  selector?: Readonly<Record<string, string>>
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
  /** Name of the Secret. */
  credential?: string
  /** Port of the gateway. */
  port?: number
  /**
   * Version of Big Bang, for values of its chart in place of manifests. What the chart has no value for is
   * refused.
   */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** Tokens of Cloudflare Access to demand of every request. */
  access?: CloudflareAccess
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
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
  addresses?: readonly string[]
  /** The service's port. */
  port?: number
  /** The port that applications call in plain HTTP. */
  plainPort?: number
  /** The server name to ask for. */
  sni?: string
  /** Names of which the service's certificate must carry one. */
  subjectAltNames?: readonly string[]
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
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
  selector?: Readonly<Record<string, string>>
  /** The applications, each with a certificate, for `application`. */
  applications?: readonly EgressApplication[]
  /** Where sidecars find their certificates. */
  mountPath?: string
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
  addresses: readonly string[]
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
  /** The rules, in order: the first that fits decides. */
  rules: readonly EgressProxyRule[]
  /** Labels of its pods, where they have a sidecar in front of them; they run in the namespace of the identity. */
  pods?: Readonly<Record<string, string>>
}

/** What `recipes.multiClusterMesh` takes. */
export interface MultiClusterMeshOptions {
  /** The name of the mesh. */
  mesh: string
  /** The clusters. */
  clusters: readonly MeshCluster[]
  /** The CA that issues an intermediate for each cluster that has none, as the entries of a Secret `cacerts`. */
  root?: Readonly<Record<string, Pem>>
  /** A root in AWS Private CA instead. */
  awsPca?: AwsPrivateCa
  /** How many days an intermediate is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
  /** Namespaces in which plaintext stays allowed. */
  permissiveNamespaces?: readonly string[]
  /** Workloads that let in named callers alone. */
  access?: readonly MeshAccess[]
  /** Ways in for clients outside the mesh; with `client_ca` they must show a certificate. */
  ingress?: readonly MeshIngress[]
  /** The time of issue and for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** What `recipes.rootRotation` takes. */
export interface RootRotationOptions {
  /** The clusters, in the order in which they switch. */
  clusters: readonly RotationCluster[]
  /** The CA that issues what is missing, as the entries of a Secret `cacerts`. */
  root?: Readonly<Record<string, Pem>>
  /** The new root in AWS Private CA. */
  awsPca?: AwsPrivateCa
  /** Name of a Bundle of trust-manager to publish the roots by, too. */
  bundle?: string
  /** How many days an issued CA is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
}

/** What `recipes.virtualClusters` takes. */
export interface VirtualClustersOptions {
  /** The domain below which the hosts are. */
  domain: string
  /** Name of the manifests. */
  name?: string
  /** The environments; `dev`, `test` and `uat` unless given. */
  clusters?: readonly VirtualCluster[]
  /** Routes of every environment that has none of its own. */
  routes?: readonly PathRoute[]
  /** Tokens of every environment that says nothing else. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that every environment calls. */
  outside?: readonly OutsideService[]
  /** The server certificate for all hosts in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** Name of the Secret. */
  credential?: string
  /** Namespace of the gateway's pods. */
  gatewayNamespace?: string
  /** Labels of its pods. */
  selector?: Readonly<Record<string, string>>
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
  /** The revision of Istio that injects sidecars. */
  revision?: string
  /** Redirects plain HTTP to HTTPS; without it the port stays closed. */
  redirectHttp?: boolean
  /** The DNS records to move; `files` has the transaction. */
  dns?: DnsMove
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}
