// The check of a server's configuration.
import type { Finding } from './finding'
import type { BypassKind, OriginVerdict } from './origin'

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
