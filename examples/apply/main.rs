//! Applies what the builders made, on the server's side, with kube-rs: `apply [--force] URL`.

use std::error::Error;
use std::process::ExitCode;

use kube::api::{Api, DynamicObject, GroupVersionKind, Patch, PatchParams, TypeMeta};
use kube::discovery::{Scope, pinned_kind};
use kube::{Client, Config};
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

/// Where objects of this kind live; the plural in the path is the server's to tell.
async fn home(client: &Client, manifest: &Manifest) -> Result<Api<DynamicObject>, Box<dyn Error>> {
    let types = TypeMeta { api_version: manifest.api_version().to_owned(), kind: manifest.kind().to_owned() };
    let (resource, can) = pinned_kind(client, &GroupVersionKind::try_from(types)?).await?;
    Ok(match can.scope {
        Scope::Namespaced => Api::namespaced_with(client.clone(), manifest.namespace(), &resource),
        Scope::Cluster => Api::all_with(client.clone(), &resource),
    })
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

async fn run(url: &str, force: bool) -> Result<ExitCode, Box<dyn Error>> {
    let client = Client::try_from(Config::new(url.parse()?))?;
    let parameters = PatchParams { force, ..PatchParams::apply(MANAGER) };
    for manifest in manifests()? {
        let (kind, name) = (manifest.kind(), manifest.name());
        match home(&client, &manifest).await?.patch(name, &parameters, &Patch::Apply(&manifest)).await {
            Ok(_) => println!("{kind} {name}: applied"),
            Err(kube::Error::Api(refusal)) => {
                println!("{kind} {name}: refused with {}", refusal.code);
                return Ok(ExitCode::FAILURE);
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(ExitCode::SUCCESS)
}
