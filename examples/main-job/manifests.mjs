// Step 4: the gateway behind Cloudflare, from the options that the Rust program wrote.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { recipes } from '../../bindings-node/index.js'

/** Writes manifests and Big Bang values; all hold the gateway's key, so 0600. */
export async function writeManifests(out) {
  const { client_ca: clientCa, big_bang: bigBang, ...rest } = JSON.parse(
    readFileSync(join(out, 'gateway-options.json'), 'utf8'),
  )
  const setup = await recipes.cloudflareOrigin({ ...rest, clientCa, bigBang })
  const documents = { manifests: setup.toYaml(), 'bigbang-values': setup.values ?? '' }
  for (const [name, text] of Object.entries(documents)) {
    const path = join(out, `${name}-node.yaml`)
    rmSync(path, { force: true })
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
    console.log(`  ${name} -> ${path}`)
  }
  console.log(`  ${setup.assumptions.length} assumptions, ${setup.findings.length} findings`)
}
