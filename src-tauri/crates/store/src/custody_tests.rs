use super::*;
use crate::testing::{Bench, entry, randomness};
use seal::verify_inclusion;

#[test]
fn a_head_is_one_short_line() {
    let head = |n| Head {
        n,
        root: Sha256Digest([0x7f; 32]),
        chain: CHAIN_START,
    };
    assert_eq!(head(4812).line(), "7f7f 7f7f · 4,812");
    assert_eq!(head(0).line(), "7f7f 7f7f · 0");
    assert_eq!(head(1_234_567).line(), "7f7f 7f7f · 1,234,567");
}

/// Ten entries: even ones about `E-002`, odd ones about `E-001`.
fn bench_with_entries() -> Bench {
    let bench = Bench::new();
    for i in 0..10 {
        let item = if i % 2 == 0 { "E-001" } else { "E-002" };
        bench
            .db
            .change(|change| change.log(&entry(Act::TakenIn, item), &randomness()))
            .expect("log");
    }
    bench
}

#[test]
fn the_log_verifies_and_its_head_grows_with_every_act() {
    let bench = bench_with_entries();
    let head = bench.db.read().log_head().expect("head");
    let report = bench.db.read().verify_log().expect("verify");
    assert!(report.is_intact());
    assert_eq!(report.head, head);
    assert_eq!(head.n, 10);
    let root = bench.db.read().log_root_at(10).expect("tree");
    assert_eq!(root, Some(head.root));
    assert_eq!(
        bench.db.read().log_root_at(11).expect("tree"),
        None,
        "a log that was cut off is shorter than noted"
    );
}

#[test]
fn the_log_refuses_to_be_changed_shortened_or_given_gaps() {
    let bench = bench_with_entries();
    let change = bench.db.begin().expect("begin");
    for statement in [
        "UPDATE custody SET entry = '{}' WHERE n = 3",
        "DELETE FROM custody WHERE n = 10",
        "DELETE FROM custody",
        "INSERT INTO custody SELECT n + 5, item, entry, nonce, leaf, chain, item_n + 50, item_chain FROM custody WHERE n = 10",
        "INSERT OR REPLACE INTO custody SELECT n, item, '{}', nonce, leaf, chain, item_n, item_chain FROM custody WHERE n = 5",
        "INSERT OR REPLACE INTO custody SELECT 11, item, '{}', nonce, leaf, chain, item_n, item_chain FROM custody WHERE n = 5",
    ] {
        assert!(change.conn.execute(statement, []).is_err(), "{statement}");
    }
    drop(change);
    assert!(bench.db.read().verify_log().expect("verify").is_intact());
}

#[test]
fn every_change_of_a_row_behind_the_program_s_back_is_found() {
    let tampered = [
        (
            "UPDATE custody SET entry = replace(entry, 'taken-in', 'unlinked') WHERE n = 4",
            4,
        ),
        ("UPDATE custody SET nonce = zeroblob(32) WHERE n = 5", 5),
        ("UPDATE custody SET leaf = zeroblob(32) WHERE n = 5", 5),
        ("UPDATE custody SET chain = zeroblob(32) WHERE n = 6", 6),
        ("UPDATE custody SET item_chain = zeroblob(32) WHERE n = 7", 7),
        ("UPDATE custody SET item = 'E-009' WHERE n = 8", 8),
        ("UPDATE custody SET item_n = 40 WHERE n = 8", 8),
        ("DELETE FROM custody WHERE n = 2", 3),
    ];
    for (statement, place) in tampered {
        let bench = bench_with_entries();
        let change = bench.db.begin().expect("begin");
        change
            .conn
            .execute_batch("DROP TRIGGER custody_is_never_changed; DROP TRIGGER custody_is_never_shortened")
            .expect("an attacker with the key can");
        change.conn.execute_batch(statement).expect(statement);
        change.commit_unlogged().expect("commit");
        let report = bench.db.read().verify_log().expect("verify");
        assert!(report.altered.contains(&place), "{statement}: {:?}", report.altered);
    }
}

#[test]
fn a_slice_proves_what_it_shows_and_counts_what_it_does_not() {
    let bench = bench_with_entries();
    let slice = bench
        .db
        .read()
        .log_slice(&BTreeSet::from(["E-002".to_owned(), "E-077".to_owned()]))
        .expect("slice");
    assert_eq!((slice.entries.len(), slice.withheld, slice.items.len()), (5, 5, 1));
    assert_eq!((slice.items[0].item.as_str(), slice.items[0].entries), ("E-002", 5));
    for proven in &slice.entries {
        let row = &proven.row;
        let leaf = leaf_hash(&row.nonce, row.canonical.as_bytes());
        let index = u64::from(row.entry.n) - 1;
        assert!(verify_inclusion(
            &leaf,
            index,
            u64::from(slice.head.n),
            &proven.proof,
            &slice.head.root
        ));
    }
}

#[test]
fn an_entry_with_details_beyond_their_bound_is_refused() {
    let bench = Bench::new();
    let mut long = entry(Act::Checked, "locker");
    long.details.insert("code".to_owned(), "x".repeat(501));
    let answer = bench.db.change(|change| change.log(&long, &randomness()));
    assert_eq!(answer, Err(Error::TooLong));
}
