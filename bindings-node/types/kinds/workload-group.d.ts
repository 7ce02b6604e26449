// Generated from the models of the engine, not to be edited: `make kinds`.
import type { Manifest } from '../resources'

declare module '../native/resources' {
  export namespace resources {
    export interface WorkloadGroupMetadata {
      /** Labels of the entry. */
      labels?: Readonly<Record<string, string>>
      /** Annotations of the entry. */
      annotations?: Readonly<Record<string, string>>
    }
    export interface HttpProbe {
      /** The path; absent means `/`. */
      path?: string
      /** The port. */
      port?: number
      /** The host; absent means the machine itself. */
      host?: string
      /** `HTTP`, which is what absent means, or `HTTPS`. */
      scheme?: string
      /** Headers of the request: maps with `name` and `value`. */
      httpHeaders?: readonly unknown[]
    }
    export interface TcpProbe {
      /** The host; absent means the machine itself. */
      host?: string
      /** The port. */
      port?: number
    }
    export interface ExecProbe {
      /** The program and its arguments. */
      command?: readonly string[]
    }
    export interface GrpcProbe {
      /** The port. */
      port?: number
      /** The service whose health is asked for; absent means the server's. */
      service?: string
    }
    export interface ReadinessProbe {
      /** Seconds to wait before the first attempt. */
      initialDelaySeconds?: number
      /** Seconds that an attempt may take; absent means 1. */
      timeoutSeconds?: number
      /** Seconds between attempts; absent means 10. */
      periodSeconds?: number
      /** Successes in a row that make it ready; absent means 1. */
      successThreshold?: number
      /** Failures in a row that make it unready; absent means 3. */
      failureThreshold?: number
      /** By an HTTP request. */
      httpGet?: HttpProbe
      /** By opening a TCP connection. */
      tcpSocket?: TcpProbe
      /** By a command that succeeds. */
      exec?: ExecProbe
      /** By gRPC's health protocol. */
      grpc?: GrpcProbe
    }
    /** What `resources.workloadGroup` takes. */
    export interface WorkloadGroupOptions extends ObjectOptions {
      /** Its namespace. */
      namespace?: string
      /** The version of the API to write; the newest unless given. */
      apiVersion?: 'networking.istio.io/v1' | 'networking.istio.io/v1beta1' | 'networking.istio.io/v1alpha3'
      /** Labels and annotations of the entries that are made. */
      metadata?: WorkloadGroupMetadata
      /** What the entries say; the address is filled in when a machine joins. */
      template?: WorkloadEntrySpec
      /** How it is found out whether a machine is ready; absent means that it always is. */
      probe?: ReadinessProbe
    }
    /** A WorkloadGroup of networking.istio.io/v1. Throws `ResourceError`, whose `findings` say all that is wrong. */
    export function workloadGroup(options: WorkloadGroupOptions): Manifest
  }
}
