//! HAProxy configurations: judged or refused, with a place for everything that is said; none stays closed with an open
//! frontend.
#![no_main]

#[path = "origin_config/mod.rs"]
mod origin_config;

use libfuzzer_sys::fuzz_target;
use mtls_core::origin::ConfigKind;

fuzz_target!(|input: &[u8]| origin_config::judge(ConfigKind::Haproxy, input, Some(opened)));

fn opened(main: &str, port: u16) -> String {
    format!(
        "{main}\ndefaults\n mode http\nfrontend opened\n bind *:{port} ssl crt a verify none\n \
         default_backend behind-opened\nbackend behind-opened\n server s 127.0.0.1:1\n"
    )
}
