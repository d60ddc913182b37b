//! After lock nothing of the locker is in this process's memory: its writable pages are read whole and searched.
//!
//! What is looked for is never spelled out here, since this program's own text is memory too: words are kept with every
//! byte turned, and turned back only for as long as the verbs are given them.

use journeys::env;
use locker::views::{ImportRequest, SearchRequest, SourceDraft};
use locker::{NewLocker, OpenLocker, Passphrase, Quiet, unlock};
use std::alloc::System;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use zeroizing_alloc::ZeroAlloc;

/// As both programs have it.
#[global_allocator]
static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

const TURN: u8 = 0x5a;

/// A word with every byte turned.
struct Hidden(&'static str, Vec<u8>);

impl Hidden {
    /// `inner` between an opening and a close that make it unique; only the parts are in the program's text.
    fn new(what: &'static str, inner: &str) -> Self {
        let bytes = b"mark".iter().chain(inner.as_bytes()).chain(b"kram");
        Self(what, bytes.map(|byte| byte ^ TURN).collect())
    }

    fn plain(&self) -> String {
        let bytes = self.1.iter().map(|byte| byte ^ TURN).collect();
        String::from_utf8(bytes).expect("letters")
    }

    fn is_in(&self, memory: &[u8]) -> bool {
        let first = self.1[0] ^ TURN;
        let fits = |window: &[u8]| {
            window
                .iter()
                .zip(&self.1)
                .all(|(found, hidden)| *found == hidden ^ TURN)
        };
        memory
            .windows(self.1.len())
            .any(|window| window[0] == first && fits(window))
    }
}

/// Which of these stand in a writable page of this process, and in which part of it.
fn found_in_memory(words: &[Hidden]) -> Vec<(&'static str, String)> {
    let maps = fs::read_to_string("/proc/self/maps").expect("this process's map");
    let memory = File::open("/proc/self/mem").expect("this process's memory");
    let mut buffer = vec![0; 1 << 20];
    let mut found = Vec::new();
    for (from, to, part) in maps.lines().filter_map(writable) {
        // Pieces overlap, so that a word across a border is seen.
        for at in (from..to).step_by((1 << 20) - 64) {
            let wanted = usize::try_from((to - at).min(1 << 20)).expect("a mebibyte");
            let Ok(read) = memory.read_at(&mut buffer[..wanted], at) else {
                continue; // guard pages, and pages that nobody may read
            };
            let here = words.iter().filter(|word| word.is_in(&buffer[..read]));
            found.extend(here.map(|word| (word.0, part.to_owned())));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn writable(line: &str) -> Option<(u64, u64, &str)> {
    let (range, rest) = line.split_once(' ')?;
    let (from, to) = range.split_once('-')?;
    let border = |text| u64::from_str_radix(text, 16).ok();
    let part = rest.split_whitespace().last()?;
    rest.starts_with("rw").then_some((border(from)?, border(to)?, part))
}

fn use_it(open: &OpenLocker, [_, name, message, identity]: &[Hidden; 4], folder: &std::path::Path) {
    let draft = SourceDraft {
        codename: "Heron".to_owned(),
        protected: vec![name.plain()],
        notes: String::new(),
    };
    open.add_source(draft).expect("a source");
    open.set_identity("Heron", &identity.plain()).expect("an identity");
    let path = folder.join("note.txt");
    fs::write(&path, format!("They wrote: {}.\n", message.plain())).expect("a note");
    let request = ImportRequest {
        source: "Heron".to_owned(),
        ..ImportRequest::default()
    };
    let report = open.import(&request, &[path], &env(), &Quiet).expect("an import");
    assert_eq!(report.totals.added, 1);
    find(open, message);
}

fn find(open: &OpenLocker, word: &Hidden) {
    let request = SearchRequest {
        query: word.plain(),
        ..SearchRequest::default()
    };
    assert_eq!(open.search(&request).expect("an answer").total, 1);
}

#[test]
fn after_lock_memory_holds_no_passphrase_no_name_and_no_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let words = [
        Hidden::new("passphrase", "heronlighthouse"),
        Hidden::new("protected name", "birchwood"),
        Hidden::new("message", "reedcutter"),
        Hidden::new("identity", "stonebridge"),
    ];
    let path = folder.path().join("x.locker");
    let env = env();
    let made = {
        let passphrase = Passphrase::new(words[0].plain().as_bytes());
        let new = NewLocker {
            folder: &path,
            passphrase: &passphrase,
            key_file: None,
        };
        locker::create(new, &env).expect("a locker")
    };
    use_it(&made, &words, folder.path());
    let found = found_in_memory(&words);
    assert!(
        found.iter().any(|(word, _)| *word == "message"),
        "the scan sees what is there"
    );
    made.lock();
    drop(made);
    assert_eq!(found_in_memory(&words), [], "after creating and locking");

    let opened = unlock(&path, &Passphrase::new(words[0].plain().as_bytes()), None, &env).expect("unlocks");
    find(&opened, &words[2]);
    opened.show_identity("Heron").expect("an identity");
    opened.lock();
    drop(opened);
    assert_eq!(found_in_memory(&words), [], "after unlocking and locking");
}
