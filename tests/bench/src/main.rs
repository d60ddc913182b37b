//! `vouchsafe-bench [--quick] [--messages N] [--mebibytes N] [--runs N] [--only PART]… [--window EXECUTABLE]`

use bench::place::{Place, load, machine};
use bench::table::Table;
use bench::{Outcome, PARTS, Wish, import, search, unlock, volume, window, wipe};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(wish) = Wish::read(&arguments) else {
        eprintln!(
            "vouchsafe-bench [--quick] [--messages N] [--mebibytes N] [--runs N] [--only {}]… [--window EXECUTABLE]",
            PARTS.join("|")
        );
        return ExitCode::from(2);
    };
    match run(&wish) {
        Ok(table) => {
            println!("{}; load before and after: {}\n", machine(), table.loads());
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

type Part = fn(&Place, &Wish, &mut Table) -> Outcome<()>;

fn run(wish: &Wish) -> Outcome<Table> {
    let place = Place::make()?;
    let mut table = Table::begin(load());
    let parts: [(&str, Part); 6] = [
        ("unlock", unlock::measure),
        ("wipe", wipe::measure),
        ("window", window::measure),
        ("import", import::measure),
        ("volume", volume::measure),
        ("search", search::measure),
    ];
    for (name, measure) in parts {
        if wish.wants(name) {
            eprintln!("== {name}");
            measure(&place, wish, &mut table)?;
        }
    }
    table.end(load());
    Ok(table)
}
