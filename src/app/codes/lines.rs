//! The lines of the table: the rows, and headings before groups of them.

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLine<'l> {
    /// Why the rows below it are results.
    Heading(&'l str),
    /// The row with this index.
    Row(usize),
}

/// All lines of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableLines {
    /// The row below each heading, and the heading, in order.
    headings: Vec<(usize, String)>,
    rows: usize,
}

impl TableLines {
    pub(super) fn new(headings: Vec<(usize, String)>, rows: usize) -> Self {
        Self { headings, rows }
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.rows + self.headings.len()
    }

    /// Whether there are no lines.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A line; `None` after the last one.
    pub fn get(&self, line: usize) -> Option<TableLine<'_>> {
        let before = self.headings.iter().enumerate().take_while(|(nth, (row, _))| row + nth < line).count();
        match self.headings.get(before) {
            Some((row, heading)) if row + before == line => Some(TableLine::Heading(heading)),
            _ => Some(line - before).filter(|row| *row < self.rows).map(TableLine::Row),
        }
    }

    /// The line of a row.
    pub fn line_of(&self, row: usize) -> usize {
        row + self.headings.iter().take_while(|(first, _)| *first <= row).count()
    }

    /// The row of a line; `None` for a heading.
    pub fn row_of(&self, line: usize) -> Option<usize> {
        match self.get(line)? {
            TableLine::Row(row) => Some(row),
            TableLine::Heading(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_lines_before_their_rows() {
        let lines = TableLines::new(vec![(0, "a".to_owned()), (2, "b".to_owned())], 3);
        let all: Vec<_> = (0..lines.len()).filter_map(|line| lines.get(line)).collect();
        let (a, b) = (TableLine::Heading("a"), TableLine::Heading("b"));
        assert_eq!(all, [a, TableLine::Row(0), TableLine::Row(1), b, TableLine::Row(2)]);
        assert_eq!(lines.get(5), None);
        for row in 0..3 {
            assert_eq!(lines.row_of(lines.line_of(row)), Some(row));
        }
    }
}
