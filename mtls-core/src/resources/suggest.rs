//! Did you mean …?

use super::error::cut;

/// The candidate that `seen` was most likely meant to be: the same in another case or with other
/// separators, or at most two letters (a third of the word) away.
pub(super) fn closest<'a>(seen: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(seen);
    // No field or spelling is longer; a hostile one need not be compared.
    if folded.len() > 64 {
        return None;
    }
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let target = fold(candidate);
            let apart = target.len().abs_diff(folded.len());
            let distance = if apart > 2 { apart } else { distance(&folded, &target) };
            let prefix = target.len().min(folded.len()) >= 4
                && (target.starts_with(&folded) || folded.starts_with(&target));
            let near = distance.saturating_mul(3) <= target.len().max(3) && distance <= 2;
            (near || prefix).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What is said of a text that is none of these spellings, and what to write where that is plain.
pub(super) fn none_of(seen: &str, spellings: &[&str]) -> (String, Option<String>) {
    let mut message = format!("`{}` is not one of {}", cut(seen), spellings.join(", "));
    let help = closest(seen, spellings.iter().copied()).map(|meant| {
        message.push_str(&format!("; did you mean `{meant}`?"));
        format!("Write `{meant}`, in exactly this spelling.")
    });
    (message, help)
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '.')).flat_map(char::to_lowercase).collect()
}

/// Edit distance with neighbours swapped at a cost of one, as typing errors go.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (i, ca) in a.chars().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i.saturating_add(1));
        for (j, cb) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX);
            let next = j.saturating_add(1);
            let mut best = at(&last, j).saturating_add(usize::from(ca != *cb));
            best = best.min(at(&last, next).saturating_add(1)).min(at(&row, j).saturating_add(1));
            if j > 0 && previous == Some(*cb) && b.get(j.saturating_sub(1)) == Some(&ca) {
                best = best.min(at(&before, j.saturating_sub(1)).saturating_add(1));
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
        previous = Some(ca);
    }
    last.last().copied().unwrap_or(usize::MAX)
}
