// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Profile, EdgeProfile, Purpose } from '../verify'
import type { TrustAnchors } from './anchors'
import type { Certificate } from './certificate'
import type { DistrustList } from './distrust'
import type { Crl } from './issue'
import type { BundleSet, TrustBundle } from './trust'

/** Whom to trust for other names: a set, or the authorities of one. */
export type AnchorsLike = TrustAnchors | Array<Certificate>

/** Whom to trust for SPIFFE IDs: a set, or the bundles of one. */
export type BundlesLike = BundleSet | Array<TrustBundle>

/** A revocation list: read already, PEM or DER. */
export type CrlLike = Crl | string | Uint8Array

/** How an `EdgeVerifier` judges; what is left out has the engine's default. */
export interface EdgeVerifierOptions {
  /** How much of the standards a chain must keep to. */
  profile: EdgeProfile
  /** The role in which the peer uses its certificate. Default: `either`; by name, what the profile is for. */
  purpose?: Purpose
  /**
   * Looks certificates up in these lists, and refuses what they revoke and what no current one speaks of.
   * Without a list nothing is looked up.
   */
  crls?: Array<CrlLike>
  /** Who is looked up: the leaf, or the intermediates too. Default: `chain`. */
  revocationDepth?: 'leaf' | 'chain'
  /** Accepts, with a warning, what no list speaks of. Default: false. */
  acceptUnknownStatus?: boolean
  /** Lets a list count, with a warning, after its next update was due. Default: false. */
  acceptExpiredCrls?: boolean
  /** Shuts out every path through what it lists, the trust anchor included. */
  distrust?: DistrustList
  /** Certificates in a chain, the leaf included. Default: 16. */
  maxCertificates?: number
  /** Bytes of a chain's certificates together. Default: 262,144. */
  maxBytes?: number
  /** Intermediates between leaf and trust anchor. Default: 6, and never more. */
  maxIntermediates?: number
  /**
   * Bytes of accepted peers that are remembered; 0 remembers none. No verdict depends on it. Default:
   * 8,388,608.
   */
  peerCacheBytes?: number
  /**
   * Bytes of accepted issuers that are remembered; 0 remembers none. No verdict depends on it. Default:
   * 1,048,576.
   */
  issuerCacheBytes?: number
}

/**
 * The name that a certificate must be valid for, or several of which one will do: DNS names, addresses, e-mail
 * addresses. Null is any name; who passes it looks at the names afterwards.
 */
export type ExpectedName = string | Array<string> | null

/** When a chain is judged by name, or explained by one; when a batch is judged. */
export interface ExplainOptions {
  /** The time that the verdict is for. Default: now. */
  at?: Date
}

/** How a `ChainVerifier` judges; what is left out has the engine's default. */
export interface VerifierOptions {
  /** How much of the standards a chain must keep to. Default: `spiffe-interop`. */
  profile?: Profile
  /** The role in which the peer uses its certificate. Default: `either`; by name, what the profile is for. */
  purpose?: Purpose
  /**
   * Looks certificates up in these lists, and refuses what they revoke and what no current one speaks of.
   * Without a list nothing is looked up.
   */
  crls?: Array<CrlLike>
  /** Who is looked up: the leaf, or the intermediates too. Default: `chain`. */
  revocationDepth?: 'leaf' | 'chain'
  /** Accepts, with a warning, what no list speaks of. Default: false. */
  acceptUnknownStatus?: boolean
  /** Lets a list count, with a warning, after its next update was due. Default: false. */
  acceptExpiredCrls?: boolean
  /** Shuts out every path through what it lists, the trust anchor included. */
  distrust?: DistrustList
  /** Certificates in a chain, the leaf included. Default: 16. */
  maxCertificates?: number
  /** Bytes of a chain's certificates together. Default: 262,144. */
  maxBytes?: number
  /** Intermediates between leaf and trust anchor. Default: 6, and never more. */
  maxIntermediates?: number
  /**
   * Bytes of accepted peers that are remembered; 0 remembers none. No verdict depends on it. Default:
   * 8,388,608.
   */
  peerCacheBytes?: number
  /**
   * Bytes of accepted issuers that are remembered; 0 remembers none. No verdict depends on it. Default:
   * 1,048,576.
   */
  issuerCacheBytes?: number
}
