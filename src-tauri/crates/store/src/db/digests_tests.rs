//! What the sums over rows promise: they follow every act and every act taken back, and one row put back is told.

use crate::Error;
use crate::db::Db;
use crate::testing::{Bench, key};
use std::fs;

const PAGE: usize = 16_384;

/// On a connection that keeps no sums, as somebody from outside would.
fn outside(bench: &Bench, sql: &str) {
    let conn = super::open::connect(&bench.path(), &key(1), super::open::Mode::Open).expect("opens");
    crate::search::Words::register(&conn).expect("the tokenizer");
    conn.execute_batch(sql).expect("runs");
}

fn altered(bench: &Bench) -> u32 {
    bench.db.read().altered_tables(u64::MAX).expect("reads")
}

#[test]
fn acts_marks_and_acts_that_fail_leave_sums_that_add_up() {
    let bench = Bench::new();
    let chat = bench.chat(&["one", "two", "three"]);
    bench.db.set_setting("a", &1).expect("set");
    bench.db.set_setting("a", &2).expect("set again");
    let failed: Result<(), Error> = bench.db.change(|change| {
        change.log(
            &crate::testing::entry(model::Act::TakenIn, "locker"),
            &crate::testing::randomness(),
        )?;
        change.add_source(&crate::testing::source("Crane"))?;
        Err(Error::Busy)
    });
    assert_eq!(failed, Err(Error::Busy));
    bench.change(|change| {
        change.mark()?;
        change.add_source(&crate::testing::source("Stork"))?;
        change.back_to_mark()?;
        change.add_source(&crate::testing::source("Egret"))
    });
    assert_eq!(altered(&bench), 0);
    let report = bench.db.check().expect("checks");
    assert!(report.is_intact(), "{report:?}, {chat}");
    let sources = "SELECT rows FROM row_digests WHERE name = 'sources'";
    let rows: i64 = bench
        .db
        .read()
        .conn
        .query_row(sources, [], |row| row.get(0))
        .expect("a sum");
    assert_eq!(rows, 2, "Heron and Egret");
}

#[test]
fn a_row_that_was_changed_taken_out_or_put_in_from_outside_is_told() {
    let bench = Bench::new();
    bench.chat(&["one", "two", "three"]);
    let acts = [
        ("UPDATE sources SET notes = 'x'", "UPDATE sources SET notes = ''"),
        ("INSERT INTO loose VALUES ('0')", "DELETE FROM loose WHERE blob = '0'"),
        (
            "UPDATE messages SET raw = raw || 'x' WHERE n = 2",
            "UPDATE messages SET raw = substr(raw, 1, length(raw) - 1) WHERE n = 2",
        ),
    ];
    for (there, back) in acts {
        outside(&bench, there);
        assert_eq!(altered(&bench), 1, "{there}");
        assert!(!bench.db.check().expect("checks").is_intact(), "{there}");
        outside(&bench, back);
        assert_eq!(altered(&bench), 0, "{back}");
    }
}

#[test]
fn every_earlier_page_put_back_is_told_or_was_the_same() {
    let bench = Bench::new();
    bench.chat(&["one", "two", "three"]);
    let path = bench.path();
    let Bench { db, folder } = bench;
    drop(db);
    let earlier = fs::read(&path).expect("a closed database is one file");
    let bench = Bench {
        db: Db::open(&path, &key(1)).expect("opens"),
        folder,
    };
    bench.chat(&["four", "five"]);
    let Bench { db, folder } = bench;
    drop(db);
    let now = fs::read(&path).expect("one file");
    let mut told = 0;
    for at in (PAGE..earlier.len())
        .step_by(PAGE)
        .filter(|at| earlier[*at..at + PAGE] != now[*at..at + PAGE])
    {
        let mut mixed = now.clone();
        mixed[at..at + PAGE].copy_from_slice(&earlier[at..at + PAGE]);
        fs::write(&path, &mixed).expect("writes");
        let opened = Db::open(&path, &key(1));
        let sound = opened.and_then(|db| db.check()).is_ok_and(|report| report.is_intact());
        assert!(!sound, "page {} was put back and nothing tells", at / PAGE + 1);
        told += 1;
    }
    assert!(told > 5, "{told} pages differ");
    drop(folder);
}

#[test]
fn texts_written_before_a_mark_are_in_the_sums_when_what_came_after_it_is_taken_back() {
    let bench = Bench::new();
    bench.chat(&["one", "two", "three"]);
    bench.change(|change| {
        let source = change.source_named("Heron")?.expect("there");
        let id = change.add_item(&crate::testing::item(source, model::Kind::Chat, "b.json"))?;
        change.mark()?; // here the index writes what it held back of the title
        change.add_messages(id, &[crate::testing::message(1, "half")])?;
        change.back_to_mark()
    });
    assert_eq!(altered(&bench), 0);
}
