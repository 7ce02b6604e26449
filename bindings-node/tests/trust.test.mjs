// Trust bundles and sets of them: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import {
  BundleSet,
  CertificateAuthority,
  Distrusted,
  DistrustList,
  IdentityError,
  MtlsError,
  TrustAnchors,
  TrustBundle,
  TrustError,
} from '../index.js'
import { run, snakeCase } from './vectors.mjs'

const fromPem = (args) => TrustBundle.fromPem(args.values.trust_domain, args.data('pem'))
const fromJson = (args) => TrustBundle.fromSpiffeJson(args.values.trust_domain, args.data('json'))
const setFromJson = (args) => BundleSet.fromSpiffeJson(args.data('json'))
const text = (number) => (number === null ? null : String(number))

const hashes = (authorities) => authorities.map(({ fingerprintSha256 }) => fingerprintSha256)
const found = (findings) => findings.map(({ rule, severity }) => [rule, severity])

const described = (bundle) => ({
  trust_domain: bundle.trustDomain,
  authorities: hashes(bundle.authorities),
  sequence: text(bundle.sequence),
  refresh_hint: text(bundle.declaredRefreshHint),
  refresh_interval: bundle.refreshIntervalSeconds,
  jwt_authorities: bundle.jwtAuthorityCount,
  findings: found(bundle.findings),
})

function differing({ values }) {
  const [old, fresh] = [values.old, values.new].map((of) => TrustBundle.fromSpiffeJson(of.trust_domain, of.json))
  return old.diff(fresh)
}

run(
  'trust',
  {
    'trust_bundle.from_pem': (args) => described(fromPem(args)),
    'trust_bundle.from_der': (args) => described(TrustBundle.fromDer(args.values.trust_domain, args.data('der'))),
    'trust_bundle.from_spiffe_json': (args) => described(fromJson(args)),
    'trust_bundle.rewritten': (args) => JSON.parse(fromJson(args).toSpiffeJson()),
    'trust_bundle.to_spiffe_json': (args) => {
      const { sequence, refresh_hint: hint } = args.values
      let bundle = fromPem(args)
      if (hint !== undefined) bundle = bundle.withRefreshHint(hint)
      if (sequence !== undefined) bundle = bundle.withSequence(BigInt(sequence))
      return JSON.parse(bundle.toSpiffeJson())
    },
    'trust_bundle.with_refresh_hint': (args) => described(fromJson(args).withRefreshHint(args.values.offered)),
    'trust_bundle.with_sequence': (args) => described(fromJson(args).withSequence(BigInt(args.values.offered))),
    'trust_bundle.with_authorities': (args) => described(fromJson(args).withAuthorities(fromPem(args).authorities)),
    'bundle_set.new': (args) =>
      new BundleSet(args.values.trust_domains.map((name) => new TrustBundle(name, []))).bundles.map((bundle) => bundle.trustDomain),
    'bundle_set.from_spiffe_json': (args) =>
      Object.fromEntries(setFromJson(args).bundles.map((bundle) => [String(bundle.trustDomain), described(bundle)])),
    'bundle_set.rewritten': (args) => JSON.parse(setFromJson(args).toSpiffeJson()),
    'trust_bundle.diff': (args) => {
      const diff = differing(args)
      const { sequence, refresh_hint, jwt_authorities_changed } = snakeCase(diff.toJSON())
      return {
        trust_domain: diff.trustDomain,
        added: hashes(diff.added),
        removed: hashes(diff.removed),
        renewed: diff.renewed.map(hashes),
        kept: hashes(diff.kept),
        sequence,
        refresh_hint,
        jwt_authorities_changed,
        changes: !diff.isEmpty,
        findings: found(diff.findings),
      }
    },
    'bundle_diff.record': (args) => snakeCase(differing(args).toJSON()),
    'bundle_diff.text': (args) => String(differing(args)),
    'bundle_diff.findings': (args) => ({ findings: found(differing(args).findings) }),
    'bundle_set.diff': ({ values }) => {
      const [old, fresh] = [values.old, values.new].map((text) => BundleSet.fromSpiffeJson(text))
      const { added, removed, changed, isEmpty } = old.diff(fresh)
      const findings = changed.flatMap((one) => found(one.findings))
      return { added, removed, changed: changed.map(({ trustDomain }) => trustDomain), changes: !isEmpty, findings }
    },
    'distrust_list.from_json': (args) =>
      DistrustList.fromJson(args.data('json')).entries.map(({ kind, reason, since }) => [kind, reason, since]),
  },
  TrustError,
)

const a = await CertificateAuthority.root('A', { trustDomain: 'a.example' })
const b = await CertificateAuthority.root('B', { trustDomain: 'b.example' })
const bundleA = new TrustBundle('a.example', [a.certificate])
const bundleB = TrustBundle.fromPem('b.example', b.certificate.toPem())

test('a bundle survives each of its forms', () => {
  assert.ok(TrustBundle.fromPem('a.example', Buffer.from(bundleA.toPem())).equals(bundleA))
  assert.ok(TrustBundle.fromDer('a.example', a.certificate.der).equals(bundleA))
  const full = bundleA.withRefreshHint(600).withSequence(7n)
  assert.ok(TrustBundle.fromSpiffeJson('a.example', full.toSpiffeJson()).equals(full))
  assert.ok(TrustBundle.fromSpiffeJson('a.example', JSON.stringify(full)).equals(full))
  assert.equal(full.sequence, 7n)
  assert.equal(full.declaredRefreshHint, 600n)
  assert.equal(full.refreshIntervalSeconds, 600)
  assert.equal(bundleA.sequence, null)
  assert.equal(inspect(bundleA), 'TrustBundle <a.example, 1 authorities>')
})

test('sequence numbers are bigints in their whole range, and only grow', () => {
  const last = bundleA.withSequence(2n ** 64n - 1n)
  assert.equal(last.sequence, 2n ** 64n - 1n)
  for (const bad of [-1n, 2n ** 64n, 2n ** 70n]) assert.throws(() => bundleA.withSequence(bad), RangeError)
  assert.throws(() => bundleA.withSequence(1), Error)
  assert.throws(() => last.withSequence(3n), TrustError)
  assert.throws(() => last.withAuthorities([]), TrustError)
  for (const bad of [-1, 0.5, Number.NaN]) assert.throws(() => bundleA.withRefreshHint(bad), RangeError)
})

test('other authorities give the next sequence number', () => {
  const next = bundleA.withSequence(1n).withAuthorities([a.certificate, b.certificate])
  assert.equal(next.sequence, 2n)
  assert.equal(next.authorities.length, 2)
  assert.equal(next.findings[0].rule, 'bundle-authority-foreign-id')
  assert.equal(next.findings[0].subject.spiffeId, 'spiffe://b.example')
})

test('a set has one bundle a trust domain', () => {
  const set = new BundleSet([bundleB, bundleA])
  assert.equal(set.size, 2)
  assert.deepEqual(set.bundles.map((bundle) => String(bundle.trustDomain)), ['a.example', 'b.example'])
  assert.ok(set.get('a.example').equals(bundleA))
  assert.equal(set.get('c.example'), null)
  assert.equal(set.without('a.example').get('a.example'), null)
  assert.equal(set.size, 2)
  assert.ok(set.withBundle(bundleA.withSequence(1n)).get('a.example').sequence === 1n)
  assert.ok(BundleSet.fromSpiffeJson(JSON.stringify(set)).get('b.example').equals(bundleB))
  assert.throws(() => new BundleSet([bundleA, bundleA]), TrustError)
})

test('what is no bundle is refused', () => {
  assert.throws(() => TrustBundle.fromSpiffeJson('a.example', '{}'), TrustError)
  assert.throws(() => TrustBundle.fromSpiffeJson('a.example', Buffer.from([0xff])), TrustError)
  assert.throws(() => TrustBundle.fromPem('a.example', 'x'), TrustError)
  assert.throws(() => TrustBundle.fromPem('A example', bundleA.toPem()), IdentityError)
  assert.throws(() => BundleSet.fromSpiffeJson('[]'), MtlsError)
})

test('a diff says what changes', () => {
  const old = bundleA.withSequence(7n)
  const newer = old.withAuthorities([a.certificate, b.certificate])
  const diff = old.diff(newer)
  assert.ok(diff.added[0].equals(b.certificate) && diff.kept[0].equals(a.certificate))
  assert.deepEqual([diff.removed.length, diff.renewed.length, diff.isEmpty], [0, 0, false])
  assert.deepEqual(diff.toJSON().sequence, { old: 7, new: 8 })
  assert.equal(diff.toJSON().added[0].fingerprintSha256, b.certificate.fingerprintSha256)
  assert.match(String(diff), /\n {2}\+ CN=B/)
  assert.deepEqual(newer.diff(old).findings.map((finding) => finding.rule), ['bundle-sequence-back'])
  assert.ok(old.diff(old).isEmpty)
  assert.throws(() => old.diff(bundleB), TrustError)
})

test('sets differ by trust domains and bundles', () => {
  const diff = new BundleSet([bundleA]).diff(new BundleSet([new TrustBundle('a.example', []), bundleB]))
  assert.deepEqual(diff.added.map(String), ['b.example'])
  assert.deepEqual([diff.removed.length, diff.isEmpty], [0, false])
  assert.deepEqual(diff.toJSON().changed.map((each) => each.trustDomain), ['a.example'])
  assert.equal(String(diff.changed[0].trustDomain), 'a.example')
})

test('a distrust list goes out and comes back', async () => {
  const stolen = (await a.intermediate('stolen')).certificate
  const sibling = (await a.intermediate('sibling')).certificate
  const since = new Date('2026-11-20T00:00:00Z')
  const entry = new Distrusted(stolen, 'found in a backup', { kind: 'key', since })
  assert.deepEqual([entry.kind, entry.reason, entry.since], ['key', 'found in a backup', since])
  assert.equal(entry.toJSON().key_sha256, stolen.spkiSha256)
  assert.match(String(entry), /found in a backup \(since 2026-11-20T00:00:00Z\)/)
  const list = new DistrustList([entry])
  assert.ok(list.find(stolen).equals(entry))
  assert.equal(list.find(sibling), null)
  for (const text of [list.toJsonText(), JSON.stringify(list)]) assert.ok(DistrustList.fromJson(text).equals(list))
  assert.equal(list.without(entry).size, 0)
  const both = list.withEntry(new Distrusted(a.certificate, 'all', { kind: 'issuer' }))
  assert.deepEqual(both.entries.map((each) => each.kind), ['key', 'issuer'])
  assert.equal(both.find(sibling).reason, 'all')
  assert.ok(DistrustList.fromPem(stolen.toPem(), 'stolen', { kind: 'serial' }).find(stolen))
  assert.equal(new DistrustList().size, 0)
})

test('a list that would shut nobody out is refused', () => {
  for (const bad of ['', '{}', '{"distrusted": [{"reason": "r"}]}']) {
    assert.throws(() => DistrustList.fromJson(bad), { code: 'distrust-list-invalid' })
    assert.throws(() => DistrustList.fromPem(bad, 'r'), TrustError)
  }
  assert.throws(() => new Distrusted(a.certificate, 'r', { kind: 'thumbprint' }), TrustError)
  assert.throws(() => new Distrusted(a.certificate, 'r', { reason: 'x' }), TypeError)
})

test('limits can be widened and narrowed', () => {
  const elements = JSON.stringify({ keys: new Array(2000).fill(0) })
  assert.throws(() => TrustBundle.fromSpiffeJson('td', elements), { code: 'bundle-too-large' })
  const bundle = TrustBundle.fromSpiffeJson('td', elements, { maxAuthorities: 2000, maxFindings: 3 })
  assert.deepEqual(bundle.findings.slice(2).map(({ rule }) => rule), ['bundle-element-ignored', 'bundle-findings-cut'])
  const { certificate } = a
  const bundles = [new TrustBundle('a.example', [certificate]), new TrustBundle('b.example', [])]
  const text = new BundleSet(bundles).toSpiffeJson()
  const narrow = [
    () => TrustBundle.fromPem('td', certificate.toPem(), { maxBytes: 10 }),
    () => TrustBundle.fromPem('td', certificate.toPem(), { maxAuthorities: 0 }),
    () => TrustBundle.fromDer('td', certificate.der, { maxBytes: 10 }),
    () => TrustBundle.fromDer('td', certificate.der, { maxAuthorities: 0 }),
    () => TrustAnchors.fromPem(certificate.toPem(), { maxBytes: 10 }),
    () => TrustAnchors.fromPem(certificate.toPem(), { maxAuthorities: 0 }),
    () => new BundleSet(bundles, { maxTrustDomains: 1 }),
    () => BundleSet.fromSpiffeJson(text, { maxBytes: 10 }),
    () => BundleSet.fromSpiffeJson(text, { maxAuthorities: 0 }),
    () => BundleSet.fromSpiffeJson(text, { maxTrustDomains: 1 }),
    () => BundleSet.fromSpiffeJson(text, { maxKeys: 0 }),
  ]
  for (const one of narrow) assert.throws(one, TrustError)
  assert.throws(() => BundleSet.fromSpiffeJson(text, { maxKey: 0 }), TypeError)
  assert.throws(() => BundleSet.fromSpiffeJson(text, { maxKeys: -1 }), RangeError)
})
