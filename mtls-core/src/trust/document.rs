//! SPIFFE bundle documents and maps of them, read in one pass.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::finding::{Finding, Subject, excerpt, rules::trust as r};
use crate::identity::TrustDomain;

use super::bundle::Intake;
use super::json::{Names, Reading, Strict};
use super::{BundleLimits, TrustBundle, TrustError, json, jwk};

/// A document of one trust domain.
pub(super) fn bundle(
    trust_domain: TrustDomain,
    bytes: &[u8],
    limits: &BundleLimits,
) -> Result<TrustBundle, TrustError> {
    json::read(bytes, limits, |reading, source| BundleSeed { trust_domain, reading }.deserialize(source))
}

/// A map of documents, in the order of the map.
pub(super) fn map(bytes: &[u8], limits: &BundleLimits) -> Result<Vec<TrustBundle>, TrustError> {
    json::read(bytes, limits, |reading, source| source.deserialize_map(MapVisitor(reading)))
}

struct BundleSeed<'s, 'a> {
    trust_domain: TrustDomain,
    reading: &'s mut Reading<'a>,
}

impl<'de> DeserializeSeed<'de> for BundleSeed<'_, '_> {
    type Value = TrustBundle;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TrustBundle, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for BundleSeed<'_, '_> {
    type Value = TrustBundle;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TrustBundle, A::Error> {
        let Self { trust_domain, reading } = self;
        let mut intake = Intake::new(trust_domain);
        let (mut names, mut keys) = (Names::default(), false);
        while let Some(name) = map.next_key::<String>()? {
            names.once(reading, &name)?;
            match name.as_str() {
                "spiffe_sequence" => {
                    let value = map.next_value_seed(Strict(&mut *reading))?;
                    let wrong = || reading.wrong("spiffe_sequence", "an integer from 0 to 2^64-1", &value);
                    intake.bundle.sequence = Some(value.as_u64().ok_or_else(wrong)?);
                }
                "spiffe_refresh_hint" => {
                    let value = map.next_value_seed(Strict(&mut *reading))?;
                    let wrong = || reading.wrong("spiffe_refresh_hint", "a whole number of seconds", &value);
                    intake.bundle.refresh_hint = Some(seconds(&value).ok_or_else(wrong)?);
                }
                "keys" => keys = map.next_value_seed(Keys { intake: &mut intake, reading })?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if !keys {
            return Err(reading.refuse(TrustError::KeysMissing));
        }
        Ok(intake.finish())
    }
}

/// An integer up to 2^64-1; one above 2^63-1 is held there. Larger ones are no integers to serde_json, and refused.
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_u64().map(|_| i64::MAX))
}

/// The elements of `keys`, each taken in or left out as it is read. False for null, which counts as absent.
struct Keys<'s, 'a> {
    intake: &'s mut Intake,
    reading: &'s mut Reading<'a>,
}

impl Keys<'_, '_> {
    fn no_list<E: Error>(self, found: impl Into<Value>) -> Result<bool, E> {
        Err(self.reading.wrong("keys", "a list", &found.into()))
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        let Self { intake, reading } = self;
        let mut number = 0_usize;
        while let Some(element) = list.next_element_seed(Strict(&mut *reading))? {
            number = number.saturating_add(1);
            reading.key(number)?;
            let at = Subject::Text { line: None, block: Some(number) };
            let room = &mut reading.room;
            match jwk::read(&element) {
                jwk::Element::X509(authority) => intake.take(*authority, room),
                jwk::Element::Jwt => intake.bundle.jwt_authorities.push(element),
                jwk::Element::Ignored(why) => {
                    intake.report(room, || Finding::new(r::BUNDLE_ELEMENT_IGNORED, at, why));
                }
                jwk::Element::Malformed(why) => {
                    intake.report(room, || Finding::new(r::BUNDLE_AUTHORITY_MALFORMED, at, why));
                }
            }
        }
        Ok(true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        self.no_list(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<bool, E> {
        self.no_list(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<bool, E> {
        self.no_list(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<bool, E> {
        self.no_list(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        self.no_list(value)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<bool, A::Error> {
        self.no_list(Map::new())
    }
}

/// The top of a bundle map.
struct MapVisitor<'s, 'a>(&'s mut Reading<'a>);

impl<'de> Visitor<'de> for MapVisitor<'_, '_> {
    type Value = Vec<TrustBundle>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut found, mut names) = (None, Names::default());
        while let Some(name) = map.next_key::<String>()? {
            names.once(self.0, &name)?;
            if name == "trust_domains" {
                found = map.next_value_seed(DomainsSeed(self.0))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        found.ok_or_else(|| self.0.refuse(TrustError::MapMissing))
    }
}

/// The bundles by trust domain; none for null.
struct DomainsSeed<'s, 'a>(&'s mut Reading<'a>);

impl<'de> DeserializeSeed<'de> for DomainsSeed<'_, '_> {
    type Value = Option<Vec<TrustBundle>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for DomainsSeed<'_, '_> {
    type Value = Option<Vec<TrustBundle>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of bundles by trust domain")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let reading = self.0;
        let (mut bundles, mut names) = (Vec::new(), HashSet::new());
        while let Some(name) = map.next_key::<String>()? {
            // Two spellings of one trust domain show only now.
            let trust_domain = TrustDomain::parse_lenient(&name)
                .map_err(|e| {
                    reading.refuse(TrustError::TrustDomain { name: excerpt(&name), reason: e.to_string() })
                })?
                .value;
            if !names.insert(trust_domain.clone()) {
                let trust_domain = trust_domain.to_string();
                return Err(reading.refuse(TrustError::DuplicateDomain { trust_domain }));
            }
            reading.check("trust domains", names.len(), reading.limits.max_trust_domains)?;
            let seed = BundleSeed { trust_domain: trust_domain.clone(), reading };
            match map.next_value_seed(seed) {
                Ok(bundle) => bundles.push(bundle),
                Err(error) => {
                    reading.within(trust_domain.to_string());
                    return Err(error);
                }
            }
        }
        Ok(Some(bundles))
    }
}
