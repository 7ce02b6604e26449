// The cases that Rust, Python and Node all run: mtls-core/tests/vectors/<subject>.json.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { Certificate, MtlsError, RotationPlan, TrustBundle } from '../index.js'

export const VECTORS = new URL('../../mtls-core/tests/vectors/', import.meta.url)

/** The arguments of a case. */
class Args {
  constructor(values) {
    this.values = values
  }

  /** The text under `key`, or the bytes under `key_b64`. */
  data(key) {
    const encoded = this.values[`${key}_b64`]
    if (encoded !== undefined) return Buffer.from(encoded, 'base64')
    assert.equal(typeof this.values[key], 'string', `no argument ${key}`)
    return this.values[key]
  }

  get at() {
    return new Date(this.values.at * 1000)
  }
}

/** A test for each case; an operation that the table does not have fails it. `Class` is what refusals are. */
export function run(subject, operations, Class) {
  const { cases, material } = JSON.parse(readFileSync(new URL(`${subject}.json`, VECTORS), 'utf8'))
  assert.ok(cases.length > 0)
  let ran = 0
  after(() => assert.equal(ran, cases.length, `${subject}: cases that did not run`))
  for (const { name, op, args, twin, ...expected } of cases) {
    test(`${subject}: ${name}`, async () => {
      ran += 1
      assert.match(Object.keys(expected).join(), /^(ok|error|error,findings)$/)
      assert.ok(Object.hasOwn(operations, op), `${op} is not known here`)
      let answer
      try {
        answer = { ok: plain(await operations[op](new Args(material ? resolve(args, material) : args))) }
      } catch (error) {
        if (!(error instanceof MtlsError)) throw error
        assert.ok(error instanceof Class, `${error.name}: ${error.message}`)
        assert.ok(error.help)
        assert.ok(error.findings.length > 0)
        answer = { error: error.code }
        if (expected.findings) answer.findings = briefs(error.findings)
      }
      assert.deepEqual(answer, expected)
    })
  }
}

/** Puts the file's texts where `@label` stands. */
function resolve(value, material) {
  if (Array.isArray(value)) return value.map((item) => resolve(item, material))
  if (value?.constructor === Object) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, material)]))
  }
  if (typeof value !== 'string' || !value.startsWith('@')) return value
  assert.ok(Object.hasOwn(material, value.slice(1)), `no material ${value}`)
  return material[value.slice(1)]
}

/** The bytes of one block of PEM, whatever they are. */
export const unpem = (text) => Buffer.from(text.replaceAll(/^-----.*$/gm, ''), 'base64')

/** Bundles of authorities by trust domain. */
export function bundlesOf(authorities) {
  return Object.entries(authorities).map(([name, texts]) => TrustBundle.fromDer(name, Buffer.concat(texts.map(unpem))))
}

/** The plan of a rotation. */
export function planned(values) {
  const certificates = (texts) => texts.map((text) => Certificate.fromPem(text))
  let bundle = new TrustBundle(values.trust_domain, certificates(values.old))
  if (values.old_refresh_hint !== undefined) bundle = bundle.withRefreshHint(values.old_refresh_hint)
  if (values.old_sequence !== undefined) bundle = bundle.withSequence(BigInt(values.old_sequence))
  const options = { start: new Date(values.start * 1000), svidLifetimeSeconds: values.svid_lifetime }
  if (values.refresh_hint !== undefined) options.refreshHintSeconds = values.refresh_hint
  if (values.publish_lead !== undefined) options.publishLead = values.publish_lead
  if (values.switch_window !== undefined) options.switchWindowSeconds = values.switch_window
  return new RotationPlan(bundle, certificates(values.new), options)
}

/** Findings as `[rule, severity, position of the certificate]`; their words may improve. */
export function briefs(findings) {
  return findings.map(({ rule, severity, subject }) => [rule, severity, subject.index ?? null])
}

/** What the shared cases compare of the report on any chain. */
export function blamed(report) {
  return {
    accepted: report.accepted,
    certificates: report.certificates.map(({ certificate, onPath, findings }) => [
      certificate.index ?? null,
      onPath,
      findings.map(({ rule }) => rule),
    ]),
    findings: briefs(report.findings),
  }
}

/** A value as JSON has it; times in seconds. */
function plain(value) {
  if (value instanceof Date) return value.getTime() / 1000
  if (Array.isArray(value)) return value.map(plain)
  if (value?.constructor === Object) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]))
  return typeof value === 'object' && value !== null ? String(value) : value
}

/** A record's names as the other languages spell them: `notAfter` is `not_after`. */
export function snakeCase(value) {
  if (Array.isArray(value)) return value.map(snakeCase)
  if (value?.constructor !== Object) return value
  const name = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [name(key), snakeCase(field)]))
}
