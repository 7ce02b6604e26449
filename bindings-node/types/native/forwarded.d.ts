// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { ForwardedElementInfo } from '../pki'
import type { Certificate, CertificateChain, SpiffeId } from './certificate'

/**
 * The header `X-Forwarded-Client-Cert` of Envoy and Istio, text or JSON: who a proxy says the client is. It proves
 * nothing by itself: read it only from a proxy that you trust, behind a port that nobody else reaches.
 */
export declare class ForwardedClientCert {
  private constructor()
  /** Reads the header's value strictly; several lines are joined with `,` before. Throws `PkiError`. */
  static parse(header: string, options?: ForwardedOptions | undefined | null): ForwardedClientCert
  /** How it was written. */
  get form(): 'text' | 'json'
  /** One element for each proxy, the nearest last; never empty. */
  get elements(): Array<ForwardedElement>
  /** What the nearest proxy says: the last element. */
  get nearest(): ForwardedElement
  /** The client's SPIFFE ID as the nearest proxy says it. Throws `PkiError` where its URI is none. */
  spiffeId(): SpiffeId
  /** `forwarded-text-unproven` where an element in text has no certificate, so that a name in it may be forged. */
  get warnings(): Finding[]
  /** Whether both say the same in the same form. */
  equals(other: ForwardedClientCert): boolean
  /** The form and the number of elements. */
  toString(): string
}

/** What one proxy says of the certificate that its client presented. */
export declare class ForwardedElement {
  private constructor()
  /** Which element of the header it is, from 1. */
  get number(): number
  /** The URI names of the proxy's own certificate. */
  get by(): Array<string>
  /** SHA-256 of the client's certificate, lowercase hex; null where it is not written. */
  get hash(): string | null
  /** The client's certificate, where it was forwarded. Nothing here verified it. */
  get certificate(): Certificate | null
  /** What the client presented, where it was forwarded. */
  get chain(): CertificateChain | null
  /** The subject as it is written; null where it is not. */
  get subject(): string | null
  /** The issuer as it is written; null where it is not. */
  get issuer(): string | null
  /** The URI names of the certificate, or those written where there is none. */
  get uris(): Array<string>
  /** The DNS names, in the same way. */
  get dnsNames(): Array<string>
  /** The client's SPIFFE ID. Throws `PkiError` where its URI is none. */
  spiffeId(): SpiffeId
  /** Everything that stands in it. */
  info(): ForwardedElementInfo
  /** Whether both say the same. */
  equals(other: ForwardedElement): boolean
  /** Its URIs. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): ForwardedElementInfo
}

/** How a forwarded header is read. */
export interface ForwardedOptions {
  /** Whether an element may name several URIs. Default: false. */
  severalUris?: boolean
}
