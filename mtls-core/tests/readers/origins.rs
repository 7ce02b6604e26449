//! The readers of `origin`: names of choices, addresses of networks and of servers, keys of tokens.

use mtls_core::origin::{
    AccessKeys, AddressRange, AddressRanges, ConfigKind, EdgeProvider, Inspection, Presents, RolloutKind,
};

use crate::{Reader, judge};

/// Reads the text, damaged UTF-8 replaced, and checks that what was read has it for its name.
macro_rules! named {
    ($name:literal, $read:expr, $text:expr) => {
        ($name, |bytes| {
            let text = String::from_utf8_lossy(bytes);
            judge($read(&text), |value| assert_eq!($text(&value), text))
        })
    };
}

pub(crate) const READERS: &[Reader] = &[
    named!("ConfigKind::from_str", str::parse::<ConfigKind>, |kind: &ConfigKind| kind.as_str()),
    named!("Presents::from_str", str::parse::<Presents>, |presents: &Presents| presents.as_str()),
    named!("RolloutKind::from_str", str::parse::<RolloutKind>, |kind: &RolloutKind| kind.as_str()),
    ("EdgeProvider::named", |bytes| {
        let name = String::from_utf8_lossy(bytes);
        judge(EdgeProvider::named(&name), |_| assert!(EdgeProvider::NAMES.contains(&&*name), "{name}"))
    }),
    ("AddressRange::from_str", |bytes| {
        judge(String::from_utf8_lossy(bytes).parse(), |range: AddressRange| {
            assert_eq!(range.to_string().parse(), Ok(range));
        })
    }),
    ("AddressRanges::from_text", |bytes| {
        judge(AddressRanges::from_text(&String::from_utf8_lossy(bytes)), |ranges| same(&ranges))
    }),
    ("AddressRanges::from_cloudflare_json", |bytes| {
        judge(AddressRanges::from_cloudflare_json(bytes), |ranges| same(&ranges))
    }),
    ("AddressRanges::parse", |bytes| judge(AddressRanges::parse(bytes), |ranges| same(&ranges))),
    ("AccessKeys::from_jwks", |bytes| {
        judge(AccessKeys::from_jwks(bytes), |keys| assert_eq!(keys.is_empty(), keys.key_ids().is_empty()))
    }),
    ("Inspection::new", |bytes| judge(Inspection::new(&String::from_utf8_lossy(bytes)), |_| ())),
];

/// The ranges are the same once they are written down and read again.
fn same(ranges: &AddressRanges) {
    let text: Vec<String> = ranges.ranges().iter().map(ToString::to_string).collect();
    assert_eq!(AddressRanges::from_text(&text.join("\n")).unwrap().ranges(), ranges.ranges());
}
