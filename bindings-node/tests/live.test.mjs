// Verifiers that are replaced while they are in use.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  BundleSet,
  CertificateAuthority,
  ChainVerifier,
  LiveVerifier,
  TlsClient,
  TlsIdentity,
  TlsServer,
  TrustBundle,
} from '../index.js'

const CART = 'spiffe://td.example/ns/shop/sa/cart'
const at = new Date(Date.now() + 60_000)

async function mesh(name) {
  const ca = await CertificateAuthority.root(name, { trustDomain: 'td.example' })
  const bundles = new BundleSet([new TrustBundle('td.example', [ca.certificate])])
  return { bundles, cart: await ca.svid(CART) }
}

const [old, young] = await Promise.all(['old', 'young'].map(mesh))

test('a live verifier counts from the next verdict on', () => {
  const live = new LiveVerifier(new ChainVerifier(old.bundles, { profile: 'spiffe-strict' }))
  const before = live.current
  live.reload(young.bundles)
  assert.equal(`${live.current.verifySync(young.cart.chain, { at }).spiffeId}`, CART)
  assert.equal(live.current.profile, 'spiffe-strict')
  assert.equal(`${before.verifySync(old.cart.chain, { at }).spiffeId}`, CART)
  assert.equal(`${live.replace(before).verifySync(young.cart.chain, { at }).spiffeId}`, CART)
  assert.equal(`${live.current.verifySync(old.cart.chain, { at }).spiffeId}`, CART)
})

test('servers judge by the verifier in force', () => {
  const live = new LiveVerifier(new ChainVerifier(old.bundles))
  const identity = new TlsIdentity(young.cart.chain, young.cart.key)
  const server = new TlsServer(identity, live, { allowAnyVerifiedPeer: true })
  const client = new TlsClient(identity, new ChainVerifier(young.bundles), { allowAnyVerifiedPeer: true })
  const shake = () => {
    const [ours, theirs] = [server.session(), client.session('server')]
    for (let turn = 0; turn < 4; turn++) {
      for (const [source, sink] of [
        [theirs, ours],
        [ours, theirs],
      ]) {
        const flight = source.sendTls()
        if (flight.length > 0) sink.receiveTls(flight)
      }
    }
    return `${ours.peer.spiffeId}`
  }
  assert.throws(shake, { name: 'TlsError' })
  live.reload(young.bundles)
  assert.equal(shake(), CART)
})
