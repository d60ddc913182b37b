//! Where the parser of a chat puts what it finds: messages get their place and their chat's name, files are looked for
//! beside the chat or in its archive, and what was not understood is counted.

use super::{Batch, LONGEST_NAME, Stop, Zone, clip, cut_text};
use crate::draft::{Found, Hints, Sink, Unparsed};
use crate::formats::safe_path::{folded, safe_path};
use model::{Attachment, Message, Note};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Most different authors that are counted, and paths that are told.
const MOST_SEEN: usize = 150_000;
/// Most names of unknown fields that are remembered.
const MOST_FIELDS: usize = 20;
/// Most chats of one file whose names are told apart.
const MOST_CHATS: usize = 20_000;
/// Most facts of one file.
const MOST_FACTS: usize = 100;
/// Most messages, and bytes of words, that are held to be turned round.
const MOST_HELD: (usize, usize) = (100_000, 128 << 20);

/// Where a message stands in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// From this byte up to before that one.
    Bytes(u64, u64),
    /// From this line to that one, both from 1.
    Lines(u64, u64),
}

/// Files of an archive by their path, and by its folded form.
#[derive(Default)]
pub struct Names {
    by_path: HashMap<String, String>,
    by_name: HashMap<String, Option<String>>,
    /// By their name without its end: some exports name files so.
    by_stem: HashMap<String, Option<String>>,
}

impl Names {
    /// Remembers a file.
    pub fn add(&mut self, path: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        self.by_path.insert(folded(path), path.to_owned());
        let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
        for (all, key) in [(&mut self.by_name, name), (&mut self.by_stem, stem)] {
            all.entry(folded(key))
                .and_modify(|one| *one = None)
                .or_insert_with(|| Some(path.to_owned()));
        }
    }

    /// The file that a chat in this folder means by this path: below that folder or one around it, or the only one of
    /// its name.
    fn find(&self, folder: &str, path: &str) -> Option<&str> {
        let mut around = Some(folder);
        while let Some(folder) = around {
            let whole = if folder.is_empty() {
                folded(path)
            } else {
                folded(&format!("{folder}/{path}"))
            };
            if let Some(found) = self.by_path.get(&whole) {
                return Some(found);
            }
            around = match folder.rsplit_once('/') {
                Some((up, _)) => Some(up),
                None if folder.is_empty() => None,
                None => Some(""),
            };
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let named = self.by_name.get(&folded(name));
        named.or_else(|| self.by_stem.get(&folded(name)))?.as_deref()
    }
}

/// The desk.
pub struct Desk<'a> {
    /// In which zone wall clocks are read.
    pub zone: Zone,
    /// What the person knows.
    pub hints: Hints,
    /// Names of people and chats by their ids, where another file of the export tells them.
    pub people: HashMap<String, String>,
    /// Whether the file at hand lists its messages from the newest on; they are then turned round.
    pub newest_first: bool,
    batch: Batch<'a>,
    inside: Option<(String, &'a Names)>,
    several: bool,
    chat: String,
    chats: usize,
    labels: HashMap<String, String>,
    taken: HashSet<String>,
    facts: Vec<(String, String)>,
    last_facts: BTreeMap<&'static str, String>,
    counts: BTreeMap<&'static str, usize>,
    once: BTreeSet<&'static str>,
    fields: BTreeMap<String, usize>,
    authors: HashSet<u64>,
    paths: HashSet<u64>,
    hasher: RandomState,
    /// Whether files stand in the export's own file, and none beside it.
    holds_files: bool,
    held: Vec<Message>,
    held_bytes: usize,
    is_turned: bool,
}

impl<'a> Desk<'a> {
    /// An empty desk.
    pub fn new(hints: &Hints, out: &'a mut dyn Sink) -> Result<Self, Unparsed> {
        let (zone, note) = Zone::of(hints);
        let mut batch = Batch::new(out);
        if let Some(note) = note {
            batch.note(note)?;
        }
        Ok(Self {
            zone,
            hints: hints.clone(),
            people: HashMap::new(),
            newest_first: false,
            batch,
            inside: None,
            several: false,
            chat: String::new(),
            chats: 0,
            labels: HashMap::new(),
            taken: HashSet::new(),
            facts: Vec::new(),
            last_facts: BTreeMap::new(),
            counts: BTreeMap::new(),
            once: BTreeSet::new(),
            fields: BTreeMap::new(),
            authors: HashSet::new(),
            paths: HashSet::new(),
            hasher: RandomState::new(),
            holds_files: false,
            held: Vec::new(),
            held_bytes: 0,
            is_turned: true,
        })
    }

    /// The next file is this entry of an archive.
    pub fn look_inside(&mut self, path: &str, names: &'a Names) {
        self.inside = Some((path.to_owned(), names));
    }

    /// The file has several chats: messages are marked with the name of theirs.
    pub fn expect_several(&mut self) {
        self.several = true;
    }

    /// Whether messages are marked with their chat.
    pub fn has_several(&self) -> bool {
        self.several
    }

    /// A chat begins or goes on in another file of its folder, with its name or what else tells it from the others.
    pub fn begin_chat(&mut self, name: &str, id: Option<&str>) {
        let folder = match &self.inside {
            Some((path, _)) => path.rsplit_once('/').map_or("", |(folder, _)| folder),
            None => "",
        };
        let name = clip(name, LONGEST_NAME);
        let key = format!("{folder}/{name}/{}", clip(id.unwrap_or_default(), LONGEST_NAME));
        if let Some(label) = self.labels.get(&key) {
            self.chat.clone_from(label);
            return;
        }
        self.chats += 1;
        let label = if self.several {
            self.label(name, id)
        } else {
            String::new()
        };
        if self.labels.len() < MOST_CHATS {
            self.labels.insert(key, label.clone());
        }
        self.chat = label;
    }

    /// The chat of the file at hand is named at its end; until then its messages wait, if the newest come first.
    pub fn name_chat_later(&mut self) {
        self.chat = if self.several { self.folder() } else { String::new() };
    }

    /// Whether the file at hand is an entry of an archive.
    pub fn is_inside(&self) -> bool {
        self.inside.is_some()
    }

    /// A mark that no other chat has.
    fn label(&mut self, name: &str, id: Option<&str>) -> String {
        let mut label = if name.is_empty() {
            "chat".to_owned()
        } else {
            name.to_owned()
        };
        if self.taken.contains(&label) {
            let number = id.map_or_else(|| self.chats.to_string(), |id| clip(id, LONGEST_NAME).to_owned());
            label = format!("{label} #{number}");
        }
        if self.taken.len() < MOST_CHATS {
            self.taken.insert(label.clone());
        }
        label
    }

    /// The mark of the chat that began last; a parser of interleaved chats keeps it.
    pub fn chat(&self) -> &str {
        &self.chat
    }

    /// Goes back to a chat by its mark.
    pub fn go_to_chat(&mut self, mark: &str) {
        if self.chat != mark {
            mark.clone_into(&mut self.chat);
        }
    }

    /// The name of the folder in the archive that the file at hand lies in; empty where there is none.
    pub fn folder(&self) -> String {
        let path = self.inside.as_ref().map_or("", |(path, _)| path.as_str());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folder.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The name of the file at hand without its end.
    pub fn file_stem(&self) -> String {
        let path = self.inside.as_ref().map_or(self.hints.name.as_str(), |(path, _)| path);
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
    }

    /// How many chats there were.
    pub fn chats(&self) -> usize {
        self.chats
    }

    /// How many messages there were.
    pub fn count(&self) -> u32 {
        self.batch.count() + self.held.len() as u32
    }

    /// How many people spoke.
    pub fn people_seen(&self) -> usize {
        self.authors.len()
    }

    /// Takes the next message of the file.
    pub fn push(&mut self, at: At, mut message: Message) -> Result<(), Unparsed> {
        message.locator = self.locator(at);
        message.chat.clone_from(&self.chat);
        cut_text(&mut message.text, &mut message.flags);
        if message.time.utc.is_none() && message.time.wall.is_some() {
            self.add("times-without-zone", 1);
        }
        if let Some(who) = message.author_id.as_ref().or(message.author.as_ref()) {
            see(&mut self.authors, self.hasher.hash_one(who));
        }
        self.say_paths(&message)?;
        if !self.newest_first {
            return self.batch.push(message);
        }
        self.hold(message)
    }

    fn hold(&mut self, message: Message) -> Result<(), Unparsed> {
        self.held_bytes += message.text.len() + 512;
        self.held.push(message);
        if self.held.len() > MOST_HELD.0 || self.held_bytes > MOST_HELD.1 {
            self.is_turned = false;
            return self.hand_on(false);
        }
        Ok(())
    }

    fn hand_on(&mut self, turned: bool) -> Result<(), Unparsed> {
        self.held_bytes = 0;
        let mut held = std::mem::take(&mut self.held);
        held.iter_mut().for_each(|message| message.chat.clone_from(&self.chat));
        if turned {
            held.reverse();
        }
        held.into_iter().try_for_each(|message| self.batch.push(message))
    }

    /// The file at hand ends, well or not. Messages that were held are handed on.
    pub fn end_file(&mut self, read: Result<(), Stop>) -> Result<(), Unparsed> {
        let first = self.count() == 0; // nothing was read at all
        let turned = self.is_turned && goes_back(&self.held);
        if !self.is_turned {
            self.once("newest-first");
        }
        self.is_turned = true;
        self.hand_on(turned)?;
        match read {
            Ok(()) => Ok(()),
            Err(Stop::Broken { .. } | Stop::Said(Unparsed::Unreadable)) if self.inside.is_some() => {
                self.add("chats-broken", 1);
                Ok(())
            }
            Err(Stop::Said(unparsed)) => Err(unparsed),
            Err(Stop::Broken { at, what }) if first => Err(Unparsed::Malformed {
                at: Some(at),
                what: what.to_owned(),
            }),
            Err(Stop::Broken { at, what: _ }) => self.note(Note::with_detail("broken-after-byte", &at.to_string())),
        }
    }

    /// Says what was counted, and what no such export holds.
    pub fn finish(mut self, leaves_out: &[&str]) -> Result<(), Unparsed> {
        self.batch.flush()?;
        for (key, value) in std::mem::take(&mut self.last_facts) {
            self.fact(key, &value)?;
        }
        if self.several {
            self.batch.fact("chats", &self.chats.to_string())?;
        }
        self.batch.fact("participants", &self.authors.len().to_string())?;
        for (code, count) in std::mem::take(&mut self.counts) {
            self.batch.count_note(code, count)?;
        }
        self.say_fields()?;
        for code in std::mem::take(&mut self.once) {
            self.batch.note(Note::new(code))?;
        }
        for code in leaves_out {
            self.batch.note(Note::new(code))?;
        }
        Ok(())
    }

    fn say_fields(&mut self) -> Result<(), Unparsed> {
        let all: usize = self.fields.values().sum();
        if all == 0 {
            return Ok(());
        }
        let named: Vec<&str> = self.fields.keys().map(String::as_str).collect();
        let note = Note::with_detail("fields-unknown", &named.join(", "));
        self.batch.note(Note {
            count: Note::counted("", all).count,
            ..note
        })
    }

    /// Adds to what a note will count.
    pub fn add(&mut self, code: &'static str, count: usize) {
        let counted = self.counts.entry(code).or_default();
        *counted = counted.saturating_add(count);
    }

    /// Says a note at the end, however often it is asked for.
    pub fn once(&mut self, code: &'static str) {
        self.once.insert(code);
    }

    /// Counts a field that nobody took; beyond the first names it counts as `…`.
    pub fn unknown_field(&mut self, key: &str) {
        let key = clip(key, 40);
        let known = self.fields.len() < MOST_FIELDS || self.fields.contains_key(key);
        let key = if known { key } else { "…" };
        *self.fields.entry(key.to_owned()).or_default() += 1;
    }

    /// Says something that is no message.
    pub fn say(&mut self, found: Found) -> Result<(), Unparsed> {
        self.batch.say(found)
    }

    /// Says a note.
    pub fn note(&mut self, note: Note) -> Result<(), Unparsed> {
        self.batch.note(note)
    }

    /// Says what the export claims about itself; of an archive with several chats nothing is said of each.
    pub fn fact(&mut self, key: &str, value: &str) -> Result<(), Unparsed> {
        let of_one_of_many = self.inside.is_some() && self.several;
        let is_new = !self.facts.iter().any(|(known, said)| known == key && said == value);
        if of_one_of_many || value.is_empty() || !is_new || self.facts.len() > MOST_FACTS {
            return Ok(());
        }
        self.facts.push((key.to_owned(), value.to_owned()));
        self.batch.fact(key, value)
    }

    /// The same of a fact that may be said better later: the last counts.
    pub fn last_fact(&mut self, key: &'static str, value: &str) {
        self.last_facts.insert(key, clip(value, 2000).to_owned());
    }

    /// A file that the export names by a path.
    pub fn file(&mut self, said: &str, name: Option<&str>, stated: &str) -> Attachment {
        let found = safe_path(said).map(|path| match &self.inside {
            None => Ok(path),
            Some((chat, names)) => {
                let folder = chat.rsplit_once('/').map_or("", |(folder, _)| folder);
                names.find(folder, &path).map(str::to_owned).ok_or(path)
            }
        });
        let (path, missing) = match found {
            Ok(Ok(path)) => (path, None),
            Ok(Err(path)) => (path, Some("not-in-folder")),
            Err(_) => (clip(said, LONGEST_NAME).to_owned(), Some("unsafe-path")),
        };
        if missing.is_some() {
            self.add("attachments-missing", 1);
        }
        let last = path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        Attachment {
            path: Some(path),
            ..absent(name.unwrap_or(&last), missing, stated)
        }
    }

    /// A file that stands in the export's own file, and is handed out of it under this path.
    pub fn inside_it(&mut self, path: &str, name: &str, stated: &str) -> Attachment {
        self.holds_files = true;
        Attachment {
            path: Some(path.to_owned()),
            ..absent(if name.is_empty() { path } else { name }, None, stated)
        }
    }

    /// A file that the export names and does not hold.
    pub fn missing(&mut self, name: &str, why: &str, stated: &str) -> Attachment {
        self.add("leaves-out-attachments", 1);
        absent(name, Some(why), stated)
    }

    fn locator(&self, at: At) -> String {
        let place = match at {
            At::Bytes(from, to) => format!("bytes={from}-{}", to.saturating_sub(1).max(from)),
            At::Lines(from, to) if to > from => format!("lines={from}-{to}"),
            At::Lines(from, _) => format!("line={from}"),
        };
        match &self.inside {
            Some((path, _)) => format!("{path}#{place}"),
            None => place,
        }
    }

    fn say_paths(&mut self, message: &Message) -> Result<(), Unparsed> {
        if self.inside.is_some() || self.holds_files {
            return Ok(());
        }
        for file in message.attachments.iter().filter(|file| file.missing.is_none()) {
            let Some(path) = &file.path else { continue };
            if see(&mut self.paths, self.hasher.hash_one(path)) {
                self.batch.say(Found::Beside { path: path.clone() })?;
            }
        }
        Ok(())
    }
}

fn absent(name: &str, missing: Option<&str>, stated: &str) -> Attachment {
    let stated = clip(stated, LONGEST_NAME);
    Attachment {
        id: None,
        name: clip(name, LONGEST_NAME).to_owned(),
        path: None,
        missing: missing.map(str::to_owned),
        stated: (!stated.is_empty()).then(|| stated.to_owned()),
    }
}

/// Remembers one, as long as there is room; true if it is new.
fn see(seen: &mut HashSet<u64>, one: u64) -> bool {
    seen.len() < MOST_SEEN && seen.insert(one)
}

/// Whether the first message is no older than the last.
fn goes_back(messages: &[Message]) -> bool {
    let at = |message: Option<&Message>| message.and_then(|message| message.time.order_millis());
    match (at(messages.first()), at(messages.last())) {
        (Some(first), Some(last)) => first >= last,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_an_archive_is_found_from_its_chat_outwards() {
        let mut names = Names::default();
        names.add("take/messages/inbox/a/photos/1.jpg");
        names.add("take/photos/1.jpg");
        names.add("take/only.pdf");
        let find = |path| names.find("take/messages/inbox/a", path);
        assert_eq!(find("photos/1.jpg"), Some("take/messages/inbox/a/photos/1.jpg"));
        assert_eq!(
            find("messages/inbox/a/photos/1.jpg"),
            Some("take/messages/inbox/a/photos/1.jpg")
        );
        assert_eq!(find("elsewhere/only.pdf"), Some("take/only.pdf"));
        assert_eq!(find("elsewhere/1.jpg"), None, "two files have this name");
    }
}
