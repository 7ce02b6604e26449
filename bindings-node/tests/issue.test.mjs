// Issuing: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'

import {
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  CsrPolicy,
  IdentityError,
  IdentityPattern,
  IssueError,
  MtlsError,
  PrivateKey,
} from '../index.js'
import { run } from './vectors.mjs'

const CART = 'spiffe://cluster-a.example/ns/shop/sa/cart'

function authority(args) {
  const certificates = (name) => (args.data(name) === '' ? [] : CertificateChain.fromPem(args.data(name)).certificates)
  const key = PrivateKey.fromPem(args.data('ca_key'))
  return CertificateAuthority.fromParts(
    Certificate.fromPem(args.data('ca_cert')),
    key,
    certificates('pool'),
    certificates('roots'),
  )
}

function policy({ exact, matching, server, client, allow_dns, ignore_subject, max_validity }) {
  const options = {
    ...(allow_dns && { allowDns: allow_dns }),
    ...(ignore_subject && { ignoreSubject: ignore_subject }),
    ...(max_validity && { maxValiditySeconds: max_validity }),
  }
  if (exact) return CsrPolicy.exact(exact, options)
  if (matching) return CsrPolicy.matching(new IdentityPattern(JSON.stringify(matching)), options)
  return server ? CsrPolicy.server(server, options) : CsrPolicy.client(client, options)
}

function described(chain) {
  const { leaf } = chain
  return {
    subject: leaf.subject,
    uris: leaf.uris,
    dns_names: leaf.dnsNames,
    ip_addresses: leaf.ipAddresses,
    extended_key_usage: leaf.extendedKeyUsage,
    not_before: leaf.notBefore,
    not_after: leaf.notAfter,
    chain_length: chain.length,
  }
}

const options = ({ at, values: { valid_for } }) => ({ at, ...(valid_for !== undefined && { validForSeconds: valid_for }) })

run(
  'issue',
  {
    'ca.from_parts': (args) => {
      const ca = authority(args)
      return {
        subject: ca.certificate.subject,
        is_root: ca.isRoot,
        path_len: ca.pathLen,
        trust_domain: ca.trustDomain,
      }
    },
    'ca.intermediate': async (args) => {
      const { common_name, path_len } = args.values
      const made = await authority(args).intermediate(common_name, { at: args.at, pathLen: path_len })
      return { subject: made.certificate.subject, path_len: made.pathLen }
    },
    'ca.sign_csr': async (args) => {
      const request = CertificateRequest.fromPem(args.data('csr'))
      return described(await authority(args).signCsr(request, policy(args.values.policy), { at: args.at }))
    },
    'ca.svid': async (args) => {
      const { id, dns_names } = args.values
      return described((await authority(args).svid(id, { ...options(args), dnsNames: dns_names })).chain)
    },
    'ca.server': async (args) => described((await authority(args).server(args.values.names, options(args))).chain),
    'ca.client': async (args) =>
      described((await authority(args).client(args.values.common_name, options(args))).chain),
    'ca.crl': async (args) => {
      const revokedSerials = args.values.revoke.map((entry) => ({ ...entry, when: new Date(entry.when * 1000) }))
      const crl = await authority(args).crl(args.values.number, { revokedSerials, at: args.at })
      const seconds = (text) => Date.parse(text) / 1000
      return {
        issuer: crl.issuer,
        number: crl.number,
        this_update: crl.thisUpdate,
        next_update: crl.nextUpdate,
        entries: crl.entriesSync().map(({ serial, reason, revokedAt }) => ({ serial, reason, revoked_at: seconds(revokedAt) })),
      }
    },
  },
  MtlsError,
)

const root = await CertificateAuthority.root('Example Root', { trustDomain: 'cluster-a.example' })
const cluster = await root.intermediate('cluster-a', { validForSeconds: 90 * 86_400 })

test('what is issued, Node reads and verifies', async () => {
  const { chain, key } = await cluster.svid(CART, { dnsNames: ['cart.shop.svc'], ipAddresses: ['2001:db8::1'], validForSeconds: 3600 })
  const [leaf, issuer] = chain.certificates.map((one) => new X509Certificate(one.toPem()))
  assert.ok(leaf.verify(issuer.publicKey) && issuer.verify(new X509Certificate(root.certificate.der).publicKey))
  assert.match(leaf.subjectAltName, /DNS:cart\.shop\.svc/)
  assert.match(leaf.subjectAltName, /IP Address:2001:DB8/i)
  assert.ok(key.matches(chain.leaf))
  const lifetime = chain.leaf.notAfter - chain.leaf.notBefore
  assert.equal(lifetime, (3600 + 60) * 1000)
})

test('keys of every kind', async () => {
  for (const keyAlgorithm of ['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA 2048']) {
    const { key } = await cluster.client('till', { keyAlgorithm })
    assert.match(key.algorithm, new RegExp(keyAlgorithm))
  }
  await assert.rejects(cluster.client('till', { keyAlgorithm: 'P-1' }), MtlsError)
})

test('promises reject with the classes that synchronous calls throw', async () => {
  await assert.rejects(cluster.svid('nope'), (error) => {
    assert.ok(error instanceof IdentityError)
    assert.equal(error.code, 'spiffe-id-scheme')
    assert.equal(error.findings.length, 1)
    return true
  })
  await assert.rejects(cluster.svid('spiffe://other.example/a'), (error) => {
    assert.ok(error instanceof IssueError && error instanceof MtlsError)
    assert.ok(error.code && error.help && error.findings.length > 0)
    return true
  })
})

test('numbers are checked, not wrapped', async () => {
  for (const validForSeconds of [-1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
    await assert.rejects(cluster.svid(CART, { validForSeconds }), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
    await assert.rejects(cluster.svid(CART, { backdateSeconds: validForSeconds }), RangeError)
  }
  for (const pathLen of [-1, 0.5, 256, 2 ** 32]) {
    await assert.rejects(root.intermediate('x', { pathLen }), RangeError)
  }
  await assert.rejects(cluster.crl(-1), RangeError)
  await assert.rejects(cluster.svid(CART, { at: new Date(Number.NaN) }), RangeError)
  await assert.rejects(cluster.svid(CART, { ipAddresses: ['300.1.1.1'] }), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' })
  // In range for a number, too long for a certificate: the engine's own refusal.
  await assert.rejects(cluster.svid(CART, { validForSeconds: 2 ** 52 }), IssueError)
})

test('a CA is saved and loaded', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'mtls-core-')), 'cacerts')
  await cluster.save(directory)
  if (process.platform !== 'win32') assert.equal(statSync(join(directory, 'ca-key.pem')).mode & 0o777, 0o600)
  const again = await CertificateAuthority.load(directory)
  assert.ok(again.certificate.equals(cluster.certificate))
  assert.ok(again.roots[0].equals(root.certificate))
  assert.equal(String(again.trustDomain), 'cluster-a.example')
  await assert.rejects(root.save(directory), IssueError)
  await root.replace(directory)
  assert.ok((await CertificateAuthority.load(directory)).isRoot)
  assert.match(readFileSync(join(directory, 'ca-key.pem'), 'utf8'), /BEGIN PRIVATE KEY/)
})

test('a key that exists can be certified anew', async () => {
  const again = await root.intermediate('cluster-a', { key: cluster.privateKey() })
  assert.ok(again.certificate.publicKey.equals(cluster.certificate.publicKey))
  assert.ok(!again.certificate.equals(cluster.certificate))
})

test('revoked certificates stand in the next list, too', async () => {
  const lost = (await cluster.client('lost')).chain.leaf
  const retired = (await cluster.client('retired')).chain.leaf
  const first = await cluster.crl(1, { revoked: [{ certificate: lost, reason: 'keyCompromise' }] })
  const second = await cluster.crl(2, { carryOver: first, revoked: [{ certificate: retired, reason: 'superseded' }] })
  assert.equal(second.length, 2)
  assert.equal(second.entryOf(lost).reason, 'keyCompromise')
  assert.equal(second.entryOf(retired).reason, 'superseded')
  assert.equal(second.entryOf(cluster.certificate), null)
  assert.equal(second.verifySignedBy(cluster.certificate), undefined)
  await assert.rejects(cluster.crl(1, { carryOver: second }), IssueError)
})

test('neither CA nor leaf shows a key', async () => {
  const issued = await cluster.svid(CART)
  assert.equal(inspect(root), 'CertificateAuthority <CN=Example Root>')
  assert.equal(inspect(issued), `IssuedCertificate <${CART}>`)
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(issued))), ['chain'])
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(root))), ['certificate'])
})
