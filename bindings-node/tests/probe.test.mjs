// The live probe: the shared cases, and runs against servers of this process, which answer while it runs.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'

import { CertificateAuthority, EdgeProvider, OriginError, TrustAnchors, probeOrigin } from '../index.js'
import { CLIENTS, HOST, edgeOf, fields, serving, servingPlain, silent } from './origin-server.mjs'
import { run } from './vectors.mjs'

const ca = await CertificateAuthority.root('Edge CA')
const edge = await edgeOf(ca)
// The probes whose end is the same with every stack.
const DIRECT = ['edge-certificate', 'no-certificate', 'self-signed', 'same-name-ca', 'unrelated-ca', 'expired']

function options({ target, clients, edge: known, server_name: serverName, plaintext_port: plaintextPort, ...more }) {
  if (known) Object.assign(more, { edgeCertificate: edge, edgeCa: [ca.certificate], unfitFrom: ca })
  return { serverName, plaintextPort, ...more }
}

/** What the first event says, by which nothing has been sent. */
async function plan({ values }) {
  const told = []
  const enough = new Error('enough')
  const onProgress = (event) => {
    told.push(event)
    throw enough
  }
  await probeOrigin(values.target, { ...options(values), onProgress }).then(assert.fail, (error) => {
    if (error !== enough) throw error
  })
  assert.equal(told.length, 1)
  const [{ addresses, connections, probes }] = told
  const rows = probes.map((one) => [one.probe, one.address, one.version, one.http2, one.serverName, one.host])
  return { addresses, connections, probes: rows }
}

function brief(report) {
  const record = report.toJSON()
  const { verdict, bypasses, exitCode, connections, evidence, findings } = report
  const { serverName, path, elapsedMs, target, ...rest } = record
  assert.deepEqual(rest, { verdict, bypasses, exitCode, connections, evidence, findings })
  const readings = evidence
    .filter(({ probe }) => DIRECT.includes(probe))
    .map(({ probe, reading }) => `${probe}: ${reading}`)
  const errors = findings.filter(({ severity }) => severity === 'error')
  return {
    verdict,
    exit_code: exitCode,
    bypasses,
    rules: [...new Set(errors.map(({ rule }) => rule))].sort(),
    readings: [...new Set(readings)].sort(),
  }
}

const names = (report) => ({ report: fields(report.toJSON()), evidence: fields(report.evidence[0]) })

/** Of a server of this language that asks for certificates in this way. */
const judged = ({ values }) => serving(ca, CLIENTS[values.clients], (address) => probeOrigin(address, options(values)))

run(
  'probe',
  {
    'probe.plan': plan,
    'probe.unreachable': async ({ values }) => brief(await probeOrigin(values.target, options(values))),
    'probe.judged': async (args) => brief(await judged(args)),
    'probe.fields': async (args) => names(await judged(args)),
  },
  OriginError,
)

const probe = (address, more) =>
  probeOrigin(address, { serverName: HOST, edgeCertificate: edge, edgeCa: [ca.certificate], ...more })
const enforcing = (use) => serving(ca, CLIENTS.required, use)

test('the report is for people and for programs', () =>
  enforcing(async (address) => {
    const events = []
    const report = await probe(address, { onProgress: (event) => events.push(event) })
    assert.deepEqual([report.target, report.verdict], [address, 'enforced'], report.toText())
    assert.equal(events[0].event, 'planned')
    assert.ok(events[0].connections >= report.connections)
    assert.deepEqual(events.at(-1), { event: 'judged', verdict: 'enforced', bypasses: [] })
    assert.equal(events.length, report.evidence.length + 2)
    assert.equal(JSON.parse(report.toSarif()).version, '2.1.0')
    assert.equal(String(report), report.toText())
    assert.ok(report.toText().startsWith(`${HOST} at ${address}: enforced\n`))
    assert.ok(report.elapsedSeconds > 0 && report.elapsedSeconds < 20)
    assert.ok(report.equals(report))
  }))

test('any certificate is seen to do', async () => {
  const answer = ({ socket }, response) => response.writeHead(socket.getPeerCertificate().subject ? 200 : 403).end()
  const report = await serving(ca, CLIENTS.optional, (address) => probe(address), answer)
  assert.deepEqual([report.verdict, report.exitCode], ['open-to-any-cert', 11], report.toText())
})

const other = await edgeOf(await CertificateAuthority.root('Other'))
for (const [name, more, verdict, bypasses = []] of [
  ['the shared certificate of a provider', { provider: 'cloudflare-shared' }, 'edge-network-only'],
  ['a provider as an object', { provider: new EdgeProvider('cloudfront') }, 'enforced'],
  ['a word against the provider', { provider: 'cloudflare-shared', sharedCa: false }, 'enforced'],
  ['the CA as a set', { edgeCa: new TrustAnchors([ca.certificate]) }, 'enforced'],
  ['a shared CA', { sharedCa: true }, 'edge-network-only'],
  ['no certificate of the edge', { edgeCertificate: undefined }, 'unproven'],
  ['a certificate of another CA', { edgeCertificate: other }, 'broken'],
  ['a revoked certificate that is served', { revokedCertificate: edge }, 'bypass', ['unfit-certificate']],
  ['limits', { timeoutSeconds: 25, stepTimeoutSeconds: 4.5 }, 'enforced'],
]) {
  test(`options have their part in the verdict: ${name}`, () =>
    enforcing(async (address) => {
      const report = await probe(address, more)
      assert.deepEqual([report.verdict, report.bypasses], [verdict, bypasses], report.toText())
    }))
}

test('other doors are tried', () =>
  enforcing((address) =>
    servingPlain((plain) =>
      serving(ca, CLIENTS.none, async (open) => {
        const plaintextPort = Number(plain.split(':')[1])
        const report = await probe(address, { plaintextPort, also: [open], sibling: 'open.example', path: '/x' })
        assert.deepEqual([report.verdict, report.bypasses], ['bypass', ['plaintext', 'address']], report.toText())
        const tried = new Set(report.evidence.map((seen) => seen.probe))
        for (const one of ['sibling-server-name', 'resumption', 'plaintext']) assert.ok(tried.has(one), one)
        assert.equal(report.toJSON().path, '/x')
      }),
    ),
  ))

test('HTTP/3 leaves it open unless it is ignored', async () => {
  const answer = ({ socket }, response) => response.writeHead(200, { 'Alt-Svc': `h3=":${socket.localPort}"` }).end()
  const serve = async (address) => {
    const udp = createSocket('udp4', (data, { port, address: from }) => udp.send(data, port, from))
    udp.bind(Number(address.split(':')[1]), '127.0.0.1')
    await once(udp, 'listening')
    try {
      assert.equal((await probe(address)).verdict, 'unproven')
      assert.equal((await probe(address, { ignoreQuic: true })).verdict, 'enforced')
    } finally {
      udp.close()
    }
  }
  await serving(ca, CLIENTS.required, serve, answer)
})

test('a server that hangs is unproven in time, and the event loop goes round', async () => {
  let ticks = 0
  const ticking = setInterval(() => (ticks += 1), 10)
  const begin = performance.now()
  const report = await silent((address) => probe(address, { timeoutSeconds: 1, stepTimeoutSeconds: 0.8 }))
  const took = performance.now() - begin
  clearInterval(ticking)
  assert.equal(report.verdict, 'unproven')
  assert.ok(took > 500 && took < 10_000, `${took}`)
  assert.ok(ticks > 10, `${ticks}`)
})

for (const thrown of [new RangeError('enough'), 'enough', undefined]) {
  test(`what the listener throws ends the run, and the promise is rejected with it: ${thrown}`, () =>
    enforcing(async (address) => {
      let calls = 0
      const onProgress = () => {
        calls += 1
        if (calls === 3) throw thrown
      }
      const seen = await probe(address, { onProgress }).then(assert.fail, (error) => [error])
      assert.equal(seen[0], thrown)
      assert.equal(calls, 3)
    }))
}

test('a listener may be slow, and hears everything before the promise is kept', () =>
  enforcing(async (address) => {
    const events = []
    const onProgress = (event) => {
      const until = performance.now() + 20
      while (performance.now() < until);
      events.push(event.event)
    }
    const report = await probe(address, { onProgress })
    assert.equal(report.verdict, 'enforced', report.toText())
    assert.equal(events.at(-1), 'judged')
  }))

test('a worker that ends takes its run with it', async () => {
  const program = `
    const { parentPort, workerData } = require('node:worker_threads')
    const { probeOrigin } = require(workerData.module)
    const onProgress = () => parentPort.postMessage('told')
    probeOrigin(workerData.address, { serverName: '${HOST}', onProgress }).catch(() => {})`
  await silent(async (address) => {
    const module = new URL('../index.js', import.meta.url).pathname
    const worker = new Worker(program, { eval: true, workerData: { address, module } })
    await once(worker, 'message')
    await worker.terminate()
  })
})

test('an address needs its port, and a port is a whole number', async () => {
  await assert.rejects(probe('127.0.0.1:1', { also: ['127.0.0.1'] }), TypeError)
  for (const plaintextPort of [-1, 1.5, 65_536]) await assert.rejects(probe('127.0.0.1:1', { plaintextPort }), RangeError)
})
