//! HTML whose texts are escaped by construction.
//!
//! The crate `maud` is not used because its output differs: it does not escape `'`, does not make control characters visible,
//! and cannot write the self-closing elements of SVG.

use std::fmt::{self, Display, Formatter};

use crate::sanitize::visible;

/// A piece of HTML, made by [`html!`].
#[derive(Debug, Default)]
pub(in crate::report) struct Html(String);

/// Formats [`Html`] like `format!`, but escapes each argument; see [`ToHtml`] for what an argument can be.
///
/// The template is a literal and contains the markup. It has no `{name}` for a local variable: the compiler rejects these
/// because the template goes through `concat!`. So there is no way around the escaping.
macro_rules! html {
    ($template:literal $(, $argument:expr)* $(,)?) => {
        $crate::report::escape::html::Html::from_template(format_args!(
            concat!($template)
            $(, $crate::report::escape::html::escaped(&$argument))*
        ))
    };
}

pub(in crate::report) use html;

impl Html {
    /// Used by [`html!`], which escapes the arguments.
    pub(in crate::report) fn from_template(template: fmt::Arguments<'_>) -> Self {
        Self(template.to_string())
    }

    /// Appends HTML.
    pub(in crate::report) fn push(&mut self, html: &Self) {
        self.0.push_str(&html.0);
    }

    /// The HTML as a string.
    pub(in crate::report) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromIterator<Self> for Html {
    fn from_iter<I: IntoIterator<Item = Self>>(pieces: I) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }
}

/// A value that can be an argument of [`html!`].
pub(in crate::report) trait ToHtml {
    /// Writes the value as the content of an element or of a quoted attribute.
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result;
}

/// Displays a value as HTML.
pub(in crate::report) fn escaped<T: ToHtml + ?Sized>(value: &T) -> impl Display + '_ {
    fmt::from_fn(|f| value.fmt_html(f))
}

impl ToHtml for str {
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in visible(self).chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                _ => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}

impl ToHtml for String {
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.as_str().fmt_html(f)
    }
}

impl<T: ToHtml + ?Sized> ToHtml for &T {
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
        (**self).fmt_html(f)
    }
}

/// HTML is inserted as it is.
impl ToHtml for Html {
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Numbers keep the precision of the template: `{:.1}`.
macro_rules! number_to_html {
    ($($number:ty),+) => {
        $(impl ToHtml for $number {
            fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Display::fmt(self, f)
            }
        })+
    };
}

number_to_html!(f64, u64, usize);

/// Prose in which text between backticks becomes a `<code>` element.
pub(in crate::report) struct HtmlProse<'t>(pub(in crate::report) &'t str);

impl ToHtml for HtmlProse<'_> {
    fn fmt_html(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once('`') {
            before.fmt_html(f)?;
            match after.split_once('`') {
                Some((code, after)) if !code.is_empty() => {
                    write!(f, "<code>{}</code>", escaped(code))?;
                    rest = after;
                }
                _ => {
                    f.write_str("`")?;
                    rest = after;
                }
            }
        }
        rest.fmt_html(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_escaped() {
        let page = html!("<p title=\"{}\">{}</p>", "it's \"x\"", "a & <b>\u{7}");
        assert_eq!(page.as_str(), "<p title=\"it&#39;s &quot;x&quot;\">a &amp; &lt;b&gt;␇</p>");
    }

    #[test]
    fn html_and_numbers_are_inserted() {
        let row: Html = [html!("<b>{}</b>", "<"), html!("{:.1} {}", 0.25, 7_u64)].into_iter().collect();
        assert_eq!(html!("<p>{}</p>", row).as_str(), "<p><b>&lt;</b>0.2 7</p>");
    }

    #[test]
    fn text_between_backticks_becomes_code() {
        let prose = html!("{}", HtmlProse("call `a<b` <i> `"));
        assert_eq!(prose.as_str(), "call <code>a&lt;b</code> &lt;i&gt; `");
    }
}
