//! The words of a failure: what the entry says about it, without what its shape adds. They are quoted in titles, and the same
//! words in two entries are the same failure.
//!
//! 1. the value of a key for words (`message`, `errMsg`, `desc` …), or what follows `RtcError: ` or the name of a v5 code
//! 2. else the SDK's own text after its prefix
//! 3. else, in what a person or an app writes, the clause that contains the code
//!
//! Parameters of calls, objects, addresses and other fields of a record are never part of it.

use std::borrow::Cow;

/// How many bytes of a message are kept and compared.
pub(super) const MESSAGE_BYTES: usize = 200;
/// A clause longer than this is cut at its commas.
const CLAUSE_BYTES: usize = 120;

/// The first `bytes` bytes of a text, or up to three less so that no character is cut.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Keys whose values are the words of an error. A key of the second list counts if the text has no key of the first.
const KEYS: [&[&str]; 2] = [
    &["message_", "message", "errorInfo", "ErrorInfo"],
    &["errMsg", "errorMsg", "errmsg", "err_msg", "error_msg", "msg", "desc", "reason"],
];
/// The names of the v5 codes, which precede the words.
const V5_NAMES: &[&str] = &[
    "INVALID_PARAMETER", "INVALID_OPERATION", "ENV_NOT_SUPPORTED", "DEVICE_ERROR", "SERVER_ERROR", "OPERATION_FAILED",
    "OPERATION_ABORT", "UNKNOWN_ERROR", "NEED_TO_BUY",
];
/// What may follow a message in its line.
const ENDINGS: &[&str] = &[
    "\n", "\\n", "Refer to", " <", "\\u003C", " https://", " http://", " wss://", " code:", "  code", " params:",
    " thrown from ", " userAgent:", "\",\"", " })", " {\"", " [{", " - https",
];
/// Beginnings that some shapes of a message have and others lack.
const LEFT_OUT: &[&str] =
    &["Failed to join room - ", "schedule failed: ", "get websocket url failed: ", "SignalChannel setup failure: "];
/// What comes between the name of a method and the reason that a server or a lower layer gave.
const REASONS: &[&str] = &[
    "' failed, reason: ",
    "' got server error: ",
    "' got device exception, error: ",
    " stream, reason: ",
    "' failed: ",
    "' throw unknown exception, error: ",
];
/// Words that say no more than that there is an error and a code.
const EMPTY_WORDS: &[&str] = &[
    "error", "errors", "err", "code", "errcode", "errorcode", "extracode", "failed", "fail", "failure", "undefined",
    "null", "name", "message", "functionname", "rtcerror", "observed", "错误码", "错误", "报错", "返回码", "失败",
];

/// The words of a failure in `text`; `None` if it has none. `code` is the evidence of one of its codes, `is_sdk` says whether
/// the SDK wrote the text.
pub(super) fn message_words<'t>(text: &'t str, code: &str, is_sdk: bool) -> Option<&'t str> {
    let keyed = KEYS.iter().enumerate().find_map(|(idx, keys)| keyed_words(text, keys, idx == 0));
    let words = keyed.or_else(|| refused_join(text)).or_else(|| own_text(text, code, is_sdk))?;
    let words = head(trimmed(without_frame(words)), MESSAGE_BYTES);
    (words.len() > 2).then_some(words)
}

/// Beginnings of words that name what failed.
const METHODS: &[&str] = &[
    "join", "enter", "room", "publish", "subscribe", "startlocal", "startremote", "startscreen", "switchr",
    "initialize", "stream", "client", "app", "trtc", "uncaught", "promise", "in", "to", "the",
];

/// Whether the words name the code and the method that failed, and nothing else: `enterRoom failed SERVER_ERROR`.
pub(super) fn is_bare(words: &str) -> bool {
    has_only(words, |lower| METHODS.iter().any(|method| lower.starts_with(method)))
}

/// Whether the words say that there is an error, and nothing else.
fn is_empty(words: &str) -> bool {
    has_only(words, |_| false)
}

fn has_only(words: &str, is_expected: impl Fn(&str) -> bool) -> bool {
    let is_empty = |word: &str| {
        let lower = word.to_lowercase();
        EMPTY_WORDS.contains(&lower.as_str())
            || is_constant(word)
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || is_expected(&lower)
    };
    words.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).all(is_empty)
}

fn is_constant(word: &str) -> bool {
    word.contains('_') && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The first value that is not empty: of a key, or after `RtcError: ` or the name of a v5 code.
fn keyed_words<'t>(text: &'t str, keys: &[&str], with_names: bool) -> Option<&'t str> {
    let values = keys.iter().flat_map(|key| values_of(text, key));
    let openings = ["RtcError"].iter().chain(V5_NAMES).filter(|_| with_names);
    let named = openings.flat_map(|name| {
        let after = memchr::memmem::find_iter(text.as_bytes(), *name).map(|at| at + name.len());
        after.filter_map(|at| text[at..].strip_prefix(": ").map(|_| (at + 2, ended(&text[at + 2..]))))
    });
    let is_filled = |(_, words): &(usize, &str)| !words.starts_with(['{', '[']) && words.len() > 2 && !is_empty(words);
    values.chain(named).filter(is_filled).min_by_key(|(at, _)| *at).map(|(_, words)| words)
}

/// The values of a key, each with its position: `key: value`, `"key":"value"`, also with escaped quotation marks.
fn values_of<'t>(text: &'t str, key: &str) -> impl Iterator<Item = (usize, &'t str)> {
    let length = key.len();
    let at = memchr::memmem::find_iter(text.as_bytes(), key).collect::<Vec<_>>();
    at.into_iter().filter_map(move |at| {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.');
        if is_part(text[..at].chars().next_back()) {
            return None;
        }
        let after = text[at + length..].trim_start_matches(['\\', '"', '\'']).trim_start();
        let value = after.strip_prefix([':', '='])?.trim_start();
        let unquoted = value.trim_start_matches('\\');
        let words = match unquoted.strip_prefix('"') {
            Some(inside) => before_quote(inside, &value[..=value.len() - unquoted.len()]),
            None => before_field(ended(value)),
        };
        Some((at, words))
    })
}

/// The text before the next field of a record: `message: , name: SERVER_ERROR`.
fn before_field(text: &str) -> &str {
    let end = memchr::memchr_iter(b',', text.as_bytes()).find(|at| is_boundary(text, *at, ','));
    end.map_or(text, |end| &text[..end])
}

/// The text before a quotation mark with exactly the backslashes of `quote`.
fn before_quote<'t>(inside: &'t str, quote: &str) -> &'t str {
    let end = memchr::memchr_iter(b'"', inside.as_bytes()).find(|end| {
        let escapes = inside[..*end].bytes().rev().take_while(|byte| *byte == b'\\').count();
        escapes < quote.len()
    });
    ended(end.map_or(inside, |end| &inside[..end]))
}

/// `Join room failed result: 5001 error: create room failed`.
fn refused_join(text: &str) -> Option<&str> {
    let after = text.split_once(" result: ")?.1;
    let code = after.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
    after[code..].strip_prefix(" error: ").map(ended).filter(|words| code > 0 && words.len() > 2)
}

/// The text of an entry without its prefix. Of what people and apps write, the clause with the code.
fn own_text<'t>(text: &'t str, code: &str, is_sdk: bool) -> Option<&'t str> {
    // A record that begins with an empty message has no other words.
    let is_record = ["stat-", "message: "].iter().any(|begin| text.starts_with(begin)) || text.contains("eventType: ");
    if is_record
        || text.trim_start().starts_with("at ")
        || text.trim_start().starts_with(['{', '[']) && !has_prefix(text)
    {
        return None;
    }
    let prefix = if has_prefix(text) { text.find("] ").map_or(0, |close| close + 2) } else { 0 };
    let own = &text[prefix..];
    let line = own.split(['\n', '\r']).next().unwrap_or(own);
    let clause = if is_sdk || code.is_empty() { None } else { clause(line, code) };
    if !is_sdk && clause.is_none() && has_fields(own) {
        return None;
    }
    let words = clause.unwrap_or_else(|| ended(own));
    let is_wordless = is_bare_code(words, code) || !is_sdk && is_bare(words);
    (!is_wordless).then_some(words)
}

/// Whether a text is a record of several fields, `roomId: 5, userId: a`.
fn has_fields(text: &str) -> bool {
    let key = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let begins = key > 0 && text[key..].starts_with(": ");
    begins && memchr::memchr_iter(b',', text.as_bytes()).any(|at| is_boundary(text, at, ','))
}

fn has_prefix(text: &str) -> bool {
    text.starts_with('[') && !text.starts_with("[{") && !text.starts_with("[\"")
}

/// Whether there are no words beside the code.
fn is_bare_code(words: &str, code: &str) -> bool {
    // A removal from a room is recognised by its words, which have no number.
    let is_prose = code.contains(' ') && !code.contains(|c: char| c.is_ascii_digit());
    let rest = if code.is_empty() || is_prose { Cow::Borrowed(words) } else { Cow::Owned(words.replace(code, " ")) };
    is_empty(&rest)
}

/// The clause of a line that contains the code: up to the end of its sentence, or the field of a record.
fn clause<'t>(line: &'t str, code: &str) -> Option<&'t str> {
    let at = line.find(code)?;
    let end = at + code.len();
    let start = line[..at].char_indices().rfind(|(idx, c)| is_boundary(line, *idx, *c));
    let start = start.map_or(0, |(idx, c)| idx + c.len_utf8());
    let stop = line[end..].char_indices().find(|(idx, c)| is_boundary(line, end + idx, *c));
    let stop = stop.map_or(line.len(), |(idx, _)| end + idx);
    let clause = without_code(without_key(&line[start..stop], at - start));
    if clause.len() <= CLAUSE_BYTES {
        return Some(clause);
    }
    let commas = [',', '，', '、'];
    let at = clause.find(code)?;
    let start = clause[..at].rfind(commas).map_or(0, |comma| comma + 1);
    let stop = clause[at + code.len()..].find(commas).map_or(clause.len(), |comma| at + code.len() + comma);
    let start = clause.ceil_char_boundary(start);
    Some(&clause[start.min(at)..stop])
}

/// Without the code that a record adds after its words: `sig check failed code: 70003`.
fn without_code(clause: &str) -> &str {
    let Some((words, code)) = clause.rsplit_once(" code: ") else { return clause };
    let is_number = code.trim().bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let names_code = words.split_whitespace().next_back().is_some_and(is_empty);
    if is_number && !names_code { words } else { clause }
}

/// Whether a character of a line ends a clause. A comma does before `key: `, the next field of a record.
fn is_boundary(line: &str, at: usize, c: char) -> bool {
    let after = &line[at + c.len_utf8()..];
    match c {
        '。' | '；' | '！' | '？' | ';' | '|' | '\t' | '{' | '}' | '"' => true,
        '.' | '!' | '?' => after.starts_with(' '),
        ',' => {
            let key = after.trim_start();
            let length = key.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
            length > 0 && key[length..].starts_with(": ") && !is_word_of_codes(&key[..length])
        }
        _ => false,
    }
}

/// Without the key of the field, if the code is in its value: `description: error 70001` is `error 70001`.
fn without_key(clause: &str, code: usize) -> &str {
    let trimmed = clause.trim_start();
    let length = trimmed.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let begins = clause.len() - trimmed.len() + length + 2;
    let is_key = length > 0 && trimmed[length..].starts_with(": ") && !is_word_of_codes(&trimmed[..length]);
    if is_key && begins <= code { &clause[begins..] } else { clause }
}

/// Whether a key is about the error itself, so it is not the beginning of another field.
fn is_word_of_codes(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["code", "err", "result", "message", "msg", "reason", "failed"].iter().any(|word| key.contains(word))
}

/// The text before what may follow a message.
fn ended(text: &str) -> &str {
    let end = ENDINGS.iter().filter_map(|ending| memchr::memmem::find(text.as_bytes(), ending.as_bytes())).min();
    trimmed(end.map_or(text, |end| &text[..end]))
}

fn trimmed(text: &str) -> &str {
    const AROUND: &[char] = &[' ', '.', ':', '\r', '\\', '}', ',', '，', '。', '：', '\t'];
    let text = text.trim_matches(AROUND).trim_start_matches(['(', ']', '-']).trim_matches(AROUND);
    let is_odd = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let text = if is_odd { text.trim_matches('"').trim_matches(AROUND) } else { text };
    if text.contains('(') { text } else { text.trim_end_matches([')', ' ', '}']) }
}

/// Without the beginnings that differ between shapes. The signal channel prints the code first: `70001, usersig is expired`.
fn without_frame(mut words: &str) -> &str {
    loop {
        let before = words;
        let digits = words.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        words = words[digits..].strip_prefix(", ").unwrap_or(words);
        for prefix in LEFT_OUT.iter().chain(&["RtcError: "]) {
            words = words.strip_prefix(prefix).unwrap_or(words);
        }
        // An app may add words before it.
        words = words.split_once(LEFT_OUT[0]).map_or(words, |(_, inner)| inner);
        for reason in REASONS {
            words = words.split_once(reason).map_or(words, |(_, inner)| inner);
        }
        if let Some((_, inner)) = values_of(words, "errMsg").chain(values_of(words, "errorMsg")).next()
            && !inner.is_empty()
        {
            words = inner;
        }
        // The browser's words after it are empty.
        words = words.strip_suffix(", error").unwrap_or(words);
        if words.len() == before.len() {
            return words;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, code: &str, wanted: Option<&str>) {
        assert_eq!(message_words(text, code, false), wanted, "{text}");
    }

    #[test]
    fn all_shapes_of_a_message_have_the_same_words() {
        for text in [
            "[↑c1|a] Join room failed result: 5001 error: create room failed, service not available",
            "[↑c1|a] RtcError: Failed to join room - create room failed, service not available code: 5001 \nRefer to: x",
            "join failed RtcError: Failed to join room - create room failed, service not available <JOIN_ROOM_FAILED 0x4004>",
            "[app] join error code: 16388 extraCode: 5001 message: Failed to join room - create room failed, service not available code: 5001",
            "stat-join-failed-5001 errorInfo: Failed to join room - create room failed, service not available code: 5001",
            "{\"cmd\":20,\"seq\":1,\"code\":5001,\"message\":\"create room failed, service not available\"}",
            "{\\\"code\\\":5001,\\\"message\\\":\\\"create room failed, service not available\\\"}",
            "enterRoom SERVER_ERROR: 'enterRoom' got server error: Failed to join room - create room failed, service not available",
            "[↑t1] enterRoom() failed 2   OPERATION_FAILED: 'enterRoom' failed, reason: create room failed, service not available code:5001 params: [{\"a\":1}]",
        ] {
            check(text, "5001", Some("create room failed, service not available"));
        }
    }

    #[test]
    fn words_of_keys_come_before_the_text_around_them() {
        check(
            "[↑t1] startPlugin() failed 7 CrossRoom  SERVER_ERROR: room not exist code:-102032 params: [\"CrossRoom\",{}]",
            "code:-102032",
            Some("room not exist"),
        );
        check(
            "{\"cmd\":80,\"content\":{\"errorCode\":70366,\"errorMsg\":\"sdkappid mismatch\"}}",
            "70366",
            Some("sdkappid mismatch"),
        );
        check(
            "SignalChannel setup failure: ('errorCode': 70366, 'errorMsg': sdkappid mismatch })",
            "70366",
            Some("sdkappid mismatch"),
        );
        check("{\"reason\":\"kick\",\"message\":\"client was banned\"}", "", Some("client was banned"));
        check(
            "login failed {\"code\":6208,\"desc\":\"kicked off by other device\"}",
            "6208",
            Some("kicked off by other device"),
        );
        check(
            "{\"ActionStatus\":\"FAIL\",\"ErrorCode\":60002,\"ErrorInfo\":\"http request invalid\"}",
            "60002",
            Some("http request invalid"),
        );
        check("[↑r1|a] switch room failed. result: -10035 error: no room", "-10035", Some("no room"));
        check("[ws|u] 70001, usersig is expired", "70001", Some("usersig is expired"));
        check(
            "[↓n|t] RtcError: failed to subscribe t main stream, reason: stream not exist. <UNKNOWN 0x1>",
            "",
            Some("stream not exist"),
        );
    }

    #[test]
    fn else_the_clause_with_the_code_is_quoted() {
        check(
            "error code: 6208 kicked off by other device",
            "error code: 6208",
            Some("error code: 6208 kicked off by other device"),
        );
        check(
            "Hello. Since Monday nobody gets in: error 70001 comes up. What to do?",
            "70001",
            Some("Since Monday nobody gets in: error 70001 comes up"),
        );
        check(
            "ticket: T-1, product: web, description: the teacher gets error 70003",
            "70003",
            Some("the teacher gets error 70003"),
        );
        check(
            "[↑c1|a] user was banned because of [kick]",
            "user was banned because of [kick]",
            Some("user was banned because of [kick]"),
        );
        check("RtcError: url must start with \"wss://\"", "", Some("url must start with \"wss://\""));
        check("call failed, error code -10012", "error code -10012", Some("call failed, error code -10012"));
        check(
            "您好。进房失败，提示错误码 -10013，请看一下。谢谢",
            "-10013",
            Some("进房失败，提示错误码 -10013，请看一下"),
        );
    }

    #[test]
    fn objects_and_lone_codes_have_no_words() {
        for text in [
            "stat-join-failed-5001",
            "uint32_app: 5, uint32_seq: 7",
            "roomId: 5, eventType: join, result: failed  code: 5001",
            "error code: 5001",
            "{\"code\":5001}",
            "message: , name: SERVER_ERROR, functionName: enterRoom",
            "enterRoom SERVER_ERROR: SERVER_ERROR",
        ] {
            check(text, "5001", None);
        }
    }

    #[test]
    fn bare_lines_name_the_method_and_the_code_only() {
        assert!(is_bare("enterRoom failed SERVER_ERROR"));
        assert!(!is_bare("enterRoom failed: no network"));
    }
}
