// Manifests, and the schema of the options that make them.
import type { Finding } from './finding'

/** A manifest: a Kubernetes object as it is written, keys in their order. */
export interface Manifest {
  apiVersion: string
  kind: string
  metadata?: { name?: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what else a kind has
  [field: string]: any
}

/** What `resources.build` makes: a kind, the versions of its API, newest first, and its options. */
export interface KindSchema {
  kind: string
  /** The API group; empty for core kinds. */
  group: string
  apiVersions: string[]
  options: OptionSchema[]
}

/** An option. */
export interface OptionSchema {
  /** As the API spells it, or in snake_case; `resources.build` takes camelCase too. */
  name: string
  doc: string
  /** Whether nothing is built without it. */
  required: boolean
  type: OptionType
}

/** The type of an option. A `document` is a string that may be given as its bytes. */
export type OptionType =
  | 'string'
  | 'document'
  | 'boolean'
  | 'integer'
  | 'any'
  | { list: OptionType }
  | { map: OptionType }
  | { enum: string; values: string[] }
  | { object: string; fields: OptionSchema[] }

/** What Istio's former policies became. */
export interface Migration {
  manifests: Manifest[]
  /** What could not be carried over, and what works in another way now. */
  findings: Finding[]
}

/** The settings of a mesh with Istio's defaults filled in. */
export interface MeshSettings {
  rootNamespace: string
  trustDomain: string
  trustDomainAliases: string[]
  /** The trust domains that peers may be of. */
  acceptedTrustDomains: string[]
  enableAutoMtls: boolean
  mtlsMinProtocolVersion: string
  outboundTrafficPolicy: string
  pathNormalization: string
  numTrustedProxies: number
  forwardClientCertDetails: string
  defaultServiceExportTo: string[]
  defaultVirtualServiceExportTo: string[]
  defaultDestinationRuleExportTo: string[]
  extensionProviders: string[]
}

/** The settings of a mesh as they were read. */
export interface MeshReading {
  /** What is written, as far as it could be read. */
  config: { [field: string]: unknown }
  /** What holds. */
  settings: MeshSettings
  /** At an error, istiod does not take the settings. */
  findings: Finding[]
}
