//! The list as JSON.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::{DistrustList, Distrusted, DistrustedBy};
use crate::finding::{REASON, excerpt_of};
use crate::pki::name::{self, colon_hex, from_hex, hex};
use crate::pki::time::{from_rfc3339, rfc3339};
use crate::trust::{BundleLimits, TrustError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    distrusted: Vec<ByName<Entry>>,
}

/// An object; serde's own structs may be written as lists too, their fields told apart by place alone.
struct ByName<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByName<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = ByName<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ByName<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(ByName)
            }
        }
        deserializer.deserialize_map(Fields(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(try_from = "Fields")]
struct Entry(Distrusted);

/// An entry as it is written.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key_sha256: Option<String>,
    /// The name as text, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer_der: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<String>,
    reason: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
}

pub(super) fn read(json: &[u8]) -> Result<DistrustList, TrustError> {
    BundleLimits::check("bytes", json.len(), BundleLimits::default().max_bytes)?;
    let ByName(document): ByName<Document> = serde_json::from_slice(json)
        .map_err(|e| TrustError::Distrust { reason: excerpt_of(&e.to_string(), REASON) })?;
    Ok(document.distrusted.into_iter().map(|ByName(entry)| entry.0).collect())
}

pub(super) fn write<S: Serializer>(list: &DistrustList, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Written {
        distrusted: Vec<Fields>,
    }
    Written { distrusted: list.iter().map(Fields::from).collect() }.serialize(serializer)
}

pub(super) fn write_entry<S: Serializer>(entry: &Distrusted, serializer: S) -> Result<S::Ok, S::Error> {
    Fields::from(entry).serialize(serializer)
}

impl From<&Distrusted> for Fields {
    fn from(entry: &Distrusted) -> Self {
        let since = entry.since_date().map(rfc3339);
        let mut fields = Self { reason: entry.reason().to_owned(), since, ..Self::default() };
        match entry.by() {
            DistrustedBy::Certificate(sha256) => fields.certificate_sha256 = Some(hex(sha256)),
            DistrustedBy::Key(sha256) => fields.key_sha256 = Some(hex(sha256)),
            DistrustedBy::Issuer { name } => fields.name(name),
            DistrustedBy::Serial { issuer, serial } => {
                fields.name(issuer);
                fields.serial = Some(colon_hex(serial));
            }
        }
        fields
    }
}

impl Fields {
    fn name(&mut self, der: &[u8]) {
        self.issuer = name::of_der(der).ok();
        self.issuer_der = Some(STANDARD.encode(der));
    }
}

impl TryFrom<Fields> for Entry {
    type Error = String;

    fn try_from(fields: Fields) -> Result<Self, String> {
        let reason = fields.reason;
        let plain = |e: TrustError| match e {
            TrustError::Distrust { reason } => reason,
            other => other.to_string(),
        };
        let entry = match (fields.certificate_sha256, fields.key_sha256, fields.issuer_der, fields.serial) {
            (Some(sha256), None, None, None) => {
                Distrusted::certificate(hash("certificate_sha256", &sha256)?, reason)
            }
            (None, Some(sha256), None, None) => Distrusted::key(hash("key_sha256", &sha256)?, reason),
            (None, None, Some(der), serial) => {
                let der = STANDARD.decode(&der).map_err(|_| "`issuer_der` is not Base64")?;
                let entry = match serial {
                    None => Distrusted::issuer(&der, reason),
                    Some(serial) => {
                        let serial = from_hex(&serial).ok_or("`serial` is not hex")?;
                        Distrusted::serial(&der, &serial, reason)
                    }
                };
                let entry = entry.map_err(plain)?;
                if let Some(text) = &fields.issuer
                    && name::of_der(&der).is_ok_and(|name| name != *text)
                {
                    return Err("`issuer` is not the name in `issuer_der`".to_owned());
                }
                return dated(entry, fields.since.as_deref());
            }
            _ => {
                return Err(
                    "an entry has one of `certificate_sha256`, `key_sha256` and `issuer_der`; `serial` \
                            goes with `issuer_der`"
                        .to_owned(),
                );
            }
        };
        if fields.issuer.is_some() {
            return Err("`issuer` goes with `issuer_der`".to_owned());
        }
        dated(entry, fields.since.as_deref())
    }
}

fn hash(field: &str, text: &str) -> Result<[u8; 32], String> {
    from_hex(text)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| format!("`{field}` is not a SHA-256: 64 hex digits, with or without colons"))
}

fn dated(entry: Distrusted, since: Option<&str>) -> Result<Entry, String> {
    Ok(Entry(match since {
        None => entry,
        Some(text) => {
            entry.since(from_rfc3339(text).ok_or("`since` is not an RFC 3339 date in 1970 or later")?)
        }
    }))
}
