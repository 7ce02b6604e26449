//! Which name constraint refuses which name: webpki only says that one does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::finding::{Finding, excerpt, rules::verify as r};
use crate::pki::name;
use crate::pki::strict::{CertificateFields, GeneralName};
use crate::verify::constraints::Constraints;
use crate::verify::faults::{At, Faults};

/// Bases of a constraint that a message names.
const MAX_BASES: usize = 4;

const NOT_PROCESSED: &str = "Issue the CA without this constraint: rustls-webpki does not process constraints of this kind and \
     refuses every certificate with such a name below one. X509-SVIDs are kept within their trust domain by its bundle.";

/// A certificate of a way: the leaf first, the trust anchor last.
pub(super) struct Fenced<'a> {
    pub(super) at: At<'a>,
    /// Its position in the chain; the trust anchor's is not asked for.
    pub(super) index: usize,
    pub(super) fields: &'a CertificateFields<'a>,
}

/// Holds every name against the constraints of every CA above it, and blames the CA: a finding for each
/// kind of name that it refuses. Ends when `left` comparisons are used up.
pub(super) fn check(way: &[Fenced<'_>], left: &mut usize, faults: &mut Faults<'_>) {
    for (place, ca) in way.iter().enumerate().skip(1) {
        let Some(extension) = ca.fields.extensions.name_constraints else { continue };
        let Ok(constraints) = Constraints::read(extension.value) else { continue };
        let permitted: Vec<_> = constraints.permitted().map_while(Result::ok).collect();
        let excluded: Vec<_> = constraints.excluded().map_while(Result::ok).collect();
        let mut told: Vec<&'static str> = Vec::new();
        for below in way.iter().take(place) {
            let names = below.fields.extensions.subject_alt_name.iter().flat_map(|names| names.names());
            // webpki holds the subject against constraints on directory names even where it is empty.
            for name in names.chain(std::iter::once(GeneralName::Directory(below.fields.subject))) {
                let bases = permitted.len().saturating_add(excluded.len());
                let Some(rest) = left.checked_sub(bases) else { return };
                *left = rest;
                let kind = Kind::of(name);
                if told.contains(&kind.plural) {
                    continue;
                }
                if let Some((message, help)) = refusal(name, &kind, &permitted, &excluded, below.index) {
                    told.push(kind.plural);
                    let finding = Finding::new(r::NAME_CONSTRAINT_VIOLATED, faults.subject(ca.at), message);
                    faults.add(match help {
                        Some(help) => finding.with_help(help),
                        None => finding,
                    });
                }
            }
        }
    }
}

/// Why these constraints refuse a name, if they do.
fn refusal(
    name: GeneralName<'_>,
    kind: &Kind,
    permitted: &[GeneralName<'_>],
    excluded: &[GeneralName<'_>],
    index: usize,
) -> Option<(String, Option<&'static str>)> {
    let of_kind = |bases: &[GeneralName<'_>]| {
        let same: Vec<String> =
            bases.iter().filter(|base| Kind::of(**base) == *kind).map(|base| text(*base, true)).collect();
        let more = if same.len() > MAX_BASES { ", …" } else { "" };
        let shown: Vec<_> = same.iter().take(MAX_BASES).map(String::as_str).collect();
        (!same.is_empty()).then(|| shown.join(", ") + more)
    };
    let (permits, excludes) = (of_kind(permitted), of_kind(excluded));
    let who = if index == 0 { "the leaf".to_owned() } else { format!("certificate {index}") };
    let what = text(name, false);
    let plural = kind.plural;
    if !kind.is_processed {
        let bases = match (permits, excludes) {
            (None, None) => return None,
            (Some(permits), None) => format!("permits {permits}"),
            (None, Some(excludes)) => format!("excludes {excludes}"),
            (Some(permits), Some(excludes)) => format!("permits {permits}, excludes {excludes}"),
        };
        let message = format!(
            "it constrains {plural} ({bases}), and rustls-webpki, which does not process such constraints, refuses every \
             certificate below that has one: {who} has {what}"
        );
        return Some((message, Some(NOT_PROCESSED)));
    }
    if let Some(permits) = permits
        && !permitted.iter().any(|base| covers(*base, name))
    {
        return Some((format!("it permits {plural} within {permits} alone, and {who} has {what}"), None));
    }
    let touching = excluded.iter().find(|base| covers(**base, name) || touches(**base, name))?;
    Some((format!("it excludes {plural} within {}, and {who} has {what}", text(*touching, true)), None))
}

/// What a name is, for comparing and for people.
#[derive(PartialEq, Eq)]
struct Kind {
    plural: &'static str,
    /// Whether webpki compares names of this kind; it refuses the others.
    is_processed: bool,
    tag: u8,
}

impl Kind {
    fn of(name: GeneralName<'_>) -> Self {
        let (plural, is_processed, tag) = match name {
            GeneralName::Dns(_) => ("DNS names", true, 0),
            GeneralName::Ip(_) => ("IP addresses", true, 0),
            GeneralName::Uri(_) => ("URIs", false, 0),
            GeneralName::Email(_) => ("e-mail addresses", false, 0),
            GeneralName::Directory(_) => ("directory names", false, 0),
            GeneralName::Other(tag) => ("names of another kind", false, tag),
        };
        Self { plural, is_processed, tag }
    }
}

fn text(name: GeneralName<'_>, is_base: bool) -> String {
    match name {
        GeneralName::Dns([]) | GeneralName::Uri([]) | GeneralName::Email([]) => "everything".to_owned(),
        GeneralName::Dns(text) | GeneralName::Uri(text) | GeneralName::Email(text) => {
            format!("`{}`", excerpt(&String::from_utf8_lossy(text)))
        }
        GeneralName::Ip(bytes) => match (is_base, bytes.split_at(bytes.len() / 2)) {
            (false, _) => address(bytes),
            (true, (network, mask)) => {
                let ones: u32 = mask.iter().map(|byte| byte.leading_ones()).sum();
                let all: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
                let leading = mask.iter().take_while(|byte| **byte == 0xff).count();
                let is_mask =
                    ones == all && mask.iter().skip(leading.saturating_add(1)).all(|byte| *byte == 0);
                if is_mask {
                    format!("{}/{ones}", address(network))
                } else {
                    format!("{} (under {}, which is no mask)", address(network), address(mask))
                }
            }
        },
        GeneralName::Directory([0x30, 0]) => "the empty name".to_owned(),
        GeneralName::Directory(der) => match name::of_der(der) {
            Ok(text) => format!("`{}`", excerpt(&text)),
            Err(reason) => reason.to_owned(),
        },
        GeneralName::Other(tag) => format!("a name of kind {}", tag & 0x1f),
    }
}

fn address(bytes: &[u8]) -> String {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Ipv4Addr::from(four).to_string();
    }
    match <[u8; 16]>::try_from(bytes) {
        Ok(sixteen) => IpAddr::V6(Ipv6Addr::from(sixteen)).to_string(),
        Err(_) => "a malformed address".to_owned(),
    }
}

/// Whether the name stands within the base.
fn covers(base: GeneralName<'_>, name: GeneralName<'_>) -> bool {
    match (base, name) {
        (GeneralName::Dns(base), GeneralName::Dns(name)) => is_below(base, name),
        (GeneralName::Ip(base), GeneralName::Ip(ip)) => {
            let (network, mask) = base.split_at(base.len() / 2);
            base.len() == ip.len().saturating_mul(2)
                && network.iter().zip(mask).zip(ip).all(|((network, mask), ip)| network & mask == ip & mask)
        }
        _ => false,
    }
}

/// Whether a wildcard can stand for a name within the base.
fn touches(base: GeneralName<'_>, name: GeneralName<'_>) -> bool {
    match (base, name) {
        (GeneralName::Dns(base), GeneralName::Dns([b'*', b'.', parent @ ..])) => {
            is_below(parent, base.strip_prefix(b".").unwrap_or(base))
        }
        _ => false,
    }
}

/// `name` is `base` or stands below it; only below it, where `base` begins with a dot.
fn is_below(base: &[u8], name: &[u8]) -> bool {
    let start = name.len().checked_sub(base.len());
    let Some((front, end)) = start.and_then(|start| name.split_at_checked(start)) else { return false };
    if !end.eq_ignore_ascii_case(base) {
        return false;
    }
    match (base, front) {
        ([], _) => true,
        ([b'.', ..], front) => !front.is_empty(),
        (_, []) => true,
        (_, [.., last]) => *last == b'.',
    }
}
