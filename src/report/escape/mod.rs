//! Makes texts part of Markdown and HTML without becoming markup.
//!
//! - `markdown` returns strings; a renderer joins them.
//! - `html` returns [`Html`], which only the macro `html!` makes: every argument of its template is escaped, so that a
//!   renderer cannot forget it.
//!
//! Both also make control characters visible, with `sanitize`.

pub(super) mod html;
mod markdown;

pub(super) use html::{Html, HtmlProse, html};
pub(super) use markdown::{markdown_code, markdown_code_cell, markdown_prose};
