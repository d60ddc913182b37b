//! Gives SQLite's FTS5 our tokenizer through its C interface (sqlite.org/fts5.html, "Custom Tokenizers").
//!
//! Deliberately absent: what a word is and which forms it has; that is `fold`'s.

#![allow(unsafe_code, reason = "FTS5 takes tokenizers through C function pointers only")]

use super::fold::{Forms, Stems, words_of};
use crate::{Error, Result};
use rusqlite::{Connection, ffi};
use std::collections::HashMap;
use std::ffi::{c_char, c_int, c_void};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroize;

/// Put before a text that is to be looked for as it stands, not in any form. Words hold no control characters, so a
/// person's text never begins with it once it has been split into words.
pub(crate) const AS_IT_STANDS: char = '\u{1}';

/// What a connection's tokenizer remembers: the forms of common words, and words it met for the first time.
#[derive(Clone, Default)]
pub(crate) struct Words(Arc<Mutex<Memory>>);

#[derive(Default)]
struct Memory {
    stems: Stems,
    forms: HashMap<String, Known>,
    new: Vec<String>,
}

struct Known {
    forms: Forms,
    indexed: bool,
}

/// Words whose forms are remembered; then the memory starts anew.
const REMEMBERED: usize = 40_000;

impl Words {
    /// Makes the tokenizer `vouchsafe` known to this connection.
    pub(crate) fn register(conn: &Connection) -> Result<Self> {
        let words = Self::default();
        register(conn, &words)?;
        Ok(words)
    }

    /// Words that were indexed since the last call and may be new, without case and diacritics.
    pub(crate) fn take_new(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().new)
    }

    /// Forgets and zeroes everything; after a roll back, so that words that are not in the database are met anew.
    pub(crate) fn forget(&self) {
        self.lock().forget();
    }

    /// The forms of a word.
    pub(crate) fn forms(&self, word: &str) -> Forms {
        self.lock().known(word, false).clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn forget(&mut self) {
        for (mut word, mut known) in self.forms.drain() {
            word.zeroize();
            known.forms.form.zeroize();
            known.forms.stems.zeroize();
        }
        self.new.zeroize();
    }

    fn known(&mut self, word: &str, indexing: bool) -> &Forms {
        if !self.forms.contains_key(word) {
            self.learn(word);
        }
        let known = self.forms.get_mut(word).expect("it was just learnt");
        if indexing && !known.indexed {
            known.indexed = true;
            self.new.push(known.forms.form.clone());
        }
        &known.forms
    }

    fn learn(&mut self, word: &str) {
        if self.forms.len() >= REMEMBERED {
            let new = std::mem::take(&mut self.new);
            self.forget();
            self.new = new;
        }
        let known = Known {
            forms: self.stems.forms(word),
            indexed: false,
        };
        self.forms.insert(word.to_owned(), known);
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.forget();
    }
}

/// A token on its way to FTS5: text, place in the original, whether it shares the place of the token before it.
type Emit<'a> = dyn FnMut(&str, Range<usize>, bool) -> c_int + 'a;

/// Splits `text` and emits each word under the forms that `flags` ask for. Answers with an SQLite result code.
fn tokenize(memory: &mut Memory, flags: c_int, text: &str, emit: &mut Emit<'_>) -> c_int {
    let query = flags & ffi::FTS5_TOKENIZE_QUERY != 0;
    let as_it_stands = query && (flags & ffi::FTS5_TOKENIZE_PREFIX != 0 || text.starts_with(AS_IT_STANDS));
    let indexing = flags & ffi::FTS5_TOKENIZE_DOCUMENT != 0;
    let mut code = ffi::SQLITE_OK;
    words_of(text, |word, place| {
        let forms = memory.known(word, indexing);
        code = if as_it_stands {
            emit(&forms.form, place, false)
        } else if query {
            emit_stems(forms, &place, false, emit)
        } else {
            match emit(&forms.form, place.clone(), false) {
                ffi::SQLITE_OK => emit_stems(forms, &place, true, emit),
                failed => failed,
            }
        };
        code == ffi::SQLITE_OK
    });
    code
}

/// Emits the stems; the first one has a place of its own unless the form itself was emitted before it.
fn emit_stems(forms: &Forms, place: &Range<usize>, form_is_out: bool, emit: &mut Emit<'_>) -> c_int {
    let mut colocated = form_is_out;
    for stem in &forms.stems {
        if form_is_out && *stem == forms.form {
            continue;
        }
        let code = emit(stem, place.clone(), colocated);
        if code != ffi::SQLITE_OK {
            return code;
        }
        colocated = true;
    }
    ffi::SQLITE_OK
}

fn register(conn: &Connection, words: &Words) -> Result<()> {
    let api = fts5_api(conn)?;
    // SAFETY: `api` comes from SQLite for this open connection and is valid as long as the connection is.
    let create = unsafe { (*api).xCreateTokenizer }.ok_or(Error::Database(ffi::SQLITE_MISUSE))?;
    let mut tokenizer = ffi::fts5_tokenizer {
        xCreate: Some(create_tokenizer),
        xDelete: Some(delete_tokenizer),
        xTokenize: Some(run_tokenizer),
    };
    let context = Arc::into_raw(Arc::clone(&words.0)).cast_mut().cast::<c_void>();
    // SAFETY: the name is a C string, `tokenizer` is copied by the call, `context` is a counted reference that
    // `drop_context` gives back exactly once, also when the call fails.
    let code = unsafe { create(api, c"vouchsafe".as_ptr(), context, &mut tokenizer, Some(drop_context)) };
    if code == ffi::SQLITE_OK {
        Ok(())
    } else {
        Err(Error::Database(code))
    }
}

/// The interface of FTS5, asked for as its documentation says: through a pointer bound to `SELECT fts5(?1)`.
fn fts5_api(conn: &Connection) -> Result<*mut ffi::fts5_api> {
    let mut api: *mut ffi::fts5_api = ptr::null_mut();
    let mut statement: *mut ffi::sqlite3_stmt = ptr::null_mut();
    // SAFETY: the handle is of an open connection that nothing else uses during this call; the statement is finalized
    // before `api`, which it writes to, leaves scope.
    let code = unsafe {
        let handle = conn.handle();
        ffi::sqlite3_prepare_v2(handle, c"SELECT fts5(?1)".as_ptr(), -1, &mut statement, ptr::null_mut());
        ffi::sqlite3_bind_pointer(
            statement,
            1,
            ptr::from_mut(&mut api).cast(),
            c"fts5_api_ptr".as_ptr(),
            None,
        );
        ffi::sqlite3_step(statement);
        ffi::sqlite3_finalize(statement)
    };
    if code != ffi::SQLITE_OK || api.is_null() {
        return Err(Error::Database(code));
    }
    Ok(api)
}

unsafe extern "C" fn drop_context(context: *mut c_void) {
    // SAFETY: `context` is the reference that `register` gave away, and SQLite calls this once.
    drop(unsafe { Arc::from_raw(context.cast::<Mutex<Memory>>()) });
}

unsafe extern "C" fn create_tokenizer(
    context: *mut c_void,
    _arguments: *mut *const c_char,
    _count: c_int,
    out: *mut *mut ffi::Fts5Tokenizer,
) -> c_int {
    // SAFETY: `context` is the reference held by the registration, which outlives every tokenizer made from it; it is
    // counted up here and back down in `delete_tokenizer`. `out` is FTS5's place for the answer.
    unsafe {
        Arc::increment_strong_count(context.cast::<Mutex<Memory>>());
        *out = context.cast();
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete_tokenizer(tokenizer: *mut ffi::Fts5Tokenizer) {
    // SAFETY: `tokenizer` is the reference counted up in `create_tokenizer`, and FTS5 deletes it once.
    drop(unsafe { Arc::from_raw(tokenizer.cast::<Mutex<Memory>>()) });
}

type TokenOut = unsafe extern "C" fn(*mut c_void, c_int, *const c_char, c_int, c_int, c_int) -> c_int;

unsafe extern "C" fn run_tokenizer(
    tokenizer: *mut ffi::Fts5Tokenizer,
    context: *mut c_void,
    flags: c_int,
    text: *const c_char,
    length: c_int,
    token: Option<TokenOut>,
) -> c_int {
    let (Some(token), Ok(length)) = (token, usize::try_from(length)) else {
        return ffi::SQLITE_MISUSE;
    };
    if text.is_null() || length == 0 {
        return ffi::SQLITE_OK;
    }
    // SAFETY: FTS5 passes `length` readable bytes at `text` that nobody changes during the call, and a tokenizer that
    // `create_tokenizer` made.
    let (bytes, memory) = unsafe {
        (
            std::slice::from_raw_parts(text.cast::<u8>(), length),
            &*tokenizer.cast::<Mutex<Memory>>(),
        )
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return ffi::SQLITE_CORRUPT;
    };
    let mut emit = |word: &str, place: Range<usize>, colocated: bool| {
        let flag = if colocated { ffi::FTS5_TOKEN_COLOCATED } else { 0 };
        let (Ok(length), Ok(start), Ok(end)) = (
            c_int::try_from(word.len()),
            c_int::try_from(place.start),
            c_int::try_from(place.end),
        ) else {
            return ffi::SQLITE_TOOBIG;
        };
        // SAFETY: `context` and `token` are FTS5's own for this call; FTS5 copies the word's bytes.
        unsafe { token(context, flag, word.as_ptr().cast(), length, start, end) }
    };
    // A panic must not unwind into C.
    catch_unwind(AssertUnwindSafe(|| {
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        tokenize(&mut memory, flags, text, &mut emit)
    }))
    .unwrap_or(ffi::SQLITE_ERROR)
}
