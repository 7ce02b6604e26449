// Verification: verdicts, promises, and what a refusal carries.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  BundleSet,
  CertificateAuthority,
  CertificateChain,
  ChainVerifier,
  DistrustList,
  EdgeVerifier,
  MtlsError,
  PkiError,
  PrivateKey,
  SpiffeId,
  TrustBundle,
  VerificationError,
} from '../index.js'
import { blamed, briefs, bundlesOf, run, unpem } from './vectors.mjs'

const chainOf = ({ values }) => values.chain.map(unpem)
const position = (list, isOne) => list.findIndex(isOne)

function verifierOf({ values }) {
  return new ChainVerifier(bundlesOf(values.bundles), {
    profile: values.profile,
    purpose: values.purpose,
    crls: values.crls,
    revocationDepth: values.revocation_depth,
    acceptUnknownStatus: values.accept_unknown_status,
    acceptExpiredCrls: values.accept_expired_crls,
    distrust: values.distrust && DistrustList.fromJson(JSON.stringify(values.distrust)),
    maxCertificates: values.max_certificates,
    maxBytes: values.max_bytes,
    maxIntermediates: values.max_intermediates,
  })
}

function described(peer, chain, verifier) {
  const { authorities } = verifier.bundles.get(peer.trustDomain)
  return {
    spiffe_id: peer.spiffeId,
    trust_domain: peer.trustDomain,
    path: peer.path.map((used) => position(chain, (der) => der.equals(used))),
    authority: position(authorities, (one) => one.equals(peer.authority)),
    valid_until: peer.validUntil,
    warnings: briefs(peer.warnings),
  }
}

run(
  'verify',
  {
    'chain_verifier.new': (args) => {
      const verifier = verifierOf(args)
      return { profile: verifier.profile, findings: briefs(verifier.findings) }
    },
    'chain_verifier.verify': async (args) => {
      const [verifier, chain] = [verifierOf(args), chainOf(args)]
      return described(await verifier.verify(chain, { at: args.at, purpose: args.values.for }), chain, verifier)
    },
    'chain_verifier.explain': async (args) => {
      let report = await verifierOf(args).explain(chainOf(args), { at: args.at, purpose: args.values.for })
      if (args.values.key) report = report.withKey(PrivateKey.fromPem(args.values.key))
      return { spiffe_id: report.spiffeId, ...blamed(report) }
    },
  },
  VerificationError,
)

const CART = 'spiffe://a.example/ns/shop/sa/cart'
const at = new Date('2030-01-01T12:00:00Z')

const root = await CertificateAuthority.root('Root', { trustDomain: 'a.example', at })
const cluster = await root.intermediate('Cluster', { at })
const { chain } = await cluster.svid(CART, { at, validForSeconds: 3600 })
const bundle = new TrustBundle('a.example', [root.certificate])
const verifier = new ChainVerifier([bundle])

test('a good chain gives the peer', async () => {
  const peer = await verifier.verify(chain, { at })
  assert.ok(peer.spiffeId instanceof SpiffeId && peer.spiffeId.equals(CART))
  assert.equal(peer.workload.serviceAccount, 'cart')
  assert.equal(peer.profile, 'spiffe-interop')
  assert.equal(peer.purpose, 'either')
  assert.equal(peer.validUntil.getTime(), at.getTime() + 3_600_000)
  assert.ok(peer.authority.equals(root.certificate) && peer.leaf.equals(chain.leaf))
  assert.deepEqual(peer.path, chain.toDer())
  assert.deepEqual(peer.warnings, [])
  const record = JSON.parse(JSON.stringify(peer))
  assert.equal(record.spiffeId, CART)
  assert.equal(record.path[0].spiffeId, CART)
})

test('a chain may come as object, PEM or DER, at once or later', async () => {
  for (const form of [chain, chain.toPem(), Buffer.from(chain.toPem()), chain.toDer(), chain.toDer().map((der) => new Uint8Array(der))]) {
    assert.equal(String((await verifier.verify(form, { at })).spiffeId), CART)
    assert.equal(String(verifier.verifySync(form, { at }).spiffeId), CART)
    assert.equal((await verifier.explain(form, { at })).accepted, true)
    assert.equal(verifier.explainSync(form, { at }).spiffeId, CART)
  }
  assert.ok(new ChainVerifier(new BundleSet([bundle])).verifySync(chain, { at, purpose: 'client' }))
})

test('the time is now unless it is given', async () => {
  const now = await root.svid(CART, { at, validForSeconds: 60 }).catch((error) => error)
  assert.ok(!(now instanceof Error))
  const fresh = await CertificateAuthority.root('Fresh', { trustDomain: 'a.example' })
  const svid = await fresh.svid(CART)
  assert.ok(await new ChainVerifier([new TrustBundle('a.example', [fresh.certificate])]).verify(svid.chain))
  await assert.rejects(verifier.verify(chain, { at: new Date(0) }), VerificationError)
})

const REFUSED = {
  'expired': [() => verifier, { at: new Date(at.getTime() + 86_400_000) }, 'leaf-expired'],
  'of an unknown trust domain': [() => new ChainVerifier([]), { at }, 'trust-domain-unknown'],
}

for (const [name, [judge, options, code]] of Object.entries(REFUSED)) {
  test(`a chain is refused: ${name}`, async () => {
    const check = (error) => {
      assert.ok(error instanceof VerificationError && error instanceof MtlsError && error instanceof Error)
      assert.equal(error.code, code)
      assert.equal(error.findings[0].rule, code)
      assert.equal(error.claimedId, CART)
      assert.equal(error.chain[0].spiffeId, CART)
      assert.equal(error.chain.length, 2)
      assert.ok(error.help)
      return true
    }
    await assert.rejects(judge().verify(chain, options), check)
    assert.throws(() => judge().verifySync(chain, options), check)
    const report = await judge().explain(chain, options)
    assert.equal(report.accepted, false)
    assert.equal(report.findings[0].rule, code)
    assert.match(String(report), /^REFUSED /)
    assert.equal(report.certificates.filter(({ certificate }) => typeof certificate.index === 'number').length, 2)
    assert.equal(JSON.parse(JSON.stringify(report)).findings[0].rule, code)
  })
}

test('hostile chains are refused, and nothing else happens', async () => {
  const der = chain.leaf.der
  const chains = [[], [Buffer.alloc(0)], [Buffer.from('x')], Array(100).fill(der), [der.subarray(0, 100)], [Buffer.concat([der, der])]]
  for (const hostile of chains) await assert.rejects(verifier.verify(hostile, { at }), VerificationError)
  await assert.rejects(verifier.verify('no pem', { at }), PkiError)
  assert.throws(() => CertificateChain.fromCertificates([]), PkiError)
})

test('options are checked', async () => {
  assert.throws(() => new ChainVerifier([bundle], { profile: 'lax' }), VerificationError)
  assert.throws(() => new ChainVerifier([bundle], { purpose: 'any' }), VerificationError)
  for (const number of [-1, 1.5, Number.NaN, 2 ** 32]) {
    assert.throws(() => new ChainVerifier([bundle], { maxCertificates: number }), RangeError)
    assert.throws(() => new ChainVerifier([bundle], { maxBytes: number }), RangeError)
  }
  assert.throws(() => new ChainVerifier([bundle], { maxCertificates: 1 }).verifySync(chain, { at }), VerificationError)
  await assert.rejects(verifier.verify(chain, { at: new Date(Number.NaN) }), RangeError)
  await assert.rejects(verifier.verify(chain, { at, purpose: 'any' }), VerificationError)
  assert.equal(new ChainVerifier([bundle], { profile: 'spiffe-strict' }).profile, 'spiffe-strict')
})

test('many verdicts at once', async () => {
  const peers = await Promise.all(Array.from({ length: 64 }, () => verifier.verify(chain, { at })))
  assert.ok(peers.every((peer) => peer.spiffeId.equals(CART)))
})

test('of a chain that is too long, no more is copied than is looked at', async () => {
  const root = await CertificateAuthority.root('Root', { trustDomain: 'a.example' })
  const svid = await root.svid('spiffe://a.example/ns/shop/sa/cart')
  const verifier = new ChainVerifier([new TrustBundle('a.example', [root.certificate])])
  const edge = new EdgeVerifier([root.certificate], { profile: 'server' })
  // Copied, they would fill 100 GB.
  const chain = [svid.chain.leaf.der, ...Array(99_999).fill(new Uint8Array(1 << 20))]
  const isRefusal = (error) => {
    assert.ok(error instanceof VerificationError)
    assert.equal(error.code, 'chain-too-long')
    assert.match(error.message, /100000 certificates; the limit is 16/)
    assert.equal(error.claimedId, 'spiffe://a.example/ns/shop/sa/cart')
    assert.equal(error.chain.length, 32)
    return true
  }
  await assert.rejects(verifier.verify(chain), isRefusal)
  assert.throws(() => verifier.verifySync(chain), isRefusal)
  assert.throws(() => edge.verifySync(chain, null), isRefusal)
  const [refused] = await verifier.verifyBatch([chain])
  assert.ok(isRefusal(refused))
  assert.equal((await verifier.explain(chain)).certificates.length, 32)
  assert.equal((await edge.explain(chain, null)).certificates.length, 32)
})
