// index.d.ts is generated: `npm run types:write`. Records and errors come from types/records.d.ts, the rest from src/*.rs.
import type { Socket, TcpNetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'

/** How grave a finding is. */
export type Severity = 'info' | 'warning' | 'error'

/** How much of the standards a chain must keep to. */
export type Profile = 'spiffe-interop' | 'spiffe-strict'

/** How much of the standards a chain must keep to whose peer is known by another name than a SPIFFE ID. */
export type EdgeProfile = 'edge-client' | 'server' | 'server-strict'

/** In which role the peer uses its certificate. */
export type Purpose = 'client' | 'server' | 'either'

/** One entry of the catalog of rules. */
export interface Rule {
  /** Stable name in kebab case; the `rule` of findings and the `code` of errors. */
  name: string
  /** Severity unless the judging profile says otherwise. */
  severity: Severity
  /** What triggers it. */
  trigger: string
  /** Why it matters. */
  why: string
  /** How to mend it. */
  help: string
  /** The standard or document it follows. */
  source: string
}

/** A certificate, named the three ways people look for one. */
export interface CertificateRef {
  /** Position in the chain; 0 is the leaf. Absent for a trust anchor. */
  index?: number
  /** Subject as text, empty when the certificate could not be read. */
  subject: string
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Its SPIFFE ID, where it has exactly one. */
  spiffeId?: string
}

/** What a finding is about. */
export type Subject =
  | { kind: 'input' }
  | ({ kind: 'certificate' } & CertificateRef)
  | { kind: 'text'; line?: number; block?: number }
  | { kind: 'file'; path: string }
  | { kind: 'trust-domain'; name: string }
  | { kind: 'key' }
  | { kind: 'request' }
  | { kind: 'crl'; issuer: string }
  | { kind: 'document'; file?: string; document?: number; line?: number; resource: string; field: string }

/** One thing seen: where, how grave, and what to do about it. */
export interface Finding {
  /** The stable name of the rule. */
  rule: string
  /** How grave it is here. */
  severity: Severity
  /** The thing at fault. */
  subject: Subject
  /** What was seen, with the values that matter. */
  message: string
  /** The next step. */
  help: string
}

/** A refusal: `message` says what was seen, `help` what to do next. */
export declare class MtlsError extends Error {
  constructor(message: string, properties?: { code?: string; help?: string; findings?: Finding[] })
  /** The rule that refused, in kebab case; the same in Rust, Python and Node. */
  code: string
  /** The next step for the reader. */
  help: string
  /** All that was found. */
  findings: Finding[]
}
/** Not a SPIFFE ID, trust domain, workload identity or pattern. */
export declare class IdentityError extends MtlsError {}
/** Bytes that are not the certificate, key, request or CRL they should be. */
export declare class PkiError extends MtlsError {}
/** A certificate that cannot be issued as asked. */
export declare class IssueError extends MtlsError {}
/** A trust bundle, or a set of them, that does not hold. */
export declare class TrustError extends MtlsError {}
/** A chain that was refused; `findings` says why, the most telling cause first. */
export declare class VerificationError extends MtlsError {
  /** The SPIFFE ID that the leaf claims. Not verified: for logs, never for decisions. */
  claimedId?: string | null
  /** The certificates that were presented, leaf first. */
  chain?: CertificateRef[]
}
/** A TLS configuration that cannot be built, or a handshake that failed. */
export declare class TlsError extends MtlsError {}
/** A Kubernetes or Istio resource that cannot be read or would not work. */
export declare class ResourceError extends MtlsError {}
/** A scenario that cannot be turned into manifests. */
export declare class RecipeError extends MtlsError {}

/** An identity pattern as JSON has it. */
export type PatternDocument =
  | { exact: string }
  | { trust_domain: string }
  | { path_prefix: { trust_domain: string; path: string } }
  | { istio_principal: string }
  | { any_of: PatternDocument[] }
  | { all_of: PatternDocument[] }
  | { not: PatternDocument }

/** Subject alternative names, each kind in its order. */
export interface SubjectNames {
  dns: string[]
  ip: string[]
  uri: string[]
  email: string[]
  /** Names of other kinds, in words. */
  other: string[]
}

/** One extension as it stands. */
export interface ExtensionEntry {
  /** Object identifier in dotted form. */
  oid: string
  /** Its name in RFC 5280, empty where none is known. */
  name: string
  /** Whether a reader that does not know it must refuse. */
  critical: boolean
}

/** What stands in a certificate, as plain values. */
export interface CertificateInfo {
  /** X.509 version, 3 nearly always. */
  version: number
  /** Subject as RFC 4514 text. */
  subject: string
  /** Issuer as RFC 4514 text. */
  issuer: string
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Start of validity, RFC 3339 in UTC. */
  notBefore: string
  /** End of validity, RFC 3339 in UTC. */
  notAfter: string
  /** `ECDSA`, `RSA`, `Ed25519`, or an object identifier. */
  keyAlgorithm: string
  /** Bits of the key; 0 where not known. */
  keyBits: number
  /** Curve of the key. */
  keyCurve: string | null
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it may issue certificates. */
  ca: boolean
  /** How many intermediates may stand below it. */
  pathLength: number | null
  /** Null where the extension is absent. */
  keyUsage: string[] | null
  /** Null where the extension is absent. */
  extendedKeyUsage: string[] | null
  /** Subject alternative names. */
  names: SubjectNames
  /** The SPIFFE ID, where it has exactly one URI and that is one. */
  spiffeId: string | null
  /** Whether issuer and subject are the same. */
  selfIssued: boolean
  /** Hex with colons. */
  subjectKeyId: string | null
  /** Hex with colons. */
  authorityKeyId: string | null
  /** SHA-256 of the DER, hex. */
  fingerprintSha256: string
  /** SHA-256 of the public key, hex. */
  spkiSha256: string
  /** The same in Base64. */
  spkiPin: string
  /** Certificate policies. */
  policies: string[]
  /** Where its CRL can be fetched. */
  crlUrls: string[]
  /** Where OCSP answers for it. */
  ocspUrls: string[]
  /** Where its issuer's certificate can be fetched. */
  issuerUrls: string[]
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
}

/** What stands in a certificate request, as plain values. */
export interface CertificateRequestInfo {
  /** Subject as RFC 4514 text. */
  subject: string
  /** `ECDSA`, `RSA`, `Ed25519`, or an object identifier. */
  keyAlgorithm: string
  /** Bits of the key; 0 where not known. */
  keyBits: number
  /** Curve of the key. */
  keyCurve: string | null
  /** SHA-256 of the public key, hex. */
  spkiSha256: string
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it asks to be a CA. */
  ca: boolean
  /** The SPIFFE ID that it asks for, where it asks for exactly one. */
  spiffeId: string | null
  /** Null where it asks for none. */
  keyUsage: string[] | null
  /** Null where it asks for none. */
  extendedKeyUsage: string[] | null
  /** The names that it asks for. */
  names: SubjectNames
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
  /** Object identifiers of its attributes that are no extensions. */
  otherAttributes: string[]
}

/** One revoked certificate. */
export interface CrlEntry {
  /** Serial number, lowercase hex with colons. */
  serial: string
  /** Since when, RFC 3339 in UTC. */
  revokedAt: string
  /** `keyCompromise`, `superseded`, …; null where none is given. */
  reason: string | null
}

/** What stands in a revocation list, as plain values. */
export interface CrlInfo {
  /** Issuer as RFC 4514 text. */
  issuer: string
  /** When it was issued, RFC 3339 in UTC. */
  thisUpdate: string
  /** When the next one is due, RFC 3339 in UTC. */
  nextUpdate: string | null
  /** Its number, hex with colons. */
  number: string | null
  /** Hex with colons. */
  authorityKeyId: string | null
  /** Signature algorithm as OpenSSL names it. */
  signatureAlgorithm: string
  /** Whether it only says what changed since another list. */
  delta: boolean
  /** Whether it covers a part of the issuer's certificates. */
  partial: boolean
  /** Every extension, in order. */
  extensions: ExtensionEntry[]
  /** What it revokes. */
  entries: CrlEntry[]
}

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

/** What a step of a rotation is about. */
export type RotationStepKind = 'publish' | 'await-bundles' | 'switch' | 'await-svids' | 'retire'

/** A `RotationPlan` as a plain object. */
export interface RotationPlanRecord {
  /** Whose authorities these are. */
  trustDomain: string
  /** The steps, in order. */
  steps: RotationStepRecord[]
  /** When it is done, RFC 3339. */
  doneAt: string
  /** What speaks against these dates. */
  findings: Finding[]
}

/** A `RotationStep` as a plain object. */
export interface RotationStepRecord {
  /** What it is about. */
  kind: RotationStepKind
  /** When it begins, RFC 3339. */
  startsAt: string
  /** When the next one may begin, RFC 3339. */
  endsAt: string
  /** What to do. */
  action: string
  /** What breaks if it is left out. */
  ifSkipped: string
  /** The authorities whose chains suffer then. */
  atRisk: AuthoritySummary[]
  /** The bundle to publish. */
  bundle: { sequence: number | null; authorities: AuthoritySummary[] } | null
}

/** A `RemovalCheck` as a plain object. */
export interface RemovalCheckRecord {
  /** Whether no chain that was looked at needs the authority. */
  safe: boolean
  /** When none needs it any more, RFC 3339. */
  safeFrom: string
  /** The chains that need it. */
  dependents: { chain: number; spiffeId: string | null; serial: string; until: string }[]
  /** How many chains counted. */
  considered: number
  /** What speaks against it. */
  findings: Finding[]
}

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

/** A peer that a TLS session refused. */
export interface RefusedPeer {
  /** Why. */
  error: TlsError
  /** What it presented, leaf first, in DER. */
  chain: Uint8Array[]
  /** When. */
  at: Date
  /** The role that it had; `explain` takes it. */
  purpose: Purpose
}

/** Where to connect to, and how. */
export type ConnectOptions = TcpNetConnectOpts & {
  /** Sent as SNI; decides nothing. Default: the host. */
  serverName?: string
  /** Milliseconds. Default: 30,000. */
  handshakeTimeout?: number
}

/**
 * A TLS session over a socket, as a stream. A refusal rejects `connect` and `accept` with `TlsError`. Under TLS 1.3 a
 * client's handshake ends before the server has judged it: the client hears of a refusal by the stream's `error`.
 */
export declare class Connection extends Duplex {
  private constructor()
  /** Opens a TCP connection and shakes hands. */
  static connect(options: ConnectOptions, client: TlsClient): Promise<Connection>
  /** Shakes hands over a socket that a `net.Server` took. */
  static accept(socket: Socket, server: TlsServer, options?: { handshakeTimeout?: number }): Promise<Connection>
  /** Who is at the other end, as it was verified in the handshake; null before that. */
  readonly peer: VerifiedPeer | null
  /** The application protocol that was agreed on; null without one. */
  readonly alpn: string | null
  /** The session below. */
  readonly session: Session
}

/** A manifest: a Kubernetes object as it is written, keys in their order. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what else a kind has
  [field: string]: any
}

/** PEM text, or its bytes. */
export type Pem = string | Uint8Array

/** A port of a Gateway. */
export interface GatewayServerOptions {
  /** Its number. */
  port: number
  /** The hosts: `shop.example`, `*.shop.example`, `namespace/host`. */
  hosts: string[]
  /** `HTTPS` unless given, `HTTP` where it redirects. */
  protocol?: string
  /** Its name. Default: made of protocol and number. */
  name?: string
  /** What is done with TLS. */
  mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL'
  /** The Secret with certificate and key. */
  credentialName?: string
  /** The credential with the CA of the clients. */
  caCredentialName?: string
  /** Names of which the client's certificate must carry one. */
  subjectAltNames?: string[]
  /** Lowest version of TLS: `TLSV1_2`, `TLSV1_3`. */
  minVersion?: string
  /** Cipher suites. */
  cipherSuites?: string[]
  /** Redirects to HTTPS. */
  redirectToHttps?: boolean
}

/** What `resources.gateway` takes. */
export interface GatewayOptions {
  /** Name of the Gateway. */
  name: string
  /** Its namespace. */
  namespace?: string
  /** The version of the API to write. */
  apiVersion?: string
  /** Labels of the gateway's pods. */
  selector?: Record<string, string>
  /** Labels of the Gateway. */
  labels?: Record<string, string>
  /** Annotations of the Gateway. */
  annotations?: Record<string, string>
  /** The ports. */
  servers: GatewayServerOptions[]
  /** A JSON merge patch over the result. */
  mergePatch?: object
}

/** What `resources.secret` takes. */
export interface SecretOptions {
  /** Name of the Secret. */
  name: string
  /** Its namespace. */
  namespace?: string
  /** `tls` and `generic` take certificate and key, `cacert` a CA, `opaque` entries. Default: `tls`. */
  form?: 'tls' | 'generic' | 'cacert' | 'opaque'
  /** The certificate in PEM. */
  cert?: Pem
  /** The key in PEM. */
  key?: Pem
  /** The CA of the clients in PEM. */
  ca?: Pem
  /** Other entries, as text. */
  entries?: Record<string, string | Uint8Array>
  /** Labels. */
  labels?: Record<string, string>
  /** Annotations. */
  annotations?: Record<string, string>
  /** Refuses later changes. */
  immutable?: boolean
}

/** What `recipes.cloudflareOrigin` takes. */
export interface CloudflareOriginOptions {
  /** The hosts that the gateway answers for. */
  hosts: string[]
  /** The origin's certificate in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** The CA of the edge's client certificate in PEM. */
  clientCa: Pem
  /** Which client certificate the edge shows: one of the zone or hostname, or Cloudflare's shared one. */
  pull: 'zone' | 'hostname' | 'shared'
  /** Name of the Gateway. */
  gateway?: string
  /** Namespace of its pods. */
  namespace?: string
  /** Labels of its pods. */
  selector?: Record<string, string>
  /** Labels of the manifests. */
  labels?: Record<string, string>
  /** Name of the Secret. */
  credential?: string
  /** Port of the gateway. */
  port?: number
  /** Version of Big Bang, for values of its chart in place of manifests. */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** The time for which dates are judged, in seconds since 1970. */
  at?: number
}

