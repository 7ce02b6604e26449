//! The words of an nginx configuration, by the rules of its own reader.

use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

use super::super::OriginError;
use super::super::reader::Place;

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word, without quotes and escapes.
    Word(String),
    /// `;`
    End,
    /// `{`
    Open,
    /// `}`
    Close,
}

/// Reads one text from its beginning to its end.
pub(super) struct Lexer<'a> {
    text: Peekable<Chars<'a>>,
    file: Arc<str>,
    line: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(file: &str, text: &'a str) -> Self {
        Self {
            text: text.strip_prefix('\u{FEFF}').unwrap_or(text).chars().peekable(),
            file: file.into(),
            line: 1,
        }
    }

    pub(super) fn place(&self) -> Place {
        Place { file: self.file.clone(), line: self.line }
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.text.next();
        if next == Some('\n') {
            self.line = self.line.saturating_add(1);
        }
        next
    }

    /// The next token and the line that it begins at; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(Token, Place)>, OriginError> {
        while let Some(&c) = self.text.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' => {
                    self.bump();
                }
                '#' => while self.bump().is_some_and(|c| c != '\n') {},
                _ => {
                    let place = self.place();
                    let token = match c {
                        ';' => self.mark(Token::End),
                        '{' => self.mark(Token::Open),
                        '}' => self.mark(Token::Close),
                        '"' | '\'' => self.quoted(c)?,
                        _ => Token::Word(self.word()),
                    };
                    return Ok(Some((token, place)));
                }
            }
        }
        Ok(None)
    }

    fn mark(&mut self, token: Token) -> Token {
        self.bump();
        token
    }

    /// A quoted word. What follows it must end it.
    fn quoted(&mut self, quote: char) -> Result<Token, OriginError> {
        let begin = self.place();
        self.bump();
        let mut word = String::new();
        loop {
            match self.bump() {
                None => return Err(begin.syntax("a quoted text has no end")),
                Some(c) if c == quote => break,
                Some('\\') => self.escape(&mut word),
                Some(c) => word.push(c),
            }
        }
        match self.text.peek() {
            None | Some(' ' | '\t' | '\r' | '\n' | ';' | '{' | ')') => Ok(Token::Word(word)),
            Some(_) => Err(self.place().syntax("a blank, `;` or `{` must follow a quoted text")),
        }
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        while let Some(&c) = self.text.peek() {
            match c {
                ' ' | '\t' | '\r' | '\n' | ';' => break,
                // `${name}` is a variable; any other brace begins a block.
                '{' if !word.ends_with('$') => break,
                '\\' => {
                    self.bump();
                    self.escape(&mut word);
                }
                _ => {
                    self.bump();
                    word.push(c);
                }
            }
        }
        word
    }

    /// What stands behind a backslash: quotes and backslashes lose it, `t`, `r` and `n` become what they mean, others keep it.
    fn escape(&mut self, word: &mut String) {
        match self.bump() {
            Some(c @ ('"' | '\'' | '\\')) => word.push(c),
            Some('t') => word.push('\t'),
            Some('r') => word.push('\r'),
            Some('n') => word.push('\n'),
            Some(c) => word.extend(['\\', c]),
            None => word.push('\\'),
        }
    }

    /// Skips a block of Lua behind its opening brace, to the brace that closes it.
    pub(super) fn skip_lua(&mut self) -> Result<(), OriginError> {
        let begin = self.place();
        let mut open = 1_usize;
        while let Some(c) = self.bump() {
            match c {
                '{' => open = open.saturating_add(1),
                '}' => {
                    open = open.saturating_sub(1);
                    if open == 0 {
                        return Ok(());
                    }
                }
                '"' | '\'' => self.lua_string(c),
                '[' => {
                    self.lua_long_bracket();
                }
                '-' if self.text.peek() == Some(&'-') => {
                    self.bump();
                    if self.text.peek() == Some(&'[') {
                        self.bump();
                        if self.lua_long_bracket() {
                            continue;
                        }
                    }
                    while self.text.peek().is_some_and(|&c| c != '\n') {
                        self.bump();
                    }
                }
                _ => {}
            }
        }
        Err(begin.syntax("a block of Lua has no end"))
    }

    fn lua_string(&mut self, quote: char) {
        while let Some(c) = self.bump() {
            match c {
                '\\' => {
                    self.bump();
                }
                // Lua's strings end with their line at the latest.
                c if c == quote || c == '\n' => return,
                _ => {}
            }
        }
    }

    /// Skips `[[…]]` or `[=[…]=]` behind its first bracket, if it is one.
    fn lua_long_bracket(&mut self) -> bool {
        let mut level = 0_usize;
        while self.text.peek() == Some(&'=') {
            self.bump();
            level = level.saturating_add(1);
        }
        if self.text.peek() != Some(&'[') {
            return false;
        }
        self.bump();
        // How many characters of the end have been seen: `]`, then the level's `=`, then `]`.
        let mut seen: Option<usize> = None;
        while let Some(c) = self.bump() {
            seen = match (c, seen) {
                (']', Some(count)) if count == level => return true,
                (']', _) => Some(0),
                ('=', Some(count)) => Some(count.saturating_add(1)),
                _ => None,
            };
        }
        true
    }
}
