//! What stands of one address: who is let in, and what is not proved.

use std::net::SocketAddr;

use super::super::evidence::{Evidence, Outcome, ProbeKind, Role};
use super::gaps::Gaps;
use super::reading::{self, Reading};
use crate::origin::TlsVersion;

/// Alerts (RFC 8446 section 6).
const HANDSHAKE_FAILURE: u8 = 40;
const PROTOCOL_VERSION: u8 = 70;
const INSUFFICIENT_SECURITY: u8 = 71;

/// How the edge itself fares, in one version at one address or over all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Control {
    Absent,
    Unclear,
    Refused,
    Served,
}

/// Whether the server speaks a version of TLS.
enum Spoken {
    Yes,
    No,
    /// It ended every handshake without a word of why: not that version, it seems.
    Silent,
    /// This client cannot tell.
    Unknown(&'static str),
}

#[derive(Default)]
pub(super) struct AddressState {
    pub(super) open: bool,
    pub(super) any_certificate: bool,
    pub(super) closed: bool,
    pub(super) broken: bool,
    /// Why nothing is proved.
    pub(super) gaps: Vec<String>,
    /// What another client might try.
    pub(super) untried: Vec<String>,
}

pub(super) fn state(address: SocketAddr, here: &[(&Evidence, Reading)]) -> AddressState {
    let served = |wanted: &dyn Fn(ProbeKind) -> bool| {
        here.iter().any(|(e, r)| wanted(e.probe) && *r == Reading::Served)
    };
    let mut state = AddressState {
        open: served(&|probe| probe == ProbeKind::NoCertificate),
        any_certificate: served(&ProbeKind::is_decoy),
        closed: here.iter().any(|(e, r)| e.probe == ProbeKind::NoCertificate && *r == Reading::Refused),
        ..AddressState::default()
    };
    let spoken = TlsVersion::ALL.map(|version| (version, spoken(here, version)));
    if !spoken.iter().any(|(_, spoken)| matches!(spoken, Spoken::Yes)) {
        // The server ends every handshake at once. Where that meets the edge too, it is an outage.
        state.broken = control(here, None) == Control::Refused;
        state.gaps.push(format!("{address} shook hands with nobody"));
        return state;
    }
    let mut gaps = Gaps::of(address);
    for (version, spoken) in spoken {
        let group: Vec<_> = here.iter().copied().filter(|(e, _)| e.version == Some(version)).collect();
        let name = version.as_str();
        if group.is_empty() {
            state.gaps.push(format!("{address} was not probed with {name}"));
            continue;
        }
        match spoken {
            Spoken::Yes => {
                let control = control(here, Some(version));
                state.broken |= control == Control::Refused;
                look_for_gaps(version, control, &group, &mut gaps);
            }
            Spoken::No => {}
            Spoken::Silent => {
                state
                    .untried
                    .push(format!("{name} at {address}: every handshake was ended without a reason"));
            }
            Spoken::Unknown(why) => gaps.lack(version, why),
        }
    }
    for (e, reading) in here {
        if e.version.is_none() && e.probe != ProbeKind::Quic && *reading == Reading::Unclear {
            gaps.unclear(e);
        }
    }
    state.gaps.extend(gaps.into_texts());
    state
}

fn look_for_gaps<'e>(
    version: TlsVersion,
    control: Control,
    group: &[(&'e Evidence, Reading)],
    gaps: &mut Gaps<'e>,
) {
    match control {
        Control::Served | Control::Refused => {}
        Control::Absent => gaps.lack(version, "the edge's own certificate was not tried"),
        Control::Unclear => {
            gaps.lack(version, "the edge's own certificate got no answer that shows it is served");
        }
    }
    let refused = |wanted: &dyn Fn(ProbeKind) -> bool| {
        group.iter().any(|(e, r)| wanted(e.probe) && *r == Reading::Refused)
    };
    if !refused(&|probe| probe == ProbeKind::NoCertificate) {
        gaps.lack(version, "no client without a certificate was refused");
    }
    if !refused(&ProbeKind::is_decoy) {
        gaps.lack(version, "no client with a made-up certificate was refused");
    }
    for (e, reading) in group {
        if e.probe.role() == Role::Negative && *reading == Reading::Unclear {
            gaps.unclear(e);
        }
    }
}

/// A version that the server refuses to everybody before it has shown a certificate is not spoken. Where it gives
/// another reason than the version, others may be able to speak it.
fn spoken(here: &[(&Evidence, Reading)], version: TlsVersion) -> Spoken {
    let direct: Vec<&Evidence> = here
        .iter()
        .map(|(e, _)| *e)
        .filter(|e| {
            e.version == Some(version) && (e.probe == ProbeKind::EdgeCertificate || e.probe.is_stranger())
        })
        .collect();
    let alert =
        |codes: &[u8]| direct.iter().filter_map(|e| e.alert()).any(|alert| codes.contains(&alert.code()));
    let failed = |e: &&Evidence| matches!(e.outcome, Outcome::NetworkError { .. });
    let unspoken = |e: &&Evidence| {
        failed(e) || reading::is_ended_early(e) || matches!(e.outcome, Outcome::NotOffered { .. })
    };
    if !direct.iter().all(unspoken) {
        Spoken::Yes
    } else if direct.iter().any(failed) {
        Spoken::Unknown("no connection could be made")
    } else if alert(&[HANDSHAKE_FAILURE, INSUFFICIENT_SECURITY]) {
        Spoken::Unknown("the server takes no cipher suite of this probe, which are ECDHE with AEAD alone")
    } else if alert(&[PROTOCOL_VERSION]) {
        Spoken::No
    } else {
        Spoken::Silent
    }
}

/// How the edge fares: served everywhere, or the worst of it.
fn control(here: &[(&Evidence, Reading)], version: Option<TlsVersion>) -> Control {
    let mut all = here
        .iter()
        .filter(|(e, _)| e.probe.role() == Role::Control && (version.is_none() || e.version == version))
        .map(|(_, reading)| match reading {
            Reading::Served => Control::Served,
            Reading::Refused => Control::Refused,
            _ => Control::Unclear,
        })
        .peekable();
    if all.peek().is_none() {
        return Control::Absent;
    }
    all.fold(Control::Served, |worst, one| match (worst, one) {
        (Control::Refused, _) | (_, Control::Refused) => Control::Refused,
        (Control::Unclear, _) | (_, Control::Unclear) => Control::Unclear,
        _ => Control::Served,
    })
}
