//! Words that are misspelt.

use crate::origin::provider::names::distance;

/// The word of ours that another one stands for by mistake: the same in another case, one letter away, two in a long word, or
/// with two letters swapped. A word of ours stands for itself, which is no mistake.
///
/// Few letters, as the words of modules that are not known here are none of ours.
pub(super) fn meant<'k>(given: &str, ours: &[&'k str]) -> Option<&'k str> {
    if given.len() > LONGEST || ours.contains(&given) {
        return None;
    }
    let lower = given.to_ascii_lowercase();
    let steps = |word: &str| match distance(lower.as_bytes(), word.as_bytes()) {
        2 if letters(&lower) == letters(word) => 1,
        steps => steps,
    };
    let near = ours.iter().map(|word| (steps(word), *word)).min()?;
    (near.0 <= (near.1.len() / FOR_EACH).min(2)).then_some(near.1)
}

/// No word of ours is so long.
const LONGEST: usize = 64;
/// So many letters of a word may have one that is wrong.
const FOR_EACH: usize = 6;

fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// `; did you mean …?`, or nothing.
pub(super) fn question(meant: Option<&str>) -> String {
    meant.map(|word| format!("; did you mean `{word}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_few_letters_are_forgiven_and_no_more() {
        let ours = ["ssl_verify_client", "listen", "verify", "ssl", "crt"];
        for (given, expected) in [
            ("ssl_verfy_client", Some("ssl_verify_client")),
            ("ssl_verify_cleint", Some("ssl_verify_client")),
            ("SSL_Verify_Client", Some("ssl_verify_client")),
            ("ssl_verify_clients_", Some("ssl_verify_client")),
            ("verfiy", Some("verify")),
            ("Verify", Some("verify")),
            ("SSL", Some("ssl")),
            ("lister", Some("listen")),
            ("ssl_verify_client", None),
            ("ssl_verify_depth", None),
            ("ssl_client_verify", None),
            ("verifyhost", None),
            ("crl", None),
            ("", None),
        ] {
            assert_eq!(meant(given, &ours), expected, "{given}");
        }
        assert_eq!(meant(&"a".repeat(100_000), &ours), None);
    }
}
