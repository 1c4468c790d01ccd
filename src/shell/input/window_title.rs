//! The title of the window, which names the shown log.

use eframe::egui::{Context, ViewportCommand};

use crate::app::{SessionId, State};
use crate::report::redact::Redactor;

/// The title while no log is shown.
const PROGRAM: &str = "TRTC Lens";

/// The title that was set last, with what it was made from.
#[derive(Default)]
pub(crate) struct WindowTitle {
    shown: Option<(SessionId, bool, usize)>,
    text: String,
}

impl WindowTitle {
    /// Sets the title if another log is shown. Other programs read titles, so the name is redacted unless secrets are kept.
    pub(crate) fn update(&mut self, ctx: &Context, state: &State) {
        let log = state.logs.shown().filter(|_| state.shows_log());
        let shown = log.map(|session| (session.id, state.redact, state.logs.sessions.len()));
        if shown == self.shown && !self.text.is_empty() {
            return;
        }
        self.shown = shown;
        let text = log.map_or_else(|| PROGRAM.to_owned(), |session| title(state.logs.tab_name(session), state.redact));
        if text != self.text {
            ctx.send_viewport_cmd(ViewportCommand::Title(text.clone()));
            self.text = text;
        }
    }
}

fn title(name: &str, redact: bool) -> String {
    let mut redactor = if redact { Redactor::new() } else { Redactor::none() };
    format!("{} – {PROGRAM}", redactor.redact(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_names_the_log_without_secrets() {
        assert_eq!(title("call.log", true), "call.log – TRTC Lens");
        assert!(!title("anna@example.com.log", true).contains("anna"));
        assert!(title("anna@example.com.log", false).contains("anna"));
    }
}
