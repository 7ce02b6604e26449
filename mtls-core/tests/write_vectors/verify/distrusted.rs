//! What a distrust list takes back.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::Digest as _;

use super::{Found, LOW, World, bad, bad_above};
use crate::forge::der::name;
use crate::forge::{Cert, Key, serial as serial_of};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn certificate(cert: &Cert) -> Value {
    json!({"certificate_sha256": hex(&sha2::Sha256::digest(&cert.der)), "reason": "lost"})
}

fn issuer(common_name: &str) -> Value {
    json!({"issuer_der": STANDARD.encode(name(common_name)), "reason": "sold"})
}

fn serial(common_name: &str, serial: &[u8]) -> Value {
    json!({"issuer_der": STANDARD.encode(name(common_name)), "serial": hex(serial), "reason": "misissued"})
}

impl World {
    pub(super) fn distrusted(&mut self) {
        let (root, middle, low) = (self.root.cert.clone(), self.middle.cert.clone(), self.low_leaf.clone());
        let key =
            |key: &Key| json!({"key_sha256": hex(&sha2::Sha256::digest(key.info())), "reason": "stolen"});
        let (of_leaf, of_middle, of_root) = (key(&self.leaf_key), key(&self.middle.key), key(&self.root.key));
        let out = |index| vec![bad("certificate-distrusted", index)];
        let above = || vec![bad_above("certificate-distrusted")];
        // Only what stands in the file keeps its signature from run to run.
        let stranger = Cert { label: "stranger".to_owned(), der: b"somebody else's certificate".to_vec() };
        let table: [(&str, Vec<Value>, Vec<Found>); 14] = [
            ("an empty distrust list", vec![], vec![]),
            ("a leaf on the list", vec![certificate(&low)], out(0)),
            ("an intermediate on the list", vec![certificate(&middle)], out(1)),
            ("an authority on the list", vec![certificate(&root)], above()),
            ("a stranger on the list", vec![certificate(&stranger)], vec![]),
            ("a leaf whose key is on the list", vec![of_leaf], out(0)),
            ("an intermediate whose key is on the list", vec![of_middle], out(1)),
            ("an authority whose key is on the list", vec![of_root], above()),
            ("a leaf whose issuer is on the list", vec![issuer("middle")], out(0)),
            (
                "an intermediate whose issuer is on the list",
                vec![issuer("root")],
                vec![bad("certificate-distrusted", 1), bad_above("certificate-distrusted")],
            ),
            ("an issuer of another name on the list", vec![issuer("middle 2")], vec![]),
            (
                "a leaf whose serial number is on the list",
                vec![serial("middle", &serial_of("leaf of middle"))],
                out(0),
            ),
            ("a serial number of another issuer", vec![serial("root", &serial_of("leaf of middle"))], vec![]),
            (
                "a leaf and an intermediate on the list",
                vec![certificate(&middle), certificate(&stranger), certificate(&low)],
                vec![bad("certificate-distrusted", 0), bad("certificate-distrusted", 1)],
            ),
        ];
        for (name, entries, found) in table {
            let list = json!({"distrusted": entries});
            let case = self.verify(name, &[&low, &middle]).option("distrust", list);
            if found.is_empty() { case.accepted() } else { case.twin(LOW).refused(&found) }
        }
    }
}
