// Generated from the models of the engine, not to be edited: `make kinds`.

export declare namespace resources {
  /** What `resources.telemetry` takes. */
  export interface TelemetryOptions {
    /** Name of the object. */
    name: string
    /** Its namespace. */
    namespace?: string
    /** The version of the API to write; the newest unless given. */
    apiVersion?: 'telemetry.istio.io/v1' | 'telemetry.istio.io/v1alpha1'
    /** Labels of the object. */
    labels?: Readonly<Record<string, string>>
    /** Annotations of the object. */
    annotations?: Readonly<Record<string, string>>
    /** Fields that this version does not know, as they are written. */
    extra?: object
    /** A JSON merge patch (RFC 7396) over the result. */
    mergePatch?: object
    /**
     * The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
     * Not with `targetRef` or `targetRefs`.
     */
    selector?: WorkloadSelector
    /** The gateway, waypoint or service that this is for. */
    targetRef?: PolicyTargetReference
    /** The gateways, waypoints or services that this is for. */
    targetRefs?: readonly PolicyTargetReference[]
    /** Tracing, kept as it is written. */
    tracing?: readonly object[]
    /** Metrics, kept as they are written. */
    metrics?: readonly object[]
    /** Access logs, kept as they are written. */
    accessLogging?: readonly object[]
  }
  /** A Telemetry of telemetry.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
  export function telemetry(options: TelemetryOptions): Manifest
}
