//! The custody log: every act is an entry that is never changed or taken out. Each entry is salted, chained to the one
//! before it and to the one before it about the same item, and a leaf of a Merkle tree (RFC 6962) whose root and size
//! fit on one short line to note elsewhere.
//!
//! Deliberately absent: the hashes themselves (`seal`), signatures over a head (whoever holds the signing key makes
//! them), the words for acts.

use crate::db::{Change, Reader, rows};
use crate::{Error, Result};
use model::{Act, CustodyEntry, Sha256Digest, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use seal::{CHAIN_START, Chain, Nonce, Randomness, Tree, canonical_json, chain, leaf_hash, make_nonce};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An entry to be made; it gets the next place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub act: Act,
    /// On what: an id such as `E-014`, or `locker`.
    pub item: String,
    /// Codes and figures, no names, no text of evidence; at most 64 of 500 characters.
    pub details: BTreeMap<String, String>,
}

/// An entry with the hashes that bind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The entry.
    pub entry: CustodyEntry,
    /// Its canonical JSON, which the hashes are over.
    pub canonical: String,
    /// The salt of its leaf.
    pub nonce: Nonce,
    /// Its leaf of the tree.
    pub leaf: Sha256Digest,
    /// The chain over all entries up to it.
    pub chain: Sha256Digest,
    /// Its place among the entries about its item, from 1.
    pub item_n: u32,
    /// The chain over its item's entries up to it.
    pub item_chain: Sha256Digest,
}

/// The state of the log at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of entries.
    pub n: u32,
    /// Root of the tree over them.
    pub root: Sha256Digest,
    /// The chain over them.
    pub chain: Sha256Digest,
}

/// What a check of the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReport {
    /// The head that was computed anew.
    pub head: Head,
    /// Places of entries that are not what was written, at most 1,000: their text, salt, place or chains.
    pub altered: Vec<u32>,
}

/// A part of the log, for a dossier: some items' entries with proofs that they are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The head that the proofs lead to.
    pub head: Head,
    /// The entries, in the order of the log.
    pub entries: Vec<Proven>,
    /// How many entries each item has, and the end of its chain: a withheld entry shows as a gap.
    pub items: Vec<ItemHead>,
    /// Entries about other items, which are not shown.
    pub withheld: u32,
}

/// An entry with the proof that it is in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The entry and its hashes.
    pub row: LogRow,
    /// Inclusion proof (RFC 6962) of leaf `row.entry.n - 1`.
    pub proof: Vec<Sha256Digest>,
}

/// The end of the chain of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemHead {
    /// The item.
    pub item: String,
    /// Number of entries about it.
    pub entries: u32,
    /// The chain over them.
    pub chain: Sha256Digest,
}

impl Head {
    /// The line to note elsewhere: the first 8 digits of the root and the number of entries, `7f3a 91c2 · 4,812`.
    pub fn line(&self) -> String {
        let root = self.root.to_string();
        format!("{} {} · {}", &root[..4], &root[4..8], thousands(self.n))
    }
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl LogReport {
    /// Whether every entry is what was written.
    pub fn is_intact(&self) -> bool {
        self.altered.is_empty()
    }
}

const COLUMNS: &str = "n, item, entry, nonce, leaf, chain, item_n, item_chain";

impl Change<'_> {
    /// Makes an entry about this act. [`Error::TooLong`] for details beyond their bound.
    pub fn log(&mut self, new: &NewEntry, randomness: &dyn Randomness) -> Result<u32> {
        check_bounds(new)?;
        let (n, before) = self.last_of_log()?;
        let (item_n, item_before) = self.last_of_item(&new.item)?;
        let entry = CustodyEntry {
            n: n + 1,
            at: new.at,
            act: new.act,
            item: new.item.clone(),
            details: new.details.clone(),
        };
        let canonical = canonical(&entry);
        let nonce = make_nonce(randomness).map_err(|_| Error::Io(0))?;
        let leaf = leaf_hash(&nonce, canonical.as_bytes());
        self.conn
            .prepare_cached(&format!(
                "INSERT INTO custody ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
            ))?
            .execute(params![
                entry.n,
                entry.item,
                canonical,
                &nonce[..],
                &leaf.0[..],
                &chain(Chain::Log, &before, &leaf).0[..],
                item_n + 1,
                &chain(Chain::Item, &item_before, &leaf).0[..]
            ])?;
        self.entries += 1;
        Ok(entry.n)
    }
}

fn check_bounds(new: &NewEntry) -> Result<()> {
    let values = new.details.iter().flat_map(|(key, value)| [key, value]);
    if new.details.len() > 64 {
        return Err(Error::TooLong);
    }
    values.chain([&new.item]).try_for_each(|text| rows::within(text, 500))
}

fn canonical(entry: &CustodyEntry) -> String {
    let bytes = canonical_json(entry).expect("an entry has text keys and whole numbers");
    String::from_utf8(bytes).expect("JSON is UTF-8")
}

impl Reader {
    /// Entries from the one after `after` on, at most `limit`; of all items or of one.
    pub fn log_entries(&self, item: Option<&str>, after: u32, limit: u32) -> Result<Vec<LogRow>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM custody WHERE (?1 IS NULL OR item = ?1) AND n > ?2 ORDER BY n LIMIT ?3"
        ))?;
        let mut rows = select.query(params![item, after, limit])?;
        let mut entries = Vec::new();
        while let Some(row) = rows.next()? {
            entries.push(read_row(row)?);
        }
        Ok(entries)
    }

    /// The state of the log now.
    pub fn log_head(&self) -> Result<Head> {
        let (n, chain) = self.last_of_log()?;
        let root = self.tree()?.root();
        Ok(Head { n, root, chain })
    }

    /// The number of entries and the chain over them, without the tree.
    pub(crate) fn log_end(&self) -> Result<(u32, Sha256Digest)> {
        self.last_of_log()
    }

    /// The chain as it was with `n` entries; nothing where the log is shorter.
    pub(crate) fn chain_at(&self, n: u32) -> Result<Option<Sha256Digest>> {
        if n == 0 {
            return Ok(Some(CHAIN_START));
        }
        let mut select = self.conn.prepare_cached("SELECT chain FROM custody WHERE n = ?1")?;
        Ok(select
            .query_row(params![n], |row| Ok(Sha256Digest(row.get(0)?)))
            .optional()?)
    }

    /// The root of the tree as it was with `n` entries, to be compared with a line noted then; nothing where the log is
    /// shorter.
    pub fn log_root_at(&self, n: u32) -> Result<Option<Sha256Digest>> {
        Ok(self.tree()?.root_at(u64::from(n)))
    }

    /// Computes every hash anew. An entry that was changed, moved or left out in the middle is found; a log cut off at
    /// its end is found by comparing the head with a line noted elsewhere.
    pub fn verify_log(&self) -> Result<LogReport> {
        let mut select = self
            .conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM custody ORDER BY n"))?;
        let mut rows = select.query([])?;
        let mut check = LogCheck::default();
        while let Some(row) = rows.next()? {
            let n: u32 = row.get(0)?;
            let sound = read_row(row).is_ok_and(|row| check.take(&row));
            if !sound && check.altered.len() < 1_000 {
                check.altered.push(n);
            }
        }
        let head = Head {
            n: check.n,
            root: check.tree.root(),
            chain: check.chain.unwrap_or(CHAIN_START),
        };
        Ok(LogReport {
            head,
            altered: check.altered,
        })
    }

    /// The entries about these items with their proofs.
    pub fn log_slice(&self, items: &BTreeSet<String>) -> Result<Slice> {
        let tree = self.tree()?;
        let (n, chain) = self.last_of_log()?;
        let mut slice = Slice {
            head: Head {
                n,
                root: tree.root(),
                chain,
            },
            entries: Vec::new(),
            items: Vec::new(),
            withheld: n,
        };
        for item in items {
            let rows = self.log_entries(Some(item), 0, u32::MAX)?;
            slice.withheld -= rows.len() as u32;
            slice.items.extend(rows.last().map(|last| ItemHead {
                item: item.clone(),
                entries: last.item_n,
                chain: last.item_chain,
            }));
            for row in rows {
                let proof = tree.prove_inclusion(u64::from(row.entry.n) - 1, u64::from(n));
                let proof = proof.ok_or(Error::DatabaseDamaged)?;
                slice.entries.push(Proven { row, proof });
            }
        }
        slice.entries.sort_by_key(|proven| proven.row.entry.n);
        Ok(slice)
    }

    fn tree(&self) -> Result<Tree> {
        let mut select = self.conn.prepare_cached("SELECT leaf FROM custody ORDER BY n")?;
        let mut rows = select.query([])?;
        let mut tree = Tree::default();
        while let Some(row) = rows.next()? {
            tree.push(Sha256Digest(row.get(0)?));
        }
        Ok(tree)
    }

    fn last_of_log(&self) -> Result<(u32, Sha256Digest)> {
        let last = self
            .conn
            .prepare_cached("SELECT n, chain FROM custody ORDER BY n DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, Sha256Digest(row.get(1)?))))
            .optional()?;
        Ok(last.unwrap_or((0, CHAIN_START)))
    }

    fn last_of_item(&self, item: &str) -> Result<(u32, Sha256Digest)> {
        let last = self
            .conn
            .prepare_cached("SELECT item_n, item_chain FROM custody WHERE item = ?1 ORDER BY item_n DESC LIMIT 1")?
            .query_row([item], |row| Ok((row.get(0)?, Sha256Digest(row.get(1)?))))
            .optional()?;
        Ok(last.unwrap_or((0, CHAIN_START)))
    }
}

fn read_row(row: &Row<'_>) -> Result<LogRow> {
    let canonical: String = row.get(2)?;
    let entry: CustodyEntry = rows::from_json(&canonical)?;
    let (n, item): (u32, String) = (row.get(0)?, row.get(1)?);
    if entry.n != n || entry.item != item {
        return Err(Error::DatabaseDamaged);
    }
    Ok(LogRow {
        entry,
        canonical,
        nonce: row.get(3)?,
        leaf: Sha256Digest(row.get(4)?),
        chain: Sha256Digest(row.get(5)?),
        item_n: row.get(6)?,
        item_chain: Sha256Digest(row.get(7)?),
    })
}

/// What the log should be, computed entry by entry.
#[derive(Default)]
struct LogCheck {
    n: u32,
    tree: Tree,
    chain: Option<Sha256Digest>,
    items: HashMap<String, (u32, Sha256Digest)>,
    altered: Vec<u32>,
}

impl LogCheck {
    /// Whether this row follows from the rows before it and from its own entry. What it says itself is what the next
    /// one is held against, so that one change is one finding.
    fn take(&mut self, row: &LogRow) -> bool {
        let leaf = leaf_hash(&row.nonce, canonical(&row.entry).as_bytes());
        let before = self.chain.unwrap_or(CHAIN_START);
        let (item_n, item_before) = self.items.get(&row.entry.item).copied().unwrap_or((0, CHAIN_START));
        let sound = row.entry.n == self.n + 1
            && row.leaf == leaf
            && row.canonical == canonical(&row.entry)
            && row.chain == chain(Chain::Log, &before, &leaf)
            && row.item_n == item_n + 1
            && row.item_chain == chain(Chain::Item, &item_before, &leaf);
        self.n = row.entry.n;
        self.tree.push(leaf);
        self.chain = Some(row.chain);
        self.items.insert(row.entry.item.clone(), (row.item_n, row.item_chain));
        sound
    }
}

#[cfg(test)]
#[path = "custody_tests.rs"]
mod tests;
