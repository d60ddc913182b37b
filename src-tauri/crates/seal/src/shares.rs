//! Recovery shares: a random secret that opens a slot, split so that any `need` of `of` people bring it back and fewer know
//! nothing (Shamir, "How to share a secret", 1979), each share as thirty words on paper.
//!
//! A share is `version(1) ‖ set(4) ‖ need − 1 (4 bits), place − 1 (4 bits) ‖ share(32) ‖ checksum(26 bits)`: 330 bits, thirty words
//! of BIP-39's English list. The checksum is the start of `SHA-256("vouchsafe v1 share" ‖ what stands before it)`: with it one wrong
//! word among thirty is found and its place said.
//!
//! Deliberately absent: who holds a share, and paper.

use crate::arena::scrub_stack;
use crate::words::words_of;
use crate::{Digest, Passphrase, Randomness, SealError};
use bip39::Language;
use blahaj::Sharks;
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use zeroize::Zeroizing;

/// The words of a share.
pub const SHARE_WORDS: usize = 30;
/// The most people among whom a secret is split.
pub const MAX_SHARES: u8 = 16;

/// One share, read from its words.
pub struct Share {
    set: [u8; 4],
    need: u8,
    place: u8,
    value: Zeroizing<Vec<u8>>,
}

/// A secret that was split: what opens the slot, and the words for each person.
pub struct SplitSecret {
    /// Opens the slot; not to be shown.
    pub secret: Passphrase,
    /// Which shares belong together, as eight digits. No secret.
    pub set: String,
    /// The words of each share, with spaces between.
    pub shares: Vec<Zeroizing<String>>,
}

/// Why words are no share. No variant says a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadShare {
    /// As many words were given, and thirty are a share.
    Length(usize),
    /// The word at this place, from 1, is not in the list.
    UnknownWord(usize),
    /// All words are in the list, and with another word at this place they would be a share.
    WrongWord(usize),
    /// More than one word is wrong.
    Checksum,
    /// Of a later version.
    Newer,
}

impl Share {
    /// Which shares belong together. No secret.
    pub fn set(&self) -> String {
        hex(&self.set)
    }

    /// How many are needed.
    pub fn need(&self) -> u8 {
        self.need
    }

    /// Which one of the set it is, from 1.
    pub fn place(&self) -> u8 {
        self.place
    }

    /// Whether it is this share and no other.
    pub fn is_the_same_as(&self, other: &Share) -> bool {
        let outside = |share: &Share| (share.set, share.need, share.place);
        outside(self) == outside(other) && *self.value == *other.value
    }
}

/// Makes a random secret and splits it. [`SealError::KdfOutOfBounds`] unless 2 ≤ need ≤ of ≤ 16.
pub fn make_shares(need: u8, of: u8, randomness: &dyn Randomness) -> Result<SplitSecret, SealError> {
    if !(2..=of).contains(&need) || of > MAX_SHARES {
        return Err(SealError::KdfOutOfBounds);
    }
    let (mut secret, mut set) = (Zeroizing::new([0; 32]), [0; 4]);
    randomness.fill(&mut secret[..])?;
    randomness.fill(&mut set)?;
    let mut from = Dice {
        randomness,
        failed: false,
    };
    let split: Vec<blahaj::Share> = Sharks(need)
        .dealer_rng(&secret[..], &mut from)
        .take(of.into())
        .collect();
    if from.failed {
        return Err(SealError::NoRandomness);
    }
    let words = split.iter().map(|share| words_of_share(set, need, share)).collect();
    let made = SplitSecret {
        secret: as_passphrase(&secret[..])?,
        set: hex(&set),
        shares: words,
    };
    scrub_stack();
    Ok(made)
}

/// Reads a share as it was typed: in upper or lower case, the first four letters of a word or more, numbers before words.
pub fn read_share(typed: &Passphrase) -> Result<Share, BadShare> {
    let words = typed
        .text()
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let mut indexes = Zeroizing::new(Vec::with_capacity(SHARE_WORDS));
    let (mut count, mut unknown) = (0, None);
    for word in words {
        count += 1;
        match index_of(word) {
            Some(index) => indexes.push(index),
            None => unknown = unknown.or(Some(count)),
        }
    }
    match unknown {
        _ if count != SHARE_WORDS => Err(BadShare::Length(count)),
        Some(place) => Err(BadShare::UnknownWord(place)),
        None if is_whole(&indexes) => share_of(&bytes_of(&indexes)),
        None => Err(wrong_word(&mut indexes)),
    }
}

/// Brings the secret back. Fewer shares than are needed, or of several sets, give a secret that opens nothing.
pub fn join_shares(shares: &[Share]) -> Result<Passphrase, SealError> {
    let need = shares.first().map_or(0, |share| share.need);
    let points: Vec<blahaj::Share> = shares.iter().filter_map(as_point).collect();
    let secret = Sharks(need).recover(&points).map_err(|_| SealError::WrongKey)?;
    as_passphrase(&Zeroizing::new(secret))
}

/// The secret as what opens a slot: 64 hexadecimal digits.
fn as_passphrase(secret: &[u8]) -> Result<Passphrase, SealError> {
    Passphrase::copy_of(&Zeroizing::new(hex(secret)))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(nibble.into(), 16).expect("below 16"));
        }
    }
    text
}

fn as_point(share: &Share) -> Option<blahaj::Share> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(VALUE + 1));
    bytes.push(share.place);
    bytes.extend_from_slice(&share.value);
    blahaj::Share::try_from(bytes.as_slice()).ok()
}

fn words_of_share(set: [u8; 4], need: u8, share: &blahaj::Share) -> Zeroizing<String> {
    let point = Zeroizing::new(Vec::from(share));
    let mut bytes = Zeroizing::new(Vec::with_capacity(BODY + 4));
    bytes.push(VERSION);
    bytes.extend_from_slice(&set);
    bytes.push((need - 1) << 4 | (point[0] - 1));
    bytes.extend_from_slice(&point[1..]);
    let check = checksum(&bytes);
    bytes.extend_from_slice(&check);
    Zeroizing::new(words_of(&bytes, SHARE_WORDS))
}

fn share_of(bytes: &[u8]) -> Result<Share, BadShare> {
    if bytes[0] != VERSION {
        return Err(BadShare::Newer);
    }
    Ok(Share {
        set: [bytes[1], bytes[2], bytes[3], bytes[4]],
        need: (bytes[5] >> 4) + 1,
        place: (bytes[5] & 15) + 1,
        value: Zeroizing::new(bytes[6..BODY].to_vec()),
    })
}

/// The word with these letters, or the only one that begins with these four or more.
fn index_of(word: &str) -> Option<u16> {
    let word = Zeroizing::new(word.to_lowercase());
    let list = Language::English.word_list();
    let exact = list.iter().position(|known| *known == word.as_str());
    let begun = || {
        list.iter()
            .position(|known| word.len() >= 4 && known.starts_with(word.as_str()))
    };
    exact.or_else(begun).and_then(|index| u16::try_from(index).ok())
}

/// The bits of the words: the body, then the checksum.
fn bytes_of(indexes: &[u16]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(vec![0; BODY + 4]);
    for (i, index) in indexes.iter().enumerate() {
        for bit in 0..WORD_BITS {
            let at = i * WORD_BITS + bit;
            bytes[at / 8] |= ((index >> (WORD_BITS - 1 - bit) & 1) as u8) << (7 - at % 8);
        }
    }
    bytes
}

fn is_whole(indexes: &[u16]) -> bool {
    let bytes = bytes_of(indexes);
    let (body, check) = bytes.split_at(BODY);
    checksum(body)[..] == check[..]
}

/// The first 26 bits, in four bytes.
fn checksum(body: &[u8]) -> [u8; 4] {
    let mut digest = Digest::new();
    digest.update(b"vouchsafe v1 share");
    digest.update(body);
    let digest = digest.finish().0;
    [digest[0], digest[1], digest[2], digest[3] & 0b1100_0000]
}

/// Tries every other word at every place. By chance a wrong place fits once in a thousand times; then none is named.
fn wrong_word(indexes: &mut [u16]) -> BadShare {
    let mut fitting = Vec::new();
    for place in 0..indexes.len() {
        let was = indexes[place];
        for index in 0..LIST_LEN {
            indexes[place] = index;
            if is_whole(indexes) {
                fitting.push(place + 1);
                break;
            }
        }
        indexes[place] = was;
    }
    match fitting[..] {
        [place] => BadShare::WrongWord(place),
        _ => BadShare::Checksum,
    }
}

/// Our randomness for a library that asks for its own kind; a failure is noted and what it gave is not used.
struct Dice<'a> {
    randomness: &'a dyn Randomness,
    failed: bool,
}

impl TryRng for Dice<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = Zeroizing::new([0; 4]);
        self.try_fill_bytes(&mut bytes[..])?;
        Ok(u32::from_le_bytes(*bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = Zeroizing::new([0; 8]);
        self.try_fill_bytes(&mut bytes[..])?;
        Ok(u64::from_le_bytes(*bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        self.failed |= self.randomness.fill(out).is_err();
        Ok(())
    }
}

impl TryCryptoRng for Dice<'_> {}

const VERSION: u8 = 1;
const VALUE: usize = 32;
const BODY: usize = 6 + VALUE;
const WORD_BITS: usize = 11;
const LIST_LEN: u16 = 2048;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FixedRandomness, SystemRandomness};

    fn typed(text: &str) -> Passphrase {
        Passphrase::copy_of(text).expect("fits")
    }

    fn read(text: &str) -> Result<Share, BadShare> {
        read_share(&typed(text))
    }

    fn joined(split: &SplitSecret, places: &[usize]) -> bool {
        let shares: Vec<Share> = places.iter().map(|i| read(&split.shares[*i]).expect("whole")).collect();
        join_shares(&shares).is_ok_and(|secret| secret.bytes() == split.secret.bytes())
    }

    #[test]
    fn every_quorum_brings_the_secret_back_and_nothing_less_does() {
        for (need, of) in [(2, 2), (2, 3), (3, 5), (5, 6), (16, 16)] {
            let split = make_shares(need, of, &SystemRandomness).expect("randomness");
            for chosen in 0..1_u32 << of {
                if of == 16 && chosen.count_ones() < 15 {
                    continue; // sixty thousand more of the same
                }
                let places: Vec<usize> = (0..usize::from(of)).filter(|i| chosen >> i & 1 == 1).collect();
                let enough = places.len() >= usize::from(need);
                assert_eq!(joined(&split, &places), enough, "{places:?} of {of}, {need} needed");
            }
        }
    }

    /// Even when told that fewer are enough, the library gives something else.
    #[test]
    fn too_few_shares_that_claim_to_be_enough_give_another_secret() {
        let split = make_shares(3, 4, &SystemRandomness).expect("randomness");
        let mut shares: Vec<Share> = split.shares[..2]
            .iter()
            .map(|text| read(text).expect("whole"))
            .collect();
        shares.iter_mut().for_each(|share| share.need = 2);
        assert!(join_shares(&shares).expect("something").bytes() != split.secret.bytes());
    }

    #[test]
    fn a_share_is_read_however_it_was_typed_off_the_paper() {
        let split = make_shares(2, 3, &FixedRandomness::new(1)).expect("fixed");
        let words: Vec<&str> = split.shares[1].split(' ').collect();
        let numbered: String = words
            .iter()
            .enumerate()
            .map(|(i, word)| format!("{}. {word}\t", i + 1))
            .collect();
        let short: Vec<&str> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
        for text in [
            words.join("-"),
            words.join(" ").to_uppercase(),
            numbered,
            short.join(" "),
        ] {
            let share = read(&text).expect("whole");
            assert_eq!((share.set(), share.need(), share.place()), (split.set.clone(), 2, 2));
        }
        assert_eq!(words.len(), SHARE_WORDS);
    }

    #[test]
    fn one_wrong_word_is_found_and_its_place_said() {
        let split = make_shares(2, 3, &FixedRandomness::new(2)).expect("fixed");
        let right: Vec<&str> = split.shares[0].split(' ').collect();
        for place in [0, 1, 13, 27, 28, 29] {
            let mut words = right.clone();
            words[place] = if words[place] == "zoo" { "able" } else { "zoo" };
            assert_eq!(read(&words.join(" ")).err(), Some(BadShare::WrongWord(place + 1)));
            words[place] = "xylo";
            assert_eq!(read(&words.join(" ")).err(), Some(BadShare::UnknownWord(place + 1)));
        }
        let mut words = right.clone();
        (words[3], words[20]) = ("zoo", "able");
        assert_eq!(read(&words.join(" ")).err(), Some(BadShare::Checksum));
        assert_eq!(read(&right[..29].join(" ")).err(), Some(BadShare::Length(29)));
        assert_eq!(read("a").err(), Some(BadShare::Length(1)));
    }

    #[test]
    fn the_words_of_a_share_are_what_the_format_says() {
        let split = make_shares(2, 2, &FixedRandomness::new(3)).expect("fixed");
        let share = read(&split.shares[0]).expect("whole");
        let mut bytes = vec![1];
        bytes.extend_from_slice(&share.set);
        bytes.push(0x10);
        bytes.extend_from_slice(&share.value);
        let mut hashed = b"vouchsafe v1 share".to_vec();
        hashed.extend_from_slice(&bytes);
        bytes.extend_from_slice(&crate::sha256(&hashed).0[..4]);
        assert_eq!(*split.shares[0], words_of(&bytes, 30));
    }

    #[test]
    fn bounds_are_kept() {
        for (need, of) in [(0, 0), (1, 1), (1, 3), (3, 2), (2, 17), (0, 5)] {
            assert!(make_shares(need, of, &SystemRandomness).is_err(), "{need} of {of}");
        }
    }
}
