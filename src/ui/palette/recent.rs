//! What was run last. What names dumps, tags or hosts is forgotten with the page; the rest is kept on the device.

use super::commands::Command;
use crate::ui::storage::local;

/// The key under which it is stored: a command per line.
const STORED: &str = "paperdeck.recent";
/// How many are known.
const MOST: usize = 5;

/// Names of commands, the latest first, and whether each may be stored.
#[derive(Default)]
pub struct Recent(Vec<(String, bool)>);

impl Recent {
    /// As it is stored.
    pub fn load() -> Self {
        let text = local().and_then(|storage| storage.get_item(STORED).ok().flatten()).unwrap_or_default();
        Self(text.lines().take(MOST).map(|line| (line.to_owned(), true)).collect())
    }

    /// A command was run. Where storage is blocked, that is known until the page goes.
    pub fn note(&mut self, command: &Command) {
        let name = command.name();
        self.0.retain(|(other, _)| *other != name);
        self.0.insert(0, (name, !command.is_of_data()));
        self.0.truncate(MOST);
        let lines: Vec<&str> = self.0.iter().filter(|(_, stored)| *stored).map(|(name, _)| name.as_str()).collect();
        let _ = local().map(|storage| storage.set_item(STORED, &lines.join("\n")));
    }

    /// The numbers of those that there are, the latest first.
    pub fn of(&self, commands: &[Command]) -> Vec<u32> {
        let number = |name: &str| commands.iter().position(|command| command.is(name)).map(|at| at as u32);
        self.0.iter().filter_map(|(name, _)| number(name)).collect()
    }
}
