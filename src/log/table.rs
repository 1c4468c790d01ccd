//! Tables with a message column (CSV, TSV), as log services export them.

/// Names of columns that hold messages, in lower case.
pub const MESSAGE_COLUMNS: &[&str] = &[
    "message",
    "msg",
    "text",
    "log",
    "content",
    "error",
    "detail",
    "details",
    "error message",
    "errormessage",
    "body",
    "description",
    "日志",
    "内容",
    "消息",
    "日志内容",
    "错误信息",
];
