//! The conversation of one job: requests for bytes are answered on the way, everything else goes to whoever asked.

use super::{Job, Sandbox, WorkerFailure};
use crate::draft::Unparsed;
use crate::frame::{self, BLOCK, Frame};
use crate::limits::Limits;
use crate::pixels::{PageText, Pixels, Run};
use crate::wire::{Ask, PROTOCOL, Said};
use std::io::{self, BufReader, ErrorKind, Read, SeekFrom};
use std::process::{ChildStdin, ChildStdout};

pub struct Talk<'w, 'j, 'b> {
    to: &'w mut ChildStdin,
    from: &'w mut BufReader<ChildStdout>,
    sandbox: &'w mut Option<Sandbox>,
    job: &'j mut Job<'b>,
    served: u64,
    /// Whether the worker stands where the next question can be asked.
    well: bool,
}

/// What a worker says in answer to a question.
pub enum Event {
    Said(Said),
    Plain(Vec<u8>),
}

impl<'w, 'j, 'b> Talk<'w, 'j, 'b> {
    pub fn new(
        to: &'w mut ChildStdin,
        from: &'w mut BufReader<ChildStdout>,
        sandbox: &'w mut Option<Sandbox>,
        job: &'j mut Job<'b>,
    ) -> Self {
        Self {
            to,
            from,
            sandbox,
            job,
            served: 0,
            well: false,
        }
    }

    pub fn limits(&self) -> &'b Limits {
        self.job.limits
    }

    pub fn is_well(&self) -> bool {
        self.well
    }

    /// The first words on both sides; once for a worker.
    pub fn greet(&mut self) -> Result<(), WorkerFailure> {
        if self.sandbox.is_some() {
            return Ok(());
        }
        match frame::read(self.from).map_err(gone)? {
            Frame::Said(Said::Hello {
                protocol: PROTOCOL,
                landlock,
                seccomp,
            }) => {
                *self.sandbox = Some(Sandbox { landlock, seccomp });
            }
            Frame::Said(_) | Frame::Plain(_) => return Err(WorkerFailure::BrokeProtocol),
        }
        let (len, hints) = (self.job.len, self.job.hints.clone());
        self.ask(&Ask::Open { len, hints })
    }

    pub fn ask(&mut self, ask: &Ask) -> Result<(), WorkerFailure> {
        frame::say(self.to, ask).map_err(gone)
    }

    /// The next word, or nothing at the good end of the job.
    pub fn next(&mut self) -> Result<Option<Event>, WorkerFailure> {
        loop {
            match frame::read(self.from).map_err(gone)? {
                Frame::Plain(bytes) => return Ok(Some(Event::Plain(bytes))),
                Frame::Said(Said::Need { offset, len }) => self.serve(offset, len)?,
                Frame::Said(Said::Done(result)) => {
                    self.well = true;
                    return result
                        .map(|()| None)
                        .map_err(|unparsed| WorkerFailure::Unparsed(unparsed.into()));
                }
                Frame::Said(said) => return Ok(Some(Event::Said(said))),
            }
        }
    }

    /// Leaves a worker in the middle of its answer.
    pub fn give_up<T>(&mut self, failure: WorkerFailure) -> Result<T, WorkerFailure> {
        self.well = false;
        Err(failure)
    }

    fn serve(&mut self, offset: u64, len: u32) -> Result<(), WorkerFailure> {
        let left = self.job.len.checked_sub(offset).ok_or(WorkerFailure::BrokeProtocol)?;
        if len as usize > BLOCK {
            return Err(WorkerFailure::BrokeProtocol);
        }
        let mut bytes = vec![0; left.min(u64::from(len)) as usize];
        self.job
            .bytes
            .seek(SeekFrom::Start(offset))
            .map_err(|_| WorkerFailure::Unreadable)?;
        self.job
            .bytes
            .read_exact(&mut bytes)
            .map_err(|_| WorkerFailure::Unreadable)?;
        self.served = self.served.max(offset + bytes.len() as u64);
        self.job.progress.report(self.served, self.job.len);
        frame::send(self.to, &bytes).map_err(gone)
    }

    pub fn count(&mut self) -> Result<u32, WorkerFailure> {
        match self.next()? {
            Some(Event::Said(Said::Count(count))) => self.end().map(|()| count),
            _ => self.give_up(WorkerFailure::BrokeProtocol),
        }
    }

    pub fn pixels(&mut self, max_w: u32, max_h: u32) -> Result<Pixels, WorkerFailure> {
        let Some(Event::Said(Said::Size { width, height, layout })) = self.next()? else {
            return self.give_up(WorkerFailure::BrokeProtocol);
        };
        let count = u64::from(width) * u64::from(height);
        let sides = (1..=max_w).contains(&width) && (1..=max_h).contains(&height);
        if !sides || count > self.limits().pixels {
            return Err(WorkerFailure::BrokeProtocol);
        }
        let whole = count as usize * layout.bytes();
        let mut bytes = Vec::with_capacity(whole);
        while let Some(event) = self.next()? {
            match event {
                Event::Plain(piece) if bytes.len() + piece.len() <= whole => bytes.extend_from_slice(&piece),
                Event::Plain(_) | Event::Said(_) => return self.give_up(WorkerFailure::BrokeProtocol),
            }
        }
        if bytes.len() == whole {
            Ok(Pixels {
                width,
                height,
                layout,
                bytes,
            })
        } else {
            self.give_up(WorkerFailure::BrokeProtocol)
        }
    }

    pub fn page_text(&mut self) -> Result<PageText, WorkerFailure> {
        let mut page = PageText::default();
        let mut run_bytes = 0;
        while let Some(event) = self.next()? {
            match event {
                Event::Said(Said::Text(text)) => page.text.push_str(&text),
                Event::Said(Said::Runs(runs)) => {
                    run_bytes += runs.iter().map(|run| run.text.len() + size_of::<Run>()).sum::<usize>();
                    page.runs.extend(runs);
                }
                Event::Said(_) | Event::Plain(_) => return self.give_up(WorkerFailure::BrokeProtocol),
            }
            if (page.text.len() + run_bytes) as u64 > self.limits().text_bytes {
                return self.give_up(
                    Unparsed::TooLarge {
                        what: "text".to_owned(),
                    }
                    .into(),
                );
            }
        }
        if page.runs.iter().all(|run| run_fits(run, &page)) {
            Ok(page)
        } else {
            self.give_up(WorkerFailure::BrokeProtocol)
        }
    }

    fn end(&mut self) -> Result<(), WorkerFailure> {
        match self.next()? {
            None => Ok(()),
            Some(_) => self.give_up(WorkerFailure::BrokeProtocol),
        }
    }
}

fn run_fits(run: &Run, page: &PageText) -> bool {
    let [x, y, w, h] = run.rect.map(u32::from);
    x + w <= 10_000 && y + h <= 10_000 && run.start as usize <= page.text.len()
}

/// A pipe that ended means that the worker is gone; the caller finds out of what.
fn gone(error: io::Error) -> WorkerFailure {
    match error.kind() {
        ErrorKind::InvalidData | ErrorKind::InvalidInput => WorkerFailure::BrokeProtocol,
        _ => WorkerFailure::Crashed { signal: None },
    }
}

/// The bytes of an entry as they come.
pub struct Entry<'t, 'w, 'j, 'b> {
    talk: &'t mut Talk<'w, 'j, 'b>,
    left: u64,
    piece: Vec<u8>,
    at: usize,
    end: Option<Result<(), WorkerFailure>>,
}

impl<'t, 'w, 'j, 'b> Entry<'t, 'w, 'j, 'b> {
    pub fn new(talk: &'t mut Talk<'w, 'j, 'b>, bytes: u64) -> Self {
        Self {
            talk,
            left: bytes,
            piece: Vec::new(),
            at: 0,
            end: None,
        }
    }

    /// How the entry ended. One that was not read to its end leaves the worker unwell.
    pub fn finish(mut self) -> Result<(), WorkerFailure> {
        if self.end.is_none() && self.left == 0 {
            self.fill();
        }
        self.end.unwrap_or(Ok(()))
    }

    fn fill(&mut self) {
        match self.talk.next() {
            Ok(Some(Event::Plain(piece))) if piece.len() as u64 <= self.left => {
                self.left -= piece.len() as u64;
                (self.piece, self.at) = (piece, 0);
            }
            Ok(None) if self.left == 0 => self.end = Some(Ok(())),
            Ok(_) => self.end = Some(self.talk.give_up(WorkerFailure::BrokeProtocol)),
            Err(failure) => self.end = Some(Err(failure)),
        }
    }
}

impl Read for Entry<'_, '_, '_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            match &self.end {
                Some(Ok(())) => return Ok(0),
                Some(Err(_)) => return Err(ErrorKind::InvalidData.into()),
                None => self.fill(),
            }
            if self.end.is_some() {
                (self.piece, self.at) = (Vec::new(), 0);
            }
        }
        let count = into.len().min(self.piece.len() - self.at);
        into[..count].copy_from_slice(&self.piece[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
