// The arguments of every function and the fields of every options object, as they are declared: what arguments.js holds
// callers to.
import { createRequire } from 'node:module'

const ts = createRequire(import.meta.url)('typescript')

/** The text of signatures.js. `header` is the part of the declarations that is not made from the Rust sources. */
export function signatures(declarations, header) {
  const source = ts.createSourceFile('index.d.ts', declarations, ts.ScriptTarget.Latest, true)
  // What a kind adds stands in a block of its own.
  const statements = source.statements.flatMap((one) =>
    ts.isModuleDeclaration(one) && ts.isStringLiteral(one.name) ? [...one.body.statements] : [one],
  )
  const named = (kind) => new Map(statements.filter((one) => one.kind === kind).map((one) => [one.name.text, one]))
  const aliases = named(ts.SyntaxKind.TypeAliasDeclaration)
  const classes = named(ts.SyntaxKind.ClassDeclaration)
  const interfaces = named(ts.SyntaxKind.InterfaceDeclaration)

  const result = { classes: {}, functions: {}, interfaces: {} }

  const kindsOf = (type) => {
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
      case ts.SyntaxKind.NumberKeyword:
      case ts.SyntaxKind.BooleanKeyword:
      case ts.SyntaxKind.BigIntKeyword:
        return [type.getText()]
      case ts.SyntaxKind.FunctionType:
        return ['function']
      case ts.SyntaxKind.UnknownKeyword:
        return ['any']
      case ts.SyntaxKind.UndefinedKeyword:
        return []
      case ts.SyntaxKind.LiteralType:
        return [type.literal.kind === ts.SyntaxKind.NullKeyword ? 'null' : 'string']
      case ts.SyntaxKind.UnionType:
        return type.types.flatMap(kindsOf)
      case ts.SyntaxKind.TypeOperator:
        return kindsOf(type.type)
      case ts.SyntaxKind.ArrayType:
        return [arrayOf(type.elementType)]
      case ts.SyntaxKind.TypeReference:
        return kindsOfName(type)
      default:
        return ['object']
    }
  }
  const arrayOf = (type) => {
    const kinds = [...new Set(kindsOf(type))]
    return kinds.length > 1 ? `(${kinds.join(' | ')})[]` : `${kinds[0]}[]`
  }
  const kindsOfName = (type) => {
    const name = type.typeName.getText()
    if (name === 'Array') return [arrayOf(type.typeArguments[0])]
    if (name === 'Buffer') return ['Uint8Array']
    if (name === 'Date' || name === 'Uint8Array' || classes.has(name)) return [name]
    // Plain trees, which the engine itself checks, are objects here.
    if (interfaces.has(name)) return [optionsOf(name, interfaces.get(name))]
    return aliases.has(name) ? kindsOf(aliases.get(name).type) : ['object']
  }
  const optionsOf = (name, { pos, members }) => {
    if (pos < header.length) return 'object'
    if (!Object.hasOwn(result.interfaces, name)) {
      result.interfaces[name] = []
      result.interfaces[name] = members.map(field)
    }
    return name
  }
  const field = ({ name, type, questionToken }) => {
    return [`${name.getText()}${questionToken ? '?' : ''}`, [...new Set(kindsOf(type))].join(' | ')]
  }
  const isPrivate = (member) => ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private
  const isStatic = (member) => ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static
  for (const [name, { members, heritageClauses }] of classes) {
    // The error classes are JavaScript's own.
    if (heritageClauses?.[0].types[0].getText().endsWith('Error')) continue
    const one = { constructor: null, statics: {}, methods: {} }
    for (const member of members) {
      if (ts.isConstructorDeclaration(member) && !isPrivate(member)) one.constructor = member.parameters.map(field)
      if (ts.isMethodDeclaration(member)) {
        one[isStatic(member) ? 'statics' : 'methods'][member.name.getText()] = member.parameters.map(field)
      }
    }
    result.classes[name] = one
  }
  const addFunction = (prefix) => (one) => {
    if (ts.isFunctionDeclaration(one)) result.functions[`${prefix}${one.name.text}`] = one.parameters.map(field)
  }
  statements.forEach(addFunction(''))
  for (const one of statements.filter(ts.isModuleDeclaration)) one.body.statements.forEach(addFunction(`${one.name.text}.`))
  return `'use strict'\n// Generated from the declarations: \`npm run types:write\`.\nmodule.exports = ${JSON.stringify(result, flat, 2)}\n`
    .replace(/"\[(.*)\]"/g, (_, inner) => `[${inner.replaceAll('\\"', '"')}]`)
}

/** A list of arguments on one line. */
function flat(key, value) {
  return Array.isArray(value) ? JSON.stringify(value).replaceAll(',"', ', "').replaceAll('],[', '], [') : value
}
