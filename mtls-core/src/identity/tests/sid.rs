//! The conformance checklist of SPIFFE-ID, rule by rule.

use super::{id, td};
use crate::finding::Refusal;
use crate::identity::{
    Change, IdentityPattern, MAX_SPIFFE_ID, MAX_TRUST_DOMAIN, SpiffeId, SpiffeIdRef, TrustDomain,
    TrustDomainRef,
};

/// The code with which the ID is refused, the same owned and borrowed.
#[track_caller]
fn code(text: &str) -> &'static str {
    let error = SpiffeIdRef::parse(text).expect_err(text);
    assert_eq!(SpiffeId::parse(text).expect_err(text), error);
    error.code()
}

#[track_caller]
fn td_code(name: &str) -> &'static str {
    let error = TrustDomainRef::parse(name).expect_err(name);
    assert_eq!(TrustDomain::parse(name).expect_err(name), error);
    error.code()
}

/// Every byte as a character (those above 0x7f as two bytes of UTF-8), and some that look like ASCII.
fn characters() -> impl Iterator<Item = char> {
    (0..=u8::MAX).map(char::from).chain(
        "\u{130}\u{131}\u{17f}\u{212a}\u{ff41}\u{ff0f}\u{2024}\u{2215}\u{ff0e}\u{200b}\u{feff}а".chars(),
    )
}

#[test]
fn sid01_the_scheme_is_spiffe() {
    for text in [
        "",
        "s",
        "spiffe",
        "spiffe:",
        "spiffe:/",
        "spiffe:/td",
        "spiffe//td",
        "//td",
        "td",
        "td/a",
        "://td/a",
        "http://td",
        "https://td",
        "spiffes://td",
        "spiff://td",
        "xspiffe://td",
        " spiffe://td",
        "\tspiffe://td",
        "\nspiffe://td",
        "\0spiffe://td",
        "\u{feff}spiffe://td",
        "SPIFFE://td",
        "Spiffe://td",
        "spiffE://td",
        "\u{17f}piffe://td",
        "spi\u{fb00}e://td",
        "spiffe:\\\\td",
        "spiffe\\://td",
        "spiffe;//td",
        "spiffe\u{ff1a}//td",
        "spiffe:\u{2215}/td",
        "spiffe%3a//td",
        "urn:spiffe://td",
    ] {
        assert_eq!(code(text), "spiffe-id-scheme", "{text:?}");
    }
}

#[test]
fn sid02_the_trust_domain_is_not_empty() {
    for text in [
        "spiffe://",
        "spiffe:///",
        "spiffe:///x",
        "spiffe://?",
        "spiffe://#",
        "spiffe://?a=b",
        "spiffe:////td",
    ] {
        assert_eq!(code(text), "trust-domain-empty", "{text:?}");
    }
    assert_eq!(td_code(""), "trust-domain-empty");
}

#[test]
fn sid03_no_query_and_no_fragment_not_even_empty_ones() {
    for text in [
        "spiffe://td?",
        "spiffe://td#",
        "spiffe://td?a=b",
        "spiffe://td#a",
        "spiffe://td?/a",
        "spiffe://td/a?",
        "spiffe://td/a#",
        "spiffe://td/a?b=c",
        "spiffe://td/a#b",
        "spiffe://td/a?b#c",
        "spiffe://td/a?/b",
        "spiffe://td/?a",
    ] {
        assert_eq!(code(text), "spiffe-id-query-or-fragment", "{text:?}");
    }
    assert_eq!(td_code("td?"), "spiffe-id-query-or-fragment");
}

#[test]
fn sid04_no_user_and_no_port_not_even_empty_ones() {
    for text in ["spiffe://u@td/a", "spiffe://@td/a", "spiffe://u:p@td", "spiffe://td@", "spiffe://@"] {
        assert_eq!(code(text), "spiffe-id-user", "{text:?}");
    }
    for text in ["spiffe://td:80/a", "spiffe://td:/a", "spiffe://td:", "spiffe://:80", "spiffe://:"] {
        assert_eq!(code(text), "spiffe-id-port", "{text:?}");
    }
    assert_eq!((td_code("td:443"), td_code("u@td")), ("spiffe-id-port", "spiffe-id-user"));
}

#[test]
fn sid05_the_trust_domain_is_lowercase_and_lenient_folds_ascii_alone() {
    for text in ["spiffe://Example.org/a", "spiffe://exampleA", "spiffe://a.ORG/x/y"] {
        assert_eq!(code(text), "trust-domain-uppercase", "{text:?}");
    }
    assert_eq!(td_code("Td"), "trust-domain-uppercase");
    let read = SpiffeId::parse_lenient("SPIFFE://Example.ORG/Path").unwrap();
    assert_eq!(read.value, id("spiffe://example.org/Path"));
    assert_eq!(read.changes, [Change::SchemeLowercased, Change::TrustDomainLowercased]);
    // These fold to ASCII letters in Unicode; they are none.
    for text in ["spiffe://\u{212a}/a", "spiffe://\u{130}/a", "spiffe://\u{17f}/a", "\u{17f}piffe://td/a"] {
        assert!(SpiffeId::parse_lenient(text).is_err(), "{text:?}");
    }
}

#[test]
fn sid06_every_character_of_a_trust_domain() {
    // Lengths around the width of a word, and the odd character at every place.
    for len in [1, 2, 7, 8, 9, 15, 16, 17, 24, 33] {
        for place in 0..len {
            for seen in characters() {
                let mut name = "a".repeat(len);
                name.replace_range(place..=place, seen.encode_utf8(&mut [0; 4]));
                let allowed = matches!(seen, 'a'..='z' | '0'..='9' | '.' | '-' | '_');
                assert_eq!(TrustDomain::parse(&name).is_ok(), allowed, "{name:?}");
                let text = format!("spiffe://{name}/p");
                // A slash ends the trust domain instead.
                let slash = seen == '/' && place > 0 && place + 1 < len;
                assert_eq!(SpiffeIdRef::parse(&text).is_ok(), allowed || slash, "{text:?}");
            }
        }
    }
    assert_eq!(td_code("a b"), "trust-domain-character");
    assert_eq!(td_code("td\n"), "trust-domain-character");
}

#[test]
fn sid07_the_trust_domain_is_not_percent_encoded() {
    for text in ["spiffe://ex%61mple.org/a", "spiffe://%74d", "spiffe://td%2Fa"] {
        assert_eq!(code(text), "spiffe-id-percent-encoded", "{text:?}");
    }
}

#[test]
fn sid08_a_trust_domain_is_no_dns_name_and_no_address() {
    let names = [
        "127.0.0.1",
        "127.1",
        "256.1.1.1",
        "0x7f.1",
        "a..b",
        "a",
        "a.",
        ".a",
        ".",
        "..",
        "-",
        "_",
        "xn--a",
        "1",
    ];
    for (i, name) in names.iter().enumerate() {
        assert_eq!(td(name).as_str(), *name);
        assert_eq!(id(&format!("spiffe://{name}/x")).trust_domain().as_str(), *name);
        for other in names.iter().skip(i + 1) {
            assert_ne!(td(name), td(other));
        }
    }
}

#[test]
fn sid09_the_path_is_not_percent_encoded() {
    for text in
        ["spiffe://td/%2e%2e", "spiffe://td/a%2Fb", "spiffe://td/%00", "spiffe://td/%61", "spiffe://td/%"]
    {
        assert_eq!(code(text), "spiffe-id-percent-encoded", "{text:?}");
    }
}

#[test]
fn sid10_no_empty_and_no_dot_segments() {
    for text in ["spiffe://td//", "spiffe://td//a", "spiffe://td/a//b", "spiffe://td/a//", "spiffe://td///"] {
        assert_eq!(code(text), "spiffe-id-segment-empty", "{text:?}");
    }
    for text in [
        "spiffe://td/.",
        "spiffe://td/..",
        "spiffe://td/./",
        "spiffe://td/../a",
        "spiffe://td/a/./b",
        "spiffe://td/a/../b",
        "spiffe://td/a/..",
        "spiffe://td/a/.",
    ] {
        assert_eq!(code(text), "spiffe-id-segment-dot", "{text:?}");
    }
    for text in ["...", ".a", "a.", "a..", "..a", "a/.b/c.", "....", "-", "_", ".-", "a/...", "..."] {
        let text = format!("spiffe://td/{text}");
        assert_eq!(id(&text).as_str(), text);
    }
}

#[test]
fn sid10_at_every_offset() {
    // Wherever a word or a vector of the fast reader ends, the segment is seen.
    for before in 0..100 {
        for after in [0, 1, 2, 40] {
            let text = |middle: &str| {
                let tail = if after == 0 { String::new() } else { format!("/{}", "b".repeat(after)) };
                format!("spiffe://td/{}{middle}{tail}", "a".repeat(before + 1))
            };
            assert_eq!(code(&text("/.")), "spiffe-id-segment-dot");
            assert_eq!(code(&text("/..")), "spiffe-id-segment-dot");
            assert_eq!(code(&text("//c")), "spiffe-id-segment-empty");
            assert_eq!(code(&format!("{}/", text(""))), "spiffe-id-trailing-slash");
            for fine in ["/...", "/.c", "/..c", ".", "..", "/c."] {
                assert_eq!(id(&text(fine)).as_str(), text(fine));
            }
        }
    }
}

#[test]
fn sid11_no_slash_at_the_end() {
    for text in ["spiffe://td/", "spiffe://td/a/", "spiffe://td/a/b/"] {
        assert_eq!(code(text), "spiffe-id-trailing-slash", "{text:?}");
    }
}

#[test]
fn sid12_every_character_of_a_path_at_every_place() {
    for len in [1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 64, 65] {
        for place in 0..len {
            for seen in characters() {
                let mut segment = "a".repeat(len);
                segment.replace_range(place..=place, seen.encode_utf8(&mut [0; 4]));
                let allowed =
                    matches!(seen, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_') && segment != ".";
                let slash = seen == '/' && place > 0 && place + 1 < len;
                let text = format!("spiffe://td/{segment}");
                assert_eq!(SpiffeIdRef::parse(&text).is_ok(), allowed || slash, "{text:?}");
                assert_eq!(td("td").id().append_segment(&segment).is_ok(), allowed, "{text:?}");
            }
        }
    }
    for text in
        ["spiffe://td/a\n", "spiffe://td/a\0", "spiffe://td/\u{e9}", "spiffe://td/a b", "spiffe://td/a "]
    {
        assert_eq!(code(text), "spiffe-id-path-character", "{text:?}");
    }
}

#[test]
fn sid13_2048_bytes_are_read() {
    let one = format!("spiffe://td/{}", "a".repeat(MAX_SPIFFE_ID - 12));
    let many = format!("spiffe://tdx{}", "/a".repeat((MAX_SPIFFE_ID - 12) / 2));
    for text in [&one, &many] {
        assert_eq!(text.len(), MAX_SPIFFE_ID);
        assert_eq!(id(text).as_str(), text);
        assert_eq!(SpiffeIdRef::parse(text).unwrap().to_owned(), id(text));
    }
    assert_eq!(id(&many).segments().count(), 1018);
}

#[test]
fn sid14_no_more_than_2048_bytes_by_any_way() {
    let longest = id(&format!("spiffe://td/{}", "a".repeat(MAX_SPIFFE_ID - 12)));
    assert_eq!(code(&format!("{longest}a")), "spiffe-id-too-long");
    assert_eq!(
        SpiffeId::parse_lenient(&format!("SPIFFE://td/{}", "a".repeat(2037))).unwrap_err().code(),
        "spiffe-id-too-long"
    );
    assert_eq!(longest.append_segment("b").unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(longest.join("b").unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(td("td").join(&"a".repeat(2037)).unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(td("td").join(&"a".repeat(2036)).unwrap(), longest);
    assert_eq!(td("td").id().append_segment(&"a".repeat(2037)).unwrap_err().code(), "spiffe-id-too-long");
    assert_eq!(td("td").id().append_segment(&"a".repeat(2036)).unwrap(), longest);
}

#[test]
fn sid15_255_bytes_of_trust_domain() {
    let longest = "a".repeat(MAX_TRUST_DOMAIN);
    assert_eq!(td(&longest).as_str(), longest);
    assert_eq!(id(&format!("spiffe://{longest}/p")).path(), "/p");
    assert_eq!(id(&format!("spiffe://{longest}")).path(), "");
    assert_eq!(td_code(&format!("{longest}a")), "trust-domain-too-long");
    assert_eq!(code(&format!("spiffe://{longest}a/p")), "trust-domain-too-long");
    assert_eq!(code(&format!("spiffe://{longest}a")), "trust-domain-too-long");
}

#[test]
fn sid16_case_counts_in_the_path_and_folds_elsewhere_if_asked() {
    assert_ne!(id("spiffe://td/A"), id("spiffe://td/a"));
    let read = SpiffeId::parse_lenient("Spiffe://TD/A/b").unwrap();
    assert_eq!(read.value, id("spiffe://td/A/b"));
    assert_ne!(read.value, id("spiffe://td/a/b"));
}

#[test]
fn sid17_a_signing_authority_is_named_by_its_trust_domain_alone() {
    let authority = td("td").id();
    assert_eq!((authority.as_str(), authority.path()), ("spiffe://td", ""));
    assert!(authority.is_member_of(&td("td")));
    assert_eq!(authority.segments().count(), 0);
    // So no pattern for workloads lets it in.
    assert!(!IdentityPattern::any_in(td("td")).matches(&authority));
}

#[test]
fn sid18_an_id_is_read_whole_and_never_out_of_a_longer_text() {
    for text in [
        "spiffe://td/a ",
        "spiffe://td/a,spiffe://td/b",
        "spiffe://td/a;spiffe://td/b",
        "spiffe://td/a\0",
        "spiffe://td/a\r\nspiffe://td/b",
        "spiffe://td/a;By=spiffe://td/b",
        "URI=spiffe://td/a",
        "By=spiffe://td/b;Hash=00;URI=spiffe://td/a",
        "\"spiffe://td/a\"",
        "<spiffe://td/a>",
    ] {
        assert!(SpiffeId::parse(text).is_err(), "{text:?}");
        assert!(SpiffeId::parse_lenient(text).is_err(), "{text:?}");
    }
}
