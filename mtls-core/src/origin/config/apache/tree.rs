//! Directives and sections, with the includes in their places and the conditions of start-up decided.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::OriginError;
use super::super::files::ConfigText;
use super::super::reader::{Place, Reader};
use super::modelled::is_harmless;
use crate::finding::{Severity, excerpt};

/// A directive, or a section with what stands in it. Names are in lower case.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) args: Vec<String>,
    /// The arguments as they stand, for directives that split them in their own way.
    pub(super) raw: String,
    pub(super) section: Option<Vec<Node>>,
    pub(super) place: Place,
    /// Whether Apache reads it at all hangs on a condition that is not decided here.
    pub(super) unsure: bool,
}

impl Node {
    pub(super) fn children(&self) -> &[Self] {
        self.section.as_deref().unwrap_or_default()
    }

    pub(super) fn arg(&self, index: usize) -> &str {
        self.args.get(index).map(String::as_str).unwrap_or_default()
    }
}

/// The directives of this name, in a section.
pub(super) fn named<'t>(section: &'t [Node], name: &'t str) -> impl DoubleEndedIterator<Item = &'t Node> {
    section.iter().filter(move |node| node.name == name)
}

/// How many directives and sections there are, in all.
pub(super) fn size(nodes: &[Node]) -> usize {
    nodes.iter().map(|node| size(node.children()).saturating_add(1)).fold(0, usize::saturating_add)
}

/// Modules that are built in wherever Apache is packaged.
const BUILT_IN: [&str; 8] = ["core", "so", "http", "log_config", "logio", "version", "unixd", "watchdog"];
/// Longest text that variables may grow a line to.
const LONGEST_LINE: usize = 64 << 10;

/// Reads files, and knows what was defined so far.
pub(super) struct Loader<'r, 'f> {
    pub(super) reader: &'r mut Reader<'f>,
    defines: BTreeMap<String, String>,
    modules: BTreeSet<String>,
    /// Whether each macro is known to say nothing but hosts of its own, by its name in lower case.
    macros: BTreeMap<String, bool>,
    /// How many sections are open whose condition does not hold: Apache looks for their ends alone.
    skipped: usize,
    /// How many are open whose condition is not decided.
    unsure: usize,
}

impl<'r, 'f> Loader<'r, 'f> {
    pub(super) fn new(reader: &'r mut Reader<'f>) -> Self {
        let (defines, modules, macros) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        Self { reader, defines, modules, macros, skipped: 0, unsure: 0 }
    }

    /// The directives of a file.
    pub(super) fn file(
        &mut self,
        text: &ConfigText,
        included: Option<&Place>,
        (sections, includes): (usize, usize),
    ) -> Result<Vec<Node>, OriginError> {
        self.reader.begin(text, included)?;
        let mut lines = lines(text);
        let mut found = Vec::new();
        self.section(&mut lines, &mut found, None, (sections, includes))?;
        self.reader.leave();
        Ok(found)
    }

    /// Reads to the end of the section that is open, or of the file.
    fn section(
        &mut self,
        lines: &mut impl Iterator<Item = (Place, String)>,
        found: &mut Vec<Node>,
        open: Option<(&str, &Place)>,
        (sections, includes): (usize, usize),
    ) -> Result<(), OriginError> {
        while let Some((place, line)) = lines.next() {
            self.reader.depth(&place, sections, includes)?;
            self.reader.directive(&place)?;
            let line = if self.skipped > 0 { line } else { self.resolve(&line, &place)? };
            if let Some(name) = line.strip_prefix("</") {
                let name = name.trim_end_matches('>').trim();
                return match open {
                    Some((begun, _)) if begun.eq_ignore_ascii_case(name) => Ok(()),
                    _ => Err(place.syntax(format!("`</{}>` closes nothing that is open", excerpt(name)))),
                };
            }
            if let Some(head) = line.strip_prefix('<') {
                let head = match head.trim_end().strip_suffix('>') {
                    Some(head) => head,
                    None if self.skipped > 0 => head,
                    None => return Err(place.syntax("`>` is missing")),
                };
                let (name, raw) = split(head.trim());
                let mut inside = Vec::new();
                let taken = self.taken(name, raw);
                let is_condition = name.len() > 2 && name.to_ascii_lowercase().starts_with("if");
                let (skipped, unsure) = (self.skipped, self.unsure);
                match taken {
                    Some(false) => self.skipped = skipped.saturating_add(1),
                    None if is_condition => self.unsure = unsure.saturating_add(1),
                    _ => {}
                }
                self.section(
                    lines,
                    &mut inside,
                    Some((name, &place)),
                    (sections.saturating_add(1), includes),
                )?;
                (self.skipped, self.unsure) = (skipped, unsure);
                match taken {
                    _ if skipped > 0 => {}
                    Some(true) => found.append(&mut inside),
                    Some(false) => {}
                    None if is_condition => {
                        if inside.iter().any(matters) {
                            let message =
                                format!("whether `<{}>` holds is decided elsewhere", excerpt(&line));
                            self.reader.unresolved(&place, message);
                        }
                        found.append(&mut inside);
                    }
                    None => {
                        let node = Node {
                            name: name.to_ascii_lowercase(),
                            args: words(raw, &place)?,
                            raw: raw.to_owned(),
                            section: Some(inside),
                            place,
                            unsure: unsure > 0,
                        };
                        self.learn(&node);
                        found.push(node);
                    }
                }
                continue;
            }
            if self.skipped > 0 {
                continue;
            }
            let (name, raw) = split(&line);
            let name = name.to_ascii_lowercase();
            // Expressions and patterns have quotes of their own.
            let args = match name.as_str() {
                "require" | "sslrequire" => raw.split_whitespace().map(str::to_owned).collect(),
                _ => words(raw, &place)?,
            };
            self.directive(
                Node { name, args, raw: raw.to_owned(), section: None, place, unsure: self.unsure > 0 },
                found,
                (sections, includes),
            )?;
        }
        match open {
            Some((name, place)) => Err(place.syntax(format!("`<{}>` has no end", excerpt(name)))),
            None => Ok(()),
        }
    }

    fn directive(
        &mut self,
        node: Node,
        found: &mut Vec<Node>,
        (sections, includes): (usize, usize),
    ) -> Result<(), OriginError> {
        match node.name.as_str() {
            "define" => {
                self.defines.insert(node.arg(0).to_owned(), node.arg(1).to_owned());
            }
            "undefine" => {
                self.defines.remove(node.arg(0));
            }
            "loadmodule" => {
                self.modules.insert(module(node.arg(0)));
            }
            "serverroot" if sections == 0 && node.arg(0).starts_with('/') => {
                self.reader.base = node.arg(0).trim_end_matches('/').to_owned();
            }
            "use" => {
                self.reader.unresolved(&node.place, "a macro is used, whose text is not worked out");
                if self.macros.get(&node.arg(0).to_ascii_lowercase()) != Some(&true) {
                    found.push(node);
                }
            }
            "include" | "includeoptional" => {
                let known = self.reader.is_on_disk() && node.name == "includeoptional";
                let severity = if known { Severity::Info } else { Severity::Warning };
                let name = node.arg(0);
                let folder = name.ends_with('/');
                let name = if folder { format!("{name}*") } else { name.to_owned() };
                for text in self.reader.include(&name, &node.place, severity)? {
                    if self.unsure > 0 && self.reader.is_open(&text) {
                        self.reader.unresolved(&node.place, "on a condition a file includes itself");
                        continue;
                    }
                    let depth = (sections, includes.saturating_add(1));
                    found.extend(self.file(&text, Some(&node.place), depth)?);
                }
            }
            _ => found.push(node),
        }
        Ok(())
    }

    /// Remembers of a macro whether it says anything of the host that it is used in.
    fn learn(&mut self, section: &Node) {
        if section.name == "macro" {
            let says = |node: &Node| !is_harmless(&node.name) && node.name != "virtualhost";
            let apart = !section.children().iter().any(says);
            let known = self.macros.entry(section.arg(0).to_ascii_lowercase()).or_insert(true);
            *known &= apart;
        }
    }

    /// Whether the section is a condition of start-up that holds; `None` where it is none, or not to be decided.
    fn taken(&self, name: &str, raw: &str) -> Option<bool> {
        let argument = raw.trim().trim_matches('"');
        let (argument, negated) = argument.strip_prefix('!').map_or((argument, false), |rest| (rest, true));
        match name.to_ascii_lowercase().as_str() {
            // What is not defined here may be so on the command line.
            "ifdefine" => self.defines.contains_key(argument).then_some(!negated),
            "ifmodule" => {
                let wanted = module(argument);
                let built_in = BUILT_IN.contains(&wanted.as_str()) || wanted.starts_with("mpm");
                let loaded = built_in || self.modules.contains(&wanted);
                // Where no module is named they are loaded elsewhere, which then is known of these alone.
                let known =
                    !self.modules.is_empty() || built_in || ["ssl", "authz_core"].contains(&wanted.as_str());
                known.then_some((loaded || self.modules.is_empty()) != negated)
            }
            "ifversion" => version(argument).map(|holds| holds != negated),
            _ => None,
        }
    }

    /// The line with `${name}` replaced by what was defined; what was not defined stays.
    fn resolve(&self, line: &str, place: &Place) -> Result<String, OriginError> {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once("${") {
            out.push_str(before);
            let known =
                behind.split_once('}').and_then(|(name, behind)| Some((self.defines.get(name)?, behind)));
            match known {
                Some((value, behind)) => {
                    out.push_str(value);
                    rest = behind;
                }
                None => {
                    out.push_str("${");
                    rest = behind;
                }
            }
            if out.len() > LONGEST_LINE {
                return Err(place.syntax("variables make the line longer than any"));
            }
        }
        out.push_str(rest);
        Ok(out)
    }
}

/// Whether it may change what is asked for and who is let in.
fn matters(node: &Node) -> bool {
    let own = !is_harmless(&node.name) && (node.section.is_none() || node.name == "virtualhost");
    // Rules of a folder prove nothing, and sections by path are put over them.
    let folder = node.name == "directory";
    own || node.children().iter().any(|inner| matters(inner) && !(folder && is_of_folders(inner)))
}

fn is_of_folders(node: &Node) -> bool {
    match node.name.as_str() {
        "require" | "requireall" | "requireany" | "requirenone" => true,
        "allowoverride" => node.arg(0).eq_ignore_ascii_case("none"),
        _ => false,
    }
}

/// `ssl` of `ssl_module`, `mod_ssl.c` and `mod_ssl`.
fn module(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".c").unwrap_or(&name);
    let name = name.strip_prefix("mod_").unwrap_or(name);
    name.strip_suffix("_module").unwrap_or(name).to_owned()
}

/// Whether `>= 2.4` and the like hold for every 2.4; `None` where its patch decides.
fn version(condition: &str) -> Option<bool> {
    let at = condition.find(|c: char| c.is_ascii_digit())?;
    let (operator, number) = condition.split_at_checked(at)?;
    let mut parts = number.trim().split('.').map(|part| part.parse::<u32>().ok());
    let (major, minor, patch) = (parts.next()??, parts.next().flatten().unwrap_or(0), parts.next());
    let order = (2_u32, 4_u32).cmp(&(major, minor));
    if order.is_eq() && patch.is_some() {
        return None;
    }
    match operator.trim() {
        ">=" => Some(order.is_ge()),
        ">" if patch.is_none() && order.is_eq() => None,
        ">" => Some(order.is_gt()),
        "<=" if patch.is_none() && order.is_eq() => None,
        "<=" => Some(order.is_le()),
        "<" => Some(order.is_lt()),
        "" | "=" | "==" => Some(order.is_eq()),
        _ => None,
    }
}

/// Lines with what is continued on the next one, without comments and empty ones.
fn lines(text: &ConfigText) -> impl Iterator<Item = (Place, String)> {
    let file: Arc<str> = text.name.as_str().into();
    let body = text.text.clone();
    let mut at = 0_usize;
    let mut line = 0_usize;
    std::iter::from_fn(move || {
        loop {
            let rest = body.get(at..).filter(|rest| !rest.is_empty())?;
            let begin = line.saturating_add(1);
            let mut joined = String::new();
            for one in rest.split_inclusive('\n') {
                at = at.saturating_add(one.len());
                line = line.saturating_add(1);
                let one = one.trim_end_matches(['\n', '\r']);
                match one.strip_suffix('\\') {
                    Some(continued) => joined.push_str(continued),
                    None => {
                        joined.push_str(one);
                        break;
                    }
                }
            }
            let joined = joined.trim().trim_start_matches('\u{FEFF}');
            if !joined.is_empty() && !joined.starts_with('#') {
                return Some((Place { file: file.clone(), line: begin }, joined.to_owned()));
            }
        }
    })
}

/// The first word and the rest.
fn split(line: &str) -> (&str, &str) {
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (name, rest.trim())
}

/// Arguments: words, quoted or not; in quotes a backslash takes the meaning from a quote and from itself.
pub(super) fn words(text: &str, place: &Place) -> Result<Vec<String>, OriginError> {
    let mut found = Vec::new();
    let mut chars = text.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let Some(&first) = chars.peek() else { return Ok(found) };
        let mut word = String::new();
        if first == '"' || first == '\'' {
            chars.next();
            loop {
                match chars.next() {
                    None => return Err(place.syntax("a quoted text has no end")),
                    Some(c) if c == first => break,
                    Some('\\') if chars.peek().is_some_and(|&c| c == first || c == '\\') => {
                        word.extend(chars.next())
                    }
                    Some(c) => word.push(c),
                }
            }
        } else {
            while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                word.push(c);
            }
        }
        found.push(word);
    }
}
