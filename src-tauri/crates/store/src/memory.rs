//! The memory SQLite works in: what it gives back is overwritten first, so that no page, row or search term outlives
//! the connection that read it. Given to SQLite before its first use (sqlite.org/malloc.html, "SQLITE_CONFIG_MALLOC").
//!
//! Deliberately absent: locking this memory. Keys lie in SQLCipher's own locked heap; locking every page of content
//! costs ten times the time, and the kernel's default limit refuses it after 8 MiB (decision 0015).

#![allow(unsafe_code, reason = "SQLite takes an allocator through C function pointers only")]

use crate::{Error, Result};
use rusqlite::ffi;
use std::alloc::{GlobalAlloc, Layout, System};
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::OnceLock;
use zeroizing_alloc::ZeroAlloc;

/// Bytes before each piece that hold its size; also the alignment, which is what C promises.
const HEAD: usize = 16;

/// The largest piece SQLite may ask for; its own limit is a little below 2 GiB.
const MOST: usize = 1 << 30;

static HEAP: ZeroAlloc<System> = ZeroAlloc(System);

static GIVEN: OnceLock<c_int> = OnceLock::new();

/// Gives SQLite the allocator, once. An error when SQLite was used before by somebody else in this process.
pub(crate) fn overwrite_when_freed() -> Result<()> {
    let code = *GIVEN.get_or_init(|| {
        let methods = METHODS;
        // SAFETY: the struct is copied by SQLite during the call; the functions below keep its contract.
        unsafe { ffi::sqlite3_config(ffi::SQLITE_CONFIG_MALLOC, &raw const methods) }
    });
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(Error::Database(code))
    }
}

const METHODS: ffi::sqlite3_mem_methods = ffi::sqlite3_mem_methods {
    xMalloc: Some(allocate),
    xFree: Some(free),
    xRealloc: Some(reallocate),
    xSize: Some(size),
    xRoundup: Some(round_up),
    xInit: Some(begin),
    xShutdown: Some(end),
    pAppData: ptr::null_mut(),
};

fn layout(bytes: usize) -> Option<Layout> {
    if bytes == 0 || bytes > MOST {
        return None;
    }
    Layout::from_size_align(HEAD + bytes, HEAD).ok()
}

/// The size that stands before a piece.
///
/// # Safety
/// `piece` came from [`allocate`] and has not been freed.
unsafe fn size_of(piece: *mut c_void) -> usize {
    // SAFETY: `allocate` put the size there, aligned.
    unsafe { piece.cast::<u8>().sub(HEAD).cast::<usize>().read() }
}

unsafe extern "C" fn allocate(bytes: c_int) -> *mut c_void {
    let Some((bytes, layout)) = usize::try_from(bytes)
        .ok()
        .and_then(|bytes| Some((bytes, layout(bytes)?)))
    else {
        return ptr::null_mut();
    };
    // SAFETY: the layout is not empty; the head lies within it and is aligned.
    unsafe {
        let whole = HEAP.alloc(layout);
        if whole.is_null() {
            return ptr::null_mut();
        }
        whole.cast::<usize>().write(bytes);
        whole.add(HEAD).cast()
    }
}

unsafe extern "C" fn free(piece: *mut c_void) {
    if piece.is_null() {
        return;
    }
    // SAFETY: SQLite gives back what it got from `allocate`, once.
    unsafe {
        if let Some(layout) = layout(size_of(piece)) {
            HEAP.dealloc(piece.cast::<u8>().sub(HEAD), layout);
        }
    }
}

/// Never through `realloc`, which may move a piece and leave the old one as it was.
unsafe extern "C" fn reallocate(piece: *mut c_void, bytes: c_int) -> *mut c_void {
    // SAFETY: SQLite gives a live piece of ours; old and new do not overlap, the old is the shorter.
    unsafe {
        let before = size_of(piece);
        if usize::try_from(bytes).is_ok_and(|bytes| bytes <= before) {
            return piece;
        }
        let new = allocate(bytes);
        if !new.is_null() {
            ptr::copy_nonoverlapping(piece.cast::<u8>(), new.cast::<u8>(), before);
            free(piece);
        }
        new
    }
}

unsafe extern "C" fn size(piece: *mut c_void) -> c_int {
    if piece.is_null() {
        return 0;
    }
    // SAFETY: a live piece of ours.
    c_int::try_from(unsafe { size_of(piece) }).unwrap_or(c_int::MAX)
}

extern "C" fn round_up(bytes: c_int) -> c_int {
    bytes.saturating_add(7) & !7
}

extern "C" fn begin(_: *mut c_void) -> c_int {
    ffi::SQLITE_OK
}

extern "C" fn end(_: *mut c_void) {}
