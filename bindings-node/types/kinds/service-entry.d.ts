// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ServiceEntryPort {
      /** The number that callers use, 1 to 65535. */
      number?: number
      /**
       * `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by
       * looking at the traffic.
       */
      protocol?: string
      /** The name, one for each port. */
      name?: string
      /** The port of the workloads; absent means `number`. */
      targetPort?: number
    }
    /** What `resources.serviceEntry` takes. */
    export interface ServiceEntryOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /** The names that callers use; a `*` may stand for the first label. */
      hosts?: readonly string[]
      /** The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`. */
      addresses?: readonly string[]
      /** The ports that callers use. */
      ports?: readonly ServiceEntryPort[]
      /** Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`. */
      location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL'
      /** How its workloads are found; absent is `NONE`. */
      resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS'
      /** Its workloads. */
      endpoints?: readonly WorkloadEntrySpec[]
      /** Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with `endpoints`. */
      workloadSelector?: WorkloadLabels
      /**
       * The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the mesh's
       * default, which is all.
       */
      exportTo?: readonly string[]
      /**
       * Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a caller's
       * proxy speaks TLS to it.
       */
      subjectAltNames?: readonly string[]
    }
    /** A ServiceEntry of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function serviceEntry(options: ServiceEntryOptions): Manifest
  }
}
