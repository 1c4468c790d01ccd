//! An attempt as a row of steps: which step broke, how long each took, and what it is compared with.

use std::fmt::Write as _;

use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::diagnosis::ladder::{Ladder, RungKind, RungState, beside};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

fn diagnose(log: &str) -> Diagnosis {
    let source = LogSource::Pasted(log.to_owned());
    inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("a text can be read")
}

/// The steps of each stay: `socket done 36 ms line 3`.
fn steps(log: &str) -> Vec<String> {
    let diagnosis = diagnose(log);
    let stays = diagnosis.timeline.stays.iter();
    stays.map(|stay| words(&Ladder::of(stay))).collect()
}

fn words(ladder: &Ladder) -> String {
    let mut text = String::new();
    for rung in &ladder.rungs {
        let ms = rung.ms.map(|ms| format!(" {ms} ms")).unwrap_or_default();
        let line = rung.to.map(|to| format!(" line {}", to.line)).unwrap_or_default();
        let _ = writeln!(text, "{} {}{ms}{line}", rung.kind.id(), rung.state.id());
    }
    text
}

const WAY_IN_V4: &str = "\
TRTC[00:42:54:568] <INFO> [↑c1|alice] schedule with cache:false : {\"domains\":[\"signal-a.example.com\"]}
TRTC[00:42:54:568] <INFO> [↑c1|alice] setup signal channel
TRTC[00:42:54:604] <INFO> [↑c1|alice] SignalChannel state changed from CONNECTING to CONNECTED
TRTC[00:42:54:608] <INFO> [↑c1|alice] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor
TRTC[00:42:54:629] <INFO> [↑ws|alice] ChannelSetup Success
";

#[test]
fn a_call_of_version_4_has_all_steps() {
    let log = format!(
        "{WAY_IN_V4}\
TRTC[00:42:54:647] <INFO> [↑c1|alice] Join room success, start heartbeat
TRTC[00:42:55:106] <INFO> [↑c1|alice] publish() => publishing main stream b882fac4
TRTC[00:42:55:498] <INFO> [↑ws|alice] Received event: [ publish-result ]
TRTC[00:42:55:588] <INFO> [↑n|alice] onConnectionStateChange() connectionState: connected
TRTC[00:43:05:628] <INFO> [↑c1|alice] leave() => leaving room
"
    );
    let wanted = "\
schedule done line 1
socket done 36 ms line 3
account done 25 ms line 5
room done 18 ms line 6
publish done 392 ms line 8
media done 90 ms line 9
leave done line 10
";
    assert_eq!(steps(&log), [wanted]);
}

#[test]
fn version_5_says_when_it_asks_the_scheduling_service() {
    let log = "\
[03:35:41:512] <INFO> [↑t1-r1|alice] Join() => joining room: 5302 useStringRoomId: false scene: rtc role: anchor
[03:35:41:622] <INFO> [↑t1-r1|alice] schedule cache:0 {\"domains\":[\"signal-a.example.com\"]}
[03:35:41:629] <INFO> [↑t1-r1|alice] setup signal channel
[03:35:41:728] <INFO> [↑t1-r1-ws1|alice] CONNECTING -> CONNECTED
[03:35:41:752] <INFO> [↑t1-r1-ws1|alice] ChannelSetup Success 102
[03:35:51:860] <WARN> [↑t1-r1|alice] join room timeout observed
";
    let wanted = "\
schedule done 110 ms line 2
socket done 99 ms line 4
account done 24 ms line 5
room broken 10108 ms line 6
leave not-reached
";
    assert_eq!(steps(log), [wanted]);
}

#[test]
fn the_step_after_the_last_one_with_a_line_is_where_a_refusal_broke_it() {
    let refused = "TRTC[00:42:54:640] <ERROR> [↑c1|alice] RtcError: SignalChannel setup failure: (errorCode: 70001, errorMsg: \
                   usersig is expired) <SIGNAL_CHANNEL_SETUP_FAILED 0x4001>\n";
    let until = |lines: usize| {
        let way: Vec<&str> = WAY_IN_V4.lines().take(lines).collect();
        format!("{}\n{refused}", way.join("\n"))
    };
    for (lines, kind) in [(1, RungKind::Socket), (4, RungKind::Account), (5, RungKind::Room)] {
        let diagnosis = diagnose(&until(lines));
        let ladder = Ladder::of(&diagnosis.timeline.stays[0]);
        let broken = ladder.broken().expect("a broken step");
        assert_eq!((broken.kind, broken.state), (kind, RungState::Broken), "{}", words(&ladder));
        assert_eq!(broken.to.map(|to| to.line), Some(lines as u64 + 1));
        assert!(ladder.rungs.iter().all(|rung| rung.kind <= kind || rung.state == RungState::NotReached));
    }
}

#[test]
fn a_log_that_ends_early_shows_no_broken_step() {
    let found = steps(WAY_IN_V4);
    assert!(found[0].contains("room open 0 ms line 5\n"), "{found:?}");
    assert!(!found[0].contains("broken"), "{found:?}");
}

#[test]
fn setting_the_clock_is_no_time_that_passes() {
    let log = "\
TRTC[00:42:54:568] <INFO> [↑c1|alice] setup signal channel
TRTC[00:42:54:604] <INFO> [↑c1|alice] SignalChannel state changed from CONNECTING to CONNECTED
TRTC[00:47:54:627] <INFO> baseTime from server: Tue Nov 24 2026 00:47:54 GMT+0800 (China Standard Time) offset: 300000
TRTC[00:47:54:629] <INFO> [↑ws|alice] ChannelSetup Success
TRTC[00:47:54:647] <INFO> [↑c1|alice] Join room success, start heartbeat
";
    let forward = steps(log);
    assert!(forward[0].contains("account done 25 ms line 4"), "{forward:?}");
    assert!(forward[0].contains("room done 18 ms line 5"), "{forward:?}");
    let back = steps(&log.replace("00:47:54", "00:37:54").replace("offset: 300000", "offset: -300000"));
    assert!(back[0].contains("account done 25 ms line 4"), "{back:?}");
}

#[test]
fn the_nearest_attempt_that_worked_is_the_model() {
    let worked = format!(
        "{WAY_IN_V4}TRTC[00:42:54:647] <INFO> [↑c1|alice] Join room success, start heartbeat\n\
         TRTC[00:42:56:647] <INFO> [↑c1|alice] leave() => leaving room\n"
    );
    let of = |log: &str, client: &str, minute: &str| log.replace("c1|", client).replace("[00:42", minute);
    let failed = format!("{WAY_IN_V4}TRTC[00:42:59:700] <WARN> [↑c1|alice] join room timeout observed\n");
    let log = [
        of(&worked, "c1|", "[00:42"),
        of(&worked, "c2|", "[00:43"),
        of(&failed, "c3|", "[00:44"),
        of(&failed, "c4|", "[00:45"),
    ]
    .concat();
    let diagnosis = diagnose(&log);
    let stays = &diagnosis.timeline.stays;
    assert_eq!(stays.len(), 4);
    assert_eq!((beside(stays, 2), beside(stays, 3), beside(stays, 9)), (Some(1), Some(1), None));
    assert_eq!(beside(&stays[2..], 0), None, "an attempt that failed is no model");
    let usual = Ladder::of(&stays[2]).rung(RungKind::Room).and_then(|rung| rung.usual_ms);
    assert!(usual.is_some_and(|ms| ms > 0 && ms < 1000), "{usual:?}");
}

#[test]
fn a_refused_publish_request_is_the_broken_step_of_its_problem() {
    let log = format!(
        "{WAY_IN_V4}\
TRTC[00:42:54:647] <INFO> [↑c1|alice] Join room success, start heartbeat
TRTC[00:42:55:106] <INFO> [↑c1|alice] publish() => publishing main stream b882fac4
TRTC[00:42:55:498] <INFO> [↑ws|alice] Received event: [ publish-result ]
TRTC[00:42:55:500] <ERROR> [↑c1|alice] RtcError: failed to publish stream, errorCode: -10021 <PUBLISH_STREAM_FAILED 0x4005>
TRTC[00:43:05:628] <INFO> [↑c1|alice] leave() => leaving room
"
    );
    let diagnosis = diagnose(&log);
    let problem = diagnosis.problems.first().expect("a problem");
    let attempt = problem.attempt.as_ref().expect("an attempt");
    assert_eq!(attempt.step, Some(RungKind::Publish), "{}", problem.title);
    let ladder = Ladder::of_failure(&diagnosis.timeline.stays[attempt.stay], attempt.step, problem.first_line);
    let broken = ladder.broken().expect("a broken step");
    assert_eq!((broken.kind, broken.to.map(|to| to.line)), (RungKind::Publish, Some(9)), "{}", words(&ladder));
}

#[test]
fn media_that_arrived_or_never_failed_was_connected() {
    let entered = format!(
        "{WAY_IN_V4}TRTC[00:42:54:647] <INFO> [↑c1|alice] Join room success, start heartbeat\n\
         TRTC[00:42:55:000] <INFO> [↓n|bob] subscribe() => subscribe to [bob] audio: true video: true\n"
    );
    let media = |lines: &str, clock: &str| {
        let log = format!("{entered}{lines}TRTC[{clock}] <INFO> [↑c1|alice] leave() => leaving room\n");
        let rung = Ladder::of(&diagnose(&log).timeline.stays[0]).rung(RungKind::Media).map(|rung| rung.state);
        rung.expect("the log asks for media")
    };
    let arrived = "TRTC[00:42:55:400] <INFO> [↓n|bob] ontrack() kind: video\n";
    assert_eq!(media(arrived, "00:43:05:000"), RungState::Passed);
    let published = "TRTC[00:42:56:000] <INFO> [↑c1|alice] publish() => publishing main stream x\n\
                     TRTC[00:42:56:400] <INFO> [↑c1|alice] local main stream is published\n";
    assert_eq!(media(published, "00:43:05:000"), RungState::Open);
    assert_eq!(media(published, "00:53:05:000"), RungState::Passed);
}
