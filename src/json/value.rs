//! JSON read into values: what serde_json does, in a third of the code.

use crate::order;
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object.
    Object(Map),
}

/// A number: nothing of ours has any that is not whole, so of such no more is known than that there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Whether it is below zero.
    pub negative: bool,
    /// How far it is from zero, where it is whole and has 64 bits.
    pub size: Option<u64>,
}

/// The keys of an object, each once, in their order, and what stands under them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map(Vec<(String, Value)>);

/// Where a text is no JSON: what was found instead of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotJson {
    /// Whether the text is at its end there.
    ended: bool,
    expected: &'static str,
    /// The line, counted from 1.
    pub line: usize,
    column: usize,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = if self.ended { "the end" } else { "something else" };
        write!(f, "{found} instead of {} at line {} column {}", self.expected, self.line, self.column)
    }
}

impl Value {
    /// Reads a text that is JSON.
    ///
    /// # Errors
    /// [`NotJson`] when it is none.
    pub fn read(text: &str) -> Result<Self, NotJson> {
        let mut input = Input { text, at: 0 };
        let read = input.value(DEPTH).and_then(|value| {
            input.space();
            if input.at == text.len() { Ok(value) } else { Err("the end") }
        });
        read.map_err(|expected| {
            let before = text.get(..input.at).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            let column = before.len() - line + 1;
            NotJson { ended: input.at >= text.len(), expected, line: before.matches('\n').count() + 1, column }
        })
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The text that it is.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number that it is, if it is whole and not below zero.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(number) if !number.negative => number.size,
            _ => None,
        }
    }

    /// What stands at a place, in a list.
    pub fn item(&self, at: usize) -> Option<&Self> {
        match self {
            Self::Array(list) => list.get(at),
            _ => None,
        }
    }

    /// What stands under a key, in an object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(map) => map.get(key),
            _ => None,
        }
    }
}

impl Map {
    /// Of what stands under a key twice, the last counts.
    fn new(mut pairs: Vec<(String, Value)>) -> Self {
        let mut order: Vec<order::Keyed> = (0..pairs.len()).map(|at| (0, at as u32)).collect();
        let key = |at: u32| pairs.get(at as usize).map(|(key, _)| key);
        order::sort(&mut order, &|a, b| key(a).cmp(&key(b)).then(a.cmp(&b)));
        let mut map: Vec<(String, Value)> = Vec::with_capacity(pairs.len());
        for (_, at) in order {
            let Some(pair) = pairs.get_mut(at as usize).map(std::mem::take) else { continue };
            match map.last_mut() {
                Some(last) if last.0 == pair.0 => *last = pair,
                _ => map.push(pair),
            }
        }
        Self(map)
    }

    fn at(&self, key: &str) -> Option<usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(key)).ok()
    }

    /// What stands under a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        Some(&self.0.get(self.at(key)?)?.1)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let at = self.at(key)?;
        Some(&mut self.0.get_mut(at)?.1)
    }

    /// Takes out what stands under a key; the key stays, with `null`.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.get_mut(key).map(std::mem::take)
    }

    /// Takes out a key and what stands under it.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        Some(self.0.remove(self.at(key)?).1)
    }

    /// The keys, in their order, and what stands under them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The same, taken apart.
    pub fn into_pairs(self) -> Vec<(String, Value)> {
        self.0
    }
}

/// Lists and objects that lie in each other, at most.
const DEPTH: u32 = 127;

struct Input<'a> {
    text: &'a str,
    at: usize,
}

/// What was expected, where something else stands.
type Expected<T> = Result<T, &'static str>;

impl Input<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Whether a byte comes, behind space, which is passed then.
    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let comes = self.peek() == Some(byte);
        self.at += usize::from(comes);
        comes
    }

    fn word(&mut self, word: &str, value: Value) -> Expected<Value> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err("a value");
        }
        self.at += word.len();
        Ok(value)
    }

    fn value(&mut self, depth: u32) -> Expected<Value> {
        self.space();
        match self.peek() {
            Some(b'n') => self.word("null", Value::Null),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'"') => Ok(Value::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => Ok(Value::Number(self.number()?)),
            Some(b'[' | b'{') if depth == 0 => Err("at most 127 lists and objects in each other"),
            Some(b'[') => {
                self.at += 1;
                let mut list = Vec::new();
                if self.eat(b']') {
                    return Ok(Value::Array(list));
                }
                loop {
                    list.push(self.value(depth - 1)?);
                    if self.eat(b']') {
                        return Ok(Value::Array(list));
                    }
                    if !self.eat(b',') {
                        return Err("`,` or `]`");
                    }
                }
            }
            Some(b'{') => {
                self.at += 1;
                let mut pairs = Vec::new();
                if self.eat(b'}') {
                    return Ok(Value::Object(Map(pairs)));
                }
                loop {
                    self.space();
                    let key = self.string()?;
                    if !self.eat(b':') {
                        return Err("`:`");
                    }
                    pairs.push((key, self.value(depth - 1)?));
                    if self.eat(b'}') {
                        return Ok(Value::Object(Map::new(pairs)));
                    }
                    if !self.eat(b',') {
                        return Err("`,` or `}`");
                    }
                }
            }
            _ => Err("a value"),
        }
    }

    fn digits(&mut self) -> Expected<&str> {
        let from = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.text.get(from..self.at).filter(|digits| !digits.is_empty()).ok_or("a digit")
    }

    fn number(&mut self) -> Expected<Number> {
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = self.digits()?;
        let (zero, size) = (digits.starts_with('0'), digits.parse().ok());
        if zero && digits.len() > 1 {
            return Err("a number without a zero before it");
        }
        let mut whole = !(zero && negative);
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
            whole = false;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
            whole = false;
        }
        Ok(Number { negative, size: size.filter(|_| whole) })
    }

    fn string(&mut self) -> Expected<String> {
        if self.peek() != Some(b'"') {
            return Err("`\"`");
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let from = self.at;
            while self.peek().is_some_and(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            out.push_str(self.text.get(from..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escaped()?);
                }
                _ => return Err("a quotation mark"),
            }
        }
    }

    fn escaped(&mut self) -> Expected<char> {
        let byte = self.peek();
        self.at += usize::from(byte.is_some_and(|byte| byte.is_ascii()));
        match byte {
            Some(byte @ (b'"' | b'\\' | b'/')) => Ok(char::from(byte)),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => {
                let first = self.four_digits()?;
                let mut code = first;
                if first & 0xfc00 == 0xd800 && self.text.get(self.at..).is_some_and(|rest| rest.starts_with("\\u")) {
                    self.at += 2;
                    let second = self.four_digits()?;
                    if second & 0xfc00 != 0xdc00 {
                        return Err("the other half of a character");
                    }
                    code = 0x1_0000 + ((first & 0x3ff) << 10 | second & 0x3ff);
                }
                char::from_u32(code).ok_or("a character")
            }
            _ => Err("an escape"),
        }
    }

    fn four_digits(&mut self) -> Expected<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        self.at += 4 * usize::from(digits.is_some());
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).ok_or("four hexadecimal digits")
    }
}
