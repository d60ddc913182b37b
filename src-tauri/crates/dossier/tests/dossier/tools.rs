//! The tools everybody has agree with us: age, unzip, sha256sum, ssh-keygen.

use crate::sample::*;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(folder: &Path, program: &str, args: &[&str], input: Option<&str>) -> Output {
    let input = input.map_or(Stdio::null(), |name| {
        fs::File::open(folder.join(name)).expect("there").into()
    });
    let done = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(input)
        .output()
        .expect("the tool is installed");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {args:?}: {said}");
    done
}

const VERIFY: [&str; 10] = [
    "-Y",
    "verify",
    "-f",
    "allowed_signers",
    "-I",
    "reporter",
    "-n",
    "vouchsafe-dossier",
    "-s",
    "tagmanifest-sha256.txt.sig",
];

#[test]
fn age_unzip_sha256sum_and_ssh_keygen_agree() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path();
    fs::write(at.join("key"), identity(5).expose_text().as_bytes()).expect("writes");
    fs::write(at.join("a.dossier"), sealed()).expect("writes");
    run(at, "age", &["-d", "-i", "key", "-o", "a.zip", "a.dossier"], None);
    assert_eq!(
        fs::read(at.join("a.zip")).expect("decrypted"),
        unsealed(),
        "sealing adds nothing and takes nothing"
    );
    run(at, "unzip", &["-tq", "a.zip"], None);
    run(at, "unzip", &["-q", "a.zip", "-d", "bag"], None);
    let bag = at.join("bag");
    run(
        &bag,
        "sha256sum",
        &["-c", "--strict", "--quiet", "manifest-sha256.txt"],
        None,
    );
    run(
        &bag,
        "sha256sum",
        &["-c", "--strict", "--quiet", "tagmanifest-sha256.txt"],
        None,
    );
    run(&bag, "ssh-keygen", &VERIFY, Some("tagmanifest-sha256.txt"));
}

#[test]
fn the_zip_library_reads_the_same_files() {
    let bytes = unsealed();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a ZIP archive");
    assert_eq!(archive.len(), 15);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("within");
        assert_eq!(file.compression(), zip::CompressionMethod::Stored);
        std::io::copy(&mut file, &mut std::io::sink()).expect("its checksum holds");
    }
}

/// Writes 4.5 GB of zeros through the whole of it: `cargo test -- --ignored`, needs as much disk twice.
#[test]
#[ignore = "needs 9 GB of disk and some minutes"]
fn an_item_above_four_gibibytes_is_read_by_unzip_and_by_us() {
    use std::io::{self, Read};
    struct Zeros(u64);
    impl dossier::Originals for Zeros {
        fn open(&self, id: model::EvidenceId) -> io::Result<Box<dyn Read + '_>> {
            if id == evidence_id(1) {
                Ok(Box::new(io::repeat(0).take(self.0)))
            } else {
                Err(io::ErrorKind::NotFound.into())
            }
        }
    }
    let zeros = Zeros(4_500_000_000);
    let mut digest = seal::Digest::new();
    (0..zeros.0 / 1_000_000).for_each(|_| digest.update(&[0; 1_000_000]));
    let mut plan = plan();
    plan.evidence.truncate(1);
    plan.claims.remove(0);
    (plan.evidence[0].item.bytes, plan.evidence[0].item.sha256) = (zeros.0, digest.finish());
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("large.zip");
    let out = fs::File::create(&path).expect("creates");
    dossier::write(
        &plan,
        &zeros,
        &signer(1),
        &dossier::Sealing::Unsealed,
        out,
        &model::Quiet,
    )
    .expect("a plan without fault");
    run(folder.path(), "unzip", &["-tq", "large.zip"], None);
    let mut opened = dossier::open(fs::File::open(&path).expect("there"), None).expect("opens");
    let report = dossier::verify(&mut opened, None, &model::Quiet).expect("verifies");
    assert_eq!((report.outcome, report.findings), (dossier::Outcome::Intact, vec![]));
}
