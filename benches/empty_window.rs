//! The baseline for the window: an empty eframe window. It writes the time of its first frame, in milliseconds since 1970, to
//! the file that its argument names, and closes.

use std::time::{SystemTime, UNIX_EPOCH};

use eframe::egui::{Ui, ViewportCommand};

struct Empty(Option<String>);

impl eframe::App for Empty {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        if let Some(path) = self.0.take() {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            std::fs::write(path, format!("{}\n", now.as_millis())).expect("a file to write to");
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }
}

fn main() {
    let Some(path) = std::env::args().nth(1).filter(|argument| !argument.starts_with('-')) else { return };
    let options = eframe::NativeOptions { renderer: eframe::Renderer::Glow, ..eframe::NativeOptions::default() };
    eframe::run_native("Empty", options, Box::new(|_| Ok(Box::new(Empty(Some(path)))))).expect("a window");
}
