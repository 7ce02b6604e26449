// The mesh's side: what sends the services to the proxy in their own name. mesh.rs and mesh.py give the same.

import { recipes } from '../../bindings-node/index.js'

const trusted = {
  name: 'trusted-services',
  namespace: 'trusted',
  hosts: ['bank.example', '*.partner.example'],
  ports: [80, 443],
  action: 'allow',
}
const untrusted = {
  name: 'untrusted-sleep',
  namespace: 'untrusted',
  serviceAccount: 'sleep',
  hosts: ['*.partner.example'],
  ports: [443],
  action: 'inspect',
}
const output = await recipes.egressProxy({
  host: 'egress.mesh.internal',
  identity: 'spiffe://cluster.local/ns/egress/sa/egress-proxy',
  addresses: ['192.0.2.7'],
  rules: [trusted, untrusted],
})
process.stdout.write(`${output.toYaml()}---\n# The proxy's own settings, egress-proxy.yaml:\n`)
process.stdout.write(output.files['egress-proxy.yaml'])
