//! A locker with contents whose every trace is known, and the real program that is killed while it wipes it.

use crate::image::Image;
use crate::scan::Patterns;
use journeys::{env, program};
use locker::views::{ClaimDraft, ImportRequest, LinkDraft, SourceDraft};
use locker::{NewLocker, OpenLocker, Passphrase, Quiet, Relation};
use power::preload::Preload;
use power::seed::Seed;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// What opens it.
pub const PASSPHRASE: &str = "quillfeather passphrase";
const IN_TEXT: &str = "перламутровоклювая";
const IN_CHAT: &str = "Sedgewhistler";
const IN_CLAIM: &str = "Камнешарочка";
const PROTECTED: &str = "Верболозова-Дрізд";
const CODENAME: &str = "Bitternreed";
const FILE_NAME: &str = "показання Жайворонка.txt";
const FILE_NAMES: [&str; 4] = [FILE_NAME, "wrynecknoise.bin", "whinchatlist", "whinchatlist-7.txt"];
const NOISE: usize = 3 << 20;

/// Fills a new locker on this disk: a source, files large and small, a chat, a claim with a link. It is closed again.
pub fn fill(folder: &Path) {
    let (files, env) = (files(), env());
    let new = NewLocker {
        folder,
        passphrase: &passphrase(PASSPHRASE),
        key_file: None,
    };
    let open = locker::create(new, &env).expect("a locker");
    let draft = SourceDraft {
        codename: CODENAME.to_owned(),
        protected: vec![PROTECTED.to_owned()],
        notes: format!("notes on {PROTECTED}"),
    };
    open.add_source(draft).expect("a source");
    let request = ImportRequest {
        source: CODENAME.to_owned(),
        ..ImportRequest::default()
    };
    let paths: Vec<PathBuf> = entries(files.path());
    let report = open.import(&request, &paths, &env, &Quiet).expect("an import");
    assert!(
        report.items.iter().all(|item| item.refusal.is_none()),
        "all is taken in"
    );
    let claim = ClaimDraft {
        statement: format!("{IN_CLAIM} was there."),
        about: Some(CODENAME.to_owned()),
    };
    let claim = open.add_claim(claim).expect("a claim").id;
    let link = LinkDraft {
        claim,
        evidence: "E-001".to_owned(),
        relation: Relation::Supports,
        at: String::new(),
        source_grade: None,
        info_grade: None,
        reason: format!("{IN_CLAIM} says so"),
    };
    open.link(link).expect("a link");
    assert!(
        names_in_chats(&open).iter().any(|name| name.contains(IN_CHAT)),
        "the chat was read"
    );
}

/// The same locker later: a claim in other words, another file, other slots.
pub fn live_on(folder: &Path) {
    let (env, files) = (env(), tempfile::tempdir().expect("room"));
    let open = locker::unlock(folder, &passphrase(PASSPHRASE), None, &env).expect("it opens");
    let claim = open.claims().expect("claims")[0].id.clone();
    let draft = ClaimDraft {
        statement: format!("{IN_CLAIM} was there twice."),
        about: Some(CODENAME.to_owned()),
    };
    open.edit_claim(&claim, draft).expect("edited");
    let file = files.path().join("later.txt");
    fs::write(&file, "came in later").expect("room");
    let request = ImportRequest {
        source: CODENAME.to_owned(),
        ..ImportRequest::default()
    };
    open.import(&request, &[file], &env, &Quiet).expect("an import");
    open.set_title("E-001", "Another title").expect("titled");
}

/// What opens the decoy under coercion.
pub const GIVEN_UNDER_COERCION: &str = "a passphrase that was forced";

/// Puts another locker into this one as its decoy.
pub fn prepare_decoy(folder: &Path) {
    let (env, place) = (env(), tempfile::tempdir().expect("room"));
    let new = NewLocker {
        folder: &place.path().join("decoy.locker"),
        passphrase: &passphrase("of the decoy itself"),
        key_file: None,
    };
    let decoy = locker::create(new, &env).expect("a locker");
    let open = locker::unlock(folder, &passphrase(PASSPHRASE), None, &env).expect("it opens");
    let forced = passphrase(GIVEN_UNDER_COERCION);
    open.set_decoy(&decoy, &forced, None, &Quiet).expect("a decoy");
}

fn names_in_chats(open: &OpenLocker) -> Vec<String> {
    let rows = open.evidence_list(None).expect("a list");
    let items = rows.iter().map(|row| open.evidence(&row.id).expect("an item"));
    items
        .flat_map(|item| item.participants)
        .filter_map(|one| one.name)
        .collect()
}

/// Files whose bytes and names are known, outside the disk that is looked at.
fn files() -> TempDir {
    let folder = tempfile::tempdir().expect("room");
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("room");
    put(FILE_NAME, format!("{IN_TEXT} сиділа тут. ").repeat(3_000).as_bytes());
    put(FILE_NAMES[1], &noise(NOISE));
    let lines = (0..60).map(|i| format!("12.03.24, 10:{i:02} - {IN_CHAT} Reed: {IN_TEXT} число {i}\n"));
    put("WhatsApp Chat with Sedge.txt", lines.collect::<String>().as_bytes());
    let small = folder.path().join("whinchatlist");
    fs::create_dir(&small).expect("room");
    for i in 0..12 {
        fs::write(small.join(format!("whinchatlist-{i}.txt")), format!("{IN_TEXT} {i}")).expect("room");
    }
    folder
}

/// Bytes that look random and are known.
fn noise(len: usize) -> Vec<u8> {
    let mut seed = Seed::new(20_261_122);
    (0..len / 8).flat_map(|_| seed.number().to_le_bytes()).collect()
}

/// The group of what must stand nowhere at any time: contents, words typed in, the passphrase.
pub const CONTENT: &str = "content";
/// The group of the names of the files that were taken in.
pub const NAMES: &str = "file names";

/// Looks for all that the locker holds and nobody may read.
pub fn look_for_content(patterns: &mut Patterns) {
    for word in [IN_TEXT, IN_CHAT, IN_CLAIM, PROTECTED, CODENAME, PASSPHRASE] {
        patterns.add_word(CONTENT, word);
    }
    patterns.add_noise(CONTENT, &noise(NOISE));
    FILE_NAMES.iter().for_each(|name| patterns.add_word(NAMES, name));
}

/// The slots of the first copy as they lie in the folder.
pub struct SavedSlots(Vec<u8>);

const SLOT: usize = 65_536;
const HEADER: usize = 4_096;

impl SavedSlots {
    /// Reads them.
    pub fn of(locker: &Path) -> Self {
        let bytes = fs::read(locker.join("slots")).expect("slots");
        assert_eq!(bytes.len(), 2 * (HEADER + 8 * SLOT));
        Self(bytes)
    }

    /// One slot.
    pub fn slot(&self, slot: usize) -> &[u8] {
        &self.0[HEADER + slot * SLOT..][..SLOT]
    }

    /// All of both copies, headers too.
    pub fn all(&self) -> &[u8] {
        &self.0
    }
}

/// The first MiB of the database and the first 4 KiB of each blob: what a wipe overwrites beside the slots.
pub fn heads(locker: &Path) -> (Vec<u8>, Vec<u8>) {
    let database = fs::read(locker.join("db")).expect("a database");
    let blobs = blobs(locker).into_iter().flat_map(|blob| {
        let bytes = fs::read(blob).expect("a blob");
        let mut head = bytes[..bytes.len().min(4_096)].to_vec();
        head.resize(head.len().next_multiple_of(512), 0);
        head
    });
    (database[..database.len().min(1 << 20)].to_vec(), blobs.collect())
}

/// The sealed files.
pub fn blobs(locker: &Path) -> Vec<PathBuf> {
    let shelves = entries(&locker.join("blobs"));
    shelves.iter().flat_map(|shelf| entries(shelf)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

/// A passphrase.
pub fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.as_bytes())
}

/// Opens the locker of this disk.
pub fn open(image: &Image, text: &str) -> OpenLocker {
    locker::unlock(&image.locker(), &passphrase(text), None, &env()).expect("it opens")
}

/// `vouchsafe wipe`, killed before its write, sync or removal of this number. Whether it was.
pub fn wipe_killed_before(act: usize, locker: &Path) -> bool {
    let output = wipe(locker)
        .env("LD_PRELOAD", killer())
        .env("WIPE_KILL_AT", act.to_string())
        .output();
    let output = output.expect("the program starts");
    let killed = output.status.signal() == Some(9);
    assert!(killed || output.status.success(), "{}", said(&output));
    killed
}

/// `vouchsafe wipe` to its end, and what it said.
pub fn wiped(locker: &Path) -> serde_json::Value {
    let output = wipe(locker).output().expect("the program starts");
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn wipe(locker: &Path) -> Command {
    let mut command = Command::new(program());
    command.args(["--json", "wipe", "--yes"]).arg(locker);
    command
}

/// The next start of the program on this locker: it does not open.
pub fn next_start(locker: &Path) {
    let folder = tempfile::tempdir().expect("room");
    let file = folder.path().join("passphrase");
    fs::write(&file, PASSPHRASE).expect("room");
    let output = Command::new(program())
        .args(["--json", "source", "list"])
        .arg(locker)
        .arg("--passphrase-file")
        .arg(file)
        .output()
        .expect("the program starts");
    assert!(!output.status.success(), "a locker whose wipe began opens");
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The small library that kills, compiled once for each run of the tests.
fn killer() -> &'static Path {
    static KILLER: OnceLock<Preload> = OnceLock::new();
    KILLER.get_or_init(|| Preload::compile(include_str!("../kill.c")))
}
