//! The columns and rows of a table: what separates them, where a row ends, and a row as a record.

use std::borrow::Cow;

use crate::log::json::{Json, Value};

/// A quoted field that is longer than this many bytes is read as unquoted: one stray quote must not consume the rest of the
/// log.
pub(crate) const FIELD_MAX: usize = 64 * 1024;

/// For each member of a record, the column names that people and log services use for it, in lower case.
const COLUMNS: &[(&str, &[&str])] = &[
    (
        "message",
        &[
            "message", "msg", "text", "log", "content", "error", "detail", "details", "error message", "errormessage",
            "error_message", "errmsg", "body", "description", "line", "raw", "_raw", "event", "__content__", "日志",
            "内容", "消息", "日志内容", "错误信息", "描述", "详情", "正文",
        ],
    ),
    (
        "time",
        &[
            "time", "timestamp", "@timestamp", "date", "datetime", "date time", "_time", "__timestamp__", "ts",
            "created_at", "时间", "日志时间", "上报时间", "发生时间", "日期",
        ],
    ),
    ("level", &["level", "severity", "loglevel", "log level", "log_level", "lvl", "级别", "日志级别", "等级"]),
    ("userId", &["userid", "user id", "user_id", "uid", "user", "用户", "用户id"]),
    ("userAgent", &["useragent", "user agent", "user_agent", "ua", "浏览器"]),
    ("url", &["url", "page", "href", "address", "link", "页面", "链接"]),
    (
        "errorCode",
        &[
            "errorcode", "error code", "error_code", "errcode", "err code", "err_code", "错误码", "错误代码", "报错码",
            "错误编码", "エラーコード", "오류 코드", "fehlercode",
        ],
    ),
];

/// The members of a record whose numbers are codes.
const CODE_MEMBERS: [&str; 4] = ["errorCode", "code", "extraCode", "code_"];

/// The columns of a table and their separator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvTable {
    separator: u8,
    columns: Vec<String>,
}

/// A field of a row.
struct CsvField<'t> {
    /// Byte offset of its text in the row, after the quote.
    start: usize,
    text: Cow<'t, str>,
}

impl CsvTable {
    /// The table that `sample` begins with: the first line names columns, one of which is the message or the code, and most rows
    /// have the same number of fields. `None` if `sample` is not a table.
    pub fn detect(sample: &str) -> Option<Self> {
        const ROWS: usize = 20;
        let header = header_of(sample)?;
        // Names of columns have none of these characters. Rows of a Markdown table begin and end with the separator.
        if header.contains(['{', '<', ']', ':']) || header.trim_start().starts_with('|') {
            return None;
        }
        let table = Self::with_header(sample)?;
        let is_named = table.columns.iter().any(|column| matches!(column.as_str(), "message" | "errorCode"))
            && table.columns.iter().all(|column| column.chars().count() < 40)
            // A label and its code in two columns.
            && !table.columns.iter().any(|column| column.parse::<i64>().is_ok_and(|number| number.abs() >= 1000));
        if !is_named {
            return None;
        }
        let mut at = (header.as_ptr() as usize - sample.as_ptr() as usize) + header.len();
        let (mut rows, mut matching_rows) = (0, 0);
        while rows < ROWS && at < sample.len() {
            let length = table.row_len(&sample.as_bytes()[at..]);
            let row = &sample[at..at + length];
            at += length;
            // The sample may end within a row.
            if row.trim().is_empty() || (at == sample.len() && !row.ends_with('\n') && rows > 0) {
                continue;
            }
            rows += 1;
            matching_rows += usize::from(table.fields(row).len() == table.columns.len());
        }
        let has_rows = match table.columns.len() {
            1 => rows > 0 && sample.contains("\n\""),
            _ => rows > 0 && matching_rows * 5 >= rows * 4,
        };
        has_rows.then_some(table)
    }

    /// The table whose columns are named by the first line of `sample`. The rows are not checked.
    pub fn with_header(sample: &str) -> Option<Self> {
        let header = header_of(sample)?;
        let tables = [b'\t', b',', b';', b'|'].map(|separator| {
            let mut table = Self { separator, columns: Vec::new() };
            table.columns = table.fields(header).iter().map(|field| column_key(&field.text)).collect();
            table
        });
        tables.into_iter().max_by_key(|table| table.columns.len())
    }

    /// Whether a column has codes. The rows have no word that says so.
    pub fn has_code_column(&self) -> bool {
        self.columns.iter().any(|column| CODE_MEMBERS.contains(&column.as_str()))
    }

    /// Whether a row has a number other than 0 in a column of codes.
    pub fn has_code(&self, row: &str) -> bool {
        let codes = self
            .fields(row)
            .into_iter()
            .zip(&self.columns)
            .filter(|(_, column)| CODE_MEMBERS.contains(&column.as_str()));
        codes.into_iter().any(|(field, _)| {
            let digits = field.text.trim().trim_start_matches('-');
            digits.starts_with(|c: char| c.is_ascii_digit()) && digits != "0"
        })
    }

    /// Length of the row at the beginning of `text`, with its line end.
    pub fn row_len(&self, text: &[u8]) -> usize {
        let mut at = 0;
        loop {
            at = self.field_end(text, at);
            match text.get(at) {
                Some(&byte) if byte == self.separator => at += 1,
                Some(_) => return at + 1,
                None => return at,
            }
        }
    }

    /// Byte offset of the first row that may continue after `block`; `None` if `block` begins with that row.
    pub fn last_row_start(&self, block: &[u8]) -> Option<usize> {
        let mut start = 0;
        loop {
            let length = self.row_len(&block[start..]);
            // A quote that is still open may be closed after the block; then these lines are not rows.
            if start + length >= block.len() || self.is_open(&block[start..], length) {
                return (start > 0).then_some(start);
            }
            start += length;
        }
    }

    /// Whether a field of the row begins with a quote that may be closed after `text`.
    fn is_open(&self, text: &[u8], row: usize) -> bool {
        let mut at = 0;
        while at < row {
            if text[at] == b'"' && self.quoted_end(text, at) == QuotedEnd::NotFound && text.len() - at < FIELD_MAX {
                return true;
            }
            at = self.field_end(text, at) + 1;
        }
        false
    }

    /// Byte offset of the end of the field that begins at byte `at`: a separator, a line end or the end of the text.
    fn field_end(&self, text: &[u8], at: usize) -> usize {
        if text.get(at) == Some(&b'"')
            && let QuotedEnd::At(end) = self.quoted_end(text, at)
        {
            return end;
        }
        memchr::memchr2(self.separator, b'\n', &text[at.min(text.len())..]).map_or(text.len(), |end| at + end)
    }

    /// The end of the quoted field that begins at byte `at`, after its quote and a CR.
    fn quoted_end(&self, text: &[u8], at: usize) -> QuotedEnd {
        let window = &text[..text.len().min(at + FIELD_MAX)];
        let mut next = at + 1;
        while let Some(quote) = memchr::memchr(b'"', &window[next.min(window.len())..]) {
            let quote = next + quote;
            let mut end = quote + 1;
            if text.get(end) == Some(&b'"') {
                next = end + 1;
                continue;
            }
            if text.get(end) == Some(&b'\r') {
                end += 1;
            }
            return match text.get(end) {
                None => QuotedEnd::At(end),
                Some(&byte) if byte == b'\n' || byte == self.separator => QuotedEnd::At(end),
                Some(_) => QuotedEnd::NotQuoted,
            };
        }
        QuotedEnd::NotFound
    }

    fn fields<'t>(&self, row: &'t str) -> Vec<CsvField<'t>> {
        let row = row.trim_end_matches(['\n', '\r']);
        let mut fields = Vec::new();
        let mut at = 0;
        loop {
            let end = self.field_end(row.as_bytes(), at);
            fields.push(field(row, at, end));
            if end >= row.len() {
                return fields;
            }
            at = end + 1;
        }
    }

    /// The record of a row: an object whose members are the columns. `None` if the row names the columns again.
    pub fn record<'r>(&'r self, row: &'r str) -> Option<Json<'r>> {
        let fields = self.fields(row);
        let is_header = fields.len() == self.columns.len()
            && fields.iter().zip(&self.columns).all(|(field, column)| column_key(&field.text) == *column);
        if is_header {
            return None;
        }
        // More fields than columns: the last column was not quoted and contains separators.
        let last = self.columns.len().saturating_sub(1);
        let members = fields.into_iter().enumerate().map(|(idx, field)| {
            let key = Cow::Borrowed(self.columns[idx.min(last)].as_str());
            (key, Json { start: field.start, value: Value::String(field.text) })
        });
        Some(Json { start: 0, value: Value::Object(members.collect()) })
    }
}

/// The end of a quoted field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum QuotedEnd {
    /// At this byte.
    At(usize),
    /// A quote is in the middle of the field: the quotes are part of the text.
    NotQuoted,
    /// Not within the text or the limit.
    NotFound,
}

fn field(row: &str, start: usize, end: usize) -> CsvField<'_> {
    let raw = row[start..end].trim_end_matches('\r');
    match raw.strip_prefix('"').and_then(|inside| inside.strip_suffix('"')) {
        Some(inside) if inside.contains("\"\"") => {
            CsvField { start: start + 1, text: Cow::Owned(inside.replace("\"\"", "\"")) }
        }
        Some(inside) if !inside.contains('"') => CsvField { start: start + 1, text: Cow::Borrowed(inside) },
        _ => CsvField { start, text: Cow::Borrowed(raw) },
    }
}

/// The line that names the columns; spreadsheets may write `sep=;` before it.
fn header_of(sample: &str) -> Option<&str> {
    const HEADER_MAX: usize = 2000;
    let mut lines = sample.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("sep="));
    lines.next().filter(|header| header.len() < HEADER_MAX)
}

fn column_key(name: &str) -> String {
    let name = name.trim_matches(['"', ' ', '\u{feff}']);
    let lower = name.to_lowercase();
    let known = COLUMNS.iter().find(|(_, names)| names.contains(&lower.as_str()));
    known.map_or_else(|| name.to_owned(), |(key, _)| (*key).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_detected_by_columns_and_rows() {
        let is_table = |text: &str| CsvTable::detect(text).is_some();
        assert!(is_table("time,level,message\n1,ERROR,\"a\nb, c\"\n2,INFO,x\n"));
        assert!(is_table("时间\t内容\n1\tx\n"));
        assert!(is_table("message\n\"a\nb\"\n"));
        assert!(!is_table("hello, this is a message\nand more, here, and there\n"));
        assert!(!is_table("message\nplain text\n"));
        assert!(!is_table("time,level,count\n1,2,3\n"));
        assert!(!is_table("| time | message |\n|---|---|\n| 1 | x |\n"));
    }

    #[test]
    fn rows_end_where_their_last_field_ends() {
        let table = CsvTable::with_header("a,message\n").unwrap();
        let row = |text: &str| table.row_len(text.as_bytes());
        assert_eq!(row("1,\"x\ny\"\"\nz\"\r\nnext"), 13);
        assert_eq!(row("1,he said \"x\ny\n"), 13);
        assert_eq!(row("1,\"x\" y\nz\"\n"), 8);
        assert_eq!(row("1,\"never closed\nnext\n"), 16);
    }

    #[test]
    fn blocks_are_cut_before_rows_that_may_continue() {
        let table = CsvTable::with_header("a,message\n").unwrap();
        let cut = |text: &str| table.last_row_start(text.as_bytes());
        assert_eq!(cut("1,x\n2,y\n3,z"), Some(8));
        assert_eq!(cut("1,x\n2,\"y\nz\n"), Some(4));
        assert_eq!(cut("1,\"y\nz\n"), None);
    }
}
