//! YAML and JSON texts: each document read or refused; what is read is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mtls_core::resources::{
    Manifest, check_yaml, read_json, read_yaml, read_yaml_bytes, validate_all, write_json, write_yaml,
};

fuzz_target!(|input: &[u8]| {
    let manifests: Vec<Manifest> = read_yaml_bytes(input).into_iter().flatten().collect();
    let _ = validate_all(&manifests);
    // Written out, what aliases repeat may be more than is taken.
    if let Ok(text) = write_yaml(&manifests) {
        let again: Result<Vec<Manifest>, _> = read_yaml(&text).into_iter().collect();
        assert_eq!(again.as_ref(), Ok(&manifests), "the written stream reads differently:\n{text}");
        assert_eq!(again.map(|again| write_yaml(&again)), Ok(Ok(text)), "the bytes are not stable");
    }
    for (manifest, text) in manifests.iter().filter_map(|one| Some((one, write_json(one).ok()?))) {
        let again = read_json(&text).into_iter().collect::<Result<Vec<_>, _>>();
        assert_eq!(again.as_deref(), Ok(std::slice::from_ref(manifest)), "the JSON form reads differently");
    }
    if let Ok(text) = std::str::from_utf8(input) {
        let _ = (check_yaml(text, Some("input.yaml")), read_json(text));
    }
});
