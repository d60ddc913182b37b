//! The list of the window's commands stands in five places, for good reasons; it must be one list.

use std::collections::BTreeSet;
use vouchsafe_tidy::text_of;

fn in_build() -> BTreeSet<String> {
    let text = text_of("src-tauri/build.rs");
    let list = text
        .split("COMMANDS: &[&str] = &[")
        .nth(1)
        .and_then(|rest| rest.split("];").next())
        .unwrap_or_default();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

fn in_handler() -> BTreeSet<String> {
    let text = text_of("src-tauri/src/commands/mod.rs");
    let list = text
        .split("generate_handler![")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .unwrap_or_default();
    list.split(',')
        .filter_map(|line| line.trim().split("::").nth(1))
        .map(str::to_owned)
        .collect()
}

fn in_capability() -> BTreeSet<String> {
    let text = text_of("src-tauri/capabilities/window.json");
    let document: serde_json::Value = serde_json::from_str(&text).expect("the capability file is JSON");
    let permissions = document["permissions"].as_array().cloned().unwrap_or_default();
    let own = permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"));
    own.map(|name| name.replace('-', "_")).collect()
}

fn in_window() -> BTreeSet<String> {
    let text = text_of("ui/src/ipc/index.ts");
    let list = text
        .split("export interface Commands {")
        .nth(1)
        .and_then(|rest| rest.split("\n}").next())
        .unwrap_or_default();
    list.lines()
        .filter_map(|line| line.trim().split_once(": ("))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn in_document() -> BTreeSet<String> {
    let text = text_of("src-tauri/crates/locker/COMMANDS.md");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let names = rows.filter_map(|line| line.split('|').nth(1));
    names
        .flat_map(|cell| {
            cell.split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_lists_of_commands_are_one_list() {
    let handler = in_handler();
    assert!(handler.len() > 40, "the handler's list was found");
    assert_eq!(handler, in_build(), "build.rs");
    assert_eq!(handler, in_capability(), "capabilities/window.json");
    assert_eq!(handler, in_window(), "ui/src/ipc/index.ts");
    assert_eq!(handler, in_document(), "COMMANDS.md");
}

#[test]
fn commands_are_short() {
    for file in vouchsafe_tidy::files_below("src-tauri/src/commands", &[".rs"]) {
        let text = std::fs::read_to_string(&file).expect("a file that was just listed");
        for body in text.split("#[tauri::command]").skip(1) {
            let lines = body.lines().skip(2).take_while(|line| *line != "}").count();
            assert!(
                lines <= 18,
                "a command in {} has {lines} lines: it does more than call a verb",
                file.display()
            );
        }
    }
}
