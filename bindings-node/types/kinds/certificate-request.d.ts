// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface CertificateRequestSpecFields {
      /** What else is known of who asks, as the API server wrote it. */
      extra?: Readonly<Record<string, readonly string[]>>
    }
    /** What `resources.certificateRequest` takes. */
    export interface CertificateRequestOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'cert-manager.io/v1'
      /** Who issues. */
      issuerRef?: IssuerRef
      /** The request (PKCS#10) in PEM, and that in Base64. */
      request?: string
      /** How long the certificate shall be valid, as Go writes it (`24h`). */
      duration?: string
      /** Whether it is a CA's certificate. */
      isCA?: boolean
      /** What its key may be used for. */
      usages?: readonly ('signing' | 'digital signature' | 'content commitment' | 'key encipherment' | 'key agreement' | 'data encipherment' | 'cert sign' | 'crl sign' | 'encipher only' | 'decipher only' | 'any' | 'server auth' | 'client auth' | 'code signing' | 'email protection' | 's/mime' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'timestamping' | 'ocsp signing' | 'microsoft sgc' | 'netscape sgc')[]
      /** Who asks, as the API server wrote it. */
      username?: string
      /** The identity of who asks, as the API server wrote it. */
      uid?: string
      /** The groups of who asks, as the API server wrote them. */
      groups?: readonly string[]
      /** Fields of the spec whose names are taken here. */
      spec?: CertificateRequestSpecFields
    }
    /** A CertificateRequest of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function certificateRequest(options: CertificateRequestOptions): Manifest
  }
}
