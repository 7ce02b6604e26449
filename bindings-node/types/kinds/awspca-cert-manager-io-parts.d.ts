// Generated from the models of the engine, not to be edited: `make kinds`.
export {}

declare module '../native/resources' {
  export namespace resources {
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
  }
}
