//! Patterns of file names, as `glob(3)` reads them.

/// Whether the pattern has anything but plain characters.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Whether a path is matched, component by component: `*` and `?` stop at `/`, and a leading dot is matched by a dot alone.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if component(pattern, part) => {}
            _ => return false,
        }
    }
}

/// Whether one component is matched. Takes time of the product of both lengths at most.
pub(super) fn component(pattern: &str, name: &str) -> bool {
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut p, mut n) = (0_usize, 0_usize);
    // Where to go on when the characters after the last `*` do not fit: it takes one more.
    let mut star: Option<(usize, usize)> = None;
    while let Some(&c) = name.get(n) {
        let step = match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p = p.saturating_add(1);
                continue;
            }
            Some('?') => Some(1),
            Some('[') => class(pattern.get(p..).unwrap_or_default(), c),
            Some('\\') if pattern.get(p.saturating_add(1)) == Some(&c) => Some(2),
            Some(&plain) if plain == c => Some(1),
            _ => None,
        };
        match (step, star) {
            (Some(width), _) => {
                p = p.saturating_add(width);
                n = n.saturating_add(1);
            }
            (None, Some((at, taken))) => {
                let taken = taken.saturating_add(1);
                star = Some((at, taken));
                p = at.saturating_add(1);
                n = taken;
            }
            (None, None) => return false,
        }
    }
    pattern.get(p..).is_some_and(|rest| rest.iter().all(|&c| c == '*'))
}

/// The width of a class `[…]` at the head of the pattern, if it has the character. Without an end it is a plain `[`.
fn class(pattern: &[char], c: char) -> Option<usize> {
    let negated = matches!(pattern.get(1), Some('!' | '^'));
    let first: usize = if negated { 2 } else { 1 };
    let length = pattern.iter().skip(first.saturating_add(1)).position(|&c| c == ']');
    let Some(end) = length.and_then(|l| l.checked_add(first)?.checked_add(1)) else {
        return (c == '[').then_some(1);
    };
    let (mut at, mut has) = (first, false);
    while at < end {
        let low = pattern.get(at).copied().unwrap_or(c);
        let range = pattern.get(at.saturating_add(1)) == Some(&'-') && at.saturating_add(2) < end;
        let high = if range { pattern.get(at.saturating_add(2)).copied().unwrap_or(low) } else { low };
        has |= (low..=high).contains(&c);
        at = at.saturating_add(if range { 3 } else { 1 });
    }
    (has != negated).then(|| end.saturating_add(1))
}
