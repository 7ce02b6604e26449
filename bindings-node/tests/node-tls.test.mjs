// Node's own TLS stack with our verdict: servers, options for clients, agents, over loopback.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import tls from 'node:tls'

import {
  CertificateAuthority,
  CertificateChain,
  ChainVerifier,
  EdgeVerifier,
  IdentityPattern,
  IdentitySource,
  LiveIdentity,
  LiveVerifier,
  TlsError,
  TlsIdentity,
  TrustBundle,
  VerifiedPeer,
  clientOptions,
  createHttpsServer,
  createTlsServer,
  verifyCertificate,
  verifyPeer,
} from '../index.js'

const SHOP = 'spiffe://a.example/ns/shop/sa/'
const [CART, TILL] = [`${SHOP}cart`, `${SHOP}till`]
const VERSIONS = ['TLSv1.2', 'TLSv1.3']
const HOURS = 3_600_000
const ago = (hours) => new Date(Date.now() - hours * HOURS)

// Both trust domains are known here; the root of b.example signs for anybody.
const a = await CertificateAuthority.root('Root A', { trustDomain: 'a.example', at: ago(10) })
const b = await CertificateAuthority.root('Root B')
const namesake = await CertificateAuthority.root('Root A', { trustDomain: 'a.example' })
const bundleOf = (...roots) => new TrustBundle('a.example', roots.map(({ certificate }) => certificate))
const verifier = new ChainVerifier([bundleOf(a), new TrustBundle('b.example', [b.certificate])])
const till = await a.svid(TILL)
const cart = await (await a.intermediate('Cluster')).svid(CART)
const forged = await b.svid(CART)
const intruder = await a.svid(`${SHOP}intruder`)
const expired = await a.svid(CART, { at: ago(9), validForSeconds: 3600 })
const stranger = await namesake.svid(CART)
const authorize = IdentityPattern.anyOf([IdentityPattern.exact(CART), IdentityPattern.anyIn('b.example')])

const sideOf = ({ chain, key }, more) => ({ chain, key, verifier, ...more })
const serverSide = (more) => sideOf(till, { authorize, ...more })
const clientSide = (more) => sideOf(cart, { expectPeer: TILL, ...more })

/** Options of Node's own for a side that trusts both roots and asks nothing of names. */
function plain(issued, version) {
  const own = issued && { cert: issued.chain.toPem(), key: issued.key.secretPkcs8Pem() }
  const versions = version && { minVersion: version, maxVersion: version }
  return { ...own, ...versions, ca: [a.certificate.toPem(), b.certificate.toPem()], checkServerIdentity: () => undefined }
}

/** What a server of sockets does: it hears a name and greets it. */
function hello(socket) {
  socket.on('error', () => {})
  socket.on('data', (heard) => socket.end(`hello ${heard}`))
}

/** Runs `work` with the server's address and a list of the clients that it refused. */
async function serving(server, work) {
  const refused = []
  server.on('tlsClientError', (error, socket) => {
    assert.ok(socket.destroyed || !(error instanceof TlsError))
    refused.push(error)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await work({ host: '127.0.0.1', port: server.address().port }, refused)
  } finally {
    server.close()
    server.closeAllConnections?.()
  }
}

/** Connects and says a name at once, before anybody is verified; gives what came back, or the error. */
async function ask(address, options, name = 'cart') {
  const socket = tls.connect({ ...options, ...address })
  socket.write(name)
  let heard = ''
  let failure
  socket.on('data', (data) => (heard += data))
  socket.on('error', (error) => (failure ??= error))
  await new Promise((resolve) => socket.once('close', resolve))
  return failure ?? heard
}

async function until(condition) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail(`${condition}`)
}

const get = (address, options) =>
  new Promise((resolve, reject) => {
    const request = https.get({ ...address, ...options }, (response) => {
      const peer = verifyPeer(response.socket, options.known ?? options)
      let body = ''
      response.on('data', (data) => (body += data))
      response.on('end', () => resolve({ body, peer: String(peer.spiffeId), reused: request.reusedSocket }))
    })
    request.on('error', reject)
  })

for (const version of VERSIONS) {
  test(`both sides know each other, ${version}`, async () => {
    const seen = []
    const server = createTlsServer(serverSide({ alpn: ['h2', 'http/1.1'], maxVersion: version }), (socket) => {
      const peer = verifyPeer(socket)
      assert.ok(peer instanceof VerifiedPeer)
      seen.push([socket.getProtocol(), String(peer.spiffeId), peer.purpose, peer.path.length, socket.alpnProtocol])
      hello(socket)
    })
    await serving(server, async (address, refused) => {
      const options = clientOptions(clientSide({ alpn: ['http/1.1'] }))
      const socket = tls.connect({ ...options, ...address })
      await once(socket, 'secureConnect')
      assert.deepEqual([String(verifyPeer(socket, options).spiffeId), verifyPeer(socket, options).purpose], [TILL, 'server'])
      socket.write('cart')
      assert.equal(String((await once(socket, 'data'))[0]), 'hello cart')
      assert.deepEqual(refused, [])
    })
    assert.deepEqual(seen, [[version, CART, 'client', 2, 'http/1.1']])
  })

  test(`clients that are refused, ${version}`, async () => {
    const cases = [
      // By the engine, after OpenSSL has accepted them.
      ['an unauthorised ID', intruder, 'tls-peer-not-authorized'],
      ['a leaf of a.example under the root of b.example', forged, 'tls-peer-rejected', 'signed-by-other-trust-domain'],
      // By OpenSSL.
      ['an expired leaf', expired],
      ['an unknown root of the same name', stranger],
      ['no certificate', undefined],
    ]
    let entered = 0
    const server = createTlsServer(serverSide({ maxVersion: version }), (socket) => {
      entered += 1
      hello(socket)
    })
    await serving(server, async (address, refused) => {
      for (const [name, issued, code, finding] of cases) {
        assert.notEqual(await ask(address, plain(issued, version)), 'hello cart', name)
        await until(() => refused.length > 0)
        const error = refused.pop()
        assert.equal(error instanceof TlsError, code !== undefined, `${name}: ${error}`)
        if (code) assert.equal(error.code, code, name)
        if (finding) assert.equal(error.findings[1].rule, finding)
      }
      assert.equal(entered, 0)
      assert.equal(await ask(address, plain(cart, version)), 'hello cart')
      assert.equal(entered, 1)
    })
    // OpenSSL alone lets the first two in.
    const open = tls.createServer({ ...plain(till, version), requestCert: true, rejectUnauthorized: true }, hello)
    await serving(open, async (address) => {
      for (const [name, issued, code] of cases) {
        assert.equal((await ask(address, plain(issued, version))) === 'hello cart', code !== undefined, name)
      }
    })
  })

  test(`servers that are refused hear nothing, ${version}`, async () => {
    for (const [issued, code] of [
      [intruder, 'tls-peer-not-authorized'],
      [forged, 'tls-peer-rejected'],
    ]) {
      let heard = ''
      const server = tls.createServer({ ...plain(issued, version) }, (socket) => {
        socket.on('error', () => {})
        socket.on('data', (data) => (heard += data))
      })
      await serving(server, async (address) => {
        const error = await ask(address, clientOptions(clientSide()))
        assert.ok(error instanceof TlsError, String(error))
        assert.equal(error.code, code)
        await assert.rejects(get(address, clientOptions(clientSide())), { code })
      })
      assert.equal(heard, '')
    }
  })

  test(`a client resumes no session, ${version}`, async () => {
    const answer = (request, response) => response.end(String(request.socket.isSessionReused()))
    const server = https.createServer(plain(till, version), answer)
    await serving(server, async (address) => {
      // Node's own does, and asks nothing of the server again.
      const asked = []
      const agent = new https.Agent({ ...plain(cart, version), checkServerIdentity: (host) => void asked.push(host) })
      const naive = () => new Promise((resolve) => https.get({ ...address, agent }, (response) => response.once('data', (data) => resolve(String(data)))))
      const first = await naive()
      await new Promise((resolve) => setTimeout(resolve, 50))
      assert.deepEqual([first, await naive(), asked.length], ['false', 'true', 1])
      const options = clientOptions(clientSide({ maxVersion: version }))
      for (const own of [new https.Agent(options), new https.Agent()]) {
        for (let times = 0; times < 3; times += 1) {
          assert.equal((await get(address, { ...options, agent: own, known: options })).body, 'false')
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      }
    })
  })

  test(`a session that is pushed in is refused by verifyPeer, ${version}`, async () => {
    await serving(tls.createServer(plain(till, version), hello), async (address) => {
      const options = clientOptions(clientSide({ maxVersion: version }))
      const first = tls.connect({ ...options, ...address })
      const session = once(first, 'session')
      first.write('cart')
      first.resume()
      const [ticket] = await session
      await new Promise((resolve) => (first.closed ? resolve() : first.once('close', resolve)))
      const second = tls.connect({ ...options, ...address, session: ticket })
      await once(second, 'secureConnect')
      // Under TLS 1.2 OpenSSL itself offers none.
      assert.equal(second.isSessionReused(), version === 'TLSv1.3')
      if (version === 'TLSv1.3') assert.throws(() => verifyPeer(second, options), { code: 'tls-peer-unverified' })
      else assert.equal(String(verifyPeer(second, options).spiffeId), TILL)
      assert.equal(second.destroyed, version === 'TLSv1.3')
      second.destroy()
    })
  })

  test(`a server resumes no session, ${version}`, async () => {
    await serving(createTlsServer(serverSide({ maxVersion: version }), hello), async (address, refused) => {
      const offered = []
      const first = tls.connect({ ...plain(cart, version), ...address })
      first.on('session', (session) => offered.push(session))
      first.write('cart')
      first.resume()
      await once(first, 'close')
      for (const session of offered) {
        const again = tls.connect({ ...plain(cart, version), ...address, session })
        await once(again, 'secureConnect')
        assert.equal(again.isSessionReused(), false)
        again.destroy()
      }
      assert.deepEqual(refused.filter((error) => error instanceof TlsError), [])
    })
  })

  test(`a session that the application resumes is refused, ${version}`, async () => {
    const kept = new Map()
    const server = createTlsServer(serverSide({ maxVersion: version }), hello)
    server.on('newSession', (id, data, done) => done(kept.set(id.toString('hex'), data) && undefined))
    server.on('resumeSession', (id, done) => done(null, kept.get(id.toString('hex')) ?? null))
    await serving(server, async (address, refused) => {
      const sessions = []
      const first = tls.connect({ ...plain(cart, version), ...address })
      first.on('session', (session) => sessions.push(session))
      first.write('cart')
      first.resume()
      await once(first, 'close')
      assert.notEqual(kept.size, 0)
      const answer = await ask(address, { ...plain(cart, version), session: sessions.at(-1) })
      if (refused.length === 0) assert.equal(answer, 'hello cart') // a whole handshake
      else assert.deepEqual([refused[0].code, answer === 'hello cart'], ['tls-peer-unverified', false])
      if (version === 'TLSv1.2') assert.equal(refused.length, 1)
    })
  })

  test(`roots come and go, ${version}`, async () => {
    const next = await CertificateAuthority.root('Root A 2', { trustDomain: 'a.example' })
    const after = await next.svid(CART)
    const live = new LiveVerifier(new ChainVerifier([bundleOf(a)]))
    const server = createTlsServer({ ...serverSide({ maxVersion: version }), verifier: live }, hello)
    const withRoot = (issued) => ({ ...plain(issued, version) })
    await serving(server, async (address, refused) => {
      assert.equal(await ask(address, withRoot(cart)), 'hello cart')
      assert.notEqual(await ask(address, withRoot(after)), 'hello cart')
      live.reload([bundleOf(a, next)])
      assert.equal(await ask(address, withRoot(cart)), 'hello cart')
      assert.equal(await ask(address, withRoot(after)), 'hello cart')
      live.reload([bundleOf(next)])
      assert.notEqual(await ask(address, withRoot(cart)), 'hello cart')
      assert.equal(await ask(address, withRoot(after)), 'hello cart')
      assert.equal(refused.length, 2)
    })
    const client = new LiveVerifier(new ChainVerifier([bundleOf(a)]))
    const options = clientOptions({ ...clientSide(), verifier: client })
    const replaced = await next.svid(TILL)
    const renewed = createTlsServer({ ...sideOf(replaced, { authorize }), maxVersion: version }, hello)
    await serving(renewed, async (address) => {
      assert.ok((await ask(address, options)) instanceof Error)
      client.reload([bundleOf(next)])
      assert.equal(await ask(address, options), 'hello cart')
      client.reload([])
      assert.ok((await ask(address, options)) instanceof Error)
    })
  })
}

test('requests, their agents, and the handler that knows its caller', async () => {
  const server = createHttpsServer(serverSide(), (request, response) => {
    response.end(`hello ${verifyPeer(request.socket).spiffeId}`)
  })
  await serving(server, async (address, refused) => {
    const options = clientOptions(clientSide())
    assert.deepEqual(await get(address, options), { body: `hello ${CART}`, peer: TILL, reused: false })
    const agent = new https.Agent({ keepAlive: true })
    const pooled = () => get(address, { ...options, agent, known: options })
    assert.deepEqual([(await pooled()).reused, (await pooled()).reused], [false, true])
    // The same agent, address, certificate and key; another expectation.
    const other = clientOptions(clientSide({ expectPeer: CART }))
    await assert.rejects(get(address, { ...other, agent, known: other }), { code: 'tls-peer-not-authorized' })
    await assert.rejects(get(address, clientOptions(sideOf(intruder, { expectPeer: TILL }))))
    await until(() => refused.length > 0)
    agent.destroy()
  })
})

test('a refused client meets no handler and no clientError that could answer it', async () => {
  let requests = 0
  const server = createHttpsServer(serverSide(), () => (requests += 1))
  const errors = []
  server.on('clientError', (error, socket) => {
    errors.push(error.code)
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
  })
  await serving(server, async (address) => {
    const answer = await ask(address, plain(intruder), 'GET / HTTP/1.1\r\nhost: x\r\n\r\n')
    assert.ok(answer instanceof Error || answer === '', String(answer))
    await until(() => errors.length > 0)
  })
  assert.deepEqual([errors, requests], [['tls-peer-not-authorized'], 0])
})

test('a chain in which two certificates have the name of the issuer is judged as it was sent', async () => {
  const issuing = await a.intermediate('Cross')
  const crossed = await b.intermediate('Cross', { key: issuing.privateKey() })
  const { chain, key } = await issuing.svid(CART)
  const sent = CertificateChain.fromCertificates([chain.leaf, crossed.certificate, issuing.certificate])
  const server = createTlsServer(serverSide(), hello)
  await serving(server, async (address, refused) => {
    assert.equal(await ask(address, { ...plain(), cert: sent.toPem(), key: key.secretPkcs8Pem() }), 'hello cart', String(refused))
  })
})

test('a long-lived connection is judged anew', async () => {
  const live = new LiveVerifier(verifier)
  const sockets = []
  const server = createTlsServer({ ...serverSide(), verifier: live }, (socket) => sockets.push(socket.on('error', () => {})))
  await serving(server, async (address) => {
    const options = clientOptions({ ...clientSide(), verifier: live })
    const socket = tls.connect({ ...options, ...address })
    assert.throws(() => verifyPeer(socket, options), { code: 'tls-handshake-not-done' })
    await once(socket, 'secureConnect')
    assert.equal(String(verifyPeer(socket, options).spiffeId), TILL)
    await until(() => sockets.length === 1)
    const open = tls.connect({ ...options, ...address })
    await once(open, 'secureConnect')
    await until(() => sockets.length === 2)
    const peer = sockets.at(-1)
    assert.equal(String(verifyPeer(peer).spiffeId), CART)
    assert.equal(String(verifyPeer(open, options).spiffeId), TILL)
    assert.throws(() => verifyPeer(open), { code: 'tls-peer-unverified' })
    live.reload([])
    assert.throws(() => verifyPeer(peer), { code: 'tls-peer-rejected' })
    assert.ok(peer.destroyed)
    assert.throws(() => verifyPeer(open, options), TlsError)
    assert.ok(open.destroyed)
    socket.destroy()
  })
})

test('an intermediate may be the authority of a server', async () => {
  const cluster = await a.intermediate('Cluster 2')
  const server = createTlsServer({ ...sideOf(await cluster.svid(TILL)), authorize }, hello)
  const narrow = new ChainVerifier([bundleOf(cluster)])
  await serving(server, async (address) => {
    assert.equal(await ask(address, clientOptions({ ...clientSide(), verifier: narrow })), 'hello cart')
  })
})

test('nothing comes of options that decide nothing, or would undo the verdict', () => {
  for (const make of [createHttpsServer, createTlsServer, clientOptions]) {
    assert.throws(() => make(sideOf(till)), { code: 'tls-peers-not-named' })
    assert.throws(() => make(serverSide({ expectPeer: CART })), TypeError)
    assert.throws(() => make({ ...serverSide(), key: stranger.key }), { code: 'tls-key-mismatch' })
    assert.throws(() => make({ ...serverSide(), verifier: undefined }), TypeError)
    for (const [name, value] of Object.entries({ rejectUnauthorized: false, requestCert: false, ca: [], session: Buffer.alloc(1) })) {
      assert.throws(() => make({ ...serverSide(), [name]: value }), { code: 'ERR_INVALID_ARG_VALUE' }, name)
    }
  }
  assert.equal(clientOptions(clientSide({ tls13Only: true })).minVersion, 'TLSv1.3')
})

const identity = ({ chain, key }) => new TlsIdentity(chain, key)
const serialOf = (address, options) =>
  new Promise((resolve, reject) => {
    const socket = tls.connect({ ...options, ...address })
    socket.on('error', reject)
    socket.write('cart')
    socket.once('data', () => {
      resolve(verifyPeer(socket, options).leaf.serial)
      socket.destroy()
    })
  })

test('what is presented is replaced while a server and a client run', async () => {
  const [first, second] = [till, await a.svid(TILL)]
  const [ours, theirs] = [new LiveIdentity(identity(first)), new LiveIdentity(identity(cart))]
  const seen = []
  const server = createTlsServer({ identity: ours, verifier, authorize }, (socket) => {
    seen.push(verifyPeer(socket).leaf.serial)
    hello(socket)
  })
  await serving(server, async (address, refused) => {
    const options = clientOptions({ identity: theirs, verifier, expectPeer: TILL })
    const long = tls.connect({ ...options, ...address })
    await once(long, 'secureConnect')
    assert.equal(await serialOf(address, options), first.chain.leaf.serial)
    ours.replace(identity(second))
    const renewed = await a.svid(CART)
    theirs.replace(identity(renewed))
    await new Promise((resolve) => setImmediate(resolve))
    assert.equal(await serialOf(address, options), second.chain.leaf.serial)
    await until(() => seen.length === 3)
    assert.deepEqual(seen, [cart, cart, renewed].map(({ chain }) => chain.leaf.serial))
    // Connections that are there stay.
    long.write('cart')
    assert.equal(String((await once(long, 'data'))[0]), 'hello cart')
    long.destroy()
    assert.deepEqual(refused, [])
    // The key is another one than the certificate's only for a moment that nobody sees.
    for (let times = 0; times < 20; times += 1) {
      theirs.replace(identity(times % 2 ? cart : renewed))
      assert.equal(await serialOf(address, options), second.chain.leaf.serial)
    }
  })
})

test('an identity from files, and one that OpenSSL cannot use', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mtls-core-node-tls-'))
  const put = ({ chain, key }) => {
    writeFileSync(join(directory, 'tls.crt'), chain.toPem())
    writeFileSync(join(directory, 'tls.key'), key.secretPkcs8Pem())
  }
  put(till)
  const source = await IdentitySource.openDirectory(directory, { settleSeconds: 0.02 })
  const server = createHttpsServer({ identity: source, verifier, authorize }, (request, response) => response.end('hello'))
  try {
    await serving(server, async (address) => {
      const options = clientOptions(clientSide())
      assert.equal(await serialOf(address, options), till.chain.leaf.serial)
      const next = await a.svid(TILL)
      put(next)
      source.poll()
      await until(() => source.poll())
      assert.equal(await serialOf(address, options), next.chain.leaf.serial)
      // OpenSSL's own refusal stands for any.
      const { setSecureContext } = server
      server.setSecureContext = () => {
        throw new Error('ee key too small')
      }
      const warned = once(process, 'warning')
      source.identity.replace(identity(await a.svid(TILL)))
      assert.equal(await serialOf(address, options), next.chain.leaf.serial)
      assert.equal((await warned)[0].message, 'ee key too small')
      server.setSecureContext = setSecureContext
    })
  } finally {
    rmSync(directory, { recursive: true })
  }
})

test('`identity` or `chain` and `key`', () => {
  assert.throws(() => clientOptions({ ...clientSide(), identity: identity(cart) }), { name: 'TypeError', message: /not both/ })
  assert.throws(() => clientOptions({ verifier, expectPeer: TILL }), { name: 'TypeError' })
  assert.throws(() => clientOptions({ identity: 'x', verifier, expectPeer: TILL }), { name: 'TypeError' })
})

const cdn = await CertificateAuthority.root('CDN')
const shop = await cdn.server(['shop.example', '127.0.0.1', 'localhost'])
const edge = await cdn.client('edge', { dnsNames: ['edge.example'] })
const byName = (profile) => new EdgeVerifier([cdn.certificate], { profile })

for (const version of VERSIONS) {
  test(`edge peers are known by name, ${version}`, async () => {
    const seen = []
    const options = { identity: identity(shop), verifier: byName('edge-client'), expectName: 'edge.example', maxVersion: version }
    const server = createHttpsServer(options, (request, response) => {
      seen.push(verifyCertificate(request.socket).name)
      assert.throws(() => verifyPeer(request.socket), { code: 'tls-verifier-mismatch' })
      response.end('hello')
    })
    await serving(server, async (address, refused) => {
      const mine = clientOptions({ ...sideOf(edge), verifier: byName('server') })
      const ask = (more) =>
        new Promise((resolve, reject) => {
          const request = https.get({ ...address, ...mine, agent: false, ...more }, (response) => {
            response.resume().on('end', () => resolve(name))
            const { name } = verifyCertificate(response.socket, mine)
          })
          request.on('error', reject)
        })
      assert.equal(await ask({}), '127.0.0.1')
      assert.equal(await ask({ host: 'localhost' }), 'localhost')
      assert.equal(await ask({ servername: 'shop.example' }), 'shop.example')
      await assert.rejects(ask({ servername: 'other.example' }), { code: 'tls-peer-rejected' })
      const bare = tls.connect({ ...mine, ...address, host: 'localhost' })
      await once(bare, 'secureConnect')
      assert.equal(verifyCertificate(bare, mine).name, 'localhost')
      bare.destroy()
      assert.deepEqual([...new Set(seen)], ['edge.example'])
      assert.deepEqual(refused.filter((error) => error instanceof TlsError), [])
      const other = await cdn.client('other', { dnsNames: ['other.example'] })
      await assert.rejects(ask({ ...clientOptions({ ...sideOf(other), verifier: byName('server') }) }))
      await until(() => refused.some(({ code }) => code === 'tls-peer-rejected'))
      assert.equal(seen.length, 3)
    })
  })

  test(`a client's certificate is optional, and a bad one is refused, ${version}`, async () => {
    const seen = []
    const server = createTlsServer(serverSide({ peerOptional: true, maxVersion: version }), (socket) => {
      try {
        seen.push(String(verifyPeer(socket).spiffeId))
      } catch (error) {
        seen.push(error.code)
      }
      hello(socket)
    })
    await serving(server, async (address, refused) => {
      assert.equal(await ask(address, plain(undefined, version)), 'hello cart')
      assert.equal(await ask(address, plain(cart, version)), 'hello cart')
      assert.deepEqual(seen, ['tls-peer-anonymous', CART])
      for (const issued of [intruder, forged, expired, stranger]) {
        assert.notEqual(await ask(address, plain(issued, version)), 'hello cart')
        await until(() => refused.length > 0)
        assert.ok(refused.pop() instanceof TlsError)
      }
      assert.equal(seen.length, 2)
    })
  })
}

test('a client that stalls in the handshake is told of and cut off', async () => {
  for (const create of [createTlsServer, createHttpsServer]) {
    const server = create(serverSide({ handshakeTimeout: 300 }))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const told = once(server, 'tlsClientError')
    const stalled = net.connect(server.address().port, '127.0.0.1')
    stalled.on('error', () => {})
    const [error] = await told
    assert.equal(error.code, 'ERR_TLS_HANDSHAKE_TIMEOUT')
    await once(stalled, 'close', { signal: AbortSignal.timeout(20_000) })
    server.close()
    await once(server, 'close')
  }
})
