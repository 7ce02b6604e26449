// An HTTPS server of Node's own that knows its callers by SPIFFE ID: `node server.mjs DIR [NAME] [SECONDS]`. Ends when nobody
// has called for so many seconds.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { CertificateChain, ChainVerifier, IdentityPattern, PrivateKey, TlsError, TrustBundle, createHttpsServer, verifyPeer } from '../../bindings-node/index.js'

const [folder, name = 'till', seconds = '10'] = process.argv.slice(2)
const read = (file) => readFileSync(join(folder, file))
const bundles = ['shop.example', 'partner.example'].map((domain) => TrustBundle.fromPem(domain, read(`${domain}.pem`)))

const server = createHttpsServer(
  {
    chain: new CertificateChain(read(`${name}.pem`)),
    key: new PrivateKey(read(`${name}.key`)),
    verifier: new ChainVerifier(bundles),
    authorize: IdentityPattern.pathPrefix('shop.example', '/ns/web'),
  },
  (request, response) => {
    const { spiffeId } = verifyPeer(request.socket)
    console.log(`let in ${spiffeId}`)
    response.end(`hello ${spiffeId}\n`)
  },
)
server.on('tlsClientError', (error) => console.log('refused', error instanceof TlsError ? error.code : 'by OpenSSL'))

const end = () => server.close()
let idle = setTimeout(end, 1000 * Number(seconds))
server.on('connection', () => {
  clearTimeout(idle)
  idle = setTimeout(end, 1000 * Number(seconds))
})
server.listen(0, '127.0.0.1', () => console.log(`https://127.0.0.1:${server.address().port}`))
