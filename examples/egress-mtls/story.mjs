// A service outside of the mesh demands client certificates, and applications speak plain HTTP: three ways.
//
// README.md tells the story; main.rs and story.py tell the same. `story.mjs OUT` writes the files too.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, MtlsError, recipes, resources } from '../../bindings-node/index.js'

const LEDGER = 'ledger.partner.example'
const AT = 1_800_000_000 // 2027-01-15
const SERVICE = { host: LEDGER, name: 'ledger', addresses: ['203.0.113.20'], port: 9443, at: AT }

const pair = ({ chain, key }) => ({ certificate: chain.toPem(), key: key.secretPkcs8Pem() })

// The partner's CA, and the client certificates that it issued.
const at = new Date(AT * 1000)
const partner = await CertificateAuthority.root('Partner CA', { at })
const ca = partner.certificate.toPem()
const client = (name) => partner.client(name, { at, validForSeconds: 90 * 86_400 })
const [cluster, cart, till] = await Promise.all(['cluster', 'cart', 'till'].map(client))
const [deployment] = resources.readYamlSync(readFileSync(join(import.meta.dirname, 'cart.yaml'), 'utf8'))

const ways = {
  // The service trusts the mesh's root: each workload shows its own certificate.
  mesh: { ...SERVICE, client: 'mesh', namespace: 'shop' },
  // It trusts a CA of its own: the egress gateway shows one certificate for all.
  gateway: { ...SERVICE, client: 'gateway', ca, ...pair(cluster) },
  // Each application has one. The Deployment of `cart` comes out with its volume, for `till` there is a patch.
  application: {
    ...SERVICE,
    client: 'application',
    namespace: 'shop',
    ca,
    applications: [
      { name: 'cart', ...pair(cart), workload: deployment },
      { name: 'till', ...pair(till) },
    ],
  },
}
const made = {}
for (const [way, options] of Object.entries(ways)) {
  const setUp = await recipes.egressMtls(options)
  made[way] = setUp
  console.log(`${way}, applied in this order:`)
  for (const { kind, metadata } of setUp.manifests) console.log(`  ${kind} ${metadata.namespace}/${metadata.name}`)
  for (const [name, text] of Object.entries(setUp.files)) process.stdout.write(`${name}:\n${text}`)
  console.log('taken for granted:')
  for (const assumption of setUp.assumptions) console.log(`  ${assumption}`)
  console.log()
}
console.log('Refused:')
const server = await partner.server([LEDGER], { at })
const refused = {
  'a key of another certificate': { ...ways.gateway, key: till.key.secretPkcs8Pem() },
  'a certificate for servers': { ...ways.gateway, ...pair(server) },
  "the service's own certificate as its CA": { ...ways.gateway, ca: server.chain.toPem() },
  'a certificate where the mesh has one': { ...ways.mesh, certificate: till.chain.toPem() },
  'no application': { ...SERVICE, client: 'application', ca },
}
for (const [what, options] of Object.entries(refused)) {
  try {
    await recipes.egressMtls(options)
  } catch (refusal) {
    if (!(refusal instanceof MtlsError)) throw refusal
    console.log(`  ${what}: ${refusal.findings.map(({ rule }) => rule).join(', ')}`)
    continue
  }
  throw new Error(`${what} is not refused`)
}

const out = process.argv[2]
if (out) {
  // The manifests hold keys, so 0600.
  mkdirSync(out, { recursive: true })
  for (const [way, setUp] of Object.entries(made)) {
    for (const [name, text] of Object.entries({ [`${way}.yaml`]: setUp.toYaml(), ...setUp.files })) {
      const path = join(out, name)
      rmSync(path, { force: true })
      writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    }
  }
}
