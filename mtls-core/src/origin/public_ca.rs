//! CAs that issue to everybody who asks, known by their names.

/// What stands in their names, in small letters.
const PUBLIC: [&str; 12] = [
    "let's encrypt",
    "isrg root",
    "digicert",
    "globalsign",
    "sectigo",
    "comodo",
    "google trust services",
    "gts root",
    "amazon root",
    "entrust root",
    "godaddy",
    "usertrust",
];

/// Whether a CA of this name issues certificates to the public: whoever trusts it for clients trusts everybody.
pub(super) fn issues_to_the_public(subject: &str) -> bool {
    let subject = subject.to_ascii_lowercase();
    PUBLIC.iter().any(|word| subject.contains(word))
}
