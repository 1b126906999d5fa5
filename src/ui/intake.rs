//! From what the user hands over to dumps: files as they are, zip files entry by entry, folders file by file.

use crate::archive::{names, zip};
use crate::order;
use crate::ui::chunks::{bytes, unreadable};
use crate::ui::client::Client;
use crate::ui::keep::Packing;
use crate::ui::later::{LACKS, is_here};
use crate::ui::spawn;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransferItemList, File, FileList, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

/// A dump to open.
pub struct Incoming {
    /// Its name: in a folder or a zip file its path there.
    pub name: String,
    /// Its bytes.
    pub blob: Blob,
    /// How they are packed.
    pub packing: Option<Packing>,
}

/// How many parts of files are read at a time.
const AT_ONCE: usize = 32;

/// What cannot be opened: its name, and why.
type Unreadable = Vec<(String, String)>;

/// Opens every file of a list.
pub fn open_files(client: Client, files: &FileList) {
    let files = (0..files.length()).filter_map(|at| files.get(at)).map(|file| (file.name(), file)).collect();
    spawn(open(client, files, Vec::new()));
}

/// Opens a text, which goes the way of a file.
pub fn open_text(client: Client, name: &str, text: &str) {
    let blob = gloo_file::Blob::new(text).into();
    client.open(vec![Incoming { name: name.to_owned(), blob, packing: None }], Vec::new());
}

/// Opens folders, with all that is in them, where some were dropped; whether it did.
pub fn open_folders(client: Client, items: &DataTransferItemList) -> bool {
    // The entries must be asked for before the event is over.
    let items = (0..items.length()).filter_map(|at| items.get(at));
    let entries: Vec<FileSystemEntry> = items.filter_map(|item| item.webkit_get_as_entry().ok().flatten()).collect();
    let any = entries.iter().any(FileSystemEntry::is_directory);
    if any {
        spawn(async move {
            let mut unreadable = Unreadable::new();
            let mut files = Vec::new();
            if is_here().await {
                files = walk(entries, &mut unreadable).await;
            } else {
                unreadable.extend(entries.iter().map(|entry| (entry.name(), LACKS.to_owned())));
            }
            open(client, files, unreadable).await;
        });
    }
    any
}

/// Opens files; zip files are told by their first bytes.
async fn open(client: Client, files: Vec<(String, File)>, mut failed: Unreadable) {
    let heads = parts(files.iter().map(|(_, file)| (file.as_ref(), 0, 4)).collect()).await;
    let mut incoming = Vec::new();
    for ((name, file), head) in files.into_iter().zip(heads) {
        // A file that cannot be read says so again when it is opened.
        if zip::is_zip(&head.unwrap_or_default()) {
            let read =
                if is_here().await { unzip(&file, &mut incoming, &mut failed).await } else { Err(LACKS.to_owned()) };
            if let Err(why) = read {
                failed.push((name, why));
            }
        } else {
            incoming.push(Incoming { name, blob: file.into(), packing: None });
        }
    }
    client.open(incoming, failed);
}

/// A task in the second part of the wasm.
type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

#[inline(never)]
fn unzip<'a>(
    file: &'a Blob,
    incoming: &'a mut Vec<Incoming>,
    failed: &'a mut Unreadable,
) -> Later<'a, Result<(), String>> {
    Box::pin(entries(file, incoming, failed))
}

/// The entries of a zip file.
async fn entries(file: &Blob, incoming: &mut Vec<Incoming>, failed: &mut Unreadable) -> Result<(), String> {
    let size = file.size() as u64;
    let tail = read(file, size.saturating_sub(zip::TAIL), size).await?;
    let directory = zip::Directory::find(size, &tail).map_err(|why| why.to_string())?;
    let listing = read(file, directory.from, directory.to).await?;
    let listing = directory.list(&listing).map_err(|why| why.to_string())?;
    let cut = listing.cut;
    if listing.entries.is_empty() && listing.unusable.is_empty() {
        return Err("expected dumps in this zip file, found none".to_owned());
    }
    failed.extend(listing.unusable.into_iter().map(|(name, why)| (name, why.to_string())));
    let headers = listing.entries.iter().map(|entry| (file, entry.header, entry.header + zip::HEADER));
    let headers = parts(headers.collect()).await;
    for (entry, header) in listing.entries.into_iter().zip(headers) {
        let place = header.and_then(|header| entry.data(&header, &directory).map_err(|why| why.to_string()));
        match place.and_then(|(from, to)| part(file, from, to)) {
            Ok(blob) => {
                let formats = if entry.name.ends_with(".gz") { "deflate-raw gzip" } else { "deflate-raw" };
                let packing = Packing { formats: formats.to_owned(), unpacked: entry.unpacked };
                incoming.push(Incoming { name: entry.name, blob, packing: entry.deflated.then_some(packing) });
            }
            Err(why) => failed.push((entry.name, why)),
        }
    }
    if cut { Err("expected a zip file, found one whose directory breaks off".to_owned()) } else { Ok(()) }
}

#[inline(never)]
fn walk(entries: Vec<FileSystemEntry>, failed: &mut Unreadable) -> Later<'_, Vec<(String, File)>> {
    Box::pin(files(entries, failed))
}

/// The files in folders and all their folders, in the order of their paths, but for hidden ones.
async fn files(mut entries: Vec<FileSystemEntry>, failed: &mut Unreadable) -> Vec<(String, File)> {
    let mut found: Vec<(String, FileSystemFileEntry)> = Vec::new();
    while let Some(entry) = entries.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if names::is_junk(&path) {
            continue;
        }
        if entry.is_file() {
            found.push((path, entry.unchecked_into()));
        } else if let Err(why) = children(&entry.unchecked_into(), &mut entries).await {
            failed.push((path, unreadable(why)));
        }
    }
    let mut order: Vec<order::Keyed> = (0..found.len()).map(|at| (0, at as u32)).collect();
    let path = |at: u32| found.get(at as usize).map(|(path, _)| path);
    order::sort(&mut order, &|a, b| path(a).cmp(&path(b)));
    let mut files = Vec::new();
    for (path, entry) in order.iter().filter_map(|(_, at)| found.get(*at as usize)) {
        let file = js_sys::Promise::new(&mut |resolve, reject| {
            entry.file_with_callback_and_callback(&resolve, &reject);
        });
        match JsFuture::from(file).await {
            Ok(file) => files.push((path.clone(), file.unchecked_into())),
            Err(why) => failed.push((path.clone(), unreadable(why))),
        }
    }
    files
}

/// What is in a folder: browsers give some at a time, and none at the end.
async fn children(folder: &FileSystemDirectoryEntry, into: &mut Vec<FileSystemEntry>) -> Result<(), JsValue> {
    let reader = folder.create_reader();
    loop {
        let some = js_sys::Promise::new(&mut |resolve, reject| {
            if let Err(why) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
                // Rejecting a promise cannot fail.
                let _ = reject.call1(&JsValue::NULL, &why);
            }
        });
        let some = js_sys::Array::from(&JsFuture::from(some).await?);
        if some.length() == 0 {
            return Ok(());
        }
        into.extend(some.iter().map(JsCast::unchecked_into));
    }
}

/// A part of a file.
fn part(file: &Blob, from: u64, to: u64) -> Result<Blob, String> {
    file.slice_with_f64_and_f64(from as f64, to as f64).map_err(unreadable)
}

/// Parts of files, in their order: some at a time, because asking for one takes the browser a moment.
async fn parts(wanted: Vec<(&Blob, u64, u64)>) -> Vec<Result<Vec<u8>, String>> {
    let mut all = Vec::with_capacity(wanted.len());
    for some in wanted.chunks(AT_ONCE) {
        let some: Vec<_> = some.iter().map(|(file, from, to)| read(file, *from, *to)).collect();
        for part in some {
            all.push(part.await);
        }
    }
    all
}

/// The bytes of a part of a file, which is read from now on.
fn read(file: &Blob, from: u64, to: u64) -> impl Future<Output = Result<Vec<u8>, String>> + use<> {
    let part = part(file, from, to).map(|part| part.array_buffer());
    async { bytes(part?).await }
}
