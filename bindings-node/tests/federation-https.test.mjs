// Bundles over HTTPS: fetched and served in both profiles, with bad servers refused and slow ones not waited for.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer as createHttpsServer, get } from 'node:https'
import { connect, createServer } from 'node:net'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

import {
  BundleClient,
  BundleEndpoint,
  BundleKeeper,
  BundleServer,
  CertificateAuthority,
  ChainVerifier,
  FederatedBundle,
  LiveVerifier,
  TlsIdentity,
  TrustBundle,
  TrustError,
  VerificationError,
} from '../index.js'

const domain = 'partner.example'
const id = `spiffe://${domain}/bundles`
const root = await CertificateAuthority.root('one', { trustDomain: domain })
const other = await CertificateAuthority.root('two', { trustDomain: domain })
const web = await CertificateAuthority.root('Web')
const bundle = new TrustBundle(domain, [root.certificate]).withRefreshHint(60).withSequence(1n)

const identity = ({ chain, key }) => new TlsIdentity(chain, key)
const serving = (issued) => new BundleServer(bundle, identity(issued)).listen('127.0.0.1', 0)
const url = ({ host, port }) => `https://${host}:${port}/bundle`
const byWeb = (address, options) => new FederatedBundle(BundleEndpoint.httpsWeb(domain, url(address)), options)
const bySpiffe = (address) => new FederatedBundle(BundleEndpoint.httpsSpiffe(domain, url(address), id, bundle))
const code = (expected) => (error) => error instanceof TrustError && error.code === expected

async function refused(client, partner, what) {
  const { bundle: kept } = partner
  const before = Date.now()
  await assert.rejects(client.fetch(partner), (error) => {
    assert.ok(error instanceof TrustError && error.message.includes(what), error.message)
    assert.equal(error.code, 'federation-fetch-failed')
    assert.ok(error.help.length > 0)
    return true
  })
  assert.deepEqual([partner.failures, String(partner.bundle)], [1, String(kept)])
  assert.ok(partner.failure instanceof TrustError && partner.failure.code === 'federation-fetch-failed')
  // The usual cadence, not at once: that of the hint, or what holds without one.
  assert.ok(partner.nextAt.getTime() >= before + (kept ? 59_000 : 299_000))
}

/** Node's own HTTPS server; gives its address and the way to end it. */
async function foreign(answer) {
  const { chain, key } = await web.server(['127.0.0.1'])
  const server = createHttpsServer({ cert: chain.toPem(), key: key.secretPkcs8Pem() }, answer)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: { host: '127.0.0.1', port: server.address().port }, close }
}

test('a server known by its name', async () => {
  const server = new BundleServer(bundle, identity(await web.server(['127.0.0.1'])))
  const client = new BundleClient([web.certificate])
  const listener = await server.listen('127.0.0.1', 0)
  assert.ok(listener.isOpen)
  assert.equal(String(listener), `127.0.0.1:${listener.address.port}`)
  const partner = byWeb(listener.address)
  const taken = await client.fetch(partner)
  assert.deepEqual([taken.outcome, taken.profile, taken.url], ['taken', 'https_web', url(listener.address)])
  assert.ok(partner.bundle.equals(bundle) && server.bundle.equals(bundle))
  server.publish(new TrustBundle(domain, [root.certificate, other.certificate]))
  assert.equal(server.bundle.sequence, 2n)
  const { diff } = await client.fetch(partner)
  assert.ok(diff.added[0].equals(other.certificate))
  assert.throws(() => server.publish(bundle), code('bundle-sequence-decreased'))
  await refused(new BundleClient([root.certificate]), byWeb(listener.address), 'the server is refused')
  await assert.rejects(client.fetch(partner, { at: new Date(NaN) }), RangeError)
  await listener.close()
  await listener.close()
  assert.ok(!listener.isOpen)
  await refused(client, byWeb(listener.address), 'refused')
  const wrong = await serving(await web.server(['other.example']))
  await refused(client, byWeb(wrong.address), '[peer-name-mismatch]')
  await wrong.close()
})

test('a server known by its SPIFFE ID', async () => {
  const client = new BundleClient([])
  const server = new BundleServer(bundle, identity(await root.svid(id)))
  const listener = await server.listen('127.0.0.1', 0)
  const partner = bySpiffe(listener.address)
  assert.equal((await client.fetch(partner)).outcome, 'unchanged')
  // The next authority is published, then used.
  server.publish(new TrustBundle(domain, [root.certificate, other.certificate]).withSequence(2n))
  assert.equal((await client.fetch(partner)).outcome, 'taken')
  server.present(identity(await other.svid(id)))
  assert.equal((await client.fetch(partner)).outcome, 'unchanged')
  await refused(client, bySpiffe(listener.address), 'the server is refused')
  await listener.close()

  const elsewhere = await CertificateAuthority.root('elsewhere', { trustDomain: 'other.example' })
  for (const [issued, what, anchors] of [
    [await root.svid(`spiffe://${domain}/somebody`), '[tls-peer-not-authorized]', []],
    [await elsewhere.svid('spiffe://other.example/bundles'), 'the server is refused', []],
    [await web.server(['127.0.0.1']), 'the server is refused', [web.certificate]],
  ]) {
    const bad = await serving(issued)
    await refused(new BundleClient(anchors), bySpiffe(bad.address), what)
    await bad.close()
  }
})

async function soon(holds) {
  const deadline = performance.now() + 20_000
  while (!holds()) {
    assert.ok(performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a keeper puts what it fetches in force', async () => {
  const own = new TrustBundle('own.example', [])
  const live = new LiveVerifier(new ChainVerifier([own]))
  const server = new BundleServer(bundle, identity(await root.svid(id)))
  server.publish(new TrustBundle(domain, [root.certificate, other.certificate]))
  const [old, renewed] = await Promise.all([root, other].map(async (ca) => (await ca.svid(`spiffe://${domain}/cart`)).chain))
  const listener = await server.listen('127.0.0.1', 0)
  const silent = createServer(() => {})
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const partner = bySpiffe(listener.address)
  const late = new FederatedBundle(BundleEndpoint.httpsWeb('silent.example', `https://127.0.0.1:${silent.address().port}/`))
  const client = new BundleClient([], { timeoutSeconds: 600 })
  assert.throws(() => live.current.verifySync(old), VerificationError)
  const keeper = BundleKeeper.start(client, [partner, late], live)
  assert.ok(keeper.isOpen)
  assert.equal(`${keeper}`, 'open')
  live.current.verifySync(old) // the profile's bundle, at once
  await soon(() => live.current.bundles.get(domain)?.equals(server.bundle))
  live.current.verifySync(renewed)
  assert.ok(partner.bundle.equals(server.bundle) && live.current.bundles.get('own.example').equals(own))
  assert.deepEqual([partner.failure, late.bundle], [null, null])
  const begun = performance.now()
  await keeper.close()
  await keeper.close()
  assert.ok(performance.now() - begun < 5000)
  assert.ok(!keeper.isOpen)
  assert.equal(`${keeper}`, 'closed')
  assert.throws(() => BundleKeeper.start(client, [partner, partner], live), code('bundle-duplicate-domain'))
  silent.close()
  await listener.close()
  await refused(new BundleClient([]), bySpiffe(listener.address), 'refused')
})

test('foreign servers', async () => {
  const client = new BundleClient([web.certificate])
  const { address, close } = await foreign(({ url }, response) => {
    if (url === '/bundle') response.end(bundle.toSpiffeJson())
    else response.writeHead(404).end()
  })
  const partner = byWeb(address)
  assert.equal((await client.fetch(partner)).outcome, 'taken')
  assert.ok(partner.bundle.equals(bundle))
  const moved = await foreign((_, response) => response.writeHead(307, { location: url(address) }).end())
  const follower = byWeb(moved.address)
  assert.equal((await client.fetch(follower)).url, url(address))
  assert.equal(follower.request().url, url(moved.address))
  moved.close()
  close()

  for (const [expected, answer] of [
    ['federation-url-invalid', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1/' }).end()],
    ['bundle-not-json', (_, response) => response.end('<html>')],
    ['bundle-keys-missing', (_, response) => response.end('{}')],
    ['federation-fetch-failed', (_, response) => response.writeHead(500).end()],
    ['federation-fetch-failed', (_, response) => response.end(' '.repeat(5 << 20))],
    ['federation-fetch-failed', (_, response) => response.socket.destroy()],
  ]) {
    const bad = await foreign(answer)
    const kept = byWeb(bad.address, { stored: bundle })
    await assert.rejects(client.fetch(kept), code(expected))
    assert.ok(kept.bundle.equals(bundle))
    assert.equal(kept.failures, 1)
    bad.close()
  }
})

test('silent servers cost the timeout, and nobody else', async () => {
  const silent = createServer(() => {})
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const client = new BundleClient([], { timeoutSeconds: 3 })
  const address = { host: '127.0.0.1', port: silent.address().port }
  const partners = Array.from({ length: 8 }, () => byWeb(address))
  const begun = performance.now()
  const fetches = partners.map((partner) => client.fetch(partner))
  // Neither the bundles nor libuv's four threads wait.
  assert.deepEqual([partners[0].bundle, partners[0].failures], [null, 0])
  await CertificateAuthority.root('meanwhile')
  assert.ok(performance.now() - begun < 2500)
  for (const { status, reason } of await Promise.allSettled(fetches)) {
    assert.equal(status, 'rejected')
    assert.match(reason.message, /took too long/)
  }
  assert.ok(performance.now() - begun < 20_000)
  assert.deepEqual(partners.map(({ failures }) => failures), Array(8).fill(1))
  silent.close()
})

test('who asks as others do is answered too', async () => {
  const listener = await serving(await web.server(['127.0.0.1']))
  const [response] = await once(get(url(listener.address), { ca: web.certificate.toPem() }), 'response')
  const body = Buffer.concat(await response.toArray())
  assert.deepEqual([response.statusCode, response.headers['content-type']], [200, 'application/json'])
  assert.ok(TrustBundle.fromSpiffeJson(domain, body).equals(bundle))
  await listener.close()
})

test('closing does not wait for clients', async () => {
  const server = new BundleServer(bundle, identity(await root.svid(id)), { timeoutSeconds: 60 })
  const listener = await server.listen('127.0.0.1', 0)
  const { host, port } = listener.address
  await assert.rejects(server.listen(host, port), { code: 'EADDRINUSE' })
  await assert.rejects(server.listen(host, 65_536), RangeError)
  const silent = connect(port, host)
  await once(silent, 'connect')
  const begun = performance.now()
  const ended = once(silent.resume(), 'close')
  await listener.close()
  await ended
  assert.ok(performance.now() - begun < 5000)
})

const SCRIPT = `
  const { BundleClient, BundleEndpoint, BundleKeeper, BundleServer, CertificateAuthority, ChainVerifier, FederatedBundle } = require(${JSON.stringify(createRequire(import.meta.url).resolve('../index.js'))})
  const { LiveVerifier, TlsIdentity, TrustBundle } = require(${JSON.stringify(createRequire(import.meta.url).resolve('../index.js'))})
  const partner = (url) => new FederatedBundle(BundleEndpoint.httpsWeb('partner.example', url))
  const keep = (url) => BundleKeeper.start(new BundleClient([], { timeoutSeconds: 600 }), [partner(url)], new LiveVerifier(new ChainVerifier([])))
  async function open() {
    const root = await CertificateAuthority.root('one', { trustDomain: 'partner.example' })
    const { chain, key } = await root.svid('spiffe://partner.example/bundles')
    const bundle = new TrustBundle('partner.example', [root.certificate])
    return new BundleServer(bundle, new TlsIdentity(chain, key)).listen('127.0.0.1', 0)
  }`

test('an open server keeps the process alive, a closed one does not', async () => {
  const run = (code) => promisify(execFile)(process.execPath, ['-e', SCRIPT + code], { timeout: 30_000 })
  const closed = await run('; open().then((listener) => listener.close()).then(() => console.log("closed"))')
  assert.equal(closed.stdout, 'closed\n')
  const kept = await run('; keep("https://127.0.0.1:1/"); console.log("kept")')
  assert.equal(kept.stdout, 'kept\n')
  const exited = await run('; open().then(() => process.exit(3))').catch((error) => error)
  assert.deepEqual([exited.code, exited.killed], [3, false])

  const child = execFile(process.execPath, ['--expose-gc', '-e', `${SCRIPT}; open().then(({ address }) => { gc(); console.log(address.port) })`])
  const [port] = await once(child.stdout, 'data')
  const left = await Promise.race([once(child, 'exit'), new Promise((resolve) => setTimeout(resolve, 500))])
  assert.equal(left, undefined)
  await once(connect(Number(port), '127.0.0.1'), 'connect')
  child.kill('SIGINT')
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGINT'])
})

test('a fetch, a keeper and a server that are under way do not keep a worker from ending', async () => {
  const silent = createServer(() => {})
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const code = `${SCRIPT}
    const silent = 'https://127.0.0.1:${silent.address().port}/'
    new BundleClient([], { timeoutSeconds: 4 }).fetch(partner(silent))
    keep(silent)
    open().then((listener) => require('node:worker_threads').parentPort.postMessage(listener.address))`
  const worker = new Worker(code, { eval: true })
  const [{ port }] = await once(worker, 'message')
  const begun = performance.now()
  await worker.terminate()
  assert.ok(performance.now() - begun < 3500)
  const [error] = await once(connect(port, '127.0.0.1'), 'error')
  assert.equal(error.code, 'ECONNREFUSED')
  // The fetch ends behind it, in peace.
  await new Promise((resolve) => setTimeout(resolve, 4500))
  silent.close()
})
