//! Native dialogs. The only place where a path enters the program besides a drop and the start's arguments.

use std::path::PathBuf;
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, FilePath};

/// What a person is asked to pick.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A folder.
    Folder,
    /// One file.
    File,
    /// Any number of files.
    Files,
}

/// Asks for existing files or a folder. Empty when the person thought better of it. Blocks: not for the window's thread.
pub fn pick(app: &AppHandle, wanted: Wanted) -> Vec<PathBuf> {
    #[cfg(feature = "desktop-test")]
    if let Some(paths) = answered_by_test() {
        return paths;
    }
    let dialog = app.dialog().file();
    let picked = match wanted {
        Wanted::Folder => dialog.blocking_pick_folder().into_iter().collect(),
        Wanted::File => dialog.blocking_pick_file().into_iter().collect(),
        Wanted::Files => dialog.blocking_pick_files().unwrap_or_default(),
    };
    picked
        .into_iter()
        .filter_map(|path: FilePath| path.into_path().ok())
        .collect()
}

/// Asks where to save. Blocks.
pub fn save(app: &AppHandle, name: &str) -> Option<PathBuf> {
    #[cfg(feature = "desktop-test")]
    if let Some(paths) = answered_by_test() {
        return paths.into_iter().next();
    }
    app.dialog()
        .file()
        .set_file_name(name)
        .blocking_save_file()
        .and_then(|path| path.into_path().ok())
}

/// WebDriver cannot reach native dialogs. The build that is driven takes their answers from a file, one answer a line,
/// paths between tabs; each is used once. Never shipped.
#[cfg(feature = "desktop-test")]
fn answered_by_test() -> Option<Vec<PathBuf>> {
    let script = std::env::var_os("VOUCHSAFE_TEST_PICKS")?;
    let text = std::fs::read_to_string(&script).ok()?;
    let (line, rest) = text.split_once('\n')?;
    std::fs::write(&script, rest).ok()?;
    Some(
        line.split('\t')
            .filter(|path| !path.is_empty())
            .map(PathBuf::from)
            .collect(),
    )
}
