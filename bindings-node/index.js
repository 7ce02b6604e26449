'use strict'
const { inspect } = require('node:util')
const { accessor, check, checked, guarded, register } = require('./arguments.js')
const { errors, makeError } = require('./errors.js')
const kinds = require('./kinds.js')
const { nodeTls } = require('./node-tls.js')
const signatures = require('./signatures.js')
const { stringify } = require('./stringify.js')

const native = load()
native.attach(makeError, JSON.parse, stringify)

function load() {
  try {
    return require('./native.node')
  } catch (cause) {
    if (cause.code !== 'MODULE_NOT_FOUND') throw cause
    const message = 'mtls-core is not built: run `npm run build` in the package, or install it with scripts allowed'
    throw new Error(message, { cause })
  }
}

// Spelled out, so that `import { SpiffeId } from 'mtls-core'` finds the names.
const catalog = functionOf('catalog')
const checkClientAuthorities = functionOf('checkClientAuthorities')
const checkConfig = functionOf('checkConfig')
const checkConfigSync = functionOf('checkConfigSync')
const inspectServer = functionOf('inspectServer')
const parsePem = functionOf('parsePem')
const probeOrigin = functionOf('probeOrigin')
const recipes = namespaceOf('recipes')
const resources = { ...namespaceOf('resources'), ...Object.fromEntries(Object.entries(kinds).map(builderOf)) }
const AccessKeys = classOf('AccessKeys')
const AccessKeysClient = classOf('AccessKeysClient')
const AccessPolicy = classOf('AccessPolicy')
const AccessToken = classOf('AccessToken')
const AddressRanges = classOf('AddressRanges')
const Admission = classOf('Admission')
const BundleClient = classOf('BundleClient')
const BundleDiff = classOf('BundleDiff')
const BundleEndpoint = classOf('BundleEndpoint')
const BundleFetch = classOf('BundleFetch')
const BundleKeeper = classOf('BundleKeeper')
const BundleListener = classOf('BundleListener')
const BundlePublisher = classOf('BundlePublisher')
const BundleRequest = classOf('BundleRequest')
const BundleServer = classOf('BundleServer')
const BundleSet = classOf('BundleSet')
const BundleSetDiff = classOf('BundleSetDiff')
const BundleSource = classOf('BundleSource')
const Certificate = classOf('Certificate')
const CertificateAuthority = classOf('CertificateAuthority')
const CertificateChain = classOf('CertificateChain')
const CertificateRequest = classOf('CertificateRequest')
const ChainReport = classOf('ChainReport')
const ChainVerifier = classOf('ChainVerifier')
const ClusterOutput = classOf('ClusterOutput')
const ConfigFiles = classOf('ConfigFiles')
const ConfigReport = classOf('ConfigReport')
const Crl = classOf('Crl')
const CsrPolicy = classOf('CsrPolicy')
const DistrustList = classOf('DistrustList')
const Distrusted = classOf('Distrusted')
const EdgeProvider = classOf('EdgeProvider')
const EdgeVerifier = classOf('EdgeVerifier')
const FederatedBundle = classOf('FederatedBundle')
const ForwardedClientCert = classOf('ForwardedClientCert')
const ForwardedElement = classOf('ForwardedElement')
const IdentityPattern = classOf('IdentityPattern')
const IdentitySource = classOf('IdentitySource')
const IssuedCertificate = classOf('IssuedCertificate')
const LiveIdentity = classOf('LiveIdentity')
const LiveVerifier = classOf('LiveVerifier')
const OriginPolicy = classOf('OriginPolicy')
const PrivateKey = classOf('PrivateKey')
const ProbeReport = classOf('ProbeReport')
const PublicKey = classOf('PublicKey')
const RecipeOutput = classOf('RecipeOutput')
const RemovalCheck = classOf('RemovalCheck')
const RolloutPlan = classOf('RolloutPlan')
const RotationPlan = classOf('RotationPlan')
const RotationStage = classOf('RotationStage')
const RotationStep = classOf('RotationStep')
const ServerReport = classOf('ServerReport')
const Session = classOf('Session')
const SpiffeId = classOf('SpiffeId')
const TlsClient = classOf('TlsClient')
const TlsIdentity = classOf('TlsIdentity')
const TlsServer = classOf('TlsServer')
const TrustAnchors = classOf('TrustAnchors')
const TrustBundle = classOf('TrustBundle')
const TrustDomain = classOf('TrustDomain')
const VerifiedCertificate = classOf('VerifiedCertificate')
const VerifiedPeer = classOf('VerifiedPeer')
const WorkloadApi = classOf('WorkloadApi')
const WorkloadIdentity = classOf('WorkloadIdentity')

// The native class behind a function of the same prototype, which checks arguments; its own statics cannot be replaced.
// Without `new`, Node-API would make the caller's module the object.
function classOf(name) {
  const { [name]: Native } = native
  const { constructor: takes, statics, methods } = signatures.classes[name]
  const { prototype } = Native
  const Class = function (...given) {
    if (!new.target) throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`)
    if (!takes) throw Object.assign(new TypeError(`${name} has no constructor for callers`), { code: 'ERR_ILLEGAL_CONSTRUCTOR' })
    check(`new ${name}`, takes, given, Class)
    return guarded(`new ${name}`, Native, undefined, given, new.target)
  }
  const hidden = { configurable: true, writable: true }
  Object.defineProperty(Class, 'name', { configurable: true, value: name })
  Object.defineProperty(Class, 'prototype', { writable: false, value: prototype })
  Object.defineProperty(prototype, 'constructor', { ...hidden, value: Class })
  for (const [method, signature] of Object.entries(statics)) {
    const value = checked(`${name}.${method}`, signature, Native[method].bind(Native))
    Object.defineProperty(Class, method, { ...hidden, value })
  }
  for (const [method, signature] of Object.entries(methods)) {
    if (signature.length === 0) continue
    const value = checked(`${name}.${method}`, signature, prototype[method])
    Object.defineProperty(prototype, method, { ...hidden, value })
  }
  for (const [property, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const where = `${name}.${property}`
    if (get) Object.defineProperty(prototype, property, { get: accessor(where, get), set: accessor(where, set) })
  }
  // `SpiffeId <spiffe://…>` in logs and the REPL. No class has a text that shows a key.
  const text = Object.hasOwn(prototype, 'toString')
  if (!text) Object.defineProperty(prototype, 'toString', { ...hidden, value: () => name })
  Object.defineProperty(prototype, inspect.custom, {
    ...hidden,
    value() {
      return text && this !== prototype ? `${name} <${this}>` : `${name} {}`
    },
  })
  register(name, Class)
  return Class
}

function functionOf(name) {
  return checked(name, signatures.functions[name], native[name])
}

function namespaceOf(name) {
  const names = Object.keys(native[name])
  return Object.fromEntries(
    names.map((one) => [one, checked(`${name}.${one}`, signatures.functions[`${name}.${one}`], native[name][one])]),
  )
}

// `resources.destinationRule`, of `['destinationRule', 'networking.istio.io/DestinationRule']`.
function builderOf([name, kind]) {
  const where = `resources.${name}`
  const { [name]: builder } = { [name]: (options) => native.resources.build(kind, options) }
  return [name, checked(where, signatures.functions[where], builder)]
}

const {
  IdentityError,
  IssueError,
  MtlsError,
  OriginError,
  PkiError,
  RecipeError,
  ResourceError,
  TlsError,
  TrustError,
  VerificationError,
} = errors

require('./listener.js').keepOpen({
  BundleKeeper,
  BundleListener,
  BundleServer,
  BundleSource,
  IdentitySource,
  WorkloadApi,
})

const { Connection } = require('./connection.js')
for (const [method, signature] of Object.entries(signatures.classes.Connection.statics)) {
  Connection[method] = checked(`Connection.${method}`, signature, Connection[method])
}

const stack = nodeTls({
  EdgeVerifier,
  IdentitySource,
  LiveIdentity,
  LiveVerifier,
  TlsClient,
  TlsError,
  TlsIdentity,
  TlsServer,
  WorkloadApi,
  catalog,
})
const clientOptions = checked('clientOptions', signatures.functions.clientOptions, stack.clientOptions)
const createHttpsServer = checked('createHttpsServer', signatures.functions.createHttpsServer, stack.createHttpsServer)
const createTlsServer = checked('createTlsServer', signatures.functions.createTlsServer, stack.createTlsServer)
const verifyCertificate = checked('verifyCertificate', signatures.functions.verifyCertificate, stack.verifyCertificate)
const verifyPeer = checked('verifyPeer', signatures.functions.verifyPeer, stack.verifyPeer)

module.exports = {
  AccessKeys,
  AccessKeysClient,
  AccessPolicy,
  AccessToken,
  AddressRanges,
  Admission,
  BundleClient,
  BundleDiff,
  BundleEndpoint,
  BundleFetch,
  BundleKeeper,
  BundleListener,
  BundlePublisher,
  BundleRequest,
  BundleServer,
  BundleSet,
  BundleSetDiff,
  BundleSource,
  Certificate,
  CertificateAuthority,
  CertificateChain,
  CertificateRequest,
  ChainReport,
  ChainVerifier,
  ClusterOutput,
  ConfigFiles,
  ConfigReport,
  Connection,
  Crl,
  CsrPolicy,
  DistrustList,
  Distrusted,
  EdgeProvider,
  EdgeVerifier,
  FederatedBundle,
  ForwardedClientCert,
  ForwardedElement,
  IdentityError,
  IdentityPattern,
  IdentitySource,
  IssueError,
  IssuedCertificate,
  LiveIdentity,
  LiveVerifier,
  MtlsError,
  OriginError,
  OriginPolicy,
  PkiError,
  PrivateKey,
  ProbeReport,
  PublicKey,
  RecipeError,
  RecipeOutput,
  RemovalCheck,
  ResourceError,
  RolloutPlan,
  RotationPlan,
  RotationStage,
  RotationStep,
  ServerReport,
  Session,
  SpiffeId,
  TlsClient,
  TlsError,
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
  WorkloadIdentity,
  catalog,
  checkClientAuthorities,
  checkConfig,
  checkConfigSync,
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
}
