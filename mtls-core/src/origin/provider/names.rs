//! The name that was meant.

/// The known name that is nearest to what was given: a beginning, or at most a third of its letters away.
pub(super) fn closest(given: &str, known: &[&'static str]) -> Option<&'static str> {
    // Nobody means a name by a text that is much longer.
    if given.is_empty() || given.len() > 64 {
        return None;
    }
    let given = given.to_ascii_lowercase().replace(['_', ' '], "-");
    if let Some(name) =
        known.iter().find(|name| name.starts_with(given.as_str()) || given.starts_with(**name))
    {
        return Some(name);
    }
    let far = |name: &str| distance(given.as_bytes(), name.as_bytes());
    let nearest = known.iter().map(|name| (far(name), *name)).min()?;
    let (steps, name) = nearest;
    (steps.saturating_mul(3) <= name.len()).then_some(name)
}

/// How many letters must be added, taken away or changed.
pub(in crate::origin) fn distance(from: &[u8], to: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, a) in from.iter().enumerate() {
        let mut diagonal = line;
        let mut left = line.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(to) {
            let change = diagonal.saturating_add(usize::from(a != b));
            diagonal = *cell;
            left = change.min(cell.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}
