//! The catalog's data: the files are valid, and every documented code is in them.

use serde_json::Value;
use trtc_lens::catalog::{BUILTIN_FILES, Catalog, CatalogEntry};
use trtc_lens::code::{ErrorCode, Family};

/// The codes of the v4 SDK's error document, and the two that only its source has (0x1004, 0x4010).
const WEB_V4: [i64; 29] = [
    0x1000, 0x1001, 0x1002, 0x1003, 0x1004, 0x4001, 0x4002, 0x4003, 0x4004, 0x4005, 0x4006, 0x4007, 0x4008, 0x4010,
    0x4040, 0x4041, 0x4042, 0x4043, 0x4044, 0x4045, 0x4046, 0x4047, 0x4048, 0x4049, 0x404a, 0x404b, 0x404c, 0x404d,
    0xFFFF,
];

/// The account errors of that document.
const ACCOUNT: [i64; 62] = [
    -8, 70001, 70002, 70003, 70004, 70005, 70006, 70007, 70008, 70009, 70010, 70013, 70014, 70015, 70016, 70017, 70018,
    70019, 70020, 70050, 70051, 70052, 70101, 70102, 70103, 70104, 70105, 70106, 70107, 70113, 70114, 70115, 70140,
    70145, 70169, 70201, 70202, 70203, 70204, 70205, 70206, 70207, 70208, 70209, 70210, 70211, 70212, 70213, 70214,
    70221, 70222, 70225, 70231, 70236, 70308, 70346, 70347, 70348, 70362, 70401, 70402, 70403,
];

/// The server's answers to joining in that document.
const SERVER: [i64; 14] =
    [5001, 10006, -10011, -10012, -10013, -10015, -10016, -10017, -10018, -10019, -10020, -100_013, -100_022, -100_024];

/// Inner codes of SDK v5, which it prints in the form of v4.
const INNER_V5: [i64; 6] = [0x404e, 0x404f, 0x4050, 0x4051, 0x4052, 0x4053];

/// The server's answers in the documents of SDK v5 and of the native SDKs, and those that only the SDK's source has.
const SERVER_V5: [i64; 12] =
    [-10035, -10036, -10037, -100_006, -100_018, -100_021, -100_027, -102_006, -102_010, -102_023, -102_069, -102_083];

/// Codes of neighbouring products that support meets often.
const NATIVE: [i64; 16] =
    [-8, -1301, -1302, -1307, -1308, -1314, -1317, -1319, -3301, -3308, -3316, -3320, -100_018, 1101, 1102, 3002];
const CHAT: [i64; 19] = [
    -10003, -5, 2003, 2024, 2801, 2999, 4004, 6012, 6014, 6206, 6208, 6707, 8010, 10004, 10006, 20003, 60002, 60008,
    60021,
];
const CALL: [i64; 13] = [-1001, -1002, -1003, -1101, -1102, -1201, -1202, -1203, -1204, -1205, -1406, 60005, 65535];
const ROOM_KIT: [i64; 10] = [-1000, -1001, -1002, -1101, -2101, -2108, -2300, -2361, 100_003, 100_211];
const WEB_V3: [i64; 8] = [10001, 10005, 10006, 10007, 10008, 10014, 10035, 11000];

#[test]
fn all_catalog_files_load_without_errors() {
    let errors = Catalog::load(&BUILTIN_FILES).err().unwrap_or_default();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn hexadecimal_forms_in_files_equal_the_values() {
    for (name, json) in BUILTIN_FILES {
        let file: Value = serde_json::from_str(json).expect("the files are JSON");
        let family = file["family"].as_str().and_then(Family::from_id).expect("a family");
        for entry in file["entries"].as_array().expect("a list").iter().filter(|entry| entry["value"].is_i64()) {
            let hex = entry["value"].as_i64().and_then(|value| ErrorCode::new(family, value).hex());
            assert_eq!(entry["hex"].as_str(), hex.as_deref(), "{name}: {}", entry["value"]);
        }
    }
}

#[test]
fn related_codes_are_other_entries() {
    let catalog = Catalog::current();
    for entry in catalog.entries() {
        for (idx, code) in entry.related.iter().enumerate() {
            assert!(catalog.entry(*code).is_some() && *code != entry.code, "{}: {code}", entry.code);
            assert!(!entry.related[..idx].contains(code), "{}: {code} is listed twice", entry.code);
        }
    }
}

#[test]
fn links_are_https_addresses_and_versions_have_three_numbers() {
    let regex = |pattern: &str| regex::Regex::new(pattern).expect("a pattern");
    let address =
        regex(r"^https://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]+(?:[/?#][\w\-.~:/?#\[\]@!$&'()*+,;=%]*)?$");
    let version = regex(r"^[0-9]+\.[0-9]+\.[0-9]+$");
    for entry in Catalog::current().entries() {
        for page in &entry.references {
            assert!(address.is_match(&page.url), "{}: {}", entry.code, page.url);
        }
        assert!(entry.status.since().is_none_or(|since| version.is_match(since)), "{}", entry.code);
    }
}

#[test]
fn every_family_has_a_file_with_entries() {
    let catalog = Catalog::current();
    // A number without an owner cannot have an entry: its meaning depends on the product that printed it.
    let families = Family::ALL.iter().copied().filter(|family| *family != Family::Unclear);
    assert_eq!(families.clone().count(), BUILTIN_FILES.len());
    for (family, (file, _)) in families.zip(BUILTIN_FILES) {
        assert_eq!(file, format!("{family}.json"));
        assert!(catalog.entries().iter().any(|entry| entry.code.family() == family), "{file} has no entries");
    }
}

#[test]
fn all_documented_codes_are_in_the_catalog() {
    let catalog = Catalog::current();
    let documented = [
        (Family::WebV4, &WEB_V4[..]),
        (Family::WebV4, &INNER_V5),
        (Family::Account, &ACCOUNT),
        (Family::Server, &SERVER),
        (Family::Server, &SERVER_V5),
        (Family::Native, &NATIVE),
        (Family::Chat, &CHAT),
        (Family::Call, &CALL),
        (Family::RoomKit, &ROOM_KIT),
        (Family::WebV3, &WEB_V3),
    ];
    let missing: Vec<String> = documented
        .into_iter()
        .flat_map(|(family, values)| values.iter().map(move |&value| ErrorCode::new(family, value)))
        .filter(|&code| catalog.entry(code).is_none())
        .map(|code| format!("{} {code}", code.family()))
        .collect();
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn entries_are_found_by_code_number_and_name() {
    let catalog = Catalog::current();
    for entry in catalog.entries() {
        assert_eq!(catalog.entry(entry.code), Some(entry));
        if let Some(value) = entry.code.value() {
            assert!(catalog.by_value(value).any(|found| found == entry), "{}", entry.code);
        }
        for name in entry.name.iter().chain(&entry.aliases) {
            assert!(catalog.by_name(&name.to_lowercase()).any(|found| found == entry), "{name}");
        }
    }
}

#[test]
fn entries_are_sorted_by_code() {
    assert!(Catalog::current().entries().is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn every_entry_has_a_summary_an_explanation_and_steps() {
    let is_too_short = |entry: &CatalogEntry| {
        let words = |text: &str| text.split_whitespace().count();
        words(&entry.summary) < 3
            || entry.summary.contains('\n')
            || words(&entry.explanation) < 6
            || entry.fix.iter().any(|step| words(step) < 3 || step.contains('\n'))
    };
    let too_short: Vec<String> = Catalog::current()
        .entries()
        .iter()
        .filter(|entry| is_too_short(entry))
        .map(|entry| format!("{} {}", entry.code.family(), entry.code))
        .collect();
    assert_eq!(too_short, [] as [String; 0]);
}

#[test]
fn texts_are_trimmed_and_have_no_control_characters() {
    for entry in Catalog::current().entries() {
        assert!(!entry.fix.is_empty(), "{}", entry.code);
        let texts = [&entry.summary, &entry.explanation].into_iter().chain(&entry.fix).chain(&entry.name);
        let texts = texts.chain(&entry.aliases).chain(entry.references.iter().map(|page| &page.title));
        for text in texts {
            assert!(text.trim() == text && !text.is_empty(), "{}: {text}", entry.code);
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{}: {text}", entry.code);
        }
    }
}

/// Advice of v5 entries names the API of v5; entries that both versions show name both or none.
#[test]
fn advice_does_not_name_the_api_of_v4_alone() {
    const V4_NAMES: [&str; 6] =
        ["client.join", "createClient", "useStringRoomId", "createStream", "client-banned", "setProxyServer"];
    for entry in Catalog::current().entries() {
        let family = entry.code.family();
        for step in entry.fix.iter().filter(|step| V4_NAMES.iter().any(|name| step.contains(name))) {
            let names_both = step.contains("v5") && step.contains("v4");
            assert!(
                family == Family::WebV4 || (family != Family::WebV5 && names_both),
                "{family} {}: {step}",
                entry.code
            );
        }
    }
}
