// Names: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { IdentityError, IdentityPattern, MtlsError, SpiffeId, TrustDomain, WorkloadIdentity } from '../index.js'
import { run } from './vectors.mjs'

const CART = 'spiffe://cluster-a.example/ns/shop/sa/cart'

const pattern = (args) => new IdentityPattern(JSON.stringify(args.values.pattern))
const parts = (workload) => ({
  id: workload.spiffeId,
  principal: workload.principal,
  trust_domain: workload.trustDomain,
  namespace: workload.namespace,
  service_account: workload.serviceAccount,
})

run(
  'identity',
  {
    'spiffe_id.parse': ({ values: { text } }) => {
      const id = new SpiffeId(text)
      return { id, trust_domain: id.trustDomain, path: id.path, segments: id.segments }
    },
    'spiffe_id.parse_lenient': ({ values: { text } }) => {
      const { value, changes } = SpiffeId.parseLenient(text)
      return { id: value, changes }
    },
    'spiffe_id.join': ({ values: { id, path } }) => new SpiffeId(id).join(path),
    'spiffe_id.append_segment': ({ values: { id, segment } }) => new SpiffeId(id).appendSegment(segment),
    'spiffe_id.is_member_of': ({ values }) => new SpiffeId(values.id).isMemberOf(values.trust_domain),
    'trust_domain.parse': ({ values: { text } }) => {
      const domain = new TrustDomain(text)
      return { name: domain, id: domain.id() }
    },
    'trust_domain.parse_lenient': ({ values: { text } }) => {
      const { value, changes } = TrustDomain.parseLenient(text)
      return { name: value, changes }
    },
    'trust_domain.join': ({ values }) => new TrustDomain(values.trust_domain).join(values.path),
    'workload_identity.new': ({ values }) =>
      parts(new WorkloadIdentity(values.trust_domain, values.namespace, values.service_account)),
    'workload_identity.from_spiffe_id': ({ values }) => parts(WorkloadIdentity.fromSpiffeId(values.text)),
    'workload_identity.from_principal': ({ values }) => parts(WorkloadIdentity.fromPrincipal(values.text)),
    'identity_pattern.mismatch': (args) => {
      const reason = pattern(args).mismatch(args.values.id)
      assert.equal(pattern(args).matches(args.values.id), reason === null)
      return reason
    },
    'identity_pattern.from_json': (args) => ({
      words: String(pattern(args)),
      cautions: pattern(args).cautions().map(({ rule }) => rule),
    }),
  },
  IdentityError,
)

test('a refusal says which class, code and finding it is', () => {
  assert.throws(
    () => new SpiffeId('https://cluster-a.example'),
    (error) => {
      assert.ok(error instanceof IdentityError && error instanceof MtlsError && error instanceof Error)
      assert.equal(error.name, 'IdentityError')
      assert.equal(error.code, 'spiffe-id-scheme')
      const [{ rule, severity, subject, message, help }] = error.findings
      assert.deepEqual({ rule, severity, subject }, { rule: error.code, severity: 'error', subject: { kind: 'input' } })
      assert.deepEqual({ message, help }, { message: error.message, help: error.help })
      assert.match(error.stack, /^IdentityError: /)
      assert.match(error.stack, /identity\.test\.mjs/)
      assert.doesNotMatch(error.stack, /errors\.js/)
      return true
    },
  )
})

test('objects and texts are taken alike', () => {
  const id = new TrustDomain('cluster-a.example').join('ns/shop/sa/cart')
  assert.ok(id.equals(CART) && id.equals(new SpiffeId(CART)))
  assert.ok(!id.equals('spiffe://cluster-a.example'))
  assert.ok(id.isMemberOf(id.trustDomain) && id.isMemberOf('cluster-a.example'))
  assert.ok(IdentityPattern.exact(id).matches(CART))
  assert.equal(WorkloadIdentity.fromSpiffeId(id).serviceAccount, 'cart')
})

test('values are text where text is wanted, and show themselves in logs', () => {
  const id = new SpiffeId(CART)
  assert.equal(`${id}`, CART)
  assert.equal(JSON.stringify({ id }), `{"id":"${CART}"}`)
  assert.equal(inspect(id), `SpiffeId <${CART}>`)
  assert.equal(inspect([id.trustDomain]), '[ TrustDomain <cluster-a.example> ]')
})

test('a pattern survives JSON', () => {
  const shop = IdentityPattern.allOf([
    IdentityPattern.pathPrefix('cluster-a.example', '/ns/shop'),
    IdentityPattern.not(IdentityPattern.exact(CART)),
  ])
  const again = new IdentityPattern(JSON.stringify(shop))
  assert.ok(again.equals(shop))
  assert.ok(!again.matches(CART) && again.matches('spiffe://cluster-a.example/ns/shop/sa/till'))
  assert.deepEqual(IdentityPattern.anyIn('td').toJSON(), { trust_domain: 'td' })
})

test('a wrong type is an error and no panic', () => {
  const id = new SpiffeId(CART)
  for (const wrong of [undefined, null, 1, {}, [], Symbol('x'), new TrustDomain('td')]) {
    assert.throws(() => new SpiffeId(wrong), Error)
    assert.throws(() => id.equals(wrong), Error)
  }
  assert.throws(() => SpiffeId.prototype.equals.call({}, CART), Error)
  assert.throws(() => IdentityPattern.anyOf([id]), Error)
  assert.throws(() => IdentityPattern.anyOf(['x']), Error)
})
