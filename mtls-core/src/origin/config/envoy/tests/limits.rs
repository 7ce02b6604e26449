//! What is no configuration, and what is too much of one.

use super::*;
use crate::finding::Refusal as _;
use crate::origin::OriginError;

#[test]
fn what_is_no_configuration_is_refused_within_limits() {
    let refused = |text: &str| -> OriginError {
        check_config(ConfigKind::Envoy, &ConfigFiles::new("envoy.yaml", text), &ConfigOptions::default())
            .unwrap_err()
    };
    assert_eq!(refused("a: [").code(), "origin-config-syntax");
    let twice = refused("static_resources: {}\nstatic_resources: {}\n");
    assert_eq!(
        (twice.code(), twice.subject().to_string().as_str()),
        ("origin-config-syntax", "envoy.yaml:2")
    );
    assert_eq!(refused(&"[".repeat(10_000)).code(), "origin-config-limit");
    let bomb = "a: &a [x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c]\ne: [*d, *d, *d, *d, *d, *d, *d, *d]\n";
    assert_eq!(refused(bomb).code(), "origin-config-limit");
    let mut options = ConfigOptions::default();
    options.limits.max_listeners = 3;
    let many = listener(&vec![chain(&[], "", &manager(ROUTES)); 4]);
    let over = check_config(ConfigKind::Envoy, &ConfigFiles::new("envoy.yaml", many), &options).unwrap_err();
    assert_eq!(over.code(), "origin-config-limit");
}

#[test]
fn many_chains_on_many_addresses_are_refused_before_they_are_all_there() {
    let chains: Vec<String> = (0..3000)
        .map(|index| chain(&[&format!("s{index}.example")], &mutual(CA), &manager(ROUTES)))
        .collect();
    let more = "{address: {socket_address: {address: 0.0.0.0, port_value: 443}}},".repeat(3000);
    let text = listener(&chains)
        .replace("    filter_chains:", &format!("    additional_addresses: [{more}]\n    filter_chains:"));
    let mut options = ConfigOptions::default();
    options.limits.max_directives = 1_000_000;
    options.limits.max_file_bytes = 16 << 20;
    let begun = crate::trust::source::now();
    let refused =
        check_config(ConfigKind::Envoy, &ConfigFiles::new("envoy.yaml", text), &options).unwrap_err();
    assert_eq!(refused.code(), "origin-config-limit");
    assert!(crate::trust::source::now().1.as_secs() - begun.1.as_secs() < 30);
}
