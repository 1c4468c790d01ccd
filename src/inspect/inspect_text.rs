//! The codes in a pasted passage, without a scan: no thread, literal search, cache, timeline or problem is needed for a few
//! lines, which the window reads again with each key stroke.

use super::scan::{LogText, decode};
use crate::catalog;
use crate::diagnosis::context::ContextBuilder;
use crate::finding::Finding;
use crate::finding::find::{SdkTraces, findings_for_any_version, findings_in_entry, set_position};
use crate::log::Layout;
use crate::log::chunk::{ChunkSizes, Chunks};
use crate::log::detect::{SAMPLE_BYTES, detect};
use crate::log::parse::chunk::parse_chunk;
use crate::source::encoding::LossyDecoder;
use crate::source::{LogSource, SourceError};

/// The codes in a pasted line or passage, each once. Codes that name a cause come before codes that follow from it.
pub fn codes_in_text(text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for finding in findings_in_text(text).unwrap_or_default() {
        if !findings.iter().any(|other| other.code == finding.code) {
            findings.push(finding);
        }
    }
    findings.sort_by_key(|finding| catalog::cause_order(finding.code.family()));
    findings
}

/// The findings in a text, as a scan finds them, in the order of the text.
fn findings_in_text(text: &str) -> Result<Vec<Finding>, SourceError> {
    let opened = LogSource::Pasted(text.to_owned()).open()?;
    let LogText { text, .. } = decode(opened.reader, None)?;
    let mut chunks = Chunks::new(text, ChunkSizes::default());
    let sample = LossyDecoder::default().decode(chunks.peek(SAMPLE_BYTES)).into_owned();
    let layout = Layout::new(detect(&sample, chunks.is_document(), None).format, &sample, false);
    chunks.set_layout(layout.clone());
    let (mut context, mut findings) = (ContextBuilder::default(), Vec::new());
    let (mut lines, mut entry_number) = (0, 0);
    let mut sdk = SdkTraces::in_sample(&sample);
    while let Some(chunk) = chunks.next_chunk() {
        let first_line = lines + chunk.lines_before + 1;
        let mut decoder = LossyDecoder::default();
        let text = decoder.decode(&chunk.bytes);
        parse_chunk(&text, chunk.pointer.as_deref(), &layout, &mut |parsed| {
            entry_number += 1;
            context.add_entry(&parsed);
            let versioned = findings_for_any_version(&parsed);
            sdk.major = versioned.sdk_major.or(sdk.major);
            let of_version = || findings_in_entry(&parsed, SdkTraces { major: context.major().or(sdk.major), ..sdk });
            let mut found = versioned.findings.unwrap_or_else(of_version);
            set_position(&mut found, first_line, entry_number, parsed.time.as_deref());
            findings.append(&mut found);
        });
        lines += chunk.lines_before + memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
    }
    Ok(findings)
}
