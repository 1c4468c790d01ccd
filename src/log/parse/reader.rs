//! Reads entries from text and from JSON records. Both are in one file because each contains the other: a line of a log may
//! be a JSON record, and a string in a record may contain lines of a log.
//!
//! A record is recognised by its own members, never by its position in the file, so that a part of a file yields the
//! same entries as the whole.

use std::borrow::Cow;

use super::clock::sdk_clock;
use super::parsed_entry::{ErrorObject, Origin, ParsedEntry, TextPart};
use super::prefix::{parse_prefix, strip_style_cow};
use super::record_fields::{
    MESSAGE_KEYS, inner_json, is_never_code, is_record, level_of, summary, time_of, title, with_codes,
};
use super::text::text_entry;
use crate::log::entry::Level;
use crate::log::formats::csv_table::CsvTable;
use crate::log::formats::har::{self, HarRequest};
use crate::log::formats::{sdk_upload, webdriver};
use crate::log::json::{Json, Value, parse, pointer_token};
use crate::log::layout::Layout;
use crate::log::segment::line_kind::LineKind;
use crate::log::segment::raw_entry::RawEntry;
use crate::log::segment::{Segmenter, entry_head};

/// JSON inside a string is parsed to this depth of strings in strings; error handlers reach two.
const MAX_STRING_DEPTH: usize = 4;

/// Reads all entries of `text` (whole lines) and passes them to `visit`.
pub(crate) fn read_entries(text: &str, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    for raw in Segmenter::new(layout.clone()).entries(text) {
        read_raw_entry(&raw, layout, visit);
    }
}

/// Parses one raw entry. Text yields one entry, JSON any number, a row of a table one, or none if it repeats the
/// header.
pub(crate) fn read_raw_entry(raw: &RawEntry<'_>, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    if let Some(table) = &layout.table {
        read_row(raw, table, visit);
    } else if raw.kind != LineKind::Json {
        visit(text_entry(raw, entry_head(raw).unwrap_or_default()));
    } else if !read_json(raw, true, visit) {
        let raw = RawEntry { kind: LineKind::FreeText, ..*raw };
        visit(text_entry(&raw, entry_head(&raw).unwrap_or_default()));
    }
}

/// Like [`read_raw_entry`], but only level and time of the entries of a record are read: for records that are only counted.
pub(crate) fn read_levels(raw: &RawEntry<'_>, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    if raw.kind != LineKind::Json || layout.table.is_some() || !read_json(raw, false, visit) {
        read_raw_entry(raw, layout, visit);
    }
}

/// Reads a JSON record on lines of its own. Returns false if the lines are not a record.
fn read_json(raw: &RawEntry<'_>, with_content: bool, visit: &mut dyn FnMut(ParsedEntry<'_>)) -> bool {
    let Some(parsed) = parse(raw.text) else { return false };
    if parsed.is_complete && !raw.text[parsed.end..].trim().is_empty() {
        return false;
    }
    let bytes = raw.text.as_bytes();
    let is_multiline = raw.lines > 1;
    let line_of = |offset: usize| {
        let lines =
            if is_multiline { memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() } else { 0 };
        raw.first_line + lines as u64
    };
    RecordReader { line_of: &line_of, with_pointers: false, physical_lines: false, with_content, visit }
        .read(&parsed.json, "");
    true
}

/// Reads a row of a table as one record.
fn read_row(raw: &RawEntry<'_>, table: &CsvTable, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    let Some(row) = table.record(raw.text) else { return };
    let line_of = |offset: usize| {
        let lines = memchr::memchr_iter(b'\n', &raw.text.as_bytes()[..offset.min(raw.text.len())]).count();
        raw.first_line + lines as u64
    };
    let mut visit_row = |mut entry: ParsedEntry<'_>| {
        entry.first_line = raw.first_line;
        entry.last_line = raw.first_line + raw.lines - 1;
        visit(entry);
    };
    RecordReader {
        line_of: &line_of,
        with_pointers: false,
        physical_lines: true,
        with_content: true,
        visit: &mut visit_row,
    }
    .read_single(&row);
}

/// Reads the entries of JSON records.
pub(crate) struct RecordReader<'r> {
    /// Returns the physical line of a byte offset in the parsed text.
    pub line_of: &'r dyn Fn(usize) -> u64,
    /// Whether entries get JSON pointers: in documents that are not line-based.
    pub with_pointers: bool,
    /// Whether line breaks inside strings are line breaks of the file (in tables), not written as `\n`.
    pub physical_lines: bool,
    /// Whether entries get their message, texts and objects, or only level and time.
    pub with_content: bool,
    /// Receives the entries.
    pub visit: &'r mut dyn FnMut(ParsedEntry<'_>),
}

impl RecordReader<'_> {
    /// Reads `json`, whose pointer is `pointer`, and all records in it.
    pub(crate) fn read(&mut self, json: &Json<'_>, pointer: &str) {
        let position = self.position(json, pointer);
        let has_records = self.read_value(json, &position);
        if !has_records {
            self.read_record(json, &position);
        }
    }

    /// Reads `json` as one record, without searching it for others.
    pub(crate) fn read_single(&mut self, json: &Json<'_>) {
        let position = self.position(json, "");
        self.read_record(json, &position);
    }

    /// Reads the records in a value. Returns whether there were any.
    fn read_value(&mut self, json: &Json<'_>, position: &RecordPosition) -> bool {
        match &json.value {
            Value::Array(elements) => {
                let mut has_records = false;
                for (idx, element) in elements.iter().enumerate() {
                    let position = position.member(&idx.to_string(), element, self.line_of);
                    has_records |= match &element.value {
                        Value::String(text) => self.read_string(text, &position),
                        _ => self.read_value(element, &position) || self.read_record(element, &position),
                    };
                }
                has_records
            }
            Value::Object(_) if har::is_entry(json) => {
                self.read_request(&HarRequest::new(json), position);
                true
            }
            Value::Object(members) => {
                if let Some(log) = sdk_upload::log_of(json) {
                    self.read_upload(json, log, position);
                    return true;
                }
                if is_record(json) {
                    return self.read_record(json, position);
                }
                let mut has_records = false;
                for (key, value) in members {
                    if matches!(value.value, Value::Array(_) | Value::Object(_)) && !is_never_code(key) {
                        let position = position.member(key, value, self.line_of);
                        has_records |= self.read_value(value, &position);
                    }
                }
                has_records
            }
            _ => false,
        }
    }

    /// Reads a string that is an entry by itself: JSON in a string, or lines of a log.
    fn read_string(&mut self, text: &str, position: &RecordPosition) -> bool {
        if position.string_depth < MAX_STRING_DEPTH
            && let Some(parsed) = inner_json(text)
        {
            let position = position.inside_string();
            return self.read_value(&parsed.json, &position) || self.read_record(&parsed.json, &position);
        }
        let mut has_entries = false;
        let line = position.line;
        let pointer = position.pointer.clone();
        read_entries(text, &Layout::IN_STRING, &mut |mut entry| {
            has_entries = true;
            entry.set_enclosing_string(line, pointer.as_ref());
            (self.visit)(entry);
        });
        has_entries
    }

    /// Reads one record as one entry. Returns false if `json` is not an object.
    fn read_record(&mut self, json: &Json<'_>, position: &RecordPosition) -> bool {
        if !matches!(json.value, Value::Object(_)) {
            return false;
        }
        let mut entry = self.collect(json, position, &[]);
        let message =
            MESSAGE_KEYS.iter().find_map(|key| json.member(key).and_then(Json::as_str).filter(|text| !text.is_empty()));
        let plain = message.map(|message| strip_style_cow(webdriver::unwrap(message)));
        let prefix = plain.as_deref().and_then(parse_prefix);
        entry.time = prefix.map(|prefix| sdk_clock(prefix.clock)).or_else(|| time_of(json));
        entry.level = prefix.map_or_else(|| level_of(json), |prefix| prefix.level);
        entry.client = prefix.and_then(|prefix| prefix.client).map(str::to_owned);
        let user = json.member("userId").and_then(Json::as_text);
        entry.user = prefix.and_then(|prefix| prefix.user).or(user).map(str::to_owned);
        entry.origin = if prefix.is_some() { Origin::Sdk } else { Origin::Export };
        if !self.with_content {
            (self.visit)(entry);
            return true;
        }
        let shown = match (&plain, prefix) {
            (Some(Cow::Borrowed(plain)), Some(prefix)) => Cow::Borrowed(&plain[prefix.message..]),
            (Some(Cow::Owned(plain)), Some(prefix)) => Cow::Owned(plain[prefix.message..].to_owned()),
            (Some(plain), None) => {
                title(json).map_or_else(|| plain.clone(), |title| format!("{title}: {plain}").into())
            }
            (None, _) => summary(json).into(),
        };
        entry.message = with_codes(shown, json);
        (self.visit)(entry);
        true
    }

    /// Reads the body of an SDK upload. Each line of its log is an entry; its other members belong to the first.
    fn read_upload(&mut self, json: &Json<'_>, log: &str, position: &RecordPosition) {
        let user = json.member("userId").and_then(Json::as_text).map(str::to_owned);
        let mut other_members = Some(self.collect(json, position, &["log"]).into_owned());
        let pointer = position.member_pointer("log");
        let line = position.line;
        let time = time_of(json);
        let has_failed = sdk_upload::is_failure(log);
        let visit = &mut self.visit;
        read_entries(log, &Layout::IN_STRING, &mut |mut entry: ParsedEntry<'_>| {
            entry.set_enclosing_string(line, pointer.as_ref());
            entry.user = entry.user.take().or_else(|| user.clone());
            entry.time = entry.time.take().or_else(|| time.clone());
            if entry.level == Level::None && has_failed {
                entry.level = Level::Error;
            }
            if let Some(members) = other_members.take() {
                entry.texts.extend(members.texts);
                entry.objects.extend(members.objects);
            }
            visit(entry);
        });
        if other_members.is_some() {
            self.read_record(json, position);
        }
    }

    /// Reads a request of an HTTP archive as several entries: the request, the bodies that were sent and received, and the
    /// messages of a web socket.
    fn read_request(&mut self, request: &HarRequest<'_, '_>, position: &RecordPosition) {
        let (level, message) = request.summary();
        let pointer = position.pointer.clone();
        let part = TextPart {
            line: position.line,
            physical: false,
            pointer: pointer.clone(),
            text: Cow::Owned(message.clone()),
        };
        (self.visit)(ParsedEntry {
            first_line: position.line,
            last_line: position.line,
            pointer,
            time: time_of(request.json),
            level,
            message: Cow::Owned(message),
            user: request.socket_user().map(str::to_owned),
            // Statuses of other hosts are not about the SDK.
            texts: if request.is_sdk_failure() { vec![part] } else { Vec::new() },
            origin: Origin::Export,
            ..ParsedEntry::default()
        });
        if let Some((path, body)) = request.posted() {
            self.read_body(path, body, position);
        }
        let is_foreign = request.is_foreign();
        let (line_of, with_pointers, physical_lines) = (self.line_of, self.with_pointers, self.physical_lines);
        let visit = &mut self.visit;
        let mut visit_answer = |mut entry: ParsedEntry<'_>| {
            if is_foreign {
                entry.origin = Origin::Foreign;
            }
            visit(entry);
        };
        let with_content = self.with_content;
        let mut answers =
            RecordReader { line_of, with_pointers, physical_lines, with_content, visit: &mut visit_answer };
        if let Some((path, body)) = request.answered() {
            answers.read_body(path, body, position);
        }
        for (idx, message, data) in request.received_messages() {
            if let Some(text) = data.as_str() {
                let position = position.descendant(&format!("_webSocketMessages/{idx}/data"), data, line_of);
                answers.read_web_socket_message(text, message, &position);
            }
        }
    }

    /// Reads a body of a request or an answer.
    fn read_body(&mut self, path: &str, body: &Json<'_>, position: &RecordPosition) {
        if let Some(text) = body.as_str() {
            let position = position.descendant(path, body, self.line_of);
            self.read_string(text, &position);
        }
    }

    /// Reads a message that a web socket received. The entry has the wording that the SDK uses in its log.
    fn read_web_socket_message(&mut self, text: &str, message: &Json<'_>, position: &RecordPosition) {
        let Some(parsed) = inner_json(text) else { return };
        let position = RecordPosition { in_string: true, ..position.clone() };
        let entry = self.collect(&parsed.json, &position, &[]);
        (self.visit)(ParsedEntry {
            time: time_of(message),
            message: Cow::Owned(format!("received message: {text}")),
            origin: Origin::Export,
            ..entry
        });
    }

    /// The texts and objects of a record and of all values nested in it, without the members named by `leave_out`.
    fn collect<'j>(&self, json: &'j Json<'_>, position: &RecordPosition, leave_out: &[&str]) -> ParsedEntry<'j> {
        let mut entry = ParsedEntry {
            first_line: position.line,
            last_line: position.line,
            pointer: position.pointer.clone(),
            ..ParsedEntry::default()
        };
        if self.with_content {
            self.collect_into(&mut entry, json, position, leave_out);
        }
        entry
    }

    fn collect_into<'j>(
        &self,
        entry: &mut ParsedEntry<'j>,
        json: &'j Json<'_>,
        position: &RecordPosition,
        leave_out: &[&str],
    ) {
        match &json.value {
            Value::Object(members) => {
                let scalars = members
                    .iter()
                    .filter_map(|(key, value)| Some((Cow::Borrowed(key.as_ref()), Cow::Borrowed(value.as_text()?))))
                    .collect();
                entry.objects.push(ErrorObject {
                    line: position.line,
                    pointer: position.pointer.clone(),
                    in_string: position.in_string,
                    members: scalars,
                });
                for (key, value) in members {
                    let may_have_codes = matches!(value.value, Value::String(_) | Value::Array(_) | Value::Object(_));
                    if may_have_codes && !is_never_code(key) && !leave_out.contains(&key.as_ref()) {
                        let mut inner = position.member(key, value, self.line_of);
                        // In a document the pointer names the member; the line is the record's.
                        if self.with_pointers && value.as_text().is_some() {
                            inner.line = position.line;
                        }
                        self.collect_into(entry, value, &inner, &[]);
                    }
                }
            }
            Value::Array(elements) => {
                for (idx, element) in elements.iter().enumerate() {
                    let position = position.member(&idx.to_string(), element, self.line_of);
                    self.collect_into(entry, element, &position, &[]);
                }
            }
            Value::String(text) => {
                if position.string_depth < MAX_STRING_DEPTH
                    && let Some(parsed) = inner_json(text)
                {
                    let inner = self.collect(&parsed.json, &position.inside_string(), &[]).into_owned();
                    entry.texts.extend(inner.texts);
                    entry.objects.extend(inner.objects);
                    return;
                }
                let plain = strip_style_cow(webdriver::unwrap(text));
                let is_verbatim = matches!(plain, Cow::Borrowed(_));
                entry.texts.push(TextPart {
                    line: position.line,
                    physical: self.physical_lines && is_verbatim && !position.in_string,
                    pointer: position.pointer.clone(),
                    text: plain,
                });
            }
            _ => {}
        }
    }

    fn position(&self, json: &Json<'_>, pointer: &str) -> RecordPosition {
        let pointer = self.with_pointers.then(|| pointer.to_owned());
        RecordPosition { line: (self.line_of)(json.start), pointer, in_string: false, string_depth: 0 }
    }
}

/// The position of a value in the file.
#[derive(Clone)]
struct RecordPosition {
    /// Physical line.
    line: u64,
    /// JSON pointer; `None` if entries get none.
    pointer: Option<String>,
    /// Whether the value is inside a string: then line and pointer are those of the string.
    in_string: bool,
    /// How many strings enclose the value.
    string_depth: usize,
}

impl RecordPosition {
    /// The position of the member or element `key`.
    fn member(&self, key: &str, value: &Json<'_>, line_of: &dyn Fn(usize) -> u64) -> Self {
        if self.in_string {
            return self.clone();
        }
        Self { line: line_of(value.start), pointer: self.member_pointer(key), ..*self }
    }

    fn member_pointer(&self, key: &str) -> Option<String> {
        let pointer = self.pointer.as_ref()?;
        Some(if self.in_string { pointer.clone() } else { format!("{pointer}/{}", pointer_token(key)) })
    }

    /// The position of a value several levels below, at the relative pointer `path`.
    fn descendant(&self, path: &str, value: &Json<'_>, line_of: &dyn Fn(usize) -> u64) -> Self {
        let line = if self.in_string { self.line } else { line_of(value.start) };
        Self { line, pointer: self.pointer.as_ref().map(|pointer| format!("{pointer}/{path}")), ..*self }
    }

    /// The position of JSON inside the string at this position.
    fn inside_string(&self) -> Self {
        Self { in_string: true, string_depth: self.string_depth + 1, ..self.clone() }
    }
}
