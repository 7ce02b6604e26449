//! Judging one object, also where a part of it cannot be read.

use std::collections::{BTreeSet, HashSet};

use super::error::ResourceError;
use super::kind::{Checker, check_metadata, refuses};
use super::model::Shape;
use super::{Manifest, Resource, Value, path};
use crate::finding::{Finding, Refusal as _, Severity, Subject};

type Read<K> = fn(&Manifest) -> Result<(K, Vec<Finding>), ResourceError>;

/// What is wrong with a manifest of a kind, or weak in it: what does not decode, then what the rules of the kind say.
///
/// The API server stops at what does not decode. Here the rules are tried twice then, without the fields at fault and with
/// what they were meant to be: what holds in both cases is true whatever becomes of them.
pub(crate) fn judge<K: Resource>(
    manifest: &Manifest,
    shape: &Shape,
    read: Read<K>,
    check: fn(&K, &mut Checker),
) -> Vec<Finding> {
    let (mut typed, mut findings) = match read(manifest) {
        Ok(read) => read,
        Err(error) => return error.findings(),
    };
    let metadata = |typed: &mut K| {
        let mut checker = Checker::new(manifest, Vec::new());
        check_metadata(typed.metadata_mut(), K::SCOPE, &mut checker);
        checker
    };
    let whole = |mut typed: K| {
        let mut checker = metadata(&mut typed);
        check(&typed, &mut checker);
        checker.finish()
    };
    if !refuses(&findings) {
        findings.extend(whole(typed));
        return findings;
    }
    let mut sound = match corrected(manifest, shape, read) {
        Some(meant) => {
            let meant = whole(meant);
            let meant: HashSet<_> = meant.iter().map(key).collect();
            let mut found = whole(typed);
            found.retain(|finding| meant.contains(&key(finding)));
            found
        }
        None => metadata(&mut typed).finish(),
    };
    let errors = findings.iter().filter(|finding| finding.severity >= Severity::Error);
    let faulty: BTreeSet<String> = errors.map(|finding| field(finding).to_owned()).collect();
    sound.retain(|finding| !is_within(field(finding), &faulty));
    findings.extend(sound);
    findings
}

/// The object with values of the right types, where it is plain what is meant by all of the wrong ones.
fn corrected<K>(manifest: &Manifest, shape: &Shape, read: Read<K>) -> Option<K> {
    let mut body = Value::Map(manifest.body().clone());
    shape.correct(&mut body);
    let manifest = Manifest::at(body, manifest.position()).ok()?;
    let (typed, left) = read(&manifest).ok()?;
    (!refuses(&left)).then_some(typed)
}

fn key(finding: &Finding) -> (&str, &str, &str) {
    (finding.rule, field(finding), &finding.message)
}

fn field(finding: &Finding) -> &str {
    match &finding.subject {
        Subject::Document(at) => &at.field,
        _ => "",
    }
}

/// Whether the field is one of these, or in one.
fn is_within(field: &str, faulty: &BTreeSet<String>) -> bool {
    std::iter::successors(Some(field), |field| path::parent(field)).any(|field| faulty.contains(field))
}

#[cfg(test)]
mod tests;
