// Writes index.d.ts from the Rust sources and signatures.js from all declarations: `node scripts/types.mjs`. With
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

const ABOUT = `// Generated from src/*.rs, not to be edited: \`npm run types:write\`. Records and errors stand in types/, kinds of resources in
// types/kinds/.
`

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

/** The modules of a folder, by the path that index.d.ts has for them, with their texts. */
function modules(folder) {
  const files = readdirSync(join(here, folder)).filter((file) => file.endsWith('.d.ts'))
  const read = (file) => [`./${folder}/${file.slice(0, -'.d.ts'.length)}`, readFileSync(join(here, folder, file), 'utf8')]
  return files.sort().map(read)
}

/** What leads from index.d.ts to the modules: the kinds add to its namespace, of the records it also needs some itself. */
function imports(records, kinds, binding) {
  const words = new Set(binding.replace(/\/\*[^]*?\*\//g, '').match(/\b[A-Z]\w+\b/g))
  const lines = kinds.map(([path]) => `import '${path}'\n`)
  for (const [path, text] of records) {
    const names = [...text.matchAll(/^export (?:declare )?(?:class|interface|type) (\w+)/gm)].map(([, name]) => name)
    const used = names.filter((name) => words.has(name))
    if (used.length > 0) lines.push(`import type { ${used.join(', ')} } from '${path}'\n`)
  }
  return [...lines, '\n', ...records.map(([path]) => `export * from '${path}'\n`), '\n'].join('')
}

const out = mkdtempSync(join(tmpdir(), 'mtls-core-types-'))
try {
  const cli = join(dirname(require.resolve('@napi-rs/cli')), 'cli.js')
  run(cli, 'build', '--no-js', '--no-dts-cache', '--no-dts-header', '--output-dir', out)
  const binding = unquoted(closed(readFileSync(join(out, 'index.d.ts'), 'utf8').trimStart()))
  const [records, kinds] = [modules('types'), modules('types/kinds')]
  const header = [...records, ...kinds].map(([, text]) => text).join('')
  const made = {
    'index.d.ts': `${ABOUT}\n${imports(records, kinds, binding)}${binding}`,
    'signatures.js': signatures(`${header}${binding}`, header),
  }
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
