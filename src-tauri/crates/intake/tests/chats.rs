//! Chats, texts and archives against the fixtures that `tests/fixtures` describes by hand, and against bytes nobody
//! thought of.

use intake::draft::{DateOrder, Found, Hints, Unparsed};
use intake::formats::{self, telegram, text, whatsapp, zip};
use model::{Attachment, Message, MessageKind, Moment};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures")
}

fn expected(folder: &str) -> Vec<(String, Value)> {
    let text = fs::read_to_string(fixtures().join("expected.json")).expect("the description of the fixtures");
    let all: serde_json::Map<String, Value> = serde_json::from_str(&text).expect("an object");
    all.into_iter().filter(|(name, _)| name.starts_with(folder)).collect()
}

/// Everything that was said about some bytes.
struct Said {
    found: Vec<Found>,
    result: Result<(), Unparsed>,
}

fn hints(name: &str) -> Hints {
    Hints {
        name: name.to_owned(),
        ..Hints::default()
    }
}

fn said(bytes: &[u8], hints: &Hints) -> Said {
    let mut found = Vec::new();
    let result = formats::parse(&mut Cursor::new(bytes), hints, &mut found);
    Said { found, result }
}

fn fixture(name: &str) -> Said {
    let bytes = fs::read(fixtures().join(name)).expect("a fixture");
    said(&bytes, &hints(name.rsplit('/').next().unwrap_or(name)))
}

impl Said {
    fn format(&self) -> &str {
        match self.found.first() {
            Some(Found::Format { format, .. }) => format,
            other => panic!("the format comes first: {other:?}"),
        }
    }

    fn messages(&self) -> Vec<&Message> {
        let batches = self.found.iter().filter_map(|found| match found {
            Found::Messages(messages) => Some(messages),
            _ => None,
        });
        batches.flatten().collect()
    }

    fn note(&self, code: &str) -> Option<u32> {
        self.found.iter().find_map(|found| match found {
            Found::Note(note) if note.code == code => Some(note.count.unwrap_or(1)),
            _ => None,
        })
    }

    fn fact(&self, key: &str) -> Option<&str> {
        self.found.iter().find_map(|found| match found {
            Found::Fact(fact) if fact.key == key => Some(fact.value.as_str()),
            _ => None,
        })
    }

    fn parts(&self) -> Vec<&str> {
        let parts = self.found.iter().filter_map(|found| match found {
            Found::Part { path, .. } => Some(path.as_str()),
            _ => None,
        });
        parts.collect()
    }

    fn text(&self) -> String {
        let pieces = self.found.iter().filter_map(|found| match found {
            Found::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        pieces.collect()
    }

    fn count(&self, wanted: impl Fn(&Message) -> bool) -> u64 {
        self.messages().into_iter().filter(|message| wanted(message)).count() as u64
    }

    fn files(&self, wanted: impl Fn(&Attachment) -> bool) -> u64 {
        self.messages()
            .iter()
            .flat_map(|message| &message.attachments)
            .filter(|file| wanted(file))
            .count() as u64
    }
}

fn wall(moment: &Moment) -> Option<String> {
    let wall = model::Timestamp::from_millis(moment.wall?).ok()?;
    Some(wall.to_string().trim_end_matches('Z').to_owned())
}

fn is_own_line(message: &Message) -> bool {
    matches!(message.kind, MessageKind::Service | MessageKind::Call)
}

/// What can be said alike of a Telegram and a WhatsApp chat.
fn check_chat(name: &str, said: &Said, expected: &Value) {
    let number = |key: &str| expected.get(key).and_then(Value::as_u64);
    let same = |what: &str, wanted: Option<u64>, found: u64| {
        if let Some(wanted) = wanted {
            assert_eq!(found, wanted, "{name}: {what}");
        }
    };
    let messages = said.messages();
    same("messages", number("messages"), messages.len() as u64);
    same(
        "own lines",
        number("system").or(number("service")),
        said.count(is_own_line),
    );
    same("deleted", number("deleted"), said.count(|message| message.deleted));
    same(
        "edited",
        number("edited"),
        said.count(|message| message.edited.is_some()),
    );
    same(
        "unsupported",
        number("unsupported"),
        said.count(|message| message.kind == MessageKind::Unsupported),
    );
    same(
        "forwarded",
        number("forwarded"),
        said.count(|message| message.forwarded_from.is_some()),
    );
    let longest = messages
        .iter()
        .map(|message| message.text.lines().count())
        .max()
        .unwrap_or(0);
    same("longest", number("longest_lines"), longest as u64);
    for (at, n) in messages.iter().zip(1..) {
        assert_eq!(at.n, n, "{name}: n counts on");
        assert!(!at.locator.is_empty(), "{name}: every message has its place");
    }
    if let Some(wanted) = expected.get("first_wall") {
        let found = messages.first().and_then(|message| wall(&message.time));
        assert_eq!(found.as_deref(), wanted.as_str(), "{name}: first wall clock");
    }
    if let Some(wanted) = expected.get("last_wall").and_then(Value::as_str) {
        assert_eq!(
            messages.last().and_then(|message| wall(&message.time)).as_deref(),
            Some(wanted),
            "{name}: last wall clock"
        );
    }
    if let Some(omitted) = expected.pointer("/attachments/omitted").and_then(Value::as_u64) {
        assert_eq!(
            said.files(|file| file.missing.as_deref() == Some("omitted")),
            omitted,
            "{name}: omitted"
        );
    }
}

fn people<'a>(
    expected: &'a Value,
    found: impl Iterator<Item = Option<&'a str>>,
) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
    let wanted = expected["participants"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    (wanted, found.flatten().collect())
}

#[test]
fn every_telegram_fixture_gives_what_its_description_says() {
    for (name, expected) in expected("telegram/") {
        let said = fixture(&name);
        assert_eq!(said.format(), "telegram-json", "{name}");
        assert_eq!(said.result, Ok(()), "{name}");
        check_chat(&name, &said, &expected);
        let messages = said.messages();
        if expected.get("participants").is_some() {
            let (wanted, found) = people(&expected, messages.iter().map(|message| message.author_id.as_deref()));
            assert_eq!(found, wanted, "{name}: participants");
        }
        if let Some(missing) = expected.pointer("/attachments/missing").and_then(Value::as_u64) {
            assert_eq!(
                said.files(|file| file.missing.is_some()),
                missing,
                "{name}: missing files"
            );
        }
    }
}

#[test]
fn a_place_in_a_telegram_export_leads_to_the_message_itself() {
    for (name, _) in expected("telegram/") {
        let bytes = fs::read(fixtures().join(&name)).expect("a fixture");
        for message in fixture(&name).messages() {
            let range = message
                .locator
                .strip_prefix("bytes=")
                .and_then(|range| range.split_once('-'));
            let (from, to) = range.expect("a range of bytes");
            let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
            assert_eq!((bytes[from], bytes[to]), (b'{', b'}'), "{name} {}", message.locator);
            if let Some(id) = &message.id {
                let own = String::from_utf8_lossy(&bytes[from..=to]);
                assert!(own.contains(id.as_str()), "{name}: the place holds the message's id");
            }
        }
    }
}

#[test]
fn an_account_keeps_its_chats_apart_and_its_secrets_out() {
    let said = fixture("telegram/account/result.json");
    let chats: BTreeSet<&str> = said.messages().iter().map(|message| message.chat.as_str()).collect();
    assert_eq!(chats.len(), 4, "{chats:?}");
    assert!(!chats.contains(""));
    let all = format!("{:?}", said.found);
    for secret in ["+380000000000", "192.0.2.7"] {
        assert!(!all.contains(secret), "contacts and sessions are counted, not told");
    }
    assert!(said.note("account-part-contacts").is_some());
    assert!(said.note("leaves-out-others-messages").is_some());
}

#[test]
fn escapes_that_json_does_not_know_are_mended_and_said() {
    let said = fixture("telegram/control-escapes/result.json");
    let texts: Vec<&str> = said.messages().iter().map(|message| message.text.as_str()).collect();
    let expected = expected("telegram/control-escapes");
    let wanted: Vec<&str> = expected[0].1["texts"]
        .as_array()
        .expect("texts")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(texts, wanted);
    assert!(said.note("json-mended").is_some());
}

#[test]
fn a_file_cut_off_keeps_what_was_before_and_says_where_it_broke() {
    let said = fixture("telegram/cut-off/result.json");
    assert_eq!((said.messages().len(), said.result.clone()), (1, Ok(())));
    assert!(said.note("broken-after-byte").is_some());
}

#[test]
fn an_old_export_tells_its_offset_of_1970_and_takes_a_zone() {
    let said = fixture("telegram/year-2020/result.json");
    assert_eq!(said.fact("exporter-offset-1970"), Some("+05:00"));
    assert!(
        said.messages().iter().all(|message| message.time.utc.is_none()),
        "no zone, no instant"
    );
    let bytes = fs::read(fixtures().join("telegram/year-2020/result.json")).expect("a fixture");
    let zoned = Hints {
        timezone: Some("Asia/Tashkent".to_owned()),
        ..hints("result.json")
    };
    let first = self::said(&bytes, &zoned).messages()[0].time.clone();
    assert_eq!(
        first.utc.map(|utc| utc.to_string()).as_deref(),
        Some("2020-01-05T05:00:00Z")
    );
    assert_eq!(first.zone, model::ZoneKnown::Assumed);
}

#[test]
fn a_message_that_is_no_object_is_a_gap_and_not_lost() {
    let export = r#"{"name":"x","type":"private_supergroup","id":1,"messages":[
        {"id":1,"type":"message","date_unixtime":"1700000000","from":"A","from_id":"user1","text":"one","brand_new":1},
        "no message", {"id":2,"type":"message","text":"bad \q escape"},
        {"id":9,"type":"message","date_unixtime":"1700000009","from":"A","from_id":"user1","text":"two"}]}"#;
    let said = said(export.as_bytes(), &hints("result.json"));
    let kinds: Vec<MessageKind> = said.messages().iter().map(|message| message.kind).collect();
    assert_eq!(
        kinds,
        [
            MessageKind::Text,
            MessageKind::Unsupported,
            MessageKind::Unsupported,
            MessageKind::Text
        ]
    );
    assert_eq!(said.note("messages-unparsed"), Some(2));
    assert_eq!(said.note("fields-unknown"), Some(1));
    assert_eq!(said.note("id-gaps"), Some(7));
    assert_eq!(said.note("only-own-messages-suspected"), Some(1));
}

#[test]
fn another_programs_json_is_not_taken_for_telegram() {
    for other in [
        r#"{"participants":[{"name":"a"}],"messages":[{"sender_name":"a","timestamp_ms":1,"content":"x"}]}"#,
        r#"{"messages":[{"_":"Message","id":1,"from_id":{"_":"PeerUser","user_id":1},"date":"2020-01-01"}]}"#,
        r#"[{"id":1}]"#,
        r#"{"name":"package","type":"module","version":"1"}"#,
        "",
    ] {
        assert!(
            !telegram::looks_like(other.as_bytes(), &hints("result.json")),
            "{other}"
        );
    }
}

#[test]
fn every_whatsapp_fixture_gives_what_its_description_says() {
    for (name, expected) in expected("whatsapp/") {
        let said = fixture(&name);
        if expected["messages"] == 0 {
            assert_eq!(said.format(), "plain-text", "{name}");
            continue;
        }
        assert_eq!(said.result, Ok(()), "{name}");
        let wanted = if name.ends_with(".zip") {
            "whatsapp-zip"
        } else {
            "whatsapp-text"
        };
        assert_eq!(said.format(), wanted, "{name}");
        check_chat(&name, &said, &expected);
        let messages = said.messages();
        let spoken = messages.iter().filter(|message| !is_own_line(message));
        let (wanted, found) = people(&expected, spoken.map(|message| message.author.as_deref()));
        assert_eq!(found, wanted, "{name}: participants");
        if let (true, Some(missing)) = (
            name.ends_with(".zip"),
            expected.pointer("/attachments/missing").and_then(Value::as_u64),
        ) {
            assert_eq!(
                said.files(|file| file.missing.as_deref() == Some("not-in-folder")),
                missing,
                "{name}: missing files"
            );
        }
    }
}

#[test]
fn an_order_of_dates_that_the_file_does_not_prove_is_asked_for() {
    let bytes = fs::read(fixtures().join("whatsapp/ambiguous.txt")).expect("a fixture");
    let asked = said(&bytes, &hints("chat.txt"));
    assert_eq!(asked.note("date-order-ambiguous"), Some(3));
    assert_eq!(asked.messages().len(), 3, "nothing is lost by asking");
    for message in asked.messages() {
        assert_eq!((message.time.utc, message.time.wall), (None, None));
        assert!(!message.time.raw.is_empty());
    }
    for (order, first) in [
        (DateOrder::Dmy, "2024-02-01T10:00:00"),
        (DateOrder::Mdy, "2024-01-02T10:00:00"),
    ] {
        let told = said(
            &bytes,
            &Hints {
                date_order: Some(order),
                ..hints("chat.txt")
            },
        );
        assert_eq!(wall(&told.messages()[0].time).as_deref(), Some(first));
        assert_eq!(told.note("date-order-ambiguous"), None);
    }
}

#[test]
fn an_order_that_the_dates_contradict_is_not_followed() {
    let bytes = fs::read(fixtures().join("whatsapp/dmy-by-day.txt")).expect("a fixture");
    let said = said(
        &bytes,
        &Hints {
            date_order: Some(DateOrder::Mdy),
            ..hints("chat.txt")
        },
    );
    assert_eq!(wall(&said.messages()[0].time).as_deref(), Some("2024-02-13T10:00:00"));
    assert!(said.note("date-order-contradicted").is_some());
}

#[test]
fn headers_that_may_be_text_of_another_message_are_flagged() {
    let said = fixture("whatsapp/forged-header.txt");
    let flagged: Vec<u32> = said
        .messages()
        .iter()
        .filter(|message| message.flags.contains(&"looks-forged".to_owned()))
        .map(|message| message.n)
        .collect();
    assert_eq!(flagged, [2]);
    let honest = fixture("whatsapp/group-out-of-order.txt");
    assert_eq!(
        honest.note("looks-forged"),
        None,
        "a group that is not sorted is not forged"
    );
}

#[test]
fn a_bare_line_feed_before_a_header_betrays_it_where_messages_end_with_two_characters() {
    let mut chat = String::new();
    for minute in 10..30 {
        chat.push_str(&format!("[22.03.24, 14:{minute}:12] Zoe: line\r\n"));
    }
    chat.push_str("[22.03.24, 14:30:12] Zoe: look what he wrote:\n[22.03.24, 14:30:40] Pete: I confess\r\n[22.03.24, 14:31:00] Pete: never\r\n");
    let said = said(chat.as_bytes(), &hints("_chat.txt"));
    assert_eq!(said.messages().len(), 23);
    assert_eq!(said.note("looks-forged"), Some(1));
}

#[test]
fn a_wall_clock_of_the_repeated_hour_is_flagged() {
    let chat = "27.10.2024, 03:30 - Zoe: a\n28.10.2024, 03:30 - Pete: b\n28.10.2024, 03:31 - Pete: c\n";
    let zoned = Hints {
        timezone: Some("Europe/Kyiv".to_owned()),
        ..hints("chat.txt")
    };
    let said = said(chat.as_bytes(), &zoned);
    let messages = said.messages();
    assert_eq!(messages[0].flags, ["time-ambiguous"]);
    assert_eq!(
        messages[1].time.utc.map(|utc| utc.to_string()).as_deref(),
        Some("2024-10-28T01:30:00Z")
    );
}

#[test]
fn an_export_of_a_linked_device_is_warned_of() {
    assert_eq!(
        fixture("whatsapp/linked-device.txt").note("export-nearly-empty"),
        Some(1)
    );
}

#[test]
fn every_text_is_read_in_its_code_page() {
    for (name, expected) in expected("texts/") {
        let said = fixture(&name);
        let Some(charset) = expected["charset"].as_str() else {
            continue;
        };
        assert_eq!(said.format(), "plain-text", "{name}");
        let named = said.fact("charset").expect("a code page");
        assert_eq!(named, charset, "{name}");
        let text = said.text();
        if let Some(first) = expected["first_line"].as_str() {
            assert_eq!(text.lines().next(), Some(first), "{name}");
        }
        if let Some(characters) = expected["characters"].as_u64() {
            assert_eq!(text.chars().count() as u64, characters, "{name}");
        }
        if name.ends_with("short.windows-1251.txt") {
            assert!(said.note("charset-guessed").is_some());
        }
    }
}

#[test]
fn a_damaged_text_stays_readable_around_the_damage() {
    let said = fixture("texts/broken.utf-8.txt");
    assert_eq!((said.format(), said.fact("charset")), ("plain-text", Some("UTF-8")));
    assert!(said.note("charset-damaged").is_some());
}

#[test]
fn every_archive_offers_only_what_is_safe() {
    for (name, expected) in expected("archives/") {
        let said = fixture(&name);
        let parts = said.parts();
        if let Some(names) = expected.get("names").or(expected.get("safe")).and_then(Value::as_array) {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            assert_eq!(parts, names, "{name}");
        }
        if let Some(charset) = expected["charset"].as_str().filter(|charset| *charset != "UTF-8") {
            assert!(format!("{:?}", said.found).contains(charset), "{name}: a guess is said");
        }
        if expected["encrypted"] == true {
            assert_eq!((parts.len(), said.note("entries-encrypted")), (0, Some(1)), "{name}");
        }
        if expected["overlapping"] == true {
            assert_eq!(parts.len(), 0, "{name}: entries that share bytes are not offered");
            assert!(said.note("entries-overlap").is_some());
        }
    }
    let cut_off = fixture("archives/cut-off.zip");
    assert!(matches!(cut_off.result, Err(Unparsed::Malformed { .. })));
    assert_eq!(cut_off.format(), "zip", "a broken archive is no chat");
    assert!(fixture("archives/names-collide.zip").note("names-collide").is_some());
    assert!(fixture("archives/names-nfd.zip").note("names-twice").is_some());
}

/// A place for bytes that only counts them.
struct Counting(u64);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_entry_yields_more_than_it_declares() {
    for (name, _) in expected("archives/") {
        let bytes = fs::read(fixtures().join(&name)).expect("a fixture");
        let Ok(mut archive) = zip::Archive::open(Cursor::new(bytes)) else {
            continue;
        };
        for entry in archive.entries().to_vec() {
            let mut out = Counting(0);
            let result = archive.extract(entry.index, entry.bytes, &mut out);
            assert!(out.0 <= entry.bytes, "{name} {}", entry.path);
            assert!(
                result.is_err() || out.0 == entry.bytes,
                "{name}: an entry is whole or refused"
            );
        }
    }
}

#[test]
fn entries_are_had_by_the_number_of_their_part() {
    let bytes = fs::read(fixtures().join("whatsapp/ru-android.zip")).expect("a fixture");
    let said = said(&bytes, &hints("chat.zip"));
    let part = said.found.iter().find_map(|found| match found {
        Found::Part { index, bytes, path } => Some((*index, *bytes, path.clone())),
        _ => None,
    });
    let (index, length, path) = part.expect("a part");
    let attached = said
        .messages()
        .iter()
        .flat_map(|message| message.attachments.clone())
        .find(|file| file.missing.is_none());
    assert_eq!(
        attached.and_then(|file| file.path),
        Some(path),
        "the message names the part"
    );
    let mut entries = formats::open_entries(Box::new(Cursor::new(bytes))).expect("an archive");
    let mut out = Counting(0);
    assert_eq!(entries.extract(index, length, &mut out), Ok(()));
    assert_eq!(out.0, length);
    assert!(entries.extract(9999, 1, &mut out).is_err(), "no such entry");
}

/// Every fixture of these formats, whole.
fn seeds() -> Vec<Vec<u8>> {
    let all = ["telegram/", "whatsapp/", "texts/", "archives/"]
        .iter()
        .flat_map(|folder| expected(folder));
    all.filter(|(name, _)| !name.contains("bomb"))
        .map(|(name, _)| fs::read(fixtures().join(name)).expect("a fixture"))
        .collect()
}

/// Every parser on these bytes, whatever they look like.
fn parse_as_all(bytes: &[u8]) {
    for hints in [
        hints("_chat.txt"),
        Hints {
            timezone: Some("Europe/Kyiv".to_owned()),
            date_order: Some(DateOrder::Mdy),
            ..hints("a")
        },
    ] {
        for parse in [
            telegram::parse,
            whatsapp::parse,
            whatsapp::parse_zip,
            text::parse,
            zip::parse,
        ] {
            let mut found = Vec::new();
            let _refused_or_not = parse(&mut Cursor::new(bytes), &hints, &mut found);
            let batches = found.iter().filter_map(|found| match found {
                Found::Messages(messages) => Some(messages.len()),
                _ => None,
            });
            assert!(batches.into_iter().all(|count| (1..=500).contains(&count)));
        }
        for looks_like in [
            telegram::looks_like,
            whatsapp::looks_like,
            text::looks_like,
            zip::looks_like,
        ] {
            looks_like(bytes, &hints);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        parse_as_all(&bytes);
    }

    #[test]
    fn no_line_makes_whatsapp_panic(text in "(\\[?[0-9/.,: \\-]{0,24}[\\]\\- ]{0,3}[a-zа-я:<>()\u{200e} \n]{0,20}){0,8}") {
        parse_as_all(text.as_bytes());
    }

    #[test]
    fn no_change_of_a_good_file_makes_a_parser_panic(
        which in any::<proptest::sample::Index>(),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<proptest::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let seeds = seeds();
        let mut bytes = which.get(&seeds).clone();
        if bytes.is_empty() {
            return Ok(());
        }
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        parse_as_all(&bytes);
    }
}
