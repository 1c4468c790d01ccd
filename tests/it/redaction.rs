//! Redaction: secrets are removed in every notation, and everything else is kept.

use expect_test::expect;
use proptest::prelude::*;
use trtc_lens::report::redact::{Redactor, SecretKind};

const USER_SIG: &str = "eJw1jMEKwjAQBf9lz9JumjTGgAfFIkLBih7sUchWFrEtsaQB8d*FVi8PZgbeGy7lOQnkwUKW";

/// Names and values that must be redacted in every notation of [`notations`].
const NAMED_SECRETS: &[(&str, &str)] = &[
    ("userSig", USER_SIG),
    ("usersig", "eJyrVgrxCdYrSyNslIyNjNQ*gHMzU"),
    ("user_sig", "not-even-zlib-4711"),
    ("privateMapKey", "eJw1jMEKwjAQBf9lz9JumjTGgAfFIkLB"),
    ("privateMapKey", "0123456789abcdef"),
    ("token", "tok_5001x"),
    ("access_token", "zQ9-kk.aa~17"),
    ("accessToken", "5f2c9e0b7d"),
    ("x-auth-token", "5f2c9e0b7d"),
    ("sig", "c2lnbmF0dXJl0"),
    ("signature", "c2lnbmF0dXJl0"),
    ("secret", "s3cr3t-vlu"),
    ("secretKey", "s3cr3t-vlu"),
    ("secretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3"),
    ("api_key", "k3y-0a1b2c3d"),
    ("auth", "0a1b2c3d4e5f"),
    ("session", "sess-0a1b2c3d"),
    ("sessionId", "0a1b2c3d4e5f"),
    ("password", "hunter2hunter"),
    ("credential", "s3cret-turn-pw"),
    ("deviceId", "9c7d5f1091e3bf5befa52415abbe50b0"),
    ("cameraId", "4f210444da293cc7fc24ad5f7b8bdbbe"),
    ("microphoneId", "b578e4379ea48aeaddbd442c43bc58e4"),
    ("groupId", "1bad38b91a27a9a4bc16c4c876b1863056657997"),
    ("ice-pwd", "WNldoz4AHeDgFe7xu"),
    ("userId", "13800138000"),
    ("clientIp", "198.51.100.23"),
    ("clientIp", "2001:db8::7:23"),
    ("contact", "alice.smith@school.edu.cn"),
];

/// Names of secrets as they are misread in pictures.
#[test]
fn a_signature_is_redacted_without_its_name() {
    let long = "Jw1jMEKwjAQBf9lz9JumjTGg*fFIkLBih7sUchWFrEtsaQB8d-FVi8PZgbeGy7lOQnkwUKW";
    for marker in
        ["userSlg=", "u5er5ig: ", "user Sig\":\"", "privateMapKcy：", "usersi9 ", "", "签名 ", "trtc.js:1 [t1] "]
    {
        for signature in [format!("e{long}"), long.to_owned(), format!("{} {}", &long[..30], &long[30..])] {
            let text = format!("enterRoom {marker}{signature}\", roomId: 5001");
            let redacted = Redactor::new().redact(&text).into_owned();
            let is_left = signature.split(' ').any(|part| redacted.contains(&part[2..12]));
            assert!(!is_left && redacted.contains("5001"), "{text}\n{redacted}");
        }
    }
}

#[test]
fn long_names_and_numbers_are_kept() {
    for text in [
        "https://web.sdk.qcloud.com/trtc/webrtc/v5/doc/en/tutorial-01-info-changelog.html",
        "LOCAL_CANDIDATE_PAIR_SELECTED_AFTER_RECONNECTION_0x4004 getUserMediaWithConstraintsOfV5",
        "startRemoteVideoWithFallbackToSmallStreamV517 is not a function",
        "aGVsbG8gd29ybGQ is short",
    ] {
        assert_eq!(Redactor::new().redact(text), text);
    }
}

/// The notations of a named value in logs.
fn notations(name: &str, value: &str) -> Vec<String> {
    let json = serde_json::json!({ "roomId": 5001, name: value, "sdkAppId": 1_400_188_366 });
    let object = json.to_string();
    let nested = |text: &str| serde_json::Value::from(text).to_string();
    let query = format!("wss://h.example.com/?roomId=5001&{name}={value}&sdkAppId=1400188366");
    let mut notations = vec![
        object.clone(),
        nested(&object),
        nested(&nested(&object)),
        nested(&nested(&nested(&object))),
        object.replace('"', "'"),
        object.replace('"', "&quot;"),
        object.replace('"', r"\u0022"),
        format!("{json:#}"),
        nested(&format!("{json:#}")),
        format!(r#"{{"queryString":[{{"name": "{name}", "value": "{value}"}}],"roomId":5001,"sdkAppId":1400188366}}"#),
        format!("{name}='{value}', roomId=5001, sdkAppId=1400188366"),
        format!("params: [{{\"{name}\":\"{value}\",\"roomId\":5001}}] 1400188366"),
        percent_encoded(&object),
        percent_encoded(&percent_encoded(&object)),
        format!("h?url={}", percent_encoded(&query)),
        format!("h?url={}", percent_encoded(&percent_encoded(&query))),
        query.replace('&', r"\u0026").replace('=', r"\u003d"),
        nested(&format!("line\n{name}={value}\nroomId=5001 sdkAppId=1400188366")),
        format!("websocket[{query}] is connected"),
        query,
    ];
    // A URL contains the value percent-encoded.
    let encoded = percent_encoded(value);
    notations.push(format!("https://h.example.com/r.html?{name}={encoded}#/room/5001?sdkAppId=1400188366"));
    notations
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'*' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// Redacted text must not contain this many consecutive characters of a secret.
const LEFTOVER_CHARS: usize = 5;

/// A part of `secret` that is still in `text`.
fn leftover<'s>(text: &str, secret: &'s str) -> Option<&'s str> {
    let len = LEFTOVER_CHARS.min(secret.len());
    (0..=secret.len() - len).filter_map(|at| secret.get(at..at + len)).find(|part| text.contains(part))
}

fn redacted(text: &str) -> String {
    Redactor::new().redact(text).into_owned()
}

#[test]
fn named_secrets_are_redacted_in_every_notation() {
    for (name, secret) in NAMED_SECRETS {
        for text in notations(name, secret) {
            let redacted = redacted(&text);
            assert_eq!(leftover(&redacted, secret), None, "{text}\n{redacted}");
            assert!(redacted.contains("5001") && redacted.contains("1400188366"), "{text}\n{redacted}");
            assert!(redacted.contains(name), "{text}\n{redacted}");
        }
    }
}

#[test]
fn truncated_named_secrets_are_redacted() {
    // The beginning of these is an ordinary number or word. For their sake texts are redacted before they are truncated.
    let recognised_by_form = ["userId", "clientIp", "contact"];
    for (name, secret) in NAMED_SECRETS.iter().filter(|(name, _)| !recognised_by_form.contains(name)) {
        for text in notations(name, secret) {
            let Some(at) = text.find(secret) else { continue };
            for len in 1..secret.len() {
                let cut = &text[..at + len];
                let redacted = redacted(cut);
                let part = &secret[..len];
                if len >= 8 {
                    assert_eq!(leftover(&redacted, part), None, "{cut}\n{redacted}");
                }
            }
        }
    }
}

#[test]
fn secrets_without_a_name_are_recognised_by_their_form() {
    let secrets: &[(&str, &str)] = &[
        ("sig is eJwtjENLgkAUAP-LuxbNyNdt5W", "eJwtjENLgkAUAP-LuxbNyNdt5W"),
        ("str_user_sig: eJwtjMsKgkAUQP-lbguNozaQ…JskSQixchN7xrzNSHQSMfrN, x", "JskSQixchN7xrzNSHQSMfrN"),
        ("bddtW*iSBB4M6eNSN8uXPMvadMsk*uwikvfUWI63zbpoVIrLXm5OUZFG75KThN3eq4X8PsDx9oxYA__", "wikvfUWI63zbpoVIrLXm5O"),
        ("[eJyrVgrxCdYrSy1SslIy", "eJyrVgrxCdYrSy1SslIy"),
        ("https://alice:pa55w0rd@proxy.example.com:8080/", "pa55w0rd"),
        ("https://alice:pa55w0rd@proxy.example.com:8080/", "alice"),
        (r"wss:\/\/alice:pa55w0rd@proxy.example.com", "pa55w0rd"),
        ("https%3A%2F%2Falice%3Apa55w0rd%40proxy.example.com", "pa55w0rd"),
        ("https://0123456789abcdef@o1.ingest.sentry.io/7", "0123456789abcdef"),
        ("Authorization: Bearer abc.DEF-123_456", "abc.DEF-123_456"),
        ("authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l", "YWxhZGRpbjpvcGVuc2VzYW1l"),
        (r#"{"Authorization":"Bearer abcDEF123456"}"#, "abcDEF123456"),
        (r#"{"name": "Authorization", "value": "Bearer abcDEF123456"}"#, "abcDEF123456"),
        (r#"Authorization: Digest username="bob", response="6629fae49393a05397450978507c4ef1""#, "6629fae49393"),
        ("Authorization: TC3-HMAC-SHA256 Credential=AKIDEXAMPLE00000/d, Signature=0a1b2c3d4e5f", "0a1b2c3d4e5f"),
        ("Cookie: theme=dark; SESSDATA=0a1b2c3d; lang=zh", "0a1b2c3d"),
        ("Set-Cookie: id=0a1b2c3d; Path=/", "0a1b2c3d"),
        (r#"{"name":"Cookie","value":"id=0a1b2c3d; x=9z8y7x"}"#, "9z8y7x"),
        (r#""cookies": [{"name": "whatever", "value": "0a1b2c3d", "path": "/"}]"#, "0a1b2c3d"),
        ("curl -H 'Cookie: id=0a1b2c3d; x=9z8y7x' https://h", "9z8y7x"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN", "dozjgNryP4J3jVmN"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIi", "eyJzdWIi"),
        ("signalIp:10.205.8.113 clientIp:198.51.100.23", "198.51.100.23"),
        ("relay udp/203.0.113.57:8000", "203.0.113.57"),
        ("http://203.0.113.57/v1", "203.0.113.57"),
        ("%3D203.0.113.57%26", "203.0.113.57"),
        ("version 5 at 203.0.113.57", "203.0.113.57"),
        ("remote candidate: srflx udp:198.51.100.23:40589 ", "198.51.100.23"),
        ("local candidate: host udp:fd00::2:40589 ethernet ", "fd00::2"),
        ("host [2001:db8::7]:443", "2001:db8::7"),
        ("fe80::1ff:fe23:4567:890a%eth0", "fe80::1ff:fe23:4567:890a"),
        ("ip%3Dfd00%3A%3A2%26", "fd00%3A%3A2"),
        ("addr: 2001:0db8:0000:0000:0000:ff00:0042:8329,", "2001:0db8:0000:0000:0000:ff00:0042:8329"),
        ("::ffff:198.51.100.23", "198.51.100.23"),
        ("a=candidate:842163049 1 udp 1677729535 198.51.100.23 40589 typ srflx raddr 10.0.0.7 rport 9", "10.0.0.7"),
        ("a=candidate:1 1 udp 21 1b7f3c1e-9a51-4d27-8d0c-0b6f9d1c2e3f.local 40589 typ host", "1b7f3c1e-9a51"),
        (r"a=ice-ufrag:Wd4t\r\na=ice-pwd:vAnEebKmVezeCo+FQQsPZOVt\r\n", "vAnEebKmVezeCo+FQQsPZOVt"),
        (r"a=ice-ufrag:Wd4t\r\n", "Wd4t"),
        ("generation 0 ufrag Wd4t network-cost 999", "Wd4t"),
        (r#""ice":{"ufrag":"xgCm","password":"DC4VUAgZ+FzC"}"#, "xgCm"),
        ("a=fingerprint:sha-256 C6:20:46:9B:E6:89:AF:AE:E7:F9", "C6:20:46"),
        (r#""fingerprint":"D8:A4:E0:5E:85:BB:A9:45:AD:97""#, "D8:A4:E0"),
        ("a=fingerprint:sha-256 C6:20:4", "C6:20:4"),
        ("[↑c1|13800138000] Join()", "13800138000"),
        ("[n|+8613800138000]", "13800138000"),
        ("phone 138-0013-8000", "138-0013-8000"),
        ("tel:+86 138 0013 8000", "138 0013 8000"),
        ("tel +14155552671", "14155552671"),
        ("userId%3D13800138000%26", "13800138000"),
        ("phone 138.0013.8000", "138.0013.8000"),
        ("%2213800138000%22", "13800138000"),
        (r"\u002213800138000\u0022", "13800138000"),
        ("user_13800138000 and u13900139000", "13900139000"),
        ("电话13800138000进房失败", "13800138000"),
        ("联系 alice.smith+a@mail.example.com。", "alice.smith+a@mail.example.com"),
        ("userId%3Dalice%40example.com%26", "alice%40example.com"),
        (r"\nalice@example.com", "alice@example.com"),
        (r#"[{"label":"AirPods of Alice","deviceId":"default"}]"#, "AirPods of Alice"),
        (r#"[{\"label\":\"Alice\\\"s mic\",\"deviceId\":\"\"}]"#, "Alice"),
        ("label: AirPods of Alice, kind: audioinput", "AirPods of Alice"),
        ("label=爱丽丝的麦克风 (Realtek), id=5", "爱丽丝的麦克风"),
        (r#"{"deviceId":{"exact":"0a1b2c3d4e5f"}}"#, "0a1b2c3d4e5f"),
        ("using 9c7d5f1091e3bf5befa52415abbe50b0f9e52c0eb1b48f7ea247aefa51b93146", "9c7d5f10"),
        (r#"{"url":"203.0.113.9:3478","username":"bob","credential":"s3cret"}"#, "bob"),
        ("请求 token：abc123def，失败", "abc123def"),
        ("密码：abc123def", "abc123def"),
        ("rtmp://push.example.com/live/s1?txSecret=0a1b2c3d&txTime=6", "0a1b2c3d"),
    ];
    for (text, secret) in secrets {
        let redacted = redacted(text);
        assert_eq!(leftover(&redacted, secret), None, "{text}\n{redacted}");
    }
}

#[test]
fn text_without_secrets_is_not_changed() {
    let texts = [
        "trtc.js:1 TRTC[00:46:02:055] <INFO> TRTC Web SDK Version: 4.15.22",
        "UserAgent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0",
        "UAData: Linux/ x86/64 Not:A-Brand/8.0.0.0,Chromium/156.0.8078.79 Edg/120.0.2210.91 QQBrowser/11.0.5.12",
        r#"{"browserVersion":"Chrome156.0.0.0","browser":"Chrome/120.0.6.7","fullVersion":"120.0.6.7"}"#,
        "Chrome%2F120.0.6.7 \"Google Chrome\";v=\"120.0.6.7\"",
        r#""version":"4.15.15.1522","sdkAppId":1400188366,"tinyId":"144115230269684928","svrTime":1795452362125"#,
        "[↑c4|student_07] [ws|70001] [n|-8] [kpm|用户_1001] [↑t1-r1-ws1|alice]",
        "SignalChannel setup failure: (errorCode: 70001, errorMsg: userSig expired)",
        "<ERROR> [↑ws|bob] 70001, usersig is expired",
        "enterRoom() 2 [{\"sdkAppId\":1400188366,\"userId\":\"alice\",\"userSig\":\"hided\",\"roomId\":5001}]",
        "'userSig' must be type of string when calling createClient(), received type: number.",
        "streamConfig.cameraId must be type of string",
        "Join() => joining room: 5001 useStringRoomId: false mode: rtc role: anchor",
        "baseTime from server: Tue Nov 24 2026 00:41:56 GMT+0800 (China Standard Time) offset: -20",
        "[15388:15388:1123/164602.144514:INFO:CONSOLE:1]",
        "2026-11-23T16:42:23.552Z 1732345678 1732345678901 1732345678901234",
        "o=- 8458812465651149291 2 IN IP4 127.0.0.1 c=IN IP4 0.0.0.0 ::1 localhost:8080",
        "value @ trtc.js:1 join@https://class.example.com/sdk/trtc.js:1:457140 e.value@trtc.js:1:2",
        r#"{"bytes_device_name":"Linux/Chrome/156/x86"}"#,
        "sdk@4.15.22 class@2.3.1 vue@3.2.0/dist/vue.esm.js",
        "<JOIN_ROOM_FAILED 0x4004> <UNKNOWN 0x-271c> code: -10012 extraCode: 4294957283",
        r#"{"code_":16388,"extraCode_":-10012,"name":"RtcError","message_":"Failed to join room"}"#,
        "stat-join-failed--10012 uplink network quality change 0 -> 6, rtt: 0, loss: 0",
        "checkSigSeq:5001 keyframe: 12 monkey=1 design=2 tokens: 3 key point upload failed",
        r#"{"privateMapKey":"","token":null,"credentialType":"password","credentials":"include"}"#,
        r#"[{"label":"microphone_0","deviceId":""},{"label":"camera_1","deviceId":"default"}]"#,
        "a=ssrc:3482394811 cname:x bytesSent: 17179869184 0.13912345678 13912345678.5 usage 28.13912345678",
        "https://cloud.tencent.com/document/product/647/38958 https://web.sdk.qcloud.com/trtc/webrtc/doc/en/index.html",
        "std::vec::Vec 12:30:45 [1/30] a::b D8:A4",
        r#""groupId":"room_5001","username":"bob""#,
    ];
    for text in texts {
        assert_eq!(redacted(text), text);
    }
}

#[test]
fn only_the_secrets_of_a_url_are_redacted() {
    let text = format!(
        "websocket[wss://h/ws/?token=tok_5001?sdkAppId=1400188366&userId=13800138000&userSig={USER_SIG}\
         &roomId=5001&rc=1&relayInnerIp=10.41.62.17&relayPort=8000 InUse: true] is closed with code: 1006"
    );
    // One parameter per line, to make the expectation readable.
    expect![[r#"
        websocket[wss://h/ws/?token=‹token-1›?sdkAppId=1400188366
        &userId=‹phone-1›
        &userSig=‹userSig-1›
        &roomId=5001
        &rc=1
        &relayInnerIp=‹ip-1›
        &relayPort=8000 InUse: true] is closed with code: 1006"#]]
    .assert_eq(&redacted(&text).replace('&', "\n&"));
}

#[test]
fn a_password_in_a_url_is_redacted_but_not_the_host() {
    let urls = "https://alice:pa55w0rd@proxy.example.com:8080/ https%3A%2F%2Falice%3Apa55w0rd%40proxy.example.com";
    expect!["https://‹credential-1›@proxy.example.com:8080/ https%3A%2F%2F‹credential-1›%40proxy.example.com"]
        .assert_eq(&redacted(urls));
}

#[test]
fn a_secret_has_the_same_placeholder_throughout_a_report() {
    let mut redactor = Redactor::new();
    assert_eq!(redactor.redact("clientIp:198.51.100.23 relayIp: 203.0.113.57"), "clientIp:‹ip-1› relayIp: ‹ip-2›");
    assert_eq!(redactor.redact("to 203.0.113.57:8000"), "to ‹ip-2›:8000");
    assert_eq!(redactor.redact("[c|13800138000] +86 138-0013-8000"), "[c|‹phone-1›] ‹phone-1›");
    assert_eq!(redactor.redact("sig=a*b1cdef&x=1 sig%3Da%2Ab1cdef%26x"), "sig=‹token-1›&x=1 sig%3D‹token-1›%26x");
    let summary: Vec<_> = redactor.summary().into_iter().map(|r| (r.kind, r.secrets, r.places)).collect();
    assert_eq!(summary, [(SecretKind::Token, 1, 2), (SecretKind::Ip, 2, 3), (SecretKind::Phone, 1, 2)]);
}

#[test]
fn redaction_can_be_switched_off_or_extended_to_users() {
    let text = "[↑c1|student_07] clientIp:198.51.100.23 userId=student_07&roomId=5001";
    assert_eq!(Redactor::none().redact(text), text);
    let mut hiding = Redactor::hiding_users();
    assert_eq!(hiding.redact(text), "[↑c1|‹user-1›] clientIp:‹ip-1› userId=‹user-1›&roomId=5001");
    assert_eq!(hiding.redact_user("student_07"), "‹user-1›");
    assert_eq!(
        hiding.redact("remote user student_07 left, student_071 stays"),
        "remote user ‹user-1› left, student_071 stays"
    );
    assert_eq!(Redactor::new().redact_user("student_07"), "student_07");
}

/// Text made of named secrets and random pieces.
fn log_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop_oneof![1 => planted(), 6 => noise()], 0..12).prop_map(|parts| parts.concat())
}

fn planted() -> impl Strategy<Value = String> {
    (0..NAMED_SECRETS.len(), any::<prop::sample::Index>()).prop_map(|(secret_idx, notation_idx)| {
        let (name, secret) = NAMED_SECRETS[secret_idx];
        let notations = notations(name, secret);
        notation_idx.get(&notations).clone()
    })
}

/// Pieces that begin, end or resemble secrets. No planted secret contains one of them.
fn noise() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        " ", "\n", "\"", "\\\"", "%22", "&", "=", ":", "‹", "›", "‹ip-1›", "userSig=", "token:", "@", "://", "eJw",
        "‹token-1›x", "13900139000", "192.0.2.7", "fd00::9", "a@b.cc", "Cookie: ", "\"label\":\"", "进房", "password=",
        "\\n", "+86",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => pieces, 1 => "\\PC{0,8}"]
}

proptest! {
    #[test]
    fn redacting_twice_equals_redacting_once(text in log_text()) {
        let once = redacted(&text);
        prop_assert_eq!(redacted(&once), once);
    }

    #[test]
    fn secrets_are_redacted_in_any_surrounding_text(
        before in prop::collection::vec(noise(), 0..8),
        secret_idx in 0..NAMED_SECRETS.len(),
        notation_idx in any::<prop::sample::Index>(),
        after in prop::collection::vec(noise(), 0..8),
    ) {
        let (name, secret) = NAMED_SECRETS[secret_idx];
        let notations = notations(name, secret);
        // On a separate line, so that the text before it cannot merge with it into something else.
        let text = format!("{}\n{}\n{}", before.concat(), notation_idx.get(&notations), after.concat());
        let redacted = redacted(&text);
        prop_assert!(!redacted.contains(secret), "{}\n{}", text, redacted);
    }
}
