// Trust bundles and sets of them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { BundleSet, CertificateAuthority, IdentityError, MtlsError, TrustBundle, TrustError } from '../index.js'

const a = await CertificateAuthority.root('A', { trustDomain: 'a.example' })
const b = await CertificateAuthority.root('B', { trustDomain: 'b.example' })
const bundleA = new TrustBundle('a.example', [a.certificate])
const bundleB = TrustBundle.fromPem('b.example', b.certificate.toPem())

test('a bundle survives each of its forms', () => {
  assert.ok(TrustBundle.fromPem('a.example', Buffer.from(bundleA.toPem())).equals(bundleA))
  assert.ok(TrustBundle.fromDer('a.example', a.certificate.der).equals(bundleA))
  const full = bundleA.withSequence(7n).withRefreshHint(600)
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
  assert.ok(set.with(bundleA.withSequence(1n)).get('a.example').sequence === 1n)
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
