// Sessions over sockets.
import type { Socket, TcpNetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'

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
