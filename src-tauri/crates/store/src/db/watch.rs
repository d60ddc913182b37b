//! Tells of every row that comes or goes on a connection, whatever statement it was (sqlite.org/c3ref/preupdate_blobwrite.html).
//! rusqlite has the same behind a feature that makes its bindings anew with libclang at every build; these four functions are
//! declared here instead. The library is compiled with them by `.cargo/config.toml`.
//!
//! Deliberately absent: what is done with the rows (`digests`), and triggers: a statement with triggers makes FTS5 write out its index each
//! time, which more than doubles the time of an import.

#![allow(unsafe_code, reason = "SQLite takes this hook through a C function pointer only")]

use crate::{Error, Result};
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ffi};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::slice;
use std::sync::Arc;

/// Told the table's name, whether the row comes, and its values in the order of the columns.
type Told = dyn Fn(&[u8], bool, &mut dyn Iterator<Item = ValueRef<'_>>) + Send + Sync;

type Hook = unsafe extern "C" fn(*mut c_void, *mut ffi::sqlite3, c_int, *const c_char, *const c_char, i64, i64);
type Get = unsafe extern "C" fn(*mut ffi::sqlite3, c_int, *mut *mut ffi::sqlite3_value) -> c_int;

unsafe extern "C" {
    fn sqlite3_preupdate_hook(db: *mut ffi::sqlite3, hook: Option<Hook>, context: *mut c_void) -> *mut c_void;
    fn sqlite3_preupdate_count(db: *mut ffi::sqlite3) -> c_int;
    fn sqlite3_preupdate_old(db: *mut ffi::sqlite3, column: c_int, value: *mut *mut ffi::sqlite3_value) -> c_int;
    fn sqlite3_preupdate_new(db: *mut ffi::sqlite3, column: c_int, value: *mut *mut ffi::sqlite3_value) -> c_int;
}

/// Tells `told` of every row from now on, until the connection is closed.
pub(super) fn watch(
    conn: &Connection,
    told: impl Fn(&[u8], bool, &mut dyn Iterator<Item = ValueRef<'_>>) + Send + Sync + 'static,
) -> Result<()> {
    let told: Arc<Box<Told>> = Arc::new(Box::new(told));
    let context = Arc::as_ptr(&told).cast_mut().cast::<c_void>();
    // A function's closure lives as long as its connection, and so does what it holds.
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("rows_are_watched", 0, flags, move |_| Ok(Arc::strong_count(&told) > 0))?;
    // SAFETY: the handle is open, and `context` is held by the connection itself until it is closed.
    let before = unsafe { sqlite3_preupdate_hook(conn.handle(), Some(row), context) };
    if before.is_null() {
        Ok(())
    } else {
        Err(Error::Database(ffi::SQLITE_MISUSE))
    }
}

/// SQLite calls this before a row comes, goes or changes.
unsafe extern "C" fn row(
    context: *mut c_void,
    db: *mut ffi::sqlite3,
    act: c_int,
    _schema: *const c_char,
    table: *const c_char,
    _: i64,
    _: i64,
) {
    // SAFETY: `context` is the one given above, and SQLite hands over a name that ends with a zero.
    let (told, table) = unsafe { (&*context.cast::<Box<Told>>(), CStr::from_ptr(table).to_bytes()) };
    let tell = |comes: bool, get: Get| {
        // SAFETY: this is within the hook, as these functions ask.
        let count = unsafe { sqlite3_preupdate_count(db) };
        // SAFETY: the same, and the values live until the hook returns.
        told(
            table,
            comes,
            &mut (0..count).map(|column| unsafe { value(db, column, get) }),
        );
    };
    let both = || {
        if act != ffi::SQLITE_INSERT {
            tell(false, sqlite3_preupdate_old);
        }
        if act != ffi::SQLITE_DELETE {
            tell(true, sqlite3_preupdate_new);
        }
    };
    // No panic may cross into C. One that did not happen in time is a wrong sum, which a check tells.
    let _ = catch_unwind(AssertUnwindSafe(both));
}

/// # Safety
/// Only within the hook; the value must not be kept beyond it.
unsafe fn value<'v>(db: *mut ffi::sqlite3, column: c_int, get: Get) -> ValueRef<'v> {
    let mut value = ptr::null_mut();
    // SAFETY: the caller's; a failure leaves no value.
    if unsafe { get(db, column, &raw mut value) } != ffi::SQLITE_OK || value.is_null() {
        return ValueRef::Null;
    }
    // SAFETY: SQLite gave a value that lives as long as the hook; the bytes of a text or blob are its own.
    unsafe {
        match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_INTEGER => ValueRef::Integer(ffi::sqlite3_value_int64(value)),
            ffi::SQLITE_FLOAT => ValueRef::Real(ffi::sqlite3_value_double(value)),
            ffi::SQLITE_TEXT => ValueRef::Text(bytes(value)),
            ffi::SQLITE_BLOB => ValueRef::Blob(bytes(value)),
            _ => ValueRef::Null,
        }
    }
}

/// # Safety
/// As [`value`], for a text or a blob.
unsafe fn bytes<'v>(value: *mut ffi::sqlite3_value) -> &'v [u8] {
    // SAFETY: the pointer and the length are of the same value, asked for in the order SQLite wants.
    unsafe {
        let start = ffi::sqlite3_value_blob(value).cast::<u8>();
        let length = usize::try_from(ffi::sqlite3_value_bytes(value)).unwrap_or(0);
        if start.is_null() {
            &[]
        } else {
            slice::from_raw_parts(start, length)
        }
    }
}
