//! An entry for a code that the catalog does not have.

use std::fmt::Write;

use super::entry::{Area, CatalogEntry, Owner, Severity, Status};
use super::lookup::Catalog;
use crate::code::{ErrorCode, Family};

/// An entry that says that a code is undocumented, and what to send to the vendor.
pub fn unknown(code: ErrorCode) -> CatalogEntry {
    let (area, source) = match code.family() {
        Family::WebV4 | Family::WebV5 => (Area::Api, "the SDK"),
        Family::Account => (Area::Account, "the account system"),
        Family::Server => (Area::Server, "the server"),
        Family::Browser => (Area::Environment, "the browser"),
        Family::Network => (Area::Network, "the network"),
        Family::Native => (Area::Api, "the native SDK"),
        Family::Chat => (Area::Api, "the chat SDK"),
        Family::Call => (Area::Api, "the call component"),
        Family::RoomKit => (Area::Api, "the room component"),
        Family::WebV3 => (Area::Api, "the Web SDK before v4"),
        Family::Unclear => (Area::Api, "error codes"),
        Family::Own(family) => (Area::Api, family.title()),
    };
    // The most common reason for an undocumented number is a lost sign.
    let negated = code.value().map(|value| ErrorCode::new(code.family(), -value));
    let negated = negated.filter(|negated| Catalog::builtin().entry(*negated).is_some());
    let mut explanation = format!(
        "The log gives {code} in a place where codes of {source} stand.\n\nThis catalog and the public tables have no such \
         code, so what it means cannot be told from the number. The words beside it in the log are the best hint."
    );
    if let Some(negated) = negated {
        let _ = write!(explanation, " It may be {negated} with its sign lost; see there.");
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
        related: negated.into_iter().collect(),
        example: None,
    }
}
