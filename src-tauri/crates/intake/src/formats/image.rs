//! Photos: facts and upright pixels.

use crate::ReadSeek;
use crate::draft::{Hints, Sink, Unparsed};
use crate::pixels::Pixels;

/// Facts of an image.
pub fn parse(_input: &mut dyn ReadSeek, _hints: &Hints, _sink: &mut dyn Sink) -> Result<(), Unparsed> {
    Err(super::another_format())
}

/// The image upright, no larger than asked.
pub fn picture(_input: &mut dyn ReadSeek, _hints: &Hints, _max_w: u32, _max_h: u32) -> Result<Pixels, Unparsed> {
    Err(Unparsed::Unsupported {
        what: "image".to_owned(),
    })
}
