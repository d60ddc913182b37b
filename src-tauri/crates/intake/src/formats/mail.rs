//! Mail: one as a file (`.eml`, RFC 5322) and many in a mailbox (`mbox`, RFC 4155).
//!
//! What the fields say are facts, claimed by whoever wrote them; the `Received` lines are those of servers on the way.
//! Files that came with a mail become items of their own. Signatures by DKIM, S/MIME and OpenPGP are over the bytes of
//! the original; that they are there is said, and that they are not checked.
//!
//! Deliberately absent: fetching anything that a page names, opening what is encrypted, checking signatures (keys stand
//! in the DNS), Outlook's `.msg` and `.pst`.

mod body;
mod date;
mod fields;
mod files;
pub mod mbox;
mod transfer;
mod tree;

pub use files::{Files, is_mail};

use super::chat::clip;
use super::chat::desk::Desk;
use super::safe_path::safe_path;
use super::{read_whole, say_note};
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use encoding_rs::Encoding;
use fields::Fields;
use model::{Fact, FactOrigin, Kind, Moment, Note};
use std::collections::BTreeMap;
use tree::{Leaf, Tree};

/// Most bytes of one mail.
pub const MOST_BYTES: u64 = 128 << 20;
/// Most `Received` lines that become facts; all are counted.
const MOST_RECEIVED: usize = 30;
/// Longest piece of text that is handed on at once.
const PIECE: usize = 512 << 10;

/// What is counted on the way, by the code of the note.
#[derive(Debug, Default)]
pub struct Tally {
    counts: BTreeMap<&'static str, usize>,
    guessed: Option<String>,
}

impl Tally {
    /// Adds to what a note will count.
    pub fn add(&mut self, code: &'static str, count: usize) {
        if count > 0 {
            *self.counts.entry(code).or_default() += count;
        }
    }

    /// A code page that nobody named.
    pub fn guessed(&mut self, name: &str) {
        self.guessed = Some(name.to_owned());
    }

    #[cfg(test)]
    fn get(&self, code: &str) -> usize {
        self.counts.get(code).copied().unwrap_or_default()
    }

    /// The same at the desk of a mailbox, over all its mails.
    fn tell(self, desk: &mut Desk<'_>) {
        if self.guessed.is_some() {
            desk.once("charset-guessed");
        }
        for (code, count) in self.counts {
            desk.add(code, count);
        }
    }

    fn say(self, out: &mut dyn Sink) -> Result<(), Unparsed> {
        if let Some(name) = self.guessed {
            say_note(out, Note::with_detail("charset-guessed", &name))?;
        }
        for (code, count) in self.counts {
            say_note(out, Note::counted(code, count))?;
        }
        Ok(())
    }
}

/// Parses one mail.
pub fn parse(input: &mut dyn ReadSeek, _hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    out.found(Found::Format {
        kind: Kind::Mail,
        media_type: "message/rfc822".to_owned(),
        format: "eml".to_owned(),
    })?;
    let bytes = read_whole(input, MOST_BYTES)?;
    let tree = Tree::of(&bytes);
    let mut tally = Tally::default();
    say_facts(&bytes, &tree, &mut tally, out)?;
    let words = body::words(&bytes, &tree, &mut tally);
    let mut rest = words.as_str();
    while !rest.is_empty() {
        let piece = clip(rest, PIECE);
        rest = &rest[piece.len()..];
        let text = piece.to_owned();
        out.found(Found::Text { page: 0, text })?;
    }
    for (index, leaf) in body::files(&tree).enumerate() {
        let file = File::of(&bytes, leaf, index as u32, &mut tally);
        out.found(file.part())?;
    }
    tally.see(&bytes, &tree);
    tally.say(out)
}

/// A file that came with a mail.
struct File {
    index: u32,
    path: String,
    name: String,
    bytes: u64,
}

impl File {
    /// `index` is its number among all of the item.
    fn of(bytes: &[u8], leaf: &Leaf, index: u32, tally: &mut Tally) -> Self {
        let (decoded, broken) = transfer::decode(&leaf.coding, &bytes[leaf.body.clone()]);
        tally.add("mail-coding-broken", usize::from(broken));
        let usual = match leaf.content.kind.as_str() {
            "message/rfc822" | "message/global" => "message.eml",
            "text/calendar" => "calendar.ics",
            "text/html" => "page.html",
            "text/plain" => "text.txt",
            "application/pgp-signature" => "signature.asc",
            "application/pkcs7-signature" | "application/x-pkcs7-signature" => "smime.p7s",
            _ => "part",
        };
        let name = leaf.name.clone().unwrap_or_else(|| usual.to_owned());
        let safe = safe_path(&name).unwrap_or_else(|_| {
            tally.add("mail-names-unsafe", 1);
            usual.to_owned()
        });
        let last = safe.rsplit('/').next().unwrap_or(&safe);
        Self {
            index,
            path: format!("{:05}-{}", index + 1, ending_kept(last)),
            name,
            bytes: decoded.len() as u64,
        }
    }

    fn part(&self) -> Found {
        Found::Part {
            index: self.index,
            path: self.path.clone(),
            bytes: self.bytes,
        }
    }
}

/// A name of at most 200 bytes that ends as it did.
fn ending_kept(name: &str) -> String {
    let end = name.rfind('.').map_or("", |dot| &name[dot..]);
    match name.len() <= 200 || end.len() > 20 {
        true => clip(name, 200).to_owned(),
        false => format!("{}{end}", clip(name, 200 - end.len())),
    }
}

impl Tally {
    /// What is notable about a mail as a whole.
    fn see(&mut self, bytes: &[u8], tree: &Tree) {
        let said = Fields::new(bytes, &tree.head, None);
        self.add("mail-dkim", said.count("dkim-signature"));
        self.add("mail-arc", said.count("arc-seal"));
        self.add("mail-broken", tree.broken);
        self.add("mail-too-deep", tree.too_deep);
        self.add("mail-parts-over-limit", tree.over_limit);
        self.add("mail-outside", tree.outside);
        // RFC 5322, 3.6: at most one of each.
        let twice = ["from", "date", "subject", "to", "message-id"];
        self.add(
            "mail-fields-twice",
            twice.iter().filter(|name| said.count(name) > 1).count(),
        );
        let kinds = tree.leaves.iter().map(|leaf| &leaf.content).chain(&tree.sets);
        for content in kinds {
            let about = |name: &str| content.parameter(name).unwrap_or_default().to_ascii_lowercase();
            match content.kind.as_str() {
                "multipart/encrypted" => self.add("mail-encrypted", 1),
                "multipart/signed" if about("protocol").contains("pgp") => self.add("mail-pgp", 1),
                "multipart/signed" => self.add("mail-smime", 1),
                "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
                    match about("smime-type").starts_with("signed") {
                        true => self.add("mail-smime", 1),
                        false => self.add("mail-encrypted", 1),
                    }
                }
                _ => {}
            }
        }
        let armor = b"-----BEGIN PGP MESSAGE-----";
        let plain = tree.leaves.iter().filter(|leaf| body::is_words(leaf));
        let armored = plain.filter(|leaf| bytes[leaf.body.clone()].trim_ascii_start().starts_with(armor));
        self.add("mail-encrypted", armored.count());
    }
}

/// The code page that the words of a mail are said to be in.
fn declared(tree: &Tree) -> Option<&'static Encoding> {
    let words = tree.leaves.iter().filter(|leaf| body::is_words(leaf));
    let named = words.filter_map(|leaf| leaf.content.parameter("charset")).next()?;
    Encoding::for_label(named.as_bytes()).filter(|encoding| encoding.name() != "windows-1252")
}

fn say_facts(bytes: &[u8], tree: &Tree, tally: &mut Tally, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let said = Fields::new(bytes, &tree.head, declared(tree));
    if let Some(encoding) = said.bare() {
        tally.guessed(encoding.name());
    }
    for (field, key) in PEOPLE {
        say(out, key, &people(&said, field), None)?;
    }
    say(out, "subject", &said.text("subject").unwrap_or_default(), None)?;
    let date = said.raw("date").unwrap_or_default();
    say(out, "mail-date", &date, Some(date::read(&date)))?;
    for (field, key) in WORDS {
        say(out, key, &said.text(field).unwrap_or_default(), None)?;
    }
    let received = said.count("received");
    if received > 0 {
        say(out, "mail-received-count", &received.to_string(), None)?;
    }
    for line in said.all_raw("received").take(MOST_RECEIVED) {
        let at = line.rsplit(';').next().unwrap_or_default().trim();
        say(out, "mail-received", &line, Some(date::read(at)))?;
    }
    Ok(())
}

const PEOPLE: [(&str, &str); 6] = [
    ("from", "mail-from"),
    ("sender", "mail-sender"),
    ("reply-to", "mail-reply-to"),
    ("to", "mail-to"),
    ("cc", "mail-cc"),
    ("bcc", "mail-bcc"),
];

const WORDS: [(&str, &str); 5] = [
    ("message-id", "mail-id"),
    ("in-reply-to", "mail-answers"),
    ("return-path", "mail-return-path"),
    ("x-mailer", "mail-program"),
    ("user-agent", "mail-program"),
];

/// People as `Name <address>`; as it stands where nobody is found.
fn people(said: &Fields<'_>, field: &str) -> String {
    let all: Vec<String> = said
        .people(field)
        .into_iter()
        .filter_map(|one| match one {
            (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
            (name, address) => name.or(address),
        })
        .collect();
    match all.is_empty() {
        true => said.text(field).unwrap_or_default(),
        false => all.join(", "),
    }
}

fn say(out: &mut dyn Sink, key: &str, value: &str, time: Option<Moment>) -> Result<(), Unparsed> {
    if value.is_empty() {
        return Ok(());
    }
    let fact = Fact {
        key: key.to_owned(),
        value: clip(value, 2_000).to_owned(),
        origin: FactOrigin::Document,
        time,
    };
    Ok(out.found(Found::Fact(fact))?)
}
