'use strict'
// Refuses arguments of another type before they reach the native half, with a TypeError that names the argument.
const { types } = require('node:util')
const { interfaces } = require('./signatures.js')

const CODE = 'ERR_INVALID_ARG_TYPE'
const NAPI = new Set(['InvalidArg', 'ObjectExpected', 'StringExpected', 'NumberExpected', 'ArrayExpected'])

const CHECKS = {
  any: () => true,
  bigint: (value) => typeof value === 'bigint',
  boolean: (value) => typeof value === 'boolean',
  function: (value) => typeof value === 'function',
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  string: (value) => typeof value === 'string',
  // Those of other realms too.
  Date: types.isDate,
  Uint8Array: types.isUint8Array,
}

const WORDS = { any: 'anything', object: 'an object', null: 'null' }

// A Date, a buffer or a Map has none of the fields that are asked for, and would pass for options that ask for nothing.
function isRecord(value) {
  return CHECKS.object(value) && Object.prototype.toString.call(value) === '[object Object]'
}

/** `register('SpiffeId', SpiffeId)`: what the classes are that signatures name. */
function register(name, Class) {
  CHECKS[name] = (value) => value instanceof Class
}

/** Throws unless the arguments are those of the signature: `[['id', 'SpiffeId | string'], ['options?', 'LeafOptions | null']]`. */
function check(where, signature, given, caller) {
  for (let index = 0; index < signature.length; index += 1) {
    const [name, type] = signature[index]
    const wrong = fault(name, type, given[index])
    if (wrong === undefined) continue
    const error = new TypeError(`${where}: ${wrong}`)
    Error.captureStackTrace?.(error, caller)
    throw Object.assign(error, { code: CODE })
  }
}

/** The kinds of `Crl | (Crl | string)[] | null`: three. */
function kindsOf(type) {
  return type.split(/ \| (?![^(]*\))/)
}

function elementOf(kind) {
  return kind.slice(0, -2).replace(/^\((.*)\)$/, '$1')
}

/** What is wrong with a value, in words; undefined if nothing is. */
function fault(name, type, value) {
  const optional = name.endsWith('?')
  const place = optional ? name.slice(0, -1) : name
  if (optional && value === undefined) return undefined
  let within
  const kinds = kindsOf(type)
  for (const kind of kinds) {
    if (kind.endsWith('[]')) {
      if (!Array.isArray(value)) continue
      within = inArray(place, elementOf(kind), value)
    } else if (Object.hasOwn(interfaces, kind)) {
      if (!isRecord(value)) continue
      within = inFields(place, interfaces[kind], value)
    } else if (!CHECKS[kind](value)) {
      continue
    }
    if (within === undefined) return undefined
  }
  return within ?? `\`${place}\` must be ${kinds.map(expected).join(' or ')}, not ${received(value)}`
}

function inArray(place, kind, values) {
  for (let index = 0; index < values.length; index += 1) {
    const wrong = fault(`${place}[${index}]`, kind, values[index])
    if (wrong !== undefined) return wrong
  }
  return undefined
}

// Fields that are not known here are the native half's to refuse.
function inFields(place, fields, value) {
  for (const [field, type] of fields) {
    const wrong = fault(`${place}.${field}`, type, value[field.replace('?', '')])
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function expected(kind) {
  if (kind.endsWith('[]')) return `an array of ${kindsOf(elementOf(kind)).join(' or ')}`
  if (Object.hasOwn(interfaces, kind)) return 'an object'
  return WORDS[kind] ?? `${/^[AEIOU]/i.test(kind) ? 'an' : 'a'} ${kind}`
}

// The type alone: the value may be a secret.
function received(value) {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const { name } = Object.getPrototypeOf(value)?.constructor ?? {}
  return typeof name === 'string' && name !== '' && name !== 'Object' ? `an object of class ${name}` : 'an object'
}

/** The function, which checks its arguments first. */
function checked(where, signature, native) {
  const wrapper = {
    [native.name](...given) {
      check(where, signature, given, wrapper)
      return guarded(where, native, this, given)
    },
  }[native.name]
  return wrapper
}

/** The getter or setter, which tells an object of another class so. */
function accessor(where, native) {
  return (
    native &&
    function (...given) {
      return guarded(where, native, this, given)
    }
  )
}

// What passes the checks and is none of ours after all: an object of a forged prototype, a property that changes when it
// is read again. Node-API's own word on it names Rust types.
function guarded(where, native, receiver, given, target) {
  try {
    return target ? Reflect.construct(native, given, target) : Reflect.apply(native, receiver, given)
  } catch (error) {
    if (!NAPI.has(error?.code)) throw error
    throw Object.assign(new TypeError(`${where}: an object is not of the class that it seems to be`), { code: CODE })
  }
}

module.exports = { accessor, check, checked, guarded, kindsOf, register }
