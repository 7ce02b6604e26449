// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { KeyProof, ChainTrust, ServerFailure, VersionReport, CertificateRequested, PresentedChain, FirstAnswer, ServerReportRecord } from '../inspect'
import type { TlsVersion } from '../probe'
import type { TrustAnchors } from './anchors'
import type { Certificate } from './certificate'
import type { ChainReport } from './verify-verdict'

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
