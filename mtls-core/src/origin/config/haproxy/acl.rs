//! Conditions: named and anonymous ACLs, for a request of a certain kind.

use std::collections::{BTreeMap, BTreeSet};

use super::super::client::Client;
use super::super::pattern::Known;
use super::super::reader::Place;

/// A request, as far as it is known.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) client: Client,
    /// The name that it asks for.
    pub(super) host: Known,
    /// The name of the handshake.
    pub(super) sni: Known,
    /// The port that it came to, unless the client may say so itself.
    pub(super) port: Option<u16>,
    /// What `set-var` made.
    pub(super) variables: BTreeMap<String, Sample>,
    /// Whether scripts may write variables too.
    pub(super) vague: bool,
    /// The backends and lines that served it.
    pub(super) reached: BTreeSet<String>,
    /// A line of which it is not to be told what it does.
    pub(super) doubt: Option<Place>,
    /// Whether names in the certificate were looked at.
    pub(super) by_name: bool,
    /// Whether the certificate is of the CA, and wrong in itself alone: out of date, revoked or for a server.
    pub(super) unfit: bool,
}

impl Request {
    pub(super) fn new(client: Client, host: Known, sni: Known) -> Self {
        Self {
            client,
            host,
            sni,
            port: None,
            variables: BTreeMap::new(),
            vague: false,
            reached: BTreeSet::new(),
            doubt: None,
            by_name: false,
            unfit: false,
        }
    }
}

/// What a fetch gives.
#[derive(Clone, Debug)]
pub(super) enum Sample {
    /// Nothing, so that no test holds.
    Absent,
    Text(Known),
    Flag(bool),
    Number(i64),
    /// A number that is not this one.
    NotNumber(i64),
    /// The number of an error: some number above 0.
    Fault,
    Unknown,
}

/// The ACLs of a section by name, each with its tests.
pub(super) type Acls<'t> = BTreeMap<&'t str, Vec<&'t [String]>>;

/// Names within names are none: an ACL holds fetches alone.
pub(super) fn holds(words: &[String], acls: &Acls<'_>, request: &mut Request) -> Option<bool> {
    let (negated, words) = match words.split_first() {
        None => return Some(true),
        Some((first, rest)) if first == "if" => (false, rest),
        Some((first, rest)) if first == "unless" => (true, rest),
        Some(_) => return Some(true),
    };
    let mut any: Option<bool> = Some(false);
    let mut all: Option<bool> = Some(true);
    let mut rest = words;
    let mut invert = false;
    while let Some((word, behind)) = rest.split_first() {
        rest = behind;
        let mut word = word.as_str();
        if word == "or" || word == "||" {
            any = or(any, all);
            all = Some(true);
            continue;
        }
        while let Some(inner) = word.strip_prefix('!') {
            invert = !invert;
            word = inner;
        }
        if word.is_empty() {
            continue;
        }
        let value = if word == "{" {
            let end = rest.iter().position(|word| word == "}")?;
            let (inside, behind) = rest.split_at_checked(end)?;
            rest = behind.get(1..).unwrap_or_default();
            test(inside, request)
        } else {
            match (acls.get(word), word) {
                (Some(tests), _) => any_of(tests.iter().map(|words| test(words, request))),
                (None, "TRUE") => Some(true),
                (None, "FALSE") => Some(false),
                (None, _) => None,
            }
        };
        all = and(all, if invert { value.map(|value| !value) } else { value });
        invert = false;
    }
    let value = or(any, all);
    if negated { value.map(|value| !value) } else { value }
}

pub(super) fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// Whether any of them holds.
fn any_of(values: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut sure = true;
    for value in values {
        match value {
            Some(true) => return Some(true),
            Some(false) => {}
            None => sure = false,
        }
    }
    sure.then_some(false)
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    or(a.map(|a| !a), b.map(|b| !b)).map(|any| !any)
}

/// One test: a fetch with converters, flags, and the values that it may have.
fn test(words: &[String], request: &mut Request) -> Option<bool> {
    let (fetch, rest) = words.split_first()?;
    let mut method = None;
    let mut ignore_case = false;
    let mut values = rest;
    while let Some((flag, behind)) = values.split_first() {
        match flag.as_str() {
            "-i" => ignore_case = true,
            "-m" => {
                let (word, behind) = behind.split_first()?;
                method = Some(word.as_str());
                values = behind;
                continue;
            }
            "--" => {
                values = behind;
                break;
            }
            // Values from files, and names for maps.
            "-f" | "-M" | "-u" | "-n" => return None,
            _ => break,
        }
        values = behind;
    }
    let (name, suffix) = suffix_of(fetch);
    let sample = evaluate(name, request);
    let method = method.or(suffix);
    match (sample, method) {
        (Sample::Unknown, Some("found")) => None,
        (Sample::Unknown, _) => None,
        (sample, Some("found")) => match sample {
            Sample::Absent => Some(false),
            Sample::Text(text) if text.open && text.text.is_empty() => None,
            _ => Some(true),
        },
        (Sample::Absent, _) => Some(false),
        // HAProxy looks at no values there.
        (Sample::Flag(flag), None | Some("bool")) => Some(flag),
        (Sample::Flag(flag), method) => number(&Sample::Number(i64::from(flag)), method, values),
        (sample @ (Sample::Number(_) | Sample::NotNumber(_) | Sample::Fault), method) => {
            number(&sample, method, values)
        }
        (Sample::Text(_), Some("bool")) => None,
        (Sample::Text(text), method) => {
            if values.is_empty() {
                return None;
            }
            let fold = |text: &str| if ignore_case { text.to_lowercase() } else { text.to_owned() };
            let text = Known { text: fold(&text.text), ..text };
            any_of(values.iter().map(|value| text_is(&text, method, &fold(value), ignore_case)))
        }
    }
}

/// `hdr_beg(host)` is `hdr(host) -m beg`.
fn suffix_of(fetch: &str) -> (&str, Option<&'static str>) {
    let head = fetch.split(['(', ',']).next().unwrap_or_default();
    for (ending, method) in
        [("_beg", "beg"), ("_end", "end"), ("_dom", "dom"), ("_sub", "sub"), ("_reg", "reg"), ("_dir", "dir")]
    {
        if head.ends_with(ending) {
            return (fetch, Some(method));
        }
    }
    (fetch, None)
}

fn text_is(text: &Known, method: Option<&str>, value: &str, ignore_case: bool) -> Option<bool> {
    let quoted: String =
        value.chars().flat_map(|c| if c.is_ascii_alphanumeric() { vec![c] } else { vec!['\\', c] }).collect();
    match method {
        None | Some("str") => text.equals(&Known::whole(value)),
        Some("beg") => text.matches(&format!("^{quoted}"), false),
        Some("end") => text.matches(&format!("{quoted}$"), false),
        Some("sub") => text.matches(&quoted, false),
        Some("reg") => text.matches(value, ignore_case),
        Some("dom") if !text.open && !value.is_empty() => {
            let ends = |rest: Option<char>| rest.is_none_or(|c| matches!(c, '.' | '/' | '?' | ':'));
            Some(text.text.match_indices(value).any(|(at, _)| {
                let (before, behind) = text.text.split_at_checked(at).unwrap_or_default();
                ends(before.chars().last()) && ends(behind.chars().nth(value.chars().count()))
            }))
        }
        _ => None,
    }
}

fn number(sample: &Sample, method: Option<&str>, values: &[String]) -> Option<bool> {
    if !matches!(method, None | Some("int" | "bool")) {
        return None;
    }
    let (operator, values) = match values.split_first() {
        Some((word, rest)) if matches!(word.as_str(), "eq" | "ne" | "gt" | "ge" | "lt" | "le") => {
            (word.as_str(), rest)
        }
        _ => ("eq", values),
    };
    if values.is_empty() {
        return match sample {
            Sample::Number(number) => Some(*number != 0),
            Sample::Fault => Some(true),
            _ => None,
        };
    }
    any_of(values.iter().map(|value| {
        let wanted = value.parse::<i64>().ok();
        match (sample, wanted) {
            (Sample::Number(number), Some(wanted)) => Some(match operator {
                "eq" => *number == wanted,
                "ne" => *number != wanted,
                "gt" => *number > wanted,
                "ge" => *number >= wanted,
                "lt" => *number < wanted,
                _ => *number <= wanted,
            }),
            (Sample::Fault, Some(wanted)) if wanted < 1 => Some(matches!(operator, "ne" | "gt" | "ge")),
            (Sample::Fault, Some(1)) if matches!(operator, "ge" | "lt") => Some(operator == "ge"),
            (Sample::NotNumber(number), Some(wanted)) if *number == wanted => match operator {
                "eq" => Some(false),
                "ne" => Some(true),
                _ => None,
            },
            _ => None,
        }
    }))
}

/// What a fetch with its converters gives.
pub(super) fn evaluate(expression: &str, request: &mut Request) -> Sample {
    let mut parts = split(expression).into_iter();
    let Some(fetch) = parts.next() else { return Sample::Unknown };
    let mut sample = fetched(fetch, request);
    for converter in parts {
        sample = converted(sample, converter, request);
    }
    sample
}

/// Splits at the commas that stand in no brackets.
fn split(expression: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut found) = (0_usize, 0_usize, Vec::new());
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.extend(expression.get(begin..at));
                begin = at.saturating_add(1);
            }
            _ => {}
        }
    }
    found.extend(expression.get(begin..));
    found
}

fn call(text: &str) -> (&str, &str) {
    match text.split_once('(') {
        Some((name, rest)) => (name, rest.strip_suffix(')').unwrap_or(rest)),
        None => (text, ""),
    }
}

fn fetched(fetch: &str, request: &mut Request) -> Sample {
    let (name, argument) = call(fetch);
    let shows = request.client.shows_certificate();
    match name {
        "ssl_fc" => Sample::Flag(request.client != Client::Plaintext),
        "ssl_c_used" | "ssl_fc_has_crt" => Sample::Flag(shows),
        "ssl_c_ca_err" | "ssl_c_ca_err_depth" if request.unfit => Sample::Number(0),
        "ssl_c_err" if request.unfit => Sample::Fault,
        "ssl_c_err" | "ssl_c_ca_err" | "ssl_c_ca_err_depth" if request.client == Client::SelfMade => {
            Sample::Unknown
        }
        // Without a certificate it is 0 as well: nothing went wrong.
        "ssl_c_verify" | "ssl_c_err" | "ssl_c_ca_err" | "ssl_c_ca_err_depth" => match request.client {
            Client::Plaintext => Sample::Absent,
            Client::Bare | Client::Verified => Sample::Number(0),
            Client::SelfMade => Sample::Fault,
        },
        "ssl_c_s_dn" | "ssl_c_i_dn" => {
            request.by_name = true;
            if shows { Sample::Unknown } else { Sample::Absent }
        }
        // Nobody makes a certificate to a fingerprint.
        "ssl_c_sha1" | "ssl_c_der" => match request.client {
            Client::Verified => Sample::Unknown,
            Client::SelfMade if request.unfit => Sample::Unknown,
            Client::SelfMade => Sample::Text(Known::foreign()),
            _ => Sample::Absent,
        },
        "ssl_c_chain_der" | "ssl_c_key_alg" | "ssl_c_notafter" | "ssl_c_notbefore" | "ssl_c_r_dn"
        | "ssl_c_serial" | "ssl_c_sig_alg" | "ssl_c_version"
            if !shows =>
        {
            Sample::Absent
        }
        "ssl_fc_sni" | "ssl_fc_sni_end" | "ssl_fc_sni_reg" => match request.client {
            Client::Plaintext => Sample::Absent,
            _ => Sample::Text(request.sni.clone()),
        },
        "hdr" | "req.hdr" | "req.fhdr" | "hdr_beg" | "hdr_end" | "hdr_dom" | "hdr_sub" | "hdr_reg"
            if argument
                .split(',')
                .next()
                .is_some_and(|header| header.trim().eq_ignore_ascii_case("host")) =>
        {
            Sample::Text(request.host.clone())
        }
        "dst_port" => request.port.map_or(Sample::Unknown, |port| Sample::Number(i64::from(port))),
        "always_true" => Sample::Flag(true),
        "always_false" => Sample::Flag(false),
        "bool" => Sample::Flag(matches!(argument, "1" | "true" | "yes")),
        "int" => argument.parse().map_or(Sample::Unknown, Sample::Number),
        "str" => Sample::Text(Known::whole(argument)),
        "var" if request.vague => Sample::Unknown,
        "var" => request.variables.get(argument).cloned().unwrap_or(Sample::Absent),
        _ => Sample::Unknown,
    }
}

fn converted(sample: Sample, converter: &str, request: &Request) -> Sample {
    let (name, argument) = call(converter);
    match (sample, name) {
        (Sample::Absent, _) => Sample::Absent,
        (Sample::Text(text), "lower") => Sample::Text(Known { text: text.text.to_lowercase(), ..text }),
        (Sample::Text(text), "upper") => Sample::Text(Known { text: text.text.to_uppercase(), ..text }),
        (Sample::Text(text), "hex" | "sha1" | "sha2" | "digest") if text.foreign => Sample::Text(text),
        (Sample::Text(text), "host_only" | "field" | "word")
            if name == "host_only" || argument.replace(' ', "") == "1,:" =>
        {
            match text.text.split_once(':') {
                Some((host, _)) => Sample::Text(Known::whole(host)),
                None => Sample::Text(text),
            }
        }
        (Sample::Text(text), "strcmp") => match request.variables.get(argument) {
            Some(Sample::Text(other)) => match text.equals(other) {
                Some(true) => Sample::Number(0),
                Some(false) => Sample::NotNumber(0),
                None => Sample::Unknown,
            },
            Some(Sample::Absent) | None => Sample::Absent,
            _ => Sample::Unknown,
        },
        (Sample::Flag(flag), "not") => Sample::Flag(!flag),
        (Sample::Flag(flag), "bool") => Sample::Flag(flag),
        _ => Sample::Unknown,
    }
}
