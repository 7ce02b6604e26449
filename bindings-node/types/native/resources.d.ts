// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Finding } from '../finding'
import type { Manifest, KindSchema, Migration, MeshReading } from '../resources'
import type { Document } from './arguments'

export declare namespace resources {
  /**
   * A manifest of any modelled kind: `build('networking.istio.io/DestinationRule', { name: …, host: … })`. The kind stands
   * behind its API group, core kinds stand alone (`Secret`). Throws `ResourceError`, whose `findings` say all that is
   * wrong with the options.
   */
  export function build(kind: string, options: object): Manifest
  /**
   * Validates the manifests of a file, or of all files in a folder and beneath it that end in `.yaml`, `.yml` or `.json`,
   * together; each finding has its file and line. In a folder, what is no manifest (values of a chart) is passed over. Off
   * the main thread. Rejects with `ResourceError` for a path that cannot be read, or more than 10,000 files or 64 MiB.
   */
  export function checkFiles(path: string): Promise<Finding[]>
  /** `checkFiles` at once. */
  export function checkFilesSync(path: string): Finding[]
  /**
   * Reads a YAML stream and validates all of it; each finding has the line of its field. `file` names the text. Off the
   * main thread.
   */
  export function checkYaml(text: Document, file?: string | undefined | null): Promise<Finding[]>
  /** `checkYaml` at once. */
  export function checkYamlSync(text: Document, file?: string | undefined | null): Finding[]
  /**
   * Istio's former `Policy` and `MeshPolicy` among the manifests as PeerAuthentications, RequestAuthentications and
   * AuthorizationPolicies. Give the Services along that they were for; other manifests are not given back. `findings` say
   * what could not be carried over.
   */
  export function migrate(manifests: readonly object[]): Migration
  /** The manifests of a JSON text, one object or a list of them. */
  export function readJson(text: string): Manifest[]
  /**
   * The settings of a mesh, from the ConfigMap `istio`, an IstioOperator or the values of Istio's Helm chart: what is
   * written, what holds with Istio's defaults, and what is wrong. Null for any other document.
   */
  export function readMeshConfig(document: object): MeshReading | null
  /**
   * The manifests of a YAML stream; mostly off the main thread. Rejects with `ResourceError` for the first that cannot be
   * read; `checkYaml` reports them all.
   */
  export function readYaml(text: Document): Promise<Manifest[]>
  /** `readYaml` at once. */
  export function readYamlSync(text: Document): Manifest[]
  /** The kinds that `build` makes, with their options: what the functions of each kind are written from. */
  export function schema(): KindSchema[]
  /** What is wrong with manifests or weak in them, alone and together. */
  export function validate(manifests: readonly object[]): Finding[]
  /** One manifest as JSON. */
  export function writeJson(manifest: object): string
  /** Manifests as a YAML stream that kubectl reads the same way; the same manifests give the same text. */
  export function writeYaml(manifests: readonly object[]): string
  /** Any value as one YAML document: for values files and other YAML that is no manifest. */
  export function writeYamlValue(value: unknown): string
}
