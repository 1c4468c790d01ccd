//! The settings that are kept from one start of the window to the next.

use serde_json::{Map, Value};

use super::codes::sort::Column;
use super::panes::{Pane, Panes};
use crate::lists::closed_list;

closed_list! {
    /// Light or dark.
    #[derive(Default)]
    Appearance {
        /// Follows the system.
        #[default]
        System => "system", "System";
        /// Always light.
        Light => "light", "Light";
        /// Always dark.
        Dark => "dark", "Dark";
    }
}

impl Appearance {
    /// The next one, wrapping around at the end.
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }
}

/// The inner size of the window in points of the usual zoom, which do not depend on the resolution of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowSize {
    /// Width, at least that of [`WindowSize::MIN`].
    pub width: f32,
    /// Height, at least that of [`WindowSize::MIN`].
    pub height: f32,
    /// Whether the window fills the screen.
    pub maximized: bool,
}

impl WindowSize {
    /// The smallest window in which nothing is clipped.
    pub const MIN: Self = Self { width: 1000.0, height: 640.0, maximized: false };
}

impl Default for WindowSize {
    fn default() -> Self {
        Self { width: 1280.0, height: 800.0, maximized: false }
    }
}

/// How much larger than usual everything in the window is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zoom(f32);

impl Zoom {
    /// Everything is still readable, and something fits the window.
    const BOUNDS: [f32; 2] = [0.5, 3.0];
    /// Ratio between two steps.
    const STEP: f32 = 0.1;

    /// A factor within the bounds.
    pub fn new(factor: f32) -> Self {
        let [min, max] = Self::BOUNDS;
        Self(if factor.is_finite() { factor.clamp(min, max) } else { 1.0 })
    }

    /// The factor; 1 is the usual size.
    pub fn factor(self) -> f32 {
        self.0
    }

    /// The next larger size, or the next smaller one.
    #[must_use]
    pub fn step(self, larger: bool) -> Self {
        let step = if larger { Self::STEP } else { -Self::STEP };
        Self::new(((self.0 + step) * 10.0).round() / 10.0)
    }

    /// The size as people write it: "110 %".
    pub fn title(self) -> String {
        format!("{:.0} %", self.0 * 100.0)
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(1.0)
    }
}

/// Widths of columns of the codes table, in points, as the user set them. The other columns fit the window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ColumnWidths([Option<f32>; Column::ALL.len()]);

impl ColumnWidths {
    /// Widths outside these bounds come from a damaged file.
    const BOUNDS: std::ops::RangeInclusive<f64> = 1.0..=4096.0;

    /// The width of a column; `None` if the user never set it.
    pub fn get(self, column: Column) -> Option<f32> {
        self.0[column as usize]
    }

    /// Sets the width of a column.
    pub fn set(&mut self, column: Column, width: f32) {
        self.0[column as usize] = Some(width);
    }

    /// Reads an object of widths by column. `None` if it is no such object.
    fn parse(value: &Value) -> Option<Self> {
        let mut widths = Self::default();
        for (key, width) in value.as_object()? {
            let column = Column::from_id(&key.to_ascii_lowercase())?;
            widths.set(column, width.as_f64().filter(|width| Self::BOUNDS.contains(width))? as f32);
        }
        Some(widths)
    }

    fn render(self) -> Value {
        let width = |column: &Column| Some((column.id().to_owned(), self.get(*column)?.into()));
        Value::Object(Column::ALL.iter().filter_map(width).collect())
    }
}

/// How many texts of filters are kept.
const MAX_FILTERS: usize = 20;

/// The settings. A value that cannot be parsed falls back to its default and never prevents the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Light or dark.
    pub appearance: Appearance,
    /// Size of the window when it was last closed.
    pub window: WindowSize,
    /// Widths that the user gave to columns of the codes table.
    pub column_widths: ColumnWidths,
    /// How much everything is enlarged.
    pub zoom: Zoom,
    /// Whether reports and copies keep secrets from the start on.
    pub keep_secrets: bool,
    /// Whether the next start opens the logs that are open when the window is closed.
    pub restore_logs: bool,
    /// Sizes that the user gave to parts of a log's view, and which are folded.
    pub panes: Panes,
    /// Whether long lines of logs are wrapped.
    pub wrap_lines: bool,
    /// Texts that logs were filtered by or searched for, the last one first.
    pub filter_history: Vec<String>,
    /// Unknown keys of the file, which a newer version may have written; they are written back unchanged.
    unknown: Map<String, Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wrap_lines: false,
            filter_history: Vec::new(),
            appearance: Appearance::default(),
            window: WindowSize::default(),
            column_widths: ColumnWidths::default(),
            panes: Panes::default(),
            restore_logs: true,
            zoom: Zoom::default(),
            keep_secrets: false,
            unknown: Map::new(),
        }
    }
}

impl Settings {
    /// Parses the content of the file. Also returns one sentence for each value that could not be parsed.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut warnings = Vec::new();
        let mut unknown = match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(keys)) => keys,
            Ok(_) => {
                warnings.push("The settings file holds no JSON object; the defaults are used.".to_owned());
                Map::new()
            }
            Err(error) => {
                warnings.push(format!("The settings file is no JSON ({error}); the defaults are used."));
                Map::new()
            }
        };
        let mut read = |key: &str, fault: &str, set: &mut dyn FnMut(&Value) -> Option<()>| {
            if let Some(value) = unknown.shift_remove(key)
                && set(&value).is_none()
            {
                warnings.push(format!("The setting {key} = {value} {fault}."));
            }
        };
        let mut settings = Self::default();
        read("appearance", "means nothing; it follows the system", &mut |value| {
            settings.appearance = Appearance::from_id(value.as_str()?)?;
            Some(())
        });
        read("window", "is no size; the default is used", &mut |value| {
            settings.window = parse_window(value)?;
            Some(())
        });
        read("columnWidths", "has no widths of columns; they fit the window", &mut |value| {
            settings.column_widths = ColumnWidths::parse(value)?;
            Some(())
        });
        read("zoom", "is no size; the usual size is used", &mut |value| {
            settings.zoom = Zoom::new(value.as_f64().filter(|zoom| *zoom > 0.0)? as f32);
            Some(())
        });
        read("keepSecrets", "is neither true nor false; secrets are redacted", &mut |value| {
            settings.keep_secrets = value.as_bool()?;
            Some(())
        });
        read("restoreLogs", "is neither true nor false; logs are opened again", &mut |value| {
            settings.restore_logs = value.as_bool()?;
            Some(())
        });
        read("panes", "has no sizes of panes; they fit the window", &mut |value| {
            settings.panes = parse_panes(value)?;
            Some(())
        });
        read("wrapLines", "is neither true nor false; lines are not wrapped", &mut |value| {
            settings.wrap_lines = value.as_bool()?;
            Some(())
        });
        read("filterHistory", "is no list of texts; it is forgotten", &mut |value| {
            let texts = value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned));
            settings.filter_history = texts.collect::<Option<_>>()?;
            settings.filter_history.truncate(MAX_FILTERS);
            Some(())
        });
        settings.unknown = unknown;
        (settings, warnings)
    }

    /// Puts a text at the top of the filters that can be chosen again.
    pub fn remember_filter(&mut self, text: String) {
        self.filter_history.retain(|known| *known != text);
        self.filter_history.insert(0, text);
        self.filter_history.truncate(MAX_FILTERS);
    }

    /// The content of the file.
    pub fn render(&self) -> String {
        let mut keys = Map::new();
        keys.insert("appearance".to_owned(), self.appearance.id().into());
        keys.insert(
            "window".to_owned(),
            serde_json::json!({
                "width": self.window.width,
                "height": self.window.height,
                "maximized": self.window.maximized,
            }),
        );
        if self.column_widths != ColumnWidths::default() {
            keys.insert("columnWidths".to_owned(), self.column_widths.render());
        }
        if self.zoom != Zoom::default() {
            keys.insert("zoom".to_owned(), self.zoom.factor().into());
        }
        if self.keep_secrets {
            keys.insert("keepSecrets".to_owned(), true.into());
        }
        if !self.restore_logs {
            keys.insert("restoreLogs".to_owned(), false.into());
        }
        if self.panes != Panes::default() {
            keys.insert("panes".to_owned(), render_panes(self.panes));
        }
        if self.wrap_lines {
            keys.insert("wrapLines".to_owned(), true.into());
        }
        if !self.filter_history.is_empty() {
            keys.insert("filterHistory".to_owned(), self.filter_history.clone().into());
        }
        keys.extend(self.unknown.clone());
        format!("{:#}\n", Value::Object(keys))
    }
}

/// Reads an object of panes. `None` if it is no such object.
fn parse_panes(value: &Value) -> Option<Panes> {
    let mut panes = Panes::default();
    for (id, choice) in value.as_object()? {
        // A newer version may have more panes.
        let Some(pane) = Pane::from_id(id) else { continue };
        let choice = choice.as_object()?;
        let size = match choice.get("size") {
            Some(size) => Some(size.as_f64().filter(|size| *size > 0.0)? as f32),
            None => None,
        };
        let folded = match choice.get("folded") {
            Some(folded) => Some(folded.as_bool()?),
            None => None,
        };
        panes.choose(pane, (size, folded));
    }
    Some(panes)
}

fn render_panes(panes: Panes) -> Value {
    let mut keys = Map::new();
    for pane in Pane::ALL {
        let (size, folded) = panes.choice(*pane);
        let mut members = Map::new();
        members.extend(size.map(|size| ("size".to_owned(), size.into())));
        members.extend(folded.map(|folded| ("folded".to_owned(), folded.into())));
        if !members.is_empty() {
            keys.insert(pane.id().to_owned(), Value::Object(members));
        }
    }
    Value::Object(keys)
}

fn parse_window(value: &Value) -> Option<WindowSize> {
    /// No screen is larger. A damaged file must not request a window that cannot be created.
    const MAX_SIDE: f64 = 16_384.0;
    let side = |name: &str, min: f32| {
        let points = value.get(name)?.as_f64()?;
        (points > 0.0 && points <= MAX_SIDE).then(|| (points as f32).max(min))
    };
    Some(WindowSize {
        width: side("width", WindowSize::MIN.width)?,
        height: side("height", WindowSize::MIN.height)?,
        maximized: value.get("maximized").and_then(Value::as_bool).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trip_keeps_unknown_keys() {
        let text = r#"{"future":[1,2],"appearance":"dark","window":{"width":1100,"height":700,"maximized":true}}"#;
        let (settings, warnings) = Settings::parse(text);
        assert_eq!(warnings, [] as [String; 0]);
        assert_eq!(settings.appearance, Appearance::Dark);
        assert!(settings.window.maximized);
        let (reread, _) = Settings::parse(&settings.render());
        assert_eq!(reread, settings);
        assert!(settings.render().contains("future"));
    }

    #[test]
    fn column_widths_survive_a_round_trip() {
        let mut settings = Settings::default();
        assert!(!settings.render().contains("columnWidths"), "widths that nobody set are not written");
        settings.column_widths.set(Column::Name, 310.5);
        let (read, warnings) = Settings::parse(&settings.render());
        assert_eq!((read, warnings), (settings, Vec::new()));
        for damaged in ["[]", r#"{"name":-3}"#, r#"{"name":"wide"}"#, r#"{"colour":40}"#] {
            let (settings, warnings) = Settings::parse(&format!(r#"{{"columnWidths":{damaged}}}"#));
            assert_eq!((settings, warnings.len()), (Settings::default(), 1), "{damaged}");
        }
    }

    #[test]
    fn zoom_and_redaction_survive_a_round_trip() {
        let settings =
            Settings { zoom: Zoom::default().step(true).step(true), keep_secrets: true, ..Settings::default() };
        let (read, warnings) = Settings::parse(&settings.render());
        assert_eq!((read, warnings), (settings, Vec::new()));
        let (settings, warnings) = Settings::parse(r#"{"zoom":-2,"keepSecrets":"yes"}"#);
        assert_eq!((settings, warnings.len()), (Settings::default(), 2));
        assert_eq!(Zoom::new(99.0), Zoom::new(3.0));
        assert_eq!(Zoom::default().step(false).title(), "90 %");
    }

    #[test]
    fn sizes_of_panes_survive_a_round_trip() {
        let mut settings = Settings::default();
        settings.panes.choose(Pane::Details, (Some(512.5), None));
        settings.panes.choose(Pane::Problems, (None, Some(true)));
        let (read, warnings) = Settings::parse(&settings.render());
        assert_eq!((read, warnings), (settings, Vec::new()));
        for damaged in ["[]", r#"{"details":3}"#, r#"{"details":{"size":-3}}"#, r#"{"details":{"folded":"yes"}}"#] {
            let (settings, warnings) = Settings::parse(&format!(r#"{{"panes":{damaged}}}"#));
            assert_eq!((settings, warnings.len()), (Settings::default(), 1), "{damaged}");
        }
        let (settings, warnings) = Settings::parse(r#"{"panes":{"map":{"size":3},"details":{"size":1e30}}}"#);
        assert_eq!((settings, warnings.len()), (Settings::default(), 0), "panes of a newer version are no fault");
    }

    #[test]
    fn damaged_values_fall_back_to_defaults() {
        let (settings, warnings) = Settings::parse(r#"{"appearance":"pink","window":{"width":-1,"height":700}}"#);
        assert_eq!(settings, Settings::default());
        assert_eq!(warnings.len(), 2);
        for damaged in ["", "\u{0}\u{0}", "[]", "{\"appearance\":", "null"] {
            let (settings, warnings) = Settings::parse(damaged);
            assert_eq!((settings, warnings.len()), (Settings::default(), 1), "{damaged:?}");
        }
    }
}
