//! Synthetic messages, the same in every run, as exports that the verbs take in.
//!
//! Words follow Zipf's law over an invented vocabulary of 60,000 words in Cyrillic and Latin letters, with common words of
//! the three languages in front, so that some words are in a third of all messages and most in a few.

use crate::Outcome;
use serde_json::json;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Words there are.
const VOCABULARY: usize = 60_000;
/// Messages of one export.
const OF_ONE_CHAT: u32 = 100_000;

/// Writes so many messages below `folder` as chats of Telegram Desktop, one message a line.
pub fn write_exports(folder: &Path, words: &Words, count: u32) -> Outcome<()> {
    let mut dice = Dice::new(7);
    let mut seconds = 1_500_000_000;
    for (n, first) in (0..count).step_by(OF_ONE_CHAT as usize).enumerate() {
        let chat = folder.join(format!("chat-{n:02}"));
        fs::create_dir_all(&chat)?;
        let mut out = BufWriter::new(File::create(chat.join("result.json"))?);
        writeln!(
            out,
            "{{\"name\": \"Chat {n}\", \"type\": \"private_group\", \"id\": {}, \"messages\": [",
            9_900_000 + n
        )?;
        let last = (first + OF_ONE_CHAT).min(count) - 1;
        for id in first..=last {
            seconds += i64::from(dice.below(300));
            let comma = if id == last { "" } else { "," };
            writeln!(
                out,
                "{}{comma}",
                message(id, seconds, &words.sentence(&mut dice), &mut dice)
            )?;
        }
        writeln!(out, "]}}")?;
        out.flush()?;
    }
    Ok(())
}

fn message(id: u32, seconds: i64, text: &str, dice: &mut Dice) -> serde_json::Value {
    let (number, author) = [(1, "Anna"), (2, "Bohdan"), (3, "Vira")][dice.below(3) as usize];
    json!({
        "id": id + 1_000,
        "type": "message",
        "date_unixtime": seconds.to_string(),
        "from": author,
        "from_id": format!("user990000{number}"),
        "text": text,
        "text_entities": [],
    })
}

/// A vocabulary, the commonest word first.
pub struct Words(Vec<String>);

impl Words {
    /// The same words each time.
    pub fn invent() -> Self {
        const COMMON: &str = "и не что на я с как у это все да нет так но уже мы он она там вот і що та як це не ми він вони \
                              the and to of it is was for you приказ наказ командир лікар врач документ";
        let mut words: Vec<String> = COMMON.split_whitespace().map(str::to_owned).collect();
        let mut dice = Dice::new(3);
        words.resize_with(VOCABULARY, || invent_word(&mut dice));
        Self(words)
    }

    /// About forty words whose ranks are spread over this range.
    pub fn pick(&self, ranks: std::ops::Range<usize>) -> Vec<String> {
        let step = (ranks.len() / 40).max(1);
        self.0[ranks].iter().step_by(step).cloned().collect()
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

fn invent_word(dice: &mut Dice) -> String {
    const CYRILLIC: &[&str] = &[
        "ка", "ро", "ми", "ста", "нов", "ле", "пру", "до", "ві", "чі", "га", "сер", "бо", "лю", "ра", "кон", "те", "жи",
    ];
    const LATIN: &[&str] = &["ta", "re", "mi", "son", "lu", "ver", "ko", "da", "ne", "pol"];
    const ENDINGS: &[&str] = &["", "", "а", "у", "ом", "ами", "ів", "ого", "ий", "ла"];
    let latin = dice.below(6) == 0;
    let set = if latin { LATIN } else { CYRILLIC };
    let syllables = 2 + dice.below(3);
    let word: String = (0..syllables).map(|_| dice.one_of(set)).collect();
    if latin { word } else { word + dice.one_of(ENDINGS) }
}

/// Numbers that are the same in every run (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// The row of numbers that begins at this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    #[allow(
        clippy::should_implement_trait,
        reason = "it has no end, so an iterator's Option would only be in the way"
    )]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to but without `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        (self.next() % u64::from(bound)) as u32
    }

    fn one_of<'a>(&mut self, set: &[&'a str]) -> &'a str {
        set[self.below(set.len() as u32) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_messages_are_the_same_in_every_run_and_as_many_as_were_asked_for() {
        let words = Words::invent();
        let folder = std::env::temp_dir().join(format!("vouchsafe-bench-{}", std::process::id()));
        let texts = [folder.join("a"), folder.join("b")].map(|folder| {
            write_exports(&folder, &words, 1_500).expect("a folder that can be written");
            fs::read_to_string(folder.join("chat-00/result.json")).expect("one chat")
        });
        fs::remove_dir_all(&folder).expect("it was made here");
        assert_eq!(texts[0], texts[1]);
        let export: serde_json::Value = serde_json::from_str(&texts[0]).expect("an export is JSON");
        assert_eq!(export["messages"].as_array().map(Vec::len), Some(1_500));
    }
}
