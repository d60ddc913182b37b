//! Claims, links and the matrix.

use crate::session::{Answer, Session};
use locker::views::{ClaimDraft, ClaimView, LinkDraft, LinkView, MatrixView};
use tauri::State;

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn claims(session: Now<'_>) -> Answer<Vec<ClaimView>> {
    session.with(|open| open.claims()).await
}

#[tauri::command]
pub async fn add_claim(session: Now<'_>, draft: ClaimDraft) -> Answer<ClaimView> {
    session.with(move |open| open.add_claim(draft)).await
}

#[tauri::command]
pub async fn edit_claim(session: Now<'_>, id: String, draft: ClaimDraft) -> Answer<ClaimView> {
    session.with(move |open| open.edit_claim(&id, draft)).await
}

#[tauri::command]
pub async fn link(session: Now<'_>, draft: LinkDraft) -> Answer<LinkView> {
    session.with(move |open| open.link(draft)).await
}

#[tauri::command]
pub async fn unlink(session: Now<'_>, id: String) -> Answer<()> {
    session.with(move |open| open.unlink(&id)).await
}

#[tauri::command]
pub async fn matrix(session: Now<'_>) -> Answer<MatrixView> {
    session.with(|open| open.matrix()).await
}
