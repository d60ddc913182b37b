//! The walls, tried from inside: this program is also a worker, which on request does what the walls must not allow. Each deed
//! has to end the worker, in the way that is written beside it, and the parent has to say so.

use intake::draft::Hints;
use intake::limits::Limits;
use intake::parent::{Job, Worker, WorkerFailure};
use model::{Progress, Quiet};
use std::hint::black_box;
use std::io::Cursor;
use std::net::{TcpStream, UdpSocket};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

const AS_WORKER: &str = "as-worker";
const SIGABRT: i32 = 6;
const SIGSEGV: i32 = 11;
const SIGSYS: i32 = 31;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(AS_WORKER) {
        return intake::worker::run(Some(misbehave));
    }
    if cfg!(not(target_os = "linux")) {
        println!("no walls on this system yet");
        return ExitCode::SUCCESS;
    }
    let tests: [(&str, fn()); 6] = [
        (
            "every_deed_outside_the_walls_ends_the_worker",
            every_deed_outside_the_walls_ends_the_worker,
        ),
        (
            "too_much_memory_too_deep_a_stack_and_a_panic_end_it",
            too_much_memory_too_deep_a_stack_and_a_panic_end_it,
        ),
        (
            "a_worker_that_spins_is_ended_at_its_time",
            a_worker_that_spins_is_ended_at_its_time,
        ),
        (
            "a_worker_that_spins_is_ended_when_the_person_stops_it",
            a_worker_that_spins_is_ended_when_the_person_stops_it,
        ),
        (
            "a_worker_that_chatters_broke_the_protocol",
            a_worker_that_chatters_broke_the_protocol,
        ),
        (
            "the_walls_stand_and_a_worker_that_died_answers_no_more",
            the_walls_stand_and_a_worker_that_died_answers_no_more,
        ),
    ];
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        list(&tests, &arguments);
        return ExitCode::SUCCESS;
    }
    let wanted = arguments.iter().find(|argument| !argument.starts_with("--"));
    for (name, test) in tests
        .into_iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name))
    {
        test();
        println!("test {name} ... ok");
    }
    ExitCode::SUCCESS
}

/// What a test runner asks before it runs them one by one; none is ignored.
fn list(tests: &[(&str, fn())], arguments: &[String]) {
    if arguments.iter().all(|argument| argument != "--ignored") {
        tests.iter().for_each(|(name, _)| println!("{name}: test"));
    }
}

fn every_deed_outside_the_walls_ends_the_worker() {
    let deeds = [
        "open",
        "write",
        "list",
        "connect",
        "datagram",
        "exec",
        "thread",
        "fork",
        "executable-memory",
        "ptrace",
        "kill-parent",
        "signal-another",
        "io-uring",
        "open-by-handle",
    ];
    for deed in deeds {
        assert_eq!(
            ask(deed),
            Err(WorkerFailure::Crashed { signal: Some(SIGSYS) }),
            "{deed}"
        );
    }
}

fn too_much_memory_too_deep_a_stack_and_a_panic_end_it() {
    for (deed, signal) in [("eat", SIGABRT), ("recurse", SIGSEGV), ("panic", SIGABRT)] {
        assert_eq!(
            ask(deed),
            Err(WorkerFailure::Crashed { signal: Some(signal) }),
            "{deed}"
        );
    }
}

fn a_worker_that_spins_is_ended_at_its_time() {
    let limits = Limits {
        wall: Duration::from_millis(200),
        ..Limits::default()
    };
    assert_eq!(ask_within("spin", &limits, &Quiet), Err(WorkerFailure::TimedOut));
}

fn a_worker_that_spins_is_ended_when_the_person_stops_it() {
    struct Stop(AtomicBool);
    impl Progress for Stop {
        fn report(&self, _: u64, _: u64) {}
        fn stop_asked(&self) -> bool {
            self.0.swap(true, Ordering::Relaxed)
        }
    }
    let stop = Stop(AtomicBool::new(false));
    assert_eq!(
        ask_within("spin", &Limits::default(), &stop),
        Err(WorkerFailure::Stopped)
    );
}

fn a_worker_that_chatters_broke_the_protocol() {
    assert_eq!(ask("chatter"), Err(WorkerFailure::BrokeProtocol));
}

fn the_walls_stand_and_a_worker_that_died_answers_no_more() {
    let mut worker = start();
    assert!(with_job(&Limits::default(), &Quiet, |job| worker.misbehave(job, "open")).is_err());
    let sandbox = worker.sandbox().expect("it greeted before it died");
    assert!(sandbox.seccomp);
    println!("Landlock in force: {}", sandbox.landlock);
    let again = with_job(&Limits::default(), &Quiet, |job| worker.parse(job, &mut Vec::new()));
    assert_eq!(again, Err(WorkerFailure::NotStarted));
}

fn start() -> Worker {
    let mut command = Command::new(std::env::current_exe().expect("this program runs"));
    command.arg(AS_WORKER);
    Worker::start(command).expect("the worker starts")
}

fn ask(deed: &str) -> Result<(), WorkerFailure> {
    ask_within(deed, &Limits::default(), &Quiet)
}

fn ask_within(deed: &str, limits: &Limits, progress: &dyn Progress) -> Result<(), WorkerFailure> {
    with_job(limits, progress, |job| start().misbehave(job, deed))
}

fn with_job<T>(limits: &Limits, progress: &dyn Progress, work: impl FnOnce(&mut Job<'_>) -> T) -> T {
    let hints = Hints::default();
    let mut nothing = Cursor::new([]);
    work(&mut Job {
        bytes: &mut nothing,
        len: 0,
        hints: &hints,
        limits,
        progress,
    })
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
            thread::Builder::new().spawn(|| ()).map(thread::JoinHandle::join),
        )),
        "eat" => drop(black_box(
            (0..4_096).map(|i| vec![i as u8; 1 << 20]).collect::<Vec<_>>(),
        )),
        "panic" => panic!("as asked"),
        "recurse" => drop(black_box(recurse(0))),
        "chatter" => println!("no frame, no frame, no frame, no frame"),
        "spin" => {
            // Ends by itself, much later than any limit of these tests, in case the limits do not.
            let start = Instant::now();
            while start.elapsed() < Duration::from_secs(100) {}
        }
        _ => system_call(how),
    }
}

fn recurse(depth: u64) -> u64 {
    let room = black_box([depth; 512]);
    if depth == u64::MAX {
        0
    } else {
        recurse(depth + 1) + room[7]
    }
}

#[cfg(target_os = "linux")]
fn system_call(how: &str) {
    let executable = libc::PROT_READ | libc::PROT_EXEC;
    // SAFETY: plain system calls whose results are ignored; this process is expected to end in them.
    unsafe {
        match how {
            "executable-memory" => {
                libc::mmap(
                    std::ptr::null_mut(),
                    4_096,
                    executable,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                    -1,
                    0,
                );
            }
            "fork" => drop(black_box(libc::fork())),
            "ptrace" => drop(black_box(libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0))),
            "kill-parent" => drop(black_box(libc::kill(1, 0))),
            "signal-another" => drop(black_box(libc::syscall(libc::SYS_tgkill, 1, 1, 0))),
            "io-uring" => drop(black_box(libc::syscall(libc::SYS_io_uring_setup, 1, 0))),
            "open-by-handle" => drop(black_box(libc::syscall(libc::SYS_open_by_handle_at, 0, 0, 0))),
            _ => {}
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn system_call(_how: &str) {}
