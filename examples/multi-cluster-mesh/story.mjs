// One mesh over two clusters: a root that stays outside, an intermediate and a trust domain for each cluster.
//
// README.md tells the story; main.rs and story.py tell the same. `story.mjs OUT` writes the files too.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateAuthority, ChainVerifier, MtlsError, TrustBundle, recipes } from '../../bindings-node/index.js'

const AT = 1_800_000_000 // 2027-01-15
const ARN = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/11112222-3333-4444-5555-666677778888'
const CALLER = 'cluster-a.ew.bp/ns/app-a/sa/sa-a'
const DOMAINS = ['cluster-a.ew.bp', 'cluster-b.ew.bp']

const at = new Date(AT * 1000)
const root = await CertificateAuthority.root('Mesh Root', { at })
const rootPem = root.certificate.toPem()

const cluster = (letter, trustDomain) => ({
  name: `cluster-${letter}`,
  trustDomain,
  network: `vpc-${letter}`,
  apiServer: { server: `https://${letter}.eks.example:443`, ca: rootPem, token: `token-of-${letter}` },
})
const access = (principal) => ({
  cluster: 'cluster-b',
  namespace: 'app-b',
  name: 'app-b-authz-rw',
  labels: { 'app.kubernetes.io/instance': 'app-b', 'app.kubernetes.io/name': 'app-b' },
  principals: [principal],
})

// The mesh of the article, with a hyphen for the underscore in its trust domains.
const web = await (await CertificateAuthority.root('Web CA', { at })).server(['api.ew.example'], { at })
const customers = await CertificateAuthority.root('Customers', { at })
const ingress = {
  cluster: 'cluster-b',
  hosts: ['api.ew.example'],
  certificate: web.chain.toPem(),
  key: web.key.secretPkcs8Pem(),
  clientCa: customers.certificate.toPem(),
}
const mesh = {
  mesh: 'bitpanda',
  clusters: [cluster('a', DOMAINS[0]), cluster('b', DOMAINS[1])],
  permissiveNamespaces: ['legacy'],
  access: [access(CALLER)],
  ingress: [ingress],
  at: AT,
}
const own = { ...mesh, root: root.secretCacerts() }

const resource = ({ kind, metadata: { namespace, name } }) => `${kind} ${namespace ? `${namespace}/` : ''}${name}`

const clusters = await recipes.multiClusterMesh(own)
for (const { cluster, output } of clusters) {
  console.log(`${cluster}, applied in this order:`)
  for (const manifest of output.manifests) console.log(`  ${resource(manifest)}`)
  for (const [name, text] of Object.entries(output.files)) process.stdout.write(`${name}:\n${text}`)
  console.log('taken for granted:')
  for (const assumption of output.assumptions) console.log(`  ${assumption}`)
  console.log()
}
console.log('With AWS Private CA, cluster-a, applied in this order:')
const [first] = await recipes.multiClusterMesh({ ...mesh, awsPca: { arn: ARN, root: rootPem } })
for (const manifest of first.output.manifests) console.log(`  ${resource(manifest)}`)
console.log()

// Whom the clusters take in, by the roots of their own Secrets.
const authority = ({ output }) => {
  const { data } = output.manifests.find(({ metadata }) => metadata.name === 'cacerts')
  const entries = Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64')])
  return CertificateAuthority.fromCacerts(Object.fromEntries(entries))
}
const [ofA, ofB] = clusters.map(authority)
const stranger = await CertificateAuthority.root('Somebody Else', { at })
const a = 'spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a'
const b = 'spiffe://cluster-b.ew.bp/ns/app-b/sa/sa-b'
for (const [what, verifier, issuer, id] of [
  ['cluster-b judges app-a of cluster-a', ofB, ofA, a],
  ['cluster-a judges app-b of cluster-b', ofA, ofB, b],
  ['cluster-b judges app-a of somebody else', ofB, stranger, a],
]) {
  const bundles = DOMAINS.map((domain) => new TrustBundle(domain, verifier.roots))
  const { chain } = await issuer.svid(id, { at })
  try {
    console.log(`${what}: ${new ChainVerifier(bundles).verifySync(chain, { at }).spiffeId}`)
  } catch (refusal) {
    if (!(refusal instanceof MtlsError)) throw refusal
    console.log(`${what}: ${refusal.code}`)
  }
}
console.log()

console.log('Refused:')
const below = await (await CertificateAuthority.root('Other Root', { at })).intermediate('cluster-c', { at })
const withC = (more) => ({
  ...own,
  clusters: [...own.clusters, { name: 'cluster-c', trustDomain: 'cluster-c.ew.bp', ...more }],
})
const withCaller = (principal) => ({ ...own, access: [...own.access, access(principal)] })
const article = ['a', 'b'].map((x) => ({ name: `cluster-${x}`, trustDomain: `cluster_${x}.ew.bp` }))
const refused = {
  "the article's trust domains": { mesh: 'bitpanda', clusters: article, root: own.root },
  'a SPIFFE ID for a principal': withCaller('spiffe://cluster-a.ew.bp/ns/app-a/sa/sa-a'),
  'a caller of no cluster': withCaller('cluster-c.ew.bp/ns/app-a/sa/sa-a'),
  'a cluster under another root': withC({ cacerts: below.secretCacerts() }),
  "the root's key in a cluster": withC({ cacerts: root.secretCacerts() }),
  'an API server in plaintext': withC({ apiServer: { server: 'http://c.eks.example', ca: rootPem, token: 't' } }),
}
for (const [what, options] of Object.entries(refused)) {
  try {
    await recipes.multiClusterMesh(options)
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
  for (const { cluster, output } of clusters) {
    const files = Object.entries(output.files).map(([name, text]) => [`${cluster}-${name}`, text])
    for (const [name, text] of [[`${cluster}.yaml`, output.toYaml()], ...files]) {
      const path = join(out, name)
      rmSync(path, { force: true })
      writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    }
  }
}
