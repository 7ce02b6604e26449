'use strict'
// Node's own TLS stack with peers that are known by SPIFFE ID. OpenSSL judges first, by one pool of roots, in which the root of
// one trust domain may sign for another; then the engine judges the chain, and its verdict counts.
const { constants, randomBytes } = require('node:crypto')
const https = require('node:https')
const tls = require('node:tls')

// A resumed session carries no certificate, and a second handshake could bring another one.
const NEVER = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION
const PEERS = ['expectPeer', 'authorize', 'allowAnyVerifiedPeer', 'alpn', 'tls13Only']
// What nobody else may set: it would weaken or bypass the verdict.
const SET = [
  'ca',
  'cert',
  'checkServerIdentity',
  'passphrase',
  'pfx',
  'rejectUnauthorized',
  'requestCert',
  'secureContext',
  'session',
  'sessionIdContext',
]

/** The functions that index.js exports, over its classes. */
function nodeTls({ LiveVerifier, TlsClient, TlsError, TlsIdentity, TlsServer, catalog }) {
  /** Of each connection of a server: what judges it and what it was sent. */
  const connections = new WeakMap()
  /** Of each options object for clients: what judges its connections. */
  const clients = new WeakMap()

  /** Options of `names` that were given. */
  function given(options, names) {
    return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]))
  }

  /** What judges, what OpenSSL is set up with, and the caller's other options. */
  function setUp(Judge, { chain, key, verifier, ...options }) {
    const set = SET.find((name) => options[name] !== undefined)
    if (set) throw Object.assign(new TypeError(`\`${set}\` is not to be given: it is set here`), { code: 'ERR_INVALID_ARG_VALUE' })
    // Checks all of them, and that somebody is named.
    const judge = new Judge(new TlsIdentity(chain, key), verifier, given(options, PEERS))
    const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !PEERS.includes(name)))
    const stack = {
      cert: chain.toPem(),
      minVersion: options.tls13Only ? 'TLSv1.3' : 'TLSv1.2',
      rejectUnauthorized: true,
      // The authorities of a bundle need not be roots. Node's servers pass it over.
      allowPartialTrustChain: true,
      secureOptions: NEVER | (rest.secureOptions ?? 0),
      ...(options.alpn && { ALPNProtocols: options.alpn }),
    }
    return { judge, stack, rest }
  }

  const bundlesOf = (verifier) => (verifier instanceof LiveVerifier ? verifier.current : verifier).bundles
  const rootsOf = (verifier) => bundlesOf(verifier).bundles.flatMap(({ authorities }) => authorities.map((one) => one.toPem()))

  function fault(code, message) {
    const { severity, help } = catalog().find(({ name }) => name === code)
    return new TlsError(message, { code, help, findings: [{ rule: code, severity, subject: { kind: 'input' }, message, help }] })
  }

  function unlessResumed(socket) {
    if (!socket.isSessionReused()) return
    throw fault('tls-peer-unverified', 'it resumed a session, without presenting its certificate again')
  }

  /** A server of Node's that lets nobody through to its listeners who was not judged. */
  function guard(create, { verifier, ...options }, listener) {
    const { judge, stack, rest } = setUp(TlsServer, { ...options, verifier })
    const { key } = options
    const secure = () => ({ ...rest, ...stack, ca: rootsOf(verifier), key: key.secretPkcs8Pem() })
    let bundles = bundlesOf(verifier)
    const server = create({ ...secure(), requestCert: true }, listener)
    const { emit } = server
    // Node's events come in this order: `connection`, the handshake, `secureConnection`. Nothing was read before the last.
    const guarded = function (event, ...values) {
      if (event === 'connection') {
        follow()
      } else if (event === 'secureConnection') {
        const error = refusal(values[0])
        if (error) {
          values[0].destroy()
          Reflect.apply(emit, server, ['tlsClientError', error, values[0]])
          return true
        }
      }
      return Reflect.apply(emit, server, [event, ...values])
    }
    Object.defineProperty(server, 'emit', { value: guarded })
    return server

    /** OpenSSL gets the roots of the bundles in force. */
    function follow() {
      const current = bundlesOf(verifier)
      if (bundles.diff(current).isEmpty) return
      server.setSecureContext(secure())
      bundles = current
    }

    function refusal(socket) {
      try {
        unlessResumed(socket)
        // Takes it out of the socket: asked again, Node knows the leaf alone.
        const chain = chainOf(socket.getPeerX509Certificate())
        judge.judge(chain)
        connections.set(socket, { judge, chain })
        return undefined
      } catch (error) {
        return error
      }
    }
  }

  function createHttpsServer(options, listener) {
    return guard(https.createServer, options, listener)
  }

  function createTlsServer(options, listener) {
    return guard(tls.createServer, options, listener)
  }

  function clientOptions({ verifier, ...given }) {
    const { judge, stack, rest } = setUp(TlsClient, { ...given, verifier })
    const options = {
      ...rest,
      ...stack,
      key: given.key.secretPkcs8Pem(),
      // Not called where a session is resumed, which the next two forbid: for tls and https, for agents.
      checkServerIdentity: (host, certificate) => {
        try {
          judge.judge(chainOf(certificate))
          return undefined
        } catch (error) {
          return error
        }
      },
      session: undefined,
      maxCachedSessions: 0,
      // Agents tell connections apart by it, among others, and share none between these options and any others.
      sessionIdContext: randomBytes(16).toString('hex'),
    }
    // Read anew for each connection: OpenSSL gets the roots of the bundles in force.
    Object.defineProperty(options, 'ca', { enumerable: true, get: () => rootsOf(verifier) })
    clients.set(options, judge)
    return options
  }

  function verifyPeer(socket, options) {
    const known = connections.get(socket)
    const judge = known?.judge ?? clients.get(options)
    if (!judge) throw fault('tls-peer-unverified', 'the connection is not one of ours: give the options that it was made with')
    if (!known && !socket.authorized) throw fault('tls-handshake-not-done', 'the handshake is not done, or the server was refused')
    try {
      if (known) return judge.judge(known.chain)
      unlessResumed(socket)
      return judge.judge(chainOf(socket.getPeerCertificate(true)))
    } catch (error) {
      socket.destroy()
      throw error
    }
  }

  return { clientOptions, createHttpsServer, createTlsServer, verifyPeer }
}

/** The DER of a certificate and what Node links to it. A root is its own issuer. */
function chainOf(certificate) {
  const chain = []
  for (let one = certificate; one?.raw; one = one.issuerCertificate === one ? undefined : one.issuerCertificate) chain.push(one.raw)
  return chain
}

module.exports = { nodeTls }
