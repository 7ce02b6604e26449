// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.clusterIssuer` takes. */
    export interface ClusterIssuerOptions extends ObjectOptions {
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'cert-manager.io/v1'
      /** By the key of a CA in a Secret. */
      ca?: CaIssuer
      /** By the certificate's own key. */
      selfSigned?: SelfSignedIssuer
      /** By HashiCorp Vault. */
      vault?: VaultIssuer
      /** By ACME: public certificates. */
      acme?: AcmeIssuer
      /** By CyberArk (Venafi), kept as it is. */
      venafi?: unknown
    }
    /** A ClusterIssuer of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function clusterIssuer(options: ClusterIssuerOptions): Manifest
  }
}
