//! An entry for a code that the catalog does not have.

use std::fmt::Write;

use super::entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
use super::lookup::Catalog;
use crate::code::{ErrorCode, Family};

/// What is known about the undocumented codes of a family.
struct FamilyAdvice {
    area: Area,
    owner: Owner,
    /// The subject in "codes of …".
    source: &'static str,
    fix: &'static [&'static str],
    /// Title and address of the product's own table of codes.
    table: Option<(&'static str, &'static str)>,
}

const SEND_TO_VENDOR: &str = "Send Tencent's support this code with sdkAppId, userId, room, the time with its time zone, the SDK's version, browser \
                              and system, and the log itself.";

/// The steps for a product whose codes are in a public table.
const NEIGHBOUR_STEPS: [&str; 3] = [
    "Repeat the call alone with the newest version of that product, and print the whole error object with its message.",
    "Compare the code with the product's own table, which may be newer than this catalog.",
    "Ask the developer of the app which call it was, and what its arguments were.",
];

fn advice(family: Family) -> FamilyAdvice {
    match family {
        Family::WebV4 | Family::WebV5 => FamilyAdvice {
            area: Area::Api,
            owner: Owner::Developer,
            source: "the SDK",
            fix: &[
                "Make the same call with the newest version of the SDK, to see whether it lasts.",
                "Read the words beside the code in the log, and the codes reported shortly before it.",
                "Compare the code with the error codes of the SDK's version; newer versions have codes that this catalog lacks.",
            ],
            table: Some((
                "TRTC Web SDK v5: ERROR_CODE",
                "https://web.sdk.qcloud.com/trtc/webrtc/v5/doc/en/module-ERROR_CODE.html",
            )),
        },
        Family::Account => FamilyAdvice {
            area: Area::Account,
            owner: Owner::Developer,
            source: "the account system",
            fix: &[
                "Make a userSig for this userId and sdkAppId with the console's tool, and try with it; if that works, the signing \
                 is at fault.",
                "Read the words beside the code in the log, and the codes reported shortly before it.",
                SEND_TO_VENDOR,
            ],
            table: Some((
                "Console: generate and check a userSig",
                "https://console.cloud.tencent.com/trtc/usersigtool",
            )),
        },
        Family::Server => FamilyAdvice {
            area: Area::Server,
            owner: Owner::Vendor,
            source: "the server",
            fix: &[
                "Try the same call again, and from another network, to see whether it lasts.",
                "Read the words beside the code in the log, and the codes reported shortly before it.",
                SEND_TO_VENDOR,
            ],
            table: None,
        },
        Family::Browser => FamilyAdvice {
            area: Area::Environment,
            owner: Owner::Developer,
            source: "the browser",
            fix: &["Try the same in another browser, and read the message beside the name."],
            table: None,
        },
        Family::Network => FamilyAdvice {
            area: Area::Network,
            owner: Owner::Developer,
            source: "the network",
            fix: &[
                "Try the same from another network, such as a phone's hotspot, to see which part answers.",
                "Find out in the browser's network panel which host sent the number: a proxy, a gateway or the service itself.",
                "Ask the operator of that host what the number means there.",
            ],
            table: None,
        },
        Family::Own(family) => FamilyAdvice {
            area: Area::Api,
            owner: Owner::Developer,
            source: family.title(),
            fix: &[
                "Read the words beside the code in the log, and the codes reported shortly before it.",
                "Ask the people who maintain the catalog file of this family, and add the code to it.",
            ],
            table: None,
        },
        Family::Unclear => FamilyAdvice {
            area: Area::Api,
            owner: Owner::Developer,
            source: "error codes",
            fix: &[
                "Ask which product printed the line: which library with its version, and which call just before it.",
                "Ask for the whole error object with its name and message, and for the lines around it, as text.",
                "Then look the number up in that product's family.",
            ],
            table: None,
        },
        family => neighbour_advice(family),
    }
}

/// The advice for the codes of another product.
fn neighbour_advice(family: Family) -> FamilyAdvice {
    let neighbour = |source, title, address| FamilyAdvice {
        area: Area::Api,
        owner: Owner::Developer,
        source,
        fix: &NEIGHBOUR_STEPS,
        table: Some((title, address)),
    };
    match family {
        Family::Native => {
            neighbour("the native SDK", "TRTC SDKs for apps: Error Codes", "https://trtc.io/document/35135")
        }
        Family::Chat => neighbour("the chat SDK", "Chat: Error Codes", "https://trtc.io/document/34348"),
        Family::Call => neighbour("the call component", "TUICallKit: ErrorCode", "https://trtc.io/document/54901"),
        Family::RoomKit => neighbour("the room component", "TUIRoomEngine: TUIError", "https://trtc.io/document/70480"),
        _ => FamilyAdvice {
            area: Area::Api,
            owner: Owner::Developer,
            source: "the Web SDK before v4",
            fix: &[
                "Move to SDK v5: this SDK is no longer maintained.",
                "Read the words beside the code in the log, and the codes reported shortly before it.",
            ],
            table: None,
        },
    }
}

/// An entry that says that a code is undocumented, and what to do and to ask. For a number without a sign of its product, it
/// names the products that have such a number.
pub fn unknown(code: ErrorCode) -> CatalogEntry {
    let advice = advice(code.family());
    let candidates = if code.family() == Family::Unclear { candidates(code) } else { Vec::new() };
    // The most common reason for an undocumented number is a lost sign.
    let negated = code.value().filter(|_| candidates.is_empty()).and_then(|value| negated(code.family(), value));
    let summary = match code.family() {
        Family::Unclear => format!("{code}: a code without a sign of the product it belongs to"),
        family => format!("{}: undocumented code {code}", family.title()),
    };
    let mut explanation = if code.family() == Family::Unclear {
        unclear_explanation(code, &candidates)
    } else {
        format!(
            "The log gives {code} in a place where codes of {} appear.\n\nThis catalog and the public tables that it was made \
             from have no such code, so what it means cannot be said from the number. The words beside it in the log are the \
             best hint.",
            advice.source
        )
    };
    if let Some(negated) = negated {
        let _ = write!(explanation, " It may be {negated} with its sign lost; see there.");
    }
    CatalogEntry {
        code,
        name: None,
        aliases: Vec::new(),
        status: Status::Active,
        area: advice.area,
        severity: Severity::Error,
        owner: advice.owner,
        retryable: false,
        summary,
        explanation,
        fix: advice.fix.iter().map(|step| (*step).to_owned()).collect(),
        references: advice
            .table
            .iter()
            .map(|(title, url)| Reference { title: (*title).to_owned(), url: (*url).to_owned() })
            .collect(),
        related: candidates.iter().map(|entry| entry.code).chain(negated).collect(),
        example: None,
    }
}

/// The entries of all products that have this number.
fn candidates(code: ErrorCode) -> Vec<&'static CatalogEntry> {
    code.value().into_iter().flat_map(|value| Catalog::current().by_value(value)).collect()
}

/// The documented code with the opposite sign, in this family or, for a number without a product, in any.
fn negated(family: Family, value: i64) -> Option<ErrorCode> {
    let value = value.checked_neg()?;
    let catalog = Catalog::current();
    match family {
        Family::Unclear => catalog.by_value(value).next().map(|entry| entry.code),
        family => catalog.entry(ErrorCode::new(family, value)).map(|entry| entry.code),
    }
}

fn unclear_explanation(code: ErrorCode, candidates: &[&CatalogEntry]) -> String {
    let mut text =
        format!("{code} appears in the place of an error code, and nothing beside it says which product printed it.");
    if candidates.is_empty() {
        text.push_str(
            "\n\nNo product in this catalog documents the number. It may be a code of the page itself or of another company's \
             service.",
        );
        return text;
    }
    text.push_str("\n\nWhat it means depends on that product. These have such a number:");
    for entry in candidates {
        let _ = write!(text, "\n\n{} {}: {}", entry.code.family().title(), entry.code, entry.summary);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_unclear_origin_lists_the_products_that_have_it() {
        let entry = unknown(ErrorCode::new(Family::Unclear, 10006));
        let families: Vec<Family> = entry.related.iter().map(|code| code.family()).collect();
        assert_eq!(families, [Family::Server, Family::Chat, Family::WebV3]);
        for words in ["payments are overdue", "called too often", "Joining the room failed"] {
            assert!(entry.explanation.contains(words), "{words}: {}", entry.explanation);
        }
        assert_eq!(entry.owner, Owner::Developer);
        assert!(entry.fix[0].starts_with("Ask which product"), "{}", entry.fix[0]);
        let entry = unknown(ErrorCode::new(Family::Unclear, 123_456));
        assert!(entry.related.is_empty() && entry.explanation.contains("No product in this catalog"));
        assert_eq!(
            unknown(ErrorCode::new(Family::Unclear, 1301)).related.first().copied(),
            Some(ErrorCode::new(Family::Native, -1301))
        );
    }

    #[test]
    fn only_codes_of_the_server_and_the_account_system_go_to_the_vendor() {
        for family in Family::ALL.iter().copied().filter(|family| *family != Family::Browser) {
            let entry = unknown(ErrorCode::new(family, 987_654_321));
            let is_sent = entry.fix.iter().any(|step| step.contains("Tencent's support"));
            assert_eq!(is_sent, matches!(family, Family::Server | Family::Account), "{family}");
            assert_eq!(entry.owner == Owner::Vendor, family == Family::Server, "{family}");
            assert_eq!(
                family.is_neighbour() && family != Family::WebV3,
                entry.summary.contains("undocumented") && {
                    entry.references.iter().any(|page| page.url.starts_with("https://trtc.io/"))
                }
            );
        }
    }

    #[test]
    fn a_lost_sign_is_suspected() {
        let entry = unknown(ErrorCode::new(Family::Server, 10013));
        assert_eq!(entry.related, [ErrorCode::new(Family::Server, -10013)]);
        assert!(entry.explanation.contains("sign lost"));
    }
}
