// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.gatewayClass` takes. */
    export interface GatewayClassOptions extends ObjectOptions {
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
      /** The controller: a domain and a path, such as `istio.io/gateway-controller`. */
      controllerName?: string
      /** Further settings. */
      parametersRef?: ObjectRef
      /** What it is for. */
      description?: string
    }
    /**
     * A GatewayClass of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function gatewayClass(options: GatewayClassOptions): Manifest
  }
}
