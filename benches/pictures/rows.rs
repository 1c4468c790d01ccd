//! Prints the rows that are read from pictures, and what reading them takes.
//!
//!     cargo run --release --no-default-features --features pictures --example picture_rows -- PICTURE...
//!
//! All pictures are read in one process, one after the other: after the rows of each, its seconds, and the memory of the process.

use std::path::PathBuf;
use std::time::Instant;
use std::{env, fs};

use trtc_lens::source::{CancelToken, read_picture};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in env::args_os().skip(1).map(PathBuf::from) {
        let bytes = fs::read(&path)?;
        let start = Instant::now();
        println!("== {}", path.display());
        let text = read_picture(&bytes, &mut |_| {}, &CancelToken::default())?;
        for row in &text.rows {
            println!("{}", row.text);
            if let Some(read) = row.text_as_read(&(0..row.text.len())) {
                println!("  as read: {read}");
            }
        }
        println!("-- {:.2} s, {}", start.elapsed().as_secs_f32(), memory());
    }
    Ok(())
}

/// The memory of this process now and at most, where the system says so.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    };
    match (megabytes("VmRSS"), megabytes("VmHWM")) {
        (Some(now), Some(peak)) => format!("{now} MB now, {peak} MB at most"),
        _ => "memory unknown".to_owned(),
    }
}
