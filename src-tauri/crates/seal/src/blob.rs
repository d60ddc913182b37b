//! A sealed stream of any length: the form of every original and derivative on disk.
//!
//! `blob = header ‖ chunk…`, `header = "vsblob" ‖ 0 ‖ 1 ‖ salt(32) ‖ commitment(32)`, each chunk 256 KiB of plaintext (the last
//! 0 to 256 KiB) under AES-256-GCM with its tag behind it. The nonce is `prefix(7) ‖ counter(32-bit big-endian) ‖ last(0 or 1)`:
//! STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), so chunks cannot be reordered, dropped, cut off or taken from elsewhere;
//! the header is bound to every chunk. Key, prefix and commitment come from the blob's key and salt by HKDF-SHA256.
//!
//! Sealing computes the plaintext's SHA-256 in the same pass: one thread reads, seals and writes, the other hashes.
//!
//! Deliberately absent: files. This seals into any `Write` and opens any `Read + Seek`.

use crate::arena::{Locked, Place};
use crate::derive::make_salt;
use crate::slot::aes_key;
use crate::{BlobKey, Digest, Randomness, SealError};
use model::{Progress, Sha256Digest};
use ring::aead::{Aad, LessSafeKey, Nonce};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use zeroize::Zeroizing;

/// Bytes of plaintext in every chunk but the last.
pub const CHUNK_LEN: usize = 256 * 1024;
/// Bytes that a chunk grows by.
pub const TAG_LEN: usize = 16;
/// Bytes of a blob before its first chunk.
pub const BLOB_HEADER_LEN: usize = 72;

/// What was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sealed {
    /// Bytes of plaintext.
    pub bytes: u64,
    /// SHA-256 of the plaintext.
    pub sha256: Sha256Digest,
}

/// How many bytes a blob of this much plaintext has.
pub fn sealed_len(plaintext: u64) -> u64 {
    BLOB_HEADER_LEN as u64 + plaintext + plaintext.div_ceil(CHUNK_LEN as u64).max(1) * TAG_LEN as u64
}

/// Seals all that `from` gives into `to`. `expected` is the length for the progress report, 0 where it is not known.
///
/// # Errors
/// Reading, writing, [`SealError::Stopped`]. What was written by then is no valid blob.
pub fn seal_stream(
    from: &mut dyn Read,
    to: &mut dyn Write,
    key: &BlobKey,
    randomness: &dyn Randomness,
    progress: &dyn Progress,
    expected: u64,
) -> Result<Sealed, SealError> {
    let mut sealer = ChunkSealer::new(key, randomness)?;
    to.write_all(&sealer.header)?;
    let mut first = Zeroizing::new(Vec::with_capacity(CHUNK_LEN + TAG_LEN));
    read_chunk(from, &mut first)?;
    if first.len() < CHUNK_LEN {
        let sealed = Sealed {
            bytes: first.len() as u64,
            sha256: crate::sha256(&first),
        };
        sealer.seal(&mut first, true)?;
        to.write_all(&first)?;
        return Ok(sealed);
    }
    let report = |done| {
        progress.report(done, expected);
        progress.go_on()
    };
    thread::scope(|scope| {
        let (full, to_hash) = sync_channel(AHEAD);
        let (hashed, free) = channel();
        let hasher = scope.spawn(move || hash_all(&to_hash, &hashed));
        let bytes = seal_chunks(from, to, &mut sealer, first, &full, &free, &report)?;
        drop(full);
        let sha256 = hasher.join().map_err(|_| SealError::Io(io::ErrorKind::Other.into()))?;
        Ok(Sealed { bytes, sha256 })
    })
}

/// Seals what is written to it, for content that comes in pieces; hashes in the same thread.
///
/// [`SealWriter::finish`] must be called: without the last chunk the blob does not open.
pub struct SealWriter<W: Write> {
    to: W,
    sealer: ChunkSealer,
    chunk: Zeroizing<Vec<u8>>,
    digest: Digest,
    bytes: u64,
}

impl<W: Write> SealWriter<W> {
    /// Writes the header and is ready.
    pub fn new(mut to: W, key: &BlobKey, randomness: &dyn Randomness) -> Result<Self, SealError> {
        let sealer = ChunkSealer::new(key, randomness)?;
        to.write_all(&sealer.header)?;
        let chunk = Zeroizing::new(Vec::with_capacity(CHUNK_LEN + TAG_LEN));
        Ok(Self {
            to,
            sealer,
            chunk,
            digest: Digest::new(),
            bytes: 0,
        })
    }

    /// Seals the last chunk and gives the writer back.
    pub fn finish(mut self) -> Result<(W, Sealed), SealError> {
        self.flush_chunk(true)?;
        Ok((
            self.to,
            Sealed {
                bytes: self.bytes,
                sha256: self.digest.finish(),
            },
        ))
    }

    fn flush_chunk(&mut self, last: bool) -> Result<(), SealError> {
        self.digest.update(&self.chunk);
        self.bytes += self.chunk.len() as u64;
        self.sealer.seal(&mut self.chunk, last)?;
        self.to.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for SealWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() == CHUNK_LEN {
            self.flush_chunk(false)?; // only now is it known not to be the last
        }
        let n = bytes.len().min(CHUNK_LEN - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Reads a blob, anywhere, one chunk at a time. Gives only bytes that it has authenticated.
pub struct OpenReader<R: Read + Seek> {
    from: R,
    key: Place<LessSafeKey>,
    prefix: [u8; PREFIX_LEN],
    header: [u8; BLOB_HEADER_LEN],
    len: u64,
    chunks: u32,
    at: u64,
    inner_at: Option<u64>,
    chunk: Zeroizing<Vec<u8>>,
    chunk_is: Option<u32>,
}

impl<R: Read + Seek> OpenReader<R> {
    /// Checks the header and the last chunk, so that the length is known to be true.
    ///
    /// # Errors
    /// [`SealError::UnknownFormat`], [`SealError::WrongKey`] when the header does not commit to this key,
    /// [`SealError::Altered`] when the end is missing or changed.
    pub fn new(mut from: R, key: &BlobKey) -> Result<Self, SealError> {
        let total = from.seek(SeekFrom::End(0))?;
        from.seek(SeekFrom::Start(0))?;
        let mut header = [0; BLOB_HEADER_LEN];
        from.read_exact(&mut header).map_err(cut_off)?;
        let salt = read_header(&header)?;
        let stream = Stream::derive(key, salt)?;
        if stream.commitment != header[40..] {
            return Err(SealError::WrongKey);
        }
        let (len, chunks) = plaintext_len(total)?;
        let Stream { key, prefix, .. } = stream;
        let chunk = Zeroizing::new(Vec::with_capacity(CHUNK_LEN + TAG_LEN));
        let mut reader = Self {
            from,
            key,
            prefix,
            header,
            len,
            chunks,
            at: 0,
            inner_at: None,
            chunk,
            chunk_is: None,
        };
        reader.load(chunks - 1)?;
        Ok(reader)
    }

    /// Bytes of plaintext.
    #[allow(clippy::len_without_is_empty, reason = "a length in bytes, not a collection")]
    pub fn len(&self) -> u64 {
        self.len
    }

    fn load(&mut self, index: u32) -> Result<(), SealError> {
        if self.chunk_is == Some(index) {
            return Ok(());
        }
        self.chunk_is = None;
        self.fetch(index)?;
        let nonce = nonce(self.prefix, index, index + 1 == self.chunks);
        let opened = self
            .key
            .get()
            .open_in_place(nonce, Aad::from(&self.header), &mut self.chunk);
        let len = opened.map_err(|_| SealError::Altered)?.len();
        self.chunk.truncate(len);
        self.chunk_is = Some(index);
        Ok(())
    }

    fn fetch(&mut self, index: u32) -> Result<(), SealError> {
        let start = BLOB_HEADER_LEN as u64 + u64::from(index) * (CHUNK_LEN + TAG_LEN) as u64;
        if self.inner_at != Some(start) {
            self.inner_at = None;
            self.from.seek(SeekFrom::Start(start))?;
        }
        let plain = (self.len - u64::from(index) * CHUNK_LEN as u64).min(CHUNK_LEN as u64) as usize;
        self.chunk.resize(plain + TAG_LEN, 0);
        self.from.read_exact(&mut self.chunk).map_err(cut_off)?;
        self.inner_at = Some(start + self.chunk.len() as u64);
        Ok(())
    }
}

impl<R: Read + Seek> Read for OpenReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.len || out.is_empty() {
            return Ok(0);
        }
        self.load((self.at / CHUNK_LEN as u64) as u32)?;
        let rest = &self.chunk[(self.at % CHUNK_LEN as u64) as usize..];
        let n = rest.len().min(out.len());
        out[..n].copy_from_slice(&rest[..n]);
        self.at += n as u64;
        Ok(n)
    }
}

impl<R: Read + Seek> Seek for OpenReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

const MAGIC: [u8; 8] = *b"vsblob\x00\x01";
const PREFIX_LEN: usize = 7;
const AHEAD: usize = 4; // chunks that wait for the hasher

type Buffer = Zeroizing<Vec<u8>>;

struct Stream {
    key: Place<LessSafeKey>,
    prefix: [u8; PREFIX_LEN],
    commitment: [u8; 32],
}

impl Stream {
    fn derive(key: &BlobKey, salt: &[u8; 32]) -> Result<Self, SealError> {
        let stream = Locked::born(32, |out| key.derive_stream(salt, b"vouchsafe v1 blob stream key", out))?;
        let (mut prefix, mut commitment) = ([0; PREFIX_LEN], [0; 32]);
        key.derive_stream(salt, b"vouchsafe v1 blob nonce prefix", &mut prefix)?;
        key.derive_stream(salt, b"vouchsafe v1 blob commitment", &mut commitment)?;
        Ok(Self {
            key: aes_key(stream.bytes()),
            prefix,
            commitment,
        })
    }
}

struct ChunkSealer {
    stream: Stream,
    header: [u8; BLOB_HEADER_LEN],
    next: u32,
}

impl ChunkSealer {
    fn new(key: &BlobKey, randomness: &dyn Randomness) -> Result<Self, SealError> {
        let salt = make_salt(randomness)?;
        let stream = Stream::derive(key, &salt)?;
        let mut header = [0; BLOB_HEADER_LEN];
        header[..8].copy_from_slice(&MAGIC);
        header[8..40].copy_from_slice(&salt);
        header[40..].copy_from_slice(&stream.commitment);
        Ok(Self {
            stream,
            header,
            next: 0,
        })
    }

    /// Turns a chunk of plaintext into its sealed form, in place.
    fn seal(&mut self, chunk: &mut Vec<u8>, last: bool) -> Result<(), SealError> {
        let nonce = nonce(self.stream.prefix, self.next, last);
        let key = self.stream.key.get();
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(&self.header), chunk);
        chunk.extend_from_slice(tag.map_err(|_| SealError::TooLarge)?.as_ref());
        self.next = self.next.checked_add(1).ok_or(SealError::TooLarge)?;
        Ok(())
    }
}

fn nonce(prefix: [u8; PREFIX_LEN], index: u32, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[..PREFIX_LEN].copy_from_slice(&prefix);
    nonce[PREFIX_LEN..11].copy_from_slice(&index.to_be_bytes());
    nonce[11] = last.into();
    Nonce::assume_unique_for_key(nonce)
}

fn read_header(header: &[u8; BLOB_HEADER_LEN]) -> Result<&[u8; 32], SealError> {
    if header[..8] != MAGIC {
        return Err(SealError::UnknownFormat);
    }
    Ok(header[8..40].try_into().expect("32 of 72 bytes"))
}

/// Length of the plaintext and number of chunks, from the length of the blob.
fn plaintext_len(total: u64) -> Result<(u64, u32), SealError> {
    let body = total
        .checked_sub((BLOB_HEADER_LEN + TAG_LEN) as u64)
        .ok_or(SealError::Altered)?
        + TAG_LEN as u64;
    let chunks = body.div_ceil((CHUNK_LEN + TAG_LEN) as u64);
    let last = body - (chunks - 1) * (CHUNK_LEN + TAG_LEN) as u64;
    if last < TAG_LEN as u64 || (last == TAG_LEN as u64 && chunks > 1) {
        return Err(SealError::Altered); // the last chunk is empty only when it is the only one
    }
    let chunks_held = u32::try_from(chunks).map_err(|_| SealError::TooLarge)?;
    Ok((body - chunks * TAG_LEN as u64, chunks_held))
}

fn cut_off(error: io::Error) -> SealError {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        SealError::Altered
    } else {
        error.into()
    }
}

/// Fills `chunk` with up to a chunk of bytes; fewer only at the end.
fn read_chunk(from: &mut dyn Read, chunk: &mut Vec<u8>) -> io::Result<()> {
    chunk.clear();
    from.take(CHUNK_LEN as u64).read_to_end(chunk).map(|_| ())
}

fn hash_all(full: &Receiver<Buffer>, hashed: &Sender<Buffer>) -> Sha256Digest {
    let mut digest = Digest::new();
    for chunk in full {
        digest.update(&chunk);
        let _ = hashed.send(chunk); // the sealer may have stopped
    }
    digest.finish()
}

/// Reads ahead by one chunk, because only then it is known which is the last.
fn seal_chunks(
    from: &mut dyn Read,
    to: &mut dyn Write,
    sealer: &mut ChunkSealer,
    first: Buffer,
    full: &SyncSender<Buffer>,
    free: &Receiver<Buffer>,
    report: &dyn Fn(u64) -> Result<(), model::Stopped>,
) -> Result<u64, SealError> {
    let new_buffer = || Zeroizing::new(Vec::with_capacity(CHUNK_LEN + TAG_LEN));
    let (mut current, mut sealed, mut made, mut bytes) = (first, new_buffer(), 1, 0);
    loop {
        let reused = if made > AHEAD + 1 {
            free.recv().ok()
        } else {
            free.try_recv().ok()
        };
        let mut next = reused.unwrap_or_else(|| {
            made += 1;
            new_buffer()
        });
        read_chunk(from, &mut next)?;
        let last = next.is_empty();
        bytes += current.len() as u64;
        sealed.clear();
        sealed.extend_from_slice(&current);
        let _ = full.send(current); // the hasher ends only when we do
        sealer.seal(&mut sealed, last)?;
        to.write_all(&sealed)?;
        report(bytes)?;
        if last {
            return Ok(bytes);
        }
        current = next;
    }
}

#[cfg(test)]
mod tests;
