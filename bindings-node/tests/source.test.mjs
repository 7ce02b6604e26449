// Identities and bundles from files: rotation under live handshakes, bad files, events, and the end of the process.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'

import {
  BundleSource,
  CertificateAuthority,
  ChainVerifier,
  IdentitySource,
  LiveIdentity,
  LiveVerifier,
  TlsClient,
  TlsIdentity,
  TlsServer,
  TrustBundle,
  TrustError,
} from '../index.js'

const BASE = 'spiffe://td.example/ns/shop/sa'
const root = await CertificateAuthority.root('Root', { trustDomain: 'td.example', at: new Date(Date.now() - 86_400_000) })
const verifier = new ChainVerifier([new TrustBundle('td.example', [root.certificate])])
const issue = (name, options) => root.svid(`${BASE}/${name}`, options)
const identityOf = ({ chain, key }) => new TlsIdentity(chain, key)
const FAST = { settleSeconds: 0.03 }
const serial = (one) => one.chain.leaf.serial

const scratch = mkdtempSync(join(tmpdir(), 'mtls-core-source-'))
after(() => rmSync(scratch, { recursive: true }))
let directories = 0
const fresh = () => {
  const path = join(scratch, `${(directories += 1)}`)
  mkdirSync(path)
  return path
}

/** Writes as an editor or `cp` does. */
function put(directory, { chain, key }) {
  writeFileSync(join(directory, 'tls.crt'), chain.toPem())
  writeFileSync(join(directory, 'tls.key'), key.secretPkcs8Pem())
}

/** Writes as the kubelet does: a new directory, and one rename of the symlink `..data`. */
function mount(directory, version, { chain, key }) {
  const own = `..version_${version}`
  mkdirSync(join(directory, own))
  put(join(directory, own), { chain, key })
  symlinkSync(own, join(directory, '..data_tmp'))
  renameSync(join(directory, '..data_tmp'), join(directory, '..data'))
  if (version > 1) return
  for (const name of ['tls.crt', 'tls.key']) symlinkSync(join('..data', name), join(directory, name))
}

async function until(condition) {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail(`${condition}`)
}

const client = new TlsClient(identityOf(await issue('cart')), verifier, { allowAnyVerifiedPeer: true })

/** One handshake in memory; gives the server's leaf as the client verified it. */
function meet(server, theirs = client) {
  const [here, there] = [server.session(), theirs.session('localhost')]
  for (let turn = 0; turn < 4; turn += 1) {
    for (const [source, sink] of [[there, here], [here, there]]) {
      const flight = source.sendTls()
      if (flight.length > 0) sink.receiveTls(flight)
    }
  }
  assert.equal(String(here.peer.spiffeId), `${BASE}/cart`)
  return there.peer.leaf
}

test('a live identity counts from the next handshake on', async () => {
  const [old, young] = [identityOf(await issue('till')), identityOf(await issue('till'))]
  const live = new LiveIdentity(old)
  const server = new TlsServer(live, verifier, { expectPeer: `${BASE}/cart` })
  assert.equal(meet(server).serial, serial(old))
  assert.equal(serial(live.replace(young)), serial(old))
  assert.equal(serial(live.current), serial(young))
  assert.equal(meet(server).serial, serial(young))
  assert.equal(`${live}`, `${BASE}/till`)
  const renewed = new LiveIdentity(identityOf(await issue('cart')))
  meet(server, new TlsClient(renewed, verifier, { expectPeer: `${BASE}/till` }))
})

test('an identity knows its key, and shows none', async () => {
  const issued = await issue('till')
  const identity = identityOf(issued)
  assert.equal(identity.key.secretPkcs8Pem(), issued.key.secretPkcs8Pem())
  assert.ok(!JSON.stringify(identity).includes('PRIVATE'))
})

test('plain files: what is in force follows them, under live handshakes', async () => {
  const directory = fresh()
  let current = await issue('till')
  put(directory, current)
  const source = await IdentitySource.openDirectory(directory, FAST)
  const server = new TlsServer(source.identity, verifier, { expectPeer: `${BASE}/cart` })
  assert.equal(source.state.loads, 1)
  assert.ok(source.state.loadedAt instanceof Date && source.state.expiresAt > source.state.warnAt)
  assert.equal(source.poll(), false)
  source.watch(0.01)
  const served = new Set()
  for (let round = 0; round < 4; round += 1) {
    const before = serial(current)
    current = await issue('till')
    put(directory, current)
    await until(() => {
      const { serial: leaf } = meet(server)
      assert.ok([before, serial(current)].includes(leaf))
      served.add(leaf)
      return leaf === serial(current)
    })
  }
  assert.equal(served.size, 5)
  assert.equal(source.state.loads, 5)
  source.unwatch()
  put(directory, await issue('till'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(meet(server).serial, serial(current))
  source.poll()
  await until(() => source.poll())
  assert.notEqual(meet(server).serial, serial(current))
})

test('a Kubernetes volume is taken at the next look', async () => {
  const directory = fresh()
  mount(directory, 1, await issue('till'))
  const source = IdentitySource.openDirectorySync(directory, { settleSeconds: 1000 })
  const server = new TlsServer(source.identity, verifier, { expectPeer: `${BASE}/cart` })
  for (const version of [2, 3, 4]) {
    const next = await issue('till')
    mount(directory, version, next)
    assert.equal(source.poll(), true)
    assert.equal(meet(server).serial, serial(next))
  }
  const last = await issue('till')
  source.watch(0.01)
  mount(directory, 5, last)
  await until(() => meet(server).serial === serial(last))
  source.unwatch()
})

test('the last good pair stays, and the source says why', async () => {
  const directory = fresh()
  const good = await issue('till')
  put(directory, good)
  const events = []
  const source = await IdentitySource.openFiles(join(directory, 'tls.crt'), join(directory, 'tls.key'), {
    ...FAST,
    onEvent: (event) => events.push(event),
  })
  const server = new TlsServer(source.identity, verifier, { expectPeer: `${BASE}/cart` })
  source.watch(0.01)
  await until(() => events.length === 1)
  assert.deepEqual([events[0].kind, events[0].state.loads, events[0].finding], ['loaded', 1, null])
  const other = await issue('till')
  const cases = [
    ['tls.crt', '-----BEGIN CERTIFICATE-----\nMIIB', /^pem-/],
    ['tls.crt', other.chain.toPem(), /^tls-key-mismatch$/],
    ['tls.crt', null, /^source-unreadable$/],
    ['tls.key', 'hello', /./],
  ]
  for (const [name, text, code] of cases) {
    put(directory, good)
    await until(() => source.state.lastError === null)
    const before = events.length
    if (text === null) rmSync(join(directory, name))
    else writeFileSync(join(directory, name), text)
    await until(() => events.length > before)
    const { kind, state, finding } = events.at(-1)
    assert.equal(kind, 'failed')
    assert.ok(state.lastError instanceof TrustError)
    assert.match(state.lastError.code, code)
    assert.deepEqual([state.loads, finding], [1, null])
    assert.deepEqual(state.findings.map(({ rule }) => rule), [state.lastError.code])
    assert.equal(meet(server).serial, serial(good))
    assert.match(`${source}`, /looks failed since/)
  }
  put(directory, other)
  await until(() => meet(server).serial === serial(other))
  await until(() => events.at(-1).kind === 'loaded')
  assert.equal(events.at(-1).state.loads, 2)
  source.unwatch()
})

test('an expiry is told ahead of time', async () => {
  const directory = fresh()
  put(directory, await issue('till', { validForSeconds: 3600 }))
  const events = []
  const source = await IdentitySource.openDirectory(directory, { ...FAST, warnBeforeSeconds: 7200, onEvent: (event) => events.push(event) })
  await until(() => events.length === 2)
  assert.deepEqual(events.map(({ kind }) => kind), ['loaded', 'expiring'])
  assert.deepEqual([events[1].state, events[1].finding.rule, events[1].finding.severity], [null, 'source-expiring', 'warning'])
  assert.deepEqual(source.state.findings.map(({ rule }) => rule), ['source-expiring'])
})

test('nothing is opened that is not there, or not good', async () => {
  const directory = fresh()
  const refused = (code) => (error) => error instanceof TrustError && error.code === code && error.findings.length > 0
  await assert.rejects(IdentitySource.openDirectory(directory, FAST), refused('source-unreadable'))
  assert.throws(() => IdentitySource.openDirectorySync(directory, FAST), refused('source-unreadable'))
  assert.throws(() => IdentitySource.openFilesSync(join(directory, 'a'), join(directory, 'b')), refused('source-unreadable'))
  put(directory, await issue('till', { at: new Date(Date.now() - 7_200_000), validForSeconds: 3600 }))
  await assert.rejects(IdentitySource.openDirectory(directory, FAST), refused('tls-identity-dates'))
  await assert.rejects(BundleSource.open({}), refused('source-without-file'))
  await assert.rejects(BundleSource.open({ 'no domain': 'x' }), { name: 'IdentityError' })
  await assert.rejects(BundleSource.open({ td: 1 }), { name: 'TypeError' })
  assert.throws(() => BundleSource.openSync({ td: join(directory, 'x') }, FAST), refused('source-unreadable'))
  for (const settleSeconds of [-1, NaN, Infinity, 1e300]) {
    await assert.rejects(IdentitySource.openDirectory(directory, { settleSeconds }), { name: 'RangeError' })
  }
  await assert.rejects(IdentitySource.openDirectory(directory, { settle: 1 }), /there is no option `settle`/)
  put(directory, await issue('till'))
  const source = IdentitySource.openDirectorySync(directory, FAST)
  assert.throws(() => source.watch(-1), { name: 'RangeError' })
})

test('bundles: each trust domain stands for itself, and verifiers follow', async () => {
  const directory = fresh()
  const paths = { 'td.example': join(directory, 'td.pem'), other: join(directory, 'other.json') }
  const next = await CertificateAuthority.root('Next', { trustDomain: 'td.example' })
  const others = await CertificateAuthority.root('Other', { trustDomain: 'other' })
  writeFileSync(paths['td.example'], root.certificate.toPem())
  writeFileSync(paths.other, new TrustBundle('other', [others.certificate]).toSpiffeJson())
  const events = []
  const source = await BundleSource.open(paths, { ...FAST, onEvent: ({ kind, state }) => events.push([kind, state?.name]) })
  assert.equal(source.bundles.size, 2)
  assert.deepEqual(Object.keys(source.states).sort(), ['other', 'td.example'])
  const live = new LiveVerifier(new ChainVerifier([]))
  live.follow(source)
  const server = new TlsServer(identityOf(await issue('till')), live, { expectPeer: `${BASE}/cart` })
  meet(server)
  source.watch(0.01)
  writeFileSync(paths['td.example'], next.certificate.toPem())
  await until(() => live.current.bundles.get('td.example').authorities[0].equals(next.certificate))
  assert.throws(() => meet(server), { code: 'tls-peer-rejected' })
  writeFileSync(paths.other, '{"keys": [')
  writeFileSync(paths['td.example'], root.certificate.toPem())
  await until(() => source.states.other.lastError && source.states['td.example'].loads === 3)
  meet(server)
  assert.equal(live.current.bundles.get('other').authorities.length, 1)
  assert.ok(source.states.other.lastError instanceof TrustError)
  await until(() => events.some(([kind, name]) => kind === 'failed' && name === paths.other))
  source.unwatch()
  assert.match(`${source}`, /other\.json: taken 1 times, \d+ looks failed since/)
})

// --- The process ---

const PACKAGE = fileURLToPath(new URL('../index.js', import.meta.url))
const run = promisify(execFile)
const script = (directory, body) => `
  const { IdentitySource } = require(${JSON.stringify(PACKAGE)})
  const directory = ${JSON.stringify(directory)}
  ${body}`

test('a source that watches does not keep the process alive', async () => {
  const directory = fresh()
  put(directory, await issue('till'))
  const code = script(directory, `
    IdentitySource.openDirectory(directory, { settleSeconds: 0.03, onEvent: ({ kind }) => console.log(kind) }).then((source) => {
      source.watch(0.01)
      ENDING
    })`)
  for (const ending of ['', 'setTimeout(() => {}, 300)', 'process.exitCode = 0', 'setTimeout(() => process.exit(0), 100)']) {
    const { stdout, stderr } = await run(process.execPath, ['-e', code.replace('ENDING', ending)], { timeout: 60_000 })
    assert.equal(stderr, '', ending)
    assert.ok(['', 'loaded\n'].includes(stdout), stdout)
  }
})

test('a source that watches lives on when nobody holds it', async () => {
  const directory = fresh()
  put(directory, await issue('till'))
  const code = script(directory, `
    let loads = 0
    IdentitySource.openDirectorySync(directory, { settleSeconds: 0.03, onEvent: () => console.log(loads += 1) }).watch(0.01)
    setInterval(gc, 10)`)
  const child = spawn(process.execPath, ['--expose-gc', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (data) => (said += data))
  await until(() => said === '1\n')
  await new Promise((resolve) => setTimeout(resolve, 200))
  put(directory, await issue('till'))
  await until(() => said === '1\n2\n')
  child.kill()
  await once(child, 'exit')
})

test('what a listener throws is an uncaught exception', async () => {
  const directory = fresh()
  put(directory, await issue('till'))
  const throwing = `IdentitySource.openDirectorySync(directory, { settleSeconds: 0.03, onEvent() { throw new RangeError('mine') } })
    const waiting = setTimeout(() => {}, 60_000)`
  await assert.rejects(run(process.execPath, ['-e', script(directory, throwing)]), ({ code, stderr }) => {
    assert.equal(code, 1)
    assert.match(stderr, /RangeError: mine/)
    return true
  })
  const handled = `process.on('uncaughtException', (error) => { console.log(error.message); clearTimeout(waiting) })`
  const { stdout } = await run(process.execPath, ['-e', script(directory, `${throwing}\n${handled}`)])
  assert.equal(stdout, 'mine\n')
})

test('a worker that ends while a source watches and calls back', async () => {
  const directory = fresh()
  put(directory, await issue('till'))
  const code = script(directory, `
    const { parentPort } = require('node:worker_threads')
    const source = IdentitySource.openDirectorySync(directory, { settleSeconds: 0.01, onEvent: ({ kind }) => parentPort.postMessage(kind) })
    source.watch(0.01)
    setInterval(() => {}, 1000)`)
  for (let times = 0; times < 3; times += 1) {
    const worker = new Worker(code, { eval: true })
    const [kind] = await once(worker, 'message')
    assert.equal(kind, 'loaded')
    put(directory, await issue('till'))
    await worker.terminate()
  }
})
