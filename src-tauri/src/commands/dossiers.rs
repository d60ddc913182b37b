//! Handing over, and looking at what was handed over.

use super::passphrase;
use crate::pick::{Wanted, pick, save};
use crate::session::{Answer, Session, off_thread};
use locker::views::{DossierMade, DossierPlan, DossierRequest, DossierRow, ReviewView};
use locker::{Error, Review, ReviewKey};
use serde::Serialize;
use tauri::{AppHandle, State, ipc::Request};

type Now<'a> = State<'a, Session>;

/// A dossier file that waits for its key.
#[derive(Serialize)]
pub struct PickedDossier {
    name: String,
    sealed: &'static str,
}

#[tauri::command]
pub async fn dossiers(session: Now<'_>) -> Answer<Vec<DossierRow>> {
    session.with(|open| open.dossiers()).await
}

#[tauri::command]
pub async fn dossier_plan(session: Now<'_>, request: DossierRequest) -> Answer<DossierPlan> {
    session.with(move |open| open.dossier_plan(&request)).await
}

#[tauri::command]
pub async fn dossier_seal_with(session: Now<'_>, request: Request<'_>) -> Answer<()> {
    session.hold_passphrase(Some(passphrase(&request)?));
    Ok(())
}

#[tauri::command]
pub async fn dossier_export(session: Now<'_>, app: AppHandle, request: DossierRequest) -> Answer<Option<u32>> {
    let open = session.open()?;
    let sealed_with = session.take_passphrase();
    let Some(path) = save(&app, &locker::dossier_file_name(&request)) else {
        return Ok(None);
    };
    let env = session.env().clone();
    Ok(Some(session.jobs().start(session.app(), "export", move |job| {
        open.export_dossier(&request, sealed_with.as_ref(), &path, &env, job)
            .map_err(|error| error.view())
    })))
}

#[tauri::command]
pub async fn dossier_made(session: Now<'_>, job: u32) -> Answer<DossierMade> {
    session.jobs().result(job).ok_or_else(|| Error::NotFound.view())
}

#[tauri::command]
pub async fn review_pick(session: Now<'_>, app: AppHandle) -> Answer<Option<PickedDossier>> {
    let Some(path) = pick(&app, Wanted::File).pop() else {
        return Ok(None);
    };
    let sealed = locker::how_sealed(&path).map_err(|error| error.view())?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    session.hold_review_file(Some(path));
    Ok(Some(PickedDossier {
        name,
        sealed: sealed.code(),
    }))
}

#[tauri::command]
pub async fn review_key(session: Now<'_>, request: Request<'_>) -> Answer<ReviewView> {
    let path = session.review_file().ok_or_else(|| Error::NotFound.view())?;
    let (given, open) = (passphrase(&request)?, session.open().ok());
    let (env, session) = (session.env().clone(), session.inner().clone());
    off_thread(move || {
        let key = if given.is_empty() {
            open.as_deref().map_or(ReviewKey::None, ReviewKey::Locker)
        } else {
            ReviewKey::Passphrase(&given)
        };
        let review = Review::open(&path, key, &env)?;
        let view = review.view();
        session.keep_review(Some(review));
        view
    })
    .await
}

#[tauri::command]
pub async fn review_anyway(session: Now<'_>) -> Answer<ReviewView> {
    let review = session.review()?;
    off_thread(move || review.view_anyway()).await
}

#[tauri::command]
pub async fn review_close(session: Now<'_>) -> Answer<()> {
    session.keep_review(None);
    session.hold_review_file(None);
    Ok(())
}
