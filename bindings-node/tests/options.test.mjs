// Options are checked by name: one that is misspelt must not leave the default in force.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'

import {
  AccessPolicy, BundleSource, CertificateAuthority, ChainVerifier, ConfigFiles, CsrPolicy, EdgeProvider, EdgeVerifier,
  IdentitySource, MtlsError, OriginPolicy, RolloutPlan, SpiffeId, TlsClient, TlsIdentity, TlsServer, TrustBundle, TrustDomain,
  WorkloadApi, checkConfig, inspectServer, recipes,
} from '../index.js'

const id = 'spiffe://options.example/ns/a/sa/b'
const root = await CertificateAuthority.root('Options Root', { trustDomain: 'options.example' })
const { chain, key } = await root.svid(id)
const verifier = new ChainVerifier([new TrustBundle('options.example', [root.certificate])])
const edge = new EdgeVerifier([root.certificate], { profile: 'server' })
const identity = new TlsIdentity(chain, key)

// What each interface of the declarations is given to.
const CALLS = {
  AuthorityOptions: [
    (options) => CertificateAuthority.root('x', options),
    (options) => root.intermediate('x', options),
  ],
  LeafOptions: [
    (options) => root.svid(id, options),
    (options) => root.server(['a.example'], options),
    (options) => root.client('x', options),
  ],
  CrlOptions: [(options) => root.crl(1, options)],
  CsrPolicyOptions: [(options) => CsrPolicy.exact(id, options), (options) => CsrPolicy.server(['a.example'], options)],
  VerifierOptions: [(options) => new ChainVerifier([], options)],
  VerifyOptions: [
    (options) => verifier.verify(chain, options),
    (options) => verifier.verifySync(chain, options),
    (options) => verifier.explain(chain, options),
    (options) => verifier.explainSync(chain, options),
  ],
  ExplainOptions: [
    (options) => edge.explain(chain, null, options),
    (options) => edge.explainSync(chain, null, options),
    (options) => edge.verify(chain, null, options),
    (options) => edge.verifySync(chain, null, options),
    (options) => edge.verifyBatch([chain], [null], options),
    (options) => verifier.verifyBatch([chain], options),
  ],
  TlsOptions: [(options) => new TlsClient(identity, verifier, options)],
  TlsServerOptions: [(options) => new TlsServer(identity, verifier, options)],
  WorkloadOptions: [(options) => WorkloadApi.open(null, options)],
  SourceOptions: [
    (options) => IdentitySource.openDirectory('x', options),
    (options) => IdentitySource.openDirectorySync('x', options),
    (options) => IdentitySource.openFiles('x', 'y', options),
    (options) => IdentitySource.openFilesSync('x', 'y', options),
    (options) => BundleSource.open({}, options),
    (options) => BundleSource.openSync({}, options),
  ],
}

const native = new URL('../types/native/', import.meta.url)
const declarations = readdirSync(native).map((name) => readFileSync(new URL(name, native), 'utf8')).join('')

function declared(name) {
  const [, body] = new RegExp(`^export interface ${name} \\{\\n(.*?)^\\}`, 'ms').exec(declarations)
  return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, field]) => field)
}

async function refusal(call, options) {
  try {
    await call(options)
  } catch (error) {
    return error
  }
  return assert.fail('nothing was refused')
}

for (const [name, calls] of Object.entries(CALLS)) {
  test(`${name}: a name that is not declared is refused, and the message lists those that are`, async () => {
    for (const call of calls) {
      const error = await refusal(call, { purpos: 'client' })
      assert.ok(error instanceof TypeError, error)
      const [, listed] = /^there is no option `purpos`; there are (.*)$/.exec(error.message)
      assert.deepEqual(listed.split(', ').sort(), declared(name).sort())
    }
  })

  test(`${name}: only an object will do`, async () => {
    for (const call of calls) {
      for (const value of ['spiffe-strict', 5, true, ['at']]) {
        assert.ok((await refusal(call, value)) instanceof TypeError, String(value))
      }
    }
  })
}

test('a value of a wrong type is a TypeError that names the option', async () => {
  const error = await refusal((options) => root.svid(id, options), { clipToIssuer: 'false' })
  assert.ok(error instanceof TypeError)
  assert.match(error.message, /clipToIssuer/)
  assert.ok((await refusal(CALLS.TlsOptions[0], { allowAnyVerifiedPeer: 'false' })) instanceof TypeError)
})

test('without options, with null or with an empty object, the defaults hold', async () => {
  for (const options of [undefined, null, {}]) assert.equal(String((await verifier.verify(chain, options)).spiffeId), id)
})

test('an option takes the object as well as its text', async () => {
  const trustDomain = new TrustDomain('options.example')
  const ca = await CertificateAuthority.root('x', { trustDomain })
  assert.ok(trustDomain.equals(ca.trustDomain))
  new TlsServer(identity, verifier, { expectPeer: new SpiffeId(id) })
  new TlsClient(identity, verifier, { expectPeer: new SpiffeId(id) })
})

const closed = new ConfigFiles({ 'nginx.conf': 'events {}' })
const aud = 'a'.repeat(64)
const recipe = { hosts: ['a.example'], certificate: chain.toPem(), key: key.secretPkcs8Pem(), clientCa: 'x', pull: 'zone' }

// By the option's name in Rust: its name here, and what is refused for it.
const REFUSED = {
  alpn: ['alpn', () => inspectServer('127.0.0.1:1', { alpn: [''] })],
  anchors: ['anchors', () => new OriginPolicy(EdgeProvider.custom('x', 'nothing'), { anchors: edge.anchors })],
  audiences: ['audiences', () => new AccessPolicy('shop', [])],
  client_ca: ['clientCa', () => recipes.cloudflareOrigin(recipe)],
  edge_ca: ['edgeCa', () => checkConfig('nginx', closed, { edgeCa: 'x' })],
  files: ['files', () => checkConfig('nginx', new ConfigFiles({}))],
  headers: ['headers', () => new OriginPolicy('fastly', { headers: { 'a b': 'x' } })],
  hosts: ['hosts', () => checkConfig('nginx', closed, { hosts: ['a:443'] })],
  kind: ['kind', () => new RolloutPlan('fastly', 'x')],
  leeway: ['leewaySeconds', () => new AccessPolicy('shop', [aud], { leewaySeconds: 301 })],
  pins: ['pins', () => new OriginPolicy('fastly', { pins: ['x'] })],
  presents: ['presents', () => EdgeProvider.custom('x', 'y')],
  public_ports: ['publicPorts', () => checkConfig('nginx', closed, { publicPorts: [0] })],
  request: ['request', () => inspectServer('127.0.0.1:1', { request: 'x' })],
  server_names: ['serverNames', () => new OriginPolicy('fastly', { serverNames: [''] })],
  team: ['team', () => new AccessPolicy('', [aud])],
  time_limit: ['timeLimitSeconds', () => inspectServer('127.0.0.1:1', { timeLimitSeconds: 301 })],
}

test('an error about an option begins with its name, as it was given', async () => {
  for (const [name, call] of Object.values(REFUSED)) {
    const error = await refusal(call)
    assert.ok(error instanceof MtlsError, `${name}: ${error}`)
    assert.ok(error.message.startsWith(`${name}: `), error.message)
    assert.equal(error.findings[0].message, error.message)
  }
})

test('no option that the engine names is left out above', () => {
  const sources = new URL('../../mtls-core/src/origin/', import.meta.url)
  const named = readdirSync(sources, { recursive: true })
    .filter((file) => file.endsWith('.rs') && !/\btests\b/.test(file))
    .map((file) => readFileSync(new URL(file, sources), 'utf8'))
    .flatMap((text) => [...text.matchAll(/(?:OriginError::option|\bbad)\(\s*"(\w+)"/g)].map(([, name]) => name))
  assert.deepEqual([...new Set([...named, 'client_ca'])].sort(), Object.keys(REFUSED).sort())
})
