// What a server presents.
import type { Finding } from './finding'
import type { CertificateInfo } from './pki'
import type { TlsAlert, TlsVersion } from './probe'
import type { ChainReportRecord } from './verify'

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
