//! Files that are recognised, kept and not parsed.

use super::{Candidate, Look, say_note};
use crate::draft::{Found, Sink, Unparsed};
use model::Note;

/// The format, and a note that nothing more is known.
pub fn say(candidate: &Candidate, _look: &Look, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    name(candidate, sink)?;
    say_note(sink, Note::new("kept-not-parsed"))
}

/// The format alone.
pub fn name(candidate: &Candidate, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let Candidate {
        kind,
        media_type,
        format,
        parse: _,
    } = *candidate;
    let (media_type, format) = (media_type.to_owned(), format.to_owned());
    Ok(sink.found(Found::Format {
        kind,
        media_type,
        format,
    })?)
}
