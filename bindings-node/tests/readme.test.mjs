// The examples of the READMEs run, one after the other, as they stand there.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import * as mtls from '../index.js'

const { CertificateAuthority, resources } = mtls
const cart = 'spiffe://cluster-a.example/ns/shop/sa/cart'
const AsyncFunction = (async () => {}).constructor

const examples = (file) =>
  [...readFileSync(new URL(file, import.meta.url), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code)

/** What a block declares is there for the next one, which may declare it anew. */
function scopeOf(modules, names = {}) {
  const imported = async (module) => modules[module] ?? import(module)
  const scope = new Proxy(names, {
    has: (_, name) => typeof name === 'string' && name !== 'imported',
    get: (_, name) => (name === Symbol.unscopables ? undefined : name in names ? names[name] : globalThis[name]),
  })
  const run = (code) => {
    const body = code
      .replace(/^import (\{.*\}) from '(.*)'$/gm, "($1 = await imported('$2'))")
      .replace(/^const (\{.*?\}) = (.*)$/gm, '($1 = $2)')
      .replace(/^(?:const|let) /gm, '')
      // A line that begins with a parenthesis would call the one before.
      .replace(/^\(/gm, ';(')
    return new AsyncFunction('scope', 'imported', `with (scope) {\n${body}\n}`)(scope, imported)
  }
  return { names, run }
}

/** Runs `work` in a new directory, and gives what it printed. */
async function printedBy(work) {
  const [before, log, printed] = [process.cwd(), console.log, []]
  process.chdir(mkdtempSync(join(tmpdir(), 'mtls-core-readme-')))
  console.log = (...values) => printed.push(values.join(' '))
  try {
    await work()
  } finally {
    console.log = log
    process.chdir(before)
  }
  return printed.join('\n')
}

test('those of the package', async () => {
  const blocks = examples('../README.md')
  assert.equal(blocks.length, 14)
  const servers = []
  const net = {
    createServer(...given) {
      servers.push(createServer(...given))
      return servers.at(-1)
    },
  }
  // Any port that is free, for the one that the README names.
  const port = await new Promise((resolve) => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
  const { names, run } = scopeOf({ 'mtls-core': mtls, 'node:net': net })
  const printed = await printedBy(async () => {
    const root = await CertificateAuthority.root('Example Root', { trustDomain: 'cluster-a.example' })
    const issued = await (await root.intermediate('cluster-a')).svid(cart)
    writeFileSync('root.pem', root.certificate.toPem())
    writeFileSync('chain.pem', issued.chain.toPem())
    writeFileSync('cart.pem', issued.chain.toPem())
    await issued.key.writePem('cart.key')
    const server = { port: 443, hosts: ['*'], mode: 'SIMPLE', credentialName: 'public-cert' }
    mkdirSync('manifests')
    writeFileSync('manifests/gateway.yaml', resources.writeYaml([resources.gateway({ name: 'public', servers: [server] })]))
    // Where nobody listens, for the origin that is probed.
    const here = (block) => block.replaceAll('8443', port).replaceAll('8444', 0).replaceAll('203.0.113.7:443', '127.0.0.1:1')
    for (const block of blocks) await run(here(block))
  }).finally(() => [...servers, names.shop].forEach((server) => server?.close()))
  assert.equal(names.gateway.kind, 'Gateway')
  assert.match(printed, /\(https_spiffe\): taken, sequence 1/)
  assert.match(printed, /shop\.example at 127\.0\.0\.1:1: unproven/)
  assert.equal(names.butTill.matches(cart), true)
  for (const said of [cart, 'istio: enforced', 'issuer-expired', `ACCEPTED ${cart}`, `hello ${cart}`]) assert.ok(printed.includes(said), said)
})

test('those of the repository', async () => {
  const [judge, check, ...more] = examples('../../README.md')
  assert.equal(more.length, 0)
  const { run } = scopeOf({ 'mtls-core': mtls })
  const printed = await printedBy(async () => {
    const root = await CertificateAuthority.root('Example Root', { trustDomain: 'mesh.example' })
    writeFileSync('root.pem', root.certificate.toPem())
    writeFileSync('cart.pem', (await root.svid('spiffe://mesh.example/ns/shop/sa/cart')).chain.toPem())
    await run(judge)
    writeFileSync('nginx.conf', 'http { server { listen 443 ssl; } }')
    await run(check)
  })
  assert.equal(process.exitCode, 10)
  process.exitCode = undefined
  assert.match(printed, /^spiffe:\/\/mesh\.example\/ns\/shop\/sa\/cart\nnginx: open\n/)
})

test('the tables of options are those of the functions', () => {
  const { interfaces } = createRequire(import.meta.url)('../signatures.js')
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const tables = [...text.matchAll(/^\| option \|.*\n\|---.*\n((?:\|.*\n)+)/gm)].map(([, rows]) =>
    [...rows.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)).sort(),
  )
  const options = (name) => interfaces[name].map(([field]) => field.replace('?', '')).filter((field) => !/^max[A-Z]/.test(field))
  assert.deepEqual(tables, [options('ConfigOptions').sort(), options('ProbeOptions').sort()])
})
