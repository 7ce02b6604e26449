// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface PolicyTarget {
      /** Its API group; empty for core kinds. */
      group?: string
      /** Its kind. */
      kind?: string
      /** Its name. */
      name?: string
      /** The name of one port. */
      sectionName?: string
    }
    export interface BackendTlsName {
      /** Its type. */
      type?: 'Hostname' | 'URI'
      /** The DNS name. */
      hostname?: string
      /** The URI: a SPIFFE ID. */
      uri?: string
    }
    export interface BackendTlsValidation {
      /** ConfigMaps with `ca.crt`; Istio reads the first alone. */
      caCertificateRefs?: readonly ObjectRef[]
      /** `System` for the CAs of the public web, in place of them. */
      wellKnownCACertificates?: string
      /** The SNI, and the name in the certificate where `subjectAltNames` has none. */
      hostname?: string
      /** Names of which the certificate must carry one. */
      subjectAltNames?: readonly BackendTlsName[]
    }
    /** What `resources.backendTlsPolicy` takes. */
    export interface BackendTlsPolicyOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3'
      /** The Services. */
      targetRefs?: readonly PolicyTarget[]
      /** What they must show. */
      validation?: BackendTlsValidation
      /** Settings of the implementation. */
      options?: Readonly<Record<string, string>>
    }
    /**
     * A BackendTLSPolicy of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function backendTlsPolicy(options: BackendTlsPolicyOptions): Manifest
  }
}
