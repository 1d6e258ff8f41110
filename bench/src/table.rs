//! Numbers for people: medians and tables.

/// The middle of some numbers, the lower one of two. Nothing has no middle.
pub fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

/// A table in Markdown, its columns as wide as they need to be.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns. All but the first hold numbers and stand to the right.
    pub fn new<T: ToString>(header: impl IntoIterator<Item = T>) -> Table {
        Table { rows: vec![header.into_iter().map(|cell| cell.to_string()).collect()] }
    }

    /// Adds a row.
    pub fn row<T: ToString>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(|cell| cell.to_string()).collect());
    }

    /// Whether there is no row below the header.
    pub fn is_empty(&self) -> bool {
        self.rows.len() == 1
    }

    fn widths(&self) -> Vec<usize> {
        let width =
            |at: usize| self.rows.iter().filter_map(move |row| row.get(at)).map(|cell| cell.chars().count());
        (0..self.rows[0].len()).map(|at| width(at).max().unwrap_or_default().max(3)).collect()
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let widths = self.widths();
        for (index, row) in self.rows.iter().enumerate() {
            for (at, width) in widths.iter().enumerate() {
                let cell = row.get(at).map_or("", String::as_str);
                if at == 0 {
                    write!(f, "| {cell:<width$} |")?;
                } else {
                    write!(f, " {cell:>width$} |")?;
                }
            }
            writeln!(f)?;
            if index == 0 {
                let rule = |(at, width): (usize, &usize)| match at {
                    0 => format!("|{}|", "-".repeat(width + 2)),
                    _ => format!("{}:|", "-".repeat(width + 1)),
                };
                writeln!(f, "{}", widths.iter().enumerate().map(rule).collect::<String>())?;
            }
        }
        Ok(())
    }
}

/// A number with a comma before every three digits.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of a hundred. A hundred is said only of all.
pub fn percent(part: usize, whole: usize) -> String {
    match (part, whole) {
        (_, 0) => "-".to_owned(),
        (part, whole) if part == whole => "100 %".to_owned(),
        (part, whole) => format!("{:.1} %", (part as f64 * 1000.0 / whole as f64).floor() / 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0]), Some(4.0));
        assert_eq!(median(&[9.0, 1.0, 4.0, 5.0]), Some(4.0));
    }

    #[test]
    fn a_table_is_aligned() {
        let mut table = Table::new(["document", "s"]);
        assert!(table.is_empty());
        table.row(["Stripe", "1.25"]);
        assert_eq!(table.to_string(), "| document |    s |\n|----------|-----:|\n| Stripe   | 1.25 |\n");
    }

    #[test]
    fn digits_stand_in_threes() {
        let texts = [0, 999, 1000, 1_234_567].map(thousands);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(percent(1, 3), "33.3 %");
        assert_eq!(percent(1_999, 2_000), "99.9 %");
        assert_eq!(percent(2_000, 2_000), "100 %");
        assert_eq!(percent(0, 0), "-");
    }
}
