//! The record that the shim writes: one entry for each act on the folder, in their order.

use std::path::PathBuf;
use std::rc::Rc;

/// One act.
#[derive(Debug, Clone)]
pub enum Act {
    /// A new file, and the inode it got.
    Create(u64, PathBuf),
    /// A file that was there was opened.
    Open(u64, PathBuf),
    /// Bytes at a place of a file.
    Write(u64, u64, Rc<[u8]>),
    /// A file cut or drawn out to a length.
    Cut(u64, u64),
    /// A file's bytes are on stable storage.
    SyncFile(u64),
    /// A directory's entries are on stable storage.
    SyncDir(PathBuf),
    /// Everything is on stable storage.
    SyncAll,
    /// A file under another name.
    Rename(PathBuf, PathBuf),
    /// A file's name is gone.
    Unlink(PathBuf),
    /// A new directory.
    MakeDir(PathBuf),
    /// A directory is gone.
    RemoveDir(PathBuf),
    /// What the program said: what it begins, what it acknowledges.
    Note(String),
}

/// Reads a record. A last entry that was cut off is left out.
pub fn read(mut bytes: &[u8]) -> Vec<Act> {
    let mut acts = Vec::new();
    while let Some((act, rest)) = next(bytes) {
        acts.push(act);
        bytes = rest;
    }
    acts
}

const HEAD: usize = 33;

fn next(bytes: &[u8]) -> Option<(Act, &[u8])> {
    let head = bytes.get(..HEAD)?;
    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("8 bytes"));
    let length = |at: usize| u32::from_le_bytes(head[at..at + 4].try_into().expect("4 bytes")) as usize;
    let (path_len, data_len) = (length(25), length(29));
    let path = bytes.get(HEAD..HEAD + path_len)?;
    let data = bytes.get(HEAD + path_len..HEAD + path_len + data_len)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (inode, place, path) = (number(1), number(9), PathBuf::from(text(path)));
    let act = match head[0] {
        b'C' => Act::Create(inode, path),
        b'O' => Act::Open(inode, path),
        b'W' => Act::Write(inode, place, data.into()),
        b'T' => Act::Cut(inode, place),
        b'F' => Act::SyncFile(inode),
        b'D' => Act::SyncDir(path),
        b'Y' => Act::SyncAll,
        b'R' => Act::Rename(path, PathBuf::from(text(data))),
        b'U' => Act::Unlink(path),
        b'M' => Act::MakeDir(path),
        b'X' => Act::RemoveDir(path),
        b'N' => Act::Note(text(data).trim().to_owned()),
        kind => panic!("the shim wrote an entry of kind {kind}"),
    };
    Some((act, &bytes[HEAD + path_len + data_len..]))
}
