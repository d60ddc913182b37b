//! How long search takes on many messages: makes a database of synthetic messages in a folder that is removed again, and
//! prints medians and 95th percentiles. `cargo run --release -p vouchsafe-store --example million_messages [COUNT]`.
//!
//! Words follow Zipf's law over an invented vocabulary of 60,000 words in Cyrillic and Latin letters, with the common
//! words of the three languages in front, so that some words are in a third of all messages and most in a few.

use model::{Act, Codename, Kind, Message, MessageKind, Moment, Sha256Digest, Timestamp, ZoneKnown};
use seal::{FixedRandomness, LockerKey, SystemRandomness};
use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;
use store::custody::NewEntry;
use store::db::{Db, NewItem, NewSource, ParseState, SealedBlob};
use store::search::{Filters, Order, Query, Search};

fn main() -> Result<(), Box<dyn Error>> {
    let count: u32 = std::env::args().nth(1).map_or(Ok(1_000_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let key = LockerKey::make(&FixedRandomness::new(1))?.derive_database_key(&[0; 16])?;
    let path = folder.path().join("db");
    let db = Db::create(&path, &key)?;
    let words = Words::invent();
    let start = Instant::now();
    fill(&db, &words, count)?;
    println!("insert {count} messages: {:.1} s", start.elapsed().as_secs_f64());
    let start = Instant::now();
    db.checkpoint()?;
    println!(
        "checkpoint: {:.1} s; file {} MiB",
        start.elapsed().as_secs_f64(),
        path.metadata()?.len() >> 20
    );
    drop(db);
    let start = Instant::now();
    let db = Db::open(&path, &key)?;
    println!("open: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    ask(&db, &words)
}

fn fill(db: &Db, words: &Words, count: u32) -> Result<(), Box<dyn Error>> {
    let mut change = db.begin()?;
    let now = Timestamp::from_seconds(1_700_000_000)?;
    let source = change.add_source(&NewSource {
        codename: Codename::new("Heron")?,
        protected: Vec::new(),
        notes: String::new(),
        added: now,
        wrapped_key: vec![0; 48],
    })?;
    let id = change.add_item(&NewItem {
        source,
        kind: Kind::Chat,
        media_type: "application/json".to_owned(),
        name: "result.json".to_owned(),
        title: "result.json".to_owned(),
        sha256: Sha256Digest([0; 32]),
        bytes: 0,
        taken_in: now,
        part_of: None,
        part_path: None,
        group: "Heron".to_owned(),
        parse_state: ParseState::Parsed,
        original: SealedBlob {
            name: "00".to_owned(),
            wrapped_key: vec![0; 48],
        },
    })?;
    let mut dice = Dice(7);
    let mut seconds = 1_500_000_000;
    for first in (1..=count).step_by(500) {
        let batch: Vec<Message> = (first..=count.min(first + 499))
            .map(|n| {
                seconds += i64::from(dice.below(300));
                message(n, seconds, words.sentence(&mut dice), &mut dice)
            })
            .collect();
        change.add_messages(id, &batch)?;
    }
    let entry = NewEntry {
        at: now,
        act: Act::TakenIn,
        item: id.to_string(),
        details: BTreeMap::new(),
    };
    change.log(&entry, &SystemRandomness)?;
    Ok(change.commit()?)
}

fn message(n: u32, seconds: i64, text: String, dice: &mut Dice) -> Message {
    let utc = Timestamp::from_seconds(seconds).ok();
    Message {
        n,
        id: Some((n + 1000).to_string()),
        chat: String::new(),
        author: Some(["Anna", "Bohdan", "Vira"][dice.below(3) as usize].to_owned()),
        author_id: None,
        time: Moment {
            utc,
            raw: seconds.to_string(),
            zone: ZoneKnown::ExplicitEpoch,
            wall: None,
        },
        kind: MessageKind::Text,
        text,
        reply_to: None,
        forwarded_from: None,
        edited: None,
        deleted: false,
        attachments: Vec::new(),
        locator: format!("bytes={}-{}", u64::from(n) * 300, u64::from(n) * 300 + 280),
        flags: Vec::new(),
    }
}

fn ask(db: &Db, words: &Words) -> Result<(), Box<dyn Error>> {
    let pick = |ranks: std::ops::Range<usize>| -> Vec<String> {
        let step = (ranks.len() / 40).max(1);
        ranks.step_by(step).map(|rank| words.0[rank].clone()).collect()
    };
    let common = pick(0..40);
    let middle = pick(500..4_500);
    let rare = pick(20_000..60_000);
    let pairs: Vec<String> = common.iter().zip(&middle).map(|(a, b)| format!("{a} {b}")).collect();
    let phrases: Vec<String> = common
        .windows(2)
        .map(|pair| format!("\"{} {}\"", pair[0], pair[1]))
        .collect();
    let cut = |word: &String, from: usize, to: usize| word.chars().skip(from).take(to).collect::<String>();
    let beginnings: Vec<String> = middle.iter().map(|word| format!("{}*", cut(word, 0, 2))).collect();
    let parts: Vec<String> = rare.iter().map(|word| cut(word, 1, 4)).collect();
    let anna = Filters {
        author: Some("Anna".to_owned()),
        ..Filters::default()
    };
    let none = Filters::default;
    println!("{:<28}{:>9}{:>9}{:>9}", "", "p50 ms", "p95 ms", "max ms");
    measure(db, "common word", &common, Order::Newest, &none())?;
    measure(db, "common word, relevance", &common, Order::Relevance, &none())?;
    measure(db, "common word, one author", &common, Order::Newest, &anna)?;
    measure(db, "middling word", &middle, Order::Newest, &none())?;
    measure(db, "rare word", &rare, Order::Newest, &none())?;
    measure(db, "common and middling", &pairs, Order::Newest, &none())?;
    measure(db, "phrase of common words", &phrases, Order::Newest, &none())?;
    measure(db, "beginning of two letters", &beginnings, Order::Newest, &none())?;
    measure(db, "part of a word", &parts, Order::Newest, &none())?;
    Ok(())
}

fn measure(db: &Db, what: &str, queries: &[String], order: Order, filters: &Filters) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    for text in queries.iter().chain(queries) {
        let Ok(query) = Query::read(text) else { continue };
        let search = Search {
            query,
            filters: filters.clone(),
            order,
            limit: 50,
            offset: 0,
        };
        let start = Instant::now();
        db.read().search(&search)?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what:<28}{:>9.2}{:>9.2}{:>9.2}", at(0.5), at(0.95), at(1.0));
    Ok(())
}

/// A vocabulary, the commonest word first.
struct Words(Vec<String>);

impl Words {
    fn invent() -> Self {
        let common = "и не что на я с как у это все да нет так но уже мы он она там вот і що та як це не ми він вони \
                      the and to of it is was for you приказ наказ командир лікар врач документ";
        let mut words: Vec<String> = common.split_whitespace().map(str::to_owned).collect();
        let mut dice = Dice(3);
        const SYLLABLES: &[&str] = &[
            "ка", "ро", "ми", "ста", "нов", "ле", "пру", "до", "ві", "чі", "га", "сер", "бо", "лю", "ра", "кон", "те",
            "жи",
        ];
        const LATIN: &[&str] = &["ta", "re", "mi", "son", "lu", "ver", "ko", "da", "ne", "pol"];
        const ENDINGS: &[&str] = &["", "", "а", "у", "ом", "ами", "ів", "ого", "ий", "ла"];
        while words.len() < 60_000 {
            let latin = dice.below(6) == 0;
            let set = if latin { LATIN } else { SYLLABLES };
            let mut word: String = (0..2 + dice.below(3))
                .map(|_| set[dice.below(set.len() as u32) as usize])
                .collect();
            if !latin {
                word.push_str(ENDINGS[dice.below(ENDINGS.len() as u32) as usize]);
            }
            words.push(word);
        }
        Self(words)
    }

    fn sentence(&self, dice: &mut Dice) -> String {
        let length = 2 + dice.below(18);
        let words: Vec<&str> = (0..length).map(|_| self.0[self.rank(dice)].as_str()).collect();
        words.join(" ")
    }

    /// Zipf: the logarithm of the rank is spread evenly.
    fn rank(&self, dice: &mut Dice) -> usize {
        let even = f64::from(dice.below(1 << 24)) / f64::from(1 << 24);
        ((self.0.len() as f64).powf(even) as usize).saturating_sub(1)
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % u64::from(bound)) as u32
    }
}
