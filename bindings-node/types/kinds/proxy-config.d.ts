// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ProxyImage {
      /** `default`, `debug` or `distroless`; absent is `default`. */
      imageType?: string
    }
    /** What `resources.proxyConfig` takes. */
    export interface ProxyConfigOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1beta1'
      /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
      selector?: WorkloadSelector
      /** Threads of the proxy; 0 means one for each core, absent the mesh's default. */
      concurrency?: number
      /** Environment variables of the proxy. */
      environmentVariables?: Readonly<Record<string, string>>
      /** The image of the proxy. */
      image?: ProxyImage
    }
    /**
     * A ProxyConfig of networking.istio.io/v1beta1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function proxyConfig(options: ProxyConfigOptions): Manifest
  }
}
