//! Exports as one file and as an archive of many: the same reader for both. In an archive the files of one folder are
//! one chat, in the order of their numbers, unless the format says otherwise; what is no chat becomes an item of its own.
//!
//! Deliberately absent: WhatsApp's archives, which are told by the text inside (`whatsapp`).

use super::Stop;
use super::desk::{Desk, Names};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use crate::formats::another_format;
use crate::formats::zip::{Archive, Entry};
use model::Kind;
use std::collections::HashSet;
use std::io::Read;

/// A format of exports.
pub struct Export {
    /// Our code for one file of it.
    pub code: &'static str,
    /// Our code for an archive of it.
    pub packed: &'static str,
    /// RFC 6838, of one file.
    pub media_type: &'static str,
    /// Ends of the names of its files in archives, in lower case.
    pub named: &'static [&'static str],
    /// Whether the first bytes of a file are of it.
    pub looks_like: fn(&[u8], &Hints) -> bool,
    /// Reads one file to its end.
    pub read: fn(&mut dyn Read, &mut Desk<'_>) -> Result<(), Stop>,
    /// Whether one file has several chats.
    pub several: bool,
    /// Whether each file is a chat of its own; otherwise the files of one folder are one chat.
    pub chat_each: bool,
    /// Whether its messages stand from the newest to the oldest.
    pub newest_first: bool,
    /// What the other files of an archive tell of the chats: the end of their path, and who reads them.
    pub beside: &'static [(&'static str, Learn)],
    /// Codes of what it never holds.
    pub leaves_out: &'static [&'static str],
}

/// Learns names from a file that is no chat.
pub type Learn = fn(&mut dyn Read, &mut Desk<'_>) -> Result<(), Stop>;

/// Bytes of an entry by which it is told.
const HEAD: u64 = 32 << 10;

/// Parses a file by itself.
pub fn parse_file(
    export: &Export,
    input: &mut dyn ReadSeek,
    hints: &Hints,
    out: &mut dyn Sink,
) -> Result<(), Unparsed> {
    out.found(Found::Format {
        kind: Kind::Chat,
        media_type: export.media_type.to_owned(),
        format: export.code.to_owned(),
    })?;
    let mut desk = Desk::new(hints, out)?;
    desk.newest_first = export.newest_first;
    if export.several {
        desk.expect_several();
    }
    let read = (export.read)(input, &mut desk);
    desk.end_file(read)?;
    desk.finish(export.leaves_out)
}

/// Parses an archive whose files are an export, or answers that it is another format.
pub fn parse_zip(
    exports: &[&Export],
    input: &mut dyn ReadSeek,
    hints: &Hints,
    out: &mut dyn Sink,
) -> Result<(), Unparsed> {
    // What is wrong with an archive is said by the parser of archives.
    let Ok(mut archive) = Archive::open(input) else {
        return Err(another_format());
    };
    let Some((export, chats)) = find(exports, &mut archive) else {
        return Err(another_format());
    };
    out.found(Found::Format {
        kind: Kind::Chat,
        media_type: "application/zip".to_owned(),
        format: export.packed.to_owned(),
    })?;
    archive.say_notes(out)?;
    let names = say_parts(&archive, &chats, out)?;
    let mut desk = Desk::new(hints, out)?;
    desk.newest_first = export.newest_first;
    if export.several || export.chat_each && chats.len() > 1 || folders(&chats).len() > 1 {
        desk.expect_several();
    }
    learn(export, &mut archive, &mut desk)?;
    for chat in &chats {
        desk.look_inside(&chat.path, &names);
        let read = match archive.read(chat.index) {
            Ok(mut entry) => (export.read)(&mut entry, &mut desk),
            Err(unparsed) => Err(Stop::Said(unparsed)),
        };
        desk.end_file(read)?;
    }
    desk.finish(export.leaves_out)
}

/// The first of these formats that the archive has files of, and these in the order in which they are read.
fn find<'e, R: Read + std::io::Seek>(
    exports: &[&'e Export],
    archive: &mut Archive<R>,
) -> Option<(&'e Export, Vec<Entry>)> {
    let mut found: Vec<Vec<Entry>> = exports.iter().map(|_| Vec::new()).collect();
    for entry in archive.entries().to_vec() {
        let path = entry.path.to_lowercase();
        let fits = |export: &&Export| export.named.iter().any(|end| path.ends_with(end));
        if !exports.iter().any(fits) {
            continue;
        }
        let Some((head, hints)) = head_of(archive, &entry) else {
            continue;
        };
        let which = exports
            .iter()
            .position(|export| fits(export) && (export.looks_like)(&head, &hints));
        if let Some(which) = which {
            found[which].push(entry);
        }
    }
    let which = found.iter().position(|entries| !entries.is_empty())?;
    let mut chats = found.swap_remove(which);
    let export = exports[which];
    chats.sort_by_cached_key(|chat| reading_order(&chat.path, export.newest_first));
    Some((export, chats))
}

fn head_of<R: Read + std::io::Seek>(archive: &mut Archive<R>, entry: &Entry) -> Option<(Vec<u8>, Hints)> {
    let mut head = Vec::new();
    archive.read(entry.index).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
    let name = entry.path.rsplit('/').next().unwrap_or(&entry.path).to_owned();
    let hints = Hints {
        name,
        ..Hints::default()
    };
    Some((head, hints))
}

/// By folder, then by name with its numbers as numbers; where newest come first, from the last file on.
fn reading_order(path: &str, newest_first: bool) -> (String, Vec<u8>) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    // Without its end: a first part has no number where the second has one.
    let by_number = numbered(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let key = match newest_first {
        true => by_number.bytes().map(|byte| !byte).chain([u8::MAX]).collect(),
        false => by_number.into_bytes(),
    };
    (numbered(folder), key)
}

/// A name whose numbers sort by their size.
fn numbered(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 40);
    let mut rest = name;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        key.push_str(&rest[..at]);
        let end = rest[at..]
            .find(|c: char| !c.is_ascii_digit())
            .map_or(rest.len(), |len| at + len);
        key.push_str(&format!("{:0>20}", &rest[at..end]));
        rest = &rest[end..];
    }
    key + rest
}

fn folders(chats: &[Entry]) -> HashSet<&str> {
    chats
        .iter()
        .map(|chat| chat.path.rsplit_once('/').map_or("", |(folder, _)| folder))
        .collect()
}

fn say_parts<R: Read + std::io::Seek>(
    archive: &Archive<R>,
    chats: &[Entry],
    out: &mut dyn Sink,
) -> Result<Names, Unparsed> {
    let read: HashSet<u32> = chats.iter().map(|chat| chat.index).collect();
    let mut names = Names::default();
    for entry in archive.entries().iter().filter(|entry| !read.contains(&entry.index)) {
        names.add(&entry.path);
        out.found(Found::Part {
            index: entry.index,
            path: entry.path.clone(),
            bytes: entry.bytes,
        })?;
    }
    Ok(names)
}

fn learn<R: Read + std::io::Seek>(
    export: &Export,
    archive: &mut Archive<R>,
    desk: &mut Desk<'_>,
) -> Result<(), Unparsed> {
    for (end, read) in export.beside {
        let named = |entry: &&Entry| entry.path == *end || entry.path.ends_with(&format!("/{end}"));
        let Some(index) = archive.entries().iter().find(named).map(|entry| entry.index) else {
            continue;
        };
        let learned = match archive.read(index) {
            Ok(mut entry) => read(&mut entry, desk),
            Err(_) => continue,
        };
        if let Err(Stop::Said(Unparsed::Hush)) = learned {
            return Err(Unparsed::Hush);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut paths: Vec<&str>, newest_first: bool) -> Vec<&str> {
        paths.sort_by_cached_key(|path| reading_order(path, newest_first));
        paths
    }

    #[test]
    fn files_are_read_in_the_order_of_their_numbers() {
        let pages = vec![
            "c/messages10.html",
            "c/messages.html",
            "c/messages2.html",
            "b/messages.html",
        ];
        let wanted = [
            "b/messages.html",
            "c/messages.html",
            "c/messages2.html",
            "c/messages10.html",
        ];
        assert_eq!(sorted(pages, false), wanted);
    }

    #[test]
    fn where_the_newest_come_first_the_last_file_is_read_first() {
        let pages = vec!["1/messages0.html", "1/messages100.html", "1/messages50.html"];
        assert_eq!(
            sorted(pages, true),
            ["1/messages100.html", "1/messages50.html", "1/messages0.html"]
        );
    }
}
