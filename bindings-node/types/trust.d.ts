// Bundles, what a new one changes, and what is distrusted.
import type { TrustError } from './errors'
import type { Finding } from './finding'

/** What tells one authority from another. */
export interface AuthoritySummary {
  /** Subject as RFC 4514 text. */
  subject: string
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Start of validity, RFC 3339 in UTC. */
  notBefore: string
  /** End of validity, RFC 3339 in UTC. */
  notAfter: string
  /** SHA-256 of the DER, hex. */
  fingerprintSha256: string
  /** SHA-256 of the public key, hex. */
  spkiSha256: string
}

/** A value before and after. */
export interface Change<T> {
  old: T
  new: T
}

/** What a new bundle changes, as a plain object. */
export interface BundleDiffRecord {
  /** Whose bundles these are. */
  trustDomain: string
  /** Authorities that only the new bundle has. */
  added: AuthoritySummary[]
  /** Authorities that only the old bundle has. */
  removed: AuthoritySummary[]
  /** Authorities that kept subject and key. */
  renewed: Change<AuthoritySummary>[]
  /** Authorities of both. */
  kept: AuthoritySummary[]
  /** The sequence numbers; inexact above 2^53. */
  sequence: Change<number | null>
  /** The refresh hints as declared, in seconds. */
  refreshHint: Change<number | null>
  /** Whether the JWT authorities are other ones. */
  jwtAuthoritiesChanged: boolean
  /** What speaks against taking the new bundle. */
  findings: Finding[]
}

/** What a new set of bundles changes, as a plain object. */
export interface BundleSetDiffRecord {
  /** Trust domains that only the new set has. */
  added: string[]
  /** Trust domains that only the old set has. */
  removed: string[]
  /** What changes within those of both. */
  changed: BundleDiffRecord[]
}

/** How the server of a bundle endpoint proves itself. */
export type EndpointProfile = 'https_web' | 'https_spiffe'

/** What of a certificate an entry of a distrust list goes by. */
export type DistrustKind = 'certificate' | 'serial' | 'key' | 'issuer'

/** An entry of a distrust list as its JSON has it. */
export interface DistrustedRecord {
  /** SHA-256 of a certificate, hex. */
  certificate_sha256?: string
  /** SHA-256 of a public key, hex. */
  key_sha256?: string
  /** The issuer's name as text. */
  issuer?: string
  /** The issuer's name in DER, Base64. */
  issuer_der?: string
  /** A serial number of that issuer, hex. */
  serial?: string
  /** Why. */
  reason: string
  /** Since when it is held to be bad, RFC 3339. */
  since?: string
}

/** How a source is doing: what is in force since when and until when, and what went wrong last. */
export interface SourceState {
  /** What it is read from, for logs. */
  name: string
  /** When what is in force was taken. */
  loadedAt: Date | null
  /** When the source was last looked at. */
  checkedAt: Date | null
  /** When what is in force expires: the first certificate of an identity, the last authority of a bundle. */
  expiresAt: Date | null
  /** From when on `findings` warns of the expiry. */
  warnAt: Date | null
  /** Why the last look brought nothing; null when it went well. */
  lastError: TrustError | null
  /** How often something was taken. */
  loads: number
  /** How many looks in a row went wrong. */
  failures: number
  /** What spoke against the source when it was asked: its last error, and an expiry that is near or past. */
  findings: Finding[]
}

/** Something happened at a source. */
export interface SourceEvent {
  /**
   * `loaded`: something new is in force. `failed`: a look went wrong, in another way than the one before; the last good one
   * stays in force. `withdrawn`: what was in force is to be used no more, as a SPIFFE agent takes it back. `expiring`: what is
   * in force expires soon, or has; told once for each time of expiry, and once more when it is past.
   */
  kind: 'loaded' | 'failed' | 'withdrawn' | 'expiring'
  /** The source by then; null when it is `expiring`. */
  state: SourceState | null
  /** What is to be said about the expiry; null unless it is `expiring`. */
  finding: Finding | null
}
