//! The texts that explain messages and causes: data in JSON files, compiled in from `assets/knowledge/`.
//!
//! Input: JSON files. `messages/*.json` hold the shapes of the SDK's messages with their explanations, `causes.json` the
//! texts of the cause rules, `phrases.json` shorter texts, `titles.json` the titles of closed lists and `api-names.json` the
//! names of the API by version. `signs.json` has the words by which a text shows whose codes it has, `code-sentences.json` the
//! sentences that SDK v5 prints instead of a code, `failure-sentences.json` those of failures without a code,
//! `browser-exceptions.json` the words by which exceptions of devices differ from others, `denials.json` those by which a person
//! says that a code does not appear, `usual-durations.json` how long the steps of an attempt usually take.
//!
//! - `template`: splits a text such as `'{param}' must be {type}` into literals and parameters, and fills it
//! - `file`: the JSON shape of each file, and the values that it holds
//! - `ids`: an enum variant for each text that code names, with the parameters that it takes
//! - `builtin`: reads the compiled-in files once, on first use
//! - `api_names`: the names of the API by the SDK's version
//! - `text`: looks up the text of an id and fills in its parameters
//! - `titled_list`: a macro for enums whose titles are in `titles.json`
//!
//! Output: shapes for `finding::messages`, filled texts for everything else in `diagnosis`.
//!
//! Every text has a language key; `en` is the only language so far. The tests compare each file with its schema, and its
//! ids and parameters with those that code uses. A file that cannot be read counts as empty, and nothing panics.

mod api_names;
pub(crate) mod builtin;
mod file;
mod ids;
mod template;
mod text;
mod titled_list;

pub use builtin::{FILES, title_ids};

pub(crate) use api_names::ApiNames;
pub(crate) use builtin::{
    code_sentences, denials, exception_words, failure_sentences, messages, product_words, usual_ms,
};
pub(crate) use file::{CauseText, FailureSentence, FixStep, MessageShape};
pub(crate) use ids::{Cause, Phrase, Sentence};
pub(crate) use template::{Piece, pieces};
pub(crate) use titled_list::titled_list;
