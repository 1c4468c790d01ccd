//! Which messages have been shown long enough.

use eframe::egui::Context;

use crate::app::{Notice, NoticeId, NoticeKind};
use crate::ui::focus;

/// How long a message is shown: this long, and longer for each character.
const SECONDS: f64 = 4.0;
const SECONDS_PER_CHAR: f64 = 0.04;

/// When each message was shown first, in egui's time.
#[derive(Default)]
pub(crate) struct NoticeTimer(Vec<(NoticeId, f64)>);

impl NoticeTimer {
    /// The messages about what was done that have been shown long enough. Failures stay until the user dismisses them.
    pub(crate) fn due(&mut self, ctx: &Context, notices: &[Notice]) -> Vec<NoticeId> {
        if notices.is_empty() && self.0.is_empty() {
            return Vec::new();
        }
        let now = ctx.input(|input| input.time);
        // The time of a message does not pass while the pointer is on it.
        if ctx.data(|data| data.get_temp(focus::notices())).unwrap_or(false) {
            self.0.clear();
        }
        self.0.retain(|(id, _)| notices.iter().any(|notice| notice.id == *id));
        let mut due = Vec::new();
        for notice in notices.iter().filter(|notice| notice.kind == NoticeKind::Done) {
            let known = self.0.iter().find(|(id, _)| *id == notice.id).map(|(_, first)| *first);
            let first = known.unwrap_or(now);
            if known.is_none() {
                self.0.push((notice.id, now));
            }
            let remaining = first + SECONDS + SECONDS_PER_CHAR * notice.text.chars().count() as f64 - now;
            if remaining <= 0.0 {
                due.push(notice.id);
            } else {
                ctx.request_repaint_after_secs(remaining as f32);
            }
        }
        due
    }
}
