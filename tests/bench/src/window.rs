//! From starting the window's program to the first words on its page.

use crate::place::{Place, text};
use crate::table::{Table, Times};
use crate::webdriver::{Driver, until};
use crate::{Outcome, Wish};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// When the page was first painted, in milliseconds since 1970; nothing while it is not.
const PAINTED: &str = "const paint = performance.getEntriesByName('first-contentful-paint')[0]; \
                       return paint ? performance.timeOrigin + paint.startTime : null;";

/// Measures and writes the row, or the line that says what is missing.
pub fn measure(place: &Place, wish: &Wish, table: &mut Table) -> Outcome<()> {
    let program = match find(wish) {
        Ok(program) => program,
        Err(missing) => {
            table.note(format!("First paint was not measured: {missing}."));
            return Ok(());
        }
    };
    let home = place.at("home");
    fs::create_dir_all(&home)?;
    let started = place.at("started");
    let starter = write_starter(place, &program, &started)?;
    let mut times = Times::default();
    for _ in 0..wish.runs {
        times.add(first_paint(&home, text(&starter)?, &started)?);
    }
    table.alone("first paint", times);
    Ok(())
}

/// The window's program, or what is missing.
fn find(wish: &Wish) -> Result<PathBuf, String> {
    if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
        return Err("there is no display (xvfb-run makes one)".to_owned());
    }
    // It knows no --version; that it could be started at all is what counts.
    let mut driver = Command::new("WebKitWebDriver");
    let driver = driver
        .arg("--help")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if driver.status().is_err() {
        return Err("there is no WebKitWebDriver (packaging/setup.sh desktop-test installs it)".to_owned());
    }
    let program = std::env::current_exe().unwrap_or_default();
    let usual = program
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new(""))
        .join("desktop-test/vouchsafe-desktop");
    let program = wish.window.clone().unwrap_or(usual);
    let program = program
        .canonicalize()
        .map_err(|_| "the window was not built to be driven (make test-desktop, or --window EXECUTABLE)")?;
    Ok(program)
}

/// A script that notes the time and becomes the program: the driver starts it, and its own time is not to be counted.
fn write_starter(place: &Place, program: &Path, started: &Path) -> Outcome<PathBuf> {
    let starter = place.at("starter");
    let lines = format!(
        "#!/bin/sh\ndate +%s%N > '{}'\nexec '{}' \"$@\"\n",
        text(started)?,
        text(program)?
    );
    fs::write(&starter, lines)?;
    fs::set_permissions(&starter, fs::Permissions::from_mode(0o700))?;
    Ok(starter)
}

fn first_paint(home: &Path, starter: &str, started: &Path) -> Outcome<Duration> {
    let driver = Driver::start(home)?;
    let session = driver.open(starter)?;
    let painted = until("the first paint", || match driver.ask(&session, PAINTED) {
        Ok(value) => value.as_f64().map(Ok),
        Err(error) => Some(Err(error)),
    });
    driver.close(&session)?;
    let start: f64 = fs::read_to_string(started)?.trim().parse()?;
    Ok(Duration::try_from_secs_f64(painted? / 1e3 - start / 1e9)?)
}
