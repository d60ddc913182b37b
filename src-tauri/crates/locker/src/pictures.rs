//! Pictures of items, decoded by the worker when they are looked at. Nothing decoded touches the disk; what was shown
//! last is kept in memory for a while, and erased when it leaves it.

use crate::import::THUMBNAIL;
use crate::{Env, Error, OpenLocker, Result};
use intake::draft::Hints;
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use intake::pixels::{Layout, Pixels};
use intake::{ReadSeek, encode};
use model::EvidenceId;
use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// Which picture of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Picture {
    /// The small one for lists.
    Thumb,
    /// The image, no edge longer than `max` pixels, upright.
    Image {
        /// In pixels.
        max: u32,
    },
    /// A page of a document, no edge longer than `max` pixels.
    Page {
        /// From 1.
        page: u32,
        /// In pixels.
        max: u32,
    },
}

/// A range of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bytes {
    /// Where it starts.
    pub from: u64,
    /// Length of the whole original.
    pub total: u64,
    /// Of the original, by content.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Most bytes of one range.
pub(crate) const RANGE: u64 = 16 << 20;

impl OpenLocker {
    /// A picture with its media type. [`Error::NotFound`] where the item has none, [`Error::WorkerFailed`].
    pub fn picture(&self, id: &str, what: Picture, _env: &Env) -> Result<(&'static str, Vec<u8>)> {
        let id: EvidenceId = id.parse()?;
        if let Some(kept) = self.cache.find(id, what) {
            return Ok(kept);
        }
        let (media_type, bytes) = match what {
            Picture::Thumb => ("image/jpeg", self.thumb(id)?),
            _ => encoded(what, &self.look(id, |worker, job| decode(worker, job, what))?)?,
        };
        self.cache.keep(id, what, media_type, &bytes);
        Ok((media_type, bytes))
    }

    /// A range of an original, at most 16 MiB.
    pub fn bytes(&self, id: &str, from: u64, most: u64) -> Result<Bytes> {
        let id: EvidenceId = id.parse()?;
        let inside = self.inside()?;
        let (mut blob, media_type) =
            self.read(|reader| Ok((inside.open_original(reader, id)?, reader.evidence(id)?.media_type)))?;
        let total = blob.len();
        if from > total {
            return Err(Error::NotFound);
        }
        let mut bytes = Vec::new();
        blob.seek(SeekFrom::Start(from)).map_err(|_| Error::Damaged)?;
        blob.take(most.min(RANGE))
            .read_to_end(&mut bytes)
            .map_err(|_| Error::Damaged)?;
        Ok(Bytes {
            from,
            total,
            media_type,
            bytes,
        })
    }

    fn thumb(&self, id: EvidenceId) -> Result<Vec<u8>> {
        let inside = self.inside()?;
        let blob = self.read(|reader| {
            let derivative = reader.derivative(id, THUMBNAIL)?.ok_or(Error::NotFound)?;
            let key = inside.source_key(reader, reader.locate(id)?.source)?;
            inside.open_blob(&derivative.blob, &key)
        })?;
        let mut bytes = Vec::new();
        blob.take(RANGE).read_to_end(&mut bytes).map_err(|_| Error::Damaged)?;
        Ok(bytes)
    }

    /// Asks a fresh worker about an item.
    pub(crate) fn look<T>(
        &self,
        id: EvidenceId,
        ask: impl FnOnce(&mut Worker, &mut Job<'_>) -> std::result::Result<T, WorkerFailure>,
    ) -> Result<T> {
        let inside = self.inside()?;
        let (mut blob, name) =
            self.read(|reader| Ok((inside.open_original(reader, id)?, reader.evidence(id)?.name)))?;
        let len = blob.len();
        look_at(&self.env, &mut blob, len, &name, ask)
    }
}

/// Asks a fresh worker about some bytes.
pub(crate) fn look_at<T>(
    env: &Env,
    bytes: &mut dyn ReadSeek,
    len: u64,
    name: &str,
    ask: impl FnOnce(&mut Worker, &mut Job<'_>) -> std::result::Result<T, WorkerFailure>,
) -> Result<T> {
    let (hints, limits) = (
        Hints {
            name: name.to_owned(),
            ..Hints::default()
        },
        Limits::of_a_look(),
    );
    let mut job = Job {
        bytes,
        len,
        hints: &hints,
        limits: &limits,
        progress: &model::Quiet,
    };
    let mut worker = Worker::start(env.worker_command()).map_err(|_| Error::WorkerMissing)?;
    ask(&mut worker, &mut job).map_err(|failure| match failure {
        WorkerFailure::NotStarted | WorkerFailure::Unprotected => Error::WorkerMissing,
        WorkerFailure::Unreadable => Error::Damaged,
        _ => Error::WorkerFailed,
    })
}

pub(crate) fn decode(
    worker: &mut Worker,
    job: &mut Job<'_>,
    what: Picture,
) -> std::result::Result<Pixels, WorkerFailure> {
    match what {
        Picture::Thumb => worker.picture(job, 320, 320),
        Picture::Image { max } => worker.picture(job, max, max),
        Picture::Page { page, max } => worker.page(job, page, max, max),
    }
}

pub(crate) fn encoded(what: Picture, pixels: &Pixels) -> Result<(&'static str, Vec<u8>)> {
    let lossless = matches!(what, Picture::Page { .. }) || pixels.layout == Layout::Rgba;
    let (media_type, bytes) = match lossless {
        true => ("image/png", encode::png(pixels)),
        false => ("image/jpeg", encode::jpeg(pixels, 90)),
    };
    Ok((media_type, bytes.map_err(|_| Error::WorkerFailed)?))
}

/// What was shown last.
#[derive(Default)]
pub(crate) struct Cache(Mutex<VecDeque<Kept>>);

struct Kept {
    id: EvidenceId,
    what: Picture,
    media_type: &'static str,
    bytes: Zeroizing<Vec<u8>>,
}

/// Bytes that are kept.
const CACHE: usize = 32 << 20;

impl Cache {
    fn find(&self, id: EvidenceId, what: Picture) -> Option<(&'static str, Vec<u8>)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|kept| kept.id == id && kept.what == what)?;
        Some((found.media_type, found.bytes.to_vec()))
    }

    fn keep(&self, id: EvidenceId, what: Picture, media_type: &'static str, bytes: &[u8]) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(Kept {
            id,
            what,
            media_type,
            bytes: Zeroizing::new(bytes.to_vec()),
        });
        let mut room = CACHE;
        kept.retain(|kept| {
            let fits = kept.bytes.len() <= room;
            room = room.saturating_sub(kept.bytes.len());
            fits
        });
    }

    /// Erases all.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_much_is_kept_and_the_latest_stays() {
        let cache = Cache::default();
        let id = |number| EvidenceId::new(number).expect("not zero");
        for number in 1..=5 {
            cache.keep(id(number), Picture::Thumb, "image/jpeg", &vec![0; CACHE / 3]);
        }
        assert!(cache.find(id(5), Picture::Thumb).is_some());
        assert!(cache.find(id(1), Picture::Thumb).is_none());
        cache.clear();
        assert!(cache.find(id(5), Picture::Thumb).is_none());
    }
}
