//! Import: every fixture says what is in it, and the report and the locker must say the same.

use journeys::{Bench, expected, fixture};
use locker::views::{ImportItem, ImportReport};
use locker::{Picture, Progress, Quiet};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Fixtures below one folder, with what is said of them.
fn below(folder: &str) -> Vec<(String, Value)> {
    let chosen: Vec<_> = expected()
        .into_iter()
        .filter(|(path, _)| path.starts_with(&format!("{folder}/")))
        .collect();
    assert!(!chosen.is_empty(), "fixtures below {folder}");
    chosen
}

fn codes(item: &ImportItem) -> Vec<&str> {
    item.notes.iter().map(|note| note.code.as_str()).collect()
}

fn outcomes(report: &ImportReport) -> Vec<(&str, &str)> {
    report
        .items
        .iter()
        .map(|item| (item.path.as_str(), item.outcome.as_str()))
        .collect()
}

#[test]
fn every_telegram_export_gives_its_messages_and_no_others() {
    let bench = Bench::new();
    for (path, says) in below("telegram") {
        let item = bench.one(fixture(&path).parent().expect("a folder"));
        assert_eq!(item.outcome, "added", "{path}");
        assert_eq!(
            item.messages.map(u64::from),
            says["messages"].as_u64(),
            "{path}: {:?}",
            codes(&item)
        );
        if let Some(attachments) = says["attachments"].as_object() {
            let counts = (u64::from(item.attachments.found), u64::from(item.attachments.missing));
            assert_eq!(
                counts,
                (
                    attachments["found"].as_u64().unwrap_or(0),
                    attachments["missing"].as_u64().unwrap_or(0)
                ),
                "{path}"
            );
        }
    }
}

#[test]
fn every_whatsapp_export_gives_its_messages_and_asks_where_dates_are_ambiguous() {
    let bench = Bench::new();
    for (path, says) in below("whatsapp") {
        let item = bench.one(&fixture(&path));
        assert_eq!(item.outcome, "added", "{path}");
        let messages = says["messages"].as_u64().unwrap_or(0);
        assert_eq!(
            u64::from(item.messages.unwrap_or(0)),
            messages,
            "{path}: {:?}",
            codes(&item)
        );
        if says["date_order"] == "ambiguous" {
            assert!(
                codes(&item).iter().any(|code| code.contains("date-order")),
                "{path} asks: {:?}",
                codes(&item)
            );
        }
    }
}

#[test]
fn an_order_of_dates_that_the_person_names_is_used_and_links_stay() {
    let bench = Bench::new();
    let item = bench.one(&fixture("whatsapp/ambiguous.txt"));
    let id = item.id.expect("added");
    let request = locker::views::ImportRequest {
        source: "Heron".to_owned(),
        date_order: Some("mdy".to_owned()),
        timezone: Some("Europe/Kyiv".to_owned()),
    };
    let again = bench
        .open
        .import_again(&id, &request, &bench.env, &locker::Quiet)
        .expect("parsed again");
    assert_eq!(again.items[0].messages, Some(3));
    let first = &bench.open.messages(&id, 1, 1).expect("messages").messages[0].message;
    assert_eq!(
        first.time.utc.map(|utc| utc.to_string()).as_deref(),
        Some("2024-01-02T08:00:00Z"),
        "2 January, ten o'clock in Kyiv"
    );
}

#[test]
fn the_same_chat_again_with_more_known_is_read_again_and_not_stored_twice() {
    let bench = Bench::new();
    let id = bench.one(&fixture("whatsapp/ambiguous.txt")).id.expect("added");
    let report = bench.import_with(&fixture("whatsapp/ambiguous.txt"), |request| {
        request.date_order = Some("dmy".to_owned());
        request.timezone = Some("Europe/Kyiv".to_owned());
    });
    assert_eq!(
        (report.items[0].outcome.as_str(), report.items[0].id.as_ref()),
        ("already-here", Some(&id))
    );
    let first = &bench.open.messages(&id, 1, 1).expect("messages").messages[0].message;
    assert_eq!(
        first.time.utc.map(|utc| utc.to_string()).as_deref(),
        Some("2024-02-01T08:00:00Z")
    );
    assert!(
        report.items[0]
            .notes
            .iter()
            .all(|note| note.code != "date-order-ambiguous")
    );
}

#[test]
fn attachments_of_a_zip_become_items_that_name_it() {
    let bench = Bench::new();
    let report = bench.import(&fixture("whatsapp/ru-android.zip"));
    let chat = report.items[0].id.clone().expect("added");
    assert_eq!(
        (report.items[0].attachments.found, report.items[0].attachments.missing),
        (1, 2),
        "one here, one not, one left out"
    );
    let parts: Vec<_> = report
        .items
        .iter()
        .filter(|item| item.part_of.as_ref() == Some(&chat))
        .collect();
    assert!(!parts.is_empty());
    let messages = bench.open.messages(&chat, 1, 500).expect("messages").messages;
    let linked: Vec<_> = messages
        .iter()
        .flat_map(|message| &message.message.attachments)
        .filter_map(|file| file.id)
        .collect();
    assert!(
        parts
            .iter()
            .any(|part| linked.iter().any(|id| Some(id.to_string()) == part.id)),
        "the message knows its attachment"
    );
}

#[test]
fn the_same_file_again_is_found_and_not_stored_twice() {
    let bench = Bench::new();
    let first = bench.one(&fixture("pictures/gps.jpg"));
    let blobs = count_files(&bench.locker().join("blobs"));
    let copy = bench.folder.path().join("other name.jpg");
    fs::copy(fixture("pictures/gps.jpg"), &copy).expect("a copy");
    let second = bench.one(&copy);
    assert_eq!((second.outcome.as_str(), &second.id), ("already-here", &first.id));
    assert_eq!(count_files(&bench.locker().join("blobs")), blobs);
    let acts: Vec<_> = bench
        .open
        .log(first.id.as_deref(), None, 10)
        .expect("log")
        .entries
        .into_iter()
        .map(|entry| entry.act)
        .collect();
    assert_eq!(acts, ["found-again", "taken-in"]);
}

#[test]
fn the_same_file_from_another_source_is_its_own_item_but_no_second_witness() {
    let bench = Bench::new();
    bench.one(&fixture("pictures/gps.jpg"));
    bench.source("Sedge", &[]);
    let report = bench.import_with(&fixture("pictures/gps.jpg"), |request| {
        request.source = "sedge".to_owned()
    });
    let item = bench
        .open
        .evidence(report.items[0].id.as_deref().expect("added"))
        .expect("an item");
    assert_eq!(
        (report.items[0].outcome.as_str(), item.row.group.as_str()),
        ("added", "Heron")
    );
}

fn count_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| {
            if entry.path().is_dir() {
                count_files(&entry.path())
            } else {
                1
            }
        })
        .sum()
}

#[test]
fn a_folder_comes_in_whole_and_what_is_no_file_is_refused_alone() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("case");
    fs::create_dir_all(folder.join("deep/er")).expect("folders");
    fs::copy(fixture("texts/ru.windows-1251.txt"), folder.join("b.txt")).expect("a copy");
    fs::copy(fixture("papers/ru-text.pdf"), folder.join("deep/er/a.pdf")).expect("a copy");
    fs::write(folder.join("unknown.bin"), [7; 4_000]).expect("a file");
    std::os::unix::fs::symlink("/etc/hostname", folder.join("c-link")).expect("a link");
    let report = bench.import(&folder);
    assert_eq!(
        outcomes(&report),
        [
            ("case/b.txt", "added"),
            ("case/c-link", "refused"),
            ("case/deep/er/a.pdf", "added"),
            ("case/unknown.bin", "added")
        ]
    );
    assert_eq!(report.items[1].refusal.as_deref(), Some("symbolic-link"));
    assert_eq!((report.totals.added, report.totals.refused), (3, 1));
    assert_eq!(report.items[2].kind.map(|kind| kind.code()), Some("pdf"));
    assert!(
        codes(&report.items[3]).contains(&"kept-not-parsed"),
        "{:?}",
        report.items[3].notes
    );
}

#[test]
fn no_hostile_file_stops_an_import_and_every_original_is_kept() {
    let bench = Bench::new();
    for folder in ["archives", "pictures", "papers", "texts"] {
        for (path, _) in below(folder) {
            let bytes = fs::read(fixture(&path)).expect("a fixture");
            let item = bench.one(&fixture(&path));
            assert_ne!(item.outcome, "refused", "{path}: {:?}", item.refusal);
            let id = item.id.expect("in the locker");
            let kept = bench.open.bytes(&id, 0, u64::MAX).expect("the original");
            assert!(kept.bytes == bytes, "{path} is kept byte for byte");
        }
    }
}

#[test]
fn an_archive_gives_what_is_safe_in_it_and_nothing_outside() {
    let bench = Bench::new();
    let report = bench.import(&fixture("archives/traversal.zip"));
    let names: Vec<&str> = report
        .items
        .iter()
        .skip(1)
        .filter(|item| item.outcome == "added")
        .map(|item| item.path.as_str())
        .collect();
    assert!(names.contains(&"traversal.zip/ok.txt"), "{names:?}");
    assert!(
        names
            .iter()
            .all(|name| !name.contains("..") && !name.contains("passwd")),
        "{names:?}"
    );
    assert!(!bench.folder.path().join("evil.txt").exists());
}

#[test]
fn pictures_are_upright_and_have_thumbnails() {
    let bench = Bench::new();
    let turned = bench.one(&fixture("pictures/orientation-6.jpg")).id.expect("added");
    let (media_type, thumb) = bench
        .open
        .picture(&turned, Picture::Thumb, &bench.env)
        .expect("a thumbnail");
    assert_eq!((media_type, &thumb[..2]), ("image/jpeg", &[0xff, 0xd8][..]));
    assert!(
        bench
            .open
            .picture(&turned, Picture::Image { max: 2_000 }, &bench.env)
            .is_ok()
    );
    let row = &bench.open.evidence_list(None).expect("a list")[0];
    assert!(row.thumb);
    let wide = bench.one(&fixture("pictures/declares-97-million-wide.png"));
    assert!(
        bench
            .open
            .picture(&wide.id.expect("kept"), Picture::Image { max: 2_000 }, &bench.env)
            .is_err()
    );
}

/// Stops once a third is done.
#[derive(Default)]
struct StopAtAThird(AtomicBool);

impl Progress for StopAtAThird {
    fn report(&self, done: u64, total: u64) {
        self.0.fetch_or(done * 3 >= total, Ordering::Relaxed);
    }

    fn stop_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[test]
fn stopping_keeps_what_was_added_and_leaves_nothing_half_done() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("many");
    fs::create_dir(&folder).expect("a folder");
    for i in 0..150 {
        fs::write(folder.join(format!("{i:03}.txt")), format!("запись номер {i:03}")).expect("a file");
    }
    let request = locker::views::ImportRequest {
        source: "Heron".to_owned(),
        ..Default::default()
    };
    let report = bench
        .open
        .import(
            &request,
            std::slice::from_ref(&folder),
            &bench.env,
            &StopAtAThird::default(),
        )
        .expect("a report");
    assert!(report.stopped, "{:?}", report.totals);
    assert!((1..150).contains(&report.totals.added), "{:?}", report.totals);
    let here = bench.open.evidence_list(None).expect("a list").len();
    assert_eq!(here, report.totals.added as usize);
    let rest = bench.import(&folder);
    assert_eq!(rest.totals.already_here, report.totals.added, "what was added stays");
    assert_eq!(rest.totals.added + report.totals.added, 150);
    assert!(bench.open.check(&Quiet).expect("a check").damaged.is_empty());
}

#[test]
fn small_files_that_go_together_have_each_their_own_outcome_in_their_order() {
    let bench = Bench::new();
    let folder = bench.folder.path().join("mixed");
    fs::create_dir(&folder).expect("room");
    let put = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("room");
    put("1-here.txt", b"here before");
    assert_eq!(bench.one(&folder.join("1-here.txt")).outcome, "added");
    put("2-new.txt", b"new");
    put("3-large.bin", &vec![3; (1 << 20) + 1]);
    put("4-new.txt", b"new too");
    put("5-same.txt", b"new too");
    put("6-new.txt", b"the last");
    fs::copy(fixture("pictures/gps.jpg"), folder.join("7-picture.jpg")).expect("room");
    let report = bench.import(&folder);
    let outcomes: Vec<&str> = report.items.iter().map(|item| item.outcome.as_str()).collect();
    let (new, here) = ("added", "already-here");
    assert_eq!(outcomes, [here, new, new, new, here, new, new]);
    assert_eq!((report.totals.added, report.totals.already_here), (5, 2));
    let picture = report.items[6].id.as_deref().expect("an item");
    let thumbnail = bench.open.picture(picture, Picture::Thumb, &bench.env);
    assert!(thumbnail.is_ok(), "what is made from it is there too");
    let check = bench.open.check(&Quiet).expect("a report");
    assert_eq!((check.blobs, check.strays), (6, 0));
    assert!(check.damaged.is_empty() && check.missing.is_empty() && check.database);
}
