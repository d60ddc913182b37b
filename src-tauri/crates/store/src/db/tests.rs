use super::*;
use crate::testing::{Bench, at, entry, item, key, message, randomness, source};
use model::{Act, Attachment, Grades, Kind, Link, LinkId, Relation, Selector, Sha256Digest};
use std::fs;

const MARKER: &str = "ZQMARKERZQ";

fn bytes_on_disk(bench: &Bench) -> Vec<u8> {
    let mut all = Vec::new();
    for file in fs::read_dir(bench.folder.path()).expect("folder") {
        all.extend(fs::read(file.expect("file").path()).expect("bytes"));
    }
    all
}

fn holds(bytes: &[u8], marker: &str) -> bool {
    bytes.windows(marker.len()).any(|window| window == marker.as_bytes())
}

#[test]
fn nothing_written_can_be_read_on_disk() {
    let bench = Bench::new();
    let text = format!("{MARKER} слово");
    bench.chat(&vec![text.as_str(); 2_000]);
    assert!(bench.folder.path().join("db-wal").exists(), "the log is looked at too");
    assert!(!holds(&bytes_on_disk(&bench), MARKER));
    bench.db.checkpoint().expect("checkpoint");
    let bytes = bytes_on_disk(&bench);
    assert!(bytes.len() > 100_000);
    assert!(!holds(&bytes, MARKER));
    assert!(!holds(&bytes, "SQLite format 3"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_sort_larger_than_memory_opens_no_temporary_file() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let reader = bench.db.read();
    let mut sort = reader
        .conn
        .prepare(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
             SELECT 'ZQMARKERZQ' || abs(random()) AS t FROM n ORDER BY t",
        )
        .expect("prepare");
    reader
        .conn
        .execute_batch("PRAGMA temp_store = FILE; PRAGMA cache_size = 10")
        .expect("pragmas");
    let mut rows = sort.query([]).expect("query");
    rows.next().expect("row");
    let folder = bench.folder.path().canonicalize().expect("folder");
    for link in fs::read_dir("/proc/self/fd").expect("open files") {
        let Ok(target) = fs::read_link(link.expect("link").path()) else {
            continue;
        };
        let name = target.to_string_lossy().into_owned();
        assert!(!name.contains("etilqs"), "SQLite's temporary file {name}");
        let strange = target.starts_with(&folder) && name.contains("(deleted)");
        assert!(!strange, "an unlinked file beside the database: {name}");
    }
}

#[test]
fn an_emptied_database_is_damage_and_not_a_new_one() {
    let bench = Bench::new();
    let path = bench.path();
    bench.chat(&["слово"]);
    let Bench { db, folder } = bench;
    drop(db);
    fs::write(&path, b"").expect("writable");
    let _ = fs::remove_file(folder.path().join("db-wal"));
    for _ in 0..2 {
        assert_eq!(Db::open(&path, &key(1)).err(), Some(Error::DatabaseDamaged));
    }
}

#[test]
fn another_key_does_not_open_it() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let path = bench.path();
    assert_eq!(Db::open(&path, &key(2)).err(), Some(Error::DatabaseDoesNotOpen));
    assert!(Db::open(&path, &key(1)).is_ok());
    assert_eq!(Db::create(&path, &key(1)).err(), Some(Error::DatabaseExists));
}

#[test]
fn a_missing_or_shredded_file_is_an_error_and_no_new_database() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("db");
    assert!(Db::open(&path, &key(1)).is_err());
    assert!(!path.exists(), "opening makes nothing");
    for bytes in [
        vec![0; 100],
        vec![7; 16_384],
        vec![0; 65_536],
        b"SQLite format 3\0".to_vec(),
    ] {
        fs::write(&path, bytes).expect("write");
        assert!(Db::open(&path, &key(1)).is_err());
    }
}

#[test]
fn every_flipped_bit_is_found() {
    let bench = Bench::new();
    bench.chat(&vec!["приказ о передислокации"; 3_000]);
    let path = bench.path();
    bench.db.checkpoint().expect("checkpoint");
    let Bench { db, folder } = bench;
    drop(db);
    let good = fs::read(&path).expect("bytes");
    let pages = good.len() / 16_384;
    assert!(pages > 20);
    for i in 0..60 {
        let mut bad = good.clone();
        let at = (i * 7_919 * 131 + i * 16_384) % good.len();
        bad[at] ^= 1 << (i % 8);
        fs::write(&path, &bad).expect("write");
        let found = match Db::open(&path, &key(1)) {
            Err(_) => true,
            Ok(db) => !matches!(db.check(), Ok(report) if report.is_intact()),
        };
        assert!(found, "bit {} of byte {at} in page {}", i % 8, at / 16_384);
    }
    fs::write(&path, &good).expect("write");
    let db = Db::open(&path, &key(1)).expect("open");
    assert!(db.check().expect("check").is_intact());
    drop(folder);
}

#[test]
fn a_truncated_database_is_found() {
    let bench = Bench::new();
    bench.chat(&vec!["приказ о передислокации"; 3_000]);
    bench.db.checkpoint().expect("checkpoint");
    let path = bench.path();
    let Bench { db, folder } = bench;
    drop(db);
    let good = fs::read(&path).expect("bytes");
    for length in [good.len() - 16_384, good.len() - 1, good.len() / 2, 16_384, 16_383] {
        fs::write(&path, &good[..length]).expect("write");
        let found = match Db::open(&path, &key(1)) {
            Err(_) => true,
            Ok(db) => !matches!(db.check(), Ok(report) if report.is_intact()),
        };
        assert!(found, "{length} of {} bytes", good.len());
    }
    drop(folder);
}

#[test]
fn an_act_without_an_entry_is_refused_and_leaves_nothing() {
    let bench = Bench::new();
    let answer = bench.db.change(|change| change.add_source(&source("Heron")));
    assert_eq!(answer, Err(Error::ActWithoutEntry));
    assert!(bench.db.read().sources().expect("read").is_empty());
}

#[test]
fn an_interrupted_take_in_leaves_nothing() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let source = bench.db.read().source_named("heron").expect("read").expect("there");
    {
        let mut change = bench.db.begin().expect("begin");
        change.log(&entry(Act::TakenIn, "E-002"), &randomness()).expect("log");
        let id = change.add_item(&item(source, Kind::Chat, "b.json")).expect("item");
        for batch in 0..10 {
            let messages: Vec<_> = (1..=500).map(|n| message(batch * 500 + n, "другое")).collect();
            change.add_messages(id, &messages).expect("messages");
        }
        assert_eq!(
            bench
                .db
                .read()
                .items(&ItemFilter::default(), None, 10)
                .expect("read")
                .len(),
            1,
            "not visible yet"
        );
    }
    let reader = bench.db.read();
    assert_eq!(reader.items(&ItemFilter::default(), None, 10).expect("read").len(), 1);
    assert_eq!(reader.log_head().expect("head").n, 1);
    drop(reader);
    assert!(bench.db.check().expect("check").is_intact());
}

#[test]
fn a_process_that_dies_in_the_middle_leaves_what_was_committed() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let copy = tempfile::tempdir().expect("folder");
    let mut change = bench.db.begin().expect("begin");
    let source = change.source_named("heron").expect("read").expect("there");
    let id = change.add_item(&item(source, Kind::Chat, "b.json")).expect("item");
    for batch in 0..40 {
        let messages: Vec<_> = (1..=500)
            .map(|n| message(batch * 500 + n, "другое слово о чём-то"))
            .collect();
        change.add_messages(id, &messages).expect("messages");
    }
    for name in ["db", "db-wal"] {
        fs::copy(bench.folder.path().join(name), copy.path().join(name)).expect("copy as it is on disk");
    }
    let after = Db::open(&copy.path().join("db"), &key(1)).expect("open");
    assert_eq!(
        after
            .read()
            .items(&ItemFilter::default(), None, 10)
            .expect("read")
            .len(),
        1
    );
    assert!(after.check().expect("check").is_intact());
}

#[test]
fn work_since_a_mark_can_be_taken_back_while_the_item_is_kept() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let id = bench.change(|change| {
        let source = change.source_named("Heron")?.expect("there");
        let id = change.add_item(&item(source, Kind::Chat, "b.json"))?;
        change.mark()?;
        change.add_messages(id, &[message(1, "половина")])?;
        change.back_to_mark()?;
        change.set_parsed(id, Kind::Other, "application/json", ParseState::KeptOnly)?;
        Ok(id)
    });
    let reader = bench.db.read();
    assert_eq!(reader.messages(id, 1, 10).expect("read"), []);
    assert_eq!(reader.message_count(id), Ok(0));
    assert_eq!(reader.locate(id).expect("read").parse_state, ParseState::KeptOnly);
}

#[test]
fn messages_read_back_as_they_were_written() {
    let bench = Bench::new();
    let mut full = message(2, "с вложением");
    full.reply_to = Some("1001".to_owned());
    full.forwarded_from = Some(String::new());
    full.edited = Some(crate::testing::moment(9));
    full.deleted = true;
    full.flags = vec!["looks-forged".to_owned()];
    full.author_id = Some("user7".to_owned());
    full.attachments = vec![Attachment {
        id: None,
        name: "фото.jpg".to_owned(),
        path: Some("photos/1.jpg".to_owned()),
        missing: Some("not-included".to_owned()),
        stated: Some("photo".to_owned()),
    }];
    let mut bare = message(3, "");
    bare.id = None;
    bare.author = None;
    bare.time.utc = None;
    bare.time.wall = Some(5);
    bare.time.zone = model::ZoneKnown::Unknown;
    let batch = [message(1, "простое"), full, bare];
    let id = bench.change(|change| {
        let source = change.add_source(&source("Heron"))?;
        let id = change.add_item(&item(source, Kind::Chat, "a.json"))?;
        change.add_messages(id, &batch)?;
        Ok(id)
    });
    let reader = bench.db.read();
    assert_eq!(reader.messages(id, 1, 10).expect("read"), batch);
    assert_eq!(reader.messages(id, 2, 1).expect("read"), batch[1..2]);
    assert_eq!(reader.message_with_id(id, "1001", 2), Ok(Some(1)));
    assert_eq!(reader.message_with_id(id, "77", 2), Ok(None));
    assert_eq!(reader.message_count(id), Ok(3));
    assert_eq!(reader.participants(id).expect("read").len(), 2);
}

#[test]
fn days_and_chats_count_every_message_once() {
    let bench = Bench::new();
    let mut messages: Vec<_> = (1..=2_400).map(|n| message(n, "слово")).collect();
    for message in &mut messages[1_200..] {
        message.chat = "второй".to_owned();
    }
    let id = bench.change(|change| {
        let source = change.add_source(&source("Heron"))?;
        let id = change.add_item(&item(source, Kind::Chat, "a.json"))?;
        for batch in messages.chunks(500) {
            change.add_messages(id, batch)?;
        }
        Ok(id)
    });
    let reader = bench.db.read();
    let chats = reader.chats(id).expect("read");
    let sizes: Vec<_> = chats
        .iter()
        .map(|chat| (chat.first_n, chat.last_n, chat.messages))
        .collect();
    assert_eq!(sizes, [(1, 1_200, 1_200), (1_201, 2_400, 1_200)]);
    let days = reader.days(id).expect("read");
    assert_eq!(days.iter().map(|day| day.messages).sum::<u32>(), 2_400);
    assert_eq!(days[0].first_n, 1);
    assert!(days.len() >= 2 && days.len() <= 6);
    assert_eq!(reader.message_with_id(id, "1001", 1_300), Ok(Some(1)));
}

#[test]
fn a_codename_is_taken_in_any_letter_case() {
    let bench = Bench::new();
    bench.change(|change| change.add_source(&source("Цапля")));
    let answer = bench.db.change(|change| change.add_source(&source("ЦАПЛЯ")));
    assert_eq!(answer, Err(Error::CodenameTaken));
    let reader = bench.db.read();
    assert!(reader.source_named("цапля").expect("read").is_some());
}

#[test]
fn numbers_of_forgotten_items_are_not_given_again() {
    let bench = Bench::new();
    let first = bench.chat(&["слово"]);
    bench.change(|change| {
        let heron = change.source_named("Heron")?.expect("there");
        change.set_identity(heron, Some(b"sealed"))?;
        let blobs = change.forget_source(heron)?;
        assert_eq!(blobs, ["0a1b"]);
        Ok(())
    });
    let second = bench.chat(&["слово"]);
    assert!(second > first);
    assert!(bench.db.check().expect("check").is_intact());
}

#[test]
fn items_are_found_by_digest_and_listed_by_filter() {
    let bench = Bench::new();
    let id = bench.chat(&["слово"]);
    let part = bench.change(|change| {
        let source = change.source_named("Heron")?.expect("there");
        let mut part = item(source, Kind::Image, "1.jpg");
        part.part_of = Some(id);
        part.sha256 = Sha256Digest([5; 32]);
        let part = change.add_item(&part)?;
        change.set_notes(part, &[model::Note::new("no-exif")])?;
        Ok(part)
    });
    let reader = bench.db.read();
    assert_eq!(reader.items_with_digest(&Sha256Digest([5; 32])), Ok(vec![part]));
    let parts = ItemFilter {
        part_of: Some(id),
        ..ItemFilter::default()
    };
    let listed = reader.items(&parts, None, 10).expect("read");
    assert_eq!((listed.len(), listed[0].notes.len()), (1, 1));
    let whole = ItemFilter {
        whole_only: true,
        ..ItemFilter::default()
    };
    assert_eq!(reader.count_items(&whole), Ok(1));
}

#[test]
fn the_status_of_a_claim_follows_from_its_links_groups() {
    let bench = Bench::new();
    let one = bench.chat(&["слово"]);
    let two = bench.chat(&["слово"]);
    let claim = bench.change(|change| change.add_claim("Приказ был", None, at(0)));
    let link = |evidence| Link {
        id: LinkId::new(1).expect("one"),
        claim,
        evidence,
        at: Selector::Messages { from: 1, to: 1 },
        relation: Relation::Supports,
        grades: Grades::default(),
        reason: "сам видел".to_owned(),
        quote: "слово".to_owned(),
        added: at(1),
    };
    let made = bench.change(|change| {
        change.add_link(&link(one))?;
        change.add_link(&link(two))
    });
    let status = || bench.db.read().claim(claim).expect("read").status;
    assert_eq!(status(), model::ClaimStatus::SingleWitness, "one group");
    bench.change(|change| change.set_group(two, "Stork"));
    assert_eq!(status(), model::ClaimStatus::Corroborated);
    assert_eq!(bench.db.read().links_of_item(two).expect("read")[0].id, made);
    bench.change(|change| change.remove_link(made));
    assert_eq!(bench.db.read().claims().expect("read")[0].links.len(), 1);
}

#[test]
fn settings_keep_any_json() {
    let bench = Bench::new();
    bench.db.set_setting("idle-minutes", &5).expect("set");
    bench.db.set_setting("idle-minutes", &7).expect("set again");
    assert_eq!(bench.db.read().setting("idle-minutes"), Ok(Some(7)));
    assert_eq!(bench.db.read().setting::<u32>("other"), Ok(None));
}

#[test]
fn a_migration_copies_first_and_is_whole_or_not_at_all() {
    let bench = Bench::new();
    bench.chat(&["слово"]);
    let path = bench.path();
    let Bench { db, folder } = bench;
    drop(db);
    let conn = Reader::new(open::connect(&path, &key(1), open::Mode::Open).expect("open"))
        .expect("words")
        .conn;
    let next = |step| [schema::MIGRATIONS, &[step]].concat();
    let copy_name = format!("before-{}", schema::MIGRATIONS.len() + 1);
    let broken = next("CREATE TABLE extra (x); CREATE TABLE extra (x)");
    assert!(schema::migrate(&conn, &path, &broken).is_err());
    assert!(path.with_extension(&copy_name).exists(), "copied first");
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'";
    assert_eq!(conn.query_row(tables, [], |row| row.get::<_, i64>(0)), Ok(0));
    let good = next("CREATE TABLE extra (x)");
    schema::migrate(&conn, &path, &good).expect("migrates");
    drop(conn);
    assert_eq!(Db::open(&path, &key(1)).err(), Some(Error::DatabaseIsNewer));
    let copy = folder.path().join("copy"); // under its own name it would go, since it is of the present form
    fs::rename(path.with_extension(&copy_name), &copy).expect("there");
    let before = Db::open(&copy, &key(1)).expect("the copy opens");
    assert_eq!(before.read().log_head().expect("head").n, 1);
    drop(folder);
}

#[test]
fn texts_beyond_their_bound_are_refused() {
    let bench = Bench::new();
    let id = bench.chat(&["слово"]);
    let long = "x".repeat((16 << 20) + 1);
    let answer = bench.db.change(|change| change.add_text(id, 0, &long, None));
    assert_eq!(answer, Err(Error::TooLong));
    let answer = bench.db.change(|change| change.add_messages(id, &[message(9, &long)]));
    assert_eq!(answer, Err(Error::TooLong));
    let answer = bench
        .db
        .change(|change| change.add_claim(&"x".repeat(2_001), None, at(0)));
    assert_eq!(answer, Err(Error::TooLong));
}

#[test]
fn text_pages_come_back_whole_with_their_layout() {
    let bench = Bench::new();
    let id = bench.chat(&["слово"]);
    let text = "строка\n".repeat(9_000);
    bench.change(|change| change.add_text(id, 2, &text, Some(b"layout")));
    let reader = bench.db.read();
    let page = reader.text_page(id, 2).expect("page");
    assert_eq!(
        (page.text == text, page.layout.as_deref()),
        (true, Some(&b"layout"[..]))
    );
    assert_eq!(reader.text_pages(id), Ok(vec![(2, 63_000)]));
    assert_eq!(reader.text_page(id, 1).err(), Some(Error::NoSuchItem));
}

#[test]
fn a_copy_is_whole_and_opens_with_the_same_key() {
    let bench = Bench::new();
    let id = bench.chat(&["слово"]);
    let to = bench.folder.path().join("copy");
    bench.db.copy_to(&to).expect("copy");
    let copy = Db::open(&to, &key(1)).expect("open");
    assert_eq!(copy.read().messages(id, 1, 9), bench.db.read().messages(id, 1, 9));
    assert!(bench.db.copy_to(&to).is_err(), "nothing is overwritten");
}

#[test]
fn a_kind_that_the_parse_tells_later_counts_for_what_is_there_already() {
    let bench = Bench::new();
    let id = bench.chat(&["слово"]);
    bench.change(|change| change.set_parsed(id, Kind::Mail, "message/rfc822", ParseState::Parsed));
    let search = crate::search::Search {
        query: crate::search::Query::read("слово").expect("query"),
        filters: crate::search::Filters {
            kind: Some(Kind::Mail),
            ..Default::default()
        },
        order: Default::default(),
        limit: 10,
        offset: 0,
    };
    assert_eq!(bench.db.read().search(&search).expect("search").total, 1);
}

/// A measurement: `cargo test --release -p vouchsafe-store --lib what_encryption_costs -- --ignored --nocapture`.
#[test]
#[ignore = "prints figures, proves nothing"]
fn what_encryption_costs() {
    let count: u32 = std::env::var("MESSAGES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(200_000);
    let words: Vec<String> = (0..5_000).map(|i| format!("слово{}ами", i * 7_919 % 10_007)).collect();
    let batches: Vec<Vec<_>> = (0..count / 500)
        .map(|batch| {
            let text = |n: u32| {
                (1..12)
                    .map(|i| words[(n * i * 31 % 5_000) as usize].as_str())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            (1..=500)
                .map(|n| message(batch * 500 + n, &text(batch * 500 + n)))
                .collect()
        })
        .collect();
    for run in 0..6 {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("db");
        let db = if run % 2 == 0 {
            Db::create(&path, &key(1)).expect("create")
        } else {
            let plain = || Reader::new(open::connect_plain(&path).expect("open")).expect("words");
            schema::migrate(&plain().conn, &path, schema::MIGRATIONS).expect("tables");
            let writer = plain();
            Db {
                names: Mutex::default(),
                digests: digests::Digests::watch(&writer.conn).expect("sums"),
                added_up: true,
                opened: None,
                reader: Mutex::new(plain()),
                writer: Mutex::new(writer),
            }
        };
        let bench = Bench { db, folder };
        let start = std::time::Instant::now();
        bench.change(|change| {
            let source = change.add_source(&source("Heron"))?;
            let id = change.add_item(&item(source, Kind::Chat, "a.json"))?;
            batches.iter().try_for_each(|batch| change.add_messages(id, batch))
        });
        let kind = if run % 2 == 0 { "encrypted" } else { "plain" };
        println!("{kind}: {count} messages in {:.2} s", start.elapsed().as_secs_f64());
    }
}
