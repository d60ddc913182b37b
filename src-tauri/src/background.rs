//! While a locker is open, a few of its items a day are read and compared, so that what a disk loses is known while a backup
//! still has it. What is read and how much is the core's; here it is begun, after the unlock's own work is over.
//!
//! Deliberately absent: a figure on the screen. It is heard of only where something is damaged that was not known to be.

use locker::{OpenLocker, Quiet};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;
use tauri::{AppHandle, Emitter};

/// How long an unlocked locker is left to its person first; a test does not wait that long.
const FIRST: Duration = Duration::from_secs(if cfg!(feature = "desktop-test") { 1 } else { 30 });
/// How long until it is asked again whether a new day has something to read.
const AGAIN: Duration = Duration::from_secs(3_600);

/// Looks until the locker is locked. Says `damage` to the page when a look found some.
pub fn look(app: &AppHandle, open: &Arc<OpenLocker>) {
    let (app, open) = (app.clone(), Arc::downgrade(open));
    let looking = thread::Builder::new().name("background check".to_owned());
    let _ = looking.spawn(move || look_on(&app, &open)); // without it, the check of everything is still there
}

fn look_on(app: &AppHandle, open: &Weak<OpenLocker>) {
    let mut wait = FIRST;
    loop {
        thread::sleep(wait);
        let Some(open) = open.upgrade() else { return };
        match open.check_some(&Quiet) {
            Ok(found) if found.news > 0 => {
                let _ = app.emit("damage", ());
            }
            Ok(_) => {}
            Err(_) => return, // locked, or a disk that gives nothing: both are told elsewhere
        }
        wait = AGAIN;
    }
}
