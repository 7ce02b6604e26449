// The gateway: `gateway.py` runs a real Envoy with the manifests, until `use` is done with its ports.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('gateway.py', import.meta.url))
// The one that has Envoy.
const OURS = fileURLToPath(new URL('../../../.venv/bin/python', import.meta.url))

export async function gateway(manifests, use) {
  // Holds keys: gone with the gateway.
  const directory = mkdtempSync(join(tmpdir(), 'gateway-'))
  try {
    const file = join(directory, 'manifests.yaml')
    writeFileSync(file, manifests, { mode: 0o600 })
    const child = spawn(existsSync(OURS) ? OURS : 'python3', [SCRIPT, file, directory], { stdio: ['pipe', 'pipe', 'inherit'] })
    const ended = once(child, 'close')
    try {
      return await use(await portsOf(child))
    } finally {
      // It ends with its input, and Envoy with it.
      child.stdin.end()
      await ended
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Where the gateway's ports are on this machine. */
async function portsOf(child) {
  const ports = new Map()
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') return ports
    const [port, here] = line.split(' ').map(Number)
    ports.set(port, here)
  }
  throw new Error('the gateway does not come up; `make python` installs what it needs')
}
