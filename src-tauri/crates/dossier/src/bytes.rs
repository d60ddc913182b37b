//! The bytes of the archive, sealed or not, anywhere and within bounds. No reader below is ever asked beyond its end.

use crate::error::reading;
use crate::{Error, Result};
use seal::{EnvelopeReader, OpenWith, open_envelope};
use std::io::{self, Read, Seek, SeekFrom};

/// The archive's bytes.
pub(crate) struct Bytes<R: Read + Seek> {
    from: Layer<R>,
    len: u64,
}

enum Layer<R: Read + Seek> {
    Plain(R),
    Sealed(Box<EnvelopeReader<R>>),
}

impl<R: Read + Seek> Bytes<R> {
    /// Opens the sealed form if there is one. A ZIP begins with `PK`, an age file with `age` or an armor line.
    pub(crate) fn open(mut from: R, key: Option<&OpenWith<'_>>) -> Result<Self> {
        let mut start = [0; 4];
        from.seek(SeekFrom::Start(0))?;
        let sealed = match from.read_exact(&mut start) {
            Ok(()) if start == *b"age-" || start == *b"----" => true,
            Ok(()) if start.starts_with(b"PK") => false,
            Ok(()) => return Err(Error::NotADossier),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(Error::NotADossier),
            Err(error) => return Err(error.into()),
        };
        from.seek(SeekFrom::Start(0))?;
        let mut from = match (sealed, key) {
            (false, _) => Layer::Plain(from),
            (true, None) => return Err(Error::KeyNeeded),
            (true, Some(key)) => Layer::Sealed(Box::new(open_envelope(from, key)?)),
        };
        let len = from.seek(SeekFrom::End(0)).map_err(reading)?;
        Ok(Self { from, len })
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    pub(crate) fn is_sealed(&self) -> bool {
        matches!(self.from, Layer::Sealed(_))
    }

    /// Reads bytes at a place. Callers bound the length.
    pub(crate) fn read_at(&mut self, at: u64, len: u64) -> Result<Vec<u8>> {
        if at.checked_add(len).is_none_or(|end| end > self.len) {
            return Err(Error::CutShort);
        }
        let mut bytes = vec![0; usize::try_from(len).map_err(|_| Error::TooLarge)?];
        if len > 0 {
            self.from.seek(SeekFrom::Start(at)).map_err(reading)?;
            self.from.read_exact(&mut bytes).map_err(reading)?;
        }
        Ok(bytes)
    }
}

impl<R: Read + Seek> Read for Layer<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Layer::Plain(from) => from.read(out),
            Layer::Sealed(from) => from.read(out),
        }
    }
}

impl<R: Read + Seek> Seek for Layer<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Layer::Plain(from) => from.seek(to),
            Layer::Sealed(from) => from.seek(to),
        }
    }
}
