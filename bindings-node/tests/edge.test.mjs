// Edge verification, revocation and distrust: every profile and option from both sides.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  Certificate,
  CertificateAuthority,
  ChainVerifier,
  Crl,
  DistrustList,
  Distrusted,
  EdgeVerifier,
  PkiError,
  TrustAnchors,
  TrustBundle,
  TrustError,
  VerificationError,
  VerifiedPeer,
} from '../index.js'
import { blamed, briefs, run, unpem } from './vectors.mjs'

const DAY = 86_400
const at = new Date('2030-01-01T00:00:00Z')
const later = new Date(at.getTime() + 3_600_000)
const days = (count) => new Date(at.getTime() + count * DAY * 1000)

const root = await CertificateAuthority.root('Root', { trustDomain: 'a.example', at })
const issuing = await root.intermediate('Issuing', { at })
const sibling = await root.intermediate('Sibling', { at })
const anchors = new TrustAnchors([root.certificate])
const { chain: server } = await issuing.server(['shop.example', '*.shop.example', '192.0.2.1'], { at })
const { chain: client } = await issuing.client('edge.example', { dnsNames: ['edge.example'], at })

const crl = (ca, number, { revoked = [], validForDays = 7 } = {}) =>
  ca.crl(number, {
    revoked: revoked.map((certificate) => ({ certificate, reason: 'keyCompromise' })),
    at,
    validForSeconds: validForDays * DAY,
  })

/** The code of a refusal, in all four ways of asking. */
async function refusal(verifier, chain, name, options = { at: later }) {
  let seen
  const check = (error) => {
    assert.ok(error instanceof VerificationError, String(error))
    assert.ok(error.help)
    assert.equal(error.code, error.findings[0].rule)
    assert.equal(error.chain.length, chain.length ?? chain.certificates.length)
    seen = error
    return true
  }
  await assert.rejects(verifier.verify(chain, name, options), check)
  assert.throws(() => verifier.verifySync(chain, name, options), check)
  for (const report of [await verifier.explain(chain, name, options), verifier.explainSync(chain, name, options)]) {
    assert.equal(report.accepted, false)
    assert.deepEqual(report.findings, seen.findings)
    assert.match(String(report), /^REFUSED (shop|edge)\.example at /)
    assert.equal(report.name, JSON.parse(JSON.stringify(report)).name)
  }
  return seen.code
}

test('anchors come from certificates or PEM', async () => {
  assert.ok(TrustAnchors.fromPem(root.certificate.toPem()).equals(anchors))
  assert.ok(TrustAnchors.fromPem(Buffer.from(root.certificate.toPem())).equals(anchors))
  assert.ok(!new TrustAnchors([]).equals(anchors))
  assert.equal(anchors.size, 1)
  assert.ok(anchors.authorities[0].equals(root.certificate))
  assert.deepEqual(anchors.findings, [])
  for (const trusted of [anchors, [root.certificate]]) {
    const verifier = new EdgeVerifier(trusted, { profile: 'server' })
    assert.ok(verifier.anchors.equals(anchors))
    assert.ok((await verifier.verify(server, 'shop.example', { at: later })).authority.equals(root.certificate))
  }
})

test('anchors that are none are left out or refused', async () => {
  const leafAlone = new TrustAnchors([server.leaf])
  assert.equal(leafAlone.size, 0)
  assert.equal(leafAlone.findings.length, 1)
  assert.equal(await refusal(new EdgeVerifier(leafAlone, { profile: 'server' }), server, null), 'bundle-authority-not-ca')
  assert.throws(() => TrustAnchors.fromPem('no pem'), TrustError)
})

for (const profile of ['server', 'server-strict']) {
  test(`a server is known by its names: ${profile}`, async () => {
    const verifier = new EdgeVerifier(anchors, { profile })
    assert.equal(verifier.profile, profile)
    assert.equal(verifier.purpose, 'server')
    assert.deepEqual(verifier.findings, [])
    for (const name of ['shop.example', 'www.shop.example', '192.0.2.1']) {
      const verified = await verifier.verify(server, name, { at: later })
      assert.equal(verified.name, name)
      assert.equal(verified.profile, profile)
      assert.equal(verified.purpose, 'server')
      assert.deepEqual(verified.path, server.toDer())
      assert.ok(verified.leaf.equals(server.leaf))
      assert.equal(verified.validUntil.getTime(), days(45).getTime())
      assert.ok(String(verified).startsWith(name))
      assert.equal(JSON.parse(JSON.stringify(verified)).name, name)
      assert.equal(verifier.verifySync(server, name, { at: later }).name, name)
      assert.equal((await verifier.explain(server, name, { at: later })).accepted, true)
      assert.equal(verifier.explainSync(server, name, { at: later }).accepted, true)
    }
    for (const name of ['shop.example.org', 'a.www.shop.example', '192.0.2.2', 'me@shop.example']) {
      assert.equal(await refusal(verifier, server, name), 'peer-name-mismatch')
    }
    assert.equal(await refusal(verifier, client, null), 'purpose-mismatch')
    assert.equal(await refusal(verifier, server, 'shop.example', { at: days(46) }), 'leaf-expired')
  })
}

test('an edge client is known by its names', async () => {
  const verifier = new EdgeVerifier(anchors, { profile: 'edge-client' })
  assert.equal(verifier.purpose, 'client')
  assert.equal((await verifier.verify(client, 'edge.example', { at: later })).purpose, 'client')
  assert.equal(await refusal(verifier, client, 'shop.example'), 'peer-name-mismatch')
  assert.equal(await refusal(verifier, server, null), 'purpose-mismatch')
})

test('one of several names is enough, null is any, and left out is neither', async () => {
  const verifier = new EdgeVerifier(anchors, { profile: 'server' })
  assert.equal((await verifier.verify(server, ['x.example', 'shop.example'], { at: later })).name, 'shop.example')
  assert.equal(await refusal(verifier, server, ['x.example', 'y.example']), 'peer-name-mismatch')
  assert.equal(await refusal(verifier, server, []), 'peer-name-mismatch')
  assert.equal((await verifier.verify(server, null, { at: later })).name, null)
  assert.throws(() => verifier.verifySync(server))
  assert.throws(() => verifier.verifySync(server, undefined, { at: later }))
  assert.throws(() => verifier.verifySync(server, 1))
  for (const name of ['', '*.shop.example', 'https://shop.example', 'shop.example:443', 'spiffe://a.example/x']) {
    await assert.rejects(verifier.verify(server, name), { code: 'peer-name-invalid' })
    assert.throws(() => verifier.explainSync(server, name), { code: 'peer-name-invalid' })
  }
})

test('a chain may be an object, PEM or DER, and hostile ones are refused', async () => {
  const verifier = new EdgeVerifier(anchors, { profile: 'server' })
  for (const form of [server, server.toPem(), Buffer.from(server.toPem()), server.toDer()]) {
    assert.equal((await verifier.verify(form, 'shop.example', { at: later })).name, 'shop.example')
  }
  const der = server.leaf.der
  for (const hostile of [[], [Buffer.alloc(0)], Array(100).fill(der), [der.subarray(0, 100)]]) {
    await assert.rejects(verifier.verify(hostile, null, { at: later }), VerificationError)
  }
  await assert.rejects(verifier.verify('no pem', null), PkiError)
})

test('the time is now unless it is given', async () => {
  const today = await CertificateAuthority.root('Today')
  const { chain } = await today.server(['shop.example'])
  assert.ok(await new EdgeVerifier([today.certificate], { profile: 'server' }).verify(chain, 'shop.example'))
  await assert.rejects(new EdgeVerifier(anchors, { profile: 'server' }).verify(server, 'shop.example'), VerificationError)
})

test('options are checked', async () => {
  const make = (options) => () => new EdgeVerifier(anchors, { profile: 'server', ...options })
  assert.throws(make({ profile: 'lax' }), { code: 'verifier-profile-unknown' })
  assert.throws(make({ profile: 'spiffe-strict' }), { code: 'verifier-profile-mismatch' })
  assert.throws(make({ purpose: 'any' }), { code: 'verifier-purpose-unknown' })
  assert.throws(make({ revocationDepth: 'root' }), { code: 'verifier-revocation-depth-unknown' })
  assert.throws(make({ acceptUnknown: true }), /there is no option `acceptUnknown`/)
  assert.throws(make({ maxIntermediates: -1 }), RangeError)
  for (const options of [undefined, null, {}, { profile: undefined }, { profile: 'server', crls: [1] }]) {
    assert.throws(() => new EdgeVerifier(anchors, options), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })
  }
  assert.throws(() => new ChainVerifier([], { profile: 'server' }), { code: 'verifier-profile-mismatch' })

  const either = make({ purpose: 'either' })()
  assert.equal(either.purpose, 'either')
  assert.ok(await either.verify(client, 'edge.example', { at: later }))
  for (const limit of [{ maxCertificates: 1 }, { maxBytes: 100 }]) {
    assert.equal(await refusal(make(limit)(), server, null), 'chain-too-long')
  }
  const noneBetween = make({ maxIntermediates: 0 })()
  assert.ok(await refusal(noneBetween, server, null))
  const { chain: direct } = await root.server(['shop.example'], { at })
  assert.ok(await noneBetween.verify(direct, 'shop.example', { at: later }))
  assert.ok(await make({ maxIntermediates: 1 })().verify(server, null, { at: later }))
})

/** `ok`, the rules that are warned of, or the code of the refusal; both verifiers must say the same. */
async function judge(options, chain, when = later) {
  const edge = new EdgeVerifier(anchors, { profile: 'server', purpose: 'either', ...options })
  const spiffe = new ChainVerifier([new TrustBundle('a.example', [root.certificate])], options)
  const answers = []
  for (const verify of [() => edge.verify(chain, null, { at: when }), () => spiffe.verify(chain, { at: when })]) {
    try {
      const rules = (await verify()).warnings.map(({ rule }) => rule).filter((rule) => /revocation|crl/.test(rule))
      answers.push(rules.length > 0 ? `warned: ${rules}` : 'ok')
    } catch (error) {
      assert.ok(error instanceof VerificationError, String(error))
      answers.push(error.code)
    }
  }
  assert.equal(answers[0], answers[1])
  return answers[0]
}

const svid = async (ca) => (await ca.svid('spiffe://a.example/w', { at, validForSeconds: 30 * DAY })).chain

test('lists refuse what they revoke and nothing else', async () => {
  const [good, bad, beside] = [await svid(issuing), await svid(issuing), await svid(sibling)]
  const [top, low, other] = [await crl(root, 1), await crl(issuing, 1, { revoked: [bad.leaf] }), await crl(sibling, 1)]
  assert.ok(top instanceof Crl)
  for (const crls of [[top, low, other], [top.toPem(), low.der, Buffer.from(other.toPem())]]) {
    assert.equal(await judge({ crls }, good), 'ok')
    assert.equal(await judge({ crls }, bad), 'certificate-revoked')
    assert.equal(await judge({ crls }, beside), 'ok')
  }
  assert.equal(await judge({ crls: [] }, bad), 'ok')
  for (const wrong of ['no list', Buffer.from('0'), root.certificate.toPem()]) {
    assert.throws(() => new EdgeVerifier(anchors, { profile: 'server', crls: [wrong] }), PkiError)
  }
  assert.throws(() => new EdgeVerifier(anchors, { profile: 'server', crls: [root.certificate] }), TypeError)
})

test('the depth says who is looked up', async () => {
  const crls = [await crl(root, 1, { revoked: [issuing.certificate] }), await crl(issuing, 1), await crl(sibling, 1)]
  const chain = await svid(issuing)
  assert.equal(await judge({ crls }, chain), 'certificate-revoked')
  assert.equal(await judge({ crls, revocationDepth: 'chain' }, chain), 'certificate-revoked')
  assert.equal(await judge({ crls, revocationDepth: 'leaf' }, chain), 'ok')
  assert.equal(await judge({ crls }, await svid(sibling)), 'ok')
})

test('unknown status and expired lists are policy', async () => {
  const chain = await svid(issuing)
  const known = [await crl(root, 1, { validForDays: 30 })]
  assert.equal(await judge({ crls: known }, chain), 'revocation-unknown')
  assert.equal(await judge({ crls: known, acceptUnknownStatus: true }, chain), 'warned: revocation-unknown')
  const stale = [...known, await crl(issuing, 1, { validForDays: 1 })]
  assert.equal(await judge({ crls: stale }, chain), 'ok')
  assert.equal(await judge({ crls: stale }, chain, days(2)), 'crl-expired')
  assert.equal(await judge({ crls: stale, acceptUnknownStatus: true }, chain, days(2)), 'crl-expired')
  assert.equal(await judge({ crls: stale, acceptExpiredCrls: true }, chain, days(2)), 'warned: crl-expired')
})

for (const kind of ['certificate', 'serial', 'key']) {
  test(`one intermediate is shut out by ${kind}, and its sibling stays`, async () => {
    const distrust = new DistrustList([new Distrusted(issuing.certificate, 'key found in a backup', { kind })])
    assert.equal(await judge({ distrust }, await svid(issuing)), 'certificate-distrusted')
    assert.equal(await judge({ distrust }, await svid(sibling)), 'ok')
    const edge = new EdgeVerifier(anchors, { profile: 'server', distrust })
    assert.throws(() => edge.verifySync(server, null, { at: later }), /key found in a backup/)
  })
}

test('all that an issuer issued may be shut out', async () => {
  const out = (certificate, kind) => ({ distrust: new DistrustList([new Distrusted(certificate, 'gone', { kind })]) })
  assert.equal(await judge(out(issuing.certificate, 'issuer'), await svid(issuing)), 'certificate-distrusted')
  assert.equal(await judge(out(issuing.certificate, 'issuer'), await svid(sibling)), 'ok')
  assert.equal(await judge(out(root.certificate, 'key'), await svid(sibling)), 'certificate-distrusted')
})

test('a batch gives each its verdict', async () => {
  const edge = new EdgeVerifier(anchors, { profile: 'server' })
  const names = ['shop.example', 'x.example', null, ['x.example', '192.0.2.1']]
  const verdicts = await edge.verifyBatch(Array(4).fill(server), names, { at: later })
  const told = (one) => (one instanceof VerificationError ? one.code : one.name)
  assert.deepEqual(verdicts.map(told), ['shop.example', 'peer-name-mismatch', null, '192.0.2.1'])
  assert.ok(verdicts[1].findings.length > 0 && verdicts[1].help)
  assert.deepEqual(await edge.verifyBatch([], [], { at: later }), [])
  await assert.rejects(edge.verifyBatch([server], ['*.example']), { code: 'peer-name-invalid' })
  await assert.rejects(edge.verifyBatch([server, server], ['shop.example']), RangeError)

  const spiffe = new ChainVerifier([new TrustBundle('a.example', [root.certificate])])
  const chains = [await svid(issuing), server.toPem(), (await svid(root)).toDer()]
  const peers = await spiffe.verifyBatch(chains, { at: later })
  assert.deepEqual(peers.map((one) => one instanceof VerifiedPeer), [true, false, true])
  assert.equal(peers[1].code, 'leaf-spiffe-id-missing')
  await assert.rejects(spiffe.verifyBatch(['no pem']), PkiError)
})

test('other bundles keep the settings', async () => {
  const crls = [await crl(root, 1, { revoked: [sibling.certificate] }), await crl(issuing, 1), await crl(sibling, 1)]
  const nobody = new ChainVerifier([], { profile: 'spiffe-strict', crls })
  await assert.rejects(nobody.verify(await svid(issuing), { at: later }), { code: 'trust-domain-unknown' })
  const trusting = nobody.withBundles([new TrustBundle('a.example', [root.certificate])])
  assert.equal(trusting.profile, 'spiffe-strict')
  assert.ok(await trusting.verify(await svid(issuing), { at: later }))
  await assert.rejects(trusting.verify(await svid(sibling), { at: later }), { code: 'certificate-revoked' })
})

test('a role is explained', async () => {
  const spiffe = new ChainVerifier([new TrustBundle('a.example', [root.certificate])])
  const both = await svid(root)
  assert.equal((await spiffe.explain(both, { at: later, purpose: 'server' })).accepted, true)
  assert.throws(() => spiffe.explainSync(both, { at: later, purpose: 'any' }), { code: 'verifier-purpose-unknown' })
})

for (const caches of [{}, { peerCacheBytes: 0, issuerCacheBytes: 0 }]) {
  test(`what is remembered changes no verdict: ${JSON.stringify(caches)}`, async () => {
    const edge = new EdgeVerifier(anchors, { profile: 'server', ...caches })
    for (let turn = 0; turn < 3; turn += 1) {
      assert.equal((await edge.verify(server, 'shop.example', { at: later })).name, 'shop.example')
      assert.equal(await refusal(edge, server, 'shop.example', { at: days(46) }), 'leaf-expired')
      assert.equal(await refusal(edge, server, 'edge.example'), 'peer-name-mismatch')
    }
    assert.throws(() => new EdgeVerifier(anchors, { profile: 'server', peerCacheBytes: -1 }), RangeError)
  })
}

test('many verdicts at once', async () => {
  const verifier = new EdgeVerifier(anchors, { profile: 'server' })
  const all = await Promise.all(Array.from({ length: 64 }, () => verifier.verify(server, 'shop.example', { at: later })))
  assert.ok(all.every(({ name }) => name === 'shop.example'))
})

const chainOf = ({ values }) => values.chain.map(unpem)
const anchorsOf = ({ values }) => values.anchors.map((pem) => new Certificate(pem))

function optionsOf({ values }) {
  const entries = (values.distrust ?? []).map(([kind, pem, reason]) => new Distrusted(new Certificate(pem), reason, { kind }))
  return {
    profile: values.profile,
    purpose: values.purpose,
    crls: values.crls,
    revocationDepth: values.revocation_depth,
    acceptUnknownStatus: values.accept_unknown_status,
    acceptExpiredCrls: values.accept_expired_crls,
    distrust: new DistrustList(entries),
    maxCertificates: values.max_certificates,
    maxBytes: values.max_bytes,
    maxIntermediates: values.max_intermediates,
  }
}

const edgeOf = (args) => new EdgeVerifier(anchorsOf(args), optionsOf(args))
const spiffeOf = (args) => new ChainVerifier([new TrustBundle(args.values.trust_domain, anchorsOf(args))], optionsOf(args))

function described(name, verdict, args) {
  const chain = chainOf(args)
  return {
    name,
    path: verdict.path.map((used) => chain.findIndex((der) => der.equals(used))),
    authority: anchorsOf(args).findIndex((one) => one.equals(verdict.authority)),
    valid_until: verdict.validUntil,
    warnings: briefs(verdict.warnings),
  }
}

run(
  'edge',
  {
    'edge_verifier.new': (args) => {
      const { profile, purpose, findings } = edgeOf(args)
      return { profile, purpose, findings: briefs(findings) }
    },
    'edge_verifier.verify': async (args) => {
      const verdict = await edgeOf(args).verify(chainOf(args), args.values.name, { at: args.at })
      return described(verdict.name, verdict, args)
    },
    'edge_verifier.explain': async (args) => {
      return blamed(await edgeOf(args).explain(chainOf(args), args.values.name, { at: args.at }))
    },
    'chain_verifier.new': (args) => ({ profile: spiffeOf(args).profile }),
    'chain_verifier.verify': async (args) => {
      const peer = await spiffeOf(args).verify(chainOf(args), { at: args.at })
      return described(peer.spiffeId, peer, args)
    },
  },
  VerificationError,
)
