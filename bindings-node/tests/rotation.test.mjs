// Rotations: the shared cases, from the dates of a plan to the day when the old root can go.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { Certificate, CertificateAuthority, CertificateChain, IssueError, RotationPlan, TrustBundle, TrustError } from '../index.js'
import { planned, run, snakeCase } from './vectors.mjs'

const certificates = (texts) => texts.map((text) => Certificate.fromPem(text))
const hashes = (authorities) => authorities.map(({ fingerprintSha256 }) => fingerprintSha256)
const found = (findings) => findings.map(({ rule, severity }) => [rule, severity])

const told = ({ kind, startsAt, endsAt, atRisk, bundle }) => ({
  kind,
  starts_at: startsAt,
  ends_at: endsAt,
  at_risk: hashes(atRisk),
  bundle: bundle && { sequence: String(bundle.sequence), authorities: hashes(bundle.authorities) },
})

function removal(args) {
  const { trust_domain: domain, authorities, authority, chains } = args.values
  const read = chains.map((chain) => CertificateChain.fromPem(chain.join('')))
  return new TrustBundle(domain, certificates(authorities)).safeToRemove(Certificate.fromPem(authority), read, args.at)
}

run(
  'rotation',
  {
    'rotation_plan.new': ({ values }) => {
      const { steps, doneAt, findings } = planned(values)
      return { steps: steps.map(told), done_at: doneAt, findings: found(findings) }
    },
    'rotation_plan.record': ({ values }) => snakeCase(planned(values).toJSON()),
    'rotation_plan.text': ({ values }) => String(planned(values)),
    'trust_bundle.safe_to_remove': (args) => {
      const { safe, safeFrom, dependents, considered, findings } = removal(args)
      return { safe, safe_from: safeFrom, dependents, considered, findings: found(findings) }
    },
    'removal_check.record': (args) => {
      const { findings, ...record } = snakeCase(removal(args).toJSON())
      return { ...record, rules: findings.map(({ rule }) => rule) }
    },
  },
  TrustError,
)

const start = new Date('2027-01-15T08:00:00Z')
const after = (seconds) => new Date(start.getTime() + 1000 * seconds)
const old = await CertificateAuthority.root('Old', { at: start })
const fresh = await CertificateAuthority.root('New', { at: start })
const bundle = new TrustBundle('td', [old.certificate]).withSequence(7n)
const options = { start, svidLifetimeSeconds: 3600 }
const subjects = (certificates) => certificates.map(({ subject }) => subject)

test('a plan has five dated steps', () => {
  const plan = new RotationPlan(bundle, [fresh.certificate], { ...options, switchWindowSeconds: 600 })
  assert.deepEqual(
    plan.steps.map(({ kind, startsAt, endsAt }) => [kind, startsAt, endsAt]),
    [
      ['publish', start, start],
      ['await-bundles', start, after(1500)],
      ['switch', after(1500), after(2100)],
      ['await-svids', after(2100), after(5700)],
      ['retire', after(5700), after(5700)],
    ],
  )
  assert.deepEqual(plan.doneAt, after(7200))
  assert.equal(String(plan.trustDomain), 'td')
  assert.deepEqual(plan.findings, [])
  const [publish, wait, , , retire] = plan.steps
  assert.deepEqual(subjects(publish.bundle.authorities), ['CN=Old', 'CN=New'])
  assert.deepEqual(subjects(retire.bundle.authorities), ['CN=New'])
  assert.equal(retire.bundle.sequence, 9n)
  assert.equal(wait.bundle, null)
  assert.deepEqual([publish, retire].map((step) => subjects(step.atRisk)), [['CN=New'], ['CN=Old']])
  assert.match(publish.ifSkipped, /CN=New/)
  assert.match(retire.action, /CN=Old/)
  assert.match(String(publish), /^2027-01-15T08:00:00Z  publish: /)
  assert.equal(String(plan).split('if skipped').length, 6)
  const { steps, doneAt } = plan.toJSON()
  assert.equal(steps[0].bundle.sequence, 8)
  assert.equal(doneAt, '2027-01-15T10:00:00Z')
})

test('a plan minds its lead and says what it lacks', () => {
  const plan = new RotationPlan(bundle, [fresh.certificate], { ...options, refreshHintSeconds: 60, publishLead: 2 })
  assert.deepEqual(plan.steps[1].endsAt, after(120))
  assert.deepEqual(plan.findings.map(({ rule }) => rule), ['rotation-lead-short'])
  for (const [authorities, svidLifetimeSeconds] of [[[old.certificate], 3600], [[], 3600], [[fresh.certificate], 0]]) {
    const make = () => new RotationPlan(bundle, authorities, { start, svidLifetimeSeconds })
    assert.throws(make, (error) => error instanceof TrustError && error.code === 'rotation-plan-invalid')
  }
  assert.throws(() => new RotationPlan(bundle, [fresh.certificate], { start, svidLifetimeSeconds: -1 }), RangeError)
  assert.throws(() => new RotationPlan(bundle, [fresh.certificate], { start, svidLifetimeSeconds: 2 ** 53 }), {
    message: 'svidLifetimeSeconds is a whole number from 0 to 9007199254740991, not 9007199254740992',
  })
  assert.throws(() => new RotationPlan(bundle, [fresh.certificate], { ...options, publishleed: 1 }), TypeError)
  assert.throws(() => new RotationPlan(bundle, [fresh.certificate], { start }), TypeError)
})

test('an authority can go when nothing leads there alone', async () => {
  const both = new TrustBundle('td', [old.certificate, fresh.certificate])
  const issue = async (ca) => (await ca.svid('spiffe://td/a', { at: start, validForSeconds: 3600 })).chain
  const chains = [await issue(fresh), await issue(old)]
  const check = both.safeToRemove(old.certificate, chains, start)
  assert.deepEqual([check.safe, check.dependents, check.considered], [false, [1], 2])
  assert.ok(check.safeFrom > start)
  assert.deepEqual(check.findings.map(({ rule }) => rule), ['authority-in-use'])
  assert.match(String(check), /^not before /)
  assert.equal(check.toJSON().dependents[0].spiffeId, 'spiffe://td/a')
  assert.ok(both.safeToRemove(old.certificate, chains, check.safeFrom).safe)
})

test('bundles and CAs come in the entries of Istio', async () => {
  const entries = bundle.toIstioRootCert()
  assert.deepEqual(Object.keys(entries), ['root-cert.pem'])
  assert.deepEqual(subjects(TrustBundle.fromIstioEntries('td', entries).authorities), ['CN=Old'])
  const cluster = await old.intermediate('cluster', { at: start })
  const cacerts = cluster.secretCacerts()
  assert.deepEqual(Object.keys(cacerts).sort(), ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'])
  const bytes = Object.fromEntries(Object.entries(cacerts).map(([name, pem]) => [name, Buffer.from(pem)]))
  assert.ok(CertificateAuthority.fromCacerts(bytes).certificate.equals(cluster.certificate))
  assert.ok(!inspect(cluster).includes('BEGIN'))
  const tls = { 'tls.crt': cacerts['cert-chain.pem'], 'tls.key': cacerts['ca-key.pem'], 'ca.crt': cacerts['root-cert.pem'] }
  assert.ok(CertificateAuthority.fromCacerts(tls).certificate.equals(cluster.certificate))
  const missing = (Class, code) => (error) => error instanceof Class && error.code === code
  assert.throws(() => TrustBundle.fromIstioEntries('td', { 'ca-key.pem': 'x' }), missing(TrustError, 'bundle-entry-missing'))
  delete bytes['ca-key.pem']
  assert.throws(() => CertificateAuthority.fromCacerts(bytes), missing(IssueError, 'ca-file'))
  assert.throws(() => CertificateAuthority.fromCacerts({ 'ca-cert.pem': 1 }), TypeError)
})
