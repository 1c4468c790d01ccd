//! What the SDK uploads: bodies whose `log` holds many lines, events (`{"eventType":"join","result":"failed",…}`) and statistics
//! (`"log":"stat-join-failed--10012"`); and the log lines themselves, taken out of the bodies.

use super::{Recogniser, has_all, has_any};
use crate::log::draft::Draft;
use crate::log::json::Json;
use crate::log::line::Wrapping;
use crate::log::records::{MESSAGE_KEYS, Place, Records, fix_place, time_of};
use crate::log::units::{Unit, UnitKind};
use crate::log::{Layout, Level, LogFormat, text};

/// The SDK's uploads.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::SdkUpload,
    sign: "are what the SDK uploads, or the lines in it",
    owns_unit,
    owns_record,
};

/// SDK lines with nothing before them; a console's would have a name or a place.
fn owns_unit(unit: &Unit<'_>) -> bool {
    match unit.kind {
        UnitKind::Wrapped(Wrapping::Sdk, at) => {
            let is_first = unit.text[..at].trim().is_empty();
            is_first && at != 1 && !unit.text[at..].starts_with("TRTC[") && !super::firefox::is_placed(unit.text)
        }
        _ => false,
    }
}

fn owns_record(json: &Json<'_>) -> bool {
    json.member("log").is_some() && has_any(json, &["sdkAppId", "userId"])
        || has_all(json, &["eventType", "result"])
        || has_any(json, &["uint32_sdk_app_id", "msg_user_info"])
}

/// The log lines of a body.
#[must_use]
pub fn log_of<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    let has_message = || MESSAGE_KEYS[..4].iter().any(|key| json.member(key).is_some());
    json.member("log").and_then(Json::as_str).filter(|_| !has_message())
}

impl Records<'_> {
    /// A body: each line of its log is an entry; its other members belong to the first.
    pub(in crate::log) fn read_upload(&mut self, json: &Json<'_>, log: &str, place: &Place) {
        let user = json.member("userId").and_then(Json::as_text).map(str::to_owned);
        let mut rest = Some(self.collect(json, place, &["log"]));
        let pointer = self.pointer(&place.member_pointer("log"));
        let line = place.line;
        let time = time_of(json);
        let failed = log.starts_with("stat-") && log.contains("-failed");
        let visit = &mut self.visit;
        text::read_entries(log, &Layout::INNER, &mut |mut draft: Draft<'_>| {
            fix_place(&mut draft, line, pointer.as_ref());
            draft.user = draft.user.take().or_else(|| user.clone());
            draft.time = draft.time.take().or_else(|| time.clone());
            if draft.level == Level::None && failed {
                draft.level = Level::Error;
            }
            if let Some(rest) = rest.take() {
                draft.texts.extend(rest.texts);
                draft.objects.extend(rest.objects);
            }
            visit(draft);
        });
        if rest.is_some() {
            self.emit(json, place);
        }
    }
}
