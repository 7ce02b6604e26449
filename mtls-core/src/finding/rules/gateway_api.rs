//! Rules of the kinds of the Gateway API.

rules! {
    /// Every rule of this part.

    HOSTNAME = Error "gateway-api-hostname" {
        trigger: "A host is no domain name in lower case, nor one behind `*.`",
        why: "The API server refuses the object.",
        help: "Write `shop.example` or `*.shop.example`, no port and no scheme.",
        source: "Gateway API, Hostname",
    }
    PORT = Error "gateway-api-port" {
        trigger: "A port is missing where one is needed, or is not within 1 to 65535.",
        why: "The API server refuses the object.",
        help: "Write a port from 1 to 65535.",
        source: "Gateway API, PortNumber",
    }
    REFERENCE_INCOMPLETE = Error "gateway-api-reference" {
        trigger: "A reference to another object lacks its name, or its kind or group where they have no default.",
        why: "The API server refuses the object.",
        help: "Write `{group: \"\", kind: ConfigMap, name: …}`; core kinds have an empty group.",
        source: "Gateway API, ObjectReference",
    }
    GATEWAY_CLASS_MISSING = Error "gateway-api-class-missing" {
        trigger: "A Gateway names no class.",
        why: "The API server refuses it.",
        help: "Set `gatewayClassName`, for Istio to `istio`.",
        source: "Gateway API, GatewaySpec",
    }
    GATEWAY_CONTROLLER = Error "gateway-api-controller" {
        trigger: "A GatewayClass names no controller, or none with a domain and a path.",
        why: "The API server refuses it.",
        help: "Write the name as the implementation gives it: `istio.io/gateway-controller`.",
        source: "Gateway API, GatewayClassSpec",
    }
    LISTENERS_MISSING = Error "listeners-missing" {
        trigger: "A Gateway has no listener.",
        why: "The API server refuses it.",
        help: "Add `listeners: [{name, port, protocol}]`.",
        source: "Gateway API, GatewaySpec",
    }
    LISTENER_NAME = Error "listener-name" {
        trigger: "A listener has no name, one that is no lower-case DNS name, or the name of another one.",
        why: "The API server refuses the Gateway.",
        help: "Give each listener a name of its own.",
        source: "Gateway API, Listener",
    }
    LISTENER_PROTOCOL = Error "listener-protocol" {
        trigger: "A listener has no protocol, or a host with one that knows none.",
        why: "The API server refuses the Gateway.",
        help: "Write HTTP, HTTPS, TLS, TCP or UDP; hosts are for the first three.",
        source: "Gateway API, Listener",
    }
    LISTENER_DUPLICATE = Error "listener-duplicate" {
        trigger: "Two listeners have the same port, protocol and host.",
        why: "The API server refuses the Gateway.",
        help: "Keep one of them.",
        source: "Gateway API, GatewaySpec",
    }
    LISTENER_TLS_ON_PLAINTEXT = Error "listener-tls-on-plaintext" {
        trigger: "A listener for HTTP, TCP or UDP has TLS settings.",
        why: "The API server refuses the Gateway.",
        help: "Make the protocol HTTPS or TLS, or remove `tls`.",
        source: "Gateway API, GatewaySpec",
    }
    LISTENER_TLS_MISSING = Error "listener-tls-missing" {
        trigger: "A listener for TLS has no `tls`.",
        why: "The API server refuses the Gateway.",
        help: "Add `tls: {mode: Passthrough}`, or Terminate with a certificate.",
        source: "Gateway API, GatewaySpec",
    }
    LISTENER_HTTPS_WITHOUT_TLS = Warning "listener-https-without-tls" {
        trigger: "A listener for HTTPS has no `tls`.",
        why: "The API server takes it, but there is no certificate to end TLS with.",
        help: "Add `tls: {certificateRefs: [{name: …}]}`.",
        source: "Gateway API, Listener",
    }
    LISTENER_TLS_MODE = Error "listener-tls-mode" {
        trigger: "A listener for HTTPS passes TLS on.",
        why: "The API server refuses the Gateway.",
        help: "Write protocol TLS for Passthrough, and a TLSRoute.",
        source: "Gateway API, GatewaySpec",
    }
    LISTENER_CERTIFICATE_MISSING = Error "listener-certificate-missing" {
        trigger: "A listener ends TLS and has neither a certificate nor an option.",
        why: "The API server refuses the Gateway.",
        help: "Name the Secret in `certificateRefs`.",
        source: "Gateway API, ListenerTLSConfig",
    }
    LISTENER_CERTIFICATE_COUNT = Warning "listener-certificate-count" {
        trigger: "A listener names more than two certificates.",
        why: "The API server takes it, but Istio refuses the listener.",
        help: "List one certificate, or one RSA and one ECDSA certificate; use a listener a host for more.",
        source: "Istio pilot/pkg/config/kube/gateway buildTLS",
    }
    LISTENER_ISTIO_MODE = Warning "listener-istio-mode" {
        trigger: "`gateway.istio.io/tls-terminate-mode` has a value that Istio does not know.",
        why: "Istio ignores it and ends TLS without asking clients for a certificate.",
        help: "Write MUTUAL, OPTIONAL_MUTUAL, ISTIO_SIMPLE or ISTIO_MUTUAL.",
        source: "Istio pilot/pkg/config/kube/gateway buildTLS",
    }
    FRONTEND_DEFAULT_MISSING = Error "frontend-tls-default-missing" {
        trigger: "`tls.frontend` has no `default`, or one of its ports has no `tls`.",
        why: "The API server refuses the Gateway.",
        help: "Add the field; empty, it asks clients for nothing.",
        source: "Gateway API, FrontendTLSConfig",
    }
    FRONTEND_PORT_DUPLICATE = Error "frontend-tls-port-duplicate" {
        trigger: "A port stands twice in `tls.frontend.perPort`.",
        why: "The API server refuses the Gateway.",
        help: "Keep one of the two.",
        source: "Gateway API, FrontendTLSConfig",
    }
    FRONTEND_CA_MISSING = Error "frontend-tls-ca-missing" {
        trigger: "Client certificates are to be checked without a CA.",
        why: "The API server refuses the Gateway.",
        help: "Name a ConfigMap with `ca.crt` in `caCertificateRefs`.",
        source: "Gateway API, FrontendTLSValidation",
    }
    FRONTEND_INSECURE_FALLBACK = Warning "frontend-tls-insecure-fallback" {
        trigger: "Client certificates are checked with mode AllowInsecureFallback.",
        why: "Clients without a certificate, or with one of any CA, are let in.",
        help: "Use AllowValidOnly once all clients have their certificates.",
        source: "Gateway API, FrontendTLSValidation; Istio pilot/pkg/config/kube/gateway buildTLS",
    }
    CA_COUNT = Warning "gateway-api-ca-count" {
        trigger: "Several CAs are named where Istio takes one.",
        why: "The API server takes it; Istio refuses the listener, and of a BackendTLSPolicy it reads the first alone.",
        help: "Put all CA certificates into one ConfigMap.",
        source: "Istio pilot/pkg/config/kube/gateway",
    }
    BACKEND_TLS_TARGET = Error "backend-tls-target" {
        trigger: "A BackendTLSPolicy names no Service, or one twice without telling ports apart.",
        why: "The API server refuses it.",
        help: "Write `{group: \"\", kind: Service, name: …}`, with `sectionName` for a port.",
        source: "Gateway API, BackendTLSPolicySpec",
    }
    BACKEND_TLS_CA = Error "backend-tls-ca" {
        trigger: "A BackendTLSPolicy names no CA, or both ConfigMaps and `wellKnownCACertificates`.",
        why: "The API server refuses it.",
        help: "Name a ConfigMap with `ca.crt`, or write `wellKnownCACertificates: System`.",
        source: "Gateway API, BackendTLSPolicyValidation",
    }
    BACKEND_TLS_HOSTNAME = Error "backend-tls-hostname" {
        trigger: "A BackendTLSPolicy has no `hostname`, or one that is no whole domain name.",
        why: "The API server refuses it.",
        help: "Write the name that the server's certificate carries; it is sent as SNI as well.",
        source: "Gateway API, BackendTLSPolicyValidation",
    }
    BACKEND_TLS_NAME = Error "backend-tls-subject-alt-name" {
        trigger: "A name in `subjectAltNames` has no type, or another field than its type says.",
        why: "The API server refuses the policy.",
        help: "Write `{type: URI, uri: \"spiffe://…\"}` or `{type: Hostname, hostname: …}`.",
        source: "Gateway API, SubjectAltName",
    }
    GRANT_EMPTY = Error "reference-grant-empty" {
        trigger: "A ReferenceGrant does not say who may name what.",
        why: "The API server refuses it.",
        help: "Write `from: [{group, kind, namespace}]` and `to: [{group, kind}]`.",
        source: "Gateway API, ReferenceGrantSpec",
    }
    ROUTE_BACKEND = Error "route-backend" {
        trigger: "A route names a Service without its port, or a group or kind that is no name, or gives a weight outside 0 to 1000000.",
        why: "The API server refuses the route.",
        help: "Write `{name, port}`.",
        source: "Gateway API, BackendRef",
    }
    ROUTE_FILTER = Error "route-filter" {
        trigger: "A filter of a route has no type, other settings than its type has, or stands twice, or clients are sent elsewhere by a rule with backends.",
        why: "The API server refuses the route.",
        help: "Give each filter its type and the settings of the same name.",
        source: "Gateway API, HTTPRouteFilter, HTTPRouteRule",
    }
    ROUTE_PATH = Error "route-path" {
        trigger: "A path does not begin with `/`, or has parts that no plain path has.",
        why: "The API server refuses the route.",
        help: "Write the path as clients send it, without `//`, `.` segments, `#` or encoded slashes.",
        source: "Gateway API, HTTPPathMatch",
    }
    ROUTE_HEADER = Error "route-header" {
        trigger: "A condition on a header or parameter lacks its name or value, or its name stands twice.",
        why: "The API server refuses the route.",
        help: "Write `{name, value}`.",
        source: "Gateway API, HTTPHeaderMatch",
    }
    GRPC_METHOD = Error "grpc-route-method" {
        trigger: "A condition on methods names neither a service nor a method.",
        why: "The API server refuses the route.",
        help: "Name the service, the method or both; leave `method` out for all.",
        source: "Gateway API, GRPCMethodMatch",
    }
    TLS_ROUTE_INCOMPLETE = Error "tls-route-incomplete" {
        trigger: "A TLSRoute has no host, no backend, or not exactly one rule.",
        why: "The API server refuses it.",
        help: "Write `hostnames: […]` and `rules: [{backendRefs: […]}]`.",
        source: "Gateway API, TLSRouteSpec",
    }
}
