//! What a pasted text is: a log, a query, or the paths of copied files.

use std::path::{Path, PathBuf};

/// A text with this many lines is a log.
const LOG_LINES: usize = 3;
/// A longer text is a log.
const QUERY_BYTES: usize = 2000;
/// More copied files are a text.
const MAX_PATHS: usize = 1000;

/// What a pasted text is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pasted {
    /// Files and folders that exist.
    Paths(Vec<PathBuf>),
    /// Several lines, or a long one.
    Log(String),
    /// A line or two.
    Query(String),
}

impl Pasted {
    pub(crate) fn new(text: String) -> Self {
        let paths = paths_in(&text);
        if !paths.is_empty() {
            return Self::Paths(paths);
        }
        let lines = text.lines().filter(|line| !line.trim().is_empty()).take(LOG_LINES).count();
        if lines >= LOG_LINES || text.len() > QUERY_BYTES { Self::Log(text) } else { Self::Query(text) }
    }
}

/// The paths in a text of which each line is the path or the address of an existing file: what file managers copy.
fn paths_in(text: &str) -> Vec<PathBuf> {
    let is_header = |line: &&str| line.is_empty() || matches!(*line, "copy" | "cut") || line.starts_with("x-special/");
    let mut paths = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !is_header(line)) {
        match path_in(line).filter(|path| paths.len() < MAX_PATHS && path.exists()) {
            Some(path) => paths.push(path),
            None => return Vec::new(),
        }
    }
    paths
}

fn path_in(line: &str) -> Option<PathBuf> {
    if let Some(address) = line.strip_prefix("file://") {
        // `file:///C:/logs` names a drive.
        let path = percent_decoded(address);
        let drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
        return Some(PathBuf::from(drive.unwrap_or(&path)));
    }
    let quoted = |quote| line.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let path = Path::new(quoted('"').or_else(|| quoted('\'')).unwrap_or(line));
    path.is_absolute().then(|| path.to_owned())
}

fn percent_decoded(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = address.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let escaped = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_existing_files_are_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call 日志.log");
        std::fs::write(&path, "x").expect("written");
        let plain = path.display().to_string();
        let address = format!("file://{}", plain.replace(' ', "%20").replace('日', "%E6%97%A5"));
        for text in [plain.clone(), format!("\"{plain}\""), address.clone(), format!("copy\n{address}\n")] {
            assert_eq!(Pasted::new(text.clone()), Pasted::Paths(vec![path.clone()]), "{text}");
        }
        for text in ["/no/such/file.log", "relative.log"] {
            assert!(matches!(Pasted::new(text.to_owned()), Pasted::Query(_)), "{text}");
        }
    }

    #[test]
    fn several_lines_or_a_long_one_are_a_log() {
        assert!(matches!(Pasted::new("a\nb\nc".to_owned()), Pasted::Log(_)));
        assert!(matches!(Pasted::new("x".repeat(3000)), Pasted::Log(_)));
        assert!(matches!(Pasted::new("0x4004\r\n".to_owned()), Pasted::Query(_)));
        assert!(matches!(Pasted::new("code -10012\n<JOIN_ROOM_FAILED 0x4004>".to_owned()), Pasted::Query(_)));
    }
}
