// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface Server {
      /** Its number. */
      port: number
      /** `HTTPS` unless given, `HTTP` where it redirects. */
      protocol?: string
      /** Its name. */
      name?: string
      /** The hosts. */
      hosts: readonly string[]
      /** What is done with TLS. */
      mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
      /** The Secret with certificate and key. */
      credentialName?: string
      /** The credential with the CA of the clients. */
      caCredentialName?: string
      /** Names of which the client's certificate must carry one. */
      subjectAltNames?: readonly string[]
      /** Lowest version of TLS. */
      minVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
      /** Cipher suites. */
      cipherSuites?: readonly string[]
      /** Redirects to HTTPS. */
      redirectToHttps?: boolean
    }
    /** What `resources.gateway` takes. */
    export interface GatewayOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /** Labels of the gateway's pods. */
      selector?: Readonly<Record<string, string>>
      /** The ports. */
      servers: readonly Server[]
    }
    /** A Gateway of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function gateway(options: GatewayOptions): Manifest
  }
}
