// Every argument of every function, and every field of every options object, is held to its type.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import vm from 'node:vm'

import * as mtls from '../index.js'
import { startAgent } from './agent.mjs'
import { VECTORS } from './vectors.mjs'

const require = createRequire(import.meta.url)
const native = require('../native.node')
const { kindsOf } = require('../arguments.js')
const { classes, functions, interfaces } = require('../signatures.js')

const id = 'spiffe://types.example/ns/a/sa/b'
const root = await mtls.CertificateAuthority.root('Types Root', { trustDomain: 'types.example' })
const issued = await root.svid(id)
const { chain, key } = issued
const bundle = new mtls.TrustBundle('types.example', [root.certificate])
const verifier = new mtls.ChainVerifier([bundle])
const edge = new mtls.EdgeVerifier([root.certificate], { profile: 'server' })
const identity = new mtls.TlsIdentity(chain, key)
const options = { expectPeer: id }
const request = new mtls.CertificateRequest(
  execFileSync(
    'openssl',
    ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null', '-subj', '/CN=t'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  ),
)
const distrusted = new mtls.Distrusted(root.certificate, 'a reason')
const successor = await mtls.CertificateAuthority.root('Successor')
const rotation = new mtls.RotationPlan(bundle, [successor.certificate], { start: new Date(0), svidLifetimeSeconds: 1 })
const client = new mtls.TlsClient(identity, verifier, options)
const server = new mtls.TlsServer(identity, verifier, options)

const endpoint = mtls.BundleEndpoint.httpsWeb('types.example', 'https://types.example/')
const federated = new mtls.FederatedBundle(endpoint)
const bundleRequest = federated.request()
const forwarded = mtls.ForwardedClientCert.parse(`URI=${id}`)
const bundleServer = new mtls.BundleServer(bundle, identity)
const listener = await bundleServer.listen('127.0.0.1', 0)
after(() => listener.close())

const files = mkdtempSync(join(tmpdir(), 'mtls-core-types-'))
after(() => rmSync(files, { recursive: true }))
const at = (name) => join(files, name)
writeFileSync(at('chain.pem'), chain.toPem())
writeFileSync(at('key.pem'), key.secretPkcs8Pem())
writeFileSync(at('root.pem'), root.certificate.toPem())
const quick = { settleSeconds: 0.01 }
const agent = await startAgent(root)
after(() => agent.close())
agent.give([[issued]])

const cases = JSON.parse(readFileSync(new URL('origin.json', VECTORS), 'utf8'))
const signed = cases.cases.find(({ name }) => name === 'a good token').args
const access = new mtls.AccessPolicy(signed.team, signed.audiences)
const accessKeys = new mtls.AccessKeys(cases.material.jwks)
const policy = new mtls.OriginPolicy('cloudflare-shared')
const configuration = new mtls.ConfigFiles({ 'nginx.conf': '' })

// An object of each class, and a value of each other kind.
const SAMPLES = {
  AccessKeys: accessKeys,
  AccessKeysClient: new mtls.AccessKeysClient(access, [], { url: 'https://127.0.0.1:1/', timeoutSeconds: 0 }),
  AccessPolicy: access,
  AccessToken: access.verify(signed.token, accessKeys, { at: new Date(signed.at * 1000) }),
  AddressRanges: new mtls.AddressRanges(['192.0.2.0/24']),
  Admission: policy.admit({}),
  EdgeProvider: policy.provider,
  OriginPolicy: policy,
  ConfigFiles: configuration,
  ConfigReport: await mtls.checkConfig('nginx', configuration),
  RolloutPlan: new mtls.RolloutPlan('fastly', 'turn-on'),
  BundleClient: new mtls.BundleClient([]),
  BundleDiff: bundle.diff(bundle),
  BundleEndpoint: endpoint,
  BundleFetch: federated.answer(bundleRequest, 200, bundle.toSpiffeJson()),
  BundleKeeper: mtls.BundleKeeper.start(new mtls.BundleClient([]), [], new mtls.LiveVerifier(verifier)),
  BundleListener: listener,
  BundlePublisher: new mtls.BundlePublisher(bundle),
  BundleRequest: bundleRequest,
  BundleServer: bundleServer,
  BundleSet: new mtls.BundleSet([bundle]),
  BundleSetDiff: new mtls.BundleSet([bundle]).diff(new mtls.BundleSet([])),
  BundleSource: mtls.BundleSource.openSync({ 'types.example': at('root.pem') }, quick),
  Certificate: root.certificate,
  CertificateAuthority: root,
  CertificateChain: chain,
  CertificateRequest: request,
  ChainReport: verifier.explainSync(chain),
  ChainVerifier: verifier,
  Crl: await root.crl(1),
  CsrPolicy: mtls.CsrPolicy.exact(id),
  DistrustList: new mtls.DistrustList([distrusted]),
  Distrusted: distrusted,
  EdgeVerifier: edge,
  FederatedBundle: federated,
  LiveIdentity: new mtls.LiveIdentity(identity),
  ForwardedClientCert: forwarded,
  ForwardedElement: forwarded.nearest,
  LiveVerifier: new mtls.LiveVerifier(new mtls.ChainVerifier([])),
  IdentityPattern: mtls.IdentityPattern.exact(id),
  IdentitySource: mtls.IdentitySource.openFilesSync(at('chain.pem'), at('key.pem'), quick),
  IssuedCertificate: issued,
  PrivateKey: key,
  // Nobody listens there.
  ProbeReport: await mtls.probeOrigin('127.0.0.1:1', { serverName: 'types.example' }),
  PublicKey: root.certificate.publicKey,
  ServerReport: await mtls.inspectServer('127.0.0.1:1'),
  RemovalCheck: bundle.safeToRemove(root.certificate, [chain]),
  RotationPlan: rotation,
  RotationStep: rotation.steps[0],
  Session: server.session(),
  SpiffeId: new mtls.SpiffeId(id),
  TlsClient: client,
  TlsIdentity: identity,
  TlsServer: server,
  TrustAnchors: edge.anchors,
  TrustBundle: bundle,
  TrustDomain: new mtls.TrustDomain('types.example'),
  VerifiedCertificate: edge.verifySync(chain, null),
  VerifiedPeer: verifier.verifySync(chain),
  WorkloadApi: await mtls.WorkloadApi.open(agent.address),
  WorkloadIdentity: mtls.WorkloadIdentity.fromSpiffeId(id),
  bigint: 1n,
  boolean: true,
  function: () => 'hush',
  Date: new Date(),
  null: null,
  number: 1,
  object: {},
  string: 'text',
  Uint8Array: new Uint8Array(1),
}
const WRONG = { ...SAMPLES, undefined: undefined, symbol: Symbol('hush'), function: () => 'hush', array: [Symbol('hush')] }

/** A value that fits, built from the samples. */
function sample([, type]) {
  const [kind] = kindsOf(type)
  if (kind.endsWith('[]')) return []
  if (!(kind in interfaces)) return SAMPLES[kind]
  const required = interfaces[kind].filter(([field]) => !field.endsWith('?'))
  return Object.fromEntries(required.map((field) => [field[0], sample(field)]))
}

/** The names of the values that fit nowhere in the type; an object may be one of options. */
function wrongFor([name, type]) {
  const kinds = kindsOf(type)
  if (kinds.includes('any')) return []
  const takesObjects = kinds.some((kind) => kind === 'object' || kind in interfaces)
  return Object.keys(WRONG).filter((kind) => {
    if (kinds.includes(kind)) return false
    if (name.endsWith('?') && kind === 'undefined') return false
    return !(takesObjects && typeof WRONG[kind] === 'object' && WRONG[kind] !== null && kind !== 'array')
  })
}

const calls = []
for (const [name, { constructor: takes, statics, methods }] of Object.entries(classes)) {
  if (takes) calls.push([`new ${name}`, takes, (...given) => new mtls[name](...given)])
  for (const [method, signature] of Object.entries(statics)) {
    calls.push([`${name}.${method}`, signature, (...given) => mtls[name][method](...given)])
  }
  for (const [method, signature] of Object.entries(methods)) {
    calls.push([`${name}.${method}`, signature, (...given) => SAMPLES[name][method](...given)])
  }
}
for (const [name, signature] of Object.entries(functions)) {
  const [one, two] = name.split('.')
  calls.push([name, signature, two ? mtls[one][two] : mtls[one]])
}

function refused(where, call, place) {
  assert.throws(call, (error) => {
    assert.ok(error instanceof TypeError && !(error instanceof mtls.MtlsError), `${where}: ${error}`)
    assert.equal(error.code, 'ERR_INVALID_ARG_TYPE', where)
    assert.ok(error.message.startsWith(`${where}: \`${place}`), error.message)
    assert.ok(!error.message.includes('hush'), error.message)
    return true
  })
}

test('every function of the native half has a signature', () => {
  const own = (value) => Object.getOwnPropertyNames(value)
  for (const [name, value] of Object.entries(native)) {
    if (name === 'attach') continue
    if (typeof value === 'object') {
      for (const one of own(value)) assert.ok(`${name}.${one}` in functions, `${name}.${one}`)
    } else if (name in classes) {
      const { statics, methods } = classes[name]
      for (const one of own(value)) {
        if (typeof value[one] === 'function') assert.ok(one in statics, `${name}.${one}`)
      }
      for (const one of own(value.prototype)) {
        const { value: method } = Object.getOwnPropertyDescriptor(value.prototype, one)
        if (typeof method === 'function' && one !== 'constructor') assert.ok(one in methods, `${name}.${one}`)
      }
    } else {
      assert.ok(name in functions, name)
    }
  }
})

test('an argument of another type is a TypeError that names it', () => {
  let count = 0
  for (const [where, signature, call] of calls) {
    signature.forEach((parameter, index) => {
      const before = signature.slice(0, index).map(sample)
      for (const wrong of wrongFor(parameter)) {
        refused(where, () => call(...before, WRONG[wrong]), parameter[0].replace('?', ''))
        count += 1
      }
    })
  }
  assert.ok(count > 1000, `${count}`)
})

test('so is an element of a list', () => {
  for (const [where, signature, call] of calls) {
    signature.forEach(([name, type], index) => {
      const before = signature.slice(0, index).map(sample)
      if (type.includes('[]')) refused(where, () => call(...before, [Symbol('hush')]), `${name.replace('?', '')}[0]\``)
    })
  }
})

test('so is a field of options', () => {
  let count = 0
  for (const [where, signature, call] of calls) {
    signature.forEach(([name, type], index) => {
      const before = signature.slice(0, index).map(sample)
      for (const field of interfaces[kindsOf(type)[0]] ?? []) {
        for (const wrong of wrongFor(field)) {
          const place = `${name}.${field[0]}`.replaceAll('?', '')
          refused(where, () => call(...before, { ...sample([name, type]), [field[0].replace('?', '')]: WRONG[wrong] }), place)
          count += 1
        }
      }
    })
  }
  assert.ok(count > 1000, `${count}`)
})

test('options may be left out, undefined or null; a field may be undefined', async () => {
  for (const nothing of [undefined, null]) new mtls.ChainVerifier([bundle], nothing)
  new mtls.ChainVerifier([bundle], { profile: undefined })
  await root.svid(id, { at: undefined })
})

test('bytes and dates of another realm are taken', () => {
  const theirs = vm.runInNewContext('({ bytes: (n) => new Uint8Array(n), at: new Date() })')
  const bytes = theirs.bytes(root.certificate.der.length)
  bytes.set(root.certificate.der)
  assert.ok(new mtls.Certificate(bytes).equals(root.certificate))
  verifier.verifySync(chain, { at: theirs.at })
})

test('a subclass is one', () => {
  class Id extends mtls.SpiffeId {}
  const mine = new Id(id)
  assert.ok(mine instanceof Id && mine instanceof mtls.SpiffeId)
  assert.ok(SAMPLES.IdentityPattern.matches(mine))
})

test('what has none of the fields does not pass for options that ask for nothing', () => {
  const chain = SAMPLES.CertificateChain
  const verify = (options) => () => SAMPLES.ChainVerifier.verifySync(chain, options)
  assert.doesNotThrow(verify({}))
  assert.doesNotThrow(verify(Object.create(null)))
  for (const options of [new Date('2040-01-01'), new Map(), new ArrayBuffer(4), new Uint16Array(2), /x/, Promise.resolve()]) {
    assert.throws(verify(options), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }, Object.prototype.toString.call(options))
  }
})

test('classes that only the engine makes say so', () => {
  for (const [name, { constructor: takes }] of Object.entries(classes)) {
    if (takes) continue
    assert.throws(() => new mtls[name](), { name: 'TypeError', code: 'ERR_ILLEGAL_CONSTRUCTOR' }, name)
  }
})

test('an object that only seems to be of a class is a TypeError, in words of JavaScript', () => {
  const forged = (Class, made) => Object.setPrototypeOf(made, Class.prototype)
  const domain = () => new mtls.TrustDomain('types.example')
  const calls = {
    argument: () => SAMPLES.SpiffeId.equals(forged(mtls.SpiffeId, domain())),
    element: () => new mtls.BundleSet([forged(mtls.TrustBundle, domain())]),
    empty: () => mtls.CertificateChain.fromCertificates([Object.create(mtls.Certificate.prototype)]),
    getter: () => forged(mtls.SpiffeId, domain()).path,
    method: () => mtls.SpiffeId.prototype.join.call(domain(), 'x'),
  }
  for (const [name, call] of Object.entries(calls)) {
    assert.throws(call, (error) => error instanceof TypeError && !/rust|napi|mtls_core_node/i.test(error.message), name)
  }
  let reads = 0
  const fickle = { get profile() { return reads++ === 0 ? 'spiffe-strict' : 5 } } // prettier-ignore
  assert.throws(() => new mtls.ChainVerifier([], fickle), { name: 'TypeError', message: /seems to be/ })
})
