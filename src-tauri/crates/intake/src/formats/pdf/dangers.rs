//! What in a PDF could act, hide or call out, had it been opened by an ordinary viewer. Found by a bounded look at every
//! object; nothing is run.

use super::super::say_note;
use crate::draft::{Sink, Unparsed};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, MaybeRef, Name, Object};
use model::Note;
use std::collections::BTreeMap;

/// Most objects that are looked at.
const MOST_OBJECTS: usize = 500_000;
/// Deepest nesting of an object that is looked at.
const DEEPEST: u32 = 16;

/// Says what is there, with counts.
pub fn say(pdf: &Pdf, sink: &mut dyn Sink) -> Result<(), Unparsed> {
    let mut found = BTreeMap::new();
    for object in pdf.objects().into_iter().take(MOST_OBJECTS) {
        look(&object, 0, &mut found);
    }
    let updates = updates(pdf.data().as_ref());
    if updates > 0 {
        found.insert("incremental-updates", updates);
    }
    for (code, count) in found {
        say_note(sink, Note::counted(code, count))?;
    }
    Ok(())
}

type Counts = BTreeMap<&'static str, usize>;

fn look(object: &Object<'_>, depth: u32, found: &mut Counts) {
    if depth > DEEPEST {
        return;
    }
    match object {
        Object::Dict(dict) => look_into(dict, depth, found),
        Object::Stream(stream) => look_into(stream.dict(), depth, found),
        Object::Array(array) => {
            for item in array.raw_iter().take(10_000) {
                if let MaybeRef::NotRef(item) = item {
                    look(&item, depth + 1, found);
                }
            }
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::String(_) | Object::Name(_) => {}
    }
}

fn look_into(dict: &Dict<'_>, depth: u32, found: &mut Counts) {
    for (key, code) in KEYS {
        if dict.contains_key(key) {
            *found.entry(code).or_default() += 1;
        }
    }
    for (key, value, code) in NAMES {
        if dict
            .get::<Name<'_>>(key)
            .is_some_and(|name| name.as_ref() == value.as_bytes())
        {
            *found.entry(code).or_default() += 1;
        }
    }
    for (_, value) in dict.entries() {
        if let MaybeRef::NotRef(value) = value {
            look(&value, depth + 1, found);
        }
    }
}

const KEYS: [(&str, &str); 4] = [
    ("OpenAction", "open-action"),
    ("AA", "additional-actions"),
    ("EF", "embedded-files"),
    ("XFA", "xfa"),
];

const NAMES: [(&str, &str, &str); 10] = [
    ("S", "JavaScript", "javascript"),
    ("S", "Launch", "launch"),
    ("S", "SubmitForm", "submit-form"),
    ("S", "ImportData", "import-data"),
    ("S", "GoToR", "other-files-named"),
    ("S", "URI", "links"),
    ("FT", "Sig", "signatures"),
    ("Subtype", "RichMedia", "rich-media"),
    ("Subtype", "Redact", "redaction-marks"),
    ("Subtype", "FileAttachment", "file-attachments"),
];

/// How often the file was saved by adding to its end: earlier states can be had from it. The two parts of a file laid out for
/// the web are one state.
fn updates(bytes: &[u8]) -> usize {
    let ends = bytes.windows(5).filter(|window| window == b"%%EOF").count();
    let start = &bytes[..bytes.len().min(2_048)];
    let linear = start.windows(11).any(|window| window == b"/Linearized");
    ends.saturating_sub(1 + usize::from(linear))
}

#[cfg(test)]
mod tests {
    use super::updates;

    #[test]
    fn every_end_after_the_first_is_an_update() {
        assert_eq!(updates(b"%PDF-1.7 %%EOF more %%EOF"), 1);
        assert_eq!(updates(b"%PDF-1.7 /Linearized 1 %%EOF rest %%EOF"), 0);
        assert_eq!(updates(b"cut off"), 0);
    }
}
