//! Why nothing is proved of an address, each reason said once.

use std::net::SocketAddr;

use super::super::evidence::Evidence;
use super::reading;
use crate::origin::TlsVersion;

/// So many probes of one reason are named.
const MOST: usize = 6;

/// The reasons as they are found.
pub(super) struct Gaps<'e> {
    address: SocketAddr,
    /// What is missing, and in which versions.
    lacking: Vec<(&'static str, Vec<TlsVersion>)>,
    /// How probes ended that came to no clear end, and which did.
    unclear: Vec<(SocketAddr, String, Vec<&'e Evidence>)>,
}

impl<'e> Gaps<'e> {
    pub(super) fn of(address: SocketAddr) -> Self {
        Self { address, lacking: Vec::new(), unclear: Vec::new() }
    }

    /// Something is missing in one version.
    pub(super) fn lack(&mut self, version: TlsVersion, what: &'static str) {
        match self.lacking.iter_mut().find(|(other, _)| *other == what) {
            Some((_, versions)) => versions.push(version),
            None => self.lacking.push((what, vec![version])),
        }
    }

    /// A probe came to no clear end.
    pub(super) fn unclear(&mut self, e: &'e Evidence) {
        let how = ending(e);
        match self.unclear.iter_mut().find(|(at, other, _)| (*at, other) == (e.address, &how)) {
            Some((.., alike)) => alike.push(e),
            None => self.unclear.push((e.address, how, vec![e])),
        }
    }

    /// In words: `192.0.2.1:443, TLSv1.2 and TLSv1.3: no client without a certificate was refused`,
    /// `no-certificate TLSv1.3 at 192.0.2.1:443 came to no clear end: answered 429`,
    /// `24 probes at 192.0.2.1:443 came to no clear end: timed-out: …`.
    pub(super) fn into_texts(self) -> Vec<String> {
        let address = self.address;
        let lacking = self.lacking.into_iter().map(|(what, versions)| {
            let versions: Vec<&str> = versions.into_iter().map(TlsVersion::as_str).collect();
            format!("{address}, {}: {what}", versions.join(" and "))
        });
        let unclear = self.unclear.into_iter().map(|(at, how, alike)| {
            let titles: Vec<String> = alike.iter().take(MOST).map(|e| e.title()).collect();
            let titles = titles.join(", ");
            let count = alike.len();
            match (count, count.saturating_sub(MOST)) {
                (1, _) => format!("{titles} at {at} came to no clear end: {how}"),
                (_, 0) => format!("{count} probes at {at} came to no clear end: {how}: {titles}"),
                (_, more) => {
                    format!("{count} probes at {at} came to no clear end: {how}: {titles}, and {more} more")
                }
            }
        });
        lacking.chain(unclear).collect()
    }
}

/// `answered 429 (a limit of requests: probe from where there is none)`.
fn ending(e: &Evidence) -> String {
    let status = e.status.map(|status| format!(" {status}")).unwrap_or_default();
    let why = match e.status {
        Some(429) => " (a limit of requests: probe from where there is none)",
        _ if reading::is_ended_early(e) => {
            " before the server showed a certificate (a limit of connections? probe from where there is none)"
        }
        _ => "",
    };
    format!("{}{status}{why}", e.outcome)
}
