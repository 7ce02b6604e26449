// Certificates, chains, keys, requests and CRLs: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'

import {
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  Crl,
  PkiError,
  PrivateKey,
  SpiffeId,
  parsePem,
} from '../index.js'
import { run, snakeCase } from './vectors.mjs'

const data = (name) => readFileSync(new URL(`../../mtls-core/tests/data/pki/${name}`, import.meta.url))

const certificate = (args, key = 'pem') => new Certificate(args.data(key))
const chain = (args) => CertificateChain.fromPem(args.data('pem'))
const subjects = (chain) => chain.certificates.map(({ subject }) => subject)

run(
  'pki',
  {
    'pem.parse': (args) =>
      parsePem(args.data('text')).map(({ label, line, block, der }) => ({ label, line, block, bytes: der.length })),
    'certificate.info': (args) => snakeCase(certificate(args).info()),
    'certificate.is_valid_at': (args) => certificate(args).isValidAt(args.at),
    'certificate.verify_signed_by': (args) =>
      certificate(args).verifySignedBy(certificate(args, 'issuer_pem')) === undefined,
    'chain.subjects': (args) => subjects(chain(args)),
    'chain.check_order': (args) =>
      chain(args)
        .checkOrder()
        .map(({ rule, severity, subject }) => ({ rule, severity, index: subject.index })),
    'chain.sorted': (args) => subjects(chain(args).sorted()),
    'private_key.info': (args) => {
      const key = new PrivateKey(args.data('pem'))
      return { algorithm: key.algorithm, format: key.format, spki_sha256: key.publicKey().sha256 }
    },
    'private_key.matches': (args) => new PrivateKey(args.data('pem')).matches(certificate(args, 'certificate_pem')),
    'private_key.to_pkcs8_pem': (args) => new PrivateKey(args.data('pem')).secretPkcs8Pem(),
    'request.info': (args) => snakeCase(new CertificateRequest(args.data('pem')).info()),
    'request.verify': (args) => new CertificateRequest(args.data('pem')).verify() === undefined,
    'crl.info': (args) => snakeCase(new Crl(args.data('pem')).info()),
    'crl.is_current_at': (args) => new Crl(args.data('pem')).isCurrentAt(args.at),
    'crl.entry_of': (args) => snakeCase(new Crl(args.data('pem')).entryOf(certificate(args, 'certificate_pem'))),
  },
  PkiError,
)

test('Node reads a certificate the same', () => {
  const ours = new Certificate(data('svid.pem'))
  const theirs = new X509Certificate(data('svid.pem'))
  assert.deepEqual(ours.der, theirs.raw)
  assert.equal(ours.fingerprintSha256, theirs.fingerprint256.replaceAll(':', '').toLowerCase())
  assert.equal(ours.serial.replaceAll(':', ''), theirs.serialNumber.toLowerCase().padStart(ours.serial.replaceAll(':', '').length, '0'))
  assert.equal(ours.notAfter.getTime(), Date.parse(theirs.validTo))
  assert.equal(ours.notBefore.getTime(), Date.parse(theirs.validFrom))
  assert.equal(ours.isCa, theirs.ca)
  assert.deepEqual(ours.publicKey.spkiDer, theirs.publicKey.export({ type: 'spki', format: 'der' }))
  assert.ok(ours.spiffeId instanceof SpiffeId)
  assert.ok(theirs.subjectAltName.includes(`URI:${ours.spiffeId}`))
  assert.equal(new PrivateKey(data('svid.key')).matches(ours), theirs.checkPrivateKey(createPrivateKey(data('svid.key'))))
})

test('text, Buffer, Uint8Array and DER are read alike', () => {
  const pem = data('svid.pem')
  const one = new Certificate(pem)
  const same = [
    new Certificate(pem.toString()),
    new Certificate(new Uint8Array(pem)),
    new Certificate(one.der),
    Certificate.fromDer(one.der),
    Certificate.fromPem(one.toPem()),
    CertificateChain.fromDer([one.der]).leaf,
    CertificateChain.fromCertificates([one]).certificates[0],
  ]
  for (const other of same) assert.ok(one.equals(other))
  // A view into a larger buffer is read within its bounds.
  const within = Buffer.concat([Buffer.from('xx'), one.der, Buffer.from('yy')]).subarray(2, -2)
  assert.ok(Certificate.fromDer(within).equals(one))
})

test('what names an issuer can be asked for', async () => {
  const root = await CertificateAuthority.root('Root', { trustDomain: 'a.example' })
  const { chain } = await (await root.intermediate('Cluster')).svid('spiffe://a.example/x')
  const [cluster] = chain.issuers
  assert.equal(chain.issuers.length, 1)
  assert.ok(chain.leaf.namesAsIssuer(cluster) && !chain.leaf.namesAsIssuer(root.certificate))
  assert.ok(chain.leaf.authorityKeyId.equals(cluster.subjectKeyId))
  assert.equal(cluster.spkiPin, Buffer.from(cluster.spkiSha256, 'hex').toString('base64'))
  assert.equal(cluster.info().subjectKeyId.replaceAll(':', ''), cluster.subjectKeyId.toString('hex'))
})

test('a revocation list may be read off the main thread', async () => {
  const pem = data('intermediate.crl')
  const list = await Crl.read(pem)
  assert.deepEqual(list.der, new Crl(pem).der)
  assert.deepEqual(await list.entries(), list.entriesSync())
  assert.equal(list.length, list.entriesSync().length)
  assert.ok(list.length > 0)
  await assert.rejects(Crl.read('x'), PkiError)
})

test('a record is the one that JSON gets', () => {
  const one = new Certificate(data('svid.pem'))
  assert.deepEqual(JSON.parse(JSON.stringify(one)), one.info())
  assert.equal(one.info().notAfter, one.notAfter.toISOString().replace('.000Z', 'Z'))
  assert.match(one.describe(), /serial/i)
})

test('a date that cannot be meant is a RangeError', () => {
  const one = new Certificate(data('svid.pem'))
  for (const date of [new Date(Number.NaN), new Date(-1), new Date('1969-12-31')]) {
    assert.throws(() => one.isValidAt(date), { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' })
  }
  for (const wrong of [1_700_000_000, '2026-01-01', null, {}]) assert.throws(() => one.isValidAt(wrong), Error)
  assert.equal(one.isValidAt(one.notAfter), true)
  assert.equal(one.isValidAt(new Date(one.notAfter.getTime() + 1000)), false)
})

test('a key shows itself nowhere', () => {
  const key = new PrivateKey(data('svid.key'))
  const secret = key.secretPkcs8Der()
  for (const shown of [
    String(key),
    JSON.stringify(key),
    JSON.stringify({ deep: [key] }),
    inspect(key, { showHidden: true, depth: Infinity, getters: true }),
    inspect({ key }),
    JSON.stringify(Object.getOwnPropertyNames(key)),
    JSON.stringify(structuredClone(key)),
  ]) {
    assert.ok(shown.length < 60, shown)
    for (let i = 0; i + 6 <= secret.length; i++) {
      const part = secret.subarray(i, i + 6)
      assert.ok(!shown.includes(part.toString('hex')) && !shown.includes(part.toString('base64')))
    }
  }
  assert.deepEqual(createPrivateKey(key.secretPkcs8Pem()).export({ type: 'pkcs8', format: 'der' }).length > 0, true)
})

test('an error about a key does not quote it', () => {
  const pem = data('svid.key').toString()
  const broken = pem.replace(/^(M.{20})./m, '$1!')
  assert.throws(
    () => new PrivateKey(broken),
    (error) => {
      assert.ok(error instanceof PkiError)
      const line = pem.split('\n')[1]
      assert.ok(!JSON.stringify(error).includes(line.slice(4, 16)) && !error.stack.includes(line.slice(4, 16)))
      return true
    },
  )
})

test('a key is written for its owner alone', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'mtls-core-'))
  const path = join(directory, 'cart.key')
  const key = new PrivateKey(data('svid.key'))
  assert.equal(await key.writePem(path), undefined)
  if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(new PrivateKey(readFileSync(path)).secretPkcs8Pem(), key.secretPkcs8Pem())
  writeFileSync(join(directory, 'file'), '')
  await assert.rejects(key.writePem(join(directory, 'file', 'x.key')), PkiError)
})

test('no input ends the process', () => {
  const bytes = data('svid.pem')
  const inputs = ['', 'x', '\0'.repeat(1000), '-----BEGIN', bytes.subarray(0, 200), Buffer.alloc(4096, 0x30), Buffer.alloc(0)]
  const der = new Certificate(bytes).der
  for (let i = 0; i < der.length; i += 7) {
    const mutated = Buffer.from(der)
    mutated[i] ^= 0xff
    inputs.push(mutated, der.subarray(0, i))
  }
  for (const input of inputs) {
    for (const Class of [Certificate, CertificateChain, PrivateKey, CertificateRequest, Crl]) {
      try {
        assert.ok(new Class(input))
      } catch (error) {
        assert.ok(error instanceof PkiError, String(error))
        assert.ok(error.code && error.findings.length === 1)
      }
    }
  }
})
