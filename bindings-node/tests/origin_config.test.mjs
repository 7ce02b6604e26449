// Configurations of servers: the shared cases, files on disk, and what only Node has.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { CertificateAuthority, ConfigFiles, OriginError, catalog, checkConfig, checkConfigSync } from '../index.js'
import { run } from './vectors.mjs'

const SERVER = `http {
    server {
        listen 443 ssl;
        server_name shop.example;
        ssl_client_certificate ca.pem;
        ssl_verify_client on;
    }
    include conf.d/*.conf;
}
`
const { functions, interfaces } = createRequire(import.meta.url)('../signatures.js')
const NAMES = new Set([...functions.checkConfig, ...interfaces.ConfigOptions].map(([name]) => name.replace('?', '')))
const RULES = new Map(catalog().map((rule) => [rule.name, rule]))
const OPEN = 'server { listen 8443 ssl; server_name shop.example; }\n'

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camel = (name) => name.replace(/_./g, (letter) => letter[1].toUpperCase())
const place = ({ subject }) => (subject.line === undefined ? subject.kind : `${subject.file}:${subject.line}`)

const spelt = ({ limits = {}, at, ...rest }) => {
  const given = Object.entries({ ...rest, ...limits }).map(([name, value]) => [camel(name), value])
  if (at !== undefined) given.push(['at', new Date(at * 1000)])
  return Object.fromEntries(given)
}

/** All that a refusal says. What it names of the disk lies in `FOLDER`; an option has its name in Node. */
async function refusal({ kind, disk, load, allow, options }) {
  const folder = mkdtempSync(join(tmpdir(), 'mtls-core-config-'))
  try {
    for (const [name, text] of disk) writeFileSync(join(folder, name), text)
    const files = await ConfigFiles.load(join(folder, load), { allow: allow === undefined ? [] : [join(folder, allow)] })
    await checkConfig(kind, files, spelt(options))
  } catch (error) {
    assert.ok(error instanceof OriginError, error)
    assert.equal(error.help, RULES.get(error.code).help)
    const { code, message, findings } = error
    assert.equal(findings[0].message, message)
    const [first] = message.split(': ')
    const option = NAMES.has(first) ? snake(first) : null
    const told = { code, message: message.replace(first, option ?? first), option, subject: findings[0].subject }
    return JSON.parse(JSON.stringify(told).replaceAll(folder, 'FOLDER'))
  } finally {
    rmSync(folder, { recursive: true })
  }
  return assert.fail('nothing was refused')
}

run(
  'origin_config',
  {
    check_config: async ({ values: { kind, files, complete = false, options } }) => {
      const texts = new ConfigFiles(Object.fromEntries(files), { complete })
      const report = await checkConfig(kind, texts, spelt(options))
      assert.equal(report.exitCode === 0, report.verdict === 'enforced')
      const findings = report.findings.filter(({ severity }) => severity !== 'info').map((one) => [one.rule, place(one)])
      return { verdict: report.verdict, bypasses: report.bypasses, findings: findings.sort() }
    },
    config_refusal: ({ values }) => refusal(values),
  },
  OriginError,
)

/** A closed configuration on disk, for as long as `use` takes. */
async function withNginx(use) {
  const folder = mkdtempSync(join(tmpdir(), 'mtls-core-config-'))
  const write = (name, text) => writeFileSync(join(folder, name), text)
  try {
    write('nginx.conf', SERVER)
    write('ca.pem', (await CertificateAuthority.root('Edge')).certificate.toPem())
    mkdirSync(join(folder, 'conf.d'))
    await use(folder, write)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('files are read from disk with what they include', () =>
  withNginx(async (folder, write) => {
    const main = join(folder, 'nginx.conf')
    const judge = async (path, options) => checkConfig('nginx', await ConfigFiles.load(path, options))
    assert.equal((await judge(main)).verdict, 'enforced')
    write('conf.d/open.conf', OPEN)
    assert.deepEqual((await ConfigFiles.load(main)).names, [main])
    const files = await ConfigFiles.load(main)
    const report = await checkConfig('nginx', files)
    assert.deepEqual(files.names, [main, join(folder, 'ca.pem'), join(folder, 'conf.d/open.conf')])
    assert.deepEqual([report.verdict, report.bypasses, report.exitCode], ['bypass', ['address'], 12])
    assert.equal(place(report.findings[0]), join(folder, 'conf.d/open.conf:1'))
    // A folder: the main file has the usual name.
    assert.ok((await judge(folder)).equals(report))
    assert.ok(checkConfigSync('nginx', ConfigFiles.loadSync(main)).equals(report))
  }))

test('other folders are read where they are allowed', () =>
  withNginx(async (folder, write) => {
    const outside = mkdtempSync(join(tmpdir(), 'mtls-core-outside-'))
    writeFileSync(join(outside, 'open.conf'), OPEN)
    write('nginx.conf', SERVER.replace('conf.d/*.conf', join(outside, 'open.conf')))
    const judge = async (options) => checkConfig('nginx', await ConfigFiles.load(join(folder, 'nginx.conf'), options))
    assert.equal((await judge()).verdict, 'unproven')
    assert.equal((await judge({ allow: [outside] })).verdict, 'bypass')
    rmSync(outside, { recursive: true })
    await assert.rejects(judge({ allow: [outside] }), { name: 'OriginError', code: 'origin-config-unreadable' })
    await assert.rejects(judge({ roots: [outside] }), /no option `roots`/)
  }))

test('refusals name file and line', async () => {
  const broken = new ConfigFiles({ 'nginx.conf': 'http {\n    listen 80\n}\n' })
  await assert.rejects(checkConfig('nginx', broken), ({ message, findings, help }) => {
    assert.match(message, /^nginx\.conf:3: `;` is missing before `}`/)
    assert.deepEqual(findings[0].subject, { kind: 'line', file: 'nginx.conf', line: 3 })
    return help !== ''
  })
  const path = join(tmpdir(), 'mtls-core-no-such.conf')
  await assert.rejects(ConfigFiles.load(path), ({ findings }) => {
    assert.deepEqual(findings[0].subject, { kind: 'file', path })
    return true
  })
  assert.throws(() => new ConfigFiles({ 'nginx.conf': 1 }), TypeError)
  await assert.rejects(checkConfig('nginx', broken, { host: 'shop.example' }), /no option `host`/)
  await assert.rejects(checkConfig('nginx', broken, { publicPorts: [65536] }), RangeError)
  await assert.rejects(checkConfig('nginx', broken, { maxFiles: -1 }), RangeError)
})

test('a report has every form', async () => {
  const files = new ConfigFiles({ 'nginx.conf': SERVER.replace('client on', 'client optional') }, { complete: true })
  assert.equal(inspect(files), 'ConfigFiles <nginx.conf>')
  const report = await checkConfig('nginx', files, { at: new Date('2027-01-01T00:00:00Z') })
  assert.deepEqual([report.kind, report.verdict, report.hasErrors], ['nginx', 'open', true])
  assert.equal(String(report), report.toText())
  assert.match(report.toText(), /^nginx: open\n {2}shop\.example on \*:443 TLS/)
  const record = report.toJSON()
  assert.deepEqual([record.listeners, record.findings], [report.listeners, report.findings])
  assert.equal(record.exitCode, 10)
  assert.equal(record.listeners[0].clientAuth, 'optional')
  const [{ ruleId, locations }] = JSON.parse(report.toSarif()).runs[0].results
  assert.equal(ruleId, 'client-certificate-optional')
  assert.deepEqual(locations[0].physicalLocation, { artifactLocation: { uri: 'nginx.conf' }, region: { startLine: 6 } })
  assert.ok(report.equals(await checkConfig('nginx', files)))
})
