//! One file for each group of commands. Each calls one verb and prints what it answered.

mod backups;
mod claims;
mod custody;
mod dossiers;
mod evidence;
mod imports;
mod keys;
mod lockers;
mod shares;
mod sources;

use crate::args::{Args, Command};
use crate::out::{self, Failure, Outcome};
use crate::secret::Answers;
use crate::words;
use locker::{Env, KeyFile, OpenLocker};
use std::path::{Path, PathBuf};

/// What every command needs.
pub struct Context {
    /// Print one JSON document.
    pub json: bool,
    /// Clock, reading process, usual folder.
    pub env: Env,
    /// Where passphrases come from.
    pub answers: Answers,
    /// What belongs to the passphrase.
    pub key_file: Option<KeyFile>,
}

impl Context {
    /// Asks for the passphrase and opens the locker.
    pub fn unlock(&mut self, folder: &Path) -> Result<OpenLocker, Failure> {
        if !folder.join("slots").exists() {
            locker::require_locker(folder)?; // nothing is asked for a folder that cannot be opened anyway
        }
        let passphrase = self.answers.next(words::now().passphrase)?;
        let open = locker::unlock(folder, &passphrase, self.key_file.as_ref(), &self.env)?;
        if let Some(code) = open.standing() {
            out::warning(code);
        }
        Ok(open)
    }
}

/// Runs one command.
pub fn run(args: Args) -> Result<Outcome, Failure> {
    crate::progress::stop_on_ctrl_c();
    let home = std::env::var_os("HOME")
        .map(PathBuf::from)
        .unwrap_or_default()
        .join("Vouchsafe");
    let key_file = args.key_file.as_deref().map(KeyFile::read).transpose()?;
    let answers = Answers::from(args.passphrase_file.as_deref())?;
    let mut context = Context {
        json: args.json,
        env: Env::of_this_program(home)?,
        answers,
        key_file,
    };
    let with_key = args.passphrase_file.is_some();
    match args.command {
        Command::Create { locker } => lockers::create(&mut context, &locker),
        Command::Demo { dir } => lockers::demo(&mut context, &dir),
        Command::Check { locker, quarantine, .. } if quarantine => lockers::quarantine(&mut context, &locker),
        Command::Check { locker, some, .. } if some => lockers::check_some(&mut context, &locker),
        Command::Check { locker, .. } => lockers::check(&mut context, &locker),
        Command::Backup { locker, dir, quick } => backups::backup(&mut context, &locker, &dir, quick),
        Command::Restore { dir, locker } => backups::restore(&mut context, &dir, &locker),
        Command::Wipe { locker, yes } => lockers::wipe(&context, &locker, yes),
        Command::Source(command) => sources::run(&mut context, command),
        Command::Import(import) => imports::run(&mut context, import),
        Command::Evidence(command) => evidence::run(&mut context, command),
        Command::Search(search) => evidence::search(&mut context, search),
        Command::Claim(command) => claims::run(&mut context, command),
        Command::Dossier(command) => dossiers::run(&mut context, command, with_key),
        Command::Verify(verify) => dossiers::verify(&mut context, &verify, with_key),
        Command::Log(command) => custody::run(&mut context, command),
        Command::Share(command) => shares::run(&mut context, command),
        Command::Passphrase(command) => keys::run(&mut context, command),
        Command::Limits { locker, tries, days } => keys::limits(&mut context, &locker, tries, days),
        Command::Identity { locker } => keys::identity(&mut context, &locker),
    }
}
