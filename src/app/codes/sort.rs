//! The order of the table's rows.

use std::cmp::Ordering;

use super::row::CodeRow;
use crate::lists::closed_list;

closed_list! {
    /// A column of the table.
    Column {
        /// The code in hexadecimal.
        Hex => "hex", "Hex";
        /// The code in decimal.
        Decimal => "decimal", "Decimal";
        /// The family.
        Family => "family", "Family";
        /// The name.
        Name => "name", "Name";
        /// The summary.
        Summary => "summary", "Summary";
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
