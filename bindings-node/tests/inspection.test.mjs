// What a server presents: the shared cases, and a walk through a connection to a server of this process.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CertificateAuthority, OriginError, TrustAnchors, inspectServer } from '../index.js'
import { CLIENTS, HOST, fields, serving, silent } from './origin-server.mjs'
import { run } from './vectors.mjs'

const root = await CertificateAuthority.root('Shop Root')
const ca = await root.intermediate('Shop CA')

function options({ target, clients, anchors, server_name: serverName, ...more }) {
  return { serverName, anchors: anchors ? [root.certificate] : undefined, ...more }
}

function brief(report) {
  const record = report.toJSON()
  const { at, server, serverStrict, ...rest } = record
  for (const name of Object.keys(rest)) assert.deepEqual(rest[name], report[name], name)
  assert.deepEqual(server, report.server?.toJSON() ?? null)
  assert.deepEqual(serverStrict, report.serverStrict?.toJSON() ?? null)
  const { answer, chain, clientCertificate: clients, failure, versions } = report
  return {
    failure: failure && [failure.phase, failure.timedOut],
    versions: versions.map(({ version, accepted }) => [version, accepted]),
    alpn: report.alpn,
    key_proof: report.keyProof,
    name_matches: report.nameMatches,
    ocsp_stapled: report.ocspStapled,
    trust: report.trust,
    accepted: report.accepted,
    strict: serverStrict && serverStrict.accepted,
    roles: chain && chain.certificates.map(({ role }) => role),
    path: chain && chain.path,
    complete: chain && chain.complete,
    requested: clients.requested,
    answer: answer && [answer.status, answer.location],
    rules: report.findings.map(({ rule }) => rule),
    has_errors: report.hasErrors,
  }
}

const names = (report) => ({
  report: fields(report.toJSON()),
  chain: fields(report.chain),
  certificate: fields(report.chain.certificates[0]),
  version: fields(report.versions[0]),
  answer: fields(report.answer),
  client_certificate: fields(report.clientCertificate),
})

/** Of a server of this language that asks for certificates in this way. */
const walked = ({ values }) => serving(ca, CLIENTS[values.clients], (address) => inspectServer(address, options(values)))

run(
  'inspection',
  {
    'inspection.unreachable': async ({ values }) => brief(await inspectServer(values.target, options(values))),
    'inspection.walked': async (args) => brief(await walked(args)),
    'inspection.fields': async (args) => names(await walked(args)),
  },
  OriginError,
)

const serve = (use) => serving(ca, {}, use)

test('a walk through the connection', () =>
  serve(async (address) => {
    const report = await inspectServer(address, { serverName: HOST, anchors: new TrustAnchors([root.certificate]), request: '/old' })
    assert.equal(report.version, 'TLSv1.3')
    assert.match(report.cipherSuite, /^TLS_AES_/)
    assert.ok(report.keyExchangeGroup)
    assert.ok(report.daysLeft > 0 && report.daysLeft < 400)
    assert.deepEqual([report.address, report.target], [address, address])
    assert.deepEqual(report.chain.certificates[0].info.names.dns, [HOST])
    assert.ok(report.server.accepted)
    assert.ok(report.equals(report))
    const text = report.toText()
    for (const line of [
      `server name ${HOST}`,
      '* TLSv1.3, TLS_AES_',
      '* TLSv1.2 alone: taken, TLS_ECDHE_',
      `*   names       ${HOST} (fits)`,
      '*   OCSP staple none',
      '* chain as sent, 2 certificates:',
      '└─ [1] CN=Shop CA',
      'CN=Shop Root (trusted here, not sent)',
      '* verdict under the trust anchors given: server accepted, server-strict ',
      '< 301 Moved Permanently',
      `< Location: https://${HOST}/new (not followed)`,
    ]) {
      assert.ok(text.includes(line), `${line}\n${text}`)
    }
    assert.equal(String(report), text)
  }))

test('a staple is seen', async () => {
  const how = { staple: Buffer.from('300a0a0103', 'hex') }
  const report = await serving(ca, how, (address) => inspectServer(address, { serverName: HOST }))
  assert.ok(report.ocspStapled)
})

test('options change what is asked', () =>
  serve(async (address) => {
    const inspect = (more) => inspectServer(address, more)
    const unnamed = await inspect({ serverName: HOST, withoutServerName: true, eachVersion: false })
    assert.deepEqual([unnamed.serverName, unnamed.nameMatches], [null, false])
    assert.deepEqual(
      unnamed.versions.map(({ version }) => version),
      ['TLSv1.3'],
    )
    assert.equal((await inspect({ alpn: ['http/1.1'] })).alpn, 'http/1.1')
    assert.equal((await inspect({ alpn: [] })).alpn, null)
    const late = await inspect({ at: new Date(Date.now() + 3 * 365 * 86_400_000) })
    assert.ok(late.daysLeft < 0 && late.hasErrors)
    for (const wrong of [{ timeLimitSeconds: 0 }, { timeLimitSeconds: 3600 }, { request: 'x' }, { alpn: [''] }]) {
      await assert.rejects(inspect(wrong), { name: 'OriginError', code: 'origin-option-invalid' })
    }
    await assert.rejects(inspect({ timeLimitSeconds: -1 }), RangeError)
  }))

test('a server that hangs is reported in time, and the event loop goes round', async () => {
  let ticks = 0
  const ticking = setInterval(() => (ticks += 1), 10)
  const begin = performance.now()
  const report = await silent((address) => inspectServer(address, { timeLimitSeconds: 0.8 }))
  const took = performance.now() - begin
  clearInterval(ticking)
  assert.ok(report.failure.timedOut)
  assert.ok(took > 500 && took < 10_000, `${took}`)
  assert.ok(ticks > 10, `${ticks}`)
})
