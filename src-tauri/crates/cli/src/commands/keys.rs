//! Passphrases, and the locker's public keys.

use super::Context;
use crate::args::PassphraseCommand;
use crate::out::{self, Failure, Outcome};
use crate::progress::Line;
use crate::words;
use locker::OpenLocker;
use serde_json::json;
use std::path::Path;

pub fn run(context: &mut Context, command: PassphraseCommand) -> Result<Outcome, Failure> {
    let words = words::now();
    let said = match command {
        PassphraseCommand::Add { locker, label } => {
            let open = context.unlock(&locker)?;
            let new = context.answers.next_new(words.passphrase_new)?;
            open.add_passphrase(&new, context.key_file.as_ref(), &label)?;
            words.passphrase_added
        }
        PassphraseCommand::Change { locker } => {
            let present = context.answers.next(words.passphrase)?;
            let open = locker::unlock_to_change(&locker, &present, context.key_file.as_ref(), &context.env)?;
            let new = context.answers.next_new(words.passphrase_new)?;
            open.change_passphrase(&present, &new, context.key_file.as_ref())?;
            words.passphrase_changed
        }
        PassphraseCommand::Remove { locker } => {
            let present = context.answers.next(words.passphrase)?;
            let open = locker::unlock_to_change(&locker, &present, context.key_file.as_ref(), &context.env)?;
            open.remove_passphrase(&present, context.key_file.as_ref())?;
            words.passphrase_removed
        }
        PassphraseCommand::Duress { locker, decoy, .. } => {
            let open = context.unlock(&locker)?;
            match decoy {
                None => {
                    open.remove_decoy()?;
                    words.decoy_removed
                }
                Some(decoy) => {
                    set_decoy(context, &open, &decoy)?;
                    words.decoy_set
                }
            }
        }
    };
    if context.json {
        out::json(&json!({ "done": true }))?
    } else {
        out::line(said)
    }
    Ok(Outcome::Done)
}

fn set_decoy(context: &mut Context, open: &OpenLocker, decoy: &Path) -> Result<(), Failure> {
    let present = context.answers.next(words::now().passphrase_decoy)?;
    let decoy = locker::unlock(decoy, &present, None, &context.env)?;
    let shown = context.answers.next_new(words::now().passphrase_duress)?;
    open.set_decoy(&decoy, &shown, context.key_file.as_ref(), &Line::new())?;
    Ok(())
}

pub fn limits(context: &mut Context, locker: &Path, tries: Option<u32>, days: Option<u32>) -> Result<Outcome, Failure> {
    let open = context.unlock(locker)?;
    let mut set = open.safeguards()?;
    if tries.is_some() || days.is_some() {
        set = open.set_limits(tries.unwrap_or(set.tries), days.unwrap_or(set.days))?;
    }
    if context.json {
        out::json(&set)?;
    } else {
        let words = words::now();
        out::line(&format!("{}: {}", words.limit_tries, set.tries));
        out::line(&format!("{}: {}", words.limit_days, set.days));
    }
    Ok(Outcome::Done)
}

pub fn identity(context: &mut Context, locker: &Path) -> Result<Outcome, Failure> {
    let keys = context.unlock(locker)?.identity_keys()?;
    if context.json {
        out::json(&keys)?;
    } else {
        let words = words::now();
        out::line(&format!("{}: {}", words.signing_key, keys.signing));
        out::line(&format!("{}: {}", words.signed_by, keys.fingerprint));
        out::line(&format!("{}: {}", words.words_label, keys.words.join(" · ")));
        out::line(&format!("{}: {}", words.age_key, keys.age));
    }
    Ok(Outcome::Done)
}
