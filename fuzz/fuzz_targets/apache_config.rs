//! Apache configurations: judged or refused, with a place for everything that is said.
#![no_main]

#[path = "origin_config/mod.rs"]
mod origin_config;

use libfuzzer_sys::fuzz_target;
use mtls_core::origin::ConfigKind;

fuzz_target!(|input: &[u8]| origin_config::judge(ConfigKind::Apache, input, None));
