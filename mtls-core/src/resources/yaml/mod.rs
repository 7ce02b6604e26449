//! The one module that names the YAML crate: a document's text in, its value out, and back.
//!
//! The wrapped reader takes YAML as kubectl does: YAML 1.1 booleans and octal numbers, merge keys, keys once.
//! It is a little wider: booleans in any capitals (`yEs`) are taken, numbers with odd underscores (`1__0`) are text.
//! The wrapped writer quotes whatever a YAML 1.1 reader would take for something else.

mod flow;
mod place;
mod quick;
mod write;

use serde_saphyr::{Options, alias_limits, budget, options};

use super::error::{Position, ResourceError, cut};
use super::limits::Limits;
use super::stream::Piece;
use super::value::DUPLICATE_KEY;
use super::{Map, Value, path};

pub(super) use place::locate;
pub(super) use write::{Layout, write, write_ordered};

/// Whose reading counts where readers of YAML differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// That of kubectl and Istio.
    GoYaml,
    /// That of YAML 1.2, which Envoy's reader keeps to.
    Standard,
}

/// Reads one document. Which one of the stream it is, errors do not say yet.
pub(super) fn read(piece: Piece<'_>, limits: &Limits, dialect: Dialect) -> Result<Value, ResourceError> {
    // What is out of the ordinary or wrong takes the whole way, which says where and what.
    match quick::read(piece.text, limits, dialect) {
        Some(value) => Ok(value),
        None => read_slowly(piece, limits, dialect),
    }
}

/// Reads one document, whatever stands in it.
fn read_slowly(piece: Piece<'_>, limits: &Limits, dialect: Dialect) -> Result<Value, ResourceError> {
    let mended = match dialect {
        Dialect::Standard => None,
        Dialect::GoYaml => flow::mend(piece.text).map_err(|place| {
            let place = (place.line(), place.col().saturating_add(1));
            let at = position(Some(place.0), Some(place.1), piece, limits);
            let reason = "kubectl does not take this text within brackets unless it stands in quotes";
            ResourceError::YamlSyntax { at, reason: reason.to_owned() }
        })?,
    };
    let piece = Piece { text: mended.as_ref().map_or(piece.text, |text| text.as_str()), ..piece };
    serde_saphyr::from_str_with_options(piece.text, options(limits))
        .map_err(|error| refusal(&error, piece, limits))
}

/// How documents are read.
fn options(limits: &Limits) -> Options {
    options! {
        budget: budget! {
            max_depth: limits.max_depth,
            flow_nesting_limit: limits.max_depth.min(255),
            max_nodes: limits.max_nodes,
            max_events: limits.max_nodes.saturating_mul(3),
            max_aliases: limits.max_aliased_nodes,
            max_recorded_anchor_events: limits.max_nodes,
            max_merge_keys: 1_000,
        },
        alias_limits: alias_limits! {
            max_total_replayed_events: limits.max_aliased_nodes.saturating_mul(2),
        },
        // `defaultMode: 0644` is 420 to kubectl.
        legacy_octal_numbers: true,
        // A snippet would put the values of Secrets into messages.
        with_snippet: false,
        emit_comments: false,
    }
}

fn refusal(error: &serde_saphyr::Error, piece: Piece<'_>, limits: &Limits) -> ResourceError {
    use serde_saphyr::Error;
    use serde_saphyr::budget::BudgetBreach as Breach;

    let error = error.without_snippet();
    let number = |n: u64| usize::try_from(n).ok().filter(|n| *n > 0);
    let place = error.location().map(|l| (number(l.line()), number(l.column())));
    let (line, column) = place.unwrap_or_default();
    let at = position(line, column, piece, limits);
    let limit = |what, max| ResourceError::LimitExceeded { at: at.clone(), what, max };
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            ResourceError::DuplicateKey { at, key: cut(key.as_deref().unwrap_or("?")) }
        }
        Error::AliasError { error, .. } => refusal(error, piece, limits),
        Error::AliasReplayLimitExceeded { .. } | Error::AliasReplayStackDepthExceeded { .. } => {
            limit("aliased nodes", limits.max_aliased_nodes)
        }
        Error::Budget { breach, .. } => match breach {
            Breach::Depth { .. } => limit("levels", limits.max_depth),
            Breach::Nodes { .. } | Breach::Events { .. } => limit("nodes", limits.max_nodes),
            Breach::Aliases { .. } | Breach::Anchors { .. } | Breach::AliasAnchorRatio { .. } => {
                limit("aliased nodes", limits.max_aliased_nodes)
            }
            Breach::MergeKeys { .. } => limit("merge keys", 1_000),
            _ => limit("nodes", limits.max_nodes),
        },
        other => {
            let text = other.to_string();
            // The place is said by `at`; messages of the parser end with it too.
            let text = text.split(" at line ").next().unwrap_or_default();
            let text = text.lines().next().unwrap_or_default();
            match text.strip_prefix(DUPLICATE_KEY) {
                Some(key) => ResourceError::DuplicateKey { at, key: cut(key) },
                None if text.contains("nesting") || text.contains("recursion limit") => {
                    limit("levels", limits.max_depth)
                }
                None => ResourceError::YamlSyntax { at, reason: text.chars().take(200).collect() },
            }
        }
    }
}

/// The place in the stream of a place in one of its documents.
fn position(line: Option<usize>, column: Option<usize>, piece: Piece<'_>, limits: &Limits) -> Position {
    Position {
        document: None,
        line: Some(line.map_or(piece.line, |l| l.saturating_add(piece.line).saturating_sub(1))),
        column,
        field: match (line, column) {
            (Some(line), Some(column)) => place::field_at(piece.text, line, column, limits),
            _ => String::new(),
        },
    }
}

#[cfg(test)]
mod tests;
