//! The texts that explain messages and causes: data in JSON files, compiled in from `assets/knowledge/`.
//!
//! Input: JSON files. `messages/*.json` hold the shapes of the SDK's messages with their explanations, `causes.json` the
//! texts of the cause rules, `phrases.json` shorter texts and `titles.json` the titles of closed lists.
//!
//! - `template`: splits a text such as `'{param}' must be {type}` into literals and parameters, and fills it
//! - `entry`: the values that the files hold
//! - `file`: the JSON shape of each file and the rules that its entries keep
//! - `ids`: an enum variant for each text that code names, with the parameters that it takes
//! - `builtin`: reads the compiled-in files once, on first use
//! - `text`: looks up the text of an id and fills in its parameters
//! - `titled_list`: a macro for enums whose titles are in `titles.json`
//!
//! Output: shapes for `finding::messages`, filled texts for everything else in `diagnosis`.
//!
//! Every text has a language key; `en` is the only language so far. An entry that breaks a rule is left out at run time,
//! and nothing panics. The test suite reports every broken rule with file and id (see [`errors`]).

pub(crate) mod builtin;
mod entry;
mod file;
mod ids;
mod template;
mod text;
mod titled_list;

pub use builtin::{FILES, errors, title_ids};
pub use file::{KnowledgeError, KnowledgeFault};

pub(crate) use builtin::messages;
pub(crate) use entry::{CauseText, FixStep, MessageShape};
pub(crate) use ids::{Cause, Phrase, Sentence};
pub(crate) use template::{Piece, pieces};
pub(crate) use titled_list::titled_list;
