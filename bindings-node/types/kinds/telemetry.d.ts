// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface TelemetrySelector {
      /** The side that reports; absent is both. */
      mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER'
    }
    export interface TelemetryProvider {
      /** Its name there. */
      name?: string
    }
    export interface LiteralTag {
      /** The text. */
      value?: string
    }
    export interface NamedTag {
      /** The name there. */
      name?: string
      /** What it says where there is none. */
      defaultValue?: string
    }
    export interface TracingTag {
      /** A fixed text. */
      literal?: LiteralTag
      /** A variable of the proxy's environment. */
      environment?: NamedTag
      /** A header of the request. */
      header?: NamedTag
      /** A text in the form of Envoy's access logs. */
      formatter?: LiteralTag
    }
    export interface TelemetryTracing {
      /** The traffic; absent is all. */
      match?: TelemetrySelector
      /** Where the traces go, one at most; absent is where the mesh's settings say. */
      providers?: readonly TelemetryProvider[]
      /** How many of a hundred requests are traced, 0.0 to 100.0, unless the caller decided already. */
      randomSamplingPercentage?: unknown
      /** Whether nothing is reported; the decision is passed on all the same. */
      disableSpanReporting?: boolean
      /** Whether the headers of a trace are not passed on. */
      disableContextPropagation?: boolean
      /** Tags of the spans, by name. */
      customTags?: Readonly<Record<string, TracingTag>>
      /** Whether `x-request-id` decides which requests are traced; absent is true. */
      useRequestIdForTraceSampling?: boolean
      /** Whether spans carry Istio's own tags; absent is true. */
      enableIstioTags?: boolean
    }
    export interface MetricSelector {
      /** One of Istio's metrics. Not with `customMetric`. */
      metric?: 'ALL_METRICS' | 'REQUEST_COUNT' | 'REQUEST_DURATION' | 'REQUEST_SIZE' | 'RESPONSE_SIZE' | 'TCP_OPENED_CONNECTIONS' | 'TCP_CLOSED_CONNECTIONS' | 'TCP_SENT_BYTES' | 'TCP_RECEIVED_BYTES' | 'GRPC_REQUEST_MESSAGES' | 'GRPC_RESPONSE_MESSAGES'
      /** A metric of another name. */
      customMetric?: string
      /** The side that reports; absent is both. */
      mode?: 'CLIENT_AND_SERVER' | 'CLIENT' | 'SERVER'
    }
    export interface MetricTag {
      /** What is done with it; absent is `UPSERT`. */
      operation?: 'UPSERT' | 'REMOVE'
      /** What is written: an expression over a request's attributes. Not where the tag is removed. */
      value?: string
    }
    export interface MetricOverride {
      /** The metrics; absent is all. */
      match?: MetricSelector
      /** Whether they are turned off. */
      disabled?: boolean
      /** Their tags, by name. */
      tagOverrides?: Readonly<Record<string, MetricTag>>
    }
    export interface TelemetryMetrics {
      /** Where the metrics go; absent is where the mesh's settings say. */
      providers?: readonly TelemetryProvider[]
      /** What is otherwise than by default. */
      overrides?: readonly MetricOverride[]
      /** How often TCP connections report: a duration of at least `1ms`. */
      reportingInterval?: string
    }
    export interface AccessLogFilter {
      /** An expression in CEL over a request's and its response's attributes. */
      expression?: string
    }
    export interface AccessLogging {
      /** The traffic; absent is all. */
      match?: TelemetrySelector
      /** Where the logs go; absent is where the mesh's settings say. */
      providers?: readonly TelemetryProvider[]
      /** Whether they are turned off. */
      disabled?: boolean
      /** The requests that are logged; absent is all. */
      filter?: AccessLogFilter
    }
    /** What `resources.telemetry` takes. */
    export interface TelemetryOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'telemetry.istio.io/v1' | 'telemetry.istio.io/v1alpha1'
      /**
       * The workloads that this is for; absent means all of the namespace, in the root namespace all of the mesh.
       * Not with `targetRef` or `targetRefs`.
       */
      selector?: WorkloadSelector
      /** The gateway, waypoint or service that this is for. */
      targetRef?: PolicyTargetReference
      /** The gateways, waypoints or services that this is for. */
      targetRefs?: readonly PolicyTargetReference[]
      /** Traces of requests; proxies take the first of them alone. */
      tracing?: readonly TelemetryTracing[]
      /** Metrics, and the tags that they carry. */
      metrics?: readonly TelemetryMetrics[]
      /** Access logs. */
      accessLogging?: readonly AccessLogging[]
    }
    /** A Telemetry of telemetry.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function telemetry(options: TelemetryOptions): Manifest
  }
}
