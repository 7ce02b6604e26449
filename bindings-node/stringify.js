'use strict'
const utf8 = new TextDecoder('utf-8', { fatal: true })

// The bounds by their places in what the native half hands over.
const [DOCUMENTS, LEVELS, NODES, BYTES] = [0, 1, 2, 3]

/** What a tree has too much of. */
class Exceeded {
  constructor(place) {
    this.place = place
  }
}

/**
 * A tree of plain values, or an array of such documents, as JSON text; where it exceeds one of the bounds, the place of
 * that bound. What JSON would drop or change is refused.
 */
function stringify(tree, documents, most) {
  const budget = { bytes: 0, most }
  try {
    if (!documents || !Array.isArray(tree)) return text(tree, budget)
    if (tree.length > most[DOCUMENTS]) return DOCUMENTS
    return `[${Array.from(tree, (document, index) => text(document, budget, `[${index}]`)).join()}]`
  } catch (error) {
    if (error instanceof Exceeded) return error.place
    throw error
  }
}

/**
 * The JSON of what stands at `place`. Counts as the engine does: two bytes for each key and value, and those of its text; each in
 * every place that it has.
 */
function text(tree, budget, place = '') {
  let nodes = 0
  const count = (size) => {
    nodes += 1
    budget.bytes += size + 2
    if (nodes > budget.most[NODES]) throw new Exceeded(NODES)
    if (budget.bytes > budget.most[BYTES]) throw new Exceeded(BYTES)
  }
  // The way from the tree down to what is visited, and the key of each part of it.
  const [way, keys] = [[], []]
  const json = JSON.stringify(tree, function (key, json) {
    while (way.length > 0 && way.at(-1) !== this) {
      way.pop()
      keys.pop()
    }
    const path = () => place + [...keys, key].slice(1).map((key, depth) => step(key, way[depth])).join('')
    // Before toJSON: a Buffer has one.
    const value = this[key]
    if (way.length > 0 && !Array.isArray(this)) count(key.length)
    if (value instanceof Uint8Array) {
      count(value.length)
      return decode(value, path())
    }
    if (typeof value === 'number' && !Number.isFinite(value)) throw refuse(value, path())
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') throw refuse(value, path())
    if (value instanceof Map || value instanceof Set) throw refuse('a Map or Set', path())
    count(typeof json === 'string' ? json.length : 0)
    if (typeof json === 'object' && json !== null) {
      // What holds itself has no last level.
      if (way.length >= budget.most[LEVELS] || way.includes(json)) throw new Exceeded(LEVELS)
      keys.push(key)
      way.push(json)
    }
    return json
  })
  if (json === undefined) throw refuse(tree, place)
  return json
}

/** The step from a list or an object to what it holds. A strange key is not shown: it may be a key of another kind. */
function step(key, holder) {
  if (Array.isArray(holder)) return `[${key}]`
  if (/^\w{1,63}$/.test(key)) return `.${key}`
  return /^[\w./-]{1,63}$/.test(key) ? `["${key}"]` : '["…"]'
}

function decode(bytes, path) {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refuse('bytes that are not UTF-8 text', path)
  }
}

function refuse(value, path) {
  const where = path === '' ? '' : ` (at ${path.replace(/^\./, '')})`
  const error = new TypeError(`options and manifests are plain values; there is no place for ${String(value)}${where}`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' })
}

module.exports = { stringify }
