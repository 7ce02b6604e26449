//! The connections of an inspection.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::answer::{self, FirstAnswer};
use super::judge::{self, Seen};
use super::{Inspection, ServerFailure, ServerReport, VersionReport};
use crate::origin::OriginError;
use crate::origin::dial::{DialFailure, DialOptions, DialPhase, Dialled, FirstRead, TlsVersion, dial};

/// How long a server of TLS 1.3 is waited for to refuse a client without a certificate.
const READ_FIRST: Duration = Duration::from_millis(300);
/// What is left for the further connections when the first one hangs.
const SHARE: u32 = 2;

pub(super) async fn run(inspection: &Inspection) -> Result<ServerReport, OriginError> {
    let at = inspection.at.unwrap_or_else(|| crate::trust::source::now().1);
    let deadline = deadline(inspection.time_limit);
    let addresses = inspection.target.look_up(inspection.time_limit).await?;
    let (address, first) = reach(inspection, &addresses, deadline).await;
    let mut seen =
        Seen { at, address, addresses: addresses.len(), first: None, failure: None, refusal: None };
    let agreed = match first {
        Ok(mut done) => {
            if done.handshake.presented.certificate_requested
                && let Ok(FirstRead::Ended(ending)) =
                    timeout_at(deadline, done.stream.read_first(READ_FIRST)).await
            {
                seen.refusal = Some(ending);
            }
            let version = done.handshake.version;
            seen.first = Some(done.handshake);
            version
        }
        Err(failure) => {
            seen.failure = Some(failure);
            None
        }
    };
    let hopeless = seen.failure.as_ref().is_some_and(|failure| {
        failure.phase != DialPhase::Handshake || ServerFailure::new(failure).timed_out
    });
    let mut report = judge::report(inspection, &seen);
    if hopeless {
        return Ok(report);
    }
    let ask = |version: TlsVersion| async move {
        // What was agreed on is known.
        if !inspection.each_version || agreed == Some(version) {
            return None;
        }
        Some(alone(version, dial(address, &options(inspection, &[version], deadline)).await))
    };
    let versions = both(ask(TlsVersion::Tls12), ask(TlsVersion::Tls13));
    let ((old, new), answer) = both(versions, request(inspection, address, deadline)).await;
    report.answer = answer;
    let of_first = agreed.map(|version| VersionReport {
        version,
        accepted: true,
        cipher_suite: report.cipher_suite.clone(),
        key_exchange_group: report.key_exchange_group.clone(),
        failure: None,
    });
    report.versions = [old, new, of_first].into_iter().flatten().collect();
    report.versions.sort_by_key(|one| one.version);
    judge::versions(&mut report);
    Ok(report)
}

/// Both side by side.
async fn both<A: Future, B: Future>(one: A, other: B) -> (A::Output, B::Output) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(done) = one.as_mut().poll(context)
        {
            first = Some(done);
        }
        if second.is_none()
            && let Poll::Ready(done) = other.as_mut().poll(context)
        {
            second = Some(done);
        }
        match (first.take(), second.take()) {
            (Some(one), Some(other)) => Poll::Ready((one, other)),
            (one, other) => {
                (first, second) = (one, other);
                Poll::Pending
            }
        }
    })
    .await
}

fn deadline(limit: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(limit).unwrap_or(now)
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

fn options(inspection: &Inspection, versions: &[TlsVersion], deadline: Instant) -> DialOptions {
    DialOptions {
        server_name: inspection.server_name.clone(),
        versions: versions.to_vec(),
        alpn: inspection.alpn.clone(),
        time_limit: left(deadline),
        ..DialOptions::default()
    }
}

/// The first address that a TCP connection comes about to, and what came of TLS there.
async fn reach(
    inspection: &Inspection,
    addresses: &[SocketAddr],
    deadline: Instant,
) -> (SocketAddr, Result<Dialled, DialFailure>) {
    let mut options = options(inspection, &[], deadline);
    let count = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
    let mut tried = Vec::new();
    for &address in addresses {
        // Each has its share of the time; one that is alone has it all.
        options.time_limit = left(deadline).min(if count > 1 {
            inspection.time_limit.checked_div(count.saturating_mul(SHARE)).unwrap_or_default()
        } else {
            inspection.time_limit
        });
        match dial(address, &options).await {
            Err(failure) if failure.phase == DialPhase::Connect => tried.push((address, Err(failure))),
            other => return (address, other),
        }
    }
    tried.pop().unwrap_or_else(|| {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], inspection.target.port()));
        (nowhere, Err(DialFailure::unreachable("no address")))
    })
}

fn alone(version: TlsVersion, result: Result<Dialled, DialFailure>) -> VersionReport {
    match result {
        Ok(Dialled { handshake, .. }) => VersionReport {
            version,
            accepted: true,
            cipher_suite: handshake.suite,
            key_exchange_group: handshake.group,
            failure: None,
        },
        Err(failure) => VersionReport {
            version,
            // A server that waits for the client's certificate has agreed on the version.
            accepted: failure.presented.certificate_requested,
            cipher_suite: None,
            key_exchange_group: None,
            failure: Some(ServerFailure::new(&failure)),
        },
    }
}

/// The request, over a connection of its own that offers HTTP/1.1 alone.
async fn request(inspection: &Inspection, address: SocketAddr, deadline: Instant) -> Option<FirstAnswer> {
    let path = inspection.request.as_deref()?;
    let mut options = options(inspection, &[], deadline);
    options.alpn = vec![b"http/1.1".to_vec()];
    let mut done = match dial(address, &options).await {
        Ok(done) => done,
        Err(failure) => return Some(FirstAnswer::failed(path, failure)),
    };
    if done.handshake.presented.certificate_requested
        && let FirstRead::Ended(ending) = done.stream.read_first(READ_FIRST.min(left(deadline))).await
    {
        return Some(FirstAnswer::failed(path, ending));
    }
    let host = host(inspection, address);
    Some(match timeout_at(deadline, answer::ask(&mut done.stream, &host, path)).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(e)) => FirstAnswer::failed(path, done.stream.ending(&e)),
        Err(_) => FirstAnswer::failed(path, "the time limit was met"),
    })
}

/// The Host field: the port is left out where it is the scheme's own (RFC 9110 section 7.2).
fn host(inspection: &Inspection, address: SocketAddr) -> String {
    let name = match &inspection.server_name {
        Some(name) => name.as_ref().to_owned(),
        None if address.is_ipv6() => format!("[{}]", address.ip()),
        None => address.ip().to_string(),
    };
    if address.port() == 443 { name } else { format!("{name}:{}", address.port()) }
}
