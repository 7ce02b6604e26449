// Identity and bundles from the SPIFFE Workload API, given by an agent of our own.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import tls from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import {
  CertificateAuthority,
  ChainVerifier,
  LiveIdentity,
  LiveVerifier,
  TlsClient,
  TlsIdentity,
  TlsServer,
  TrustBundle,
  TrustError,
  WorkloadApi,
  clientOptions,
  createTlsServer,
} from '../index.js'
import { startAgent } from './agent.mjs'

const CART = 'spiffe://td.example/cart'
const root = await CertificateAuthority.root('Root', { trustDomain: 'td.example' })
const friends = await CertificateAuthority.root('Friends', { trustDomain: 'friends.example' })

async function until(condition) {
  for (let tries = 0; tries < 1500; tries += 1) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail(`${condition}`)
}

/** One handshake in memory; gives the server's serial number as the client verified it. */
function meet(server, client) {
  const [here, there] = [server.session(), client.session('localhost')]
  for (let turn = 0; turn < 4; turn += 1) {
    for (const [source, sink] of [[there, here], [here, there]]) {
      const flight = source.sendTls()
      if (flight.length > 0) sink.receiveTls(flight)
    }
  }
  return there.peer.leaf.serial
}

test('identity and bundles follow the agent', async () => {
  const agent = await startAgent(root)
  const [first, second, other] = await Promise.all([CART, CART, 'spiffe://td.example/other'].map((id) => root.svid(id)))
  agent.give([[other], [first, 'cart']], { 'friends.example': friends })
  const events = []
  const api = await WorkloadApi.open(agent.address, { hint: 'cart', timeoutSeconds: 20, onEvent: (event) => events.push(event) })
  try {
    assert.equal(String(api.identity), CART)
    assert.deepEqual(api.bundles.bundles.map((bundle) => String(bundle.trustDomain)), ['friends.example', 'td.example'])
    assert.deepEqual(Object.keys(api.bundleStates), ['friends.example', 'td.example'])
    assert.deepEqual([api.isOpen, api.state.loads, api.state.lastError], [true, 1, null])
    assert.match(`${api}`, /\.sock: taken 1 times/)
    const live = new LiveVerifier(new ChainVerifier([]))
    live.follow(api)
    const server = new TlsServer(api.identity, live, { expectPeer: CART })
    const client = new TlsClient(api.identity, live, { expectPeer: CART })
    assert.equal(meet(server, client), first.chain.leaf.serial)
    agent.give([[second, 'cart']])
    await until(() => api.state.loads === 2)
    assert.equal(meet(server, client), second.chain.leaf.serial)
    // A federation that ended.
    await until(() => live.current.bundles.size === 1)
    await until(() => events.some(({ kind }) => kind === 'withdrawn'))
    assert.deepEqual([...new Set(events.map(({ kind }) => kind))].sort(), ['loaded', 'withdrawn'])
    await api.close()
    await api.close()
    assert.equal(api.isOpen, false)
    await until(() => agent.calls === 0)
    assert.equal(meet(server, client), second.chain.leaf.serial)
    assert.equal(api.bundles.size, 1)
  } finally {
    await api.close()
    agent.close()
  }
})

test('the one that is named, and what cannot be opened', async () => {
  const agent = await startAgent(root)
  const refused = (code) => (error) => error instanceof TrustError && error.code === code
  try {
    agent.give([[await root.svid('spiffe://td.example/other')], [await root.svid(CART)]])
    const api = await WorkloadApi.open(agent.address, { spiffeId: CART })
    assert.equal(String(api.identity), CART)
    await api.close()
    const options = { spiffeId: 'spiffe://td.example/nobody', timeoutSeconds: 0.5 }
    await assert.rejects(WorkloadApi.open(agent.address, options), refused('source-not-offered'))
  } finally {
    agent.close()
  }
  await assert.rejects(WorkloadApi.open('http://127.0.0.1'), refused('source-address'))
  await assert.rejects(WorkloadApi.open(`${agent.address}.none`, { timeoutSeconds: 0.2 }), TrustError)
  await assert.rejects(WorkloadApi.open(null, { timeoutSeconds: -1 }), { name: 'RangeError' })
  await assert.rejects(WorkloadApi.open(agent.address, { spiffeId: 'x' }), { name: 'IdentityError' })
})

test('an identity that is denied is withdrawn, and comes back', async () => {
  const agent = await startAgent(root)
  agent.give([[await root.svid(CART)]])
  const events = []
  const api = await WorkloadApi.open(agent.address, { withdrawAfterSeconds: 0, onEvent: ({ kind }) => events.push(kind) })
  try {
    agent.deny()
    await until(() => events.includes('withdrawn'))
    assert.ok(api.identity.isWithdrawn)
    assert.ok(api.state.lastError instanceof TrustError)
    agent.give([[await root.svid(CART)]])
    await until(() => !api.identity.isWithdrawn)
    assert.equal(api.state.lastError, null)
  } finally {
    await api.close()
    agent.close()
  }
})

test('Node presents no identity that was withdrawn', async () => {
  const verifier = new ChainVerifier([new TrustBundle('td.example', [root.certificate])])
  const issued = await root.svid(CART)
  const live = new LiveIdentity(new TlsIdentity(issued.chain, issued.key))
  const errors = []
  const server = createTlsServer({ identity: live, verifier, expectPeer: CART }, (socket) => socket.end('hello'))
  server.on('tlsClientError', (error) => errors.push(error.code))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [mine, own] = [new LiveIdentity(live.current), { host: '127.0.0.1', port: server.address().port }]
  const options = clientOptions({ identity: mine, verifier, expectPeer: CART })
  const ask = () =>
    new Promise((resolve) => {
      let heard = ''
      const socket = tls.connect({ ...options, ...own })
      socket.on('data', (data) => (heard += data))
      socket.on('error', (error) => (heard = error.code ?? 'error'))
      socket.on('close', () => resolve(heard))
    })
  try {
    assert.equal(await ask(), 'hello')
    live.withdraw()
    assert.ok(live.isWithdrawn)
    assert.notEqual(await ask(), 'hello')
    await until(() => errors.length === 1)
    assert.match(errors[0], /^ERR_SSL_NO_(SHARED_CIPHER|SUITABLE_SIGNATURE_ALGORITHM)$/)
    live.replace(live.current)
    assert.equal(await ask(), 'hello')
    mine.withdraw()
    assert.notEqual(await ask(), 'hello')
    await until(() => errors.length === 2)
    mine.replace(live.current)
    assert.equal(await ask(), 'hello')
  } finally {
    server.close()
  }
})

test('an open call does not keep the process alive, and lives on when nobody holds it', async () => {
  const agent = await startAgent(root)
  agent.give([[await root.svid(CART)]])
  const code = `
    const { WorkloadApi } = require(${JSON.stringify(fileURLToPath(new URL('../index.js', import.meta.url)))})
    WorkloadApi.open(${JSON.stringify(agent.address)}, { onEvent: ({ kind }) => console.log(kind) }).then(() => {
      for (let times = 0; times < 20; times += 1) setTimeout(gc, times * 20)
    })`
  try {
    const child = promisify(execFile)(process.execPath, ['--expose-gc', '-e', code], { timeout: 60_000 })
    await until(() => agent.calls === 1)
    await new Promise((resolve) => setTimeout(resolve, 150))
    assert.equal(agent.calls, 1)
    const { stderr, stdout } = await child
    assert.deepEqual([stderr, stdout.split('\n').filter(Boolean).every((kind) => kind === 'loaded')], ['', true])
    await until(() => agent.calls === 0)
  } finally {
    agent.close()
  }
})
