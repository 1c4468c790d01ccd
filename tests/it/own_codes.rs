//! Codes of the user's own catalog files: found in logs, explained and searched, and rejected with a clear message.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::cli::{json, program, run, status, stderr, stdout};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/own-codes-example.json");

/// Writes a file into a new folder.
fn written(name: &str, text: &str) -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(&path, text).expect("the file is written");
    let path = path.to_string_lossy().into_owned();
    (folder, path)
}

fn example() -> String {
    fs::read_to_string(EXAMPLE).expect("the example")
}

/// The codes that `inspect` finds in a log, as `line family value`.
fn codes_in(log: &str) -> Vec<String> {
    let (_folder, path) = written("app.log", log);
    let output = run(&["inspect", "--format", "json", "--catalog", EXAMPLE, &path]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let findings = json(&output)[0]["findings"].as_array().expect("a list").clone();
    let row = |finding: &serde_json::Value| {
        format!("{} {} {}", finding["line"], finding["family"].as_str().unwrap_or_default(), finding["value"])
    };
    findings.iter().map(row).collect()
}

#[test]
fn own_codes_are_found_by_their_signs() {
    let log = "[acme] request refused, code 1042\n[acme] took 1042 ms\ngot acmeCode=1042 from it\n\
               then ACME_TICKET_EXPIRED came\nother code 1042 without a sign\nAcmeError: code: 7\n";
    let wanted = ["1 acme-gateway 1042", "3 acme-gateway 1042", "4 acme-gateway 1042", "6 acme-gateway 7"];
    assert_eq!(codes_in(log), wanted);
    let records =
        "{\"name\":\"AcmeError\",\"code\":1042,\"message\":\"late\"}\n{\"acmeCode\":1042,\"message\":\"late\"}\n";
    assert_eq!(codes_in(records), ["1 acme-gateway 1042", "2 acme-gateway 1042"]);
}

#[test]
fn own_codes_are_explained_searched_and_listed() {
    let explained = run(&["explain", "1042", "--catalog", EXAMPLE, "--format", "json"]);
    assert_eq!(json(&explained)[0]["family"], "acme-gateway");
    let searched = run(&["search", "gateway ticket", "--catalog", EXAMPLE]);
    assert!(stdout(&searched).contains("ACME_TICKET_EXPIRED"), "{}", stdout(&searched));
    let listed = run(&["codes", "--family", "acme-gateway", "--catalog", EXAMPLE, "--format", "json"]);
    assert_eq!(json(&listed).as_array().map(Vec::len), Some(1));
    let unknown = run(&["codes", "--family", "acme-gateway"]);
    assert_eq!(status(&unknown), 2, "the family does not exist without the file");
}

#[test]
fn the_folder_beside_the_settings_is_read() {
    let (folder, path) = written("catalogs/acme.json", &example());
    let explain = |folder: &Path| {
        program().env("TRTC_LENS_CONFIG_DIR", folder).args(["explain", "1042"]).output().expect("the program starts")
    };
    assert_eq!(status(&explain(folder.path())), 0);
    fs::write(&path, example().replace("\"fix\"", "\"fixes\"")).expect("the file is written");
    let output = explain(folder.path());
    assert!(
        stderr(&output).contains("entry 1, 1042 ACME_TICKET_EXPIRED: unknown field `fixes`"),
        "{}",
        stderr(&output)
    );
    let other = program().env("TRTC_LENS_CONFIG_DIR", folder.path()).args(["explain", "0x4004"]).output();
    assert_eq!(status(&other.expect("the program starts")), 0, "a bad file in the folder stops nothing");
}

#[test]
fn files_with_faults_are_rejected_by_file_and_entry() {
    for (from, to, expected) in [
        ("\"family\": ", "\"family\" ", "expected `:` at line 2 column 12"),
        ("\"summary\"", "\"sumary\"", "entry 1, 1042 ACME_TICKET_EXPIRED: unknown field `sumary`"),
        (
            "[\"Ask for a new ticket before each call, and try again.\"]",
            "[]",
            "1042 ACME_TICKET_EXPIRED: `fix` has no step",
        ),
        ("\"acme-gateway\"", "\"web-v5\"", "the family `web-v5` is built in: `title` and `signs` are for"),
        ("\"Acme gateway\"", "\"Server\"", "`title` is the name of a built-in family, `Server`"),
    ] {
        let text = example();
        assert!(text.contains(from), "{from} is not in the example");
        let (_folder, path) = written("bad.json", &text.replacen(from, to, 1));
        let output = run(&["explain", "0x4004", "--catalog", &path]);
        assert_eq!((status(&output), stdout(&output)), (1, ""), "{from}");
        let message = stderr(&output);
        assert!(message.contains("bad.json: ") && message.contains(expected), "{from} → {to}: {message}");
    }
    let missing = run(&["explain", "0x4004", "--catalog", "no-such-file.json"]);
    assert_eq!(status(&missing), 1);
    assert!(stderr(&missing).contains("no-such-file.json: cannot be read"), "{}", stderr(&missing));
    // A code of a built-in family that the catalog has.
    let family = "{\"family\":\"server\",\"entries\":[{\"value\":-10013,\"name\":null,\"status\":{\"state\":\"active\"},\
                  \"area\":\"room\",\"severity\":\"error\",\"owner\":\"developer\",\"retryable\":false,\"summary\":\"S\",\
                  \"explanation\":\"E\",\"fix\":[\"F\"],\"references\":[],\"related\":[],\"example\":null}]}";
    let (_folder, path) = written("more.json", family);
    let output = run(&["explain", "-10013", "--catalog", &path]);
    assert!(stderr(&output).contains("-10013 S: the family `server` has this code already"), "{}", stderr(&output));
    let (_folder, path) = written("more.json", &family.replace("-10013", "-77777"));
    let output = run(&["explain", "-77777", "--catalog", &path, "--format", "json"]);
    assert_eq!(json(&output)[0]["family"], "server", "{}", stderr(&output));
}
