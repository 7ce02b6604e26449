//! Applies what the builders made, on the server's side: `apply [--force] URL`. With the crate `kube` it is one call, see
//! the README; here it is shown what that call sends.

mod api;

use std::process::ExitCode;

use api::{Api, Failure};
use mtls_core::resources::istio::{DestinationRule, MtlsMode, PeerAuthentication};
use mtls_core::resources::{Manifest, ResourceError};

const MANAGER: &str = "mtls-core-example";

/// Everyone in `shop` comes by mutual TLS, and calls `cart` by it.
fn manifests() -> Result<Vec<Manifest>, ResourceError> {
    Ok(vec![
        PeerAuthentication::new("default", "shop").mode(MtlsMode::Strict).manifest()?,
        DestinationRule::new("cart", "shop").host("cart.shop.svc.cluster.local").istio_mutual().manifest()?,
    ])
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (flags, urls): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|one| one == "--force");
    let [url] = urls.as_slice() else {
        eprintln!("apply [--force] URL");
        return ExitCode::from(2);
    };
    match run(url, !flags.is_empty()).await {
        Ok(status) => status,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(2)
        }
    }
}

async fn run(url: &str, force: bool) -> Result<ExitCode, Failure> {
    let api = Api::new(url)?;
    for manifest in manifests()? {
        let status = api.apply(&manifest, MANAGER, force).await?;
        let (kind, name) = (manifest.kind(), manifest.name());
        if !status.is_success() {
            println!("{kind} {name}: refused with {}", status.as_u16());
            return Ok(ExitCode::FAILURE);
        }
        println!("{kind} {name}: applied");
    }
    Ok(ExitCode::SUCCESS)
}
