use super::{INTEGER, OCTET_STRING, Reader, SEQUENCE, write, write_magnitude};

#[test]
fn what_is_written_is_read() {
    for length in [0, 1, 127, 128, 255, 256, 65_535, 65_536] {
        let content = vec![7; length];
        let element = write(OCTET_STRING, &[&content]);
        let mut reader = Reader::new(&element);
        let read = reader.element(OCTET_STRING).unwrap();
        assert_eq!(read.content, content);
        assert_eq!(read.raw, element.as_slice());
        reader.finish().unwrap();
    }
}

#[test]
fn integers_keep_their_sign_byte_out() {
    for magnitude in [&[][..], &[1], &[0x7F], &[0x80], &[0xFF, 0]] {
        let integer = write_magnitude(magnitude);
        assert_eq!(Reader::new(&integer).magnitude().unwrap(), magnitude);
    }
    for bad in [&[INTEGER, 0][..], &[INTEGER, 1, 0x80], &[INTEGER, 2, 0, 1]] {
        assert!(Reader::new(bad).magnitude().is_err(), "{bad:?}");
    }
}

#[test]
fn loose_encodings_are_refused() {
    for (bad, why) in [
        (&[][..], "it ends where an element should begin"),
        (&[SEQUENCE], "it ends inside an element's header"),
        (&[SEQUENCE, 0x80, 0, 0], "an indefinite length, which DER forbids"),
        (&[SEQUENCE, 0x81, 1, 0], "a length that is not written the shortest way"),
        (&[SEQUENCE, 0x82, 0, 0x80], "a length that is not written the shortest way"),
        (&[SEQUENCE, 0x85, 1, 0, 0, 0, 0], "a length above 4 GiB"),
        (&[SEQUENCE, 0x82, 1], "it ends inside an element's header"),
        (&[SEQUENCE, 2, 0], "it is cut off: an element says it is longer"),
        (&[0x3F, 1, 0], "a tag number above 30"),
    ] {
        assert_eq!(Reader::new(bad).next().map(|element| element.tag).unwrap_err(), why, "{bad:02x?}");
    }
    assert_eq!(
        Reader::only(&[SEQUENCE, 0, 0], SEQUENCE).map(|_| ()).unwrap_err(),
        "more stands behind the end"
    );
}
