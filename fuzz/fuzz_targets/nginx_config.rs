//! nginx configurations: judged or refused, with a place for everything that is said; none stays closed with an open server.
#![no_main]

#[path = "origin_config/mod.rs"]
mod origin_config;

use libfuzzer_sys::fuzz_target;
use mtls_core::origin::ConfigKind;

fuzz_target!(|input: &[u8]| origin_config::judge(ConfigKind::Nginx, input, Some(opened)));

fn opened(main: &str, port: u16) -> String {
    format!("{main}\nhttp {{ server {{ listen {port} ssl; location / {{ return 200 in; }} }} }}\n")
}
