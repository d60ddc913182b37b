//! Files that are recognised, kept and not parsed.

use super::{Candidate, Look, say_note};
use crate::draft::{Found, Sink, Unparsed};
use model::Note;

/// The format, and a note that nothing more is known.
pub fn say(candidate: &Candidate, _look: &Look, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    sink.found(Found::Format {
        kind: candidate.kind,
        media_type: candidate.media_type.to_owned(),
        format: candidate.format.to_owned(),
    })?;
    say_note(sink, Note::new("kept-not-parsed"))
}
