//! Puts messages together in a second pass: header lines begin them, all other lines continue them.

use super::body;
use super::header::{self, Header, Look};
use super::sender;
use super::survey::Survey;
use crate::draft::{DateOrder, Unparsed};
use crate::formats::chat::dates::Known;
use crate::formats::chat::{Batch, LONGEST_NAME, LONGEST_TEXT, Zone, clip, cut_text, no_time};
use crate::formats::safe_path::{folded, safe_path};
use crate::formats::text::lines::{Line, Lines};
use model::{Attachment, Message, MessageKind};
use std::collections::{BTreeSet, HashMap};

/// A header whose time leaves both its neighbours by more than this, which follow each other, is strange.
const STRANGE_JUMP: i64 = 60 * 60 * 1000;

/// Most different files beside a text.
const MOST_FILES: usize = 150_000;

/// Where files of a chat are.
pub enum Files<'a> {
    /// Beside the text, if at all.
    Beside,
    /// In the archive, by the last part of their path.
    Inside(&'a HashMap<String, String>),
}

/// Second pass over one chat.
pub struct Assembler<'a, 'b> {
    /// What the first pass saw.
    pub survey: &'a Survey,
    /// What a person said of the order of dates.
    pub said: Option<DateOrder>,
    /// In which zone clocks are read.
    pub zone: &'a Zone,
    /// Where files are.
    pub files: Files<'a>,
    /// Chat that the messages belong to, where there are several.
    pub label: &'a str,
    /// Before the line in locators: the path of the text in its archive and `#`.
    pub place: &'a str,
    /// Where messages go.
    pub batch: &'a mut Batch<'b>,
    /// What was counted.
    pub counts: Counts,
}

/// What is counted while messages go by.
#[derive(Default)]
pub struct Counts {
    /// Messages.
    pub messages: usize,
    /// Messages whose time has no zone.
    pub zoneless: usize,
    /// Messages before an earlier one.
    pub backwards: usize,
    /// Lines before the first header.
    pub before_first: usize,
    /// Files that are neither beside nor inside.
    pub files_missing: usize,
    /// Headers that look forged.
    pub forged: usize,
    /// Safe paths of files that should stand beside the text.
    pub beside: BTreeSet<String>,
}

impl Counts {
    fn see_beside(&mut self, path: &str) {
        if self.beside.len() < MOST_FILES {
            self.beside.insert(path.to_owned());
        }
    }
}

/// A message whose end is not yet seen.
struct Open {
    look: Look,
    author: Option<String>,
    text: String,
    cut: bool,
    first: u64,
    last: u64,
    message: Message,
    bare_break: bool,
}

/// What the neighbours of a message are judged by.
type Trace = (Look, Option<i64>);

impl Assembler<'_, '_> {
    /// Reads all lines.
    pub fn run(&mut self, lines: &mut Lines<'_>) -> Result<(), Unparsed> {
        let mut open: Option<Open> = None;
        let mut before: Option<Trace> = None;
        let mut bare_break = false;
        while let Some(line) = lines.next_line()? {
            let crlf = line.crlf;
            match (header::read(&line.text), &mut open) {
                (Some(header), _) => {
                    let next = self.begin(&header, line.number, bare_break);
                    if let Some(done) = open.replace(next) {
                        let after = open.as_ref().map(Open::trace);
                        before = Some(self.finish(done, before, after)?);
                    }
                }
                (None, Some(open)) => open.go_on(&line),
                (None, None) => self.counts.before_first += usize::from(!line.text.trim().is_empty()),
            }
            bare_break = !crlf && self.survey.ends_with_crlf();
        }
        if let Some(done) = open {
            self.finish(done, before, None)?;
        }
        Ok(())
    }

    fn begin(&mut self, header: &Header<'_>, line: u64, bare_break: bool) -> Open {
        let known = self.survey.order(header.look.shape, self.said);
        let wall = known.order().and_then(|order| header.wall(order));
        let (time, ambiguous) = self.zone.read(header.raw, wall);
        self.counts.zoneless += usize::from(time.utc.is_none() && time.wall.is_some());
        let mut flags = Vec::new();
        if ambiguous {
            flags.push("time-ambiguous".to_owned());
        }
        if known == Known::Ambiguous {
            flags.push("date-ambiguous".to_owned());
        }
        let (author, body) = match self.survey.author(header.body) {
            Some((name, rest)) => (Some(name.to_owned()), rest),
            None => (None, header.body),
        };
        let message = Message {
            n: 0,
            id: None,
            chat: self.label.to_owned(),
            author: author
                .as_deref()
                .map(|name| clip(&sender::clean(name), LONGEST_NAME).to_owned()),
            author_id: None,
            time,
            kind: MessageKind::Service,
            text: String::new(),
            reply_to: None,
            forwarded_from: None,
            edited: None,
            deleted: false,
            attachments: Vec::new(),
            locator: String::new(),
            flags,
        };
        Open {
            look: header.look,
            author,
            text: body.to_owned(),
            cut: false,
            first: line,
            last: line,
            message,
            bare_break,
        }
    }

    fn finish(&mut self, open: Open, before: Option<Trace>, after: Option<Trace>) -> Result<Trace, Unparsed> {
        let trace = open.trace();
        let strange = self.looks_forged(&open, before, after);
        let author = open.author.clone();
        let mut message = open.message;
        message.locator = match open.last > open.first {
            true => format!("{}lines={}-{}", self.place, open.first, open.last),
            false => format!("{}line={}", self.place, open.first),
        };
        match &author {
            Some(_) => self.say_body(&open.text, &mut message),
            None => {
                message.kind = if body::is_call(&body::visible(&open.text)) {
                    MessageKind::Call
                } else {
                    MessageKind::Service
                };
                message.text = open.text;
            }
        }
        if strange {
            self.counts.forged += 1;
            message.flags.push("looks-forged".to_owned());
        }
        if author.is_some_and(|name| self.survey.is_stranger(&name)) {
            message.flags.push("rare-author".to_owned());
        }
        if open.cut {
            message.flags.push("text-cut".to_owned());
        }
        cut_text(&mut message.text, &mut message.flags);
        let went_back = before
            .and_then(|(_, at)| at)
            .zip(trace.1)
            .is_some_and(|(before, at)| at < before);
        self.counts.backwards += usize::from(went_back);
        self.counts.messages += 1;
        self.batch.push(message)?;
        Ok(if strange { before.unwrap_or(trace) } else { trace })
    }

    /// Signs that a header was written by a person inside a message: it looks unlike its neighbours, its time leaves
    /// theirs, or it follows the kind of break that only stands inside messages.
    fn looks_forged(&self, open: &Open, before: Option<Trace>, after: Option<Trace>) -> bool {
        if open.bare_break {
            return true;
        }
        let (look, at) = open.trace();
        let (Some((look_before, at_before)), Some((look_after, at_after))) = (before, after) else {
            return false;
        };
        if look_before == look_after && look != look_before && self.survey.is_rare(&look) {
            return true;
        }
        match (at_before, at, at_after) {
            (Some(before), Some(at), Some(after)) => {
                after >= before && (at < before - STRANGE_JUMP || at > after + STRANGE_JUMP)
            }
            _ => false,
        }
    }

    fn say_body(&mut self, words: &str, message: &mut Message) {
        let body = body::read(words);
        message.kind = body.kind;
        message.text = body.text;
        message.deleted = body.deleted;
        message.edited = body.edited.as_deref().map(no_time);
        message.flags.extend(body.flags.iter().map(|flag| (*flag).to_owned()));
        for name in &body.files {
            let attachment = self.attachment(name);
            message.attachments.push(attachment);
        }
        if let Some((name, kind)) = body.omitted {
            message.attachments.push(Attachment {
                id: None,
                name,
                path: None,
                missing: Some("omitted".to_owned()),
                stated: kind.map(str::to_owned),
            });
        }
    }

    fn attachment(&mut self, name: &str) -> Attachment {
        let path = match self.files {
            Files::Beside => safe_path(name).ok(),
            Files::Inside(all) => all.get(name).or_else(|| all.get(&folded(name))).cloned(),
        };
        let missing = match (&path, &self.files) {
            (Some(path), Files::Beside) => {
                self.counts.see_beside(path);
                None
            }
            (Some(_), Files::Inside(_)) => None,
            (None, Files::Beside) => Some("unsafe-path".to_owned()),
            (None, Files::Inside(_)) => Some("not-in-folder".to_owned()),
        };
        self.counts.files_missing += usize::from(missing.is_some());
        Attachment {
            id: None,
            name: clip(name, LONGEST_NAME).to_owned(),
            path,
            missing,
            stated: None,
        }
    }
}

impl Open {
    fn trace(&self) -> Trace {
        (self.look, self.message.time.order_millis())
    }

    fn go_on(&mut self, line: &Line) {
        self.last = line.number;
        if self.text.len() + line.text.len() >= LONGEST_TEXT {
            self.cut = true;
            return;
        }
        self.text.push('\n');
        self.text.push_str(&line.text);
    }
}
