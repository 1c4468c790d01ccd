//! Finds account codes by the names that other products and older SDKs give them: `ERR_SVR_ACCOUNT_USERSIG_EXPIRED`,
//! `Err_TLS_Third_Sig_Check_Sig_Identifier_Unmatch`. The names are aliases in the catalog.

use super::finder::{CodeFinder, FinderInput, always};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, is_in_url, is_source_code};

const LITERALS: &[&str] = &["ERR_SVR_ACCOUNT_", "Err_TLS_", "ERR_TLS_"];

pub(super) const FINDER: CodeFinder = CodeFinder { literals: LITERALS, is_plausible: always, find };

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    if line.is_quiet || is_source_code(text) {
        return;
    }
    for start in LITERALS.iter().flat_map(|literal| find_all(text, literal)) {
        let length = text[start..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
        let end = start + length;
        let mut named =
            Catalog::current().by_name(&text[start..end]).filter(|entry| entry.code.family() == Family::Account);
        if let Some(value) = named.next().and_then(|entry| entry.code.value()).filter(|_| !is_in_url(text, start)) {
            candidates.push(CodeCandidate::new(start..end, Slot::Account, CandidateValue::Number(value)));
        }
    }
}
