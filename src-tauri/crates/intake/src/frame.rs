//! Frames on the pipes between parent and worker: four bytes of length (little endian), then the frame. The top bit of
//! the length marks plain bytes; all others are postcard. A length is checked before anything is allocated for it.

use serde::{Serialize, de::DeserializeOwned};
use std::io::{self, ErrorKind, Read, Write};

/// Longest frame in bytes.
pub const FRAME_LIMIT: usize = 8 << 20;
/// Most bytes that one request for a range, or one piece of an entry or picture, has.
pub const BLOCK: usize = 256 << 10;

const PLAIN: u32 = 1 << 31;

/// One frame as it was read.
pub enum Frame<T> {
    /// A message.
    Said(T),
    /// Plain bytes.
    Plain(Vec<u8>),
}

/// Writes a message. `InvalidInput` if it is longer than a frame may be.
pub fn say<T: Serialize>(to: &mut impl Write, message: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(message).map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
    write(to, &bytes, 0)
}

/// Writes plain bytes.
pub fn send(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    write(to, bytes, PLAIN)
}

fn write(to: &mut impl Write, bytes: &[u8], mark: u32) -> io::Result<()> {
    if bytes.len() > FRAME_LIMIT {
        return Err(ErrorKind::InvalidInput.into());
    }
    to.write_all(&(bytes.len() as u32 | mark).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads the next frame. `UnexpectedEof` at the end of the pipe, `InvalidData` for what is no frame.
pub fn read<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Frame<T>> {
    let mut head = [0; 4];
    from.read_exact(&mut head)?;
    let head = u32::from_le_bytes(head);
    let length = (head & !PLAIN) as usize;
    if length > FRAME_LIMIT {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    if head & PLAIN != 0 {
        return Ok(Frame::Plain(bytes));
    }
    match postcard::take_from_bytes(&bytes) {
        Ok((message, [])) => Ok(Frame::Said(message)),
        _ => Err(ErrorKind::InvalidData.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_reads_back_as_it_was_written() {
        let mut pipe = Vec::new();
        say(&mut pipe, &"word").expect("short");
        send(&mut pipe, &[1, 2, 3]).expect("short");
        let mut from = pipe.as_slice();
        assert!(matches!(read::<String>(&mut from), Ok(Frame::Said(word)) if word == "word"));
        assert!(matches!(read::<String>(&mut from), Ok(Frame::Plain(bytes)) if bytes == [1, 2, 3]));
        let end = read::<String>(&mut from).err().map(|e| e.kind());
        assert_eq!(end, Some(ErrorKind::UnexpectedEof));
    }

    #[test]
    fn a_length_over_the_limit_is_refused_before_it_is_believed() {
        let mut from: &[u8] = &[0xff, 0xff, 0xff, 0x7f];
        let error = read::<String>(&mut from).err().map(|e| e.kind());
        assert_eq!(error, Some(ErrorKind::InvalidData));
    }

    #[test]
    fn bytes_after_a_message_are_refused() {
        let mut from: &[u8] = &[3, 0, 0, 0, 1, b'a', b'b'];
        assert!(read::<String>(&mut from).is_err());
    }
}
