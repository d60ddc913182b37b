//! Vouchsafe's window. A thin face of the `locker` crate: it owns the window, native dialogs, hotkeys and the
//! `evidence://` protocol, and nothing of what a locker is.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod away;
mod background;
mod clipboard;
mod commands;
mod jobs;
mod media;
mod os;
mod panic;
mod pick;
mod session;

use session::Session;
use std::path::PathBuf;
use std::process::ExitCode;
use tauri::webview::WebviewWindowBuilder;
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, RunEvent, WebviewUrl, WindowEvent};
use zeroizing_alloc::ZeroAlloc;

/// What is given back to the heap is overwritten first: also the copies that libraries make.
#[global_allocator]
static HEAP: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let web_folder = match os::confine_web_files() {
        Ok(folder) => folder,
        Err(error) => return fail("no-memory-folder", &error),
    };
    locker::keep_to_itself(); // after starting again, which would undo it
    if let Err(error) = os::deny_network() {
        return fail("network-not-refused", &error);
    }
    match run(&web_folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail("no-window", &error),
    }
}

/// Said on standard error, before there is a window. Codes and the system's reason, no paths of ours.
fn fail(code: &str, error: &dyn std::error::Error) -> ExitCode {
    eprintln!("error: {code}: {error}");
    ExitCode::FAILURE
}

/// What the start's arguments name. Paths come from the person who starts the program, never from the window.
#[derive(Default)]
struct Start {
    sample: Option<PathBuf>,
    locker: Option<PathBuf>,
}

impl Start {
    fn read(mut arguments: impl Iterator<Item = std::ffi::OsString>) -> Self {
        let mut start = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.to_str() {
                Some("--sample") => start.sample = arguments.next().map(PathBuf::from),
                Some("--locker") => start.locker = arguments.next().map(PathBuf::from),
                _ => {}
            }
        }
        start
    }
}

fn run(web_folder: &os::WebFolder) -> tauri::Result<()> {
    let data = web_folder.path().join("web");
    let start = Start::read(std::env::args_os().skip(1));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_global_shortcut::Builder::new().build())
        .register_asynchronous_uri_scheme_protocol("evidence", |context, request, responder| {
            let session = context.app_handle().state::<Session>().inner().clone();
            tauri::async_runtime::spawn_blocking(move || responder.respond(media::answer(&session, &request)));
        })
        .invoke_handler(commands::handler())
        .setup(move |app| set_up(app.handle(), start, data))
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if let RunEvent::Exit = event {
            app.state::<Session>().lock(false);
        }
    });
    Ok(())
}

fn set_up(app: &AppHandle, start: Start, data: PathBuf) -> Result<(), Box<dyn std::error::Error>> {
    let env = locker::Env::of_this_program(app.path().home_dir()?.join("Vouchsafe"))?;
    let chosen = start.locker.or_else(|| start.sample.clone());
    let session = Session::new(app.clone(), env, start.sample, chosen);
    app.manage(session.clone());
    panic::register_hotkeys(app, session.hotkeys());
    tauri::async_runtime::spawn(panic::watch_idle(app.clone()));
    clipboard::watch();
    let guarded = session.clone();
    away::watch(session.signs().clone(), move || guarded.lock_for_sleep());
    make_window(app, data)?;
    Ok(())
}

fn make_window(app: &AppHandle, data: PathBuf) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Vouchsafe")
        .inner_size(1440.0, 900.0)
        .min_inner_size(640.0, 400.0)
        .incognito(!cfg!(feature = "desktop-test"))
        .data_directory(data)
        .on_navigation(|url| matches!(url.scheme(), "tauri") || url.host_str() == Some("tauri.localhost"))
        .build()?;
    let app = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(drag) = event {
            tell_of_drag(&app, drag);
        }
    });
    Ok(())
}

/// A drop gives its paths to the session; the window learns a handle and how many files and folders there are.
fn tell_of_drag(app: &AppHandle, drag: &DragDropEvent) {
    let over = match drag {
        DragDropEvent::Enter { .. } | DragDropEvent::Over { .. } => true,
        DragDropEvent::Drop { paths, .. } => {
            let folders = paths.iter().filter(|path| path.is_dir()).count();
            let files = paths.len() - folders;
            let handle = app.state::<Session>().give_handle(paths.clone());
            let _ = app.emit(
                "dropped",
                serde_json::json!({ "handle": handle, "files": files, "folders": folders }),
            );
            false
        }
        _ => false,
    };
    let _ = app.emit("drop_over", over);
}
