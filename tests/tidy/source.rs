//! Rust sources as far as the house rules need them: words and marks with their lines, without
//! comments and literals, and the module paths that they name.

use std::collections::BTreeSet;

/// A source file, by its path from the root of the package.
pub struct Source {
    /// With forward slashes, for example `src/sim/queue.rs`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// Words and marks, without comments and literals.
    pub tokens: Vec<Token>,
}

/// A word (name, keyword, number) or a mark (`::` is one mark, all others are single characters).
pub struct Token {
    /// Counted from 1.
    pub line: usize,
    /// As written.
    pub text: String,
}

/// A path such as `crate::sim::queue::Queue`, resolved to start at the root of the crate.
pub struct Named {
    /// Where its last word stands.
    pub line: usize,
    /// `["sim", "queue", "Queue"]`.
    pub path: Vec<String>,
}

impl Source {
    /// Reads `text` into tokens.
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens: tokens(text),
        }
    }

    /// The room that a file belongs to: `sim` for `src/sim/queue.rs`. Files directly under `src/`
    /// that are no room themselves (`lib.rs`, `model.rs` and the entry points) have none.
    pub fn room(&self) -> Option<&str> {
        let (room, inner) = match self.path.strip_prefix("src/")?.split_once('/') {
            Some((folder, _)) => (folder, true),
            None => (self.path.strip_prefix("src/")?.strip_suffix(".rs")?, false),
        };
        let entry = if inner {
            room == "bin"
        } else {
            ["lib", "main", "model", "worker"].contains(&room)
        };
        (!entry).then_some(room)
    }

    /// Every path that starts at `crate`, `self` or `super`, with its braces spread out.
    pub fn named(&self) -> Vec<Named> {
        let mut named = Vec::new();
        let mut module = self.module();
        let mut depth = 0;
        let mut inline_modules = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.word(at) {
                "{" => depth += 1,
                "}" => {
                    if inline_modules.last() == Some(&depth) {
                        inline_modules.pop();
                        module.pop();
                    }
                    depth -= 1;
                }
                "mod" if self.word(at + 2) == "{" => {
                    module.push(self.word(at + 1).to_owned());
                    depth += 1;
                    inline_modules.push(depth);
                    at += 2;
                }
                "crate" | "self" | "super" if self.word(at + 1) == "::" => {
                    let (base, after) = self.base(at, &module);
                    at = self.spread(after, &base, &mut named);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        named
    }

    /// Whether it is read by tests alone, by its name.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// The modules that it declares for tests alone, in files of their own.
    pub fn modules_of_tests(&self) -> Vec<Vec<String>> {
        let is_one = |at: &usize| self.begins_tests(*at) && self.word(at + 9) == ";";
        let places = (0..self.tokens.len()).filter(is_one);
        let module = |at| [self.module(), vec![self.word(at + 8).to_owned()]].concat();
        places.map(module).collect()
    }

    /// Whether `#[cfg(test)] mod` stands at a token.
    fn begins_tests(&self, at: usize) -> bool {
        let marks = ["#", "[", "cfg", "(", "test", ")", "]", "mod"];
        let words = (at..).map(|at| self.word(at));
        words.zip(marks).all(|(word, mark)| word == mark)
    }

    /// The same without the module of tests at its end.
    pub fn without_tests(&self) -> Self {
        let begins = |at: &usize| self.begins_tests(*at) && self.word(at + 9) == "{";
        let end = (0..self.tokens.len()).find(begins);
        self.until(end.unwrap_or(self.tokens.len()))
    }

    /// The same up to a token.
    pub fn until(&self, end: usize) -> Self {
        let copy = |token: &Token| Token {
            line: token.line,
            text: token.text.clone(),
        };
        Self {
            path: self.path.clone(),
            text: self.text.clone(),
            tokens: self.tokens[..end].iter().map(copy).collect(),
        }
    }

    /// The members of a type that are named, such as `Sent` in `What::Sent`.
    pub fn members(&self, of: &str) -> BTreeSet<String> {
        let places = 2..self.tokens.len();
        let is_one = |at: &usize| self.word(at - 2) == of && self.word(at - 1) == "::";
        let is_member = |word: &&str| word.starts_with(char::is_uppercase);
        let words = places
            .filter(is_one)
            .map(|at| self.word(at))
            .filter(is_member);
        words.map(str::to_owned).collect()
    }

    /// The text of a token, empty beyond the end.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.text)
    }

    /// The path of its module: `["sim", "queue"]` for `src/sim/queue.rs`.
    pub fn module(&self) -> Vec<String> {
        let inner = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let inner = inner.strip_suffix(".rs").unwrap_or(inner);
        let mut module: Vec<String> = inner.split('/').map(str::to_owned).collect();
        if matches!(
            module.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            module.pop();
        }
        module
    }

    /// Where a path starts, and the token after its leading `crate::`, `self::` or `super::super::`.
    fn base(&self, mut at: usize, module: &[String]) -> (Vec<String>, usize) {
        let mut base = if self.word(at) == "crate" {
            Vec::new()
        } else {
            module.to_vec()
        };
        while self.word(at + 1) == "::" {
            match self.word(at) {
                "super" => _ = base.pop(),
                "self" | "crate" => {}
                _ => break,
            }
            at += 2;
        }
        (base, at)
    }

    /// Adds the paths that go on from `base` at token `at`; gives the token after them.
    fn spread(&self, mut at: usize, base: &[String], named: &mut Vec<Named>) -> usize {
        if self.word(at) == "{" {
            at += 1;
            while !matches!(self.word(at), "}" | "") {
                let next = self.spread(at, base, named);
                // What is no path here (a comma, an alias) is stepped over.
                at = next.max(at + 1);
            }
            return at + 1;
        }
        if !is_word(self.word(at)) || self.word(at) == "as" {
            return at;
        }
        let mut path = base.to_vec();
        path.push(self.word(at).to_owned());
        if self.word(at + 1) == "::" && (is_word(self.word(at + 2)) || self.word(at + 2) == "{") {
            return self.spread(at + 2, &path, named);
        }
        named.push(Named {
            line: self.tokens[at].line,
            path,
        });
        at + 1
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let is = |at: usize, wanted: char| characters.get(at) == Some(&wanted);
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < characters.len() {
        let start = at;
        let mut token = None;
        match characters[at] {
            '/' if is(at + 1, '/') => at = find(&characters, at, '\n'),
            '/' if is(at + 1, '*') => at = after_comment(&characters, at),
            '"' => at = after_string(&characters, at),
            '\'' if is(at + 1, '\\') => at = find(&characters, at + 3, '\'') + 1,
            '\'' if is(at + 2, '\'') => at += 3,
            ':' if is(at + 1, ':') => (at, token) = (at + 2, Some("::".to_owned())),
            c if c.is_alphanumeric() || c == '_' => {
                while characters
                    .get(at)
                    .is_some_and(|c| c.is_alphanumeric() || *c == '_')
                {
                    at += 1;
                }
                let word: String = characters[start..at].iter().collect();
                match word.as_str() {
                    "r" | "br" | "cr" if raw_fence(&characters, at).is_some() => {
                        at = after_raw_string(&characters, at);
                    }
                    "b" | "c" if is(at, '"') || is(at, '\'') => {}
                    _ => token = Some(word),
                }
            }
            c => {
                at += 1;
                // A lone quote starts a lifetime, whose name then reads as a word: harmless here.
                token = (!c.is_whitespace() && c != '\'').then(|| c.to_string());
            }
        }
        at = at.min(characters.len());
        tokens.extend(token.map(|text| Token { line, text }));
        line += characters[start..at].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

fn find(characters: &[char], from: usize, wanted: char) -> usize {
    (from..characters.len())
        .find(|at| characters[*at] == wanted)
        .unwrap_or(characters.len())
}

fn after_comment(characters: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < characters.len() {
        match characters[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}

fn after_string(characters: &[char], mut at: usize) -> usize {
    at += 1;
    while at < characters.len() && characters[at] != '"' {
        at += if characters[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The number of `#` before the quote of a raw string, if one starts here.
fn raw_fence(characters: &[char], at: usize) -> Option<usize> {
    let fence = characters[at..].iter().take_while(|c| **c == '#').count();
    (characters.get(at + fence) == Some(&'"')).then_some(fence)
}

fn after_raw_string(characters: &[char], at: usize) -> usize {
    let fence = raw_fence(characters, at).unwrap_or_default();
    let mut end = at + fence + 1;
    while end < characters.len() {
        end = find(characters, end, '"') + 1;
        if characters[end.min(characters.len())..]
            .iter()
            .take(fence)
            .filter(|c| **c == '#')
            .count()
            == fence
        {
            return end + fence;
        }
    }
    end
}
