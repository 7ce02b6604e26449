// Step 2: judges cases, and writes the verdicts for the other languages to agree with.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

import {
  ChainVerifier,
  EdgeVerifier,
  MtlsError,
  TrustAnchors,
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

/** The verdict on one case, in the form that the three languages share. */
async function judge({ name, chain, bundles, edge, keys, at }) {
  const when = { at: new Date(at * 1000) }
  const about = { name, keys, judged_as: judgedAs(edge) }
  let explanation
  try {
    if (edge) {
      const anchors = edge.anchors ? TrustAnchors.fromPem(edge.anchors) : new TrustAnchors([])
      const verifier = new EdgeVerifier(anchors, { profile: edge.profile })
      explanation = String(await verifier.explain(chain, null, when))
      const { warnings } = await verifier.verify(chain, null, when)
      return { ...about, accepted: true, spiffe_id: null, findings: shared(warnings), explanation }
    }
    const verifier = new ChainVerifier(Object.entries(bundles).map(([domain, pem]) => TrustBundle.fromPem(domain, pem)))
    explanation = String(await verifier.explain(chain, when))
    const peer = await verifier.verify(chain, when)
    return { ...about, accepted: true, spiffe_id: String(peer.spiffeId), findings: shared(peer.warnings), explanation }
  } catch (refused) {
    if (!(refused instanceof MtlsError)) throw refused
    if (!(refused instanceof VerificationError)) explanation = `${refused.message}\n  help: ${refused.help}`
    return { ...about, accepted: false, code: refused.code, findings: shared(refused.findings), explanation }
  }
}

/** The profile in words, and what it leaves open. */
function judgedAs(edge) {
  if (edge) return `a leaf without a URI name (profile ${edge.profile}); no host name was compared`
  return 'a workload (profile spiffe-interop)'
}

/** Judges, prints, and fails where the story expected another verdict. */
export async function judgeAll(cases) {
  const verdicts = await Promise.all(cases.map(judge))
  verdicts.forEach(({ name, judged_as, code = 'accepted' }, index) => {
    console.log(`  ${name}: ${code}, judged as ${judged_as}`)
    const { expected } = cases[index]
    if (expected !== null && expected !== code) throw new Error(`${name}: expected ${expected}, the verdict is ${code}`)
  })
  return verdicts
}

export function writeVerdicts(out, files, chains) {
  writeFileSync(join(out, 'verdicts-node.json'), `${JSON.stringify({ files, chains }, null, 2)}\n`)
}
