//! What an input is that is not what was asked for.

use crate::pki::der::{self, Reader};

/// Why a line that looks like a boundary is none; `None` when it does not look like one.
pub(super) fn broken_boundary(line: &[u8]) -> Option<&'static str> {
    let trimmed = line.trim_ascii_start();
    let indented = trimmed.len() != line.len();
    // En and em dashes come from word processors and chat programs.
    let fancy = trimmed.starts_with("–".as_bytes()) || trimmed.starts_with("—".as_bytes());
    let dashes = trimmed.iter().take_while(|byte| **byte == b'-').count();
    if dashes < 2 && !fancy {
        return None;
    }
    let words = trimmed.get(dashes..).unwrap_or_default();
    let words = if fancy { words } else { words.trim_ascii_start() };
    let marks = words.starts_with(b"BEGIN") || words.starts_with(b"END") || fancy;
    let subject = [&b"CERTIFICATE"[..], b"KEY", b"CRL", b"PARAMETERS", b"PKCS7"];
    if !marks || !subject.iter().any(|word| contains(words, word)) {
        return None;
    }
    Some(if fancy {
        "its dashes are not the ASCII `-`"
    } else if indented {
        "it is indented; a boundary line begins in the first column"
    } else if dashes != 5 {
        "it begins with more or fewer than five dashes"
    } else {
        "it should read `-----BEGIN <label>-----`"
    })
}

/// Why the text behind `-----BEGIN ` does not end a boundary line.
pub(super) fn unclosed_boundary(rest: &[u8]) -> &'static str {
    if contains(rest, b"\\n") {
        "its line breaks are written as the two characters `\\n`"
    } else if contains(rest, b"-----") {
        "more text follows on the same line; the line breaks were lost"
    } else {
        "it does not end with five dashes"
    }
}

/// What an input without any block looks like.
pub(crate) fn instead_of_pem(input: &[u8]) -> &'static str {
    if let Some(kind) = der_kind(input) {
        return kind;
    }
    let text = input.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(input).trim_ascii();
    if text.is_empty() {
        return "an empty input";
    }
    if input.starts_with(b"\xFE\xED\xFE\xED") {
        return "a Java keystore";
    }
    if input.starts_with(b"\xFF\xFE") || input.starts_with(b"\xFE\xFF") || contains(input, b"B\0E\0G\0I\0N\0")
    {
        return "text in UTF-16";
    }
    let start: Vec<u8> = text.iter().take(16).map(u8::to_ascii_lowercase).collect();
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return "an HTML page";
    }
    if start.starts_with(b"<") {
        return "XML or HTML";
    }
    if start.starts_with(b"{") || start.starts_with(b"[") {
        return "JSON";
    }
    if start.starts_with(b"apiversion:") || start.starts_with(b"kind:") || start.starts_with(b"---\n") {
        return "YAML";
    }
    if start.starts_with(b"ssh-") || start.starts_with(b"ecdsa-sha2-") {
        return "an OpenSSH public key";
    }
    // `-----BEGIN` once more in Base64, as in the `data` of a Kubernetes Secret.
    if text.starts_with(b"LS0tLS1CRUdJTi") {
        return "PEM that was encoded in Base64 once more, as in a Kubernetes Secret";
    }
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r');
    if text.len() >= 32 && text.iter().all(base64) {
        return "Base64 without BEGIN and END lines";
    }
    if text.iter().any(|b| *b < 0x20 && !b.is_ascii_whitespace()) || std::str::from_utf8(text).is_err() {
        return "binary data";
    }
    "text without a BEGIN line"
}

/// Whether the bytes are one DER SEQUENCE rather than text: its header fits the length, or cannot be text.
pub(crate) fn is_der(input: &[u8]) -> bool {
    match input {
        [der::SEQUENCE, length, ..] if *length >= 0x80 => true,
        [der::SEQUENCE, length, rest @ ..] => usize::from(*length) == rest.len(),
        _ => false,
    }
}

/// Whether a description of [`der_kind`] names a document that is whole and of a known kind.
pub(crate) fn is_document(kind: &str) -> bool {
    !kind.starts_with("DER ")
}

/// What kind of text stands where DER is expected.
pub(crate) fn text_kind(input: &[u8]) -> Option<&'static str> {
    (contains(input, b"-----BEGIN ") && !is_der(input)).then_some("PEM text")
}

/// What a DER document is by its shape, in words.
pub(crate) fn der_kind(input: &[u8]) -> Option<&'static str> {
    if !is_der(input) {
        return None;
    }
    let Ok(mut body) = Reader::new(input).enter(der::SEQUENCE) else {
        return Some("DER that is cut off or damaged");
    };
    let tags: Vec<u8> = std::iter::from_fn(|| body.next().ok().map(|element| element.tag)).take(9).collect();
    let Ok(first) = Reader::new(input).enter(der::SEQUENCE).and_then(|mut body| body.next()) else {
        return Some("DER of another kind");
    };
    Some(match tags.as_slice() {
        [der::INTEGER, der::SEQUENCE, der::OCTET_STRING, ..] => "a private key in DER",
        [der::INTEGER, der::OCTET_STRING, ..] => "a private key in DER",
        [der::INTEGER, der::INTEGER, der::INTEGER, der::INTEGER, der::INTEGER, ..] => "a private key in DER",
        [der::INTEGER, der::INTEGER] => "a public key in DER",
        [der::INTEGER, der::SEQUENCE, ..] if first.content == [3] => "a PKCS#12 container",
        [der::SEQUENCE, der::OCTET_STRING] => "an encrypted private key in DER",
        [der::SEQUENCE, der::BIT_STRING] => "a public key in DER",
        [der::OID, ..] => "a PKCS#7 container in DER",
        [der::SEQUENCE, der::SEQUENCE, der::BIT_STRING] => signed_kind(first.content),
        _ => "DER of another kind",
    })
}

/// Certificate, request or CRL, by what is signed.
fn signed_kind(signed: &[u8]) -> &'static str {
    let mut body = Reader::new(signed);
    let tags: Vec<u8> = std::iter::from_fn(|| body.next().ok().map(|element| element.tag)).take(4).collect();
    const UTC_TIME: u8 = 0x17;
    const GENERALIZED_TIME: u8 = 0x18;
    match tags.as_slice() {
        [der::INTEGER, der::SEQUENCE, der::SEQUENCE, 0xA0] => "a certificate request in DER",
        [der::INTEGER, der::SEQUENCE, der::SEQUENCE, UTC_TIME | GENERALIZED_TIME] => "a CRL in DER",
        [der::SEQUENCE, der::SEQUENCE, UTC_TIME | GENERALIZED_TIME, ..] => "a CRL in DER",
        _ => "a certificate in DER",
    }
}

fn contains(text: &[u8], needle: &[u8]) -> bool {
    text.windows(needle.len()).any(|window| window == needle)
}
