// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { TrustDomain } from './bundle-diff'
import type { SpiffeId } from './certificate'

/** A document: PEM or JSON as text, or anything as bytes. */
export type Document = string | Uint8Array

/** A SPIFFE ID, or its text. */
export type SpiffeIdLike = SpiffeId | string

/** A trust domain, or its name. */
export type TrustDomainLike = TrustDomain | string
