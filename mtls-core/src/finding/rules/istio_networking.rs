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
        trigger: "SIMPLE or MUTUAL with a `credentialName`, no workloadSelector, and an `exportTo` that does not keep the rule from the mesh's sidecars.",
        why: "Gateways use the credential; a sidecar that sees the rule does not, and sends plaintext without a word.",
        help: "Add a workloadSelector for the clients that have the Secret, or limit `exportTo` to the gateway's namespace.",
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
}
