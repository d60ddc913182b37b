//! Questions to a locker with many messages, against a search through the exports they came from.

use crate::place::{Place, SOURCE, run, settle, text, timed};
use crate::synthetic::{Words, write_exports};
use crate::table::{Table, Times};
use crate::{Outcome, Wish};
use locker::views::{ImportRequest, SearchRequest};
use locker::{Cost, OpenLocker, Quiet};
use std::fs;
use std::path::Path;

/// Questions of one sort. `peers` are what grep is asked for; none where it has no such question.
struct Sort {
    name: &'static str,
    order: &'static str,
    questions: Vec<String>,
    peers: Vec<String>,
}

/// Measures and writes the rows.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let (words, exports) = (Words::invent(), place.at("exports"));
    write_exports(&exports, &words, wish.messages)?;
    let open = place.locker("search.locker", &place.env(Cost::OfATest)?)?;
    take_in(place, &open, &exports, wish.messages, table)?;
    settle()?;
    for sort in sorts(&words) {
        let (mut ours, mut grep) = (Times::default(), Times::default());
        for n in 0..wish.runs {
            ask(&open, &sort, &mut ours)?;
            if let Some(peer) = sort.peers.get(n * 7 % sort.peers.len().max(1)) {
                grep.add(timed(|| run("grep", &["-rFic", "--", peer, text(&exports)?], &[0, 1]))?.0);
            }
        }
        let name = format!("search {}, {} messages", sort.name, wish.messages);
        if sort.peers.is_empty() {
            table.alone(&name, ours)
        } else {
            table.against(&name, &ours, "grep -rFi", grep)
        }
    }
    drop(open);
    fs::remove_dir_all(place.at("search.locker"))?;
    Ok(fs::remove_dir_all(exports)?)
}

fn take_in(place: &Place, open: &OpenLocker, exports: &Path, count: u32, table: &mut Table) -> Outcome<()> {
    let request = ImportRequest {
        source: SOURCE.to_owned(),
        timezone: None,
        date_order: None,
    };
    let env = place.env(Cost::OfATest)?;
    let (time, report) = timed(|| Ok(open.import(&request, &[exports.to_owned()], &env, &Quiet)?))?;
    if u64::from(report.totals.messages) != u64::from(count) {
        let notes: Vec<&str> = report
            .items
            .iter()
            .flat_map(|item| &item.notes)
            .map(|note| note.code.as_str())
            .collect();
        return Err(format!(
            "{} of {count} messages were taken in: {notes:?}",
            report.totals.messages
        )
        .into());
    }
    let mut times = Times::default();
    times.add(time);
    table.alone(&format!("take in {count} messages"), times);
    Ok(())
}

fn sorts(words: &Words) -> Vec<Sort> {
    let (common, middling, rare) = (words.pick(0..40), words.pick(500..4_500), words.pick(20_000..60_000));
    let cut = |word: &String, from: usize, letters: usize| word.chars().skip(from).take(letters).collect::<String>();
    let terms: Vec<String> = [&common, &middling, &rare].into_iter().flatten().cloned().collect();
    let phrases: Vec<String> = common
        .windows(2)
        .map(|pair| format!("{} {}", pair[0], pair[1]))
        .collect();
    let beginnings: Vec<String> = middling.iter().map(|word| cut(word, 0, 2)).collect();
    let parts: Vec<String> = rare.iter().map(|word| cut(word, 1, 4)).collect();
    let newest = |name, questions, peers| Sort {
        name,
        order: "newest",
        questions,
        peers,
    };
    vec![
        newest("term", terms.clone(), terms),
        newest(
            "phrase",
            phrases.iter().map(|phrase| format!("\"{phrase}\"")).collect(),
            phrases,
        ),
        newest(
            "prefix",
            beginnings.iter().map(|beginning| format!("{beginning}*")).collect(),
            beginnings,
        ),
        newest("part", parts.clone(), parts),
        Sort {
            name: "ranked",
            order: "relevance",
            questions: common,
            peers: Vec::new(),
        },
    ]
}

fn ask(open: &OpenLocker, sort: &Sort, times: &mut Times) -> Outcome<()> {
    for question in sort.questions.iter().chain(&sort.questions) {
        let request = SearchRequest {
            query: question.clone(),
            order: Some(sort.order.to_owned()),
            ..SearchRequest::default()
        };
        times.add(timed(|| Ok(open.search(&request)?))?.0);
    }
    Ok(())
}
