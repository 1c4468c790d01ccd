//! Colours, fonts and sizes. Other files take theirs from here.
//!
//! There are two sizes of text and one of headings; distances are multiples of four points. Text has a contrast of at least
//! 4.5 : 1 on every surface, outlines of controls one of at least 3 : 1, in light and dark (a test computes both).

use std::sync::Arc;

use eframe::egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Style,
    TextStyle, Theme, ThemePreference, Vec2, Visuals, vec2,
};

use crate::app::Appearance;
use crate::catalog::Severity;
use crate::log::Level;

/// The smaller size of text: lists and labels.
pub const SMALL: f32 = 12.0;
/// The size of running text and controls.
pub const BODY: f32 = 14.0;
/// The height of a line of running text.
pub const BODY_LINE: f32 = BODY * 1.5;
/// The size of headings.
pub const HEADING: f32 = 20.0;

/// The unit of distances.
pub const GRID: f32 = 4.0;
/// Height of a row in a list.
pub const ROW: f32 = 24.0;
/// Height of a row of controls.
pub const CONTROL: f32 = 28.0;
/// The greatest width of running text: longer lines are hard to follow.
pub const READING_WIDTH: f32 = 640.0;
/// Width of the filters beside the codes.
pub const FILTERS_WIDTH: f32 = 176.0;
/// Width of the details: default, minimum and maximum.
pub const DETAILS_WIDTH: [f32; 3] = [400.0, 336.0, 672.0];
/// The greatest width of the search field.
pub const SEARCH_WIDTH: f32 = 560.0;
/// Width of a scroll bar.
pub const SCROLL_BAR: f32 = 12.0;
/// Rounding of controls.
pub const ROUNDING: u8 = 5;

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// Declares the colours, each with its value in the light and in the dark appearance.
macro_rules! palette {
    ($($(#[$meta:meta])* $name:ident: $light:literal, $dark:literal;)+) => {
        /// The colours of one appearance.
        #[derive(Clone, Copy, Debug)]
        pub struct Palette { $($(#[$meta])* pub $name: Color32,)+ }

        /// The light appearance.
        pub const LIGHT: Palette = Palette { $($name: rgb($light),)+ };

        /// The dark appearance.
        pub const DARK: Palette = Palette { $($name: rgb($dark),)+ };
    };
}

palette! {
    /// Background of what is read.
    surface: 0xFF_FFFF, 0x15_181D;
    /// Background of bars and filters.
    bar: 0xF5_F6F8, 0x1B_1F26;
    /// Background of insets: code samples, log text.
    inset: 0xF3_F4F7, 0x1F_242C;
    /// Lines between areas.
    line: 0xE2_E5EA, 0x2B_313A;
    /// Outlines of controls.
    outline: 0x82_8B96, 0x6B_7482;
    /// Text.
    text: 0x1C_2128, 0xE3_E6EA;
    /// Secondary text.
    muted: 0x57_606B, 0xA0_A9B4;
    /// The accent: chosen tabs, links, focus.
    accent: 0x0A_5CC2, 0x74_B4FF;
    /// Text on the accent.
    on_accent: 0xFF_FFFF, 0x0D_1A2B;
    /// Background of the selection.
    selected: 0xDC_EAFB, 0x20_364E;
    /// Background under the pointer.
    hovered: 0xEE_F1F5, 0x22_272F;
    /// Background of search matches.
    highlight: 0xFF_E58F, 0x66_4F08;
    /// Background of a found text.
    hit: 0xFF_BE6E, 0x84_4A00;
    /// Marks of a found text on the scroll bar.
    hit_mark: 0xB2_5F00, 0xFF_B04A;
    /// Errors.
    error: 0xB4_232C, 0xFF_8A82;
    /// Background of errors.
    error_soft: 0xFC_E4E4, 0x47_2022;
    /// Warnings.
    warning: 0x80_5100, 0xE8_B849;
    /// Background of warnings.
    warning_soft: 0xFD_EFCF, 0x3C_3113;
    /// Informational messages.
    info: 0x3A_566F, 0xA9_C1D9;
    /// Background of informational messages.
    info_soft: 0xE6_EDF3, 0x25_303B;
}

/// Colours on pictures, which may be light or dark in both appearances: each can be seen on white and on black.
pub(crate) mod on_picture {
    use super::{Color32, rgb};
    use crate::catalog::Severity;

    /// The outline of the selected row.
    pub(crate) const SELECTED: Color32 = rgb(0x24_7C_E0);
    /// The background of the selected row.
    pub(crate) const SELECTED_FILL: Color32 = Color32::from_rgba_premultiplied(0x05, 0x13, 0x22, 0x26);
    /// The background of the row under the pointer.
    pub(crate) const HOVERED: Color32 = Color32::from_rgba_premultiplied(0x10, 0x18, 0x20, 0x28);
    /// The line around outlines.
    pub(crate) const HALO: Color32 = Color32::from_rgba_premultiplied(0x70, 0x70, 0x70, 0x70);

    /// The outline of a finding.
    pub(crate) const fn severity(severity: Option<Severity>) -> Color32 {
        match severity {
            Some(Severity::Error) => rgb(0xD9_2D_38),
            Some(Severity::Warning) | None => rgb(0xB8_6E_00),
            Some(Severity::Info) => rgb(0x4A_78_A0),
        }
    }
}

impl Palette {
    /// The colours of the current appearance.
    pub fn of(visuals: &Visuals) -> &'static Self {
        if visuals.dark_mode { &DARK } else { &LIGHT }
    }

    /// The colour of a severity and its background. Codes that are not documented look like warnings.
    pub fn severity(&self, severity: Option<Severity>) -> (Color32, Color32) {
        match severity {
            Some(Severity::Error) => (self.error, self.error_soft),
            Some(Severity::Warning) | None => (self.warning, self.warning_soft),
            Some(Severity::Info) => (self.info, self.info_soft),
        }
    }

    /// The colour of one of several logs. After the last colour comes the first again: the name is beside it.
    pub fn log(&self, number: usize) -> Color32 {
        const LIGHT_LOGS: [u32; 8] =
            [0x0A_5CC2, 0x9A_3412, 0x15_6F4E, 0x7A_3EA8, 0x8A_5A00, 0xA8_2A6A, 0x0B_6B7A, 0x57_606B];
        const DARK_LOGS: [u32; 8] =
            [0x74_B4FF, 0xFF_A774, 0x6F_D6A8, 0xC9_A2FF, 0xE8_C25A, 0xFF_9CCB, 0x66_D4E4, 0xB4_BDC8];
        let logs = if self.surface == DARK.surface { DARK_LOGS } else { LIGHT_LOGS };
        rgb(logs[number % logs.len()])
    }

    /// The colour of a level's name.
    pub fn level(&self, level: Level) -> Color32 {
        match level {
            Level::Error => self.error,
            Level::Warn => self.warning,
            Level::Info | Level::Debug | Level::None => self.muted,
        }
    }
}

/// Running text.
pub fn body() -> FontId {
    FontId::new(BODY, FontFamily::Proportional)
}

/// Emphasised running text.
pub fn strong() -> FontId {
    FontId::new(BODY, strong_family())
}

/// Lists and labels.
pub fn small() -> FontId {
    FontId::new(SMALL, FontFamily::Proportional)
}

/// Emphasised labels.
pub fn small_strong() -> FontId {
    FontId::new(SMALL, strong_family())
}

/// Codes and log text.
pub fn mono() -> FontId {
    FontId::new(SMALL, FontFamily::Monospace)
}

/// The width of a character of log text.
pub fn mono_advance(ui: &eframe::egui::Ui) -> f32 {
    ui.fonts_mut(|fonts| fonts.glyph_width(&mono(), '0'))
}

/// Codes in running text.
pub fn mono_body() -> FontId {
    FontId::new(BODY, FontFamily::Monospace)
}

/// Headings.
pub fn heading() -> FontId {
    FontId::new(HEADING, strong_family())
}

/// A code as a heading.
pub fn mono_heading() -> FontId {
    FontId::new(HEADING, FontFamily::Monospace)
}

fn strong_family() -> FontFamily {
    FontFamily::Name("strong".into())
}

/// Installs the fonts and both appearances.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.set_style_of(Theme::Light, style(Theme::Light));
    ctx.set_style_of(Theme::Dark, style(Theme::Dark));
}

/// Switches to an appearance.
pub fn set_appearance(ctx: &Context, appearance: Appearance) {
    ctx.set_theme(match appearance {
        Appearance::System => ThemePreference::System,
        Appearance::Light => ThemePreference::Light,
        Appearance::Dark => ThemePreference::Dark,
    });
}

/// The font of Chinese text, for machines that have no such font.
const CHINESE: &str = "noto-sans-sc";

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let embedded: [(&str, &[u8]); 4] = [
        ("inter", include_bytes!("../../assets/fonts/Inter-Regular.otf")),
        ("inter-semibold", include_bytes!("../../assets/fonts/Inter-SemiBold.otf")),
        ("jetbrains-mono", include_bytes!("../../assets/fonts/JetBrainsMono-Regular.ttf")),
        (CHINESE, include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf")),
    ];
    for (name, bytes) in embedded {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    // egui's own fonts come after these: they have the symbols and emoji that these lack.
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with_fallback = |name: &str| -> Vec<String> {
        [name, CHINESE].into_iter().map(str::to_owned).chain(fallback.iter().cloned()).collect()
    };
    fonts.families.insert(strong_family(), with_fallback("inter-semibold"));
    fonts.families.insert(FontFamily::Proportional, with_fallback("inter"));
    fonts.families.insert(FontFamily::Monospace, with_fallback("jetbrains-mono"));
    fonts
}

fn style(theme: Theme) -> Style {
    let palette = if theme == Theme::Dark { &DARK } else { &LIGHT };
    let mut style = Style { visuals: visuals(theme, palette), animation_time: 0.0, ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, small()),
        (TextStyle::Body, body()),
        (TextStyle::Button, body()),
        (TextStyle::Monospace, mono()),
        (TextStyle::Heading, heading()),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(2.0 * GRID, GRID);
    spacing.button_padding = vec2(2.5 * GRID, GRID);
    spacing.interact_size = vec2(ROW, CONTROL);
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = 1.5 * GRID;
    spacing.menu_margin = Margin::same(4);
    spacing.tooltip_width = 360.0;
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.floating = true;
    spacing.scroll.fade.strength = 0.0;
    style.scroll_animation = eframe::egui::style::ScrollAnimation::none();
    style.interaction.tooltip_delay = 0.4;
    style.url_in_tooltip = true;
    style
}

fn visuals(theme: Theme, palette: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    let rounding = CornerRadius::same(ROUNDING);
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.inset;
    visuals.extreme_bg_color = palette.surface;
    visuals.text_edit_bg_color = Some(palette.surface);
    visuals.code_bg_color = palette.inset;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.window_fill = palette.surface;
    visuals.panel_fill = palette.surface;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = rounding;
    visuals.menu_corner_radius = rounding;
    visuals.popup_shadow = Shadow { offset: [0, 4], blur: 16, spread: 0, color: Color32::from_black_alpha(40) };
    visuals.selection.bg_fill = palette.selected;
    visuals.selection.stroke = Stroke::new(1.5, palette.accent);
    // A blinking cursor would repaint the window all the time.
    visuals.text_cursor.blink = false;
    visuals.text_cursor.stroke = Stroke::new(1.5, palette.accent);
    visuals.striped = false;
    let line = Stroke::new(1.0, palette.outline);
    let widgets = &mut visuals.widgets;
    for (widget, fill, outline, text) in [
        (&mut widgets.noninteractive, palette.surface, Stroke::new(1.0, palette.line), palette.text),
        (&mut widgets.inactive, palette.surface, line, palette.text),
        (&mut widgets.hovered, palette.hovered, line, palette.text),
        (&mut widgets.active, palette.selected, Stroke::new(1.5, palette.accent), palette.text),
        (&mut widgets.open, palette.hovered, line, palette.text),
    ] {
        widget.bg_fill = fill;
        widget.weak_bg_fill = fill;
        widget.bg_stroke = outline;
        widget.fg_stroke = Stroke::new(1.0, text);
        widget.corner_radius = rounding;
        widget.expansion = 0.0;
    }
    visuals
}

/// Margin around the contents of a bar.
pub fn bar_margin() -> Margin {
    Margin::symmetric(12, 8)
}

/// Margin around what is read.
pub fn page_margin() -> Margin {
    Margin::symmetric(16, 12)
}

/// Padding around the text of a badge.
pub fn badge_padding() -> Vec2 {
    vec2(1.5 * GRID, 0.5 * GRID)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f64 {
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn outlines_of_controls_have_enough_contrast() {
        for palette in [&LIGHT, &DARK] {
            for surface in [palette.surface, palette.bar, palette.inset, palette.hovered] {
                for outline in [palette.outline, palette.accent, palette.muted] {
                    let contrast = contrast(outline, surface);
                    assert!(contrast >= 3.0, "{outline:?} on {surface:?}: {contrast}");
                }
            }
            for mark in [palette.error, palette.warning, palette.info, palette.hit_mark] {
                for surface in [palette.surface, palette.bar, palette.inset, palette.selected] {
                    assert!(contrast(mark, surface) >= 3.0, "{mark:?} on {surface:?}: {}", contrast(mark, surface));
                }
            }
            let style = style(if palette.surface == DARK.surface { Theme::Dark } else { Theme::Light });
            for widget in [&style.visuals.widgets.inactive, &style.visuals.widgets.hovered] {
                assert!(contrast(widget.bg_stroke.color, palette.surface) >= 3.0, "fields and buttons");
            }
        }
    }

    #[test]
    fn text_has_enough_contrast_on_every_surface() {
        for palette in [&LIGHT, &DARK] {
            let surfaces = [palette.surface, palette.bar, palette.inset, palette.hovered, palette.selected];
            for surface in surfaces {
                let logs = (0..8).map(|number| palette.log(number));
                let texts = [palette.text, palette.muted, palette.accent, palette.error, palette.warning];
                for text in texts.into_iter().chain(logs) {
                    assert!(contrast(text, surface) >= 4.5, "{text:?} on {surface:?}: {}", contrast(text, surface));
                }
            }
            let pairs = [
                (palette.on_accent, palette.accent),
                (palette.error, palette.error_soft),
                (palette.warning, palette.warning_soft),
                (palette.info, palette.info_soft),
                (palette.text, palette.error_soft),
                (palette.text, palette.warning_soft),
                (palette.text, palette.highlight),
                (palette.text, palette.hit),
            ];
            for (text, surface) in pairs {
                assert!(contrast(text, surface) >= 4.5, "{text:?} on {surface:?}: {}", contrast(text, surface));
            }
        }
    }
}
