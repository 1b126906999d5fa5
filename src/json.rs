//! JSON, written and read by hand: derived code for it would be some ten kilobytes more in the wasm.

use serde_json::{Map, Value};
use std::fmt::{Display, Write as _};

/// Writes JSON. Whoever uses it opens and closes what belongs together.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    /// Spaces that each level is indented by; `None` is all on one line.
    indent: Option<usize>,
    depth: usize,
    /// Whether something stands before on this level.
    follows: bool,
    /// Whether a key has just been written.
    keyed: bool,
    /// Whether keys without a value are left out.
    terse: bool,
}

impl Writer {
    /// All on one line.
    pub fn compact() -> Self {
        Self::default()
    }

    /// All on one line, without keys whose value is `null` or an empty list.
    pub fn terse() -> Self {
        Self { terse: true, ..Self::default() }
    }

    /// One value per line, indented by two spaces.
    pub fn pretty() -> Self {
        Self { indent: Some(2), ..Self::default() }
    }

    fn line(&mut self) {
        if let Some(indent) = self.indent {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', indent * self.depth));
        }
    }

    fn begin_value(&mut self) {
        if std::mem::take(&mut self.keyed) {
            return;
        }
        if self.follows {
            self.out.push(',');
        }
        if self.depth > 0 {
            self.line();
        }
        self.follows = true;
    }

    /// Begins an object or a list: `{` or `[`.
    pub fn open(&mut self, bracket: char) {
        self.begin_value();
        self.out.push(bracket);
        self.depth += 1;
        self.follows = false;
    }

    /// Ends an object or a list: `}` or `]`.
    pub fn close(&mut self, bracket: char) {
        self.depth = self.depth.saturating_sub(1);
        if self.follows {
            self.line();
        }
        self.out.push(bracket);
        self.follows = true;
    }

    /// The key of what comes next.
    pub fn key(&mut self, key: &str) {
        self.text(key);
        self.out.push_str(if self.indent.is_some() { ": " } else { ":" });
        self.keyed = true;
    }

    /// A number, `true`, `false` or `null`.
    pub fn plain(&mut self, value: &dyn Display) {
        self.begin_value();
        // Writing to a string cannot fail.
        let _ = write!(self.out, "{value}");
    }

    /// A text.
    pub fn text(&mut self, text: &str) {
        self.begin_value();
        self.out.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => {
                    self.out.push('\\');
                    self.out.push(char);
                }
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                '\0'..='\u{1f}' => {
                    let _ = write!(self.out, "\\u{:04x}", u32::from(char));
                }
                _ => self.out.push(char),
            }
        }
        self.out.push('"');
    }

    /// A key with a text, or with `null`.
    pub fn text_at(&mut self, key: &str, text: Option<&str>) {
        if self.terse && text.is_none() {
            return;
        }
        self.key(key);
        match text {
            Some(text) => self.text(text),
            None => self.plain(&"null"),
        }
    }

    /// A key with a number, or with `null`.
    pub fn number_at(&mut self, key: &str, number: Option<u32>) {
        if self.terse && number.is_none() {
            return;
        }
        self.key(key);
        match number {
            Some(number) => self.plain(&number),
            None => self.plain(&"null"),
        }
    }

    /// A key with a list of texts.
    pub fn texts_at(&mut self, key: &str, texts: &[String]) {
        if self.terse && texts.is_empty() {
            return;
        }
        self.key(key);
        self.open('[');
        for text in texts {
            self.text(text);
        }
        self.close(']');
    }

    /// A value as it was read. A number that is not whole is left out as `null`: nothing of ours has any, and to print
    /// them weighs a lot.
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.plain(&"null"),
            Value::Bool(flag) => self.plain(flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => self.plain(&number),
                (_, Some(number)) => self.plain(&number),
                _ => self.plain(&"null"),
            },
            Value::String(text) => self.text(text),
            Value::Array(list) => {
                self.open('[');
                list.iter().for_each(|value| self.value(value));
                self.close(']');
            }
            Value::Object(map) => {
                self.open('{');
                for (key, value) in map {
                    self.key(key);
                    self.value(value);
                }
                self.close('}');
            }
        }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }
}

/// A JSON object being read: what stands under its keys, or a sentence saying what is wrong there.
pub struct Reader(pub Map<String, Value>);

impl Reader {
    /// The object that a value is.
    ///
    /// # Errors
    /// When it is something else.
    pub fn new(value: Value) -> Result<Self, String> {
        match value {
            Value::Object(map) => Ok(Self(map)),
            other => Err(format!("expected an object, found {}", kind(&other))),
        }
    }

    /// What stands under a key; `None` for `null` and where the key is missing.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.0.remove(key).filter(|value| !value.is_null())
    }

    /// The text under a key.
    ///
    /// # Errors
    /// When it is something else.
    pub fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(key, "a text", &other)),
        }
    }

    /// The number under a key.
    ///
    /// # Errors
    /// When it is something else.
    pub fn number(&mut self, key: &str) -> Result<Option<u32>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|number| u32::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(wrong(key, "a number from 0 to 4294967295", &value)),
            },
        }
    }

    /// Whether `true` stands under a key.
    ///
    /// # Errors
    /// When something else than `true` and `false` does.
    pub fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.take(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(wrong(key, "true or false", &other)),
        }
    }

    /// The list under a key; empty where the key is missing.
    ///
    /// # Errors
    /// When it is something else.
    pub fn list(&mut self, key: &str) -> Result<Vec<Value>, String> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(other) => Err(wrong(key, "a list", &other)),
        }
    }

    /// The list of texts under a key; empty where the key is missing.
    ///
    /// # Errors
    /// When it is something else.
    pub fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let mut texts = Vec::new();
        for value in self.list(key)? {
            match value {
                Value::String(text) => texts.push(text),
                other => return Err(wrong(key, "texts alone", &other)),
            }
        }
        Ok(texts)
    }
}

fn wrong(key: &str, expected: &str, found: &Value) -> String {
    format!("expected {expected} as `{key}`, found {}", kind(found))
}

/// What a value is, for the user.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "another number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((".{0,4}", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn writes_what_others_write(value in value()) {
            let (mut compact, mut pretty) = (Writer::compact(), Writer::pretty());
            compact.value(&value);
            pretty.value(&value);
            prop_assert_eq!(serde_json::from_str::<Value>(&compact.finish()).unwrap(), value.clone());
            prop_assert_eq!(pretty.finish().replace("\\u0008", "\\b").replace("\\u000c", "\\f"), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
