//! Signed tokens in compact form (RFC 7515 section 7.1), read strictly.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::finding::excerpt;
use crate::origin::{AccessRefusal, OriginError, json};

/// Bytes of a token: proxies take no larger headers.
const MAX_TOKEN: usize = 16 << 10;
/// Values in its header, and in its claims.
const MAX_VALUES: usize = 1024;
/// Bytes of a key's name.
pub(super) const MAX_KEY_ID: usize = 256;

/// A token whose header is in order; its signature is not checked.
pub(super) struct Compact<'a> {
    key_id: String,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Compact<'a> {
    pub(super) fn read(token: &'a str) -> Result<Self, OriginError> {
        if token.len() > MAX_TOKEN {
            let reason = format!("it has {} bytes, more than {MAX_TOKEN}", token.len());
            return Err(OriginError::access(AccessRefusal::TooLarge, reason));
        }
        let (signed, signature) = token.rsplit_once('.').ok_or_else(|| malformed("it is not three parts"))?;
        let (header, payload) = signed.split_once('.').ok_or_else(|| malformed("it is not three parts"))?;
        if payload.contains('.') {
            return Err(malformed("it is more than three parts"));
        }
        let header = json::object(&part("header", header)?, MAX_VALUES)
            .map_err(|reason| malformed(&format!("its header: {reason}")))?;
        match header.get("alg").and_then(Value::as_str) {
            Some("RS256") => {}
            Some(other) => {
                let reason = format!("it is signed by `{}`; Access signs by RS256", excerpt(other));
                return Err(OriginError::access(AccessRefusal::Algorithm, reason));
            }
            None => return Err(OriginError::access(AccessRefusal::Algorithm, "it names no algorithm")),
        }
        if header.contains_key("crit") {
            return Err(OriginError::access(
                AccessRefusal::Critical,
                "its header demands extensions (`crit`)",
            ));
        }
        let key_id = match header.get("kid") {
            Some(Value::String(id)) if !id.is_empty() && id.len() <= MAX_KEY_ID => id.clone(),
            None => return Err(OriginError::access(AccessRefusal::KeyUnknown, "it names no key (`kid`)")),
            Some(_) => return Err(malformed("its `kid` is no name of a key")),
        };
        Ok(Self {
            key_id,
            signed,
            payload: part("payload", payload)?,
            signature: part("signature", signature)?,
        })
    }

    /// The key that it names.
    pub(super) fn key_id(&self) -> &str {
        &self.key_id
    }

    /// What the signature covers.
    pub(super) fn signed(&self) -> &'a str {
        self.signed
    }

    pub(super) fn signature(&self) -> &[u8] {
        &self.signature
    }

    pub(super) fn payload(&self) -> &[u8] {
        &self.payload
    }
}

/// The claims, once the signature is checked.
pub(super) fn claims(payload: &[u8]) -> Result<serde_json::Map<String, Value>, OriginError> {
    json::object(payload, MAX_VALUES).map_err(|reason| malformed(&format!("its claims: {reason}")))
}

/// One part: Base64url without padding, and without bits that count for nothing.
fn part(name: &str, text: &str) -> Result<Vec<u8>, OriginError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed(&format!("its {name} is not in Base64url")))
}

pub(super) fn malformed(reason: &str) -> OriginError {
    OriginError::access(AccessRefusal::Malformed, reason)
}
