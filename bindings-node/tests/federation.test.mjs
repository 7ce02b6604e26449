// Bundles of other trust domains: the shared cases of what counts, what stays, and when to look again.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  BundleEndpoint,
  BundleFetch,
  BundlePublisher,
  BundleRequest,
  Certificate,
  CertificateAuthority,
  FederatedBundle,
  TrustBundle,
  TrustError,
} from '../index.js'
import { run } from './vectors.mjs'

const number = (sequence) => (sequence === null ? null : String(sequence))
const found = (findings) => findings.map(({ rule, severity }) => [rule, severity])

function given(of) {
  const made = new TrustBundle(of.trust_domain, of.authorities.map((text) => Certificate.fromPem(text)))
  return of.sequence === undefined ? made : made.withSequence(BigInt(of.sequence))
}

const told = (of) =>
  of && { sequence: number(of.sequence), authorities: of.authorities.map(({ fingerprintSha256 }) => fingerprintSha256) }

const endpoint = (of) =>
  of.endpoint_id === undefined
    ? BundleEndpoint.httpsWeb(of.trust_domain, of.url)
    : BundleEndpoint.httpsSpiffe(of.trust_domain, of.url, of.endpoint_id, given(of.bundle))

const asked = ({ url, host, port, target, serverName, endpointId, endpointBundle }) => ({
  url,
  host,
  port,
  target,
  server_name: serverName,
  endpoint_id: endpointId,
  endpoint_bundle: told(endpointBundle),
})

function described({ values }) {
  const made = endpoint(values)
  const { trustDomain, url, profile, isSelfServing } = made
  const request = asked(new FederatedBundle(made, { at: new Date(0) }).request())
  return { trust_domain: trustDomain, url, profile, is_self_serving: isSelfServing, request }
}

/** What `step` gives; a refusal is told by its code, and its findings are added to those found. */
function tried(findings, step) {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof TrustError)) throw error
    findings.push(...found(error.findings))
    return { got: error.code }
  }
}

function fetches(args) {
  const { values } = args
  const stored = values.stored && given(values.stored)
  const partner = new FederatedBundle(endpoint(values.endpoint), { stored, at: args.at })
  const findings = []
  let pending = null
  const step = (event) => {
    if (event.endpoint_bundle) {
      partner.replaceEndpointBundle(given(event.endpoint_bundle))
      return { got: 'replaced' }
    }
    const moment = new Date(event.at * 1000)
    const request = pending ?? partner.request()
    pending = null
    if (event.fail !== undefined) {
      partner.fail(event.fail, moment)
      return { got: 'failed' }
    }
    const answer = partner.answer(request, event.status, event.body, { location: event.location, at: moment })
    if (answer instanceof BundleRequest) {
      pending = answer
      return { got: 'redirected', request: asked(answer) }
    }
    findings.push(...found(answer.findings))
    return { got: answer.outcome, sequence: number(answer.sequence), log: String(answer).split('\n')[0] }
  }
  const events = values.events.map((event) => {
    if (event.due !== undefined) return { due: partner.isDue(new Date(event.due * 1000)) }
    const state = tried(findings, () => step(event))
    const { nextAt, failures, failure } = partner
    return { ...state, next_at: nextAt, failures, failure: failure && failure.code, bundle: told(partner.bundle) }
  })
  return { events, next_request: asked(partner.request()), findings }
}

function served(document) {
  if (document === '') return null
  const [, sequence] = /"spiffe_sequence": (\d+)/.exec(document)
  return { sequence, x5c: JSON.parse(document).keys.map(({ x5c }) => x5c[0]) }
}

function answers({ values }) {
  const publisher = new BundlePublisher(given(values.bundle))
  const findings = []
  const events = values.events.map((event) => {
    if (event.method === undefined) {
      return tried(findings, () => {
        publisher.publish(given(event.publish))
        return { got: 'published' }
      })
    }
    const { status, headers, body, length } = publisher.answer(event.method)
    const ofGet = Buffer.byteLength(publisher.answer('GET').body) === length
    return { status, headers, body: served(body), length_of_get: ofGet }
  })
  return { events, findings }
}

run(
  'federation',
  {
    'bundle_endpoint.https_web': described,
    'bundle_endpoint.https_spiffe': described,
    'federated_bundle.run': fetches,
    'bundle_publisher.run': answers,
  },
  TrustError,
)

const domain = 'partner.example'
const url = 'https://partner.example/bundle'
const start = new Date('2027-01-15T08:00:00Z')
const at = (seconds) => new Date(start.getTime() + 1000 * seconds)
const { certificate: one } = await CertificateAuthority.root('one')
const { certificate: two } = await CertificateAuthority.root('two')
const bundle = (root, sequence) => new TrustBundle(domain, [root]).withRefreshHint(60).withSequence(sequence)
const code = (expected) => (error) => error instanceof TrustError && error.code === expected

function fetched(partner, served, seconds) {
  const step = partner.answer(partner.request(), 200, served.toSpiffeJson(), { at: at(seconds) })
  assert.ok(step instanceof BundleFetch)
  return step
}

test('the last good bundle and the cadence survive failures', () => {
  const partner = new FederatedBundle(BundleEndpoint.httpsWeb(domain, url), { at: start })
  assert.ok(partner.isDue(start))
  assert.equal(partner.bundle, null)
  const first = fetched(partner, bundle(one, 7n), 0)
  assert.equal(String(first), `${domain} from ${url} (https_web): taken, sequence 7`)
  assert.deepEqual([first.outcome, first.sequence, first.url, first.diff, first.findings], ['taken', 7n, url, null, []])
  assert.deepEqual([first.trustDomain, first.profile, first.toJSON().profile], [domain, 'https_web', 'https_web'])
  for (const [expected, status, body] of [
    ['federation-fetch-failed', 500, ''],
    ['bundle-not-json', 200, Buffer.from('<html>')],
    ['bundle-keys-missing', 200, '{}'],
  ]) {
    assert.throws(() => partner.answer(partner.request(), status, body, { at: at(60) }), code(expected))
  }
  partner.fail('connection refused', at(60))
  assert.deepEqual([partner.failures, partner.nextAt], [4, at(120)])
  assert.ok(partner.bundle.equals(bundle(one, 7n)))
  assert.equal(fetched(partner, bundle(two, 6n), 120).outcome, 'older')
  const taken = fetched(partner, bundle(two, 8n), 180)
  assert.deepEqual([taken.outcome, partner.failures], ['taken', 0])
  assert.ok(taken.diff.removed[0].equals(one))
  assert.equal(fetched(partner, bundle(two, 8n), 240).outcome, 'unchanged')
  assert.ok(!partner.isDue(at(299)))
  assert.throws(() => partner.answer(partner.request(), 1.5, ''), RangeError)
})

test('redirects hold once and lead to https alone', () => {
  const partner = new FederatedBundle(BundleEndpoint.httpsWeb(domain, url), { at: start })
  const request = partner.request()
  assert.deepEqual([request.host, request.port, request.target, request.serverName], [domain, 443, '/bundle', domain])
  assert.ok(request.equals(partner.request()))
  const moved = partner.answer(request, 307, '', { location: 'https://cdn.example:8443/x', at: start })
  assert.ok(moved instanceof BundleRequest)
  assert.deepEqual([moved.serverName, moved.endpointId, moved.endpointBundle], ['cdn.example', null, null])
  const downgraded = () => partner.answer(request, 307, '', { location: 'http://cdn.example/', at: start })
  assert.throws(downgraded, code('federation-url-invalid'))
  assert.equal(partner.request().url, url)
  for (const wrong of ['http://partner.example/', 'https://user@partner.example/', domain]) {
    assert.throws(() => BundleEndpoint.httpsWeb(domain, wrong), code('federation-url-invalid'))
  }
})

test('the latest bundle vouches for the next connection', () => {
  const id = 'spiffe://partner.example/bundles'
  const endpoint = BundleEndpoint.httpsSpiffe(domain, url, id, bundle(one, 1n))
  assert.deepEqual([endpoint.profile, endpoint.isSelfServing, endpoint.url], ['https_spiffe', true, url])
  const partner = new FederatedBundle(endpoint, { at: start })
  assert.ok(partner.request().endpointBundle.equals(bundle(one, 1n)))
  fetched(partner, bundle(two, 2n), 0)
  const request = partner.request()
  assert.deepEqual([String(request.endpointId), request.serverName], [id, null])
  assert.ok(request.endpointBundle.equals(bundle(two, 2n)))
  assert.ok(new FederatedBundle(endpoint, { stored: bundle(two, 2n), at: start }).bundle.equals(bundle(two, 2n)))
  const other = code('bundle-other-trust-domain')
  assert.throws(() => new FederatedBundle(endpoint, { stored: new TrustBundle('other.example', []) }), other)
  const foreign = () => BundleEndpoint.httpsSpiffe(domain, url, 'spiffe://host.example/bundles', bundle(one, 1n))
  assert.throws(foreign, other)
})

test('a publisher gives everyone the newest bundle', () => {
  const publisher = new BundlePublisher(new TrustBundle(domain, [one]))
  publisher.publish(new TrustBundle(domain, [two]))
  const { status, headers, body } = publisher.answer('GET')
  assert.deepEqual([status, new Map(headers).get('content-type')], [200, 'application/json'])
  assert.ok(TrustBundle.fromSpiffeJson(domain, body).equals(publisher.bundle))
  assert.equal(publisher.bundle.sequence, 2n)
  assert.equal(publisher.answer('POST').status, 405)
  const reused = new TrustBundle(domain, [one]).withSequence(2n)
  assert.throws(() => publisher.publish(reused), code('bundle-sequence-decreased'))
})
