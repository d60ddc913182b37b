//! Recovery shares being made: they stay here, in memory, and cross to the window one at a time, to be read off it.

use super::passphrase;
use crate::pick::save;
use crate::session::{Answer, Session, off_thread};
use locker::ShareSet;
use locker::views::ShareSheet;
use std::sync::Arc;
use tauri::{AppHandle, State, ipc::Request};

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn share_sets(session: Now<'_>) -> Answer<Vec<ShareSet>> {
    session.with(|open| open.share_sets()).await
}

#[tauri::command]
pub async fn shares_make(session: Now<'_>, need: u8, of: u8) -> Answer<ShareSet> {
    let made = Arc::new(session.with(move |open| open.make_shares(need, of)).await?);
    session.hold_shares(Some(made.clone()));
    Ok(made.set.clone())
}

#[tauri::command]
pub async fn share_words(session: Now<'_>, place: u8) -> Answer<String> {
    let made = session.shares()?;
    made.of(place).map(str::to_owned).map_err(|error| error.view())
}

#[tauri::command]
pub async fn share_save(session: Now<'_>, app: AppHandle, place: u8, sheet: ShareSheet) -> Answer<bool> {
    let made = session.shares()?;
    let Some(path) = save(&app, &made.file_name(place)) else {
        return Ok(false);
    };
    off_thread(move || {
        let page = locker::share_page(made.of(place)?, &sheet)?;
        locker::write_share(&path, &page).map(|()| true)
    })
    .await
}

#[tauri::command]
pub async fn share_typed_back(session: Now<'_>, request: Request<'_>) -> Answer<u8> {
    let (typed, made) = (passphrase(&request)?, session.shares()?);
    made.typed_back(&typed).map_err(|error| error.view())
}

#[tauri::command]
pub async fn shares_forget(session: Now<'_>) -> Answer<()> {
    session.hold_shares(None);
    Ok(())
}

#[tauri::command]
pub async fn shares_remove(session: Now<'_>, set: String) -> Answer<Vec<ShareSet>> {
    session
        .with(move |open| open.remove_shares(Some(&set)).and_then(|_| open.share_sets()))
        .await
}
