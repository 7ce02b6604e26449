// The functions of the modelled kinds: each builds what the engine builds.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'

import { ResourceError, resources } from '../index.js'
import { run } from './vectors.mjs'

const kinds = createRequire(import.meta.url)('../kinds.js')
const SCHEMA = new Map(resources.schema().map((one) => [`${one.group}/${one.kind}`.replace(/^\//, ''), one]))
const BUILDERS = new Map(Object.entries(kinds).map(([name, kind]) => [kind, resources[name]]))

/** What is built, or the findings. */
function outcome(build) {
  try {
    return build()
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error
    return error.findings
  }
}

const builtTwice = ({ values: { kind, options } }) => {
  const made = () => resources.build(kind, options)
  if (BUILDERS.has(kind)) assert.deepEqual(outcome(() => BUILDERS.get(kind)(options)), outcome(made))
  return made()
}

run('kinds', { 'resources.build': builtTwice }, ResourceError)

test('every kind has a function', () => {
  assert.deepEqual([...BUILDERS.keys()].sort(), [...SCHEMA.keys()].sort())
  for (const [name, kind] of Object.entries(kinds)) {
    assert.equal(resources[name].name, name)
    assert.throws(() => resources[name](), { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: /`options` must be an object/ }, kind)
  }
})

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())

/** Something of the type, with all its fields, by the names of the API or by ours. */
function sample(type, named) {
  if (type.list) return [sample(type.list, named)]
  if (type.map) return { key: sample(type.map, named) }
  if (type.values) return type.values[0]
  if (type.fields) return Object.fromEntries(type.fields.map((one) => [named(one.name), sample(one.type, named)]))
  return { string: 'x', document: Buffer.from('x'), boolean: true, integer: 1, any: { someField: 1 } }[type]
}

for (const [kind, { options }] of SCHEMA) {
  test(`every option is known in camelCase: ${kind}`, () => {
    const written = (named) => {
      const given = {}
      for (const { name, type } of options) {
        // What all kinds have under that name stands there first.
        const place = Object.hasOwn(given, named(name)) ? (given.spec ??= {}) : given
        place[named(name)] = sample(type, named)
      }
      return given
    }
    const made = outcome(() => BUILDERS.get(kind)(written(camel)))
    const same = outcome(() => resources.build(kind, written((name) => name)))
    if (!Array.isArray(made)) return assert.deepEqual(made, same)
    const rules = (findings) => findings.map(({ rule }) => rule)
    assert.deepEqual(rules(made), rules(same))
    for (const rule of rules(made)) assert.doesNotMatch(rule, /^option-(unknown|type)$/)
  })

  test(`what an option does not take is refused: ${kind}`, () => {
    for (const { name } of options) {
      for (const wrong of [1n, () => 1, Symbol('x'), new Map(), NaN]) {
        assert.throws(() => BUILDERS.get(kind)({ [camel(name)]: wrong }), TypeError, name)
      }
    }
    const findings = outcome(() => BUILDERS.get(kind)({ nothing: 1, nme: 'x' }))
    assert.equal(findings.filter(({ rule }) => rule === 'option-unknown').length, 2)
    assert.ok(findings.some(({ rule, subject }) => rule === 'option-missing' && subject.field === 'name'))
  })
}

test('a kind is asked for by its full name', () => {
  assert.throws(() => resources.build('Gateway', { name: 'g' }), {
    name: 'ResourceError',
    code: 'kind-unknown',
    message: /did you mean `networking\.istio\.io\/Gateway`/,
  })
  assert.throws(() => resources.build('Secret'), TypeError)
  assert.throws(() => resources.build(1, {}), TypeError)
})
