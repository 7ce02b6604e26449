//! Texts that are known in part, and whether they match.

/// What is known of a text: how it begins, and whether anything may follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The beginning, or the whole.
    pub(super) text: String,
    /// Something that is not known follows, or nothing.
    pub(super) open: bool,
    /// It is a digest or the like of another's making: never empty, and never one that is long and known.
    pub(super) foreign: bool,
}

/// A digest of fewer characters is found by trying.
const DIGEST: usize = 40;

impl Known {
    /// This and nothing else.
    pub(super) fn whole(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// This, and then anything.
    pub(super) fn begins(text: &str) -> Self {
        Self { text: text.to_owned(), open: true, foreign: false }
    }

    /// A digest of what someone made himself.
    pub(super) fn foreign() -> Self {
        Self { text: String::new(), open: true, foreign: true }
    }

    /// Whether it is this text.
    pub(super) fn equals(&self, other: &Self) -> Option<bool> {
        for (one, other) in [(self, other), (other, self)] {
            if one.foreign && !other.open && (other.text.is_empty() || other.text.len() >= DIGEST) {
                return Some(false);
            }
        }
        match (self.open, other.open) {
            (false, false) => Some(self.text == other.text),
            (true, false) if !other.text.starts_with(&self.text) => Some(false),
            (false, true) if !self.text.starts_with(&other.text) => Some(false),
            (true, true) if !self.text.starts_with(&other.text) && !other.text.starts_with(&self.text) => {
                Some(false)
            }
            _ => None,
        }
    }

    /// Whether a regular expression matches. `None` also for expressions beyond plain texts, `.`, `^`, `$`, groups of
    /// alternatives and `.*` at the ends.
    pub(super) fn matches(&self, pattern: &str, ignore_case: bool) -> Option<bool> {
        let fold = |text: &str| if ignore_case { text.to_lowercase() } else { text.to_owned() };
        let text: Vec<char> = fold(&self.text).chars().collect();
        let mut sure = true;
        for one in alternatives(&fold(pattern))? {
            if self.foreign
                && one.start
                && one.end
                && one.text.len() >= DIGEST
                && one.text.iter().all(Option::is_some)
            {
                continue;
            }
            match one.matches(&text, self.open) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => sure = false,
            }
        }
        sure.then_some(false)
    }
}

/// A plain text (`None` for any character) that stands at the beginning, at the end, or anywhere.
struct Plain {
    start: bool,
    text: Vec<Option<char>>,
    end: bool,
}

impl Plain {
    fn matches(&self, text: &[char], open: bool) -> Option<bool> {
        let fits = |at: usize, known: &[char]| {
            let length = self.text.len().min(known.len().saturating_sub(at));
            let part = known.iter().skip(at).take(length);
            part.zip(&self.text).all(|(c, wanted)| wanted.is_none_or(|wanted| wanted == *c))
        };
        let whole = |at: usize| at.saturating_add(self.text.len()) <= text.len() && fits(at, text);
        if !open {
            let last = text.len().checked_sub(self.text.len());
            return Some(match (self.start, self.end, last) {
                (_, _, None) => false,
                (true, true, Some(last)) => last == 0 && whole(0),
                (true, false, Some(_)) => whole(0),
                (false, true, Some(last)) => whole(last),
                (false, false, Some(last)) => (0..=last).any(whole),
            });
        }
        match (self.start, self.end) {
            (true, false) if whole(0) => Some(true),
            (true, true) if text.len() > self.text.len() => Some(false),
            (true, _) if !fits(0, text) => Some(false),
            (false, false) if (0..=text.len()).any(whole) => Some(true),
            _ => None,
        }
    }
}

/// Patterns longer than this are not looked into.
const LONGEST: usize = 1024;

/// The alternatives of a pattern: `^(a|b)$`, `a|b`, `a`.
fn alternatives(pattern: &str) -> Option<Vec<Plain>> {
    if pattern.len() > LONGEST {
        return None;
    }
    let inner = pattern.strip_prefix('^');
    let start = inner.is_some();
    let inner = inner.unwrap_or(pattern);
    let ending = inner.strip_suffix('$').filter(|rest| !rest.ends_with('\\'));
    let end = ending.is_some();
    let inner = ending.unwrap_or(inner);
    let group =
        inner.strip_prefix("(?:").or_else(|| inner.strip_prefix('(')).and_then(|rest| rest.strip_suffix(')'));
    if let Some(group) = group
        && !group.contains(['(', ')'])
    {
        return group.split('|').map(|one| plain(one, start, end)).collect();
    }
    // Without a group each alternative has its own anchors.
    pattern
        .split('|')
        .map(|one| {
            let (text, start) = one.strip_prefix('^').map_or((one, false), |rest| (rest, true));
            let ending = text.strip_suffix('$').filter(|rest| !rest.ends_with('\\'));
            plain(ending.unwrap_or(text), start, ending.is_some())
        })
        .collect()
}

fn plain(text: &str, mut start: bool, mut end: bool) -> Option<Plain> {
    let mut text = text;
    let mut found = Vec::new();
    if let Some(rest) = text.strip_prefix(".*") {
        (text, start) = (rest, false);
    } else if let Some(rest) = text.strip_prefix(".+") {
        (text, start) = (rest, false);
        found.push(None);
    }
    let mut more = false;
    if let Some(rest) = text.strip_suffix(".*").filter(|rest| !rest.ends_with('\\')) {
        (text, end) = (rest, false);
    } else if let Some(rest) = text.strip_suffix(".+").filter(|rest| !rest.ends_with('\\')) {
        (text, end, more) = (rest, false, true);
    }
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '.' => found.push(None),
            '\\' => match chars.next() {
                Some(c) if !c.is_ascii_alphanumeric() => found.push(Some(c)),
                _ => return None,
            },
            '*' | '+' | '?' | '[' | ']' | '(' | ')' | '{' | '}' | '^' | '$' | '|' => return None,
            c => found.push(Some(c)),
        }
    }
    if more {
        found.push(None);
    }
    Some(Plain { start, text: found, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_in_part_matches_in_part() {
        let failed = Known::begins("FAILED:");
        assert_eq!(failed.equals(&Known::whole("SUCCESS")), Some(false));
        assert_eq!(failed.equals(&Known::whole("FAILED:expired")), None);
        assert_eq!(Known::whole("NONE").equals(&Known::whole("NONE")), Some(true));
        let cases = [
            (Known::whole("SUCCESS"), "^SUCCESS$", Some(true)),
            (Known::whole("NONE"), "SUCCESS", Some(false)),
            (Known::whole("NONE"), "^(NONE|FAILED)", Some(true)),
            (Known::whole("NONE"), "NONE|FAILED", Some(true)),
            (Known::whole("XSUCCESS"), "^SUCCESS", Some(false)),
            (failed.clone(), "^FAILED", Some(true)),
            (failed.clone(), "^SUCCESS", Some(false)),
            (failed.clone(), "^FAILED:expired$", None),
            (failed.clone(), "^FAILED$", Some(false)),
            (failed.clone(), "SUCCESS", None),
            (failed, "FAILED", Some(true)),
            (Known::whole(""), "CN=edge.example", Some(false)),
            (Known::whole(""), ".+", Some(false)),
            (Known::whole("a"), ".+", Some(true)),
            (Known::whole(""), ".*", Some(true)),
            (Known::begins(""), "CN=edge", None),
            (Known::whole("abc"), "a.c", Some(true)),
            (Known::whole("abc"), "a[b]c", None),
            (Known::whole("abc"), "^ab", Some(true)),
            (Known::whole("abc"), "bc$", Some(true)),
            (Known::whole("abc"), "^b", Some(false)),
        ];
        for (text, pattern, expected) in cases {
            assert_eq!(text.matches(pattern, false), expected, "{text:?} {pattern}");
        }
        assert_eq!(Known::whole("none").matches("NONE", true), Some(true));
        assert_eq!(Known::whole("none").matches("NONE", false), Some(false));
    }
}
