//! Room stays and the timeline. The golden files in `tests/data/timelines` are for a person to review; each begins with a
//! legend. `UPDATE_EXPECT=1` rewrites them.

use std::fmt::Write;
use std::path::Path;

use expect_test::expect_file;
use trtc_lens::diagnosis::room_stay::{Moment, RoomStay};
use trtc_lens::diagnosis::timeline::{Axis, Timeline};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::log::Level;
use trtc_lens::log::parse::clock::Clock;
use trtc_lens::source::LogSource;

fn timeline_of(source: &LogSource) -> Timeline {
    inspect(source, &InspectOptions::default(), &mut NoObserver).expect("a readable log").timeline
}

fn timeline_of_text(text: &str) -> Timeline {
    timeline_of(&LogSource::Pasted(text.to_owned()))
}

/// What the lines of a golden file mean; each file begins with it.
const LEGEND: &str = "\
# Room stays and timeline of SAMPLE.
#
# A stay is the presence of one client in one room. `began` is the first line of the attempt to join, `entered` is the line
# that confirms it; without it the client never got into the room. `interruption` names what was interrupted. `steps` are the
# lines with events of the client during the stay.
# An axis is the log drawn as a line from 0% (its beginning) to 100% (its end), by number of entries or by time.
# A lane is a row of the timeline: one for each user, further ones if stays of the user overlap. `stays` (client, room) and
# `interruptions` are ranges on the axis, `findings` are positions with the code and the number of findings.
";

fn line_and_clock(moment: &Moment) -> String {
    format!("line {}, {}", moment.line, moment.clock.map(Clock::text).unwrap_or_default())
}

fn stay_as_text(stay: &RoomStay) -> String {
    let room = stay.room.as_deref().unwrap_or("?");
    let mut text = format!("\nstay of {}: client {}, room {room} ({})\n", stay.user, stay.client, stay.role);
    let _ = writeln!(text, "  began: {}", line_and_clock(&stay.began));
    if let Some(joined) = &stay.joined {
        let _ = writeln!(text, "  entered: {}", line_and_clock(joined));
    }
    let code = stay.code.map(|code| format!(", code {code}")).unwrap_or_default();
    let _ = writeln!(text, "  ended: {}, {}{code}", line_and_clock(&stay.ended), stay.end.title());
    for broken in &stay.interruptions {
        let to = broken.to.map_or_else(|| "the end".to_owned(), |to| to.line.to_string());
        let given_up = if broken.given_up { ", given up" } else { "" };
        let (from, what) = (broken.from.line, broken.kind.title());
        let _ = writeln!(text, "  interruption ({what}): lines {from} to {to}, {} retries{given_up}", broken.retries);
    }
    let steps: Vec<String> =
        stay.steps.iter().map(|step| format!("line {} {}", step.at.line, step.kind.title())).collect();
    let _ = writeln!(text, "  steps: {}", steps.join("; "));
    text
}

/// The stays, then the lanes of each axis, with positions in percent of the axis.
fn timeline_as_text(timeline: &Timeline) -> String {
    let mut text: String = timeline.stays.iter().map(stay_as_text).collect();
    for axis in timeline.axes() {
        let percent = |moment: &Moment| format!("{}%", (timeline.position(*axis, moment) * 100.0).round());
        let (from, to) = (timeline.label_at(*axis, 0.0), timeline.label_at(*axis, 1.0));
        let unit = format!("{axis:?}").to_lowercase();
        let _ = writeln!(text, "\naxis by {unit}: {from} to {to}");
        for lane in &timeline.lanes {
            let stays =
                lane.bars.iter().map(|bar| format!("{} to {} ({})", percent(&bar.from), percent(&bar.to), bar.label));
            let interruptions = lane.breaks.iter().map(|broken| {
                format!("{} to {} ({})", percent(&broken.from), percent(&broken.to), broken.kind.title())
            });
            let findings =
                lane.marks.iter().map(|mark| format!("{} {} ×{}", percent(&mark.first), mark.code, mark.count));
            let join = |items: Vec<String>| if items.is_empty() { "none".to_owned() } else { items.join("; ") };
            let _ = writeln!(text, "  lane {} of {}", lane.number, lane.user);
            let _ = writeln!(text, "    stays: {}", join(stays.collect()));
            let _ = writeln!(text, "    interruptions: {}", join(interruptions.collect()));
            let _ = writeln!(text, "    findings: {}", join(findings.collect()));
        }
    }
    text
}

#[test]
fn samples_have_the_expected_stays_and_timelines() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for sample in [
        "diagnosis/uplink-lost.log", "diagnosis/rejoin-refused.log", "diagnosis/kicked.log",
        "diagnosis/v5-account.log", "diagnosis/went-well.log",
    ] {
        let path = data.join(sample);
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let golden = data.join("timelines").join(format!("{name}.txt"));
        let legend = LEGEND.replace("SAMPLE", sample);
        expect_file![golden].assert_eq(&(legend + &timeline_as_text(&timeline_of(&LogSource::File(path)))));
    }
}

/// A log of SDK lines, given as (clock, message).
fn sdk_log(lines: &[(&str, &str)]) -> String {
    let line = |(clock, message): &(&str, &str)| format!("TRTC[{clock}:000] <INFO> {message}\n");
    lines.iter().map(line).collect()
}

/// How each stay ended, and how many seconds the client was in the room.
fn ends(timeline: &Timeline) -> Vec<(&str, Option<u64>)> {
    timeline.stays.iter().map(|stay| (stay.end.id(), stay.in_room_ms().map(|ms| ms / 1000))).collect()
}

const JOINING: &str = "[↑c1|ann] Join() => joining room: 7 useStringRoomId: false mode: rtc role: anchor";
const JOINED: &str = "[↑c1|ann] Join room success, start heartbeat";
const LEAVING: &str = "[↑c1|ann] leave() => leaving room";

#[test]
fn a_stay_across_midnight_has_the_right_duration() {
    let log = [("23:59:30", JOINING), ("23:59:31", JOINED), ("00:00:41", LEAVING)];
    assert_eq!(ends(&timeline_of_text(&sdk_log(&log))), [("left", Some(70))]);
}

#[test]
fn a_clock_set_back_does_not_shorten_a_stay() {
    let log = [
        ("10:00:00", JOINING),
        ("10:00:00", JOINED),
        ("10:00:20", "[↑c1|ann] local main stream is published"),
        ("09:07:20", "[↑c1|ann] unpublish() => unpublishing local main stream"),
        ("09:07:50", LEAVING),
    ];
    let timeline = timeline_of_text(&sdk_log(&log));
    assert_eq!(ends(&timeline), [("left", Some(50))]);
    assert_eq!((timeline.jump_count, timeline.jumps[0].line), (1, 4));
}

#[test]
fn lines_of_another_clock_do_not_lengthen_a_stay() {
    let browser = |clock: &str| format!("[7:7:1123/{clock}.000000:ERROR:bus.cc:1] net::ERR_FAILED\n");
    let sdk = |clock: &str, message: &str| {
        let ending = "source: https://class.example.com/trtc.js (1)";
        format!("[7:7:1123/170000.000000:INFO:CONSOLE:1] \"[{clock}] <INFO> [c1|a] {message}\", {ending}\n")
    };
    let log = [
        browser("170000"),
        sdk("01:00:20:000", "Join() => joining room: 7 mode: rtc role: anchor"),
        sdk("01:00:20:000", "Join room success, start heartbeat"),
        browser("170021"),
        sdk("01:00:22:000", "leave() => leaving room"),
    ];
    assert_eq!(ends(&timeline_of_text(&log.concat())), [("left", Some(2))]);
}

#[test]
fn a_lost_signal_channel_is_an_interruption_and_ends_the_stay_if_given_up() {
    let retry = "[↑ws|ann] reconnecting to backup signal channel [1/30]";
    let lost = "[↑c1|ann] SignalChannel state changed from CONNECTED to RECONNECTING";
    let back = "[↑ws|ann] reconnect success";
    let gave_up = "[↑c1|ann] RtcError: signal channel reconnection failed. <SIGNAL_CHANNEL_RECONNECTION_FAILED 0x4006>";
    let begin = [("10:00:00", JOINING), ("10:00:01", JOINED), ("10:00:10", lost), ("10:00:11", retry)];
    let interruption = |end: &[(&str, &str)]| {
        let timeline = timeline_of_text(&sdk_log(&[&begin[..], end].concat()));
        let broken = timeline.stays[0].interruptions[0];
        let seconds = broken.to.and_then(|to| broken.from.until(&to)).map(|ms| ms / 1000);
        (timeline.stays.len(), timeline.stays[0].end.id(), broken.kind.id(), broken.given_up, seconds)
    };
    let (back, gave_up, leaving) = (("10:00:13", back), ("10:05:00", gave_up), ("10:06:00", LEAVING));
    assert_eq!(interruption(&[back, leaving]), (1, "left", "signal-channel", false, Some(3)));
    assert_eq!(interruption(&[gave_up, leaving]), (1, "lost", "signal-channel", true, Some(290)));
    assert_eq!(interruption(&[gave_up, ("10:07:00", JOINING)]), (2, "lost", "signal-channel", true, Some(290)));
    assert_eq!(interruption(&[]), (1, "log-ends", "signal-channel", false, None));
}

#[test]
fn reloading_the_page_begins_a_new_stay() {
    let created = "[↑c1|ann] using sdpSemantics: unified-plan";
    let log = [("10:00:00", JOINING), ("10:00:01", JOINED), ("10:01:00", created), ("10:01:01", JOINING)];
    assert_eq!(ends(&timeline_of_text(&sdk_log(&log))), [("restarted", Some(59)), ("log-ends", None)]);
}

#[test]
fn overlapping_stays_are_in_separate_lanes() {
    let screen = |message: &str| message.replace("c1|ann", "c2|ann-screen");
    let second = |message: &str| message.replace("c1", "c3");
    let (screen_joining, screen_joined) = (screen(JOINING), screen(JOINED));
    let (rejoining, overlapping) = (second(JOINING), JOINING.replace("c1", "c4"));
    let log = [
        ("10:00:00", JOINING),
        ("10:00:01", JOINED),
        ("10:00:02", &*screen_joining),
        ("10:00:03", &*screen_joined),
        ("10:00:04", LEAVING),
        ("10:00:05", &*rejoining),
        ("10:00:06", &*overlapping),
    ];
    let timeline = timeline_of_text(&sdk_log(&log));
    let lanes: Vec<(&str, usize, usize)> =
        timeline.lanes.iter().map(|lane| (lane.user.as_str(), lane.number, lane.bars.len())).collect();
    assert_eq!(lanes, [("ann", 1, 2), ("ann-screen", 1, 1), ("ann", 2, 1)]);
}

#[test]
fn a_log_without_clocks_has_only_the_axis_of_entries() {
    let log = "trtc.js:1 <INFO> nothing\n\nRtcError: x <JOIN_ROOM_FAILED 0x4004>\n";
    let timeline = timeline_of_text(log);
    assert_eq!(timeline.axes(), [Axis::Entries]);
    assert_eq!(timeline.label_at(Axis::Entries, 0.0), "line 1");
    assert_eq!(timeline.lanes[0].user, "");
}

#[test]
fn the_timeline_of_a_long_log_is_bounded_and_counts_what_it_omits() {
    let mut log = String::new();
    for stay in 0..5000 {
        let user = format!("c{stay}|user{stay}");
        for message in [JOINING, JOINED, "[↑c1|ann] RtcError: x <API_CALL_ABORTED 0x4048>", LEAVING] {
            let _ = writeln!(log, "TRTC[10:00:00:000] <INFO> {}", message.replace("c1|ann", &user));
        }
    }
    let timeline = timeline_of_text(&log);
    assert_eq!((timeline.entries, timeline.stay_count), (20_000, 5000));
    assert!(timeline.stays.len() < 1000 && timeline.lanes.len() < 100 && timeline.density.buckets().len() < 1000);
    let shown: u64 = timeline.lanes.iter().flat_map(|lane| &lane.bars).map(|bar| bar.stays).sum();
    let others: u64 = timeline.others.bars.iter().map(|bar| bar.stays).sum();
    assert_eq!(shown + others, 5000);
    assert!(timeline.others.bars.len() < 1000 && timeline.others.marks.len() < 1000);
    let marks = timeline.lanes.iter().chain([&timeline.others]).flat_map(|lane| &lane.marks);
    assert_eq!(marks.map(|mark| mark.count).sum::<u64>(), 5000);
    let columns = timeline.columns(Axis::Entries, 300);
    assert_eq!(columns.iter().map(|column| column.get(Level::Info)).sum::<u64>(), 20_000);
    let middle = timeline.moment_at(Axis::Entries, 0.5);
    assert!(middle.entry.abs_diff(10_000) < 100 && middle.line.abs_diff(10_000) < 100, "{middle:?}");
}

#[test]
fn timelines_of_all_samples_are_consistent() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut stays = 0;
    for folder in ["logs", "diagnosis"] {
        for entry in std::fs::read_dir(data.join(folder)).expect("the samples") {
            let path = entry.expect("a sample").path();
            if !path.is_file() {
                continue;
            }
            let name = path.display().to_string();
            let timeline = timeline_of(&LogSource::File(path));
            stays += timeline.stay_count;
            let bars = timeline.lanes.iter().flat_map(|lane| &lane.bars);
            assert_eq!(bars.map(|bar| bar.stays).sum::<u64>(), timeline.stay_count, "{name}");
            for stay in &timeline.stays {
                let joined = stay.joined.unwrap_or(stay.began);
                assert!(stay.began.line <= joined.line && joined.line <= stay.ended.line, "{name}: {stay:?}");
            }
            for &axis in timeline.axes() {
                let counted: u64 = timeline
                    .columns(axis, 77)
                    .iter()
                    .flat_map(|column| Level::ALL.map(|level| column.get(level)))
                    .sum();
                assert_eq!(counted, timeline.entries, "{name}");
                let moments = timeline.lanes.iter().flat_map(|lane| {
                    let bars = lane.bars.iter().map(|bar| (bar.from, bar.to));
                    bars.chain(lane.breaks.iter().map(|broken| (broken.from, broken.to)))
                        .chain(lane.marks.iter().map(|mark| (mark.first, mark.last)))
                });
                for (from, to) in moments {
                    let (from, to) = (timeline.position(axis, &from), timeline.position(axis, &to));
                    assert!((0.0..=1.0).contains(&from) && from <= to && to <= 1.0, "{name}: {from} to {to}");
                }
            }
        }
    }
    assert!(stays > 20);
}
