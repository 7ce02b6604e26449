//! A team's keys as it publishes them: a JSON Web Key Set (RFC 7517 section 5).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::jws::MAX_KEY_ID;
use crate::finding::rules::origin as rules;
use crate::finding::{Finding, Subject, excerpt};
use crate::origin::{OriginError, json};
use crate::pki::der;

/// Bytes of a document. Cloudflare's has about 10 KiB.
pub(super) const MAX_BYTES: usize = 256 << 10;
/// Keys of a set. Cloudflare's has two.
const MAX_KEYS: usize = 64;
const MAX_VALUES: usize = 4096;
/// Bits of a modulus that the algorithms take.
const BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// The keys that can check RS256, by their names, as RSAPublicKey in DER.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KeySet {
    pub(super) keys: BTreeMap<String, Vec<u8>>,
    /// What was passed over.
    pub(super) findings: Vec<Finding>,
}

impl KeySet {
    /// Reads `{"keys": […]}`. Other members (Cloudflare's `public_cert` and `public_certs`) are never looked at: keys are chosen
    /// by name among `keys`, and by nothing else.
    pub(super) fn read(jwks: &[u8]) -> Result<Self, OriginError> {
        let refused = |reason: String| OriginError::AccessKeys { reason };
        if jwks.len() > MAX_BYTES {
            return Err(refused(format!("the set has {} bytes, more than {MAX_BYTES}", jwks.len())));
        }
        let document =
            json::object(jwks, MAX_VALUES).map_err(|reason| refused(format!("no set in JSON: {reason}")))?;
        let Some(Value::Array(list)) = document.get("keys") else {
            return Err(refused("the set has no list `keys`".to_owned()));
        };
        if list.len() > MAX_KEYS {
            return Err(refused(format!("the set has {} keys, more than {MAX_KEYS}", list.len())));
        }
        let mut set = Self::default();
        for (index, entry) in list.iter().enumerate() {
            let key = entry.as_object().ok_or_else(|| refused(format!("keys[{index}] is no object")))?;
            if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|private| key.contains_key(*private))
            {
                return Err(refused(format!(
                    "keys[{index}] is a private or symmetric key, which nobody but its owner may have"
                )));
            }
            match public_key(key) {
                Ok((id, der)) => {
                    if set.keys.insert(id.clone(), der).is_some() {
                        return Err(refused(format!("two keys are named `{}`", excerpt(&id))));
                    }
                }
                Err(why) => {
                    let message = format!("keys[{index}] is passed over: {why}");
                    set.findings.push(Finding::new(rules::ACCESS_KEY_UNUSED, Subject::Input, message));
                }
            }
        }
        if set.keys.is_empty() {
            let why =
                set.findings.first().map(|finding| format!(": {}", finding.message)).unwrap_or_default();
            return Err(refused(format!("the set has no key for RS256{why}")));
        }
        Ok(set)
    }
}

/// The name and the DER of a key, or why it is none for RS256.
fn public_key(key: &Map<String, Value>) -> Result<(String, Vec<u8>), String> {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let only = |name: &str, wanted: &str| match key.get(name) {
        None => Ok(()),
        Some(Value::String(value)) if value == wanted => Ok(()),
        Some(other) => Err(format!("its `{name}` is {}", excerpt(&other.to_string()))),
    };
    if text("kty") != Some("RSA") {
        return Err("it is no RSA key".to_owned());
    }
    only("alg", "RS256")?;
    only("use", "sig")?;
    if let Some(operations) = key.get("key_ops")
        && !operations.as_array().is_some_and(|list| list.iter().any(|one| one == "verify"))
    {
        return Err("its `key_ops` lack `verify`".to_owned());
    }
    let id = text("kid").filter(|id| !id.is_empty() && id.len() <= MAX_KEY_ID).ok_or("it has no `kid`")?;
    let number = |name: &'static str| {
        let bytes = text(name)
            .and_then(|text| URL_SAFE_NO_PAD.decode(text).ok())
            .ok_or_else(|| format!("its `{name}` is not in Base64url"))?;
        match bytes.first() {
            None | Some(0) => Err(format!("its `{name}` is no number without leading zeros")),
            Some(_) => Ok(bytes),
        }
    };
    let (modulus, exponent) = (number("n")?, number("e")?);
    let leading = modulus.first().map_or(0, |byte| byte.leading_zeros());
    let bits = modulus.len().saturating_mul(8).saturating_sub(usize::try_from(leading).unwrap_or(0));
    if !BITS.contains(&bits) {
        return Err(format!("it has {bits} bits, not {} to {}", BITS.start(), BITS.end()));
    }
    if exponent.len() > 4 || exponent.last().is_none_or(|byte| byte % 2 == 0) || exponent == [1] {
        return Err("its `e` is no exponent".to_owned());
    }
    let [n, e] = [der::write_magnitude(&modulus), der::write_magnitude(&exponent)];
    Ok((id.to_owned(), der::write(der::SEQUENCE, &[&n, &e]).to_vec()))
}
