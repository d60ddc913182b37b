//! Taking in what a person picked or dropped.

use crate::pick::{Wanted, pick};
use crate::session::{Answer, Session};
use locker::Error;
use locker::views::{ImportReport, ImportRequest};
use std::path::PathBuf;
use tauri::{AppHandle, State};

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn import_pick(
    session: Now<'_>,
    app: AppHandle,
    request: ImportRequest,
    folder: bool,
) -> Answer<Option<u32>> {
    let paths = pick(&app, if folder { Wanted::Folder } else { Wanted::Files });
    if paths.is_empty() {
        Ok(None)
    } else {
        start(&session, request, paths).map(Some)
    }
}

#[tauri::command]
pub async fn import_drop(session: Now<'_>, request: ImportRequest, handle: String) -> Answer<u32> {
    start(&session, request, session.paths(&handle)?)
}

#[tauri::command]
pub async fn import_again(session: Now<'_>, request: ImportRequest, evidence: String) -> Answer<u32> {
    let (open, env) = (session.open()?, session.env().clone());
    Ok(session.jobs().start(session.app(), "import", move |job| {
        open.import_again(&evidence, &request, &env, job)
            .map_err(|error| error.view())
    }))
}

#[tauri::command]
pub async fn import_report(session: Now<'_>, job: u32) -> Answer<ImportReport> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}

fn start(session: &Session, request: ImportRequest, paths: Vec<PathBuf>) -> Answer<u32> {
    let (open, env) = (session.open()?, session.env().clone());
    Ok(session.jobs().start(session.app(), "import", move |job| {
        open.import(&request, &paths, &env, job).map_err(|error| error.view())
    }))
}
