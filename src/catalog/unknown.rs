//! What to say of a code that the catalog lacks.

use std::fmt::Write;

use super::{Area, CatalogEntry, Owner, Severity, Status};
use crate::code::{ErrorCode, Family};

/// An entry for a code that stands where codes stand, and of which the catalog knows nothing: it says so, and what to send
/// to the vendor.
pub fn unknown(code: ErrorCode) -> CatalogEntry {
    let (area, whose) = match code.family() {
        Family::WebV4 | Family::WebV5 => (Area::Api, "the SDK"),
        Family::Account => (Area::Account, "the account system"),
        Family::Server => (Area::Server, "the server"),
        Family::Browser => (Area::Environment, "the browser"),
        Family::Network => (Area::Network, "the network"),
    };
    // A sign that was lost on the way is the commonest reason for a number nobody knows.
    let twin = code.value().map(|value| ErrorCode::new(code.family(), -value));
    let twin = twin.filter(|twin| super::Catalog::builtin().entry(*twin).is_some());
    let mut explanation = format!(
        "The log gives {code} in a place where codes of {whose} stand.\n\nThis catalog and the public tables have no such \
         code, so what it means cannot be told from the number. The words beside it in the log are the best hint."
    );
    if let Some(twin) = twin {
        let _ = write!(explanation, " It may be {twin} with its sign lost; see there.");
    }
    CatalogEntry {
        code,
        name: None,
        aliases: Vec::new(),
        status: Status::Active,
        area,
        severity: Severity::Error,
        owner: Owner::Vendor,
        retryable: false,
        summary: format!("{}: undocumented code {code}", code.family().title()),
        explanation,
        fix: vec![
            "Read the words beside the code in the log, and the codes reported shortly before it.".to_owned(),
            "Try the same call once more, and from another network, to see whether it lasts.".to_owned(),
            "Send the vendor's support this code with sdkAppId, userId, roomId, the time with its time zone, the SDK's version, \
             browser and system, and the log itself."
                .to_owned(),
        ],
        references: Vec::new(),
        related: twin.into_iter().collect(),
        example: None,
    }
}
