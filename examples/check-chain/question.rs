//! What is asked: the command line.

use std::time::Duration;

use rustls_pki_types::UnixTime;

pub(crate) const USAGE: &str = "\
usage: check-chain (--name NAME | --trust-domain NAME) [--profile NAME] [--crl FILE]... [--at SECONDS] [--json]
                   ANCHORS CHAIN...";

/// Whom the leaf must be.
pub(crate) enum Expected {
    /// A DNS name, address or e-mail address.
    Name(String),
    /// Any workload of this trust domain.
    TrustDomain(String),
}

pub(crate) struct Question {
    pub(crate) expected: Expected,
    pub(crate) profile: String,
    pub(crate) crls: Vec<String>,
    pub(crate) at: UnixTime,
    pub(crate) json: bool,
    /// PEM with the trust anchors.
    pub(crate) anchors: String,
    /// PEM with the chain, the leaf first.
    pub(crate) chain: Vec<String>,
}

impl Question {
    pub(crate) fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut name, mut domain, mut profile, mut at) = (None, None, None, None);
        let (mut crls, mut json, mut files) = (Vec::new(), false, Vec::new());
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--name" => name = Some(value()?),
                "--trust-domain" => domain = Some(value()?),
                "--profile" => profile = Some(value()?),
                "--crl" => crls.push(value()?),
                "--at" => at = Some(value()?),
                "--json" => json = true,
                option if option.starts_with('-') => return Err(format!("there is no option {option}")),
                _ => files.push(word),
            }
        }
        let (expected, default) = match (name, domain) {
            (Some(name), None) => (Expected::Name(name), "server"),
            (None, Some(domain)) => (Expected::TrustDomain(domain), "spiffe-interop"),
            _ => return Err("give either --name or --trust-domain".to_owned()),
        };
        let at = match at {
            Some(seconds) => {
                let seconds =
                    seconds.parse().map_err(|_| "--at is in whole seconds since 1970".to_owned())?;
                UnixTime::since_unix_epoch(Duration::from_secs(seconds))
            }
            None => UnixTime::now(),
        };
        let mut files = files.into_iter();
        let anchors = files.next();
        let chain: Vec<String> = files.collect();
        match anchors {
            Some(anchors) if !chain.is_empty() => {
                let profile = profile.unwrap_or_else(|| default.to_owned());
                Ok(Self { expected, profile, crls, at, json, anchors, chain })
            }
            _ => Err("give the file of the trust anchors and those of the chain".to_owned()),
        }
    }
}
