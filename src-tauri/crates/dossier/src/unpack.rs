//! Unpacks a verified dossier into a folder that is new or empty. Only files that are as signed are written, only under
//! portable paths, nothing is ever replaced.

use crate::names::is_portable;
use crate::open::PIECE;
use crate::{Error, Opened, Result};
use model::Progress;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// Writes every verified file below `to` and answers with their number. Progress is in bytes.
///
/// # Errors
/// [`Error::NotVerified`] before [`crate::verify`] ran, [`Error::AlreadyThere`] for a folder with something in it,
/// [`Error::ChangedWhileOpen`]; what was written until then stays.
pub fn unpack<R: Read + Seek>(opened: &mut Opened<R>, to: &Path, progress: &dyn Progress) -> Result<u32> {
    let verified = opened.verified.as_ref().ok_or(Error::NotVerified)?;
    let paths: Vec<String> = verified.keys().filter(|path| is_portable(path)).cloned().collect();
    let lens: Vec<u64> = paths
        .iter()
        .map(|path| opened.index.entries.get(path).map_or(0, |entry| entry.len))
        .collect();
    let total = lens.iter().fold(0_u64, |sum, len| sum.saturating_add(*len));
    make_folder(to)?;
    if fs::read_dir(to)?.next().is_some() {
        return Err(Error::AlreadyThere);
    }
    let mut done = 0;
    for (path, len) in paths.iter().zip(lens) {
        let mut file = create(&to.join(path))?;
        for at in (0..len).step_by(PIECE as usize) {
            progress.go_on()?;
            let bytes = opened.read_verified(path, at..at + PIECE)?;
            file.write_all(&bytes)?;
            done += bytes.len() as u64;
            progress.report(done, total);
        }
    }
    Ok(paths.len() as u32)
}

fn create(path: &Path) -> Result<fs::File> {
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let created = OpenOptions::new().write(true).create_new(true).open(path);
    created.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::AlreadyThere,
        _ => Error::Io(error),
    })
}

/// A folder that on Unix only its owner may enter.
fn make_folder(path: &Path) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path)?)
}
