//! Benchmarks of inspecting logs and searching the catalog. `cargo bench --no-default-features`

mod logs;

use divan::Bencher;
use divan::counter::BytesCount;
use logs::{Export, Maker};
use trtc_lens::catalog::{Catalog, Filter};
use trtc_lens::diagnosis::timeline::Axis;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, Observer, codes_in_text, inspect};
use trtc_lens::source::LogSource;

const BYTES: usize = 64 << 20;

fn main() {
    divan::main();
}

/// An observer that keeps no findings, as NDJSON output does.
struct Stream;

impl Observer for Stream {
    fn found(&mut self, finding: &Finding) -> bool {
        divan::black_box(finding);
        false
    }
}

/// Inspects a file of 64 MiB; compare with [`count_lines_64_mib`].
#[divan::bench(args = Export::ALL.map(Export::name), sample_count = 5)]
fn inspect_64_mib(bencher: Bencher<'_, '_>, name: &str) {
    let file = log_file(name);
    let source = LogSource::File(file.path().to_owned());
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| inspect(&source, &InspectOptions::default(), &mut Stream));
}

/// The baseline: counts line ends, as `wc -l` does.
#[divan::bench(args = Export::ALL.map(Export::name), sample_count = 5)]
fn count_lines_64_mib(bencher: Bencher<'_, '_>, name: &str) {
    let file = log_file(name);
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        memchr::memchr_iter(b'\n', &bytes).count()
    });
}

/// The positions and columns that the window needs to draw the timeline of a long log, 1,000 columns wide. The time axis is the
/// more expensive one.
#[divan::bench]
fn timeline_frame(bencher: Bencher<'_, '_>) {
    let file = log_file("devtools");
    let source = LogSource::File(file.path().to_owned());
    let timeline = inspect(&source, &InspectOptions::default(), &mut Stream)
        .map(|diagnosis| diagnosis.timeline)
        .unwrap_or_default();
    bencher.bench_local(|| {
        let moments = timeline.lanes.iter().flat_map(|lane| {
            let bars = lane.bars.iter().flat_map(|bar| [bar.from, bar.to]);
            let breaks = lane.breaks.iter().flat_map(|broken| [broken.from, broken.to]);
            bars.chain(breaks).chain(lane.marks.iter().map(|mark| mark.first))
        });
        let positions: f64 = moments.map(|moment| timeline.position(Axis::Time, &moment)).sum();
        (positions, timeline.columns(Axis::Time, 1000))
    });
}

/// One search, as for each key stroke in the search field.
#[divan::bench(args = ["0x4004", "-10013", "usersig expired", "camra permision", "join", "a b c"])]
fn search(query: &str) -> usize {
    Catalog::current().search(query, &Filter::default()).len()
}

/// The codes in a line of a log, as for each key stroke in the search field.
#[divan::bench]
fn pasted_line() -> usize {
    let line =
        "TRTC[00:41:56:498] <ERROR> [↑c1|a] RtcError: Failed to join room - x code: 5001 <JOIN_ROOM_FAILED 0x4004>";
    codes_in_text(divan::black_box(line)).len()
}

fn log_file(name: &str) -> tempfile::NamedTempFile {
    let export = Export::ALL.into_iter().find(|export| export.name() == name).expect("a known export");
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), Maker::new(export).piece(BYTES)).expect("the log is written");
    file
}
