use super::*;
use proptest::prelude::*;

/// An entry of a zip file to be written; its data is not packed for real.
#[derive(Clone, Debug)]
struct File {
    name: Vec<u8>,
    method: u16,
    flags: u16,
    packed: u64,
    unpacked: u64,
    data: usize,
    wide: bool,
}

fn stored(name: &str, data: usize) -> File {
    let size = data as u64;
    File { name: name.into(), method: 0, flags: 0, packed: size, unpacked: size, data, wide: false }
}

fn deflated(name: &str, data: usize, unpacked: u64) -> File {
    File { method: 8, unpacked, ..stored(name, data) }
}

/// A zip file, with something before it and a comment behind.
fn write(files: &[File], before: usize, comment: &[u8], wide: bool) -> Vec<u8> {
    let mut zip = vec![b'#'; before];
    let mut directory = Vec::new();
    for file in files {
        let header = zip.len() - before;
        zip.extend(LOCAL.to_le_bytes());
        zip.extend([0; 22]);
        zip.extend((file.name.len() as u16).to_le_bytes());
        zip.extend(4_u16.to_le_bytes());
        zip.extend(&file.name);
        zip.extend([9, 9, 0, 0]);
        zip.extend(std::iter::repeat_n(b'x', file.data));
        let narrow = |value: u64| if file.wide { u32::MAX } else { value as u32 }.to_le_bytes();
        let mut extra = vec![7, 7, 2, 0, 1, 2];
        if file.wide {
            extra.extend([1, 0, 24, 0]);
            [file.unpacked, file.packed, header as u64].iter().for_each(|value| extra.extend(value.to_le_bytes()));
        }
        directory.extend(IN_DIRECTORY.to_le_bytes());
        directory.extend([0; 4]);
        directory.extend(file.flags.to_le_bytes());
        directory.extend(file.method.to_le_bytes());
        directory.extend([0; 8]);
        directory.extend(narrow(file.packed));
        directory.extend(narrow(file.unpacked));
        directory.extend((file.name.len() as u16).to_le_bytes());
        directory.extend((extra.len() as u16).to_le_bytes());
        directory.extend([0; 10]);
        directory.extend(narrow(header as u64));
        directory.extend(&file.name);
        directory.extend(&extra);
    }
    let (from, length) = ((zip.len() - before) as u64, directory.len() as u64);
    zip.extend(directory);
    if wide {
        let at = (zip.len() - before) as u64;
        zip.extend(END_64.to_le_bytes());
        zip.extend([0; 36]);
        zip.extend(length.to_le_bytes());
        zip.extend(from.to_le_bytes());
        zip.extend(LOCATOR_64.to_le_bytes());
        zip.extend([0; 4]);
        zip.extend(at.to_le_bytes());
        zip.extend([1, 0, 0, 0]);
    }
    let narrow = |value: u64| if wide { u32::MAX } else { value as u32 }.to_le_bytes();
    zip.extend(END.to_le_bytes());
    zip.extend([0; 8]);
    zip.extend(narrow(length));
    zip.extend(narrow(from));
    zip.extend((comment.len() as u16).to_le_bytes());
    zip.extend(comment);
    zip
}

/// Opens a zip file as the page does, by its parts.
fn read(zip: &[u8]) -> Result<(Directory, Listing), NotZip> {
    let directory = Directory::find(zip.len() as u64, &zip[zip.len().saturating_sub(TAIL as usize)..])?;
    let listing = directory.list(&zip[directory.from as usize..directory.to as usize])?;
    Ok((directory, listing))
}

fn data(zip: &[u8], directory: &Directory, entry: &Entry) -> Result<(u64, u64), Unusable> {
    entry.data(&zip[entry.header as usize..(entry.header + HEADER) as usize], directory)
}

#[test]
fn lists_what_is_a_dump() {
    let files = [stored("a.txt", 3), stored("pages/", 0), deflated("pages/März.json", 5, 17), stored(".DS_Store", 6)];
    let zip = write(&files, 0, b"", false);
    assert!(is_zip(&zip));
    let (directory, listing) = read(&zip).unwrap();
    assert!(listing.unusable.is_empty() && !listing.cut);
    let names: Vec<_> = listing.entries.iter().map(|e| (e.name.as_str(), e.unpacked, e.deflated)).collect();
    assert_eq!(names, [("a.txt", 3, false), ("pages/März.json", 17, true)]);
    for entry in &listing.entries {
        let (from, to) = data(&zip, &directory, entry).unwrap();
        assert_eq!(&zip[from as usize..to as usize], "x".repeat(entry.packed as usize).as_bytes());
    }
}

#[test]
fn an_empty_zip_file_has_no_entries() {
    let zip = write(&[], 0, b"nothing", false);
    assert!(is_zip(&zip));
    assert_eq!(read(&zip).unwrap().1, Listing::default());
}

#[test]
fn what_cannot_be_opened_is_named() {
    let check = |file: File, want: &str| {
        let files = [stored("before.txt", 4), file, stored("after.txt", 4)];
        let (_, listing) = read(&write(&files, 0, b"", false)).unwrap();
        assert_eq!(listing.entries.len(), 2, "the others are opened");
        let said = format!("{}: {}", listing.unusable[0].0, listing.unusable[0].1);
        assert!(said.contains(want), "{said}");
    };
    check(File { flags: 1, ..stored("secret.txt", 2) }, "secret.txt: expected an entry without a password");
    check(
        File { method: 12, ..stored("b.txt", 2) },
        "b.txt: expected an entry that is stored or deflated, found one packed by method 12",
    );
    check(stored("more.ZIP", 2), "more.ZIP: expected a dump, found a zip file inside");
    check(deflated("bomb.txt", 40, 40 << 20), "bomb.txt: expected text, found 40 bytes that unpack to 41943040");
    check(File { wide: true, ..deflated("large.txt", 40 << 20, MAX_TOTAL) }, "large.txt: expected at most 4 GB");
    check(File { unpacked: 7, ..stored("odd.txt", 2) }, "odd.txt: expected an entry where");
}

#[test]
fn entries_over_each_other_are_a_bomb() {
    let file = File { packed: 600, unpacked: 600, ..stored("a.txt", 500) };
    let zip = write(&[file.clone(), file.clone(), file], 0, b"", false);
    assert_eq!(read(&zip), Err(NotZip::Overlapping));
}

#[test]
fn more_entries_than_are_opened_are_named() {
    let files: Vec<File> = (0..MAX_ENTRIES + 2).map(|n| stored(&format!("{n}.txt"), 1)).collect();
    let (_, listing) = read(&write(&files, 0, b"", false)).unwrap();
    assert_eq!(listing.entries.len(), MAX_ENTRIES);
    assert_eq!(listing.unusable.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["10000.txt", "10001.txt"]);
}

#[test]
fn what_is_no_whole_zip_file_is_refused() {
    let zip = write(&[stored("a.txt", 100), stored("b.txt", 100)], 0, b"", false);
    let check = |bytes: &[u8], want: NotZip| assert_eq!(read(bytes).map(|_| ()), Err(want));
    check(b"", NotZip::Cut);
    check(b"PK\x03\x04", NotZip::Cut);
    check(&zip[..zip.len() - 1], NotZip::Cut);
    check(&zip[zip.len() - 22..], NotZip::NoDirectory);
    let mut broken = zip.clone();
    let directory = Directory::find(zip.len() as u64, &zip).unwrap();
    broken[directory.from as usize] = b'?';
    check(&broken, NotZip::NoDirectory);
    let at = zip.len() - 10;
    broken[at..at + 4].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    check(&broken, NotZip::TooLong(1 << 30));
}

#[test]
fn an_entry_that_is_not_there_is_damaged() {
    let mut zip = write(&[stored("a.txt", 100), stored("b.txt", 100)], 0, b"", false);
    let (directory, listing) = read(&zip).unwrap();
    zip[listing.entries[1].header as usize] = b'?';
    assert!(data(&zip, &directory, &listing.entries[0]).is_ok());
    assert_eq!(data(&zip, &directory, &listing.entries[1]), Err(Unusable::Damaged));
}

fn file() -> impl Strategy<Value = File> {
    ("[a-zäé]{1,8}(/[a-z]{1,5})?", 0_usize..300, any::<bool>(), any::<bool>()).prop_map(|(name, data, packed, wide)| {
        File { wide, ..if packed { deflated(&name, data, data as u64 * 3) } else { stored(&name, data) } }
    })
}

proptest! {
    #[test]
    fn finds_every_entry(
        files in proptest::collection::vec(file(), 0..20),
        before in 0_usize..200,
        comment in proptest::collection::vec(any::<u8>().prop_map(|byte| if byte == b'P' { b'p' } else { byte }), 0..300),
        wide in any::<bool>(),
    ) {
        let zip = write(&files, before, &comment, wide);
        let (directory, listing) = read(&zip).unwrap();
        prop_assert!(listing.unusable.is_empty() && !listing.cut);
        prop_assert_eq!(listing.entries.len(), files.len());
        for (entry, file) in listing.entries.iter().zip(&files) {
            prop_assert_eq!(entry.name.as_bytes(), &file.name);
            prop_assert_eq!((entry.packed, entry.unpacked), (file.packed, file.unpacked));
            let (from, to) = data(&zip, &directory, entry).unwrap();
            prop_assert!(zip[from as usize..to as usize].iter().all(|byte| *byte == b'x'));
        }
    }

    /// Whatever is changed in a zip file: no panic, and no place outside of it.
    #[test]
    fn stays_inside(
        files in proptest::collection::vec(file(), 0..6),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in 0_usize..40,
        wide in any::<bool>(),
    ) {
        let mut zip = write(&files, 0, b"", wide);
        for (at, byte) in changes {
            let at = at.index(zip.len());
            zip[at] = byte;
        }
        zip.truncate(zip.len() - cut.min(zip.len()));
        if let Ok((directory, listing)) = read(&zip) {
            prop_assert!(directory.from <= directory.to && directory.to <= zip.len() as u64);
            for entry in &listing.entries {
                if let Ok((from, to)) = data(&zip, &directory, entry) {
                    prop_assert!(from <= to && to <= directory.from);
                }
            }
        }
    }

    #[test]
    fn reads_anything(size in any::<u64>(), bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Directory::find(size, &bytes);
        let directory = Directory { from: size, to: size, shift: size };
        let _ = directory.list(&bytes);
    }
}
