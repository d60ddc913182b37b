use super::*;
use crate::testing::{Bench, at, item, message, source};
use model::{Kind, Selector};

fn search(query: &str) -> Search {
    Search {
        query: Query::read(query).expect(query),
        filters: Filters::default(),
        order: Order::Newest,
        limit: 50,
        offset: 0,
    }
}

fn find(bench: &Bench, query: &str) -> Found {
    bench.db.read().search(&search(query)).expect(query)
}

fn marked(hit: &Hit) -> Vec<String> {
    let chars: Vec<char> = hit.snippet.chars().collect();
    hit.marks
        .iter()
        .map(|(start, length)| chars[*start as usize..(start + length) as usize].iter().collect())
        .collect()
}

/// What is written, and what a person may type to find it.
const FORMS: &[(&str, &str)] = &[
    ("приказом", "приказ"),
    ("приказ", "приказом"),
    ("приказы", "приказу"),
    ("командира", "командиром"),
    ("командиры", "командир"),
    ("свидетеля", "свидетель"),
    ("свидетелями", "свидетелей"),
    ("документов", "документ"),
    ("ребенка", "ребёнок"),
    ("ёлка", "елка"),
    ("елки", "ёлка"),
    ("солдатами", "солдата"),
    ("больнице", "больница"),
    ("раненого", "раненый"),
    ("Москве", "москва"),
    ("говорила", "говорил"),
    ("отца", "отец"),
    ("лікаря", "лікар"),
    ("лікар", "лікарем"),
    ("Ковальчуку", "Ковальчук"),
    ("Ковальчук", "ковальчуком"),
    ("Ковальчука", "КОВАЛЬЧУКУ"),
    ("Києві", "Київ"),
    ("Київ", "Києва"),
    ("Киів", "Київ"),
    ("Києвом", "Києву"),
    ("Львова", "Львів"),
    ("Львові", "Львів"),
    ("наказом", "наказ"),
    ("накази", "наказу"),
    ("військового", "військовий"),
    ("військові", "військовим"),
    ("свідка", "свідок"),
    ("свідки", "свідком"),
    ("ночі", "ніч"),
    ("року", "рік"),
    ("документів", "документ"),
    ("листа", "лист"),
    ("об'єкт", "об’єкта"),
    ("обʼєкти", "об'єкт"),
    ("ґанок", "ганок"),
    ("Харкові", "Харків"),
    ("orders", "order"),
    ("ordered", "orders"),
    ("witnesses", "witness"),
    ("cities", "city"),
    ("hospital's", "hospital"),
    ("naïve", "naive"),
    ("Müller", "muller"),
    ("подпоручика", "ПОДПОРУЧИК"),
    ("Київ", "Киев"),
    ("Львів", "Львов"),
];

#[test]
fn a_word_is_found_in_its_other_forms() {
    let texts: Vec<String> = FORMS.iter().map(|(written, _)| format!("так, {written}, да")).collect();
    let bench = Bench::new();
    bench.chat(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut missed = Vec::new();
    for (i, (written, typed)) in FORMS.iter().enumerate() {
        let n = i as u32 + 1;
        let hits = find(&bench, typed).hits;
        let there = hits
            .iter()
            .find(|hit| hit.at == (Selector::Messages { from: n, to: n }) && !hit.by_part);
        match there {
            Some(hit) if marked(hit) == [*written] => {}
            _ => missed.push((typed, written)),
        }
    }
    assert!(missed.is_empty(), "typed, written: {missed:?}");
}

#[test]
fn words_that_are_no_forms_of_each_other_are_not_found() {
    let bench = Bench::new();
    bench.chat(&["приказ", "наказание", "командировка", "ковальська", "орден", "organ"]);
    for (typed, most) in [("указ", 0), ("командир", 0), ("ордер", 0), ("order", 0), ("приказ", 1)]
    {
        let hits = find(&bench, typed).hits;
        let by_word = hits.iter().filter(|hit| !hit.by_part).count();
        assert_eq!(by_word, most, "{typed}");
    }
}

#[test]
fn fts5_itself_marks_the_original_text() {
    let bench = Bench::new();
    bench.chat(&["Він був у Києві, з лікарем."]);
    let reader = bench.db.read();
    let marked: String = reader
        .conn
        .query_row(
            "SELECT highlight(passages_fts, 0, '[', ']') FROM passages_fts WHERE passages_fts MATCH '\"лікар\" \"київ\"'",
            [],
            |row| row.get(0),
        )
        .expect("highlight");
    assert_eq!(marked, "Він був у [Києві], з [лікарем].");
}

#[test]
fn phrases_beginnings_parts_and_exclusions() {
    let bench = Bench::new();
    bench.chat(&[
        "по приказу командира части",
        "командира приказали ждать",
        "передислокация завтра",
        "дислокация сегодня",
    ]);
    let places =
        |query: &str| -> Vec<String> { find(&bench, query).hits.iter().map(|hit| hit.at.to_string()).collect() };
    assert_eq!(places("\"приказу командира\""), ["message=1"]);
    assert_eq!(
        places("\"приказ командира\""),
        ["message=1"],
        "its dictionary form will do"
    );
    assert_eq!(places("\"командира приказу\""), [] as [&str; 0]);
    assert_eq!(places("прика*"), ["message=2", "message=1"]);
    assert_eq!(places("командира -части"), ["message=2"]);
    assert_eq!(places("слокац"), ["message=4", "message=3"], "a part of a word");
    assert_eq!(places("дислокация"), ["message=4", "message=3"]);
    let hits = find(&bench, "дислокация").hits;
    assert_eq!(
        (hits[0].by_part, hits[1].by_part),
        (false, true),
        "words come before parts of words"
    );
    assert_eq!(marked(&hits[1]), ["передислокация"]);
}

#[test]
fn everything_that_has_words_is_found_with_its_exact_place() {
    let bench = Bench::new();
    bench.change(|change| {
        let mut new = source("Heron");
        new.notes = "Говорит тихо, боится соседей".to_owned();
        let source = change.add_source(&new)?;
        let id = change.add_item(&item(source, Kind::Pdf, "наряд-допуск.pdf"))?;
        let page = format!("{}Сержант Вымышленный выдал карту.", "строка текста\n".repeat(2_000));
        change.add_text(id, 3, &page, None)?;
        let fact = model::Fact {
            key: "author".to_owned(),
            value: "Писарь Придуманный".to_owned(),
            origin: model::FactOrigin::Document,
            time: None,
        };
        change.set_facts(id, &[fact])?;
        change.add_claim("Карты выдавал сержант", Some(source), at(5))?;
        Ok(())
    });
    let one = |query: &str, class: Class| {
        let hits = find(&bench, query).hits;
        hits.into_iter().find(|hit| hit.class == class).expect(query)
    };
    let hit = one("вымышленный карта", Class::Page);
    let start = 2_000 * 14 + 8;
    assert_eq!(hit.at.to_string(), format!("page=3&char={start}&quote=Вымышленный"));
    assert_eq!(marked(&hit), ["Вымышленный", "карту"]);
    assert_eq!(one("наряд", Class::Title).at, Selector::Whole);
    assert_eq!(one("писаря", Class::Fact).evidence, hit.evidence);
    assert_eq!(one("карту", Class::Claim).claim.map(|id| id.number()), Some(1));
    assert_eq!(one("соседи", Class::Note).source.map(|id| id.number()), Some(1));
    assert_eq!(find(&bench, "сержант").hits[0].class, Class::Claim, "the newest first");
}

#[test]
fn filters_leave_out_what_does_not_pass() {
    let bench = Bench::new();
    let id = bench.chat(&["приказ", "приказа", "приказом", "приказу"]);
    bench.change(|change| change.add_claim("Приказ был", None, at(0)));
    let with = |filters: Filters| {
        let search = Search {
            filters,
            ..search("приказ")
        };
        let found = bench.db.read().search(&search).expect("search");
        assert_eq!(found.total as usize, found.hits.len());
        found.hits.iter().map(|hit| hit.at.to_string()).collect::<Vec<_>>()
    };
    let anna = Filters {
        author: Some("Anna".to_owned()),
        ..Filters::default()
    };
    assert_eq!(with(anna), ["message=4", "message=2"]);
    let times = Filters {
        from: Some(at(120)),
        to: Some(at(240)),
        ..Filters::default()
    };
    assert_eq!(with(times), ["message=3", "message=2"]);
    let of_item = Filters {
        evidence: Some(id),
        kind: Some(Kind::Chat),
        ..Filters::default()
    };
    assert_eq!(with(of_item).len(), 4);
    let other_kind = Filters {
        kind: Some(Kind::Pdf),
        ..Filters::default()
    };
    assert_eq!(with(other_kind).len(), 0);
}

#[test]
fn pages_of_hits_follow_each_other_over_words_and_parts() {
    let bench = Bench::new();
    let texts: Vec<String> = (0..30)
        .map(|i| {
            if i < 20 {
                "слово".to_owned()
            } else {
                format!("предисловословие {i}")
            }
        })
        .collect();
    bench.chat(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let mut places = Vec::new();
    for offset in (0..40).step_by(7) {
        let page = Search {
            limit: 7,
            offset,
            ..search("слово")
        };
        let found = bench.db.read().search(&page).expect("search");
        assert_eq!(
            found.total,
            if offset + 7 > 20 { 30 } else { 20 },
            "parts are counted once they are looked for"
        );
        places.extend(found.hits.iter().map(|hit| hit.at.to_string()));
    }
    let mut once = places.clone();
    once.sort();
    once.dedup();
    assert_eq!((places.len(), once.len()), (30, 30));
}

#[test]
fn relevance_puts_the_passage_that_is_about_the_words_first() {
    let bench = Bench::new();
    bench.chat(&[
        "приказ приказ приказ",
        "в этот долгий и ничем не примечательный день среди прочего обсуждали один приказами названный листок",
    ]);
    let found = bench
        .db
        .read()
        .search(&Search {
            order: Order::Relevance,
            ..search("приказ")
        })
        .expect("search");
    assert_eq!(found.hits[0].at.to_string(), "message=1");
    assert_eq!(find(&bench, "приказ").hits[0].at.to_string(), "message=2");
}

#[test]
fn messages_of_one_second_without_time_or_out_of_order_are_all_found() {
    let bench = Bench::new();
    bench.change(|change| {
        let source = change.add_source(&source("Heron"))?;
        for chat in 0..2 {
            let id = change.add_item(&item(source, Kind::Chat, "chat"))?;
            let mut messages: Vec<_> = (1..=600).map(|n| message(n, "слово")).collect();
            for message in &mut messages {
                match message.n % 3 {
                    0 => message.time = crate::testing::moment(0),
                    1 => message.time.utc = None,
                    _ => message.time = crate::testing::moment(-i64::from(message.n) * 5 * (chat + 1)),
                }
            }
            change.add_messages(id, &messages)?;
        }
        Ok(())
    });
    assert_eq!(find(&bench, "слово").total, 1_200);
    let dated = Search {
        filters: Filters {
            to: Some(at(-100)),
            ..Filters::default()
        },
        ..search("слово")
    };
    let hits = bench.db.read().search(&dated).expect("search").hits;
    assert!(
        hits.windows(2).all(|pair| pair[0].time >= pair[1].time),
        "the newest first"
    );
}

#[test]
fn what_was_forgotten_is_not_found_not_even_as_a_word() {
    let bench = Bench::new();
    bench.chat(&["неповторимослово и приказ"]);
    bench.change(|change| {
        let other = change.add_source(&source("Stork"))?;
        let id = change.add_item(&item(other, Kind::Text, "b.txt"))?;
        change.add_text(id, 0, "другой приказ", None)
    });
    bench.change(|change| {
        let heron = change.source_named("Heron")?.expect("there");
        change.forget_source(heron).map(|_| ())
    });
    assert_eq!(find(&bench, "неповторимослово").total, 0);
    let reader = bench.db.read();
    let words = |word: &str| -> i64 {
        let count = "SELECT count(*) FROM words WHERE word = ?1";
        reader.conn.query_row(count, [word], |row| row.get(0)).expect("count")
    };
    assert_eq!((words("неповторимослово"), words("приказ")), (0, 1));
    let left: i64 = reader
        .conn
        .query_row(
            "SELECT count(*) FROM words_fts WHERE words_fts MATCH '\"повторимо\"'",
            [],
            |row| row.get(0),
        )
        .expect("count");
    assert_eq!(left, 0);
}

#[test]
fn a_word_of_an_act_that_was_not_kept_is_met_anew() {
    let bench = Bench::new();
    bench.chat(&["начало"]);
    let source = bench.db.read().source_named("Heron").expect("read").expect("there");
    let mut change = bench.db.begin().expect("begin");
    let id = change.add_item(&item(source, Kind::Text, "a.txt")).expect("add");
    change.add_text(id, 0, "перепогружение", None).expect("text");
    drop(change);
    bench.chat(&["перепогружение"]);
    assert_eq!(find(&bench, "погружен").total, 1, "the part is found");
}

#[test]
fn hostile_queries_answer_and_never_fail() {
    let bench = Bench::new();
    bench.chat(&["слово near text", "\u{1}слово \u{0} \u{fdd0}"]);
    for query in [
        "\"слово",
        "слово\" OR \"",
        "NEAR(слово text)",
        "text : слово",
        "^слово",
        "слово + text",
        "{text} : x",
        "слово' ; DROP TABLE passages --",
        "\u{0}слово",
        "\u{1}слово",
        "*слово*",
        "--слово text",
        "a* b* c* d*",
        "ʼ ʼ",
    ] {
        if let Ok(query) = Query::read(query) {
            let search = Search { query, ..search("x") };
            bench.db.read().search(&search).expect("an answer");
        }
    }
}
