// The main job in Node: the same verdicts as the Rust program, and a handshake of its own.
//
// `story.mjs OUT` judges OUT/cases.json, writes OUT/verdicts-node.json and lets two workloads talk; with a
// second argument (the user's own certificates) it judges alone.

import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

import {
  CertificateAuthority,
  ChainVerifier,
  MtlsError,
  TlsClient,
  TlsIdentity,
  TlsServer,
  TrustBundle,
  VerificationError,
} from '../../bindings-node/index.js'

/** Findings as the three languages share them: their JSON names. */
function shared(findings) {
  return findings.map(({ rule, severity, subject, message, help }) => {
    const { spiffeId, ...rest } = subject
    return { rule, severity, subject: spiffeId === undefined ? rest : { ...rest, spiffe_id: spiffeId }, message, help }
  })
}

async function judge({ name, chain, bundles, at }) {
  const verifier = new ChainVerifier(Object.entries(bundles).map(([domain, pem]) => TrustBundle.fromPem(domain, pem)))
  try {
    const peer = await verifier.verify(chain, { at: new Date(at * 1000) })
    return { name, accepted: true, spiffe_id: String(peer.spiffeId), findings: shared(peer.warnings) }
  } catch (refused) {
    if (!(refused instanceof VerificationError)) throw refused
    return { name, accepted: false, code: refused.code, findings: shared(refused.findings) }
  }
}

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
    const peer = session.peer
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
async function handshake() {
  const root = await CertificateAuthority.root('Example Root', { trustDomain: 'mesh.example' })
  const cluster = await root.intermediate('cluster-a')
  const base = 'spiffe://mesh.example/ns/shop/sa'
  const verifier = new ChainVerifier([new TrustBundle('mesh.example', [root.certificate])])
  const identity = async (name) => {
    const { chain, key } = await cluster.svid(`${base}/${name}`)
    return new TlsIdentity(chain, key)
  }
  const server = new TlsServer(await identity('checkout'), verifier, { expectPeer: `${base}/cart` })
  const log = []
  const listener = createServer((socket) => {
    socket.on('error', () => {})
    serve(server, socket).then((line) => log.push(line), (failure) => log.push(`failed: ${failure}`))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  try {
    for (const name of ['cart', 'intruder']) {
      const client = new TlsClient(await identity(name), verifier, { expectPeer: `${base}/checkout` })
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

const [out, certificates] = process.argv.slice(2)
const cases = JSON.parse(readFileSync(join(out, 'cases.json'), 'utf8'))
const verdicts = await Promise.all(cases.map(judge))
console.log('\nNode\n----')
for (const { name, code } of verdicts) console.log(`  ${name}: ${code ?? 'accepted'}`)
writeFileSync(join(out, 'verdicts-node.json'), `${JSON.stringify(verdicts, null, 2)}\n`)
if (!certificates) await handshake()
