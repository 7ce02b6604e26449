// The header X-Forwarded-Client-Cert: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { Certificate, ForwardedClientCert, PkiError } from '../index.js'
import { briefs, run, snakeCase } from './vectors.mjs'

const ID = 'spiffe://cluster-a.example/ns/shop/sa/cart'
const SVID = new URL('../../mtls-core/tests/data/pki/svid.pem', import.meta.url)

function parsed({ values: { header, several_uris: severalUris } }) {
  return ForwardedClientCert.parse(header, { severalUris })
}

run(
  'forwarded',
  {
    'forwarded.parse': (args) => {
      const { form, elements, warnings } = parsed(args)
      return { form, elements: elements.map((element) => snakeCase(element.info())), warnings: briefs(warnings) }
    },
    'forwarded.spiffe_id': (args) => parsed(args).spiffeId(),
  },
  PkiError,
)

test('the parts are objects', () => {
  const certificate = new Certificate(readFileSync(SVID))
  const header = `Hash=${certificate.fingerprintSha256};Chain="${encodeURIComponent(certificate.toPem())}";Subject="CN=x"`
  const forwarded = ForwardedClientCert.parse(header)
  const { nearest } = forwarded
  assert.ok(nearest.equals(forwarded.elements.at(-1)))
  assert.ok(nearest.certificate.equals(certificate))
  assert.equal(nearest.chain.length, 1)
  assert.ok(nearest.spiffeId().equals(forwarded.spiffeId()))
  assert.equal(`${nearest}`, ID)
  assert.deepEqual([nearest.number, nearest.by, nearest.hash], [1, [], certificate.fingerprintSha256])
  assert.deepEqual([nearest.subject, nearest.issuer, nearest.uris, nearest.dnsNames], ['CN=x', null, [ID], ['cart.shop.svc']])
  assert.equal(`${forwarded}`, 'text, 1 elements')
  assert.ok(forwarded.equals(ForwardedClientCert.parse(header)))
  assert.ok(!forwarded.equals(ForwardedClientCert.parse(`URI=${ID}`)))
  assert.deepEqual(JSON.parse(JSON.stringify(nearest)), nearest.info())
})
