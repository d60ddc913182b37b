//! Sources and their sealed identities.

use crate::session::{Answer, Session};
use locker::views::{IdentityView, SourceDraft, SourceView};
use tauri::State;

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn source(session: Now<'_>, id: String) -> Answer<SourceView> {
    session.with(move |open| open.source(&id)).await
}

#[tauri::command]
pub async fn add_source(session: Now<'_>, draft: SourceDraft) -> Answer<SourceView> {
    session.with(move |open| open.add_source(draft)).await
}

#[tauri::command]
pub async fn edit_source(session: Now<'_>, id: String, draft: SourceDraft) -> Answer<SourceView> {
    session.with(move |open| open.edit_source(&id, draft)).await
}

#[tauri::command]
pub async fn set_identity(session: Now<'_>, id: String, text: String) -> Answer<()> {
    session.with(move |open| open.set_identity(&id, &text)).await
}

#[tauri::command]
pub async fn show_identity(session: Now<'_>, id: String) -> Answer<IdentityView> {
    session.with(move |open| open.show_identity(&id)).await
}
