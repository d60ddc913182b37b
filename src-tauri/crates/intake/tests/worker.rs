//! The real worker process, from the parent's side.

use intake::draft::{Found, Hints};
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use model::{Kind, Quiet};
use std::io::Cursor;
use std::process::Command;

fn worker() -> Worker {
    Worker::start(Command::new(env!("CARGO_BIN_EXE_vouchsafe-worker"))).expect("the worker starts")
}

fn parse(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<Found>, Result<(), WorkerFailure>) {
    let hints = Hints {
        name: name.to_owned(),
        ..Hints::default()
    };
    let mut cursor = Cursor::new(bytes);
    let mut job = Job {
        bytes: &mut cursor,
        len: bytes.len() as u64,
        hints: &hints,
        limits,
        progress: &Quiet,
    };
    let mut found = Vec::new();
    let result = worker().parse(&mut job, &mut found);
    (found, result)
}

#[test]
fn a_file_that_nobody_knows_is_kept_with_a_note() {
    let (found, result) = parse("x.bin", &[0xfe, 0x00, 0x01], &Limits::default());
    assert_eq!(result, Ok(()));
    assert!(matches!(&found[0], Found::Format { kind: Kind::Other, format, .. } if format == "unknown"));
    assert!(matches!(&found[1], Found::Note(note) if note.code == "kept-not-parsed"));
}

#[test]
fn an_empty_file_is_kept_with_a_note() {
    let (found, result) = parse("", &[], &Limits::default());
    assert_eq!(result, Ok(()));
    assert_eq!(found.len(), 2);
}

#[test]
fn a_worker_that_does_not_start_is_said_so() {
    let started = Worker::start(Command::new("/nonexistent/worker"));
    assert_eq!(started.err(), Some(WorkerFailure::NotStarted));
}

#[test]
fn a_program_that_is_no_worker_breaks_the_protocol_or_is_gone() {
    let hints = Hints::default();
    let mut nothing = Cursor::new([]);
    let limits = Limits::default();
    let mut job = Job {
        bytes: &mut nothing,
        len: 0,
        hints: &hints,
        limits: &limits,
        progress: &Quiet,
    };
    let mut echo = Command::new("echo");
    echo.arg("I am no worker at all");
    let failure = Worker::start(echo)
        .expect("echo starts")
        .parse(&mut job, &mut Vec::new());
    assert!(
        matches!(
            failure,
            Err(WorkerFailure::BrokeProtocol | WorkerFailure::Crashed { .. })
        ),
        "{failure:?}"
    );
}

#[test]
fn a_file_inside_a_backup_of_messages_is_handed_out_by_the_worker() {
    let backup = include_bytes!("exports/sms/valid/all=sms-20231114.xml");
    let (hints, limits) = (Hints::default(), Limits::default());
    let mut cursor = Cursor::new(backup.as_slice());
    let mut job = Job {
        bytes: &mut cursor,
        len: backup.len() as u64,
        hints: &hints,
        limits: &limits,
        progress: &Quiet,
    };
    let (mut worker, mut found) = (worker(), Vec::new());
    assert_eq!(worker.parse(&mut job, &mut found), Ok(()));
    let parts: Vec<(u32, String, u64)> = found
        .into_iter()
        .filter_map(|one| match one {
            Found::Part { index, path, bytes } => Some((index, path, bytes)),
            _ => None,
        })
        .collect();
    assert_eq!(parts.first().map(|(_, path, _)| path.as_str()), Some("00001-міст.jpg"));
    let mut out = Vec::new();
    for (index, _, bytes) in &parts {
        let read = worker.extract(&mut job, *index, *bytes, |entry| std::io::copy(entry, &mut out));
        assert!(matches!(read, Ok(Ok(_))), "entry {index}");
    }
    assert_eq!(out, b"jpeg bytesamr");
}

#[test]
fn files_of_a_mail_and_of_a_mailbox_are_handed_out_by_the_worker() {
    let mail = include_bytes!("exports/eml/valid/files=letter.eml");
    let mailbox = include_bytes!("exports/mbox/valid/two=mails.mbox");
    let cases: [(&[u8], &[&[u8]]); 2] = [
        (
            mail,
            &[
                b"lorry;weight\r\nA 17;4,5",
                b"\0\x01\x02\x03",
                b"From: driver@depot.example\r\nSubject: earlier\r\n\r\nI am at the gate.",
            ],
        ),
        (mailbox, &[b"\x89PNG\r\n\x1a\n", b"A 17"]),
    ];
    let (hints, limits) = (Hints::default(), Limits::default());
    for (bytes, wanted) in cases {
        let mut cursor = Cursor::new(bytes);
        let mut job = Job {
            bytes: &mut cursor,
            len: bytes.len() as u64,
            hints: &hints,
            limits: &limits,
            progress: &Quiet,
        };
        let (mut worker, mut found) = (worker(), Vec::new());
        assert_eq!(worker.parse(&mut job, &mut found), Ok(()));
        let mut had = Vec::new();
        for one in &found {
            if let Found::Part { index, path: _, bytes } = one {
                let mut out = Vec::new();
                let read = worker.extract(&mut job, *index, *bytes, |entry| std::io::copy(entry, &mut out));
                assert!(matches!(read, Ok(Ok(_))), "file {index}");
                had.push(out);
            }
        }
        assert_eq!(had, wanted);
    }
}
