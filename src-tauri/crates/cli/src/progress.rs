//! Progress on standard error while it is a terminal; Ctrl C asks the work to stop at the next safe place.

use indicatif::{ProgressBar, ProgressStyle};
use locker::Progress;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by the first Ctrl C.
static STOP: AtomicBool = AtomicBool::new(false);

/// A line with amount and time left.
pub struct Line(ProgressBar);

impl Line {
    /// Hidden where nobody looks.
    pub fn new() -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::no_length()
        } else {
            ProgressBar::hidden()
        };
        let style = ProgressStyle::with_template("{bar:24} {bytes}/{total_bytes} {eta}")
            .unwrap_or(ProgressStyle::default_bar());
        bar.set_style(style);
        Self(bar)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Line {
    fn report(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }

    fn stop_asked(&self) -> bool {
        STOP.load(Ordering::Relaxed)
    }
}

/// The first Ctrl C asks to stop; a second one ends the program at once.
pub fn stop_on_ctrl_c() {
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(6);
        }
    });
}
