//! What goes to the clipboard: text that the user selects in a log has its secrets taken out, too.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::{Context, FullOutput, OutputCommand, Plugin};

use crate::report::redact::Redactor;

/// Shared by the program, which knows what may leave, and the plugin, which sees all that does.
#[derive(Default)]
pub(super) struct Outgoing {
    redact: AtomicBool,
    /// What the program itself copied: it was redacted as a whole where it had to be.
    own: Mutex<Option<String>>,
}

impl Outgoing {
    /// Puts a text on the clipboard as it is.
    pub(super) fn copy(&self, ctx: &Context, text: String) {
        *self.own.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.clone());
        ctx.copy_text(text);
    }

    /// Whether selected text is to be redacted.
    pub(super) fn set_redact(&self, redact: bool) {
        self.redact.store(redact, Ordering::Relaxed);
    }

    fn is_own(&self, text: &str) -> bool {
        self.own.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(text)
    }
}

/// Looks at each frame's output before it leaves.
pub(super) struct SelectionRedactor(pub(super) Arc<Outgoing>);

impl Plugin for SelectionRedactor {
    fn debug_name(&self) -> &'static str {
        "selection redactor"
    }

    fn output_hook(&mut self, _ctx: &Context, output: &mut FullOutput) {
        if !self.0.redact.load(Ordering::Relaxed) {
            return;
        }
        for command in &mut output.platform_output.commands {
            // X11 and Wayland paste what is selected without its being copied.
            let (OutputCommand::CopyText(text) | OutputCommand::TextSelectionSettled(text)) = command else { continue };
            if !self.0.is_own(text) {
                *text = Redactor::new().redact(text).into_owned();
            }
        }
    }
}
