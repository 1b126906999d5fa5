//! Which key does what: as it comes, or as the user wants it. No two things ever have the same key.

/// What a key does, by name, and the key that does it unless the user wants another.
pub type Binding = (&'static str, char);

/// The keys of all that has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    all: Vec<(Binding, char)>,
}

/// Why a key cannot be taken.
pub const NOT_A_KEY: &str = "Expected a letter, a digit or a sign.";

impl Keymap {
    /// As they come.
    pub fn new(defaults: impl IntoIterator<Item = Binding>) -> Self {
        Self { all: defaults.into_iter().map(|default| (default, default.1)).collect() }
    }

    /// Takes over what [`Keymap::text`] wrote. What there is not, and what is no key, is passed over; where two things would
    /// have one key, all are as they come.
    pub fn read(&mut self, text: &str) {
        self.reset();
        for (name, key) in text.split_whitespace().filter_map(|pair| pair.split_once('=')) {
            if let (Some(key), Some(entry)) = (key_of(key), self.all.iter_mut().find(|entry| entry.0.0 == name)) {
                entry.1 = key;
            }
        }
        let keys: Vec<char> = self.all.iter().map(|entry| entry.1).collect();
        if keys.iter().enumerate().any(|(at, key)| keys.iter().take(at).any(|other| other == key)) {
            self.reset();
        }
    }

    /// Those that are not as they come: `note=m search=f`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for ((name, default), key) in &self.all {
            if default != key {
                text += if text.is_empty() { "" } else { " " };
                text += name;
                text.push('=');
                text.push(*key);
            }
        }
        text
    }

    /// The key that does this.
    pub fn key(&self, name: &str) -> Option<char> {
        self.all.iter().find(|entry| entry.0.0 == name).map(|entry| entry.1)
    }

    /// What a key does, as the browser calls the key.
    pub fn name(&self, key: &str) -> Option<&'static str> {
        let key = key_of(key)?;
        self.all.iter().find(|entry| entry.1 == key).map(|entry| entry.0.0)
    }

    /// Another key for something; what had that key gets the old one in exchange, and its name is given.
    ///
    /// # Errors
    /// A sentence when it is no key that can be taken.
    pub fn set(&mut self, name: &str, key: &str) -> Result<Option<&'static str>, &'static str> {
        let key = key_of(key).ok_or(NOT_A_KEY)?;
        let Some(old) = self.key(name) else { return Ok(None) };
        let mut other = None;
        for entry in &mut self.all {
            if entry.0.0 == name {
                entry.1 = key;
            } else if entry.1 == key {
                entry.1 = old;
                other = Some(entry.0.0);
            }
        }
        Ok(other)
    }

    /// All as they come.
    pub fn reset(&mut self) {
        for entry in &mut self.all {
            entry.1 = entry.0.1;
        }
    }

    /// Whether all are as they come.
    pub fn is_default(&self) -> bool {
        self.all.iter().all(|entry| entry.0.1 == entry.1)
    }
}

/// A key of one sign. Space scrolls, and what has a name (Tab, Enter, arrows) moves.
fn key_of(key: &str) -> Option<char> {
    let mut chars = key.chars();
    let key = chars.next().filter(|char| !char.is_whitespace() && !char.is_control())?;
    chars.next().is_none().then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys() -> Keymap {
        Keymap::new([("next", 'j'), ("previous", 'k'), ("help", '?')])
    }

    fn check_read(text: &str, want: &str) {
        let mut keys = keys();
        keys.read(text);
        assert_eq!(keys.text(), want, "{text:?}");
    }

    #[test]
    fn what_is_stored_is_read_whatever_it_is() {
        check_read("", "");
        check_read("next=n", "next=n");
        check_read("next=k previous=j", "next=k previous=j");
        check_read("help== next=é", "next=é help==");
        // Garbage.
        check_read("next", "");
        check_read("next= previous=Tab nothing=n =n = ==", "");
        check_read("{\"next\":\"n\"}\u{0}\n", "");
        check_read("next=\u{7}", "");
        // Two with one key.
        check_read("next=k", "");
        check_read("next=x previous=x help=y", "");
        // The last word holds.
        check_read("next=a next=b", "next=b");
    }

    #[test]
    fn keys_change_places() {
        let mut keys = keys();
        assert_eq!(keys.set("next", "n"), Ok(None));
        assert_eq!((keys.name("j"), keys.name("n"), keys.key("next")), (None, Some("next"), Some('n')));
        assert_eq!(keys.set("previous", "n"), Ok(Some("next")));
        assert_eq!((keys.name("k"), keys.name("n"), keys.is_default()), (Some("next"), Some("previous"), false));
        assert_eq!(keys.set("previous", "n"), Ok(None), "its own");
        assert_eq!(keys.set("nothing", "q"), Ok(None));
        for key in ["Tab", "Escape", " ", "", "ArrowDown", "\t"] {
            assert_eq!(keys.set("next", key), Err(NOT_A_KEY), "{key:?}");
        }
        keys.reset();
        assert_eq!((keys.text().as_str(), keys.is_default()), ("", true));
    }

    proptest! {
        #[test]
        fn no_two_have_one_key(text in "(next|previous|help|[a-z]{0,3})=[a-z?]( (next|previous|help)=[jkl?]){0,4}", sets in prop::collection::vec(("next|previous|help", "[jkl?=]"), 0..8)) {
            let mut keys = keys();
            keys.read(&text);
            for (name, key) in sets {
                keys.set(&name, &key).unwrap();
                let mut all: Vec<char> = keys.all.iter().map(|entry| entry.1).collect();
                all.sort_unstable();
                all.dedup();
                prop_assert_eq!(all.len(), 3);
                let mut again = self::keys();
                again.read(&keys.text());
                prop_assert_eq!(&again, &keys);
            }
        }

        #[test]
        fn no_text_breaks_it(text in ".*") {
            keys().read(&text);
        }
    }
}
