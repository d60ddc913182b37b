//! Writes the archive in one pass to something that cannot seek.

use crate::archive::{Entry, FILES_LIMIT, PATH_LIMIT, end_records};
use crate::{Error, Result};
use std::io::{Read, Write};

/// Copying goes in steps of this many bytes.
pub(crate) const STEP: usize = 256 * 1024;

/// An archive in the making.
pub(crate) struct ArchiveWriter<W> {
    out: W,
    at: u64,
    time: [u16; 2],
    entries: Vec<Entry>,
}

impl<W: Write> ArchiveWriter<W> {
    pub(crate) fn new(out: W, time: [u16; 2]) -> Self {
        Self {
            out,
            at: 0,
            time,
            entries: Vec::new(),
        }
    }

    /// Adds a file of a length known before; `each` sees the bytes as they go by. Other lengths are refused.
    pub(crate) fn add(
        &mut self,
        path: &str,
        len: u64,
        mut from: impl Read,
        mut each: impl FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        let mut entry = self.begin(path, len)?;
        let (mut buffer, mut crc, mut total) = (vec![0; STEP], crc32fast::Hasher::new(), 0_u64);
        loop {
            let n = match from.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.into()),
            };
            total += n as u64;
            if total > len {
                return Err(Error::OriginalDiffers);
            }
            each(&buffer[..n])?;
            crc.update(&buffer[..n]);
            self.put(&buffer[..n])?;
        }
        if total != len {
            return Err(Error::OriginalDiffers);
        }
        entry.crc = crc.finalize();
        self.put(&entry.descriptor())?;
        self.entries.push(entry);
        Ok(())
    }

    fn begin(&mut self, path: &str, len: u64) -> Result<Entry> {
        if self.entries.len() >= FILES_LIMIT || path.len() > PATH_LIMIT {
            return Err(Error::TooLarge);
        }
        let entry = Entry {
            path: path.to_owned(),
            crc: 0,
            len,
            at: self.at,
            time: self.time,
        };
        self.put(&entry.local_header())?;
        Ok(entry)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        Ok(self.out.write_all(bytes)?)
    }

    /// Writes the directory; answers with what was written to and the number of files.
    pub(crate) fn finish(mut self) -> Result<(W, u32)> {
        let directory_at = self.at;
        for entry in std::mem::take(&mut self.entries) {
            self.put(&entry.central_header())?;
            self.entries.push(entry);
        }
        let files = self.entries.len();
        let directory_len = self.at - directory_at;
        self.put(&end_records(files as u64, directory_at, directory_len))?;
        Ok((self.out, files as u32))
    }
}
