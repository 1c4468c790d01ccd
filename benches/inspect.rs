//! How fast logs are inspected and the catalog is searched. `cargo bench --no-default-features`

mod logs;

use divan::Bencher;
use divan::counter::BytesCount;
use logs::Export;
use trtc_lens::catalog::{Catalog, Filter};
use trtc_lens::diagnosis::{Finding, InspectOptions, Observer, inspect};
use trtc_lens::log::LogSource;

const BYTES: usize = 64 << 20;

fn main() {
    divan::main();
}

/// Keeps no findings, as a stream of them does.
struct Stream;

impl Observer for Stream {
    fn found(&mut self, finding: &Finding) -> bool {
        divan::black_box(finding);
        false
    }
}

/// One pass over 64 MiB on disk, beside what counting its lines costs.
#[divan::bench(args = Export::ALL.map(Export::name), sample_count = 5)]
fn inspect_64_mib(bencher: Bencher<'_, '_>, name: &str) {
    let file = log_file(name);
    let source = LogSource::File(file.path().to_owned());
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| inspect(&source, &InspectOptions::default(), &mut Stream));
}

/// The yardstick: counting line ends, as `wc -l` does.
#[divan::bench(args = Export::ALL.map(Export::name), sample_count = 5)]
fn count_lines_64_mib(bencher: Bencher<'_, '_>, name: &str) {
    let file = log_file(name);
    bencher.counter(BytesCount::new(BYTES)).bench_local(|| {
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        memchr::memchr_iter(b'\n', &bytes).count()
    });
}

/// One key stroke in the search field.
#[divan::bench(args = ["0x4004", "-10013", "usersig expired", "camra permision", "join", "a b c"])]
fn search(query: &str) -> usize {
    Catalog::builtin().search(query, &Filter::default()).len()
}

fn log_file(name: &str) -> tempfile::NamedTempFile {
    let export = Export::ALL.into_iter().find(|export| export.name() == name).expect("a known export");
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), logs::make(export, BYTES)).expect("room for the log");
    file
}
