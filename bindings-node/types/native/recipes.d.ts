// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { CloudflareOriginOptions, EgressMtlsOptions, EgressProxyOptions, MultiClusterMeshOptions, RootRotationOptions, VirtualClustersOptions } from '../recipes'
import type { Manifest } from '../resources'
import type { RotationStepKind } from '../rotation'
import type { RotationPlan } from './rotation'

/** What a recipe gives for one of several clusters. It holds a private key; `util.inspect` and JSON do not show it. */
export declare class ClusterOutput {
  private constructor()
  /** The name of the cluster. */
  get cluster(): string
  /** What is for this cluster. */
  get output(): RecipeOutput
  /** The name and what the manifests are; never the key. */
  toString(): string
  /** The name and what the manifests are; never the key. */
  toJSON(): { cluster: string; resources: string[] }
}

/** What a recipe gives. It holds a private key; `util.inspect` and JSON do not show it. */
export declare class RecipeOutput {
  private constructor()
  /** The whole set-up, in the order in which it is applied. */
  get manifests(): Manifest[]
  /** The manifests as one YAML stream. */
  toYaml(): string
  /** The same as values of a chart, where the recipe was asked for them: instead of the manifests, not beside them. */
  get values(): string | null
  /** What must be applied beside the values, because the chart has no value for it. */
  get besideValues(): Manifest[]
  /** What is no manifest, by the name of a file, such as values for a chart: belongs to the manifests. */
  get files(): Record<string, string>
  /** What the recipe takes for granted and could not check. */
  get assumptions(): Array<string>
  /** What it did check and wants said: warnings and hints. */
  get findings(): Finding[]
  /** What the manifests are; never the key. */
  toString(): string
  /** What the manifests are, and the findings; never the key. */
  toJSON(): { resources: string[]; assumptions: string[]; findings: Finding[] }
}

/** A step of a rotation: what is applied in each cluster, not before which time, and what must be started anew. */
export declare class RotationStage {
  private constructor()
  /** What it is about: `publish`, `await-bundles`, `switch`, `await-svids` or `retire`. */
  get kind(): RotationStepKind
  /** When its manifests may be applied. */
  get notBefore(): Date
  /** When the next step may begin. */
  get until(): Date
  /** What to do. */
  get action(): string
  /** What breaks if it is left out. */
  get ifSkipped(): string
  /** Commands by which those start anew that take in the change only then, in order. */
  get restarts(): Array<string>
  /** The manifests of each cluster; none where the step is to wait. */
  get clusters(): Array<ClusterOutput>
  /** What it is about; never a key. */
  toString(): string
  /** The step and what the manifests are; never a key. */
  toJSON(): { kind: string; action: string; restarts: string[]; clusters: { cluster: string; resources: string[] }[] }
}

export declare namespace recipes {
  /**
   * An Istio gateway that lets in Cloudflare's edge alone, by its client certificate. Off the main thread. Rejects with
   * `RecipeError`.
   */
  export function cloudflareOrigin(options: CloudflareOriginOptions): Promise<RecipeOutput>
  /** `cloudflareOrigin` at once. */
  export function cloudflareOriginSync(options: CloudflareOriginOptions): RecipeOutput
  /**
   * A service outside of the mesh that demands a client certificate, by whoever's; `files` has a patch for each application
   * without a workload. Off the main thread. Rejects with `RecipeError`.
   */
  export function egressMtls(options: EgressMtlsOptions): Promise<RecipeOutput>
  /** `egressMtls` at once. */
  export function egressMtlsSync(options: EgressMtlsOptions): RecipeOutput
  /**
   * The mesh's side of an egress proxy that knows its clients by their SPIFFE IDs; `files` has the proxy's own policy. Off the
   * main thread. Rejects with `RecipeError`.
   */
  export function egressProxy(options: EgressProxyOptions): Promise<RecipeOutput>
  /** `egressProxy` at once. */
  export function egressProxySync(options: EgressProxyOptions): RecipeOutput
  /** One mesh over several clusters: an output for each. Off the main thread. Rejects with `RecipeError`. */
  export function multiClusterMesh(options: MultiClusterMeshOptions): Promise<Array<ClusterOutput>>
  /** `multiClusterMesh` at once. */
  export function multiClusterMeshSync(options: MultiClusterMeshOptions): Array<ClusterOutput>
  /** The manifests by which a mesh gets another root, for each step of a plan. Off the main thread. Rejects with `RecipeError`. */
  export function rootRotation(plan: RotationPlan, options: RootRotationOptions): Promise<Array<RotationStage>>
  /** `rootRotation` at once. */
  export function rootRotationSync(plan: RotationPlan, options: RootRotationOptions): Array<RotationStage>
  /**
   * Several environments in one cluster, each with a host, tokens and DNS records; `files` has the DNS transaction. Off the
   * main thread. Rejects with `RecipeError`.
   */
  export function virtualClusters(options: VirtualClustersOptions): Promise<RecipeOutput>
  /** `virtualClusters` at once. */
  export function virtualClustersSync(options: VirtualClustersOptions): RecipeOutput
}
