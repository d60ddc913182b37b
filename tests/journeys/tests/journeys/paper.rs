//! A recovery share on paper, read back by readers that share nothing with its writer: the text by the parser of PDF that evidence goes
//! through, the code by a decoder of QR codes.

use journeys::{Bench, Program};
use locker::views::ShareSheet;
use locker::{Picture, Quorum, share_page, write_share};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Wide enough that a square of the code is several pixels.
const PIXELS: u32 = 1_800;

fn sheet(title: &str) -> ShareSheet {
    ShareSheet {
        title: title.to_owned(),
        which: "Доля 2 из 3 · набір їґє".to_owned(),
        lead: "Any 2 of these 3 shares open it together.".to_owned(),
        code: "The same words for a scanner.".to_owned(),
        notes: vec![
            "Храните отдельно.".to_owned(),
            "Зберігайте окремо — «на папері».".to_owned(),
        ],
    }
}

/// What a scanner reads off the page, and the page's own text.
fn read(bench: &Bench, pdf: &std::path::Path) -> (String, String) {
    let item = bench.one(pdf);
    let id = item.id.expect("taken in");
    let text = bench.open.page_runs(&id, 1, &bench.env).expect("a page with text");
    let text: Vec<String> = text.runs.into_iter().map(|run| run.text).collect();
    let shown = bench
        .open
        .picture(&id, Picture::Page { page: 1, max: PIXELS }, &bench.env);
    let (_, png) = shown.expect("the page as a picture");
    let picture = image::load_from_memory(&png).expect("a picture").into_luma8();
    let (wide, high) = (picture.width() as usize, picture.height() as usize);
    let pixel = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32).0[0];
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(wide, high, pixel);
    let codes = seen.detect_grids();
    assert_eq!(codes.len(), 1, "one code on the page");
    let (_, scanned) = codes[0].decode().expect("a code that can be read");
    (scanned, text.join(" "))
}

#[test]
fn the_words_and_the_code_of_a_page_are_the_share_and_open_the_locker() {
    let bench = Bench::new();
    let made = bench.open.make_shares(2, 3).expect("shares");
    let page = share_page(made.of(2).expect("the second"), &sheet("Доля восстановления")).expect("fits");
    let path = bench.folder.path().join("share.pdf");
    write_share(&path, &page).expect("written");
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    assert!(write_share(&path, &page).is_err(), "what is there is not overwritten");

    let (scanned, text) = read(&bench, &path);
    assert_eq!(scanned.to_lowercase(), made.of(2).expect("the second"));
    for said in ["Доля восстановления", "їґє", "«на папері»"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let words: Vec<&str> = made.of(2).expect("the second").split(' ').collect();
    for (i, word) in words.iter().enumerate() {
        assert!(text.contains(&format!("{}. {word}", i + 1)), "word {} in {text}", i + 1);
    }

    let mut quorum = Quorum::default();
    for typed in [scanned.as_str(), made.of(3).expect("the third")] {
        quorum
            .add(&locker::Passphrase::new(typed.as_bytes()))
            .expect("a share as it was scanned");
    }
    assert!(quorum.is_enough());
}

#[test]
fn a_page_tells_nothing_of_the_locker_or_of_the_day() {
    let bench = Bench::new();
    let made = bench.open.make_shares(2, 2).expect("shares");
    let page = share_page(made.of(1).expect("the first"), &sheet("Share")).expect("fits");
    let again = share_page(made.of(1).expect("the first"), &sheet("Share")).expect("fits");
    assert!(*page == *again, "the same page, whenever it is written");
    let text = String::from_utf8_lossy(&page);
    for trace in ["/Info", "/ID", "/CreationDate", "/Producer", "/Author"] {
        assert!(!text.contains(trace), "{trace}");
    }
}

#[test]
fn sentences_that_do_not_fit_on_a_page_are_refused() {
    let bench = Bench::new();
    let made = bench.open.make_shares(2, 2).expect("shares");
    let words = made.of(1).expect("the first");
    let mut long = sheet("Share");
    long.notes = vec!["x".repeat(2_000)];
    assert_eq!(share_page(words, &long).err(), Some(locker::Error::BadRequest));
    long.notes = vec!["y z ".repeat(370)];
    assert_eq!(
        share_page(words, &long).err(),
        Some(locker::Error::BadRequest),
        "longer than the page is high"
    );
}

#[test]
fn every_language_of_the_terminal_fits_on_its_page() {
    for language in ["en_GB.UTF-8", "ru_RU.UTF-8", "uk_UA.UTF-8"] {
        let program = Program::new();
        program.ok(&["create", "a.locker"]);
        let to = program.at("pages");
        let mut command = program.command(&[
            "--passphrase-file",
            "pass",
            "share",
            "make",
            "a.locker",
            "--need=2",
            "--of=16",
            "--pdf",
            "--to",
        ]);
        let done = command.arg(&to).env("LC_ALL", language).output().expect("it runs");
        assert!(
            done.status.success(),
            "{language}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        let pages: Vec<_> = fs::read_dir(&to).expect("a folder").flatten().collect();
        assert_eq!(pages.len(), 16);
        let bench = Bench::new();
        let (scanned, text) = read(&bench, &pages[0].path());
        assert_eq!(scanned.split(' ').count(), 30);
        assert!(
            !text.contains('\u{0}') && text.contains("Vouchsafe"),
            "{language}: every letter has a glyph"
        );
    }
}
