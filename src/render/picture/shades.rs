//! Which shade stands for how many.

/// How many shades there are at most.
const MOST: usize = 4;

/// Shades for numbers from 1 to a largest one, each for a range; few and many are told apart as well as many and most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shades {
    /// The smallest number of each shade.
    starts: Vec<usize>,
    largest: usize,
}

impl Shades {
    /// The shades for these numbers.
    pub fn of(numbers: impl Iterator<Item = usize>) -> Self {
        let largest = numbers.max().unwrap_or(0);
        let starts: Vec<usize> = match largest {
            0 => Vec::new(),
            1..=MOST => (1..=largest).collect(),
            // Each range is by the same factor wider than the one before, and begins above its end.
            _ => {
                let ends = (1..MOST).map(|step| (largest as f64).powf(step as f64 / MOST as f64) as usize);
                std::iter::once(1)
                    .chain(ends.map(|end| end.saturating_add(1)))
                    .collect()
            }
        };
        Self { starts, largest }
    }

    /// The shade, from 0 to 3, of a number above 0. With less than four shades the lightest is not used.
    pub fn shade(&self, number: usize) -> usize {
        let below = self.starts.iter().filter(|start| **start <= number).count();
        MOST.saturating_sub(self.starts.len()).min(1) + below.saturating_sub(1)
    }

    /// Each shade and what it stands for: "2–3".
    pub fn legend(&self) -> Vec<(usize, String)> {
        let ends = self.starts.iter().skip(1).map(|start| start - 1).chain([self.largest]);
        self.starts
            .iter()
            .zip(ends)
            .map(|(start, end)| {
                let words = if *start == end {
                    start.to_string()
                } else {
                    format!("{start}–{end}")
                };
                (self.shade(*start), words)
            })
            .collect()
    }
}
