// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { RefusedPeer } from '../tls'
import type { ChainLike } from '../verify'
import type { Document, SpiffeIdLike } from './arguments'
import type { IdentityPattern } from './identity'
import type { IdentityLike } from './tls-identity'
import type { ExplainOptions } from './verify-arguments'
import type { VerifierLike } from './verify-live'
import type { VerifiedCertificate, VerifiedPeer } from './verify-verdict'

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
