// A root is rotated under three clusters, once with every step of the plan and once without each of them.
// README.md tells the story; main.rs and story.py tell the same.
import assert from 'node:assert/strict'

import { BundleSet, CertificateAuthority, ChainVerifier, RotationPlan, TrustBundle, TrustDomain, VerificationError } from '../../bindings-node/index.js'

const START = Date.parse('2027-01-15T08:00:00Z')
const [REFRESH, LIFETIME, RENEWAL, WINDOW, TICK] = [300, 3600, 1800, 600, 150]
const YEAR = 365 * 86_400
const at = (second) => new Date(START + 1000 * second)
const since = (date) => (date - START) / 1000

class Mesh {
  static async make() {
    const mesh = new Mesh()
    const root = (name) => CertificateAuthority.root(name, { at: at(-YEAR), validForSeconds: 10 * YEAR })
    mesh.old = await root('Mesh Root 2017')
    mesh.new = await root('Mesh Root 2027')
    mesh.clusters = await Promise.all(['cluster-a', 'cluster-b', 'cluster-c'].map((name) => mesh.cluster(name)))
    mesh.plan = mesh.clusters[0].plan
    return mesh
  }

  /** Its intermediates under the old and the new root, its bundle before the rotation, and the plan. */
  async cluster(name) {
    const trustDomain = new TrustDomain(`${name}.example`)
    const options = { trustDomain, at: at(-YEAR), validForSeconds: 2 * YEAR }
    const bundle = new TrustBundle(trustDomain, [this.old.certificate]).withRefreshHint(REFRESH).withSequence(1n)
    return {
      trustDomain,
      before: await this.old.intermediate(name, options),
      after: await this.new.intermediate(name, options),
      bundle,
      plan: new RotationPlan(bundle, [this.new.certificate], {
        start: at(0),
        svidLifetimeSeconds: LIFETIME,
        switchWindowSeconds: WINDOW,
      }),
    }
  }

  /** Rotates step by step, without the step to be skipped, and judges every chain in every cluster all the while. */
  async rotate(skip) {
    let early = 0
    const steps = new Map()
    for (const { kind, startsAt, endsAt } of this.plan.steps) {
      // A step that is skipped takes no time either.
      if (kind === skip) early += since(endsAt) - since(startsAt)
      else steps.set(kind, since(startsAt) - early)
    }
    const end = since(this.plan.doneAt) + RENEWAL
    const report = { judged: 0, refused: [], safe: false, forged: 0, takenIn: 0 }
    const verifiers = []
    const known = []
    let workloads
    for (let now = -WINDOW; now <= end; now += TICK) {
      const published = this.published(now, steps)
      for (let place = 0; place < 3; place += 1) {
        const looks = (now + WINDOW) % REFRESH === (place % 2) * TICK || now === -WINDOW
        if (looks && known[place] !== published.toSpiffeJson()) {
          known[place] = published.toSpiffeJson()
          verifiers[place] = new ChainVerifier(published, { profile: 'spiffe-strict' })
        }
      }
      workloads ??= await this.workloads(now)
      for (const workload of workloads) {
        if ((now + RENEWAL) % RENEWAL === workload.offset) await this.renew(workload, now, steps.get('switch'))
      }
      if (now === steps.get('retire')) report.safe = this.mayRetire(this.published(now - 1, steps), workloads, now)
      for (const workload of workloads) {
        for (const verifier of verifiers) {
          report.judged += 1
          try {
            verifier.verifySync(workload.chain, { at: at(now) })
          } catch (error) {
            if (!(error instanceof VerificationError)) throw error
            report.refused.push({ now, id: workload.id, root: workload.root })
          }
        }
      }
    }
    for (const { id } of workloads) {
      const { chain } = await this.old.svid(id, { at: at(end) })
      for (const verifier of verifiers) {
        report.forged += 1
        if (verifier.explainSync(chain, { at: at(end) }).accepted) report.takenIn += 1
      }
    }
    return report
  }

  /** Every trust domain's bundle as it was last published. */
  published(now, steps) {
    const last = ({ plan, bundle }) =>
      plan.steps.findLast((step) => step.bundle && steps.get(step.kind) <= now)?.bundle ?? bundle
    return new BundleSet(this.clusters.map(last))
  }

  async workloads(now) {
    const workloads = []
    for (const [place, { trustDomain, before }] of this.clusters.entries()) {
      for (const name of ['cart', 'till']) {
        const id = trustDomain.join(`ns/shop/sa/${name}`)
        const offset = (workloads.length * REFRESH) % RENEWAL
        workloads.push({ id, place, offset, chain: await issue(before, id, now), root: this.old.certificate })
      }
    }
    return workloads
  }

  /** The clusters switch one after the other. */
  async renew(workload, now, switchAt) {
    const { before, after } = this.clusters[workload.place]
    const switched = switchAt !== undefined && switchAt + workload.place * (WINDOW / 2) <= now
    workload.chain = await issue(switched ? after : before, workload.id, now)
    workload.root = (switched ? this.new : this.old).certificate
  }

  /** Whether no chain in use leads to the old root alone. */
  mayRetire(published, workloads, now) {
    const chains = workloads.map(({ chain }) => chain)
    return published.bundles.every((bundle) => bundle.safeToRemove(this.old.certificate, chains, at(now)).safe)
  }
}

async function issue(ca, id, now) {
  const { chain } = await ca.svid(id, { at: at(now), backdateSeconds: 0, validForSeconds: LIFETIME })
  return chain
}

function line(what, { judged, refused, forged, takenIn }) {
  let text = `${what.padEnd(22)} ${judged} verdicts, ${refused.length} refused`
  if (refused.length > 0) text += `, first ${refused[0].id} after ${refused[0].now} s`
  return `${text}; ${takenIn} of ${forged} forged chains accepted`
}

function isAsForetold({ kind, atRisk }, { refused, forged, takenIn }) {
  if (kind === 'retire') return refused.length === 0 && takenIn === forged
  const foretold = refused.every(({ root }) => atRisk.some((authority) => authority.equals(root)))
  return refused.length > 0 && foretold && takenIn === 0
}

const mesh = await Mesh.make()
console.log(`${String(mesh.plan).replaceAll(/ \(SHA-256 \w+…\)/g, '')}\n`)
const whole = await mesh.rotate()
console.log(line('with every step', whole))
assert.ok(whole.refused.length === 0 && whole.safe && whole.takenIn === 0)
for (const step of mesh.plan.steps) {
  const report = await mesh.rotate(step.kind)
  console.log(line(`without ${step.kind}`, report))
  assert.ok(isAsForetold(step, report), String(step))
}
