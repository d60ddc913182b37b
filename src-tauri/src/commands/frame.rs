//! The frame around every screen: the open locker, lock, settings, long work.

use super::passphrase;
use crate::session::{Answer, Session};
use locker::Error;
use locker::views::{IdentityKeys, LockerView, Settings};
use serde::Serialize;
use std::sync::atomic::Ordering;
use tauri::{State, ipc::Request};

type Now<'a> = State<'a, Session>;

/// Which hotkeys the system gave us.
#[derive(Serialize)]
pub struct HotkeysView {
    lock: bool,
    wipe: bool,
}

#[tauri::command]
pub async fn locker(session: Now<'_>) -> Answer<LockerView> {
    session.with(|open| open.view()).await
}

#[tauri::command]
pub async fn lock(session: Now<'_>) -> Answer<()> {
    session.lock(false);
    Ok(())
}

#[tauri::command]
pub async fn activity(session: Now<'_>) -> Answer<()> {
    session.seen();
    Ok(())
}

#[tauri::command]
pub async fn settings(session: Now<'_>) -> Answer<Settings> {
    session.with(|open| open.settings()).await
}

#[tauri::command]
pub async fn set_settings(session: Now<'_>, settings: Settings) -> Answer<Settings> {
    session.with(move |open| open.set_settings(settings)).await
}

#[tauri::command]
pub async fn hotkeys(session: Now<'_>) -> Answer<HotkeysView> {
    let keys = session.hotkeys();
    Ok(HotkeysView {
        lock: keys.lock.load(Ordering::Relaxed),
        wipe: keys.wipe.load(Ordering::Relaxed),
    })
}

#[tauri::command]
pub async fn identity(session: Now<'_>) -> Answer<IdentityKeys> {
    session.with(|open| open.identity_keys()).await
}

#[tauri::command]
pub async fn change_passphrase_check(session: Now<'_>, request: Request<'_>) -> Answer<()> {
    session.hold_passphrase(Some(passphrase(&request)?));
    Ok(())
}

#[tauri::command]
pub async fn change_passphrase(session: Now<'_>, request: Request<'_>) -> Answer<()> {
    let new = passphrase(&request)?;
    let (present, key_file) = (
        session.take_passphrase().ok_or_else(|| Error::WrongPassphrase.view())?,
        session.key_file()?,
    );
    session
        .with(move |open| open.change_passphrase(&present, &new, key_file.as_ref()))
        .await
}

#[tauri::command]
pub async fn job_stop(session: Now<'_>, id: u32) -> Answer<()> {
    session.jobs().stop(id);
    Ok(())
}

#[tauri::command]
pub async fn network_refused() -> Answer<bool> {
    Ok(crate::os::network_refused())
}
