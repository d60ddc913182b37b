//! `vouchsafe`: the same verbs as the window, in a terminal. A thin face of the `locker` crate: it reads arguments and
//! passphrases, calls one verb, and prints what it answered, for people or as one JSON document.
//!
//! Deliberately absent: everything that is not reading and printing. Sentences are in `words/` alone.

mod args;
mod commands;
mod out;
mod progress;
mod secret;
mod words;

use clap::Parser;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// What is given back to the heap is overwritten first: also the copies that libraries make.
#[global_allocator]
static HEAP: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    locker::keep_to_itself();
    let args = args::Args::parse();
    let json = args.json;
    match commands::run(args) {
        Ok(outcome) => outcome.exit_code(),
        Err(failure) => {
            out::failure(&failure, json);
            failure.exit_code()
        }
    }
}
