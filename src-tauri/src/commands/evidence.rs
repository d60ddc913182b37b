//! Looking at what is there, and finding it.

use crate::session::{Answer, Session};
use locker::views::{ChatDay, EvidenceRow, EvidenceView, MessagesPage, PageRuns, SearchRequest, SearchView, TextView};
use tauri::State;

type Now<'a> = State<'a, Session>;

#[tauri::command]
pub async fn evidence_list(session: Now<'_>, source: Option<String>) -> Answer<Vec<EvidenceRow>> {
    session.with(move |open| open.evidence_list(source.as_deref())).await
}

#[tauri::command]
pub async fn evidence(session: Now<'_>, id: String) -> Answer<EvidenceView> {
    session.with(move |open| open.evidence(&id)).await
}

#[tauri::command]
pub async fn messages(session: Now<'_>, id: String, from: u32, limit: u32) -> Answer<MessagesPage> {
    session.with(move |open| open.messages(&id, from, limit)).await
}

#[tauri::command]
pub async fn chat_days(session: Now<'_>, id: String) -> Answer<Vec<ChatDay>> {
    session.with(move |open| open.chat_days(&id)).await
}

#[tauri::command]
pub async fn text(session: Now<'_>, id: String) -> Answer<TextView> {
    session.with(move |open| open.text(&id)).await
}

#[tauri::command]
pub async fn page_runs(session: Now<'_>, id: String, page: u32) -> Answer<PageRuns> {
    let env = session.env().clone();
    session.with(move |open| open.page_runs(&id, page, &env)).await
}

#[tauri::command]
pub async fn set_title(session: Now<'_>, id: String, title: String) -> Answer<EvidenceView> {
    session.with(move |open| open.set_title(&id, &title)).await
}

#[tauri::command]
pub async fn set_group(session: Now<'_>, id: String, group: String) -> Answer<EvidenceView> {
    session.with(move |open| open.set_group(&id, &group)).await
}

#[tauri::command]
pub async fn search(session: Now<'_>, request: SearchRequest) -> Answer<SearchView> {
    session.with(move |open| open.search(&request)).await
}
