// Sessions over sockets.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server as HttpsServer, ServerOptions as HttpsServerOptions } from 'node:https'
import type { Socket, TcpNetConnectOpts } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions, Server as NodeTlsServer, TLSSocket, TlsOptions as NodeTlsOptions } from 'node:tls'

import type {
  CertificateChain, IdentitySource, LiveIdentity, PrivateKey, Session, TlsClient, TlsIdentity, TlsOptions, TlsServer,
  VerifiedCertificate, VerifiedPeer, VerifierLike, WorkloadApi,
} from '../index'
import type { TlsError } from './errors'
import type { Purpose } from './verify'

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
