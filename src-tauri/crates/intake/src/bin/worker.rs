//! `vouchsafe-worker`: the process in which hostile files are parsed.

fn main() -> std::process::ExitCode {
    intake::worker::run(None)
}
