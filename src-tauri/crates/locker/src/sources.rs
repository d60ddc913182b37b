//! Sources: added by codename, with protected terms, notes and a sealed identity.

use crate::open::Inside;
use crate::views::{IdentityView, SourceDraft, SourceRow, SourceView};
use crate::{Error, OpenLocker, Result};
use model::{Act, Codename, Source, SourceId};
use seal::{BlobKey, OpenReader, SealWriter, SourceKey, SystemRandomness, WRAPPED_LEN};
use std::io::{Cursor, Read, Write};
use store::db::{NewSource, Reader};
use zeroize::Zeroizing;

/// Longest identity in bytes.
const IDENTITY_LIMIT: usize = 64 << 10;

impl OpenLocker {
    /// A source by its number (`S-1`) or codename. [`Error::NotFound`].
    pub fn source(&self, id: &str) -> Result<SourceView> {
        self.read(|reader| view(reader, find(reader, id)?))
    }

    /// All sources in the order of their codenames.
    pub fn sources(&self) -> Result<Vec<SourceRow>> {
        Ok(self.view()?.sources)
    }

    /// Adds a source. [`Error::BadCodename`], [`Error::CodenameTaken`], [`Error::TooLarge`].
    pub fn add_source(&self, draft: SourceDraft) -> Result<SourceView> {
        let (codename, protected) = (Codename::new(draft.codename.trim())?, terms(draft.protected));
        let added = self.now();
        let id = self.change(|inside, change| {
            let new = NewSource {
                codename,
                protected,
                notes: draft.notes,
                added,
                wrapped_key: Vec::new(),
            };
            let id = change.add_source(&new)?;
            let (_, wrapped) = inside.keys.make_source_key(id, &SystemRandomness)?;
            change.set_source_key(id, &wrapped)?;
            self.log_in(change, Act::SourceAdded, id, &[])?;
            Ok(id)
        })?;
        self.source(&id.to_string())
    }

    /// Gives a source another codename, other terms, other notes.
    pub fn edit_source(&self, id: &str, draft: SourceDraft) -> Result<SourceView> {
        let (codename, protected) = (Codename::new(draft.codename.trim())?, terms(draft.protected));
        let id = self.change(|_, change| {
            let id = find(change, id)?;
            change.change_source(id, &codename, &protected, &draft.notes)?;
            self.log_in(change, Act::SourceChanged, id, &[])?;
            Ok(id)
        })?;
        self.source(&id.to_string())
    }

    /// Erases a source: its key, and with it everything that was sealed under it, whatever of that a disk may keep.
    /// Answers how many items are gone.
    pub fn forget_source(&self, id: &str) -> Result<u32> {
        let (gone, items) = self.change(|_, change| {
            let id = find(change, id)?;
            let items = change.source_count(id)?.items;
            let gone = change.forget_source(id)?;
            self.log_in(change, Act::SourceForgotten, id, &[("items", items.to_string())])?;
            Ok((gone, items))
        })?;
        let inside = self.inside()?;
        gone.iter().for_each(|name| inside.discard(name));
        self.cache.clear();
        inside.db.checkpoint()?;
        Ok(items)
    }

    /// Seals who a source really is; an empty text takes it away. [`Error::TooLarge`].
    pub fn set_identity(&self, id: &str, text: &str) -> Result<()> {
        if text.len() > IDENTITY_LIMIT {
            return Err(Error::TooLarge);
        }
        self.change(|inside, change| {
            let id = find(change, id)?;
            let key = inside.source_key(change, id)?;
            let sealed = if text.is_empty() {
                None
            } else {
                Some(seal_identity(text, &key)?)
            };
            change.set_identity(id, sealed.as_deref())?;
            self.log_in(change, Act::IdentitySet, id, &[])
        })
    }

    /// Who a source really is. Showing it is an act that is logged. [`Error::NotFound`] where none is set.
    pub fn show_identity(&self, id: &str) -> Result<IdentityView> {
        self.change(|inside, change| {
            let id = find(change, id)?;
            let text = open_identity(inside, change, id)?;
            self.log_in(change, Act::IdentityShown, id, &[])?;
            Ok(IdentityView { text })
        })
    }
}

/// A source by number or codename.
pub(crate) fn find(reader: &Reader, text: &str) -> Result<SourceId> {
    if let Ok(id) = text.parse::<SourceId>()
        && reader.source(id).is_ok()
    {
        return Ok(id);
    }
    reader.source_named(text.trim())?.ok_or(Error::NotFound)
}

pub(crate) fn row(reader: &Reader, source: &Source, mark: String) -> Result<SourceRow> {
    Ok(SourceRow {
        id: source.id.to_string(),
        codename: source.codename.to_string(),
        mark,
        evidence: reader.source_count(source.id)?.items,
    })
}

fn view(reader: &Reader, id: SourceId) -> Result<SourceView> {
    let sources = reader.sources()?;
    let place = sources
        .iter()
        .position(|source| source.id == id)
        .ok_or(Error::NotFound)?;
    let source = &sources[place];
    let mark = marks(&sources).swap_remove(place);
    Ok(SourceView {
        row: row(reader, source, mark)?,
        protected: source.protected.clone(),
        notes: source.notes.clone(),
        added: source.added.to_string(),
        has_identity: reader.source_secrets(id)?.identity.is_some(),
    })
}

/// Two letters for each source, told apart where the codenames allow it.
pub(crate) fn marks(sources: &[Source]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for source in sources {
        let letters: Vec<char> = source
            .codename
            .as_str()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let first = letters.first().copied().unwrap_or('?').to_uppercase().to_string();
        let seconds = letters.iter().skip(1).map(|c| c.to_lowercase().to_string());
        let mut candidates = seconds
            .map(|second| format!("{first}{second}"))
            .chain((2..10).map(|n| format!("{first}{n}")));
        let mark = candidates
            .find(|mark| !taken.contains(mark))
            .unwrap_or_else(|| first.clone());
        taken.push(mark);
    }
    taken
}

fn terms(terms: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(terms.len());
    for term in terms.iter().map(|term| term.trim()).filter(|term| !term.is_empty()) {
        if kept.iter().all(|other| other != term) {
            kept.push(term.to_owned());
        }
    }
    kept
}

/// What the key of an identity is wrapped for.
const IDENTITY: &str = "identity";

fn seal_identity(text: &str, under: &SourceKey) -> Result<Vec<u8>> {
    let key = BlobKey::make(&SystemRandomness).map_err(store::Error::from)?;
    let mut sealed = seal::wrap_blob_key(&key, under, IDENTITY, &SystemRandomness)
        .map_err(store::Error::from)?
        .to_vec();
    let mut writer = SealWriter::new(&mut sealed, &key, &SystemRandomness).map_err(store::Error::from)?;
    writer.write_all(text.as_bytes())?;
    writer.finish().map_err(store::Error::from)?;
    Ok(sealed)
}

fn open_identity(inside: &Inside, reader: &Reader, id: SourceId) -> Result<String> {
    let sealed = reader.source_secrets(id)?.identity.ok_or(Error::NotFound)?;
    let (wrapped, body) = sealed.split_at_checked(WRAPPED_LEN).ok_or(Error::Damaged)?;
    let under = inside.source_key(reader, id)?;
    let key = seal::open_blob_key(wrapped, &under, IDENTITY).map_err(|_| Error::Damaged)?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(IDENTITY_LIMIT));
    let reader = OpenReader::new(Cursor::new(body), &key).map_err(|_| Error::Damaged)?;
    reader
        .take(IDENTITY_LIMIT as u64)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::Damaged)?;
    String::from_utf8(bytes.to_vec()).map_err(|_| Error::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Timestamp;

    fn source(number: u32, codename: &str) -> Source {
        Source {
            id: SourceId::new(number).expect("not zero"),
            codename: Codename::new(codename).expect("a codename"),
            protected: Vec::new(),
            notes: String::new(),
            added: Timestamp::from_seconds(0).expect("in range"),
        }
    }

    #[test]
    fn marks_tell_sources_apart() {
        let sources = [
            source(1, "Heron"),
            source(2, "Hermit"),
            source(3, "Серая цапля"),
            source(4, "H"),
        ];
        assert_eq!(marks(&sources), ["He", "Hr", "Се", "H2"]);
    }

    #[test]
    fn protected_terms_lose_blanks_and_doubles() {
        let given = [" Олена ", "", "Олена", "+380"].map(str::to_owned).to_vec();
        assert_eq!(terms(given), ["Олена", "+380"]);
    }
}
