//! PDF: pages, words with places, facts and dangers.

use crate::ReadSeek;
use crate::draft::Unparsed;
use crate::pixels::{PageText, Pixels};

/// An opened PDF.
pub struct Document;

impl Document {
    /// Reads the whole file.
    pub fn open(_input: &mut dyn ReadSeek) -> Result<Self, Unparsed> {
        Err(Unparsed::Unsupported { what: "pdf".to_owned() })
    }

    /// How many pages.
    pub fn page_count(&self) -> u32 {
        0
    }

    /// A page (from 1) as it is shown.
    pub fn page(&mut self, _page: u32, _max_w: u32, _max_h: u32) -> Result<Pixels, Unparsed> {
        Err(Unparsed::Unsupported { what: "pdf".to_owned() })
    }

    /// The words of a page (from 1).
    pub fn page_text(&mut self, _page: u32) -> Result<PageText, Unparsed> {
        Err(Unparsed::Unsupported { what: "pdf".to_owned() })
    }
}
