//! Where the documents of a YAML stream begin and end.
//!
//! A line that starts with `---` or `...` and goes on with white space or ends there is a document marker
//! wherever it stands (YAML 1.2.2 section 9.1.2): not even a block scalar or quoted text may contain one. So a stream
//! is cut before it is parsed, and a broken document cannot take the others with it. A byte order mark may stand at the
//! beginning of each.

/// U+FEFF, which says that a text is UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// One document's text and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// Line of the text's first line in the stream, counted from 1.
    pub(super) line: usize,
}

/// Cuts `stream` into its documents. Pieces without content (blank, comments) are left out.
pub(super) fn documents(stream: &str) -> Vec<Piece<'_>> {
    let stream = stream.strip_prefix(BYTE_ORDER_MARK).unwrap_or(stream);
    let mut pieces = Vec::new();
    let (mut start, mut start_line) = (0usize, 1usize);
    let (mut at, mut line) = (0usize, 1usize);
    // Directives belong to the `---` that follows them; after it there can be none.
    let (mut directives, mut opened, mut content) = (false, false, false);
    let mut close = |from: usize, to: usize, line: usize, content: bool| {
        if let (true, Some(text)) = (content, stream.get(from..to)) {
            pieces.push(Piece { text, line });
        }
    };
    for text in stream.split_inclusive('\n') {
        let next = at.saturating_add(text.len());
        let next_line = line.saturating_add(1);
        let end = at;
        let unmarked = text.strip_prefix(BYTE_ORDER_MARK);
        let text = match unmarked.filter(|text| !content || is_marker(text, "---")) {
            // Where files were joined; what stands before it in its document is comments and the marker.
            Some(unmarked) => {
                at = at.saturating_add(BYTE_ORDER_MARK.len_utf8());
                if !content && !directives {
                    (start, start_line) = (at, line);
                }
                unmarked
            }
            None => text,
        };
        if is_marker(text, "---") {
            if !directives || content {
                close(start, end, start_line, content);
                (start, start_line) = (at, line);
            }
            (directives, opened) = (false, true);
            content = has_content(text.get(3..).unwrap_or_default());
        } else if is_marker(text, "...") {
            // The parser must see what follows the marker on its line, were it no comment.
            let stray = has_content(text.get(3..).unwrap_or_default());
            close(start, if stray { next } else { end }, start_line, content || stray || directives);
            (start, start_line) = (next, next_line);
            (directives, opened, content) = (false, false, false);
        } else if text.starts_with('%') && !content && !opened {
            directives = true;
        } else {
            content = content || has_content(text);
        }
        (at, line) = (next, next_line);
    }
    close(start, stream.len(), start_line, content || directives);
    pieces
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

fn has_content(line: &str) -> bool {
    let line = line.trim_matches([' ', '\t', '\n', '\r']);
    !line.is_empty() && !line.starts_with('#')
}
