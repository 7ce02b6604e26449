// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface BundleObject {
      /** Its name. */
      name?: string
      /** Its labels, in place of the name. */
      selector?: LabelSelector
      /** The entry. */
      key?: string
      /** Whether all entries are meant, in place of one. */
      includeAllKeys?: boolean
    }
    export interface BundleSource {
      /** ConfigMaps in the namespace of trust-manager. */
      configMap?: BundleObject
      /** Secrets in the namespace of trust-manager. */
      secret?: BundleObject
      /** Certificates in PEM. */
      inLine?: string
      /** Whether the CAs of the public web are in it. */
      useDefaultCAs?: boolean
    }
    export interface TargetObject {
      /** The entry with the certificates. */
      key?: string
      /** Labels and annotations of the object. */
      metadata?: TargetMetadata
    }
    export interface BundleTarget {
      /** A ConfigMap of the Bundle's name in each namespace. */
      configMap?: TargetObject
      /** A Secret of the Bundle's name in each namespace; trust-manager must be allowed to write it. */
      secret?: TargetObject
      /** Trust stores of Java beside it, kept as they are. */
      additionalFormats?: unknown
      /** The namespaces; absent means all. */
      namespaceSelector?: LabelSelector
    }
    /** What `resources.bundle` takes. */
    export interface BundleOptions extends ObjectOptions {
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'trust.cert-manager.io/v1alpha1'
      /** Where certificates come from. */
      sources?: readonly BundleSource[]
      /** Where they are written. */
      target?: BundleTarget
    }
    /** A Bundle of trust.cert-manager.io/v1alpha1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function bundle(options: BundleOptions): Manifest
  }
}
