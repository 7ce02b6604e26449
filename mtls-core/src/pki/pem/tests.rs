use proptest::prelude::*;

use super::{PemBlock, PemKind, encode, only, parse};
use crate::finding::{Refusal as _, Subject};
use crate::pki::{Limits, PkiError};

fn read(text: impl AsRef<[u8]>) -> Result<Vec<PemBlock>, PkiError> {
    parse(text.as_ref(), &Limits::default())
}

/// The code and the message of a refusal.
fn refused(text: impl AsRef<[u8]>) -> (&'static str, String) {
    let error = read(text).unwrap_err();
    (error.code(), error.to_string())
}

const BODY: &str = "AQIDBAUGBwgJCgsMDQ4PEA==";

fn block(label: &str) -> String {
    format!("-----BEGIN {label}-----\n{BODY}\n-----END {label}-----\n")
}

#[test]
fn blocks_know_their_place_and_text_around_them_is_skipped() {
    let text = format!(
        "Bag Attributes\n    friendlyName: x\nsubject=CN = a\n{}\nsome - text: END of it\n-- END of the header\n{}",
        block("CERTIFICATE"),
        block("X509 CRL")
    );
    let blocks = read(&text).unwrap();
    let places: Vec<_> = blocks.iter().map(|b| (b.label(), b.kind(), b.block(), b.line())).collect();
    assert_eq!(places, [("CERTIFICATE", PemKind::Certificate, 1, 4), ("X509 CRL", PemKind::Crl, 2, 10)]);
    assert_eq!(blocks[0].der(), (1..=16).collect::<Vec<u8>>());
}

#[test]
fn forms_that_openssl_takes_are_taken() {
    let plain = block("CERTIFICATE");
    let want = read(&plain).unwrap()[0].der().to_vec();
    for text in [
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{plain}"),
        plain.replace('\n', " \t\n"),
        plain.trim_end().to_owned(),
        plain.replace("AQIDBAUG", "AQIDBAUG\n"),
        plain.replace("AQIDBAUG", "AQI\n  DBAUG\n\n"),
        plain.replace("AQIDBAUG", "AQ ID BAUG"),
        plain.replace("==", "=\n="),
    ] {
        assert_eq!(read(&text).unwrap()[0].der(), want, "{text}");
    }
}

#[test]
fn what_is_no_pem_is_named() {
    for (input, seen) in [
        (&b""[..], "an empty input"),
        (b" \r\n\t", "an empty input"),
        (b"\xEF\xBB\xBF\n", "an empty input"),
        (b"<!DOCTYPE HTML>\n<html>", "an HTML page"),
        (b"\n<HTML>", "an HTML page"),
        (b"<?xml version=\"1.0\"?>", "XML or HTML"),
        (b"{\"keys\": []}", "JSON"),
        (b"apiVersion: v1\nkind: Secret\n", "YAML"),
        (b"ssh-ed25519 AAAAC3 me@host", "an OpenSSH public key"),
        (b"\xFE\xED\xFE\xED\0\0\0\x02", "a Java keystore"),
        (b"\xFF\xFE-\0-\0", "text in UTF-16"),
        (b"-\0-\0B\0E\0G\0I\0N\0 \0", "text in UTF-16"),
        (
            b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
            "PEM that was encoded in Base64 once more, as in a Kubernetes Secret",
        ),
        (b"MIIBszCCAVmgAwIBAgIUEjRWeJASNFZ4kBI0Vnk=", "Base64 without BEGIN and END lines"),
        (b"\x00\x01\x02", "binary data"),
        (b"\x30\x82\x01", "DER that is cut off or damaged"),
        (b"\x30\x03\x02\x01\x03", "DER of another kind"),
        (b"hello", "text without a BEGIN line"),
    ] {
        assert_eq!(
            refused(input),
            ("pem-not-found", format!("no PEM block found: this looks like {seen}")),
            "{}",
            String::from_utf8_lossy(input)
        );
    }
}

#[test]
fn damaged_boundaries_are_refused_and_not_skipped() {
    let good = block("CERTIFICATE");
    for (line, text, why) in [
        (1, good.replace("-----BEGIN", "----BEGIN"), "it begins with more or fewer than five dashes"),
        (1, good.replace("-----BEGIN", "------BEGIN"), "it begins with more or fewer than five dashes"),
        (1, good.replace("-----BEGIN ", "-----BEGIN"), "it should read `-----BEGIN <label>-----`"),
        (
            1,
            good.replace("-----BEGIN", "  -----BEGIN"),
            "it is indented; a boundary line begins in the first column",
        ),
        (1, good.replace("-----BEGIN", "—–BEGIN"), "its dashes are not the ASCII `-`"),
        (1, good.replace('\n', "\\n"), "its line breaks are written as the two characters `\\n`"),
        (1, good.replace('\n', " "), "more text follows on the same line; the line breaks were lost"),
        (1, good.replacen("CERTIFICATE-----", "CERTIFICATE----", 1), "it does not end with five dashes"),
        (
            1,
            good.replacen("CERTIFICATE", "", 1),
            "its label is empty or holds characters that a label cannot have",
        ),
        (
            1,
            good.replacen("CERTIFICATE", "CERTIFICATÉ", 1),
            "its label is empty or holds characters that a label cannot have",
        ),
        (3, good.replace("-----END", "----END"), "it begins with more or fewer than five dashes"),
        (
            3,
            good.replace("-----END", "-=="),
            "it begins with `-` inside a block, where only Base64 or the END line may stand",
        ),
    ] {
        let error = read(&text).unwrap_err();
        assert_eq!(error, PkiError::PemBoundary { line, reason: why }, "{text}");
        assert_eq!(error.code(), "pem-boundary-damaged");
    }
    // A word that is not BEGIN opens nothing; then the END line stands alone.
    assert_eq!(refused(good.replace("BEGIN", "BEGlN")).1, "line 3 ends `CERTIFICATE`, but no block is open");
}

#[test]
fn blocks_that_are_not_whole_are_refused() {
    let good = block("CERTIFICATE");
    let cut = good.split("-----END").next().unwrap();
    assert_eq!(
        refused(cut),
        ("pem-truncated", "block 1, `CERTIFICATE` of line 1, has no END line".to_owned())
    );
    assert_eq!(
        refused(format!("{cut}{good}")),
        (
            "pem-truncated",
            "block 1, `CERTIFICATE` of line 1, has no END line before the next block begins in line 3"
                .to_owned()
        )
    );
    assert_eq!(
        refused(format!("{good}{BODY}\n-----END CERTIFICATE-----\n")),
        ("pem-boundary-damaged", "line 5 ends `CERTIFICATE`, but no block is open".to_owned())
    );
    assert_eq!(
        refused(good.replace("END CERTIFICATE", "END PRIVATE KEY")),
        ("pem-label-mismatch", "line 3 ends `PRIVATE KEY`, but block 1 began as `CERTIFICATE`".to_owned())
    );
    assert_eq!(
        refused("-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----\n"),
        ("pem-empty-block", "block 1, `CERTIFICATE` of line 1, is empty".to_owned())
    );
}

#[test]
fn bad_base64_is_named_by_line_and_column() {
    for (body, line, column, why) in [
        ("AQID\nBA*UG", 3, 3, "`*` is no Base64 character"),
        ("AQIDB-UG", 2, 6, "`-` belongs to the URL form of Base64, not to PEM"),
        ("AQID\u{e9}", 2, 5, "a character outside ASCII"),
        ("AQ\u{1}D", 2, 3, "a control character (0x01)"),
        ("AQIDBA==AQID", 2, 9, "data stands behind the padding `=` that ends it"),
        ("AQIDBA==\nAQID", 3, 1, "data stands behind the padding `=` that ends it"),
        ("AQIDBA===", 2, 9, "padding `=` stands where there is none"),
        ("AQID=", 2, 5, "padding `=` stands where there is none"),
        ("A===", 2, 2, "padding `=` stands where there is none"),
        ("AQIDBB==", 2, 8, "the last character holds bits that belong to no byte"),
        ("AQIDBAV=", 2, 8, "the last character holds bits that belong to no byte"),
        ("AQIDBA", 2, 6, "the data ends in the middle of a group of four characters"),
        ("AQIDBA=", 2, 7, "the data ends in the middle of a group of four characters"),
        ("AQID\nB\n\n", 3, 1, "the data ends in the middle of a group of four characters"),
    ] {
        let error = read(format!("-----BEGIN X-----\n{body}\n-----END X-----")).unwrap_err();
        assert_eq!(error, PkiError::PemBase64 { line, column, block: 1, reason: why.to_owned() }, "{body}");
        assert_eq!(error.subject(), Subject::Text { line: Some(line), block: Some(1) });
    }
}

#[test]
fn legacy_headers_are_refused() {
    let with = |label: &str, header: &str| {
        format!("-----BEGIN {label}-----\n{header}\n\n{BODY}\n-----END {label}-----\n")
    };
    assert_eq!(
        refused(with("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00")),
        ("private-key-encrypted", "block 1 (line 1): the private key is encrypted".to_owned())
    );
    assert_eq!(
        refused(with("CERTIFICATE", "Comment: mine")),
        (
            "pem-legacy-header",
            "line 2: block 1 has a header `Comment`; such headers are not part of RFC 7468".to_owned()
        )
    );
    // A colon that is no header's is a fault of the Base64, and nothing before it is repeated.
    assert_eq!(
        refused("-----BEGIN PRIVATE KEY-----\nAQIDBAUG:AQID\n-----END PRIVATE KEY-----\n"),
        ("pem-bad-base64", "line 2, column 9 of block 1: `:` is no Base64 character".to_owned())
    );
}

#[test]
fn limits_hold() {
    let text = block("X").repeat(3);
    let exact = Limits { max_bytes: text.len(), max_blocks: 3, ..Limits::default() };
    assert_eq!(parse(text.as_bytes(), &exact).unwrap().len(), 3);
    let few = Limits { max_blocks: 2, ..exact };
    let error = parse(text.as_bytes(), &few).unwrap_err();
    assert_eq!((&error, error.code()), (&PkiError::TooManyBlocks { limit: 2 }, "pem-too-many-blocks"));
    let short = Limits { max_bytes: text.len() - 1, ..exact };
    let error = parse(text.as_bytes(), &short).unwrap_err();
    assert_eq!(error.code(), "input-too-large");
}

#[test]
fn wrong_kinds_and_several_are_told_apart() {
    let limits = Limits::default();
    let one = |text: String| only(text.as_bytes(), limits.max_bytes, &limits, PemKind::Certificate);
    let error = one(block("EC PRIVATE KEY")).unwrap_err();
    assert_eq!(error.code(), "wrong-kind");
    assert_eq!(error.to_string(), "block 1 (line 1): this is a private key where a certificate is expected");
    assert_eq!(error.findings()[0].message, "this is a private key where a certificate is expected");
    let error = one(block("CERTIFICATE").repeat(2)).unwrap_err();
    assert_eq!(error.to_string(), "2 blocks where a certificate alone is expected");
    assert!(one(block("X509 CERTIFICATE")).is_ok());
    assert!(one(block("TRUSTED CERTIFICATE")).is_err());
}

#[test]
fn debug_shows_no_bytes() {
    let blocks = read(block("PRIVATE KEY")).unwrap();
    assert_eq!(
        format!("{:?}", blocks[0]),
        r#"PemBlock { label: "PRIVATE KEY", line: 1, block: 1, bytes: 16, .. }"#
    );
}

#[test]
#[allow(clippy::disallowed_methods, reason = "measures how long it takes")]
fn hostile_texts_take_linear_time() {
    let limits = Limits { max_bytes: 64 << 20, max_blocks: 1 << 20, ..Limits::default() };
    let start = std::time::Instant::now();
    for text in [
        "-".repeat(2 << 20),
        "-----BEGIN CERTIFICATE----\n".repeat(80_000),
        "-----BEGIN A-----\n".repeat(80_000),
        format!("-----BEGIN A-----\n{}", "AAAA\n".repeat(1 << 18)),
        "\n".repeat(2 << 20),
        format!("-----BEGIN A-----\n{}*\n-----END A-----", "A".repeat(2 << 20)),
        ":".repeat(2 << 20),
    ] {
        assert!(parse(text.as_bytes(), &limits).is_err());
    }
    let many = block("A").repeat(25_000);
    assert_eq!(parse(many.as_bytes(), &limits).unwrap().len(), 25_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn what_is_written_is_read(der in prop::collection::vec(any::<u8>(), 1..300), label in "[A-Z][A-Z0-9]{0,9}( [A-Z0-9]{1,9}){0,2}") {
        let text = encode(&label, &der);
        prop_assert!(text.lines().all(|line| line.len() <= 64 || line.starts_with("-----")));
        let blocks = read(&text).unwrap();
        prop_assert_eq!(blocks.len(), 1);
        prop_assert_eq!(blocks[0].der(), der);
        prop_assert_eq!(blocks[0].label(), label);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = read(&bytes) {
            prop_assert!(!error.findings().is_empty());
        }
    }

    #[test]
    fn fragments_in_any_order_are_read_or_refused(parts in prop::collection::vec(prop_oneof![
        Just("-----BEGIN A-----".to_owned()), Just("-----END A-----".to_owned()), Just("-----BEGIN CERTIFICATE-----".to_owned()),
        Just("\n".to_owned()), Just("\r\n".to_owned()), Just("AQID".to_owned()), Just("=".to_owned()),
        Just("Proc-Type: 4,ENCRYPTED".to_owned()), Just("--".to_owned()), "[ -~é—]{0,8}",
    ], 0..24)) {
        let text = parts.concat();
        match read(&text) {
            Ok(blocks) => prop_assert!(blocks.iter().all(|b| !b.der().is_empty() && b.line() <= text.lines().count())),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn a_changed_byte_never_panics(position in 0_usize..200, byte in any::<u8>()) {
        let mut text = (block("CERTIFICATE") + &block("X509 CRL")).into_bytes();
        let at = position % text.len();
        text[at] = byte;
        let _ = read(&text);
    }
}
