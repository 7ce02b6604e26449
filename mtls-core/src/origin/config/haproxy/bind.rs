//! `bind` lines and lists of certificates.

use super::super::reader::{Place, Reader};
use super::super::spelling::{meant, question};
use super::super::{OriginError, limit};
use super::sections::{Line, words};
use crate::finding::{Severity, excerpt};

/// What a `bind`, or a line of a list, says of TLS.
#[derive(Clone, Debug, Default)]
pub(super) struct Tls {
    pub(super) on: bool,
    /// `required`, `optional` or `none`, and where it stands.
    pub(super) verify: Option<(String, Place)>,
    pub(super) ca_file: Option<String>,
    pub(super) ca_verify_file: Option<String>,
    pub(super) crl_file: Option<String>,
    pub(super) certificates: Vec<String>,
    /// Whether certificates that nobody vouches for are let through.
    pub(super) ignores_errors: bool,
    /// Whether certificates of a trusted CA are let through that are out of date, revoked or for something else.
    pub(super) ignores_unfitness: bool,
    /// Whether errors are ignored of which that is not known.
    pub(super) ignores_others: bool,
    /// Whether settings come from the environment, so that none is known.
    pub(super) unsettled: bool,
    pub(super) strict_sni: bool,
    pub(super) no_tickets: bool,
    pub(super) http2: bool,
    lists: Vec<String>,
}

/// An address of a `bind`.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) address: String,
    pub(super) port: u16,
    pub(super) quic: bool,
}

/// A `bind` with one certificate of its list, or with all that it names itself.
pub(super) struct Entry {
    pub(super) tls: Tls,
    /// The names that it is chosen for; none for all.
    pub(super) names: Vec<String>,
    pub(super) place: Place,
    pub(super) default: bool,
}

/// Settings of a `bind` that take a value, and are none of ours.
const TAKE_ONE: [&str; 44] = [
    "name",
    "maxconn",
    "alpn",
    "npn",
    "ciphers",
    "ciphersuites",
    "curves",
    "ecdhe",
    "user",
    "group",
    "uid",
    "gid",
    "mode",
    "backlog",
    "interface",
    "namespace",
    "nice",
    "process",
    "thread",
    "mss",
    "tcp-ut",
    "level",
    "id",
    "tls-ticket-keys",
    "ssl-min-ver",
    "ssl-max-ver",
    "severity-output",
    "proto",
    "shards",
    "ca-sign-file",
    "ca-sign-pass",
    "guid-prefix",
    "default-crt",
    "quic-cc-algo",
    "nbconn",
    "sigalgs",
    "client-sigalgs",
    "label",
    "quic-socket",
    "idle-ping",
    "tcp-md5sig",
    "ocsp-update",
    "expose-fd",
    "accept-netscaler-cip",
];

/// Settings that decide who is let in.
const OURS: [&str; 9] = [
    "verify",
    "ca-file",
    "ca-verify-file",
    "crl-file",
    "crt-list",
    "strict-sni",
    "crt-ignore-err",
    "ca-ignore-err",
    "ssl",
];

/// What `verify` takes; HAProxy compares it letter by letter.
const METHODS: [&str; 3] = ["none", "optional", "required"];

/// A misspelt setting, or one that is written as elsewhere (`verify=required`): HAProxy does not start with it.
fn misspelt(word: &str) -> Option<String> {
    let glued = word.split_once('=').filter(|(name, _)| OURS.contains(name));
    if let Some((name, value)) = glued {
        return Some(format!(
            "`bind` has no setting `{}`; did you mean `{name} {}`?",
            excerpt(word),
            excerpt(value)
        ));
    }
    let name = meant(word, &OURS)?;
    Some(format!("`bind` has no setting `{}`{}", excerpt(word), question(Some(name))))
}

/// The method of `verify`. What the environment says is not known.
fn method(given: Option<&String>, place: &Place, sure: bool) -> Result<String, OriginError> {
    let Some(given) = given else {
        return Err(place.syntax("`verify` takes none, optional or required, and nothing stands there"));
    };
    if METHODS.contains(&given.as_str()) || given.contains('$') || !sure {
        return Ok(given.clone());
    }
    let lower = given.to_ascii_lowercase();
    let demands = lower.starts_with("req") || matches!(lower.as_str(), "on" | "yes" | "mandatory");
    let near = if demands { Some("required") } else { meant(given, &METHODS) };
    let message =
        format!("`verify` takes none, optional or required, and not `{}`{}", excerpt(given), question(near));
    Err(place.syntax(message))
}

impl Tls {
    /// Takes the settings among the words; those of a list stand over those of its `bind`. HAProxy may never read a line of which
    /// it is not `sure` that it holds.
    fn take(&mut self, words: &[String], place: &Place, sure: bool) -> Result<(), OriginError> {
        // Such a word becomes any number of them.
        self.unsettled |= words.iter().any(|word| word.contains('$') && word.contains("[*]"));
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "ssl" => self.on = true,
                "strict-sni" => self.strict_sni = true,
                "no-strict-sni" => self.strict_sni = false,
                "no-tls-tickets" => self.no_tickets = true,
                "verify" => self.verify = Some((method(words.next(), place, sure)?, place.clone())),
                "ca-file" => self.ca_file = words.next().cloned(),
                "ca-verify-file" => self.ca_verify_file = words.next().cloned(),
                "crl-file" => self.crl_file = words.next().cloned(),
                "crt" => self.certificates.extend(words.next().cloned()),
                "crt-list" => self.lists.extend(words.next().cloned()),
                setting @ ("crt-ignore-err" | "ca-ignore-err") => {
                    let codes = words.next().map(String::as_str).unwrap_or_default();
                    self.ignores_errors |= lets_strangers_in(codes);
                    // The other is for errors of the CAs above.
                    self.ignores_unfitness |= setting == "crt-ignore-err"
                        && codes.split(',').any(|code| is_of_fitness(code.trim()));
                    self.ignores_others |= !codes.split(',').all(|code| is_of_time(code.trim()));
                }
                "alpn" => {
                    self.http2 =
                        words.next().is_some_and(|protocols| protocols.split(',').any(|one| one == "h2"))
                }
                word if TAKE_ONE.contains(&word) => {
                    words.next();
                }
                word if word.contains('$') => self.unsettled = true,
                word => match misspelt(word) {
                    Some(message) if sure => return Err(place.syntax(message)),
                    Some(_) => self.unsettled = true,
                    None => {}
                },
            }
        }
        Ok(())
    }

    pub(super) fn mode(&self) -> &str {
        self.verify.as_ref().map_or("none", |(mode, _)| mode)
    }
}

/// Whether errors are ignored that a certificate of nobody's gives: no issuer (2, 20, 21, 27), one that signed itself (18, 19),
/// or a signature that is none of the CA's (7).
fn lets_strangers_in(codes: &str) -> bool {
    codes.split(',').any(|code| {
        let named = ["SELF_SIGNED", "ISSUER_CERT", "LEAF_SIGNATURE", "CERT_SIGNATURE_FAILURE", "UNTRUSTED"];
        matches!(code.trim(), "all" | "2" | "7" | "18" | "19" | "20" | "21" | "27")
            || named.iter().any(|name| code.contains(name))
    })
}

/// Errors for which a certificate of a trusted CA is not to be taken: not valid yet (9), expired (10), revoked (23), for another
/// purpose (26).
fn is_of_fitness(code: &str) -> bool {
    let named = ["CERT_NOT_YET_VALID", "CERT_HAS_EXPIRED", "CERT_REVOKED", "INVALID_PURPOSE"];
    matches!(code, "9" | "10" | "23" | "26") || named.iter().any(|name| code.contains(name))
}

/// Errors that a certificate has of its time, of revocation lists, of its purpose or of the length of its chain: only one that
/// a trusted CA issued goes no further wrong.
fn is_of_time(code: &str) -> bool {
    let numbers = ["3", "5", "8", "9", "10", "11", "12", "13", "14", "15", "16", "22", "23", "26"];
    let named = ["CRL", "EXPIRED", "NOT_YET_VALID", "REVOKED", "CHAIN_TOO_LONG", "INVALID_PURPOSE"];
    numbers.contains(&code) || named.iter().any(|name| code.contains(name))
}

/// The addresses of a `bind`, and what is chosen there.
pub(super) fn bind(
    reader: &mut Reader<'_>,
    line: &Line,
    defaults: &[String],
    bases: (&str, &str),
) -> Result<(Vec<Address>, Vec<Entry>), OriginError> {
    let mut own = Tls::default();
    own.take(defaults, &line.place, line.sure)?;
    own.take(line.from(2), &line.place, line.sure)?;
    own.unsettled |= line.word(1).contains("[*]") && line.word(1).contains('$');
    let addresses = addresses(reader, line)?;
    let mut entries = Vec::new();
    if !own.certificates.is_empty() || own.lists.is_empty() {
        entries.push(Entry { tls: own.clone(), names: Vec::new(), place: line.place.clone(), default: true });
    }
    for list in &own.lists {
        let (crt_base, _) = bases;
        let path = based(list, crt_base);
        for text in reader.include(&path, &line.place, Severity::Warning)? {
            reader.enter(&text)?;
            for (index, row) in text.text.lines().enumerate() {
                let place = Place { file: text.name.as_str().into(), line: index.saturating_add(1) };
                let words = words(row, &place)?;
                let Some((certificate, rest)) = words.split_first() else { continue };
                reader.directive(&place)?;
                let first = entries.is_empty() && !own.strict_sni;
                entries.push(entry(&own, certificate, rest, place, first)?);
            }
        }
    }
    // Nothing is known of a list that is missing.
    Ok((addresses, entries))
}

/// A line of a list: the certificate, settings in `[…]`, names.
fn entry(
    own: &Tls,
    certificate: &str,
    rest: &[String],
    place: Place,
    default: bool,
) -> Result<Entry, OriginError> {
    let mut tls = Tls { certificates: vec![certificate.to_owned()], ..own.clone() };
    let joined = rest.first().is_some_and(|word| word.starts_with('['));
    let end = rest.iter().position(|word| word.ends_with(']')).filter(|_| joined);
    let (settings, names) = match end {
        Some(end) => rest.split_at_checked(end.saturating_add(1)).unwrap_or((rest, &[])),
        None => (&[][..], rest),
    };
    let settings: Vec<String> = settings
        .iter()
        .map(|word| word.trim_start_matches('[').trim_end_matches(']').to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    tls.take(&settings, &place, true)?;
    let mut names: Vec<String> =
        names.iter().filter(|name| !name.starts_with('!')).map(|name| name.to_ascii_lowercase()).collect();
    if names.is_empty() && !default {
        // The names that stand in the certificate, which is not looked into.
        names.push(format!("~names of {certificate}"));
    }
    Ok(Entry { tls, names, place, default })
}

/// A file under the folder that `crt-base` or `ca-base` names.
pub(super) fn based(file: &str, base: &str) -> String {
    if file.starts_with('/') || file.starts_with('@') || base.is_empty() {
        file.to_owned()
    } else {
        format!("{base}/{file}")
    }
}

/// `:443`, `*:80,[::]:80`, `ipv6@:443`, `quic4@:443`, `/run/socket`, `192.0.2.1:8000-8009`.
fn addresses(reader: &mut Reader<'_>, line: &Line) -> Result<Vec<Address>, OriginError> {
    let mut found = Vec::new();
    for text in line.word(1).split(',').filter(|text| !text.is_empty()) {
        let (family, rest) = text.split_once('@').unwrap_or(("", text));
        let quic = family.starts_with("quic");
        if rest.starts_with('/') || matches!(family, "unix" | "abns" | "abnsz" | "uxst" | "uxdg" | "sockpair")
        {
            found.push(Address { address: format!("unix:{rest}"), port: 0, quic });
            continue;
        }
        let (host, ports) = rest.rsplit_once(':').unwrap_or((rest, ""));
        let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
        let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else {
            reader.unresolved(&line.place, "the address of a `bind` is not to be told");
            continue;
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let address = match host {
            "" | "*" | "0.0.0.0" if family.ends_with('6') => "::",
            "" | "*" | "0.0.0.0" => "*",
            host => host,
        };
        // No more of a range than anyone writes on purpose.
        for port in first..=last.min(first.saturating_add(1023)) {
            found.push(Address { address: address.to_ascii_lowercase(), port, quic });
        }
        limit(&line.place.file, "listeners", found.len(), reader.limits.max_listeners)?;
    }
    Ok(found)
}
