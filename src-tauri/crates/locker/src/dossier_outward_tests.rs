//! Only what may be told is told.

use super::*;
use model::{Clock, Evidence, FactOrigin, MessageKind, Moment, SystemClock, ZoneKnown};

fn id(number: u32) -> EvidenceId {
    EvidenceId::new(number).expect("not zero")
}

fn planned_item(number: u32, codename: &str, group: &str, messages: Vec<Message>) -> PlanEvidence {
    let item = Evidence {
        id: id(number),
        source: SourceId::new(1).expect("not zero"),
        kind: Kind::Chat,
        media_type: "text/plain".to_owned(),
        name: "chat.txt".to_owned(),
        title: "chat.txt".to_owned(),
        sha256: Sha256Digest([1; 32]),
        bytes: 3,
        taken_in: SystemClock.now(),
        part_of: None,
        part_path: None,
        group: group.to_owned(),
        notes: Vec::new(),
    };
    PlanEvidence {
        item,
        codename: codename.to_owned(),
        facts: Vec::new(),
        original: false,
        text: None,
        messages,
        messages_total: 1,
    }
}

#[test]
fn a_dossier_does_not_say_that_another_source_gave_the_same_file() {
    let names: HashMap<_, _> = [(1, "Heron"), (2, "Stork")]
        .into_iter()
        .map(|(n, name)| (SourceId::new(n).expect("not zero"), name.to_owned()))
        .collect();
    let mut evidence = [
        planned_item(1, "Heron", "Stork", Vec::new()),
        planned_item(2, "Heron", "Heron", Vec::new()),
        planned_item(3, "Heron", "Stork", Vec::new()),
    ];
    hide_foreign_groups(&mut evidence, &names);
    let groups: Vec<&str> = evidence.iter().map(|planned| planned.item.group.as_str()).collect();
    assert_eq!(groups, ["group-1", "Heron", "group-1"]);
    let notes = notes_of_whole(&[Note::with_detail(SAME_ELSEWHERE, "E-009"), Note::new("text-cut")]);
    assert_eq!(notes, [Note::new("text-cut")]);
}

#[test]
fn attachments_do_not_name_items_that_were_not_chosen() {
    let attachment = |number| Attachment {
        id: Some(id(number)),
        name: "x".to_owned(),
        path: None,
        missing: None,
        stated: None,
    };
    let message = Message {
        n: 1,
        id: None,
        chat: String::new(),
        author: None,
        author_id: None,
        time: Moment {
            utc: None,
            raw: String::new(),
            zone: ZoneKnown::Unknown,
            wall: None,
        },
        kind: MessageKind::Text,
        text: String::new(),
        reply_to: None,
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: vec![attachment(1), attachment(7)],
        flags: Vec::new(),
        locator: String::new(),
    };
    let mut evidence = [planned_item(1, "Heron", "Heron", vec![message])];
    forget_unchosen(&mut evidence);
    let ids: Vec<_> = evidence[0].messages[0]
        .attachments
        .iter()
        .map(|attachment| attachment.id)
        .collect();
    assert_eq!(ids, [Some(id(1)), None]);
}

fn fact(key: &str) -> Fact {
    Fact {
        key: key.to_owned(),
        value: "told".to_owned(),
        origin: FactOrigin::Export,
        time: None,
    }
}

#[test]
fn of_excerpts_only_listed_facts_and_notes_are_told_and_no_figures() {
    let facts = ["chat-name", "chat-id", "participants", "exporter-offset", "chat-type"].map(fact);
    let told = facts_of_excerpts(Kind::Chat, facts.to_vec());
    assert_eq!(told, [fact("chat-type")]);
    assert_eq!(facts_of_excerpts(Kind::Image, vec![fact("gps"), fact("chat-type")]), []);
    let notes = notes_of_excerpts(&[
        Note::counted("id-gaps", 41),
        Note::with_detail("broken-after-byte", "917531"),
        Note::new("leaves-out-deleted"),
        Note::with_detail(SAME_ELSEWHERE, "E-009"),
        Note::with_detail("fields-unknown", "secret"),
        Note::counted("attachments-missing", 3),
    ]);
    assert_eq!(
        notes,
        ["id-gaps", "broken-after-byte", "leaves-out-deleted"].map(Note::new)
    );
}

fn message(n: u32, chat: &str, reply_to: Option<&str>) -> Message {
    Message {
        n,
        id: Some(n.to_string()),
        chat: chat.to_owned(),
        author: Some("Водитель".to_owned()),
        author_id: Some("user4711".to_owned()),
        time: Moment {
            utc: None,
            raw: String::new(),
            zone: ZoneKnown::Unknown,
            wall: None,
        },
        kind: MessageKind::Text,
        text: "Понял.".to_owned(),
        reply_to: reply_to.map(str::to_owned),
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: vec![Attachment {
            id: None,
            name: "1.jpg".to_owned(),
            path: Some("chats/Имя/1.jpg".to_owned()),
            missing: None,
            stated: None,
        }],
        flags: [
            "reply-in-other-chat:Имя",
            "post-signature:Имя",
            "link-to:a",
            "looks-forged",
        ]
        .map(str::to_owned)
        .to_vec(),
        locator: "Имя.txt line=12".to_owned(),
    }
}

#[test]
fn messages_of_an_excerpt_say_neither_their_chat_nor_their_place_in_the_file() {
    let mut messages = [
        message(7, "Имя", None),
        message(8, "Имя", Some("7")),
        message(9, "Другая", Some("7")),
    ];
    excerpted(&mut messages);
    let chats: Vec<&str> = messages.iter().map(|message| message.chat.as_str()).collect();
    assert_eq!(chats, ["chat-1", "chat-1", "chat-2"]);
    let answers: Vec<_> = messages.iter().map(|message| message.reply_to.as_deref()).collect();
    assert_eq!(answers, [None, Some("7"), None], "7 of the other chat stays here");
    assert_eq!(
        messages[0].flags,
        ["reply-in-other-chat", "post-signature", "link-to:a", "looks-forged"]
    );
    let text = format!("{messages:?}");
    for hidden in ["Имя", "user4711", "line="] {
        assert!(!text.contains(hidden), "{hidden} in {text}");
    }
    assert_eq!(
        (messages[0].author.as_deref(), messages[0].text.as_str()),
        (Some("Водитель"), "Понял.")
    );
}

fn entry(act: Act, item: &str, details: &[(&str, &str)]) -> CustodyEntry {
    CustodyEntry {
        n: 1,
        at: SystemClock.now(),
        act,
        item: item.to_owned(),
        details: details
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

#[test]
fn a_custody_entry_leaves_only_when_all_it_names_leaves() {
    let pair = |link: &str, claim: &str| (link.to_owned(), claim.to_owned());
    let told = Told {
        whole: BTreeSet::from(["E-002".to_owned()]),
        links: BTreeSet::from([pair("L-1", "C-1")]),
    };
    let taken = [("sha256", "ab"), ("bytes", "3")];
    let (chosen, other) = (
        [("link", "L-1"), ("claim", "C-1"), ("relation", "supports")],
        [("link", "L-2"), ("claim", "C-2"), ("relation", "supports")],
    );
    for (act, item, details, leaves) in [
        (Act::TakenIn, "E-001", &taken[..], false),
        (Act::TakenIn, "E-002", &taken, true),
        (Act::TakenIn, "E-002", &[("name", "x")], false),
        (Act::Parsed, "E-001", &[("messages", "14")], false),
        (Act::Parsed, "E-002", &[("messages", "14")], true),
        (Act::Linked, "E-001", &chosen, true),
        (Act::Linked, "E-001", &other, false),
        (Act::Linked, "E-002", &other, false),
        (Act::Unlinked, "E-002", &chosen[..2], false),
        (Act::DossierExported, "E-002", &[("digest", "ab")], false),
        (Act::TitleChanged, "E-001", &[], true),
        (Act::TitleChanged, "E-001", &[("title", "x")], false),
        (Act::ClaimAdded, "C-1", &[], true),
    ] {
        assert_eq!(
            told.allows(&entry(act, item, details)),
            leaves,
            "{act:?} {item} {details:?}"
        );
    }
}
