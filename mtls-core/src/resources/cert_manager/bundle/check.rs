//! What trust-manager asks of its bundles.

use super::{Bundle, BundleObject, BundleSpec, ClusterBundle, ClusterBundleFormat, TargetMetadata};
use crate::finding::rules::cert_manager as rules;
use crate::resources::kind::Checker;
use crate::resources::kubernetes::{LabelSelector, check_label_selector};
use crate::resources::{cut, labels, names, path};

pub(super) fn check(bundle: &Bundle, check: &mut Checker) {
    let empty = BundleSpec::default();
    let spec = bundle.spec.as_ref().unwrap_or(&empty);
    let sources = spec.sources.as_deref().unwrap_or_default();
    let mut counted = 0usize;
    let mut defaults = 0usize;
    for (i, source) in sources.iter().enumerate() {
        let at = format!("spec.sources[{i}]");
        let in_line = source.in_line.as_ref().is_some_and(|pem| !pem.is_empty());
        let objects = [("configMap", &source.config_map), ("secret", &source.secret)];
        let mut types = usize::from(in_line).saturating_add(usize::from(source.use_default_cas.is_some()));
        for (name, object) in objects {
            if let Some(object) = object {
                types = types.saturating_add(1);
                check_object(object, &format!("{at}.{name}"), check);
            }
        }
        if types != 1 {
            check.report(
                rules::BUNDLE_SOURCE,
                at,
                format!("a source is one of four sorts, this has {types}"),
            );
        }
        defaults = defaults.saturating_add(source.use_default_cas.is_some().into());
        counted = counted.saturating_add(usize::from(types > 0 && source.use_default_cas != Some(false)));
    }
    if counted == 0 {
        check.report(rules::BUNDLE_WITHOUT_SOURCE, "spec.sources", "the bundle has no source");
    }
    if defaults > 1 {
        check.report(rules::BUNDLE_SOURCE, "spec.sources", "`useDefaultCAs` stands in several sources");
    }
    check_target(bundle, spec, check);
}

fn check_target(bundle: &Bundle, spec: &BundleSpec, check: &mut Checker) {
    let Some(target) = &spec.target else { return };
    if target.config_map.is_none() && target.secret.is_none() {
        check.report(rules::BUNDLE_TARGET, "spec.target", "neither a ConfigMap nor a Secret is written");
    }
    for (name, object) in [("configMap", &target.config_map), ("secret", &target.secret)] {
        let Some(object) = object else { continue };
        let at = format!("spec.target.{name}");
        let key = object.key.as_deref().unwrap_or_default();
        if key.is_empty() {
            check.report(rules::BUNDLE_TARGET, format!("{at}.key"), "the entry has no name");
        }
        check_metadata(object.metadata.as_ref(), &at, check);
        for (i, source) in spec.sources.iter().flatten().enumerate() {
            let source = if name == "secret" { &source.secret } else { &source.config_map };
            if let Some(source) = source
                && source.name.as_deref() == Some(bundle.metadata.name())
                && source.key.as_deref() == Some(key)
            {
                check.report(
                    rules::BUNDLE_SOURCE,
                    format!("spec.sources[{i}].{name}"),
                    "the bundle would read what it writes",
                );
            }
        }
    }
    let at = "spec.target.namespaceSelector";
    check_label_selector(target.namespace_selector.as_ref(), at, check);
}

fn check_object(object: &BundleObject, at: &str, check: &mut Checker) {
    check_name(object.name.as_deref(), object.selector.as_ref(), at, check);
    let all = object.include_all_keys == Some(true);
    let key = object.key.as_ref().is_some_and(|key| !key.is_empty());
    if all == key {
        let message = if all { "one entry is named, and all are meant" } else { "no entry is named" };
        check.report(rules::BUNDLE_SOURCE, format!("{at}.key"), message);
    }
}

/// A name or a selector, not both.
fn check_name(name: Option<&str>, selector: Option<&LabelSelector>, at: &str, check: &mut Checker) {
    let named = name.is_some_and(|name| !name.is_empty());
    if named == selector.is_some() {
        let message = if named { "both a name and a selector are given" } else { "no object is named" };
        check.report(rules::BUNDLE_SOURCE, format!("{at}.name"), message);
    }
    check_label_selector(selector, &format!("{at}.selector"), check);
}

/// Labels and annotations of what is written.
fn check_metadata(meta: Option<&TargetMetadata>, at: &str, check: &mut Checker) {
    let Some(meta) = meta else { return };
    labels::check_labels(meta.labels.as_ref(), &format!("{at}.metadata.labels"), check);
    labels::check_annotations(meta.annotations.as_ref(), &format!("{at}.metadata.annotations"), check);
    for (field, entries) in [("labels", &meta.labels), ("annotations", &meta.annotations)] {
        for key in entries.iter().flatten().map(|(key, _)| key) {
            if key.starts_with("trust.cert-manager.io/") || key.starts_with("trust-manager.io/") {
                let mut at = format!("{at}.metadata.{field}");
                path::push_key(&mut at, key);
                check.report(rules::BUNDLE_TARGET, at, "trust-manager writes this itself");
            }
        }
    }
}

pub(super) fn check_cluster(bundle: &ClusterBundle, check: &mut Checker) {
    let Some(spec) = bundle.spec.as_ref() else {
        check.report(rules::BUNDLE_WITHOUT_SOURCE, "spec", "the bundle has no source");
        return;
    };
    for (i, source) in spec.source_refs.iter().flatten().enumerate() {
        let at = format!("spec.sourceRefs[{i}]");
        if source.kind.is_none() {
            check.report(rules::BUNDLE_SOURCE, format!("{at}.kind"), "the source has no kind");
        }
        check_name(source.name.as_deref(), source.selector.as_ref(), &at, check);
        let key = source.key.as_deref().unwrap_or_default();
        if !names::is_data_key(&key.replace('*', "x")) {
            check.report(
                rules::BUNDLE_SOURCE,
                format!("{at}.key"),
                format!("`{}` is no name of an entry", cut(key)),
            );
        }
    }
    let Some(target) = &spec.target else { return };
    if target.config_map.is_none() && target.secret.is_none() {
        check.report(rules::BUNDLE_TARGET, "spec.target", "neither a ConfigMap nor a Secret is written");
    }
    for (name, object) in [("configMap", &target.config_map), ("secret", &target.secret)] {
        let Some(object) = object else { continue };
        let at = format!("spec.target.{name}");
        if object.data.as_ref().is_none_or(Vec::is_empty) {
            check.report(rules::BUNDLE_TARGET, format!("{at}.data"), "the object would have no entry");
        }
        for (i, file) in object.data.iter().flatten().enumerate() {
            let at = format!("{at}.data[{i}]");
            if !names::is_data_key(file.key.as_deref().unwrap_or_default()) {
                check.report(
                    rules::BUNDLE_TARGET,
                    format!("{at}.key"),
                    "the entry has no name that is taken",
                );
            }
            let locked = file.password.is_some() || file.profile.is_some();
            if locked && file.format != Some(ClusterBundleFormat::Pkcs12) {
                check.report(
                    rules::BUNDLE_TARGET,
                    format!("{at}.format"),
                    "password and profile are for PKCS12 alone",
                );
            }
        }
        check_metadata(object.metadata.as_ref(), &at, check);
    }
    let at = "spec.target.namespaceSelector";
    check_label_selector(target.namespace_selector.as_ref(), at, check);
}
