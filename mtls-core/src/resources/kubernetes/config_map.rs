//! The core `ConfigMap`: CA bundles and the settings of the mesh.

use std::collections::BTreeMap;

use super::{decode, encode};
use crate::finding::rules::kubernetes as rules;
use crate::resources::builder::built;
use crate::resources::kind::{Checker, kind};
use crate::resources::{Builder, names, path};

/// Bytes that the API server takes in all entries together.
const MAX_BYTES: usize = 1 << 20;

kind! {
    /// A core `ConfigMap`.
    ///
    /// ```
    /// use mtls_core::resources::kubernetes::ConfigMap;
    ///
    /// let roots = ConfigMap::new("partner-ca", "shop").entry("ca.crt", "-----BEGIN CERTIFICATE-----\n…").build()?;
    /// assert!(roots.data.unwrap().contains_key("ca.crt"));
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct ConfigMap: "" ["v1"], check {
        /// Whether changes are refused.
        immutable: bool = "immutable",
        /// The entries that are text.
        data: BTreeMap<String, String> = "data",
        /// The entries that are bytes, in Base64.
        binary_data: BTreeMap<String, String> = "binaryData",
    }
}

built!(ConfigMap);

impl Builder<ConfigMap> {
    /// Adds an entry of text.
    pub fn entry(self, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.with(|map| {
            map.data.get_or_insert_default().insert(key.into(), text.into());
        })
    }

    /// Adds an entry of bytes.
    pub fn binary_entry(self, key: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        self.with(|map| {
            let text = encode(bytes.as_ref()).to_string();
            map.binary_data.get_or_insert_default().insert(key.into(), text);
        })
    }

    /// Refuses later changes of the entries.
    pub fn immutable(self) -> Self {
        self.with(|map| map.immutable = Some(true))
    }
}

fn check(map: &ConfigMap, check: &mut Checker) {
    let empty = BTreeMap::new();
    let text = map.data.as_ref().unwrap_or(&empty);
    let binary = map.binary_data.as_ref().unwrap_or(&empty);
    let mut bytes = 0usize;
    for (field, entries) in [("data", text), ("binaryData", binary)] {
        for (key, value) in entries {
            let mut at = field.to_owned();
            path::push_key(&mut at, key);
            if !names::is_data_key(key) {
                check.report(
                    rules::CONFIG_MAP_KEY,
                    at.clone(),
                    "names of entries are letters, digits, `-`, `_` and `.`, at most 253",
                );
            }
            if field == "data" {
                bytes = bytes.saturating_add(value.len());
                continue;
            }
            if text.contains_key(key) {
                check.report(rules::CONFIG_MAP_KEY, at.clone(), "an entry of this name stands in `data` too");
            }
            match decode(value) {
                Ok(value) => bytes = bytes.saturating_add(value.len()),
                Err(_) => check.report(rules::CONFIG_MAP_NOT_BASE64, at, "the value is no Base64"),
            }
        }
    }
    if bytes > MAX_BYTES {
        check.report(
            rules::CONFIG_MAP_TOO_LARGE,
            "data",
            format!("the entries have {bytes} bytes; the API server takes {MAX_BYTES}"),
        );
    }
}
