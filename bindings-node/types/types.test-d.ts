// What the declarations allow and what they refuse; checked by tsc, never run.
import { get } from 'node:https'
import type { Socket } from 'node:net'
import {
  BundleClient,
  BundleKeeper,
  BundleServer,
  BundleSet,
  BundleSource,
  Certificate,
  CertificateAuthority,
  CertificateChain,
  ChainReport,
  ChainVerifier,
  Connection,
  Crl,
  DistrustList,
  EdgeVerifier,
  FederatedBundle,
  IdentityError,
  IdentityPattern,
  IdentitySource,
  LiveIdentity,
  LiveVerifier,
  MtlsError,
  PrivateKey,
  SpiffeId,
  TlsClient,
  TlsIdentity,
  TlsServer,
  TrustAnchors,
  TrustBundle,
  TrustDomain,
  TrustError,
  VerificationError,
  VerifiedCertificate,
  VerifiedPeer,
  WorkloadApi,
  catalog,
  clientOptions,
  createHttpsServer,
  createTlsServer,
  inspectServer,
  parsePem,
  probeOrigin,
  recipes,
  resources,
  verifyCertificate,
  verifyPeer,
} from '../index.js'
import type { BundleFetch, CertificateInfo, ChainReportRecord, EdgeProfile, Finding, KindSchema, Manifest, MeshReading, OriginVerdict, PresentedChain, Rule, SourceEvent, SourceState, VerifiedCertificateRecord } from '../index.js'

/** Exactly this type, no wider and no narrower. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function is<_Holds extends true>(): void {}

declare const pem: Buffer
declare const socket: Socket

// Names
const id = new SpiffeId('spiffe://td/a')
is<Same<typeof id.trustDomain, TrustDomain>>()
is<Same<typeof id.segments, string[]>>()
is<Same<ReturnType<typeof id.toJSON>, string>>()
id.isMemberOf('td') && id.isMemberOf(new TrustDomain('td')) && id.equals(id)
IdentityPattern.anyOf([IdentityPattern.exact(id), IdentityPattern.anyIn('td')])
new IdentityPattern(JSON.stringify(IdentityPattern.exact('spiffe://td/a').toJSON()))
// @ts-expect-error a number is no ID
new SpiffeId(1)
// @ts-expect-error a trust domain is no ID
id.equals(new TrustDomain('td'))
// @ts-expect-error texts are no patterns
IdentityPattern.anyOf(['spiffe://td/a'])
// @ts-expect-error it cannot be changed
id.path = '/b'

// Documents
const certificate = new Certificate(pem)
is<Same<ReturnType<typeof certificate.info>, CertificateInfo>>()
is<Same<typeof certificate.notAfter, Date>>()
is<Same<typeof certificate.spiffeId, SpiffeId | null>>()
is<Same<typeof certificate.keyUsage, Array<string> | null>>()
certificate.isValidAt(new Date())
new PrivateKey('text').matches(certificate)
parsePem(new Uint8Array())[0]?.der.toString('base64')
// @ts-expect-error seconds are no date
certificate.isValidAt(1)
// @ts-expect-error may be null
certificate.spiffeId.path

// Issuing
async function issue(): Promise<Finding[]> {
  const root = await CertificateAuthority.root('Root', { trustDomain: 'td', validForSeconds: 3600 })
  const { chain, key } = await (await root.intermediate('x')).svid(id, { dnsNames: ['a.b'] })
  is<Same<typeof chain, CertificateChain>>()
  is<Same<typeof key, PrivateKey>>()
  await root.crl(1, { revoked: [{ certificate: chain.leaf, reason: 'superseded' }] })
  // @ts-expect-error no such option
  await root.svid(id, { dnsName: 'a.b' })
  // @ts-expect-error only the engine makes one
  new CertificateAuthority()
  return chain.checkOrder()
}

// Trust and verdicts
const bundle = TrustBundle.fromPem('td', pem).withSequence(1n)
is<Same<typeof bundle.sequence, bigint | null>>()
// @ts-expect-error a sequence number is a bigint
bundle.withSequence(1)
const verifier = new ChainVerifier([bundle], { profile: 'spiffe-strict' })
new ChainVerifier(new BundleSet([bundle]))
// @ts-expect-error no such profile
new ChainVerifier([bundle], { profile: 'lax' })
async function judge(chain: CertificateChain): Promise<void> {
  is<Same<ReturnType<typeof verifier.verify>, Promise<VerifiedPeer>>>()
  is<Same<ReturnType<typeof verifier.verifySync>, VerifiedPeer>>()
  is<Same<ReturnType<typeof verifier.explainSync>, ChainReport>>()
  is<Same<ReturnType<ChainReport['toJSON']>, ChainReportRecord>>()
  await verifier.verify(chain, { at: new Date(), purpose: 'client' })
  await verifier.verify('pem')
  await verifier.verify([pem, new Uint8Array()])
  // @ts-expect-error seconds are no date
  await verifier.verify(chain, { at: 1 })
  // @ts-expect-error a certificate is no chain
  await verifier.verify(certificate)
}
const edge = new EdgeVerifier([certificate], { profile: 'server', crls: [new Crl(pem), 'pem', pem], revocationDepth: 'leaf' })
new EdgeVerifier(TrustAnchors.fromPem(pem), { profile: 'edge-client', acceptUnknownStatus: true, acceptExpiredCrls: true, distrust: new DistrustList() })
// @ts-expect-error a profile for SPIFFE IDs
new EdgeVerifier([certificate], { profile: 'spiffe-strict' })
// @ts-expect-error the profile has to be given
new EdgeVerifier([certificate], {})
// @ts-expect-error bundles are for SPIFFE IDs
new EdgeVerifier([bundle], { profile: 'server' })
// @ts-expect-error no such depth
new ChainVerifier([bundle], { revocationDepth: 'root' })
async function judgeByName(chain: CertificateChain): Promise<void> {
  is<Same<typeof edge.profile, EdgeProfile>>()
  is<Same<ReturnType<typeof edge.verify>, Promise<VerifiedCertificate>>>()
  is<Same<ReturnType<typeof edge.explain>, Promise<ChainReport>>>()
  is<Same<ReturnType<VerifiedCertificate['toJSON']>, VerifiedCertificateRecord>>()
  is<Same<VerifiedCertificate['name'], string | null>>()
  edge.verifySync(chain, ['shop.example', '192.0.2.1'], { at: new Date() })
  edge.explainSync('pem', null)
  is<Same<ReturnType<typeof edge.verifyBatch>, Promise<Array<VerifiedCertificate | VerificationError>>>>()
  await edge.verifyBatch([chain, 'pem'], ['shop.example', null], { at: new Date() })
  await verifier.verifyBatch([chain, pem])
  verifier.withBundles([bundle]).explainSync(chain, { purpose: 'client' })
  // @ts-expect-error the name has to be given
  await edge.verify(chain)
}

// Errors
try {
  new SpiffeId('x')
} catch (error) {
  if (error instanceof VerificationError) is<Same<typeof error.claimedId, string | null | undefined>>()
  if (error instanceof MtlsError) {
    is<Same<typeof error.findings, Finding[]>>()
    const { subject } = error.findings[0]!
    if (subject.kind === 'certificate') is<Same<typeof subject.serial, string>>()
    // @ts-expect-error not before it is known what it is about
    subject.serial
  }
}
const mine: MtlsError = new IdentityError('why', { code: 'some-rule' })
is<Same<ReturnType<typeof catalog>, Rule[]>>()

// TLS
async function talk(identity: TlsIdentity): Promise<void> {
  const server = new TlsServer(identity, verifier, { authorize: IdentityPattern.anyIn('td') })
  const client = new TlsClient(identity, verifier, { expectPeer: id, alpn: ['h2'] })
  const session = client.session('localhost')
  session.receiveTls(session.sendTls())
  is<Same<typeof session.version, 'TLSv1.2' | 'TLSv1.3' | null>>()
  const connection = await Connection.connect({ port: 1, host: 'x', serverName: 'y' }, client)
  connection.end('bye')
  is<Same<typeof connection.peer, VerifiedPeer | null>>()
  await Connection.accept(socket, server)
  // @ts-expect-error say whom it takes
  new TlsServer(identity, verifier)
  server.judge(identity.chain, { at: new Date() }).spiffeId
  const side = { chain: identity.chain, key: new PrivateKey(pem), verifier, expectPeer: id }
  createHttpsServer({ ...side, handshakeTimeout: 1000 }, (request, response) => response.end(`${verifyPeer(request.socket).spiffeId}`)).listen(0)
  createTlsServer({ ...side, alpn: ['h2'] }, (socket) => socket.end()).listen(0)
  const options = clientOptions(side)
  get({ ...options, host: 'x' }, (response) => verifyPeer(response.socket, options))
  is<Same<ReturnType<typeof verifyPeer>, VerifiedPeer>>()
  // @ts-expect-error that is set there
  clientOptions({ ...side, rejectUnauthorized: false })
  // @ts-expect-error a verifier is needed
  createHttpsServer({ ...side, verifier: undefined })
  // @ts-expect-error use connect or accept
  new Connection(socket, session)
}

async function follow(verifier: LiveVerifier, certificate: Certificate, pair: { chain: CertificateChain; key: PrivateKey }): Promise<void> {
  const source = await IdentitySource.openDirectory('/tls', { settleSeconds: 0.5, warnBeforeSeconds: 60, onEvent: ({ kind, state }) => void [kind, state] })
  is<Same<typeof source.identity, LiveIdentity>>()
  is<Same<typeof source.state, SourceState>>()
  is<Same<SourceState['lastError'], TrustError | null>>()
  is<Same<SourceEvent['kind'], 'loaded' | 'failed' | 'withdrawn' | 'expiring'>>()
  is<Same<ReturnType<typeof IdentitySource.openFilesSync>, IdentitySource>>()
  source.watch(5)
  const bundles = await BundleSource.open({ td: '/ca.crt' })
  is<Same<typeof bundles.states, Record<string, SourceState>>>()
  verifier.follow(bundles)
  const edge = new EdgeVerifier([certificate], { profile: 'edge-client' })
  const server = new TlsServer(source.identity, edge, { expectName: 'edge.example', peerOptional: true })
  is<Same<ReturnType<typeof server.judgeCertificate>, VerifiedCertificate>>()
  createHttpsServer({ identity: source, verifier: edge, allowAnyVerifiedPeer: true, peerOptional: true }, (request) => {
    is<Same<ReturnType<typeof verifyCertificate>, VerifiedCertificate>>()
    verifyCertificate(request.socket).name
  })
  clientOptions({ identity: source.identity, verifier, expectPeer: id })
  new LiveIdentity(new TlsIdentity(pair.chain, pair.key)).replace(source.identity.current)
  const api = await WorkloadApi.open('unix:///run/agent.sock', { hint: 'internal', spiffeId: id, timeoutSeconds: 5, onEvent: () => {} })
  verifier.follow(api)
  createTlsServer({ identity: api, verifier, expectPeer: id })
  is<Same<ReturnType<typeof api.close>, Promise<void>>>()
  is<Same<typeof api.bundleStates, Record<string, SourceState>>>()
  // @ts-expect-error one or the other
  clientOptions({ ...pair, identity: source, verifier, expectPeer: id })
  // @ts-expect-error a client has no say in it
  clientOptions({ identity: source, verifier, expectPeer: id, peerOptional: true })
  // @ts-expect-error only for sources of bundles
  verifier.follow(source)
}

async function federate(identity: TlsIdentity, bundle: TrustBundle, partner: FederatedBundle, live: LiveVerifier): Promise<void> {
  const server = new BundleServer(bundle, identity, { timeoutSeconds: 5 })
  const listener = await server.listen('127.0.0.1', 0)
  is<Same<typeof listener.address.port, number>>()
  const client = new BundleClient([], { timeoutSeconds: 5 })
  is<Same<ReturnType<typeof client.fetch>, Promise<BundleFetch>>>()
  await client.fetch(partner, { at: new Date() })
  is<Same<ReturnType<typeof listener.close>, Promise<void>>>()
  const keeper = BundleKeeper.start(client, [partner], live)
  is<Same<typeof keeper.isOpen, boolean>>()
  is<Same<typeof partner.failure, TrustError | null>>()
  // @ts-expect-error who may vouch for names must be said
  new BundleClient()
}

// Resources and recipes
const gateway = resources.gateway({ name: 'g', servers: [{ port: 443, hosts: ['*'], mode: 'MUTUAL', credentialName: 'c' }] })
is<Same<typeof gateway, Manifest>>()
is<Same<ReturnType<typeof resources.validate>, Finding[]>>()
resources.writeYaml([gateway, resources.secret({ name: 's', form: 'cacert', ca: pem })])
resources.readYamlSync(pem)[0]?.metadata?.name?.length
recipes.cloudflareOriginSync({ hosts: ['a'], certificate: pem, key: 'k', clientCa: pem, pull: 'zone' }).values?.length
is<Same<ReturnType<typeof resources.checkYaml>, Promise<Finding[]>>>()
is<Same<ReturnType<typeof resources.checkFiles>, Promise<Finding[]>>>()
// @ts-expect-error no such mode
resources.gateway({ name: 'g', servers: [{ port: 443, hosts: ['*'], mode: 'MTLS' }] })
// @ts-expect-error a server has hosts
resources.gateway({ name: 'g', servers: [{ port: 443 }] })
const policy: resources.PeerAuthenticationOptions = { name: 'cart', portLevelMtls: { 9090: { mode: 'PERMISSIVE' } } }
is<Same<ReturnType<typeof resources.peerAuthentication>, Manifest>>()
resources.peerAuthentication({ ...policy, selector: { matchLabels: { app: 'cart' } }, mergePatch: { spec: { mtls: null } } })
resources.build('security.istio.io/PeerAuthentication', policy)
is<Same<ReturnType<typeof resources.schema>, KindSchema[]>>()
is<Same<ReturnType<typeof resources.readMeshConfig>, MeshReading | null>>()
resources.migrate([gateway]).manifests[0]?.metadata?.name
resources.readMeshConfig({ meshConfig: {} })?.settings.trustDomain.length
// @ts-expect-error it may be none
resources.readMeshConfig({}).settings
// @ts-expect-error every object has a name
resources.peerAuthentication({ namespace: 'shop' })
// @ts-expect-error no such option
resources.peerAuthentication({ name: 'cart', colour: 'red' })
// @ts-expect-error no such mode
resources.peerAuthentication({ name: 'cart', mtls: { mode: 'ON' } })
// @ts-expect-error labels are texts
resources.peerAuthentication({ name: 'cart', selector: { matchLabels: { app: 1 } } })
// @ts-expect-error no such version
resources.peerAuthentication({ name: 'cart', apiVersion: 'security.istio.io/v2' })
is<Same<ReturnType<typeof recipes.egressMtlsSync>['files'], Record<string, string>>>()
recipes.egressMtls({ host: 'a', client: 'application', applications: [{ name: 'a', certificate: pem, key: 'k', workload: gateway }] })
recipes.egressProxySync({ host: 'a', identity: 'spiffe://a', addresses: [], rules: [] }).files['egress-proxy.yaml']?.length
recipes.multiClusterMeshSync({ mesh: 'm', clusters: [{ name: 'a', trustDomain: 'a' }] })[0]?.output.manifests[0]?.kind
recipes.virtualClusters({ domain: 'a', certificate: pem, key: 'k', outside: [{ mongodbAtlas: 'a' }, { name: 'b', hosts: ['b'], port: 1 }] })
// @ts-expect-error an outside service without a port
recipes.virtualClusters({ domain: 'a', certificate: pem, key: 'k', outside: [{ name: 'b', hosts: ['b'] }] })
// @ts-expect-error no such client
recipes.egressMtls({ host: 'a', client: 'sidecar' })
// @ts-expect-error which client certificate the edge shows must be said
recipes.cloudflareOrigin({ hosts: ['a'], certificate: pem, key: 'k', clientCa: pem })

// Probing
async function probe(edge: TlsIdentity): Promise<void> {
  const report = await probeOrigin('203.0.113.7:443', {
    serverName: 'shop.example',
    edgeCertificate: edge,
    onProgress: (event) => event.event === 'planned' && event.probes[0]?.serverName,
  })
  is<Same<typeof report.verdict, OriginVerdict>>()
  report.evidence[0]?.alert?.code.toFixed()
  const presented = await inspectServer('203.0.113.7:443', { alpn: [], timeLimitSeconds: 2.5 })
  is<Same<typeof presented.chain, PresentedChain | null>>()
  is<Same<typeof presented.server, ChainReport | null>>()
  // @ts-expect-error milliseconds are not known
  await inspectServer('203.0.113.7:443', { timeLimit: 2500 })
}

export { federate, follow, issue, judge, mine, probe, talk }
