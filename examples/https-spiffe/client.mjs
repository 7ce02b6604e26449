// Asks the server who it thinks we are: `node client.mjs DIR NAME URL`. The exit code is 1 if either side refuses.
import { readFileSync } from 'node:fs'
import https from 'node:https'
import { join } from 'node:path'

import { CertificateChain, ChainVerifier, PrivateKey, TlsError, TrustBundle, clientOptions, verifyPeer } from '../../bindings-node/index.js'

const [folder, name, url] = process.argv.slice(2)
const read = (file) => readFileSync(join(folder, file))

const options = clientOptions({
  chain: new CertificateChain(read(`${name}.pem`)),
  key: new PrivateKey(read(`${name}.key`)),
  verifier: new ChainVerifier([TrustBundle.fromPem('shop.example', read('shop.example.pem'))]),
  expectPeer: 'spiffe://shop.example/ns/web/sa/till',
})

const request = https.get(url, { ...options, agent: false }, (response) => {
  console.log(`server ${verifyPeer(response.socket, options).spiffeId}`)
  response.pipe(process.stdout)
})
request.on('error', (error) => {
  console.log(error instanceof TlsError ? `refused ${error.code}` : 'turned away')
  process.exitCode = 1
})
