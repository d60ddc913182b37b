//! What the window may ask for. Every body is one call of a verb; what is between is handles for paths and raw bytes for
//! passphrases. The list here, in `build.rs`, in `capabilities/window.json` and in `ui/src/ipc` is the same (a test).

mod carry;
mod claims;
mod custody;
mod door;
mod dossiers;
mod evidence;
mod frame;
mod guard;
mod imports;
mod shares;
mod sources;

use crate::session::Answer;
use locker::{Error, Passphrase};
use tauri::ipc::{Invoke, InvokeBody, Request};

/// Longest passphrase in bytes.
const PASSPHRASE_LIMIT: usize = 4_096;

/// The passphrase that a request carries as its raw body.
fn passphrase(request: &Request<'_>) -> Answer<Passphrase> {
    match request.body() {
        InvokeBody::Raw(bytes) if bytes.len() <= PASSPHRASE_LIMIT => Ok(Passphrase::new(bytes)),
        _ => Err(Error::BadRequest.view()),
    }
}

/// All commands.
pub fn handler() -> impl Fn(Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        door::lockers,
        door::pick_locker,
        door::pick_place,
        door::pick_key_file,
        door::drop_key_file,
        door::choose,
        door::choose_new,
        door::passphrase_strength,
        door::suggest_words,
        door::create_locker,
        door::unlock,
        door::wipe,
        frame::locker,
        frame::lock,
        frame::activity,
        frame::settings,
        frame::set_settings,
        frame::hotkeys,
        frame::identity,
        frame::change_passphrase_check,
        frame::change_passphrase,
        frame::job_stop,
        frame::network_refused,
        guard::system_locks,
        guard::safeguards,
        guard::set_limits,
        guard::decoy_pick,
        guard::decoy_open,
        guard::decoy_set,
        guard::decoy_drop,
        guard::remove_decoy,
        sources::source,
        sources::add_source,
        sources::edit_source,
        sources::set_identity,
        sources::show_identity,
        imports::import_pick,
        imports::import_drop,
        imports::import_again,
        imports::import_report,
        evidence::evidence_list,
        evidence::evidence,
        evidence::messages,
        evidence::chat_days,
        evidence::text,
        evidence::page_runs,
        evidence::set_title,
        evidence::set_group,
        evidence::search,
        claims::claims,
        claims::add_claim,
        claims::edit_claim,
        claims::link,
        claims::unlink,
        claims::matrix,
        dossiers::dossiers,
        dossiers::dossier_plan,
        dossiers::dossier_seal_with,
        dossiers::dossier_export,
        dossiers::dossier_made,
        dossiers::review_pick,
        dossiers::review_key,
        dossiers::review_anyway,
        dossiers::review_close,
        custody::log,
        custody::log_verify,
        custody::check,
        custody::check_report,
        carry::last_backup,
        carry::backup_pick,
        carry::backup,
        carry::backup_report,
        carry::backup_try,
        carry::restore_pick,
        carry::restore_look,
        carry::restore_passphrase,
        carry::restore,
        carry::restore_report,
        carry::restore_drop,
        carry::share_join,
        carry::shares_drop,
        carry::recover,
        shares::share_sets,
        shares::shares_make,
        shares::share_words,
        shares::share_save,
        shares::share_typed_back,
        shares::shares_forget,
        shares::shares_remove,
        custody::set_apart,
        custody::set_apart_report,
    ]
}
