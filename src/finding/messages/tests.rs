//! Every shape, rendered with sample values as each SDK version prints it, is recognised with its values.

use proptest::prelude::*;

use super::*;
use crate::knowledge::messages;

/// Parameters of forms that have no value: a quotation mark or nothing, the end of a word, digits or nothing, and the words
/// for a failed request for an access server.
const WITHOUT_VALUE: [&str; 4] = ["quote", "end", "index", "scheduling"];

/// Texts that logs print before a message: nothing, the SDK's prefixes by version, an app's words, a JSON field.
const PREFIXES: &[&str] = &[
    "",
    "RtcError: ",
    "[↑c1|alice] RtcError: ",
    "[01:00:19:77] <ERROR> [c1|alice] RtcError: ",
    "join failed RtcError: ",
    "[app] join error code: 4096 extraCode: 0 message: ",
    "{\"code_\":4096,\"extraCode_\":0,\"name\":\"RtcError\",\"message_\":\"",
];

/// Texts that follow a message, by SDK version.
const TAILS: &[&str] = &[
    "",
    ".",
    " <INVALID_PARAMETER 0x1000> https://trtc-1252463788.file.myqcloud.com/web/docs/module-ErrorCode.html",
    ". Refer to：https://web.sdk.qcloud.com/trtc/webrtc/doc/zh-cn/module-ErrorCode.html <INVALID_PARAMETER 0x1000>",
    ". \nRefer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/\n <INVALID_PARAMETER 0x1000>\nvalue @ trtc.js:1",
    ". \\nRefer to: https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html\\n\"}",
    ". thrown from enterRoom() code:5001 params: []",
];

fn matcher() -> &'static Matcher {
    MATCHER.as_ref().expect("each form has a literal")
}

/// A value that a parameter of this name takes and that no special shape contains.
fn sample(parameter: &str) -> &'static str {
    match parameter {
        "quote" | "end" => "",
        "index" => "3",
        "scheduling" => "get websocket url failed",
        "owner" => "options.",
        "param" => "config.mixUsers[0].sample",
        "api" => "doSomething",
        "type" => "string|number",
        "values" => "one|two",
        "got" => "sample value",
        "kind" | "kindb" => "sample",
        "device" => "camera",
        "code" => "-99",
        "status" => "502",
        "size" => "1024",
        "command" => "change_sample",
        "user" | "room" => "5001",
        "words" | "answer" => "words of a server",
        "inner" => "something else",
        _ => panic!("no sample for {parameter}"),
    }
}

fn rendered(form: &str) -> String {
    let value = |piece: &Piece<'_>| match *piece {
        Piece::Literal(literal) => literal.to_owned(),
        Piece::Parameter(name) => sample(name).to_owned(),
    };
    pieces(form).iter().map(value).collect()
}

/// The parameters of a form that have a value.
fn parameters(form: &str) -> Vec<&str> {
    let parameter = |piece| match piece {
        Piece::Parameter(name) if !WITHOUT_VALUE.contains(&name) => Some(name),
        _ => None,
    };
    pieces(form).into_iter().filter_map(parameter).collect()
}

#[test]
fn every_form_is_recognised_in_every_context() {
    for shape in messages() {
        for form in &shape.forms {
            for prefix in PREFIXES {
                for tail in TAILS {
                    let message = format!("{prefix}{}{tail}", rendered(form));
                    let found = matcher().first_match(&message);
                    let found = found.unwrap_or_else(|| panic!("{}: {form:?} not recognised in {message:?}", shape.id));
                    assert_eq!(found.shape.id, shape.id, "{message:?}");
                    for name in parameters(form) {
                        let id = &shape.id;
                        assert_eq!(found.value(name), Some(sample(name)), "{id}: {{{name}}} of {message:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn explanations_use_parameters_that_have_a_value() {
    for shape in messages() {
        for text in shape.fix.iter().chain([&shape.explanation]) {
            let without = |piece: &Piece<'_>| matches!(piece, Piece::Parameter(name) if WITHOUT_VALUE.contains(name));
            assert_eq!(pieces(text).iter().find(|piece| without(piece)), None, "{}: {text:?}", shape.id);
        }
    }
}

#[test]
fn explanations_do_not_copy_messages() {
    for shape in messages() {
        for piece in shape.forms.iter().flat_map(|form| pieces(form)) {
            if let Piece::Literal(literal) = piece {
                let copied = literal.len() > 25 && shape.explanation.contains(literal);
                assert!(!copied, "{}: {literal:?} is in its explanation", shape.id);
            }
        }
    }
}

/// The explanation of a message, which must be recognised.
fn explained(message: &str) -> String {
    detail(message).unwrap_or_else(|| panic!("not recognised: {message}")).explanation.to_string()
}

#[test]
fn parameters_are_named_with_their_call_and_what_it_received() {
    let message = "[↑c1|alice] RtcError: 'clientConfig.mode' must be one of rtc|live when calling createClient(), \
                   received: videoCall. \nRefer to: https://web.sdk.qcloud.com/TRTC.html#createClient\n \
                   <INVALID_PARAMETER 0x1000>";
    assert_eq!(
        explained(message),
        "The `mode` passed to `createClient()` must be one of rtc|live; it received `videoCall`."
    );
    let message = "'options.roomId' cannot be '' when calling join(). <INVALID_PARAMETER 0x1000>";
    assert_eq!(
        explained(message),
        "`options.roomId` passed to `join()` was an empty string, which is not allowed there."
    );
}

#[test]
fn explanations_have_no_values_that_the_message_lacks() {
    let message =
        "roomId must be validate integer when useStringRoomId is false <INVALID_PARAMETER 0x1000> https://a.b";
    let explanation = explained(message);
    assert!(explanation.starts_with("`roomId` passed to `join()` must be a whole number"), "{explanation}");
    assert!(!explanation.contains("received"), "{explanation}");
}

#[test]
fn an_inner_message_is_explained_too() {
    let message = "enterRoom() failed 2   OPERATION_FAILED: 'enterRoom' failed, reason: SignalChannel setup failure: \
                   (errorCode: 70001, errorMsg: account error }). \nRefer to: https://web.sdk.qcloud.com/";
    assert_eq!(
        explained(message),
        "`enterRoom()` did not succeed. The account system refused the userSig because its time is over (70001)."
    );
    let message = "'enterRoom' failed, reason: moon phase.";
    assert_eq!(explained(message), "`enterRoom()` did not succeed. The reason given is \"moon phase\".");
}

#[test]
fn codes_and_words_of_the_server_are_explained() {
    let cases = [
        (
            "publish-result failed, response code is 5003 , errMsg: relay busy. \nRefer to: https://a.b\n <UNKNOWN>",
            "The server refused `publish-result` with code 5003 and \"relay busy\"",
        ),
        (
            "SignalChannel setup failure: ('errorCode': 70346, 'errorMsg': ticket verify failed }) \
             <SIGNAL_CHANNEL_SETUP_FAILED 0x4001> https://a.b",
            "The signalling channel was opened and then refused by the account system, with code 70346 and \
             \"ticket verify failed\"",
        ),
        (
            "switchRole failed, errCode: undefined errMsg: undefined. \nRefer to: https://a.b",
            "The server answered `switchRole()` without a code",
        ),
        (
            "Failed to join room - schedule failed: request error, readyState:4 status:0 loaded size:0 code: 4 \n",
            "The request that looks for an access server never got an answer",
        ),
        (
            "reJoin room: 5001 failed, please check your network.",
            "After a lost connection the SDK tried to enter room 5001",
        ),
        (
            "startPublishTencentCDN failed, errCode: -102069, errMsg: stream id in use",
            "The server refused `startPublishTencentCDN` with code -102069 and \"stream id in use\".",
        ),
        (
            "[↑ws|alice] RtcError: change_role timeout observed. \nRefer",
            "The server did not answer `change_role` in time.",
        ),
        (
            "getUserMedia error observed NotAllowedError: Permission denied https://a.b",
            "Camera or microphone were refused",
        ),
        ("getDisplayMedia error observed NotAllowedError: Permission denied", "The screen was not shared"),
        (
            "main Audio play failed，browser exception: NotAllowedError: play() failed because the user didn't interact",
            "The browser did not let the Audio player start by itself",
        ),
    ];
    for (message, start) in cases {
        let explanation = explained(message);
        assert!(explanation.starts_with(start), "{message:?}: {explanation:?}");
    }
}

#[test]
fn everyday_lines_have_no_detail() {
    for line in [
        "",
        "TRTC Web SDK Version: 4.15.22",
        "[↑c1|alice] Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor",
        "[↑c1|alice] Join room success, start heartbeat",
        "[↑ws|alice] Received event: [ client-banned ]",
        "[↑c1|alice] stat-schedule-failed--8",
        "getUserMedia with constraints: {\"audio\":true,\"video\":false}",
        "getUserMedia retrying [1/3]",
        "[↑n|alice] onConnectionStateChange() connectionState: failed",
        "[↑c1|alice] switchRole() => switch role to: anchor",
        "[↑ws|alice] reconnect main signal channel timeout(2s), close and try again",
        "uplink network quality change 1 -> 2, rtt: 40, loss: 0",
        "a=rtpmap:102 H264/90000",
        "key point upload failed: [object Object]",
    ] {
        assert_eq!(detail(line), None, "{line}");
    }
}

#[test]
fn values_are_cut_and_cannot_control_a_terminal() {
    let message = format!("experimental api {} does not exist.", "x".repeat(500));
    let explanation = explained(&message);
    assert!(explanation.contains(&format!("`{}…`", "x".repeat(VALUE_CHARS))), "{explanation}");
    let message = "startPublishCDNStream failed, errMsg: \u{1b}[31mred\u{202e}.";
    assert!(explained(message).contains("\"[31mred\""), "{}", explained(message));
}

proptest! {
    #[test]
    fn any_text_is_accepted(text in "\\PC*") {
        let _ = detail(&text);
    }

    #[test]
    fn values_in_explanations_are_sanitized(
        idx in any::<prop::sample::Index>(),
        value in "[^\r\n]{0,200}",
        cut in 0_usize..400,
    ) {
        let all: Vec<&str> = messages().iter().flat_map(|shape| &shape.forms).map(String::as_str).collect();
        let form = all[idx.index(all.len())];
        let text: String = pieces(form)
            .iter()
            .map(|piece| match piece {
                Piece::Literal(literal) => *literal,
                Piece::Parameter(_) => value.as_str(),
            })
            .collect();
        let text: String = text.chars().take(cut).collect();
        if let Some(detail) = detail(&text) {
            let is_clean = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
            prop_assert!(is_clean(&detail.explanation) && detail.fix.iter().all(|step| is_clean(step)));
            prop_assert!(!detail.fix.is_empty());
        }
    }
}
