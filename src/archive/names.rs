//! Names of files in archives and folders.

/// The upper half of code page 437, in which zip files without the mark for UTF-8 have their names.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A name as it is written in a zip file. What is valid UTF-8 is taken for it with or without the mark: many programs forget
/// it, and a name in code page 437 is hardly ever valid UTF-8 beyond ASCII.
pub fn decode(bytes: &[u8]) -> String {
    let name = match std::str::from_utf8(bytes) {
        Ok(name) => name.to_owned(),
        Err(_) => bytes.iter().map(|byte| cp437(*byte)).collect(),
    };
    // Some Windows programs part folders by their own sign.
    if name.contains('/') { name } else { name.replace('\\', "/") }
}

fn cp437(byte: u8) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(upper) => CP437.chars().nth(usize::from(upper)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Whether a path leads to what systems leave behind, or to what its owner hides.
pub fn is_junk(path: &str) -> bool {
    path.split('/').any(|part| {
        part.starts_with('.') || part == "__MACOSX" || part == "Thumbs.db" || part.eq_ignore_ascii_case("desktop.ini")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_decoded() {
        let check = |bytes: &[u8], want: &str| assert_eq!(decode(bytes), want);
        check(b"day.txt", "day.txt");
        check("März/Ωmega.txt".as_bytes(), "März/Ωmega.txt");
        check(b"M\x84rz/\xeamega\xff.txt", "März/Ωmega\u{a0}.txt");
        check(b"2025\\march\\day.txt", "2025/march/day.txt");
        check(b"a\\b/day.txt", "a\\b/day.txt");
        check(b"", "");
        assert_eq!(CP437.chars().count(), 128);
    }

    #[test]
    fn junk_is_told_by_its_name() {
        for path in
            [".DS_Store", "a/.git/config", "__MACOSX/a/._b.txt", "a/Thumbs.db", "a/Desktop.ini", "a/.hidden.txt"]
        {
            assert!(is_junk(path), "{path}");
        }
        for path in ["a.txt", "a/b.c/d.txt", "a/macosx/b", "a/thumbs.db.txt", "…txt", ""] {
            assert!(!is_junk(path), "{path}");
        }
    }
}
