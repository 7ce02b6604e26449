// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { CertificateRequestInfo } from '../pki'
import type { Document } from './arguments'
import type { PublicKey, SpiffeId } from './certificate'

/** A certificate request (PKCS#10). */
export declare class CertificateRequest {
  /** Reads one request, PEM or DER. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads the one request of a PEM text. */
  static fromPem(pem: Document): CertificateRequest
  /** Reads one request in DER. */
  static fromDer(der: Uint8Array): CertificateRequest
  /** Its bytes. */
  get der(): Buffer
  /** The request as a PEM block. */
  toPem(): string
  /** The subject as RFC 4514 text. */
  get subject(): string
  /** The key to be certified. */
  get publicKey(): PublicKey
  /** The SPIFFE ID that it asks for, where it asks for exactly one. */
  get spiffeId(): SpiffeId | null
  /** The DNS names that it asks for. */
  get dnsNames(): Array<string>
  /** The URIs that it asks for. */
  get uris(): Array<string>
  /** Throws `PkiError` unless the request is signed by its own key. */
  verify(): void
  /** Everything that stands in it. */
  info(): CertificateRequestInfo
  /** The subject. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): CertificateRequestInfo
}

/** The blocks of a PEM text, in order; text around them is passed over. Throws `PkiError`. */
export declare function parsePem(text: Document): Array<PemBlock>

/** A block of a PEM text. */
export interface PemBlock {
  /** What stands behind `BEGIN`. */
  label: string
  /** What it holds, in words: `a private key`. */
  kind: string
  /** The bytes; of a private key too: take care. */
  der: Buffer
  /** The line of its `BEGIN`, from 1. */
  line: number
  /** Which block of the text it is, from 1. */
  block: number
}
