//! Servers and clients on tokio that know each other by SPIFFE ID: plain, with axum and with tonic. README.md tells more.
#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")
)]

mod call;
mod caller;
mod demo;
mod grpc;
mod identities;
mod incoming;
mod mixed;
mod plain;
mod stop;
mod till;
mod web;
mod workload;

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use mtls_core::identity::{IdentityPattern, TrustDomain};
use mtls_core::tls;
use mtls_core::verify::Profile;

use call::Call;
use caller::Caller;
use identities::TRUST_DOMAIN;
use incoming::{Door, Incoming};
use mixed::Named;
use stop::Stop;
use workload::Workload;

const USAGE: &str = "usage: async-servers demo
       async-servers identities DIR
       async-servers serve tokio|axum|tonic DIR/NAME [ADDRESS]
       async-servers serve mixed DIR/NAME DIR/FRONT [ADDRESS [EDGE_ADDRESS]]
       async-servers call tokio|axum|tonic|edge DIR/NAME ADDRESS hello|refund";

/// What anything here may fail with.
type Failure = Box<dyn std::error::Error + Send + Sync>;
type Outcome<T> = Result<T, Failure>;

/// For a handshake in all.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often files are looked at.
const LOOK: Duration = Duration::from_secs(5);

/// Where lines go that somebody should read.
#[derive(Clone)]
struct Log(Arc<dyn Fn(&str) + Send + Sync>);

impl Log {
    fn to_stderr() -> Self {
        Self(Arc::new(|line| eprintln!("{line}")))
    }

    fn line(&self, text: &str) {
        (self.0)(text);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Tokio,
    Axum,
    Tonic,
}

impl Kind {
    fn named(name: &str) -> Option<Self> {
        [Self::Tokio, Self::Axum, Self::Tonic].into_iter().find(|kind| kind.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tokio => "tokio",
            Self::Axum => "axum",
            Self::Tonic => "tonic",
        }
    }

    /// The application protocols that a server of this kind speaks.
    fn protocols(self) -> &'static [&'static str] {
        match self {
            Self::Tokio => &[],
            Self::Axum => &["h2", "http/1.1"],
            Self::Tonic => &["h2"],
        }
    }

    /// Lets in the workloads of the namespace `web`.
    fn door(self, workload: &Workload, log: &Log) -> Outcome<Door> {
        let web = IdentityPattern::path_prefix(TrustDomain::parse(TRUST_DOMAIN)?, "/ns/web")?;
        let server = tls::server(workload.identity(), workload.verifier()).authorize(web);
        Ok(Door {
            server: server.alpn(self.protocols().iter().copied()),
            caller: Caller::workload,
            verifier: Some(workload.verifier()),
            patience: PATIENCE,
            log: log.clone(),
        })
    }

    /// Calls the till, and nobody else.
    fn call(self, workload: &Workload, address: SocketAddr) -> Outcome<Call> {
        let client = tls::client(workload.identity(), workload.verifier());
        let protocols: &[&str] = match self {
            Self::Tokio => &[],
            Self::Axum => &["http/1.1"],
            Self::Tonic => &["h2"],
        };
        let client = client.expect_peer(identities::workload("web", "till")?).alpn(protocols.iter().copied());
        Ok(Call { client, server: Caller::workload, name: "till.shop.example", address })
    }

    async fn serve(self, incoming: Incoming, stop: Stop) -> Outcome<()> {
        let refunds = refunds()?;
        match self {
            Self::Tokio => plain::serve(incoming, refunds, stop).await,
            Self::Axum => web::serve(incoming, refunds, stop).await?,
            Self::Tonic => grpc::serve(incoming, refunds, stop).await?,
        }
        Ok(())
    }

    async fn ask(self, call: Call, word: &str) -> Outcome<String> {
        match self {
            Self::Tokio => plain::ask(call.connect().await?, word).await,
            Self::Axum => web::ask(call.connect().await?, word).await,
            Self::Tonic => grpc::ask(call, word).await,
        }
    }
}

/// The one workload that may ask for refunds.
fn refunds() -> Outcome<IdentityPattern> {
    Ok(IdentityPattern::exact(identities::workload("web", "cart")?))
}

async fn ended_by_the_user() {
    // Where signals cannot be heard, it is ended by force.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("async-servers: {e}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome<()> {
    let log = Log::to_stderr();
    let runtime = tokio::runtime::Runtime::new()?;
    match words {
        ["demo"] => {
            print!("{}", demo::tell()?);
            Ok(())
        }
        ["identities", folder] => {
            identities::issue_mesh(Path::new(folder))?;
            identities::issue_edge(Path::new(folder))
        }
        ["serve", "mixed", workload, front, addresses @ ..] => {
            let workload = Workload::open(Path::new(workload), LOOK, &log)?;
            let front = Named::open(Path::new(front), Profile::EdgeClient, LOOK)?;
            let (mesh, edge) = (Kind::Axum.door(&workload, &log)?, front.door(&log)?);
            runtime.block_on(async {
                let (mesh, edge) =
                    (mesh.open(address(addresses, 0)?).await?, edge.open(address(addresses, 1)?).await?);
                println!("mesh {}\nedge {}", mesh.address(), edge.address());
                let refunds = refunds()?;
                let serve = |stop| mixed::serve(mesh, edge, refunds, stop);
                stop::until(ended_by_the_user(), serve).await
            })
        }
        ["serve", kind, workload, addresses @ ..] => {
            let kind = Kind::named(kind).ok_or(USAGE)?;
            let workload = Workload::open(Path::new(workload), LOOK, &log)?;
            let door = kind.door(&workload, &log)?;
            runtime.block_on(async {
                let incoming = door.open(address(addresses, 0)?).await?;
                println!("{}", incoming.address());
                stop::until(ended_by_the_user(), |stop| kind.serve(incoming, stop)).await
            })
        }
        ["call", "edge", folder, address, word] => {
            let named = Named::open(Path::new(folder), Profile::Server, LOOK)?;
            let call = named.call(address.parse()?);
            print!("{}", runtime.block_on(Kind::Axum.ask(call, word))?);
            Ok(())
        }
        ["call", kind, folder, address, word] => {
            let kind = Kind::named(kind).ok_or(USAGE)?;
            let workload = Workload::open(Path::new(folder), LOOK, &log)?;
            let call = kind.call(&workload, address.parse()?)?;
            print!("{}", runtime.block_on(kind.ask(call, word))?);
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}

/// The address with this number, or any free port of the loopback interface.
fn address(given: &[&str], number: usize) -> Outcome<SocketAddr> {
    Ok(given.get(number).copied().unwrap_or("127.0.0.1:0").parse()?)
}

#[cfg(test)]
mod tests;
