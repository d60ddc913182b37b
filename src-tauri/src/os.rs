//! What this process is allowed, decided before a window exists: no network, and a web view whose own files stay in
//! memory. (What the system says of sleep and lid: `away`.)

use std::collections::BTreeMap;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Set in the environment of the started-again process: where the web view may write.
const WEB_FOLDER: &str = "VOUCHSAFE_WEB_FOLDER";

/// The web view's throw-away folder, in memory, removed when the program ends.
pub struct WebFolder(PathBuf);

impl WebFolder {
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for WebFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Starts this program again with an environment in which the web view, GStreamer and GLib keep their files in memory.
/// The second time it returns that folder.
pub fn confine_web_files() -> Result<WebFolder, std::io::Error> {
    if let Some(folder) = std::env::var_os(WEB_FOLDER) {
        return Ok(WebFolder(folder.into()));
    }
    let folder = make_web_folder()?;
    let mut again = Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1)).env(WEB_FOLDER, &folder);
    for (name, below) in [
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
    ] {
        again.env(name, folder.join(below));
    }
    again
        .env("GST_REGISTRY", folder.join("gst.bin"))
        .env("GSETTINGS_BACKEND", "memory")
        .env("DCONF_PROFILE", "/nonexistent");
    again
        .env("GTK_RECENT_FILES_MAX_AGE", "0")
        .env("NO_AT_BRIDGE", "1")
        .env("TMPDIR", folder.join("tmp"));
    // The window's libraries hold what passes through them too. Their engine allocates by the system's heap, and that one
    // overwrites what it is given back, at once: its small store of freed pieces would hold them as they were.
    again
        .env("Malloc", "1")
        .env("GLIBC_TUNABLES", "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0");
    if !has_graphics_card() {
        again.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    }
    if std::env::var_os("XDG_RUNTIME_DIR").is_none() {
        again.env("XDG_RUNTIME_DIR", folder.join("run"));
    }
    Err(again.exec())
}

/// Whether anything but the processor can draw. Without it the web view would composite by OpenGL in software, which takes some
/// 40 ms a frame; drawing plainly takes a few.
fn has_graphics_card() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes
        .filter_map(|node| node.file_name().into_string().ok())
        .any(|name| name.starts_with("renderD"))
}

/// A folder of ours alone on a file system in memory. Those of processes that are gone are removed on the way.
fn make_web_folder() -> Result<PathBuf, std::io::Error> {
    let root = Path::new("/dev/shm");
    sweep_web_folders(root);
    let folder = root.join(format!("vouchsafe-web-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let private = |path: &Path| std::fs::DirBuilder::new().mode(0o700).create(path);
    private(&folder)?;
    ["cache", "config", "data", "state", "run", "tmp"]
        .iter()
        .try_for_each(|below| private(&folder.join(below)))?;
    Ok(folder)
}

fn sweep_web_folders(root: &Path) {
    let Ok(entries) = std::fs::read_dir(root) else { return };
    let own = std::fs::metadata("/proc/self").map(|meta| meta.uid()).ok();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let pid = name
            .to_str()
            .and_then(|name| name.strip_prefix("vouchsafe-web-"))
            .and_then(|pid| pid.parse::<u32>().ok());
        let ours = entry
            .metadata()
            .is_ok_and(|meta| meta.is_dir() && Some(meta.uid()) == own);
        if ours && pid.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// The bit by which x86 processors name every system call a second time, for programs with short pointers.
#[cfg(not(feature = "desktop-test"))]
const X32: i64 = 0x4000_0000;

/// Refuses this process and everything it starts (the web processes among them) a socket to any network: AF_INET,
/// AF_INET6 and AF_PACKET answer EACCES, and so does io_uring, which could open one unseen. Unix sockets remain, for the
/// display and between our own processes.
#[cfg(not(feature = "desktop-test"))]
pub fn deny_network() -> Result<(), seccompiler::Error> {
    use seccompiler::{SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule};
    let family = |number: i32| {
        let equals = SeccompCondition::new(
            0,
            SeccompCmpArgLen::Dword,
            SeccompCmpOp::Eq,
            u64::from(number.unsigned_abs()),
        )?;
        SeccompRule::new(vec![equals])
    };
    let rules = [libc::AF_INET, libc::AF_INET6, libc::AF_PACKET]
        .into_iter()
        .map(family)
        .collect::<Result<Vec<_>, _>>()?;
    let refused = SeccompAction::Errno(libc::EACCES.unsigned_abs());
    let arch = std::env::consts::ARCH.try_into()?;
    let calls = [(libc::SYS_socket, rules), (libc::SYS_io_uring_setup, Vec::new())];
    let again = calls.clone().map(|(call, rules)| (call | X32, rules));
    let filter = SeccompFilter::new(
        calls.into_iter().chain(again).collect::<BTreeMap<_, _>>(),
        SeccompAction::Allow,
        refused,
        arch,
    )?;
    let program: seccompiler::BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)
}

/// WebDriver talks to the window over loopback: the build that is driven leaves sockets open. It is never shipped.
#[cfg(feature = "desktop-test")]
pub fn deny_network() -> Result<(), seccompiler::Error> {
    let _: BTreeMap<(), ()> = BTreeMap::new();
    Ok(())
}

/// Whether a network socket is refused, found by trying.
pub fn network_refused() -> bool {
    std::net::UdpSocket::bind("127.0.0.1:0").is_err()
}
