// Generated from the models of the engine, not to be edited: `make kinds`.
export {}

declare module '../native/resources' {
  export namespace resources {
    export interface PortSelector {
      /** The number of the service's port, 1 to 65535. */
      number?: number
    }
    export interface WorkloadEntrySpec {
      /**
       * An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
       * where a `network` is given: the workload is then reached by that network's gateway.
       */
      address?: string
      /** Where the workload listens, by the names of the service's ports; absent names are the port of the service. */
      ports?: Readonly<Record<string, number>>
      /** Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS. */
      labels?: Readonly<Record<string, string>>
      /** The network that it stands in; absent means the one of the caller. */
      network?: string
      /** Where it stands, as `region/zone/subzone`. */
      locality?: string
      /** Its share of the load; absent means that of the others. */
      weight?: number
      /**
       * The service account whose identity it carries, of the namespace that this stands in. With it callers speak
       * mutual TLS to the workload and look for this identity.
       */
      serviceAccount?: string
    }
    export interface WorkloadLabels {
      /** The labels that a workload must all carry. */
      labels?: Readonly<Record<string, string>>
    }
  }
}
