//! Where the Workload API may be (SPIFFE Workload Endpoint section 4).

use std::process::Command;

use crate::finding::Refusal as _;
use crate::tls::WorkloadApi;

use super::super::address::Address;
use super::*;

#[test]
fn an_address_is_a_socket_by_its_path_or_an_ip_address_with_a_port() {
    for (uri, shown) in [
        ("unix:///run/spire/agent.sock", "unix:///run/spire/agent.sock"),
        ("unix:/run/spire/agent.sock", "unix:///run/spire/agent.sock"),
        ("unix:///a:b@c", "unix:///a:b@c"),
        ("tcp://127.0.0.1:8081", "tcp://127.0.0.1:8081"),
        ("tcp://[::1]:1", "tcp://[::1]:1"),
    ] {
        assert_eq!(Address::parse(uri).unwrap().to_string(), shown, "{uri}");
    }
    for (uri, why) in [
        ("", "another form"),
        ("/run/spire/agent.sock", "another form"),
        ("run/agent.sock", "another form"),
        ("http://127.0.0.1:8081", "another form"),
        ("UNIX:///run/agent.sock", "another form"),
        (" unix:///run/agent.sock", "does not belong"),
        ("unix:///run/agent.sock\n", "does not belong"),
        ("unix:///run/agent\0.sock", "does not belong"),
        ("unix:///run/ägent.sock", "does not belong"),
        ("unix:", "no socket"),
        ("unix:/", "no socket"),
        ("unix://", "no socket"),
        ("unix:///", "no socket"),
        ("unix:run/agent.sock", "not absolute"),
        ("unix://run/agent.sock", "authority"),
        ("unix://user@host/agent.sock", "authority"),
        ("unix:///run/agent.sock?x", "query"),
        ("unix:///run/agent.sock#x", "fragment"),
        ("unix:///run/agent%20.sock", "percent-encoded"),
        ("tcp:127.0.0.1:8081", "another form"),
        ("tcp://localhost:8081", "no IP address with a port"),
        ("tcp://127.0.0.1", "no IP address with a port"),
        ("tcp://127.0.0.1:0", "no IP address with a port"),
        ("tcp://127.0.0.1:65536", "no IP address with a port"),
        ("tcp://::1:8081x", "no IP address with a port"),
        ("tcp://:8081", "no IP address with a port"),
        ("tcp://127.0.0.1:8081/", "has a path"),
        ("tcp://127.0.0.1:8081/path", "has a path"),
        ("tcp://u@127.0.0.1:8081", "user information"),
        ("tcp://127.0.0.1:8081?x", "query"),
        ("tcp://127.0.0.1:8081#x", "fragment"),
    ] {
        let refused = WorkloadApi::at(uri).unwrap_err();
        assert_eq!(refused.code(), "source-address", "{uri}");
        assert!(refused.to_string().contains(why), "{uri}: {refused}");
    }
    let path = |length: usize| format!("unix:///{}", "x".repeat(length - 1));
    assert!(Address::parse(&path(103)).is_ok());
    let refused = WorkloadApi::at(&path(108)).unwrap_err();
    assert!(refused.to_string().contains("bytes that a socket's path can have"), "{refused}");
    let long = WorkloadApi::at(&format!("ftp://{}", "x".repeat(10_000))).unwrap_err();
    assert!(long.to_string().len() < 300, "cut short: {long}");
}

/// A test process cannot change its own environment, so it starts another.
#[test]
fn the_environment_says_where_unless_the_application_does() {
    let (_directory, agent) = unix(Reply::Answer(answer([svid(&ca("Root"), "cart")])));
    for (value, expected, said) in [
        (Some(agent.address.as_str()), "spiffe://td/cart", ""),
        (
            Some("unix://run/agent.sock"),
            "source-address",
            "in SPIFFE_ENDPOINT_SOCKET: `unix://run/agent.sock` has",
        ),
        (Some(""), "source-address", "SPIFFE_ENDPOINT_SOCKET is empty"),
        (None, "source-address", "SPIFFE_ENDPOINT_SOCKET is not set"),
    ] {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args([
            "--exact",
            "tls::workload_api::tests::address::in_an_environment",
            "--ignored",
            "--nocapture",
        ]);
        child.env_remove("SPIFFE_ENDPOINT_SOCKET");
        if let Some(value) = value {
            child.env("SPIFFE_ENDPOINT_SOCKET", value);
        }
        let output = child.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains(&format!("found {expected} ")) && text.contains(said),
            "{value:?}: {text}"
        );
    }
}

#[test]
#[ignore = "started by another test, in an environment of its own"]
#[allow(clippy::print_stdout, reason = "the test that starts it reads it")]
fn in_an_environment() {
    match WorkloadApi::new().open(WAIT) {
        Ok(source) => println!("found {} ", source.identity().current().spiffe_id().unwrap()),
        Err(e) => println!("found {} {e}", e.code()),
    }
}
