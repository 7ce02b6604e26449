//! Writes PEM as OpenSSL does: 64 columns, LF.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

/// The bytes as a PEM block under `label`, with a line feed at the end (RFC 7468 section 2).
///
/// For public data; a private key goes through [`encode_secret`].
pub fn encode(label: &str, der: &[u8]) -> String {
    let mut out = encode_secret(label, der);
    std::mem::take(&mut *out)
}

/// The same, leaving no copy of the text behind when the result is dropped.
pub fn encode_secret(label: &str, der: &[u8]) -> Zeroizing<String> {
    let lines = der.len().div_ceil(48);
    let capacity = lines
        .saturating_mul(65)
        .saturating_add(label.len().saturating_mul(2))
        .saturating_add("-----BEGIN -----\n-----END -----\n".len());
    let mut out = Zeroizing::new(String::with_capacity(capacity));
    for part in ["-----BEGIN ", label, "-----\n"] {
        out.push_str(part);
    }
    let mut line = Zeroizing::new([0_u8; 64]);
    for bytes in der.chunks(48) {
        // 48 bytes are 64 characters: it fits, and Base64 is ASCII.
        let written = STANDARD.encode_slice(bytes, line.as_mut_slice()).unwrap_or(0);
        out.push_str(line.get(..written).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default());
        out.push('\n');
    }
    for part in ["-----END ", label, "-----\n"] {
        out.push_str(part);
    }
    out
}
