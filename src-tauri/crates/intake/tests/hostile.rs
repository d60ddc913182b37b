//! Files made to break parsers, made here byte by byte, through the real worker.

use intake::draft::{Found, Hints, Unparsed};
use intake::encode;
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use intake::pixels::{Layout, Pixels};
use model::Quiet;
use std::io::Cursor;
use std::process::Command;

fn ask<T>(name: &str, bytes: &[u8], work: impl FnOnce(&mut Worker, &mut Job<'_>) -> T) -> T {
    let hints = Hints {
        name: name.to_owned(),
        ..Hints::default()
    };
    let (limits, mut cursor) = (Limits::default(), Cursor::new(bytes));
    let mut job = Job {
        bytes: &mut cursor,
        len: bytes.len() as u64,
        hints: &hints,
        limits: &limits,
        progress: &Quiet,
    };
    let mut worker = Worker::start(Command::new(env!("CARGO_BIN_EXE_vouchsafe-worker"))).expect("the worker starts");
    work(&mut worker, &mut job)
}

fn parse(name: &str, bytes: &[u8]) -> (Vec<Found>, Result<(), WorkerFailure>) {
    let mut found = Vec::new();
    let result = ask(name, bytes, |worker, job| worker.parse(job, &mut found));
    (found, result)
}

fn fact<'f>(found: &'f [Found], key: &str) -> Option<&'f str> {
    found.iter().find_map(|one| match one {
        Found::Fact(fact) if fact.key == key => Some(fact.value.as_str()),
        _ => None,
    })
}

/// Red above, blue below.
fn two_pixels() -> Pixels {
    Pixels {
        width: 1,
        height: 2,
        layout: Layout::Rgb,
        bytes: vec![255, 0, 0, 0, 0, 255],
    }
}

fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = !0u32;
    for byte in name.iter().chain(data) {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [
        &(data.len() as u32).to_be_bytes()[..],
        name,
        data,
        &(!crc).to_be_bytes(),
    ]
    .concat()
}

/// A block of EXIF that holds an orientation and nothing else.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    block
}

/// The two pixels as PNG with this orientation in its eXIf chunk.
fn turned_png(orientation: u8) -> Vec<u8> {
    let plain = encode::png(&two_pixels()).expect("two pixels");
    let after_header = 8 + 25;
    [
        &plain[..after_header],
        &png_chunk(b"eXIf", &exif(orientation)),
        &plain[after_header..],
    ]
    .concat()
}

#[test]
fn a_png_of_97_million_by_a_billion_pixels_is_too_large_and_says_its_size() {
    let header = [
        &97_293_039u32.to_be_bytes()[..],
        &1_048_810_005u32.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    let bytes = [
        &b"\x89PNG\r\n\x1a\n"[..],
        &png_chunk(b"IHDR", &header),
        &png_chunk(b"IEND", &[]),
    ]
    .concat();
    let (found, result) = parse("huge.png", &bytes);
    let too_large = Err(WorkerFailure::Unparsed(Unparsed::TooLarge { what: "pixels".into() }));
    assert_eq!(result, too_large);
    assert_eq!(fact(&found, "width"), Some("97293039"));
    assert_eq!(
        ask("huge.png", &bytes, |worker, job| worker
            .picture(job, 100, 100)
            .map(drop)),
        too_large
    );
}

#[test]
fn every_orientation_turns_the_pixels_and_their_size() {
    for orientation in 1..=8 {
        let bytes = turned_png(orientation);
        let shown = ask("a.png", &bytes, |worker, job| worker.picture(job, 10, 10)).expect("a small PNG");
        let lies = orientation >= 5;
        assert_eq!(
            (shown.width, shown.height),
            if lies { (2, 1) } else { (1, 2) },
            "{orientation}"
        );
        let red_first = matches!(orientation, 1 | 2 | 5 | 8);
        assert_eq!(shown.bytes[0] > 200, red_first, "{orientation}: {:?}", shown.bytes);
        let (found, result) = parse("a.png", &bytes);
        assert_eq!(result, Ok(()));
        let number = orientation.to_string();
        assert_eq!(fact(&found, "orientation"), Some(number.as_str()));
        assert_eq!(fact(&found, "width"), Some(if lies { "2" } else { "1" }));
    }
}

#[test]
fn what_follows_the_end_of_a_jpeg_is_disclosed() {
    let jpeg = encode::jpeg(&two_pixels(), 90).expect("two pixels");
    let (found, result) = parse("a.jpg", &[&jpeg[..], b"PK\x03\x04 and more"].concat());
    assert_eq!(result, Ok(()));
    let note = found.iter().find_map(|one| match one {
        Found::Note(note) if note.code == "trailing-data" => Some((note.count, note.detail.as_deref())),
        _ => None,
    });
    assert_eq!(note, Some((Some(13), Some("zip"))));
    assert_eq!(fact(&parse("a.jpg", &jpeg).0, "trailing-data"), None);
}

#[test]
fn every_cut_and_every_flipped_byte_of_an_image_ends_well() {
    let whole = turned_png(6);
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        for bytes in [&whole[..at], &flipped] {
            let (found, result) = parse("a.png", bytes);
            assert!(!found.is_empty(), "a file is always named, cut or flipped at {at}");
            assert!(
                matches!(result, Ok(()) | Err(WorkerFailure::Unparsed(_))),
                "at {at}: {result:?}"
            );
        }
    }
}

#[test]
fn a_pdf_of_one_page_is_read_and_shown() {
    let text = "BT /F 24 Tf 20 50 Td (Heron was here) Tj ET";
    let pdf = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(1)>>>>endobj\n\
         2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Rotate 90/Contents 4 0 R\
         /Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{text}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        text.len()
    );
    let (found, result) = parse("a.pdf", pdf.as_bytes());
    assert_eq!(result, Ok(()));
    let read = |one: &Found| matches!(one, Found::Text { page: 1, text } if text == "Heron was here\n");
    assert!(found.iter().any(read), "{found:?}");
    for code in ["javascript", "open-action"] {
        assert!(
            found
                .iter()
                .any(|one| matches!(one, Found::Note(note) if note.code == code)),
            "{code}"
        );
    }
    let (shown, layer) = ask("a.pdf", pdf.as_bytes(), |worker, job| {
        (
            worker.page(job, 1, 600, 600).expect("a page"),
            worker.page_text(job, 1).expect("its words"),
        )
    });
    assert_eq!((shown.width, shown.height), (200, 600), "it is shown rotated");
    let words: Vec<&str> = layer.runs.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(words, ["Heron", "was", "here"]);
    let [_, first, _, tall] = layer.runs[0].rect;
    assert!(
        tall > 0 && first + tall <= layer.runs[1].rect[1],
        "a page turned by 90 degrees reads downwards"
    );
}

#[test]
fn a_page_that_is_not_there_is_refused_and_the_worker_lives_on() {
    let (missing, count) = ask("a.pdf", b"%PDF-1.4 nothing", |worker, job| {
        (worker.page(job, 7, 10, 10).map(drop), worker.page_count(job))
    });
    assert!(
        matches!(missing, Err(WorkerFailure::Unparsed(Unparsed::Malformed { .. }))),
        "{missing:?}"
    );
    assert!(
        matches!(count, Err(WorkerFailure::Unparsed(_))),
        "asked on after a refusal: {count:?}"
    );
}

#[test]
fn formats_are_told_by_content_and_not_by_name() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("photo.jpg", b"%PDF-1.4", "pdf"),
        ("a.txt", b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0OpusHead", "opus"),
        ("a", b"{\\rtf1 x", "rtf"),
        ("a.doc", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("a", b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        ("a", b"\0\0\0\x18ftyp3gp5\0\0\0\0", "3gp"),
        ("a", b"Received: by x\nFrom: a@example.org\nSubject: b\n\nhi", "eml"),
        ("a", b"<!DOCTYPE html><p>x", "html"),
        ("a", b"age-encryption.org/v1\n-> X25519 x", "age"),
    ];
    for (name, bytes, expected) in cases {
        let (found, _) = parse(name, bytes);
        assert!(
            matches!(&found[0], Found::Format { format, .. } if format == expected),
            "{expected}: {:?}",
            found[0]
        );
    }
}
