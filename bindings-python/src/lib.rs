//! The native half of the Python package `mtls_core`: a file a floor of the engine, conversions and no decisions.
//! `python/mtls_core/__init__.py` names what is public.
#![allow(clippy::too_many_arguments, reason = "a keyword argument of Python is an argument here")]

mod anchors;
mod arguments;
mod bundle_diff;
mod certificate;
mod distrust;
mod federation;
mod finding;
mod forwarded;
mod identity;
mod issue;
mod origin;
mod pki;
mod raise;
mod recipes;
mod record;
mod resources;
mod rotation;
mod source;
mod tls;
mod trust;
mod verify;

/// The native module; import `mtls_core` instead.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use crate::finding::catalog;

    #[pymodule_export]
    use crate::identity::{IdentityPattern, SpiffeId, TrustDomain, WorkloadIdentity};

    #[pymodule_export]
    use crate::certificate::{Certificate, CertificateChain, PublicKey};

    #[pymodule_export]
    use crate::pki::{CertificateRequest, Crl, PemBlock, PrivateKey, parse_pem};

    #[pymodule_export]
    use crate::forwarded::{ForwardedClientCert, ForwardedElement};

    #[pymodule_export]
    use crate::anchors::TrustAnchors;

    #[pymodule_export]
    use crate::trust::{BundleSet, TrustBundle};

    #[pymodule_export]
    use crate::bundle_diff::{BundleDiff, BundleSetDiff};

    #[pymodule_export]
    use crate::distrust::{DistrustList, Distrusted};

    #[pymodule_export]
    use crate::federation::{
        BundleClient, BundleEndpoint, BundleFetch, BundleKeeper, BundleListener, BundlePublisher,
        BundleRequest, BundleServer, FederatedBundle,
    };

    #[pymodule_export]
    use crate::rotation::{RemovalCheck, RotationPlan, RotationStep};

    #[pymodule_export]
    use crate::verify::{
        ChainReport, ChainVerifier, EdgeVerifier, LiveVerifier, VerifiedCertificate, VerifiedPeer,
    };

    #[pymodule_export]
    use crate::source::{BundleSource, IdentitySource, SourceEvent, SourceState, WorkloadApi};

    #[pymodule_export]
    use crate::tls::{LiveIdentity, RefusedPeer, Session, TlsClient, TlsIdentity, TlsServer};

    #[pymodule_export]
    use crate::resources::{
        build, check_files, check_yaml, migrate, read_json, read_mesh_config, read_yaml, schema, validate,
        write_json, write_yaml, write_yaml_value,
    };

    #[pymodule_export]
    use crate::origin::{
        AccessKeys, AccessKeysClient, AccessPolicy, AccessToken, AddressRanges, Admission, ConfigFiles,
        ConfigReport, EdgeProvider, OriginPolicy, ProbeReport, RolloutPlan, ServerReport,
        check_client_authorities, check_config, inspect_server, probe_origin,
    };

    #[pymodule_export]
    use crate::recipes::{
        ClusterOutput, RecipeOutput, RotationStage, cloudflare_origin, egress_mtls, egress_proxy,
        multi_cluster_mesh, recipe_schema, root_rotation, virtual_clusters,
    };

    #[pymodule_export]
    use crate::issue::{CertificateAuthority, CsrPolicy, IssuedCertificate};
}
