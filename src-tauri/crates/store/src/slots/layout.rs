//! Where each byte of one copy of the slots lies. Numbers are little-endian.
//!
//! ```text
//!      0  16  "vouchsafe slots" ‖ version (1)
//!     16  16  locker id
//!     32  16  memory in KiB, passes, lanes, 0 (32 bits each)
//!     48  32  salt of the key derivation
//!     80   8  generation
//!     88 540  sealed table: nonce(12) ‖ AES-256-GCM(table, 512) ‖ tag(16), under a key from the locker key; the limits as they
//!             were set stand at its end
//!    628  16  limits: tries, tries so far (8 bits each), days (16 bits), 0 (32 bits), last opening (64 bits); zeros when none is set
//!    644 3420  zeros
//!   4064  32  SHA-256 of everything else in this copy
//!   4096  8 × 65,536  slots
//! ```
//! The checksum finds damage; what an adversary could recompute is found by the slots (bound to bytes 0–79 and to their
//! number) and by the table (bound to bytes 0–87), which holds the digest of all slots.

use super::{Limits, SLOTS};
use crate::keys::{Keys, LockerId};
use crate::{Error, Result};
use seal::{Digest, KdfParams, Randomness, Root, SLOT_LEN, SealError, SlotContents, SlotKind};

/// Bytes of one copy.
pub(crate) const COPY_LEN: usize = PAGE + SLOTS * SLOT_LEN;
/// Bytes of the file.
pub(super) const FILE_LEN: usize = 2 * COPY_LEN;
/// What a wipe leaves at the start of a copy.
pub(crate) const WIPED: [u8; 16] = *b"vouchsafe wiped\x01";

const MAGIC: [u8; 15] = *b"vouchsafe slots";
const VERSION: u8 = 1;
const PAGE: usize = 4096;
const PARAMS: usize = 32;
const SALT: usize = 48;
const GENERATION: usize = 80;
const TABLE: usize = 88;
const TABLE_PLAIN: usize = 512;
const TABLE_END: usize = TABLE + 12 + TABLE_PLAIN + 16;
const LIMITS: usize = TABLE_END;
const CHECKSUM: usize = PAGE - 32;
const USE_LEN: usize = 56;
/// Where the limits stand among what the table says after its digest.
const KEPT: usize = SLOTS * USE_LEN;
/// The longest label of a slot, in bytes.
pub(super) const MAX_LABEL: usize = USE_LEN - 2;

/// One copy of the slots, checked or just made.
pub(super) struct Copy(Vec<u8>);

/// When the locker is to destroy itself, and how near that is. Known without a passphrase, and changed without one: what was
/// set stands in the table too ([`Kept`]).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spent {
    pub limits: Limits,
    pub tries: u8,
    /// Milliseconds since 1970; 0 where no days are counted.
    pub last_opened: u64,
}

/// Of [`Spent`], what only an open locker changes. Sealed in the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kept {
    pub limits: Limits,
    /// Milliseconds since 1970; 0 where no days are counted.
    pub last_opened: u64,
}

/// What is known about a slot in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Use {
    pub kind: SlotKind,
    pub label: String,
}

/// Which slots are in use; readable only with the locker key.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub uses: [Option<Use>; SLOTS],
    /// Nothing in a locker from before they were sealed.
    pub limits: Option<Kept>,
}

impl Spent {
    /// After an opening now, in milliseconds since 1970.
    pub fn opened_at(limits: Limits, now: u64) -> Self {
        Self {
            limits,
            tries: 0,
            last_opened: if limits.days > 0 { now } else { 0 },
        }
    }

    /// What the table keeps of it.
    pub fn kept(self) -> Kept {
        Kept {
            limits: self.limits,
            last_opened: self.last_opened,
        }
    }

    /// Wrong passphrases that are still borne; None where they are not counted.
    pub fn tries_left(self) -> Option<u8> {
        (self.limits.tries > 0).then(|| self.limits.tries.saturating_sub(self.tries))
    }
}

impl Copy {
    /// A new copy in which no slot is used, at generation 0.
    pub fn make(params: KdfParams, randomness: &dyn Randomness) -> Result<Self> {
        let mut bytes = vec![0; COPY_LEN];
        bytes[..15].copy_from_slice(&MAGIC);
        bytes[15] = VERSION;
        randomness.fill(&mut bytes[16..PARAMS])?;
        for (i, number) in [params.memory_kib(), params.passes(), params.lanes()]
            .into_iter()
            .enumerate()
        {
            bytes[PARAMS + 4 * i..PARAMS + 4 * i + 4].copy_from_slice(&number.to_le_bytes());
        }
        randomness.fill(&mut bytes[SALT..GENERATION])?;
        seal::fill_unused(&mut bytes[PAGE..], randomness)?;
        Ok(Self(bytes))
    }

    /// Checks magic, version, checksum and bounds of what was read.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        if bytes.len() != COPY_LEN || bytes[..15] != MAGIC {
            return Err(Error::SlotsDamaged);
        }
        if bytes[15] != VERSION {
            return Err(Error::LockerIsNewer); // before the checksum, which a later version may take otherwise
        }
        if checksum(bytes) != bytes[CHECKSUM..PAGE] {
            return Err(Error::SlotsDamaged);
        }
        let copy = Self(bytes.to_vec());
        copy.params()?;
        Ok(copy)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn locker_id(&self) -> LockerId {
        self.0[16..PARAMS].try_into().expect("16 bytes")
    }

    pub fn salt(&self) -> [u8; 32] {
        self.0[SALT..GENERATION].try_into().expect("32 bytes")
    }

    pub fn generation(&self) -> u64 {
        u64::from_le_bytes(self.0[GENERATION..TABLE].try_into().expect("8 bytes"))
    }

    /// The limits, and what of them is spent.
    pub fn spent(&self) -> Spent {
        let at = |from: usize, len: usize| &self.0[LIMITS + from..LIMITS + from + len];
        Spent {
            limits: Limits {
                tries: at(0, 1)[0],
                days: u16::from_le_bytes(at(2, 2).try_into().expect("2 bytes")),
            },
            tries: at(1, 1)[0],
            last_opened: u64::from_le_bytes(at(8, 8).try_into().expect("8 bytes")),
        }
    }

    /// Sets them. The checksum follows; the table is the caller's.
    pub fn set_spent(&mut self, spent: Spent) {
        self.0[LIMITS] = spent.limits.tries;
        self.0[LIMITS + 1] = spent.tries;
        self.0[LIMITS + 2..LIMITS + 4].copy_from_slice(&spent.limits.days.to_le_bytes());
        self.0[LIMITS + 8..LIMITS + 16].copy_from_slice(&spent.last_opened.to_le_bytes());
        self.set_checksum();
    }

    /// Becomes the slots of another locker, in which this slot alone is used. What the others held is noise from now on.
    pub fn give_way(
        &mut self,
        to: LockerId,
        slot: usize,
        contents: &SlotContents,
        root: &Root,
        with: &dyn Randomness,
    ) -> Result<()> {
        self.0[16..PARAMS].copy_from_slice(&to);
        seal::fill_unused(&mut self.0[PAGE..], with)?;
        self.0[LIMITS..LIMITS + 16].fill(0);
        self.put_slot(slot, contents, root, with)
    }

    /// The cost of a passphrase, bounded. [`Error::SlotsCostTooHigh`].
    pub fn params(&self) -> Result<KdfParams> {
        let number = |i: usize| {
            let at = PARAMS + 4 * i;
            u32::from_le_bytes(self.0[at..at + 4].try_into().expect("4 bytes"))
        };
        KdfParams::read(number(0), number(1), number(2)).map_err(|_| Error::SlotsCostTooHigh)
    }

    /// The slot that this root opens.
    pub fn find(&self, root: &Root) -> Result<(usize, SlotContents)> {
        for slot in 0..SLOTS {
            match seal::open_slot(self.slot(slot), root, &self.context(slot)) {
                Ok(contents) => return Ok((slot, contents)),
                Err(SealError::WrongKey) => {}
                Err(_) => return Err(Error::SlotsDamaged),
            }
        }
        Err(Error::WrongPassphrase)
    }

    pub fn put_slot(&mut self, slot: usize, contents: &SlotContents, root: &Root, with: &dyn Randomness) -> Result<()> {
        let sealed = seal::seal_slot(contents, root, &self.context(slot), with)?;
        self.slot_mut(slot).copy_from_slice(&sealed);
        Ok(())
    }

    pub fn clear_slot(&mut self, slot: usize, randomness: &dyn Randomness) -> Result<()> {
        Ok(seal::fill_unused(self.slot_mut(slot), randomness)?)
    }

    /// The table, authenticated with all slots. [`Error::SlotsDamaged`].
    pub fn open_table(&self, keys: &Keys) -> Result<Table> {
        let plain = keys
            .locker
            .open_slot_table(&keys.id, &self.0[TABLE..TABLE_END], &self.0[..TABLE]);
        let plain = plain.map_err(|_| Error::SlotsDamaged)?;
        if plain[..32] != self.slots_digest() {
            return Err(Error::SlotsDamaged);
        }
        Table::read(&plain[32..])
    }

    /// Sets the generation to this where it is lower.
    pub fn raise_generation(&mut self, to: u64) {
        let raised = self.generation().max(to);
        self.0[GENERATION..TABLE].copy_from_slice(&raised.to_le_bytes());
    }

    /// Counts the generation up, seals the table and sets the checksum: the last thing before writing.
    pub fn seal_table(&mut self, table: Table, keys: &Keys, randomness: &dyn Randomness) -> Result<()> {
        let next = self.generation().checked_add(1).ok_or(Error::SlotsDamaged)?;
        self.0[GENERATION..TABLE].copy_from_slice(&next.to_le_bytes());
        self.seal_table_as_counted(table, keys, randomness)
    }

    /// The same without counting: for a copy that leaves the locker and has to agree with the database that leaves with it.
    pub fn seal_table_as_counted(&mut self, table: Table, keys: &Keys, randomness: &dyn Randomness) -> Result<()> {
        let mut plain = vec![0; TABLE_PLAIN];
        plain[..32].copy_from_slice(&self.slots_digest());
        table.write(&mut plain[32..])?;
        let sealed = keys
            .locker
            .seal_slot_table(&keys.id, &plain, &self.0[..TABLE], randomness)?;
        self.0[TABLE..TABLE_END].copy_from_slice(&sealed);
        self.set_checksum();
        Ok(())
    }

    fn set_checksum(&mut self) {
        let checksum = checksum(&self.0);
        self.0[CHECKSUM..PAGE].copy_from_slice(&checksum);
    }

    fn slot(&self, slot: usize) -> &[u8] {
        &self.0[PAGE + slot * SLOT_LEN..PAGE + (slot + 1) * SLOT_LEN]
    }

    fn slot_mut(&mut self, slot: usize) -> &mut [u8] {
        &mut self.0[PAGE + slot * SLOT_LEN..PAGE + (slot + 1) * SLOT_LEN]
    }

    fn slots_digest(&self) -> [u8; 32] {
        seal::sha256(&self.0[PAGE..]).0
    }

    fn context(&self, slot: usize) -> Vec<u8> {
        [&self.0[..GENERATION], &[slot as u8]].concat()
    }
}

impl Table {
    fn write(&self, out: &mut [u8]) -> Result<()> {
        for (used, out) in self.uses.iter().zip(out.chunks_exact_mut(USE_LEN)) {
            let Some(Use { kind, label }) = used else { continue };
            if label.len() > MAX_LABEL {
                return Err(Error::TooLong);
            }
            out[0] = match kind {
                SlotKind::Owner => 1,
                SlotKind::Recovery => 2,
                SlotKind::Duress => 3,
            };
            out[1] = label.len() as u8;
            out[2..2 + label.len()].copy_from_slice(label.as_bytes());
        }
        if let Some(Kept { limits, last_opened }) = self.limits {
            out[KEPT] = 1;
            out[KEPT + 1] = limits.tries;
            out[KEPT + 2..KEPT + 4].copy_from_slice(&limits.days.to_le_bytes());
            out[KEPT + 8..KEPT + 16].copy_from_slice(&last_opened.to_le_bytes());
        }
        Ok(())
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        let mut table = Self::default();
        for (used, bytes) in table.uses.iter_mut().zip(bytes.chunks_exact(USE_LEN)) {
            let kind = match bytes[0] {
                0 => continue,
                1 => SlotKind::Owner,
                2 => SlotKind::Recovery,
                3 => SlotKind::Duress,
                _ => return Err(Error::LockerIsNewer),
            };
            let label = bytes.get(2..2 + usize::from(bytes[1])).ok_or(Error::SlotsDamaged)?;
            let label = String::from_utf8(label.to_vec()).map_err(|_| Error::SlotsDamaged)?;
            *used = Some(Use { kind, label });
        }
        table.limits = (bytes[KEPT] == 1).then(|| Kept {
            limits: Limits {
                tries: bytes[KEPT + 1],
                days: u16::from_le_bytes(bytes[KEPT + 2..KEPT + 4].try_into().expect("2 bytes")),
            },
            last_opened: u64::from_le_bytes(bytes[KEPT + 8..KEPT + 16].try_into().expect("8 bytes")),
        });
        Ok(table)
    }
}

fn checksum(copy: &[u8]) -> [u8; 32] {
    let mut digest = Digest::new();
    digest.update(&copy[..CHECKSUM]);
    digest.update(&copy[PAGE..]);
    digest.finish().0
}
