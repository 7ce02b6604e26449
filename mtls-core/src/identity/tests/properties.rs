//! Properties of all input.

use proptest::prelude::*;

use super::{id, td};
use crate::identity::{
    IdentityPattern, SpiffeId, SpiffeIdRef, TrustDomain, TrustDomainRef, WorkloadIdentity, grammar, scan,
};

/// The grammar once more, as plainly as it can be written.
fn oracle(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("spiffe://") else { return false };
    let mut parts = rest.split('/');
    let name = parts.next().unwrap_or_default();
    text.len() <= 2048
        && (1..=255).contains(&name.len())
        && name.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '-' | '_'))
        && parts.all(|segment| {
            !matches!(segment, "" | "." | "..")
                && segment.chars().all(|c| matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-' | '_'))
        })
}

/// Texts near the edge of the grammar, short and long.
fn near_ids() -> impl Strategy<Value = String> {
    prop_oneof![
        "(spiffe://)?[a-z./@:?#A%_-]{0,20}(/[a-zA-Z0-9._%-]{0,40}){0,6}/?",
        "spiffe://[a-z0-9._-]{1,40}(/[a-zA-Z0-9._-]{1,60}){0,9}",
        "spiffe://[a-z0-9._-]{1,9}(/[.a]{1,4}){0,40}/?",
        "spiffe://[a-z]{250,258}(/[a-z]{0,9}){0,3}",
        "spiffe://[a-z]{5}/[a-z]{2020,2040}",
    ]
}

fn patterns() -> impl Strategy<Value = IdentityPattern> {
    let path = || "(/(a|b|ab)){1,3}";
    let leaf = prop_oneof![
        path().prop_map(|path| IdentityPattern::exact(td("t").join(&path).unwrap())),
        "t|u".prop_map(|name| IdentityPattern::any_in(td(&name))),
        path().prop_map(|path| IdentityPattern::path_prefix(td("t"), &path).unwrap()),
        "[tu](/a|/b|/ab){0,2}[*]?".prop_map(|text| IdentityPattern::istio_principal(&text).unwrap()),
        "[*](/a|/b|/ab){0,2}".prop_map(|text| IdentityPattern::istio_principal(&text).unwrap()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|list| IdentityPattern::any_of(list).unwrap()),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|list| IdentityPattern::all_of(list).unwrap()),
            inner.prop_map(|one| IdentityPattern::not(one).unwrap()),
        ]
    })
}

proptest! {
    #[test]
    fn three_readers_agree(text in near_ids()) {
        let valid = oracle(&text);
        prop_assert_eq!(SpiffeIdRef::parse(&text).is_ok(), valid);
        prop_assert_eq!(grammar::id(&text).is_ok(), valid);
        if let Some(end) = scan::id(&text) {
            prop_assert_eq!(Ok(end), grammar::id(&text));
        }
        let name = text.trim_start_matches("spiffe://");
        prop_assert_eq!(TrustDomainRef::parse(name).is_ok(), grammar::trust_domain(name).is_ok());
        if scan::trust_domain(name) {
            prop_assert_eq!(grammar::trust_domain(name), Ok(()));
        }
    }

    /// One byte of a valid ID changed: the readers agree there too.
    #[test]
    fn three_readers_agree_on_damage(
        text in "spiffe://[a-z0-9._-]{1,40}(/[a-zA-Z0-9._-]{1,60}){0,9}",
        at in any::<prop::sample::Index>(),
        byte in 0_u8..0x80,
    ) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let text = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(SpiffeIdRef::parse(&text).is_ok(), oracle(&text));
        prop_assert_eq!(grammar::id(&text).is_ok(), oracle(&text));
    }

    #[test]
    fn any_text_is_taken_or_refused_without_panic(text in prop_oneof![".{0,200}", "[{}\":a-z_/*\\[\\]]{0,60}", near_ids()]) {
        prop_assert_eq!(SpiffeId::parse(&text).is_ok(), oracle(&text));
        if let Ok(read) = SpiffeId::parse_lenient(&text) {
            prop_assert_eq!(SpiffeId::parse(read.value.as_str()), Ok(read.value.clone()));
            prop_assert_eq!(read.changes.is_empty(), read.value == text.as_str());
        }
        if let Ok(read) = TrustDomain::parse_lenient(&text) {
            prop_assert_eq!(TrustDomain::parse(read.value.as_str()), Ok(read.value.clone()));
            prop_assert_eq!(read.changes.is_empty(), read.value == text.as_str());
        }
        if let Ok(workload) = WorkloadIdentity::from_principal(&text) {
            prop_assert_eq!(workload.principal(), text.as_str());
        }
        let _ = IdentityPattern::from_json(&text);
        let _ = IdentityPattern::istio_principal(&text);
        let _ = td("td").join(&text);
    }

    #[test]
    fn parts_make_the_whole(name in "[a-z0-9._-]{1,40}", path in "(/[a-zA-Z0-9_-]{1,9}){0,9}") {
        let text = format!("spiffe://{name}{path}");
        let parsed = id(&text);
        prop_assert_eq!(parsed.to_string(), text);
        prop_assert_eq!(parsed.trust_domain().as_str(), name.as_str());
        prop_assert_eq!(parsed.path(), path.as_str());
        prop_assert_eq!(parsed.as_ref().to_owned(), parsed.clone());
        let rebuilt = parsed.segments().try_fold(td(&name).id(), |id, s| id.append_segment(s)).unwrap();
        prop_assert_eq!(&rebuilt, &parsed);
        if !path.is_empty() {
            prop_assert_eq!(&td(&name).join(&path).unwrap(), &parsed);
        }
    }

    /// What is joined reads as what was joined, or is refused for the same reason as the whole.
    #[test]
    fn joining_is_as_strict_as_reading(path in "[a-zA-Z0-9./?%_-]{1,30}") {
        let relative = path.strip_prefix('/').unwrap_or(&path);
        let whole = SpiffeId::parse(&format!("spiffe://td/{relative}"));
        match td("td").join(&path) {
            Ok(joined) => prop_assert_eq!(Ok(joined), whole),
            Err(_) => prop_assert!(whole.is_err()),
        }
    }

    #[test]
    fn case_folds_back(name in "[a-z0-9.]{1,20}", path in "(/[a-zA-Z0-9]{1,9}){0,3}", upper in any::<u32>()) {
        let folded = format!("spiffe://{name}");
        let mixed: String = folded
            .char_indices()
            .map(|(i, c)| if upper >> (i % 32) & 1 == 1 { c.to_ascii_uppercase() } else { c })
            .collect();
        let read = SpiffeId::parse_lenient(&format!("{mixed}{path}")).unwrap();
        prop_assert_eq!(read.value, id(&format!("{folded}{path}")));
        prop_assert_eq!(read.changes.is_empty(), mixed == folded);
    }

    #[test]
    fn a_prefix_pattern_matches_exactly_the_ids_below_it(path in "(/[ab]{1,2}){1,4}", prefix in "(/[ab]{1,2}){1,3}") {
        let pattern = IdentityPattern::path_prefix(td("td"), &prefix).unwrap();
        let candidate = td("td").join(&path).unwrap();
        let expected = path.split('/').zip(prefix.split('/')).all(|(a, b)| a == b)
            && path.split('/').count() >= prefix.split('/').count();
        prop_assert_eq!(pattern.matches(&candidate), expected);
    }

    #[test]
    fn patterns_survive_their_document_and_explain_every_no(
        pattern in patterns(),
        text in "spiffe://[tu](/(a|b|ab)){0,3}",
    ) {
        let candidate = id(&text);
        let read = IdentityPattern::from_json(&pattern.to_json()).unwrap();
        prop_assert_eq!(&read, &pattern);
        prop_assert_eq!(pattern.mismatch(&candidate).is_none(), pattern.matches(&candidate));
        prop_assert!(pattern.mismatch(&candidate).is_none_or(|reason| !reason.is_empty()));
        let not = IdentityPattern::not(pattern.clone()).unwrap();
        prop_assert_ne!(not.matches(&candidate), pattern.matches(&candidate));
    }
}
