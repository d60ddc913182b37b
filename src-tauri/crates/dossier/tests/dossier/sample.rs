//! An invented dossier: three items, two claims, a custody log of nine entries of which five go along.

use dossier::*;
use model::*;
use seal::{AgeIdentity, Checkpoint, FixedRandomness, LockerKey, SealTo, Signer, Tree, leaf_hash};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};

pub struct Files(pub BTreeMap<EvidenceId, Vec<u8>>);

impl Originals for Files {
    fn open(&self, id: EvidenceId) -> io::Result<Box<dyn Read + '_>> {
        let bytes = self.0.get(&id).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(bytes.as_slice()))
    }
}

pub fn signer(seed: u64) -> Signer {
    Signer::derive(&LockerKey::make(&FixedRandomness::new(seed)).expect("fixed"), &[1; 16]).expect("fixed")
}

pub fn identity(seed: u64) -> AgeIdentity {
    AgeIdentity::make(&FixedRandomness::new(seed)).expect("fixed")
}

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub fn evidence_id(n: u32) -> EvidenceId {
    EvidenceId::new(n).expect("not zero")
}

const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2,
    0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, 0x49, 0x44, 0x41, 0x54, 8, 0xd7, 0x63, 0x60, 0x60, 0x60, 0, 0, 0, 4,
    0, 1, 0x27, 0x34, 0x27, 0x0a, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
const ORDER: &str = "Наказ № 118\nПовернути роту без огляду.";

pub fn files() -> Files {
    Files(BTreeMap::from([
        (evidence_id(1), PNG.to_vec()),
        (evidence_id(2), br#"{"messages":[]}"#.to_vec()),
        (evidence_id(3), ORDER.as_bytes().to_vec()),
    ]))
}

fn item(n: u32, kind: Kind, media_type: &str, name: &str, group: &str) -> PlanEvidence {
    let bytes = &files().0[&evidence_id(n)];
    PlanEvidence {
        item: Evidence {
            id: evidence_id(n),
            source: SourceId::new(1).expect("not zero"),
            kind,
            media_type: media_type.to_owned(),
            name: name.to_owned(),
            title: name.to_owned(),
            sha256: seal::sha256(bytes),
            bytes: bytes.len() as u64,
            taken_in: at("2026-11-01T08:00:00Z"),
            part_of: None,
            part_path: None,
            group: group.to_owned(),
            notes: vec![],
        },
        codename: "Heron".to_owned(),
        facts: vec![],
        original: true,
        text: None,
        messages: vec![],
        messages_total: 0,
    }
}

fn message(n: u32, text: &str) -> Message {
    Message {
        n,
        id: Some(n.to_string()),
        chat: String::new(),
        author: Some("Водій".to_owned()),
        author_id: None,
        time: Moment {
            utc: Some(at("2023-03-09T10:00:00Z")),
            raw: "1678356000".to_owned(),
            zone: ZoneKnown::ExplicitEpoch,
            wall: None,
        },
        kind: MessageKind::Text,
        text: text.to_owned(),
        reply_to: None,
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: vec![],
        locator: String::new(),
        flags: vec![],
    }
}

fn link(n: u32, claim: u32, evidence: u32, selector: &str, relation: Relation, quote: &str) -> PlanLink {
    Link {
        id: LinkId::new(n).expect("not zero"),
        claim: ClaimId::new(claim).expect("not zero"),
        evidence: evidence_id(evidence),
        at: selector.parse().expect("a selector"),
        relation,
        grades: Grades {
            source: SourceGrade::from_letter('B'),
            information: InfoGrade::new(3),
        },
        reason: "It names the day.".to_owned(),
        quote: quote.to_owned(),
        added: at("2026-11-02T09:00:00Z"),
    }
}

fn claim(n: u32, statement: &str, links: Vec<PlanLink>) -> PlanClaim {
    let id = ClaimId::new(n).expect("not zero");
    PlanClaim {
        claim: Claim {
            id,
            statement: statement.to_owned(),
            about: SourceId::new(1).ok(),
            added: at("2026-11-02T08:00:00Z"),
        },
        about: Some("Heron".to_owned()),
        links,
    }
}

pub fn plan() -> Plan {
    let mut chat = item(2, Kind::Chat, "application/json", "result.json", "Drivers");
    chat.original = false;
    chat.messages = vec![
        message(12, "Осмотра не будет. </script><b>x</b>"),
        message(13, "Понял."),
        message(40, "Где все?"),
    ];
    chat.messages_total = 60;
    let mut order = item(3, Kind::Text, "text/plain", "наказ 118.txt", "Unit papers");
    order.text = Some(vec![ORDER.to_owned()]);
    let photo = item(1, Kind::Image, "image/png", "IMG_0001.PNG", "Heron");
    Plan {
        title: "Heron, spring".to_owned(),
        scope: "Whether the company was sent back unexamined.".to_owned(),
        questions: vec!["Is the order genuine?".to_owned()],
        made: at("2026-11-09T12:34:56Z"),
        claims: vec![
            claim(
                1,
                "Order 118 sent the company back without an examination.",
                vec![
                    link(
                        1,
                        1,
                        3,
                        "char=12&quote=Повернути роту",
                        Relation::Supports,
                        "Повернути роту",
                    ),
                    link(2, 1, 2, "message=12-13", Relation::Supports, "Осмотра не будет."),
                ],
            ),
            claim(
                2,
                "Four men were kept in the cellar.",
                vec![link(3, 2, 1, "xywh=percent:10,20,30,40", Relation::Supports, "")],
            ),
        ],
        evidence: vec![photo, chat, order],
        problems: vec![PlanProblem {
            claim: ClaimId::new(2).ok(),
            text: "Hospital card expected, not received.".to_owned(),
        }],
        custody: Some(custody(&signer(1))),
    }
}

fn custody(signer: &Signer) -> CustodySlice {
    let entry = |n: u32| CustodyEntry {
        n,
        at: at("2026-11-01T08:00:00Z"),
        act: Act::TakenIn,
        item: evidence_id((n - 1) % 3 + 1).to_string(),
        details: BTreeMap::new(),
    };
    let leaf = |n: u32| leaf_hash(&[n as u8; 32], &seal::canonical_json(&entry(n)).expect("JSON"));
    let tree = Tree::of((1..=9).map(leaf));
    let head = Checkpoint {
        origin: "vouchsafe/log/test".to_owned(),
        size: 9,
        root: tree.root(),
        extensions: vec![],
    };
    let disclosed = [1, 2, 4, 7, 8].map(|n| DisclosedEntry {
        entry: entry(n),
        nonce: format!("{n:02x}").repeat(32),
        proof: tree.prove_inclusion(u64::from(n) - 1, 9).expect("within"),
    });
    let first = [1, 4, 7].iter().fold(seal::CHAIN_START, |head, n| {
        seal::chain(seal::Chain::Item, &head, &leaf(*n))
    });
    CustodySlice {
        checkpoint: head.sign(signer).expect("plain"),
        entries: disclosed.to_vec(),
        items: vec![
            ItemHead {
                item: "E-001".to_owned(),
                entries: 3,
                withheld: 0,
                head: first,
            },
            ItemHead {
                item: "E-002".to_owned(),
                entries: 3,
                withheld: 1,
                head: seal::sha256(b"not checked"),
            },
        ],
    }
}

pub fn unsealed() -> Vec<u8> {
    written(&plan(), 1, &Sealing::Unsealed)
}

pub fn sealed() -> Vec<u8> {
    written(
        &plan(),
        1,
        &Sealing::Sealed(SealTo::Recipients(&[identity(5).recipient()])),
    )
}

pub fn written(plan: &Plan, seed: u64, sealing: &Sealing) -> Vec<u8> {
    let mut out = Vec::new();
    let written = write(plan, &files(), &signer(seed), sealing, &mut out, &Quiet).expect("a plan without fault");
    assert_eq!(written.bytes, out.len() as u64);
    out
}

pub fn report(bytes: &[u8]) -> Report {
    let mut opened = open(Cursor::new(bytes), None).expect("opens");
    verify(&mut opened, None, &Quiet).expect("verifies")
}
