//! JSON, written and read by hand: derived code for it would be some ten kilobytes more in the wasm.

mod value;

use std::fmt::{Display, Write as _};
pub use value::{Map, Number, Value};

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

    /// What was written since this was asked last; the rest goes on behind it.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
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
            Value::Number(number) => match number.size {
                Some(size) if number.negative => self.plain(&format_args!("-{size}")),
                Some(size) => self.plain(&size),
                None => self.plain(&"null"),
            },
            Value::String(text) => self.text(text),
            Value::Array(list) => {
                self.open('[');
                list.iter().for_each(|value| self.value(value));
                self.close(']');
            }
            Value::Object(map) => {
                self.open('{');
                for (key, value) in map.iter() {
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
pub struct Reader(pub Map);

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
        self.0.take(key).filter(|value| !value.is_null())
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
    use serde_json::Value as Theirs;

    fn theirs() -> impl Strategy<Value = Theirs> {
        let leaf = prop_oneof![
            Just(Theirs::Null),
            any::<bool>().prop_map(Theirs::from),
            any::<u64>().prop_map(Theirs::from),
            any::<i64>().prop_map(Theirs::from),
            any::<String>().prop_map(Theirs::from),
        ];
        leaf.prop_recursive(4, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Theirs::from),
                proptest::collection::vec((".{0,4}", inner), 0..16)
                    .prop_map(|pairs| Theirs::Object(pairs.into_iter().collect())),
            ]
        })
    }

    fn written(text: &str, mut writer: Writer) -> Option<String> {
        writer.value(&Value::read(text).ok()?);
        Some(writer.finish())
    }

    /// Whether both read a text, and read the same in it. What they read is told by what is written of it; numbers that are
    /// not whole, of which we know no more, are left out of theirs.
    fn same(text: &str) -> Result<(), TestCaseError> {
        fn whole(value: &mut Theirs) {
            match value {
                Theirs::Number(number) if number.is_f64() => *value = Theirs::Null,
                Theirs::Array(list) => list.iter_mut().for_each(whole),
                Theirs::Object(map) => map.values_mut().for_each(whole),
                _ => {}
            }
        }
        let theirs = match serde_json::from_str::<Theirs>(text) {
            Ok(mut value) => {
                whole(&mut value);
                Some(value)
            }
            // Larger than a number of theirs can be.
            Err(why) if why.to_string().contains("out of range") => return Ok(()),
            Err(_) => None,
        };
        let ours = written(text, Writer::compact()).map(|ours| {
            let mut ours = serde_json::from_str::<Theirs>(&ours).unwrap();
            // Below the least whole number of theirs.
            whole(&mut ours);
            ours
        });
        prop_assert_eq!(ours, theirs, "{}", text);
        Ok(())
    }

    proptest! {
        #[test]
        fn reads_and_writes_what_others_do(value in theirs()) {
            let text = serde_json::to_string(&value).unwrap();
            same(&text)?;
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            same(&pretty)?;
            let ours = written(&text, Writer::pretty()).unwrap().replace("\\u0008", "\\b").replace("\\u000c", "\\f");
            prop_assert_eq!(ours, pretty);
        }

        #[test]
        fn what_is_cut_off_or_changed_is_read_as_others_do(value in theirs(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}\",:0-9eE.+tfn\\\\u \n-]{0,2}") {
            let text = serde_json::to_string(&value).unwrap();
            let at = at.index(text.len() + 1);
            let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else { return Ok(()) };
            same(before)?;
            same(&format!("{before}{with}{after}"))?;
        }
    }

    #[test]
    fn texts_are_read_as_others_do() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        for text in [
            "",
            " ",
            "null",
            "nul",
            "nullx",
            "true false",
            " [ ] ",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\" 1}",
            "0",
            "-0",
            "00",
            "01",
            "-",
            "-1",
            "1.",
            "1.5",
            ".5",
            "1e5",
            "1E+5",
            "1e",
            "18446744073709551615",
            "-9223372036854775808",
            "\"\\ud83d\\ude00\"",
            "\"\\ud83d\"",
            "\"\\ude00\"",
            "\"\\ud83d\\u0041\"",
            "\"\\u00e9\"",
            "\"\\u00g9\"",
            "\"\\u+123\"",
            "\"\\x\"",
            "\"\\é\"",
            "\"a\nb\"",
            "\"\u{7f}\u{a0}\"",
            "\"open",
            "\u{feff}1",
            "{\"b\":1,\"a\":2,\"b\":3}",
            "[1]]",
            &deep(127),
            &deep(128),
            &deep(100_000),
        ] {
            same(text).unwrap();
        }
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        let check = |text: &str, want: &str| assert_eq!(Value::read(text).unwrap_err().to_string(), want);
        check("", "the end instead of a value at line 1 column 1");
        check("[1,\n 2", "the end instead of `,` or `]` at line 2 column 3");
        check("{\"a\": tru}", "something else instead of a value at line 1 column 7");
        check("1 2", "something else instead of the end at line 1 column 3");
        check("\"a", "the end instead of a quotation mark at line 1 column 3");
    }
}
