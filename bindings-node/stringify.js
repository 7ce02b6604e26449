'use strict'
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A tree of plain values as JSON text. What JSON would drop or change is refused. */
function stringify(tree) {
  const text = JSON.stringify(tree, function (key, json) {
    // Before toJSON: a Buffer has one.
    const value = this[key]
    if (value instanceof Uint8Array) return decode(value, key)
    if (typeof value === 'number' && !Number.isFinite(value)) throw refuse(value, key)
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') throw refuse(value, key)
    if (value instanceof Map || value instanceof Set) throw refuse('a Map or Set', key)
    return json
  })
  if (text === undefined) throw refuse(tree, '')
  return text
}

function decode(bytes, key) {
  try {
    return utf8.decode(bytes)
  } catch {
    throw refuse('bytes that are not UTF-8 text', key)
  }
}

function refuse(value, key) {
  const where = key === '' ? '' : ` (at ${JSON.stringify(key)})`
  const error = new TypeError(`options and manifests are plain values; there is no place for ${String(value)}${where}`)
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' })
}

module.exports = { stringify }
