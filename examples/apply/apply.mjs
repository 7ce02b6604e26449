// Applies what the builders made, on the server's side: `node apply.mjs [--force] [URL]`. Without a URL the cluster is the
// kubeconfig's.
import { createRequire } from 'node:module'

import { resources } from '../../bindings-node/index.js'

// In a program of your own: `import { … } from '@kubernetes/client-node'`. Here it is among the package's development tools.
const require = createRequire(new URL('../../bindings-node/index.js', import.meta.url))
const { ApiException, KubeConfig, KubernetesObjectApi, PatchStrategy } = require('@kubernetes/client-node')

const MANAGER = 'mtls-core-example'

/** Everyone in `shop` comes by mutual TLS, and calls `cart` by it. */
const manifests = () => [
  resources.peerAuthentication({ name: 'default', namespace: 'shop', mtls: { mode: 'STRICT' } }),
  resources.destinationRule({
    name: 'cart',
    namespace: 'shop',
    host: 'cart.shop.svc.cluster.local',
    trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
  }),
]

const force = process.argv.includes('--force')
const [url] = process.argv.slice(2).filter((argument) => argument !== '--force')
const config = new KubeConfig()
if (url) config.loadFromClusterAndUser({ name: 'given', server: url, skipTLSVerify: url.startsWith('http:') }, { name: 'nobody' })
else config.loadFromDefault()

const cluster = KubernetesObjectApi.makeApiClient(config)
for (const manifest of manifests()) {
  const of = `${manifest.kind} ${manifest.metadata.name}`
  try {
    await cluster.patch(manifest, undefined, undefined, MANAGER, force, PatchStrategy.ServerSideApply)
  } catch (error) {
    if (!(error instanceof ApiException)) throw error
    console.log(`${of}: refused with ${error.code}`)
    process.exit(1)
  }
  console.log(`${of}: applied`)
}
