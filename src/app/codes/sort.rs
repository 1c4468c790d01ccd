//! The order of the table's rows.

use std::cmp::Ordering;

use super::row::CodeRow;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The code in hexadecimal.
    Hex,
    /// The code in decimal.
    Decimal,
    /// The family.
    Family,
    /// The name.
    Name,
    /// The summary.
    Summary,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 5] = [Self::Hex, Self::Decimal, Self::Family, Self::Name, Self::Summary];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Hex => "Hex",
            Self::Decimal => "Decimal",
            Self::Family => "Family",
            Self::Name => "Name",
            Self::Summary => "Summary",
        }
    }
}

/// The order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The best match first; without a query, the order of the catalog.
    #[default]
    Relevance,
    /// By a column, in rising order.
    Rising(Column),
    /// By a column, in falling order.
    Falling(Column),
}

impl Sort {
    /// The order after a click on the heading of a column: rising, then falling, then by relevance.
    pub(super) fn next(self, column: Column) -> Self {
        match self {
            Self::Rising(sorted) if sorted == column => Self::Falling(column),
            Self::Falling(sorted) if sorted == column => Self::Relevance,
            _ => Self::Rising(column),
        }
    }

    pub(super) fn apply(self, rows: &mut [CodeRow]) {
        match self {
            Self::Relevance => {}
            Self::Rising(column) => rows.sort_by(|a, b| compare(a, b, column)),
            Self::Falling(column) => rows.sort_by(|a, b| compare(b, a, column)),
        }
    }
}

/// Compares two rows by a column. Rows without a value in it come last in rising order.
fn compare(a: &CodeRow, b: &CodeRow, column: Column) -> Ordering {
    fn text(a: &str, b: &str) -> Ordering {
        (a.is_empty(), a.to_lowercase()).cmp(&(b.is_empty(), b.to_lowercase()))
    }
    let by_column = match column {
        Column::Hex => (a.hex.is_empty(), a.code).cmp(&(b.hex.is_empty(), b.code)),
        Column::Decimal => (a.code.value().is_none(), a.code.value()).cmp(&(b.code.value().is_none(), b.code.value())),
        Column::Family => a.code.family().cmp(&b.code.family()),
        Column::Name => text(&a.name, &b.name),
        Column::Summary => text(&a.summary, &b.summary),
    };
    by_column.then(a.code.cmp(&b.code))
}
