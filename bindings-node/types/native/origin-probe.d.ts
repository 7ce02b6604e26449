// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { OriginVerdict, BypassKind } from '../origin'
import type { ProbeEvidence, ProbeEvent, ProbeReportRecord } from '../probe'
import type { TrustAnchors } from './anchors'
import type { Certificate } from './certificate'
import type { CertificateAuthority } from './issue'
import type { ProviderLike } from './origin-provider'
import type { TlsIdentity } from './tls-identity'

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
