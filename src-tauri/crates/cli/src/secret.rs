//! Passphrases: asked for on a terminal without echo, or line by line from a file. Never from an argument or the
//! environment. A file answers each prompt with its next line; nothing is asked twice from a file.

use crate::out::Failure;
use crate::words;
use locker::Passphrase;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// Longest line of a passphrase file in bytes.
const LINE_LIMIT: u64 = 4_096;

/// Where the passphrases of one run come from.
pub enum Answers {
    /// A person at a terminal.
    Person,
    /// The lines of a file.
    File(Box<dyn BufRead>),
}

impl Answers {
    /// From `--passphrase-file`, or a person where it is not given.
    pub fn from(file: Option<&Path>) -> Result<Self, Failure> {
        match file {
            None => Ok(Self::Person),
            Some(path) if path == Path::new("-") => Ok(Self::File(Box::new(BufReader::new(std::io::stdin())))),
            Some(path) => {
                let file = std::fs::File::open(path).map_err(|_| Failure::usage("passphrase-file-unreadable"))?;
                Ok(Self::File(Box::new(BufReader::new(file))))
            }
        }
    }

    /// Whether somebody is there who can type it once more.
    pub fn asks_again(&self) -> bool {
        matches!(self, Answers::Person)
    }

    /// The next passphrase. `prompt` is shown to a person.
    pub fn next(&mut self, prompt: &str) -> Result<Passphrase, Failure> {
        let line = match self {
            Answers::File(lines) => next_line(lines.as_mut())?,
            Answers::Person => ask(prompt)?,
        };
        Ok(Passphrase::new(line.as_bytes()))
    }

    /// A new passphrase: a person types it twice.
    pub fn next_new(&mut self, prompt: &str) -> Result<Passphrase, Failure> {
        let Answers::Person = self else {
            return self.next(prompt);
        };
        let first = ask(prompt)?;
        let again = ask(words::now().passphrase_again)?;
        if *first != *again {
            return Err(Failure::failed("passphrases-differ"));
        }
        Ok(Passphrase::new(first.as_bytes()))
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("passphrase-needed"));
    }
    let typed = rpassword::prompt_password(prompt).map_err(|_| Failure::usage("passphrase-needed"))?;
    Ok(Zeroizing::new(typed))
}

fn next_line(lines: &mut dyn BufRead) -> Result<Zeroizing<String>, Failure> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LINE_LIMIT as usize));
    let read = lines
        .take(LINE_LIMIT)
        .read_until(b'\n', &mut bytes)
        .map_err(|_| Failure::usage("passphrase-file-unreadable"))?;
    if read == 0 {
        return Err(Failure::usage("passphrase-needed"));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| Failure::usage("passphrase-file-unreadable"))?;
    Ok(Zeroizing::new(text.trim_end_matches(['\n', '\r']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_prompt_takes_the_next_line_and_none_is_used_twice() {
        let mut lines: Box<dyn BufRead> = Box::new(std::io::Cursor::new(b"first\r\nsecond word\n".to_vec()));
        assert_eq!(
            next_line(lines.as_mut()).map(|line| line.to_string()).ok().as_deref(),
            Some("first")
        );
        assert_eq!(
            next_line(lines.as_mut()).map(|line| line.to_string()).ok().as_deref(),
            Some("second word")
        );
        assert!(
            next_line(lines.as_mut()).is_err(),
            "no third line, so nothing to answer with"
        );
    }
}
