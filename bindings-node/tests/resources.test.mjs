// Resources: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { ResourceError, recipes, resources } from '../index.js'
import { run } from './vectors.mjs'

const brief = ({ severity, rule, subject }) => ({ severity, rule, field: subject.field })

const briefly = (read) => read && { ...read, findings: read.findings.map(brief) }

run(
  'resources',
  {
    'resources.read_yaml': (args) => resources.readYamlSync(args.data('text')),
    'resources.read_json': ({ values: { text } }) => resources.readJson(text),
    'resources.write_yaml': ({ values: { manifests } }) => resources.writeYaml(manifests),
    'resources.write_yaml_value': ({ values: { value } }) => resources.writeYamlValue(value),
    'resources.write_json': ({ values: { manifest } }) => resources.writeJson(manifest),
    'resources.gateway': ({ values: { options } }) => resources.gateway(options),
    'resources.secret': ({ values: { options } }) => resources.secret(options),
    'resources.validate': ({ values: { manifests } }) => resources.validate(manifests).map(brief),
    'resources.migrate': ({ values: { manifests } }) => briefly(resources.migrate(manifests)),
    'resources.read_mesh_config': ({ values: { document } }) => briefly(resources.readMeshConfig(document)),
    'resources.check_yaml': ({ values: { text } }) =>
      resources.checkYamlSync(text).map((finding) => ({ ...brief(finding), line: finding.subject.line })),
  },
  ResourceError,
)

const thing = (spec) => ({ apiVersion: 'v1', kind: 'Thing', metadata: { name: 'x' }, spec })

test('keys keep their order, and what is unknown survives', () => {
  const [read] = resources.readYamlSync('kind: Thing\napiVersion: v1\nmetadata: {name: x}\nz: 1\na: {__proto__: 2, constructor: 3}\n')
  assert.deepEqual(Object.keys(read), ['kind', 'apiVersion', 'metadata', 'z', 'a'])
  assert.equal(Object.getOwnPropertyDescriptor(read.a, '__proto__').value, 2)
  const [again] = resources.readYamlSync(resources.writeYaml([read]))
  assert.deepEqual(again, read)
})

test('options are camelCase, and bytes are text', () => {
  const options = {
    name: 'public',
    namespace: 'istio-system',
    selector: { istio: 'ingressgateway' },
    servers: [{ port: 443, hosts: ['*.shop.example'], mode: 'MUTUAL', credentialName: 'public-cert' }],
  }
  const gateway = resources.gateway(options)
  assert.equal(gateway.spec.servers[0].tls.credentialName, 'public-cert')
  assert.deepEqual(resources.readYamlSync(resources.writeYaml([gateway])), [gateway])
  const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'
  const secret = (ca) => resources.secret({ name: 'c', namespace: 'shop', form: 'cacert', ca })
  assert.deepEqual(secret(Buffer.from(pem)), secret(pem))
  assert.deepEqual(secret(new Uint8Array(Buffer.from(pem))), secret(pem))
})

test('what a manifest has no place for is refused, not dropped', () => {
  for (const value of [Number.NaN, Infinity, 1n, () => 1, Symbol('x'), new Map(), new Set(), Buffer.from([0xff])]) {
    assert.throws(() => resources.writeYaml([thing({ a: value })]), TypeError, String(value))
    assert.throws(() => resources.writeYaml([thing({}), thing({ a: { b: [1, value] } })]), / \(at \[1\]\.spec\.a\.b\[1\]\)$/)
  }
  const key = '-----BEGIN PRIVATE KEY-----'
  for (const [options, place] of [
    [{ name: 1n }, 'name'],
    [{ name: 'a', servers: [{ port: Number.NaN }] }, 'servers[0].port'],
    [{ name: 'a', labels: { 'istio.io/rev': 1n } }, 'labels["istio.io/rev"]'],
    [{ name: 'a', labels: { [key]: 1n } }, 'labels["…"]'],
  ]) {
    assert.throws(() => resources.gateway(options), (error) => error.message.endsWith(` (at ${place})`), place)
  }
  for (const wrong of [undefined, null, 1, 'x', {}, () => 1]) assert.throws(() => resources.writeYaml(wrong), TypeError)
  assert.throws(() => resources.writeYaml([{}]), ResourceError)
  assert.throws(() => resources.writeYaml([undefined]), TypeError)
  // A field that is undefined is one that is not there.
  assert.equal(resources.writeYaml([thing({ a: undefined })]), resources.writeYaml([thing({})]))
})

test('a whole number that JavaScript would round is refused', () => {
  const yaml = (number) => `apiVersion: v1\nkind: Thing\nspec: [{a: ${number}}]\n`
  assert.equal(resources.readYamlSync(yaml(9007199254740991))[0].spec[0].a, Number.MAX_SAFE_INTEGER)
  for (const number of ['9007199254740993', '-9007199254740993', '18446744073709551615']) {
    assert.throws(() => resources.readYamlSync(yaml(number)), RangeError)
    assert.throws(() => resources.readJson(`{"apiVersion": "v1", "kind": "Thing", "a": ${number}}`), RangeError)
  }
})

test('YAML is read off the main thread too', async () => {
  const text = resources.writeYaml([thing({ b: 1, a: null })])
  assert.deepEqual(await resources.readYaml(text), resources.readYamlSync(text))
  assert.deepEqual(Object.keys((await resources.readYaml(Buffer.from(text)))[0].spec), ['b', 'a'])
  await assert.rejects(resources.readYaml('a: b'), ResourceError)
  await assert.rejects(resources.readYaml('apiVersion: v1\nkind: Thing\na: 9007199254740993\n'), RangeError)
})

test('a finding knows its line and file', async () => {
  const [text, file] = ['apiVersion: v1\nkind: Secret\nmetadata:\n  name: UPPER\n', 'secret.yaml']
  const findings = resources.checkYamlSync(text, file)
  assert.deepEqual(await resources.checkYaml(text, file), findings)
  const { rule, subject } = findings.find((finding) => finding.rule === 'metadata-name-invalid')
  assert.equal(rule, 'metadata-name-invalid')
  assert.deepEqual([subject.kind, subject.file, subject.line, subject.field], ['document', 'secret.yaml', 4, 'metadata.name'])
})

test('bytes, files and folders are checked', async () => {
  const text = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: UPPER\n'
  const findings = resources.checkYamlSync(text, 'a.yaml')
  assert.deepEqual(resources.checkYamlSync(Buffer.from(text), 'a.yaml'), findings)
  assert.deepEqual(await resources.checkYaml(new Uint8Array(Buffer.from(text)), 'a.yaml'), findings)
  const folder = mkdtempSync(join(tmpdir(), 'mtls-core-'))
  mkdirSync(join(folder, 'b'))
  const file = join(folder, 'b', 'secret.yaml')
  writeFileSync(file, text)
  writeFileSync(join(folder, 'values.yaml'), 'replicas: 2\n')
  for (const path of [folder, file]) {
    const [{ rule, subject }, ...others] = await resources.checkFiles(path)
    assert.deepEqual([rule, subject.file, subject.line, others], ['metadata-name-invalid', file, 4, []])
    assert.deepEqual(resources.checkFilesSync(path), await resources.checkFiles(path))
  }
  await assert.rejects(resources.checkFiles(join(folder, 'none')), { code: 'manifest-file-unreadable' })
  rmSync(folder, { recursive: true })
})

test('options that do not fit are all named at once', () => {
  assert.throws(
    () => resources.gateway({ nam: 'x', servers: [{}] }),
    (error) => {
      assert.ok(error instanceof ResourceError)
      assert.ok(error.findings.length > 1)
      return true
    },
  )
})

const exceeded = (message) => (error) => {
  assert.ok(error instanceof ResourceError, error)
  assert.equal(error.code, 'manifest-limit-exceeded')
  assert.match(error.message, message)
  return true
}

// Written out, each of these has 2^60 parts: whoever does not count while converting never comes to an end.
for (const [kind, twice] of [
  ['an array', (value) => [value, value]],
  ['an object', (value) => ({ a: value, b: value })],
  ['what toJSON gives', (value) => ({ toJSON: () => [value, value] })],
]) {
  test(`what one part in many places grows to is refused: ${kind}`, async () => {
    let value = 'x'
    for (let i = 0; i < 60; i += 1) value = twice(value)
    const options = { hosts: ['a.example'], certificate: 'c', key: 'k', clientCa: 'c', pull: 'zone', labels: value }
    for (const call of [
      () => resources.writeYaml([thing(value)]),
      () => resources.writeJson(thing(value)),
      () => resources.writeYamlValue(value),
      () => resources.validate([thing(value)]),
      () => resources.gateway({ name: 'x', servers: [], labels: value }),
      () => resources.secret({ name: 'x', entries: value }),
      () => recipes.cloudflareOriginSync(options),
    ]) {
      assert.throws(call, exceeded(/more than 250000 nodes/))
    }
  })
}

test('what holds itself, or is as deep, is refused', () => {
  const object = {}
  object.object = object
  const array = []
  array.push(array, array)
  let deep = 1
  for (let i = 0; i < 100_000; i += 1) deep = [deep]
  for (const value of [object, array, deep]) {
    assert.throws(() => resources.writeYaml([thing(value)]), exceeded(/more than 64 levels/))
    assert.throws(() => resources.writeYamlValue(value), exceeded(/more than 64 levels/))
  }
  // Side by side is not within.
  const part = { a: [1] }
  assert.equal(resources.writeYamlValue([part, part]), '- a:\n  - 1\n- a:\n  - 1\n')
})

test('a stream has its bounds', () => {
  const text = thing('x'.repeat(1 << 20))
  assert.throws(() => resources.writeYaml(Array(1000).fill(text)), exceeded(/more than 67108864 bytes/))
  const bytes = thing(new Uint8Array(1 << 20).fill(0x61))
  assert.throws(() => resources.writeYaml(Array(1000).fill(bytes)), exceeded(/more than 67108864 bytes/))
  assert.throws(() => resources.writeYaml(Array(100_001).fill({})), exceeded(/more than 100000 documents/))
  // Nodes are counted for each document.
  const numbers = thing(Array(200_000).fill(1))
  assert.equal(resources.readYamlSync(resources.writeYaml([numbers, numbers])).length, 2)
})
