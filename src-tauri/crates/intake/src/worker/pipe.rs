//! The worker's end of the pipes. When they end, so does the worker: nobody is left to say it to.

use crate::draft::{Found, Hush, Sink, Unparsed};
use crate::frame::{self, BLOCK, FRAME_LIMIT, Frame};
use crate::wire::{Ask, FoundWire, Said};
use model::Message;
use std::io::{self, ErrorKind, Write};
use std::process::exit;

/// Stdin and stdout.
#[derive(Clone)]
pub struct Pipe;

impl Pipe {
    pub fn new() -> Self {
        Self
    }

    pub fn say(&self, said: &Said) {
        match frame::say(&mut io::stdout().lock(), said) {
            Ok(()) => {}
            Err(_) => exit(1),
        }
    }

    pub fn send(&self, bytes: &[u8]) {
        if frame::send(&mut io::stdout().lock(), bytes).is_err() {
            exit(1);
        }
    }

    pub fn hear(&self) -> Ask {
        match frame::read(&mut io::stdin().lock()) {
            Ok(Frame::Said(ask)) => ask,
            Ok(Frame::Plain(_)) => exit(2),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => exit(0),
            Err(_) => exit(2),
        }
    }

    /// A range of the file, as long as asked or to its end.
    pub fn need(&self, offset: u64, len: usize) -> Vec<u8> {
        self.say(&Said::Need {
            offset,
            len: len.min(BLOCK) as u32,
        });
        match frame::read::<Ask>(&mut io::stdin().lock()) {
            Ok(Frame::Plain(bytes)) => bytes,
            Ok(Frame::Said(_)) => exit(2),
            Err(_) => exit(0),
        }
    }
}

/// Findings into frames. What is too long for one frame is divided, as the parent wants it.
pub struct PipeSink {
    pipe: Pipe,
}

impl PipeSink {
    pub fn new(pipe: Pipe) -> Self {
        Self { pipe }
    }

    fn say(&self, found: Found) {
        self.pipe.say(&Said::Found(FoundWire::from(found)));
    }

    fn say_messages(&self, messages: Vec<Message>) {
        let mut batch: Vec<Message> = Vec::new();
        let mut weight = 0;
        for message in messages.into_iter().map(cut) {
            let more = weight_of(&message);
            if !batch.is_empty() && (batch.len() == 500 || weight + more > FRAME_LIMIT / 2) {
                self.say(Found::Messages(std::mem::take(&mut batch)));
                weight = 0;
            }
            weight += more;
            batch.push(message);
        }
        if !batch.is_empty() {
            self.say(Found::Messages(batch));
        }
    }
}

impl Sink for PipeSink {
    fn found(&mut self, found: Found) -> Result<(), Hush> {
        match found {
            Found::Messages(messages) => self.say_messages(messages),
            Found::Text { page, text } => {
                for piece in pieces(&text, 1 << 20) {
                    self.say(Found::Text {
                        page,
                        text: piece.to_owned(),
                    });
                }
            }
            Found::Fact(mut fact) => {
                fact.value = fact.value.chars().take(2_000).collect();
                self.say(Found::Fact(fact));
            }
            other => self.say(other),
        }
        Ok(())
    }
}

/// A message that alone is too long for a frame loses the end of its text, and is marked so: the original has it.
fn cut(mut message: Message) -> Message {
    const LONGEST: usize = 1 << 20;
    if message.text.len() > LONGEST {
        let end = pieces(&message.text, LONGEST).next().map_or(0, str::len);
        message.text.truncate(end);
        message.flags.push("text-cut".to_owned());
    }
    message.attachments.truncate(1_000);
    message
}

fn weight_of(message: &Message) -> usize {
    let attachments: usize = message
        .attachments
        .iter()
        .map(|one| 64 + one.name.len() + one.path.as_ref().map_or(0, String::len))
        .sum();
    256 + message.text.len() + attachments
}

/// A text in pieces of at most `longest` bytes (at least 4), cut between characters.
pub fn pieces(text: &str, longest: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(longest));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// An entry's bytes into frames; stops at the declared length.
pub struct EntryOut {
    pipe: Pipe,
    left: u64,
    piece: Vec<u8>,
}

impl EntryOut {
    pub fn new(pipe: Pipe, bytes: u64) -> Self {
        Self {
            pipe,
            left: bytes,
            piece: Vec::with_capacity(BLOCK),
        }
    }

    /// The last piece. An entry shorter than declared is malformed.
    pub fn finish(mut self) -> Result<(), Unparsed> {
        self.push_out();
        if self.left == 0 {
            Ok(())
        } else {
            Err(Unparsed::Malformed {
                at: None,
                what: "entry-short".to_owned(),
            })
        }
    }

    fn push_out(&mut self) {
        if !self.piece.is_empty() {
            self.pipe.send(&self.piece);
            self.piece.clear();
        }
    }
}

impl Write for EntryOut {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.left {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let count = bytes.len().min(BLOCK - self.piece.len());
        self.piece.extend_from_slice(&bytes[..count]);
        self.left -= count as u64;
        if self.piece.len() == BLOCK {
            self.push_out();
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters() {
        let text = "щоденник";
        let all: Vec<&str> = pieces(text, 5).collect();
        assert!(all.iter().all(|piece| (1..=5).contains(&piece.len())));
        assert_eq!(all.concat(), text);
    }
}
