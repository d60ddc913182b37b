//! Locked memory for secrets, and the large scratch memory of Argon2id. The only module with `unsafe`.
//!
//! Regions of 64 KiB between two guard pages, locked against swapping, left out of core dumps and emptied in a forked
//! child, are handed out in cells of 64 bytes and zeroed when given back. Where the system refuses to lock,
//! [`memory_report`] says so and the program goes on: a warning is better than a person without their locker.
//!
//! Deliberately absent: what the bytes mean (see `secret`).
#![allow(
    unsafe_code,
    reason = "mapping and locking memory has no safe form; every block says why it holds"
)]

use rustix::mm::{Advice, MapFlags, MprotectFlags, ProtFlags, madvise, mlock, mmap_anonymous, mprotect, munmap};
use std::alloc::{Layout, handle_alloc_error};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use zeroize::Zeroize;

/// Whether the memory that holds secrets is protected as intended. `true` is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryReport {
    /// Secrets cannot be swapped out.
    pub locked: bool,
    /// Secrets are left out of core dumps.
    pub not_dumped: bool,
    /// A forked child finds zeros.
    pub wiped_on_fork: bool,
}

/// How the memory of secrets is protected in this process.
pub fn memory_report() -> MemoryReport {
    drop(Locked::zeroed(1)); // a process without secrets yet: try once
    MemoryReport {
        locked: !NOT_LOCKED.load(Ordering::Relaxed),
        not_dumped: !DUMPED.load(Ordering::Relaxed),
        wiped_on_fork: !NOT_WIPED_ON_FORK.load(Ordering::Relaxed),
    }
}

/// Some bytes in locked memory, zero at first, zeroed when dropped.
pub(crate) struct Locked {
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: `Locked` owns its cells alone; the arena behind it is guarded by a mutex.
unsafe impl Send for Locked {}
// SAFETY: shared access only reads; writing needs `&mut`.
unsafe impl Sync for Locked {}

impl Locked {
    /// `len` zero bytes.
    pub(crate) fn zeroed(len: usize) -> Self {
        Self {
            start: regions().take(len),
            len,
        }
    }

    /// `len` bytes that `fill` writes in place.
    pub(crate) fn born<E>(len: usize, fill: impl FnOnce(&mut [u8]) -> Result<(), E>) -> Result<Self, E> {
        let mut locked = Self::zeroed(len);
        fill(locked.bytes_mut())?;
        Ok(locked)
    }

    /// A copy of some bytes; the original stays the caller's to erase.
    pub(crate) fn copy_of(bytes: &[u8]) -> Self {
        let mut locked = Self::zeroed(bytes.len());
        locked.bytes_mut().copy_from_slice(bytes);
        locked
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the cells are mapped, initialised (zero at least) and ours until drop.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `bytes`, and `&mut self` makes this the only reference.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        self.bytes_mut().zeroize();
        regions().give_back(self.start, self.len);
    }
}

/// A value in locked memory, for types of other crates that hold key material and do not erase themselves.
pub(crate) struct Place<T> {
    cells: Locked,
    value: NonNull<T>,
}

// SAFETY: `Place` owns its value alone, so it may go where the value may go.
unsafe impl<T: Send> Send for Place<T> {}
// SAFETY: shared access gives only `&T`.
unsafe impl<T: Sync> Sync for Place<T> {}

impl<T> Place<T> {
    /// Moves the value that `make` returns into locked memory, and overwrites the stack that it was made on.
    pub(crate) fn new(make: impl FnOnce() -> T) -> Self {
        const { assert!(align_of::<T>() <= CELL) };
        let cells = Locked::zeroed(size_of::<T>().max(1));
        let value = cells.start.cast::<T>();
        // SAFETY: the cells are large enough, aligned to `CELL`, and ours.
        unsafe { write_apart(value, make) };
        scrub_stack();
        Self { cells, value }
    }

    pub(crate) fn get(&self) -> &T {
        // SAFETY: written in `new`, dropped only in `drop`.
        unsafe { self.value.as_ref() }
    }
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        // SAFETY: written once in `new`, dropped once here; `cells` zeroes the bytes afterwards.
        unsafe { ptr::drop_in_place(self.value.as_ptr()) };
        debug_assert!(self.cells.len >= size_of::<T>());
    }
}

/// SAFETY: `place` must be valid for writing a `T`. Kept out of line so that its stack frame lies where `scrub_stack` writes.
#[inline(never)]
unsafe fn write_apart<T>(place: NonNull<T>, make: impl FnOnce() -> T) {
    // SAFETY: the caller's promise.
    unsafe { place.as_ptr().write(make()) };
}

/// Overwrites the stack below the caller, where earlier calls may have left key material. As good as a compiler allows:
/// registers and the frames above are out of reach.
#[inline(never)]
pub(crate) fn scrub_stack() {
    let mut below = [0u8; 16 * 1024];
    below.zeroize();
    std::hint::black_box(&mut below);
}

/// Overwrites what the calls of a whole verb may have left on this thread's stack: rows, words that were searched. As
/// good as a compiler allows.
#[inline(never)]
pub fn forget_stack() {
    let mut below = [0u8; 192 * 1024];
    std::hint::black_box(&mut below);
}

/// Memory for one Argon2id run, on huge pages where the system has them, left out of core dumps, unmapped when dropped
/// (the system gives no page on before it is zero). Too large to be locked.
pub(crate) struct Scratch {
    start: NonNull<argon2::Block>,
    blocks: usize,
}

impl Scratch {
    /// Room for this many blocks of 1 KiB, or `None` where the system does not give it.
    pub(crate) fn new(blocks: usize) -> Option<Self> {
        let bytes = blocks.checked_mul(argon2::Block::SIZE).filter(|&bytes| bytes > 0)?;
        let start = map(bytes, ProtFlags::READ | ProtFlags::WRITE)?;
        for advice in [Advice::LinuxHugepage, Advice::LinuxDontDump] {
            // SAFETY: exactly the mapping just made. Refused advice costs speed, not safety.
            let _ = unsafe { madvise(start.as_ptr().cast(), bytes, advice) };
        }
        Some(Self {
            start: start.cast(),
            blocks,
        })
    }

    pub(crate) fn blocks(&mut self) -> &mut [argon2::Block] {
        // SAFETY: mapped zero pages, page-aligned; a `Block` is 1 KiB of integers for which zero is a value.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.blocks) }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // SAFETY: the whole mapping made in `new`, to which no reference is left.
        let _ = unsafe { munmap(self.start.as_ptr().cast(), self.blocks * argon2::Block::SIZE) };
    }
}

const CELL: usize = 64;
const GUARD: usize = 64 * 1024; // a multiple of every page size in use
const REGION: usize = 64 * 1024;

static NOT_LOCKED: AtomicBool = AtomicBool::new(false);
static DUMPED: AtomicBool = AtomicBool::new(false);
static NOT_WIPED_ON_FORK: AtomicBool = AtomicBool::new(false);
static REGIONS: Mutex<Regions> = Mutex::new(Regions(Vec::new()));

fn regions() -> MutexGuard<'static, Regions> {
    REGIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Regions(Vec<Region>);

struct Region {
    start: NonNull<u8>,
    used: Vec<bool>,
}

// SAFETY: a region is reached only through the mutex, and its cells only through the `Locked` that owns them.
unsafe impl Send for Region {}

impl Regions {
    fn take(&mut self, len: usize) -> NonNull<u8> {
        let cells = len.div_ceil(CELL).max(1);
        if let Some(start) = self.0.iter_mut().find_map(|region| region.take(cells)) {
            return start;
        }
        let mut region = Region::new((cells * CELL).max(REGION));
        let start = region
            .take(cells)
            .expect("a new region has room for what it was made for");
        self.0.push(region);
        start
    }

    fn give_back(&mut self, start: NonNull<u8>, len: usize) {
        let cells = len.div_ceil(CELL).max(1);
        let of = self
            .0
            .iter_mut()
            .find_map(|region| region.index(start).map(|first| (region, first)));
        if let Some((region, first)) = of {
            region.used[first..first + cells].fill(false);
        }
    }
}

impl Region {
    /// A mapped region of `len` usable bytes between two guard pages. Out of memory ends the process as it does for `Box`.
    fn new(len: usize) -> Self {
        let len = len.next_multiple_of(REGION);
        let layout = Layout::from_size_align(len, CELL).expect("a multiple of 64 KiB far below the address space");
        let Some(outer) = map(len + 2 * GUARD, ProtFlags::empty()) else {
            handle_alloc_error(layout)
        };
        // SAFETY: inside the mapping just made.
        let start = unsafe { outer.add(GUARD) };
        // SAFETY: the inner part of the mapping just made, to which no reference exists yet.
        if unsafe { mprotect(start.as_ptr().cast(), len, MprotectFlags::READ | MprotectFlags::WRITE) }.is_err() {
            handle_alloc_error(layout)
        }
        protect(start, len);
        Self {
            start,
            used: vec![false; len / CELL],
        }
    }

    fn take(&mut self, cells: usize) -> Option<NonNull<u8>> {
        let first = self.used.windows(cells).position(|run| run.iter().all(|used| !used))?;
        self.used[first..first + cells].fill(true);
        // SAFETY: `first` is a cell of this region.
        Some(unsafe { self.start.add(first * CELL) })
    }

    fn index(&self, start: NonNull<u8>) -> Option<usize> {
        let offset = start.as_ptr().addr().checked_sub(self.start.as_ptr().addr())?;
        (offset < self.used.len() * CELL).then_some(offset / CELL)
    }
}

fn map(len: usize, access: ProtFlags) -> Option<NonNull<u8>> {
    // SAFETY: a new anonymous mapping touches no existing memory.
    let start = unsafe { mmap_anonymous(ptr::null_mut(), len, access, MapFlags::PRIVATE) }.ok()?;
    NonNull::new(start.cast())
}

fn protect(start: NonNull<u8>, len: usize) {
    // SAFETY: `Region::new` passes exactly its own mapping. Locking and advice do not change its contents.
    unsafe {
        if mlock(start.as_ptr().cast(), len).is_err() {
            NOT_LOCKED.store(true, Ordering::Relaxed);
        }
        if madvise(start.as_ptr().cast(), len, Advice::LinuxDontDump).is_err() {
            DUMPED.store(true, Ordering::Relaxed);
        }
        if madvise(start.as_ptr().cast(), len, Advice::LinuxWipeOnFork).is_err() {
            NOT_WIPED_ON_FORK.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_zero_when_they_are_handed_out_again() {
        let address = {
            let mut first = Locked::zeroed(100);
            first.bytes_mut().fill(0xa5);
            first.start
        };
        let held: Vec<_> = (0..64).map(|_| Locked::zeroed(100)).collect();
        assert!(
            held.iter().all(|cells| cells.bytes().iter().all(|&byte| byte == 0)),
            "a secret was left behind"
        );
        assert!(regions().0.iter().any(|region| region.index(address).is_some()));
    }

    #[test]
    fn neighbours_do_not_touch() {
        let mut all: Vec<_> = (1..200).map(Locked::zeroed).collect();
        for (i, cells) in all.iter_mut().enumerate() {
            cells.bytes_mut().fill(i as u8 + 1);
        }
        for (i, cells) in all.iter().enumerate() {
            assert!(
                cells.bytes().iter().all(|&byte| byte == i as u8 + 1),
                "cell {i} was overwritten"
            );
        }
    }

    #[test]
    fn more_than_a_region_fits() {
        let mut large = Locked::zeroed(3 * REGION + 1);
        large.bytes_mut().fill(1);
        assert_eq!(large.bytes().len(), 3 * REGION + 1);
    }

    #[test]
    fn a_forked_child_finds_zeros_and_swap_finds_nothing_where_the_system_allows_it() {
        let report = memory_report();
        assert!(
            report.not_dumped && report.wiped_on_fork,
            "Linux has both since 4.14: {report:?}"
        );
    }
}
