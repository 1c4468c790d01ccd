//! What the values of secrets look like.

/// Whether a value is a word that programs print instead of an empty, hidden or invalid secret.
pub(super) fn is_not_secret(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "", "-", "null", "undefined", "nil", "none", "nan", "true", "false", "empty", "hided", "hidden", "redacted",
        "filtered", "[filtered]", "masked", "expired", "invalid", "missing", "required", "must", "is", "not", "error",
        "failed", "ok", "success", "string", "object", "number", "boolean", "function", "include", "omit",
        "same-origin", "password", "oauth", "token", "bearer", "basic", "anonymous", "started", "closed",
    ];
    let lower = value.trim().to_ascii_lowercase();
    WORDS.contains(&&*lower) || lower.chars().all(|c| matches!(c, '*' | 'x' | '.' | '…' | '#'))
}

/// Whether a value looks generated: without spaces, and long or with digits among its letters.
pub(super) fn looks_random(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let len = value.chars().count();
    !value.contains(char::is_whitespace) && (len >= 24 || len >= 6 && digits > 0 && digits < len || digits > 10)
}

/// Whether a value is a short number, such as a count, a duration or an id.
pub(super) fn is_short_number(value: &str) -> bool {
    value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.')
}
