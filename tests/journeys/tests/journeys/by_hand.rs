//! The whole path through the program, as a person types it, with the exit codes and fields that scripts rely on.

use journeys::{PASSPHRASE, Program, Run, fixture};
use std::fs;

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn from_an_empty_folder_to_a_verified_dossier_and_a_wipe() {
    let program = Program::new();
    let made = program.ok(&["create", "x.locker"]);
    assert!(made["path"].as_str().is_some_and(|path| path.ends_with("x.locker")));
    assert_eq!(
        program.ok(&["source", "add", "x.locker", "Heron", "--protect", "Верболозов"])["id"],
        "S-1"
    );

    let chat = fixture("telegram/single");
    let report = program.ok(&[
        "import",
        "x.locker",
        "--source",
        "Heron",
        text(&chat),
        text(&fixture("pictures/gps.jpg")),
    ]);
    let chat_item = &report["items"][0];
    assert_eq!(
        (&chat_item["outcome"], &chat_item["kind"], &chat_item["messages"]),
        (&"added".into(), &"chat".into(), &14.into())
    );
    assert_eq!(
        (&chat_item["attachments"]["found"], &chat_item["attachments"]["missing"]),
        (&1.into(), &2.into())
    );
    let chat_id = chat_item["id"].as_str().expect("an id").to_owned();
    let again = program.ok(&[
        "import",
        "x.locker",
        "--source",
        "heron",
        text(&fixture("pictures/gps.jpg")),
    ]);
    assert_eq!(again["items"][0]["outcome"], "already-here");

    let messages = program.ok(&["evidence", "messages", "x.locker", &chat_id]);
    assert_eq!(messages.as_array().map(Vec::len), Some(14));
    assert_eq!(
        (&messages[0]["n"], &messages[0]["time"]["zone"]),
        (&1.into(), &"explicit-epoch".into())
    );
    let some = program.ok(&[
        "evidence", "messages", "x.locker", &chat_id, "--from", "3", "--limit", "2",
    ]);
    assert_eq!(some.as_array().map(Vec::len), Some(2));
    assert_eq!(some[0]["n"], 3);

    let claim = program.ok(&["claim", "add", "x.locker", "Машина стояла у склада."])["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let link = [
        "claim",
        "link",
        "x.locker",
        &claim,
        &chat_id,
        "--relation",
        "supports",
        "--at",
        "message=2-3",
        "--source-grade",
        "B",
        "--info-grade",
        "2",
    ];
    assert!(program.ok(&link)["id"].as_str().is_some());
    let claims = program.ok(&["claim", "list", "x.locker"]);
    assert_eq!(
        (&claims[0]["status"], &claims[0]["links"][0]["at"]),
        (&"single-witness".into(), &"message=2-3".into())
    );

    let age = program.ok(&["identity", "x.locker"])["age"]
        .as_str()
        .expect("a key")
        .to_owned();
    let made = program.ok(&[
        "dossier",
        "export",
        "x.locker",
        "out.dossier",
        "--all",
        "--recipient",
        &age,
    ]);
    assert!(made["path"].as_str().is_some_and(|path| path.ends_with("out.dossier")));
    assert_eq!(
        program.run(&["verify", "out.dossier"]).code,
        3,
        "sealed to somebody else"
    );
    fs::write(program.at("panel"), "told over the phone\n").expect("a file");
    program.ok(&[
        "dossier",
        "export",
        "x.locker",
        "panel.dossier",
        "--claim",
        &claim,
        "--passphrase-file2",
        "panel",
    ]);
    let verified = Run::of(
        program
            .command(&["--json", "verify", "panel.dossier", "--passphrase-file", "panel"])
            .output()
            .expect("a run"),
    );
    assert_eq!(
        (verified.code, &verified.json["outcome"]),
        (0, &"intact".into()),
        "{}",
        verified.err
    );
    assert_eq!(program.run(&["verify", "panel.dossier"]).code, 3, "another passphrase");
    let mut bytes = fs::read(program.at("panel.dossier")).expect("bytes");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(program.at("panel.dossier"), bytes).expect("a file");
    let altered = Run::of(
        program
            .command(&["--json", "verify", "panel.dossier", "--passphrase-file", "panel"])
            .output()
            .expect("a run"),
    );
    assert_eq!(altered.code, 4, "{}", altered.err);

    let log = program.ok(&["log", "verify", "x.locker"]);
    assert_eq!(log["broken"], serde_json::json!([]));
    let wiped = program.ok(&["wipe", "x.locker", "--yes"]);
    assert!(wiped["keys_destroyed_ms"].is_number() && wiped["left"].is_array());
    let gone = program.run(&["source", "list", "x.locker"]);
    assert_eq!((gone.code, gone.error()), (1, "not-a-locker"), "{}", gone.err);
}

#[test]
fn the_original_comes_out_byte_for_byte_and_words_are_found_in_other_cases() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    program.ok(&["source", "add", "x.locker", "Heron"]);
    let file = fixture("texts/ru.windows-1251.txt");
    program.ok(&["import", "x.locker", "--source", "Heron", text(&file)]);
    let out = program.run(&["evidence", "cat", "x.locker", "E-001"]);
    assert!(out.out == fs::read(&file).expect("a fixture"), "byte for byte");
    let found = program.ok(&["search", "x.locker", "показание"]);
    assert_eq!(
        (&found["hits"][0]["evidence"], &found["hits"][0]["kind"]),
        (&"E-001".into(), &"text".into())
    );
    assert!(found["took_ms"].is_number() && found["total"].as_u64() >= Some(1));
    let text = program.ok(&["evidence", "text", "x.locker", "E-001"]);
    assert!(text.to_string().contains("Показания записаны"), "{text}");
}

#[test]
fn errors_have_their_codes_on_both_streams_and_secrets_are_in_neither() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    fs::write(program.at("bad"), "an entirely wrong one\n").expect("a file");
    let wrong = Run::of(
        program
            .command(&["--json", "--passphrase-file", "bad", "source", "list", "x.locker"])
            .output()
            .expect("a run"),
    );
    assert_eq!((wrong.code, wrong.error()), (3, "wrong-passphrase"));
    assert!(
        wrong.err.starts_with("error: wrong-passphrase: ") && wrong.err.contains("\nhelp: "),
        "{}",
        wrong.err
    );
    let said = format!("{}{}", wrong.err, String::from_utf8_lossy(&wrong.out));
    assert!(!said.contains("entirely wrong") && !said.contains(PASSPHRASE));
    assert_eq!(program.run(&["create", "x.locker"]).error(), "exists");
    assert_eq!(
        program.run(&["evidence", "show", "x.locker", "E-404"]).error(),
        "not-found"
    );
    assert_eq!(program.run(&["no-such-command"]).code, 2);
    assert_eq!(program.run(&["wipe", "x.locker"]).code, 2, "not without --yes");
    assert!(program.at("x.locker/slots").exists());
}

#[test]
fn a_new_passphrase_comes_from_the_next_line_of_the_same_file() {
    let program = Program::new();
    program.ok(&["create", "x.locker"]);
    fs::write(program.at("both"), format!("{PASSPHRASE}\nanother seven herons\n")).expect("a file");
    let changed = Run::of(
        program
            .command(&[
                "--json",
                "--passphrase-file",
                "both",
                "passphrase",
                "change",
                "x.locker",
            ])
            .output()
            .expect("a run"),
    );
    assert_eq!(changed.code, 0, "{}", changed.err);
    assert_eq!(
        program.run(&["source", "list", "x.locker"]).code,
        3,
        "the old one opens nothing"
    );
    fs::write(program.at("pass"), "another seven herons\n").expect("a file");
    program.ok(&["source", "list", "x.locker"]);
}
