'use strict'
// Node's own TLS stack with peers that are known, by SPIFFE ID or by name. OpenSSL judges first, by one pool of roots, in which the root of
// one trust domain may sign for another; then the engine judges the chain, and its verdict counts.
const { constants, randomBytes } = require('node:crypto')
const https = require('node:https')
const tls = require('node:tls')

// A resumed session carries no certificate, and a second handshake could bring another one.
const NEVER = constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION
const PEERS = ['expectPeer', 'expectName', 'authorize', 'allowAnyVerifiedPeer', 'alpn', 'tls13Only', 'peerOptional']
// Milliseconds. Node's own is two minutes.
const HANDSHAKE_TIMEOUT = 30_000
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
function nodeTls(classes) {
  const { EdgeVerifier, IdentitySource, LiveIdentity, LiveVerifier, TlsClient, TlsError, TlsIdentity, TlsServer } = classes
  const { WorkloadApi, catalog } = classes
  /** Of each connection of a server: what judges it and what it was sent. */
  const connections = new WeakMap()
  /** Of each options object for clients: what judges its connections. */
  const clients = new WeakMap()

  /** Options of `names` that were given. */
  function given(options, names) {
    return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]))
  }

  function argument(message) {
    return Object.assign(new TypeError(message), { code: 'ERR_INVALID_ARG_VALUE' })
  }

  /** What judges, what OpenSSL is set up with, and the caller's other options. */
  function setUp(Judge, { chain, key, identity, verifier, ...options }) {
    const set = SET.find((name) => options[name] !== undefined)
    if (set) throw argument(`\`${set}\` is not to be given: it is set here`)
    const presented = presentedBy(chain, key, identity)
    // Checks all of them, and that somebody is named.
    const judge = new Judge(presented, verifier, given(options, PEERS))
    const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !PEERS.includes(name)))
    const stack = {
      minVersion: options.tls13Only ? 'TLSv1.3' : 'TLSv1.2',
      rejectUnauthorized: true,
      // The authorities of a bundle need not be roots. Node's servers pass it over.
      allowPartialTrustChain: true,
      secureOptions: NEVER | (rest.secureOptions ?? 0),
      ...(options.alpn && { ALPNProtocols: options.alpn }),
    }
    const ask = verifier instanceof EdgeVerifier ? certificateOf : peerOf
    return { judge, stack, rest, ask, materials: follower(presented, verifier) }
  }

  function presentedBy(chain, key, identity) {
    if (identity === undefined) return new TlsIdentity(chain, key)
    if (chain !== undefined || key !== undefined) throw argument('give `identity`, or `chain` and `key`, not both')
    const isSource = identity instanceof IdentitySource || identity instanceof WorkloadApi
    return isSource ? identity.identity : identity
  }

  const peerOf = (judge, chain) => judge.judge(chain)
  const certificateOf = (judge, chain, host) =>
    judge instanceof TlsClient ? judge.judgeCertificate(chain, host) : judge.judgeCertificate(chain)

  /** Gives what OpenSSL is to have, `ca`, `cert` and `key`: the same object as long as nothing of it changes. */
  function follower(identity, verifier) {
    let last
    return () => {
      const bundles = verifier instanceof EdgeVerifier ? null : bundlesOf(verifier)
      const current = inForce(identity)
      const sameRoots = last && (bundles === null || last.bundles.diff(bundles).isEmpty)
      const samePair = last && (current && last.current ? current.chain.equals(last.current.chain) : current === last.current)
      if (sameRoots && samePair) return last.options
      const ca = bundles === null ? pemOf(verifier.anchors) : bundles.bundles.flatMap(pemOf)
      // Without a pair, OpenSSL's servers refuse every handshake, and its clients present nothing.
      const pair = current && { cert: current.chain.toPem(), key: current.key.secretPkcs8Pem() }
      last = { bundles, current, options: { ca, ...pair } }
      return last.options
    }
  }

  /** Null while it is withdrawn. */
  function inForce(identity) {
    if (!(identity instanceof LiveIdentity)) return identity
    return identity.isWithdrawn ? null : identity.current
  }

  const bundlesOf = (verifier) => (verifier instanceof LiveVerifier ? verifier.current : verifier).bundles
  const pemOf = ({ authorities }) => authorities.map((one) => one.toPem())

  function fault(code, message) {
    const { severity, help } = catalog().find(({ name }) => name === code)
    return new TlsError(message, { code, help, findings: [{ rule: code, severity, subject: { kind: 'input' }, message, help }] })
  }

  function unlessResumed(socket) {
    if (!socket.isSessionReused()) return
    throw fault('tls-peer-unverified', 'it resumed a session, without presenting its certificate again')
  }

  /** A server of Node's that lets nobody through to its listeners who was not judged. */
  function guard(create, options, listener) {
    const { judge, stack, rest, ask, materials } = setUp(TlsServer, options)
    const optional = options.peerOptional === true
    let last = materials()
    const settings = { handshakeTimeout: HANDSHAKE_TIMEOUT, ...rest, ...stack, ...last }
    const server = create({ ...settings, requestCert: true, rejectUnauthorized: !optional }, listener)
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
      const heard = Reflect.apply(emit, server, [event, ...values])
      // Node tells of a handshake that takes too long, and leaves the socket open.
      if (event === 'tlsClientError' && values[0].code === 'ERR_TLS_HANDSHAKE_TIMEOUT') values[1].destroy()
      return heard
    }
    Object.defineProperty(server, 'emit', { value: guarded })
    return server

    /** OpenSSL gets the roots and the pair in force. What it cannot use is warned of once, and what it has stays. */
    function follow() {
      const current = materials()
      if (current === last) return
      last = current
      try {
        server.setSecureContext({ ...rest, ...stack, ...current })
      } catch (error) {
        process.emitWarning(error)
      }
    }

    function refusal(socket) {
      try {
        unlessResumed(socket)
        // Takes it out of the socket: asked again, Node knows the leaf alone.
        const chain = chainOf(socket.getPeerX509Certificate())
        if (!optional || chain.length > 0) {
          ask(judge, chain)
          // A server to which certificates are optional goes on when OpenSSL refuses one.
          if (!socket.authorized) throw fault('tls-peer-unverified', `OpenSSL refuses it: ${socket.authorizationError}`)
        }
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

  function clientOptions(given) {
    const { judge, stack, rest, ask, materials } = setUp(TlsClient, given)
    const options = {
      ...rest,
      ...stack,
      // Not called where a session is resumed, which the next two forbid: for tls and https, for agents.
      checkServerIdentity: (host, certificate) => {
        try {
          ask(judge, chainOf(certificate), host)
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
    // Read anew for each connection: OpenSSL gets what is in force. One after the other, and all of one moment.
    let moment
    const now = () => {
      if (!moment) queueMicrotask(() => (moment = undefined))
      return (moment ??= materials())
    }
    for (const name of ['ca', 'cert', 'key']) Object.defineProperty(options, name, { enumerable: true, get: () => now()[name] })
    clients.set(options, judge)
    return options
  }

  function verifyPeer(socket, options) {
    return verify(socket, options, peerOf)
  }

  function verifyCertificate(socket, options) {
    return verify(socket, options, certificateOf)
  }

  function verify(socket, options, ask) {
    const known = connections.get(socket)
    const judge = known?.judge ?? clients.get(options)
    if (!judge) throw fault('tls-peer-unverified', 'the connection is not one of ours: give the options that it was made with')
    if (!known && !socket.authorized) throw fault('tls-handshake-not-done', 'the handshake is not done, or the server was refused')
    try {
      if (known) return ask(judge, known.chain)
      unlessResumed(socket)
      return ask(judge, chainOf(socket.getPeerCertificate(true)), hostOf(socket))
    } catch (error) {
      // Of the caller's mistake, or a client that need not be known.
      const harmless = error.code === 'tls-verifier-mismatch' || known?.chain.length === 0
      if (!harmless) socket.destroy()
      throw error
    }
  }

  return { clientOptions, createHttpsServer, createTlsServer, verifyCertificate, verifyPeer }
}

/** What a client connected to, as Node gave it to `checkServerIdentity`. */
function hostOf(socket) {
  return socket.servername || socket._host || socket.remoteAddress || 'localhost'
}

/** The DER of a certificate and what Node links to it. A root is its own issuer. */
function chainOf(certificate) {
  const chain = []
  for (let one = certificate; one?.raw; one = one.issuerCertificate === one ? undefined : one.issuerCertificate) chain.push(one.raw)
  return chain
}

module.exports = { nodeTls }
