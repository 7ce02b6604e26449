//! Directives in directives, with the includes in their places.

use super::super::OriginError;
use super::super::files::ConfigText;
use super::super::reader::{Place, Reader};
use super::lexer::{Lexer, Token};
use crate::finding::{Severity, excerpt};

/// A directive with its arguments and, for a block, what stands in it.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    pub(super) name: String,
    pub(super) args: Vec<String>,
    pub(super) block: Option<Vec<Directive>>,
    pub(super) place: Place,
}

/// Files of nginx's own and of Debian's that say nothing of clients.
const HARMLESS: [&str; 10] = [
    "mime.types",
    "fastcgi.conf",
    "fastcgi_params",
    "uwsgi_params",
    "scgi_params",
    "proxy_params",
    "koi-utf",
    "koi-win",
    "win-utf",
    "ssl-dhparams.pem",
];

impl Directive {
    /// The directives in its block.
    pub(super) fn children(&self) -> &[Self] {
        self.block.as_deref().unwrap_or_default()
    }

    /// The argument at `index`, or nothing.
    pub(super) fn arg(&self, index: usize) -> &str {
        self.args.get(index).map(String::as_str).unwrap_or_default()
    }

    /// Whether its argument is this word of a fixed set; nginx reads those in any case.
    pub(super) fn says(&self, word: &str) -> bool {
        self.arg(0).eq_ignore_ascii_case(word)
    }
}

/// The directives of this name in a block.
pub(super) fn named<'t>(
    block: &'t [Directive],
    name: &'t str,
) -> impl DoubleEndedIterator<Item = &'t Directive> {
    block.iter().filter(move |directive| directive.name == name)
}

/// The directives of a file, includes among them.
pub(super) fn read(reader: &mut Reader<'_>, text: &ConfigText) -> Result<Vec<Directive>, OriginError> {
    file(reader, text, None, (0, 0))
}

fn file(
    reader: &mut Reader<'_>,
    text: &ConfigText,
    included: Option<&Place>,
    (blocks, includes): (usize, usize),
) -> Result<Vec<Directive>, OriginError> {
    reader.begin(text, included)?;
    let mut lexer = Lexer::new(&text.name, &text.text);
    let mut found = Vec::new();
    let closed = block(reader, &mut lexer, &mut found, blocks, includes)?;
    reader.leave();
    if closed { Err(lexer.place().syntax("`}` closes nothing")) } else { Ok(found) }
}

/// Reads directives to the end of the block, and says whether it was a brace that ended it.
fn block(
    reader: &mut Reader<'_>,
    lexer: &mut Lexer<'_>,
    found: &mut Vec<Directive>,
    blocks: usize,
    includes: usize,
) -> Result<bool, OriginError> {
    reader.depth(&lexer.place(), blocks, includes)?;
    let mut words: Vec<String> = Vec::new();
    let mut begin: Option<Place> = None;
    while let Some((token, place)) = lexer.next()? {
        let at = begin.clone().unwrap_or_else(|| place.clone());
        match token {
            Token::Word(word) => {
                words.push(word);
                begin.get_or_insert(place);
                continue;
            }
            Token::Close if words.is_empty() => return Ok(true),
            Token::Close => return Err(place.syntax("`;` is missing before `}`")),
            Token::End | Token::Open if words.is_empty() => {
                return Err(place.syntax("a directive has no name"));
            }
            Token::End => {
                let mut args = std::mem::take(&mut words).into_iter();
                let name = args.next().unwrap_or_default();
                reader.directive(&at)?;
                if name == "include" {
                    include(reader, args, &at, found, blocks, includes)?;
                } else {
                    found.push(Directive { name, args: args.collect(), block: None, place: at });
                }
            }
            Token::Open => {
                let mut args = std::mem::take(&mut words).into_iter();
                let name = args.next().unwrap_or_default();
                reader.directive(&at)?;
                let mut children = Vec::new();
                if name.ends_with("_by_lua_block") {
                    lexer.skip_lua()?;
                } else if !block(reader, lexer, &mut children, blocks.saturating_add(1), includes)? {
                    return Err(at.syntax(format!("the block `{}` has no end", excerpt(&name))));
                }
                found.push(Directive { name, args: args.collect(), block: Some(children), place: at });
            }
        }
        begin = None;
    }
    match begin {
        Some(at) => Err(at.syntax("`;` or `{` is missing behind a directive")),
        None => Ok(false),
    }
}

fn include(
    reader: &mut Reader<'_>,
    mut args: impl Iterator<Item = String>,
    place: &Place,
    found: &mut Vec<Directive>,
    blocks: usize,
    includes: usize,
) -> Result<(), OriginError> {
    let (Some(name), None) = (args.next(), args.next()) else {
        return Err(place.syntax("`include` takes one name"));
    };
    let last = name.rsplit('/').next().unwrap_or_default();
    let severity = if HARMLESS.contains(&last) { Severity::Info } else { Severity::Warning };
    for text in reader.include(&name, place, severity)? {
        found.extend(file(reader, &text, Some(place), (blocks, includes.saturating_add(1)))?);
    }
    Ok(())
}
