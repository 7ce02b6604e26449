// Recipes: the shared cases, and what is Node's own.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CertificateAuthority, MtlsError, RecipeError, recipes, resources } from '../index.js'
import { run } from './vectors.mjs'

run(
  'recipes',
  {
    'recipes.cloudflare_origin': ({ values: { options } }) => {
      const { manifests, values, besideValues, findings } = recipes.cloudflareOrigin(options)
      return { manifests, values, beside_values: besideValues, rules: findings.map(({ rule }) => rule) }
    },
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

test('the manifests are ready to be written', () => {
  const { manifests, assumptions } = recipes.cloudflareOrigin(options)
  assert.deepEqual(manifests.map(({ kind }) => kind), ['Secret', 'Gateway'])
  assert.deepEqual(resources.readYaml(resources.writeYaml(manifests)), manifests)
  assert.deepEqual(resources.validate(manifests).filter(({ severity }) => severity === 'error'), [])
  assert.ok(assumptions.length > 0)
})

test('material that does not fit is refused without quoting the key', async () => {
  const other = (await origin.server(['*.shop.example'])).key.secretPkcs8Pem()
  assert.throws(
    () => recipes.cloudflareOrigin({ ...options, key: other }),
    (error) => {
      assert.ok(error instanceof RecipeError)
      assert.ok(error.findings.length > 0)
      assert.ok(!JSON.stringify(error).includes(other.split('\n')[1]))
      return true
    },
  )
})
