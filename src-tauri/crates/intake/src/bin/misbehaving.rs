//! The worker under the same walls, which on request does what the walls must not allow. For the tests of the sandbox alone;
//! it is not shipped.

use std::fs;
use std::hint::black_box;
use std::net::{TcpStream, UdpSocket};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    intake::worker::run(Some(misbehave))
}

/// Returns only if the walls allowed the deed.
fn misbehave(how: &str) {
    match how {
        "open" => drop(black_box(fs::read("/proc/self/status"))),
        "write" => drop(black_box(fs::write("/tmp/vouchsafe-misbehaving", b"x"))),
        "list" => drop(black_box(fs::read_dir("/").map(Iterator::count))),
        "connect" => drop(black_box(TcpStream::connect("127.0.0.1:1"))),
        "datagram" => drop(black_box(UdpSocket::bind("127.0.0.1:0"))),
        "exec" => drop(black_box(Command::new("/bin/true").spawn())),
        "thread" => drop(black_box(
            std::thread::Builder::new().spawn(|| ()).map(|one| one.join()),
        )),
        "eat" => drop(black_box(eat())),
        "spin" => loop {
            black_box(());
        },
        "panic" => panic!("as asked"),
        "recurse" => drop(black_box(recurse(0))),
        "chatter" => chatter(),
        #[cfg(target_os = "linux")]
        _ => system_call(how),
        #[cfg(not(target_os = "linux"))]
        _ => {}
    }
}

#[cfg(target_os = "linux")]
fn system_call(how: &str) {
    // SAFETY: plain system calls whose results are ignored; the process is expected to end in them.
    unsafe {
        match how {
            "executable-memory" => {
                let executable = libc::PROT_READ | libc::PROT_EXEC;
                libc::mmap(
                    std::ptr::null_mut(),
                    4096,
                    executable,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                    -1,
                    0,
                );
            }
            "fork" => drop(black_box(libc::fork())),
            "ptrace" => drop(black_box(libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0))),
            "kill-parent" => drop(black_box(libc::kill(libc::getppid(), 0))),
            _ => {}
        }
    }
}

fn eat() -> Vec<Vec<u8>> {
    (0..4_096).map(|i| vec![i as u8; 1 << 20]).collect()
}

fn recurse(depth: u64) -> u64 {
    let room = black_box([depth; 512]);
    if depth == u64::MAX {
        0
    } else {
        recurse(depth + 1) + room[7]
    }
}

/// Words that are no frame.
fn chatter() {
    println!("not a frame, not a frame, not a frame");
}
