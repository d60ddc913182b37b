//! When the system says that the person goes away: it is about to sleep, its lid closes, its session or screen is locked.
//! Said over D-Bus, whose sockets are files; sleep waits until the keys are gone (a *delay* inhibitor of logind).
//!
//! Deliberately absent: a way to keep the system awake for longer than its own patience, and any answer to what is not logind,
//! UPower or a screen saver. Without a bus nothing happens, and the settings say so.

use gtk::gio;
use gtk::gio::{BusType, Cancellable, DBusCallFlags, DBusConnection, DBusConnectionFlags, DBusSignalFlags, UnixFDList};
use gtk::glib::variant::ToVariant;
use gtk::glib::{MainContext, MainLoop, Variant, VariantDict, VariantTy};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const UPOWER: &str = "org.freedesktop.UPower";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const SCREEN_SAVERS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];
/// How long an answer of the bus is waited for.
const PATIENCE_MS: i32 = 5_000;

/// What the system tells us of.
#[derive(Default)]
pub struct Signs {
    /// Sleep: it waits for us.
    pub sleep: AtomicBool,
    /// The session, or the screen, being locked.
    pub session: AtomicBool,
}

/// What is done when the person goes away. Returns once the keys are gone.
type Gone = Rc<dyn Fn()>;

/// Listens from now on, on a thread of its own.
pub fn watch(signs: Arc<Signs>, gone: impl Fn() + Send + 'static) {
    std::thread::spawn(move || {
        let context = MainContext::new();
        let _ = context.with_thread_default(|| {
            let gone: Gone = Rc::new(gone);
            let system = connect(BusType::System);
            let user = connect(BusType::Session);
            if let Some(bus) = &system {
                watch_sleep(bus, &signs, &gone);
                watch_session(bus, &signs, &gone);
                watch_lid(bus, &gone);
                forget_when_closed(bus, &signs);
            }
            if let Some(bus) = &user {
                watch_screen(bus, &signs, &gone);
            }
            if system.is_some() || user.is_some() {
                MainLoop::new(Some(&context), false).run();
            }
        });
    });
}

/// A connection of our own: the shared one would end the program together with the bus.
fn connect(which: BusType) -> Option<DBusConnection> {
    let address = gio::dbus_address_get_for_bus_sync(which, Cancellable::NONE).ok()?;
    let flags = DBusConnectionFlags::AUTHENTICATION_CLIENT | DBusConnectionFlags::MESSAGE_BUS_CONNECTION;
    DBusConnection::for_address_sync(&address, flags, None, Cancellable::NONE).ok()
}

/// Locks before a sleep, lets the system sleep, and makes it wait again for the next time.
fn watch_sleep(bus: &DBusConnection, signs: &Arc<Signs>, gone: &Gone) {
    let held = Rc::new(RefCell::new(make_sleep_wait(bus)));
    signs.sleep.store(held.borrow().is_some(), Ordering::Relaxed);
    let (signs, gone) = (signs.clone(), gone.clone());
    hear(bus, Some(LOGIND), MANAGER, "PrepareForSleep", None, move |bus, told| {
        let going = told.try_child_get::<bool>(0).ok().flatten().unwrap_or(true);
        if going {
            gone();
            held.take(); // closing the descriptor is what lets it sleep
        } else if held.borrow().is_none() {
            *held.borrow_mut() = make_sleep_wait(bus);
            signs.sleep.store(held.borrow().is_some(), Ordering::Relaxed);
        }
    });
}

/// Asks logind to wait with a sleep as long as the descriptor in the answer is open.
fn make_sleep_wait(bus: &DBusConnection) -> Option<UnixFDList> {
    let asked = ("sleep", "Vouchsafe", "lock", "delay").to_variant();
    let answer = bus.call_with_unix_fd_list_sync(
        Some(LOGIND),
        "/org/freedesktop/login1",
        MANAGER,
        "Inhibit",
        Some(&asked),
        VariantTy::new("(h)").ok(),
        DBusCallFlags::NONE,
        PATIENCE_MS,
        UnixFDList::NONE,
        Cancellable::NONE,
    );
    answer.ok().map(|(_, descriptors)| descriptors)
}

/// Hears that our session was told to lock itself, or has done so.
fn watch_session(bus: &DBusConnection, signs: &Signs, gone: &Gone) {
    let ours = our_session(bus);
    let path = ours.as_deref();
    signs.session.store(ours.is_some(), Ordering::Relaxed);
    let told = gone.clone();
    hear(bus, Some(LOGIND), SESSION, "Lock", path, move |_, _| told());
    let told = gone.clone();
    hear(
        bus,
        Some(LOGIND),
        PROPERTIES,
        "PropertiesChanged",
        path,
        move |_, change| {
            if became_true(change, SESSION, "LockedHint") {
                told();
            }
        },
    );
}

/// The session this process belongs to: its own, or the one that logind shows for its user.
fn our_session(bus: &DBusConnection) -> Option<String> {
    let ask = |method, asked: Variant| {
        bus.call_sync(
            Some(LOGIND),
            "/org/freedesktop/login1",
            MANAGER,
            method,
            Some(&asked),
            VariantTy::new("(o)").ok(),
            DBusCallFlags::NONE,
            PATIENCE_MS,
            Cancellable::NONE,
        )
    };
    let own = ask("GetSessionByPID", (std::process::id(),).to_variant());
    let shown = own.or_else(|_| ask("GetSession", ("auto",).to_variant())).ok()?;
    shown.child_value(0).str().map(str::to_owned)
}

fn watch_lid(bus: &DBusConnection, gone: &Gone) {
    let gone = gone.clone();
    hear(
        bus,
        Some(UPOWER),
        PROPERTIES,
        "PropertiesChanged",
        None,
        move |_, change| {
            if became_true(change, UPOWER, "LidIsClosed") {
                gone();
            }
        },
    );
}

fn watch_screen(bus: &DBusConnection, signs: &Signs, gone: &Gone) {
    for saver in SCREEN_SAVERS {
        if has_owner(bus, saver) {
            signs.session.store(true, Ordering::Relaxed);
        }
        let gone = gone.clone();
        hear(bus, None, saver, "ActiveChanged", None, move |_, told| {
            if told.try_child_get::<bool>(0).ok().flatten() == Some(true) {
                gone();
            }
        });
    }
}

fn has_owner(bus: &DBusConnection, name: &str) -> bool {
    let answer = bus.call_sync(
        Some("org.freedesktop.DBus"),
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus",
        "NameHasOwner",
        Some(&(name,).to_variant()),
        VariantTy::new("(b)").ok(),
        DBusCallFlags::NONE,
        PATIENCE_MS,
        Cancellable::NONE,
    );
    answer.is_ok_and(|told| told.child_value(0).get::<bool>() == Some(true))
}

fn hear(
    bus: &DBusConnection,
    from: Option<&str>,
    interface: &str,
    signal: &str,
    path: Option<&str>,
    then: impl Fn(&DBusConnection, &Variant) + 'static,
) {
    let flags = DBusSignalFlags::NONE;
    let heard = move |bus: &DBusConnection, _: &str, _: &str, _: &str, _: &str, told: &Variant| then(bus, told);
    bus.signal_subscribe(from, Some(interface), Some(signal), path, None, flags, heard);
}

/// Whether a `PropertiesChanged` says that this property of this interface is true now.
fn became_true(change: &Variant, interface: &str, property: &str) -> bool {
    if change.type_().as_str() != "(sa{sv}as)" || change.child_value(0).str() != Some(interface) {
        return false;
    }
    let changed = VariantDict::new(Some(&change.child_value(1)));
    changed.lookup::<bool>(property).ok().flatten() == Some(true)
}

/// A bus that went away tells nothing any more, and nobody may believe that it does.
fn forget_when_closed(bus: &DBusConnection, signs: &Arc<Signs>) {
    let signs = signs.clone();
    bus.connect_closed(move |_, _, _| {
        signs.sleep.store(false, Ordering::Relaxed);
        signs.session.store(false, Ordering::Relaxed);
    });
}
