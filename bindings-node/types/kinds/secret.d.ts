// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'
import type { Pem } from '../pki'

declare module '../native/resources' {
  export namespace resources {
    /** What `resources.secret` takes. */
    export interface SecretOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'v1'
      /** The form: `tls` unless given. In form `cacert` the name is that of the credential. */
      form?: 'tls' | 'generic' | 'cacert' | 'opaque'
      /** The certificate in PEM. */
      cert?: Pem
      /** The key in PEM. */
      key?: Pem
      /** The CA of the clients in PEM. */
      ca?: Pem
      /** Other entries, as text. */
      entries?: Readonly<Record<string, Pem>>
      /** Refuses later changes. */
      immutable?: boolean
    }
    /** A Secret of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function secret(options: SecretOptions): Manifest
  }
}
