//! Rules of Istio's `DestinationRule` and `VirtualService`.

rules! {
    /// Every rule of this part.

    DESTINATION_RULE_HOST = Error "destination-rule-host-invalid" {
        trigger: "The host of a DestinationRule is missing or no domain name.",
        why: "Istio refuses the resource.",
        help: "Write the service's whole name (`cart.shop.svc.cluster.local`), or a wildcard with `*` as its whole first label.",
        source: "istio.io/api networking/v1alpha3 DestinationRule; Istio validation.go ValidateDestinationRule",
    }
    DESTINATION_RULE_POLICY_EMPTY = Error "destination-rule-policy-empty" {
        trigger: "A traffic policy or one of its entries for a port says nothing.",
        why: "Istio refuses the resource.",
        help: "Say what is meant, or remove it.",
        source: "Istio validation.go validateTrafficPolicy, validatePortTrafficPolicies",
    }
    DESTINATION_RULE_PORT = Error "destination-rule-port-missing" {
        trigger: "An entry of `portLevelSettings` does not say for which port.",
        why: "Istio refuses the resource.",
        help: "Write `port: {number: …}` with the port of the service.",
        source: "Istio validation.go validatePortTrafficPolicies",
    }
    DESTINATION_RULE_PORT_UNUSED = Warning "destination-rule-port-unused" {
        trigger: "An entry of `portLevelSettings` is for a number that is no port.",
        why: "Istio takes it, and it never holds.",
        help: "Write the port of the service, 1 to 65535.",
        source: "Istio validation.go validatePortTrafficPolicies",
    }
    DESTINATION_RULE_SUBSET = Error "destination-rule-subset-invalid" {
        trigger: "A subset has no name, a name that is no DNS label, the name of another, or labels that are none.",
        why: "Istio refuses the resource.",
        help: "Give each subset a name of its own (letters, digits, inner hyphens) and labels as pods carry them.",
        source: "istio.io/api networking/v1alpha3 Subset; Istio validation.go validateSubset",
    }
    DESTINATION_RULE_POOL = Error "destination-rule-pool-invalid" {
        trigger: "A `connectionPool` limits neither `http` nor `tcp`, or by numbers below zero; an `outlierDetection` has a percentage that is none; or a `loadBalancer` has a warm-up without a good duration, a cookie without a name, or a Maglev table of no prime size.",
        why: "Istio refuses the resource.",
        help: "Leave out what says nothing, and write what the message names.",
        source: "istio.io/api networking/v1alpha3 ConnectionPoolSettings, LoadBalancerSettings; Istio validation.go validateConnectionPool, validateLoadBalancer, validateOutlierDetection",
    }
    DESTINATION_RULE_CONSECUTIVE_ERRORS = Warning "destination-rule-consecutive-errors" {
        trigger: "An `outlierDetection` counts `consecutiveErrors`.",
        why: "Newer fields tell errors of gateways from others; Istio's webhook warns of the old one.",
        help: "Write `consecutiveGatewayErrors` or `consecutive5xxErrors`.",
        source: "Istio validation.go validateOutlierDetection",
    }
    DESTINATION_RULE_TUNNEL = Error "destination-rule-tunnel-invalid" {
        trigger: "A tunnel has another protocol than CONNECT or POST, no good target, or stands beside `proxyProtocol`.",
        why: "Istio refuses the resource.",
        help: "Name the target by a whole domain name or an address and a port from 1 to 65535; choose `tunnel` or `proxyProtocol`.",
        source: "istio.io/api networking/v1alpha3 TrafficPolicy.TunnelSettings; Istio validation.go validateTunnelSettings",
    }
    DESTINATION_RULE_SELECTOR_EXPORTED = Error "destination-rule-selector-exported" {
        trigger: "A DestinationRule with a workloadSelector is exported beyond its own namespace.",
        why: "The selector is for workloads of the rule's namespace; Istio refuses the resource.",
        help: "Remove `exportTo`, or write `.` alone.",
        source: "Istio validation.go validateExportTo",
    }
    DESTINATION_RULE_CREDENTIAL_AND_FILES = Error "destination-rule-credential-and-files" {
        trigger: "The client's TLS has a `credentialName` and certificates from files.",
        why: "Istio refuses to guess which is meant.",
        help: "Keep the credential, or the files.",
        source: "Istio agent/validation.go ValidateTLS",
    }
    DESTINATION_RULE_CERTIFICATE_MISSING = Error "destination-rule-certificate-missing" {
        trigger: "MUTUAL without a credential lacks the client's certificate or its key.",
        why: "The client would have nothing to show; Istio refuses the resource.",
        help: "Name a `credentialName`, or both `clientCertificate` and `privateKey`.",
        source: "Istio agent/validation.go ValidateTLS",
    }
    DESTINATION_RULE_VERIFICATION = Error "destination-rule-verification-contradiction" {
        trigger: "`insecureSkipVerify` stands beside a CA or names to verify the server by.",
        why: "The two contradict each other; Istio refuses the resource.",
        help: "Remove `insecureSkipVerify`, so that the server is verified.",
        source: "Istio agent/validation.go ValidateTLS",
    }
    DESTINATION_RULE_CONFIG_MAP = Error "destination-rule-config-map-invalid" {
        trigger: "A `configmap://` credential lacks namespace or name, or is in another namespace than the rule.",
        why: "Istio refuses the resource.",
        help: "Write `configmap://namespace/name` with the namespace of the rule.",
        source: "Istio agent/validation.go ValidateTLS",
    }
    DESTINATION_RULE_TLS_MODE_MISSING = Warning "destination-rule-tls-mode-missing" {
        trigger: "The client's TLS settings have no mode.",
        why: "An absent mode is DISABLE: clients send plaintext, whatever else is given.",
        help: "Write the mode that is meant: ISTIO_MUTUAL, MUTUAL, SIMPLE, or DISABLE for plaintext.",
        source: "istio.io/api networking/v1alpha3 ClientTLSSettings",
    }
    DESTINATION_RULE_CREDENTIAL_UNUSED = Warning "destination-rule-credential-unused" {
        trigger: "SIMPLE or MUTUAL with a `credentialName` and no workloadSelector, whatever `exportTo` says.",
        why: "Gateways use the credential; a sidecar that sees the rule does not, and sends plaintext without a word.",
        help: "Add a workloadSelector for the clients that have the Secret, be it the pods of a gateway.",
        source: "istio.io/api networking/v1alpha3 ClientTLSSettings.credential_name; Istio cluster_tls.go buildUpstreamClusterTLSContext",
    }
    DESTINATION_RULE_TLS_IGNORED = Warning "destination-rule-tls-ignored" {
        trigger: "The client's TLS settings name certificates, names or an SNI that their mode has no use for.",
        why: "Istio takes them and drops them; the connection is not what the settings read like.",
        help: "Remove them, or choose the mode that uses them.",
        source: "istio.io/api networking/v1alpha3 ClientTLSSettings; Istio cluster_tls.go buildUpstreamClusterTLSContext",
    }
    DESTINATION_RULE_NAMES_UNCHECKED = Warning "destination-rule-names-unchecked" {
        trigger: "SIMPLE or MUTUAL has an `sni` and no `subjectAltNames`.",
        why: "A set `sni` turns off the automatic check of the server's name: whoever has a certificate of that CA is taken for the server.",
        help: "List in `subjectAltNames` the name that the server's certificate carries, or remove `sni` where the protocol is HTTP.",
        source: "Istio cluster_tls.go setAutoSniAndAutoSanValidation",
    }
    DESTINATION_RULE_PORT_DROPS_TLS = Warning "destination-rule-port-drops-tls" {
        trigger: "An entry of `portLevelSettings` has no `tls`, and the policy around it has.",
        why: "The entry takes the policy's place: its port gets the mesh's automatic mutual TLS, and outside the mesh plaintext.",
        help: "Repeat the `tls` in the entry.",
        source: "istio.io/api networking/v1alpha3 TrafficPolicy.PortTrafficPolicy; Istio destination_rule.go MergeTrafficPolicy",
    }
    VIRTUAL_SERVICE_DELEGATE = Error "virtual-service-delegate-invalid" {
        trigger: "A VirtualService without hosts, a delegate, has gateways, routes of TLS or TCP, or delegates itself.",
        why: "A delegate adds routes of HTTP to another VirtualService and nothing else; Istio refuses the resource.",
        help: "Name the hosts, or remove what only the VirtualService that delegates can have.",
        source: "istio.io/api networking/v1alpha3 Delegate; Istio validation.go ValidateVirtualService",
    }
    VIRTUAL_SERVICE_HOST = Error "virtual-service-host-invalid" {
        trigger: "A host is neither a domain name nor an IP address, or it is `*` for sidecars.",
        why: "Istio refuses the resource.",
        help: "Write a whole name or a wildcard with `*` as its whole first label; `*` alone is for gateways.",
        source: "Istio validation.go ValidateVirtualService",
    }
    VIRTUAL_SERVICE_HOST_TWICE = Error "virtual-service-host-twice" {
        trigger: "A host stands twice, or beside a wildcard that it falls under.",
        why: "Istio refuses the resource.",
        help: "Name each host once; routes that differ by host belong in VirtualServices of their own.",
        source: "Istio validation.go ValidateVirtualService",
    }
    VIRTUAL_SERVICE_NO_ROUTES = Error "virtual-service-no-routes" {
        trigger: "A VirtualService has no routes.",
        why: "Istio refuses the resource.",
        help: "Add a route of `http`, `tls` or `tcp`.",
        source: "Istio validation.go ValidateVirtualService",
    }
    VIRTUAL_SERVICE_ROUTE_MISSING = Error "virtual-service-route-missing" {
        trigger: "A route does not say where its traffic goes.",
        why: "Istio refuses the resource.",
        help: "Add a destination; for HTTP a redirect or a direct response will do.",
        source: "Istio validation.go validateTLSRoute, validateTCPRoute, virtualservice.go validateHTTPRouteConflict",
    }
    VIRTUAL_SERVICE_HTTP_CONFLICT = Error "virtual-service-http-conflict" {
        trigger: "A route of HTTP does two things that exclude each other.",
        why: "Istio refuses the resource.",
        help: "Keep one of the two.",
        source: "Istio virtualservice.go validateHTTPRouteConflict",
    }
    VIRTUAL_SERVICE_HTTP_VALUE = Error "virtual-service-http-value" {
        trigger: "A route of HTTP has a redirect, rewrite or fault that says nothing or two things at once, a status beyond 200 to 600, or a percentage beyond 0 to 100.",
        why: "The API server or Istio's webhook refuses the resource.",
        help: "Write what the message names, or leave the part out.",
        source: "istio.io/api networking/v1alpha3 VirtualService (CEL); Istio validation.go validateHTTPRedirect, validateHTTPRewrite, validateHTTPDirectResponse, validateHTTPFaultInjection, validateHTTPMirrors",
    }
    VIRTUAL_SERVICE_SNI_MISSING = Error "virtual-service-sni-missing" {
        trigger: "A route of TLS has no match, or a match without `sniHosts`.",
        why: "TLS that is not ended is routed by its SNI; Istio refuses the resource.",
        help: "List the hosts in `match[].sniHosts`.",
        source: "istio.io/api networking/v1alpha3 TLSMatchAttributes; Istio validation.go validateTLSRoute, validateTLSMatch",
    }
    VIRTUAL_SERVICE_SNI_HOST = Error "virtual-service-sni-host-invalid" {
        trigger: "An SNI is no domain name, or none of the VirtualService's hosts.",
        why: "Istio refuses the resource.",
        help: "Name a host of the VirtualService, or what falls under a wildcard of its hosts.",
        source: "Istio validation.go validateSniHost",
    }
    VIRTUAL_SERVICE_SNI_ADDRESS = Warning "virtual-service-sni-address" {
        trigger: "An SNI is an IP address.",
        why: "The SNI carries names; most clients send none for an address, and the route is not taken.",
        help: "Route by a name, or by a route of TCP.",
        source: "RFC 6066 section 3; Istio validation.go validateSniHost",
    }
    VIRTUAL_SERVICE_GATEWAY = Error "virtual-service-gateway-invalid" {
        trigger: "A gateway is named by what is no name.",
        why: "Istio refuses the resource.",
        help: "Write `namespace/name`, the name alone for a gateway of the same namespace, or `mesh` for the sidecars.",
        source: "Istio validation.go validateGatewayNames",
    }
    VIRTUAL_SERVICE_GATEWAY_LEGACY = Warning "virtual-service-gateway-legacy" {
        trigger: "A gateway is named as `name.namespace`.",
        why: "It is the old way of writing; Istio warns of it.",
        help: "Write `namespace/name`.",
        source: "Istio validation.go validateGatewayNames",
    }
    VIRTUAL_SERVICE_CLAIM_WITHOUT_GATEWAY = Error "virtual-service-claim-without-gateway" {
        trigger: "A route matches a claim of a token, and its VirtualService holds at sidecars.",
        why: "Claims are known to gateways alone; Istio refuses the resource.",
        help: "Name the gateways, without `mesh` among them.",
        source: "Istio validation.go ValidateVirtualService",
    }
    VIRTUAL_SERVICE_MATCH = Error "virtual-service-match-invalid" {
        trigger: "A match has a port, label, address range, namespace or text to compare that is none.",
        why: "Istio refuses the resource.",
        help: "Write what the message expects.",
        source: "Istio validation.go validateTLSMatch, validateTCPMatch, virtualservice.go validateHTTPRouteMatchRequest",
    }
    VIRTUAL_SERVICE_DESTINATION = Error "virtual-service-destination-invalid" {
        trigger: "A destination is missing, or has a host, subset or port that is none.",
        why: "Istio refuses the resource.",
        help: "Name the service's host, one of its ports, and a subset as the DestinationRule names it.",
        source: "istio.io/api networking/v1alpha3 Destination; Istio validation.go validateDestination",
    }
    VIRTUAL_SERVICE_WEIGHT = Error "virtual-service-weight-invalid" {
        trigger: "A weight is below 0, or several destinations have no weight between them.",
        why: "Istio refuses the resource.",
        help: "Give each destination its share; shares of 0 alone leave no way to go.",
        source: "Istio validation.go validateHTTPRouteDestinations, validateRouteDestinations",
    }
    VIRTUAL_SERVICE_UNREACHABLE = Warning "virtual-service-route-unreachable" {
        trigger: "A route stands behind one without a match, or behind routes that take all that it matches.",
        why: "The first route that matches counts; this one never does (IST0130).",
        help: "Put the narrower route first, or remove it.",
        source: "Istio validation.go analyzeUnreachableHTTPRules; istioctl analyze VirtualServiceUnreachableRule",
    }
    VIRTUAL_SERVICE_REDUNDANT = Warning "virtual-service-match-redundant" {
        trigger: "A match takes nothing that an earlier one has left.",
        why: "The first match counts; this one has no effect (IST0131).",
        help: "Put the narrower match first, or remove it.",
        source: "Istio validation.go analyzeUnreachableHTTPRules; istioctl analyze VirtualServiceIneffectiveMatch",
    }
}
