//! What was copied in the window does not stay on the clipboard: it is taken back after 20 seconds and at every lock, as long as
//! it is still ours. Called on the window's thread alone.
//!
//! Out of reach: a clipboard manager that keeps a history of its own, and what was pasted elsewhere meanwhile.

use gtk::gdk::{SELECTION_CLIPBOARD, SELECTION_PRIMARY};
use gtk::glib;
use gtk::prelude::ObjectExt;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// How long a copy may be pasted.
const AFTER: Duration = Duration::from_secs(20);

/// Counts from every change of the clipboard, whoever made it.
pub fn watch() {
    let changes = Rc::new(Cell::new(0_u64));
    let clipboard = gtk::Clipboard::get(&SELECTION_CLIPBOARD);
    clipboard.connect_local("owner-change", false, move |_| {
        let this = changes.get() + 1;
        changes.set(this);
        let changes = changes.clone();
        glib::timeout_add_local_once(AFTER, move || {
            if changes.get() == this {
                gtk::Clipboard::get(&SELECTION_CLIPBOARD).clear();
            }
        });
        None
    });
}

/// Takes back what this program put there, the marked text of X11 too. What another program put there stays: it is not ours.
pub fn clear() {
    gtk::Clipboard::get(&SELECTION_CLIPBOARD).clear();
    gtk::Clipboard::get(&SELECTION_PRIMARY).clear();
}
