// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface AwsSecretKey {
    /** The Secret; not read. */
    name?: string
    /** The entry. */
    key?: string
    /** Whether it may be missing. */
    optional?: boolean
  }
  export interface AwsCredentials {
    /** The Secret. */
    name?: string
    /** Its namespace. */
    namespace?: string
    /** Where the ID of the key is; absent is the entry `AWS_ACCESS_KEY_ID`. */
    accessKeyIDSelector?: AwsSecretKey
    /** Where the key is; absent is the entry `AWS_SECRET_ACCESS_KEY`. */
    secretAccessKeySelector?: AwsSecretKey
  }
  export interface AwsPcaTemplate {
    /** Its name, such as `SubordinateCACertificate_PathLen0/V1`; absent lets the usages of each request decide. */
    defaultTemplateName?: string
  }
  /** What `resources.awsPcaClusterIssuer` takes. */
  export interface AwsPcaClusterIssuerOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'awspca.cert-manager.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
   * An AWSPCAClusterIssuer of awspca.cert-manager.io/v1beta1. Throws `ResourceError`, whose `findings` say all
   * that is wrong.
   */
  export function awsPcaClusterIssuer(options: AwsPcaClusterIssuerOptions): Manifest
  /** What `resources.awsPcaIssuer` takes. */
  export interface AwsPcaIssuerOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'awspca.cert-manager.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
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
