//! From when to when (RFC 5280 section 6.1.3).

use super::{GOOD, LOW, World, bad, bad_above};
use crate::{DAY, END, NOW, START};

const FIRST: &str = "the first second of the leaf";
const LAST: &str = "the last second of the leaf";

impl World {
    pub(super) fn times(&mut self) {
        let leaf = self.leaf.clone();
        self.verify(FIRST, &[&leaf]).at(START).accepted();
        self.verify(LAST, &[&leaf]).at(END).accepted();
        self.verify("a second before the leaf", &[&leaf])
            .at(START - 1)
            .twin(FIRST)
            .refused(&[bad("leaf-not-yet-valid", 0)]);
        self.verify("a second after the leaf", &[&leaf])
            .at(END + 1)
            .twin(LAST)
            .refused(&[bad("leaf-expired", 0)]);
        self.above();
        self.clocks();
        self.forms();
    }

    fn above(&mut self) {
        let root = self.root.cert.clone();
        let brief = self.below(&self.root, "brief", "brief", |t| t.valid(NOW - DAY, NOW + DAY));
        let low = self.leaf_of(&brief, "leaf of brief", |_| ());
        let chain = [&low, &brief.cert];
        let (first, last) = ("the first second of an intermediate", "the last second of an intermediate");
        self.verify(first, &chain).at(NOW - DAY).until(NOW + DAY).accepted();
        self.verify(last, &chain).at(NOW + DAY).until(NOW + DAY).accepted();
        self.verify("a second before an intermediate", &chain)
            .at(NOW - DAY - 1)
            .twin(first)
            .refused(&[bad("issuer-not-yet-valid", 1)]);
        self.verify("a second after an intermediate", &chain)
            .at(NOW + DAY + 1)
            .twin(last)
            .refused(&[bad("issuer-expired", 1)]);

        let brief = self.authority("brief root", "brief root", |t| t.valid(NOW - DAY, NOW + DAY));
        let leaf = self.leaf_of(&brief, "leaf of brief root", |_| ());
        let (first, last) = ("the first second of an authority", "the last second of an authority");
        let at = |world: &mut Self, name: &str, seconds, twin: &str, rule| {
            let case = world.verify(name, &[&leaf]).trusts("td", &[&brief.cert]).at(seconds);
            case.twin(twin).refused(&[bad_above(rule)]);
        };
        for (name, seconds) in [(first, NOW - DAY), (last, NOW + DAY)] {
            let case = self.verify(name, &[&leaf]).trusts("td", &[&brief.cert]);
            case.at(seconds).until(NOW + DAY).accepted();
        }
        at(self, "a second before an authority", NOW - DAY - 1, first, "authority-not-yet-valid");
        at(self, "a second after an authority", NOW + DAY + 1, last, "authority-expired");

        let early = self.leaf_of(&self.middle, "leaf that ended", |t| t.valid(START, NOW - DAY));
        let ended = self.below(&self.root, "ended", "ended", |t| t.valid(START, NOW - DAY));
        let low = self.leaf_of(&ended, "ended leaf of ended", |t| t.valid(START, NOW - DAY));
        let middle = self.middle.cert.clone();
        self.verify("a leaf that ended below an intermediate", &[&early, &middle])
            .twin(LOW)
            .refused(&[bad("leaf-expired", 0)]);
        self.verify("a leaf and an intermediate that ended", &[&low, &ended.cert])
            .twin(LOW)
            .refused(&[bad("issuer-expired", 1), bad("leaf-expired", 0)]);
        let new = self.authority("root, rotated long ago", "root", |_| ());
        let leaf = self.leaf_of(&new, "ended leaf of root, rotated long ago", |t| t.valid(START, NOW - DAY));
        self.verify("a leaf that ended, of an authority that was rotated", &[&leaf])
            .twin(GOOD)
            .refused(&[bad("authority-rotated", 0), bad("leaf-expired", 0)]);
        let longer = self.leaf("outlives its issuer", |t| t.valid(START, END + 9999 * DAY));
        self.verify("a leaf that outlives its authority", &[&longer])
            .trusts("td", &[&root])
            .until(END + 3650 * DAY)
            .accepted();
    }

    fn clocks(&mut self) {
        let (leaf, low, middle) = (self.leaf.clone(), self.low_leaf.clone(), self.middle.cert.clone());
        let root = self.root.cert.clone();
        self.verify("a clock before everything", &[&leaf]).at(0).twin(FIRST).refused(&[
            bad("clock-skew", 0),
            bad_above("authority-not-yet-valid"),
            bad("leaf-not-yet-valid", 0),
        ]);
        self.verify("a clock after everything", &[&low, &middle]).at(END + 9999 * DAY).twin(LOW).refused(&[
            bad("clock-skew", 0),
            bad_above("authority-expired"),
            bad("issuer-expired", 1),
            bad("leaf-expired", 0),
        ]);
        let brief = self.leaf("brief leaf", |t| t.valid(NOW, NOW));
        self.verify("a leaf of one second", &[&brief]).until(NOW).accepted();
        self.verify("a leaf of one second, a second later", &[&brief])
            .trusts("td", &[&root])
            .at(NOW + 1)
            .twin("a leaf of one second")
            .refused(&[bad("leaf-expired", 0)]);
        let never = self.leaf("never valid", |t| t.valid(NOW + DAY, NOW - DAY));
        self.verify("a leaf that ends before it begins", &[&never])
            .twin("a leaf of one second")
            .refused(&[bad("leaf-expired", 0)]);
    }

    /// UTCTime up to 2049, GeneralizedTime after (RFC 5280 section 4.1.2.5).
    fn forms(&mut self) {
        const END_OF_2049: u64 = 2_524_607_999;
        const END_OF_TIME: u64 = 253_402_300_799;
        for (name, until) in [
            ("an end in the last second of 2049", END_OF_2049),
            ("an end in the first second of 2050", END_OF_2049 + 1),
            ("an end that is not known", END_OF_TIME),
        ] {
            let lasting = self.authority(&format!("over {name}"), name, |t| t.valid(0, END_OF_TIME));
            let leaf = self.leaf_of(&lasting, name, |t| t.valid(0, until));
            self.verify(name, &[&leaf]).trusts("td", &[&lasting.cert]).at(until).until(until).accepted();
        }
    }
}
