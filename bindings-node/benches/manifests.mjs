// 10,000 manifests read to objects, validated and written again, beside the package `yaml`, which validates nothing.
//
// Prints `ratio NAME VALUE`: the other's time divided by ours, more is better. The times themselves go to standard error.
// The two take turns in one run, so that both meet the same machine, and the shortest turns count. The stream is the one
// that the benchmark of the core leaves behind: `manifests.mjs target/tmp/manifests.yaml`. The numbers mean something for
// a release build alone: `make bench` makes one.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parseAllDocuments, stringify } from 'yaml'

import { resources } from '../index.js'

const { checkYamlSync, readYamlSync, validate, writeYaml } = resources

const ROUNDS = 3
const DOCUMENTS = 10_000

/** The time of one call, in seconds. */
function turn(work) {
  const start = process.hrtime.bigint()
  work()
  return Number(process.hrtime.bigint() - start) / 1e9
}

function compare(name, theirs, ours) {
  const best = [Infinity, Infinity]
  for (let round = 0; round < ROUNDS; round++) {
    best[0] = Math.min(best[0], turn(theirs))
    best[1] = Math.min(best[1], turn(ours))
  }
  console.error(`${name}: yaml ${best[0].toFixed(3)} s, ours ${best[1].toFixed(3)} s`)
  console.log(`ratio ${name} ${(best[0] / best[1]).toFixed(2)}`)
}

const text = readFileSync(process.argv[2], 'utf8')
const load = () => parseAllDocuments(text).map((document) => document.toJS())

// Both read every document.
assert.equal(load().length, DOCUMENTS)
assert.equal(readYamlSync(text).length, DOCUMENTS)
assert.ok(checkYamlSync(text).every((finding) => finding.severity !== 'error'))

compare(
  'manifests-node',
  () => load().map((document) => stringify(document)).join('---\n'),
  () => {
    const manifests = readYamlSync(text)
    return [validate(manifests), writeYaml(manifests)]
  },
)
// Without an object for each: reading and judging alone, which needs no writing on either side.
compare('manifests-node-check', load, () => checkYamlSync(text))
