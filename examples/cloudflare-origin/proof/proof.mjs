// An Istio gateway that lets Cloudflare's edge alone in: built, run, probed, and broken in three ways.
// The README one folder up tells the story; main.rs and proof.py tell the same.

import { CertificateAuthority, ConfigFiles, TlsIdentity, checkConfig, probeOrigin, recipes } from '../../../bindings-node/index.js'
import { gateway } from './gateway.mjs'

const HOST = 'shop.example'
// A server more.
const PLAINTEXT = `  servers:
  - port: {number: 80, protocol: HTTP, name: http-80}
    hosts: [shop.example]
`

// Issued the certificate that Cloudflare's edge shows for this zone.
const edgeCa = await CertificateAuthority.root('Shop Origin Pull')
const { chain, key } = await edgeCa.client('shop.example zone')
const edge = new TlsIdentity(chain, key)
// Issued the gateway's own.
const originCa = await CertificateAuthority.root('Shop Origin')

/** For a gateway that takes clients under `clientCa`. */
async function manifests(clientCa) {
  const served = await originCa.server([HOST])
  return recipes.cloudflareOrigin({
    hosts: [HOST],
    gateway: 'public',
    namespace: 'istio-system',
    certificate: served.chain.toPem(),
    key: served.key.secretPkcs8Pem(),
    clientCa: clientCa.certificate.toPem(),
    pull: 'zone',
  })
}

async function tell() {
  const built = await manifests(edgeCa)
  const text = built.toYaml()
  console.log('Built, and applied in this order:')
  for (const { kind, metadata } of built.manifests) console.log(`  ${kind} ${metadata.namespace}/${metadata.name}`)
  console.log('\nAs it was built:')
  await judge(text)

  console.log('\nBroken: it asks for a certificate, and does not insist.')
  await judge(edited(text, 'mode: MUTUAL', 'mode: OPTIONAL_MUTUAL'))

  console.log('\nBroken: it listens without TLS as well.')
  await judge(edited(text, '  servers:\n', PLAINTEXT))

  console.log("\nBroken: the CA of the clients is the one of the gateway's own certificate.")
  const mixedUp = await manifests(originCa)
  for (const { rule, severity } of mixedUp.findings) {
    if (severity !== 'info') console.log(`  the recipe warns: ${rule}`)
  }
  await judge(mixedUp.toYaml())
}

/** As by a hand that changes one place. */
function edited(text, from, to) {
  if (text.split(from).length !== 2) throw new Error(`the manifests do not say \`${from}\` once`)
  return text.replace(from, () => to)
}

/** The verdict on the manifests, then the one on the gateway that runs with them. */
async function judge(text) {
  const files = new ConfigFiles({ 'manifests.yaml': text })
  const config = await checkConfig('istio', files, { hosts: [HOST], edgeCa: edgeCa.certificate.toPem() })
  console.log(`  the manifests say: ${config.verdict}${rules(config.findings)}`)

  const report = await gateway(text, (ports) =>
    probeOrigin(`127.0.0.1:${ports.get(443)}`, {
      serverName: HOST,
      edgeCertificate: edge,
      edgeCa: [edgeCa.certificate],
      plaintextPort: ports.get(80),
    }),
  )
  for (const [who, probe] of [
    ['without a certificate', 'no-certificate'],
    ['with one of another CA', 'same-name-ca'],
    ['as the edge', 'edge-certificate'],
  ]) {
    for (const seen of report.evidence) {
      if (seen.probe === probe) console.log(`  ${who}, ${seen.version}: ${seen.reading}`)
    }
  }
  console.log(`  the probe says: ${report.verdict}${rules(report.findings)}`)
}

/** What is wrong, by name. */
function rules(findings) {
  const names = findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)
  return names.length > 0 ? ` (${[...new Set(names)].sort().join(', ')})` : ''
}

await tell()
