use super::{ExtendedKeyUsage, KeyUsage};
use crate::pki::public_key::{dotted, magnitude_bits};

#[test]
fn purposes_keep_their_names() {
    for (oid, name) in [
        ("1.3.6.1.5.5.7.3.1", "serverAuth"),
        ("1.3.6.1.5.5.7.3.9", "OCSPSigning"),
        ("2.5.29.37.0", "anyExtendedKeyUsage"),
        ("1.2.3", "1.2.3"),
    ] {
        assert_eq!(ExtendedKeyUsage::from_oid(oid).as_str(), name);
    }
    for usage in KeyUsage::ALL {
        assert_eq!(serde_json::to_value(usage).unwrap(), usage.as_str());
    }
}

#[test]
fn object_identifiers_are_written_dotted() {
    for (bytes, text) in [
        (&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7][..], "1.2.840.10045.3.1.7"),
        (&[0x55, 0x1D, 0x11], "2.5.29.17"),
        (&[0x88, 0x37], "2.999"),
        (&[0x00], "0.0"),
        (&[], "?"),
        (&[0x2A, 0x86], "?"),
        (&[0xFF; 30], "?"),
    ] {
        assert_eq!(dotted(bytes), text, "{bytes:02x?}");
    }
}

#[test]
fn bits_are_counted_without_leading_zeros() {
    for (magnitude, bits) in [(&[][..], 0), (&[1], 1), (&[0x80], 8), (&[1, 0], 9), (&[0xFF; 256], 2048)] {
        assert_eq!(magnitude_bits(magnitude), bits);
    }
}
