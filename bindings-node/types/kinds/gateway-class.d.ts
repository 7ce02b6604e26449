// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../../index' {
  export namespace resources {
    /** What `resources.gatewayClass` takes. */
    export interface GatewayClassOptions {
      /** Name of the object. */
      name: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
      /** Labels of the object. */
      labels?: Readonly<Record<string, string>>
      /** Annotations of the object. */
      annotations?: Readonly<Record<string, string>>
      /** Fields that this version does not know, as they are written. */
      extra?: object
      /** A JSON merge patch (RFC 7396) over the result. */
      mergePatch?: object
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
