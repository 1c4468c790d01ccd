//! Searching the catalog: every form of a query, typos, filters, highlights, and suggestions if nothing is found.

use std::collections::BTreeSet;

use trtc_lens::catalog::{Catalog, CatalogEntry, EntryField, Filter, MatchKind, Owner, Rank, SearchMatch, Severity};
use trtc_lens::code::Family;

fn search(query: &str) -> Vec<SearchMatch<'static>> {
    Catalog::current().search(query, &Filter::default())
}

fn label(entry: &CatalogEntry) -> String {
    format!("{} {}", entry.code.family(), entry.code)
}

fn found(query: &str) -> Vec<String> {
    search(query).iter().map(|found| label(found.entry)).collect()
}

/// The entries whose code equals the query.
fn codes(query: &str) -> Vec<String> {
    let matches = search(query);
    let values = trtc_lens::code::parse_numbers(query);
    let exact = matches.iter().take_while(|found| found.rank == Rank::Code);
    let exact = exact.filter(|found| found.entry.code.value().is_some_and(|value| values.contains(&value)));
    exact.map(|found| label(found.entry)).collect()
}

#[test]
fn a_code_is_found_in_every_form() {
    for query in ["0x4004", "0X4004", "4004", "16388", " 0x4004, ", "<JOIN_ROOM_FAILED 0x4004>", "０ｘ４００４"] {
        assert_eq!(found(query).first().map(String::as_str), Some("web-v4 0x4004"), "{query}");
    }
    for query in ["-10013", "4294957283", "0x-271d", "-0x271d"] {
        assert_eq!(found(query).first().map(String::as_str), Some("server -10013"), "{query}");
    }
}

#[test]
fn a_number_finds_its_codes_in_all_families() {
    assert_eq!(codes("5001"), ["server 5001", "web-v5 5001"]);
}

#[test]
fn codes_rank_above_names_and_names_above_texts() {
    for query in ["5001", "40", "room", "timeout", "signal"] {
        let ranks: Vec<Rank> = search(query).iter().map(|found| found.rank).collect();
        assert!(ranks.is_sorted(), "{query}: {ranks:?}");
    }
}

#[test]
fn an_incomplete_code_is_found() {
    let found = found("0x404");
    assert!(found.iter().any(|label| label == "web-v4 0x404c"), "{found:?}");
    assert!(found.iter().any(|label| label == "web-v4 0x4040"), "{found:?}");
}

#[test]
fn names_are_found_by_parts_and_other_spellings() {
    for query in
        ["JOIN_ROOM_FAILED", "join room failed", "joinroomfailed", "join-room", "room_fail", "failed join room"]
    {
        let first = &search(query)[0];
        assert_eq!((label(first.entry).as_str(), first.rank), ("web-v4 0x4004", Rank::Name), "{query}");
    }
}

#[test]
fn entries_of_neighbouring_products_come_after_those_of_the_web_sdk() {
    for (query, wanted) in [
        ("kicked", "web-v4 0x4040"),
        ("userSig expired", "account 70001"),
        ("6208", "chat 6208"),
        ("-1301", "native -1301"),
        ("SDK_IS_NOT_READY", "chat 2999"),
    ] {
        assert_eq!(found(query)[0], wanted, "{query}");
    }
}

#[test]
fn misspelled_names_of_old_sdks_are_found() {
    let misspelled = Catalog::current().entries().iter().find(|entry| !entry.aliases.is_empty());
    let entry = misspelled.expect("SDK v4 has misspelled names");
    assert_eq!(search(&entry.aliases[0])[0].entry, entry);
}

#[test]
fn results_contain_all_words_of_the_query() {
    let both = search("firewall udp");
    assert!(!both.is_empty());
    let with_words = both.iter().filter(|found| !matches!(found.kind, MatchKind::Said(_)));
    for label in &with_words.map(|found| label(found.entry)).collect::<Vec<_>>() {
        assert!(found("firewall").contains(label) && found("udp").contains(label), "{label}");
    }
}

#[test]
fn queries_with_typos_find_the_intended_entries() {
    for (typo, right) in [
        ("permision", "permission"),
        ("tiemout", "timeout"),
        ("JOIN_ROM_FAILD", "JOIN_ROOM_FAILED"),
        ("permisi", "permission"),
    ] {
        let found = found(typo);
        assert!(!found.is_empty(), "{typo}");
        assert!(found.contains(&self::found(right)[0]), "{typo}: {found:?}");
    }
    assert_eq!(found("zq"), [] as [String; 0], "short words must match exactly");
}

#[test]
fn a_word_that_occurs_is_not_treated_as_a_typo() {
    for found in search("upload") {
        let entry = found.entry;
        let text = [&entry.summary, &entry.explanation].into_iter().chain(&entry.fix).chain(&entry.name);
        assert!(text.into_iter().any(|text| text.to_lowercase().contains("upload")), "{}", entry.code);
    }
}

#[test]
fn an_empty_query_finds_all_entries_in_order() {
    for query in ["", "  ", "…"] {
        let entries: Vec<&CatalogEntry> = search(query).iter().map(|found| found.entry).collect();
        assert_eq!(entries, Catalog::current().entries().iter().collect::<Vec<_>>());
    }
}

#[test]
fn filters_narrow_the_results_of_any_query() {
    let filter = Filter {
        families: BTreeSet::from([Family::WebV4, Family::Server]),
        owners: BTreeSet::from([Owner::Developer]),
        severities: BTreeSet::from([Severity::Error]),
        statuses: BTreeSet::from(["active"]),
        ..Filter::default()
    };
    for query in ["", "room", "5001"] {
        let admitted: BTreeSet<String> =
            search(query).iter().filter(|found| filter.admits(found.entry)).map(|found| label(found.entry)).collect();
        let narrowed: BTreeSet<String> =
            Catalog::current().search(query, &filter).iter().map(|found| label(found.entry)).collect();
        assert_eq!(narrowed, admitted, "{query}");
    }
}

#[test]
fn highlights_cover_the_matched_text() {
    let matches = search("room");
    let join = matches.iter().find(|found| label(found.entry) == "web-v4 0x4004").expect("its name has the word");
    let name = join.entry.name.as_deref().unwrap_or_default();
    let ranges: Vec<&str> = join.highlights_in(EntryField::Name).map(|range| &name[range]).collect();
    assert_eq!(ranges, ["ROOM"]);
    assert!(search("0x40")[0].highlights_in(EntryField::Code).eq(std::iter::once(0..4)));
}

#[test]
fn highlights_are_sorted_and_do_not_overlap() {
    for query in ["a", "s t", "room join", "0x4", "100", "usersig", "sig user", "perm camera", "用户", "é"] {
        for found in search(query) {
            let entry = found.entry;
            for highlight in &found.highlights {
                let text = match highlight.field {
                    EntryField::Code => &entry.code.to_string(),
                    EntryField::Name => entry.name.as_deref().unwrap_or_default(),
                    EntryField::Summary => &entry.summary,
                    EntryField::Explanation => &entry.explanation,
                    EntryField::Fix(step_idx) => &entry.fix[step_idx],
                };
                assert!(text.get(highlight.start..highlight.end).is_some_and(|text| !text.is_empty()), "{query}");
            }
            let is_separate =
                |pair: &[trtc_lens::catalog::Highlight]| pair[0].field != pair[1].field || pair[0].end < pair[1].start;
            assert!(found.highlights.windows(2).all(is_separate), "{query}: {:?}", found.highlights);
        }
    }
}

#[test]
fn the_nearest_entries_are_suggested_if_nothing_is_found() {
    let nearest = |query: &str| Catalog::current().nearest(query).into_iter().map(label).collect::<Vec<_>>();
    assert_eq!(nearest("0x4104")[0], "web-v4 0x4004");
    assert_eq!(nearest("0x9999")[0], "web-v4 0x4053", "no digits match, so the numerical distance decides");
    assert_eq!(nearest("70041")[0].split(' ').next(), Some("account"));
    assert_eq!(nearest("JION_ROM_FAILED")[0], "web-v4 0x4004");
    assert!(nearest("camera broken quite badly indeed").len() <= 5);
    assert_eq!(nearest(""), [] as [String; 0]);
}

/// The codes that the query names, in the order of the results.
fn named(query: &str) -> Vec<String> {
    let matches = search(query);
    let kinds: Vec<MatchKind> = matches.iter().map(|found| found.kind).collect();
    assert!(kinds.windows(2).all(|pair| !(pair[0] != MatchKind::Named && pair[1] == MatchKind::Named)), "{query}");
    matches.iter().filter(|found| found.kind == MatchKind::Named).map(|found| label(found.entry)).collect()
}

#[test]
fn codes_in_a_sentence_are_the_first_results_with_the_cause_first() {
    for (query, wanted) in [
        ("16388 and -10013 on joining", "server -10013, web-v4 0x4004"),
        ("16388, -10013", "server -10013, web-v4 0x4004"),
        ("0x4004 -10013", "server -10013, web-v4 0x4004"),
        ("-10013 on joining", "server -10013"),
        ("can't join room, 16388", "web-v4 0x4004"),
        ("0x4005 10006", "server 10006, web-v4 0x4005, chat 10006, web-v3 10006"),
        ("RtcError: join room failed (-10013) <JOIN_ROOM_FAILED 0x4004>", "server -10013, web-v4 0x4004"),
        ("进不去房间 错误码：-10013", "server -10013"),
    ] {
        assert_eq!(named(query).join(", "), wanted, "{query}");
    }
}

#[test]
fn codes_that_only_mention_the_number_come_last() {
    let matches = search("0x4004");
    assert_eq!(named("0x4004"), ["web-v4 0x4004"]);
    let mentions = matches.iter().filter(|found| found.kind == MatchKind::Mention).count();
    assert_eq!(mentions, matches.len() - 1);
    assert!(mentions > 5, "the texts of other codes mention it");
    assert_eq!(MatchKind::Mention.title(), "Mentioned by");
}

#[test]
fn words_of_people_find_the_codes_that_they_mean() {
    for (query, wanted) in [
        ("black screen", "web-v4 0x4043"),
        ("customer has no sound", "web-v4 0x4043"),
        ("signature expired", "account 70001"),
        ("cannot enter", "web-v4 0x4004"),
        ("camera busy", "browser NotReadableError"),
        ("kicked out", "web-v4 0x4040"),
        ("freezes", "web-v4 0x4008"),
        ("黑屏", "web-v4 0x4043"),
        ("学生那边没有声音", "web-v4 0x4043"),
        ("签名过期", "account 70001"),
        ("进不去房间", "web-v4 0x4004"),
        ("摄像头被占用", "browser NotReadableError"),
        ("被踢", "web-v4 0x4040"),
        ("卡顿", "web-v4 0x4008"),
        ("回声", "web-v5 5106"),
    ] {
        let first = &search(query)[0];
        assert_eq!(label(first.entry), wanted, "{query}");
        assert!(matches!(first.kind, MatchKind::Said(_)) && !first.kind.title().is_empty(), "{query}");
    }
    assert!(found("摄像头").iter().any(|label| label == "web-v4 0x1004"), "a Chinese word is searched in English");
}
