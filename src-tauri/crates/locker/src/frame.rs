//! The open locker as its frame shows it, and its public keys.

use crate::door::{disk, locker_name};
use crate::settings::SAMPLE;
use crate::sources::{marks, row};
use crate::views::{HeadView, IdentityKeys, LockerView};
use crate::{Error, OpenLocker, Result};
use store::custody::Head;

impl OpenLocker {
    /// Name, sources, counts and the head of the custody log.
    pub fn view(&self) -> Result<LockerView> {
        let dossiers = self.dossiers()?.len();
        self.read(|reader| {
            let mut sources = reader.sources()?;
            sources.sort_by_key(|source| source.codename.as_str().to_lowercase());
            let marks = marks(&sources);
            let rows = sources
                .iter()
                .zip(marks)
                .map(|(source, mark)| row(reader, source, mark));
            Ok(LockerView {
                name: locker_name(self.folder()),
                sample: reader.setting(SAMPLE)?.unwrap_or(false),
                sources: rows.collect::<Result<_>>()?,
                claims: count(reader.claims()?.len()),
                dossiers: count(dossiers),
                head: head_view(&reader.log_head()?),
                memory_locked: seal::memory_report().locked,
                standing: self.standing().map(str::to_owned),
                disk: disk(self.folder()),
            })
        })
    }

    /// The keys that others check this locker's signatures with and seal to.
    pub fn identity_keys(&self) -> Result<IdentityKeys> {
        let inside = self.inside()?;
        let key = inside.keys.public_key()?;
        Ok(IdentityKeys {
            signing: key.to_string(),
            fingerprint: key.fingerprint(),
            words: key.words().split(' ').map(str::to_owned).collect(),
            age: inside.keys.age_identity().map_err(Error::from)?.recipient().to_string(),
        })
    }
}

pub(crate) fn head_view(head: &Head) -> HeadView {
    let root = head.root.to_string();
    let groups: Vec<&str> = (0..4).map(|i| &root[i * 4..i * 4 + 4]).collect();
    HeadView {
        entries: head.n,
        line: groups.join(" "),
        root,
    }
}

/// Counts cross to faces as 32 bits; more than that of anything is said as the most there is.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
