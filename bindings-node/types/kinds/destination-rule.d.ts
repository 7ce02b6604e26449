// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ClientTls {
      /** Whether and how TLS is spoken. */
      mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL'
      /** File with the client's certificate. */
      clientCertificate?: string
      /** File with the client's key. */
      privateKey?: string
      /** File with the CA of the server; absent means the system's CAs. */
      caCertificates?: string
      /** File with the CRL of that CA. */
      caCrl?: string
      /**
       * The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://` with
       * namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector names them.
       */
      credentialName?: string
      /** Takes server certificates of any CA and any name. */
      insecureSkipVerify?: boolean
      /** Names of which the server's certificate must carry one. */
      subjectAltNames?: readonly string[]
      /** The SNI that is sent; absent means the host of the request (HTTP alone). */
      sni?: string
    }
    export interface PortTrafficPolicy {
      /** The port of the service. */
      port?: PortSelector
      /** How endpoints are chosen, kept as it is. */
      loadBalancer?: object
      /** Limits of connections, kept as they are. */
      connectionPool?: object
      /** When endpoints are taken out, kept as it is. */
      outlierDetection?: object
      /** The client's side of TLS; absent means the mesh's automatic mutual TLS, whatever the policy around says. */
      tls?: ClientTls
    }
    export interface TunnelSettings {
      /** `CONNECT` (what absent means) or `POST`. */
      protocol?: string
      /** The host to which the proxy connects, a whole domain name or an IP address. */
      targetHost?: string
      /** The port to which the proxy connects, 1 to 65535. */
      targetPort?: number
    }
    export interface ProxyProtocol {
      /** Its version; absent is `V1`. */
      version?: 'V1' | 'V2'
    }
    export interface TrafficPolicy {
      /** How endpoints are chosen, kept as it is. */
      loadBalancer?: object
      /** Limits of connections, kept as they are. */
      connectionPool?: object
      /** When endpoints are taken out, kept as it is. */
      outlierDetection?: object
      /** The client's side of TLS; absent means the mesh's automatic mutual TLS where the endpoint has it. */
      tls?: ClientTls
      /**
       * Settings of single ports. Such an entry takes the place of the policy around it: without `tls` of its own
       * it has none.
       */
      portLevelSettings?: readonly PortTrafficPolicy[]
      /** A proxy through which TCP and TLS go on. */
      tunnel?: TunnelSettings
      /** The PROXY protocol, to tell the endpoint of the client's address. */
      proxyProtocol?: ProxyProtocol
      /** How many retries there may be at a time, kept as it is. */
      retryBudget?: object
    }
    export interface Subset {
      /** The name by which routes refer to it. */
      name?: string
      /** The labels of its endpoints; absent means all. */
      labels?: Readonly<Record<string, string>>
      /** How it is reached, where that differs from the host. */
      trafficPolicy?: TrafficPolicy
    }
    /** What `resources.destinationRule` takes. */
    export interface DestinationRuleOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /**
       * The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`. A short name
       * is completed by the namespace of the rule, not of the client.
       */
      host?: string
      /**
       * The clients, by the labels of their pods, in the namespace of the rule; absent means all that see the
       * rule.
       */
      workloadSelector?: WorkloadSelector
      /** How every port of the host is reached. */
      trafficPolicy?: TrafficPolicy
      /** Parts of the host's endpoints, for routes to name. */
      subsets?: readonly Subset[]
      /**
       * The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent means what the mesh
       * sets, by default all.
       */
      exportTo?: readonly string[]
    }
    /** A DestinationRule of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function destinationRule(options: DestinationRuleOptions): Manifest
  }
}
