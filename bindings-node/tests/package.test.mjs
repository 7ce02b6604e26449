// What the package exports, and how its classes behave as JavaScript.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Worker } from 'node:worker_threads'

import * as mtls from '../index.js'
import { VECTORS } from './vectors.mjs'

const require = createRequire(import.meta.url)

test('every native name is public, by require and by import', () => {
  const native = Object.keys(require('../native.node')).filter((name) => name !== 'attach')
  const required = require('../index.js')
  for (const name of native) assert.ok(name in required, name)
  for (const name of Object.keys(required)) assert.equal(mtls[name], required[name], name)
})

test('the declarations have the values that are exported, and no others', () => {
  const types = new URL('../types/', import.meta.url)
  const files = ['.', 'native'].flatMap((folder) => readdirSync(new URL(folder, types)).map((name) => `${folder}/${name}`))
  const text = files.filter((name) => name.endsWith('.d.ts')).map((name) => readFileSync(new URL(name, types), 'utf8')).join('')
  const declared = [...text.matchAll(/^export (?:declare )?(?:class|function|namespace|const) (\w+)/gm)].map(([, name]) => name)
  assert.deepEqual([...new Set(declared)].sort(), Object.keys(require('../index.js')).sort())
})

test('a class is not called without new', () => {
  for (const [name, Class] of Object.entries(require('../index.js'))) {
    if (!/^[A-Z]/.test(name)) continue
    assert.throws(() => Class('spiffe://td'), TypeError, name)
    assert.throws(() => mtls[name]('spiffe://td'), TypeError, name)
  }
  // It would have become the object.
  assert.equal(Object.keys(mtls).includes('trustDomain'), false)
})

test('what only the engine makes has no public constructor', () => {
  for (const name of ['CertificateAuthority', 'ChainReport', 'CsrPolicy', 'IssuedCertificate', 'PublicKey', 'Session', 'VerifiedPeer']) {
    assert.throws(() => new mtls[name](), Error, name)
  }
})

test('instanceof and constructor agree', () => {
  const id = new mtls.SpiffeId('spiffe://td/a')
  const { trustDomain } = id
  assert.ok(id instanceof mtls.SpiffeId && trustDomain instanceof mtls.TrustDomain)
  assert.equal(id.constructor, mtls.SpiffeId)
  assert.equal(trustDomain.constructor, mtls.TrustDomain)
  assert.equal(mtls.SpiffeId.name, 'SpiffeId')
  assert.ok(!(id instanceof mtls.TrustDomain))
})

test('inspecting a prototype is harmless', () => {
  for (const Class of Object.values(mtls)) {
    if (typeof Class === 'function') assert.ok(inspect(Class.prototype, { showHidden: true }) !== null)
  }
})

test('the errors are one family, which users can extend', () => {
  const family = Object.entries(mtls).filter(([name]) => name.endsWith('Error'))
  assert.equal(family.length, 10)
  for (const [name, Class] of family) {
    const error = new Class('why', { code: 'some-rule' })
    assert.ok(error instanceof mtls.MtlsError)
    assert.deepEqual([error.name, error.code, error.help, error.findings], [name, 'some-rule', '', []])
  }
  assert.equal(new (class Mine extends mtls.MtlsError {})('m').name, 'Mine')
})

test('the catalog has every rule', () => {
  const rules = mtls.catalog()
  assert.ok(rules.length > 100)
  for (const rule of rules) {
    assert.deepEqual(Object.keys(rule).sort(), ['help', 'name', 'severity', 'source', 'trigger', 'why'])
    assert.match(rule.name, /^[a-z0-9-]+$/)
    assert.match(rule.severity, /^(info|warning|error)$/)
  }
})

test('worker threads have errors and objects of their own', async () => {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const { SpiffeId, IdentityError, CertificateAuthority } = require(${JSON.stringify(require.resolve('../index.js'))})
    let caught
    try { new SpiffeId('nope') } catch (error) { caught = error instanceof IdentityError && error.code }
    CertificateAuthority.root('Worker Root').then((ca) => parentPort.postMessage([caught, String(ca)]))`
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => {
      const worker = new Worker(code, { eval: true })
      return new Promise((resolve, reject) => {
        let message
        worker.once('message', (value) => (message = value))
        worker.once('error', reject)
        worker.once('exit', (status) => resolve([status, ...message]))
      })
    }),
  )
  assert.deepEqual(answers, Array(4).fill([0, 'spiffe-id-scheme', 'CN=Worker Root']))
  assert.throws(() => new mtls.SpiffeId('nope'), mtls.IdentityError)
})

test('work that is under way does not keep a worker from ending', async () => {
  const code = `
    const { CertificateAuthority } = require(${JSON.stringify(require.resolve('../index.js'))})
    for (let i = 0; i < 8; i++) CertificateAuthority.root('R', { keyAlgorithm: 'RSA 2048' })
    require('node:worker_threads').parentPort.postMessage('started')`
  const worker = new Worker(code, { eval: true })
  await new Promise((resolve) => worker.once('message', resolve))
  assert.equal(typeof (await worker.terminate()), 'number')
})

test('every file of shared cases has a test file here that runs it', () => {
  const subjects = readdirSync(VECTORS).filter((name) => name.endsWith('.json'))
  assert.ok(subjects.length >= 3)
  for (const subject of subjects.map((name) => name.replace('.json', ''))) {
    const text = readFileSync(new URL(`${subject}.test.mjs`, import.meta.url), 'utf8')
    assert.match(text, new RegExp(`run\\(\\s*'${subject}'`), subject)
  }
})
