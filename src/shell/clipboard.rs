//! Text for the clipboard. Secrets are redacted also in text that the user selects in a log.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::{Context, FullOutput, OutputCommand, Plugin};

use crate::report::redact::Redactor;

/// Decides which copied text is redacted. Shared by the program, which knows whether redaction is on, and the
/// [`SelectionRedactor`], which sees every copied text.
#[derive(Default)]
pub(super) struct ClipboardGuard {
    redact: AtomicBool,
    /// The text that the program itself copied last. It is not redacted again.
    own: Mutex<Option<String>>,
    /// Whether the user has copied selected text since this was asked last.
    selection_copied: AtomicBool,
}

impl ClipboardGuard {
    /// Copies a text unchanged.
    pub(super) fn copy(&self, ctx: &Context, text: String) {
        *self.own.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.clone());
        ctx.copy_text(text);
    }

    /// Sets whether selected text is redacted.
    pub(super) fn set_redact(&self, redact: bool) {
        self.redact.store(redact, Ordering::Relaxed);
    }

    /// Whether the user has copied selected text since the last call.
    pub(super) fn take_selection_copied(&self) -> bool {
        self.selection_copied.swap(false, Ordering::Relaxed)
    }

    fn is_own(&self, text: &str) -> bool {
        self.own.lock().unwrap_or_else(PoisonError::into_inner).as_deref() == Some(text)
    }
}

/// Redacts selected text in the output of each frame.
pub(super) struct SelectionRedactor(pub(super) Arc<ClipboardGuard>);

impl Plugin for SelectionRedactor {
    fn debug_name(&self) -> &'static str {
        "selection redactor"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let redact = self.0.redact.load(Ordering::Relaxed);
        for command in &mut output.platform_output.commands {
            let is_copied = matches!(command, OutputCommand::CopyText(_));
            // X11 and Wayland paste selected text that was never copied.
            let (OutputCommand::CopyText(text) | OutputCommand::TextSelectionSettled(text)) = command else { continue };
            if self.0.is_own(text) {
                continue;
            }
            if redact {
                *text = Redactor::new().redact(text).into_owned();
            }
            if is_copied {
                self.0.selection_copied.store(true, Ordering::Relaxed);
                ctx.request_repaint();
            }
        }
    }
}
