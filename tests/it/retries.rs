//! A call of the page that failed and succeeded when the page made it again.

use trtc_lens::diagnosis::Problem;

use super::diagnosis::diagnose_text;

fn problem(log: &str) -> Problem {
    diagnose_text(log).problems.swap_remove(0)
}

const ENTERED: &str = "[09:00:00:000] <INFO> [↑c1|amy] Join room success, start heartbeat\n";

#[test]
fn a_call_that_succeeds_later_failed_at_first() {
    for (failure, success) in [
        (
            "[09:00:02:000] <ERROR> [↑c1|amy] publish failed RtcError: publish timeout observed. <API_CALL_TIMEOUT 0x404b>\n",
            "[09:00:08:000] <INFO> [↑c1|amy] publish() => publishing main stream x\n\
             [09:00:09:000] <INFO> [↑c1|amy] local main stream is published\n",
        ),
        (
            "[09:00:02:000] <ERROR> [↑s1|amy] RtcError: NotAllowedError: Permission denied <INITIALIZE_FAILED 0x1004>\n",
            "[09:00:09:000] <INFO> [↑s2|amy] gotStream hasAudio: true hasVideo: true\n",
        ),
        (
            "[09:00:02:000] <ERROR> [↑t1|amy] startLocalAudio() failed 3   DEVICE_ERROR: NotAllowedError code:5302 params: []\n",
            "[09:00:09:000] <INFO> [↑t1|amy] startLocalAudio() success 4\n",
        ),
        (
            "[09:00:02:000] <ERROR> [↑t1|amy] switchRole() failed 3   OPERATION_FAILED: timeout code:5500 params: []\n",
            "[09:00:09:000] <INFO> [↑t1|amy] switchRole() success 4\n",
        ),
        (
            "[09:00:02:000] <ERROR> [↑t1|amy] switchRoom() failed 3   SERVER_ERROR: x errCode: -10035 code:5400 params: []\n",
            "[09:00:09:000] <INFO> [↑t1|amy] switchRoom() success 4\n",
        ),
        (
            "[09:00:02:000] <ERROR> [↓n|tom] RtcError: subscribe timeout <SUBSCRIPTION_TIMEOUT 0x4042>\n",
            "[09:00:09:000] <INFO> [↓n|tom] ontrack() kind: video\n",
        ),
    ] {
        let log = format!("{ENTERED}{failure}{success}");
        let (found, last) = (problem(&log), Some(log.lines().count() as u64));
        assert!(found.title.ends_with(" at first"), "{}", found.title);
        assert_eq!(found.succeeded_line, last, "{failure}");
        assert_eq!(found.steps.last().map(|step| step.line), last, "{failure}");
        // Success before the failure, and that of another user, say nothing.
        for log in [
            format!("{ENTERED}{success}{failure}"),
            format!("{ENTERED}{failure}{}", success.replace("amy", "bob").replace("tom", "bob")),
        ] {
            assert_eq!(problem(&log).succeeded_line, None, "{log}");
        }
    }
}

#[test]
fn a_request_that_was_not_answered_was_not_refused() {
    let log = format!(
        "{ENTERED}[09:00:02:000] <ERROR> [↑c1|amy] RtcError: startPublishCDNStream timeout observed. \
         <START_PUBLISH_CDN_FAILED 0x4045>\n"
    );
    assert!(problem(&log).title.starts_with("The server did not answer in time"), "{}", problem(&log).title);
}

#[test]
fn what_lasts_comes_before_what_is_over() {
    let log = format!(
        "{ENTERED}[09:00:02:000] <ERROR> [↑s1|amy] RtcError: NotAllowedError <INITIALIZE_FAILED 0x1004>\n\
         [09:00:09:000] <INFO> [↑s2|amy] gotStream hasAudio: true hasVideo: true\n\
         [09:00:12:000] <ERROR> [↑c1|amy] publish failed RtcError: publish timeout observed. <API_CALL_TIMEOUT 0x404b>\n"
    );
    assert_eq!(problem(&log).root.to_string(), "0x404b");
}

#[test]
fn success_of_another_device_is_no_success() {
    for (failure, other) in [
        (
            "startLocalVideo() failed 3   DEVICE_ERROR: NotFoundError code:5301 params: []",
            "startLocalAudio() success 4",
        ),
        ("RtcError: NotFoundError <INITIALIZE_FAILED 0x1004>", "gotStream hasAudio: true hasVideo: false"),
    ] {
        let log =
            format!("{ENTERED}[09:00:02:000] <ERROR> [↑t1|amy] {failure}\n[09:00:09:000] <INFO> [↑t1|amy] {other}\n");
        assert_eq!(problem(&log).succeeded_line, None, "{log}");
    }
}
