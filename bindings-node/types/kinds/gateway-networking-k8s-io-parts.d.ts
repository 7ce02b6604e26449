// Generated from the models of the engine, not to be edited: `make kinds`.
export {}

declare module '../native/resources' {
  export namespace resources {
    export interface ObjectRef {
      /** Its API group; empty for core kinds. */
      group?: string
      /** Its kind. */
      kind?: string
      /** Its name. */
      name?: string
      /** Its namespace; another one than here needs a `ReferenceGrant` there. */
      namespace?: string
    }
    export interface ParentRef {
      /** Its API group; absent is that of the Gateway API. */
      group?: string
      /** Its kind; absent is `Gateway`. */
      kind?: string
      /** Its namespace; absent is that of the route. */
      namespace?: string
      /** Its name. */
      name?: string
      /** The name of one listener. */
      sectionName?: string
      /** The port of listeners. */
      port?: number
    }
    export interface HttpHeaderMatch {
      /** How the value is compared; absent is `Exact`. */
      type?: 'Exact' | 'RegularExpression'
      /** The name. */
      name?: string
      /** The value. */
      value?: string
    }
    export interface RouteFilter {
      /** What is done. */
      type?: 'RequestHeaderModifier' | 'ResponseHeaderModifier' | 'RequestMirror' | 'RequestRedirect' | 'URLRewrite' | 'CORS' | 'ExternalAuth' | 'ExtensionRef'
      /** Headers of requests, kept as they are. */
      requestHeaderModifier?: unknown
      /** Headers of responses, kept as they are. */
      responseHeaderModifier?: unknown
      /** Where copies of requests go, kept as it is. */
      requestMirror?: unknown
      /** Where clients are sent, kept as it is. */
      requestRedirect?: unknown
      /** What becomes of host and path, kept as it is. */
      urlRewrite?: unknown
      /** Which other sites may call, kept as it is. */
      cors?: unknown
      /** Who is asked whether a request may pass, kept as it is. */
      externalAuth?: unknown
      /** A filter of the implementation, kept as it is. */
      extensionRef?: unknown
    }
    export interface BackendRef {
      /** Its API group; absent means core kinds. */
      group?: string
      /** Its kind; absent is `Service`. */
      kind?: string
      /** Its name. */
      name?: string
      /** Its namespace; another one than the route's needs a `ReferenceGrant` there. */
      namespace?: string
      /** The port of the Service. */
      port?: number
      /** The share of this one among all; absent is 1. */
      weight?: number
      /** What is done with requests that go here. */
      filters?: readonly RouteFilter[]
    }
  }
}
