// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.secret` takes. */
  export interface SecretOptions {
    /** Name of the Secret; of the credential in form `cacert`. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The form: `tls` unless given. */
    form?: 'tls' | 'generic' | 'cacert' | 'opaque'
    /** The certificate in PEM. */
    cert?: Pem
    /** The key in PEM. */
    key?: Pem
    /** The CA of the clients in PEM. */
    ca?: Pem
    /** Other entries, as text. */
    entries?: Readonly<Record<string, Pem>>
    /** Labels. */
    labels?: Readonly<Record<string, string>>
    /** Annotations. */
    annotations?: Readonly<Record<string, string>>
    /** Refuses later changes. */
    immutable?: boolean
  }
  /** A Secret of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function secret(options: SecretOptions): Manifest
}
