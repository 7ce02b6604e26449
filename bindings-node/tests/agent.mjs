// An agent that serves the SPIFFE Workload API: gRPC over HTTP/2, protobuf by hand.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import http2 from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { unpem } from './vectors.mjs'

/** A length-delimited field. */
function field(number, value) {
  const bytes = Buffer.from(value)
  const head = [(number << 3) | 2]
  let { length } = bytes
  for (; length > 127; length >>= 7) head.push((length & 127) | 128)
  return Buffer.concat([Buffer.from([...head, length]), bytes])
}

/** `X509SVID`. */
function svid({ chain, key }, root, hint) {
  const ders = chain.certificates.map((certificate) => certificate.der)
  const fields = [String(chain.leaf.spiffeId), Buffer.concat(ders), unpem(key.secretPkcs8Pem()), root.certificate.der, hint]
  return Buffer.concat(fields.map((value, index) => field(index + 1, value)))
}

/** An agent of the trust domain of `root`. It denies everybody until it is told what to give. */
export async function startAgent(root) {
  const directory = mkdtempSync(join(tmpdir(), 'mtls-core-agent-'))
  const socket = join(directory, 'agent.sock')
  const [streams, sessions] = [new Set(), new Set()]
  const grpc = { ':status': 200, 'content-type': 'application/grpc' }
  let current
  const send = (stream) => {
    const head = Buffer.alloc(5)
    head.writeUInt32BE(current.length, 1)
    stream.write(Buffer.concat([head, current]))
  }
  const server = http2.createServer()
  server.on('session', (session) => sessions.add(session))
  server.on('stream', (stream, headers) => {
    assert.equal(headers['workload.spiffe.io'], 'true')
    stream.on('error', () => {})
    stream.on('close', () => streams.delete(stream))
    if (!current) {
      stream.respond({ ...grpc, 'grpc-status': '7', 'grpc-message': 'no identity issued' }, { endStream: true })
      return
    }
    streams.add(stream)
    stream.respond(grpc)
    send(stream)
  })
  await once(server.listen(socket), 'listening')
  return {
    address: `unix://${socket}`,
    /** Issued certificates, each with its hint, and roots by trust domain. */
    give(svids, federated = {}) {
      const own = svids.map(([issued, hint = '']) => field(1, svid(issued, root, hint)))
      const others = Object.entries(federated).map(([domain, { certificate }]) =>
        field(3, Buffer.concat([field(1, domain), field(2, certificate.der)])),
      )
      current = Buffer.concat([...own, ...others])
      streams.forEach(send)
    },
    deny() {
      current = undefined
      for (const stream of streams) stream.close(http2.constants.NGHTTP2_CANCEL)
    },
    get calls() {
      return streams.size
    },
    close() {
      server.close()
      for (const session of sessions) session.destroy()
      rmSync(directory, { recursive: true })
    },
  }
}
