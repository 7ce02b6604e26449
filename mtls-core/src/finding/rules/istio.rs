//! Rules that several kinds of Istio share, and those of `PeerAuthentication`.

rules! {
    /// Every rule of this part.

    SELECTOR_INVALID = Error "istio-selector-invalid" {
        trigger: "A workload selector has an empty key, a `*`, or what is no label.",
        why: "Istio compares labels exactly and refuses the resource.",
        help: "Write the labels of the workload's pods as they are.",
        source: "istio.io/api type/v1beta1 WorkloadSelector; Istio validation.go validateWorkloadSelector",
    }
    SELECTOR_EMPTY = Warning "istio-selector-empty" {
        trigger: "A workload selector is written, but it has no labels.",
        why: "It selects every workload of the namespace, which an absent selector says more plainly.",
        help: "Remove the selector, or name the labels that are meant.",
        source: "Istio validation.go validateWorkloadSelector",
    }
    EXPORT_TO_INVALID = Error "istio-export-to-invalid" {
        trigger: "`exportTo` names a namespace twice, names others beside `*` or `~`, or has what is no namespace.",
        why: "Istio refuses the resource.",
        help: "Name each namespace once; `.` is the resource's own, `*` all of them.",
        source: "istio.io/api networking/v1alpha3 (exportTo); Istio validation.go validateExportTo",
    }
    DURATION = Error "istio-duration-invalid" {
        trigger: "A duration of a route, a connection pool, outlier detection or metrics has no unit, is none at all, is shorter than 1ms or has parts of a millisecond.",
        why: "The API server refuses the resource.",
        help: "Write number and unit: `5s`, `250ms`, `1h30m`.",
        source: "custom resource definitions of Istio (CEL `duration(self) >= duration('1ms')`); istio pkg/config/validation ValidateDuration",
    }
    PEER_AUTHENTICATION_PORTS_WITHOUT_SELECTOR = Error "peer-authentication-ports-without-selector" {
        trigger: "A PeerAuthentication has `portLevelMtls` without a selector of labels.",
        why: "Ports are those of a workload; without one Istio refuses the resource.",
        help: "Name the workload by `selector.matchLabels`.",
        source: "istio.io/api security/v1beta1 PeerAuthentication (CEL); Istio validation.go ValidatePeerAuthentication",
    }
    PEER_AUTHENTICATION_PORTS = Error "peer-authentication-ports" {
        trigger: "`portLevelMtls` is empty, or has a key that is no port.",
        why: "The API server refuses the resource.",
        help: "Use the ports of the workload, 1 to 65535, or remove the field.",
        source: "istio.io/api security/v1beta1 PeerAuthentication (CEL, minProperties)",
    }
}
