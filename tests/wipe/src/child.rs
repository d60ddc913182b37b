//! Opens altered lockers one after the other, within 1 GiB of address space, and says of each what became of it.
//!
//! `vouchsafe-wipe-child LOCKER EARLIER FROM TO`: the numbers of the alterations. Of each a line
//! `NUMBER NAME: WORD …`: `refused`, `told`, `same`, or `wrong` with what is wrong. `trying NUMBER` comes before.

use locker::{Error, OpenLocker, Quiet};
use raw::mutant::{Stock, alter, read, write};
use raw::story::{PASSPHRASE, passphrase};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

const MEMORY: u64 = 1 << 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [now, earlier, from, to] = &arguments[..] else {
        panic!("four arguments")
    };
    let (from, to) = (from.parse().expect("a number"), to.parse().expect("a number"));
    let (now, earlier) = (read(Path::new(now)), read(Path::new(earlier)));
    let stock = Stock { now, earlier };
    let limit = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    setrlimit(Resource::As, limit).expect("less than before");
    let whole = catch(&stock, |_| stock.now.clone())
        .expect("as it is, it opens")
        .expect("and is read");
    for number in from..to {
        println!("trying {number}");
        let (files, name) = alter(&stock, number);
        println!("{number} {name}: {}", judged(&stock, files, &whole));
    }
}

/// What can be read of an open locker.
#[derive(PartialEq, Debug)]
struct Contents {
    rows: Vec<String>,
    bytes: BTreeMap<String, Option<[u8; 32]>>,
    untold: bool,
}

fn judged(stock: &Stock, files: raw::mutant::Files, whole: &Contents) -> String {
    match catch_unwind(AssertUnwindSafe(|| catch(stock, |_| files))) {
        Err(_) => "wrong: a panic".to_owned(),
        Ok(Err(error)) => format!("refused {error}"),
        Ok(Ok(Err(error))) => format!("told {error}"),
        Ok(Ok(Ok(contents))) => compared(&contents, whole),
    }
}

fn compared(contents: &Contents, whole: &Contents) -> String {
    for (id, digest) in &contents.bytes {
        if digest.is_some() && whole.bytes.get(id) != Some(digest) {
            return format!("wrong: {id} gives out other bytes");
        }
    }
    let same = contents.rows == whole.rows && contents.bytes == whole.bytes;
    match (same, contents.untold) {
        (true, _) => "same".to_owned(),
        (false, false) => "told".to_owned(),
        (false, true) => {
            let first = contents.rows.iter().zip(&whole.rows).find(|(one, other)| one != other);
            format!("wrong: the content is another and nothing tells: {first:?}")
        }
    }
}

/// Opens these files as a locker and reads it: an error of opening outside, an error of reading inside.
fn catch(stock: &Stock, files: impl FnOnce(&Stock) -> raw::mutant::Files) -> Result<Result<Contents, Error>, Error> {
    let place = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .expect("room");
    let folder = place.path().join("x.locker");
    std::fs::create_dir(&folder).expect("room");
    write(&files(stock), &folder);
    let open = locker::unlock(&folder, &passphrase(PASSPHRASE), None, &journeys::env())?;
    Ok(contents(&open))
}

fn contents(open: &OpenLocker) -> Result<Contents, Error> {
    let standing = open.standing().is_some();
    let items = open.evidence_list(None)?;
    let mut rows = Vec::new();
    let mut bytes = BTreeMap::new();
    for item in &items {
        let digest = digest_of(open, &item.id);
        bytes.insert(item.id.clone(), digest);
        rows.push(json(&open.evidence(&item.id)?));
        if json(&item.kind) == "\"chat\"" {
            rows.push(json(&open.messages(&item.id, 1, 200)?));
        }
    }
    for claim in open.claims()? {
        rows.push(json(&claim));
    }
    for source in open.sources()? {
        rows.push(json(&source));
    }
    let unread = bytes.values().any(Option::is_none);
    let sound = open.check(&Quiet)?.is_sound();
    Ok(Contents {
        rows,
        bytes,
        untold: sound && !standing && !unread,
    })
}

fn digest_of(open: &OpenLocker, id: &str) -> Option<[u8; 32]> {
    let mut out = Vec::new();
    open.copy_out(id, &mut out, &Quiet).ok()?;
    Some(seal::sha256(&out).0)
}

fn json(view: &impl serde::Serialize) -> String {
    serde_json::to_string(view).expect("a view is JSON")
}
