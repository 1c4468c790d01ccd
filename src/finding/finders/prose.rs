//! Finds codes in a person's words: `0x4004` alone, `真机弹出16451错误`, "error 16388", "报错 -100018".
//!
//! Prose contains many other numbers. A number counts if a word beside it says that it is the number of an error. After a
//! word that always means "error code", any number with four digits or more counts. Beside other words, the number has to be a
//! documented code or negative with four digits or more; after "failed", negative with five. A documented code that is listed with one of these counts as well:
//! "报 5203 和 5204", "0x4004 70009".

use std::ops::Range;

use super::finder::{CodeFinder, FinderInput};
use crate::code::{Family, narrow};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::resolve::has_code;
use crate::finding::signs::{Product, Signs};
use crate::finding::text::{find_all, is_after_word, is_in_url, is_source_code, number_at, strip_html_tag};
use crate::log::parse::parsed_entry::Origin;

/// Words for "error code", which are always followed by the number of an error.
const CODE_WORDS: &[&str] = &[
    "错误码", "错误代码", "错误编码", "错误号", "报错码", "返回码", "异常码", "扩展码", "状态码", "錯誤碼", "錯誤代碼",
    "返回碼", "エラーコード", "エラー番号", "오류 코드", "오류코드", "에러 코드", "에러코드", "오류 번호",
    "код ошибки", "Код ошибки", "КОД ОШИБКИ", "mã lỗi", "Mã lỗi", "code d'erreur", "code d’erreur", "code erreur",
    "Fehlercode", "Fehler-Code", "Fehlernummer", "código de error", "codigo de error", "código de erro",
    "codigo de erro", "código do erro", "codice errore", "codice di errore", "errid", "err id", "errno", "err no",
    "error no", "error id", "error codes",
];
/// Words for "error". A number after them is the number of an error, or a count of errors.
const ERROR_WORDS_BEFORE: &[&str] = &[
    "RtcError", "错误", "报错", "异常", "失败", "报", "错", "錯誤", "失敗", "エラー", "오류", "에러", "실패", "ошибка",
    "Ошибка", "ошибку", "lỗi", "erreur", "Fehler", "errore", "erro", "error", "errors", "err", "codes",
];
/// Words before a number that is a code if it is unmistakable: "login failed 70003", "返回70346", "ret: 70001".
const RESULT_WORDS: &[&str] = &[
    "failed", "fail", "failure", "fails", "with", "got", "get", "gets", "returned", "returns", "return", "ret",
    "result", "retcode", "ret_code", "resultcode", "result_code", "returncode", "rescode", "rspcode", "bizcode",
    "status", "reason", "message", "msg", "is", "was", "返回", "返回了", "提示", "弹出", "弹", "显示", "出现", "出",
    "收到", "抛出", "报了", "报了个", "报个", "登录", "登陆", "原因", "结果", "登录失败", "が返る", "表示", "see",
    "sees", "(in promise)", "saw", "say", "says", "show", "shows", "about", "does",
];
/// Words for "error" that may follow the number, and questions about one.
const ERROR_WORDS_AFTER: &[&str] = &[
    "错误", "报错", "异常", "的错", "号错误", "这个错", "錯誤", "エラー", "というエラー", "のエラー", "오류", "에러",
    "번 오류", "error", "fehler", "怎么", "怎麼", "是什么", "是什麼", "什么意思", "什麼意思", "什么原因", "如何解决",
    "如何处理", "mean", "means",
];
/// Words of texts about logins. A number in brackets is a code there if it is unmistakable: "userSig is illegal (70003)".
const LOGIN_WORDS: &[&str] = &[
    "ail", "rror", "RROR", "ogin", "serSig", "sersig", "USERSIG", "失败", "错", "登录", "登陆", "签名", "过期",
    "エラー", "오류",
];
/// Characters that form another word with a following 报: 上报 means to report statistics, not errors.
const OTHER_REPORTS: &[char] = &['上', '汇', '播', '预', '海', '日', '周', '月', '电', '举', '申', '填'];
/// Units and nouns after a number that is a count, a measurement or a room number.
const UNITS: &[&str] = &[
    "个", "次", "条", "人", "位", "名", "ms", "毫秒", "秒", "分钟", "小时", "天", "%", "元", "号房", "times", "users",
    "bytes", "byte", "B", "KB",
];
/// Words before the number of something else: a user, a room, a port.
const OWNERS: &[&str] = &[
    "用户", "房间", "房间号", "主播", "观众", "学生", "老师", "id", "user", "room", "uid", "appid", "端口", "port",
    "手机号", "订单", "工号", "会议室", "会议", "userid", "roomid", "sdkappid", "user_id", "room_id", "with user",
    "as",
];

/// What is between the codes of a list, without blanks.
const LIST_SEPARATORS: &[&str] = &[
    ",", "，", "、", "/", "|", "&", "+", "和", "与", "與", "及", "以及", "或", "或者", "还有", "跟", "and", "or", "и",
    "및", "と", "->", "=>", "→", "(", "（",
];

/// Words before a hexadecimal number that is a memory address.
const ADDRESS_WORDS: &[&str] = &["segfault at", "ip", "sp", "address", "addr", "offset", "pc"];

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "0x1", "0x4", "0xf", "0xF", "0X1", "0X4", "0XF", "Ox1", "Ox4", "OxF", "错", "报", "异常", "失败", "扩展码",
        "状态码", "rror", "ERROR ", "ERROR:", "err ", "err:", "err=", "errid", "errno", "odes: ", "odes ", "エラー",
        "오류", "에러", "실패", "шибк", "lỗi", "rreur", "ehler", "錯", "失敗", "de erro", "ode”", "ode_”", "failed 7",
        "failed:7", "failed: 7", "failed 16", "failed: 16", "failed 5", "failed: 5", "failed with", "ret : 7",
        "ret: 7", "ret:7", "ret=7", "ret : -1", "ret: -1", "ret:-1", "ret=-1", "ret\":-1", "ret\": -1", "ret\":7",
        "ret\": 7", "Code: 7", "Code:7", "Code=7", "(700", "（70", "：70", "返回", "提示", "弹出", "显示", "登录",
        "登陆", "出现", "fail 7", "fail: 7", "fail:7", "fail, 7", "failed, 7", "fail -1", "fail: -1", "fail:-1",
        "fail, -1", "failed -1", "failed: -1", "failed:-1", "failed, -1", " `-1", " `70", "got 7", "got -1", "get 7",
        "get -1", "sees 7", "sees -1", "see 7", "see -1", "says 7", "says -1", "esult -1", "esult: -1", "esult:-1",
        "esult=-1", "shows 7", "shows -1", "show 7", "show -1", "about 7", "about -1", " mean", "-1000", "-1020",
        "failed\n7", "failed\n-1", "failed\r\n7", "failed\r\n-1", "promise) 7", "promise) -1", "promise) 16", "怎么",
        "怎麼", "是什", "什么意思", "什麼意思", "什么原因", "如何解决", "如何处理",
    ],
    is_plausible,
    find,
};

/// Whether a number is near the literal, after or before it.
fn is_plausible(text: &[u8], at: usize) -> bool {
    let near = &text[at.saturating_sub(16)..text.len().min(at + 40)];
    // Of the codes with one digit, people quote only -8.
    let is_number = |pair: &[u8]| {
        pair[0].is_ascii_digit() && (pair[1].is_ascii_digit() || matches!(pair[1], b'x' | b'X')) || pair == b"-8"
    };
    // A full-width digit is U+FF10 to U+FF19.
    near.windows(2).any(|pair| is_number(pair) || matches!(pair, [0xBC, 0x90..=0x99]))
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    // The SDK prints its codes in the places of the other finders. A person or an app writes "error 16388", or 0x4004 alone.
    let is_sdk = line.origin == Origin::Sdk && !line.is_continuation;
    if line.is_quiet || is_sdk || is_source_code(line.text) {
        return;
    }
    find_hexadecimals(line.text, candidates);
    let others = find_decimals(line, candidates);
    if !candidates.is_empty() && !others.is_empty() {
        add_listed(line.text, others, candidates);
    }
}

/// Adds those of the `others` that are listed with a code.
fn add_listed(text: &str, others: Vec<(Range<usize>, i64)>, candidates: &mut Vec<CodeCandidate<'_>>) {
    let codes = candidates.iter().map(|code| (code.span.clone(), None));
    let mut numbers: Vec<_> = codes.chain(others.into_iter().map(|(span, value)| (span, Some(value)))).collect();
    numbers.sort_by_key(|(span, _)| span.start);
    // A code with its key or tag contains its number.
    let mut codes_end = 0;
    numbers.retain(|(span, value)| {
        codes_end = if value.is_none() { codes_end.max(span.end) } else { codes_end };
        value.is_none() || span.start >= codes_end
    });
    let last = numbers.len() - 1;
    // The code that a number is listed with is the one before or after it.
    let onwards = (0..last).map(|at| (at, at + 1));
    for (code, number) in onwards.chain((0..last).rev().map(|at| (at + 1, at))) {
        if let ((code, None), (span, Some(value))) = (&numbers[code], &numbers[number])
            && is_listed_with(text, code, span, *value)
        {
            candidates.push(CodeCandidate::new(span.clone(), Slot::Prose, CandidateValue::Number(*value)));
            numbers[number].1 = None;
        }
    }
}

fn find_hexadecimals<'a>(text: &'a str, candidates: &mut Vec<CodeCandidate<'a>>) {
    // Programs that read pictures take a zero for the letter.
    for prefix in ["0x", "0X", "Ox", "OX"] {
        for at in find_all(text, prefix) {
            if is_after_word(text, at) || text[..at].ends_with(['#', '-', '/', '.', '+']) || is_in_url(text, at) {
                continue;
            }
            if ADDRESS_WORDS.iter().any(|word| ends_with_word(text[..at].trim_end(), word)) {
                continue;
            }
            let digits = at + 1;
            if let Some((value, length)) =
                number_at(&format!("0{}", &text[digits..text.floor_char_boundary(digits + 16)]))
                && has_code(Family::WebV4, value)
            {
                // Only SDK v4 writes its codes in hexadecimal.
                candidates.push(CodeCandidate::new(at..at + length, Slot::Prose, CandidateValue::V4(value)));
            }
        }
    }
}

/// Adds the numbers that are codes by the words beside them. Returns the other numbers that are documented codes.
fn find_decimals<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) -> Vec<(Range<usize>, i64)> {
    let text = line.text;
    let mut others = Vec::new();
    let is_code = |value| is_code(value) || is_code_of(line.signs, value);
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| narrow(c).is_ascii_digit()) {
        let digits = at + found;
        at = digits + text[digits..].find(|c| !narrow(c).is_ascii_digit()).unwrap_or(text.len() - digits);
        let sign = text[..digits].chars().next_back().filter(|c| narrow(*c) == '-').map_or(0, char::len_utf8);
        let start = if is_after_word(text, digits - sign) { digits } else { digits - sign };
        let before = &text[..start];
        let is_after_digit =
            |mark: char| before.strip_suffix(mark).is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()));
        if is_after_word(text, start) || before.ends_with(['.', '#', '-']) || is_in_url(text, start) {
            continue;
        }
        if before.ends_with('/') && !is_after_digit('/') {
            continue;
        }
        // In `10:21:33` the number is part of a clock, in `(a.js):1` a line number. `error:16388` is a code.
        if is_after_digit(':') || before.ends_with("):") {
            continue;
        }
        let Some((value, length)) = number_at(&text[start..]) else { continue };
        // Most numbers in logs are small, and the words before them need not be compared.
        if value.abs() < 1000 && !is_code(value) {
            continue;
        }
        let after = &text[start + length..];
        let is_code_number = is_error_number(before, after, value, is_code)
            || is_quoted_number(line, before, after, value)
            || is_long_server_code(before, after, value);
        if is_code_number {
            candidates.push(CodeCandidate::new(start..start + length, Slot::Prose, CandidateValue::Number(value)));
        } else if is_code(value) && !UNITS.iter().any(|unit| after.trim_start().starts_with(unit)) {
            others.push((start..start + length, value));
        }
    }
    others
}

/// Whether a number is listed with a code: only a separator is between them, and both have the same number of digits, or the
/// number is hardly anything but a code.
fn is_listed_with(text: &str, code: &Range<usize>, number: &Range<usize>, value: i64) -> bool {
    let (first, second) = if code.start < number.start { (code, number) } else { (number, code) };
    let Some(between) = text.get(first.end..second.start) else { return false };
    let between = between.trim_start_matches(['>', ')', '）', ']', '】', '"', '”', '\'']).trim();
    let is_list = LIST_SEPARATORS.contains(&between) && code.len() == number.len();
    is_list || (is_unmistakable(value) && (between.is_empty() || LIST_SEPARATORS.contains(&between)))
}

/// Whether the words before and after a number say that it is the number of an error.
fn is_error_number(before: &str, after: &str, value: i64, is_code: impl Fn(i64) -> bool) -> bool {
    let head = before_separators(before);
    let is_quoted_code =
        || before.contains(['“', '”']) && ["code", "code_"].iter().any(|word| ends_in_any_case(head, word));
    if CODE_WORDS.iter().any(|word| ends_with_word(head, word)) || is_quoted_code() {
        return value.abs() >= 1000 || is_code(value);
    }
    if UNITS.iter().any(|unit| after.trim_start().starts_with(unit)) {
        return false;
    }
    if value <= -10_000 && ["fail", "failed", "failure"].iter().any(|word| ends_with_word(head, word)) {
        return true;
    }
    let is_after_error_word = ERROR_WORDS_BEFORE.iter().any(|word| ends_with_word(head, word));
    let tail = after.trim_start_matches([' ', ')', '）', '】', ']', '"', '”', '`', '*', '的', '号', '这', '个']);
    let is_owned = || OWNERS.iter().any(|word| ends_with_word(head, word));
    let is_before_error_word = || ERROR_WORDS_AFTER.iter().any(|word| starts_with_word(tail, word)) && !is_owned();
    // Beside a word for "error", a negative number with four digits or more is almost always a code.
    (is_after_error_word || is_before_error_word()) && (value <= -1000 || is_code(value))
}

/// Whether a number that is hardly anything but a code is where people write codes: after a word for a result, or in
/// brackets in a text about a login.
fn is_quoted_number(line: &FinderInput<'_>, before: &str, after: &str, value: i64) -> bool {
    // The codes of v4 in decimal, and those of v5 beside one of its methods.
    let is_sdk_code = value >= 16_385 && has_code(Family::WebV4, value)
        || line.signs.is_certain(Product::WebSdkV5) && value >= 5000 && has_code(Family::WebV5, value);
    if !(is_unmistakable(value) || is_sdk_code) || UNITS.iter().any(|unit| after.trim_start().starts_with(unit)) {
        return false;
    }
    let head = before_separators(before);
    let head = before_separators(head.trim_end_matches([',', '，']));
    if RESULT_WORDS.iter().any(|word| ends_with_word(head, word)) {
        return true;
    }
    let is_bracketed =
        before.ends_with(['(', '（', '[', '【']) && after.starts_with([')', '）', ']', '】', ',', '，', ':', '：']);
    let is_owned = OWNERS.iter().any(|word| ends_with_word(head, word));
    is_bracketed && !is_owned && LOGIN_WORDS.iter().any(|word| line.text.contains(word))
}

/// Whether a number is one of the server's codes with six digits, which no other number looks like: "-100013, overdue?".
fn is_long_server_code(before: &str, after: &str, value: i64) -> bool {
    value <= -100_000
        && has_code(Family::Server, value)
        // Programs print other numbers after the names of theirs: `offset=-100018`, `x: -100018`.
        && !before.trim_end().ends_with(['=', ':'])
        && !UNITS.iter().any(|unit| after.trim_start().starts_with(unit))
        && !OWNERS.iter().any(|word| ends_with_word(before_separators(before), word))
}

/// Whether a number is documented and of a shape that other numbers rarely have: 70001 to 70403, -10011 and below.
pub(super) fn is_unmistakable(value: i64) -> bool {
    let family = if value < 0 { Family::Server } else { Family::Account };
    (value <= -10_000 || (70_001..=70_403).contains(&value)) && has_code(family, value)
}

/// Whether a number after `before` follows a word that says "code" or "error".
pub(super) fn follows_code_word(before: &str) -> bool {
    let head = before_separators(before);
    let words = [CODE_WORDS, ERROR_WORDS_BEFORE];
    words.into_iter().flatten().any(|word| ends_with_word(head, word)) || ends_in_any_case(head, "code")
}

/// The text before the separators, quotes, brackets and marks at its end.
fn before_separators(text: &str) -> &str {
    let mut head = text;
    loop {
        head = head.trim_end_matches(|c: char| " \t:：=＝(（[【\"“”'‘’`「『<《是为了叫#№*|{】".contains(c));
        match strip_html_tag(head) {
            Some(rest) => head = rest,
            None => return head,
        }
    }
}

fn ends_in_any_case(text: &str, word: &str) -> bool {
    let start = text.len().checked_sub(word.len()).filter(|start| text.is_char_boundary(*start));
    start.is_some_and(|start| text[start..].eq_ignore_ascii_case(word))
}

/// Whether `text` ends with the whole word `word`, in any case.
fn ends_with_word(text: &str, word: &str) -> bool {
    let Some(start) = text.len().checked_sub(word.len()).filter(|start| text.is_char_boundary(*start)) else {
        return false;
    };
    if !text[start..].eq_ignore_ascii_case(word) {
        return false;
    }
    if word == "报" {
        return !text[..start].ends_with(OTHER_REPORTS);
    }
    !word.is_ascii() || !text[..start].ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether `text` begins with the whole word `word`, in any case: "16388 errors" is a count.
fn starts_with_word(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    head.eq_ignore_ascii_case(word)
        && !(word.is_ascii() && text[word.len()..].starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether `value` is a code of a neighbouring product that the line names.
fn is_code_of(signs: Signs, value: i64) -> bool {
    let named = signs.neighbours().chain(signs.likely_neighbours());
    named.into_iter().any(|(product, family)| has_code(family, value) || product.uses_number(value))
}

/// Whether `value` is a documented code of a family that people quote, also as a hexadecimal without its `0x`.
pub(super) fn is_code(value: i64) -> bool {
    let as_hex = || i64::from_str_radix(&value.to_string(), 16).unwrap_or_default();
    is_documented(value) || ((1000..10_000).contains(&value) && has_code(Family::WebV4, as_hex()))
}

/// Whether `value` is a documented code of a family that people quote.
fn is_documented(value: i64) -> bool {
    let quoted = [Family::WebV4, Family::Account, Family::Server, Family::WebV5];
    quoted.into_iter().any(|family| has_code(family, value))
}
