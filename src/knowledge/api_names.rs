//! The names of the SDK's methods, options and events, which differ between its versions 4 and 5.
//!
//! Texts of causes and phrases name them by a parameter, `{join}`. It stays in the text until the version is known, at the end
//! of the log.

use super::builtin;
use super::template::{Piece, pieces};

/// The names of one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ApiNames {
    version: &'static str,
}

impl ApiNames {
    /// The names of this major version; those of both versions if it is not known.
    pub(crate) fn of(sdk_major: Option<u8>) -> Self {
        let version = match sdk_major {
            Some(..=4) => "v4",
            Some(_) => "v5",
            None => "any",
        };
        Self { version }
    }

    /// The text with the names for their parameters. Other parameters stay as they are.
    pub(crate) fn fill(self, text: &str) -> String {
        let name_of = |piece: Piece<'_>| match piece {
            Piece::Literal(literal) => literal.to_owned(),
            Piece::Parameter(name) => match builtin::api_name(name, self.version) {
                Some(api_name) => api_name.to_owned(),
                None => format!("{{{name}}}"),
            },
        };
        pieces(text).into_iter().map(name_of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_version() {
        let text = "Await {join}, not {other} {";
        assert_eq!(ApiNames::of(Some(4)).fill(text), "Await join(), not {other} {");
        assert_eq!(ApiNames::of(Some(5)).fill(text), "Await enterRoom(), not {other} {");
        assert_eq!(ApiNames::of(None).fill(text), "Await join() (v5: enterRoom()), not {other} {");
    }
}
