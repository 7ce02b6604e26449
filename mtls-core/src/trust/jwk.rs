//! The elements of a bundle's `keys`: JSON Web Keys that carry a certificate.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use crate::pki::der::{self, Reader};
use crate::pki::{Certificate, KeyAlgorithm, PublicKey};

/// What an element turned out to be.
pub(super) enum Element {
    X509(Box<Certificate>),
    Jwt,
    Ignored(String),
    Malformed(String),
}

/// Reads one element as X509-SVID section 6.2 and SPIFFE Trust Domain and Bundle section 4.2 say.
pub(super) fn read(element: &Value) -> Element {
    let Some(fields) = element.as_object() else {
        return Element::Ignored("not an object".to_owned());
    };
    let text = |field: &str| fields.get(field).and_then(Value::as_str);
    match text("kty") {
        Some("RSA" | "EC" | "OKP") => {}
        Some(other) => return Element::Ignored(format!("unknown kty {}", cut(other))),
        None => return Element::Ignored("no kty".to_owned()),
    }
    match text("use") {
        Some("x509-svid") => {}
        Some("jwt-svid") => return Element::Jwt,
        Some(other) => return Element::Ignored(format!("unknown use {}", cut(other))),
        None => return Element::Ignored("no use".to_owned()),
    }
    // Section 6.2: an entry without x5c is ignored, and so is all but its first value.
    let first = match fields.get("x5c") {
        None | Some(Value::Null) => return Element::Ignored("no x5c".to_owned()),
        Some(Value::Array(list)) => match list.first() {
            None => return Element::Ignored("x5c is empty".to_owned()),
            Some(first) => first,
        },
        Some(_) => return Element::Malformed("x5c is not a list".to_owned()),
    };
    let Some(der) = first.as_str().and_then(|b64| STANDARD.decode(b64).ok()) else {
        return Element::Malformed("the first value of x5c is not base64".to_owned());
    };
    match Certificate::from_der(&der) {
        Ok(certificate) => Element::X509(Box::new(certificate)),
        Err(e) => Element::Malformed(e.to_string()),
    }
}

/// Writes an authority as X509-SVID section 6.1 and RFC 7517 say.
pub(super) fn write(authority: &Certificate) -> Value {
    let mut jwk: Map<String, Value> = parameters(authority.public_key())
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    jwk.insert("use".to_owned(), "x509-svid".into());
    jwk.insert("x5c".to_owned(), vec![STANDARD.encode(authority.der())].into());
    jwk.into()
}

/// `kty` and what belongs to it: RFC 7518 section 6, RFC 8037 section 2.
fn parameters(key: &PublicKey) -> Vec<(&'static str, String)> {
    let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let bits = key.parts().map_or(&[][..], |(_, bits)| bits);
    match key.algorithm() {
        KeyAlgorithm::P256 | KeyAlgorithm::P384 | KeyAlgorithm::P521 => {
            let mut fields = vec![("kty", "EC".to_owned())];
            fields.extend(key.algorithm().curve().map(|curve| ("crv", curve.to_owned())));
            // An uncompressed point: 0x04, x, y.
            if let Some((x, y)) =
                bits.strip_prefix(&[4]).and_then(|xy| xy.split_at_checked(xy.len().checked_div(2)?))
            {
                fields.extend([("x", text(x)), ("y", text(y))]);
            }
            fields
        }
        KeyAlgorithm::Rsa { .. } => {
            let mut fields = vec![("kty", "RSA".to_owned())];
            let mut numbers = Reader::only(bits, der::SEQUENCE);
            for name in ["n", "e"] {
                let number = numbers.as_mut().map_err(|e| *e).and_then(|reader| reader.content(der::INTEGER));
                // A leading zero keeps the DER integer positive; JWK has none.
                fields.extend(number.map(|n| (name, text(n.strip_prefix(&[0]).unwrap_or(n)))));
            }
            fields
        }
        KeyAlgorithm::Ed25519 => {
            vec![("kty", "OKP".to_owned()), ("crv", "Ed25519".to_owned()), ("x", text(bits))]
        }
        // No parameters are registered for it; readers of SVIDs look at x5c alone.
        KeyAlgorithm::Other { .. } => vec![("kty", "OKP".to_owned())],
    }
}

fn cut(text: &str) -> String {
    format!("{:?}", text.chars().take(32).collect::<String>())
}
