//! Benchmarks of one frame of the window, without a screen: layout, painting, tessellation. `cargo bench --bench window`

use std::sync::Arc;

use divan::Bencher;
use eframe::egui::{Context, Pos2, RawInput, Rect, vec2};
use trtc_lens::app::{
    Action, CodesAction, EntrySource, LogsAction, Notes, SessionAction, SessionId, Settings, State, TimelineAction,
};
use trtc_lens::catalog::{Catalog, Severity};
use trtc_lens::code::{ErrorCode, Family};
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::diagnosis::room_stay::{InterruptionKind, StayEnd};
use trtc_lens::diagnosis::timeline::{Bar, Break, Lane, LaneMark, TimelineBuilder};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::log::{Level, LevelCounts, LogEntry};
use trtc_lens::source::LogSource;
use trtc_lens::ui::{Actions, theme, window_ui};

const SAMPLE: &str = include_str!("../assets/samples/call-with-reconnection.log");

fn main() {
    divan::main();
}

/// A log of any length whose entries are created when they are read.
struct GeneratedEntries(u64);

impl EntrySource for GeneratedEntries {
    fn entry_count(&self) -> u64 {
        self.0
    }

    fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry> {
        (first_idx..self.0).take(count).map(entry).collect()
    }

    fn visit_entries(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        let _ = (first_idx..self.0).all(|idx| visit(&entry(idx)));
    }
}

fn entry(idx: u64) -> LogEntry {
    LogEntry {
        number: idx + 1,
        first_line: idx + 1,
        last_line: idx + 1,
        pointer: None,
        time: Some(format!("{:02}:{:02}:{:02}.123", idx / 3600 % 24, idx / 60 % 60, idx % 60)),
        level: Level::Info,
        client: None,
        user: None,
        message: format!(
            "[↑c1|alice] uplink network quality change {} -> 1, rtt: 43, loss: 0, and so it goes on",
            idx % 7
        ),
        cut_bytes: 0,
    }
}

/// A diagnosis of a log with `entries` entries and the largest possible timeline.
fn diagnosis(entries: u64) -> Diagnosis {
    let source = LogSource::Pasted(SAMPLE.to_owned());
    let mut diagnosis = inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("a readable sample");
    let mut builder = TimelineBuilder::default();
    let step = (entries / 5000).max(1);
    let mut levels = LevelCounts::default();
    levels.count_many(Level::Info, step - 1);
    levels.count(Level::Error);
    let mut moments = Vec::new();
    for idx in (0..entries).step_by(step as usize) {
        let second = idx * 80_000 / entries;
        let clock = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        moments.push(builder.record_time(Some(&clock), idx + 1, idx + 1));
        builder.count(idx, &levels);
    }
    let mut timeline = builder.finish(entries);
    let code = ErrorCode::new(Family::WebV4, 0x4004);
    for user in 0..48 {
        let mut lane = Lane { user: format!("user {user}"), number: 1, ..Lane::default() };
        for pair in moments.windows(2).step_by(moments.len() / 128 + 1) {
            let (from, to) = (pair[0], pair[1]);
            let label = "c1, 5001".to_owned();
            lane.bars.push(Bar { from, joined: Some(from), to, end: StayEnd::Lost, label, stays: 1 });
            lane.breaks.push(Break { from, to, kind: InterruptionKind::Signal, given_up: false, count: 1 });
        }
        for first in moments.iter().copied().step_by(moments.len() / 256 + 1) {
            let severity = Severity::Error;
            lane.marks.push(LaneMark { first, last: first, severity, code, count: 3 });
        }
        timeline.lanes.push(lane);
    }
    diagnosis.entries = entries;
    diagnosis.timeline = timeline;
    diagnosis
}

fn with_log(diagnosis: Diagnosis) -> (State, SessionId) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let _ = state.apply(Action::Logs(LogsAction::OpenSources(vec![LogSource::Pasted(String::new())])));
    let id = state.logs.shown().expect("shown").id;
    let entries = GeneratedEntries(diagnosis.entries);
    for action in [SessionAction::Opened(Arc::new(entries)), SessionAction::Finished(Ok(Arc::new(diagnosis)))] {
        let _ = state.apply(Action::Session(id, action));
    }
    (state, id)
}

struct Screen(Context);

impl Screen {
    fn new() -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        Self(ctx)
    }

    /// Draws a frame up to the tessellation, and applies its actions to the state.
    fn draw(&self, state: &mut State) -> usize {
        let input =
            RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(1440.0, 900.0))), ..RawInput::default() };
        let mut actions = Actions::default();
        let output = self.0.run_ui(input, |ui| window_ui(ui, state, false, &mut actions));
        for action in actions {
            let _ = state.apply(action);
        }
        self.0.tessellate(output.shapes, output.pixels_per_point).len()
    }
}

fn bench_frames(bencher: Bencher<'_, '_>, mut state: State) {
    let screen = Screen::new();
    for _ in 0..5 {
        screen.draw(&mut state);
    }
    bencher.bench_local(|| screen.draw(&mut state));
}

/// A whole frame of a log with the largest timeline. The length of the log must not matter.
#[divan::bench(args = [1_000, 10_000_000])]
fn log_frame(bencher: Bencher<'_, '_>, entries: u64) {
    bench_frames(bencher, with_log(diagnosis(entries)).0);
}

/// Like [`log_frame`], without a timeline. The difference is the cost of the timeline.
#[divan::bench(args = [1_000, 10_000_000])]
fn log_frame_without_timeline(bencher: Bencher<'_, '_>, entries: u64) {
    let mut diagnosis = diagnosis(entries);
    diagnosis.timeline.entries = 0;
    bench_frames(bencher, with_log(diagnosis).0);
}

/// Like [`log_frame`], with the timeline zoomed in by this factor.
#[divan::bench(args = [10, 10_000])]
fn zoomed_frame(bencher: Bencher<'_, '_>, times: u32) {
    let (mut state, id) = with_log(diagnosis(10_000_000));
    let zoom = TimelineAction::Zoom { around: 0.5, factor: f64::from(times) };
    let _ = state.apply(Action::Session(id, SessionAction::OnTimeline(zoom)));
    bench_frames(bencher, state);
}

/// The tab of codes.
#[divan::bench]
fn codes_frame(bencher: Bencher<'_, '_>) {
    bench_frames(bencher, State::new(Catalog::current(), Settings::default(), Notes::default()));
}

/// The work of the state for one key stroke in the search field: results, counts of all filters, details of the best match.
#[divan::bench(args = ["j", "join", "0x4004", "usersig expired", "camra permision"])]
fn key_stroke(bencher: Bencher<'_, '_>, query: &str) {
    let mut state = State::new(Catalog::current(), Settings::default(), Notes::default());
    let search =
        |state: &mut State, query: &str| state.apply(Action::Codes(CodesAction::Query(query.to_owned()))).len();
    bencher.bench_local(|| search(&mut state, "") + search(&mut state, query));
}
