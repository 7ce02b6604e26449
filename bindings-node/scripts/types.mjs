// Writes index.d.ts from the Rust sources and types/records.d.ts: `node scripts/types.mjs`. With `--check`, fails when
// the committed file differs, and checks it and the type tests with strict tsc.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

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

const out = mkdtempSync(join(tmpdir(), 'mtls-core-types-'))
try {
  const cli = join(dirname(require.resolve('@napi-rs/cli')), 'cli.js')
  run(cli, 'build', '--no-js', '--no-dts-cache', '--output-dir', out)
  const generated = join(out, 'index.d.ts')
  const committed = join(here, 'index.d.ts')
  writeFileSync(generated, closed(readFileSync(generated, 'utf8')))
  if (!process.argv.includes('--check')) {
    writeFileSync(committed, readFileSync(generated))
  } else if (readFileSync(generated, 'utf8') !== readFileSync(committed, 'utf8')) {
    spawnSync('diff', ['-u', committed, generated], { stdio: 'inherit' })
    console.error('index.d.ts is not that of the binding: run `npm run types:write` and commit')
    process.exitCode = 1
  }
} finally {
  rmSync(out, { recursive: true, force: true })
}
if (!process.exitCode) run(require.resolve('typescript/bin/tsc'), '--project', 'types')
