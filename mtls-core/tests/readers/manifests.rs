//! The readers of `resources` and `recipes`.

use mtls_core::finding::Severity;
use mtls_core::recipes::{
    BigBang, RecipeOutput, cloudflare_origin, egress_mtls, egress_proxy, multi_cluster_mesh, root_rotation,
    virtual_clusters,
};
use mtls_core::resources::istio::Gateway;
use mtls_core::resources::kubernetes::Secret;
use mtls_core::resources::{
    Manifest, ResourceError, Value, build, check_files, check_yaml, check_yaml_bytes, read_json, read_yaml,
    read_yaml_bytes, schema, validate, validate_all, write_json, write_yaml,
};

use crate::{Reader, documents, judge};

pub(crate) const READERS: &[Reader] = &[
    ("read_yaml", |bytes| stream(read_yaml(&String::from_utf8_lossy(bytes)))),
    ("read_yaml_bytes", |bytes| {
        let read = read_yaml_bytes(bytes);
        if std::str::from_utf8(bytes).is_err() {
            assert!(matches!(read.as_slice(), [Err(ResourceError::NotText { .. })]), "{read:?}");
        }
        stream(read)
    }),
    ("read_json", |bytes| stream(read_json(&String::from_utf8_lossy(bytes)))),
    ("check_yaml, without an error", |bytes| {
        let findings = check_yaml(&String::from_utf8_lossy(bytes), Some("input.yaml"));
        if std::str::from_utf8(bytes).is_ok() {
            assert_eq!(check_yaml_bytes(bytes, Some("input.yaml")), findings);
        }
        findings.iter().all(|finding| finding.severity < Severity::Error)
    }),
    ("check_files, without an error", |bytes| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("input.yaml"), bytes).unwrap();
        let findings = check_files(folder.path()).unwrap();
        findings.iter().all(|finding| finding.severity < Severity::Error)
    }),
    ("a typed Gateway", |bytes| {
        typed(bytes, |manifest| {
            judge(Gateway::try_from(manifest), |read| {
                assert_eq!(Gateway::try_from(&read.to_manifest()).as_ref(), Ok(&read));
            })
        })
    }),
    ("a typed Secret", |bytes| {
        typed(bytes, |manifest| {
            judge(Secret::try_from(manifest), |read| {
                assert_eq!(Secret::try_from(&read.to_manifest()).as_ref(), Ok(&read));
            })
        })
    }),
    ("build", |bytes| {
        // The options of one kind are tried on all of them.
        options(bytes, |options| {
            let kinds = kinds();
            let taken = |kind: &&String| judge(build(kind, options.clone()), |built| valid(&built));
            kinds.iter().filter(taken).count() > 0
        })
    }),
    ("cloudflare_origin", |bytes| {
        options(bytes, |options| {
            judge(cloudflare_origin(options), |built| built.manifests.iter().for_each(valid))
        })
    }),
    ("egress_mtls", |bytes| options(bytes, |options| judge(egress_mtls(options), |built| valid_all(&built)))),
    ("egress_proxy", |bytes| {
        options(bytes, |options| judge(egress_proxy(options), |built| valid_all(&built)))
    }),
    ("virtual_clusters", |bytes| {
        options(bytes, |options| judge(virtual_clusters(options), |built| valid_all(&built)))
    }),
    ("multi_cluster_mesh", |bytes| {
        options(bytes, |options| {
            judge(multi_cluster_mesh(options), |built| {
                built.iter().for_each(|cluster| valid_all(&cluster.output))
            })
        })
    }),
    ("root_rotation", |bytes| {
        options(bytes, |options| {
            judge(root_rotation(&documents::rotation().0, options), |stages| {
                let clusters = stages.iter().flat_map(|stage| &stage.clusters);
                clusters.for_each(|cluster| valid_all(&cluster.output));
            })
        })
    }),
    ("BigBang::from_str", |bytes| judge(String::from_utf8_lossy(bytes).parse::<BigBang>(), |_| ())),
];

/// Each document is read or refused; all that are read survive YAML and JSON. Whether all were.
fn stream(read: Vec<Result<Manifest, ResourceError>>) -> bool {
    let mut manifests = Vec::new();
    let whole = !read.is_empty();
    let whole = read.into_iter().fold(whole, |whole, one| judge(one, |read| manifests.push(read)) && whole);
    let _ = validate_all(&manifests);
    let text = write_yaml(&manifests).unwrap();
    let again: Result<Vec<Manifest>, _> = read_yaml(&text).into_iter().collect();
    assert_eq!(again.as_ref(), Ok(&manifests), "{text}");
    for manifest in &manifests {
        assert_eq!(read_json(&write_json(manifest).unwrap()), [Ok(manifest.clone())]);
    }
    whole
}

/// Whether one of the manifests is of the kind.
fn typed(bytes: &[u8], read: impl Fn(&Manifest) -> bool) -> bool {
    read_yaml_bytes(bytes).iter().flatten().filter(|manifest| read(manifest)).count() > 0
}

fn options(bytes: &[u8], build: impl Fn(Value) -> bool) -> bool {
    serde_json::from_slice::<Value>(bytes).is_ok_and(build)
}

/// The names of all kinds, as `build` takes them.
fn kinds() -> Vec<String> {
    let schema = schema();
    let text = |kind: &Value, key: &str| kind.get(key).and_then(Value::as_str).unwrap().to_owned();
    let name = |kind| format!("{}/{}", text(kind, "group"), text(kind, "kind"));
    schema.as_list().unwrap().iter().map(|kind| name(kind).trim_start_matches('/').to_owned()).collect()
}

fn valid_all(output: &RecipeOutput) {
    output.manifests.iter().for_each(valid);
}

fn valid(manifest: &Manifest) {
    let findings = validate(manifest);
    assert!(findings.iter().all(|finding| finding.severity < Severity::Error), "{findings:?}");
}
