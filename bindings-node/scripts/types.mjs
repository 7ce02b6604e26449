// Writes index.d.ts and types/native/ from the Rust sources, and signatures.js from all declarations: `node scripts/types.mjs`. With
// `--check`, fails when a committed file differs, and checks the declarations and the type tests with strict tsc.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { signatures } from './signatures.mjs'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

const ABOUT = '// Generated from the Rust sources, not to be edited: `npm run types:write`.\n'

function run(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: here, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** Classes that only the engine makes; the generator gives them the public constructor that TypeScript assumes. */
function closed(declarations) {
  return declarations.replace(/^(export declare class \w+ \{\n)([^]*?\n\})/gm, (whole, head, body) =>
    /^  (private )?constructor\(/m.test(body) ? whole : `${head}  private constructor()\n${body}`,
  )
}

/** A doc comment of a `macro_rules!` reaches the generator as a raw string, and it takes the string's `r"` for text. */
function unquoted(declarations) {
  return declarations.replace(/^( *(?:\/\*\*|\*) )r" ?/gm, '$1')
}

/** The declarations of a folder, by the path of their module. */
function modules(folder) {
  const files = readdirSync(join(here, folder)).filter((file) => file.endsWith('.d.ts'))
  return files.sort().map((file) => [`${folder}/${file.slice(0, -'.d.ts'.length)}`, readFileSync(join(here, folder, file), 'utf8')])
}

/** The folder of the declarations that come from the Rust sources. */
const NATIVE = 'types/native'

const EXPORTED = /^export (?:declare )?(?:class|function|interface|namespace|type) (\w+)/gm
const exported = (text) => [...text.matchAll(EXPORTED)].map(([, name]) => name)

/** The one of the Rust sources that defines a name. */
function sourceOf(name, sources) {
  const snake = name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
  // Of its own name in JavaScript, as an item, as a function, or as what a macro makes.
  const defined = new RegExp(`js_name = "${name}"|pub (?:enum|struct|type) ${name}\\b|pub (?:async )?fn ${snake}\\b|^ +${name},$`, 'm')
  const found = sources.find(([module, text]) => module === name || defined.test(text))
  if (!found) throw new Error(`the Rust sources define no ${name}`)
  return found[0]
}

/** The texts of all Rust sources, by the names that their declarations get: src/origin/probe.rs is `origin-probe`. */
function rustSources() {
  const files = readdirSync(join(here, 'src'), { recursive: true }).filter((file) => file.endsWith('.rs'))
  const moduleOf = (file) => file.replace(/([\\/]mod)?\.rs$/, '').replace(/[\\/_]/g, '-')
  return files.sort().map((file) => [moduleOf(file), readFileSync(join(here, 'src', file), 'utf8')])
}

/** The declarations one by one, each with its comment. */
function blocks(declarations) {
  const found = ['']
  for (const line of declarations.split(/(?<=\n)/)) {
    if (/^(\/\*\*|export )/.test(line) && exported(found.at(-1)).length > 0) found.push('')
    found.push(found.pop() + line)
  }
  return found
}

/** The declarations of the binding as a module for each of the Rust sources, which import each other and the records. */
function split(binding, records) {
  const sources = rustSources()
  const parts = new Map()
  for (const block of blocks(binding)) {
    const path = `${NATIVE}/${sourceOf(exported(block)[0], sources)}`
    parts.set(path, [...(parts.get(path) ?? []), block.trim()])
  }
  const texts = [...parts].map(([path, blocks]) => [path, `${blocks.join('\n\n')}\n`]).sort()
  return texts.map(([path, text]) => [path, `${ABOUT}${imports(path, text, [...records, ...texts])}\n${text}`])
}

/** The imports of a module whose text names what others export. */
function imports(path, text, others) {
  const words = new Set(text.replace(/\/\*[^]*?\*\//g, '').match(/\b[A-Z]\w+\b/g))
  const lines = others.map(([other, declarations]) => {
    const used = exported(declarations).filter((name) => other !== path && words.has(name))
    if (used.length === 0) return ''
    const from = other.startsWith(NATIVE) ? other.replace(NATIVE, '.') : other.replace('types', '..')
    return `import type { ${used.join(', ')} } from '${from}'\n`
  })
  return lines.join('')
}

const out = mkdtempSync(join(tmpdir(), 'mtls-core-types-'))
try {
  const cli = join(dirname(require.resolve('@napi-rs/cli')), 'cli.js')
  run(cli, 'build', '--no-js', '--no-dts-cache', '--no-dts-header', '--output-dir', out)
  const binding = unquoted(closed(readFileSync(join(out, 'index.d.ts'), 'utf8').trimStart()))
  const [records, kinds] = [modules('types'), modules('types/kinds')]
  const header = [...records, ...kinds].map(([, text]) => text).join('')
  const native = split(binding, records)
  const entry = kinds.map(([path]) => `import './${path}'\n`)
  entry.push('\n', ...[...records, ...native].map(([path]) => `export * from './${path}'\n`))
  const made = {
    'index.d.ts': `${ABOUT}\n${entry.join('')}`,
    'signatures.js': signatures(`${header}${binding}`, header),
    ...Object.fromEntries(native.map(([path, text]) => [`${path}.d.ts`, text])),
  }
  const there = readdirSync(join(here, NATIVE)).map((file) => `${NATIVE}/${file}`)
  const strays = there.filter((name) => !Object.hasOwn(made, name))
  mkdirSync(join(out, NATIVE), { recursive: true })
  for (const [name, text] of Object.entries(made)) {
    const [generated, committed] = [join(out, name), join(here, name)]
    writeFileSync(generated, text)
    if (!process.argv.includes('--check')) {
      writeFileSync(committed, text)
    } else if (!existsSync(committed) || text !== readFileSync(committed, 'utf8')) {
      spawnSync('diff', ['-uN', committed, generated], { stdio: 'inherit' })
      console.error(`${name} is not that of the binding: run \`npm run types:write\` and commit`)
      process.exitCode = 1
    }
  }
  for (const name of strays) {
    if (!process.argv.includes('--check')) {
      rmSync(join(here, name))
    } else {
      console.error(`${name} is of no Rust source: run \`npm run types:write\` and commit`)
      process.exitCode = 1
    }
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
if (!process.exitCode) run(require.resolve('typescript/bin/tsc'), '--project', 'types')
