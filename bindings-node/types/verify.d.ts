// Verdicts on chains.
import type { CertificateChain } from '../index'
import type { CertificateRef, Finding } from './finding'

/** How much of the standards a chain must keep to. */
export type Profile = 'spiffe-interop' | 'spiffe-strict'

/** How much of the standards a chain must keep to whose peer is known by another name than a SPIFFE ID. */
export type EdgeProfile = 'edge-client' | 'server' | 'server-strict'

/** In which role the peer uses its certificate. */
export type Purpose = 'client' | 'server' | 'either'

/** A chain to be judged: read already, PEM, or certificates in DER as a peer sent them. */
export type ChainLike = CertificateChain | string | Uint8Array | Array<Uint8Array>

/** A verified peer as a plain object. */
export interface VerifiedPeerRecord {
  /** Who it is. */
  spiffeId: string
  /** Its trust domain. */
  trustDomain: string
  /** The profile that it was verified under. */
  profile: Profile
  /** The role that it was verified for. */
  purpose: Purpose
  /** The last second at which the path is valid, in seconds since 1970. */
  validUntil: number
  /** The accepted path, leaf first. */
  path: CertificateRef[]
  /** The trust anchor. */
  authority: CertificateRef
  /** What a stricter profile would refuse. */
  warnings: Finding[]
}

/** A verified certificate as a plain object. */
export interface VerifiedCertificateRecord {
  /** The expected name that it is valid for; null where any was. */
  name: string | null
  /** The profile that it was verified under. */
  profile: EdgeProfile
  /** The role that it was verified for. */
  purpose: Purpose
  /** The last second at which the path is valid, in seconds since 1970. */
  validUntil: number
  /** The accepted path, leaf first. */
  path: CertificateRef[]
  /** The trust anchor. */
  authority: CertificateRef
  /** What a stricter profile would refuse, and what a softer policy lets pass. */
  warnings: Finding[]
}

/** One certificate of a chain report. */
export interface CertificateReport {
  /** Which one. */
  certificate: CertificateRef
  /** Its issuer; empty when it cannot be read. */
  issuer: string
  /** Start of its validity, RFC 3339; empty when it cannot be read. */
  notBefore: string
  /** End of its validity, RFC 3339; empty when it cannot be read. */
  notAfter: string
  /** Whether the accepted path goes through it. */
  onPath: boolean
  /** What is wrong with it. */
  findings: Finding[]
}

/** A chain report as a plain object. */
export interface ChainReportRecord {
  /** Whether the chain is accepted. */
  accepted: boolean
  /** The leaf's SPIFFE ID; not verified unless `accepted`. */
  spiffeId: string | null
  /** The leaf's first DNS name, else its first address, else its first mailbox; not verified. */
  name: string | null
  /** The time that the verdict is for, RFC 3339. */
  at: string
  /** The certificates as sent; then the trust anchor, where a path comes to one. */
  certificates: CertificateReport[]
  /** The path through `certificates` by position, the leaf first: the accepted one, or the one that came nearest. */
  path: number[]
  /** All findings, the most telling first. */
  findings: Finding[]
}
