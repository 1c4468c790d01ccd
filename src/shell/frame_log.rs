//! Durations of frames, written to a file for `benches/desktop`.

use std::env;
use std::fs::File;
use std::io::Write as _;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The environment variable with the path of the file. If it is not set, nothing is measured.
const FILE_VARIABLE: &str = "TRTC_LENS_FRAME_LOG";

/// Writes one line a frame: its end in milliseconds since 1970, the program's own work in microseconds (without eframe and
/// the graphics driver), the number of entries of the shown log. The first line is the start of the program.
pub(super) struct FrameLog {
    file: File,
    began: Instant,
}

impl FrameLog {
    /// The log, if the environment variable is set.
    pub(super) fn from_environment() -> Option<Self> {
        let path = env::var_os(FILE_VARIABLE).filter(|path| !path.is_empty())?;
        let mut log = Self { file: File::create(path).ok()?, began: Instant::now() };
        log.end(0);
        Some(log)
    }

    /// Marks the start of the program's work for a frame.
    pub(super) fn begin(&mut self) {
        self.began = Instant::now();
    }

    /// Marks the end of that work.
    pub(super) fn end(&mut self, entries: u64) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // The benchmark notices missing lines; the user of the window must not.
        let _ = writeln!(self.file, "{} {} {entries}", now.as_millis(), self.began.elapsed().as_micros());
    }
}
