// TLS that knows its peers by SPIFFE ID: sessions, and connections over sockets.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { test } from 'node:test'
import tls from 'node:tls'
import { inspect } from 'node:util'

import {
  CertificateAuthority,
  CertificateChain,
  ChainVerifier,
  Connection,
  DistrustList,
  EdgeVerifier,
  IdentityPattern,
  PrivateKey,
  TlsClient,
  TlsError,
  TlsIdentity,
  TlsServer,
  TrustAnchors,
  TrustBundle,
  VerifiedPeer,
} from '../index.js'
import { briefs, bundlesOf, run, unpem } from './vectors.mjs'

const identityOf = ({ chain, key }) => new TlsIdentity(CertificateChain.fromPem(chain.join('')), PrivateKey.fromPem(key))

/** A client or a server as the side says. */
function endOf(Kind, side) {
  return new Kind(identityOf(side), verifierOf(side), {
    expectPeer: side.expect_peer,
    expectName: side.expect_name,
    authorize: side.authorize && new IdentityPattern(JSON.stringify(side.authorize)),
    allowAnyVerifiedPeer: side.allow_any_verified_peer,
    alpn: side.alpn,
    tls13Only: side.tls13_only,
    ...(side.peer_optional && { peerOptional: true }),
  })
}

/** By ID, or with `anchors` by name. */
function verifierOf({ anchors, bundles, profile, crls, distrust }) {
  if (anchors) return new EdgeVerifier(TrustAnchors.fromPem(anchors.join('')), { profile })
  const list = distrust && DistrustList.fromJson(JSON.stringify(distrust))
  return new ChainVerifier(bundlesOf(bundles), { profile, crls, distrust: list })
}

const pairOf = ({ values: { client, server, host = 'localhost' } }) => [
  endOf(TlsClient, client).session(host),
  endOf(TlsServer, server).session(),
]

/** Moves bytes until both are silent; gives the failure of each, or null. */
function toTheEnd(sessions) {
  const failures = [null, null]
  for (let silent = false; !silent; ) {
    silent = true
    for (const [sender, receiver] of [[0, 1], [1, 0]]) {
      const bytes = sessions[sender].sendTls()
      if (bytes.length === 0 || failures[receiver]) continue
      silent = false
      try {
        sessions[receiver].receiveTls(bytes)
      } catch (error) {
        if (!(error instanceof TlsError)) throw error
        failures[receiver] = error
      }
    }
  }
  return failures
}

/** Who the peer is, by ID or by name, or why it is nobody. */
function known(session) {
  try {
    return { peer: session.peer.spiffeId, alpn: session.alpn }
  } catch (nobody) {
    try {
      return { certificate: session.certificate.name, alpn: session.alpn }
    } catch (error) {
      assert.equal(error.code, nobody.code)
      return { unknown: error.code }
    }
  }
}

/** The server's side, after a handshake if there is a client. */
function met(args) {
  if (!args.values.client) return endOf(TlsServer, args.values.server).session()
  const sessions = pairOf(args)
  assert.deepEqual(toTheEnd(sessions), [null, null])
  return sessions[1]
}

/** What a server says of a client of Node's own that presents nothing. */
async function anonymous({ values: { server, root, host } }) {
  const session = endOf(TlsServer, server).session()
  const listener = net.createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const client = tls.connect({ host: '127.0.0.1', port: listener.address().port, ca: root, servername: host })
  client.on('error', () => {})
  const [socket] = await once(listener, 'connection')
  try {
    for await (const bytes of socket) {
      session.receiveTls(bytes)
      socket.write(session.sendTls())
      if (!session.isHandshaking) return told(session)
    }
    throw new Error('the client is gone')
  } catch (error) {
    if (!(error instanceof TlsError)) throw error
    return told(session, error)
  } finally {
    client.destroy()
    socket.destroy()
    listener.close()
  }
}

/** What a side says of the other. */
function told(session, error) {
  if (!error) return { ...known(session), version: session.version }
  if (error.code === 'tls-alert-received') return { error: error.code, alert: error.message.split(' ').at(-1) }
  const presented = session.refused ? { presented: session.refused.chain.length } : {}
  return { error: error.code, findings: briefs(error.findings), ...presented }
}

run(
  'tls',
  {
    'tls_identity.new': ({ values }) => {
      const { spiffeId, chain } = identityOf(values)
      return { spiffe_id: spiffeId, length: chain.certificates.length }
    },
    'tls_server.new': ({ values }) => endOf(TlsServer, values.side) instanceof TlsServer,
    'tls_client.new': ({ values }) => endOf(TlsClient, values.side) instanceof TlsClient,
    'tls_client.session': ({ values }) => ({
      handshaking: endOf(TlsClient, values.client).session(values.server_name).isHandshaking,
    }),
    'tls.handshake': (args) => {
      const sessions = pairOf(args)
      const failures = toTheEnd(sessions)
      return { client: told(sessions[0], failures[0]), server: told(sessions[1], failures[1]) }
    },
    'session.receive_tls': (args) => {
      const { client, server } = args.values
      const session = server ? endOf(TlsServer, server).session() : endOf(TlsClient, client).session('localhost')
      session.receiveTls(args.data('bytes'))
      return { handshaking: session.isHandshaking }
    },
    'session.write': (args) => {
      const sessions = pairOf(args)
      if (!args.values.early) assert.deepEqual(toTheEnd(sessions), [null, null])
      const [client, server] = sessions
      if (args.values.closed) client.close()
      client.write(Buffer.alloc(args.values.length, 'x'))
      const bytes = client.sendTls()
      let received = 0
      for (let start = 0; start < bytes.length; start += 1 << 16) {
        server.receiveTls(bytes.subarray(start, start + (1 << 16)))
        received += server.read().length
      }
      return { received }
    },
    'session.peer': (args) => met(args).peer.spiffeId,
    'session.certificate': (args) => met(args).certificate.name,
    'tls.anonymous': anonymous,
    'tls_server.judge': ({ values: { side, chain }, at }) => endOf(TlsServer, side).judge(chain.map(unpem), { at }).spiffeId,
    'tls_server.judge_certificate': ({ values: { side, chain }, at }) =>
      endOf(TlsServer, side).judgeCertificate(chain.map(unpem), { at }).name,
    'tls_client.judge_certificate': ({ values: { side, chain, server_name: name }, at }) =>
      endOf(TlsClient, side).judgeCertificate(chain.map(unpem), name, { at }).name,
  },
  TlsError,
)

const BASE = 'spiffe://mesh.example/ns/shop/sa'
const root = await CertificateAuthority.root('Root', { trustDomain: 'mesh.example' })
const verifier = new ChainVerifier([new TrustBundle('mesh.example', [root.certificate])])

async function identity(name) {
  const { chain, key } = await root.svid(`${BASE}/${name}`, { dnsNames: ['localhost'] })
  return new TlsIdentity(chain, key)
}
const [checkout, cart, intruder] = await Promise.all(['checkout', 'cart', 'intruder'].map(identity))
const server = new TlsServer(checkout, verifier, { expectPeer: `${BASE}/cart`, alpn: ['h2', 'http/1.1'] })

/** Moves bytes between two sessions until both are silent. */
function shake(client, server) {
  for (let silent = false; !silent; ) {
    const [there, back] = [client.sendTls(), server.sendTls()]
    if (there.length > 0) server.receiveTls(there)
    if (back.length > 0) client.receiveTls(back)
    silent = there.length === 0 && back.length === 0
  }
}

async function listen(server) {
  const listener = net.createServer()
  const accepted = []
  listener.on('connection', (socket) => accepted.push(Connection.accept(socket, server).catch((error) => error)))
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const close = () => {
    listener.close()
    for (const one of accepted) one.then((connection) => connection.resume?.())
  }
  return { port: listener.address().port, host: '127.0.0.1', accepted, close }
}

test('two sessions shake hands and talk', () => {
  const there = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout`, alpn: ['h2'] }).session('localhost')
  const here = server.session()
  assert.ok(there.isHandshaking)
  assert.throws(() => there.peer, { code: 'tls-handshake-not-done' })
  assert.throws(() => there.write('early'), { code: 'tls-handshake-not-done' })
  shake(there, here)
  assert.ok(!there.isHandshaking && !here.isHandshaking)
  assert.ok(there.peer instanceof VerifiedPeer && here.peer instanceof VerifiedPeer)
  assert.ok(there.peer.spiffeId.equals(`${BASE}/checkout`) && here.peer.spiffeId.equals(`${BASE}/cart`))
  assert.deepEqual([there.peer.purpose, here.peer.purpose], ['server', 'client'])
  assert.ok(here.peer.authority.equals(root.certificate))
  assert.deepEqual([there.alpn, here.alpn, there.version], ['h2', 'h2', 'TLSv1.3'])
  there.write('grüß')
  there.write(new Uint8Array([1, 2]))
  shake(there, here)
  assert.deepEqual(here.read(), Buffer.concat([Buffer.from('grüß'), Buffer.from([1, 2])]))
  assert.equal(here.read().length, 0)
  there.close()
  shake(there, here)
  assert.equal(here.receiveTls(new Uint8Array()), undefined)
  assert.equal(here.refused, null)
})

test('nothing is sent after the goodbye', () => {
  const there = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` }).session('localhost')
  const here = server.session()
  shake(there, here)
  there.write('last words')
  there.close()
  assert.throws(() => there.write('never sent'), { code: 'tls-closed' })
  here.receiveTls(there.sendTls())
  assert.equal(String(here.read()), 'last words')
})

test('what a full session refuses is given again', () => {
  const there = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` }).session('localhost')
  const here = server.session()
  shake(there, here)
  const sent = Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, i) => i % 251))
  const wire = Buffer.concat(
    [1, 2, 3].map(() => {
      there.write(sent)
      assert.throws(() => there.write('x'), { code: 'tls-buffer-full' })
      return there.sendTls()
    }),
  )
  const received = []
  let refused = 0
  for (let start = 0; start < wire.length; start += 700_001) {
    const part = wire.subarray(start, start + 700_001)
    try {
      here.receiveTls(part)
    } catch (error) {
      assert.equal(error.code, 'tls-buffer-full')
      refused += 1
      received.push(here.read())
      here.receiveTls(part)
    }
  }
  received.push(here.read())
  assert.ok(refused > 0)
  assert.ok(Buffer.concat(received).equals(Buffer.concat([sent, sent, sent])))
})

test('what comes behind the goodbye is passed over', () => {
  const there = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` }).session('localhost')
  const here = server.session()
  shake(there, here)
  there.write('last words')
  there.close()
  here.receiveTls(Buffer.concat([there.sendTls(), Buffer.alloc(1 << 17, 23)]))
  assert.equal(String(here.read()), 'last words')
})

test('a connection that is cut short is an error', async () => {
  const there = await listen(server)
  const client = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` })
  const connection = await Connection.connect({ port: there.port, host: there.host }, client)
  const peer = await there.accepted[0]
  connection.destroy()
  assert.equal((await once(peer, 'error'))[0].code, 'tls-protocol')
  there.close()
})

test('a refused peer is an error with code, findings and chain', () => {
  const there = new TlsClient(intruder, verifier, { expectPeer: `${BASE}/checkout` }).session('localhost')
  const here = server.session()
  assert.throws(
    () => shake(there, here),
    (error) => {
      assert.ok(error instanceof TlsError)
      assert.equal(error.code, 'tls-peer-not-authorized')
      assert.match(error.message, /intruder/)
      return true
    },
  )
  const { error, chain, at, purpose } = here.refused
  assert.ok(error instanceof TlsError)
  assert.equal(error.code, 'tls-peer-not-authorized')
  assert.deepEqual(chain, intruder.chain.toDer())
  assert.equal(purpose, 'client')
  assert.ok(verifier.explainSync(chain, { at, purpose }).accepted)
  assert.ok(Math.abs(Date.now() - at) < 60_000)
  const alert = here.sendTls()
  assert.ok(alert.length > 0)
  assert.throws(() => there.receiveTls(alert), { code: 'tls-alert-received' })
  assert.throws(() => here.write('x'), { code: 'tls-peer-not-authorized' })
})

test('a stranger is refused with the findings of its chain', async () => {
  const elsewhere = await CertificateAuthority.root('Elsewhere', { trustDomain: 'other.example' })
  const { chain, key } = await elsewhere.svid('spiffe://other.example/x')
  const stranger = new TlsIdentity(chain, key)
  const there = new TlsClient(stranger, verifier, { allowAnyVerifiedPeer: true }).session('localhost')
  assert.throws(
    () => shake(there, server.session()),
    (error) => {
      assert.equal(error.code, 'tls-peer-rejected')
      assert.deepEqual(error.findings.map(({ rule }) => rule).slice(0, 2), ['tls-peer-rejected', 'trust-domain-unknown'])
      return true
    },
  )
})

test('options are checked when they are given', () => {
  const key = (identity) => inspect(identity)
  assert.equal(key(cart), `TlsIdentity <${BASE}/cart>`)
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(cart))), ['chain'])
  for (const Class of [TlsServer, TlsClient]) {
    assert.throws(() => new Class(cart, verifier, {}), { code: 'tls-peers-not-named' })
    const both = { expectPeer: `${BASE}/x`, authorize: IdentityPattern.anyIn('mesh.example') }
    assert.throws(() => new Class(cart, verifier, both), TypeError)
    assert.throws(() => new Class(cart, verifier, { expectPeer: 'x' }), { code: 'spiffe-id-scheme' })
    assert.throws(() => new Class(cart, verifier), Error)
  }
  const client = new TlsClient(cart, verifier, { authorize: IdentityPattern.anyIn('mesh.example') })
  assert.throws(() => client.session('not a name'), { code: 'tls-server-name' })
})

test('a key of another is refused', async () => {
  const { chain } = await root.svid(`${BASE}/cart`)
  const { key } = await root.svid(`${BASE}/cart`)
  assert.throws(() => new TlsIdentity(chain, key), { code: 'tls-key-mismatch' })
})

test('a connection is a stream', async () => {
  const there = await listen(server)
  const client = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` })
  const connection = await Connection.connect({ port: there.port, host: there.host }, client)
  const peer = await there.accepted[0]
  assert.ok(connection.peer.spiffeId.equals(`${BASE}/checkout`) && peer.peer.spiffeId.equals(`${BASE}/cart`))
  // More than a session buffers, both ways at once.
  const much = Buffer.alloc(5 << 20, 'x')
  const echo = (async () => {
    let length = 0
    for await (const data of peer) {
      length += data.length
      if (!peer.write(data)) await once(peer, 'drain')
      if (length === much.length) peer.end()
    }
  })()
  connection.write(much)
  const back = []
  for await (const data of connection) back.push(data)
  assert.ok(Buffer.concat(back).equals(much))
  await echo
  there.close()
})

test('a refused connection rejects on both sides', async () => {
  const there = await listen(server)
  const client = new TlsClient(intruder, verifier, { expectPeer: `${BASE}/checkout` })
  const connection = await Connection.connect({ port: there.port, host: there.host }, client)
  const [alert] = await once(connection, 'error')
  assert.equal(alert.code, 'tls-alert-received')
  assert.equal((await there.accepted[0]).code, 'tls-peer-not-authorized')
  const wrong = new TlsClient(cart, verifier, { expectPeer: `${BASE}/till` })
  await assert.rejects(Connection.connect({ port: there.port, host: there.host }, wrong), { code: 'tls-peer-not-authorized' })
  there.close()
})

test('a peer that hangs or hangs up does not hold the handshake', async () => {
  const listener = net.createServer((socket) => socket.once('data', () => (hangUp ? socket.destroy() : undefined)))
  let hangUp = true
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address()
  const client = new TlsClient(cart, verifier, { allowAnyVerifiedPeer: true })
  await assert.rejects(Connection.connect({ port, host: '127.0.0.1' }, client), Error)
  hangUp = false
  await assert.rejects(Connection.connect({ port, host: '127.0.0.1', handshakeTimeout: 100 }, client), { code: 'ETIMEDOUT' })
  listener.close()
  await assert.rejects(Connection.connect({ port: 1, host: '127.0.0.1' }, client), { code: 'ECONNREFUSED' })
})

test("Node's own TLS client is let in, and one without a certificate is not", async () => {
  const there = await listen(server)
  const { chain, key } = await root.svid(`${BASE}/cart`)
  const options = { port: there.port, host: there.host, servername: 'localhost', ca: root.certificate.toPem() }
  const socket = tls.connect({ ...options, cert: chain.toPem(), key: key.secretPkcs8Pem() })
  await once(socket, 'secureConnect')
  assert.ok(socket.authorized)
  const connection = await there.accepted[0]
  assert.ok(connection.peer.spiffeId.equals(`${BASE}/cart`))
  socket.write('hello')
  assert.deepEqual((await once(connection, 'data'))[0], Buffer.from('hello'))
  socket.end()
  const anonymous = tls.connect(options)
  await once(anonymous, 'error')
  const refused = await there.accepted[1]
  assert.ok(refused instanceof TlsError, String(refused))
  there.close()
})

test("Node's own TLS server is known by its SPIFFE ID", async () => {
  const { chain, key } = await root.svid(`${BASE}/checkout`)
  const listener = tls.createServer(
    { cert: chain.toPem(), key: key.secretPkcs8Pem(), ca: root.certificate.toPem(), requestCert: true, rejectUnauthorized: true },
    (socket) => socket.write('hello'),
  )
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address()
  const client = new TlsClient(cart, verifier, { expectPeer: `${BASE}/checkout` })
  const connection = await Connection.connect({ port, host: '127.0.0.1' }, client)
  assert.equal(String((await once(connection, 'data'))[0]), 'hello')
  connection.destroy()
  const other = new TlsClient(cart, verifier, { expectPeer: `${BASE}/till` })
  await assert.rejects(Connection.connect({ port, host: '127.0.0.1' }, other), { code: 'tls-peer-not-authorized' })
  listener.close()
})

// --- Peers that are known by name ---

const cdn = await CertificateAuthority.root('CDN')
const shop = await cdn.server(['shop.example', '127.0.0.1'])
const pull = await cdn.client('edge', { dnsNames: ['edge.example'] })
const byName = (profile) => new EdgeVerifier([cdn.certificate], { profile })
const own = ({ chain, key }) => new TlsIdentity(chain, key)
const origin = (options) => new TlsServer(own(shop), byName('edge-client'), options)
const puller = (options = {}) => new TlsClient(own(pull), byName('server'), options)

test('edge peers are known by name, over sockets too', async () => {
  const listener = await listen(origin({ expectName: 'edge.example' }))
  try {
    const connection = await Connection.connect({ ...listener, serverName: 'shop.example' }, puller())
    const accepted = await listener.accepted[0]
    assert.deepEqual([connection.certificate.name, accepted.certificate.name], ['shop.example', 'edge.example'])
    assert.deepEqual([connection.peer, accepted.peer], [null, null])
    assert.equal(accepted.certificate.purpose, 'client')
    assert.throws(() => accepted.session.peer, { code: 'tls-peer-unverified' })
    accepted.end('hello')
    assert.equal(String((await once(connection, 'data'))[0]), 'hello')
    connection.end()
    const byHost = await Connection.connect(listener, puller())
    assert.equal(byHost.certificate.name, '127.0.0.1')
    byHost.end()
    await assert.rejects(Connection.connect({ ...listener, serverName: 'other.example' }, puller()), { code: 'tls-peer-rejected' })
  } finally {
    listener.close()
  }
})

test('a certificate that is optional', async () => {
  const listener = await listen(origin({ allowAnyVerifiedPeer: true, peerOptional: true }))
  try {
    const socket = tls.connect({ host: listener.host, port: listener.port, ca: cdn.certificate.toPem(), servername: 'shop.example' })
    await once(socket, 'secureConnect')
    const anonymous = await listener.accepted[0]
    assert.deepEqual([anonymous.peer, anonymous.certificate], [null, null])
    assert.throws(() => anonymous.session.certificate, { code: 'tls-peer-anonymous' })
    socket.end()
    const known = await Connection.connect({ ...listener, serverName: 'shop.example' }, puller())
    assert.equal((await listener.accepted[1]).certificate.leaf.serial, pull.chain.leaf.serial)
    known.end()
  } finally {
    listener.close()
  }
})

test('a verifier and an expectation that do not go together', () => {
  const mismatch = { name: 'TlsError', code: 'tls-verifier-mismatch' }
  assert.throws(() => origin({ expectPeer: `${BASE}/cart` }), mismatch)
  assert.throws(() => origin({ authorize: IdentityPattern.anyIn('mesh.example') }), mismatch)
  assert.throws(() => new TlsServer(own(shop), byName('server'), { allowAnyVerifiedPeer: true }), mismatch)
  assert.throws(() => new TlsClient(own(pull), byName('edge-client'), {}), mismatch)
  assert.throws(() => new TlsServer(checkout, verifier, { expectName: 'a.example' }), mismatch)
  assert.throws(() => server.judgeCertificate(shop.chain), mismatch)
  assert.throws(() => origin({ allowAnyVerifiedPeer: true }).judge(pull.chain), mismatch)
  assert.throws(() => origin({}), { code: 'tls-peers-not-named' })
  assert.throws(() => puller({ peerOptional: true }), { name: 'TypeError' })
  assert.throws(() => origin({ expectName: 'a.example', allowAnyVerifiedPeer: true }), { name: 'TypeError' })
  assert.throws(() => origin({ expectName: 'no name' }), { name: 'VerificationError' })
})

test('chains of edge peers from another stack', () => {
  assert.equal(origin({ expectName: 'edge.example' }).judgeCertificate(pull.chain).name, 'edge.example')
  assert.equal(puller().judgeCertificate(shop.chain, 'shop.example').name, 'shop.example')
  assert.throws(() => puller().judgeCertificate(shop.chain, 'other.example'), { code: 'tls-peer-rejected' })
  assert.throws(() => origin({ expectName: 'edge.example' }).judgeCertificate([]), { code: 'tls-peer-anonymous' })
})

test('every value has a text', () => {
  for (const [value, text] of [
    [server, 'TlsServer'],
    [puller(), 'TlsClient'],
    [server.session(), 'Session'],
  ]) {
    assert.equal(String(value), text)
    assert.equal(inspect(value), `${text} {}`)
  }
})
