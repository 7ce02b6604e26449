//! Volumes.

use crate::resources::Value;
use crate::resources::model::{Field as _, model};

model! {
    /// What containers can mount: a name and one source.
    pub struct Volume {
        /// Its name.
        name: String = "name",
        /// The entries of a Secret as files.
        secret: SecretVolume = "secret",
        /// The entries of a ConfigMap as files.
        config_map: ConfigMapVolume = "configMap",
        /// Several sources in one directory, kept as they are.
        projected: Value = "projected",
        /// A driver's volume, such as `csi.cert-manager.io` or `csi.spiffe.io`; kept as it is.
        csi: Value = "csi",
        /// An empty directory, kept as it is.
        empty_dir: Value = "emptyDir",
        /// A directory of the node, kept as it is.
        host_path: Value = "hostPath",
        /// A claim of storage, kept as it is.
        persistent_volume_claim: Value = "persistentVolumeClaim",
        /// A claim of storage that lives as long as the pod, kept as it is.
        ephemeral: Value = "ephemeral",
        /// What the pod knows of itself, kept as it is.
        downward_api: Value = "downwardAPI",
        /// The files of an image, kept as it is.
        image: Value = "image",
        /// NFS, kept as it is.
        nfs: Value = "nfs",
        /// iSCSI, kept as it is.
        iscsi: Value = "iscsi",
        /// Fibre Channel, kept as it is.
        fc: Value = "fc",
        /// Amazon EBS, kept as it is.
        aws_elastic_block_store: Value = "awsElasticBlockStore",
        /// An Azure disk, kept as it is.
        azure_disk: Value = "azureDisk",
        /// An Azure share, kept as it is.
        azure_file: Value = "azureFile",
        /// CephFS, kept as it is.
        cephfs: Value = "cephfs",
        /// Cinder, kept as it is.
        cinder: Value = "cinder",
        /// A volume of an older driver, kept as it is.
        flex_volume: Value = "flexVolume",
        /// Flocker, kept as it is.
        flocker: Value = "flocker",
        /// A disk of Google Cloud, kept as it is.
        gce_persistent_disk: Value = "gcePersistentDisk",
        /// A Git repository, kept as it is.
        git_repo: Value = "gitRepo",
        /// GlusterFS, kept as it is.
        glusterfs: Value = "glusterfs",
        /// Photon, kept as it is.
        photon_persistent_disk: Value = "photonPersistentDisk",
        /// Portworx, kept as it is.
        portworx_volume: Value = "portworxVolume",
        /// Quobyte, kept as it is.
        quobyte: Value = "quobyte",
        /// Ceph RBD, kept as it is.
        rbd: Value = "rbd",
        /// ScaleIO, kept as it is.
        scale_io: Value = "scaleIO",
        /// StorageOS, kept as it is.
        storageos: Value = "storageos",
        /// vSphere, kept as it is.
        vsphere_volume: Value = "vsphereVolume",
    }
}

model! {
    /// The entries of a Secret as files.
    pub struct SecretVolume {
        /// The Secret, in the namespace of the pod.
        secret_name: String = "secretName",
        /// Which entries, under which paths; kept as they are. Absent means all.
        items: Value = "items",
        /// The mode of the files: 420 is `0644`.
        default_mode: i64 = "defaultMode",
        /// Whether the pod starts without the Secret.
        optional: bool = "optional",
    }
}

model! {
    /// The entries of a ConfigMap as files.
    pub struct ConfigMapVolume {
        /// The ConfigMap, in the namespace of the pod.
        name: String = "name",
        /// Which entries, under which paths; kept as they are. Absent means all.
        items: Value = "items",
        /// The mode of the files: 420 is `0644`.
        default_mode: i64 = "defaultMode",
        /// Whether the pod starts without the ConfigMap.
        optional: bool = "optional",
    }
}

impl Volume {
    /// A volume of the entries of a Secret.
    pub fn of_secret(name: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::default().name(name.into()).secret(SecretVolume::default().secret_name(secret.into()))
    }

    /// A volume of the entries of a ConfigMap.
    pub fn of_config_map(name: impl Into<String>, map: impl Into<String>) -> Self {
        Self::default().name(name.into()).config_map(ConfigMapVolume::default().name(map.into()))
    }

    /// How many sources it has, of those that are known.
    pub(super) fn sources(&self) -> usize {
        let written = self.write();
        let fields = written.as_map().map_or(0, |map| map.keys().filter(|key| *key != "name").count());
        fields.saturating_sub(self.extra.len())
    }
}
