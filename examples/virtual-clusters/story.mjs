// Three environments in one cluster: HTTPS by one certificate, tokens for each, and the DNS records that lead there.
//
// README.md tells the story; main.rs and story.py tell the same. `story.mjs OUT` writes the files too.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, MtlsError, recipes } from '../../bindings-node/index.js'

const DOMAIN = 'api.storefront.example'
const TENANT = 'storefront-demo.auth0.com'
// The SOA record as `gcloud dns record-sets list --type SOA` shows it.
const SOA = 'ns-cloud-d1.googledomains.com. cloud-dns-hostmaster.google.com. 54 21600 3600 259200 300'
const AT = 1_800_000_000 // 2027-01-15

/** The certificate for every environment. A public CA would issue it. */
async function wildcard() {
  const at = new Date(AT * 1000)
  const ca = await CertificateAuthority.root('Storefront CA', { at })
  return ca.server([`*.${DOMAIN}`], { at })
}

const tokens = (audience) => ({ auth0: TENANT, audiences: [audience] })

/** The set-up of the story. `dev` and `test` share an audience; testers of `uat` come from outside. */
const environments = ({ chain, key }) => ({
  domain: DOMAIN,
  name: 'storefront',
  clusters: [
    { namespace: 'dev' },
    { namespace: 'test' },
    { namespace: 'uat', jwt: tokens('storefront-api-uat') },
  ],
  jwt: tokens('storefront-api-dev-test'),
  routes: ['accounts', 'fulfillment', 'orders'].map((service) => ({ prefix: `/${service}`, service, port: 8080 })),
  outside: [
    { mongodbAtlas: 'ab1cd.gcp.mongodb.net' },
    { confluentKafka: 'pkc-1a2b3.us-central1.gcp.confluent.cloud' },
  ],
  certificate: chain.toPem(),
  key: key.secretPkcs8Pem(),
  dns: {
    zone: 'storefront.example',
    soa: SOA,
    oldAddresses: ['203.0.113.1'],
    newAddresses: ['203.0.113.7'],
  },
  at: AT,
})

const options = environments(await wildcard())
const setUp = await recipes.virtualClusters(options)
console.log('Applied in this order:')
for (const { kind, metadata } of setUp.manifests) {
  console.log(`  ${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')}`)
}
console.log(`\ntransaction.yaml:\n${setUp.files['transaction.yaml']}`)
console.log('Taken for granted:')
for (const assumption of setUp.assumptions) console.log(`  ${assumption}`)
console.log('\nRefused:')
const far = { namespace: 'demo', host: `demo.eu.${DOMAIN}` }
const refused = {
  'a host two labels below the wildcard': { clusters: [...options.clusters, far] },
  "an issuer without Auth0's slash": { jwt: { issuer: `https://${TENANT}`, audiences: ['a'] } },
  'tokens for any audience': { jwt: { auth0: TENANT } },
  'a certificate that has ended': { at: AT * 2 },
}
for (const [what, change] of Object.entries(refused)) {
  try {
    await recipes.virtualClusters({ ...options, ...change })
  } catch (refusal) {
    if (!(refusal instanceof MtlsError)) throw refusal
    console.log(`  ${what}: ${refusal.findings.map(({ rule }) => rule).join(', ')}`)
    continue
  }
  throw new Error(`${what} is not refused`)
}

const out = process.argv[2]
if (out) {
  // The manifests hold the key, so 0600.
  mkdirSync(out, { recursive: true })
  for (const [name, text] of Object.entries({ 'manifests.yaml': setUp.toYaml(), ...setUp.files })) {
    const path = join(out, name)
    rmSync(path, { force: true })
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  }
}
