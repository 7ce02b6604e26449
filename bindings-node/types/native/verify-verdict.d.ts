// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { Profile, EdgeProfile, Purpose, VerifiedPeerRecord, VerifiedCertificateRecord, CertificateReport, ChainReportRecord } from '../verify'
import type { TrustDomain } from './bundle-diff'
import type { Certificate, SpiffeId } from './certificate'
import type { WorkloadIdentity } from './identity'
import type { PrivateKey } from './issue'

/** The verdict on a chain with everything that was found. As text, the chain as a tree for people. */
export declare class ChainReport {
  private constructor()
  /** Whether `verify` accepts the chain. */
  get accepted(): boolean
  /** The leaf's SPIFFE ID as text; not verified unless `accepted` by a `ChainVerifier`. */
  get spiffeId(): string | null
  /** The leaf's first DNS name, else its first address, else its first mailbox; not verified. */
  get name(): string | null
  /** The certificates as sent, with their findings; then the trust anchor, where a path comes to one. */
  get certificates(): CertificateReport[]
  /** The path through `certificates` by their positions, leaf first: the accepted one, or the one that came nearest. */
  get path(): number[]
  /** All findings, the most telling first. */
  get findings(): Finding[]
  /**
   * The report on a chain of one's own, beside the private key that is to go with it: a finding where it is not
   * the leaf's.
   */
  withKey(key: PrivateKey): ChainReport
  /** The chain as a tree, each certificate with its faults. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): ChainReportRecord
}

/** A certificate whose chain was accepted, known by DNS name, address or e-mail address. */
export declare class VerifiedCertificate {
  private constructor()
  /** The expected name that the leaf is valid for; null where any was. */
  get name(): string | null
  /** The profile that it was verified under. */
  get profile(): EdgeProfile
  /** All of it as a plain object; `validUntil` in seconds since 1970. */
  toJSON(): VerifiedCertificateRecord
  /** The role that it was verified for. */
  get purpose(): Purpose
  /** The last second at which all certificates of the path are valid. */
  get validUntil(): Date
  /** The accepted path in DER: the leaf, then its issuers, without the authority. */
  get path(): Array<Buffer>
  /** The leaf, read. */
  get leaf(): Certificate
  /** The trust anchor that the path ends at. */
  get authority(): Certificate
  /** What a stricter profile would refuse, and what a softer policy lets pass. */
  get warnings(): Finding[]
  /** Who it is, who vouched, and until when. */
  toString(): string
}

/** A peer whose chain was accepted, known by its SPIFFE ID. */
export declare class VerifiedPeer {
  private constructor()
  /** Who it is. */
  get spiffeId(): SpiffeId
  /** Its trust domain. */
  get trustDomain(): TrustDomain
  /** Its workload identity, where the ID has the form `…/ns/…/sa/…`. */
  get workload(): WorkloadIdentity | null
  /** The profile that it was verified under. */
  get profile(): Profile
  /** All of it as a plain object; `validUntil` in seconds since 1970. */
  toJSON(): VerifiedPeerRecord
  /** The role that it was verified for. */
  get purpose(): Purpose
  /** The last second at which all certificates of the path are valid. */
  get validUntil(): Date
  /** The accepted path in DER: the leaf, then its issuers, without the authority. */
  get path(): Array<Buffer>
  /** The leaf, read. */
  get leaf(): Certificate
  /** The trust anchor that the path ends at. */
  get authority(): Certificate
  /** What a stricter profile would refuse, and what a softer policy lets pass. */
  get warnings(): Finding[]
  /** Who it is, who vouched, and until when. */
  toString(): string
}
