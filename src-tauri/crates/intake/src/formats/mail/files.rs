//! The files that came with a mail or with the mails of a mailbox, by their number. One walk finds which mail has which;
//! then any is had by itself.

use super::mbox::{self, MOST_FILES, Mails};
use super::tree::Tree;
use super::{MOST_BYTES, body, fields, transfer};
use crate::ReadSeek;
use crate::draft::{Hints, Unparsed};
use crate::formats::{Entries, read_whole, rewind, too_large};
use std::io::{Read, SeekFrom, Write};

/// Whether a file that is no archive begins as mail does.
pub fn is_mail(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    head.starts_with(b"From ") || fields::name_of(line).is_some()
}

/// A mail or a mailbox.
pub struct Files {
    input: Box<dyn ReadSeek>,
    /// Of each mail with files: where it begins, and the number of its first file. None for a single mail.
    mails: Option<Vec<(u64, u32)>>,
}

impl Files {
    /// Walks the mailbox.
    pub fn open(mut input: Box<dyn ReadSeek>) -> Result<Self, Unparsed> {
        let mut head = Vec::new();
        rewind(&mut *input)?;
        Read::take(&mut *input, 4 << 10)
            .read_to_end(&mut head)
            .map_err(|_| Unparsed::Unreadable)?;
        rewind(&mut *input)?;
        let is_box = mbox::looks_like(&head, &Hints::default());
        let mails = is_box.then(|| walk(&mut *input)).transpose()?;
        Ok(Self { input, mails })
    }

    /// The bytes of the mail that has this file, and the number of the file in it.
    fn mail_of(&mut self, index: u32) -> Result<(Vec<u8>, u32), Unparsed> {
        let Some(mails) = &self.mails else {
            return Ok((read_whole(&mut *self.input, MOST_BYTES)?, index));
        };
        let place = mails.partition_point(|(_, first)| *first <= index);
        let (start, first) = place.checked_sub(1).map(|at| mails[at]).ok_or_else(no_such)?;
        self.input
            .seek(SeekFrom::Start(start))
            .map_err(|_| Unparsed::Unreadable)?;
        let mut input = &mut *self.input;
        let mail = Mails::new(&mut input).next_mail()?.ok_or_else(no_such)?;
        Ok((mail.bytes, index - first))
    }
}

fn walk(input: &mut dyn ReadSeek) -> Result<Vec<(u64, u32)>, Unparsed> {
    let mut found = Vec::new();
    let mut input = input;
    let mut mails = Mails::new(&mut input);
    let mut count = 0_u32;
    while let Some(mail) = mails.next_mail()? {
        let files = body::files(&Tree::of(&mail.bytes)).count() as u32;
        if files > 0 {
            found.push((mail.start, count));
        }
        count = count.saturating_add(files);
        if count >= MOST_FILES {
            break;
        }
    }
    Ok(found)
}

fn no_such() -> Unparsed {
    Unparsed::Unsupported {
        what: "no-such-entry".to_owned(),
    }
}

impl Entries for Files {
    fn extract(&mut self, index: u32, bytes: u64, out: &mut dyn Write) -> Result<(), Unparsed> {
        let (mail, index) = self.mail_of(index)?;
        let tree = Tree::of(&mail);
        let leaf = body::files(&tree).nth(index as usize).ok_or_else(no_such)?;
        let (decoded, _) = transfer::decode(&leaf.coding, &mail[leaf.body.clone()]);
        if decoded.len() as u64 != bytes {
            return Err(too_large("entry"));
        }
        out.write_all(&decoded).map_err(|_| Unparsed::Hush)
    }
}
