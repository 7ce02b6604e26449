// Origins behind an edge network.
import type { Finding } from './finding'
import type { VerifiedCertificateRecord } from './verify'

/** The providers that are known. */
export type ProviderName =
  | 'cloudflare-zone'
  | 'cloudflare-hostname'
  | 'cloudflare-shared'
  | 'cloudfront'
  | 'akamai'
  | 'fastly'
  | 'google-cloud'
  | 'azure-front-door'

/** Whose client certificate an edge shows to the origin. */
export type Presents = 'nothing' | 'shared' | 'account-ca' | 'customer-leaf'

/** Who renews something. */
export type Rotator = 'nobody' | 'provider' | 'customer'

/** What is to be done at the edge. */
export type RolloutKind = 'turn-on' | 'rotate-leaf' | 'rotate-authority' | 'turn-off'

/** What proves more than the certificate, or in its place. */
export type ExtraProof =
  | { kind: 'header'; name: string; proves: string }
  | { kind: 'token'; header: string; issuer: string; keys: string; proves: string }
  | { kind: 'addresses'; source: string; proves: string }
  | { kind: 'private-network'; name: string; proves: string }

/** An `EdgeProvider` as a plain object. */
export interface EdgeProviderRecord {
  /** Its name in options. */
  name: string
  /** Its name for people. */
  title: string
  /** Whose certificate it shows. */
  presents: Presents
  /** Rules for the leaf. */
  leaf: { clientAuthRequired: boolean; endEntityRequired: boolean }
  /** It goes on without a certificate where none is asked for. */
  onlyIfRequested: boolean
  /** What proves more. */
  extra: ExtraProof[]
  /** How its certificate is replaced. */
  rotation: {
    leaf: Rotator
    authority: Rotator
    overlap: string
    install: string
    inForce: string
    remove: string
    notices: string
  }
  /** What catches people out. */
  notes: string[]
  /** What to do where it shows no certificate. */
  instead?: string
}

/** `AddressRanges` as a plain object. */
export interface AddressRangesRecord {
  /** The ranges in CIDR form. */
  ranges: string[]
  /** What changes when the list does. */
  etag: string | null
}

/** An `AccessToken` as a plain object, times in seconds. */
export interface AccessTokenRecord {
  /** The team that issued it. */
  issuer: string
  /** The AUD tags of the applications that it is for. */
  audiences: string[]
  /** The person. */
  subject: string | null
  /** The person's e-mail address. */
  email: string | null
  /** The client ID of the service token. */
  service: string | null
  /** The country that the visitor came from. */
  country: string | null
  /** When it was given out. */
  issuedAt: number
  /** When it ends. */
  expiresAt: number
  /** The key that signed it. */
  keyId: string
}

/** An `Admission` as a plain object. */
export interface AdmissionRecord {
  /** Whether the request is let in. */
  admitted: boolean
  /** The host that it asks for. */
  host: string | null
  /** The edge's certificate. */
  certificate: VerifiedCertificateRecord | null
  /** The token of Cloudflare Access. */
  token: AccessTokenRecord | null
  /** Every reason to refuse it, and what was merely noticed. */
  findings: Finding[]
}

/** One step of a `RolloutPlan`. */
export interface RolloutStep {
  /** Its name. */
  name: string
  /** Where it is done. */
  place: 'origin' | 'edge' | 'ca'
  /** What to do. */
  action: string
  /** What must hold before. */
  requires: string
  /** What probes must say afterwards. */
  probes: { certificate: 'none' | 'current' | 'old' | 'new'; verdict: string }[]
  /** What breaks if it is left out, or done too early. */
  ifSkipped: string
}

/** A `RolloutPlan` as a plain object. */
export interface RolloutPlanRecord {
  /** The provider's name. */
  provider: string
  /** What is to be done. */
  kind: RolloutKind
  /** The steps, in order. */
  steps: RolloutStep[]
}

/** Who gets in at an origin. */
export type OriginVerdict =
  | 'enforced'
  | 'edge-network-only'
  | 'open'
  | 'open-to-any-cert'
  | 'bypass'
  | 'broken'
  | 'unproven'

/** A way around a closed front door. `path` and `quic` are seen in configurations alone. */
export type BypassKind =
  | 'sni'
  | 'host'
  | 'resumption'
  | 'plaintext'
  | 'address'
  | 'path'
  | 'quic'
  | 'headers'
  | 'unfit-certificate'
