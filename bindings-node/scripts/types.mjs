// Writes index.d.ts from types/ and the Rust sources, and signatures.js from it: `node scripts/types.mjs`. With
// `--check`, fails when a committed file differs, and checks the declarations and the type tests with strict tsc.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { signatures } from './signatures.mjs'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

/** The files of types/ in the order of the floors: records and errors, which the Rust sources only name. */
const RECORDS = 'finding errors identity pki trust rotation verify tls resources origin config probe inspect recipes'.split(' ')
const ABOUT =
  '// Generated, not to be edited: `npm run types:write`. Records, errors and kinds come from types/, the rest from src/*.rs.\n'

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

/** What stands before the declarations of the binding: all files of types/ but the type tests, those of the kinds last. */
function recordDeclarations() {
  const files = readdirSync(join(here, 'types')).filter((name) => name.endsWith('.d.ts'))
  const left = files.filter((name) => !RECORDS.includes(name.slice(0, -'.d.ts'.length)))
  if (left.length > 0) throw new Error(`RECORDS does not name ${left.join(', ')}`)
  const kinds = readdirSync(join(here, 'types', 'kinds')).sort()
  const parts = [...RECORDS.map((name) => `${name}.d.ts`), ...kinds.map((name) => join('kinds', name))]
  return parts.map((part) => `${readFileSync(join(here, 'types', part), 'utf8')}\n`).join('')
}

const out = mkdtempSync(join(tmpdir(), 'mtls-core-types-'))
try {
  const cli = join(dirname(require.resolve('@napi-rs/cli')), 'cli.js')
  run(cli, 'build', '--no-js', '--no-dts-cache', '--no-dts-header', '--output-dir', out)
  const header = ABOUT + recordDeclarations()
  const binding = readFileSync(join(out, 'index.d.ts'), 'utf8')
  const declarations = unquoted(closed(`${header}${binding.trimStart()}`))
  const made = { 'index.d.ts': declarations, 'signatures.js': signatures(declarations, header) }
  for (const [name, text] of Object.entries(made)) {
    const [generated, committed] = [join(out, name), join(here, name)]
    writeFileSync(generated, text)
    if (!process.argv.includes('--check')) {
      writeFileSync(committed, text)
    } else if (text !== readFileSync(committed, 'utf8')) {
      spawnSync('diff', ['-u', committed, generated], { stdio: 'inherit' })
      console.error(`${name} is not that of the binding: run \`npm run types:write\` and commit`)
      process.exitCode = 1
    }
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
if (!process.exitCode) run(require.resolve('typescript/bin/tsc'), '--project', 'types')
