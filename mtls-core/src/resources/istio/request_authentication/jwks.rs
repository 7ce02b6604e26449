//! Sets of keys (RFC 7517), as far as Istio's webhook reads them.

use crate::resources::Value;

/// Indices of the keys that are secret: private or symmetric ones.
///
/// # Errors
/// What makes the text no set of keys, as a sentence without any of it.
pub(crate) fn read(text: &str) -> Result<Vec<usize>, String> {
    let value: Value = serde_json::from_str(text).map_err(|_| "this is no JSON".to_owned())?;
    if value.as_map().is_none() {
        return Err(format!("a set of keys is a map, this is a {}", value.type_name()));
    }
    // A key alone is taken for a set of one.
    let keys = match value.get("keys") {
        Some(keys) => keys.as_list().ok_or("`keys` is no list")?,
        None => std::slice::from_ref(&value),
    };
    let mut secret = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        if is_secret(key).map_err(|reason| format!("the key at index {index} {reason}"))? {
            secret.push(index);
        }
    }
    Ok(secret)
}

/// Members that only private and symmetric keys have (RFC 7518 section 6): the primes alone give away an RSA key.
const SECRET: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

fn is_secret(key: &Value) -> Result<bool, String> {
    let kind = key.get("kty").and_then(Value::as_str).ok_or("has no `kty`")?;
    let members: &[&str] = match kind {
        "RSA" => &["n", "e"],
        "EC" => &["crv", "x", "y"],
        "OKP" => &["crv", "x"],
        "oct" => &["k"],
        _ => return Err("has a `kty` other than RSA, EC, OKP and oct".to_owned()),
    };
    match members.iter().find(|member| key.get(member).and_then(Value::as_str).is_none()) {
        Some(missing) => Err(format!("has no `{missing}`")),
        None => Ok(kind == "oct" || SECRET.iter().any(|member| key.get(member).is_some())),
    }
}
