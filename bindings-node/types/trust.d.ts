// Bundles, what a new one changes, and what is distrusted.

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
