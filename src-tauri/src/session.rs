//! What the shell holds between commands: the open locker or none, what native dialogs picked, and a passphrase for the
//! blink between two calls. Handles stand for paths; JavaScript sees only handles.

use crate::away::Signs;
use crate::jobs::Jobs;
use crate::panic::Hotkeys;
use locker::views::{ErrorView, LockerRef, WipeView};
use locker::{Env, Error, KeyFile, MadeShares, OpenLocker, Passphrase, Quorum, Review};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tauri::{AppHandle, Emitter, Manager};

/// What a command answers.
pub type Answer<T> = Result<T, ErrorView>;

/// One run of the program. Cheap to clone: all clones are the same run.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    app: AppHandle,
    env: Env,
    sample: Option<PathBuf>,
    state: Mutex<State>,
    /// Long work.
    jobs: Arc<Jobs>,
    hotkeys: Hotkeys,
    signs: Arc<Signs>,
    turn: AtomicU64,
}

#[derive(Default)]
struct State {
    open: Option<Arc<OpenLocker>>,
    chosen: Option<PathBuf>,
    new_place: Option<PathBuf>,
    key_file: Option<PathBuf>,
    held: Option<Passphrase>,
    decoy_folder: Option<PathBuf>,
    decoy: Option<Arc<OpenLocker>>,
    backup_dir: Option<PathBuf>,
    restoring: Restoring,
    shares: Option<Arc<MadeShares>>,
    review: Option<Arc<Review>>,
    review_file: Option<PathBuf>,
    picked: HashMap<String, Vec<PathBuf>>,
    last_seen: Option<(Instant, SystemTime)>,
}

/// What a restore needs, gathered by one question after the other. Kept until it is done, so that it can go on when it was stopped.
#[derive(Default, Clone)]
pub struct Restoring {
    /// Where the backup lies.
    pub from: Option<PathBuf>,
    /// The folder that becomes the locker.
    pub to: Option<PathBuf>,
    /// What opens the backup; or, after shares, the new passphrase.
    pub passphrase: Option<Arc<Passphrase>>,
    /// Shares that were typed so far.
    pub quorum: Arc<Quorum>,
}

/// All that a restore needs.
pub struct ReadyToRestore {
    /// Where the backup lies.
    pub from: PathBuf,
    /// The folder that becomes the locker.
    pub to: PathBuf,
    /// As in [`Restoring`].
    pub passphrase: Arc<Passphrase>,
    /// As in [`Restoring`].
    pub quorum: Arc<Quorum>,
    /// The key file's digest, if one was picked.
    pub key_file: Option<KeyFile>,
}

/// Adds the setters of fields, each one line.
macro_rules! hold {
    ($($(#[$doc:meta])* $set:ident, $field:ident: $type:ty;)*) => {$(
        $(#[$doc])*
        pub fn $set(&self, value: Option<$type>) {
            self.state().$field = value;
        }
    )*};
}

impl Session {
    /// A run in which nothing is open.
    pub fn new(app: AppHandle, env: Env, sample: Option<PathBuf>, chosen: Option<PathBuf>) -> Self {
        let state = Mutex::new(State {
            chosen,
            ..State::default()
        });
        Self(Arc::new(Inner {
            app,
            env,
            sample,
            state,
            jobs: Arc::default(),
            hotkeys: Hotkeys::default(),
            signs: Arc::default(),
            turn: AtomicU64::default(),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The window's program.
    pub fn app(&self) -> &AppHandle {
        &self.0.app
    }

    /// Clock, worker and folders for the verbs.
    pub fn env(&self) -> &Env {
        &self.0.env
    }

    /// Long work of this run.
    pub fn jobs(&self) -> &Arc<Jobs> {
        &self.0.jobs
    }

    /// Which hotkeys the system gave us.
    pub fn hotkeys(&self) -> &Hotkeys {
        &self.0.hotkeys
    }

    /// What the system tells us of leaving.
    pub fn signs(&self) -> &Arc<Signs> {
        &self.0.signs
    }

    /// The sample case's locker, where this run has one.
    pub fn sample(&self) -> Option<&Path> {
        self.0.sample.as_deref()
    }

    hold! {
        /// The locker that the next unlock opens.
        choose, chosen: PathBuf;
        /// The folder in which the next locker is made.
        choose_new, new_place: PathBuf;
        /// The key file for the next unlock.
        hold_key_file, key_file: PathBuf;
        /// A passphrase between two calls: the present one before a new one, or the one a dossier is sealed with.
        hold_passphrase, held: Passphrase;
        /// The locker that is to become a decoy.
        choose_decoy, decoy_folder: PathBuf;
        /// The folder that the next backup goes to.
        choose_backup, backup_dir: PathBuf;
        /// Recovery shares that were just made, until each is with its person.
        hold_shares, shares: Arc<MadeShares>;
        /// The dossier file that is waiting for its key.
        hold_review_file, review_file: PathBuf;
    }

    /// The folder in which the next locker is made; asked for once.
    pub fn take_new(&self) -> Option<PathBuf> {
        self.state().new_place.take()
    }

    /// The passphrase that was held between two calls; asked for once.
    pub fn take_passphrase(&self) -> Option<Passphrase> {
        self.state().held.take()
    }

    /// The locker that the next unlock opens, left in place.
    pub fn chosen(&self) -> Option<PathBuf> {
        self.state().chosen.clone()
    }

    /// The folder that the next backup goes to, left in place.
    pub fn backup_dir(&self) -> Option<PathBuf> {
        self.state().backup_dir.clone()
    }

    /// Recovery shares that were just made.
    pub fn shares(&self) -> Answer<Arc<MadeShares>> {
        self.state().shares.clone().ok_or_else(|| Error::NotFound.view())
    }

    /// What is known so far of a restore.
    pub fn restoring(&self) -> Restoring {
        self.state().restoring.clone()
    }

    /// Changes what is known of it.
    pub fn with_restoring<T>(&self, change: impl FnOnce(&mut Restoring) -> T) -> T {
        change(&mut self.state().restoring)
    }

    /// Everything that was asked for, once it is complete. A wipe means the restored locker from here on.
    pub fn ready_to_restore(&self) -> Answer<ReadyToRestore> {
        let (key_file, new_place) = (self.key_file()?, self.take_new());
        let mut state = self.state();
        state.restoring.to = new_place.or_else(|| state.restoring.to.take());
        let Restoring {
            from,
            to,
            passphrase,
            quorum,
        } = state.restoring.clone();
        let (Some(from), Some(to), Some(passphrase)) = (from, to, passphrase) else {
            return Err(Error::NotFound.view());
        };
        state.chosen = Some(to.clone());
        Ok(ReadyToRestore {
            from,
            to,
            passphrase,
            quorum,
            key_file,
        })
    }

    /// Forgets what was asked for a restore, the key file too, and a locker that did not come to be.
    pub fn drop_restoring(&self) {
        let mut state = self.state();
        let to = std::mem::take(&mut state.restoring).to;
        state.key_file = None;
        if state.open.is_none() && to.is_some() && state.chosen == to {
            state.chosen = None;
        }
    }

    /// The dossier file that is waiting for its key, left in place.
    pub fn review_file(&self) -> Option<PathBuf> {
        self.state().review_file.clone()
    }

    /// The key file's digest, if one was picked.
    pub fn key_file(&self) -> Answer<Option<KeyFile>> {
        let path = self.state().key_file.clone();
        path.map(|path| KeyFile::read(&path))
            .transpose()
            .map_err(|error| error.view())
    }

    /// A handle for paths that a dialog or a drop gave us.
    pub fn give_handle(&self, paths: Vec<PathBuf>) -> String {
        let mut state = self.state();
        let handle = format!("h{}", state.picked.len() + 1);
        state.picked.insert(handle.clone(), paths);
        handle
    }

    /// The paths behind a handle.
    pub fn paths(&self, handle: &str) -> Answer<Vec<PathBuf>> {
        self.state()
            .picked
            .get(handle)
            .cloned()
            .ok_or_else(|| Error::NotFound.view())
    }

    /// Runs a verb on the open locker, off the window's thread.
    pub async fn with<T, F>(&self, verb: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnOnce(&OpenLocker) -> Result<T, Error> + Send + 'static,
    {
        let open = self.open()?;
        off_thread(move || verb(&open)).await
    }

    /// The open locker.
    pub fn open(&self) -> Answer<Arc<OpenLocker>> {
        self.state().open.clone().ok_or_else(|| Error::Locked.view())
    }

    /// Keeps a locker that was just unlocked or made.
    /// One that a lock or a wipe overtook (since `turn`) is not kept: its keys are dropped at once.
    pub fn keep_open(&self, open: OpenLocker, turn: u64) -> Result<Arc<OpenLocker>, Error> {
        let open = Arc::new(open);
        let mut state = self.state();
        if self.turn() != turn {
            open.lock();
            return Err(Error::Locked);
        }
        state.open = Some(open.clone());
        state.last_seen = Some((Instant::now(), SystemTime::now()));
        crate::background::look(self.app(), &open);
        Ok(open)
    }

    /// The locker that is to become a decoy, left in place.
    pub fn decoy_folder(&self) -> Option<PathBuf> {
        self.state().decoy_folder.clone()
    }

    /// The opened decoy.
    pub fn decoy(&self) -> Answer<Arc<OpenLocker>> {
        self.state().decoy.clone().ok_or_else(|| Error::NotFound.view())
    }

    /// Keeps the opened decoy until it is copied, unless a lock or a wipe overtook it since `turn`.
    pub fn keep_decoy(&self, decoy: OpenLocker, turn: u64) -> Result<(), Error> {
        let mut state = self.state();
        if self.turn() != turn {
            decoy.lock();
            return Err(Error::Locked);
        }
        state.decoy = Some(Arc::new(decoy));
        Ok(())
    }

    /// Locks and forgets the decoy.
    pub fn drop_decoy(&self) {
        let mut state = self.state();
        state.decoy_folder = None;
        if let Some(decoy) = state.decoy.take() {
            decoy.lock();
        }
    }

    /// Counts locks and wipes.
    pub fn turn(&self) -> u64 {
        self.0.turn.load(Ordering::SeqCst)
    }

    /// The dossier under review.
    pub fn review(&self) -> Answer<Arc<Review>> {
        self.state().review.clone().ok_or_else(|| Error::NotFound.view())
    }

    /// Keeps the dossier under review, or none.
    pub fn keep_review(&self, review: Option<Review>) {
        self.state().review = review.map(Arc::new);
    }

    /// Somebody is there.
    pub fn seen(&self) {
        self.state().last_seen = Some((Instant::now(), SystemTime::now()));
    }

    /// Whether nobody has been there for as long as the open locker's settings say. The longer of the monotonic and the
    /// wall clock counts, so that a suspended hour is an hour.
    pub fn idle_too_long(&self) -> bool {
        let (open, seen) = {
            let state = self.state();
            (state.open.clone(), state.last_seen)
        };
        let (Some(open), Some((instant, wall))) = (open, seen) else {
            return false;
        };
        let minutes = open.settings().map_or(10, |settings| settings.idle_minutes);
        let away = instant.elapsed().max(wall.elapsed().unwrap_or(Duration::ZERO));
        minutes > 0 && away > Duration::from_secs(u64::from(minutes) * 60)
    }

    /// Drops every key and all that was shown: the window starts again, empty. With `hide`, out of sight too.
    pub fn lock(&self, hide: bool) {
        self.jobs().stop_all();
        let path = {
            let mut state = self.state();
            self.0.turn.fetch_add(1, Ordering::SeqCst);
            let path = state.open.as_ref().map(|open| {
                open.lock(); // whoever still holds it, a job or a picture on its way, holds no keys from here on
                open.folder().to_owned()
            });
            let chosen = path.clone().or_else(|| state.chosen.clone());
            if let Some(decoy) = state.decoy.take() {
                decoy.lock();
            }
            *state = State {
                chosen,
                ..State::default()
            };
            path
        };
        if path.is_some() {
            let _ = self.app().emit("locked", ());
        }
        self.empty_window(hide);
    }

    /// Locks before the system sleeps: returns once the keys are gone and the window's thread has let go of the page, or after a
    /// second.
    pub fn lock_for_sleep(&self) {
        self.lock(false);
        let (done, wait) = std::sync::mpsc::channel();
        let _ = self.app().run_on_main_thread(move || done.send(()).unwrap_or(()));
        let _ = wait.recv_timeout(Duration::from_secs(1));
    }

    /// The page starts again, empty, in a process of its own: what the old one had in memory goes with it.
    fn empty_window(&self, hide: bool) {
        let _ = self.app().run_on_main_thread(crate::clipboard::clear);
        if let Some(window) = self.app().get_webview_window("main") {
            if hide {
                let _ = window.minimize();
            }
            #[cfg(not(feature = "desktop-test"))] // WebDriver's session would end with the page's process
            let _ = window.with_webview(|web| webkit2gtk::WebViewExt::terminate_web_process(&web.inner()));
            let _ = window.reload();
        }
    }

    /// Destroys the open locker, or else the chosen one. Needs nothing: no passphrase, no open database.
    pub fn wipe(&self) -> Answer<WipeView> {
        self.jobs().stop_all();
        let (open, decoy, folder) = {
            let mut state = self.state();
            self.0.turn.fetch_add(1, Ordering::SeqCst);
            let open = state.open.take();
            let folder = open
                .as_ref()
                .map(|open| open.folder().to_owned())
                .or_else(|| state.chosen.clone());
            let decoy = state.decoy.take();
            *state = State::default();
            (open, decoy, folder)
        };
        let folder = folder.ok_or_else(|| Error::NotFound.view())?;
        // The disk's keys die first; closing the database would come before them if the locker were dropped first.
        let wiped = locker::wipe(&folder, self.env());
        open.iter().chain(&decoy).for_each(|open| open.lock());
        let _ = self.app().emit("wiped", &wiped);
        Ok(wiped)
    }

    /// Lockers for the unlock screen: the one named at the start, the usual folder's, the sample.
    pub fn lockers(&self) -> Vec<LockerRef> {
        let chosen = self.chosen();
        let mut folders: Vec<PathBuf> = chosen.into_iter().collect();
        folders.extend(locker::lockers_in(&self.env().home));
        folders.extend(self.sample().map(Path::to_owned));
        let mut seen = Vec::new();
        folders.retain(|folder| {
            !seen.contains(folder) && {
                seen.push(folder.clone());
                true
            }
        });
        folders.into_iter().map(|folder| self.locker_ref(folder)).collect()
    }

    /// What the unlock screen says of one locker.
    pub fn locker_ref(&self, folder: PathBuf) -> LockerRef {
        let sample = self.sample() == Some(folder.as_path());
        let handle = self.give_handle(vec![folder.clone()]);
        locker::locker_ref(&folder, handle, sample, self.env())
    }
}

/// Runs blocking work off the window's thread.
pub async fn off_thread<T, F>(work: F) -> Answer<T>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Error> + Send + 'static,
{
    let outcome = tauri::async_runtime::spawn_blocking(work).await;
    outcome.unwrap_or(Err(Error::Internal)).map_err(|error| error.view())
}
