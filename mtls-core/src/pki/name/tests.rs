use x509_parser::prelude::{FromDer, X509Name};

use super::{serial_text, text};
use crate::pki::der::{OID, SEQUENCE, SET, write};

fn name(parts: &[(&[u8], u8, &[u8])]) -> String {
    let rdns: Vec<u8> = parts
        .iter()
        .flat_map(|(oid, tag, value)| {
            let attribute = write(SEQUENCE, &[&write(OID, &[oid]), &write(*tag, &[value])]);
            write(SET, &[&attribute]).to_vec()
        })
        .collect();
    let der = write(SEQUENCE, &[&rdns]);
    text(&X509Name::from_der(&der).unwrap().1)
}

const CN: &[u8] = &[0x55, 4, 3];
const O: &[u8] = &[0x55, 4, 10];
const UTF8: u8 = 0x0C;

#[test]
fn the_last_part_comes_first() {
    assert_eq!(name(&[(O, UTF8, b"Shop"), (CN, UTF8, b"cart")]), "CN=cart,O=Shop");
    assert_eq!(name(&[]), "");
}

#[test]
fn what_has_a_meaning_is_escaped() {
    assert_eq!(name(&[(CN, UTF8, b" a,b+c\"d\\e<f>g;h#i=j ")]), r#"CN=\ a\,b\+c\"d\\e\<f\>g\;h#i=j\ "#);
    assert_eq!(name(&[(CN, UTF8, b"#1")]), r"CN=\#1");
    assert_eq!(name(&[(CN, UTF8, b" ")]), r"CN=\ ");
}

#[test]
fn a_terminal_cannot_be_steered() {
    assert_eq!(
        name(&[(CN, UTF8, "a\u{1b}[2J\nb\u{202e}c\u{85}".as_bytes())]),
        r"CN=a\1B[2J\0Ab\E2\80\AEc\C2\85"
    );
}

#[test]
fn old_string_types_are_read_and_the_rest_is_hex() {
    assert_eq!(name(&[(CN, 0x1E, &[0, 0x4D, 0, 0xFC])]), "CN=Mü");
    assert_eq!(name(&[(CN, 0x14, &[0xFC])]), "CN=ü");
    assert_eq!(name(&[(CN, 0x1C, &[0, 0, 0, 0x4D])]), "CN=M");
    assert_eq!(name(&[(CN, 0x1E, &[0xD8, 0])]), "CN=#1E02D800");
    assert_eq!(name(&[(&[0x2A, 3, 4], UTF8, b"x")]), "1.2.3.4=#0C0178");
}

#[test]
fn serial_numbers_keep_their_value() {
    for (content, text) in [
        (&[1][..], "01"),
        (&[0], "00"),
        (&[0, 0xFF], "ff"),
        (&[0xFF], "-01"),
        (&[0x80], "-80"),
        (&[0xFF, 0], "-01:00"),
        (&[0x12, 0xAB], "12:ab"),
        (&[], ""),
    ] {
        assert_eq!(serial_text(content), text, "{content:?}");
    }
}
