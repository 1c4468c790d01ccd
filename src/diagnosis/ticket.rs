//! What a person writes about a case beside the log: the vendor's template 【SDKAppID】【房间号】…, rows such as `userid：alice`,
//! `trtc-sdk-v5@5.8.0`, and the `params: [{…}]` of a refused call.
//!
//! A template that was not filled in (`1400XXXXXX`, `<your userId>`) says nothing.

use crate::diagnosis::user_agent::browser;

/// One fact of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TicketFact<'t> {
    /// The Web SDK's version.
    Version(&'t str),
    /// A user agent string.
    UserAgent(&'t str),
    /// The application.
    App(&'t str),
    /// The user.
    User(&'t str),
    /// The room.
    Room(&'t str),
    /// Device, system or browser, in a person's words.
    Machine(&'t str),
    /// When it happened, in a person's words.
    Time(&'t str),
    /// Whether it happens every time, in a person's words.
    Repeats(&'t str),
}

/// Literals that precede a fact of a ticket. The SDK's own lines rarely contain them.
pub(super) const LITERALS: &[&str] = &[
    "】", "：", "ppID", "ppid", "userid", "useID", "serID", "UserId", "oomID", "roomid", "js-sdk@", "js-sdk ",
    "sdk-v5@", "sdk-v5 ", "Web SDK@", "SDK v", "sdk v", "Mozilla/5.0", "ams: [{", "sdk版本", "SDK版本", "SDK 版本",
    "AppId ", "AppId: ", "SDK 4", "SDK 5", "sdk 4", "sdk 5", "Chrome ", "Firefox ", "Safari ", "Edge ", "macOS ",
    "iOS ", "Windows ", "Android ", "房间号 |", "用户 |", "用户ID |", "oom |", "oomId |", "oom ID |", "ser |",
    "serId |", "ser ID |", "ersion |", "rowser |", "** |", "房间号\t", "用户\t", "oom\t", "oomId\t", "serId\t",
    "ser ID\t", ENTER_ROOM,
];

/// How SDK v5 prints the call to enter a room.
const ENTER_ROOM: &str = "enterRoom() ";

/// The names before the word SDK of products that are not the Web SDK.
const OTHER_SDKS: &[&str] = &[
    "IM", "Chat", "chat", "iOS", "Android", "Flutter", "Electron", "Unity", "Live", "live", "Player", "Native",
    "Windows", "Mac", "React Native", "小程序", "即时通信",
];

/// Smaller numbers are not those of versions that somebody uses.
const OLDEST_MACHINE: u32 = 7;

/// Browsers and systems that people name with a version: `Chrome 120`, `iOS 16.4`.
const MACHINES: &[&str] = &["Chrome", "Firefox", "Safari", "Edge", "macOS", "iOS", "Windows", "Android"];

/// Longer lines are not written by people.
const MAX_LINE_BYTES: usize = 4000;

/// Whether a person may have written a line of this length.
pub(super) fn may_be_written(line: &str) -> bool {
    line.len() <= MAX_LINE_BYTES
}

/// The kinds of values, by the labels before them in small letters without spaces.
const LABELS: &[(LabelKind, &[&str])] = &[
    (LabelKind::App, &["sdkappid", "应用id", "应用sdkappid", "アプリid"]),
    (LabelKind::User, &["userid", "useid", "用户id", "用户userid", "用户", "ユーザーid", "사용자id", "user_id"]),
    (
        LabelKind::Room,
        &["roomid", "room", "strroomid", "房间号", "房间id", "房间", "ルームid", "방id", "방번호", "room_id"],
    ),
    (
        LabelKind::Version,
        &[
            "sdk版本", "sdkversion", "版本", "版本号", "sdk版本号", "集成包", "trtcversion", "websdk版本", "sdk",
            "trtc版本", "trtcsdk版本", "バージョン", "sdkバージョン", "버전", "sdk버전", "trtcwebsdkversion",
            "version", "versão", "версия", "версияsdk",
        ],
    ),
    (
        LabelKind::Machine,
        &[
            "机型", "设备", "设备型号", "手机型号", "浏览器", "浏览器版本", "系统", "操作系统", "系统版本", "browser",
            "device", "os", "model", "platform", "ブラウザ", "端末", "브라우저", "браузер",
        ],
    ),
    (LabelKind::UserAgent, &["useragent", "ua", "navigator.useragent"]),
    (
        LabelKind::Time,
        &[
            "问题时间段", "问题时间", "时间", "发生时间", "出现时间", "时间段", "time", "when", "日時", "発生日時",
            "시간",
        ],
    ),
    (
        LabelKind::Repeats,
        &["是否必现", "必现", "复现概率", "复现率", "是否可复现", "出现概率", "reproducible", "repro", "再現性"],
    ),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelKind {
    App,
    User,
    Room,
    Version,
    Machine,
    UserAgent,
    Time,
    Repeats,
}

/// The facts in one line that a person wrote.
pub(super) fn facts_of(line: &str) -> Vec<TicketFact<'_>> {
    let mut facts = labelled_facts(line);
    if !facts.iter().any(|fact| matches!(fact, TicketFact::Machine(_) | TicketFact::UserAgent(_))) {
        facts.extend(machines(line));
    }
    facts
}

/// The facts in one line that have a label, and the versions of the SDK's packages.
fn labelled_facts(line: &str) -> Vec<TicketFact<'_>> {
    let mut facts: Vec<TicketFact<'_>> = versions(line).collect();
    let trimmed = line.trim_start_matches(|c: char| c.is_whitespace() || "-*•>#\"'`".contains(c));
    if trimmed.starts_with("Mozilla/5.0") {
        facts.extend(user_agent(trimmed));
        return facts;
    }
    if line.contains('【') {
        for (label, value) in line.split('【').filter_map(|part| part.split_once('】')) {
            facts.extend(labelled(label, value.trim_start_matches([':', '：', ' '])));
        }
        return facts;
    }
    facts.extend(facts_in_cells(trimmed));
    let (mut rest, mut at) = (trimmed, 0);
    // A user agent contains the separators of other values.
    while let Some(part) = rest.get(at..) {
        let end = part.find([',', '，', ';', '；', '、', '|']).unwrap_or(part.len());
        let end = part[..end].find(". ").unwrap_or(end);
        let row = part[..end].trim_matches(|c: char| c.is_whitespace() || "-*•`{}()（）\"'".contains(c));
        let split = row.split_once([':', '：', '=', '＝']).or_else(|| row.split_once(' '));
        if let Some((label, value)) = split {
            if kind_of(label) == Some(LabelKind::UserAgent) {
                facts.extend(user_agent(part));
                return facts;
            }
            facts.extend(labelled(label, value));
        }
        if end == part.len() {
            break;
        }
        (rest, at) = (part, end + part[end..].chars().next().map_or(1, char::len_utf8));
    }
    facts
}

/// The facts in the row of a table of labels and values: `| Room | 5001 |`, `房间号<tab>5001`.
fn facts_in_cells(row: &str) -> Vec<TicketFact<'_>> {
    let cells: Vec<&str> = row.trim_matches('|').split(['|', '\t']).map(str::trim).collect();
    let is_pair = |pair: &&[&str]| kind_of(pair[0]).is_some() && kind_of(pair[1]).is_none();
    cells.windows(2).filter(is_pair).filter_map(|pair| labelled(pair[0], pair[1])).collect()
}

/// The facts in the first lines of a text whose labels are on lines of their own: `【SDKAppID】`, `### SDKAppID` or `SDKAppID：`, and
/// the value on the next line that is not empty.
pub(super) fn facts_below_labels(text: &str) -> Vec<TicketFact<'_>> {
    // Every log is searched; `str::lines` takes several times as long.
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let lines = ends.scan(0, |start, end| text.get(std::mem::replace(start, end + 1)..end));
    let is_blank = |line: &&str| line.bytes().all(|byte| byte.is_ascii_whitespace());
    let mut lines = lines.filter(|line| !is_blank(line)).peekable();
    let mut facts = Vec::new();
    while let Some(line) = lines.next() {
        let Some(kind) = label_alone(line) else { continue };
        // A label without a value is followed by the next label.
        let value = lines.peek().map(|value| value.trim());
        let value = value.filter(|value| value.len() <= MAX_LINE_BYTES && !is_label(value));
        let is_word = |value: &str| !value.contains(char::is_whitespace);
        let needs_word = matches!(kind, LabelKind::User | LabelKind::Room | LabelKind::App);
        facts.extend(value.filter(|value| !needs_word || is_word(value)).and_then(|value| fact(kind, value)));
    }
    facts
}

/// The kind of the value that belongs to a label alone on its line.
fn label_alone(line: &str) -> Option<LabelKind> {
    const MAX_BYTES: usize = 80;
    if line.len() > MAX_BYTES {
        return None;
    }
    let line = line.trim();
    let is_marked = line.ends_with([':', '：']) || line.starts_with(['【', '#']) || line.starts_with("**");
    if !is_marked {
        return None;
    }
    let label = line.trim_end_matches([':', '：', ' ', '*']);
    kind_of(label.trim_start_matches(['【', '#', '*', '>', '-', ' ']).trim_end_matches('】'))
}

fn is_label(line: &str) -> bool {
    line.contains('【') || line.starts_with('#') || label_alone(line).is_some()
}

/// The facts in the parameters of a refused call: `params: [{"sdkAppId":…,"userId":"alice","roomId":5001}]`, and of the call to enter
/// a room, `enterRoom() 2 [{…}]`.
pub(super) fn facts_of_params(line: &str) -> Vec<TicketFact<'_>> {
    let entering = || {
        let (_, call) = line.split_once(ENTER_ROOM)?;
        call.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').strip_prefix("[{")
    };
    let Some(params) = line.split_once("params: [{").map(|(_, params)| params).or_else(entering) else {
        return Vec::new();
    };
    let keys = [
        ("sdkAppId", LabelKind::App),
        ("userId", LabelKind::User),
        ("strRoomId", LabelKind::Room),
        ("roomId", LabelKind::Room),
    ];
    let value = |key: &str| {
        let (_, after) = params.split_once(&format!("\"{key}\"")).or_else(|| params.split_once(&format!("{key}:")))?;
        let after = after.trim_start_matches([':', ' ']);
        let after = after.strip_prefix('"').unwrap_or(after);
        Some(after.split(['"', ',', '}', '\'']).next().unwrap_or_default())
    };
    keys.into_iter().filter_map(|(key, kind)| fact(kind, value(key)?)).collect()
}

fn kind_of(label: &str) -> Option<LabelKind> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || "-*•`\"'{}[]()（）#.0123456789、".contains(c));
    if label.len() > 40 {
        return None;
    }
    let label: String = label.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    LABELS.iter().find(|(_, labels)| labels.contains(&label.as_str())).map(|(kind, _)| *kind)
}

fn labelled<'t>(label: &str, value: &'t str) -> Option<TicketFact<'t>> {
    fact(kind_of(label)?, value)
}

fn fact(kind: LabelKind, value: &str) -> Option<TicketFact<'_>> {
    let value = value.trim_matches(|c: char| c.is_whitespace() || "\"'`*“”‘’,，;；。".contains(c));
    if is_placeholder(value) {
        return None;
    }
    let value = ["is ", "was ", "是", "为"].into_iter().find_map(|verb| value.strip_prefix(verb)).unwrap_or(value);
    let word = || {
        let word = value.split([' ', ',', '，', '(', '（']).next()?.trim_end_matches('.');
        (!word.is_empty() && word.len() <= 64).then_some(word)
    };
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let short = || Some(value).filter(|value| value.chars().count() <= 80);
    Some(match kind {
        LabelKind::App => TicketFact::App(word().filter(is_number).filter(|word| (8..=12).contains(&word.len()))?),
        LabelKind::User => TicketFact::User(word().filter(|word| is_name(word))?),
        LabelKind::Room => TicketFact::Room(word().filter(|word| is_name(word))?),
        LabelKind::Version => TicketFact::Version(leading_version(value)?),
        LabelKind::UserAgent => user_agent(value)?,
        LabelKind::Machine => TicketFact::Machine(short()?),
        LabelKind::Time => TicketFact::Time(short().filter(|value| value.contains(|c: char| c.is_ascii_digit()))?),
        LabelKind::Repeats => TicketFact::Repeats(short()?),
    })
}

/// Whether a value is a part of the template that was not filled in.
fn is_placeholder(value: &str) -> bool {
    const EMPTY: &[&str] = &[
        "undefined", "null", "nan", "none", "无", "略", "未知", "不清楚", "n/a", "unknown", "string", "number",
        "usernamea", "2019-09-01 16:23~16:55",
    ];
    let lower = value.to_ascii_lowercase();
    value.is_empty()
        || EMPTY.contains(&lower.as_str())
        || ["xx", "**", "...", "…", "your", "<", "${", "【", "请填写", "请输入", "____"]
            .iter()
            .any(|sign| lower.contains(sign))
}

/// Whether a word may be the name of a user or a room: letters, digits and the signs that the SDK allows.
fn is_name(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_graphic() && !b"{}[]<>:=?/\\".contains(&byte))
        && word.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn user_agent(text: &str) -> Option<TicketFact<'_>> {
    let agent = &text[text.find("Mozilla/5.0")?..];
    let agent = agent.split(['"', '\'', '`', '\n']).next().unwrap_or(agent).trim_end();
    browser(agent).map(|_| TicketFact::UserAgent(agent))
}

/// The versions after the names of the Web SDK's packages.
fn versions(line: &str) -> impl Iterator<Item = TicketFact<'_>> {
    const PACKAGES: &[&str] = &["trtc-js-sdk", "trtc-sdk-v5", "TRTC Web SDK", "TRTC WebSDK", "Web SDK"];
    // Other products have SDKs as well.
    let plain = [
        "use SDK ", "using SDK ", "with SDK ", "the SDK ", "SDK version", "SDK 版本", "SDK版本", "sdk版本", "用 SDK ",
        "的 SDK ",
    ];
    PACKAGES.iter().copied().chain(plain).filter_map(|package| {
        let (before, after) = line.split_once(package)?;
        if package.starts_with(['S', 's']) && OTHER_SDKS.iter().any(|name| before.trim_end().ends_with(name)) {
            return None;
        }
        let after = after.trim_start_matches(|c: char| " \t@:：\"'^~=（(".contains(c));
        let after =
            ["version", "Version", "版本"].into_iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
        let after = after.trim_start_matches([':', '：', ' ']);
        leading_version(after.strip_prefix("is ").unwrap_or(after)).map(TicketFact::Version)
    })
}

/// The browsers and systems that a line names with their version.
fn machines(line: &str) -> impl Iterator<Item = TicketFact<'_>> {
    MACHINES.iter().filter_map(|name| {
        let (at, _) = line.match_indices(name).find(|(at, _)| !line[..*at].ends_with(char::is_alphanumeric))?;
        let after = &line[at + name.len()..];
        let version = after.strip_prefix(' ')?;
        let version = ["version ", "Version ", "版本 ", "v", "V"]
            .into_iter()
            .find_map(|word| version.strip_prefix(word))
            .unwrap_or(version);
        let length = version.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let next = &version[length..];
        // "Chrome 56+" is what is needed, not what the user has.
        let major = version.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse::<u32>().ok());
        // "iOS 3 people"
        let is_own = major.is_some_and(|major| major >= OLDEST_MACHINE)
            && !next.starts_with(|c: char| c == '+' || c.is_ascii_alphanumeric())
            && !["or later", "or newer", "and above", "or above", "以上", "及以上"].contains(&next.trim_start())
            && ![">", ">=", "≥", "<", "<=", "≤"].iter().any(|sign| line[..at].trim_end().ends_with(sign));
        let end = line.len() - next.len();
        is_own.then(|| TicketFact::Machine(line[at..end].trim_end_matches('.')))
    })
}

/// The version of the Web SDK at the beginning of a text, perhaps after the package's name: `v4.15.0`, `trtc-sdk-v5@5.8.0`.
fn leading_version(text: &str) -> Option<&str> {
    let mut text = text;
    for name in ["trtc-js-sdk", "trtc-sdk-v5", "trtc", "TRTC", "web", "Web", "sdk", "SDK", "@", "v", "V"] {
        text = text.trim_start_matches([' ', '@', ':', '：', '^', '~']).strip_prefix(name).unwrap_or(text);
    }
    let text = text.trim_start_matches([' ', '@', ':', '：', '^', '~']);
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let version = text[..length].trim_end_matches('.');
    let mut numbers = version.split('.');
    let is_web = numbers.next().is_some_and(|major| matches!(major, "3" | "4" | "5"));
    (is_web && (1..=2).contains(&numbers.count())).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, wanted: &[TicketFact<'_>]) {
        assert_eq!(facts_of(line), wanted, "{line}");
    }

    #[test]
    fn tickets_are_read() {
        use TicketFact::{App, Machine, Repeats, Room, Time, User, UserAgent, Version};
        check("【SDKAppID】1400188366", &[App("1400188366")]);
        check("【房间号】：5001 【useID】 alice", &[Room("5001"), User("alice")]);
        check("【问题时间段】2024-03-05 14:00-14:20", &[Time("2024-03-05 14:00-14:20")]);
        check("【机型】iPhone 13 / iOS 16.4", &[Machine("iPhone 13 / iOS 16.4")]);
        check("【集成包】trtc-js-sdk 4.11.3", &[Version("4.11.3"), Version("4.11.3")]);
        check("【是否必现】必现", &[Repeats("必现")]);
        check("SDKAppID: 1400188366", &[App("1400188366")]);
        check("userid：alice", &[User("alice")]);
        check(
            "- **sdkAppId**: `1400188366`, userId: bob_1, roomId: 5001",
            &[App("1400188366"), User("bob_1"), Room("5001")],
        );
        check("| 房间号 | 5001 |", &[Room("5001")]);
        check("| **User ID** | `alice` |", &[User("alice")]);
        check("Room\t5001", &[Room("5001")]);
        check("| User ID | Room | Version |", &[]);
        check("we use trtc-sdk-v5@5.8.0 in Chrome", &[Version("5.8.0")]);
        check(
            "SDK 4.15.22, Chrome 120 on macOS 14.1, sdkAppId 1400188366 userSig x",
            &[Version("4.15.22"), App("1400188366"), Machine("Chrome 120"), Machine("macOS 14.1")],
        );
        check(
            "We use SDK 5.8.2 in Chrome version 120.0. userId alice, roomId is 5001. It fails",
            &[Version("5.8.2"), User("alice"), Room("5001"), Machine("Chrome version 120.0")],
        );
        check("our SDK version is 4.15.22", &[Version("4.15.22")]);
        check("我们 SDK 版本 5.8.2 进房报错 5001", &[Version("5.8.2")]);
        check("用 SDK 4.15.22 进房失败", &[Version("4.15.22")]);
        check("Chat SDK 3.3.0, iOS 3 people, IM SDK version 3.3.0", &[]);
        check("needs Chrome 56+ or >= Firefox 60 (Windows NT)", &[]);
        check("TRTC Web SDK@v5.5.0", &[Version("5.5.0"), Version("5.5.0")]);
        let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
        check(&format!("UserAgent: {agent}"), &[UserAgent(agent)]);
        check(agent, &[UserAgent(agent)]);
    }

    #[test]
    fn values_below_their_labels_are_read() {
        use TicketFact::{App, Repeats, Room, User};
        let check = |text: &str, wanted: &[TicketFact<'_>]| assert_eq!(facts_below_labels(text), wanted, "{text}");
        check(
            "【SDKAppID】\n1400188366\n【房间号】：\n5001\n\n【useID】\n\n alice\n【是否必现】\n必现\n",
            &[App("1400188366"), Room("5001"), User("alice"), Repeats("必现")],
        );
        check("### SDKAppID\n\n1400188366\n**userId**\nbob_1\n", &[App("1400188366"), User("bob_1")]);
        check("SDKAppID：\n1400188366\n", &[App("1400188366")]);
        check("【SDKAppID】\n【useID】\n【房间号】\n1400XXXXXX\n", &[]);
        check("user:\nhe said no\nuserId\nalice\n[00:41:56] <INFO> [c|a] room: \n", &[]);
    }

    #[test]
    fn placeholders_and_other_words_are_not_read() {
        for line in [
            "【SDKAppID】1400XXXXXX", "【useID】", "sdkAppId: undefined", "userId: <your userId>", "userId: xxx",
            "SDK 版本: 11.9.0", "room: a/b?c", "the user: he said no", "time: later",
        ] {
            let facts = facts_of(line);
            assert!(facts.iter().all(|fact| matches!(fact, TicketFact::User("he"))), "{line}: {facts:?}");
        }
    }

    #[test]
    fn parameters_of_a_call_are_read() {
        let line =
            r#"enterRoom() failed params: [{"sdkAppId":1400188366,"userId":"alice","userSig":"x","strRoomId":"r1"}]"#;
        let wanted = [TicketFact::App("1400188366"), TicketFact::User("alice"), TicketFact::Room("r1")];
        assert_eq!(facts_of_params(line), wanted);
        let line = r#"[↑t1|alice] enterRoom() 2 [{"sdkAppId":1400188366,"roomId":5001,"userId":"alice"}]"#;
        let wanted = [TicketFact::App("1400188366"), TicketFact::User("alice"), TicketFact::Room("5001")];
        assert_eq!(facts_of_params(line), wanted);
    }
}
