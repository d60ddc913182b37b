//! The worker process: shuts itself in, says so, then answers questions about one file whose bytes it has to ask for.
//! Single-threaded. A panic ends it; the parent reports that.
//!
//! Deliberately absent: opening anything, the clock, and a second file.

mod input;
mod pipe;
pub mod sandbox;

use crate::draft::{Hints, Unparsed};
use crate::formats::{self, Entries, pdf};
use crate::frame::BLOCK;
use crate::pixels::Pixels;
use crate::wire::{Ask, PROTOCOL, Said};
use input::Input;
use pipe::{EntryOut, Pipe, PipeSink};
use std::process::ExitCode;

/// The exit code when the sandbox could not be shut.
pub const UNPROTECTED: u8 = 71;

/// All of the worker. `misbehave` is what the sandbox tests' own worker does on request; the real one has none.
pub fn run(misbehave: Option<fn(&str)>) -> ExitCode {
    std::panic::set_hook(Box::new(|_| std::process::abort()));
    let Ok(shut) = sandbox::shut() else {
        return ExitCode::from(UNPROTECTED);
    };
    let pipe = Pipe::new();
    pipe.say(&Said::Hello {
        protocol: PROTOCOL,
        landlock: shut.landlock,
        seccomp: shut.seccomp,
    });
    let Ask::Open { len, hints } = pipe.hear() else {
        return ExitCode::FAILURE;
    };
    let mut desk = Desk {
        input: Input::new(pipe.clone(), len),
        pipe,
        hints,
        document: None,
        entries: None,
    };
    loop {
        match desk.pipe.hear() {
            Ask::Open { .. } => return ExitCode::FAILURE,
            Ask::Misbehave(how) => {
                let Some(misbehave) = misbehave else {
                    return ExitCode::FAILURE;
                };
                misbehave(&how);
                desk.pipe.say(&Said::Done(Ok(())));
            }
            ask => {
                let result = desk.answer(ask);
                desk.pipe.say(&Said::Done(result.map_err(Into::into)));
            }
        }
    }
}

/// The file, and what was opened of it for earlier questions.
struct Desk {
    input: Input,
    pipe: Pipe,
    hints: Hints,
    document: Option<pdf::Document>,
    entries: Option<Box<dyn Entries>>,
}

impl Desk {
    fn answer(&mut self, ask: Ask) -> Result<(), Unparsed> {
        match ask {
            Ask::Parse => {
                let mut sink = PipeSink::new(self.pipe.clone());
                formats::parse(&mut self.input.again(), &self.hints, &mut sink)
            }
            Ask::Extract { index, bytes } => self.extract(index, bytes),
            Ask::Picture { max_w, max_h } => {
                let pixels = formats::image::picture(&mut self.input.again(), &self.hints, max_w, max_h)?;
                self.send(&pixels)
            }
            Ask::PageCount => {
                let count = self.document()?.page_count();
                self.pipe.say(&Said::Count(count));
                Ok(())
            }
            Ask::Page { page, max_w, max_h } => {
                let pixels = self.document()?.page(page, max_w, max_h)?;
                self.send(&pixels)
            }
            Ask::PageText { page } => self.page_text(page),
            Ask::Open { .. } | Ask::Misbehave(_) => Err(Unparsed::Unreadable),
        }
    }

    fn extract(&mut self, index: u32, bytes: u64) -> Result<(), Unparsed> {
        if self.entries.is_none() {
            self.entries = Some(formats::open_entries(Box::new(self.input.again()))?);
        }
        let entries = self.entries.as_mut().ok_or(Unparsed::Unreadable)?;
        let mut out = EntryOut::new(self.pipe.clone(), bytes);
        entries.extract(index, bytes, &mut out)?;
        out.finish()
    }

    fn document(&mut self) -> Result<&mut pdf::Document, Unparsed> {
        if self.document.is_none() {
            self.document = Some(pdf::Document::open(&mut self.input.again())?);
        }
        self.document.as_mut().ok_or(Unparsed::Unreadable)
    }

    fn page_text(&mut self, page: u32) -> Result<(), Unparsed> {
        let text = self.document()?.page_text(page)?;
        for piece in pipe::pieces(&text.text, BLOCK) {
            self.pipe.say(&Said::Text(piece.to_owned()));
        }
        for runs in text.runs.chunks(1_000) {
            self.pipe.say(&Said::Runs(runs.to_vec()));
        }
        Ok(())
    }

    fn send(&self, pixels: &Pixels) -> Result<(), Unparsed> {
        let Pixels {
            width,
            height,
            layout,
            bytes,
        } = pixels;
        self.pipe.say(&Said::Size {
            width: *width,
            height: *height,
            layout: *layout,
        });
        for piece in bytes.chunks(BLOCK) {
            self.pipe.send(piece);
        }
        Ok(())
    }
}
