// The main job in Node, step by step as in the Rust program.
//
// `story.mjs OUT` tells the story and judges the Rust program's cases (OUT/cases.json) and builds its gateway
// (OUT/gateway-options.json) too; `story.mjs OUT CERTS` judges the PEM files of the folder CERTS.
// agree.py compares what the programs write to OUT.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { readFolder } from './certs.mjs'
import { handshake } from './handshake.mjs'
import { judgeAll, writeVerdicts } from './judge.mjs'
import { writeManifests } from './manifests.mjs'
import { casesOf, issue } from './material.mjs'

const [out, certificates] = process.argv.slice(2)
const shared = JSON.parse(readFileSync(join(out, 'cases.json'), 'utf8'))

if (certificates) {
  heading(`Node: the certificates in ${certificates}`)
  const { files, cases } = readFolder(certificates, shared[0].at)
  writeVerdicts(out, files, await judgeAll(cases))
} else {
  heading('Node 1. A root, two intermediates, identities for the workloads')
  const material = await issue(join(out, 'pki-node'))

  heading('Node 2. Verify good and bad chains: the same ones of its own, and those of the Rust program')
  await judgeAll(casesOf(material))
  writeVerdicts(out, [], await judgeAll(shared))

  heading('Node 3. A server and two clients on loopback')
  await handshake(material)

  heading('Node 4. The manifests of the gateway')
  await writeManifests(out)
}

function heading(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`)
}
