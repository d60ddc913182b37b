//! Office documents: ZIP files that say by their entries what they are.

use super::{Candidate, Look};
use model::Kind;

/// What a ZIP that holds a document says.
pub fn looks_like(look: &Look<'_>) -> Option<Candidate> {
    if !look.has(0, b"PK\x03\x04") {
        return None;
    }
    open_document(look).or_else(|| office_open(look))
}

/// OpenDocument 1.3, part 2, 3.3: the first entry is named `mimetype`, is not compressed, and holds the media type.
fn open_document(look: &Look<'_>) -> Option<Candidate> {
    if !look.has(30, b"mimetype") {
        return None;
    }
    let extra = usize::from(u16::from_le_bytes([*look.head.get(28)?, *look.head.get(29)?]));
    let stated = look.head.get(38 + extra..)?;
    let row = STATED
        .iter()
        .find(|(media_type, ..)| stated.starts_with(media_type.as_bytes()));
    row.map(|(media_type, kind, format)| kept(*kind, media_type, format))
}

/// ISO/IEC 29500-2: `[Content_Types].xml`, and a folder named for the program.
fn office_open(look: &Look<'_>) -> Option<Candidate> {
    let names = |name: &[u8]| {
        [&look.head, &look.tail]
            .iter()
            .any(|end| end.windows(name.len()).any(|w| w == name))
    };
    if !names(b"[Content_Types].xml") {
        return None;
    }
    let row = FOLDERS.iter().find(|(folder, ..)| names(folder.as_bytes()));
    row.map(|(_, kind, media_type, format)| kept(*kind, media_type, format))
}

fn kept(kind: Kind, media_type: &'static str, format: &'static str) -> Candidate {
    Candidate {
        kind,
        media_type,
        format,
        parse: None,
    }
}

const STATED: [(&str, Kind, &str); 6] = [
    ("application/vnd.oasis.opendocument.text", Kind::Document, "odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", Kind::Sheet, "ods"),
    ("application/vnd.oasis.opendocument.presentation", Kind::Document, "odp"),
    ("application/vnd.oasis.opendocument.graphics", Kind::Document, "odg"),
    ("application/vnd.oasis.opendocument.formula", Kind::Document, "odf"),
    ("application/epub+zip", Kind::Document, "epub"),
];

const FOLDERS: [(&str, Kind, &str, &str); 3] = [
    (
        "word/",
        Kind::Document,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        "xl/",
        Kind::Sheet,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
    ),
    (
        "ppt/",
        Kind::Document,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
];
