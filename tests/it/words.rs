//! Texts of people, most of them without a code: what they report is a problem, what they do not report is not claimed.

use trtc_lens::code::Family;
use trtc_lens::diagnosis::{Confidence, Diagnosis};
use trtc_lens::inspect::{InspectOptions, NoObserver, inspect};
use trtc_lens::source::LogSource;

use super::cli::{program, stdout};

fn diagnosis(text: &str) -> Diagnosis {
    let source = LogSource::Pasted(text.to_owned());
    inspect(&source, &InspectOptions::default(), &mut NoObserver).expect("text can be read")
}

fn codes_in(text: &str) -> Vec<String> {
    diagnosis(text).findings.iter().map(|finding| finding.code.to_string()).collect()
}

/// The text report of a log, in one line.
fn report(text: &str) -> String {
    use std::io::Write;
    let mut child = program()
        .args(["inspect", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("the text is read");
    let output = child.wait_with_output().expect("the program ends");
    stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn failures_in_words_are_problems_without_a_finding() {
    for (text, root, words) in [
        ("RtcError: no valid ice candidate found", "0x4003", "Media cannot pass"),
        ("Uncaught (in promise) RtcError: ICE/DTLS Transport connection failed", "0x4003", "Media cannot pass"),
        ("DTLS Transport connection timeout 连不上", "0x4003", "Media cannot pass"),
        ("RtcError: please call join() before publish()", "0x1001", "before the room was entered"),
        ("duplicated play() call observed", "0x1001", "play() was called"),
        ("TypeError: Cannot read property 'enumerateDevices' of undefined", "0x1002", "not on https"),
        ("TypeError: Cannot read properties of undefined (reading 'getUserMedia')", "0x1002", "not on https"),
        ("ReferenceError: Can't find variable: RTCPeerConnection", "0x1002", "no WebRTC"),
        (
            "checkSystemRequirements {\"result\":false,\"detail\":{\"isBrowserSupported\":false}}",
            "0x1002",
            "lacks something that calls need",
        ),
        ("DOMException: play() failed because the user didn't interact with the document first.", "0x4043", "clicked"),
        ("the server says that your userSig expired", "70001", "userSig has expired"),
        ("提示签名过期，需要重新登录", "70001", "userSig has expired"),
        (
            "Refused to connect to 'wss://x.rtc.qcloud.com' because it violates the following Content Security Policy \
             directive: \"connect-src 'self'\".",
            "0x4002",
            "Content Security Policy",
        ),
        ("GET https://page.example/a.js net::ERR_INTERNET_DISCONNECTED", "0x4002", "no connection to the internet"),
        ("[trtc] AUTOPLAY_FAILED userId=s1", "0x4043", "clicked"),
        ("TypeError: Cannot read properties of undefined (reading 'createClient')", "0x1001", "not loaded"),
        ("WebRTC is not supported in this browser, WeChat", "0x1002", "no WebRTC"),
        ("Uncaught TypeError: TRTC.create is not a function at App.vue:33", "0x1001", "API of SDK v5"),
        ("TypeError: TRTC.createClient is not a function", "0x1001", "API of SDK v4"),
        ("message:'duplicated userId joining the room', what happened?", "0x4040", "same userId"),
        ("startScreenShare failed, DOMException: Permission denied by system", "0x1004", "operating system"),
        ("Uncaught (in promise) DOMException: Permission denied", "0x1004", "was not allowed"),
        ("DOMException: Requested device not found 打不开摄像头", "0x1004", "No camera or microphone"),
        ("publish error: Could not start video source", "0x1004", "could not be opened"),
        ("login error: Err_TLS_Third_Sig_Check_Session_Key_Too_Long", "70003", "did not accept the userSig"),
    ] {
        let diagnosis = diagnosis(text);
        let problem = diagnosis.problems.first().unwrap_or_else(|| panic!("{text} is no problem"));
        assert_eq!((problem.root.to_string().as_str(), diagnosis.findings.len()), (root, 0), "{text}");
        assert!(problem.title.contains(words), "{text}: {}", problem.title);
        assert!(report(text).contains("no code in the log"), "{text}: {}", report(text));
    }
}

#[test]
fn all_codes_of_a_list_are_found() {
    for (text, codes) in [
        ("客户说报 5203 和 5204 两个错误，trtc-sdk-v5@5.9.1", &["5203", "5204"][..]),
        ("报错 5203、5204、5301, trtc-sdk-v5", &["5203", "5204", "5301"]),
        ("errors 5203/5204 in trtc-sdk-v5 5.8", &["5203", "5204"]),
        ("TUICallKit call() 报错 -1201 或者 -1001", &["-1201", "-1001"]),
        ("0x4004 70009 signature verify fail when trying client.join", &["0x4004", "70009"]),
        ("进房失败 0x4004（-100013）", &["0x4004", "-100013"]),
        ("登录失败，错误码：-8", &["-8"]),
        (r#"{"code":16388,"extra":-100018}"#, &["-100018", "0x4004"]),
        (r#"{"id":7,"code":16000,"extra":-100018,"ret":-100018}"#, &[]),
        (r#"{"cmd":20,"content":{"ret":-10012,"error":"permission check failed"}}"#, &["-10012"]),
        ("RtcError: x <JOIN_ROOM_FAILED 0x4004> 70003", &["0x4004", "70003"]),
        // Numbers of other things beside a code.
        ("报错 5203，5204 个用户", &["5203"]),
        ("error 0x4004 5301 users online", &["0x4004"]),
        ("报错 5203 房间 5204", &["5203"]),
    ] {
        assert_eq!(codes_in(text), codes, "{text}");
    }
}

#[test]
fn codes_in_questions_are_found() {
    for (text, codes) in [
        ("join room fail: 70001", &["70001"][..]),
        ("enterRoom fail, 70001", &["70001"]),
        ("We got -100013, userId=anna", &["-100013"]),
        ("got 70001 on join", &["70001"]),
        ("The app shows `-100018`.", &["-100018"]),
        ("users complain about 70001 and 70013", &["70001", "70013"]),
        ("70009怎么解决", &["70009"]),
        ("TRTC 5302 是什么意思", &["5302"]),
        ("What does 70016 mean?", &["70016"]),
        ("onKickedOut event reason: 'banned'", &["0x4040"]),
        ("KICKED_OUT {reason: 'room_disband'}", &["0x4040"]),
        ("mixTranscode failed -100500", &["-100500"]),
        ("报了个70016", &["70016"]),
        ("join room failed 16388", &["0x4004"]),
        ("Uncaught (in promise) 70001", &["70001"]),
        ("enterRoom failed: 5302", &["5302"]),
        ("音视频套餐到期 -100013 ?", &["-100013"]),
        ("-100018", &["-100018"]),
        // Numbers of other things.
        ("房间5302怎么进", &[]),
        ("we got 7000 users", &[]),
        ("room 70001 shows nothing", &[]),
        ("about 70013 users are online", &[]),
        ("read failed 16388 bytes", &[]),
        ("order failed: 5302", &[]),
        ("redis error: -10012 keys", &[]),
        ("payment error code: 70001", &[]),
        ("code=5203 orderId=5204 msg=\"stock empty\"", &[]),
        ("offset=-100018, y: -100018", &[]),
        ("userId -100018 is online, uuid 0000180f-0000-1000-100018", &[]),
    ] {
        assert_eq!(codes_in(text), codes, "{text}");
    }
}

#[test]
fn a_number_without_0x_is_never_stated_to_be_a_hexadecimal_one() {
    let problem = |text: &str| diagnosis(text).problems.swap_remove(0);
    for text in ["进房间报 4004 错误", "join failed, error code 4004"] {
        let problem = problem(text);
        assert_eq!(problem.root.to_string(), "0x4004", "{text}");
        assert_ne!(problem.confidence, Confidence::Stated, "{text}");
    }
    let unclear = problem("code:1003 message: 房间已解散, TRTC Web SDK 4.15.4 'client-banned'");
    assert_eq!((unclear.root.family(), unclear.confidence), (Family::Unclear, Confidence::Possible));
    assert_eq!(problem("error code 0x1003").confidence, Confidence::Stated);
}

#[test]
fn exceptions_of_connections_are_not_about_devices() {
    let text =
        "Failed to execute 'addTransceiver' on 'RTCPeerConnection': signalingState is 'closed'. InvalidStateError";
    let title = &diagnosis(text).problems[0].title;
    assert!(!title.contains("camera"), "{title}");
}

#[test]
fn codes_in_columns_of_tables_are_found() {
    for table in [
        "time,user,code,message\n10:00,amy,70001,login failed\n10:01,bob,-100018,enter room failed\n",
        "time\tuser\terror code\n10:00\tamy\t70001\n10:01\tbob\t-100018\n",
        "时间;用户;错误码\n10:00;amy;70001\n10:01;bob;-100018\n",
    ] {
        let diagnosis = diagnosis(table);
        let codes: Vec<_> = diagnosis.findings.iter().map(|finding| (finding.line, finding.code.to_string())).collect();
        assert_eq!(codes, [(2, "70001".to_owned()), (3, "-100018".to_owned())], "{table}");
        assert_eq!(diagnosis.problems.len(), 2, "{table}");
    }
    assert_eq!(diagnosis("time,user,room,message\n10:00,amy,70001,entered\n").findings.len(), 0);
}

#[test]
fn codes_in_forms_and_markup_are_found() {
    for (text, codes) in [
        ("**Error code:** 70001", &["70001"][..]),
        ("错误码：`-100018`", &["-100018"]),
        ("【错误码】70001", &["70001"]),
        ("| Field | Value |\n|---|---|\n| Error code | -100018 |\n| Room | 5001 |", &["-100018"]),
        ("错误码\t70001\n房间号\t70003\n", &["70001"]),
        ("<td>错误码</td><td class=\"v\">70001</td>", &["70001"]),
        ("Error code : <strong>70001</strong>", &["70001"]),
        // The label is on the line before.
        ("### Error code\n\n`-100018`\n\n### Room\n\n70003\n", &["-100018"]),
        ("> 错误码：\n> 70001\n> 房间号\n> 70003\n", &["70001"]),
        ("User ID\n70003\nCode\n70001\n", &["70001"]),
        ("Error codes:\n- 70001\n- -100018\n", &["70001", "-100018"]),
        ("which error code?\r\n70001\r\n", &["70001"]),
        ("code？\n70003", &["70003"]),
        ("Join failed\r\n-10013\r\nOK", &["-10013"]),
        ("登录失败\n(70009)\n确定", &["70009"]),
        (r#"{"description":"Error code:\n70001\n\nRoom:\n70003"}"#, &["70001"]),
        // Numbers of other things.
        ("PIN code\n70001", &[]),
        ("房间号：\n\n70001", &[]),
        ("order number\n70001\n70003\n", &[]),
        ("verification code: **70001**", &[]),
    ] {
        assert_eq!(codes_in(text), codes, "{text}");
    }
}

#[test]
fn a_refused_screen_is_no_refused_camera() {
    for text in [
        "screen share: NotAllowedError: Permission denied by system",
        "屏幕共享失败 NotAllowedError: Permission denied",
        "sharing the screen fails with NotReadableError: Could not start video source",
    ] {
        let title = &diagnosis(text).problems[0].title;
        assert!(title.contains("screen") && !title.contains("camera"), "{text}: {title}");
    }
}

#[test]
fn sockets_of_others_are_no_problems() {
    for text in [
        "wss://chat.example.com/ws onclose code 1006",
        "socket.io closed with code 1006 transport error",
        "app.js:10 notification socket closed with code: 1001",
    ] {
        assert!(diagnosis(text).problems.is_empty(), "{text}");
    }
    for (text, confidence) in [
        ("WebSocket is closed with code: 1006", Confidence::Likely),
        ("TRTC socket closed with code 1006", Confidence::Stated),
        ("[00:41:56:310] <WARN> [↑c1|u] websocket is closed with code: 1006", Confidence::Stated),
    ] {
        assert_eq!(diagnosis(text).problems[0].confidence, confidence, "{text}");
    }
}

#[test]
fn exceptions_of_other_interfaces_are_no_problems() {
    for text in [
        "NotFoundError: Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.",
        "NotReadableError: The I/O read operation failed.",
        "NotAllowedError: Failed to execute 'writeText' on 'Clipboard': Document is not focused.",
        "SecurityError: Failed to read the 'localStorage' property from 'Window': Access is denied for this document.",
        "AbortError: The user aborted a request.",
        "NotAllowedError: Failed to execute 'requestFullscreen' on 'Element': API can only be initiated by a user gesture.",
        "WebSocket connection to 'wss://chat.example.com/ws' failed: Error during WebSocket handshake: Unexpected response code: 403",
        "Uncaught DOMException: Permission denied to access property \"document\" on cross-origin object",
        "Permission denied to access property 'x' (screen.js)",
        "Error: License expired for module signature-pad",
        "TypeError: Cannot read properties of undefined (reading 'getUserMedia') jsdom",
        "The printer says: Device in use",
        r#"{"type":"NotFoundError","message":"Failed to execute 'removeChild' on 'Node': The node is not a child"}"#,
        r#"{"a":{"name":"NotAllowedError","message":"Document is not focused."},"b":{"name":"camera 1"}}"#,
        r#"{"exception":{"values":[{"type":"NotFoundError","value":"Failed to execute 'removeChild' on 'Node'"}]}}"#,
        r#"{"t":1,"log":"{\"name\":\"NotFoundError\",\"message\":\"Node.insertBefore: … is not a child of this node\"}"}"#,
    ] {
        let titles: Vec<_> = diagnosis(text).problems.into_iter().map(|problem| problem.title).collect();
        assert!(titles.is_empty(), "{text}: {titles:?}");
    }
    for (text, confidence) in [
        ("NotFoundError: Failed to execute 'getUserMedia' on 'MediaDevices': nothing there", Confidence::Stated),
        ("NotFoundError: Requested device not found", Confidence::Stated),
        ("摄像头打不开 NotReadableError", Confidence::Stated),
        (
            r#"{"name":"NotFoundError","message":"Requested device not found","from":"AbortController"}"#,
            Confidence::Stated,
        ),
        ("NotFoundError: words that no list has", Confidence::Likely),
    ] {
        let problem = diagnosis(text).problems.swap_remove(0);
        assert_eq!(problem.confidence, confidence, "{text}");
        assert!(problem.title.contains("not captured"), "{text}: {}", problem.title);
    }
    let aborted = diagnosis("AbortError: The operation was aborted.").problems.swap_remove(0);
    assert!(!aborted.title.contains("camera or microphone not captured"), "{}", aborted.title);
}

#[test]
fn codes_of_a_printed_table_did_not_occur() {
    for table in [
        "app.js:5 {INVALID_PARAMETER: 5000, INVALID_OPERATION: 5100, DEVICE_ERROR: 5300, SERVER_ERROR: 5400}",
        "app.js:5 ErrorCode {\n  JOIN_ROOM_FAILED: 16388,\n  CLIENT_BANNED: 16448,\n  PLAY_NOT_ALLOWED: 16451\n}",
        r#"{"JOIN_ROOM_FAILED":16388,"CLIENT_BANNED":16448,"PLAY_NOT_ALLOWED":16451}"#,
    ] {
        let diagnosis = diagnosis(table);
        assert!(diagnosis.findings.is_empty() && diagnosis.problems.is_empty(), "{table}: {:?}", diagnosis.findings);
    }
}

#[test]
fn codes_that_a_person_denies_are_no_problems() {
    for text in [
        "We do not get NotAllowedError, only a black picture.",
        "The error 70001 does not appear any more after the update.",
        "we no longer see error code -10012 since yesterday",
        "There is no error 0x4004 any more",
        "没有出现 0x4004，就是没有声音",
        "现在不报 0x4004 了",
        "0x4004 已经解决",
    ] {
        let diagnosis = diagnosis(text);
        let titles: Vec<_> = diagnosis.problems.iter().map(|problem| problem.title.as_str()).collect();
        assert!(titles.is_empty(), "{text}: {titles:?}");
        assert_eq!(diagnosis.findings.len(), 1, "{text}");
    }
    for (text, root) in [
        ("We do not get 0x4004 but 0x4043", "0x4043"),
        ("it does not work: 0x4004", "0x4004"),
        ("I do not see error 70001 in your documentation", "70001"),
        ("文档里没有返回 0x4004 的说明", "0x4004"),
        ("0x4004 does not happen on Chrome, only on Safari", "0x4004"),
        ("0x4004 解决方案？", "0x4004"),
        ("I can not join, error 0x4004", "0x4004"),
        ("没有声音 0x4043", "0x4043"),
        ("without sound and with 0x4043", "0x4043"),
        ("no 0x4004 yesterday, today 0x4004 again", "0x4004"),
    ] {
        assert_eq!(diagnosis(text).problems[0].root.to_string(), root, "{text}");
    }
}

#[test]
fn a_number_without_any_sign_is_not_stated() {
    let confidence = |text: &str| diagnosis(text).problems.swap_remove(0).confidence;
    assert_eq!(confidence("order failed, code: 70009"), Confidence::Likely);
    assert_eq!(confidence("login failed, code: 70009"), Confidence::Stated);
    assert_eq!(confidence("toast: error 5201"), Confidence::Possible);
    assert_eq!(confidence("toast: error 16451"), Confidence::Likely);
    assert_eq!(confidence("toast: error 0x4043"), Confidence::Stated);
    assert_eq!(confidence("RtcError 5201"), Confidence::Stated);
    let in_log = "TRTC[10:46:13:412] <INFO> [↑c1|bob] Join room success\napp: order failed, code: 5001";
    assert_eq!(confidence(in_log), Confidence::Possible);
    assert!(!diagnosis(in_log).problems[0].title.contains("joining"));
}

#[test]
fn a_refused_device_does_not_lead_to_codes_of_other_operations() {
    let text = "Stream.initialize() failed NotReadableError: Could not start video source. 错误码 0x4046?";
    let problem = &diagnosis(text).problems[0];
    assert_eq!(problem.chain.len(), 1, "{:?}", problem.chain);
    assert!(problem.title.contains("could not be opened"), "{}", problem.title);
    assert!(!problem.title.contains("CDN"), "{}", problem.title);
}

#[test]
fn beside_a_code_the_words_are_no_second_problem() {
    let text = "userSig expired\nlogin failed, error code 70001\n";
    assert_eq!(diagnosis(text).problems.len(), 1);
    assert_eq!(
        diagnosis("the ticket expires tomorrow\nsource: if (e === 'x') { expired(userSig) }\n").problems.len(),
        0
    );
}

#[test]
fn two_codes_of_an_alert_are_one_failure() {
    let titles =
        |text: &str| -> Vec<String> { diagnosis(text).problems.into_iter().map(|problem| problem.title).collect() };
    let arrears = "The service is suspended because payments are overdue: joining failed";
    assert_eq!(titles("提示\n进房失败 16388\n错误码：-100013，请检查套餐包剩余\n"), [arrears]);
    // Far from each other they may be two failures.
    let far = format!("进房失败 16388\n{}错误码：-100013，请检查套餐包剩余\n", "…\n".repeat(20));
    assert_eq!(titles(&far).len(), 2);
}

#[test]
fn only_a_later_line_in_a_room_shows_that_a_call_continued() {
    let error = "[00:00:05:000] <WARN> [↑c1|a] stat-x-failed-5001\n";
    let joined = "[00:00:01:000] <INFO> [↑c1|a] Join() => joining room: 7 mode: rtc role: anchor\n\
                  [00:00:02:000] <INFO> [↑c1|a] Join room success\n";
    let left = "[00:00:09:000] <INFO> [↑c1|a] leave() => leaving room\n";
    assert!(!report("call failed, error code -10012").contains("went on"));
    let whole = report(&[joined, error, left].concat());
    assert!(whole.contains("the call itself went on"), "{whole}");
}

#[test]
fn without_a_code_the_report_leads_with_the_errors_of_the_log() {
    let log = "[00:00:01:000] <INFO> [↑c1|a] Join() => joining room: 7 mode: rtc role: anchor\n\
               [00:00:02:000] <INFO> [↑c1|a] Join room success\n\
               [00:00:03:000] <WARN> [↑c1|a] buffer is low 1\n[00:00:04:000] <WARN> [↑c1|a] buffer is low 2\n\
               [00:00:05:000] <ERROR> [↑c1|a] something odd, token=0a1b2c3d4e5f6071\n";
    let text = report(log);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is not in {text}"));
    assert!(at("No error code was found") < at("something odd") && at("something odd") < at("buffer is low"), "{text}");
    assert!(at("warning, twice, line 3") < at("Not in the log"), "{text}");
    assert!(!text.contains("0a1b2c3d4e5f6071"), "the log's errors are redacted: {text}");
}

#[test]
fn a_ticket_sets_version_and_context() {
    let ticket = "【SDKAppID】1400188366\n【房间号】5001\n【useID】alice\n【集成包】trtc-sdk-v5@5.8.0\n【机型】iPhone 13\n\
                  enterRoom 报错 5001\n";
    let found = diagnosis(ticket);
    let context = &found.context;
    assert_eq!(context.sdk_versions, ["5.8.0"]);
    assert_eq!([&context.sdk_app_ids[0], &context.rooms[0], &context.user_ids[0]], ["1400188366", "5001", "alice"]);
    assert_eq!(found.findings[0].code.family().id(), "web-v5", "the version decides the family");
    let empty = diagnosis("【SDKAppID】1400XXXXXX\n【useID】\nsdkAppId: undefined\n进房报错 70001\n");
    assert!(empty.context.sdk_app_ids.is_empty() && empty.context.user_ids.is_empty(), "{:?}", empty.context);
}

#[test]
fn the_period_of_a_log_has_one_clock() {
    let line = |date: &str, clock: &str, text: &str| {
        format!(
            "[1:2:{date}:INFO:CONSOLE:1] \"TRTC[{clock}] <INFO> [↑c1|a] {text}\", source: https://a.example/x.js (1)\n"
        )
    };
    let log = [
        "[1:2:1123/165714.481000:WARNING:x.cc(1)] begin\n".to_owned(),
        line("1123/165715.000000", "00:57:15:000", "one"),
        line("1123/165814.900000", "00:58:14:858", "two"),
    ];
    let context = diagnosis(&log.concat()).context;
    let times = [context.first_time.clone(), context.last_time.clone()].map(Option::unwrap_or_default);
    let has_date = |time: &String| time.contains('-');
    assert_eq!(has_date(&times[0]), has_date(&times[1]), "{times:?}, {:?}", context.other_times);
    assert_eq!(context.other_times.len(), 1, "{context:?}");
    // Each clock counts up to its own last entry, also if an earlier entry has a code.
    let log = [
        "[1:2:1123/165714.481000:WARNING:x.cc(1)] begin\n".to_owned(),
        line("1123/165715.000000", "00:57:15:000", "one"),
        line("1123/165715.500000", "00:57:15:500", "RtcError: x <JOIN_ROOM_FAILED 0x4004>"),
        line("1123/165814.900000", "00:58:14:858", "two"),
        "[1:2:1123/165815.000000:WARNING:x.cc(1)] end\n".to_owned(),
        line("1123/165816.100000", "00:58:16:050", "three"),
        "[1:2:1123/165816.200000:WARNING:x.cc(1)] end\n".to_owned(),
    ];
    let context = diagnosis(&log.concat()).context;
    let mut periods = context.other_times;
    periods.extend(context.first_time.zip(context.last_time));
    periods.sort();
    let periods: Vec<_> = periods.iter().map(|(first, last)| (first.as_str(), last.as_str())).collect();
    assert_eq!(periods, [("00:57:15.000", "00:58:16.050"), ("11-23 16:57:14.481", "11-23 16:58:16.200")]);
}
