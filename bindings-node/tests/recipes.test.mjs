// Recipes: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { CertificateAuthority, MtlsError, RecipeError, recipes, resources } from '../index.js'
import { planned, run } from './vectors.mjs'

const record = ({ manifests, files, findings }) => ({ manifests, files, rules: findings.map(({ rule }) => rule) })
const ofClusters = (clusters) => clusters.map(({ cluster, output }) => ({ cluster, ...record(output) }))
const withFiles = (recipe) => ({ values: { options } }) => record(recipe(options))

run(
  'recipes',
  {
    'recipes.cloudflare_origin': ({ values: { options } }) => {
      const { manifests, values, besideValues, findings } = recipes.cloudflareOriginSync(options)
      return { manifests, values, beside_values: besideValues, rules: findings.map(({ rule }) => rule) }
    },
    'recipes.egress_mtls': withFiles(recipes.egressMtlsSync),
    'recipes.egress_proxy': withFiles(recipes.egressProxySync),
    'recipes.multi_cluster_mesh': ({ values: { options } }) => ofClusters(recipes.multiClusterMeshSync(options)),
    'recipes.root_rotation': ({ values: { plan, options } }) =>
      recipes.rootRotationSync(planned(plan), options).map(({ kind, notBefore, until, restarts, clusters }) => ({
        kind,
        not_before: notBefore,
        until,
        restarts,
        clusters: ofClusters(clusters),
      })),
    'recipes.virtual_clusters': withFiles(recipes.virtualClustersSync),
  },
  MtlsError,
)

const origin = await CertificateAuthority.root('Origin')
const edge = await CertificateAuthority.root('Edge')
const { chain, key } = await origin.server(['*.shop.example'])
const options = {
  hosts: ['*.shop.example'],
  certificate: chain.toPem(),
  key: key.secretPkcs8Pem(),
  clientCa: Buffer.from(edge.certificate.toPem()),
  pull: 'zone',
}

test('the manifests are ready to be written', async () => {
  const setup = await recipes.cloudflareOrigin(options)
  const { manifests, assumptions } = setup
  assert.equal(setup.toYaml(), resources.writeYaml(manifests))
  assert.deepEqual(manifests.map(({ kind }) => kind), ['Secret', 'Gateway'])
  assert.deepEqual(resources.readYamlSync(resources.writeYaml(manifests)), manifests)
  assert.deepEqual(resources.validate(manifests).filter(({ severity }) => severity === 'error'), [])
  assert.ok(assumptions.length > 0)
})

test('material that does not fit is refused without quoting the key', async () => {
  const other = (await origin.server(['*.shop.example'])).key.secretPkcs8Pem()
  const tells = (error) => {
    assert.ok(error instanceof RecipeError)
    assert.ok(error.findings.length > 0)
    assert.ok(!JSON.stringify(error).includes(other.split('\n')[1]))
    return true
  }
  assert.throws(() => recipes.cloudflareOriginSync({ ...options, key: other }), tells)
  await assert.rejects(recipes.cloudflareOrigin({ ...options, key: other }), tells)
})

test('an option is named as JavaScript spells it', () => {
  for (const [given, fields] of [
    [{ hosts: ['a.example'], certificate: 'x', key: 'x', pull: 'zone' }, ['clientCa']],
    [{ ...options, clientCa: 5 }, ['clientCa']],
    [{ ...options, access: { team: 'a', audiences: [], serviceTokens: 5 } }, ['access.serviceTokens']],
  ]) {
    assert.throws(() => recipes.cloudflareOriginSync(given), (error) => {
      assert.deepEqual(error.findings.map(({ subject }) => subject.field), fields)
      assert.ok(fields.every((field) => error.message.includes(field)), error.message)
      return !/client_ca|service_tokens/.test(error.message + JSON.stringify(error.findings))
    })
  }
})

test('a set-up shows its key nowhere but in its manifests', () => {
  const setup = recipes.cloudflareOriginSync(options)
  const line = options.key.split('\n')[1]
  const inBase64 = Buffer.from(options.key).toString('base64')
  for (const shown of [inspect(setup, { showHidden: true, depth: Infinity }), JSON.stringify(setup), String(setup)]) {
    assert.ok(!shown.includes(line) && !shown.includes(inBase64.slice(40, 80)), shown)
  }
  assert.ok(JSON.stringify(setup.manifests).includes(inBase64.slice(40, 80)))
  assert.match(String(setup), /Gateway/)
})
