//! Ratios against named peers, measured in one interleaved run: ours, peer, peer, ours, peer, peer … so that a machine that
//! is busy for a while is busy for all. Figures are medians; a ratio is ours over the peer's, so below 1 is faster.
//!
//! What the rows mean:
//!
//! - **import** of one large file of random-looking bytes through the verb, into a fresh locker each time: reading, hashing,
//!   sealing, fsync, the look of the sandboxed worker, the entry in the custody log. Peers take the same file from the page
//!   cache: `sha256sum` only reads it; `age -r` encrypts it and does not wait for the disk; `cp` followed by `sync` of the
//!   copy does wait, as an import does. Every import's digest is compared with that of `sha256sum`.
//!   `restic backup` takes it into a new repository (it compresses, packs and looks for pieces it knows).
//! - **small files taken in**: folders of files of 0.5 to 4.5 KiB, each on stable storage when the import ends, beside `cp -r` and `sync`.
//! - **check of everything**: blobs, database, indexes and log, beside `sha256sum` of the same bytes.
//! - **backup**: the first run, which reads back what it wrote, beside `cp -r` and `sync` of the locker; and a second one with nothing new.
//! - **random 1 MiB**: a place in one sealed file is looked for and a mebibyte opened; the file is in the page cache as far as memory goes.
//! - **unlock** of a locker made as a person's is (about a second of Argon2id here), over one run of Argon2id alone with the
//!   parameters that stand in that locker's slots file, and over `argon2`, the C reference's program, with the same.
//! - **keys destroyed**: from the command to wipe until both copies of the slots are overwritten twice and synced; the peer
//!   is writing as many bytes in place and syncing them, as often. A hundred wipes of a small locker: what lies beside the slots
//!   comes after.
//! - **search** through the verb among synthetic messages, 50 hits a question, each question twice a run; the peer is
//!   `grep -rFi` over the exports that the messages came from. *term*: one word in any grammatical form, from the commonest to
//!   rare ones; *phrase*: two words in this order; *prefix*: two letters and `*`; *part*: four letters from inside a
//!   word; *ranked*: the commonest words, best match first instead of newest first (no peer ranks).
//! - **take in messages**: the same exports through the verb; no peer.
//! - **first paint**: from starting the window's program to the page's first contentful paint, as the page tells it to
//!   WebDriver. Needs a display, `WebKitWebDriver` and the window in its drivable build; else a line says what is missing.
//!
//! Deliberately absent: limits. A benchmark tells; it fails only when something does not work. Nothing here is a mock, and
//! what is made lies in one folder beside the build, which is removed again.

pub mod import;
pub mod place;
pub mod search;
pub mod synthetic;
pub mod table;
pub mod unlock;
pub mod volume;
pub mod webdriver;
pub mod window;
pub mod wipe;

/// Whatever went wrong: a benchmark only says it and ends.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How much is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Interleaved runs of each row.
    pub runs: usize,
    /// Bytes of the large file.
    pub bytes: u64,
    /// Synthetic messages.
    pub messages: u32,
    /// Names of the parts that are wanted; all where it is empty.
    pub only: Vec<String>,
    /// The window's program in its drivable build.
    pub window: Option<std::path::PathBuf>,
}

impl Wish {
    /// The usual: a gibibyte, a million messages.
    pub fn usual() -> Self {
        Self {
            runs: 5,
            bytes: 1 << 30,
            messages: 1_000_000,
            only: Vec::new(),
            window: None,
        }
    }

    /// A trial that is over in a minute.
    pub fn quick() -> Self {
        Self {
            runs: 3,
            bytes: 64 << 20,
            messages: 20_000,
            ..Self::usual()
        }
    }

    /// Reads `[--quick] [--messages N] [--mebibytes N] [--runs N] [--only PART]… [--window EXECUTABLE]`. Nothing where it is
    /// something else.
    pub fn read(arguments: &[String]) -> Option<Self> {
        let quick = arguments.iter().any(|argument| argument == "--quick");
        let mut wish = if quick { Self::quick() } else { Self::usual() };
        let mut rest = arguments.iter().filter(|argument| *argument != "--quick");
        while let Some(name) = rest.next() {
            let value = rest.next()?;
            match name.as_str() {
                "--messages" => wish.messages = value.parse().ok().filter(|n| (1_000..=10_000_000).contains(n))?,
                "--mebibytes" => {
                    wish.bytes = value
                        .parse()
                        .ok()
                        .filter(|n| (1..=1 << 20).contains(n))
                        .map(|n: u64| n << 20)?
                }
                "--runs" => wish.runs = value.parse().ok().filter(|n| (1..=1_000).contains(n))?,
                "--only" if PARTS.contains(&value.as_str()) => wish.only.push(value.clone()),
                "--window" => wish.window = Some(value.into()),
                _ => return None,
            }
        }
        Some(wish)
    }

    /// Whether it is only to be seen that everything runs.
    pub fn is_trial(&self) -> bool {
        self.bytes < Self::usual().bytes
    }

    /// Whether this part is wanted.
    pub fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == part)
    }
}

/// What `--only` can name.
pub const PARTS: [&str; 6] = ["import", "volume", "unlock", "wipe", "search", "window"];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Wish> {
        Wish::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_number_overrules_the_trial_wherever_it_stands() {
        assert_eq!(
            read("--messages 5000 --quick").map(|wish| (wish.messages, wish.runs)),
            Some((5_000, 3))
        );
        assert_eq!(
            read("").map(|wish| (wish.messages, wish.bytes)),
            Some((1_000_000, 1 << 30))
        );
    }

    #[test]
    fn what_is_not_understood_is_not_guessed() {
        for line in [
            "--messages",
            "--messages many",
            "--only everything",
            "--fast",
            "--runs 0",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
