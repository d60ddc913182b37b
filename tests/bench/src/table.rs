//! Rows of figures, and how they are printed: as a Markdown table, so that it can be kept.

use std::fmt;
use std::time::Duration;

/// What was timed, in no order.
#[derive(Debug, Clone, Default)]
pub struct Times(Vec<f64>);

impl Times {
    /// Keeps one more.
    pub fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64());
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The median in seconds; nothing where nothing was timed.
    pub fn median(&self) -> Option<f64> {
        let sorted = self.sorted();
        let (low, high) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
        Some((sorted[low] + sorted[high]) / 2.0)
    }

    /// The 95th percentile in seconds (nearest rank); nothing where there are too few for one.
    pub fn p95(&self) -> Option<f64> {
        let sorted = self.sorted();
        (sorted.len() >= 20).then(|| sorted[(sorted.len() * 95).div_ceil(100) - 1])
    }

    /// The 99th percentile likewise.
    pub fn p99(&self) -> Option<f64> {
        let sorted = self.sorted();
        (sorted.len() >= 100).then(|| sorted[(sorted.len() * 99).div_ceil(100) - 1])
    }

    fn sorted(&self) -> Vec<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted
    }
}

/// One comparison.
struct Row {
    name: String,
    ours: Times,
    peer: Option<(String, Times)>,
}

/// Everything that was measured in one run, and what was not and why.
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
    loads: (String, String),
}

impl Table {
    /// An empty one. `load` is the machine's before anything was measured.
    pub fn begin(load: String) -> Self {
        Self {
            rows: Vec::new(),
            notes: Vec::new(),
            loads: (load, String::new()),
        }
    }

    /// The machine's load when all was measured.
    pub fn end(&mut self, load: String) {
        self.loads.1 = load;
    }

    /// The load before and after, for people.
    pub fn loads(&self) -> String {
        format!("{} → {}", self.loads.0, self.loads.1)
    }

    /// A row with a peer.
    pub fn against(&mut self, name: &str, ours: &Times, peer: &str, theirs: Times) {
        self.rows.push(Row {
            name: name.to_owned(),
            ours: ours.clone(),
            peer: Some((peer.to_owned(), theirs)),
        });
    }

    /// A row without one.
    pub fn alone(&mut self, name: &str, ours: Times) {
        self.rows.push(Row {
            name: name.to_owned(),
            ours,
            peer: None,
        });
    }

    /// A line below the table.
    pub fn note(&mut self, text: String) {
        self.notes.push(text);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| what | ours, median | ours, p95 | peer | peer, median | ratio | runs |"
        )?;
        writeln!(f, "|---|--:|--:|---|--:|--:|--:|")?;
        self.rows.iter().try_for_each(|row| writeln!(f, "{row}"))?;
        self.notes.iter().try_for_each(|note| writeln!(f, "\n{note}"))
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ours = self.ours.median();
        let (peer, theirs, peers_runs) = match &self.peer {
            Some((name, times)) => (name.as_str(), times.median(), format!(" / {}", times.count())),
            None => ("—", None, String::new()),
        };
        let ratio = ours.zip(theirs).map_or("—".to_owned(), |(ours, theirs)| {
            format!("{:.*}", digits(ours / theirs), ours / theirs)
        });
        let (name, runs) = (&self.name, self.ours.count());
        write!(
            f,
            "| {name} | {} | {} | {peer} | {} | {ratio} | {runs}{peers_runs} |",
            spoken(ours),
            spoken(self.ours.p95()),
            spoken(theirs)
        )
    }
}

/// Decimals that leave about three digits that count.
fn digits(number: f64) -> usize {
    match number {
        n if n >= 10.0 => 1,
        n if n >= 0.1 => 2,
        _ => 4,
    }
}

fn spoken(seconds: Option<f64>) -> String {
    match seconds {
        None => "—".to_owned(),
        Some(seconds) if seconds >= 1.0 => format!("{seconds:.2} s"),
        Some(seconds) => format!("{:.1} ms", seconds * 1e3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(millis: &[u64]) -> Times {
        let mut times = Times::default();
        millis.iter().for_each(|one| times.add(Duration::from_millis(*one)));
        times
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert_eq!(times(&[40, 10, 20, 90]).median(), Some(0.03));
        assert_eq!(times(&[30, 10, 20]).median(), Some(0.02));
        assert_eq!(times(&[]).median(), None);
    }

    #[test]
    fn a_percentile_is_said_only_of_enough_times() {
        assert_eq!(times(&[1; 19]).p95(), None);
        assert_eq!(times(&(1..=100).collect::<Vec<_>>()).p95(), Some(0.095));
    }

    #[test]
    fn a_row_says_how_often_ours_takes_the_peers_time() {
        let mut table = Table::begin("0.1".to_owned());
        table.against("import", &times(&[300, 300]), "age -r", times(&[1_200]));
        table.alone("first paint", times(&[1_500]));
        let text = table.to_string();
        assert!(
            text.contains("| import | 300.0 ms | — | age -r | 1.20 s | 0.25 | 2 / 1 |"),
            "{text}"
        );
        assert!(text.contains("| first paint | 1.50 s | — | — | — | — | 1 |"), "{text}");
    }
}
