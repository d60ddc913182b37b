//! Backup and restore. The window sees the end of a path, for people; paths themselves stay here.

use super::passphrase;
use crate::pick::{Wanted, pick};
use crate::session::{Answer, Restoring, Session, off_thread};
use locker::views::{BackupMade, BackupPlace, LastBackup, LockerView, RestoreMade, SharesTyped};
use locker::{BackupFound, Error, KeyFile, Passphrase, Quorum, Way};
use std::sync::Arc;
use tauri::{AppHandle, State, ipc::Request};

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn last_backup(session: Now<'_>) -> Answer<Option<LastBackup>> {
    session.with(|open| open.last_backup()).await
}

#[tauri::command]
pub async fn backup_pick(session: Now<'_>, app: AppHandle) -> Answer<Option<BackupPlace>> {
    let Some(chosen) = pick(&app, Wanted::Folder).pop() else {
        return Ok(None);
    };
    let dir = locker::backup_folder(&chosen);
    session.choose_backup(Some(dir.clone()));
    session.with(move |open| Ok(Some(open.backup_place(&dir)))).await
}

#[tauri::command]
pub async fn backup(session: Now<'_>, again: bool, all: bool) -> Answer<u32> {
    let open = session.open()?;
    let dir = match again {
        true => session.with(|open| open.last_backup_folder()).await?,
        false => session.backup_dir().ok_or_else(|| Error::NotFound.view())?,
    };
    Ok(session.jobs().start(session.app(), "backup", move |job| {
        let made = open.back_up(&dir, all, job);
        made.map(|made| made.shown()).map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn backup_report(session: Now<'_>, job: u32) -> Answer<BackupMade> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}

#[tauri::command]
pub async fn backup_try(session: Now<'_>, request: Request<'_>) -> Answer<BackupFound> {
    let (passphrase, key_file) = (passphrase(&request)?, session.key_file()?);
    session
        .with(move |open| open.try_backup(&passphrase, key_file.as_ref()))
        .await
}

#[tauri::command]
pub async fn restore_pick(session: Now<'_>, app: AppHandle) -> Answer<Option<String>> {
    let Some(chosen) = pick(&app, Wanted::Folder).pop() else {
        return Ok(None);
    };
    let from = locker::backup_in(&chosen).map_err(|error| error.view())?;
    let name = locker::path_for_people(&from);
    session.with_restoring(|restoring| restoring.from = Some(from));
    Ok(Some(name))
}

#[tauri::command]
pub async fn restore_look(session: Now<'_>, request: Request<'_>) -> Answer<BackupFound> {
    let given = Some(passphrase(&request)?)
        .filter(|given| !given.is_empty())
        .map(Arc::new);
    let key_file = session.key_file()?;
    let Restoring { from, quorum, .. } = session.restoring();
    let from = from.ok_or_else(|| Error::NotFound.view())?;
    session.with_restoring(|restoring| restoring.passphrase = given.clone());
    off_thread(move || locker::look_at_backup(&from, &way(given.as_deref(), &quorum, key_file.as_ref()))).await
}

#[tauri::command]
pub async fn restore_passphrase(session: Now<'_>, request: Request<'_>) -> Answer<()> {
    let new = Arc::new(passphrase(&request)?);
    session.with_restoring(|restoring| restoring.passphrase = Some(new));
    Ok(())
}

#[tauri::command]
pub async fn restore(session: Now<'_>) -> Answer<u32> {
    let ready = session.ready_to_restore()?;
    let (turn, kept) = (session.turn(), session.inner().clone());
    Ok(session.jobs().start(session.app(), "restore", move |job| {
        let way = way(Some(&ready.passphrase), &ready.quorum, ready.key_file.as_ref());
        let restored = locker::restore_by(&ready.from, &ready.to, &way, kept.env(), job);
        let made = restored.and_then(|(open, made)| kept.keep_open(open, turn).map(|_| made.shown()));
        made.inspect(|_| kept.drop_restoring()).map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn restore_report(session: Now<'_>, job: u32) -> Answer<RestoreMade> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}

#[tauri::command]
pub async fn restore_drop(session: Now<'_>) -> Answer<()> {
    session.drop_restoring();
    Ok(())
}

#[tauri::command]
pub async fn share_join(session: Now<'_>, request: Request<'_>) -> Answer<SharesTyped> {
    let typed = passphrase(&request)?;
    let joined = session.with_restoring(|restoring| {
        let quorum = Arc::get_mut(&mut restoring.quorum).ok_or(Error::BadRequest)?;
        quorum.add(&typed).map(|()| quorum.view())
    });
    joined.map_err(|error| error.view())
}

#[tauri::command]
pub async fn shares_drop(session: Now<'_>) -> Answer<()> {
    session.with_restoring(|restoring| restoring.quorum = Arc::default());
    Ok(())
}

#[tauri::command]
pub async fn recover(session: Now<'_>, request: Request<'_>) -> Answer<LockerView> {
    let new = passphrase(&request)?;
    let quorum = session.restoring().quorum;
    let folder = session.chosen().ok_or_else(|| Error::NotFound.view())?;
    let (env, turn, session) = (session.env().clone(), session.turn(), session.inner().clone());
    off_thread(move || {
        locker::recover(&folder, &quorum, &new, None, &env)?;
        let opened = locker::unlock(&folder, &new, None, &env)?;
        session.drop_restoring();
        session.keep_open(opened, turn)?.view()
    })
    .await
}

/// Shares, once one of them was typed; the passphrase is then the new one.
fn way<'a>(passphrase: Option<&'a Passphrase>, quorum: &'a Quorum, key_file: Option<&'a KeyFile>) -> Way<'a> {
    match passphrase {
        Some(passphrase) if quorum.have() == 0 => Way::Passphrase { passphrase, key_file },
        new => Way::Shares { quorum, new },
    }
}
