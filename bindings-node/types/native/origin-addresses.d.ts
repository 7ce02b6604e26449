// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { AddressRangesRecord } from '../origin'
import type { Document } from './arguments'

/**
 * The ranges from which an edge connects to origins. They prove less than a certificate: all customers of the same network connect
 * from them.
 */
export declare class AddressRanges {
  /** These ranges, in CIDR form. Throws `OriginError`. */
  constructor(ranges: Array<string>)
  /** Reads a list: one range a line, or the answer of Cloudflare's API in JSON. Throws `OriginError`. */
  static parse(data: Document): AddressRanges
  /** Whether the address is in one of the ranges; an IPv4 address in IPv6 form counts as IPv4. */
  contains(address: string): boolean
  /** The ranges, in order. */
  get ranges(): Array<string>
  /** What changes when Cloudflare's list changes; null where the list was not read from its JSON. */
  get etag(): string | null
  /** Whether both hold the same ranges in the same order. */
  equals(other: AddressRanges): boolean
  /** One range a line. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): AddressRangesRecord
}
