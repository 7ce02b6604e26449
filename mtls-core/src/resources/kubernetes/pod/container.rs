//! Containers.

use crate::resources::Value;
use crate::resources::kubernetes::PortProtocol;
use crate::resources::model::model;

model! {
    /// A container.
    pub struct Container {
        /// Its name, unique in the pod.
        name: String = "name",
        /// The image.
        image: String = "image",
        /// When the image is pulled.
        image_pull_policy: String = "imagePullPolicy",
        /// The program, in place of the image's own.
        command: Vec<String> = "command",
        /// Its arguments.
        args: Vec<String> = "args",
        /// The directory that it starts in.
        working_dir: String = "workingDir",
        /// The ports on which it listens.
        ports: Vec<ContainerPort> = "ports",
        /// Sources of environment variables, kept as they are.
        env_from: Value = "envFrom",
        /// Environment variables.
        env: Vec<EnvVar> = "env",
        /// What it needs and may use, kept as it is.
        resources: Value = "resources",
        /// How a change of that is carried out, kept as it is.
        resize_policy: Value = "resizePolicy",
        /// `Always` makes an init container run beside the others.
        restart_policy: String = "restartPolicy",
        /// When it is started anew, by how it ended; kept as it is.
        restart_policy_rules: Value = "restartPolicyRules",
        /// Volumes in its file system.
        volume_mounts: Vec<VolumeMount> = "volumeMounts",
        /// Volumes as devices, kept as they are.
        volume_devices: Value = "volumeDevices",
        /// Whether it lives, kept as it is.
        liveness_probe: Value = "livenessProbe",
        /// Whether it can be called, kept as it is.
        readiness_probe: Value = "readinessProbe",
        /// Whether it has started, kept as it is.
        startup_probe: Value = "startupProbe",
        /// What is done at its start and end, kept as it is.
        lifecycle: Value = "lifecycle",
        /// The file with its last words.
        termination_message_path: String = "terminationMessagePath",
        /// Where its last words come from.
        termination_message_policy: String = "terminationMessagePolicy",
        /// User, group and rights, kept as they are.
        security_context: Value = "securityContext",
        /// Whether its input is kept open.
        stdin: bool = "stdin",
        /// Whether its input ends with the first who writes to it.
        stdin_once: bool = "stdinOnce",
        /// Whether it has a terminal.
        tty: bool = "tty",
    }
}

model! {
    /// A port on which a container listens.
    pub struct ContainerPort {
        /// Its name, by which Services can mean it: at most 15 characters.
        name: String = "name",
        /// The number.
        container_port: i64 = "containerPort",
        /// The protocol of the transport; absent is `TCP`.
        protocol: PortProtocol = "protocol",
        /// The port of the node that leads here.
        host_port: i64 = "hostPort",
        /// The address of the node that leads here.
        host_ip: String = "hostIP",
    }
}

model! {
    /// An environment variable.
    pub struct EnvVar {
        /// Its name.
        name: String = "name",
        /// Its value.
        value: String = "value",
        /// Where the value comes from, kept as it is.
        value_from: Value = "valueFrom",
    }
}

model! {
    /// A volume in a container's file system.
    pub struct VolumeMount {
        /// The name of the volume.
        name: String = "name",
        /// The path where it appears.
        mount_path: String = "mountPath",
        /// Whether nothing can be written to it.
        read_only: bool = "readOnly",
        /// Whether that holds for what is mounted below, too.
        recursive_read_only: String = "recursiveReadOnly",
        /// The path in the volume.
        sub_path: String = "subPath",
        /// The path in the volume, with environment variables in it.
        sub_path_expr: String = "subPathExpr",
        /// Whether later mounts are seen.
        mount_propagation: String = "mountPropagation",
    }
}
