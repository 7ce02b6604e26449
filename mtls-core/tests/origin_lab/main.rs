//! Real servers in every form that lets the edge alone in, or fails to: the verdicts of the probe and of the static
//! check must be right for each.
//!
//! `scripts/servers` says where the servers are; `make lab` runs it and this test.
#![cfg(all(feature = "probe", feature = "resources", any(feature = "aws-lc-rs", feature = "ring")))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, and servers live in real time"
)]

mod apache;
mod apache_guards;
mod case;
mod client;
mod envoy;
mod guards;
mod haproxy;
mod lab;
mod material;
mod nginx;
mod rustls_server;
mod scripts;
mod server;

use std::collections::BTreeSet;

use case::{BROKEN, EDGE_NETWORK_ONLY, ENFORCED, UNFIT};
use lab::run;
use server::Stack;

/// What keeps the edge out and stands in its certificate, which the static check does not see.
const OF_THE_EDGE: [&str; 2] =
    ["the edge's certificate is revoked", "a name that the edge's certificate lacks"];

/// At least 60 configurations, each once, and none that is open or broken on the wire is to be read as enforced.
#[test]
fn the_table_is_whole() {
    let files = [
        nginx::CASES,
        guards::NGINX,
        haproxy::CASES,
        guards::HAPROXY,
        apache::CASES,
        apache_guards::GUARDS,
        envoy::CASES,
    ];
    let programs = [scripts::PYTHON, scripts::NODE];
    let count: usize = files.iter().chain(&programs).map(|cases| cases.len()).sum();
    assert!(count + rustls_server::ROWS.len() >= 60);
    for cases in files {
        let names: BTreeSet<&str> = cases.iter().map(|case| case.name).collect();
        assert_eq!(names.len(), cases.len());
        for case in cases {
            let closed = [ENFORCED, EDGE_NETWORK_ONLY, BROKEN].contains(&case.live);
            // Whose certificate was revoked stands in no configuration; that it looks at no list does.
            let looks_at_no_list = case.revoked && case.live == UNFIT;
            let good = [ENFORCED, EDGE_NETWORK_ONLY].contains(&case.read);
            assert!(closed || looks_at_no_list || !good, "{}", case.name);
            let unseen = case.live == BROKEN && case.read == ENFORCED;
            assert_eq!(unseen, OF_THE_EDGE.contains(&case.name), "{}", case.name);
            // What is read as anything but closed has a reason.
            assert!(case.read == ENFORCED || !case.rules.is_empty(), "{}", case.name);
        }
    }
}

#[test]
fn nginx_is_judged_right() {
    run(Stack::Nginx, nginx::CASES);
}

#[test]
fn haproxy_is_judged_right() {
    run(Stack::Haproxy, haproxy::CASES);
}

#[test]
fn guards_of_nginx_and_haproxy_are_judged_right() {
    run(Stack::Nginx, guards::NGINX);
    run(Stack::Haproxy, guards::HAPROXY);
}

#[test]
fn apache_is_judged_right() {
    run(Stack::Apache, apache::CASES);
}

#[test]
fn guards_of_apache_are_judged_right() {
    run(Stack::Apache, apache_guards::GUARDS);
}

#[test]
fn envoy_is_judged_right() {
    run(Stack::Envoy, envoy::CASES);
}

#[test]
fn python_is_judged_right() {
    run(Stack::Python, scripts::PYTHON);
}

#[test]
fn node_is_judged_right() {
    run(Stack::Node, scripts::NODE);
}

#[test]
fn rustls_is_judged_right() {
    lab::run_rustls();
}
