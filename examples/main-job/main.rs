//! The main job, from a SPIFFE ID to a refused handshake. `make demo` runs it; README.md tells the story.
//!
//! `main-job OUT` makes the material in OUT and tells the story; `main-job OUT CERTS` judges the PEM
//! files of the directory CERTS. Both leave OUT/cases.json for the Python and Node programs, which
//! must come to the same verdicts (OUT/verdicts-*.json).
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly"))]

mod certs;
mod handshake;
mod judge;
mod manifests;
mod material;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use rustls_pki_types::UnixTime;

/// What any step of the story may fail with.
type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("main-job: {e}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().ok_or("usage: main-job OUT [CERTS]")?;
    std::fs::create_dir_all(&out)?;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let at = UnixTime::since_unix_epoch(Duration::from_secs(now.as_secs()));
    match arguments.next().filter(|certs| !certs.as_os_str().is_empty()) {
        Some(certs) => judge_directory(&out, &certs, at),
        None => tell(&out, at),
    }
}

fn tell(out: &Path, at: UnixTime) -> Outcome<()> {
    heading("1. One root for the company, an intermediate for each cluster, identities for the workloads");
    let material = material::issue(out, at)?;

    heading("2. Verify a good chain, and three bad ones");
    let cases = material.cases(at);
    judge::write(out, &cases)?;
    judge::all(out, &[], &cases)?;

    heading("3. A real mTLS server on loopback: one client is let in by its SPIFFE ID, one is not");
    handshake::run(&material)?;

    heading("4. The manifests of a gateway that only Cloudflare gets through");
    manifests::write(out, &material, at)
}

fn judge_directory(out: &Path, certs: &Path, at: UnixTime) -> Outcome<()> {
    heading(&format!("The certificates in {}", certs.display()));
    let (files, cases) = certs::cases(certs, at)?;
    judge::write(out, &cases)?;
    judge::all(out, &files, &cases)
}

fn heading(text: &str) {
    println!("\n{text}\n{}", "-".repeat(text.chars().count()));
}
