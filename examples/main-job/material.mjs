// Step 1: issue a root, two intermediates and the workloads' certificates, the bad ones included.

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, TrustDomain } from '../../bindings-node/index.js'

const DAY = 24 * 60 * 60

export async function issue(directory) {
  const at = new Date()
  const earlier = new Date(at - 30 * DAY * 1000)
  const hour = { validForSeconds: 60 * 60 }
  const [domain, partner] = [new TrustDomain('mesh.example'), new TrustDomain('partner.example')]
  const rootOf = (name, trustDomain) => CertificateAuthority.root(name, { trustDomain, at: earlier })
  const root = await rootOf('Example Root', domain)
  const options = { at: earlier, validForSeconds: 365 * DAY, pathLen: 0 }
  const [a, b] = await Promise.all(['cluster-a', 'cluster-b'].map((name) => root.intermediate(name, options)))
  const workload = (name) => domain.join(`ns/shop/sa/${name}`)
  const [partnerRoot, newRoot] = await Promise.all([rootOf('Partner Root', partner), rootOf('Example Root', domain)])

  const good = {
    cart: await a.svid(workload('cart'), { at, ...hour }),
    intruder: await b.svid(workload('intruder'), { at, ...hour }),
    checkout: await b.svid(workload('checkout'), { at, ...hour }),
  }
  const expired = await a.svid(workload('cart'), { at: earlier, ...hour })
  const foreign = await partnerRoot.svid(partner.join('ns/guest/sa/caller'), { at, ...hour })
  // The same name and another key: what a root rotation done in one step looks like.
  const rotated = await newRoot.svid(workload('cart'), { at, ...hour })

  // The demo's own folder from the run before: a CA is never overwritten in silence.
  rmSync(directory, { recursive: true, force: true })
  for (const [name, ca] of Object.entries({ root, 'cluster-a': a, 'cluster-b': b })) {
    await ca.save(join(directory, name))
    console.log(`  ${ca.certificate.subject} -> ${join(directory, name)}`)
  }
  for (const [name, { chain, key }] of Object.entries(good)) {
    writeFileSync(join(directory, `${name}.pem`), chain.toPem())
    await key.writePem(join(directory, `${name}-key.pem`))
    console.log(`  ${chain.leaf.spiffeId} -> ${join(directory, name)}.pem`)
  }
  return { at, root, good, expired, foreign, rotated }
}

/** Step 2's chains, and what must be said of them. */
export function casesOf({ at, root, good, expired, foreign, rotated }) {
  const theCase = (name, { chain }, expected) => ({
    name,
    chain: chain.toPem(),
    bundles: { 'mesh.example': root.certificate.toPem() },
    edge: null,
    keys: [],
    at: Math.floor(at / 1000),
    expected,
  })
  return [
    theCase('good', good.cart, 'accepted'),
    theCase('expired', expired, 'leaf-expired'),
    theCase('wrong trust domain', foreign, 'trust-domain-unknown'),
    theCase('root rotated under the same name', rotated, 'authority-rotated'),
  ]
}
