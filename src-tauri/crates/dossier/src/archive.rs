//! The one ZIP layout of a dossier, and nothing else (PKWARE APPNOTE 6.3.9): files stored one after the other from the
//! first byte, then the central directory, then its end. Every header follows from an [`Entry`] by one function, so
//! reading compares bytes instead of believing them: two ZIP programs cannot see two different archives.
//!
//! Deliberately absent: compression, encryption, comments, folders, several disks, foreign extra fields. The writer is
//! in `archive_write`, the reader in `archive_read`.

use model::Timestamp;

/// Most files in an archive.
pub(crate) const FILES_LIMIT: usize = 100_000;
/// Longest path, in bytes.
pub(crate) const PATH_LIMIT: usize = 512;

pub(crate) const LOCAL: u32 = 0x0403_4b50;
pub(crate) const CENTRAL: u32 = 0x0201_4b50;
pub(crate) const END: u32 = 0x0605_4b50;
pub(crate) const END64: u32 = 0x0606_4b50;
const LOCATOR64: u32 = 0x0706_4b50;
const DESCRIPTOR: u32 = 0x0807_4b50;

const MAX32: u64 = 0xffff_ffff;
/// Names are UTF-8 (bit 11); checksum and sizes follow the data (bit 3).
pub(crate) const FLAGS: u16 = 1 << 11 | 1 << 3;
/// A regular file that its owner may write and others may read, as Unix states it.
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// One file of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) path: String,
    pub(crate) crc: u32,
    pub(crate) len: u64,
    /// Where its local header starts.
    pub(crate) at: u64,
    /// MS-DOS date and time, two seconds fine.
    pub(crate) time: [u16; 2],
}

impl Entry {
    fn large(&self) -> bool {
        self.len >= MAX32
    }

    /// What stands before the data. Sizes and checksum are in the descriptor after it, so that nothing is read twice.
    pub(crate) fn local_header(&self) -> Vec<u8> {
        let size = if self.large() { 0xffff_ffff_u32 } else { 0 };
        let mut out = Vec::with_capacity(50 + self.path.len());
        put32(&mut out, LOCAL);
        self.put_common(&mut out, self.large(), 0, size, size);
        put16(&mut out, if self.large() { 20 } else { 0 });
        out.extend_from_slice(self.path.as_bytes());
        if self.large() {
            put16(&mut out, 1);
            put16(&mut out, 16);
            put64(&mut out, 0);
            put64(&mut out, 0);
        }
        out
    }

    /// What stands after the data.
    pub(crate) fn descriptor(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(24);
        put32(&mut out, DESCRIPTOR);
        put32(&mut out, self.crc);
        for _ in 0..2 {
            if self.large() {
                put64(&mut out, self.len);
            } else {
                put32(&mut out, self.len as u32);
            }
        }
        out
    }

    /// Its record in the central directory.
    pub(crate) fn central_header(&self) -> Vec<u8> {
        let (large, far) = (self.large(), self.at >= MAX32);
        let size = if large { 0xffff_ffff } else { self.len as u32 };
        let extra = 16 * usize::from(large) + 8 * usize::from(far);
        let mut out = Vec::with_capacity(74 + self.path.len());
        put32(&mut out, CENTRAL);
        put16(&mut out, 3 << 8 | 45); // made by: Unix, version 4.5
        self.put_common(&mut out, large || far, self.crc, size, size);
        put16(&mut out, if extra > 0 { extra as u16 + 4 } else { 0 });
        put16(&mut out, 0); // comment
        put16(&mut out, 0); // disk
        put16(&mut out, 0); // internal attributes
        put32(&mut out, ATTRIBUTES);
        put32(&mut out, if far { 0xffff_ffff } else { self.at as u32 });
        out.extend_from_slice(self.path.as_bytes());
        if extra > 0 {
            put16(&mut out, 1);
            put16(&mut out, extra as u16);
        }
        if large {
            put64(&mut out, self.len);
            put64(&mut out, self.len);
        }
        if far {
            put64(&mut out, self.at);
        }
        out
    }

    fn put_common(&self, out: &mut Vec<u8>, needs_64: bool, crc: u32, packed: u32, size: u32) {
        put16(out, if needs_64 { 45 } else { 20 });
        put16(out, FLAGS);
        put16(out, 0); // stored
        put16(out, self.time[1]);
        put16(out, self.time[0]);
        put32(out, crc);
        put32(out, packed);
        put32(out, size);
        put16(out, self.path.len() as u16);
    }

    /// Where its data starts.
    pub(crate) fn data_at(&self) -> u64 {
        let header = 30 + self.path.len() as u64 + if self.large() { 20 } else { 0 };
        self.at.saturating_add(header)
    }

    /// Where the next entry starts.
    pub(crate) fn end(&self) -> u64 {
        let descriptor = if self.large() { 24 } else { 16 };
        self.data_at().saturating_add(self.len).saturating_add(descriptor)
    }
}

/// What stands after the central directory.
pub(crate) fn end_records(files: u64, directory_at: u64, directory_len: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(98);
    if files >= 0xffff || directory_at >= MAX32 || directory_len >= MAX32 {
        put32(&mut out, END64);
        put64(&mut out, 44);
        put16(&mut out, 3 << 8 | 45);
        put16(&mut out, 45);
        put64(&mut out, 0); // both disk numbers
        for number in [files, files, directory_len, directory_at] {
            put64(&mut out, number);
        }
        put32(&mut out, LOCATOR64);
        put32(&mut out, 0);
        put64(&mut out, directory_at.saturating_add(directory_len));
        put32(&mut out, 1);
    }
    put32(&mut out, END);
    put32(&mut out, 0); // both disk numbers
    put16(&mut out, files.min(0xffff) as u16);
    put16(&mut out, files.min(0xffff) as u16);
    put32(&mut out, directory_len.min(MAX32) as u32);
    put32(&mut out, directory_at.min(MAX32) as u32);
    put16(&mut out, 0); // comment
    out
}

fn put16(out: &mut Vec<u8>, number: u16) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn put32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn put64(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// An instant as MS-DOS date and time in UTC; 1980 where it is earlier, 2107 where it is later.
pub(crate) fn dos_time(at: Timestamp) -> [u16; 2] {
    const FIRST: i64 = 315_532_800; // 1980-01-01T00:00:00Z
    const LAST: i64 = 4_354_819_198; // 2107-12-31T23:59:58Z
    let seconds = at.millis().div_euclid(1000).clamp(FIRST, LAST);
    let (day, second) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil_date(day);
    let date = (year - 1980) << 9 | month << 5 | day;
    let time = (second / 3600) << 11 | (second / 60 % 60) << 5 | (second % 60 / 2);
    [date as u16, time as u16]
}

/// Days since 1970 as year, month, day: the months are counted from March, so that the leap day comes last.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_becomes_its_ms_dos_date_and_time() {
        let at = |text: &str| dos_time(text.parse().expect("an instant"));
        assert_eq!(at("1970-01-01T00:00:00Z"), [1 << 5 | 1, 0], "too early is 1980");
        assert_eq!(
            at("2024-02-29T23:59:58Z"),
            [44 << 9 | 2 << 5 | 29, 23 << 11 | 59 << 5 | 29]
        );
        assert_eq!(at("2026-11-22T12:34:56.789Z")[1], 12 << 11 | 34 << 5 | 28);
    }
}
