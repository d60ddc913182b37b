//! Search, claims, links, matrix: what was taken in is found and tied.

use journeys::{Bench, fixture};
use locker::views::{ClaimDraft, LinkDraft, SearchRequest};
use locker::{Error, OpenLocker, Relation};

fn search(open: &OpenLocker, query: &str) -> Vec<(String, String)> {
    let request = SearchRequest {
        query: query.to_owned(),
        ..SearchRequest::default()
    };
    let found = open.search(&request).expect("a search");
    found
        .hits
        .into_iter()
        .map(|hit| (hit.evidence, hit.at.to_string()))
        .collect()
}

fn claim(open: &OpenLocker, statement: &str) -> String {
    open.add_claim(ClaimDraft {
        statement: statement.to_owned(),
        about: Some("Heron".to_owned()),
    })
    .expect("a claim")
    .id
}

fn link(claim: &str, evidence: &str, at: &str, relation: Relation) -> LinkDraft {
    LinkDraft {
        claim: claim.to_owned(),
        evidence: evidence.to_owned(),
        relation,
        at: at.to_owned(),
        source_grade: None,
        info_grade: Some(2),
        reason: "an invented reason".to_owned(),
    }
}

#[test]
fn a_word_is_found_in_another_grammatical_case_and_the_hit_leads_to_its_place() {
    let bench = Bench::new();
    let id = bench.one(&fixture("texts/ru.windows-1251.txt")).id.expect("added");
    let hits = search(&bench.open, "показание");
    assert!(
        hits.iter()
            .any(|(evidence, at)| *evidence == id && at.contains("quote=Показания")),
        "{hits:?}"
    );
    assert!(
        search(&bench.open, "водителями")
            .iter()
            .any(|(evidence, _)| *evidence == id),
        "водителя in the text"
    );
    assert_eq!(search(&bench.open, "несуществующее"), []);
    let empty = SearchRequest {
        query: "  ".to_owned(),
        ..SearchRequest::default()
    };
    assert_eq!(bench.open.search(&empty).err(), Some(Error::QueryEmpty));
}

#[test]
fn a_search_can_be_held_to_a_source_and_a_kind() {
    let bench = Bench::new();
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    let count = |source: Option<&str>, kind: Option<&str>| {
        let request = SearchRequest {
            query: "водитель".to_owned(),
            source: source.map(str::to_owned),
            kind: kind.map(str::to_owned),
            ..SearchRequest::default()
        };
        bench.open.search(&request).map(|found| found.total)
    };
    assert!(count(Some("heron"), Some("text")).expect("a search") > 0);
    assert_eq!(count(None, Some("pdf")), Ok(0));
    assert_eq!(count(Some("nobody"), None), Err(Error::NotFound));
    assert_eq!(count(None, Some("nonsense")), Err(Error::BadRequest));
}

#[test]
fn the_status_of_a_claim_follows_from_its_links_and_two_copies_count_once() {
    let bench = Bench::new();
    let open = &bench.open;
    let chat = bench
        .one(fixture("telegram/single/result.json").parent().expect("a folder"))
        .id
        .expect("added");
    let photo = bench.one(&fixture("pictures/gps.jpg")).id.expect("added");
    let claim_id = claim(open, "Машина стояла у склада.");
    let made = open
        .link(link(&claim_id, &chat, "message=2-3", Relation::Supports))
        .expect("a link");
    assert!(!made.quote.is_empty(), "the words are kept");
    open.link(link(&claim_id, &photo, "xywh=percent:10,10,50,50", Relation::Supports))
        .expect("a link");
    let status = || serde_json::to_value(open.claim(&claim_id).expect("a claim").status).expect("a word");
    assert_eq!(status(), "single-witness", "both come from Heron");
    open.set_group(&photo, "Photographer").expect("a group");
    assert_eq!(status(), "corroborated");
    let against = open
        .link(link(&claim_id, &chat, "message=5", Relation::Contradicts))
        .expect("a link");
    assert_eq!(status(), "contested");
    open.unlink(&against.id).expect("untied");
    assert_eq!(status(), "corroborated");
    let matrix = open.matrix().expect("a matrix");
    assert_eq!(
        matrix
            .groups
            .iter()
            .map(|group| group.name.as_str())
            .collect::<Vec<_>>(),
        ["Heron", "Photographer"]
    );
    let message = &open.messages(&chat, 2, 1).expect("a message").messages[0];
    assert_eq!(message.linked[0].claim, claim_id, "the message knows its claim");
}

#[test]
fn a_place_that_the_item_does_not_have_is_no_place_for_a_link() {
    let bench = Bench::new();
    let open = &bench.open;
    let text = bench.one(&fixture("texts/ru.utf-8-bom.txt")).id.expect("added");
    let paper = bench.one(&fixture("papers/ru-text.pdf")).id.expect("added");
    let claim_id = claim(open, "Утверждение.");
    let tried = |item: &str, at: &str| open.link(link(&claim_id, item, at, Relation::Context)).err();
    assert_eq!(tried(&text, "message=1"), Some(Error::BadSelector));
    assert_eq!(tried(&text, "quote=этого здесь нет"), Some(Error::QuoteNotFound));
    assert_eq!(tried(&text, "xywh=percent:1,1,5,5"), Some(Error::BadSelector));
    assert_eq!(tried(&paper, "page=3"), Some(Error::BadSelector));
    assert_eq!(tried(&paper, "page=2"), None);
    assert_eq!(tried("E-999", ""), Some(Error::NotFound));
    let quoted = open
        .link(link(
            &claim_id,
            &text,
            "quote=Машина стояла у склада",
            Relation::Context,
        ))
        .expect("these words");
    assert!(quoted.at.to_string().starts_with("char="), "{}", quoted.at);
}

#[test]
fn every_act_is_in_the_log_and_the_log_holds() {
    let bench = Bench::new();
    let open = &bench.open;
    let id = bench.one(&fixture("pictures/gps.jpg")).id.expect("added");
    open.set_title(&id, "Снимок двора").expect("a title");
    let claim_id = claim(open, "Утверждение.");
    open.link(link(&claim_id, &id, "", Relation::Supports)).expect("a link");
    let acts: Vec<_> = open
        .log(Some(&id), None, 10)
        .expect("log")
        .entries
        .into_iter()
        .map(|entry| entry.act)
        .collect();
    assert_eq!(acts, ["linked", "title-changed", "taken-in"]);
    let check = open.log_verify().expect("a check");
    assert_eq!((check.entries, check.broken), (6, Vec::new()));
    assert_eq!(open.view().expect("a view").head.entries, 6);
}

#[test]
fn an_identity_is_shown_only_as_an_act_and_a_forgotten_source_is_gone() {
    let bench = Bench::new();
    let open = &bench.open;
    open.set_identity("Heron", "Invented Name, born in no town")
        .expect("sealed");
    assert!(open.source("heron").expect("a source").has_identity);
    assert_eq!(
        open.show_identity("S-1").expect("shown").text,
        "Invented Name, born in no town"
    );
    bench.one(&fixture("texts/ru.utf-8-bom.txt"));
    assert_eq!(open.forget_source("Heron"), Ok(1));
    assert_eq!(open.evidence_list(None).expect("a list").len(), 0);
    assert_eq!(open.source("Heron").err(), Some(Error::NotFound));
    assert_eq!(search(open, "водитель"), []);
    let acts: Vec<_> = open
        .log(Some("S-1"), None, 10)
        .expect("log")
        .entries
        .into_iter()
        .map(|entry| entry.act)
        .collect();
    assert_eq!(
        acts,
        ["source-forgotten", "identity-shown", "identity-set", "source-added"]
    );
}
