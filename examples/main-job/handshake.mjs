// Step 3: a server and two clients over sockets, driven through the session without I/O.

import { once } from 'node:events'
import { connect, createServer } from 'node:net'

import { ChainVerifier, MtlsError, TlsClient, TlsIdentity, TlsServer, TrustBundle } from '../../bindings-node/index.js'

/** Moves bytes between socket and session until `done`; a refusal still sends its alert. */
async function pump(session, socket, done) {
  socket.write(session.sendTls())
  if (done()) return
  for await (const data of socket.iterator({ destroyOnReturn: false })) {
    try {
      session.receiveTls(data)
    } catch (refused) {
      socket.end(session.sendTls())
      throw refused
    }
    socket.write(session.sendTls())
    if (done()) return
  }
  throw new Error('the peer closed the connection')
}

async function serve(server, socket) {
  const session = server.session()
  try {
    await pump(session, socket, () => !session.isHandshaking)
    const peer = session.peer.spiffeId
    session.write(`hello ${peer}`)
    session.close()
    socket.end(session.sendTls())
    return `served ${peer}`
  } catch (refused) {
    if (!(refused instanceof MtlsError)) throw refused
    return `refused [${refused.code}] ${refused.message}`
  }
}

async function call(client, port) {
  const socket = connect(port, '127.0.0.1')
  socket.setTimeout(10_000, () => socket.destroy())
  await once(socket, 'connect')
  const session = client.session('checkout.shop.svc')
  let answer = ''
  try {
    await pump(session, socket, () => (answer += session.read().toString()) !== '')
    return answer
  } finally {
    socket.destroy()
  }
}

/** A server on loopback lets one workload in by its SPIFFE ID, and not the other. */
export async function handshake({ root, good }) {
  const base = 'spiffe://mesh.example/ns/shop/sa'
  const verifier = new ChainVerifier([new TrustBundle('mesh.example', [root.certificate])])
  const identity = (name) => new TlsIdentity(good[name].chain, good[name].key)
  const server = new TlsServer(identity('checkout'), verifier, { expectPeer: `${base}/cart` })
  const log = []
  const listener = createServer((socket) => {
    socket.on('error', () => {})
    serve(server, socket).then((line) => log.push(line), (failure) => log.push(`failed: ${failure}`))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  try {
    for (const name of ['cart', 'intruder']) {
      const client = new TlsClient(identity(name), verifier, { expectPeer: `${base}/checkout` })
      const answer = await call(client, listener.address().port).catch((refused) => `refused (${refused.message})`)
      console.log(`  client ${base}/${name}: ${answer}`)
    }
  } finally {
    listener.close()
  }
  await once(listener, 'close')
  for (const line of log) console.log(`  server log: ${line}`)
  if (log[0] !== `served ${base}/cart` || !log[1]?.includes('tls-peer-not-authorized')) {
    throw new Error(`the handshakes did not end as they should: ${JSON.stringify(log)}`)
  }
}
