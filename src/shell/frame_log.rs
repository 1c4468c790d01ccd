//! What frames cost, written down for `benches/desktop` where it asks for that.

use std::env;
use std::fs::File;
use std::io::Write as _;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Names the file to write; without it nothing is measured.
const FILE_VARIABLE: &str = "TRTC_LENS_FRAME_LOG";

/// One line a frame: milliseconds since 1970 at its end, microseconds of the program's own work in it (without what eframe
/// and the graphics driver do), entries of the shown log by then. The first line stands for the start of the program.
pub(super) struct FrameLog {
    file: File,
    began: Instant,
}

impl FrameLog {
    /// A log where one is asked for.
    pub(super) fn from_environment() -> Option<Self> {
        let path = env::var_os(FILE_VARIABLE).filter(|path| !path.is_empty())?;
        let mut log = Self { file: File::create(path).ok()?, began: Instant::now() };
        log.end(0);
        Some(log)
    }

    /// The program's work for a frame begins.
    pub(super) fn begin(&mut self) {
        self.began = Instant::now();
    }

    /// It ends.
    pub(super) fn end(&mut self, entries: u64) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Figures that cannot be written are missed by whoever asked for them.
        let _ = writeln!(self.file, "{} {} {entries}", now.as_millis(), self.began.elapsed().as_micros());
    }
}
