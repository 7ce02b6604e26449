//! Tokens of Cloudflare Access and their keys: read or refused; a token is accepted only if the key signed that very text.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use mtls_core::finding::Refusal;
use mtls_core::origin::{AccessKeys, AccessPolicy};
use rustls_pki_types::UnixTime;

const SIGNED: [&str; 2] =
    [include_str!("../seeds/access_token/good"), include_str!("../seeds/access_token/service")];
static KEYS: LazyLock<Option<AccessKeys>> =
    LazyLock::new(|| AccessKeys::from_jwks(include_bytes!("../seeds/access_token/keys.json")).ok());
static POLICY: LazyLock<Option<AccessPolicy>> =
    LazyLock::new(|| AccessPolicy::new("shop", ["5f1c8e0a".repeat(8)]).ok());

fuzz_target!(|input: &str| {
    let (Some(keys), Some(policy)) = (&*KEYS, &*POLICY) else {
        unreachable!("the seeds are good");
    };
    let policy = policy.clone().service_token("88bf3b6d86161464f6509f7219099e57.access");
    let at = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
    match policy.verify(input, keys, at) {
        Ok(token) => {
            assert!(SIGNED.contains(&input), "nobody signed {input}");
            assert!(token.subject().is_some() != token.service().is_some());
        }
        Err(refused) => {
            assert!(!refused.findings().is_empty());
            assert!(refused.to_string().len() < 2048);
            assert!(!SIGNED.contains(&input), "{refused}");
        }
    }
    match AccessKeys::from_jwks(input.as_bytes()) {
        Ok(keys) => assert!(!keys.is_empty()),
        Err(refused) => assert!(!refused.findings().is_empty()),
    }
});
