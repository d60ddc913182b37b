//! Before a locker is open: choosing, making, unlocking, wiping.

use super::passphrase;
use crate::pick::{Wanted, pick};
use crate::session::{Answer, Session, off_thread};
use locker::views::{LockerRef, LockerView, NewPlace, Strength, WipeView};
use locker::{Error, NewLocker};
use tauri::{AppHandle, State, ipc::Request};

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn lockers(session: Now<'_>) -> Answer<Vec<LockerRef>> {
    Ok(session.lockers())
}

#[tauri::command]
pub async fn pick_locker(session: Now<'_>, app: AppHandle) -> Answer<Option<LockerRef>> {
    Ok(pick(&app, Wanted::Folder)
        .pop()
        .map(|folder| session.locker_ref(folder)))
}

#[tauri::command]
pub async fn pick_place(session: Now<'_>, app: AppHandle) -> Answer<Option<NewPlace>> {
    let folder = pick(&app, Wanted::Folder).pop();
    Ok(folder.map(|folder| locker::new_place(&folder, session.give_handle(vec![folder.clone()]))))
}

#[tauri::command]
pub async fn pick_key_file(session: Now<'_>, app: AppHandle) -> Answer<bool> {
    let file = pick(&app, Wanted::File).pop();
    let picked = file.is_some();
    session.hold_key_file(file);
    Ok(picked)
}

#[tauri::command]
pub async fn drop_key_file(session: Now<'_>) -> Answer<()> {
    session.hold_key_file(None);
    Ok(())
}

#[tauri::command]
pub async fn choose(session: Now<'_>, handle: String) -> Answer<()> {
    session.choose(session.paths(&handle)?.pop());
    Ok(())
}

#[tauri::command]
pub async fn choose_new(session: Now<'_>, handle: Option<String>, name: String) -> Answer<()> {
    let parent = match handle {
        Some(handle) => session.paths(&handle)?.pop(),
        None => Some(session.env().home.clone()),
    };
    let folder = parent
        .map(|parent| locker::locker_folder(&parent, &name))
        .transpose()
        .map_err(|error| error.view())?;
    session.choose_new(folder);
    Ok(())
}

#[tauri::command]
pub async fn passphrase_strength(request: Request<'_>) -> Answer<Strength> {
    Ok(locker::strength(&passphrase(&request)?))
}

#[tauri::command]
pub async fn suggest_words() -> Answer<String> {
    locker::suggest_words().map_err(|error| error.view())
}

#[tauri::command]
pub async fn create_locker(session: Now<'_>, request: Request<'_>) -> Answer<LockerView> {
    let (passphrase, key_file) = (passphrase(&request)?, session.key_file()?);
    let folder = session.take_new().ok_or_else(|| Error::NotFound.view())?;
    let (env, turn, session) = (session.env().clone(), session.turn(), session.inner().clone());
    off_thread(move || {
        let made = locker::create(
            NewLocker {
                folder: &folder,
                passphrase: &passphrase,
                key_file: key_file.as_ref(),
            },
            &env,
        )?;
        session.hold_key_file(None);
        session.keep_open(made, turn)?.view()
    })
    .await
}

#[tauri::command]
pub async fn unlock(session: Now<'_>, request: Request<'_>) -> Answer<LockerView> {
    let (passphrase, key_file) = (passphrase(&request)?, session.key_file()?);
    let folder = session.chosen().ok_or_else(|| Error::NotFound.view())?;
    let (env, turn, session) = (session.env().clone(), session.turn(), session.inner().clone());
    off_thread(move || {
        let opened = locker::unlock(&folder, &passphrase, key_file.as_ref(), &env)?;
        session.hold_key_file(None);
        session.keep_open(opened, turn)?.view()
    })
    .await
}

#[tauri::command]
pub async fn wipe(session: Now<'_>) -> Answer<WipeView> {
    let session = session.inner().clone();
    tauri::async_runtime::spawn_blocking(move || session.wipe())
        .await
        .unwrap_or_else(|_| Err(Error::Internal.view()))
}
