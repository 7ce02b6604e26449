// Why does this handshake fail? Judges a chain in PEM files and says what is wrong with it.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

import {
  CertificateChain,
  ChainVerifier,
  Crl,
  EdgeVerifier,
  MtlsError,
  TrustAnchors,
  TrustBundle,
  TrustDomain,
} from '../../bindings-node/index.js'

const USAGE = `\
usage: check-chain (--name NAME | --trust-domain NAME) [--profile NAME] [--crl FILE]... [--at SECONDS] [--json]
                   ANCHORS CHAIN...`

/** Nothing could be judged: the file or argument, and what is wrong with it. */
class Unread extends Error {
  constructor(of, error) {
    super(error?.message ?? 'the file cannot be read')
    this.of = of
    this.code = error?.code ?? 'file-unreadable'
    this.help = error?.help ?? 'Check its name and rights.'
  }
}

function attempt(of, call) {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof MtlsError)) throw error
    throw new Unread(of, error)
  }
}

function read(path, parse) {
  let bytes
  try {
    bytes = readFileSync(path)
  } catch {
    throw new Unread(path)
  }
  return attempt(path, () => parse(bytes))
}

/** The command line; throws in words what is wrong with it. */
function ask() {
  const text = { type: 'string' }
  const options = {
    name: text,
    'trust-domain': text,
    profile: text,
    crl: { ...text, multiple: true, default: [] },
    at: text,
    json: { type: 'boolean', default: false },
  }
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { name, 'trust-domain': trustDomain, at } = values
  if ((name === undefined) === (trustDomain === undefined)) throw new TypeError('give either --name or --trust-domain')
  if (at !== undefined && !/^[0-9]+$/.test(at)) throw new TypeError('--at is in whole seconds since 1970')
  if (positionals.length < 2) throw new TypeError('give the file of the trust anchors and those of the chain')
  const [anchors, ...chain] = positionals
  return { ...values, trustDomain, at: at === undefined ? new Date() : new Date(at * 1000), anchors, chain }
}

function judge(question) {
  const { name, trustDomain, at, profile } = question
  const chain = CertificateChain.fromCertificates(
    question.chain.flatMap((path) => read(path, (pem) => CertificateChain.fromPem(pem)).certificates),
  )
  const crls = question.crl.map((path) => read(path, (pem) => Crl.fromPem(pem)))
  if (name !== undefined) {
    const anchors = read(question.anchors, (pem) => TrustAnchors.fromPem(pem))
    const edge = attempt('the options', () => new EdgeVerifier(anchors, { profile: profile ?? 'server', crls }))
    return [chain, attempt('--name', () => edge.explainSync(chain, name, { at }))]
  }
  const domain = attempt('--trust-domain', () => new TrustDomain(trustDomain))
  const bundle = read(question.anchors, (pem) => TrustBundle.fromPem(domain, pem))
  const verifier = attempt('the options', () => new ChainVerifier([bundle], { profile: profile ?? 'spiffe-interop', crls }))
  return [chain, verifier.explainSync(chain, { at })]
}

/** The verdict as text and as JSON, and the exit code. */
function answer(chain, report) {
  const order = chain.checkOrder()
  const text = [String(report).trimEnd()]
  for (const { message, help } of order) text.push(`as sent: ${message}\n  help: ${help}`)
  const { accepted } = report
  const code = accepted ? null : report.findings[0].rule
  return [text.join('\n'), { accepted, code, report, asSent: order }, accepted ? 0 : 1]
}

/** Names as Rust and Python write them: `notAfter` is `not_after`. */
function snakeCase(value) {
  if (Array.isArray(value)) return value.map(snakeCase)
  if (value === null || typeof value !== 'object') return value
  const name = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [name(key), snakeCase(field)]))
}

let question
try {
  question = ask()
} catch (error) {
  console.error(`${error.message}\n${USAGE}`)
  process.exit(2)
}
let [text, record, status] = ['', {}, 2]
try {
  ;[text, record, status] = answer(...judge(question))
} catch (error) {
  if (!(error instanceof Unread)) throw error
  const { of, code, message, help } = error
  text = `${of}: ${message}\n  help: ${help}`
  record = { accepted: null, code, of, message, help }
}
// The report becomes a plain object on the way.
console.log(question.json ? JSON.stringify(snakeCase(JSON.parse(JSON.stringify(record))), null, 2) : text)
process.exitCode = status
