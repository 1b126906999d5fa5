//! Text as BibTeX has it → what it means.

use crate::text::latex;

/// Commands beside those that abstracts carry, longest first where one begins another.
const COMMANDS: [(&str, &str); 8] = [
    ("\\textbraceleft", "\u{1}"),
    ("\\textbraceright", "\u{2}"),
    ("\\{", "\u{1}"),
    ("\\}", "\u{2}"),
    ("\\textquoteleft", "‘"),
    ("\\textquoteright", "’"),
    ("\\textquotesingle", "'"),
    ("\\textunderscore", "_"),
];

/// The text without braces and commands.
pub(super) fn plain(tex: &str) -> String {
    if !latex::has_leftovers(tex.as_bytes()) {
        return tex.to_owned();
    }
    let mut text = tex.to_owned();
    if text.contains('\\') {
        for (command, meaning) in COMMANDS {
            if text.contains(command) {
                // The group or the space that ends the name of a command goes with it.
                if command.len() > 2 {
                    text = text.replace(&format!("{command}{{}}"), meaning).replace(&format!("{command} "), meaning);
                }
                text = text.replace(command, meaning);
            }
        }
    }
    // Braces around all of it keep capitals; nothing in them is looked at otherwise.
    let mut inner = text.as_str();
    while let Some(bare) = inner.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|bare| balanced(bare))
    {
        inner = bare;
    }
    latex::display(inner).replace(['{', '}'], "").replace('\u{1}', "{").replace('\u{2}', "}")
}

/// Whether no brace closes that was opened before this text.
fn balanced(text: &str) -> bool {
    let mut depth = 0_i64;
    text.bytes().all(|byte| {
        depth += i64::from(byte == b'{') - i64::from(byte == b'}');
        depth >= 0
    })
}
