// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.awsPcaIssuer` takes. */
    export interface AwsPcaIssuerOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'awspca.cert-manager.io/v1beta1'
      /** The ARN of the CA. */
      arn?: string
      /** The region; absent leaves it to where the issuer runs. */
      region?: string
      /** An access key, where the issuer does not have a role of its own. */
      secretRef?: AwsCredentials
      /** The ARN of the role that the issuer takes. */
      role?: string
      /** The template of the certificates. */
      pcaTemplate?: AwsPcaTemplate
    }
    /**
     * An AWSPCAIssuer of awspca.cert-manager.io/v1beta1. Throws `ResourceError`, whose `findings` say all that is
     * wrong.
     */
    export function awsPcaIssuer(options: AwsPcaIssuerOptions): Manifest
  }
}
