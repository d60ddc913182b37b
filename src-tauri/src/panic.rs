//! Lock and wipe from anywhere: system-wide hotkeys, and the idle clock. (Panic as a person means it.)

use crate::session::Session;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_global_shortcut::{GlobalShortcutExt, ShortcutState};

/// Lock now.
const LOCK: &str = "Ctrl+Shift+KeyL";
/// Wipe, held.
const WIPE: &str = "Ctrl+Shift+Backspace";
/// How long the wipe keys are held.
const HOLD: Duration = Duration::from_millis(1000);
/// A key that repeats is let go and pressed again by X11 within this time; only a longer pause is letting go.
const LET_GO: Duration = Duration::from_millis(80);

/// Which hotkeys the system gave us.
#[derive(Default)]
pub struct Hotkeys {
    /// Lock now.
    pub lock: AtomicBool,
    /// Wipe.
    pub wipe: AtomicBool,
}

/// Registers both hotkeys and notes which of them the system gave us: on Wayland and when another program has them, none.
pub fn register_hotkeys(app: &AppHandle, hotkeys: &Hotkeys) {
    let shortcuts = app.global_shortcut();
    let lock = shortcuts.on_shortcut(LOCK, |app, _, event| {
        if event.state() == ShortcutState::Pressed {
            app.state::<Session>().lock(true);
        }
    });
    let hold = Arc::new(Hold::default());
    let wipe = shortcuts.on_shortcut(WIPE, move |app, _, event| match event.state() {
        ShortcutState::Pressed => hold.clone().press(app.clone()),
        ShortcutState::Released => hold.release(),
    });
    hotkeys.lock.store(lock.is_ok(), Ordering::Relaxed);
    hotkeys.wipe.store(wipe.is_ok(), Ordering::Relaxed);
}

/// The wipe keys being held: when they were pressed, and when last let go.
struct Hold {
    born: Instant,
    held: AtomicBool,
    watched: AtomicBool,
    released_at: AtomicU64,
}

impl Default for Hold {
    fn default() -> Self {
        Self {
            born: Instant::now(),
            held: AtomicBool::new(false),
            watched: AtomicBool::new(false),
            released_at: AtomicU64::new(0),
        }
    }
}

impl Hold {
    fn press(self: Arc<Self>, app: AppHandle) {
        self.held.store(true, Ordering::SeqCst);
        if !self.watched.swap(true, Ordering::SeqCst) {
            std::thread::spawn(move || {
                if self.held_long_enough(&app) {
                    let _ = app.state::<Session>().wipe(); // the window hears of it by event
                }
                self.watched.store(false, Ordering::SeqCst);
            });
        }
    }

    fn release(&self) {
        self.released_at.store(self.now(), Ordering::SeqCst);
        self.held.store(false, Ordering::SeqCst);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn held_long_enough(&self, app: &AppHandle) -> bool {
        let start = Instant::now();
        while start.elapsed() < HOLD {
            std::thread::sleep(Duration::from_millis(20));
            let gone = self.now().saturating_sub(self.released_at.load(Ordering::SeqCst));
            if !self.held.load(Ordering::SeqCst) && u128::from(gone) > LET_GO.as_millis() {
                let _ = app.emit("wipe_hold", 0.0);
                return false;
            }
            let _ = app.emit(
                "wipe_hold",
                (start.elapsed().as_secs_f64() / HOLD.as_secs_f64()).min(1.0),
            );
        }
        true
    }
}

/// Locks when nobody has been there for as long as the settings say. Looks every two seconds; a jump of the clock, as
/// after a suspend, counts as absence because the monotonic clock is compared with the wall clock.
pub async fn watch_idle(app: AppHandle) {
    let mut every = tokio::time::interval(Duration::from_secs(2));
    loop {
        every.tick().await;
        let session = app.state::<Session>();
        if session.idle_too_long() {
            session.lock(false);
        }
    }
}
