//! What a locker does without being asked: limits, and a decoy under coercion. And what this system tells of leaving.

use super::passphrase;
use crate::pick::{Wanted, pick};
use crate::session::{Answer, Session, off_thread};
use locker::Error;
use locker::views::{LockerRef, Safeguards};
use serde::Serialize;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, State, ipc::Request};

type Now<'a> = State<'a, Session>;

/// Whether the system tells of sleep and of a locked session.
#[derive(Serialize)]
pub struct SystemLocksView {
    sleep: bool,
    session: bool,
}

#[tauri::command]
pub async fn system_locks(session: Now<'_>) -> Answer<SystemLocksView> {
    let signs = session.signs();
    Ok(SystemLocksView {
        sleep: signs.sleep.load(Ordering::Relaxed),
        session: signs.session.load(Ordering::Relaxed),
    })
}

#[tauri::command]
pub async fn safeguards(session: Now<'_>) -> Answer<Safeguards> {
    session.with(|open| open.safeguards()).await
}

#[tauri::command]
pub async fn set_limits(session: Now<'_>, tries: u32, days: u32) -> Answer<Safeguards> {
    session.with(move |open| open.set_limits(tries, days)).await
}

#[tauri::command]
pub async fn decoy_pick(session: Now<'_>, app: AppHandle) -> Answer<Option<LockerRef>> {
    let folder = pick(&app, Wanted::Folder).pop();
    session.choose_decoy(folder.clone());
    Ok(folder.map(|folder| session.locker_ref(folder)))
}

#[tauri::command]
pub async fn decoy_open(session: Now<'_>, request: Request<'_>) -> Answer<()> {
    let passphrase = passphrase(&request)?;
    let folder = session.decoy_folder().ok_or_else(|| Error::NotFound.view())?;
    let (env, turn, session) = (session.env().clone(), session.turn(), session.inner().clone());
    off_thread(move || session.keep_decoy(locker::unlock(&folder, &passphrase, None, &env)?, turn)).await
}

#[tauri::command]
pub async fn decoy_set(session: Now<'_>, request: Request<'_>) -> Answer<u32> {
    let passphrase = passphrase(&request)?;
    let (open, decoy) = (session.open()?, session.decoy()?);
    Ok(session.jobs().start(session.app(), "decoy", move |job| {
        open.set_decoy(&decoy, &passphrase, None, job)
            .map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn decoy_drop(session: Now<'_>) -> Answer<()> {
    session.drop_decoy();
    Ok(())
}

#[tauri::command]
pub async fn remove_decoy(session: Now<'_>) -> Answer<Safeguards> {
    session.with(|open| open.remove_decoy()).await
}
