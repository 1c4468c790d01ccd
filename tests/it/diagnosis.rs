//! Problems: each fixture is a log, taken from a real run (`diagnosis`) or written by hand in the format of its SDK version
//! (`problems`). The file name says what happened. The `.txt` file next to it has the expected problems, for a person to
//! review. `UPDATE_EXPECT=1` rewrites them.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use serde_json::json;
use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::diagnosis::impact::Impact;
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn folder() -> PathBuf {
    data().join("diagnosis")
}

fn diagnose(path: &Path) -> Diagnosis {
    inspect(&LogSource::File(path.to_owned()), &InspectOptions::default(), &mut NoObserver).expect("a readable fixture")
}

pub(crate) fn diagnose_text(text: &str) -> Diagnosis {
    let source = LogSource::Pasted(text.to_owned());
    inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("pasted text is always readable")
}

/// The problems as text for review.
fn problems_as_text(diagnosis: &Diagnosis) -> String {
    let mut text = String::new();
    for problem in &diagnosis.problems {
        let chain: Vec<String> = problem.chain.iter().map(ToString::to_string).collect();
        let users = if problem.users.is_empty() { "-".to_owned() } else { problem.users.join(", ") };
        let harmless = if problem.harmless { ", harmless" } else { "" };
        let (impact, confidence) = (problem.impact.title(), problem.confidence.title());
        let _ = writeln!(text, "{}", problem.title);
        let _ = writeln!(text, "  {impact}; {confidence}{harmless}; {} times; users: {users}", problem.occurrences);
        let family = problem.root.family();
        let codes = if chain.is_empty() { "no code".to_owned() } else { format!("{} ({family})", chain.join(" → ")) };
        let _ = writeln!(text, "  {codes}");
        for step in &problem.steps {
            let _ = writeln!(text, "  line {}: {}", step.line, step.text);
        }
        let _ = writeln!(text, "  first of all: {}\n", problem.fix[0]);
    }
    if text.is_empty() { "nothing went wrong\n".to_owned() } else { text }
}

#[test]
fn fixtures_have_the_expected_problems() {
    let mut logs: Vec<PathBuf> = ["diagnosis", "problems"]
        .into_iter()
        .flat_map(|folder| std::fs::read_dir(data().join(folder)).expect("the fixtures"))
        .map(|entry| entry.expect("a fixture").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
        .collect();
    logs.sort();
    assert!(logs.len() > 80, "the fixtures are missing");
    for log in logs {
        expect_file![log.with_extension("txt")].assert_eq(&problems_as_text(&diagnose(&log)));
    }
}

/// The logs below a folder, in the order of their paths.
fn logs_below(folder: &Path, logs: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            logs_below(&path, logs);
        } else if path.extension().is_some_and(|extension| extension != "txt") {
            logs.push(path);
        }
    }
}

#[test]
fn the_steps_of_a_problem_are_in_its_attempt() {
    let mut logs = Vec::new();
    for folder in ["diagnosis", "problems", "timelines", "logs"] {
        logs_below(&data().join(folder), &mut logs);
    }
    let mut with_attempt = 0;
    for path in logs {
        let diagnosis = diagnose(&path);
        for problem in &diagnosis.problems {
            let Some(attempt) = &problem.attempt else { continue };
            with_attempt += 1;
            let stay = &diagnosis.timeline.stays[attempt.stay];
            assert_eq!((&stay.user, &stay.client), (&attempt.user, &attempt.client), "{}", path.display());
            let first = problem.findings.first().map(|idx| diagnosis.findings[*idx].line);
            for line in problem.steps.iter().map(|step| step.line).chain(first) {
                assert!(stay.contains(line), "{}: {}: line {line}", path.display(), problem.title);
            }
        }
    }
    assert!(with_attempt > 80, "only {with_attempt} problems have an attempt");
}

#[test]
fn attempts_of_one_user_have_steps_of_their_own() {
    let attempt = |hour: u32, result: &str| {
        format!(
            "trtc.js:1 TRTC[{hour}:00:00:000] <INFO> [↑c{hour}|ann] setup signal channel\n\
             trtc.js:1 TRTC[{hour}:00:01:000] <INFO> [↑c{hour}|ann] Join() => joining room: {hour} mode: rtc role: anchor\n\
             trtc.js:1 TRTC[{hour}:00:02:000] {result}\n"
        )
    };
    let refused = "<ERROR> [↑c10|ann] Join room failed result: 10006 error: service suspended";
    let expired = "<ERROR> [↑c12|ann] Join room failed result: 70001 error: usersig is expired";
    let log = [
        attempt(10, refused),
        attempt(11, "<INFO> [↑c11|ann] Join room success, start heartbeat"),
        attempt(12, expired),
    ];
    let diagnosis = diagnose_text(&log.concat());
    let attempts: Vec<_> = diagnosis
        .problems
        .iter()
        .map(|problem| {
            let attempt = problem.attempt.as_ref().unwrap();
            let lines: Vec<u64> = problem.steps.iter().map(|step| step.line).collect();
            (attempt.client.as_str(), attempt.number, attempt.count, lines)
        })
        .collect();
    assert_eq!(attempts, [("c12", 3, 3, vec![7, 8, 9]), ("c10", 1, 3, vec![1, 2, 3])]);
}

#[test]
fn the_same_failure_of_several_users_is_one_problem() {
    let log = std::fs::read_to_string(folder().join("usersig-expired.log")).expect("the fixture");
    let three: String = ["ann", "ben", "cem"].iter().map(|user| log.replace("bob", user)).collect();
    let diagnosis = diagnose_text(&three);
    let top = &diagnosis.problems[0];
    assert_eq!(top.title, "userSig expired: joining failed");
    assert_eq!(top.users, ["ann", "ben", "cem"]);
    assert_eq!(top.occurrences, 3);
    assert!(top.findings.len() as u64 == top.count && top.count > 3);
}

#[test]
fn a_failure_followed_by_success_is_a_warning() {
    let log = std::fs::read_to_string(folder().join("usersig-expired.log")).expect("the fixture");
    let later = "trtc.js:1 TRTC[00:43:00:000] <INFO> [↑c3|bob] Join room success, start heartbeat\n";
    let diagnosis = diagnose_text(&format!("{log}{later}"));
    assert_eq!(diagnosis.problems[0].impact, Impact::Warning);
    assert_eq!(diagnosis.problems[0].title, "userSig expired: joining failed at first");
}

#[test]
fn serious_problems_rank_above_frequent_ones() {
    let rare = "[00:00:01:000] <ERROR> [↑ws|eve] 70001, usersig is expired\n";
    let frequent = "[00:00:00:500] <ERROR> RtcError: 'stream' is a required param when calling publish(), received: undefined. \
                    <INVALID_PARAMETER 0x1000>\n";
    let diagnosis = diagnose_text(&format!("{}{rare}", frequent.repeat(200)));
    let impacts: Vec<&str> = diagnosis.problems.iter().map(|problem| problem.impact.id()).collect();
    assert_eq!(impacts, ["never-got-in", "warning"]);
}

#[test]
fn the_context_has_role_network_and_server_time() {
    let context = diagnose(&folder().join("uplink-lost.log")).context;
    assert_eq!(context.roles, ["rtc, anchor"]);
    assert_eq!(context.network, ["host over udp"]);
    assert!(context.server_time.is_some_and(|time| time.contains("GMT+0800")));
}

#[test]
fn the_context_has_devices_missing_features_and_recording_time() {
    let log = r#"{"event":"console","time":"2026-11-23T17:10:50.266Z","text":"[01:10:50:261] <INFO> [c1|ann] using sdpSemantics: unified-plan"}
{"event":"console","text":"[01:10:50:300] <INFO> UAData: Windows/15.0.0 x86/64 Chromium/120.0.6099.109"}
{"event":"console","text":"[01:10:51:000] <INFO> [c1|ann] TrtcStats-{\"browser\":\"Chrome/120\",\"trtc\":{\"webRTC\":true,\"h264Encode\":false,\"vp8Decode\":false},\"devices\":{\"microphone\":3,\"camera\":0}}"}
{"event":"console","text":"[01:10:52:000] <INFO> cameras: [{\"label\":\"Ann's camera\",\"deviceId\":\"d1\"}]"}
{"event":"console","text":"[01:10:53:000] <INFO> [↑q|ann] uplink network quality change 1 -> 6, rtt: 900, loss: 80"}
"#;
    let context = diagnose_text(log).context;
    assert_eq!(context.record_time.as_deref(), Some("2026-11-23T17:10:50.266Z"));
    assert_eq!(context.platforms, ["Windows/15.0.0 x86/64 Chromium/120.0.6099.109"]);
    assert_eq!(context.devices, ["no camera", "3 microphones", "1 camera"]);
    assert_eq!(context.lacking.as_deref(), Some(&["h264Encode".to_owned(), "vp8Decode".to_owned()][..]));
    assert_eq!((context.clients, context.quality_lost), (1, [1, 0]));
}

#[test]
fn a_lost_signal_channel_is_a_warning_if_it_reconnects() {
    let lost = "[00:00:01:000] <INFO> [↑c1|ann] Join room success, start heartbeat\n\
                [00:00:02:000] <WARN> [↑ws|ann] websocket[wss://a.example/ InUse: true] is closed with code: 1006\n\
                [00:00:02:100] <WARN> [↑ws|ann] reconnecting to backup signal channel [1/30]\n";
    let gave_up = "[00:09:00:000] <WARN> [↑ws|ann] SDK has tried reconnect signal channel for 30 times, but all failed\n\
                   [00:09:00:100] <ERROR> [↑c1|ann] RtcError: signal channel reconnection failed, please check your network. \
                   <SIGNAL_CHANNEL_RECONNECTION_FAILED 0x4006>\n";
    let back = "[00:00:03:000] <WARN> [↑ws|ann] reconnect success\n";
    let titles =
        |log: String| diagnose_text(&log).problems.iter().map(|problem| problem.title.clone()).collect::<Vec<_>>();
    let cause = "The connection to the signalling server was lost";
    assert_eq!(titles(format!("{lost}{gave_up}")), [format!("{cause}: dropped out")]);
    assert_eq!(titles(format!("{lost}{back}")), [format!("{cause}: interrupted, and back by itself")]);
}

/// The rows of a DevTools log, as (source, text). A line without a source belongs to the row before it.
fn rows(log: &str) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in log.lines() {
        let begins =
            |(source, _): &(&str, &str)| source.ends_with(|c: char| c.is_ascii_digit()) && source.contains('.');
        match (line.split_once(' ').filter(begins), rows.last_mut()) {
            (Some((source, text)), _) => rows.push((source.to_owned(), text.trim_start().to_owned())),
            (None, Some((_, text))) if !line.contains(" @ ") => *text = format!("{text}\n{line}"),
            _ => {}
        }
    }
    rows
}

/// The same log in the formats of other tools.
fn as_other_exports(log: &str) -> Vec<(&'static str, String)> {
    let address = |source: &str| {
        let file = source.rsplit_once(':').map_or(source, |(file, _)| file);
        if file.contains('/') { format!("https://{file}") } else { format!("https://class.example.com/{file}") }
    };
    let rows = rows(log);
    let playwright = rows.iter().map(|(source, text)| match text.strip_prefix("Failed to load resource: ") {
        Some(failure) => {
            let failed =
                json!({"event": "requestfailed", "method": "POST", "url": address(source), "failure": failure});
            format!("{failed}\n{}\n", json!({"event": "console", "type": "error", "text": text}))
        }
        None => format!("{}\n", json!({"event": "console", "type": "log", "text": text})),
    });
    let webdriver = rows.iter().map(|(source, text)| {
        let is_resource = text.starts_with("Failed to load");
        let message = if is_resource {
            format!("{} - {text}", address(source))
        } else {
            format!("{} 0:1 {}", address(source), json!(text))
        };
        json!({"level": "INFO", "message": message, "source": "console-api", "timestamp": 1_795_453_018_690_u64})
    });
    let chrome = rows.iter().map(|(source, text)| {
        format!("[71:71:1124/101500.309276:INFO:CONSOLE:1] \"{text}\", source: {} (1)\n", address(source))
    });
    vec![
        ("playwright", playwright.collect()),
        ("webdriver", serde_json::Value::from(webdriver.collect::<Vec<_>>()).to_string()),
        ("chrome_debug", chrome.collect()),
    ]
}

#[test]
fn the_same_log_in_other_formats_has_the_same_problem() {
    let mut compared = 0;
    for entry in std::fs::read_dir(data().join("problems")).expect("the fixtures") {
        let path = entry.expect("a fixture").path();
        if path.extension().is_none_or(|extension| extension != "log") {
            continue;
        }
        let log = std::fs::read_to_string(&path).expect("a fixture");
        let top = |diagnosis: &Diagnosis| {
            diagnosis
                .problems
                .first()
                .map(|problem| (problem.title.clone(), problem.root, problem.impact, problem.harmless))
        };
        let wanted = top(&diagnose(&path));
        for (export, text) in as_other_exports(&log) {
            assert_eq!(top(&diagnose_text(&text)), wanted, "{} as {export}:\n{text}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 150, "only {compared} logs were compared");
}

/// The first problem of a text: title, impact, confidence.
#[track_caller]
fn check_first(text: &str, wanted: [&str; 3]) {
    let diagnosis = diagnose_text(text);
    let problem = diagnosis.problems.first().expect("a problem");
    assert_eq!([problem.title.as_str(), problem.impact.id(), problem.confidence.id()], wanted, "{text}");
}

#[test]
fn words_for_a_failed_entry_say_that_a_user_did_not_get_in() {
    let joining = |text: &str, title: &str| check_first(text, [title, "never-got-in", "stated"]);
    joining("进房失败，提示错误码 -10013\n", "The userSig did not pass authentication: joining failed");
    joining(
        "Unable to enter the room: error code 10006\n",
        "The service is suspended because payments are overdue: joining failed",
    );
    check_first(
        "call failed, error code -10012\n",
        ["The roomId is missing or does not meet the requirements: operation failed", "warning", "likely"],
    );
    assert!(!diagnose_text("call failed, error code -10012\n").problems[0].went_on);
}

#[test]
fn an_account_code_is_about_joining_only_if_the_log_says_so() {
    check_first(
        "{\"ActionStatus\":\"FAIL\",\"ErrorCode\":70003,\"ErrorInfo\":\"sig check failed\"}\n",
        ["userSig verification failed (70003): the login was refused", "warning", "stated"],
    );
    check_first("join failed, errorCode: 70001\n", ["userSig expired: joining failed", "never-got-in", "stated"]);
}

#[test]
fn a_code_of_joining_has_its_other_meaning_when_the_room_is_switched() {
    let log = "TRTC Web SDK Version: 5.18.3\ntrtc.js:1 [03:30:01:001] <ERROR> [↑t1|alice] switchRoom() failed 3   \
               SERVER_ERROR: 'switchRoom' got server error: internal timeout code:-10016 params: [{\"roomId\":5}]\n";
    let title = "The server did not finish the change of room in time: room not changed";
    check_first(log, [title, "warning", "stated"]);
}

#[test]
fn an_exception_without_its_call_may_be_capturing_or_playing() {
    let words = "NotAllowedError: The request is not allowed by the user agent or the platform in the current context.";
    let both = "The browser refused to open a device, or to play: nothing captured, or nothing played";
    check_first(&format!("{words}\n"), [both, "lost-media", "possible"]);
    let played = "The browser's autoplay policy refused to play before a click: stream not played";
    check_first(
        &format!("Unhandled Promise Rejection: {words}\n    at e.play (https://a.example.com/trtc.js:1:2)\n"),
        [played, "lost-media", "stated"],
    );
    let captured =
        format!("trtc.js:1 TRTC[00:53:10:100] <ERROR> [↑s1|a] getUserMedia error observed {words}\n{words}\n");
    assert_eq!(diagnose_text(&captured).problems.len(), 1, "both lines are one failure");
}

#[test]
fn the_words_of_an_app_around_an_exception_are_no_second_failure() {
    let log = "trtc.js:1 TRTC[00:53:10:100] <ERROR> [↑s1|alice] getUserMedia error observed NotAllowedError: \
               Failed due to shutdown\napp.js:3 join room failed! NotAllowedError: Failed due to shutdown\n";
    let title = "The app around the page did not answer the request for camera or microphone: \
                 camera or microphone not captured";
    check_first(log, [title, "lost-media", "likely"]);
    assert_eq!(diagnose_text(log).problems.len(), 1);
}

#[test]
fn attempts_that_the_sdk_repeats_are_no_failure_unless_one_follows() {
    let retries: Vec<String> = (1..=3)
        .map(|nth| {
            format!("trtc.js:1 [03:30:0{nth}:000] <WARN> getUserMedia NotReadableError observed, retrying [{nth}/3]\n")
        })
        .collect();
    assert!(diagnose_text(&retries.concat()).problems.iter().all(|problem| problem.harmless));
    let failed = "trtc.js:1 [03:30:04:000] <ERROR> [↑t1] startLocalVideo() failed 2   DEVICE_ERROR: NotReadableError, the \
                  camera is in use. code:5303 params: []\n";
    let problems = diagnose_text(&format!("{}{failed}", retries.concat())).problems;
    assert_eq!((problems.len(), problems[0].first_line, problems[0].last_line), (1, 1, 4));
}

#[test]
fn the_exact_code_of_a_refused_call_is_its_root() {
    let log = "TRTC Web SDK Version: 5.17.1\n[03:30:01:000] <ERROR> [↑t1|alice] startRemoteVideo() failed 5   \
               INVALID_OPERATION: remote user has no such stream. code:5103 params: [{\"userId\":\"bob\"}]\n";
    check_first(log, ["The remote user does not send the requested kind of video: call refused", "warning", "stated"]);
}

#[test]
fn advice_names_the_api_of_the_version() {
    let lines = "[03:30:01:000] <ERROR> [↑t1|alice] user was banned because of [kick]\n";
    let advice = |version: &str| {
        let problems =
            diagnose_text(&format!("[03:30:00:000] <INFO> TRTC Web SDK Version: {version}\n{lines}")).problems;
        problems[0].fix.join(" ")
    };
    let (v4, v5) = (advice("4.15.22"), advice("5.17.1"));
    assert!(v4.contains("call leave() first") && v4.contains("client-banned") && !v4.contains("exitRoom"), "{v4}");
    assert!(v5.contains("call exitRoom() first") && v5.contains("KICKED_OUT") && !v5.contains("leave()"), "{v5}");
}

#[test]
fn every_client_in_the_page_hears_of_one_removal() {
    let log: Vec<String> = ["ann", "ben", "cem"]
        .iter()
        .map(|user| {
            format!("[01:07:30] <ERROR> [c|{user}]  user was banned because of you got banned by account admin\n")
        })
        .collect();
    let problems = diagnose_text(&log.concat()).problems;
    assert_eq!((problems.len(), problems[0].occurrences), (1, 1));
}

#[test]
fn more_users_than_are_kept_are_said_to_be_more() {
    let log: Vec<String> =
        (0..60).map(|nth| format!("[00:41:56:498] <ERROR> [↑ws|user{nth}] 70001, usersig is expired\n")).collect();
    let problem = &diagnose_text(&log.concat()).problems[0];
    assert!(problem.has_more_users && problem.users.len() == 50);
}

/// An HTTP archive with these requests for a WebSocket, each with the status of its answer and the browser's words.
fn archive(requests: &[(i32, &str)]) -> String {
    let entry = |&(status, words): &(i32, &str)| {
        let url = "wss://signal-a.rtc.example.com/v2/ws?sdkAppId=1400188366&userId=alice&userSig=eJw-SAMPLE&race=1";
        json!({
            "startedDateTime": "2026-11-27T19:42:42.484Z",
            "request": {"method": "GET", "url": url},
            "response": {"status": status, "_failureText": words},
        })
    };
    json!({"log": {"version": "1.2", "entries": requests.iter().map(entry).collect::<Vec<_>>()}}).to_string()
}

#[test]
fn an_archive_without_an_answered_web_socket_says_that_none_can_be_opened() {
    let title = "The WebSocket to the signalling server cannot be opened: joining failed";
    let refused = (-1, "Connection closed before receiving a handshake response");
    check_first(&archive(&[refused, refused]), [title, "never-got-in", "likely"]);
    check_first(&archive(&[(0, "")]), [title, "never-got-in", "possible"]);
    let proxy = diagnose_text(&archive(&[(0, "net::ERR_TUNNEL_CONNECTION_FAILED"); 2]));
    assert!(
        proxy.problems[0].explanation.contains("ERR_TUNNEL_CONNECTION_FAILED"),
        "{}",
        proxy.problems[0].explanation
    );
    assert_eq!(proxy.problems[0].users, ["alice"]);
}

#[test]
fn a_web_socket_that_lost_the_race_is_no_problem() {
    let lost = (-1, "WebSocket is closed before the connection is established.");
    assert!(diagnose_text(&archive(&[(101, ""), lost])).problems.is_empty());
    let row = "WebSocket connection to 'wss://signal-b.rtc.example.com/v2/ws?race=1' failed: WebSocket is closed before the \
               connection is established.\n";
    assert!(diagnose_text(row).problems.is_empty(), "an export of errors alone");
}

#[test]
fn lists_of_the_context_that_were_cut_say_so() {
    let log = |users: usize| -> String {
        let lines = (0..users).map(|nth| format!("[00:41:56:498] <INFO> [↑c{nth}|user{nth}] Join room success\n"));
        lines.collect()
    };
    let context = |users: usize| diagnose_text(&log(users)).context;
    assert_eq!((context(50).user_ids.len(), context(50).incomplete), (50, Vec::new()));
    assert_eq!((context(51).user_ids.len(), context(51).incomplete), (50, vec!["user_ids"]));
}

#[test]
fn the_load_of_the_processor_is_part_of_the_context() {
    let log = "[03:30:01:000] <INFO> cpu: critical\n[03:30:03:000] <INFO> cpu: fair\n[03:30:05:000] <INFO> cpu: critical\n\
               [03:30:06:000] <INFO> [↑vt1|ann] qualityLimitationReason change to cpu\n";
    let context = diagnose_text(log).context;
    assert_eq!((context.cpu_loads, context.sending_limited), ([2, 0, 1, 0], [1, 0]));
}

#[test]
fn lines_without_a_time_of_different_loggers_are_different_failures() {
    for chat in [
        "TIM 10:00:05.110:SignController.login failed. error: 70001",
        "[TIM] login failed 70001",
        "TIM login failed: 70001",
    ] {
        for sdk in
            ["<INFO> [↑c1|alice] Join() => joining room: 5001", "[↑c1|alice] Join room success", "TRTC <INFO> x join"]
        {
            let problems = diagnose_text(&format!("{chat}\n{sdk}\n")).problems;
            assert!(problems[0].title.ends_with("the login was refused"), "{chat}\n{sdk}: {}", problems[0].title);
        }
    }
}

#[test]
fn tickets_with_values_below_their_labels_are_read() {
    let text = "【SDKAppID】\n1400188366\n【房间号】\n5001\n【useID】\n\nalice\n进房失败 70001\n";
    let context = diagnose_text(text).context;
    assert_eq!([context.sdk_app_ids, context.rooms, context.user_ids], [["1400188366"], ["5001"], ["alice"]]);
}
