//! Writes a dossier in one pass: every byte of an original is read once, hashed, checked against its item and sealed on
//! its way out. Ten gigabytes take no more memory than ten kilobytes. The same plan gives the same archive, to the byte.

use crate::annotations::{Texts, annotations};
use crate::archive::dos_time;
use crate::archive_write::ArchiveWriter;
use crate::bag::{DECLARATION, DECLARED, INFO, MANIFEST, SIGNATURE, TAG_MANIFEST, write_manifest};
use crate::contents::{Contents, MessagesFile};
use crate::describe::describe;
use crate::open::CONTENTS_LIMIT;
use crate::page::{PageData, page};
use crate::{Error, NAMESPACE, Originals, Plan, Result, Sealing, SignerFound, Written};
use model::{EvidenceId, Progress, Sha256Digest};
use seal::{Digest, EnvelopeWriter, PublicKey, Signer, canonical_json, seal_envelope, sha256};
use std::collections::BTreeMap;
use std::io::{self, BufWriter, Read, Write};

const HOW_TO_CHECK: &str = include_str!("how-to-check.txt");
/// Who the allowed-signers file says the reporter is.
const PRINCIPAL: &str = "reporter";

/// Writes the plan to `out`. Progress is in bytes of the payload.
///
/// # Errors
/// [`Error::BadPlan`], [`Error::TooLarge`], [`Error::OriginalDiffers`] when an original is not what its item says, [`Error::Stopped`], writing
/// errors. What was written until then is no dossier and opens as none.
pub fn write<W: Write>(
    plan: &Plan,
    originals: &dyn Originals,
    signer: &Signer,
    sealing: &Sealing<'_>,
    out: W,
    progress: &dyn Progress,
) -> Result<Written> {
    let key = signer.public_key();
    let payload = payload(plan, &key)?;
    let mut bag = Bag::new(Layer::new(out, sealing)?, plan);
    let (size, files) = (payload.iter().map(|piece| piece.len).sum::<u64>(), payload.len());
    bag.tag(DECLARATION, DECLARED.as_bytes())?;
    bag.tag(INFO, info(plan, size, files).as_bytes())?;
    bag.tag("HOW-TO-CHECK.txt", HOW_TO_CHECK.as_bytes())?;
    bag.tag("allowed_signers", allowed_signers(&key).as_bytes())?;
    let mut done = 0;
    for piece in payload {
        bag.payload(&piece, originals, &mut |n| {
            done += n;
            progress.report(done, size);
            progress.go_on()
        })?;
    }
    bag.finish(signer)
}

/// A payload file before it is written.
struct Piece {
    path: String,
    len: u64,
    from: From,
}

enum From {
    Memory(Vec<u8>),
    Original(EvidenceId, Sha256Digest),
}

fn payload(plan: &Plan, key: &PublicKey) -> Result<Vec<Piece>> {
    let contents = describe(plan)?;
    if !contents.is_bounded() {
        return Err(Error::TooLarge);
    }
    let messages = messages_files(plan);
    let texts: Texts = plan
        .evidence
        .iter()
        .filter_map(|e| Some((e.item.id, e.text.as_deref()?)))
        .collect();
    let mut pieces = vec![
        readable(json_piece("data/dossier.json", &contents)?)?,
        json_piece("data/annotations.jsonld", &annotations(&contents, &texts))?,
    ];
    if let Some(slice) = &plan.custody {
        pieces.push(readable(json_piece("data/custody.json", slice)?)?);
    }
    pieces.push(page_piece(plan, &contents, &messages, key)?);
    for (item, planned) in contents.evidence.iter().zip(&plan.evidence) {
        if let Some(path) = &item.file {
            let from = From::Original(item.id, planned.item.sha256);
            pieces.push(Piece {
                path: path.clone(),
                len: planned.item.bytes,
                from,
            });
        }
        if let (Some(path), Some(pages)) = (&item.text, &planned.text) {
            pieces.push(memory_piece(path, pages.join("\u{c}").into_bytes()));
        }
        if let (Some(path), Some(file)) = (&item.messages, messages.iter().find(|file| file.evidence == item.id)) {
            pieces.push(json_piece(path, file)?);
        }
    }
    Ok(pieces)
}

fn messages_files(plan: &Plan) -> Vec<MessagesFile> {
    let chats = plan.evidence.iter().filter(|evidence| !evidence.messages.is_empty());
    chats
        .map(|evidence| {
            let total = evidence.original.then_some(evidence.messages_total);
            MessagesFile::of(evidence.item.id, total, &evidence.messages)
        })
        .collect()
}

fn page_piece(plan: &Plan, contents: &Contents, messages: &[MessagesFile], key: &PublicKey) -> Result<Piece> {
    let signer = SignerFound::of(key, None);
    let custody = plan.custody.as_ref().map(|slice| {
        let withheld = slice.items.iter().map(|item| item.withheld).sum();
        [slice.entries.len() as u32, withheld]
    });
    let data = PageData {
        dossier: contents,
        messages,
        signer: &signer,
        custody,
    };
    Ok(memory_piece("data/open-me.html", page(&data)?))
}

fn json_piece(path: &str, value: &impl serde::Serialize) -> Result<Piece> {
    Ok(memory_piece(path, canonical_json(value)?))
}

/// A file that is read whole must be one that a reader takes.
fn readable(piece: Piece) -> Result<Piece> {
    if piece.len <= CONTENTS_LIMIT {
        Ok(piece)
    } else {
        Err(Error::TooLarge)
    }
}

fn memory_piece(path: &str, bytes: Vec<u8>) -> Piece {
    let len = bytes.len() as u64;
    Piece {
        path: path.to_owned(),
        len,
        from: From::Memory(bytes),
    }
}

fn info(plan: &Plan, size: u64, files: usize) -> String {
    let made = plan.made.to_string();
    let date = made.split('T').next().unwrap_or(&made);
    format!("Bag-Software-Agent: Vouchsafe\nBagging-Date: {date}\nPayload-Oxum: {size}.{files}\n")
}

fn allowed_signers(key: &PublicKey) -> String {
    format!("{PRINCIPAL} namespaces=\"{NAMESPACE}\" {key}\n")
}

/// The bag in the making: an archive and the digests of what is in it.
struct Bag<W: Write> {
    archive: ArchiveWriter<Layer<W>>,
    payload: BTreeMap<String, Sha256Digest>,
    tags: BTreeMap<String, Sha256Digest>,
}

impl<W: Write> Bag<W> {
    fn new(out: Layer<W>, plan: &Plan) -> Self {
        Self {
            archive: ArchiveWriter::new(out, dos_time(plan.made)),
            payload: BTreeMap::new(),
            tags: BTreeMap::new(),
        }
    }

    fn tag(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.archive.add(path, bytes.len() as u64, bytes, |_| Ok(()))?;
        self.tags.insert(path.to_owned(), sha256(bytes));
        Ok(())
    }

    fn payload(
        &mut self,
        piece: &Piece,
        originals: &dyn Originals,
        each: &mut dyn FnMut(u64) -> std::result::Result<(), model::Stopped>,
    ) -> Result<()> {
        let from: Box<dyn Read + '_> = match &piece.from {
            From::Memory(bytes) => Box::new(bytes.as_slice()),
            From::Original(id, _) => originals.open(*id)?,
        };
        let mut digest = Digest::new();
        self.archive.add(&piece.path, piece.len, from, |bytes| {
            digest.update(bytes);
            Ok(each(bytes.len() as u64)?)
        })?;
        let digest = digest.finish();
        match piece.from {
            From::Original(_, stated) if stated != digest => Err(Error::OriginalDiffers),
            _ if self.payload.insert(piece.path.clone(), digest).is_some() => Err(Error::BadPlan),
            _ => Ok(()),
        }
    }

    fn finish(mut self, signer: &Signer) -> Result<Written> {
        let manifest = write_manifest(&self.payload);
        self.tag(MANIFEST, manifest.as_bytes())?;
        let tag_manifest = write_manifest(&self.tags);
        let signature = signer
            .sign(NAMESPACE, tag_manifest.as_bytes())
            .map_err(|_| Error::SigningFailed)?;
        self.tag(TAG_MANIFEST, tag_manifest.as_bytes())?;
        self.tag(SIGNATURE, signature.as_bytes())?;
        let (out, files) = self.archive.finish()?;
        Ok(Written {
            digest: sha256(tag_manifest.as_bytes()),
            files,
            bytes: out.finish()?,
        })
    }
}

/// Sealed or not, and how many bytes came out.
enum Layer<W: Write> {
    Plain(BufWriter<Counted<W>>),
    Sealed(Box<EnvelopeWriter<Counted<W>>>),
}

impl<W: Write> Layer<W> {
    fn new(out: W, sealing: &Sealing<'_>) -> Result<Self> {
        let out = Counted { out, bytes: 0 };
        Ok(match sealing {
            Sealing::Unsealed => Self::Plain(BufWriter::new(out)),
            Sealing::Sealed(to) => Self::Sealed(Box::new(seal_envelope(out, to)?)),
        })
    }

    fn finish(self) -> Result<u64> {
        let mut counted = match self {
            Self::Plain(out) => out.into_inner().map_err(|error| Error::Io(error.into_error()))?,
            Self::Sealed(out) => out.finish()?,
        };
        counted.out.flush()?;
        Ok(counted.bytes)
    }
}

impl<W: Write> Write for Layer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Sealed(out) => out.flush(),
        }
    }
}

struct Counted<W> {
    out: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
