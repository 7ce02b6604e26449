//! Rules of the kinds of Kubernetes itself, Secrets apart: what the API server refuses.

rules! {
    /// Every rule of this part.

    NAME_NO_LABEL = Error "metadata-name-no-label" {
        trigger: "A Namespace or Service has a name with a dot, or one longer than 63 characters.",
        why: "The name becomes one label of a domain name; the API server refuses the object.",
        help: "Use lower-case letters, digits and inner hyphens, at most 63.",
        source: "Kubernetes, Object Names and IDs",
    }
    LABEL_SELECTOR_INVALID = Error "label-selector-invalid" {
        trigger: "A condition of a label selector has no key, no operator, or values that its operator does not take.",
        why: "The API server refuses the object.",
        help: "Write `{key, operator: In, values: […]}`, or `{key, operator: Exists}` without values.",
        source: "Kubernetes, Labels and Selectors",
    }
    CONFIG_MAP_KEY = Error "config-map-key" {
        trigger: "An entry of a ConfigMap has a name that Kubernetes does not take, or stands in `data` and `binaryData`.",
        why: "The API server refuses the ConfigMap.",
        help: "Use letters, digits, `-`, `_` and `.`, each name once.",
        source: "Kubernetes, ConfigMaps",
    }
    CONFIG_MAP_NOT_BASE64 = Error "config-map-not-base64" {
        trigger: "An entry under `binaryData` is not Base64.",
        why: "The API server refuses the ConfigMap.",
        help: "Encode the value, or move it as it is to `data`.",
        source: "Kubernetes, ConfigMaps",
    }
    CONFIG_MAP_TOO_LARGE = Error "config-map-too-large" {
        trigger: "The entries of a ConfigMap have more than 1 MiB together.",
        why: "The API server refuses it.",
        help: "Split the ConfigMap.",
        source: "Kubernetes, ConfigMaps",
    }
    SERVICE_PORTS_MISSING = Error "service-ports-missing" {
        trigger: "A Service that is neither headless nor an ExternalName has no port.",
        why: "The API server refuses it.",
        help: "Add `ports: [{name, port, targetPort}]`.",
        source: "Kubernetes API, ServiceSpec",
    }
    SERVICE_PORT_NAME = Error "service-port-name" {
        trigger: "A port of a Service has a name that is no DNS label, or none beside other ports.",
        why: "The API server refuses the Service.",
        help: "Name each port, protocol first: `http-public`, `tcp-db`.",
        source: "Kubernetes API, ServicePort",
    }
    SERVICE_PORT_DUPLICATE = Error "service-port-duplicate" {
        trigger: "Two ports of a Service have the same name, or the same number and protocol.",
        why: "The API server refuses the Service.",
        help: "Give each port a name and a number of its own.",
        source: "Kubernetes API, ServiceSpec",
    }
    SERVICE_PORT_INVALID = Error "service-port-invalid" {
        trigger: "A port of a Service has no number, one outside 1 to 65535, or a target or protocol that is no name; or it asks for a port of nodes with type ClusterIP.",
        why: "The API server refuses the Service.",
        help: "Write `{name: http, port: 80, targetPort: 8080}`.",
        source: "Kubernetes API, ServicePort",
    }
    SERVICE_CLUSTER_IP = Error "service-cluster-ip" {
        trigger: "`clusterIP` is neither an address nor `None`, or stands with a type that cannot have it.",
        why: "The API server refuses the Service.",
        help: "Leave it out, or write `None` for a headless Service of type ClusterIP.",
        source: "Kubernetes API, ServiceSpec",
    }
    SERVICE_EXTERNAL_NAME = Error "service-external-name" {
        trigger: "A Service of type ExternalName names no host, or one that is no domain name.",
        why: "The API server refuses it.",
        help: "Write the host in `externalName`, in lower case.",
        source: "Kubernetes API, ServiceSpec",
    }
    WORKLOAD_SELECTOR_MISSING = Error "workload-selector-missing" {
        trigger: "A Deployment, StatefulSet or DaemonSet has no selector, or an empty one.",
        why: "The API server refuses it.",
        help: "Write `selector.matchLabels` with a label that the pods carry.",
        source: "Kubernetes API, DeploymentSpec",
    }
    WORKLOAD_SELECTOR_MISMATCH = Error "workload-selector-mismatch" {
        trigger: "The pods of a workload do not carry the labels of its selector.",
        why: "The API server refuses it: the workload would not know its own pods.",
        help: "Put the labels of the selector under `template.metadata.labels`.",
        source: "Kubernetes API, DeploymentSpec",
    }
    WORKLOAD_RESTART_POLICY = Error "workload-restart-policy" {
        trigger: "The restart policy is one that the kind does not take.",
        why: "The API server refuses the workload.",
        help: "Leave it out, except in a Job: there write `OnFailure` or `Never`.",
        source: "Kubernetes API, PodSpec",
    }
    POD_PROXY_ANNOTATION = Error "pod-proxy-annotation" {
        trigger: "Volumes for the sidecar were to be added to an annotation of the pods that cannot be read.",
        why: "What stands there would be lost, and Istio's injector refuses pods with it.",
        help: "Write the annotation as a JSON list, or leave it to the builder.",
        source: "istio pkg/kube/inject (sidecar.istio.io/userVolume, userVolumeMount)",
    }
    POD_WITHOUT_CONTAINER = Error "pod-without-container" {
        trigger: "A pod or the template of a workload has no container.",
        why: "The API server refuses it.",
        help: "Add `containers: [{name, image}]`.",
        source: "Kubernetes API, PodSpec",
    }
    POD_SERVICE_ACCOUNT = Error "pod-service-account" {
        trigger: "The ServiceAccount of a pod is no name of an object.",
        why: "The API server refuses the pod.",
        help: "Write the name of the ServiceAccount alone, not its SPIFFE ID.",
        source: "Kubernetes API, PodSpec",
    }
    CONTAINER_NAME = Error "container-name" {
        trigger: "A container has no name, one that is no DNS label, or the name of another one.",
        why: "The API server refuses the pod.",
        help: "Use lower-case letters, digits and inner hyphens, each name once.",
        source: "Kubernetes API, Container",
    }
    CONTAINER_IMAGE_MISSING = Error "container-image-missing" {
        trigger: "A container has no image.",
        why: "The API server refuses the pod.",
        help: "Name the image; `auto` where Istio's injector puts in its own.",
        source: "Kubernetes API, Container",
    }
    CONTAINER_ENV_NAME = Error "container-env-name" {
        trigger: "An environment variable of a container has no name.",
        why: "The API server refuses the pod.",
        help: "Write `{name, value}`.",
        source: "Kubernetes API, EnvVar",
    }
    CONTAINER_PORT_INVALID = Error "container-port-invalid" {
        trigger: "A port of a container has no number, one outside 1 to 65535, or a name that is too long or no name.",
        why: "The API server refuses the pod.",
        help: "Write `{name: http, containerPort: 8080}`; names have at most 15 characters.",
        source: "Kubernetes API, ContainerPort",
    }
    CONTAINER_PORT_DUPLICATE = Error "container-port-duplicate" {
        trigger: "Two ports of a container have the same name.",
        why: "The API server refuses the pod.",
        help: "Give each port a name of its own.",
        source: "Kubernetes API, ContainerPort",
    }
    VOLUME_NAME = Error "volume-name" {
        trigger: "A volume has no name, one that is no DNS label, or the name of another one.",
        why: "The API server refuses the pod.",
        help: "Use lower-case letters, digits and inner hyphens, each name once.",
        source: "Kubernetes API, Volume",
    }
    VOLUME_SOURCES = Error "volume-sources" {
        trigger: "A volume has more than one source.",
        why: "The API server refuses the pod.",
        help: "Make two volumes of it, or one `projected` volume.",
        source: "Kubernetes API, Volume",
    }
    VOLUME_MOUNT = Error "volume-mount" {
        trigger: "A container mounts a volume that the pod does not have, or mounts one nowhere or where another one is.",
        why: "The API server refuses the pod.",
        help: "Write `{name, mountPath}` with the name of a volume; volumes for the sidecar stand in the annotation `sidecar.istio.io/userVolume`.",
        source: "Kubernetes API, VolumeMount",
    }
}
