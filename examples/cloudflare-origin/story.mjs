// A gateway behind Cloudflare that lets in Cloudflare's edge alone, and of its visitors those whom Access lets in.
//
// README.md tells the story; main.rs and story.py tell the same. `story.mjs OUT` writes the files too.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, ConfigFiles, MtlsError, checkConfig, recipes, resources } from '../../bindings-node/index.js'

const HOST = '*.cosmology.example'
const TEAM = 'cosmology'
// The AUD tag of the application in Access.
const AUDIENCE = '6f0c9cbde1f6d3f6d1e2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8'
const BIG_BANG = ['2.5', '2.9', '3.0']
const AT = 1_800_000_000 // 2027-01-15

/**
 * What is issued: the origin's certificate (by Cloudflare's Origin CA in earnest), the one that is uploaded for the zone,
 * and the CA that the gateway knows it by.
 */
async function certificates() {
  const at = new Date(AT * 1000)
  const originCa = await CertificateAuthority.root('Cosmology Origin CA', { at })
  const pullCa = await CertificateAuthority.root('Cosmology Origin Pull CA', { at })
  return {
    origin: await originCa.server([HOST], { at }),
    originCa,
    edge: await pullCa.client('edge.cosmology.example', { at, validForSeconds: 365 * 86_400 }),
    pullCa,
  }
}

/** The set-up of the story. */
const gateway = ({ origin, pullCa }) => ({
  hosts: [HOST],
  certificate: origin.chain.toPem(),
  key: origin.key.secretPkcs8Pem(),
  clientCa: pullCa.certificate.toPem(),
  pull: 'zone',
  access: { team: TEAM, audiences: [AUDIENCE] },
  at: AT,
})

const names = (manifests) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)

/** What manifests come to, with the rules that they break. */
async function read(manifests, edgeCa) {
  const files = new ConfigFiles({ 'manifests.yaml': manifests })
  const options = { hosts: [HOST], edgeCa: edgeCa.toPem(), at: new Date(AT * 1000) }
  const { verdict, findings } = await checkConfig('istio', files, options)
  const rules = findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)
  return rules.length > 0 ? `${verdict} (${rules.join(', ')})` : verdict
}

const issued = await certificates()
const options = gateway(issued)
const setUp = await recipes.cloudflareOrigin(options)
const manifests = setUp.toYaml()
const files = {
  'manifests.yaml': manifests,
  'edge.pem': issued.edge.chain.toPem(),
  'edge.key': issued.edge.key.secretPkcs8Pem(),
}
console.log('Applied in this order:')
for (const name of names(setUp.manifests)) console.log(`  ${name}`)
console.log('\nWith Big Bang, values and beside them:')
for (const version of BIG_BANG) {
  const { values, besideValues } = await recipes.cloudflareOrigin({ ...options, bigBang: version })
  files[`big-bang-${version}.yaml`] = values
  files[`big-bang-${version}-beside.yaml`] = resources.writeYaml(besideValues)
  console.log(`  ${version}: ${names(besideValues).join(', ')}`)
}
console.log('\nTaken for granted:')
for (const assumption of setUp.assumptions) console.log(`  ${assumption}`)
console.log('\nThe manifests, read before they are applied:')
const [edgeCa, otherCa] = [issued.pullCa.certificate, issued.originCa.certificate]
const optional = manifests.replaceAll('mode: MUTUAL', 'mode: OPTIONAL_MUTUAL')
console.log(`  as they are: ${await read(manifests, edgeCa)}`)
console.log(`  with OPTIONAL_MUTUAL: ${await read(optional, edgeCa)}`)
console.log(`  for another CA of the edge: ${await read(manifests, otherCa)}`)
console.log('\nRefused:')
const mistakes = {
  "the edge's certificate in the place of its CA": { clientCa: issued.edge.chain.leaf.toPem() },
  "the edge's key for the origin's certificate": { key: issued.edge.key.secretPkcs8Pem() },
  'tokens for any application of the team': { access: { team: TEAM, audiences: [] } },
  'certificates that have ended': { at: AT * 2 },
}
for (const [what, change] of Object.entries(mistakes)) {
  try {
    await recipes.cloudflareOrigin({ ...options, ...change })
  } catch (refusal) {
    if (!(refusal instanceof MtlsError)) throw refusal
    console.log(`  ${what}: ${refusal.findings.map(({ rule }) => rule).join(', ')}`)
    continue
  }
  throw new Error(`${what} is not refused`)
}

const out = process.argv[2]
if (out) {
  // 0600 for all: most hold a key.
  mkdirSync(out, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    const path = join(out, name)
    rmSync(path, { force: true })
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  }
}
