//! Messages learn which items their attachments became.

use super::take::Intake;
use crate::Result;
use crate::views::AttachmentCounts;
use model::{Act, Attachment, EvidenceId};
use std::collections::HashMap;
use store::db::Change;

/// The items that came with an export, by their path in it.
#[derive(Default)]
pub(crate) struct Arrived {
    by_path: HashMap<String, EvidenceId>,
    /// Items whose name occurs once: some exports name files without their folder.
    by_name: HashMap<String, Option<EvidenceId>>,
    /// The same by the name without its end: some exports name files by a hash alone.
    by_stem: HashMap<String, Option<EvidenceId>>,
}

impl Arrived {
    pub fn add(&mut self, path: &str, id: EvidenceId) {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        let stem = name.split_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
        for (all, key) in [(&mut self.by_name, name), (&mut self.by_stem, stem)] {
            all.entry(key)
                .and_modify(|other| *other = other.filter(|other| *other == id))
                .or_insert(Some(id));
        }
        self.by_path.insert(path.to_owned(), id);
    }

    fn find(&self, attachment: &Attachment) -> Option<EvidenceId> {
        let path = attachment.path.as_deref()?;
        let name = path.rsplit('/').next().unwrap_or(path);
        let by_name = || self.by_name.get(path).copied().flatten();
        let by_hash = || self.by_stem.get(name).copied().flatten().filter(|_| is_hash(name));
        self.by_path.get(path).copied().or_else(by_name).or_else(by_hash)
    }
}

/// Whether a name is the hash of what the file holds, which says more than any folder.
fn is_hash(name: &str) -> bool {
    name.len() >= 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Messages looked at together.
const BATCH: u32 = 500;

impl Intake<'_> {
    /// Gives the attachments of a chat their items; one that is not there is marked as missing. Answers how many are
    /// here and how many are missing of those that the export names.
    pub fn attach(&self, chat: EvidenceId, arrived: &Arrived) -> Result<AttachmentCounts> {
        self.open.change(|_, change| {
            let counts = attach_all(change, chat, arrived)?;
            let details = [
                ("attachments", counts.found.to_string()),
                ("missing", counts.missing.to_string()),
            ];
            self.open.log_in(change, Act::Parsed, chat, &details)?;
            Ok(counts)
        })
    }
}

fn attach_all(change: &mut Change<'_>, chat: EvidenceId, arrived: &Arrived) -> Result<AttachmentCounts> {
    let (mut counts, mut from) = (AttachmentCounts::default(), 1);
    loop {
        let messages = change.messages(chat, from, BATCH)?;
        let Some(last) = messages.last() else { return Ok(counts) };
        from = last.n + 1;
        for message in messages.iter().filter(|message| !message.attachments.is_empty()) {
            let mut attachments = message.attachments.clone();
            attachments
                .iter_mut()
                .for_each(|attachment| resolve(attachment, arrived, &mut counts));
            if attachments != message.attachments {
                change.set_attachments(chat, message.n, &attachments)?;
            }
        }
    }
}

fn resolve(attachment: &mut Attachment, arrived: &Arrived, counts: &mut AttachmentCounts) {
    let kept = attachment.missing.is_none() || attachment.missing.as_deref() == Some(NOT_HERE);
    if let Some(id) = arrived.find(attachment).filter(|_| kept) {
        (attachment.id, attachment.missing) = (Some(id), None);
    } else if attachment.missing.is_none() && attachment.id.is_none() && attachment.path.is_some() {
        attachment.missing = Some(NOT_HERE.to_owned());
    }
    counts.found += u32::from(attachment.id.is_some());
    counts.missing += u32::from(attachment.missing.is_some());
}

const NOT_HERE: &str = "not-in-folder";

#[cfg(test)]
mod tests {
    use super::*;

    fn named(path: &str) -> Attachment {
        Attachment {
            id: None,
            name: "x".to_owned(),
            path: Some(path.to_owned()),
            missing: None,
            stated: None,
        }
    }

    #[test]
    fn an_attachment_is_found_by_its_path_and_by_its_name_where_that_is_clear() {
        let id = |number| EvidenceId::new(number).expect("not zero");
        let mut arrived = Arrived::default();
        arrived.add("photos/1.jpg", id(2));
        arrived.add("a/2.jpg", id(3));
        arrived.add("b/2.jpg", id(4));
        assert_eq!(arrived.find(&named("photos/1.jpg")), Some(id(2)));
        assert_eq!(arrived.find(&named("1.jpg")), Some(id(2)));
        assert_eq!(arrived.find(&named("2.jpg")), None, "two files have this name");
        assert_eq!(arrived.find(&named("../1.jpg")), None);
        let hash = "0123456789abcdef".repeat(4);
        arrived.add(&format!("files/01/{hash}.jpg"), id(5));
        assert_eq!(arrived.find(&named(&format!("files/{hash}"))), Some(id(5)));
        assert_eq!(
            arrived.find(&named("photos/1")),
            None,
            "only a hash may leave its end out"
        );
    }

    #[test]
    fn what_is_not_there_is_said_to_be_missing() {
        let (mut attachment, mut counts) = (named("gone.jpg"), AttachmentCounts::default());
        resolve(&mut attachment, &Arrived::default(), &mut counts);
        assert_eq!((attachment.missing.as_deref(), counts.missing), (Some(NOT_HERE), 1));
    }
}
