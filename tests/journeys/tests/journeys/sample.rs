//! The demonstration on the sample case, with the network taken away where that is permitted; a locker of the first version.

use journeys::{Program, Run, env, fixture, passphrase, program, top};
use locker::{Quiet, unlock};
use std::process::Command;

/// Whether a namespace without network can be made here.
fn can_unshare() -> bool {
    Command::new("unshare")
        .args(["-n", "true"])
        .output()
        .is_ok_and(|output| output.status.success())
}

#[test]
fn the_demonstration_does_the_main_job_without_a_network() {
    let bench = Program::new();
    let mut command = match can_unshare() {
        true => {
            let mut command = Command::new("unshare");
            command.arg("-n").arg(program());
            command
        }
        false => {
            eprintln!("the network could not be taken away here");
            Command::new(program())
        }
    };
    let run = Run::of(
        command
            .args(["--json", "demo", "sample"])
            .current_dir(bench.folder.path())
            .output()
            .expect("a run"),
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json["verified"]["outcome"], "intact");
    assert_eq!(run.json["imported"]["totals"]["refused"], 0, "{}", run.json["imported"]);
    assert!(bench.at("sample/Sample case.locker/slots").is_file());
    assert!(run.json["searched"][0][1]["total"].as_u64() > Some(0));
    let statuses = run.json["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|claim| &claim["status"]);
    let case = std::fs::read(top().join("assets/sample-case/case.json")).expect("the case");
    let case: serde_json::Value = serde_json::from_slice(&case).expect("JSON");
    let meant = case["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .map(|claim| &claim["status"]);
    assert_eq!(
        statuses.collect::<Vec<_>>(),
        meant.collect::<Vec<_>>(),
        "every claim has the status that the case means"
    );
}

/// A locker of every released version stays in the fixtures, and opens.
#[test]
fn a_locker_of_the_first_version_opens_with_everything_in_it() {
    let (folder, env) = (tempfile::tempdir().expect("a temporary folder"), env());
    let locker = folder.path().join("x.locker");
    let fixture = fixture("lockers/version-1.locker");
    let copied = Command::new("cp").arg("-r").args([&fixture, &locker]).status();
    assert!(copied.is_ok_and(|status| status.success()));
    for _ in 0..2 {
        let open = unlock(&locker, &passphrase(), None, &env).expect("opens");
        assert_eq!(open.standing(), None);
        let report = open.check(&Quiet).expect("a report");
        assert_eq!(
            (report.blobs, report.database, report.strays),
            (4, true, 0),
            "{report:?}"
        );
        let view = open.view().expect("a view");
        assert_eq!((view.sources.len(), view.claims), (1, 1));
    }
}
