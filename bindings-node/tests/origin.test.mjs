// Origins behind an edge: the shared cases, and what only Node has.
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { inspect } from 'node:util'

import {
  AccessKeys,
  AccessKeysClient,
  AccessPolicy,
  AddressRanges,
  Certificate,
  CertificateAuthority,
  EdgeProvider,
  OriginError,
  OriginPolicy,
  RolloutPlan,
  TlsIdentity,
  TlsServer,
  TrustAnchors,
  TrustError,
  checkClientAuthorities,
} from '../index.js'
import { run, snakeCase } from './vectors.mjs'

const aud = '5f1c8e0a'.repeat(8)
const date = (seconds) => new Date(seconds * 1000)
const rulesOf = (findings) => findings.map(({ rule }) => rule)

function accessPolicy({ team, audiences, service_tokens: serviceTokens, leeway }) {
  const options = {}
  if (serviceTokens !== undefined) options.serviceTokens = serviceTokens
  if (leeway !== undefined) options.leewaySeconds = leeway
  return new AccessPolicy(team, audiences, options)
}

function policyOf({ provider, anchors, addresses, access, jwks, server_names: serverNames, ...options }) {
  if (anchors) options.anchors = TrustAnchors.fromPem(anchors.join(''))
  if (addresses) options.addresses = new AddressRanges(addresses)
  if (serverNames) options.serverNames = serverNames
  if (access) Object.assign(options, { access: accessPolicy(access), accessKeys: new AccessKeys(jwks) })
  return new OriginPolicy(provider, options)
}

function requestOf({ chain, server_name: serverName, ...request }, at) {
  if (chain) request.chain = chain.join('')
  if (serverName !== undefined) request.serverName = serverName
  return { ...request, at }
}

let good
run(
  'origin',
  {
    'edge_provider.facts': ({ values }) => {
      const provider = new EdgeProvider(values.name)
      const { leaf, rotation } = provider.toJSON()
      return {
        presents: provider.presents,
        is_tenant_bound: provider.isTenantBound,
        leaf: snakeCase(leaf),
        rotation: [rotation.leaf, rotation.authority],
        anchors: provider.anchors?.size ?? 0,
      }
    },
    check_client_authorities: ({ values }) => {
      const options = {}
      if (values.provider) options.provider = values.provider
      if (values.at !== undefined) options.at = date(values.at)
      return rulesOf(
        checkClientAuthorities(
          values.authorities.map((pem) => Certificate.fromPem(pem)),
          options,
        ),
      )
    },
    'address_ranges.parse': (args) => {
      const ranges = AddressRanges.parse(args.data('list'))
      const contains = args.values.addresses.map((address) => [address, ranges.contains(address)])
      return { ...ranges.toJSON(), contains: Object.fromEntries(contains) }
    },
    'access_policy.verify': ({ values }) => {
      good ??= values
      const keys = new AccessKeys(values.jwks)
      return snakeCase(accessPolicy(values).verify(values.token, keys, { at: date(values.at) }).toJSON())
    },
    'origin_policy.admit': ({ values }) => {
      const admission = policyOf(values.policy).admit(requestOf(values.request, date(values.at)))
      assert.equal(admission.toJSON().admitted, admission.isAdmitted)
      const rules = rulesOf(admission.findings.filter(({ severity }) => severity === 'error'))
      return { admitted: admission.isAdmitted, host: admission.host, rules }
    },
    'rollout_plan.steps': ({ values }) => {
      const plan = new RolloutPlan(values.provider, values.kind)
      assert.deepEqual(plan.toJSON(), { provider: plan.provider, kind: plan.kind, steps: plan.steps })
      return plan.steps.map(({ name, place, probes }) => [
        name,
        place,
        probes.map(({ certificate, verdict }) => [certificate, verdict]),
      ])
    },
  },
  OriginError,
)

test('providers are listed and made', () => {
  const providers = EdgeProvider.all()
  assert.ok(providers.every((provider) => provider.equals(new EdgeProvider(provider.name))))
  assert.equal(inspect(providers[0]), 'EdgeProvider <Cloudflare, certificate of the zone (cloudflare-zone)>')
  const own = EdgeProvider.custom('ours', 'customer-leaf', { clientAuthRequired: true })
  assert.equal(own.toJSON().leaf.clientAuthRequired, true)
  assert.throws(() => new EdgeProvider('cloudfrnt'), { code: 'origin-provider-unknown', message: /did you mean `cloudfront`/ })
  assert.throws(() => EdgeProvider.custom('ours', 'leaf'), OriginError)
  const plan = new RolloutPlan(own, 'rotate-leaf')
  assert.match(String(plan), /^rotate-leaf at ours\n1\. issue \(ca\): /)
})

test('a policy goes with a server', async () => {
  const ca = await CertificateAuthority.root('Edge')
  const edge = await ca.client('edge')
  const shop = await (await CertificateAuthority.root('Shop')).server(['shop.example'])
  const anchors = new TrustAnchors([ca.certificate])
  const policy = new OriginPolicy('cloudflare-zone', { anchors, hosts: ['shop.example'] })
  const server = new TlsServer(new TlsIdentity(shop.chain, shop.key), policy.verifier, { allowAnyVerifiedPeer: true })
  assert.ok(server.session())
  assert.ok(policy.isTenantBound && policy.anchors.equals(anchors))
  assert.deepEqual([policy.findings, policy.findingsAt()], [[], []])
  assert.equal(policy.provider.name, 'cloudflare-zone')
  for (const chain of [edge.chain, edge.chain.toPem(), edge.chain.certificates.map(({ der }) => der)]) {
    const admission = policy.admit({ chain, serverName: 'shop.example', host: 'Shop.example:443' })
    assert.ok(admission.isAdmitted, String(admission))
    assert.ok(admission.certificate.leaf.equals(edge.chain.leaf))
    assert.equal(admission.token, null)
  }
  assert.match(String(policy.admit({ host: 'shop.example' })), /^refused\nerror\[origin-certificate-missing]/)
  assert.throws(() => new OriginPolicy('cloudflare-zone', { anchors, access: new AccessPolicy('shop', [aud]) }), /go together/)
  assert.throws(() => policy.admit({ sni: 'shop.example' }), /no option `sni`/)
  const azure = { addresses: new AddressRanges(['192.0.2.0/24']), headers: { 'X-Azure-FDID': 'x' } }
  assert.throws(() => new OriginPolicy('azure-front-door', azure).verifier, OriginError)
})

test('keys are held while they change', () => {
  const { jwks, token, at } = good
  const keys = new AccessKeys()
  const policy = new AccessPolicy('shop', [aud])
  const verify = () => policy.verify(token, keys, { at: date(at) })
  assert.throws(verify, { code: 'access-token-key-unknown' })
  assert.equal(keys.replace(jwks), true)
  assert.equal(keys.replace(Buffer.from(jwks)), false)
  assert.throws(() => keys.replace('{}'), OriginError)
  const read = verify()
  assert.deepEqual([keys.keyIds, keys.findings], [[read.keyId], []])
  assert.equal(read.expiresAt.toISOString(), '2027-01-15T08:01:00.000Z')
  assert.match(String(read), /^a@shop\.example \(https:\/\/shop\.cloudflareaccess\.com/)
  assert.equal(policy.keysUrl, 'https://shop.cloudflareaccess.com/cdn-cgi/access/certs')
  assert.throws(() => new AddressRanges(['192.0.2.0/24']).contains('shop.example'), TypeError)
})

test('fetching keys keeps nobody waiting', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const policy = new AccessPolicy('shop', [aud])
  const url = `https://localhost:${silent.address().port}/`
  const client = new AccessKeysClient(policy, [], { url, timeoutSeconds: 1 })
  const fetched = client.refresh()
  assert.equal(client.fetchedAt, null)
  await assert.rejects(fetched, { code: 'access-keys-invalid' })
  assert.deepEqual(client.keys.keyIds, [])
  assert.equal(await client.refreshFor('no token'), false)
  assert.throws(() => new AccessKeysClient(policy, [], { url: 'http://localhost/' }), TrustError)
  silent.close()
})
