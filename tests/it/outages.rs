//! Connections that were lost in a room and came back, without a code.

use super::diagnosis::diagnose_text;

fn titles(lines: &[(&str, &str)]) -> Vec<String> {
    let entered = "[09:00:00:000] <INFO> [↑c1|amy] Join room success, start heartbeat\n".to_owned();
    let log = lines.iter().map(|(clock, text)| format!("[{clock}] <WARN> [↑ws1|amy] {text}\n"));
    let mut titles: Vec<String> = diagnose_text(&(entered + &log.collect::<String>()))
        .problems
        .into_iter()
        .map(|problem| problem.title)
        .collect();
    titles.sort();
    titles
}

const LOST: [(&str, &str); 3] = [
    ("09:10:00:000", "main is closed code:1006"),
    ("09:10:01:000", "retrying to connect 1"),
    ("09:10:03:000", "reconnect success"),
];

#[test]
fn the_time_without_a_connection_ends_when_it_is_back() {
    let rejoined = [("09:40:00:000", "reJoin pending: user_time_out"), ("09:40:01:000", "reJoin success")];
    let titles = titles(&[&LOST[..], &rejoined].concat());
    assert_eq!(titles, ["The connection to the signalling server was lost: interrupted, and back after 3.0 s"]);
}

#[test]
fn several_outages_are_counted() {
    let again = [("09:20:01:000", "retrying to connect 1"), ("09:20:09:000", "reconnect success")];
    let titles = titles(&[&LOST[..], &again].concat());
    assert_eq!(titles, ["The connection to the signalling server was lost: interrupted 2 times, and back each time"]);
}

#[test]
fn a_media_connection_that_is_lost_much_later_is_another_problem() {
    let media = |minute: &str| {
        let clock = |second: &str| format!("09:{minute}:{second}:000");
        [
            (clock("05"), "connectionState: disconnected ICE: disconnected DTLS: connected"),
            (clock("06"), "reconnect() trying [1]"),
            (clock("08"), "reconnect() success"),
        ]
    };
    for (minute, problems) in [("10", 1), ("30", 2)] {
        let media = media(minute);
        let media: Vec<(&str, &str)> = media.iter().map(|(clock, text)| (clock.as_str(), *text)).collect();
        assert_eq!(titles(&[&LOST[..], &media].concat()).len(), problems, "at minute {minute}");
    }
}

#[test]
fn a_log_that_ends_while_the_sdk_reconnects_shows_no_end() {
    let lost = "The connection to the signalling server was lost";
    for first in ["main is closed code:1006", "websocket[wss://a.rtc.qq.com InUse: true] is closed with code: 1006"] {
        let open = [("09:10:00:000", first), ("09:10:01:000", "retrying to connect 1")];
        assert_eq!(titles(&open), [format!("{lost}: connection not restored in this log")]);
    }
}
