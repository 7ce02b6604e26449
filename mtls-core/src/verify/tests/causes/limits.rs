//! What a CA of the path, or the leaf itself, is not for: roles, names, depth.

use rcgen::{
    BasicConstraints, CidrSubnet, DnType, ExtendedKeyUsagePurpose as Eku, GeneralSubtree, IsCa,
    NameConstraints, SanType,
};

use crate::finding::Refusal as _;
use crate::verify::{ChainVerifier, Purpose};

use super::super::forge::{Forge, ca_params, extension, leaf_params};
use super::super::{NOW, at};
use super::{Blamed, ID, Setup, World, check, everywhere};

fn permits(bases: Vec<GeneralSubtree>) -> NameConstraints {
    NameConstraints { permitted_subtrees: bases, excluded_subtrees: vec![] }
}

fn excludes(bases: Vec<GeneralSubtree>) -> NameConstraints {
    NameConstraints { permitted_subtrees: vec![], excluded_subtrees: bases }
}

fn dns(base: &str) -> GeneralSubtree {
    GeneralSubtree::DnsName(base.to_owned())
}

/// nameConstraints that permit these bases, by tag.
fn raw_permits(tag: u8, base: &[u8]) -> rcgen::CustomExtension {
    let tlv = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).unwrap()], content].concat();
    let value = tlv(0x30, &tlv(0xa0, &tlv(0x30, &tlv(tag, base))));
    extension(&[2, 5, 29, 30], true, &value)
}

#[test]
fn a_role_that_a_certificate_is_not_for() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let mut params = world.leaf();
        params.extended_key_usages = vec![Eku::CodeSigning];
        let says: &[&str] = &["allows neither clientAuth nor serverAuth"];
        let chain = [root.sign(&params)];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("purpose-mismatch", Blamed::Sent(0), says),
        );
        let mut mail = ca_params("mail");
        mail.extended_key_usages = vec![Eku::EmailProtection];
        let mail = root.below(mail);
        let chain = [mail.sign(&world.leaf()), mail.root.clone()];
        world.blames(
            Setup::trusting(&[&root.root]),
            &chain,
            NOW,
            ("purpose-mismatch", Blamed::Sent(1), says),
        );
    });
}

#[test]
fn the_role_of_the_handshake_is_the_one_that_is_explained() {
    let root = Forge::new(ca_params("root"));
    let mut params = leaf_params(&[ID]);
    params.extended_key_usages = vec![Eku::ServerAuth];
    let chain = [root.sign(&params)];
    let verifier = ChainVerifier::builder(root.bundles()).build().unwrap();
    assert!(verifier.explain(&chain, at(NOW)).accepted);
    assert!(verifier.explain_for(Purpose::Server, &chain, at(NOW)).accepted);
    let report = verifier.explain_for(Purpose::Client, &chain, at(NOW));
    assert!(!report.accepted);
    let refused = verifier.verify_for(Purpose::Client, &chain, at(NOW)).unwrap_err();
    assert_eq!(report.findings, refused.findings());
    check(
        &report,
        "purpose-mismatch",
        Blamed::Sent(0),
        &["allows serverAuth", "as a client needs clientAuth"],
    );
}

#[test]
fn no_role_that_the_whole_path_allows() {
    let root = Forge::new(ca_params("root"));
    let mut clients = ca_params("clients");
    clients.extended_key_usages = vec![Eku::ClientAuth];
    let clients = root.below(clients);
    let mut params = leaf_params(&[ID]);
    params.extended_key_usages = vec![Eku::ServerAuth];
    let chain = [clients.sign(&params), clients.root.clone()];
    let verifier = ChainVerifier::builder(root.bundles()).build().unwrap();
    let report = verifier.explain(&chain, at(NOW));
    check(&report, "purpose-mismatch", Blamed::Sent(0), &["allows serverAuth"]);
    let both: Vec<_> =
        report.certificates.iter().map(|c| c.findings.iter().any(|f| f.rule == "purpose-mismatch")).collect();
    assert_eq!(both[..2], [true, true], "{report}");
}

/// The constraint on a middle CA, then on the root.
fn constrained(world: World, constraint: &NameConstraints, name: Option<SanType>, says: &[&str]) {
    let mut leaf = world.leaf();
    leaf.subject_alt_names.extend(name);
    let fenced = |name: &str| {
        let mut params = ca_params(name);
        params.name_constraints = Some(constraint.clone());
        params
    };
    let root = Forge::new(ca_params("root"));
    let middle = root.below(fenced("middle"));
    let low = middle.below(ca_params("low"));
    let chain = [low.sign(&leaf), low.root.clone(), middle.root.clone()];
    let expected = ("name-constraint-violated", Blamed::Sent(2), says);
    world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
    let root = Forge::new(fenced("root"));
    let chain = [root.sign(&leaf)];
    let expected = ("name-constraint-violated", Blamed::Anchor, says);
    world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
}

#[test]
fn a_name_that_a_ca_may_not_vouch_for() {
    let out = || Some(SanType::DnsName("out.example".try_into().unwrap()));
    let wild = || Some(SanType::DnsName("*.wild.example".try_into().unwrap()));
    let ip = || Some(SanType::IpAddress("192.0.2.9".parse().unwrap()));
    everywhere(|world| {
        let says: &[&str] =
            &["permits DNS names within `in.example`, `shop.example` alone", "the leaf has `out.example`"];
        constrained(world, &permits(vec![dns("in.example"), dns("shop.example")]), out(), says);
        let says: &[&str] = &["excludes DNS names within `out.example`", "the leaf has `out.example`"];
        constrained(world, &excludes(vec![dns("out.example")]), out(), says);
        let says: &[&str] = &["excludes DNS names within `a.wild.example`", "the leaf has `*.wild.example`"];
        constrained(world, &excludes(vec![dns("a.wild.example")]), wild(), says);
        let range = GeneralSubtree::IpAddress(CidrSubnet::from_addr_prefix("10.0.0.0".parse().unwrap(), 8));
        let says: &[&str] = &["permits IP addresses within 10.0.0.0/8 alone", "the leaf has 192.0.2.9"];
        constrained(world, &permits(vec![range]), ip(), says);
    });
}

#[test]
fn constraints_that_hold_are_not_blamed() {
    everywhere(|world| {
        let mut params = ca_params("root");
        params.name_constraints = Some(permits(vec![dns("example")]));
        let root = Forge::new(params);
        let chain = [root.sign(&world.leaf())];
        let (report, _) = world.explain(Setup::trusting(&[&root.root]), &chain, NOW);
        assert!(!report.findings.iter().any(|f| f.rule == "name-constraint-violated"), "{report}");
    });
}

/// rustls-webpki refuses any: that is said, and which CA has it.
#[test]
fn constraints_that_are_not_processed() {
    everywhere(|world| {
        let mut leaf = world.leaf();
        if !world.0.is_spiffe() {
            leaf.subject_alt_names.push(SanType::URI(ID.try_into().unwrap()));
        }
        leaf.subject_alt_names.push(SanType::Rfc822Name("me@shop.example".try_into().unwrap()));
        let mut directory = rcgen::DistinguishedName::new();
        directory.push(DnType::OrganizationName, "Shop");
        let directory = permits(vec![GeneralSubtree::DirectoryName(directory)]);
        let mut by_directory = ca_params("fenced");
        by_directory.name_constraints = Some(directory);
        let mut by_uri = ca_params("fenced");
        by_uri.custom_extensions = vec![raw_permits(0x86, b"td")];
        let mut by_mail = ca_params("fenced");
        by_mail.custom_extensions = vec![raw_permits(0x81, b"shop.example")];
        let cases: [(_, &[&str]); 3] = [
            (by_uri, &["constrains URIs (permits `td`)", "the leaf has `spiffe://td/ns/a/sa/b`"]),
            (by_mail, &["constrains e-mail addresses (permits `shop.example`)", "`me@shop.example`"]),
            (by_directory, &["constrains directory names (permits `O=Shop`)", "the leaf has `CN=leaf`"]),
        ];
        for (params, says) in cases {
            let root = Forge::new(ca_params("root"));
            let fenced = root.below(params);
            let chain = [fenced.sign(&leaf), fenced.root.clone()];
            let expected = ("name-constraint-violated", Blamed::Sent(1), says);
            let report = world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
            let cause = &report.findings[0];
            assert!(cause.message.contains("rustls-webpki, which does not process"), "{}", cause.message);
            assert!(cause.help.contains("Issue the CA without this constraint"), "{}", cause.help);
        }
    });
}

#[test]
fn a_path_that_is_deeper_than_a_ca_allows() {
    everywhere(|world| {
        let limited = |name: &str| {
            let mut params = ca_params(name);
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
            params
        };
        let root = Forge::new(ca_params("root"));
        let middle = root.below(limited("middle"));
        let low = middle.below(ca_params("low"));
        let chain = [low.sign(&world.leaf()), low.root.clone(), middle.root.clone()];
        let says: &[&str] = &["its path length is 0, and 1 intermediate stands below it"];
        let expected = ("path-length-exceeded", Blamed::Sent(2), says);
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
        let root = Forge::new(limited("root"));
        let low = root.below(ca_params("low"));
        let chain = [low.sign(&world.leaf()), low.root.clone()];
        let expected = ("path-length-exceeded", Blamed::Anchor, says);
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
    });
}

#[test]
fn a_path_that_is_deeper_than_anyone_follows() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let mut chain = Vec::new();
        let mut last = root.below(ca_params("ca 0"));
        chain.push(last.root.clone());
        for depth in 1..8 {
            last = last.below(ca_params(&format!("ca {depth}")));
            chain.insert(0, last.root.clone());
        }
        chain.insert(0, last.sign(&world.leaf()));
        let expected = (
            "path-length-exceeded",
            Blamed::Sent(0),
            &["8 intermediates stand above it; the limit is 6"][..],
        );
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
    });
}

#[test]
fn an_issuer_that_is_no_ca_or_may_not_sign() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let mut no_ca = ca_params("low");
        no_ca.is_ca = IsCa::ExplicitNoCa;
        let mut no_sign = ca_params("low");
        no_sign.key_usages = vec![rcgen::KeyUsagePurpose::CrlSign];
        for (params, rule) in [(no_ca, "issuer-not-ca"), (no_sign, "issuer-key-usage")] {
            let low = root.below(params);
            let chain = [low.sign(&world.leaf()), low.root.clone()];
            world.blames(Setup::trusting(&[&root.root]), &chain, NOW, (rule, Blamed::Sent(1), &[][..]));
        }
    });
}

#[test]
fn a_critical_extension_that_nobody_knows() {
    everywhere(|world| {
        let root = Forge::new(ca_params("root"));
        let mut odd = ca_params("low");
        odd.custom_extensions = vec![extension(&[1, 2, 3, 4], true, &[5, 0])];
        let low = root.below(odd);
        let chain = [low.sign(&world.leaf()), low.root.clone()];
        let expected = ("critical-extension-unknown", Blamed::Sent(1), &["1.2.3.4"][..]);
        world.blames(Setup::trusting(&[&root.root]), &chain, NOW, expected);
    });
}
