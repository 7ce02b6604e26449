// A mesh gets another root: what is applied in each cluster, and not before when.
//
// README.md tells the story; main.rs and story.py tell the same. `story.mjs OUT` writes the manifests too.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, MtlsError, RotationPlan, TrustBundle, recipes } from '../../bindings-node/index.js'

const START = Date.parse('2027-01-15T08:00:00Z')
const ARN = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/99998888-7777-6666-5555-444433332222'

const at = new Date(START)
const after = (date) => (date - START) / 1000
const resource = ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`

/** A cluster's intermediate under a root. */
const below = async (root, cluster) =>
  (await root.intermediate(cluster, { trustDomain: `${cluster}.ew.bp`, at })).secretCacerts()

/** One that ends an hour after the rotation begins. */
const ending = async (root, cluster) =>
  (await root.intermediate(cluster, { trustDomain: `${cluster}.ew.bp`, at, validForSeconds: 3600 })).secretCacerts()

/** A stage: when, what in each cluster, and what the Secret says afterwards. */
function say({ kind, notBefore, until, clusters, restarts }) {
  console.log(`${kind}, not before ${after(notBefore)} s${until > notBefore ? `, until ${after(until)} s` : ''}`)
  for (const { cluster, output } of clusters) {
    for (const manifest of output.manifests) {
      console.log(`  ${cluster}: ${resource(manifest)}`)
      if (manifest.metadata.name === 'cacerts') {
        const entries = Object.entries(manifest.data).map(([name, value]) => [name, Buffer.from(value, 'base64')])
        const { certificate, roots } = CertificateAuthority.fromCacerts(Object.fromEntries(entries))
        const trusted = roots.map(({ subject }) => subject).join(' and ')
        console.log(`    issues under ${certificate.issuer}, trusts ${trusted}`)
      }
    }
    if (cluster !== 'cluster-a') continue
    for (const [name, text] of Object.entries(output.files)) process.stdout.write(`${name}:\n${text}`)
  }
  for (const restart of restarts) console.log(`  then ${restart}`)
  for (const assumption of clusters[0].output.assumptions) console.log(`  taken for granted: ${assumption}`)
  console.log()
}

const [old, next, other] = await Promise.all(
  ['Mesh Root 2017', 'Mesh Root 2027', 'Other Root'].map((name) => CertificateAuthority.root(name, { at })),
)
const plan = new RotationPlan(new TrustBundle('cluster-a.ew.bp', [old.certificate]), [next.certificate], {
  start: at,
  svidLifetimeSeconds: 86_400,
  switchWindowSeconds: 3600,
})
const clusters = await Promise.all(
  ['cluster-a', 'cluster-b'].map(async (name) => ({ name, current: await below(old, name) })),
)
const root = next.secretCacerts()
const stages = await recipes.rootRotation(plan, { clusters, root, bundle: 'mesh-roots' })
stages.forEach(say)

console.log('With AWS Private CA:')
const awsPca = { arn: ARN, root: next.certificate.toPem() }
// Proxies hear of roots with their next certificate.
const slow = new RotationPlan(new TrustBundle('cluster-a.ew.bp', [old.certificate]), [next.certificate], {
  start: at,
  svidLifetimeSeconds: 3600,
  refreshHintSeconds: 3600,
  // cert-manager issues the new intermediate, and istio-csr starts anew.
  switchWindowSeconds: 600,
})
for (const { kind, clusters, restarts } of await recipes.rootRotation(slow, { clusters: [{ name: 'cluster-a' }], awsPca })) {
  for (const { output } of clusters) {
    for (const manifest of output.manifests) console.log(`  ${kind}: ${resource(manifest)}`)
  }
  for (const first of restarts.slice(0, 1)) console.log(`  ${kind}: ${first}`)
}

console.log('\nRefused:')
const [a] = clusters
const refused = {
  'a cluster that is under another root': {
    clusters: [{ name: 'cluster-a', current: await below(other, 'cluster-a') }],
    root,
  },
  'a next CA under the old root': { clusters: [{ ...a, next: await below(old, 'cluster-a') }] },
  'a next CA of another trust domain': { clusters: [{ ...a, next: await below(next, 'cluster-b') }] },
  'nobody to issue the next CA': { clusters: [a] },
  'a CA that ends before the switch': {
    clusters: [{ name: 'cluster-a', current: await ending(old, 'cluster-a') }],
    root,
  },
  "a switch before istio-csr's proxies know the root": { clusters: [{ name: 'cluster-a' }], awsPca },
}
for (const [what, options] of Object.entries(refused)) {
  try {
    await recipes.rootRotation(plan, options)
  } catch (refusal) {
    if (!(refusal instanceof MtlsError)) throw refusal
    for (const { rule, message } of refusal.findings) console.log(`  ${what}: ${rule}: ${message}`)
    continue
  }
  throw new Error(`${what} is not refused`)
}

const out = process.argv[2]
if (out) {
  // The manifests hold keys, so 0600.
  mkdirSync(out, { recursive: true })
  for (const [number, { kind, clusters }] of stages.entries()) {
    for (const { cluster, output } of clusters.filter(({ output }) => output.manifests.length > 0)) {
      const path = join(out, `${number + 1}-${kind}-${cluster}.yaml`)
      rmSync(path, { force: true })
      writeFileSync(path, output.toYaml(), { mode: 0o600, flag: 'wx' })
    }
  }
}
