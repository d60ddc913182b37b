//! The demonstration on the sample case, with the network taken away where that is permitted.

use journeys::{Program, Run, program, top};
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
