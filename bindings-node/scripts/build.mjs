// Builds the native half with cargo and puts it beside index.js as native.node: `node scripts/build.mjs [--debug]`.
// Runs when npm installs the package from source; needs nothing but cargo and a C compiler.
import { spawnSync } from 'node:child_process'
import { copyFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
const args = ['build', '--locked', '--package', 'mtls-core-node', '--message-format', 'json-render-diagnostics']
if (!process.argv.includes('--debug')) args.push('--release')

const cargo = spawnSync(process.env.CARGO ?? 'cargo', args, {
  cwd: here,
  encoding: 'utf8',
  maxBuffer: 1 << 30,
  stdio: ['ignore', 'pipe', 'inherit'],
})
if (cargo.error?.code === 'ENOENT') {
  console.error('mtls-core is built from source here, which needs Rust: https://rustup.rs')
  process.exit(1)
}
if (cargo.status !== 0) process.exit(cargo.status ?? 1)

const library = cargo.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .filter((message) => message.reason === 'compiler-artifact' && message.target.name === 'mtls_core_node')
  .flatMap((message) => message.filenames)
  .find((file) => /\.(so|dylib|dll)$/.test(file))
if (!library) {
  console.error('cargo reported no library')
  process.exit(1)
}
// In one step: a process that has the old one loaded keeps it.
const target = join(here, 'native.node')
copyFileSync(library, `${target}.new`)
renameSync(`${target}.new`, target)
