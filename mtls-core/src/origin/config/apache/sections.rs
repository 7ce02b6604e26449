//! The sections of a host in the order that they are merged in: folders and files, then locations, then conditions.

use super::super::client::Client;
use super::expr::holds;
use super::paths::{Proxying, is_for_challenges, taken_by, takes_root};
use super::rules::{grants, unquoted, vetoes};
use super::setting;
use super::tree::Node;
use super::truth::Truth;
use super::variables::Syntax;

/// A section that may have a say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layer<'t> {
    pub(super) section: &'t Node,
    /// What of the requests it takes.
    pub(super) takes: Truth,
    /// It is chosen by a condition, and not by a path alone.
    pub(super) conditional: bool,
}

/// Where sections by folder, file and proxy matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Content<'t> {
    pub(super) files: bool,
    pub(super) proxies: bool,
    pub(super) root: Option<&'t Node>,
}

impl<'t> Content<'t> {
    /// Sections for folders and files have no say where all is passed on, nor those for proxies where nothing is.
    pub(super) fn of(main: &'t [Node], host: &'t [Node], proxying: &Proxying<'_>) -> Self {
        let to_files =
            |node: &Node| node.name == "rewriterule" && node.arg(1) != "-" && !node.arg(1).contains("://");
        Self {
            files: proxying.passes != Truth::Yes || host.iter().any(to_files),
            proxies: proxying.any,
            root: setting(main, host, "documentroot"),
        }
    }

    /// Whether the section may have a say over what the host serves at its root.
    pub(super) fn reaches(&self, section: &Node) -> bool {
        match section.name.as_str() {
            "directory" | "directorymatch" => self.files && takes_root(section, self.root),
            "files" | "filesmatch" => {
                self.files
                    && matches!(section.args.last().map(String::as_str), Some("*" | ".*" | "^" | "." | ""))
            }
            "proxy" | "proxymatch" => self.proxies,
            _ => false,
        }
    }
}

pub(super) fn is_location(node: &Node) -> bool {
    matches!(node.name.as_str(), "location" | "locationmatch")
}

/// Sections for what is found behind the path: they are put under those of locations.
fn is_inner(node: &Node) -> bool {
    matches!(
        node.name.as_str(),
        "directory" | "directorymatch" | "files" | "filesmatch" | "proxy" | "proxymatch"
    )
}

/// Those sections, and the ones within them.
pub(super) fn inners<'t>(nodes: impl Iterator<Item = &'t Node>, found: &mut Vec<&'t Node>) {
    for node in nodes.filter(|node| is_inner(node)) {
        found.push(node);
        inners(node.children().iter(), found);
    }
}

pub(super) fn is_condition(node: &Node) -> bool {
    matches!(node.name.as_str(), "if" | "elseif" | "else")
}

/// All sections of a host and of the main server, as they are merged: each is put over those before it.
pub(super) fn layers<'t>(
    main: &'t [Node],
    host: &'t [Node],
    content: Content<'_>,
    client: Client,
) -> Vec<Layer<'t>> {
    let host = if std::ptr::eq(main, host) { &[] } else { host };
    let all = || main.iter().chain(host);
    let by_path = |section: &'t Node| Layer { section, takes: taken_by(section), conditional: false };
    let inner = |section: &'t Node| Layer { section, takes: Truth::Unknown, conditional: true };
    let mut within = Vec::new();
    inners(all(), &mut within);
    let locations = || all().filter(|node| is_location(node) && !is_for_challenges(node));
    let reaching = within.iter().filter(|section| content.reaches(section));
    let mut found: Vec<_> = reaching.map(|section| inner(section)).chain(locations().map(by_path)).collect();
    conditions(main, Truth::Yes, client, &mut found);
    conditions(host, Truth::Yes, client, &mut found);
    // A folder below the root may have its own condition, which is put over locations as well.
    for section in within {
        let may_apply = if section.name.starts_with("proxy") { content.proxies } else { content.files };
        if may_apply {
            conditions(section.children(), Truth::Unknown, client, &mut found);
        }
    }
    for section in locations() {
        conditions(section.children(), taken_by(section), client, &mut found);
    }
    found
}

/// The chains of `<If>`, `<ElseIf>` and `<Else>` of a section, and those within them.
fn conditions<'t>(nodes: &'t [Node], outer: Truth, client: Client, found: &mut Vec<Layer<'t>>) {
    let mut others = Truth::Yes;
    for section in nodes.iter().filter(|node| is_condition(node)) {
        if section.name == "if" {
            others = Truth::Yes;
        }
        let own = match section.name.as_str() {
            "else" => Truth::Yes,
            _ => holds(unquoted(section.raw.trim()), client, Syntax::Expression),
        };
        let takes = outer.and(others.and(own));
        others = others.and(own.not());
        found.push(Layer { section, takes, conditional: true });
        let within = if takes == Truth::No { Truth::No } else { Truth::Unknown };
        conditions(section.children(), within, client, found);
    }
}

/// What the sections come to for a client.
pub(super) struct Checked<'t> {
    /// Who is let in by the sections: `Yes` for the front page too, `Either` elsewhere.
    pub(super) served: Truth,
    /// The section that leaves it undecided.
    pub(super) undecided: Option<&'t Node>,
    /// Sections by path that refuse.
    pub(super) refusing: Vec<&'t Node>,
}

pub(super) fn check<'t>(layers: &[Layer<'t>], client: Client, denied: Truth) -> Checked<'t> {
    let mut now = Checked { served: Truth::Yes, undecided: None, refusing: Vec::new() };
    let mut conditional_refusal = false;
    for layer in layers {
        let said = |client| grants(layer.section.children(), client);
        let Some(granted) = said(client) else { continue };
        if !layer.is_folder() || said(Client::Verified) != Some(Truth::No) {
            now.add(layer, granted, &mut conditional_refusal);
        }
    }
    for layer in layers {
        let vetoed = |client| vetoes(layer.section.children(), client, denied);
        let granted = match vetoed(client) {
            Truth::No => continue,
            Truth::Yes => Truth::No,
            Truth::Either | Truth::Unknown => Truth::Unknown,
        };
        if now.served != Truth::No && (!layer.is_folder() || vetoed(Client::Verified) == Truth::No) {
            now.add(layer, granted, &mut conditional_refusal);
        }
    }
    now
}

impl Layer<'_> {
    /// What is refused to everyone in a folder is not refused to one kind of client.
    fn is_folder(&self) -> bool {
        self.section.name.starts_with("directory")
    }
}

impl<'t> Checked<'t> {
    fn add(&mut self, layer: &Layer<'t>, granted: Truth, conditional_refusal: &mut bool) {
        let in_part = self.served == Truth::Either;
        match (layer.takes, granted) {
            (Truth::No, _) => {}
            (Truth::Yes, Truth::Yes | Truth::No | Truth::Either) => {
                (self.served, self.undecided) = (granted, None);
                *conditional_refusal = false;
            }
            (Truth::Either, Truth::Yes | Truth::Either) => self.served = self.served.union(Truth::Either),
            (Truth::Either, Truth::No) if layer.conditional => {
                if *conditional_refusal || in_part {
                    self.leave_undecided(layer);
                }
                *conditional_refusal = true;
            }
            (Truth::Either, Truth::No) => {
                if in_part {
                    self.leave_undecided(layer);
                }
                self.refusing.push(layer.section);
            }
            (Truth::Either, Truth::Unknown) if self.served == Truth::Yes && !layer.conditional => {}
            (Truth::Unknown, Truth::No) if self.served == Truth::No => {}
            (Truth::Unknown, Truth::Yes | Truth::Either) if self.served == Truth::Yes || in_part => {}
            _ => self.leave_undecided(layer),
        }
    }

    fn leave_undecided(&mut self, layer: &Layer<'t>) {
        self.served = Truth::Unknown;
        self.undecided = Some(layer.section);
    }
}
