// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ServicePort {
      /**
       * Its name; may be absent where there is one port alone. Istio reads the protocol from its beginning
       * (`http-…`).
       */
      name?: string
      /** The port on which the Service listens. */
      port?: number
      /** The port of the pods, by number or by the name of a container's port; absent is `port`. */
      targetPort?: unknown
      /** The protocol of the transport; absent is `TCP`. */
      protocol?: 'TCP' | 'UDP' | 'SCTP'
      /** The protocol above it; for Istio it wins over the name (`http`, `https`, `tls`, `tcp`, …). */
      appProtocol?: string
      /** The port of every node, for types `NodePort` and `LoadBalancer`. */
      nodePort?: number
    }
    /** What `resources.service` takes. */
    export interface ServiceOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** How it is reached; absent is `ClusterIP`. */
      type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
      /** The labels of the pods behind it; absent where others write its endpoints. */
      selector?: Readonly<Record<string, string>>
      /** Its ports. */
      ports?: readonly ServicePort[]
      /** Its address; `None` makes it headless, absent lets the API server choose. */
      clusterIP?: string
      /** Its addresses, one a family. */
      clusterIPs?: readonly string[]
      /** The host that a Service of type `ExternalName` stands for. */
      externalName?: string
      /** Addresses of nodes that lead to it. */
      externalIPs?: readonly string[]
      /** `None` or `ClientIP`: whether a client keeps its pod. */
      sessionAffinity?: string
      /** Settings of `sessionAffinity`, kept as they are. */
      sessionAffinityConfig?: unknown
      /** An address that is asked of the load balancer. */
      loadBalancerIP?: string
      /** CIDRs from which the load balancer takes connections. */
      loadBalancerSourceRanges?: readonly string[]
      /** Which implementation of a load balancer is meant. */
      loadBalancerClass?: string
      /** Whether ports of nodes are taken for the load balancer. */
      allocateLoadBalancerNodePorts?: boolean
      /** `Local` keeps the client's address, for pods on the node that was reached alone. */
      externalTrafficPolicy?: 'Cluster' | 'Local'
      /** The same for callers of the cluster. */
      internalTrafficPolicy?: 'Cluster' | 'Local'
      /** The port of nodes that load balancers ask for health. */
      healthCheckNodePort?: number
      /** Whether pods that are not ready are published. */
      publishNotReadyAddresses?: boolean
      /** `IPv4`, `IPv6`. */
      ipFamilies?: readonly string[]
      /** `SingleStack`, `PreferDualStack` or `RequireDualStack`. */
      ipFamilyPolicy?: string
      /** Which pods are preferred, by where they run. */
      trafficDistribution?: string
    }
    /** A Service of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function service(options: ServiceOptions): Manifest
  }
}
