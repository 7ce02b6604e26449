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

/** What one side of Node's own TLS stack presents, and whom it takes. */
export interface PeerOptions extends TlsOptions {
  /** What it presents, leaf first. */
  chain: CertificateChain
  /** The leaf's key. Node takes it as text, which JavaScript cannot wipe. */
  key: PrivateKey
  /** What judges the peer. A `LiveVerifier` may be replaced or reloaded at any time. */
  verifier: VerifierLike
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
 * Node's own HTTPS server, which demands a certificate of each client and knows it by SPIFFE ID: `verifyPeer(request.socket)`.
 * A client is judged when its handshake ends, before a byte of it is read; a refused one is closed, and `tlsClientError`
 * has the `TlsError`. Roots that come into a `LiveVerifier` count from the next connection on; no session is resumed.
 * Throws `TlsError` when the options let nobody in.
 */
export declare function createHttpsServer(
  options: PeerOptions & Omit<HttpsServerOptions, SetOption>,
  listener?: (request: IncomingMessage, response: ServerResponse) => void,
): HttpsServer

/** The same for `tls.createServer`: `secureConnection` has the sockets of clients that were let in. */
export declare function createTlsServer(
  options: PeerOptions & Omit<NodeTlsOptions, SetOption>,
  listener?: (socket: TLSSocket) => void,
): NodeTlsServer

/**
 * Options for `tls.connect`, `https.request` and `https.Agent` that present a certificate and know servers by SPIFFE ID,
 * whatever their host. The server is judged when the handshake ends; if it is refused, nothing is sent and the error is a
 * `TlsError`. No session is resumed, and no agent shares a connection between these options and any others. `ca` is read for
 * each connection and follows a `LiveVerifier`; an agent keeps the one that it was made with.
 */
export declare function clientOptions(options: PeerOptions & Omit<ConnectionOptions, SetOption>): ConnectionOptions

/**
 * The peer of a connection, judged now. A server's was judged in the handshake, and on a long-lived connection this judges once
 * more: by then the certificate may have expired, or a root may be gone. A client's needs the options that it was made
 * with, as `clientOptions` gave them. Closes the socket and throws `TlsError` if the peer is refused.
 */
export declare function verifyPeer(socket: Socket, options?: ConnectionOptions): VerifiedPeer
