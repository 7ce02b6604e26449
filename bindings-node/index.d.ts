// Generated, not to be edited: `npm run types:write`. Records, errors and kinds come from types/, the rest from src/*.rs.
// What was found, and of what.

/** How grave a finding is. */
export type Severity = 'info' | 'warning' | 'error'

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
  | { kind: 'line'; file: string; line: number }
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

// The errors, one class a subject.

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
/** An origin, its configuration, its policy or a request to it that is refused or cannot be judged. */
export declare class OriginError extends MtlsError {}
/** A scenario that cannot be turned into manifests. */
export declare class RecipeError extends MtlsError {}

// Identity patterns.

/** An identity pattern as JSON has it. */
export type PatternDocument =
  | { exact: string }
  | { trust_domain: string }
  | { path_prefix: { trust_domain: string; path: string } }
  | { istio_principal: string }
  | { any_of: PatternDocument[] }
  | { all_of: PatternDocument[] }
  | { not: PatternDocument }

// What stands in certificates, requests and revocation lists.

/** PEM text, or its bytes. */
export type Pem = string | Uint8Array

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

/** What stands in an element of a forwarded header, as plain values. */
export interface ForwardedElementInfo {
  /** URI names of the proxy's own certificate. */
  by: string[]
  /** SHA-256 of the client's certificate as written, lowercase hex; null where it is not. */
  hash: string | null
  /** SHA-256 of the certificate that was forwarded; null where none was. */
  certificateSha256: string | null
  /** How many certificates of the client's chain were forwarded; null where none was. */
  chainLength: number | null
  /** The subject as written; null where it is not. */
  subject: string | null
  /** The issuer as written; null where it is not. */
  issuer: string | null
  /** URI names. */
  uris: string[]
  /** DNS names. */
  dnsNames: string[]
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

// Rotations and removals of authorities.

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

// Verdicts on chains.

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

// Sessions over sockets.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server as HttpsServer, ServerOptions as HttpsServerOptions } from 'node:https'
import type { Socket, TcpNetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions, Server as NodeTlsServer, TLSSocket, TlsOptions as NodeTlsOptions } from 'node:tls'

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
  /** Sent as SNI; decides nothing, but for a client with an `EdgeVerifier` and no other expectation. Default: the host. */
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
  /**
   * Who is at the other end, as it was verified in the handshake; null before that, of a client that presented no certificate
   * and need not, and where `certificate` says it.
   */
  readonly peer: VerifiedPeer | null
  /** The same of a peer that an `EdgeVerifier` judged, which has no SPIFFE ID; null of any other. */
  readonly certificate: VerifiedCertificate | null
  /** The application protocol that was agreed on; null without one. */
  readonly alpn: string | null
  /** The session below. */
  readonly session: Session
}

/** What one side of Node's own TLS stack presents. Node takes the key as text, which JavaScript cannot wipe. */
export type Presented =
  | {
      /** Leaf first. */
      chain: CertificateChain
      /** The leaf's key. */
      key: PrivateKey
      identity?: undefined
    }
  | {
      /**
       * A `LiveIdentity` may be replaced at any time, and an `IdentitySource` and a `WorkloadApi` have one. While it is withdrawn,
       * a server refuses every handshake, and a client presents nothing.
       */
      identity: TlsIdentity | LiveIdentity | IdentitySource | WorkloadApi
      chain?: undefined
      key?: undefined
    }

/** What one side of Node's own TLS stack presents, and whom it takes. */
export type PeerOptions = TlsOptions &
  Presented & {
    /** What judges the peer. A `LiveVerifier` may be replaced or reloaded at any time. */
    verifier: VerifierLike
  }

/** The same for a server. */
export type PeerServerOptions = PeerOptions & {
  /** Lets in clients that present no certificate, too; one that is presented is judged as ever. Default: false. */
  peerOptional?: boolean
}

/** Options of Node's that are none of the caller's here. */
export type SetOption =
  | 'ca'
  | 'cert'
  | 'checkServerIdentity'
  | 'key'
  | 'passphrase'
  | 'pfx'
  | 'rejectUnauthorized'
  | 'requestCert'
  | 'secureContext'
  | 'session'
  | 'sessionIdContext'

/**
 * Node's own HTTPS server, which demands a certificate of each client and knows it by SPIFFE ID: `verifyPeer(request.socket)`; or
 * by name, with an `EdgeVerifier`: `verifyCertificate(request.socket)`. A client is judged when its handshake ends, before a
 * byte of it is read; a refused one is closed, and `tlsClientError` has the `TlsError`. Roots that come into a `LiveVerifier`,
 * and what comes into a `LiveIdentity`, count from the next connection on, and connections that are there stay as they are.
 * What OpenSSL cannot use is a process warning, and it goes on with what it has. No session is resumed. A handshake has 30
 * seconds, unless `handshakeTimeout` has other milliseconds. Throws `TlsError` when the options let nobody in.
 */
export declare function createHttpsServer(
  options: PeerServerOptions & Omit<HttpsServerOptions, SetOption>,
  listener?: (request: IncomingMessage, response: ServerResponse) => void,
): HttpsServer

/** The same for `tls.createServer`: `secureConnection` has the sockets of clients that were let in. */
export declare function createTlsServer(
  options: PeerServerOptions & Omit<NodeTlsOptions, SetOption>,
  listener?: (socket: TLSSocket) => void,
): NodeTlsServer

/**
 * Options for `tls.connect`, `https.request` and `https.Agent` that present a certificate and know servers by SPIFFE ID,
 * whatever their host; with an `EdgeVerifier`, by the host unless another name is expected. The server is judged when the
 * handshake ends; if it is refused, nothing is sent and the error is a `TlsError`. No session is resumed, and no agent shares a connection between these options and any others. `ca`, `cert`
 * and `key` are read for each connection and follow a `LiveVerifier` and a `LiveIdentity`; an agent that is made with these
 * options keeps those of then.
 */
export declare function clientOptions(options: PeerOptions & Omit<ConnectionOptions, SetOption>): ConnectionOptions

/**
 * The peer of a connection, judged now. A server's was judged in the handshake, and on a long-lived connection this judges once
 * more: by then the certificate may have expired, or a root may be gone. A client's needs the options that it was made
 * with, as `clientOptions` gave them. Closes the socket and throws `TlsError` if the peer is refused. A client that presented
 * no certificate and need not is a `TlsError` with the code `tls-peer-anonymous`, and the socket stays.
 */
export declare function verifyPeer(socket: Socket, options?: ConnectionOptions): VerifiedPeer

/** The same for a peer that an `EdgeVerifier` judges, which has no SPIFFE ID. */
export declare function verifyCertificate(socket: Socket, options?: ConnectionOptions): VerifiedCertificate

// Manifests, and the schema of the options that make them.

/** A manifest: a Kubernetes object as it is written, keys in their order. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what else a kind has
  [field: string]: any
}

/** What `resources.build` makes: a kind, the versions of its API, newest first, and its options. */
export interface KindSchema {
  kind: string
  /** The API group; empty for core kinds. */
  group: string
  apiVersions: string[]
  options: OptionSchema[]
}

/** An option. */
export interface OptionSchema {
  /** As the API spells it, or in snake_case; `resources.build` takes camelCase too. */
  name: string
  doc: string
  /** Whether nothing is built without it. */
  required: boolean
  type: OptionType
}

/** The type of an option. A `document` is a string that may be given as its bytes. */
export type OptionType =
  | 'string'
  | 'document'
  | 'boolean'
  | 'integer'
  | 'any'
  | { list: OptionType }
  | { map: OptionType }
  | { enum: string; values: string[] }
  | { object: string; fields: OptionSchema[] }

/** What Istio's former policies became. */
export interface Migration {
  manifests: Manifest[]
  /** What could not be carried over, and what works in another way now. */
  findings: Finding[]
}

/** The settings of a mesh with Istio's defaults filled in. */
export interface MeshSettings {
  rootNamespace: string
  trustDomain: string
  trustDomainAliases: string[]
  /** The trust domains that peers may be of. */
  acceptedTrustDomains: string[]
  enableAutoMtls: boolean
  mtlsMinProtocolVersion: string
  outboundTrafficPolicy: string
  pathNormalization: string
  numTrustedProxies: number
  forwardClientCertDetails: string
  defaultServiceExportTo: string[]
  defaultVirtualServiceExportTo: string[]
  defaultDestinationRuleExportTo: string[]
  extensionProviders: string[]
}

/** The settings of a mesh as they were read. */
export interface MeshReading {
  /** What is written, as far as it could be read. */
  config: { [field: string]: unknown }
  /** What holds. */
  settings: MeshSettings
  /** At an error, istiod does not take the settings. */
  findings: Finding[]
}

// Origins behind an edge network.

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

// The check of a server's configuration.

/** Whose configuration it is. */
export type ConfigKind = 'nginx' | 'apache' | 'haproxy' | 'envoy' | 'istio' | 'gateway-api'

/** What a listener does with client certificates, after inheritance and with the guards behind it. */
export type ClientAuth =
  | 'off'
  | 'optional'
  | 'any-certificate'
  | 'required'
  | 'required-without-anchors'
  | 'unknown'

/** A socket and one virtual host on it. */
export interface ConfigListener {
  /** The file that it stands in. */
  file: string
  /** The line that opens it. */
  line: number
  /** `*`, an IP address, a host name, or `unix:…`. */
  address: string
  /** 0 for a Unix socket. */
  port: number
  /** Whether it speaks TLS. */
  tls: boolean
  /** Whether this is HTTP/3, over UDP. */
  quic: boolean
  /** Whether requests without a name, or with an unknown one, come here. */
  default: boolean
  /** Its names in lower case; a regular expression begins with `~`. None: all names. */
  names: string[]
  /** What it does with client certificates. */
  clientAuth: ClientAuth
  /** What it answers a request with that it lets in. */
  serves: 'content' | 'redirect' | 'refusal'
  /** Whether a request for this host over a connection with another's name is refused. */
  checksSni: boolean
  /** Whether a session that began at another host of the socket may be resumed here. */
  sharesSessions: boolean
  /** Whether HTTP/2 is spoken. */
  http2: boolean
  /** The files, Secrets or ConfigMaps with the CAs that clients are trusted under. */
  anchors: string[]
  /** The files or Secrets with the server's certificates. */
  certificates: string[]
  /** Whether revocation lists are looked at. */
  revocation: boolean
}

/** A `ConfigReport` as a plain object. */
export interface ConfigReportRecord {
  /** Whose configuration it is. */
  kind: ConfigKind
  /** What it promises. */
  verdict: OriginVerdict
  /** The ways around. */
  bypasses: BypassKind[]
  /** 0 for `enforced` alone. */
  exitCode: number
  /** The sockets and the virtual hosts on them. */
  listeners: ConfigListener[]
  /** What is wrong, the gravest first. */
  findings: Finding[]
}

// The live probe of an origin.

/** A version of TLS that can be asked for. */
export type TlsVersion = 'TLSv1.2' | 'TLSv1.3'

/** An alert of TLS. */
export interface TlsAlert {
  /** Its number: 116 where a certificate is required. */
  code: number
  /** Its name in the registry of TLS alerts. */
  name: string
}

/** What one probe of an origin saw. */
export interface ProbeEvidence {
  /** How it was read: let in, kept out, no clear end, or nothing to be said. */
  reading: 'served' | 'refused' | 'unclear' | 'not-offered'
  /** Which probe: `no-certificate`, `self-signed`, … */
  probe: string
  /** The version of TLS; null without TLS. */
  version: TlsVersion | null
  /** Whether HTTP/2 was asked for. */
  http2: boolean
  /** Where the connection went. */
  address: string
  /** The subject of the certificate that was presented. */
  sent: string | null
  /** The server name sent in TLS. */
  serverName: string | null
  /** The host that the request asked for. */
  host: string
  /** What came back: `served`, `rejected-tls`, … */
  outcome: string
  /** The same with what belongs to it, for people. */
  detail: string
  /** In which phase: `hello`, `handshake`, `first-read`, `response`, … */
  phase: string
  /** The alert that came. */
  alert: TlsAlert | null
  /** The status of HTTP. */
  status: number | null
  /** Whether the server requested a client certificate; that alone means nothing. */
  requested: boolean
  /** The CAs that it named in its request; at most 32. */
  caNames: string[]
  /** How many it named. */
  caCount: number
  /** The application protocol agreed on. */
  alpn: string | null
  /** Whether the session was resumed. */
  resumed: boolean
  /** SHA-256 of the first 64 KiB of the body. */
  bodySha256: string | null
  /** How long it took. */
  elapsedMs: number
}

/** One probe that is to be made. */
export interface PlannedProbe {
  /** Which probe. */
  probe: string
  /** Where the connection goes. */
  address: string
  /** The version of TLS; null without TLS. */
  version: TlsVersion | null
  /** Whether HTTP/2 is asked for. */
  http2: boolean
  /** The server name sent in TLS. */
  serverName: string | null
  /** The host that the request asks for. */
  host: string
  /** How many connections it takes. */
  connections: number
}

/** A step of a probe. */
export type ProbeEvent =
  | { event: 'planned'; addresses: string[]; connections: number; probes: PlannedProbe[] }
  | { event: 'seen'; done: number; probes: number; evidence: Omit<ProbeEvidence, 'reading'> }
  | { event: 'judged'; verdict: OriginVerdict; bypasses: BypassKind[] }

/** A `ProbeReport` as a plain object. */
export interface ProbeReportRecord {
  /** The target, as it was named. */
  target: string
  /** The host that was asked for. */
  serverName: string
  /** The path that was asked for. */
  path: string
  /** The verdict. */
  verdict: OriginVerdict
  /** The ways around. */
  bypasses: BypassKind[]
  /** 0 for `enforced` alone. */
  exitCode: number
  /** What is wrong or unproved. */
  findings: Finding[]
  /** What each probe saw. */
  evidence: ProbeEvidence[]
  /** How many connections were begun. */
  connections: number
  /** How long the run took. */
  elapsedMs: number
}

// What a server presents.

/** Whether a server showed that it holds the key of its certificate: it did, it cannot be checked, or nothing was signed. */
export type KeyProof = 'proved' | 'unchecked' | 'none'

/** Under what a presented chain was judged: the caller's anchors, its own last certificate, or nothing. */
export type ChainTrust = 'given' | 'presented' | 'none'

/** Why there is no connection. */
export interface ServerFailure {
  /** In which phase it ended. */
  phase: 'connect' | 'handshake'
  /** The alert, where the server sent one. */
  alert: TlsAlert | null
  /** Whether the time limit was met. */
  timedOut: boolean
  /** What happened. */
  reason: string
}

/** What became of one version of TLS, asked for alone. */
export interface VersionReport {
  /** Which one. */
  version: TlsVersion
  /** Whether the handshake was done in it. */
  accepted: boolean
  /** The cipher suite. */
  cipherSuite: string | null
  /** The group of the key exchange. */
  keyExchangeGroup: string | null
  /** Why it was not. */
  failure: ServerFailure | null
}

/** What a server says of client certificates. */
export interface CertificateRequested {
  /** Whether it asked for one. That alone keeps nobody out. */
  requested: boolean
  /** The names of the CAs that it lists, at most 32. */
  caNames: string[]
  /** How many it lists. */
  caCount: number
  /** How it ended the connection when none was sent; null where it went on. */
  refusal: string | null
}

/** One certificate that a server sent. */
export interface PresentedCertificate {
  /** What it is in the chain. */
  role: 'leaf' | 'issuer' | 'root' | 'superfluous' | 'unreadable'
  /** Days until it ends, rounded down. */
  daysLeft: number | null
  /** What stands in it; null where it cannot be read. */
  info: CertificateInfo | null
  /** Why it cannot be read. */
  error: string | null
}

/** The chain that a server sent. */
export interface PresentedChain {
  /** How many certificates were sent. */
  count: number
  /** The certificates in the order sent, leaf first; of a longer chain the first 16. */
  certificates: PresentedCertificate[]
  /** The path from the leaf upwards by their positions, each signed by the next. */
  path: number[]
  /** The issuer that the end of the path names and the server did not send. */
  continuesTo: string | null
  /** Whether the path leads to a trust anchor; null without anchors. */
  complete: boolean | null
  /** What is wrong with the order and the set of the certificates. */
  findings: Finding[]
}

/** What a server answered first. */
export interface FirstAnswer {
  /** The path that was asked for. */
  path: string
  /** The status; null where no answer could be read. */
  status: number | null
  /** The words behind the status. */
  reason: string
  /** Where a redirect leads. */
  location: string | null
  /** Why there is no answer. */
  failure: string | null
}

/** A `ServerReport` as a plain object. */
export interface ServerReportRecord {
  /** Whom the caller named. */
  target: string
  /** The address that was connected to. */
  address: string
  /** The server name that was sent. */
  serverName: string | null
  /** The time that dates are judged for, RFC 3339. */
  at: string
  /** Why there is no connection. */
  failure: ServerFailure | null
  /** What was agreed on when both versions were offered. */
  version: TlsVersion | null
  /** By its name in the registry. */
  cipherSuite: string | null
  /** The group of the key exchange. */
  keyExchangeGroup: string | null
  /** The application protocol that was agreed on. */
  alpn: string | null
  /** Whether the server showed that it holds the key of its certificate. */
  keyProof: KeyProof
  /** What became of each version when it was asked for alone. */
  versions: VersionReport[]
  /** Whether the leaf is valid for the name or address. */
  nameMatches: boolean | null
  /** Days until the leaf ends. */
  daysLeft: number | null
  /** Whether an OCSP answer was stapled. */
  ocspStapled: boolean
  /** Whom the server asks for. */
  clientCertificate: CertificateRequested
  /** The chain as it was sent. */
  chain: PresentedChain | null
  /** Under what the two verdicts are. */
  trust: ChainTrust
  /** The verdict by the profile `server`. */
  server: ChainReportRecord | null
  /** The verdict by the profile `server-strict`. */
  serverStrict: ChainReportRecord | null
  /** The answer to the request, where one was sent. */
  answer: FirstAnswer | null
  /** What is wrong, the gravest first. */
  findings: Finding[]
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export interface CloudflareAccess {
  /** The team. */
  team: string
  /** The AUD tags of applications, of which a token must have one. */
  audiences: readonly string[]
  /** The client IDs of service tokens. */
  serviceTokens?: readonly string[]
}

export interface EgressApplication {
  /** Its name. */
  name: string
  /** Its client certificate in PEM. */
  certificate: Pem
  /** The key of it in PEM. */
  key: Pem
  /** Name of its Secret. */
  secret?: string
  /**
   * Its Deployment, which comes out with the annotations beside its own; without it `files` has a patch that
   * replaces them.
   */
  workload?: object
}

export interface EgressProxyRule {
  /** Its name in the log. */
  name?: string
  /** The namespace of the clients. */
  namespace: string
  /** Their service account; absent means all. */
  serviceAccount?: string
  /** Names, `*.` and a name, or addresses. */
  hosts: readonly string[]
  /** The ports. */
  ports: readonly number[]
  /** What is done. */
  action: 'allow' | 'inspect' | 'refuse'
}

export interface MeshApiServer {
  /** Its URL. */
  server: string
  /** Its CA in PEM. */
  ca: Pem
  /** A token that may read services. */
  token: Pem
}

export interface MeshCluster {
  /** Its name. */
  name: string
  /** Its trust domain: letters, digits and inner hyphens between dots, for Istio takes no `_`. */
  trustDomain: string
  /** Its network. */
  network?: string
  /** How the others reach its API server. */
  apiServer?: MeshApiServer
  /** Its CA, where it has one already, as the entries of a Secret `cacerts`. */
  cacerts?: Readonly<Record<string, Pem>>
}

export interface AwsPrivateCa {
  /** Its ARN. */
  arn: string
  /** The role by whose rights it is used. */
  role?: string
  /** Its certificate in PEM. */
  root: Pem
}

export interface MeshAccess {
  /** The cluster. */
  cluster: string
  /** The namespace. */
  namespace: string
  /** The name of the policy. */
  name?: string
  /** Labels of the workloads. */
  labels?: Readonly<Record<string, string>>
  /** The callers. */
  principals: readonly string[]
  /** The ports. */
  ports?: readonly number[]
}

export interface MeshIngress {
  /** The cluster. */
  cluster: string
  /** The hosts. */
  hosts: readonly string[]
  /** The server certificate in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** The CA of the clients in PEM. */
  clientCa?: Pem
  /** Name of the Gateway. */
  gateway?: string
  /** Namespace of its pods. */
  namespace?: string
  /** Labels of its pods. */
  selector?: Readonly<Record<string, string>>
  /** Its port. */
  port?: number
}

export interface RotationCluster {
  /** Its name. */
  name: string
  /** The trust domain of an issued CA. */
  trustDomain?: string
  /** Its CA as it is, as the entries of a Secret `cacerts`; absent where cert-manager gets it from AWS. */
  current?: Readonly<Record<string, Pem>>
  /** Its CA under the new root, as the entries of a Secret `cacerts`; absent where `root` issues it. */
  next?: Readonly<Record<string, Pem>>
}

export interface PathRoute {
  /** What the path begins with. */
  prefix: string
  /** The service. */
  service: string
  /** Its port. */
  port: number
}

export interface JwtPolicy {
  /** An Auth0 tenant by its domain, in place of `issuer` and `jwks_uri`. */
  auth0?: string
  /** The `iss` of the tokens, character by character. */
  issuer?: string
  /** Audiences of which a token must have one; at least one. */
  audiences: readonly string[]
  /** Where the issuer's keys are. */
  jwksUri?: string
  /** The keys themselves. */
  jwks?: string
}

export type OutsideService =
  | { mongodbAtlas: string; name?: string }
  | { confluentKafka: string; name?: string }
  | { name: string; hosts: readonly string[]; port: number }

export interface VirtualCluster {
  /** Its namespace. */
  namespace: string
  /** Its host, in place of `<namespace>.<domain>`. */
  host?: string
  /** Its routes. */
  routes?: readonly PathRoute[]
  /** Its tokens. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that it alone calls. */
  outside?: readonly OutsideService[]
}

export interface DnsMove {
  /** The zone. */
  zone: string
  /** The data of its SOA record, as it is served now. */
  soa: string
  /** The time to live of the SOA record, in seconds; 21600 unless given. */
  soaTtl?: number
  /** The time to live of the address records, in seconds; 300 unless given. */
  ttl?: number
  /** The addresses that the records hold now. */
  oldAddresses?: readonly string[]
  /** The addresses of the new load balancer. */
  newAddresses: readonly string[]
}

/** What `recipes.cloudflareOrigin` takes. */
export interface CloudflareOriginOptions {
  /** The hosts that the gateway answers for. */
  hosts: readonly string[]
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
  selector?: Readonly<Record<string, string>>
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
  /** Name of the Secret. */
  credential?: string
  /** Port of the gateway. */
  port?: number
  /**
   * Version of Big Bang, for values of its chart in place of manifests. What the chart has no value for is
   * refused.
   */
  bigBang?: string
  /** The clients' CA in the Secret of the certificate, or in one of its own. */
  secretForm?: 'together' | 'apart'
  /** Tokens of Cloudflare Access to demand of every request. */
  access?: CloudflareAccess
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** What `recipes.egressMtls` takes. */
export interface EgressMtlsOptions {
  /** The service outside of the mesh. */
  host: string
  /** Whose certificate it is shown: that of each workload, one at the egress gateway, or one for each application. */
  client: 'mesh' | 'gateway' | 'application'
  /** Name of the manifests. */
  name?: string
  /** Their namespace; not for `gateway`. */
  namespace?: string
  /** The service's addresses, or other names of it. */
  addresses?: readonly string[]
  /** The service's port. */
  port?: number
  /** The port that applications call in plain HTTP. */
  plainPort?: number
  /** The server name to ask for. */
  sni?: string
  /** Names of which the service's certificate must carry one. */
  subjectAltNames?: readonly string[]
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
  /** The CA of the service's certificate in PEM; not for `mesh`. */
  ca?: Pem
  /** The gateway's client certificate in PEM. */
  certificate?: Pem
  /** Its key in PEM. */
  key?: Pem
  /** Name of its Secret. */
  credential?: string
  /** Service of the egress gateway. */
  gateway?: string
  /** Namespace of the egress gateway. */
  gatewayNamespace?: string
  /** Labels of its pods. */
  selector?: Readonly<Record<string, string>>
  /** The applications, each with a certificate, for `application`. */
  applications?: readonly EgressApplication[]
  /** Where sidecars find their certificates. */
  mountPath?: string
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** What `recipes.egressProxy` takes. */
export interface EgressProxyOptions {
  /** The host that workloads name the proxy by. */
  host: string
  /** The SPIFFE ID that it shows. */
  identity: string
  /** Its IP addresses. */
  addresses: readonly string[]
  /** The port that workloads name; 3128 unless given. */
  port?: number
  /** The port that it listens on; 15443 unless given. */
  listen?: number
  /** Name of what is made for it. */
  name?: string
  /** Namespace of the same; that of its identity unless given. */
  namespace?: string
  /** The namespace of the control plane. */
  systemNamespace?: string
  /** The rules, in order: the first that fits decides. */
  rules: readonly EgressProxyRule[]
  /** Labels of its pods, where they have a sidecar in front of them; they run in the namespace of the identity. */
  pods?: Readonly<Record<string, string>>
}

/** What `recipes.multiClusterMesh` takes. */
export interface MultiClusterMeshOptions {
  /** The name of the mesh. */
  mesh: string
  /** The clusters. */
  clusters: readonly MeshCluster[]
  /** The CA that issues an intermediate for each cluster that has none, as the entries of a Secret `cacerts`. */
  root?: Readonly<Record<string, Pem>>
  /** A root in AWS Private CA instead. */
  awsPca?: AwsPrivateCa
  /** How many days an intermediate is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
  /** Namespaces in which plaintext stays allowed. */
  permissiveNamespaces?: readonly string[]
  /** Workloads that let in named callers alone. */
  access?: readonly MeshAccess[]
  /** Ways in for clients outside the mesh; with `client_ca` they must show a certificate. */
  ingress?: readonly MeshIngress[]
  /** The time of issue and for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

/** What `recipes.rootRotation` takes. */
export interface RootRotationOptions {
  /** The clusters, in the order in which they switch. */
  clusters: readonly RotationCluster[]
  /** The CA that issues what is missing, as the entries of a Secret `cacerts`. */
  root?: Readonly<Record<string, Pem>>
  /** The new root in AWS Private CA. */
  awsPca?: AwsPrivateCa
  /** Name of a Bundle of trust-manager to publish the roots by, too. */
  bundle?: string
  /** How many days an issued CA is valid; a year unless given. */
  intermediateDays?: number
  /** The namespace of the control plane. */
  systemNamespace?: string
}

/** What `recipes.virtualClusters` takes. */
export interface VirtualClustersOptions {
  /** The domain below which the hosts are. */
  domain: string
  /** Name of the manifests. */
  name?: string
  /** The environments; `dev`, `test` and `uat` unless given. */
  clusters?: readonly VirtualCluster[]
  /** Routes of every environment that has none of its own. */
  routes?: readonly PathRoute[]
  /** Tokens of every environment that says nothing else. */
  jwt?: JwtPolicy
  /** Services outside of the mesh that every environment calls. */
  outside?: readonly OutsideService[]
  /** The server certificate for all hosts in PEM. */
  certificate: Pem
  /** Its key in PEM. */
  key: Pem
  /** Name of the Secret. */
  credential?: string
  /** Namespace of the gateway's pods. */
  gatewayNamespace?: string
  /** Labels of its pods. */
  selector?: Readonly<Record<string, string>>
  /** Labels of the manifests. */
  labels?: Readonly<Record<string, string>>
  /** The revision of Istio that injects sidecars. */
  revision?: string
  /** Redirects plain HTTP to HTTPS; without it the port stays closed. */
  redirectHttp?: boolean
  /** The DNS records to move; `files` has the transaction. */
  dns?: DnsMove
  /** The time for which dates are judged, in seconds since 1970; without it they are not judged. */
  at?: number
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface AuthorizationProvider {
    /** The name of an extension provider of the mesh. */
    name?: string
  }
  export interface AuthorizationSource {
    /** Identities of peers as `<trust domain>/ns/<namespace>/sa/<service account>`, without `spiffe://`. */
    principals?: readonly string[]
    /** Identities of peers that do not match. */
    notPrincipals?: readonly string[]
    /** Identities of tokens as `<issuer>/<subject>`. */
    requestPrincipals?: readonly string[]
    /** Identities of tokens that do not match. */
    notRequestPrincipals?: readonly string[]
    /** Namespaces of peers. */
    namespaces?: readonly string[]
    /** Namespaces of peers that do not match. */
    notNamespaces?: readonly string[]
    /** Service accounts of peers, as `<name>` in the namespace of the policy or `<namespace>/<name>`; no `*`. */
    serviceAccounts?: readonly string[]
    /** Service accounts of peers that do not match. */
    notServiceAccounts?: readonly string[]
    /** Trust domains of peers. Not in every version of Istio. */
    trustDomains?: readonly string[]
    /** Trust domains of peers that do not match. */
    notTrustDomains?: readonly string[]
    /** Addresses (CIDR or single ones) of the peer of the connection. */
    ipBlocks?: readonly string[]
    /** Addresses of the peer that do not match. */
    notIpBlocks?: readonly string[]
    /** Addresses of the client as trusted proxies report it. */
    remoteIpBlocks?: readonly string[]
    /** Addresses of the client that do not match. */
    notRemoteIpBlocks?: readonly string[]
  }
  export interface AuthorizationFrom {
    /** The source. */
    source?: AuthorizationSource
  }
  export interface AuthorizationOperation {
    /** Hosts as the request names them, with the port where it does. */
    hosts?: readonly string[]
    /** Hosts that do not match. */
    notHosts?: readonly string[]
    /** Ports that the workload listens on (at a gateway: of its pods), as text. */
    ports?: readonly string[]
    /** Ports that do not match. */
    notPorts?: readonly string[]
    /** Methods in capitals; gRPC has `POST` alone. */
    methods?: readonly string[]
    /** Methods that do not match. */
    notMethods?: readonly string[]
    /** Paths without the query; `{*}` stands for one segment, `{**}` at the end for any. */
    paths?: readonly string[]
    /** Paths that do not match. */
    notPaths?: readonly string[]
  }
  export interface AuthorizationTo {
    /** The operation. */
    operation?: AuthorizationOperation
  }
  export interface AuthorizationCondition {
    /** The attribute: `source.ip`, `request.headers[<name>]`, `request.auth.claims[<name>]`, … */
    key?: string
    /** Values of which the attribute must have one. */
    values?: readonly string[]
    /** Values that the attribute must not have. */
    notValues?: readonly string[]
  }
  export interface AuthorizationRule {
    /** Who calls: one of these. Absent means anyone. */
    from?: readonly AuthorizationFrom[]
    /** What is called: one of these. Absent means anything. */
    to?: readonly AuthorizationTo[]
    /** What must hold besides: all of these. */
    when?: readonly AuthorizationCondition[]
  }
  /** What `resources.authorizationPolicy` takes. */
  export interface AuthorizationPolicyOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'security.istio.io/v1' | 'security.istio.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    selector?: WorkloadSelector
    /** The gateway or service that this is for. Write `targetRefs` instead. */
    targetRef?: PolicyTargetReference
    /** The gateways or services that this is for, at most 16. */
    targetRefs?: readonly PolicyTargetReference[]
    /** What happens to requests that a rule matches; absent is `ALLOW`. */
    action?: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM'
    /** Who decides, for `CUSTOM` alone. */
    provider?: AuthorizationProvider
    /** The rules, at most 512: one must match. Without any, none matches, so that `ALLOW` allows nothing. */
    rules?: readonly AuthorizationRule[]
  }
  /**
   * An AuthorizationPolicy of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function authorizationPolicy(options: AuthorizationPolicyOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.awsPcaClusterIssuer` takes. */
  export interface AwsPcaClusterIssuerOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'awspca.cert-manager.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The ARN of the CA. */
    arn?: string
    /** The region; absent leaves it to where the issuer runs. */
    region?: string
    /** An access key, where the issuer does not have a role of its own. */
    secretRef?: AwsCredentials
    /** The ARN of the role that the issuer takes. */
    role?: string
    /** The template of the certificates. */
    pcaTemplate?: AwsPcaTemplate
  }
  /**
   * An AWSPCAClusterIssuer of awspca.cert-manager.io/v1beta1. Throws `ResourceError`, whose `findings` say all
   * that is wrong.
   */
  export function awsPcaClusterIssuer(options: AwsPcaClusterIssuerOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.awsPcaIssuer` takes. */
  export interface AwsPcaIssuerOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'awspca.cert-manager.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The ARN of the CA. */
    arn?: string
    /** The region; absent leaves it to where the issuer runs. */
    region?: string
    /** An access key, where the issuer does not have a role of its own. */
    secretRef?: AwsCredentials
    /** The ARN of the role that the issuer takes. */
    role?: string
    /** The template of the certificates. */
    pcaTemplate?: AwsPcaTemplate
  }
  /**
   * An AWSPCAIssuer of awspca.cert-manager.io/v1beta1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function awsPcaIssuer(options: AwsPcaIssuerOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface AwsSecretKey {
    /** The Secret; not read. */
    name?: string
    /** The entry. */
    key?: string
    /** Whether it may be missing. */
    optional?: boolean
  }
  export interface AwsCredentials {
    /** The Secret. */
    name?: string
    /** Its namespace. */
    namespace?: string
    /** Where the ID of the key is; absent is the entry `AWS_ACCESS_KEY_ID`. */
    accessKeyIDSelector?: AwsSecretKey
    /** Where the key is; absent is the entry `AWS_SECRET_ACCESS_KEY`. */
    secretAccessKeySelector?: AwsSecretKey
  }
  export interface AwsPcaTemplate {
    /** Its name, such as `SubordinateCACertificate_PathLen0/V1`; absent lets the usages of each request decide. */
    defaultTemplateName?: string
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface PolicyTarget {
    /** Its API group; empty for core kinds. */
    group?: string
    /** Its kind. */
    kind?: string
    /** Its name. */
    name?: string
    /** The name of one port. */
    sectionName?: string
  }
  export interface BackendTlsName {
    /** Its type. */
    type?: 'Hostname' | 'URI'
    /** The DNS name. */
    hostname?: string
    /** The URI: a SPIFFE ID. */
    uri?: string
  }
  export interface BackendTlsValidation {
    /** ConfigMaps with `ca.crt`; Istio reads the first alone. */
    caCertificateRefs?: readonly ObjectRef[]
    /** `System` for the CAs of the public web, in place of them. */
    wellKnownCACertificates?: string
    /** The SNI, and the name in the certificate where `subjectAltNames` has none. */
    hostname?: string
    /** Names of which the certificate must carry one. */
    subjectAltNames?: readonly BackendTlsName[]
  }
  /** What `resources.backendTlsPolicy` takes. */
  export interface BackendTlsPolicyOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Services. */
    targetRefs?: readonly PolicyTarget[]
    /** What they must show. */
    validation?: BackendTlsValidation
    /** Settings of the implementation. */
    options?: Readonly<Record<string, string>>
  }
  /**
   * A BackendTLSPolicy of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function backendTlsPolicy(options: BackendTlsPolicyOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface BundleObject {
    /** Its name. */
    name?: string
    /** Its labels, in place of the name. */
    selector?: LabelSelector
    /** The entry. */
    key?: string
    /** Whether all entries are meant, in place of one. */
    includeAllKeys?: boolean
  }
  export interface BundleSource {
    /** ConfigMaps in the namespace of trust-manager. */
    configMap?: BundleObject
    /** Secrets in the namespace of trust-manager. */
    secret?: BundleObject
    /** Certificates in PEM. */
    inLine?: string
    /** Whether the CAs of the public web are in it. */
    useDefaultCAs?: boolean
  }
  export interface TargetObject {
    /** The entry with the certificates. */
    key?: string
    /** Labels and annotations of the object. */
    metadata?: TargetMetadata
  }
  export interface BundleTarget {
    /** A ConfigMap of the Bundle's name in each namespace. */
    configMap?: TargetObject
    /** A Secret of the Bundle's name in each namespace; trust-manager must be allowed to write it. */
    secret?: TargetObject
    /** Trust stores of Java beside it, kept as they are. */
    additionalFormats?: unknown
    /** The namespaces; absent means all. */
    namespaceSelector?: LabelSelector
  }
  /** What `resources.bundle` takes. */
  export interface BundleOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'trust.cert-manager.io/v1alpha1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Where certificates come from. */
    sources?: readonly BundleSource[]
    /** Where they are written. */
    target?: BundleTarget
  }
  /** A Bundle of trust.cert-manager.io/v1alpha1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function bundle(options: BundleOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface IssuerRef {
    /** The name of the issuer. */
    name?: string
    /** Its kind; absent is `Issuer`, in the namespace of the certificate. */
    kind?: string
    /** Its API group; absent is `cert-manager.io`. */
    group?: string
  }
  export interface CaIssuer {
    /** The Secret with `tls.crt` and `tls.key`. */
    secretName?: string
    /** URLs of CRLs that certificates name. */
    crlDistributionPoints?: readonly string[]
    /** URLs of OCSP that certificates name. */
    ocspServers?: readonly string[]
    /** URLs of the CA's certificate that certificates name. */
    issuingCertificateURLs?: readonly string[]
  }
  export interface SelfSignedIssuer {
    /** URLs of CRLs that certificates name. */
    crlDistributionPoints?: readonly string[]
  }
  export interface SecretKeyRef {
    /** The Secret. */
    name?: string
    /** The entry. */
    key?: string
  }
  export interface VaultIssuer {
    /** The URL of the server. */
    server?: string
    /** The name that its certificate must have, where it is not the host of the URL. */
    serverName?: string
    /** The path that signs: `pki/sign/role`. */
    path?: string
    /** The namespace in Vault. */
    namespace?: string
    /** How cert-manager logs in, kept as it is. */
    auth?: unknown
    /** The CA of the server: PEM in Base64. */
    caBundle?: string
    /** The same in a Secret. */
    caBundleSecretRef?: SecretKeyRef
    /** The certificate that cert-manager shows. */
    clientCertSecretRef?: SecretKeyRef
    /** Its key. */
    clientKeySecretRef?: SecretKeyRef
  }
  export interface AcmeIssuer {
    /** The URL of the directory. */
    server?: string
    /** A mail address for the account. */
    email?: string
    /** Where the key of the account is kept. */
    privateKeySecretRef?: SecretKeyRef
    /** How it is shown that a name is one's own; kept as it is. */
    solvers?: readonly unknown[]
    /** The chain that is preferred, by the name of its root. */
    preferredChain?: string
    /** The CA of the server: PEM in Base64. */
    caBundle?: string
    /** Whether the server's certificate is not checked. */
    skipTLSVerify?: boolean
    /** An account elsewhere that this one belongs to, kept as it is. */
    externalAccountBinding?: unknown
    /** Whether the key of the account must be there already. */
    disableAccountKeyGeneration?: boolean
    /** Whether a duration is asked of the server. */
    enableDurationFeature?: boolean
    /** The profile of the certificates. */
    profile?: string
    /** Where the time of renewal comes from. */
    renewalInformationSource?: string
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface CertificateRequestSpecFields {
    /** What else is known of who asks, as the API server wrote it. */
    extra?: Readonly<Record<string, readonly string[]>>
  }
  /** What `resources.certificateRequest` takes. */
  export interface CertificateRequestOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'cert-manager.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Who issues. */
    issuerRef?: IssuerRef
    /** The request (PKCS#10) in PEM, and that in Base64. */
    request?: string
    /** How long the certificate shall be valid, as Go writes it (`24h`). */
    duration?: string
    /** Whether it is a CA's certificate. */
    isCA?: boolean
    /** What its key may be used for. */
    usages?: readonly ('signing' | 'digital signature' | 'content commitment' | 'key encipherment' | 'key agreement' | 'data encipherment' | 'cert sign' | 'crl sign' | 'encipher only' | 'decipher only' | 'any' | 'server auth' | 'client auth' | 'code signing' | 'email protection' | 's/mime' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'timestamping' | 'ocsp signing' | 'microsoft sgc' | 'netscape sgc')[]
    /** Who asks, as the API server wrote it. */
    username?: string
    /** The identity of who asks, as the API server wrote it. */
    uid?: string
    /** The groups of who asks, as the API server wrote them. */
    groups?: readonly string[]
    /** Fields of the spec whose names are taken here. */
    spec?: CertificateRequestSpecFields
  }
  /** A CertificateRequest of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function certificateRequest(options: CertificateRequestOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface SecretTemplate {
    /** Labels. */
    labels?: Readonly<Record<string, string>>
    /** Annotations; those of cert-manager itself are not taken. */
    annotations?: Readonly<Record<string, string>>
  }
  export interface Subject {
    /** Organizations (`O`). */
    organizations?: readonly string[]
    /** Countries (`C`). */
    countries?: readonly string[]
    /** Organizational units (`OU`). */
    organizationalUnits?: readonly string[]
    /** Localities (`L`). */
    localities?: readonly string[]
    /** Provinces (`ST`). */
    provinces?: readonly string[]
    /** Street addresses. */
    streetAddresses?: readonly string[]
    /** Postal codes. */
    postalCodes?: readonly string[]
    /** The serial number in the subject. */
    serialNumber?: string
  }
  export interface CertificateKey {
    /** The algorithm; absent is `RSA`. */
    algorithm?: 'RSA' | 'ECDSA' | 'Ed25519'
    /** Its bits; absent is 2048 for RSA and 256 for ECDSA. */
    size?: number
    /** The form in which it is written; absent is `PKCS1`. */
    encoding?: 'PKCS1' | 'PKCS8'
    /** Whether a renewal makes a new key; absent is `Always`, before cert-manager 1.18 `Never`. */
    rotationPolicy?: 'Never' | 'Always'
  }
  export interface PermittedNames {
    /** DNS domains. */
    dnsDomains?: readonly string[]
    /** CIDRs. */
    ipRanges?: readonly string[]
    /** Mail addresses or their hosts. */
    emailAddresses?: readonly string[]
    /** Hosts of URIs: the trust domain of SPIFFE IDs. */
    uriDomains?: readonly string[]
  }
  export interface NameConstraints {
    /** Whether those who do not understand the extension must refuse. */
    critical?: boolean
    /** Names that are allowed. */
    permitted?: PermittedNames
    /** Names that are not. */
    excluded?: PermittedNames
  }
  /** What `resources.certificate` takes. */
  export interface CertificateOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'cert-manager.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Secret that is written, in the namespace of the Certificate. */
    secretName?: string
    /** Labels and annotations of that Secret. */
    secretTemplate?: SecretTemplate
    /** Who issues. */
    issuerRef?: IssuerRef
    /** The common name; peers look at it only where there is no other name. */
    commonName?: string
    /** The rest of the subject. */
    subject?: Subject
    /** The whole subject as text (RFC 4514), in place of the two. */
    literalSubject?: string
    /** DNS names. */
    dnsNames?: readonly string[]
    /** IP addresses. */
    ipAddresses?: readonly string[]
    /** URIs: a SPIFFE ID stands here. */
    uris?: readonly string[]
    /** Mail addresses. */
    emailAddresses?: readonly string[]
    /** Names of other types, kept as they are. */
    otherNames?: unknown
    /** How long it is valid, as Go writes it (`2160h`); absent is 90 days. At least `1h`. */
    duration?: string
    /** How long before its end it is renewed (`360h`); absent is a third of its life. At least `5m`. */
    renewBefore?: string
    /** The same in percent of its life. */
    renewBeforePercentage?: number
    /** When it may be renewed, kept as it is. */
    renewal?: unknown
    /** Whether it is a CA's certificate. */
    isCA?: boolean
    /** What its key may be used for; absent is `digital signature` and `key encipherment`. */
    usages?: readonly ('signing' | 'digital signature' | 'content commitment' | 'key encipherment' | 'key agreement' | 'data encipherment' | 'cert sign' | 'crl sign' | 'encipher only' | 'decipher only' | 'any' | 'server auth' | 'client auth' | 'code signing' | 'email protection' | 's/mime' | 'ipsec end system' | 'ipsec tunnel' | 'ipsec user' | 'timestamping' | 'ocsp signing' | 'microsoft sgc' | 'netscape sgc')[]
    /** The key. */
    privateKey?: CertificateKey
    /** By which algorithm the request is signed. */
    signatureAlgorithm?: 'SHA256WithRSA' | 'SHA384WithRSA' | 'SHA512WithRSA' | 'ECDSAWithSHA256' | 'ECDSAWithSHA384' | 'ECDSAWithSHA512' | 'PureEd25519'
    /** Whether the request itself names the usages; absent means that it does. */
    encodeUsagesInRequest?: boolean
    /** How many former requests are kept. */
    revisionHistoryLimit?: number
    /** Key stores in the Secret, kept as they are. */
    keystores?: unknown
    /** Other forms of the same in the Secret, kept as they are. */
    additionalOutputFormats?: unknown
    /** The names for which a CA may issue. */
    nameConstraints?: NameConstraints
  }
  /** A Certificate of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function certificate(options: CertificateOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ClusterBundleSource {
    /** Which of the two. */
    kind?: 'ConfigMap' | 'Secret'
    /** Its name. */
    name?: string
    /** Its labels, in place of the name. */
    selector?: LabelSelector
    /** The entry; `*` stands for any characters. */
    key?: string
  }
  export interface DefaultAuthorities {
    /** Where they come from. */
    provider?: 'System' | 'Disabled'
  }
  export interface ClusterBundleFile {
    /** Its name. */
    key?: string
    /** Its form; absent is `PEM`. */
    format?: 'PEM' | 'PKCS12'
    /** The password, for `PKCS12` alone. */
    password?: string
    /** The profile (`LegacyRC2`, `LegacyDES`, `Modern2023`), for `PKCS12` alone. */
    profile?: string
  }
  export interface ClusterBundleTargetObject {
    /** Its entries. */
    data?: readonly ClusterBundleFile[]
    /** Labels and annotations of the object. */
    metadata?: TargetMetadata
  }
  export interface ClusterBundleTarget {
    /** A ConfigMap of the bundle's name in each namespace. */
    configMap?: ClusterBundleTargetObject
    /** A Secret of the bundle's name in each namespace. */
    secret?: ClusterBundleTargetObject
    /** The namespaces; absent means all. */
    namespaceSelector?: LabelSelector
  }
  /** What `resources.clusterBundle` takes. */
  export interface ClusterBundleOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'trust-manager.io/v1alpha2'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** ConfigMaps and Secrets with certificates. */
    sourceRefs?: readonly ClusterBundleSource[]
    /** Whether the CAs of the public web are in it. */
    defaultCAs?: DefaultAuthorities
    /** Certificates in PEM. */
    inLineCAs?: string
    /** Where they are written. */
    target?: ClusterBundleTarget
  }
  /** A ClusterBundle of trust-manager.io/v1alpha2. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function clusterBundle(options: ClusterBundleOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.clusterIssuer` takes. */
  export interface ClusterIssuerOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'cert-manager.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** By the key of a CA in a Secret. */
    ca?: CaIssuer
    /** By the certificate's own key. */
    selfSigned?: SelfSignedIssuer
    /** By HashiCorp Vault. */
    vault?: VaultIssuer
    /** By ACME: public certificates. */
    acme?: AcmeIssuer
    /** By CyberArk (Venafi), kept as it is. */
    venafi?: unknown
  }
  /** A ClusterIssuer of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function clusterIssuer(options: ClusterIssuerOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.configMap` takes. */
  export interface ConfigMapOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Whether changes are refused. */
    immutable?: boolean
    /** The entries that are text. */
    data?: Readonly<Record<string, string>>
    /** The entries that are bytes, in Base64. */
    binaryData?: Readonly<Record<string, string>>
  }
  /** A ConfigMap of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function configMap(options: ConfigMapOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface JobSpec {
    /** How many pods run at once. */
    parallelism?: number
    /** How many pods must succeed. */
    completions?: number
    /** Whether each pod has a number of its own. */
    completionMode?: string
    /** How long it may take, in seconds. */
    activeDeadlineSeconds?: number
    /** How often it is tried again. */
    backoffLimit?: number
    /** How often each number is tried again. */
    backoffLimitPerIndex?: number
    /** How many numbers may fail. */
    maxFailedIndexes?: number
    /** What a failure means, kept as it is. */
    podFailurePolicy?: unknown
    /** When it has succeeded, kept as it is. */
    successPolicy?: unknown
    /** When a pod is replaced. */
    podReplacementPolicy?: string
    /** The labels of its pods; the API server writes them unless `manualSelector` is set. */
    selector?: LabelSelector
    /** Whether the author writes `selector`. */
    manualSelector?: boolean
    /** Its pods. */
    template?: PodTemplate
    /** How long it is kept after its end, in seconds. */
    ttlSecondsAfterFinished?: number
    /** Whether it waits. */
    suspend?: boolean
    /** The controller in charge. */
    managedBy?: string
  }
  export interface JobTemplate {
    /** Labels and annotations of the jobs. */
    metadata?: ObjectMeta
    /** What they run. */
    spec?: JobSpec
  }
  /** What `resources.cronJob` takes. */
  export interface CronJobOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'batch/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** When, as five fields of cron. */
    schedule?: string
    /** The time zone of `schedule`. */
    timeZone?: string
    /** How late it may start, in seconds. */
    startingDeadlineSeconds?: number
    /** Whether one may begin while another runs. */
    concurrencyPolicy?: string
    /** Whether it waits. */
    suspend?: boolean
    /** The jobs. */
    jobTemplate?: JobTemplate
    /** How many that succeeded are kept. */
    successfulJobsHistoryLimit?: number
    /** How many that failed are kept. */
    failedJobsHistoryLimit?: number
  }
  /** A CronJob of batch/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function cronJob(options: CronJobOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.daemonSet` takes. */
  export interface DaemonSetOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'apps/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The labels of its pods. */
    selector?: LabelSelector
    /** Its pods. */
    template?: PodTemplate
    /** How pods are replaced, kept as it is. */
    updateStrategy?: unknown
    /** How long a pod must be ready to count, in seconds. */
    minReadySeconds?: number
    /** How many former versions are kept. */
    revisionHistoryLimit?: number
  }
  /** A DaemonSet of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function daemonSet(options: DaemonSetOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.deployment` takes. */
  export interface DeploymentOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'apps/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** How many pods; absent is 1. */
    replicas?: number
    /** The labels of its pods. */
    selector?: LabelSelector
    /** Its pods. */
    template?: PodTemplate
    /** How pods are replaced, kept as it is. */
    strategy?: unknown
    /** How long a pod must be ready to count, in seconds. */
    minReadySeconds?: number
    /** How many former versions are kept. */
    revisionHistoryLimit?: number
    /** Whether changes wait. */
    paused?: boolean
    /** How long a change may take, in seconds. */
    progressDeadlineSeconds?: number
  }
  /** A Deployment of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function deployment(options: DeploymentOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ClientTls {
    /** Whether and how TLS is spoken. */
    mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL'
    /** File with the client's certificate. */
    clientCertificate?: string
    /** File with the client's key. */
    privateKey?: string
    /** File with the CA of the server; absent means the system's CAs. */
    caCertificates?: string
    /** File with the CRL of that CA. */
    caCrl?: string
    /**
     * The Secret with certificate, key and CA, in the namespace of the client's pods, or `configmap://` with
     * namespace and name for a CA alone. Gateways use it; sidecars only where a workloadSelector names them.
     */
    credentialName?: string
    /** Takes server certificates of any CA and any name. */
    insecureSkipVerify?: boolean
    /** Names of which the server's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** The SNI that is sent; absent means the host of the request (HTTP alone). */
    sni?: string
  }
  export interface PortTrafficPolicy {
    /** The port of the service. */
    port?: PortSelector
    /** How endpoints are chosen, kept as it is. */
    loadBalancer?: object
    /** Limits of connections, kept as they are. */
    connectionPool?: object
    /** When endpoints are taken out, kept as it is. */
    outlierDetection?: object
    /** The client's side of TLS; absent means the mesh's automatic mutual TLS, whatever the policy around says. */
    tls?: ClientTls
  }
  export interface TunnelSettings {
    /** `CONNECT` (what absent means) or `POST`. */
    protocol?: string
    /** The host to which the proxy connects, a whole domain name or an IP address. */
    targetHost?: string
    /** The port to which the proxy connects, 1 to 65535. */
    targetPort?: number
  }
  export interface ProxyProtocol {
    /** Its version; absent is `V1`. */
    version?: 'V1' | 'V2'
  }
  export interface TrafficPolicy {
    /** How endpoints are chosen, kept as it is. */
    loadBalancer?: object
    /** Limits of connections, kept as they are. */
    connectionPool?: object
    /** When endpoints are taken out, kept as it is. */
    outlierDetection?: object
    /** The client's side of TLS; absent means the mesh's automatic mutual TLS where the endpoint has it. */
    tls?: ClientTls
    /**
     * Settings of single ports. Such an entry takes the place of the policy around it: without `tls` of its own it
     * has none.
     */
    portLevelSettings?: readonly PortTrafficPolicy[]
    /** A proxy through which TCP and TLS go on. */
    tunnel?: TunnelSettings
    /** The PROXY protocol, to tell the endpoint of the client's address. */
    proxyProtocol?: ProxyProtocol
    /** How many retries there may be at a time, kept as it is. */
    retryBudget?: object
  }
  export interface Subset {
    /** The name by which routes refer to it. */
    name?: string
    /** The labels of its endpoints; absent means all. */
    labels?: Readonly<Record<string, string>>
    /** How it is reached, where that differs from the host. */
    trafficPolicy?: TrafficPolicy
  }
  /** What `resources.destinationRule` takes. */
  export interface DestinationRuleOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The host of the services that are reached: `cart.shop.svc.cluster.local`, `*.shop.example`. A short name is
     * completed by the namespace of the rule, not of the client.
     */
    host?: string
    /** The clients, by the labels of their pods, in the namespace of the rule; absent means all that see the rule. */
    workloadSelector?: WorkloadSelector
    /** How every port of the host is reached. */
    trafficPolicy?: TrafficPolicy
    /** Parts of the host's endpoints, for routes to name. */
    subsets?: readonly Subset[]
    /**
     * The namespaces whose clients see the rule: names, `.` (its own) or `*` (all); absent means what the mesh
     * sets, by default all.
     */
    exportTo?: readonly string[]
  }
  /** A DestinationRule of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function destinationRule(options: DestinationRuleOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.gatewayClass` takes. */
  export interface GatewayClassOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The controller: a domain and a path, such as `istio.io/gateway-controller`. */
    controllerName?: string
    /** Further settings. */
    parametersRef?: ObjectRef
    /** What it is for. */
    description?: string
  }
  /**
   * A GatewayClass of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function gatewayClass(options: GatewayClassOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ObjectRef {
    /** Its API group; empty for core kinds. */
    group?: string
    /** Its kind. */
    kind?: string
    /** Its name. */
    name?: string
    /** Its namespace; another one than here needs a `ReferenceGrant` there. */
    namespace?: string
  }
  export interface ParentRef {
    /** Its API group; absent is that of the Gateway API. */
    group?: string
    /** Its kind; absent is `Gateway`. */
    kind?: string
    /** Its namespace; absent is that of the route. */
    namespace?: string
    /** Its name. */
    name?: string
    /** The name of one listener. */
    sectionName?: string
    /** The port of listeners. */
    port?: number
  }
  export interface HttpHeaderMatch {
    /** How the value is compared; absent is `Exact`. */
    type?: 'Exact' | 'RegularExpression'
    /** The name. */
    name?: string
    /** The value. */
    value?: string
  }
  export interface RouteFilter {
    /** What is done. */
    type?: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'CORS' | 'ExternalAuth' | 'ExtensionRef'
    /** Headers of requests, kept as they are. */
    requestHeaderModifier?: unknown
    /** Headers of responses, kept as they are. */
    responseHeaderModifier?: unknown
    /** Where copies of requests go, kept as it is. */
    requestMirror?: unknown
    /** Where clients are sent, kept as it is. */
    requestRedirect?: unknown
    /** What becomes of host and path, kept as it is. */
    urlRewrite?: unknown
    /** Which other sites may call, kept as it is. */
    cors?: unknown
    /** Who is asked whether a request may pass, kept as it is. */
    externalAuth?: unknown
    /** A filter of the implementation, kept as it is. */
    extensionRef?: unknown
  }
  export interface BackendRef {
    /** Its API group; absent means core kinds. */
    group?: string
    /** Its kind; absent is `Service`. */
    kind?: string
    /** Its name. */
    name?: string
    /** Its namespace; another one than the route's needs a `ReferenceGrant` there. */
    namespace?: string
    /** The port of the Service. */
    port?: number
    /** The share of this one among all; absent is 1. */
    weight?: number
    /** What is done with requests that go here. */
    filters?: readonly RouteFilter[]
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface Server {
    /** Its number. */
    port: number
    /** `HTTPS` unless given, `HTTP` where it redirects. */
    protocol?: string
    /** Its name. */
    name?: string
    /** The hosts. */
    hosts: readonly string[]
    /** What is done with TLS. */
    mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
    /** The Secret with certificate and key. */
    credentialName?: string
    /** The credential with the CA of the clients. */
    caCredentialName?: string
    /** Names of which the client's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** Lowest version of TLS. */
    minVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Cipher suites. */
    cipherSuites?: readonly string[]
    /** Redirects to HTTPS. */
    redirectToHttps?: boolean
  }
  /** What `resources.gateway` takes. */
  export interface GatewayOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Labels of the gateway's pods. */
    selector?: Readonly<Record<string, string>>
    /** The ports. */
    servers: readonly Server[]
  }
  /** A Gateway of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function gateway(options: GatewayOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface GrpcMethodMatch {
    /** How the names are compared; absent is `Exact`. */
    type?: 'Exact' | 'RegularExpression'
    /** The service, with its package; absent means all. */
    service?: string
    /** The method; absent means all. */
    method?: string
  }
  export interface GrpcRouteMatch {
    /** Their method. */
    method?: GrpcMethodMatch
    /** Their metadata. */
    headers?: readonly HttpHeaderMatch[]
  }
  export interface GrpcRouteRule {
    /** Its name. */
    name?: string
    /** The calls; absent means all. */
    matches?: readonly GrpcRouteMatch[]
    /** What is done with them. */
    filters?: readonly RouteFilter[]
    /** Where they go. */
    backendRefs?: readonly BackendRef[]
    /** Whether a client keeps its pod, kept as it is. */
    sessionPersistence?: unknown
  }
  /** What `resources.grpcRoute` takes. */
  export interface GrpcRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Gateways that it attaches to. */
    parentRefs?: readonly ParentRef[]
    /** Whether it attaches to default Gateways. */
    useDefaultGateways?: string
    /** The hosts; absent means those of the listeners. */
    hostnames?: readonly string[]
    /** The rules. */
    rules?: readonly GrpcRouteRule[]
  }
  /** A GRPCRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function grpcRoute(options: GrpcRouteOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface HttpPathMatch {
    /** How it is compared; absent is `PathPrefix`. */
    type?: 'Exact' | 'PathPrefix' | 'RegularExpression'
    /** The path; absent is `/`. */
    value?: string
  }
  export interface HttpRouteMatch {
    /** Their path; absent means all. */
    path?: HttpPathMatch
    /** Their headers. */
    headers?: readonly HttpHeaderMatch[]
    /** Their parameters. */
    queryParams?: readonly HttpHeaderMatch[]
    /** Their method. */
    method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH'
  }
  export interface HttpRouteRule {
    /** Its name. */
    name?: string
    /** The requests; absent means all. */
    matches?: readonly HttpRouteMatch[]
    /** What is done with them. */
    filters?: readonly RouteFilter[]
    /** Where they go. */
    backendRefs?: readonly BackendRef[]
    /** How long they may take, kept as it is. */
    timeouts?: unknown
    /** When they are tried again, kept as it is. */
    retry?: unknown
    /** Whether a client keeps its pod, kept as it is. */
    sessionPersistence?: unknown
  }
  /** What `resources.httpRoute` takes. */
  export interface HttpRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Gateways that it attaches to. */
    parentRefs?: readonly ParentRef[]
    /** Whether it attaches to default Gateways. */
    useDefaultGateways?: string
    /** The hosts; absent means those of the listeners. */
    hostnames?: readonly string[]
    /** The rules. */
    rules?: readonly HttpRouteRule[]
  }
  /** A HTTPRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function httpRoute(options: HttpRouteOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.issuer` takes. */
  export interface IssuerOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'cert-manager.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** By the key of a CA in a Secret. */
    ca?: CaIssuer
    /** By the certificate's own key. */
    selfSigned?: SelfSignedIssuer
    /** By HashiCorp Vault. */
    vault?: VaultIssuer
    /** By ACME: public certificates. */
    acme?: AcmeIssuer
    /** By CyberArk (Venafi), kept as it is. */
    venafi?: unknown
  }
  /** An Issuer of cert-manager.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function issuer(options: IssuerOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.job` takes. */
  export interface JobOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'batch/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** How many pods run at once. */
    parallelism?: number
    /** How many pods must succeed. */
    completions?: number
    /** Whether each pod has a number of its own. */
    completionMode?: string
    /** How long it may take, in seconds. */
    activeDeadlineSeconds?: number
    /** How often it is tried again. */
    backoffLimit?: number
    /** How often each number is tried again. */
    backoffLimitPerIndex?: number
    /** How many numbers may fail. */
    maxFailedIndexes?: number
    /** What a failure means, kept as it is. */
    podFailurePolicy?: unknown
    /** When it has succeeded, kept as it is. */
    successPolicy?: unknown
    /** When a pod is replaced. */
    podReplacementPolicy?: string
    /** The labels of its pods; the API server writes them unless `manualSelector` is set. */
    selector?: LabelSelector
    /** Whether the author writes `selector`. */
    manualSelector?: boolean
    /** Its pods. */
    template?: PodTemplate
    /** How long it is kept after its end, in seconds. */
    ttlSecondsAfterFinished?: number
    /** Whether it waits. */
    suspend?: boolean
    /** The controller in charge. */
    managedBy?: string
  }
  /** A Job of batch/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function job(options: JobOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ListenerTls {
    /** Whether TLS ends here; absent is `Terminate`. */
    mode?: 'Terminate' | 'Passthrough'
    /** Secrets with certificate and key; Istio takes two at most. */
    certificateRefs?: readonly ObjectRef[]
    /**
     * Settings of the implementation. Istio reads `gateway.istio.io/tls-terminate-mode` (`MUTUAL`,
     * `OPTIONAL_MUTUAL`, `ISTIO_SIMPLE`, `ISTIO_MUTUAL`) and `gateway.istio.io/tls-cipher-suites`.
     */
    options?: Readonly<Record<string, string>>
  }
  export interface RouteNamespaces {
    /** Which; absent is `Same`. */
    from?: 'All' | 'Selector' | 'Same'
    /** Their labels, for `Selector`. */
    selector?: LabelSelector
  }
  export interface RouteKind {
    /** Its API group; absent is that of the Gateway API. */
    group?: string
    /** The kind. */
    kind?: string
  }
  export interface AllowedRoutes {
    /** Their namespaces. */
    namespaces?: RouteNamespaces
    /** Their kinds. */
    kinds?: readonly RouteKind[]
  }
  export interface Listener {
    /** Its name, unique in the Gateway. */
    name?: string
    /** The host for which it is; absent means all. */
    hostname?: string
    /** The port. */
    port?: number
    /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or one with a domain before it. */
    protocol?: string
    /** How TLS is ended. */
    tls?: ListenerTls
    /** The routes that may attach; absent means those of the Gateway's namespace. */
    allowedRoutes?: AllowedRoutes
  }
  export interface GatewayInfrastructure {
    /** Labels. */
    labels?: Readonly<Record<string, string>>
    /** Annotations. */
    annotations?: Readonly<Record<string, string>>
    /** Further settings of the class. */
    parametersRef?: ObjectRef
  }
  export interface GatewayBackendTls {
    /** The Secret with its client certificate and key. */
    clientCertificateRef?: ObjectRef
  }
  export interface FrontendValidation {
    /** ConfigMaps with `ca.crt`; Istio takes one, and Secrets too. */
    caCertificateRefs?: readonly ObjectRef[]
    /** Whether a client without a certificate that stands the check is refused; absent is `AllowValidOnly`. */
    mode?: 'AllowValidOnly' | 'AllowInsecureFallback'
  }
  export interface FrontendTlsConfig {
    /** How client certificates are checked; absent means that none is asked for. */
    validation?: FrontendValidation
  }
  export interface FrontendPort {
    /** The port of a listener. */
    port?: number
    /** What holds there. */
    tls?: FrontendTlsConfig
  }
  export interface FrontendTls {
    /** On ports for which nothing else is said. */
    default?: FrontendTlsConfig
    /** On single ports. */
    perPort?: readonly FrontendPort[]
  }
  export interface GatewayTls {
    /** Towards backends. */
    backend?: GatewayBackendTls
    /** Towards clients. */
    frontend?: FrontendTls
  }
  /** What `resources.kubernetesGateway` takes. */
  export interface KubernetesGatewayOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The class, which says whose gateway it is: `istio`, `istio-waypoint`. */
    gatewayClassName?: string
    /** The ports that it opens. */
    listeners?: readonly Listener[]
    /** Addresses that are asked for, kept as they are. */
    addresses?: unknown
    /** Labels and annotations of what is made for it. */
    infrastructure?: GatewayInfrastructure
    /** Who may add listeners by a `ListenerSet`, kept as it is. */
    allowedListeners?: unknown
    /** Certificates of clients, and its own towards backends. */
    tls?: GatewayTls
    /** Whether it is a default for routes that name none. */
    defaultScope?: string
  }
  /** A Gateway of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function kubernetesGateway(options: KubernetesGatewayOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.namespace` takes. */
  export interface NamespaceOptions {
    /** Name of the object. */
    name: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Finalizers that must be gone before it ends. */
    finalizers?: readonly string[]
  }
  /** A Namespace of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function namespace(options: NamespaceOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface PortSelector {
    /** The number of the service's port, 1 to 65535. */
    number?: number
  }
  export interface WorkloadEntrySpec {
    /**
     * An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
     * where a `network` is given: the workload is then reached by that network's gateway.
     */
    address?: string
    /** Where the workload listens, by the names of the service's ports; absent names are the port of the service. */
    ports?: Readonly<Record<string, number>>
    /** Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS. */
    labels?: Readonly<Record<string, string>>
    /** The network that it stands in; absent means the one of the caller. */
    network?: string
    /** Where it stands, as `region/zone/subzone`. */
    locality?: string
    /** Its share of the load; absent means that of the others. */
    weight?: number
    /**
     * The service account whose identity it carries, of the namespace that this stands in. With it callers speak
     * mutual TLS to the workload and look for this identity.
     */
    serviceAccount?: string
  }
  export interface WorkloadLabels {
    /** The labels that a workload must all carry. */
    labels?: Readonly<Record<string, string>>
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface WorkloadSelector {
    /** The labels that a workload's pods must all carry. */
    matchLabels?: Readonly<Record<string, string>>
  }
  export interface PolicyTargetReference {
    /** The API group; absent or empty is the core group of a `Service`. */
    group?: string
    /** `Gateway`, `GatewayClass`, `Service` or `ServiceEntry`. */
    kind?: string
    /** The name. */
    name?: string
    /** Must be absent: the object stands in the namespace of the policy. */
    namespace?: string
  }
  export interface LabelRequirement {
    /** The key of the label. */
    key?: string
    /** What must hold. */
    operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
    /** The values for `In` and `NotIn`. */
    values?: readonly string[]
  }
  export interface LabelSelector {
    /** Labels that an object must carry. */
    matchLabels?: Readonly<Record<string, string>>
    /** Conditions on labels. */
    matchExpressions?: readonly LabelRequirement[]
  }
  export interface TargetMetadata {
    /** Annotations. */
    annotations?: Readonly<Record<string, string>>
    /** Labels. */
    labels?: Readonly<Record<string, string>>
  }
  export interface ObjectMeta {
    /** The name. */
    name?: string
    /** The beginning of a name that the API server completes. */
    generateName?: string
    /** The namespace; absent for cluster-wide kinds and where the applying side chooses. */
    namespace?: string
    /** Labels. */
    labels?: Readonly<Record<string, string>>
    /** Annotations. */
    annotations?: Readonly<Record<string, string>>
    /** When the object was created, as the API server wrote it. */
    creationTimestamp?: string
    /** Owners, kept as they are. */
    ownerReferences?: unknown
    /** Finalizers. */
    finalizers?: readonly string[]
    /** A counter of the API server. */
    resourceVersion?: string
    /** The object's identity in the cluster. */
    uid?: string
    /** A counter of changes. */
    generation?: number
    /** When a deletion was asked for. */
    deletionTimestamp?: string
    /** How long a deletion may take, in seconds. */
    deletionGracePeriodSeconds?: number
    /** A link of former versions. */
    selfLink?: string
    /** Who set which field, kept as it is. */
    managedFields?: unknown
  }
  export interface ContainerPort {
    /** Its name, by which Services can mean it: at most 15 characters. */
    name?: string
    /** The number. */
    containerPort?: number
    /** The protocol of the transport; absent is `TCP`. */
    protocol?: 'TCP' | 'UDP' | 'SCTP'
    /** The port of the node that leads here. */
    hostPort?: number
    /** The address of the node that leads here. */
    hostIP?: string
  }
  export interface EnvVar {
    /** Its name. */
    name?: string
    /** Its value. */
    value?: string
    /** Where the value comes from, kept as it is. */
    valueFrom?: unknown
  }
  export interface VolumeMount {
    /** The name of the volume. */
    name?: string
    /** The path where it appears. */
    mountPath?: string
    /** Whether nothing can be written to it. */
    readOnly?: boolean
    /** Whether that holds for what is mounted below, too. */
    recursiveReadOnly?: string
    /** The path in the volume. */
    subPath?: string
    /** The path in the volume, with environment variables in it. */
    subPathExpr?: string
    /** Whether later mounts are seen. */
    mountPropagation?: string
  }
  export interface Container {
    /** Its name, unique in the pod. */
    name?: string
    /** The image. */
    image?: string
    /** When the image is pulled. */
    imagePullPolicy?: string
    /** The program, in place of the image's own. */
    command?: readonly string[]
    /** Its arguments. */
    args?: readonly string[]
    /** The directory that it starts in. */
    workingDir?: string
    /** The ports on which it listens. */
    ports?: readonly ContainerPort[]
    /** Sources of environment variables, kept as they are. */
    envFrom?: unknown
    /** Environment variables. */
    env?: readonly EnvVar[]
    /** What it needs and may use, kept as it is. */
    resources?: unknown
    /** How a change of that is carried out, kept as it is. */
    resizePolicy?: unknown
    /** `Always` makes an init container run beside the others. */
    restartPolicy?: string
    /** When it is started anew, by how it ended; kept as it is. */
    restartPolicyRules?: unknown
    /** Volumes in its file system. */
    volumeMounts?: readonly VolumeMount[]
    /** Volumes as devices, kept as they are. */
    volumeDevices?: unknown
    /** Whether it lives, kept as it is. */
    livenessProbe?: unknown
    /** Whether it can be called, kept as it is. */
    readinessProbe?: unknown
    /** Whether it has started, kept as it is. */
    startupProbe?: unknown
    /** What is done at its start and end, kept as it is. */
    lifecycle?: unknown
    /** The file with its last words. */
    terminationMessagePath?: string
    /** Where its last words come from. */
    terminationMessagePolicy?: string
    /** User, group and rights, kept as they are. */
    securityContext?: unknown
    /** Whether its input is kept open. */
    stdin?: boolean
    /** Whether its input ends with the first who writes to it. */
    stdinOnce?: boolean
    /** Whether it has a terminal. */
    tty?: boolean
  }
  export interface SecretVolume {
    /** The Secret, in the namespace of the pod. */
    secretName?: string
    /** Which entries, under which paths; kept as they are. Absent means all. */
    items?: unknown
    /** The mode of the files: 420 is `0644`. */
    defaultMode?: number
    /** Whether the pod starts without the Secret. */
    optional?: boolean
  }
  export interface ConfigMapVolume {
    /** The ConfigMap, in the namespace of the pod. */
    name?: string
    /** Which entries, under which paths; kept as they are. Absent means all. */
    items?: unknown
    /** The mode of the files: 420 is `0644`. */
    defaultMode?: number
    /** Whether the pod starts without the ConfigMap. */
    optional?: boolean
  }
  export interface Volume {
    /** Its name. */
    name?: string
    /** The entries of a Secret as files. */
    secret?: SecretVolume
    /** The entries of a ConfigMap as files. */
    configMap?: ConfigMapVolume
    /** Several sources in one directory, kept as they are. */
    projected?: unknown
    /** A driver's volume, such as `csi.cert-manager.io` or `csi.spiffe.io`; kept as it is. */
    csi?: unknown
    /** An empty directory, kept as it is. */
    emptyDir?: unknown
    /** A directory of the node, kept as it is. */
    hostPath?: unknown
    /** A claim of storage, kept as it is. */
    persistentVolumeClaim?: unknown
    /** A claim of storage that lives as long as the pod, kept as it is. */
    ephemeral?: unknown
    /** What the pod knows of itself, kept as it is. */
    downwardAPI?: unknown
    /** The files of an image, kept as it is. */
    image?: unknown
    /** NFS, kept as it is. */
    nfs?: unknown
    /** iSCSI, kept as it is. */
    iscsi?: unknown
    /** Fibre Channel, kept as it is. */
    fc?: unknown
    /** Amazon EBS, kept as it is. */
    awsElasticBlockStore?: unknown
    /** An Azure disk, kept as it is. */
    azureDisk?: unknown
    /** An Azure share, kept as it is. */
    azureFile?: unknown
    /** CephFS, kept as it is. */
    cephfs?: unknown
    /** Cinder, kept as it is. */
    cinder?: unknown
    /** A volume of an older driver, kept as it is. */
    flexVolume?: unknown
    /** Flocker, kept as it is. */
    flocker?: unknown
    /** A disk of Google Cloud, kept as it is. */
    gcePersistentDisk?: unknown
    /** A Git repository, kept as it is. */
    gitRepo?: unknown
    /** GlusterFS, kept as it is. */
    glusterfs?: unknown
    /** Photon, kept as it is. */
    photonPersistentDisk?: unknown
    /** Portworx, kept as it is. */
    portworxVolume?: unknown
    /** Quobyte, kept as it is. */
    quobyte?: unknown
    /** Ceph RBD, kept as it is. */
    rbd?: unknown
    /** ScaleIO, kept as it is. */
    scaleIO?: unknown
    /** StorageOS, kept as it is. */
    storageos?: unknown
    /** vSphere, kept as it is. */
    vsphereVolume?: unknown
  }
  export interface PodSpec {
    /** The ServiceAccount, from which the SPIFFE ID comes; absent is `default`. */
    serviceAccountName?: string
    /** The older name of `serviceAccountName`. */
    serviceAccount?: string
    /** Whether the account's token is mounted; absent leaves it to the account. */
    automountServiceAccountToken?: boolean
    /** Whether the pods use the network of their node; no sidecar is put into such pods. */
    hostNetwork?: boolean
    /** Containers that run before the others, or beside them where they restart. */
    initContainers?: readonly Container[]
    /** The containers. */
    containers?: readonly Container[]
    /** Containers for looking into a running pod, kept as they are. */
    ephemeralContainers?: unknown
    /** What containers can mount. */
    volumes?: readonly Volume[]
    /** When containers are started anew; absent is `Always`. */
    restartPolicy?: 'Always' | 'OnFailure' | 'Never'
    /** How long the end of a pod may take, in seconds. */
    terminationGracePeriodSeconds?: number
    /** How long a pod may run, in seconds. */
    activeDeadlineSeconds?: number
    /** How names are looked up. */
    dnsPolicy?: string
    /** Settings for looking up names, kept as they are. */
    dnsConfig?: unknown
    /** Labels that a node must carry. */
    nodeSelector?: Readonly<Record<string, string>>
    /** The node, where it is chosen already. */
    nodeName?: string
    /** Whether the processes of the node are seen. */
    hostPID?: boolean
    /** Whether the memory of the node's processes is shared. */
    hostIPC?: boolean
    /** Whether the containers' own users are the node's. */
    hostUsers?: boolean
    /** Whether the containers see each other's processes. */
    shareProcessNamespace?: boolean
    /** Users, groups and rights, kept as they are. */
    securityContext?: unknown
    /** Secrets for pulling images, kept as they are. */
    imagePullSecrets?: readonly unknown[]
    /** The pod's own host name. */
    hostname?: string
    /** The part behind the pod's own host name. */
    subdomain?: string
    /** Whether the full name is the host name. */
    setHostnameAsFQDN?: boolean
    /** The host name, whatever else says. */
    hostnameOverride?: string
    /** Entries of `/etc/hosts`, kept as they are. */
    hostAliases?: unknown
    /** Near which pods and nodes, kept as it is. */
    affinity?: unknown
    /** The scheduler. */
    schedulerName?: string
    /** What must be cleared before a node is sought, kept as it is. */
    schedulingGates?: unknown
    /** Taints of nodes that are borne, kept as they are. */
    tolerations?: unknown
    /** How pods are spread, kept as it is. */
    topologySpreadConstraints?: unknown
    /** The name of the priority. */
    priorityClassName?: string
    /** The priority. */
    priority?: number
    /** Whether other pods make way. */
    preemptionPolicy?: string
    /** What else must hold before the pod is ready, kept as it is. */
    readinessGates?: unknown
    /** The kind of runtime. */
    runtimeClassName?: string
    /** Whether Services are told by environment variables. */
    enableServiceLinks?: boolean
    /** What the runtime itself needs, kept as it is. */
    overhead?: unknown
    /** The operating system, kept as it is. */
    os?: unknown
    /** Claims of devices, kept as they are. */
    resourceClaims?: unknown
    /** What the pod needs as a whole, kept as it is. */
    resources?: unknown
    /** The group of pods that are scheduled together, kept as it is. */
    workloadRef?: unknown
  }
  export interface PodTemplate {
    /** Labels and annotations of the pods. */
    metadata?: ObjectMeta
    /** Containers, volumes and the account that they run under. */
    spec?: PodSpec
  }
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface MutualTls {
    /** The mode; absent is `UNSET`. */
    mode?: 'UNSET' | 'DISABLE' | 'PERMISSIVE' | 'STRICT'
  }
  /** What `resources.peerAuthentication` takes. */
  export interface PeerAuthenticationOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'security.istio.io/v1' | 'security.istio.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    selector?: WorkloadSelector
    /** The mode of every port. */
    mtls?: MutualTls
    /** The mode of single ports, by the number that the workload listens on. */
    portLevelMtls?: Readonly<Record<string, MutualTls>>
  }
  /** A PeerAuthentication of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function peerAuthentication(options: PeerAuthenticationOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.pod` takes. */
  export interface PodOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The ServiceAccount, from which the SPIFFE ID comes; absent is `default`. */
    serviceAccountName?: string
    /** The older name of `serviceAccountName`. */
    serviceAccount?: string
    /** Whether the account's token is mounted; absent leaves it to the account. */
    automountServiceAccountToken?: boolean
    /** Whether the pods use the network of their node; no sidecar is put into such pods. */
    hostNetwork?: boolean
    /** Containers that run before the others, or beside them where they restart. */
    initContainers?: readonly Container[]
    /** The containers. */
    containers?: readonly Container[]
    /** Containers for looking into a running pod, kept as they are. */
    ephemeralContainers?: unknown
    /** What containers can mount. */
    volumes?: readonly Volume[]
    /** When containers are started anew; absent is `Always`. */
    restartPolicy?: 'Always' | 'OnFailure' | 'Never'
    /** How long the end of a pod may take, in seconds. */
    terminationGracePeriodSeconds?: number
    /** How long a pod may run, in seconds. */
    activeDeadlineSeconds?: number
    /** How names are looked up. */
    dnsPolicy?: string
    /** Settings for looking up names, kept as they are. */
    dnsConfig?: unknown
    /** Labels that a node must carry. */
    nodeSelector?: Readonly<Record<string, string>>
    /** The node, where it is chosen already. */
    nodeName?: string
    /** Whether the processes of the node are seen. */
    hostPID?: boolean
    /** Whether the memory of the node's processes is shared. */
    hostIPC?: boolean
    /** Whether the containers' own users are the node's. */
    hostUsers?: boolean
    /** Whether the containers see each other's processes. */
    shareProcessNamespace?: boolean
    /** Users, groups and rights, kept as they are. */
    securityContext?: unknown
    /** Secrets for pulling images, kept as they are. */
    imagePullSecrets?: readonly unknown[]
    /** The pod's own host name. */
    hostname?: string
    /** The part behind the pod's own host name. */
    subdomain?: string
    /** Whether the full name is the host name. */
    setHostnameAsFQDN?: boolean
    /** The host name, whatever else says. */
    hostnameOverride?: string
    /** Entries of `/etc/hosts`, kept as they are. */
    hostAliases?: unknown
    /** Near which pods and nodes, kept as it is. */
    affinity?: unknown
    /** The scheduler. */
    schedulerName?: string
    /** What must be cleared before a node is sought, kept as it is. */
    schedulingGates?: unknown
    /** Taints of nodes that are borne, kept as they are. */
    tolerations?: unknown
    /** How pods are spread, kept as it is. */
    topologySpreadConstraints?: unknown
    /** The name of the priority. */
    priorityClassName?: string
    /** The priority. */
    priority?: number
    /** Whether other pods make way. */
    preemptionPolicy?: string
    /** What else must hold before the pod is ready, kept as it is. */
    readinessGates?: unknown
    /** The kind of runtime. */
    runtimeClassName?: string
    /** Whether Services are told by environment variables. */
    enableServiceLinks?: boolean
    /** What the runtime itself needs, kept as it is. */
    overhead?: unknown
    /** The operating system, kept as it is. */
    os?: unknown
    /** Claims of devices, kept as they are. */
    resourceClaims?: unknown
    /** What the pod needs as a whole, kept as it is. */
    resources?: unknown
    /** The group of pods that are scheduled together, kept as it is. */
    workloadRef?: unknown
  }
  /** A Pod of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function pod(options: PodOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ProxyImage {
    /** `default`, `debug` or `distroless`; absent is `default`. */
    imageType?: string
  }
  /** What `resources.proxyConfig` takes. */
  export interface ProxyConfigOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    selector?: WorkloadSelector
    /** Threads of the proxy; 0 means one for each core, absent the mesh's default. */
    concurrency?: number
    /** Environment variables of the proxy. */
    environmentVariables?: Readonly<Record<string, string>>
    /** The image of the proxy. */
    image?: ProxyImage
  }
  /** A ProxyConfig of networking.istio.io/v1beta1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function proxyConfig(options: ProxyConfigOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface GrantedFrom {
    /** Its API group. */
    group?: string
    /** The kind. */
    kind?: string
    /** Its namespace. */
    namespace?: string
  }
  export interface GrantedTo {
    /** Its API group; empty for core kinds. */
    group?: string
    /** Its kind. */
    kind?: string
    /** Its name; absent means all. */
    name?: string
  }
  /** What `resources.referenceGrant` takes. */
  export interface ReferenceGrantOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1beta1' | 'gateway.networking.k8s.io/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The kinds that may name it, and their namespaces. */
    from?: readonly GrantedFrom[]
    /** What may be named. */
    to?: readonly GrantedTo[]
  }
  /**
   * A ReferenceGrant of gateway.networking.k8s.io/v1beta1. Throws `ResourceError`, whose `findings` say all that
   * is wrong.
   */
  export function referenceGrant(options: ReferenceGrantOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface JwtHeader {
    /** The name. */
    name?: string
    /** What stands before the token, its space included: `Bearer `. */
    prefix?: string
  }
  export interface ClaimToHeader {
    /** The name of the header: letters, digits, `-` and `_`. */
    header?: string
    /** The name of the claim; nested ones with a dot between. */
    claim?: string
  }
  export interface JwtRule {
    /** The issuer as tokens name it in `iss`, to the last slash. */
    issuer?: string
    /** Names of which a token must have one in `aud`; absent means any. */
    audiences?: readonly string[]
    /** Where the issuer's keys are published, http or https. Absent: found through the issuer's discovery document. */
    jwksUri?: string
    /** The issuer's public keys themselves, as JSON (RFC 7517). Not together with `jwksUri`. */
    jwks?: string
    /** Headers that a token may come in; absent means `Authorization: Bearer`. */
    fromHeaders?: readonly JwtHeader[]
    /** Parameters of the query that a token may come in. */
    fromParams?: readonly string[]
    /** Cookies that a token may come in. */
    fromCookies?: readonly string[]
    /** A header by which the claims go on to the workload, Base64 of JSON. */
    outputPayloadToHeader?: string
    /** Whether the token itself goes on to the workload; absent means no. */
    forwardOriginalToken?: boolean
    /** Claims that go on to the workload as headers. */
    outputClaimToHeaders?: readonly ClaimToHeader[]
    /** Claims that are lists with spaces between their values. */
    spaceDelimitedClaims?: readonly string[]
    /** How long the keys may take to come, at least `1ms`; absent means `5s`. */
    timeout?: string
  }
  /** What `resources.requestAuthentication` takes. */
  export interface RequestAuthenticationOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'security.istio.io/v1' | 'security.istio.io/v1beta1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    selector?: WorkloadSelector
    /** The gateway or service that this is for. Write `targetRefs` instead. */
    targetRef?: PolicyTargetReference
    /** The gateways or services that this is for, at most 16. */
    targetRefs?: readonly PolicyTargetReference[]
    /** The issuers. A token must be one of theirs. */
    jwtRules?: readonly JwtRule[]
  }
  /**
   * A RequestAuthentication of security.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is
   * wrong.
   */
  export function requestAuthentication(options: RequestAuthenticationOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.secret` takes. */
  export interface SecretOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The form: `tls` unless given. In form `cacert` the name is that of the credential. */
    form?: 'tls' | 'generic' | 'cacert' | 'opaque'
    /** The certificate in PEM. */
    cert?: Pem
    /** The key in PEM. */
    key?: Pem
    /** The CA of the clients in PEM. */
    ca?: Pem
    /** Other entries, as text. */
    entries?: Readonly<Record<string, Pem>>
    /** Refuses later changes. */
    immutable?: boolean
  }
  /** A Secret of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function secret(options: SecretOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.serviceAccount` takes. */
  export interface ServiceAccountOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Secrets that its pods may use, kept as they are. */
    secrets?: readonly unknown[]
    /** Secrets for pulling images, kept as they are. */
    imagePullSecrets?: readonly unknown[]
    /** Whether its token is mounted into pods; absent means that it is. */
    automountServiceAccountToken?: boolean
  }
  /** A ServiceAccount of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function serviceAccount(options: ServiceAccountOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ServiceEntryPort {
    /** The number that callers use, 1 to 65535. */
    number?: number
    /**
     * `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case; absent means that it is found out by looking
     * at the traffic.
     */
    protocol?: string
    /** The name, one for each port. */
    name?: string
    /** The port of the workloads; absent means `number`. */
    targetPort?: number
  }
  /** What `resources.serviceEntry` takes. */
  export interface ServiceEntryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The names that callers use; a `*` may stand for the first label. */
    hosts?: readonly string[]
    /** The addresses that callers use: IP addresses, or ranges where the resolution is `NONE` or `STATIC`. */
    addresses?: readonly string[]
    /** The ports that callers use. */
    ports?: readonly ServiceEntryPort[]
    /** Whether the service belongs to the mesh; absent is `MESH_EXTERNAL`. */
    location?: 'MESH_EXTERNAL' | 'MESH_INTERNAL'
    /** How its workloads are found; absent is `NONE`. */
    resolution?: 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS'
    /** Its workloads. */
    endpoints?: readonly WorkloadEntrySpec[]
    /** Its workloads, by the labels of pods and `WorkloadEntry` objects of this namespace. Not with `endpoints`. */
    workloadSelector?: WorkloadLabels
    /**
     * The namespaces that see it: names, `.` for its own, `*` for all, `~` for none. Absent means the mesh's
     * default, which is all.
     */
    exportTo?: readonly string[]
    /**
     * Names of which the server's certificate must carry one, as SPIFFE IDs or domain names, where a caller's
     * proxy speaks TLS to it.
     */
    subjectAltNames?: readonly string[]
  }
  /** A ServiceEntry of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function serviceEntry(options: ServiceEntryOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface ServicePort {
    /**
     * Its name; may be absent where there is one port alone. Istio reads the protocol from its beginning
     * (`http-…`).
     */
    name?: string
    /** The port on which the Service listens. */
    port?: number
    /** The port of the pods, by number or by the name of a container's port; absent is `port`. */
    targetPort?: unknown
    /** The protocol of the transport; absent is `TCP`. */
    protocol?: 'TCP' | 'UDP' | 'SCTP'
    /** The protocol above it; for Istio it wins over the name (`http`, `https`, `tls`, `tcp`, …). */
    appProtocol?: string
    /** The port of every node, for types `NodePort` and `LoadBalancer`. */
    nodePort?: number
  }
  /** What `resources.service` takes. */
  export interface ServiceOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** How it is reached; absent is `ClusterIP`. */
    type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'
    /** The labels of the pods behind it; absent where others write its endpoints. */
    selector?: Readonly<Record<string, string>>
    /** Its ports. */
    ports?: readonly ServicePort[]
    /** Its address; `None` makes it headless, absent lets the API server choose. */
    clusterIP?: string
    /** Its addresses, one a family. */
    clusterIPs?: readonly string[]
    /** The host that a Service of type `ExternalName` stands for. */
    externalName?: string
    /** Addresses of nodes that lead to it. */
    externalIPs?: readonly string[]
    /** `None` or `ClientIP`: whether a client keeps its pod. */
    sessionAffinity?: string
    /** Settings of `sessionAffinity`, kept as they are. */
    sessionAffinityConfig?: unknown
    /** An address that is asked of the load balancer. */
    loadBalancerIP?: string
    /** CIDRs from which the load balancer takes connections. */
    loadBalancerSourceRanges?: readonly string[]
    /** Which implementation of a load balancer is meant. */
    loadBalancerClass?: string
    /** Whether ports of nodes are taken for the load balancer. */
    allocateLoadBalancerNodePorts?: boolean
    /** `Local` keeps the client's address, for pods on the node that was reached alone. */
    externalTrafficPolicy?: 'Cluster' | 'Local'
    /** The same for callers of the cluster. */
    internalTrafficPolicy?: 'Cluster' | 'Local'
    /** The port of nodes that load balancers ask for health. */
    healthCheckNodePort?: number
    /** Whether pods that are not ready are published. */
    publishNotReadyAddresses?: boolean
    /** `IPv4`, `IPv6`. */
    ipFamilies?: readonly string[]
    /** `SingleStack`, `PreferDualStack` or `RequireDualStack`. */
    ipFamilyPolicy?: string
    /** Which pods are preferred, by where they run. */
    trafficDistribution?: string
  }
  /** A Service of v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function service(options: ServiceOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface SidecarPort {
    /** The number, 1 to 65535; 0 with a Unix socket. */
    number?: number
    /** `HTTP`, `HTTPS`, `HTTP2`, `GRPC`, `TLS`, `TCP`, …, in any case. */
    protocol?: string
    /** The name. */
    name?: string
    /** Has no effect here and is refused. */
    targetPort?: number
  }
  export interface TlsCertificate {
    /** File with the certificate. */
    serverCertificate?: string
    /** File with the key. */
    privateKey?: string
    /** File with the CA of the clients. */
    caCertificates?: string
  }
  export interface ServerTls {
    /** Redirects plain HTTP to HTTPS. */
    httpsRedirect?: boolean
    /** What is demanded of the client. */
    mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL'
    /** The Secret with certificate and key, in the namespace of the gateway's pods. */
    credentialName?: string
    /** One or two Secrets with certificates of different key kinds. */
    credentialNames?: readonly string[]
    /** Where the CA of the clients comes from, when not from the credential. */
    caCertCredentialName?: string
    /** File with the certificate. */
    serverCertificate?: string
    /** File with the key. */
    privateKey?: string
    /** File with the CA of the clients. */
    caCertificates?: string
    /** File with the CRL of that CA. */
    caCrl?: string
    /** One or two pairs of files. */
    tlsCertificates?: readonly TlsCertificate[]
    /** Names of which the client's certificate must carry one. */
    subjectAltNames?: readonly string[]
    /** SHA-256 of public keys (SPKI, Base64) of which the client's must be one. */
    verifyCertificateSpki?: readonly string[]
    /** SHA-256 of certificates (hexadecimal) of which the client's must be one. */
    verifyCertificateHash?: readonly string[]
    /** Takes client certificates of any CA. */
    insecureSkipVerify?: boolean
    /** Lowest version of TLS. */
    minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Highest version of TLS. */
    maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3'
    /** Cipher suites of TLS 1.2 and below, by OpenSSL's names. */
    cipherSuites?: readonly string[]
  }
  export interface SidecarIngress {
    /** The port. */
    port?: SidecarPort
    /** The IP address to listen on; absent means that of the workload. */
    bind?: string
    /** How traffic gets to the proxy; absent is `DEFAULT`. */
    captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
    /** Where the workload listens: `127.0.0.1:8080`, `[::1]:8080`, `:8080`, or `unix://` and a path. */
    defaultEndpoint?: string
    /** TLS that the proxy ends in the workload's stead; the mesh's own mutual TLS must be off on this port. */
    tls?: ServerTls
    /** Limits of the connections to the workload. */
    connectionPool?: object
  }
  export interface SidecarEgress {
    /** The port; absent means that this is for every port that no other listener is for. */
    port?: SidecarPort
    /** The IP address to listen on, or `unix://` and a path. */
    bind?: string
    /** How traffic gets to the proxy; absent is `DEFAULT`. */
    captureMode?: 'DEFAULT' | 'IPTABLES' | 'NONE'
    /**
     * The services, as `namespace/host`: the namespace may be `.` or `*`, with `~` before it all but that one, the
     * host may be `*` or begin with `*.`.
     */
    hosts?: readonly string[]
  }
  export interface EgressProxy {
    /** Its whole domain name. */
    host?: string
    /** A subset that a `DestinationRule` names. */
    subset?: string
    /** Its port. */
    port?: PortSelector
  }
  export interface OutboundTrafficPolicy {
    /** Whether it goes on; absent is `REGISTRY_ONLY` where the policy is written. */
    mode?: 'REGISTRY_ONLY' | 'ALLOW_ANY'
    /** The service that it goes to; with `ALLOW_ANY` alone. */
    egressProxy?: EgressProxy
  }
  /** What `resources.sidecar` takes. */
  export interface SidecarOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh. */
    workloadSelector?: WorkloadLabels
    /** The ports that the proxy takes traffic in on; absent means those of the workload's services. */
    ingress?: readonly SidecarIngress[]
    /** The services that the proxy knows; absent means all that are shown to the namespace. */
    egress?: readonly SidecarEgress[]
    /** Limits of the connections to the workload, for every port without its own. */
    inboundConnectionPool?: object
    /** Where traffic to unknown services goes; absent means as the mesh says. */
    outboundTrafficPolicy?: OutboundTrafficPolicy
  }
  /** A Sidecar of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function sidecar(options: SidecarOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.statefulSet` takes. */
  export interface StatefulSetOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'apps/v1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** How many pods; absent is 1. */
    replicas?: number
    /** The labels of its pods. */
    selector?: LabelSelector
    /** The headless Service under which its pods have names. */
    serviceName?: string
    /** Its pods. */
    template?: PodTemplate
    /** The storage of each pod, kept as it is; containers mount it by its name. */
    volumeClaimTemplates?: readonly unknown[]
    /** Whether pods start one after another. */
    podManagementPolicy?: string
    /** How pods are replaced, kept as it is. */
    updateStrategy?: unknown
    /** How many former versions are kept. */
    revisionHistoryLimit?: number
    /** How long a pod must be ready to count, in seconds. */
    minReadySeconds?: number
    /** What becomes of the storage, kept as it is. */
    persistentVolumeClaimRetentionPolicy?: unknown
    /** From which number the pods count, kept as it is. */
    ordinals?: unknown
  }
  /** A StatefulSet of apps/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function statefulSet(options: StatefulSetOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface TelemetrySelector {
    /** The side that reports; absent is both. */
    mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER'
  }
  export interface TelemetryProvider {
    /** Its name there. */
    name?: string
  }
  export interface LiteralTag {
    /** The text. */
    value?: string
  }
  export interface NamedTag {
    /** The name there. */
    name?: string
    /** What it says where there is none. */
    defaultValue?: string
  }
  export interface TracingTag {
    /** A fixed text. */
    literal?: LiteralTag
    /** A variable of the proxy's environment. */
    environment?: NamedTag
    /** A header of the request. */
    header?: NamedTag
    /** A text in the form of Envoy's access logs. */
    formatter?: LiteralTag
  }
  export interface TelemetryTracing {
    /** The traffic; absent is all. */
    match?: TelemetrySelector
    /** Where the traces go, one at most; absent is where the mesh's settings say. */
    providers?: readonly TelemetryProvider[]
    /** How many of a hundred requests are traced, 0.0 to 100.0, unless the caller decided already. */
    randomSamplingPercentage?: unknown
    /** Whether nothing is reported; the decision is passed on all the same. */
    disableSpanReporting?: boolean
    /** Whether the headers of a trace are not passed on. */
    disableContextPropagation?: boolean
    /** Tags of the spans, by name. */
    customTags?: Readonly<Record<string, TracingTag>>
    /** Whether `x-request-id` decides which requests are traced; absent is true. */
    useRequestIdForTraceSampling?: boolean
    /** Whether spans carry Istio's own tags; absent is true. */
    enableIstioTags?: boolean
  }
  export interface MetricSelector {
    /** One of Istio's metrics. Not with `customMetric`. */
    metric?: 'ALL_METRICS' | 'REQUEST_COUNT' | 'REQUEST_DURATION' | 'REQUEST_SIZE' | 'RESPONSE_SIZE' | 'TCP_OPENED_CONNECTIONS' | 'TCP_CLOSED_CONNECTIONS' | 'TCP_SENT_BYTES' | 'TCP_RECEIVED_BYTES' | 'GRPC_REQUEST_MESSAGES' | 'GRPC_RESPONSE_MESSAGES'
    /** A metric of another name. */
    customMetric?: string
    /** The side that reports; absent is both. */
    mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER'
  }
  export interface MetricTag {
    /** What is done with it; absent is `UPSERT`. */
    operation?: 'UPSERT' | 'REMOVE'
    /** What is written: an expression over a request's attributes. Not where the tag is removed. */
    value?: string
  }
  export interface MetricOverride {
    /** The metrics; absent is all. */
    match?: MetricSelector
    /** Whether they are turned off. */
    disabled?: boolean
    /** Their tags, by name. */
    tagOverrides?: Readonly<Record<string, MetricTag>>
  }
  export interface TelemetryMetrics {
    /** Where the metrics go; absent is where the mesh's settings say. */
    providers?: readonly TelemetryProvider[]
    /** What is otherwise than by default. */
    overrides?: readonly MetricOverride[]
    /** How often TCP connections report: a duration of at least `1ms`. */
    reportingInterval?: string
  }
  export interface AccessLogFilter {
    /** An expression in CEL over a request's and its response's attributes. */
    expression?: string
  }
  export interface AccessLogging {
    /** The traffic; absent is all. */
    match?: TelemetrySelector
    /** Where the logs go; absent is where the mesh's settings say. */
    providers?: readonly TelemetryProvider[]
    /** Whether they are turned off. */
    disabled?: boolean
    /** The requests that are logged; absent is all. */
    filter?: AccessLogFilter
  }
  /** What `resources.telemetry` takes. */
  export interface TelemetryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'telemetry.istio.io/v1' | 'telemetry.istio.io/v1alpha1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
     * Not with `targetRef` or `targetRefs`.
     */
    selector?: WorkloadSelector
    /** The gateway, waypoint or service that this is for. */
    targetRef?: PolicyTargetReference
    /** The gateways, waypoints or services that this is for. */
    targetRefs?: readonly PolicyTargetReference[]
    /** Traces of requests; proxies take the first of them alone. */
    tracing?: readonly TelemetryTracing[]
    /** Metrics, and the tags that they carry. */
    metrics?: readonly TelemetryMetrics[]
    /** Access logs. */
    accessLogging?: readonly AccessLogging[]
  }
  /** A Telemetry of telemetry.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function telemetry(options: TelemetryOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface TlsRouteRule {
    /** Its name. */
    name?: string
    /** Where connections go. */
    backendRefs?: readonly BackendRef[]
  }
  /** What `resources.tlsRoute` takes. */
  export interface TlsRouteOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3' | 'gateway.networking.k8s.io/v1alpha2'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** The Gateways that it attaches to. */
    parentRefs?: readonly ParentRef[]
    /** Whether it attaches to default Gateways. */
    useDefaultGateways?: string
    /** The hosts, as clients name them by SNI. */
    hostnames?: readonly string[]
    /** The rules. */
    rules?: readonly TlsRouteRule[]
  }
  /** A TLSRoute of gateway.networking.k8s.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function tlsRoute(options: TlsRouteOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface StringMatch {
    /** It is this. */
    exact?: string
    /** It begins with this. */
    prefix?: string
    /** It matches this expression (RE2) as a whole. */
    regex?: string
  }
  export interface HttpMatch {
    /** A name for logs. */
    name?: string
    /** The path with its query. */
    uri?: StringMatch
    /** The scheme. */
    scheme?: StringMatch
    /** The method. */
    method?: StringMatch
    /** The authority (HTTP/1: the `Host` header). */
    authority?: StringMatch
    /** Headers by their names in lower case; an empty match means that the header is there. */
    headers?: Readonly<Record<string, StringMatch>>
    /** The port that is addressed. */
    port?: number
    /** Labels of the client's pods. */
    sourceLabels?: Readonly<Record<string, string>>
    /** The gateways at which this holds; absent means those of the whole. */
    gateways?: readonly string[]
    /** Parameters of the query. */
    queryParams?: Readonly<Record<string, StringMatch>>
    /** Whether `uri` is compared without regard to case (exact and prefix). */
    ignoreUriCase?: boolean
    /** Headers that must not match so. */
    withoutHeaders?: Readonly<Record<string, StringMatch>>
    /** The client's namespace. */
    sourceNamespace?: string
    /** A prefix for statistics. */
    statPrefix?: string
  }
  export interface Destination {
    /** The host of the service; a short name is completed by the namespace of the VirtualService. */
    host?: string
    /** The subset, as a DestinationRule names it. */
    subset?: string
    /** The port; may be absent where the service has one alone. */
    port?: PortSelector
  }
  export interface HttpRouteDestination {
    /** Where it is. */
    destination?: Destination
    /** Its share beside the weights of the others; absent is 0, which with a single destination is all. */
    weight?: number
    /** Headers to set, add or remove, kept as they are. */
    headers?: object
  }
  export interface Delegate {
    /** Its name. */
    name?: string
    /** Its namespace; absent means that of the one that delegates. */
    namespace?: string
  }
  export interface HttpMirror {
    /** The service. */
    destination?: Destination
    /** How many are copied, kept as it is. */
    percentage?: object
  }
  export interface HttpRoute {
    /** A name for logs. */
    name?: string
    /** The requests that it takes; one of them must hold, and none at all means every request. */
    match?: readonly HttpMatch[]
    /** Where they go, by weight. */
    route?: readonly HttpRouteDestination[]
    /** Sends the client elsewhere, kept as it is. */
    redirect?: object
    /** Answers in place of a service, kept as it is. */
    directResponse?: object
    /** The VirtualService without hosts that routes them on. */
    delegate?: Delegate
    /** Changes path or authority before they go on, kept as it is. */
    rewrite?: object
    /** The time that an answer may take, as `10s`. */
    timeout?: string
    /** Retries, kept as they are. */
    retries?: object
    /** Faults to test with, kept as they are. */
    fault?: object
    /** Where a copy of each goes. */
    mirror?: Destination
    /** Where copies go. */
    mirrors?: readonly HttpMirror[]
    /** How many of a hundred are copied; replaced by `mirrorPercentage`. */
    mirrorPercent?: number
    /** How many are copied, kept as it is. */
    mirrorPercentage?: object
    /** Cross-origin resource sharing, kept as it is. */
    corsPolicy?: object
    /** Headers to set, add or remove, kept as they are. */
    headers?: object
  }
  export interface TlsMatch {
    /** The names in the SNI, each one of the hosts or under a wildcard of them. */
    sniHosts?: readonly string[]
    /** Addresses or CIDR ranges of which the destination is one. */
    destinationSubnets?: readonly string[]
    /** The port that is addressed. */
    port?: number
    /** Labels of the client's pods. */
    sourceLabels?: Readonly<Record<string, string>>
    /** The gateways at which this holds; absent means those of the whole. */
    gateways?: readonly string[]
    /** The client's namespace. */
    sourceNamespace?: string
  }
  export interface RouteDestination {
    /** Where it is. */
    destination?: Destination
    /** Its share beside the weights of the others; absent is 0, which with a single destination is all. */
    weight?: number
  }
  export interface TlsRoute {
    /** The connections that it takes; one of them must hold. */
    match?: readonly TlsMatch[]
    /** Where they go, by weight. */
    route?: readonly RouteDestination[]
  }
  export interface TcpMatch {
    /** Addresses or CIDR ranges of which the destination is one. */
    destinationSubnets?: readonly string[]
    /** The port that is addressed. */
    port?: number
    /** Has no effect. */
    sourceSubnet?: string
    /** Labels of the client's pods. */
    sourceLabels?: Readonly<Record<string, string>>
    /** The gateways at which this holds; absent means those of the whole. */
    gateways?: readonly string[]
    /** The client's namespace. */
    sourceNamespace?: string
  }
  export interface TcpRoute {
    /** The connections that it takes; one of them must hold, and none at all means every connection. */
    match?: readonly TcpMatch[]
    /** Where they go, by weight. */
    route?: readonly RouteDestination[]
  }
  /** What `resources.virtualService` takes. */
  export interface VirtualServiceOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The hosts that clients address: domain names, wildcards (`*.shop.example`), or IP addresses. None makes it a
     * delegate, to which HTTP routes of others lead.
     */
    hosts?: readonly string[]
    /**
     * The gateways at which the routes hold, as `namespace/name` or the name alone; `mesh` means the sidecars, and
     * so do none at all.
     */
    gateways?: readonly string[]
    /** Routes of HTTP, of TLS that a gateway ends too; the first that matches counts. */
    http?: readonly HttpRoute[]
    /** Routes of TLS that is passed on, by its SNI; the first that matches counts. */
    tls?: readonly TlsRoute[]
    /** Routes of anything else; the first that matches counts. */
    tcp?: readonly TcpRoute[]
    /**
     * The namespaces whose sidecars and gateways see it: names, `.` (its own) or `*` (all); absent means what the
     * mesh sets, by default all.
     */
    exportTo?: readonly string[]
  }
  /** A VirtualService of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function virtualService(options: VirtualServiceOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface WorkloadEntrySpecFields {
    /** Labels of the workload. `security.istio.io/tlsMode: istio` says that it speaks mutual TLS. */
    labels?: Readonly<Record<string, string>>
  }
  /** What `resources.workloadEntry` takes. */
  export interface WorkloadEntryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * An IP address, a domain name where the service is resolved by DNS, or `unix://` and a path. May be absent
     * where a `network` is given: the workload is then reached by that network's gateway.
     */
    address?: string
    /** Where the workload listens, by the names of the service's ports; absent names are the port of the service. */
    ports?: Readonly<Record<string, number>>
    /** The network that it stands in; absent means the one of the caller. */
    network?: string
    /** Where it stands, as `region/zone/subzone`. */
    locality?: string
    /** Its share of the load; absent means that of the others. */
    weight?: number
    /**
     * The service account whose identity it carries, of the namespace that this stands in. With it callers speak
     * mutual TLS to the workload and look for this identity.
     */
    serviceAccount?: string
    /** Fields of the spec whose names are taken here. */
    spec?: WorkloadEntrySpecFields
  }
  /** A WorkloadEntry of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function workloadEntry(options: WorkloadEntryOptions): Manifest
}

// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  export interface WorkloadGroupMetadata {
    /** Labels of the entry. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the entry. */
    annotations?: Readonly<Record<string, string>>
  }
  export interface HttpProbe {
    /** The path; absent means `/`. */
    path?: string
    /** The port. */
    port?: number
    /** The host; absent means the machine itself. */
    host?: string
    /** `HTTP`, which is what absent means, or `HTTPS`. */
    scheme?: string
    /** Headers of the request: maps with `name` and `value`. */
    httpHeaders?: readonly unknown[]
  }
  export interface TcpProbe {
    /** The host; absent means the machine itself. */
    host?: string
    /** The port. */
    port?: number
  }
  export interface ExecProbe {
    /** The program and its arguments. */
    command?: readonly string[]
  }
  export interface GrpcProbe {
    /** The port. */
    port?: number
    /** The service whose health is asked for; absent means the server's. */
    service?: string
  }
  export interface ReadinessProbe {
    /** Seconds to wait before the first attempt. */
    initialDelaySeconds?: number
    /** Seconds that an attempt may take; absent means 1. */
    timeoutSeconds?: number
    /** Seconds between attempts; absent means 10. */
    periodSeconds?: number
    /** Successes in a row that make it ready; absent means 1. */
    successThreshold?: number
    /** Failures in a row that make it unready; absent means 3. */
    failureThreshold?: number
    /** By an HTTP request. */
    httpGet?: HttpProbe
    /** By opening a TCP connection. */
    tcpSocket?: TcpProbe
    /** By a command that succeeds. */
    exec?: ExecProbe
    /** By gRPC's health protocol. */
    grpc?: GrpcProbe
  }
  /** What `resources.workloadGroup` takes. */
  export interface WorkloadGroupOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /** Labels and annotations of the entries that are made. */
    metadata?: WorkloadGroupMetadata
    /** What the entries say; the address is filled in when a machine joins. */
    template?: WorkloadEntrySpec
    /** How it is found out whether a machine is ready; absent means that it always is. */
    probe?: ReadinessProbe
  }
  /** A WorkloadGroup of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function workloadGroup(options: WorkloadGroupOptions): Manifest
}

/**
 * The keys of a team of Cloudflare Access, held while they change: feed it what `keysUrl` of an `AccessPolicy` answers, or let an
 * `AccessKeysClient` do so. A set that is refused changes nothing.
 */
export declare class AccessKeys {
  /** The keys of a JSON Web Key Set; without one there are none yet, and every token is refused. Throws `OriginError`. */
  constructor(jwks?: Document | undefined | null)
  /** Takes a new set in the place of the old one; true if it is another. Throws `OriginError`, and what was there stays. */
  replace(jwks: Document): boolean
  /** The names of the keys (`kid`). */
  get keyIds(): Array<string>
  /** Which keys of the set were passed over, and why. */
  get findings(): Finding[]
  /** The names of the keys. */
  toString(): string
}

/**
 * Fetches a team's keys over HTTPS: when they are old, and when a token names one that is not there, but never more often than it
 * may. What was fetched last stays when a fetch fails.
 */
export declare class AccessKeysClient {
  /** `web` may vouch for Cloudflare's server: `tls.rootCertificates`, read one by one. Throws `TrustError` for a URL that is none. */
  constructor(policy: AccessPolicy, web: AnchorsLike, options?: AccessKeysClientOptions | undefined | null)
  /** The keys that it feeds. */
  get keys(): AccessKeys
  /** When keys were fetched last; null before. */
  get fetchedAt(): Date | null
  /**
   * Fetches the keys now, on a thread of its own; true if they are others than before. Rejects with `OriginError`, and the last
   * good ones stay.
   */
  refresh(options?: AccessOptions | undefined | null): Promise<boolean>
  /** Fetches the keys if this token needs it, on a thread of its own; true if they are others than before. */
  refreshFor(token: string, options?: AccessOptions | undefined | null): Promise<boolean>
}

/**
 * Which tokens of Cloudflare Access an origin takes: those of one team, for these applications, of the type `app`, signed with RS256
 * by one of the team's keys.
 */
export declare class AccessPolicy {
  /**
   * The tokens of a team by its name (`shop` for shop.cloudflareaccess.com), for the applications with these AUD tags. Throws
   * `OriginError`.
   */
  constructor(team: string, audiences: Array<string>, options?: AccessPolicyOptions | undefined | null)
  /** Judges the value of the header Cf-Access-Jwt-Assertion. Throws `OriginError`. */
  verify(token: string, keys: AccessKeys, options?: AccessOptions | undefined | null): AccessToken
  /** The team's name. */
  get team(): string
  /** The AUD tags. */
  get audiences(): Array<string>
  /** The service tokens that are let in. */
  get serviceTokens(): Array<string>
  /** What tokens name as their issuer. */
  get issuer(): string
  /** Where the team's keys are published. */
  get keysUrl(): string
  /** Whether both demand the same. */
  equals(other: AccessPolicy): boolean
  /** The issuer. */
  toString(): string
}

/** A token of Cloudflare Access that was checked: given out for a person or for a service. */
export declare class AccessToken {
  private constructor()
  /** The team that issued it. */
  get issuer(): string
  /** The AUD tags of the applications that it is for. */
  get audiences(): Array<string>
  /** The person, as an identifier that stays; null for a service. */
  get subject(): string | null
  /** The person's e-mail address. */
  get email(): string | null
  /** The client ID of the service token that it was given out for. */
  get service(): string | null
  /** The country that the visitor came from. */
  get country(): string | null
  /** When it was given out. */
  get issuedAt(): Date
  /** When it ends. */
  get expiresAt(): Date
  /** The key that signed it. */
  get keyId(): string
  /** Whether both say the same. */
  equals(other: AccessToken): boolean
  /** Whose it is, of which team, until when. */
  toString(): string
  /** All of it as a plain object, times in seconds. */
  toJSON(): AccessTokenRecord
}

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

/** The verdict on a request, with every reason. */
export declare class Admission {
  private constructor()
  /** Whether the request is let in. */
  get isAdmitted(): boolean
  /** The host that the request asks for: lowercase, without port and final dot. */
  get host(): string | null
  /** The edge's certificate, if its chain is good; the request may still be refused. */
  get certificate(): VerifiedCertificate | null
  /** The token of Cloudflare Access, if one is demanded and good; the request may still be refused. */
  get token(): AccessToken | null
  /** Every reason to refuse the request, and what was merely noticed. */
  get findings(): Finding[]
  /** Whether both say the same. */
  equals(other: Admission): boolean
  /** The verdict and its reasons. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): AdmissionRecord
}

/** Fetches bundles over HTTPS. */
export declare class BundleClient {
  /**
   * `web` may vouch for servers of `https_web` endpoints (for those on the internet: `tls.rootCertificates`, read one by
   * one) and does not matter to `https_spiffe`; `[]` vouches for none.
   */
  constructor(web: AnchorsLike, options?: BundleClientOptions | undefined | null)
  /**
   * Fetches the bundle now, on a thread of its own, and follows redirects. Rejects with `TrustError` if that failed: the
   * last good bundle stays, and the next fetch is due at the usual time.
   */
  fetch(bundle: FederatedBundle, options?: BundleFetchOptions | undefined | null): Promise<BundleFetch>
}

/** What changes when one bundle of a trust domain takes the place of another; as text, in lines. */
export declare class BundleDiff {
  private constructor()
  /** Whose bundles these are. */
  get trustDomain(): TrustDomain
  /** Whether nothing changes. */
  get isEmpty(): boolean
  /** Authorities that only the new bundle has. */
  get added(): Array<Certificate>
  /** Authorities that only the old bundle has: what they issued is refused from now on. */
  get removed(): Array<Certificate>
  /** Old and new certificates of authorities that kept subject and key. */
  get renewed(): [old: Certificate, new: Certificate][]
  /** Authorities of both. */
  get kept(): Array<Certificate>
  /** What speaks against taking the new bundle. */
  get findings(): Finding[]
  /** The changes, a line each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): BundleDiffRecord
}

/** Whose bundle is to be had where, and how the server there proves itself. */
export declare class BundleEndpoint {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleEndpoint): boolean
  /** An endpoint that proves itself by a certificate of the Web PKI. Throws `TrustError`. */
  static httpsWeb(domain: TrustDomainLike, url: string): BundleEndpoint
  /** An endpoint that proves itself by an SVID with this ID, under this bundle. Throws `TrustError`. */
  static httpsSpiffe(domain: TrustDomainLike, url: string, endpointId: SpiffeIdLike, endpointBundle: TrustBundle): BundleEndpoint
  /** Whose bundle it serves. */
  get trustDomain(): TrustDomain
  /** Where. */
  get url(): string
  /** How its server proves itself. */
  get profile(): EndpointProfile
  /** Whether the bundle that it serves vouches for its own server. */
  get isSelfServing(): boolean
  /** The URL. */
  toString(): string
}

/** A fetch that got a bundle. */
export declare class BundleFetch {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleFetch): boolean
  /** What came of it. */
  get outcome(): 'taken' | 'unchanged' | 'older'
  /** Whose bundle it is. */
  get trustDomain(): string
  /** How the server proved itself. */
  get profile(): EndpointProfile
  /** Where it came from in the end. */
  get url(): string
  /** The sequence number that was fetched. */
  get sequence(): bigint | null
  /** What it changes; null for the first bundle. */
  get diff(): BundleDiff | null
  /** What speaks against the bundle that was fetched. */
  get findings(): Finding[]
  /** All of it as a plain object. */
  toJSON(): Record<string, unknown>
  /** A line for logs, then the findings. */
  toString(): string
}

/**
 * Fetches bundles when they are due, on threads of its own, and puts each in force in a `LiveVerifier`, until it is closed.
 * It does not keep the process alive. What cannot be fetched stays in force as it was; the bundles themselves say how
 * they fare.
 */
export declare class BundleKeeper {
  private constructor()
  /**
   * Begins. Bundles that are there already are in force when it returns. Throws `TrustError` for two of one trust
   * domain.
   */
  static start(client: BundleClient, bundles: Array<FederatedBundle>, verifier: LiveVerifier): BundleKeeper
  /** Whether it fetches: not after `close`. */
  get isOpen(): boolean
  /** `open` or `closed`. */
  toString(): string
  /** Stops fetching, and gives up what is under way, in a fraction of a second. Closing twice is once. */
  close(): Promise<void>
}

/** A `BundleServer` that answers at an address until it is closed. While it does, it keeps the process alive. */
export declare class BundleListener {
  private constructor()
  /** Where it answers. */
  get address(): HostAndPort
  /** Whether it answers: not after `close`. */
  get isOpen(): boolean
  /** Stops answering, and closes the connections under way, in a fraction of a second. Closing twice is once. */
  close(): Promise<void>
  /** Where it answers. */
  toString(): string
}

/** What a bundle endpoint says to a request: the newest bundle to every GET. It does no I/O. */
export declare class BundlePublisher {
  /** A publisher of this bundle, with sequence number 1 if it has none. Throws `TrustError`. */
  constructor(bundle: TrustBundle)
  /** The bundle that it serves. */
  get bundle(): TrustBundle
  /**
   * Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
   * `TrustError`.
   */
  publish(bundle: TrustBundle): void
  /** The answer to a request with this method. */
  answer(method: string): BundleAnswer
}

/** A GET that is to be made now, and what the server must prove first. */
export declare class BundleRequest {
  private constructor()
  /** Whether both say the same. */
  equals(other: BundleRequest): boolean
  /** What to get. */
  get url(): string
  /** The host of the URL. */
  get host(): string
  /** The port of the URL. */
  get port(): number
  /** Path and query. */
  get target(): string
  /** The name that the server's certificate of the Web PKI must have; null for `https_spiffe`. */
  get serverName(): string | null
  /** The ID that the server's SVID must have; null for `https_web`. */
  get endpointId(): SpiffeId | null
  /** The bundle that vouches for the server's SVID; null for `https_web`. */
  get endpointBundle(): TrustBundle | null
  /** The URL. */
  toString(): string
}

/** Answers HTTPS requests with the newest bundle, and asks no client for a certificate. */
export declare class BundleServer {
  /**
   * A server that presents `identity`: an SVID for `https_spiffe`, a certificate of the Web PKI for `https_web`. The
   * bundle is served with sequence number 1 if it has none. Throws `TlsError`, `TrustError`.
   */
  constructor(bundle: TrustBundle, identity: TlsIdentity, options?: BundleServerOptions | undefined | null)
  /** The bundle that it serves now. */
  get bundle(): TrustBundle
  /**
   * Serves this bundle from now on; new content needs a higher sequence number, and gets one if it has none. Throws
   * `TrustError`.
   */
  publish(bundle: TrustBundle): void
  /**
   * Presents another identity from the next handshake on: an SVID must be renewed long before its server ends. Throws
   * `TlsError`.
   */
  present(identity: TlsIdentity): void
  /**
   * Answers at this address from now on, on threads of its own; at port 0, at one that is free. Rejects with an `Error`
   * with a `code` such as `EADDRINUSE`.
   */
  listen(host: string, port: number): Promise<BundleListener>
}

/** Bundles by trust domain, never pooled: a peer's trust domain picks the one that may vouch for it. */
export declare class BundleSet {
  /** A set of these bundles. Throws `TrustError` for two bundles of one trust domain. */
  constructor(bundles: Array<TrustBundle>, options?: BundleSetOptions | undefined | null)
  /** Reads a SPIFFE bundle map, whole or not at all. */
  static fromSpiffeJson(json: Document, options?: BundleMapOptions | undefined | null): BundleSet
  /** The bundle that may vouch for this trust domain; null if there is none. */
  get(domain: TrustDomainLike): TrustBundle | null
  /** What changes when `newer` takes the place of this set. */
  diff(newer: BundleSet): BundleSetDiff
  /** The set with this bundle, in place of the one of the same trust domain. */
  withBundle(bundle: TrustBundle): BundleSet
  /** The set without this trust domain. */
  without(domain: TrustDomainLike): BundleSet
  /** The bundles, ordered by trust domain. */
  get bundles(): Array<TrustBundle>
  /** How many trust domains have a bundle. */
  get size(): number
  /** The SPIFFE bundle map as text. */
  toSpiffeJson(): string
  /** The trust domains. */
  toString(): string
  /** The SPIFFE bundle map. */
  toJSON(): unknown
}

/** What changes when one set of bundles takes the place of another; as text, in lines. */
export declare class BundleSetDiff {
  private constructor()
  /** Whether nothing changes. */
  get isEmpty(): boolean
  /** Trust domains that only the new set has. */
  get added(): Array<TrustDomain>
  /** Trust domains that only the old set has: their peers are refused from now on. */
  get removed(): Array<TrustDomain>
  /** What changes within those of both. */
  get changed(): Array<BundleDiff>
  /** The changes, a line each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): BundleSetDiffRecord
}

/**
 * Trust bundles in files, one for each trust domain, PEM or a SPIFFE bundle document, read again and again. A file that goes
 * bad leaves the other bundles as they are, and its own as it was. One that is taken away withdraws nothing, since it cannot
 * be told from one that is being replaced; a document with no keys does.
 */
export declare class BundleSource {
  private constructor()
  /**
   * Reads all files, on a thread of its own; where one is no part of a Kubernetes volume that takes the settling time. It
   * begins whole or not at all: rejects with `TrustError`.
   */
  static open(paths: Record<string, string>, options?: SourceOptions | undefined | null): Promise<BundleSource>
  /** `open`, waiting here. */
  static openSync(paths: Record<string, string>, options?: SourceOptions | undefined | null): BundleSource
  /** The last good bundles. */
  get bundles(): BundleSet
  /** How the file of each trust domain is doing. */
  get states(): Record<string, SourceState>
  /**
   * Looks at the files now, here. Whether a bundle was new; `states` says what went wrong. A file that is no part of a
   * Kubernetes volume is taken at the first look after its settling time.
   */
  poll(): boolean
  /**
   * Looks at the files every so many seconds from now on, on a thread of its own, until `unwatch`. It does not keep the
   * process alive. Throws `TrustError` where the system has no thread.
   */
  watch(intervalSeconds: number): void
  /** Stops looking. */
  unwatch(): void
  /** The files, how often something was taken of each, and what went wrong last. */
  toString(): string
}

/** An X.509 certificate. Reading judges nothing: that is for `ChainVerifier`. */
export declare class Certificate {
  /** Reads one certificate, PEM or DER. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads the one certificate of a PEM text. */
  static fromPem(pem: Document): Certificate
  /** Reads one certificate in DER. */
  static fromDer(der: Uint8Array): Certificate
  /** Its bytes. */
  get der(): Buffer
  /** The certificate as a PEM block. */
  toPem(): string
  /** The subject as RFC 4514 text. */
  get subject(): string
  /** The issuer as RFC 4514 text. */
  get issuer(): string
  /** Whether issuer and subject are the same. */
  get isSelfIssued(): boolean
  /** The serial number, lowercase hex with colons. */
  get serial(): string
  /** X.509 version, 3 nearly always. */
  get version(): number
  /** Start of validity. */
  get notBefore(): Date
  /** End of validity, inclusive. */
  get notAfter(): Date
  /** Whether the date lies within its validity. */
  isValidAt(at: Date): boolean
  /** Whether it may issue certificates. */
  get isCa(): boolean
  /** How many intermediates may stand below it; null for any number. */
  get pathLength(): number | null
  /** Key usage (`digitalSignature`, …); null where the extension is absent. */
  get keyUsage(): Array<string> | null
  /** Extended key usage (`serverAuth`, …); null where the extension is absent. */
  get extendedKeyUsage(): Array<string> | null
  /** The SPIFFE ID, where it has exactly one URI and that is one. Not verified. */
  get spiffeId(): SpiffeId | null
  /** DNS names. */
  get dnsNames(): Array<string>
  /** IP addresses as text. */
  get ipAddresses(): Array<string>
  /** URIs, SPIFFE IDs among them. */
  get uris(): Array<string>
  /** E-mail addresses. */
  get emails(): Array<string>
  /** The public key. */
  get publicKey(): PublicKey
  /** The signature algorithm as OpenSSL names it. */
  get signatureAlgorithm(): string
  /** SHA-256 of the DER, lowercase hex. */
  get fingerprintSha256(): string
  /** SHA-256 of the public key, lowercase hex. */
  get spkiSha256(): string
  /** SHA-256 of the public key in Base64, as `curl --pinnedpubkey sha256//…` takes it. */
  get spkiPin(): string
  /** The subject key identifier; null where the extension is absent. */
  get subjectKeyId(): Buffer | null
  /** The key identifier of the issuer; null where it has none. */
  get authorityKeyId(): Buffer | null
  /** Whether `issuer` has the name that this certificate gives its issuer. */
  namesAsIssuer(issuer: Certificate): boolean
  /** Everything that stands in it. */
  info(): CertificateInfo
  /** Everything that stands in it, as text for people. */
  describe(): string
  /** Throws `PkiError` unless this certificate is signed by the issuer's key. Says nothing about names and dates. */
  verifySignedBy(issuer: Certificate): void
  /** Whether both have the same bytes. */
  equals(other: Certificate): boolean
  /** Subject and serial number. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): CertificateInfo
}

/** A CA that can issue: a root, or an intermediate below one. It holds its key; `util.inspect` does not show it. */
export declare class CertificateAuthority {
  private constructor()
  /** A new root CA. Rejects with `IssueError`. */
  static root(commonName: string, options?: AuthorityOptions | undefined | null): Promise<CertificateAuthority>
  /** A new CA signed by this one, in its trust domain. It issues leaves only, unless told otherwise. */
  intermediate(commonName: string, options?: AuthorityOptions | undefined | null): Promise<CertificateAuthority>
  /** A CA out of its parts; `pool` holds the certificates between it and one of the roots, in any order. */
  static fromParts(certificate: Certificate, key: PrivateKey, pool: Array<Certificate>, roots: Array<Certificate>): CertificateAuthority
  /** Loads a CA that `save` wrote, or the files of an Istio `cacerts` Secret. */
  static load(directory: string): Promise<CertificateAuthority>
  /** Reads the entries of an Istio `cacerts` Secret, decoded from Base64. Throws `IssueError`. */
  static fromCacerts(entries: Record<string, Document>): CertificateAuthority
  /** The entries of an Istio `cacerts` Secret. `ca-key.pem` among them is the CA's private key. */
  secretCacerts(): Record<string, string>
  /** Saves the CA in the layout of Istio's `cacerts`, readable by its owner alone. Refuses to write over another CA. */
  save(directory: string): Promise<void>
  /** `save`, over whatever CA is there. */
  replace(directory: string): Promise<void>
  /** An X509-SVID for a workload, with a new key. A day unless told otherwise. */
  svid(id: SpiffeIdLike, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** A server certificate for DNS names and IP addresses, with a new key. 45 days unless told otherwise. */
  server(names: Array<string>, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** A client certificate known by its common name, with a new key. 45 days unless told otherwise. */
  client(commonName: string, options?: LeafOptions | undefined | null): Promise<IssuedCertificate>
  /** Signs a request if the policy grants all that it asks for, and gives the leaf with its chain. */
  signCsr(request: CertificateRequest, policy: CsrPolicy, options?: SignOptions | undefined | null): Promise<CertificateChain>
  /** Signs a revocation list with this number, which must grow from list to list. */
  crl(number: number, options?: CrlOptions | undefined | null): Promise<Crl>
  /** The CA's own certificate. */
  get certificate(): Certificate
  /** The certificates between this CA and its root, nearest first. */
  get intermediates(): Array<Certificate>
  /** The root that it leads to first, then any that were saved with it. */
  get roots(): Array<Certificate>
  /** Whether it is its own root. */
  get isRoot(): boolean
  /** The trust domain that it is bound to; null for any. */
  get trustDomain(): TrustDomain | null
  /** How many CAs may still stand between this one and a leaf; null without a limit. */
  get pathLen(): number | null
  /** The CA's private key, for storing it elsewhere than `save` does. */
  privateKey(): PrivateKey
  /** The CA's subject; never its key. */
  toString(): string
  /** The CA's certificate; never its key. */
  toJSON(): { certificate: CertificateInfo }
}

/** A certificate chain as a peer presents it: the leaf first, then its issuers. Never empty. */
export declare class CertificateChain {
  /** A chain of these certificates, in this order. Throws `PkiError`. */
  static fromCertificates(certificates: Array<Certificate>): CertificateChain
  /** Reads the certificates of a PEM text, or one certificate in DER. */
  constructor(data: Document)
  /** Reads the certificates of a PEM text. */
  static fromPem(pem: Document): CertificateChain
  /** Reads certificates in DER, one an element. */
  static fromDer(certificates: Array<Uint8Array>): CertificateChain
  /** The certificates, leaf first. */
  get certificates(): Array<Certificate>
  /** The first certificate. */
  get leaf(): Certificate
  /** All but the leaf. */
  get issuers(): Array<Certificate>
  /** How many certificates; at least 1. */
  get length(): number
  /** The certificates' bytes. */
  toDer(): Array<Buffer>
  /** The certificates as PEM blocks, one after the other. */
  toPem(): string
  /** What is wrong with the order and the set of certificates; verifies no signature and no date. */
  checkOrder(): Finding[]
  /**
   * The same certificates with the leaf first and each one's issuer behind it. Throws `PkiError` when they form no
   * single chain.
   */
  sorted(): CertificateChain
  /** Whether both hold the same certificates in the same order. */
  equals(other: CertificateChain): boolean
  /** The subjects, leaf first. */
  toString(): string
  /** Everything that stands in the certificates. */
  toJSON(): CertificateInfo[]
}

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

/**
 * Verifies certificate chains against the bundle of the leaf's own trust domain. Immutable: to change what is
 * trusted, make another one.
 */
export declare class ChainVerifier {
  /** A verifier over these bundles. Throws `VerificationError` for a profile or purpose that does not exist. */
  constructor(bundles: BundlesLike, options?: VerifierOptions | undefined | null)
  /** Judges a chain, off the main thread. Rejects with `VerificationError`, whose `findings` say all that is wrong. */
  verify(chain: ChainLike, options?: VerifyOptions | undefined | null): Promise<VerifiedPeer>
  /** Judges a chain at once: some hundred microseconds. Throws `VerificationError`. */
  verifySync(chain: ChainLike, options?: VerifyOptions | undefined | null): VerifiedPeer
  /**
   * Judges many chains over the processors at hand, as an audit does: for each, in order, the peer or the
   * `VerificationError` that `verify` would reject with.
   */
  verifyBatch(chains: Array<ChainLike>, options?: ExplainOptions | undefined | null): Promise<Array<VerifiedPeer | VerificationError>>
  /** Another verifier with the same settings over these bundles. It remembers no peer of this one. */
  withBundles(bundles: BundlesLike): ChainVerifier
  /** Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread. */
  explain(chain: ChainLike, options?: VerifyOptions | undefined | null): Promise<ChainReport>
  /** `explain` at once. */
  explainSync(chain: ChainLike, options?: VerifyOptions | undefined | null): ChainReport
  /** The bundles that it verifies against. */
  get bundles(): BundleSet
  /** The profile that it verifies under. */
  get profile(): Profile
  /** What was left out of the bundles when the verifier was made. */
  get findings(): Finding[]
  /** The profile and the trust domains. */
  toString(): string
}

/** What a recipe gives for one of several clusters. It holds a private key; `util.inspect` and JSON do not show it. */
export declare class ClusterOutput {
  private constructor()
  /** The name of the cluster. */
  get cluster(): string
  /** What is for this cluster. */
  get output(): RecipeOutput
  /** The name and what the manifests are; never the key. */
  toString(): string
  /** The name and what the manifests are; never the key. */
  toJSON(): { cluster: string; resources: string[] }
}

/** A server's configuration: the main file first, and the files that it includes under the names that its directives give. */
export declare class ConfigFiles {
  /** These texts by name, the main one first. */
  constructor(texts: Record<string, string>, options?: ConfigFilesOptions | undefined | null)
  /**
   * From disk: a main file, with what it includes from its folder and beneath, or a folder of manifests. Rejects with
   * `OriginError`.
   */
  static load(path: string, options?: ConfigLoadOptions | undefined | null): Promise<unknown>
  /** `load`, waiting here. */
  static loadSync(path: string, options?: ConfigLoadOptions | undefined | null): ConfigFiles
  /**
   * The names of the files given, the main one first, and then of those that checks have read from disk so far because a
   * directive names them: what is included, CAs, lists of certificates.
   */
  get names(): Array<string>
  /** The name of the main file. */
  toString(): string
}

/** The listeners of a configuration, what is wrong with them, and what it comes to. */
export declare class ConfigReport {
  private constructor()
  /** Whose configuration it is. */
  get kind(): ConfigKind
  /** What the configuration promises. */
  get verdict(): OriginVerdict
  /** The ways around, of a verdict of `bypass`. */
  get bypasses(): BypassKind[]
  /** 0 for `enforced`, and a number of its own from 10 on for every other verdict. */
  get exitCode(): number
  /** The sockets and the virtual hosts on them, in the order of the configuration. */
  get listeners(): ConfigListener[]
  /** What is wrong, the gravest first, each with its file and line and the next step. */
  get findings(): Finding[]
  /** Whether something of severity `error` was found. */
  get hasErrors(): boolean
  /** Whether both say the same. */
  equals(other: ConfigReport): boolean
  /** For people: the verdict, a line for each listener, the findings. */
  toText(): string
  /** For people, as `toText`. */
  toString(): string
  /** For code scanning: SARIF 2.1.0, each finding at its line. */
  toSarif(): string
  /** All of it as a plain object. */
  toJSON(): ConfigReportRecord
}

/** A certificate revocation list. */
export declare class Crl {
  /** Reads one list, PEM or DER. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads one list, PEM or DER, off the main thread: a large one takes a while. Rejects with `PkiError`. */
  static read(data: Document): Promise<Crl>
  /** Reads the one list of a PEM text. */
  static fromPem(pem: Document): Crl
  /** Reads one list in DER. */
  static fromDer(der: Uint8Array): Crl
  /** Its bytes. */
  get der(): Buffer
  /** The list as a PEM block. */
  toPem(): string
  /** The issuer as RFC 4514 text. */
  get issuer(): string
  /** When it was issued. */
  get thisUpdate(): Date
  /** When the next one is due. */
  get nextUpdate(): Date | null
  /** Whether the date lies between this update and the next. */
  isCurrentAt(at: Date): boolean
  /** Its number, hex; null where it has none. */
  get number(): string | null
  /** How many certificates it revokes. */
  get length(): number
  /** What it revokes; mostly off the main thread. */
  entries(): Promise<CrlEntry[]>
  /** `entries` at once. */
  entriesSync(): CrlEntry[]
  /** The entry that revokes this certificate; null if there is none, or the list is another issuer's. */
  entryOf(certificate: Certificate): CrlEntry | null
  /** Throws `PkiError` unless the list is signed by the issuer's key. */
  verifySignedBy(issuer: Certificate): void
  /** Everything that stands in it. */
  info(): CrlInfo
  /** The issuer and the number of entries. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): CrlInfo
}

/** What a certificate request is granted. */
export declare class CsrPolicy {
  private constructor()
  /** An SVID for this ID. */
  static exact(id: SpiffeIdLike, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** An SVID for whichever one ID the request names, if it matches the pattern. */
  static matching(pattern: IdentityPattern, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** A server certificate for one or more of these DNS names and IP addresses. */
  static server(names: Array<string>, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** A client certificate under this common name. */
  static client(commonName: string, options?: CsrPolicyOptions | undefined | null): CsrPolicy
  /** What is granted, in words. */
  toString(): string
}

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

/** An edge network, as an origin sees it: what it presents, whether that binds it to one customer, and how it is replaced. */
export declare class EdgeProvider {
  /** The provider with this name. Throws `OriginError` with the name that comes closest. */
  constructor(name: ProviderName)
  /** One that is not known here. */
  static custom(name: string, presents: Presents, options?: CustomProviderOptions | undefined | null): EdgeProvider
  /** Every provider that is known. */
  static all(): Array<EdgeProvider>
  /** Its name in options. */
  get name(): string
  /** Its name for people. */
  get title(): string
  /** Whose certificate it shows. */
  get presents(): Presents
  /** Whether its certificate proves that a request came for this customer, and not only through the network. */
  get isTenantBound(): boolean
  /** The authorities that are known to issue its certificates: those of Cloudflare's shared certificate; null for all others. */
  get anchors(): TrustAnchors | null
  /** Whether both are the same. */
  equals(other: EdgeProvider): boolean
  /** Title and name. */
  toString(): string
  /** All of it as a plain object: rules for the leaf, other proof, rotation, notes. */
  toJSON(): EdgeProviderRecord
}

/**
 * Judges the certificates of servers, and of clients at the edge, by DNS name, address or e-mail address. Immutable:
 * to change what is trusted, make another one.
 */
export declare class EdgeVerifier {
  /**
   * A verifier over these authorities. The profile has to be given. Throws `VerificationError` for one that does not
   * exist or is for SPIFFE IDs.
   */
  constructor(authorities: AnchorsLike, options: EdgeVerifierOptions)
  /**
   * Judges a chain, off the main thread: the path, and that the leaf is valid for the name. Rejects with
   * `VerificationError`, whose `findings` say all that is wrong.
   */
  verify(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): Promise<VerifiedCertificate>
  /** Judges a chain at once: some hundred microseconds. Throws `VerificationError`. */
  verifySync(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): VerifiedCertificate
  /**
   * Judges many chains over the processors at hand, each by the name in its place: for each, in order, the verdict or
   * the `VerificationError` that `verify` would reject with.
   */
  verifyBatch(chains: Array<ChainLike>, names: Array<ExpectedName>, options?: ExplainOptions | undefined | null): Promise<Array<VerifiedCertificate | VerificationError>>
  /** Says of every certificate what is wrong with it, beside the verdict of `verify`; off the main thread. */
  explain(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): Promise<ChainReport>
  /** `explain` at once. */
  explainSync(chain: ChainLike, name: ExpectedName, options?: ExplainOptions | undefined | null): ChainReport
  /** The authorities that it verifies against. */
  get anchors(): TrustAnchors
  /** The profile that it verifies under. */
  get profile(): EdgeProfile
  /** The role that it verifies for. */
  get purpose(): Purpose
  /** What was left out of the trust anchors when the verifier was made. */
  get findings(): Finding[]
  /** The profile and the number of authorities. */
  toString(): string
}

/**
 * The bundle of another trust domain, kept current from its endpoint. A `BundleClient` fetches it, a `BundleKeeper`
 * again and again; or make the `request` and give it the `answer`. The last good bundle stays whatever comes back.
 */
export declare class FederatedBundle {
  /** A bundle to be fetched at once. Throws `TrustError`. */
  constructor(endpoint: BundleEndpoint, options?: FederatedBundleOptions | undefined | null)
  /** Where it comes from. */
  get endpoint(): BundleEndpoint
  /** The last good bundle; null before the first. */
  get bundle(): TrustBundle | null
  /** When to fetch next. */
  get nextAt(): Date
  /** How many fetches failed since the last good one. */
  get failures(): number
  /** Why the last fetch failed; null if it did not. */
  get failure(): TrustError | null
  /** Whether it is time to fetch, now by default. */
  isDue(at?: Date | undefined | null): boolean
  /** The GET to be made, of the configured URL. */
  request(): BundleRequest
  /** What to make of an answer: the next request after a redirect, else the fetch. Throws `TrustError` if it failed. */
  answer(request: BundleRequest, status: number, body: Document, options?: BundleAnswerOptions | undefined | null): BundleRequest | BundleFetch
  /** The fetch failed before there was an answer. The bundle stays; the next fetch is at the usual time. */
  fail(reason: string, at?: Date | undefined | null): void
  /** A new bundle for the trust domain of the endpoint's own ID. Throws `TrustError`. */
  replaceEndpointBundle(bundle: TrustBundle): void
}

/**
 * The header `X-Forwarded-Client-Cert` of Envoy and Istio, text or JSON: who a proxy says the client is. It proves
 * nothing by itself: read it only from a proxy that you trust, behind a port that nobody else reaches.
 */
export declare class ForwardedClientCert {
  private constructor()
  /** Reads the header's value strictly; several lines are joined with `,` before. Throws `PkiError`. */
  static parse(header: string, options?: ForwardedOptions | undefined | null): ForwardedClientCert
  /** How it was written. */
  get form(): 'text' | 'json'
  /** One element for each proxy, the nearest last; never empty. */
  get elements(): Array<ForwardedElement>
  /** What the nearest proxy says: the last element. */
  get nearest(): ForwardedElement
  /** The client's SPIFFE ID as the nearest proxy says it. Throws `PkiError` where its URI is none. */
  spiffeId(): SpiffeId
  /** `forwarded-text-unproven` where an element in text has no certificate, so that a name in it may be forged. */
  get warnings(): Finding[]
  /** Whether both say the same in the same form. */
  equals(other: ForwardedClientCert): boolean
  /** The form and the number of elements. */
  toString(): string
}

/** What one proxy says of the certificate that its client presented. */
export declare class ForwardedElement {
  private constructor()
  /** Which element of the header it is, from 1. */
  get number(): number
  /** The URI names of the proxy's own certificate. */
  get by(): Array<string>
  /** SHA-256 of the client's certificate, lowercase hex; null where it is not written. */
  get hash(): string | null
  /** The client's certificate, where it was forwarded. Nothing here verified it. */
  get certificate(): Certificate | null
  /** What the client presented, where it was forwarded. */
  get chain(): CertificateChain | null
  /** The subject as it is written; null where it is not. */
  get subject(): string | null
  /** The issuer as it is written; null where it is not. */
  get issuer(): string | null
  /** The URI names of the certificate, or those written where there is none. */
  get uris(): Array<string>
  /** The DNS names, in the same way. */
  get dnsNames(): Array<string>
  /** The client's SPIFFE ID. Throws `PkiError` where its URI is none. */
  spiffeId(): SpiffeId
  /** Everything that stands in it. */
  info(): ForwardedElementInfo
  /** Whether both say the same. */
  equals(other: ForwardedElement): boolean
  /** Its URIs. */
  toString(): string
  /** Everything that stands in it. */
  toJSON(): ForwardedElementInfo
}

/** A rule that a SPIFFE ID keeps or not. */
export declare class IdentityPattern {
  /** Reads a pattern from JSON (`{"exact": "spiffe://…"}`, `{"any_of": […]}`), or a bare SPIFFE ID as an exact one. */
  constructor(json: string)
  /** This ID and no other. */
  static exact(id: SpiffeIdLike): IdentityPattern
  /** Every workload of a trust domain. */
  static anyIn(domain: TrustDomainLike): IdentityPattern
  /** Every ID at or below a path: `/ns/shop` takes in `/ns/shop/sa/cart` and not `/ns/shopping`. */
  static pathPrefix(domain: TrustDomainLike, path: string): IdentityPattern
  /** Istio's match on principals: exact, `prefix*`, `*suffix` or `*`. */
  static istioPrincipal(pattern: string): IdentityPattern
  /** What at least one of these takes. */
  static anyOf(patterns: Array<IdentityPattern>): IdentityPattern
  /** What all of these take. */
  static allOf(patterns: Array<IdentityPattern>): IdentityPattern
  /** Everybody else; use it inside `allOf`, beside the trust domain that is meant. */
  static not(pattern: IdentityPattern): IdentityPattern
  /** Whether the ID matches. */
  matches(id: SpiffeIdLike): boolean
  /** Why the ID does not match, in words; null if it does. */
  mismatch(id: SpiffeIdLike): string | null
  /** What deserves a second look: a match that is wider than it reads. */
  cautions(): Finding[]
  /** Whether both are written the same. */
  equals(other: IdentityPattern): boolean
  /** The pattern in words. */
  toString(): string
  /** The pattern as JSON has it; `new IdentityPattern(JSON.stringify(it))` reads it again. */
  toJSON(): PatternDocument
}

/**
 * A certificate chain and its key in PEM files, read again and again: a mounted Secret, what cert-manager or an agent
 * writes, files that are copied by hand. The last good pair stays in force; a torn write and a key that is not the
 * certificate's are never served.
 */
export declare class IdentitySource {
  private constructor()
  /**
   * `tls.crt` and `tls.key` in a directory, as in a mounted Secret of type `kubernetes.io/tls`. Reads them, on a thread of
   * its own; where they are no part of a Kubernetes volume that takes the settling time. Rejects with `TrustError`.
   */
  static openDirectory(path: string, options?: SourceOptions | undefined | null): Promise<IdentitySource>
  /** `openDirectory`, waiting here. */
  static openDirectorySync(path: string, options?: SourceOptions | undefined | null): IdentitySource
  /** The chain, leaf first, and the leaf's key; both may be one file. As `openDirectory`. */
  static openFiles(certificate: string, key: string, options?: SourceOptions | undefined | null): Promise<IdentitySource>
  /** `openFiles`, waiting here. */
  static openFilesSync(certificate: string, key: string, options?: SourceOptions | undefined | null): IdentitySource
  /** What `TlsServer` and `TlsClient` present; it follows the files. */
  get identity(): LiveIdentity
  /** How the files are doing. */
  get state(): SourceState
  /**
   * Looks at the files now, here. Whether a new identity was taken; `state` says what went wrong. Files that are no part of
   * a Kubernetes volume are taken at the first look after their settling time.
   */
  poll(): boolean
  /**
   * Looks at the files every so many seconds from now on, on a thread of its own, until `unwatch`. It does not keep the
   * process alive. Throws `TrustError` where the system has no thread.
   */
  watch(intervalSeconds: number): void
  /** Stops looking. */
  unwatch(): void
  /** The files, how often something was taken, and what went wrong last. */
  toString(): string
}

/** A certificate with its chain and the private key made for it. */
export declare class IssuedCertificate {
  private constructor()
  /** The leaf and the intermediates, in the order that TLS sends them; never the root. */
  get chain(): CertificateChain
  /** The leaf's private key. */
  get key(): PrivateKey
  /** The leaf; never its key. */
  toString(): string
  /** The chain; never the key. */
  toJSON(): { chain: CertificateInfo[] }
}

/**
 * The `TlsIdentity` in force, for servers and clients that keep running while certificates change. Every handshake
 * presents the one that is in force when it needs one; connections that are there stay as they are.
 */
export declare class LiveIdentity {
  /** Begins with this identity. */
  constructor(identity: TlsIdentity)
  /** The identity in force now, or the one that was in force last if it is withdrawn; it does not change. */
  get current(): TlsIdentity
  /** Puts another identity in force and gives the one that was. */
  replace(identity: TlsIdentity): TlsIdentity
  /**
   * Presents no identity any more, until `replace` puts one in force: a server refuses every handshake, and a client answers
   * a request for a certificate with none.
   */
  withdraw(): void
  /** Whether no identity is presented. */
  get isWithdrawn(): boolean
  /** The SPIFFE ID or the subject of the identity in force; never the key. */
  toString(): string
}

/** The `ChainVerifier` in force, for servers and clients that keep running while bundles change. */
export declare class LiveVerifier {
  /** Begins with this verifier. */
  constructor(verifier: ChainVerifier)
  /** The verifier in force now; it does not change. */
  get current(): ChainVerifier
  /** Puts another verifier in force and gives the one that was. */
  replace(verifier: ChainVerifier): ChainVerifier
  /** Puts these bundles in force, under all other settings of the verifier that is. On an error that one stays. */
  reload(bundles: BundlesLike): void
  /**
   * Puts the bundles of this source in force, now and whenever one is new, beside those of other trust domains. A
   * `BundleSource` must be watched or polled. A bundle that a `WorkloadApi` takes back goes, unless another one is in its
   * place.
   */
  follow(source: BundleFeed): void
  /** The profile and the trust domains of the verifier in force. */
  toString(): string
}

/** What an origin demands of a request before it believes that the edge sent it. */
export declare class OriginPolicy {
  /**
   * A policy for requests through this edge. Throws `OriginError` for authorities that cannot be the edge's, and for what is no
   * host, header or pin.
   */
  constructor(provider: ProviderLike, options?: OriginPolicyOptions | undefined | null)
  /** Judges a request by everything that is demanded: all reasons are named, not the first alone. */
  admit(request: EdgeRequestOptions): Admission
  /** The edge. */
  get provider(): EdgeProvider
  /** The authorities that may vouch for the edge; null where it shows no certificate. */
  get anchors(): TrustAnchors | null
  /** The verifier for handshakes, for `TlsServer`. Throws `OriginError` where the provider shows no certificate. */
  get verifier(): EdgeVerifier
  /** Whether a request that is admitted came for this customer of the edge, and not only through the network. */
  get isTenantBound(): boolean
  /** What speaks against the policy, dates apart. */
  get findings(): Finding[]
  /** What speaks against it at a time: `findings`, and authorities that have ended or soon will. */
  findingsAt(options?: FindingsOptions | undefined | null): Finding[]
  /** The provider's name. */
  toString(): string
}

/** A private key. `util.inspect` and JSON leave its secret out; what hands it out is called `secret…`. */
export declare class PrivateKey {
  /** Reads one key, PEM or DER: PKCS#8, SEC1 or PKCS#1. Throws `PkiError`. */
  constructor(data: Document)
  /** Reads the one key of a PEM text. */
  static fromPem(pem: Document): PrivateKey
  /** Reads one key in DER. */
  static fromDer(der: Uint8Array): PrivateKey
  /** `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier. */
  get algorithm(): string
  /** The document that it came in. */
  get format(): 'pkcs8' | 'sec1' | 'pkcs1'
  /** Its public half. */
  publicKey(): PublicKey
  /** Whether it is the key of this certificate. */
  matches(certificate: Certificate): boolean
  /** The key as PKCS#8 PEM. JavaScript cannot wipe the text: let go of it soon. */
  secretPkcs8Pem(): string
  /** The key as PKCS#8 DER; fill the buffer with zeros when done. */
  secretPkcs8Der(): Buffer
  /** Writes PKCS#8 PEM that its owner alone can read, whole or not at all. */
  writePem(path: string): Promise<void>
  /** The algorithm; never the key. */
  toString(): string
  /** The algorithm; never the key. */
  toJSON(): { algorithm: string }
}

/** What a probe saw and what it means. */
export declare class ProbeReport {
  private constructor()
  /** The target, as it was named. */
  get target(): string
  /** The verdict. */
  get verdict(): OriginVerdict
  /** The ways around, of a verdict of `bypass`. */
  get bypasses(): Array<BypassKind>
  /** 0 for `enforced`, and a number of its own from 10 on for every other verdict. */
  get exitCode(): number
  /** What each probe saw: who was sent, what came back, in which phase, and how it was read. */
  get evidence(): Array<ProbeEvidence>
  /** What is wrong or unproved, the gravest first, each with the next step. */
  get findings(): Array<Finding>
  /** How many connections were begun. */
  get connections(): number
  /** How long the run took. */
  get elapsedSeconds(): number
  /** Whether both say the same. */
  equals(other: ProbeReport): boolean
  /** For people: the verdict, the table of evidence, the findings. */
  toText(): string
  /** For people, as `toText`. */
  toString(): string
  /** For code scanning: SARIF 2.1.0. */
  toSarif(): string
  /** All of it as plain values. */
  toJSON(): ProbeReportRecord
}

/** A public key. */
export declare class PublicKey {
  private constructor()
  /** `ECDSA P-256`, `RSA 2048`, `Ed25519`, or an object identifier. */
  get algorithm(): string
  /** Bits of the key; 0 where not known. */
  get bits(): number
  /** The SubjectPublicKeyInfo in DER. */
  get spkiDer(): Buffer
  /** SHA-256 of the SubjectPublicKeyInfo, lowercase hex. */
  get sha256(): string
  /** The same in Base64, as in `pin-sha256` and `curl --pinnedpubkey`. */
  get pin(): string
  /** The key as a PEM block `PUBLIC KEY`. */
  toPem(): string
  /** Whether both are the same key. */
  equals(other: PublicKey): boolean
  /** The algorithm and the key's SHA-256. */
  toString(): string
}

/** What a recipe gives. It holds a private key; `util.inspect` and JSON do not show it. */
export declare class RecipeOutput {
  private constructor()
  /** The whole set-up, in the order in which it is applied. */
  get manifests(): Manifest[]
  /** The manifests as one YAML stream. */
  toYaml(): string
  /** The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them. */
  get values(): string | null
  /** What must be applied beside the values, because the chart has no value for it. */
  get besideValues(): Manifest[]
  /** What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests. */
  get files(): Record<string, string>
  /** What the recipe takes for granted and could not check. */
  get assumptions(): Array<string>
  /** What it did check and wants said: warnings and hints. */
  get findings(): Finding[]
  /** What the manifests are; never the key. */
  toString(): string
  /** What the manifests are, and the findings; never the key. */
  toJSON(): { resources: string[]; assumptions: string[]; findings: Finding[] }
}

/** Whether an authority can leave a bundle. */
export declare class RemovalCheck {
  private constructor()
  /** Whether both say the same. */
  equals(other: RemovalCheck): boolean
  /** Whether no chain that was looked at needs it. */
  get safe(): boolean
  /** When none of them needs it any more. */
  get safeFrom(): Date
  /** The places of the chains that need it, from 0. */
  get dependents(): Array<number>
  /** How many chains are of the trust domain and not expired. */
  get considered(): number
  /** What speaks against it. */
  get findings(): Finding[]
  /** The verdict and its findings. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RemovalCheckRecord
}

/**
 * Ordered steps, from the rules of a provider: what to do, what must hold before, what a probe must say afterwards, what breaks
 * without.
 */
export declare class RolloutPlan {
  /** The steps for a provider. Throws `OriginError` for one that shows no certificate. */
  constructor(provider: ProviderLike, kind: RolloutKind)
  /** The provider's name. */
  get provider(): string
  /** What is to be done. */
  get kind(): RolloutKind
  /** The steps, in order. */
  get steps(): RolloutStep[]
  /** Whether both say the same. */
  equals(other: RolloutPlan): boolean
  /** The steps, numbered, with what must hold before and what breaks without. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RolloutPlanRecord
}

/** How to get from the authorities of a bundle to other ones without a refused chain: dated steps. */
export declare class RotationPlan {
  /** Whether both say the same. */
  equals(other: RotationPlan): boolean
  /** A plan from the authorities of `old` to these: all that are to be trusted in the end. Throws `TrustError`. */
  constructor(old: TrustBundle, authorities: Array<Certificate>, options: RotationOptions)
  /** Whose authorities these are. */
  get trustDomain(): TrustDomain
  /** The steps, in order. */
  get steps(): Array<RotationStep>
  /** When every verifier has fetched the last bundle. */
  get doneAt(): Date
  /** What speaks against these dates. */
  get findings(): Finding[]
  /** The steps in lines, and what breaks without each. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): RotationPlanRecord
}

/** A step of a rotation: what is applied in each cluster, not before which time, and what must be started anew. */
export declare class RotationStage {
  private constructor()
  /** What it is about: `publish`, `await-bundles`, `switch`, `await-svids` or `retire`. */
  get kind(): RotationStepKind
  /** When its manifests may be applied. */
  get notBefore(): Date
  /** When the next step may begin. */
  get until(): Date
  /** What to do. */
  get action(): string
  /** What breaks if it is left out. */
  get ifSkipped(): string
  /** Commands by which those start anew that take in the change only then, in order. */
  get restarts(): Array<string>
  /** The manifests of each cluster; none where the step is to wait. */
  get clusters(): Array<ClusterOutput>
  /** What it is about; never a key. */
  toString(): string
  /** The step and what the manifests are; never a key. */
  toJSON(): { kind: string; action: string; restarts: string[]; clusters: { cluster: string; resources: string[] }[] }
}

/** One step of a rotation: what to do when, and what breaks without it. */
export declare class RotationStep {
  private constructor()
  /** Whether both say the same. */
  equals(other: RotationStep): boolean
  /** What it is about. */
  get kind(): RotationStepKind
  /** When it begins. */
  get startsAt(): Date
  /** When the next step may begin. */
  get endsAt(): Date
  /** What to do. */
  get action(): string
  /** What breaks if it is left out. */
  get ifSkipped(): string
  /** The authorities whose chains suffer if it is left out. */
  get atRisk(): Array<Certificate>
  /** The bundle to publish; null where the step publishes none. */
  get bundle(): TrustBundle | null
  /** What to do when, and what breaks without it. */
  toString(): string
}

/** What a server presents. As text, a walk through the connection. */
export declare class ServerReport {
  private constructor()
  /** Whom the caller named. */
  get target(): string
  /** The address that was connected to, with its port. */
  get address(): string
  /** The server name that was sent. */
  get serverName(): string | null
  /** Why there is no connection. What the server presented before stands here all the same. */
  get failure(): ServerFailure | null
  /** What was agreed on when both versions were offered. */
  get version(): TlsVersion | null
  /** By its name in the registry. */
  get cipherSuite(): string | null
  /** `X25519MLKEM768`, `X25519`, `secp256r1`, … */
  get keyExchangeGroup(): string | null
  /** The application protocol that was agreed on. */
  get alpn(): string | null
  /** Whether the server showed that it holds the key of its certificate. */
  get keyProof(): KeyProof
  /** What became of each version when it was asked for alone. */
  get versions(): VersionReport[]
  /** Whether the leaf is valid for the server name, or for the address where none was sent. */
  get nameMatches(): boolean | null
  /** Days until the leaf ends, rounded down; negative when it has ended. */
  get daysLeft(): number | null
  /** Whether an OCSP answer was stapled. It is not judged. */
  get ocspStapled(): boolean
  /** Whether the server asks for a client certificate, of which CAs, and how it refused to go on without. */
  get clientCertificate(): CertificateRequested
  /** The chain as it was sent, and the path through it. */
  get chain(): PresentedChain | null
  /** Under what the two verdicts are: the anchors given, the presented chain's own end, or nothing. */
  get trust(): ChainTrust
  /** The verdict by the profile `server`. */
  get server(): ChainReport | null
  /** The verdict by the profile `server-strict`: the rules of the public web too. */
  get serverStrict(): ChainReport | null
  /** The answer to the request, where one was sent. */
  get answer(): FirstAnswer | null
  /** What is wrong, the gravest first. What the strict profile alone refuses stands in its verdict. */
  get findings(): Finding[]
  /** Whether the profile `server` accepts the chain under the anchors that were given; null where none were. */
  get accepted(): boolean | null
  /** Whether something of severity error was found. */
  get hasErrors(): boolean
  /** Whether both say the same. */
  equals(other: ServerReport): boolean
  /** For people, as `toString`. */
  toText(): string
  /** For people: a walk through the connection. */
  toString(): string
  /** All of it as a plain object. */
  toJSON(): ServerReportRecord
}

/**
 * One TLS connection that moves no bytes itself: give `receiveTls` what came from the socket, and write what `sendTls`
 * gives to it. A refused peer ends it with the reason; `sendTls` then has the alert for the other side.
 */
export declare class Session {
  private constructor()
  /**
   * Takes bytes from the wire, all of them; none at all says that the wire was closed. Throws `TlsError` when the peer
   * is refused, refuses us, or breaks the protocol. While 1 MiB waits for `read`, throws one with the code
   * `tls-buffer-full` and takes none: give the same bytes again afterwards.
   */
  receiveTls(bytes: Uint8Array): void
  /** What is to be put on the wire now; empty when there is nothing. */
  sendTls(): Buffer
  /**
   * Encrypts bytes, or text as UTF-8, for the peer, all of it. Throws `TlsError` after `close`, and when more than 1 MiB
   * would wait for `sendTls`; then none was taken.
   */
  write(plaintext: Document): void
  /** The bytes that the peer sent since the last call, decrypted. */
  read(): Buffer
  /** Says goodbye; what `sendTls` then gives must still be sent. */
  close(): void
  /** Whether the handshake is still going on. */
  get isHandshaking(): boolean
  /**
   * The peer, as it was verified in the handshake. Throws `TlsError` before that; with the code `tls-peer-anonymous` where
   * it presented no certificate and need not, with `tls-peer-unverified` where it is known by name.
   */
  get peer(): VerifiedPeer
  /** The same for a peer that an `EdgeVerifier` judged, which has no SPIFFE ID. Throws as `peer`. */
  get certificate(): VerifiedCertificate
  /** The application protocol that was agreed on; null without one. */
  get alpn(): string | null
  /** The protocol version; null before it is agreed on. */
  get version(): 'TLSv1.2' | 'TLSv1.3' | null
  /** The peer that this side refused, with its chain; null if it refused none. */
  get refused(): RefusedPeer | null
}

/** A SPIFFE ID: `spiffe://<trust domain>/<path>`. */
export declare class SpiffeId {
  /** Reads an ID, strictly. Throws `IdentityError`. */
  constructor(text: string)
  /** Reads an ID whose scheme or trust domain has capitals, and says what it changed. */
  static parseLenient(text: string): LenientSpiffeId
  /** The trust domain. */
  get trustDomain(): TrustDomain
  /** The path, from its first slash on; empty for a trust domain's own ID. */
  get path(): string
  /** The parts of the path. */
  get segments(): Array<string>
  /** Whether the ID is one of this trust domain. */
  isMemberOf(domain: TrustDomainLike): boolean
  /** The ID with more segments behind it: `join('a/b')`. */
  join(path: string): SpiffeId
  /** The ID with one more segment behind it. */
  appendSegment(segment: string): SpiffeId
  /** Whether both are the same ID. */
  equals(other: SpiffeIdLike): boolean
  /** The ID as text. */
  toString(): string
  /** The ID as text. */
  toJSON(): string
}

/** A client that presents a certificate and knows servers by their SPIFFE IDs, or with an `EdgeVerifier` by name. */
export declare class TlsClient {
  /** Throws `TlsError` when the options take no server, or name peers that the verifier cannot know. */
  constructor(identity: IdentityLike, verifier: VerifierLike, options: TlsOptions)
  /**
   * One connection to a server; the name is sent as SNI. It decides nothing, but with an `EdgeVerifier` and no other
   * expectation: there the server's certificate must be valid for it.
   */
  session(serverName: string): Session
  /**
   * Judges the chain, leaf first, of a server that another TLS stack shook hands with, as the handshake here would: at
   * once, in some hundred microseconds. Throws `TlsError` if it is refused. `clientOptions` does so for Node's own.
   */
  judge(chain: ChainLike, options?: ExplainOptions | undefined | null): VerifiedPeer
  /**
   * The same for a server that an `EdgeVerifier` judges, which has no SPIFFE ID: by the name that was connected to, where
   * no other expectation is set.
   */
  judgeCertificate(chain: ChainLike, serverName: string, options?: ExplainOptions | undefined | null): VerifiedCertificate
}

/** What one side presents: a chain and its key, checked to belong together. `util.inspect` shows no key. */
export declare class TlsIdentity {
  /** Throws `TlsError` for a key that is not the leaf's. */
  constructor(chain: CertificateChain, key: PrivateKey)
  /** The SPIFFE ID of the leaf, where it has one. */
  get spiffeId(): SpiffeId | null
  /** The chain, leaf first. */
  get chain(): CertificateChain
  /** The leaf's key, for another TLS stack that is to present the same. */
  get key(): PrivateKey
  /** The SPIFFE ID or the subject; never the key. */
  toString(): string
  /** The chain; never the key. */
  toJSON(): { chain: CertificateInfo[] }
}

/** A server that demands a certificate and knows its clients by their SPIFFE IDs, or with an `EdgeVerifier` by name. */
export declare class TlsServer {
  /** Throws `TlsError` when the options let nobody in, or name peers that the verifier cannot know. */
  constructor(identity: IdentityLike, verifier: VerifierLike, options: TlsServerOptions)
  /** One connection that a client opened. */
  session(): Session
  /**
   * Judges the chain, leaf first, of a client that another TLS stack shook hands with, as the handshake here would: at
   * once, in some hundred microseconds. Throws `TlsError` if it is refused. `createHttpsServer` does so for Node's own.
   */
  judge(chain: ChainLike, options?: ExplainOptions | undefined | null): VerifiedPeer
  /** The same for a client that an `EdgeVerifier` judges, which has no SPIFFE ID. */
  judgeCertificate(chain: ChainLike, options?: ExplainOptions | undefined | null): VerifiedCertificate
}

/**
 * The authorities that may vouch for servers, or for clients at the edge. Whoever is in here can vouch for any name:
 * keep one set for each purpose. For SPIFFE IDs there is `BundleSet`.
 */
export declare class TrustAnchors {
  /** These authorities. What is no CA is left out and reported by `findings`. */
  constructor(authorities: Array<Certificate>)
  /** Reads concatenated PEM certificates (a `ca.crt`, a `ca-certificates.crt`). Throws `TrustError`. */
  static fromPem(pem: Document, options?: AnchorsOptions | undefined | null): TrustAnchors
  /** The authorities, in the order given. */
  get authorities(): Array<Certificate>
  /** How many there are. */
  get size(): number
  /** What was left out when it was read, and why. */
  get findings(): Finding[]
  /** Whether both hold the same authorities in the same order. */
  equals(other: TrustAnchors): boolean
  /** The number of authorities. */
  toString(): string
}

/** The X.509 authorities of one trust domain. Immutable; a change makes a new bundle. */
export declare class TrustBundle {
  /** A bundle of these authorities. What is not a CA is left out and reported by `findings`. */
  constructor(domain: TrustDomainLike, authorities: Array<Certificate>)
  /** Reads concatenated PEM certificates. Throws `TrustError`. */
  static fromPem(domain: TrustDomainLike, pem: Document, options?: BundleOptions | undefined | null): TrustBundle
  /** Reads concatenated DER certificates, as the SPIFFE Workload API sends them. */
  static fromDer(domain: TrustDomainLike, der: Uint8Array, options?: BundleOptions | undefined | null): TrustBundle
  /** Reads a SPIFFE bundle document. */
  static fromSpiffeJson(domain: TrustDomainLike, json: Document, options?: BundleOptions | undefined | null): TrustBundle
  /** Whose bundle this is. */
  get trustDomain(): TrustDomain
  /** The authorities, in the order of the document. */
  get authorities(): Array<Certificate>
  /** Whether nobody can vouch for this trust domain. */
  get isEmpty(): boolean
  /** The sequence number, where the document has one. */
  get sequence(): bigint | null
  /** The refresh hint as the document has it, in seconds; any integer, even a foolish one. */
  get declaredRefreshHint(): bigint | null
  /** How long to wait before looking for a new bundle: the hint, held between 10 and 86,400 seconds; 300 without one. */
  get refreshIntervalSeconds(): number
  /** How many JWT authorities the document has; kept, never used to verify certificates. */
  get jwtAuthorityCount(): number
  /** What was ignored, left out or looks wrong. */
  get findings(): Finding[]
  /** The entries of Istio's ConfigMap `istio-ca-root-cert`. */
  toIstioRootCert(): Record<string, string>
  /**
   * Reads the roots among the entries of the ConfigMap `istio-ca-root-cert`, the Secret `cacerts` or a TLS Secret; a
   * Secret's values decoded from Base64. Throws `TrustError`.
   */
  static fromIstioEntries(domain: TrustDomainLike, entries: Record<string, Document>): TrustBundle
  /**
   * Whether an authority can leave this bundle, judged by the chains in use, now by default. It is as right as that
   * list is complete.
   */
  safeToRemove(authority: Certificate, chains: Array<CertificateChain>, at?: Date | undefined | null): RemovalCheck
  /** What changes when `newer` takes the place of this bundle. Throws `TrustError` for another trust domain's. */
  diff(newer: TrustBundle): BundleDiff
  /** The bundle with other authorities, and the next sequence number if they differ. */
  withAuthorities(authorities: Array<Certificate>): TrustBundle
  /** The bundle with this sequence number, which must be higher than the one it has. */
  withSequence(sequence: bigint): TrustBundle
  /** The bundle with this refresh hint, and the next sequence number if it has one and the hint is another. */
  withRefreshHint(refreshSeconds: number): TrustBundle
  /** The SPIFFE bundle document as text. */
  toSpiffeJson(): string
  /** The authorities as concatenated PEM, as in a `ca.crt`. */
  toPem(): string
  /** Whether both say the same. */
  equals(other: TrustBundle): boolean
  /** The trust domain and the number of authorities. */
  toString(): string
  /** The SPIFFE bundle document. */
  toJSON(): unknown
}

/** The name of a trust domain, without scheme. */
export declare class TrustDomain {
  /** Reads a name, strictly. Throws `IdentityError`. */
  constructor(name: string)
  /** Reads a name with capitals, or with `spiffe://` in front, and says what it changed. */
  static parseLenient(text: string): LenientTrustDomain
  /** The trust domain's own ID, without a path. */
  id(): SpiffeId
  /** The ID of a workload in it: `join('ns/shop/sa/cart')`. */
  join(path: string): SpiffeId
  /** Whether both are the same trust domain. */
  equals(other: TrustDomainLike): boolean
  /** The name. */
  toString(): string
  /** The name. */
  toJSON(): string
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

/**
 * Identity and bundles from the SPIFFE Workload API: what a SPIRE agent, or another one, gives to a process that it knows,
 * kept current over a call that stays open until it is closed. It does not keep the process alive. The last good answer
 * stays in force; what the agent takes back is no longer used.
 */
export declare class WorkloadApi {
  private constructor()
  /**
   * Calls the Workload API at an address like `unix:///run/spire/agent.sock` or `tcp://127.0.0.1:8081`, without one where
   * the variable `SPIFFE_ENDPOINT_SOCKET` says, and waits for the first identity. Rejects with `TrustError`.
   */
  static open(address?: string | undefined | null, options?: WorkloadOptions | undefined | null): Promise<WorkloadApi>
  /** What `TlsServer` and `TlsClient` present; it follows the Workload API. */
  get identity(): LiveIdentity
  /** The last good bundles: those of the own trust domain and of the federated ones. */
  get bundles(): BundleSet
  /** How the call and the identity are doing. */
  get state(): SourceState
  /** How the bundle of each trust domain is doing. */
  get bundleStates(): Record<string, SourceState>
  /** Whether the call is kept open: not after `close`. */
  get isOpen(): boolean
  /** Ends the call; what was taken stays as it is. Closing twice is once. */
  close(): Promise<void>
  /** The address, how often something was taken, and what went wrong last. */
  toString(): string
}

/** An Istio identity: the namespace and service account of a workload. */
export declare class WorkloadIdentity {
  /** The identity of these parts. */
  constructor(domain: TrustDomainLike, namespace: string, serviceAccount: string)
  /** Reads `spiffe://<trust domain>/ns/<namespace>/sa/<service account>`. */
  static fromSpiffeId(id: SpiffeIdLike): WorkloadIdentity
  /** Reads what AuthorizationPolicy calls a principal: the ID without `spiffe://`. */
  static fromPrincipal(principal: string): WorkloadIdentity
  /** The trust domain. */
  get trustDomain(): TrustDomain
  /** The Kubernetes namespace. */
  get namespace(): string
  /** The Kubernetes service account. */
  get serviceAccount(): string
  /** What AuthorizationPolicy calls it: the ID without `spiffe://`. */
  get principal(): string
  /** The ID. */
  get spiffeId(): SpiffeId
  /** Whether both are the same identity. */
  equals(other: WorkloadIdentity): boolean
  /** The identity in words. */
  toString(): string
  /** The identity as JSON has it. */
  toJSON(): unknown
}

/** How a client fetches keys. */
export interface AccessKeysClientOptions {
  /** Another address than Cloudflare's: that of a mirror, say. */
  url?: string
  /** Whole seconds that a fetch may take. Default: 10. */
  timeoutSeconds?: number
  /** Whole seconds between two fetches by `refreshFor`. Default: 60. */
  minimumIntervalSeconds?: number
  /** How old keys may become before `refreshFor` fetches them anew. Default: 3,600. */
  maximumAgeSeconds?: number
}

/** When a token is judged, or keys are fetched. */
export interface AccessOptions {
  /** The time. Default: now. */
  at?: Date
}

/** What a policy for tokens of Cloudflare Access takes besides. */
export interface AccessPolicyOptions {
  /** Client IDs of service tokens that are let in. Default: none. */
  serviceTokens?: Array<string>
  /** How far the clocks may be apart. Default: 30; at most 300. */
  leewaySeconds?: number
}

/** Whom to trust for other names: a set, or the authorities of one. */
export type AnchorsLike = TrustAnchors | Array<Certificate>

/** Limits on what is read of trust anchors. */
export interface AnchorsOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Authorities. Default: 1,024. */
  maxAuthorities?: number
}

/** How a CA is to be made; what is left out has the engine's default. */
export interface AuthorityOptions {
  /** Binds the CA to a trust domain: it issues SVIDs in it alone. An intermediate takes over that of the CA above it. */
  trustDomain?: TrustDomainLike
  /** Organization (O) in the subject. */
  organization?: string
  /** The time of issue. Default: now. */
  at?: Date
  /** Exactly when it becomes valid. Default: 60 seconds before the time of issue. */
  notBefore?: Date
  /** How far `notBefore` stands before the time of issue. */
  backdateSeconds?: number
  /** How long it is valid. Default: ten years for a root, a year for an intermediate. */
  validForSeconds?: number
  /** Shortens a lifetime that ends after the issuer's, rather than refusing it. */
  clipToIssuer?: boolean
  /** `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`. */
  keyAlgorithm?: string
  /** A key that exists, in place of a new one. */
  key?: PrivateKey
  /** How many further CAs may stand below. Default: no limit for a root, 0 for an intermediate. */
  pathLen?: number
  /** DNS names that everything below may have, and what stands below them; no others then. */
  permittedDnsNames?: Array<string>
  /** DNS names that nothing below may have. */
  excludedDnsNames?: Array<string>
}

/** An HTTP answer. */
export interface BundleAnswer {
  /** The status. */
  status: number
  /** Names and values, without `Content-Length`. */
  headers: Array<Array<string>>
  /** The body. */
  body: string
  /** The value of `Content-Length`: bytes of the body, of that of a GET for a HEAD. */
  length: number
}

/** An answer to a request for a bundle. */
export interface BundleAnswerOptions {
  /** The header `Location`. */
  location?: string
  /** When it came. Default: now. */
  at?: Date
}

/** How a client fetches. */
export interface BundleClientOptions {
  /** Whole seconds that a fetch may take, however slowly a server sends. Default: 30. */
  timeoutSeconds?: number
}

/** What gives bundles and keeps them current. */
export type BundleFeed = BundleSource | WorkloadApi

/** When a bundle is fetched. */
export interface BundleFetchOptions {
  /** The time that certificates are judged at. Default: now. */
  at?: Date
}

/** Limits on what is read of a bundle map. */
export interface BundleMapOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Elements of the `keys` of one trust domain. Default: 1,024. */
  maxAuthorities?: number
  /** Trust domains. Default: 16,384. */
  maxTrustDomains?: number
  /** Elements of all `keys` together. Default: 32,768. */
  maxKeys?: number
  /** Findings that are kept; of further ones only the number is. Default: 256. */
  maxFindings?: number
}

/** Limits on what is read of a bundle. */
export interface BundleOptions {
  /** Bytes of a document. Default: 4,194,304. */
  maxBytes?: number
  /** Authorities; in SPIFFE JSON the elements of `keys`. Default: 1,024. */
  maxAuthorities?: number
  /** Findings that are kept; of further ones only the number is. Default: 256. */
  maxFindings?: number
}

/** How a server answers. */
export interface BundleServerOptions {
  /** Whole seconds that a client may take to shake hands and ask. Default: 10. */
  timeoutSeconds?: number
}

/** Limits on a set of bundles. */
export interface BundleSetOptions {
  /** Trust domains. Default: 16,384. */
  maxTrustDomains?: number
}

/** Whom to trust for SPIFFE IDs: a set, or the bundles of one. */
export type BundlesLike = BundleSet | Array<TrustBundle>

/** Every rule of the engine, floor by floor: what triggers it, why it matters, how to mend it. */
export declare function catalog(): Rule[]

/** What speaks against these certificates as the CAs that an origin trusts for the edge's client certificate. */
export declare function checkClientAuthorities(authorities: Array<Certificate>, options?: ClientAuthoritiesOptions | undefined | null): Finding[]

/**
 * Reads a configuration off the main thread and says who gets in without the edge's client certificate; no connection is opened.
 * Rejects with `OriginError` for what its own server would not read.
 */
export declare function checkConfig(kind: ConfigKind, files: ConfigFiles, options?: ConfigOptions | undefined | null): Promise<unknown>

/** `checkConfig`, waiting here. */
export declare function checkConfigSync(kind: ConfigKind, files: ConfigFiles, options?: ConfigOptions | undefined | null): ConfigReport

/** By what authorities are judged. */
export interface ClientAuthoritiesOptions {
  /** The edge that shows certificates of them. Default: any. */
  provider?: string
  /** When dates are judged. Default: they are not. */
  at?: Date
}

/** What is known of the files. */
export interface ConfigFilesOptions {
  /** There are no others: a pattern that none of them matches includes nothing, where it otherwise leaves the verdict open. */
  complete?: boolean
}

/** What may be read. */
export interface ConfigLoadOptions {
  /** Further folders that files may be read from, such as `/etc/ssl`. */
  allow?: Array<string>
}

/** What is meant to be closed, and how much is read. */
export interface ConfigOptions {
  /** The hosts that only the edge may reach; a wildcard stands for one of its hosts. Default: every host that is served. */
  hosts?: Array<string>
  /** Ports that anyone may reach, such as 80 for ACME challenges: they are listed, not judged. */
  publicPorts?: Array<number>
  /** Whether the application checks whose request it is, where others can come by the edge too. */
  tenantChecked?: boolean
  /** The CA of the edge's client certificate in PEM: a listener that does not trust it refuses the edge. */
  edgeCa?: string
  /** Whether that CA vouches for other customers of the edge too. Of Cloudflare's own that is known. */
  sharedCa?: boolean
  /** When the dates of CA certificates and revocation lists are judged for. Default: they are not. */
  at?: Date
  /** Bytes of one file. Default: 4,194,304. */
  maxFileBytes?: number
  /** Bytes of all files, each counted as often as it is included. Default: 16,777,216. */
  maxBytes?: number
  /** Files, each counted as often as it is included. Default: 1,024. */
  maxFiles?: number
  /** Includes within includes. Default: 16. */
  maxIncludeDepth?: number
  /** Blocks within blocks. Default: 32. */
  maxNesting?: number
  /** Directives of all files. Default: 200,000. */
  maxDirectives?: number
  /** Listeners: every virtual host counts once for each of its sockets. Default: 8,192. */
  maxListeners?: number
  /** Findings that are kept. Default: 1,024. */
  maxFindings?: number
}

/** A revocation list: read already, PEM or DER. */
export type CrlLike = Crl | string | Uint8Array

/** What a revocation list says. */
export interface CrlOptions {
  /** Certificates of this CA. */
  revoked?: Array<Revoked>
  /** Serial numbers of certificates that are not at hand. */
  revokedSerials?: Array<RevokedSerial>
  /** The CA's last list, whose entries are taken over. */
  carryOver?: Crl
  /** The date of the list. Default: now. */
  at?: Date
  /** How long until the next one is due. Default: a week. */
  validForSeconds?: number
}

/** What a policy grants beside the identity. */
export interface CsrPolicyOptions {
  /** DNS names; a wildcard is granted where it stands here as such. */
  allowDns?: Array<string>
  /** IP addresses. */
  allowIps?: Array<string>
  /** Leaves a subject that is not granted out, rather than refusing the request. */
  ignoreSubject?: boolean
  /** The lifetime. Default: 24 hours for an SVID, 45 days for the others. */
  maxValiditySeconds?: number
}

/** A provider that is not known here. */
export interface CustomProviderOptions {
  /** Its certificate has clientAuth in its extended key usage, always. Default: false. */
  clientAuthRequired?: boolean
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

/** A document: PEM or JSON as text, or anything as bytes. */
export type Document = string | Uint8Array

/** A request as the origin's server saw it. */
export interface EdgeRequestOptions {
  /** The chain that the client presented in this very connection, leaf first. */
  chain?: ChainLike
  /** The server that the client named in the handshake (SNI). */
  serverName?: string
  /** The host that the request asks for: `Host`, or `:authority` in HTTP/2. */
  host?: string
  /** The address at the other end of the connection. Not one from a header. */
  source?: string
  /** All headers of the request. */
  headers?: Record<string, string>
  /** When it is judged. Default: now. */
  at?: Date
}

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

/** How a federated bundle begins. */
export interface FederatedBundleOptions {
  /** The last bundle that an earlier run fetched. */
  stored?: TrustBundle
  /** When to fetch first. Default: now. */
  at?: Date
}

/** When a policy is judged. */
export interface FindingsOptions {
  /** The time. Default: now. */
  at?: Date
}

/** How a forwarded header is read. */
export interface ForwardedOptions {
  /** Whether an element may name several URIs. Default: false. */
  severalUris?: boolean
}

/** A host and a port. */
export interface HostAndPort {
  /** The address. */
  host: string
  /** The port. */
  port: number
}

/** What a server or client presents. */
export type IdentityLike = TlsIdentity | LiveIdentity

/** What is asked of a server. */
export interface InspectOptions {
  /** The server name to send, and to expect a certificate for. Default: the target's host. */
  serverName?: string
  /** Sends no server name. Default: false. */
  withoutServerName?: boolean
  /**
   * The authorities that the chain is judged under. Default: the last certificate that it holds itself, which shows faults and no
   * trust.
   */
  anchors?: TrustAnchors | Array<Certificate>
  /** The time that dates are judged for. Default: now. */
  at?: Date
  /** Seconds for the whole inspection; at most 300. Default: 10. */
  timeLimitSeconds?: number
  /** The application protocols to offer. Default: `h2` and `http/1.1`. */
  alpn?: Array<string>
  /** Also asks for TLS 1.2 and 1.3 alone. Default: true. */
  eachVersion?: boolean
  /** Also sends `GET` for this path. Redirects are shown and not followed. */
  request?: string
}

/**
 * What the server at `host:port` or `address:port` presents to whoever connects, by at most seven connections without a client
 * certificate: versions, cipher suites, the chain as sent and whether it is good, its names and its end, whom it asks for. It runs on
 * a thread of its own. Whatever the server does stands in the report; the promise is rejected with `OriginError` for what cannot be
 * asked.
 */
export declare function inspectServer(target: string, options?: InspectOptions | undefined | null): Promise<ServerReport>

/** How a leaf is to be issued; what is left out has the engine's default. */
export interface LeafOptions {
  /** Further DNS names; a leading `*.` stands for one label. */
  dnsNames?: Array<string>
  /** Further IP addresses. */
  ipAddresses?: Array<string>
  /** Common name (CN) in the subject. */
  commonName?: string
  /** Organization (O) in the subject. */
  organization?: string
  /** The time of issue. Default: now. */
  at?: Date
  /** Exactly when it becomes valid. Default: 60 seconds before the time of issue. */
  notBefore?: Date
  /** How far `notBefore` stands before the time of issue. */
  backdateSeconds?: number
  /** How long it is valid. Default: 24 hours for an SVID, 45 days for the others. */
  validForSeconds?: number
  /** Shortens a lifetime that ends after the issuer's, rather than refusing it. */
  clipToIssuer?: boolean
  /** `P-256` (default), `P-384`, `P-521`, `Ed25519`, `RSA 2048`, `RSA 3072`, `RSA 4096`. */
  keyAlgorithm?: string
}

/** What a lenient parse gives: the ID in its one valid spelling, and what was changed to get there. */
export interface LenientSpiffeId {
  /** The ID. */
  value: SpiffeId
  /** `scheme-lowercased`, `trust-domain-lowercased`; empty if nothing was changed. */
  changes: Array<string>
}

/** What a lenient parse gives: the name in its one valid spelling, and what was changed to get there. */
export interface LenientTrustDomain {
  /** The trust domain. */
  value: TrustDomain
  /** `scheme-removed`, `trust-domain-lowercased`; empty if nothing was changed. */
  changes: Array<string>
}

/** What an origin demands besides its edge's certificate. */
export interface OriginPolicyOptions {
  /** The authorities that vouch for the edge's certificate. Needed, except with Cloudflare's shared certificate. */
  anchors?: TrustAnchors
  /** Revocation lists. */
  crls?: Array<CrlLike>
  /** Names of which the edge's certificate must be valid for one. Default: any. */
  names?: Array<string>
  /** Public keys of which the edge's certificate must have one: SHA-256 in Base64 or hex. Default: any. */
  pins?: Array<string>
  /** The hosts that the origin serves; `*.` stands for one label. Default: all, with a warning. */
  hosts?: Array<string>
  /** Names of which the client must name one in the handshake. Default: the host. */
  serverNames?: Array<string>
  /** Where requests must come from. Default: anywhere. */
  addresses?: AddressRanges
  /** Headers that a request must carry, with exactly these values. */
  headers?: Record<string, string>
  /** The tokens of Cloudflare Access that are demanded; goes with `accessKeys`. */
  access?: AccessPolicy
  /** The keys that check them. */
  accessKeys?: AccessKeys
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

/** As whom an origin is probed, and within which limits. */
export interface ProbeOptions {
  /** The host that the edge asks for. Needed where the target is an address. */
  serverName?: string
  /** The path that is asked for; best one that the edge is served with 200. Default: `/`. */
  path?: string
  /** The edge's own certificate and key. Without them no origin is ever `enforced`. */
  edgeCertificate?: TlsIdentity
  /** The CA of the edge's certificates, whose name made-up certificates copy. */
  edgeCa?: TrustAnchors | Array<Certificate>
  /** The edge, which may know its CA, and whether others share its certificate. */
  provider?: ProviderLike
  /**
   * The edge's own CA with its key: certificates that are expired, not yet valid, for servers and without their
   * intermediate are tried too.
   */
  unfitFrom?: CertificateAuthority
  /** A revoked certificate of the edge's CA, with its key. */
  revokedCertificate?: TlsIdentity
  /** Whether the edge presents one certificate for all its customers. */
  sharedCa?: boolean
  /** Another host on the same address that demands no certificate. */
  sibling?: string
  /** Further addresses of the origin, such as that of IPv6, each with its port. */
  also?: Array<string>
  /** Also asks port 80 of the same address, without TLS. */
  plaintext?: boolean
  /** Also asks this port of the same address, without TLS. */
  plaintextPort?: number
  /** Leaves HTTP/3 out of account, which is not probed. */
  ignoreQuic?: boolean
  /** Seconds for the whole run. Default: 30. */
  timeoutSeconds?: number
  /** Seconds for one step of one connection. Default: 5. */
  stepTimeoutSeconds?: number
  /** The time for which certificates are made up. Default: now. */
  at?: Date
  /**
   * Hears of each step, the first before anything is sent; the run waits for it. What it throws ends the run, and the promise
   * is rejected with it. A promise that it returns is not waited for.
   */
  onProgress?: (event: ProbeEvent) => void
}

/**
 * Probes an origin, `203.0.113.7:443` or a host name, on a thread of its own, and says whether it takes its edge alone. It opens at
 * most 60 connections, to the target and to the addresses in `also`, and to no other. Probe only what you may. Whatever the origin
 * does stands in the report; the promise is rejected with `OriginError` for what cannot be asked.
 */
export declare function probeOrigin(target: string, options?: ProbeOptions | undefined | null): Promise<ProbeReport>

/** A provider, or its name. */
export type ProviderLike = EdgeProvider | string

/** A certificate of this CA that is to be revoked. */
export interface Revoked {
  /** The certificate. */
  certificate: Certificate
  /** `keyCompromise`, `superseded`, `cessationOfOperation`, … */
  reason: string
}

/** A serial number that is to be revoked, of a certificate that is not at hand. */
export interface RevokedSerial {
  /** Hex, with or without colons. */
  serial: string
  /** `keyCompromise`, `superseded`, `cessationOfOperation`, … */
  reason: string
  /** Since when. */
  when: Date
}

/** What a rotation has to keep to. */
export interface RotationOptions {
  /** When the first step may begin. */
  start: Date
  /** The longest life of an SVID in the trust domain. */
  svidLifetimeSeconds: number
  /** How often verifiers look for a new bundle. Default: the old bundle's interval. */
  refreshHintSeconds?: number
  /** How many of these intervals pass between publishing and switching. Default: 5; below 3 the plan warns. */
  publishLead?: number
  /** How long it takes until the last issuer has switched. Default: 0. */
  switchWindowSeconds?: number
}

/** When a request is signed. */
export interface SignOptions {
  /** The time of issue. Default: now. */
  at?: Date
}

/** How a source looks, and who hears of it. */
export interface SourceOptions {
  /**
   * Seconds for which files that are no part of a Kubernetes volume must stay the same before they are taken; a fraction will
   * do. A writer that pauses for longer in the middle of a file must rename a finished one into place instead. Default: 0.2.
   */
  settleSeconds?: number
  /**
   * How many seconds before what is in force expires to begin to warn. Default: for an identity the last quarter of the
   * leaf's validity, for a bundle 30 days before its last authority expires.
   */
  warnBeforeSeconds?: number
  /**
   * Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
   * alive.
   */
  onEvent?: (event: SourceEvent) => void
}

/** A SPIFFE ID, or its text. */
export type SpiffeIdLike = SpiffeId | string

/**
 * Whom this side takes, and how it speaks. One of `expectPeer`, `expectName`, `authorize` and `allowAnyVerifiedPeer` is
 * needed, but by a client with an `EdgeVerifier`: it knows servers by the name that it connects to.
 */
export interface TlsOptions {
  /** Takes this peer and no other. */
  expectPeer?: SpiffeIdLike
  /**
   * Takes the peer whose certificate is valid for this name (a DNS name, an address or an e-mail address) and no
   * other: for an `EdgeVerifier`.
   */
  expectName?: string
  /** Takes the peers that match. */
  authorize?: IdentityPattern
  /**
   * Takes every peer whose chain verifies, of every trust domain in the verifier's bundles or under any of its
   * anchors, by whatever name.
   */
  allowAnyVerifiedPeer?: boolean
  /** Application protocols to negotiate, the preferred first: `h2`, `http/1.1`. */
  alpn?: Array<string>
  /** Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3. */
  tls13Only?: boolean
}

/**
 * Whom a server takes, and how it speaks. One of `expectPeer`, `expectName`, `authorize` and `allowAnyVerifiedPeer` is
 * needed.
 */
export interface TlsServerOptions {
  /** Takes this peer and no other. */
  expectPeer?: SpiffeIdLike
  /**
   * Takes the peer whose certificate is valid for this name (a DNS name, an address or an e-mail address) and no
   * other: for an `EdgeVerifier`.
   */
  expectName?: string
  /** Takes the peers that match. */
  authorize?: IdentityPattern
  /**
   * Takes every peer whose chain verifies, of every trust domain in the verifier's bundles or under any of its
   * anchors, by whatever name.
   */
  allowAnyVerifiedPeer?: boolean
  /** Application protocols to negotiate, the preferred first: `h2`, `http/1.1`. */
  alpn?: Array<string>
  /** Speaks TLS 1.3 alone; the default is TLS 1.2 and 1.3. */
  tls13Only?: boolean
  /**
   * Lets in clients that present no certificate, too; one that is presented is judged as ever. Ask each connection for
   * its peer. Default: false.
   */
  peerOptional?: boolean
}

/** A trust domain, or its name. */
export type TrustDomainLike = TrustDomain | string

/** What a server or client judges by: one that knows peers by SPIFFE ID, or one that knows them by name. */
export type VerifierLike = ChainVerifier | LiveVerifier | EdgeVerifier

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

/** When and for what a chain is judged or explained. */
export interface VerifyOptions {
  /** The time that the verdict is for. Default: now. */
  at?: Date
  /** Another role than the verifier's own. */
  purpose?: Purpose
}

/** Which identity to take from the Workload API, and who hears of what happens. */
export interface WorkloadOptions {
  /** Takes the identity with this hint, the first if several have it. Default, without `spiffeId` too: the first of all. */
  hint?: string
  /** Takes the identity with this SPIFFE ID. */
  spiffeId?: SpiffeIdLike
  /** How many seconds to wait for the first identity; failures that may pass are tried again meanwhile. Default: 30. */
  timeoutSeconds?: number
  /**
   * How many seconds before the identity expires to begin to warn. Default: when two thirds of the time that it had left
   * when it came are gone.
   */
  warnBeforeSeconds?: number
  /** For how many seconds the agent must deny this process an identity before the last one is withdrawn. Default: 10. */
  withdrawAfterSeconds?: number
  /** Goes on with the last identity even then, until it expires. Default: false. */
  keepWhenDenied?: boolean
  /**
   * Hears of what happens. What it throws is an uncaught exception, as in an `EventEmitter`. It does not keep the process
   * alive.
   */
  onEvent?: (event: SourceEvent) => void
}

export declare namespace recipes {
  /**
   * An Istio gateway that lets in Cloudflare's edge alone, by its client certificate. Off the main thread. Rejects with
   * `RecipeError`.
   */
  export function cloudflareOrigin(options: CloudflareOriginOptions): Promise<RecipeOutput>
  /** `cloudflareOrigin` at once. */
  export function cloudflareOriginSync(options: CloudflareOriginOptions): RecipeOutput
  /**
   * A service outside of the mesh that demands a client certificate, by whoever's; `files` has a patch for each application
   * without a workload. Off the main thread. Rejects with `RecipeError`.
   */
  export function egressMtls(options: EgressMtlsOptions): Promise<RecipeOutput>
  /** `egressMtls` at once. */
  export function egressMtlsSync(options: EgressMtlsOptions): RecipeOutput
  /**
   * The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs; `files` has the proxy's own policy. Off the
   * main thread. Rejects with `RecipeError`.
   */
  export function egressProxy(options: EgressProxyOptions): Promise<RecipeOutput>
  /** `egressProxy` at once. */
  export function egressProxySync(options: EgressProxyOptions): RecipeOutput
  /** One mesh over several clusters: an output for each. Off the main thread. Rejects with `RecipeError`. */
  export function multiClusterMesh(options: MultiClusterMeshOptions): Promise<Array<ClusterOutput>>
  /** `multiClusterMesh` at once. */
  export function multiClusterMeshSync(options: MultiClusterMeshOptions): Array<ClusterOutput>
  /** The manifests by which a mesh gets another root, for each step of a plan. Off the main thread. Rejects with `RecipeError`. */
  export function rootRotation(plan: RotationPlan, options: RootRotationOptions): Promise<Array<RotationStage>>
  /** `rootRotation` at once. */
  export function rootRotationSync(plan: RotationPlan, options: RootRotationOptions): Array<RotationStage>
  /**
   * Several environments in one cluster, each with a host, tokens and DNS records; `files` has the DNS transaction. Off the
   * main thread. Rejects with `RecipeError`.
   */
  export function virtualClusters(options: VirtualClustersOptions): Promise<RecipeOutput>
  /** `virtualClusters` at once. */
  export function virtualClustersSync(options: VirtualClustersOptions): RecipeOutput
}

export declare namespace resources {
  /**
   * A manifest of any modelled kind: `build('networking.istio.io/DestinationRule', { name: …, host: … })`. The kind stands
   * behind its API group, core kinds stand alone (`Secret`). Throws `ResourceError`, whose `findings` say all that is
   * wrong with the options.
   */
  export function build(kind: string, options: object): Manifest
  /**
   * Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`,
   * together; each finding has its file and line. In a folder, what is no manifest (values of a chart) is passed over. Off
   * the main thread. Rejects with `ResourceError` for a path that cannot be read, or more than 10,000 files or 64 MiB.
   */
  export function checkFiles(path: string): Promise<Finding[]>
  /** `checkFiles` at once. */
  export function checkFilesSync(path: string): Finding[]
  /**
   * Reads a YAML stream and validates all of it; each finding has the line of its field. `file` names the text. Off the
   * main thread.
   */
  export function checkYaml(text: Document, file?: string | undefined | null): Promise<Finding[]>
  /** `checkYaml` at once. */
  export function checkYamlSync(text: Document, file?: string | undefined | null): Finding[]
  /**
   * Istio's former `Policy` and `MeshPolicy` among the manifests as PeerAuthentications, RequestAuthentications and
   * AuthorizationPolicies. Give the Services along that they were for; other manifests are not given back. `findings` say
   * what could not be carried over.
   */
  export function migrate(manifests: readonly object[]): Migration
  /** The manifests of a JSON text, one object or a list of them. */
  export function readJson(text: string): Manifest[]
  /**
   * The settings of a mesh, from the ConfigMap `istio`, an IstioOperator or the values of Istio's Helm chart: what is
   * written, what holds with Istio's defaults, and what is wrong. Null for any other document.
   */
  export function readMeshConfig(document: object): MeshReading | null
  /**
   * The manifests of a YAML stream; mostly off the main thread. Rejects with `ResourceError` for the first that cannot be
   * read; `checkYaml` reports them all.
   */
  export function readYaml(text: Document): Promise<Manifest[]>
  /** `readYaml` at once. */
  export function readYamlSync(text: Document): Manifest[]
  /** The kinds that `build` makes, with their options: what the functions of each kind are written from. */
  export function schema(): KindSchema[]
  /** What is wrong with manifests or weak in them, alone and together. */
  export function validate(manifests: readonly object[]): Finding[]
  /** One manifest as JSON. */
  export function writeJson(manifest: object): string
  /** Manifests as a YAML stream that kubectl reads the same way; the same manifests give the same text. */
  export function writeYaml(manifests: readonly object[]): string
  /** Any value as one YAML document: for values files and other YAML that is no manifest. */
  export function writeYamlValue(value: unknown): string
}
