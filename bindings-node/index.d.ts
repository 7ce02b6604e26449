// Generated from src/*.rs, not to be edited: `npm run types:write`. Records and errors stand in types/, kinds of resources in
// types/kinds/.

import './types/kinds/authorization-policy'
import './types/kinds/aws-pca-cluster-issuer'
import './types/kinds/aws-pca-issuer'
import './types/kinds/awspca-cert-manager-io-parts'
import './types/kinds/backend-tls-policy'
import './types/kinds/bundle'
import './types/kinds/cert-manager-io-parts'
import './types/kinds/certificate-request'
import './types/kinds/certificate'
import './types/kinds/cluster-bundle'
import './types/kinds/cluster-issuer'
import './types/kinds/config-map'
import './types/kinds/cron-job'
import './types/kinds/daemon-set'
import './types/kinds/deployment'
import './types/kinds/destination-rule'
import './types/kinds/gateway-class'
import './types/kinds/gateway-networking-k8s-io-parts'
import './types/kinds/gateway'
import './types/kinds/grpc-route'
import './types/kinds/http-route'
import './types/kinds/issuer'
import './types/kinds/job'
import './types/kinds/kubernetes-gateway'
import './types/kinds/namespace'
import './types/kinds/networking-istio-io-parts'
import './types/kinds/parts'
import './types/kinds/peer-authentication'
import './types/kinds/pod'
import './types/kinds/proxy-config'
import './types/kinds/reference-grant'
import './types/kinds/request-authentication'
import './types/kinds/secret'
import './types/kinds/service-account'
import './types/kinds/service-entry'
import './types/kinds/service'
import './types/kinds/sidecar'
import './types/kinds/stateful-set'
import './types/kinds/telemetry'
import './types/kinds/tls-route'
import './types/kinds/virtual-service'
import './types/kinds/workload-entry'
import './types/kinds/workload-group'
import type { ConfigKind, ConfigListener, ConfigReportRecord } from './types/config'
import type { TrustError, VerificationError } from './types/errors'
import type { Rule, Finding } from './types/finding'
import type { PatternDocument } from './types/identity'
import type { KeyProof, ChainTrust, ServerFailure, VersionReport, CertificateRequested, PresentedChain, FirstAnswer, ServerReportRecord } from './types/inspect'
import type { ProviderName, Presents, RolloutKind, EdgeProviderRecord, AddressRangesRecord, AccessTokenRecord, AdmissionRecord, RolloutStep, RolloutPlanRecord, OriginVerdict, BypassKind } from './types/origin'
import type { CertificateInfo, CertificateRequestInfo, CrlEntry, ForwardedElementInfo, CrlInfo } from './types/pki'
import type { TlsVersion, ProbeEvidence, ProbeEvent, ProbeReportRecord } from './types/probe'
import type { CloudflareOriginOptions, EgressMtlsOptions, EgressProxyOptions, MultiClusterMeshOptions, RootRotationOptions, VirtualClustersOptions } from './types/recipes'
import type { Manifest, KindSchema, Migration, MeshReading } from './types/resources'
import type { RotationStepKind, RotationPlanRecord, RemovalCheckRecord } from './types/rotation'
import type { RefusedPeer } from './types/tls'
import type { BundleDiffRecord, BundleSetDiffRecord, EndpointProfile, DistrustKind, DistrustedRecord, SourceState, SourceEvent } from './types/trust'
import type { Profile, EdgeProfile, Purpose, ChainLike, VerifiedPeerRecord, VerifiedCertificateRecord, CertificateReport, ChainReportRecord } from './types/verify'

export * from './types/config'
export * from './types/errors'
export * from './types/finding'
export * from './types/identity'
export * from './types/inspect'
export * from './types/origin'
export * from './types/pki'
export * from './types/probe'
export * from './types/recipes'
export * from './types/resources'
export * from './types/rotation'
export * from './types/tls'
export * from './types/trust'
export * from './types/verify'

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
