//! Carrying a locker to another disk, and bringing it back.

use super::Context;
use super::lockers::{tell_of_check, with_ending};
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::words;
use locker::Way;
use std::path::Path;

pub fn backup(context: &mut Context, folder: &Path, dir: &Path, quick: bool) -> Result<Outcome, Failure> {
    let open = context.unlock(folder)?;
    let done = open.back_up(dir, !quick, &Line::new())?;
    if context.json {
        out::json(&done)?;
    } else {
        let words = words::now();
        out::line(&format!("{} {}", words.backed_up, done.path.display()));
        out::line(&format!(
            "{}: {}, {}: {}, {}: {} ({} B)",
            words.copied, done.copied, words.kept, done.kept, words.removed, done.removed, done.bytes
        ));
        out::line(if done.verified {
            words.read_back_all
        } else {
            words.read_back_new
        });
        if done.incomplete > 0 {
            out::line(&format!("{}: {}", words.incomplete, done.incomplete));
        }
        for id in &done.damaged {
            out::line(&format!("{}: {id}", words.damaged_items));
        }
        for id in &done.missing {
            out::line(&format!("{}: {id}", words.missing_files));
        }
    }
    Ok(if done.incomplete == 0 {
        Outcome::Done
    } else {
        Outcome::Altered
    })
}

pub fn restore(context: &mut Context, dir: &Path, folder: &Path) -> Result<Outcome, Failure> {
    let folder = with_ending(folder)?;
    let passphrase = context.answers.next(words::now().passphrase)?;
    let key_file = context.key_file.as_ref();
    if !context.json {
        // Before anything is done: whoever can write to the disk can put an older backup back.
        let found = locker::look_at_backup(
            dir,
            &Way::Passphrase {
                passphrase: &passphrase,
                key_file,
            },
        )?;
        out::line(&format!(
            "{} {}. {}: {}",
            words::now().backup_of,
            found.made,
            words::now().log_entries,
            found.entries
        ));
    }
    let (_open, done) = locker::restore(dir, &folder, &passphrase, key_file, &context.env, &Line::new())?;
    if context.json {
        out::json(&done)?;
    } else {
        let words = words::now();
        out::line(&format!("{} {}", words.restored, done.path.display()));
        out::line(match (done.sound, done.checked) {
            (true, _) => words.check_ok,
            (false, false) => words.not_checked,
            (false, true) => words.restored_partly,
        });
        if done.lost > 0 {
            out::line(&format!("{}: {}", words.incomplete, done.lost));
        }
        if done.checked {
            tell_of_check(&done.check);
        }
    }
    Ok(if done.sound { Outcome::Done } else { Outcome::Altered })
}
