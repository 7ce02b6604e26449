//! Rotations: the dates of plans, and whether an authority can go; each rule from both sides.

mod plan;
mod record;
mod removal;

use serde_json::Value;
use sha2::Digest as _;

use crate::book::{Book, Case};
use crate::forge::{Authority, Cert, Key, Template};
use crate::verify::{ca_template, leaf_template};
use crate::{END, NOW, START};

const ABOUT: &str = "Plans of rotations, and whether an authority can leave its bundle, made by tests/write_vectors. \
    Certificates are told by their SHA-256, times are in seconds, sequence numbers are texts, a finding is [rule, severity].";

const HOUR: u64 = 3600;
/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799;

struct World {
    book: Book,
    old: Authority,
    new: Authority,
    /// One that nobody uses.
    third: Authority,
    /// An intermediate of the old authority.
    cluster: Authority,
    leaf_key: Key,
}

pub(crate) fn write() {
    let book = Book::new("rotation", ABOUT);
    let [old, new, third] = ["old", "new", "third"].map(|label| root(&book, label, label, |_| {}));
    let key = Key::p256("cluster");
    let cluster = book.forge.below("cluster", &ca_template("cluster", &key), key, &old);
    let mut world = World { book, old, new, third, cluster, leaf_key: Key::p256("leaf") };
    world.plans();
    world.refused();
    world.records();
    world.removals();
    world.overlaps();
    world.odd_chains();
    assert!(world.book.len() >= 70, "{} cases", world.book.len());
    world.book.close();
}

/// A root with this name and a key made from it, valid from START to END.
fn root(book: &Book, label: &str, name: &str, spoil: impl FnOnce(&mut Template)) -> Authority {
    let key = Key::p256(name);
    let mut template = ca_template(name, &key);
    template.valid(START, END);
    spoil(&mut template);
    book.forge.self_signed(label, &template, key)
}

fn sha256(der: &[u8]) -> String {
    sha2::Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hashes(certs: &[&Cert]) -> Vec<String> {
    certs.iter().map(|cert| sha256(&cert.der)).collect()
}

/// The record with another field; null takes it away.
fn with(mut record: Value, key: &str, value: Value) -> Value {
    if value.is_null() {
        record.as_object_mut().unwrap().remove(key);
    } else {
        record[key] = value;
    }
    record
}

impl World {
    fn root(&self, label: &str, name: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        root(&self.book, label, name, spoil).cert
    }

    /// A leaf of a workload of `td`, valid for an hour before and after NOW.
    fn leaf(&self, by: &Authority, label: &str, spoil: impl FnOnce(&mut Template)) -> Cert {
        let mut template = leaf_template();
        template.valid(NOW - HOUR, NOW + HOUR);
        spoil(&mut template);
        self.book.forge.issue(label, &template, &self.leaf_key, by)
    }

    fn put(&mut self, certs: &[&Cert]) -> Vec<Value> {
        certs.iter().map(|cert| self.book.put(cert)).collect()
    }
}
