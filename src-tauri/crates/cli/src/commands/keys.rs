//! Passphrases, and the locker's public keys.

use super::Context;
use crate::args::PassphraseCommand;
use crate::out::{self, Failure, Outcome};
use crate::words;
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
            let open = locker::unlock(&locker, &present, context.key_file.as_ref(), &context.env)?;
            let new = context.answers.next_new(words.passphrase_new)?;
            open.change_passphrase(&present, &new, context.key_file.as_ref())?;
            words.passphrase_changed
        }
        PassphraseCommand::Remove { locker } => {
            let present = context.answers.next(words.passphrase)?;
            let open = locker::unlock(&locker, &present, context.key_file.as_ref(), &context.env)?;
            open.remove_passphrase(&present, context.key_file.as_ref())?;
            words.passphrase_removed
        }
    };
    if context.json {
        out::json(&json!({ "done": true }))?
    } else {
        out::line(said)
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
