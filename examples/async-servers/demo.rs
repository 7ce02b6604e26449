//! All servers and clients in one process, on loopback.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use mtls_core::verify::Profile;

use crate::mixed::Named;
use crate::stop::Stop;
use crate::workload::Workload;
use crate::{Kind, LOOK, Log, Outcome, identities, mixed, refunds, stop};

const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
const CALLERS: [&str; 4] = ["cart", "search", "intruder", "forged"];

pub(crate) fn tell() -> Outcome<String> {
    let folder = tempfile::tempdir()?;
    identities::issue_mesh(folder.path())?;
    identities::issue_edge(folder.path())?;
    let heard = Arc::<Mutex<Vec<String>>>::default();
    let sink = Arc::clone(&heard);
    let log = Log(Arc::new(move |line| {
        sink.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_owned());
    }));
    let mut workloads = BTreeMap::new();
    for name in CALLERS.into_iter().chain(["till"]) {
        workloads.insert(name, Workload::open(&folder.path().join(name), LOOK, &log)?);
    }
    let front = Named::open(&folder.path().join("front"), Profile::EdgeClient, LOOK)?;
    let edge = Named::open(&folder.path().join("edge"), Profile::Server, LOOK)?;
    heard.lock().unwrap_or_else(PoisonError::into_inner).clear();

    let workload = |name: &str| workloads.get(name).ok_or("no such workload");
    tokio::runtime::Runtime::new()?.block_on(async {
        let mut story = String::new();
        for kind in [Kind::Tokio, Kind::Axum, Kind::Tonic] {
            let incoming = kind.door(workload("till")?, &log)?.open(ANY).await?;
            let address = incoming.address();
            story.push_str(&format!("\n{}\n", kind.name()));
            let calls = async {
                let mut lines = String::new();
                for caller in CALLERS {
                    let call = kind.call(workload(caller)?, address)?;
                    for word in ["hello", "refund"] {
                        let answer = kind.ask(call.clone(), word).await;
                        lines.push_str(&told(caller, word, answer));
                    }
                }
                Outcome::Ok(lines)
            };
            story.push_str(&meanwhile(calls, |stop| kind.serve(incoming, stop)).await?);
        }
        let mesh = Kind::Axum.door(workload("till")?, &log)?.open(ANY).await?;
        let outside = front.door(&log)?.open(ANY).await?;
        story.push_str("\naxum, behind two ports\n");
        let (inner, outer) =
            (Kind::Axum.call(workload("cart")?, mesh.address())?, edge.call(outside.address()));
        let calls = async {
            let mut lines = told("cart", "hello", Kind::Axum.ask(inner, "hello").await);
            for word in ["hello", "refund"] {
                lines.push_str(&told("edge", word, Kind::Axum.ask(outer.clone(), word).await));
            }
            Outcome::Ok(lines)
        };
        let refunds = refunds()?;
        let serve = |stop| mixed::serve(mesh, outside, refunds, stop);
        story.push_str(&meanwhile(calls, serve).await?);
        story.push_str("\nwhat the servers logged, of one refusal each\n");
        let log = heard.lock().unwrap_or_else(PoisonError::into_inner);
        for code in ["tls-peer-not-authorized", "tls-peer-rejected"] {
            let refusal = log.iter().find(|line| line.contains(code)).ok_or("a refusal was not logged")?;
            story.push_str(&format!("{refusal}\n"));
        }
        Ok(story)
    })
}

/// Serves while these calls are made, and ends well.
async fn meanwhile<F: Future<Output = Outcome<()>>>(
    calls: impl Future<Output = Outcome<String>>,
    serve: impl FnOnce(Stop) -> F,
) -> Outcome<String> {
    let mut lines = None;
    stop::until(async { lines = Some(calls.await) }, serve).await?;
    lines.ok_or("it ended before the calls")?
}

fn told(caller: &str, word: &str, answer: Outcome<String>) -> String {
    let answer = match answer {
        Ok(answer) => answer.lines().last().unwrap_or_default().to_owned(),
        Err(e) => format!("refused ({e})"),
    };
    format!("  {caller:<9}{word:<8}{answer}\n")
}
