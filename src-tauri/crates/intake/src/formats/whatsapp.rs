//! WhatsApp's text exports: a `.txt`, or a `.zip` with a text and its media, of iOS and Android, in any language and
//! region, also where one file mixes two ways of writing dates.
//!
//! Two passes over the text: the first finds the order of dates and the names, the second makes messages. Where the
//! order of dates stays open, all messages come without time and a note asks for it; importing again with the order
//! said gives them theirs. Lines are kept in the order of the file.
//!
//! Deliberately absent: WhatsApp's databases and backups.

mod body;
mod chat;
mod header;
mod sender;
mod strings;
mod survey;

use super::another_format;
use super::chat::dates::Known;
use super::chat::{Batch, Zone};
use super::safe_path::folded;
use super::text::charset::Charset;
use super::text::lines::Lines;
use super::text::{self, SAMPLE};
use super::zip::Archive;
use crate::ReadSeek;
use crate::draft::{Found, Hints, Sink, Unparsed};
use chat::{Assembler, Counts, Files};
use model::{Kind, Note};
use std::collections::{HashMap, HashSet};
use std::io::{Read, SeekFrom};
use strings::{NAME_PREFIXES, NAME_SUFFIXES};
use survey::Survey;

/// Lines of the head that are looked at.
const LOOKED_AT: u64 = 200;
/// Most chats in one archive.
const MOST_CHATS: usize = 100;
/// Most bytes of text in one archive.
const MOST_TEXT: u64 = 4 << 30;

/// Whether the first bytes of a file are a chat: it begins with a header that has a name, or has several, or is named so.
pub fn looks_like(head: &[u8], hints: &Hints) -> bool {
    let Some(charset) = text::charset::detect(head) else {
        return false;
    };
    let mut bytes = head;
    let mut lines = Lines::new(&mut bytes, &charset);
    let mut survey = Survey::default();
    let mut before_first = 0;
    while let Ok(Some(line)) = lines.next_line() {
        match header::read(&line.text) {
            Some(header) if is_of_another(&header) => return false,
            Some(header) => survey.see(&header, line.crlf),
            None if survey.headers == 0 && !line.text.trim().is_empty() => before_first += 1,
            None => {}
        }
        if line.number == LOOKED_AT || before_first > 3 {
            break;
        }
    }
    let named = chat_name(&hints.name).is_some() || hints.name.ends_with("_chat.txt");
    let logs = survey.names().next().is_some() && survey.names().all(is_log_level);
    let spoken = before_first == 0 && survey.names().next().is_some();
    let enough = if named || spoken { 1 } else { 2 };
    survey.headers >= enough && !logs
}

/// Signal's plain text of `sigexport` has its dates in brackets too, but in ISO form and without seconds.
fn is_of_another(header: &header::Header<'_>) -> bool {
    let look = header.look;
    look.shape.bracketed && look.shape.year_first && look.shape.separator == '-' && !look.seconds
}

fn is_log_level(name: &str) -> bool {
    matches!(
        name.trim(),
        "TRACE" | "DEBUG" | "INFO" | "WARN" | "WARNING" | "ERROR" | "FATAL" | "CRITICAL"
    )
}

/// Parses a `.txt`.
pub fn parse(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    let Some(charset) = text::detect(input, &hints.name)? else {
        return Err(another_format());
    };
    out.found(Found::Format {
        kind: Kind::Chat,
        media_type: "text/plain".to_owned(),
        format: "whatsapp-text".to_owned(),
    })?;
    text::say_charset(&charset, out)?;
    let survey = first_pass(&mut *input, &charset)?;
    input.seek(SeekFrom::Start(0)).map_err(|_| Unparsed::Unreadable)?;
    let mut said = Said::new(hints, out)?;
    let counts = said.second_pass(input, &charset, &survey, Files::Beside, "", "")?;
    for path in &counts.beside {
        said.batch.say(Found::Beside { path: path.clone() })?;
    }
    said.finish(&[(survey, counts)], hints)
}

/// Parses a `.zip`, unless it holds no chat: then another format is meant.
pub fn parse_zip(input: &mut dyn ReadSeek, hints: &Hints, out: &mut dyn Sink) -> Result<(), Unparsed> {
    // What is wrong with an archive is said by the parser of archives.
    let Ok(mut archive) = Archive::open(input) else {
        return Err(another_format());
    };
    let chats = find_chats(&mut archive);
    if chats.is_empty() {
        return Err(another_format());
    }
    out.found(Found::Format {
        kind: Kind::Chat,
        media_type: "application/zip".to_owned(),
        format: "whatsapp-zip".to_owned(),
    })?;
    archive.say_notes(out)?;
    let texts: HashSet<u32> = chats.iter().map(|chat| chat.index).collect();
    for entry in archive.entries().iter().filter(|entry| !texts.contains(&entry.index)) {
        out.found(Found::Part {
            index: entry.index,
            path: entry.path.clone(),
            bytes: entry.bytes,
        })?;
    }
    let files = names_inside(&archive, &texts);
    text::say_charset(&chats[0].charset, out)?;
    let mut said = Said::new(hints, out)?;
    let mut done = Vec::new();
    for chat in &chats {
        let survey = first_pass(&mut archive.read(chat.index)?, &chat.charset)?;
        let label = if chats.len() > 1 { chat.path.as_str() } else { "" };
        let place = format!("{}#", chat.path);
        let counts = said.second_pass(
            &mut archive.read(chat.index)?,
            &chat.charset,
            &survey,
            Files::Inside(&files),
            label,
            &place,
        )?;
        done.push((survey, counts));
    }
    said.finish(&done, hints)
}

/// A chat's text inside an archive.
struct Text {
    index: u32,
    path: String,
    charset: Charset,
}

/// The texts of an archive that are chats. Where one is named as WhatsApp names it, only such count.
fn find_chats<R: Read + std::io::Seek>(archive: &mut Archive<R>) -> Vec<Text> {
    let texts: Vec<_> = archive
        .entries()
        .iter()
        .filter(|entry| entry.path.to_lowercase().ends_with(".txt") && entry.bytes <= MOST_TEXT)
        .cloned()
        .collect();
    let mut chats = Vec::new();
    for entry in texts.into_iter().take(MOST_CHATS) {
        let mut head = Vec::new();
        let Ok(text) = archive.read(entry.index) else { continue };
        if text.take(SAMPLE).read_to_end(&mut head).is_err() {
            continue;
        }
        let name = entry.path.rsplit('/').next().unwrap_or(&entry.path).to_owned();
        let hints = Hints {
            name,
            ..Hints::default()
        };
        if let Some(charset) = text::charset::detect(&head).filter(|_| looks_like(&head, &hints)) {
            chats.push(Text {
                index: entry.index,
                path: entry.path,
                charset,
            });
        }
    }
    let named = |chat: &Text| {
        let name = chat.path.rsplit('/').next().unwrap_or(&chat.path);
        name == "_chat.txt" || chat_name(name).is_some()
    };
    if chats.iter().any(named) {
        chats.retain(named);
    }
    chats
}

/// Files of an archive by the last part of their path, and by its folded form.
fn names_inside<R: Read + std::io::Seek>(archive: &Archive<R>, texts: &HashSet<u32>) -> HashMap<String, String> {
    let mut files = HashMap::new();
    for entry in archive.entries().iter().filter(|entry| !texts.contains(&entry.index)) {
        let name = entry.path.rsplit('/').next().unwrap_or(&entry.path);
        files.entry(folded(name)).or_insert_with(|| entry.path.clone());
        files.insert(name.to_owned(), entry.path.clone());
    }
    files
}

fn first_pass(input: &mut dyn Read, charset: &Charset) -> Result<Survey, Unparsed> {
    let mut survey = Survey::default();
    let mut lines = Lines::new(input, charset);
    let mut crlf = false;
    while let Some(line) = lines.next_line()? {
        if let Some(header) = header::read(&line.text) {
            survey.see(&header, crlf);
        }
        crlf = line.crlf;
    }
    survey.end();
    Ok(survey)
}

/// What is said about a file, chat by chat.
struct Said<'a> {
    batch: Batch<'a>,
    zone: Zone,
    hints: Hints,
}

impl<'a> Said<'a> {
    fn new(hints: &Hints, out: &'a mut dyn Sink) -> Result<Self, Unparsed> {
        let (zone, note) = Zone::of(hints);
        let mut batch = Batch::new(out);
        if let Some(note) = note {
            batch.note(note)?;
        }
        Ok(Self {
            batch,
            zone,
            hints: hints.clone(),
        })
    }

    fn second_pass(
        &mut self,
        input: &mut dyn Read,
        charset: &Charset,
        survey: &Survey,
        files: Files<'_>,
        label: &str,
        place: &str,
    ) -> Result<Counts, Unparsed> {
        let mut assembler = Assembler {
            survey,
            said: self.hints.date_order,
            zone: &self.zone,
            files,
            label,
            place,
            batch: &mut self.batch,
            counts: Counts::default(),
        };
        assembler.run(&mut Lines::new(input, charset))?;
        Ok(assembler.counts)
    }

    fn finish(mut self, chats: &[(Survey, Counts)], hints: &Hints) -> Result<(), Unparsed> {
        self.batch.flush()?;
        if let Some(name) = chat_name(&hints.name) {
            self.batch.fact("chat-name", name)?;
        }
        let names: HashSet<String> = chats
            .iter()
            .flat_map(|(survey, _)| survey.names().map(sender::clean))
            .collect();
        self.batch.fact("participants", &names.len().to_string())?;
        self.say_orders(chats)?;
        let sum = |of: fn(&Counts) -> usize| chats.iter().map(|(_, counts)| of(counts)).sum::<usize>();
        self.batch
            .count_note("times-without-zone", sum(|counts| counts.zoneless))?;
        self.batch.count_note("not-in-order", sum(|counts| counts.backwards))?;
        self.batch
            .count_note("lines-before-first-message", sum(|counts| counts.before_first))?;
        self.batch
            .count_note("attachments-missing", sum(|counts| counts.files_missing))?;
        self.batch.count_note("looks-forged", sum(|counts| counts.forged))?;
        if sum(|counts| counts.messages) <= 2 {
            self.batch.note(Note::new("export-nearly-empty"))?;
        }
        for code in LEAVES_OUT {
            self.batch.note(Note::new(code))?;
        }
        Ok(())
    }

    fn say_orders(&mut self, chats: &[(Survey, Counts)]) -> Result<(), Unparsed> {
        let mut ambiguous = 0;
        for (known, count) in chats
            .iter()
            .flat_map(|(survey, _)| survey.orders(self.hints.date_order))
        {
            match known {
                Known::Certain(order) if self.hints.date_order.is_some_and(|said| said != order) => {
                    self.batch.note(Note::counted("date-order-contradicted", count))?;
                }
                Known::Inferred(_, how) => self.batch.note(Note::with_detail("date-order-inferred", how))?,
                Known::Ambiguous => ambiguous += count,
                Known::Certain(_) | Known::Said(_) => {}
            }
        }
        self.batch.count_note("date-order-ambiguous", ambiguous)
    }
}

/// The name of the chat that an export's file name tells.
fn chat_name(file: &str) -> Option<&str> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let before = NAME_PREFIXES.iter().find_map(|phrase| stem.strip_prefix(phrase.words));
    before
        .or_else(|| NAME_SUFFIXES.iter().find_map(|phrase| stem.strip_suffix(phrase.words)))
        .filter(|name| !name.is_empty())
}

/// What no WhatsApp export holds.
const LEAVES_OUT: [&str; 6] = [
    "leaves-out-replies",
    "leaves-out-reactions",
    "leaves-out-forwards",
    "leaves-out-edit-history",
    "leaves-out-ids",
    "leaves-out-view-once",
];
