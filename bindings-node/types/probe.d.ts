// The live probe of an origin.
import type { Finding } from './finding'
import type { BypassKind, OriginVerdict } from './origin'

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
