//! Writes a log of any size, for measuring whole processes: `cargo bench --no-default-features --bench make_log -- devtools
//! 1073741824 big.log`. Without arguments it does nothing, so that `cargo bench` ignores it.

mod logs;

use std::io::Write;

use logs::{Export, Maker};

/// The size of one write.
const PIECE: usize = 16 << 20;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [export, bytes, path] = arguments.as_slice() else { return Ok(()) };
    let export =
        Export::ALL.into_iter().find(|known| known.name() == export).ok_or(std::io::ErrorKind::InvalidInput)?;
    let bytes: usize = bytes.parse().map_err(|_| std::io::ErrorKind::InvalidInput)?;
    let (mut maker, mut file, mut written) = (Maker::new(export), std::fs::File::create(path)?, 0);
    while written < bytes {
        let piece = maker.piece(PIECE.min(bytes - written));
        file.write_all(piece.as_bytes())?;
        written += piece.len();
    }
    Ok(())
}
