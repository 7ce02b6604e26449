// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { DistrustKind, DistrustedRecord } from '../trust'
import type { Document } from './arguments'
import type { Certificate } from './certificate'

/** One thing that is trusted no more, and why. */
export declare class Distrusted {
  /** An entry for a certificate. Throws `TrustError` for a kind that does not exist. */
  constructor(certificate: Certificate, reason: string, options?: DistrustedOptions | undefined | null)
  /** What of a certificate it goes by. */
  get kind(): DistrustKind
  /** Why, in the words of whoever made the list. */
  get reason(): string
  /** Since when it is held to be bad; null where that is not said. */
  get since(): Date | null
  /** Whether both say the same. */
  equals(other: Distrusted): boolean
  /** What is shut out, why, and since when. */
  toString(): string
  /** The entry as a plain object. */
  toJSON(): DistrustedRecord
}

/** Certificates, keys and issuers that are trusted no more, whatever a bundle says. */
export declare class DistrustList {
  /** A list of these entries; of two for the same thing, the later counts. */
  constructor(entries?: Array<Distrusted> | undefined | null)
  /** A list of the certificates of a PEM text, all by one kind and for one reason. Throws `TrustError`. */
  static fromPem(pem: Document, reason: string, options?: DistrustPemOptions | undefined | null): DistrustList
  /** Reads what `toJsonText` writes; a field that it does not know refuses the list. Throws `TrustError`. */
  static fromJson(json: Document): DistrustList
  /** The list as JSON text. */
  toJsonText(): string
  /** The list with one more entry, in place of the one for the same thing. */
  withEntry(entry: Distrusted): DistrustList
  /** The list without what this entry shuts out. */
  without(entry: Distrusted): DistrustList
  /** The entry that shuts this certificate out, the narrowest where several do; null if there is none. */
  find(certificate: Certificate): Distrusted | null
  /** The entries, ordered by what they shut out. */
  get entries(): Array<Distrusted>
  /** How many entries. */
  get size(): number
  /** Whether both say the same. */
  equals(other: DistrustList): boolean
  /** The number of entries. */
  toString(): string
  /** The list as `fromJson` reads it. */
  toJSON(): unknown
}

/** What of a certificate is shut out. */
export interface DistrustedOptions {
  /** Default: `certificate`. */
  kind?: DistrustKind
  /** Since when it is held to be bad; told to people, limits nothing. */
  since?: Date
}

/** What of the certificates is shut out. */
export interface DistrustPemOptions {
  /** Default: `certificate`. */
  kind?: DistrustKind
}
