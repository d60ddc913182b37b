//! The custody log, and the check of everything.

use crate::session::{Answer, Session};
use locker::views::{CheckReport, LogCheck, LogPage};
use locker::{Error, QuarantineReport};
use tauri::State;

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn log(session: Now<'_>, item: Option<String>, before: Option<u32>, limit: u32) -> Answer<LogPage> {
    session.with(move |open| open.log(item.as_deref(), before, limit)).await
}

#[tauri::command]
pub async fn log_verify(session: Now<'_>) -> Answer<LogCheck> {
    session.with(|open| open.log_verify()).await
}

#[tauri::command]
pub async fn check(session: Now<'_>) -> Answer<u32> {
    let open = session.open()?;
    Ok(session.jobs().start(session.app(), "check", move |job| {
        open.check(job).map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn check_report(session: Now<'_>, job: u32) -> Answer<CheckReport> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}

#[tauri::command]
pub async fn set_apart(session: Now<'_>) -> Answer<u32> {
    let open = session.open()?;
    Ok(session.jobs().start(session.app(), "set-apart", move |job| {
        open.check_and_set_apart(job).map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn set_apart_report(session: Now<'_>, job: u32) -> Answer<QuarantineReport> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}
