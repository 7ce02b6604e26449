// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface ClusterBundleSource {
      /** Which of the two. */
      kind?: 'ConfigMap' | 'Secret'
      /** Its name. */
      name?: string
      /** Its labels, in place of the name. */
      selector?: LabelSelector
      /** The entry; `*` stands for any characters. */
      key?: string
    }
    export interface DefaultAuthorities {
      /** Where they come from. */
      provider?: 'System' | 'Disabled'
    }
    export interface ClusterBundleFile {
      /** Its name. */
      key?: string
      /** Its form; absent is `PEM`. */
      format?: 'PEM' | 'PKCS12'
      /** The password, for `PKCS12` alone. */
      password?: string
      /** The profile (`LegacyRC2`, `LegacyDES`, `Modern2023`), for `PKCS12` alone. */
      profile?: string
    }
    export interface ClusterBundleTargetObject {
      /** Its entries. */
      data?: readonly ClusterBundleFile[]
      /** Labels and annotations of the object. */
      metadata?: TargetMetadata
    }
    export interface ClusterBundleTarget {
      /** A ConfigMap of the bundle's name in each namespace. */
      configMap?: ClusterBundleTargetObject
      /** A Secret of the bundle's name in each namespace. */
      secret?: ClusterBundleTargetObject
      /** The namespaces; absent means all. */
      namespaceSelector?: LabelSelector
    }
    /** What `resources.clusterBundle` takes. */
    export interface ClusterBundleOptions extends ObjectOptions {
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'trust-manager.io/v1alpha2'
      /** ConfigMaps and Secrets with certificates. */
      sourceRefs?: readonly ClusterBundleSource[]
      /** Whether the CAs of the public web are in it. */
      defaultCAs?: DefaultAuthorities
      /** Certificates in PEM. */
      inLineCAs?: string
      /** Where they are written. */
      target?: ClusterBundleTarget
    }
    /**
     * A ClusterBundle of trust-manager.io/v1alpha2. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function clusterBundle(options: ClusterBundleOptions): Manifest
  }
}
