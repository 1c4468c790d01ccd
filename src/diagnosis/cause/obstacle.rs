//! What stands between the browser and a host, by the browser's own word for it (`net::ERR_…`): the same words are said of
//! requests and of sockets.

use super::{ALLOW_SIGNALLING, Explanation, OTHER_NETWORK, steps_by};
use crate::catalog::Owner;
use crate::diagnosis::impact::Confidence;
use crate::event::BLOCKED_BY_POLICY;

/// Something in the way that the browser has a word for.
struct Obstacle {
    /// Beginnings of the browser's words.
    words: &'static [&'static str],
    /// The cause, to stand before "cannot be reached" and the like.
    cause: &'static str,
    /// Why, in one sentence.
    explanation: &'static str,
    /// What to do first.
    steps: &'static [&'static str],
    /// Who can do that.
    owner: Owner,
}

/// Words that tell of a particular obstacle. Others (`ERR_CONNECTION_TIMED_OUT`, `ERR_EMPTY_RESPONSE`) fit many.
const OBSTACLES: &[Obstacle] = &[
    Obstacle {
        words: &["ERR_BLOCKED_BY_CLIENT"],
        cause: "An extension of the browser (an ad blocker, most often) stopped the request",
        explanation: "The browser did not even send it: an extension, or the browser's own protection, has the host on its list.",
        steps: &[
            "Switch off ad blockers and privacy extensions for this page, or open it in a private window without extensions.",
            "Where a company installs the extension, have it let pass *.rtc.qq.com, *.rtc.qcloud.com, *.cloud-rtc.com and \
             yun.tim.qq.com.",
        ],
        owner: Owner::EndUser,
    },
    Obstacle {
        words: &[BLOCKED_BY_POLICY],
        cause: "The page's own Content-Security-Policy forbids the connection",
        explanation: "The page (or the server that delivers it) says in its Content-Security-Policy which hosts may be \
                      talked to, and this one is not among them.",
        steps: &[
            "Add TRTC's hosts to connect-src of the page's Content-Security-Policy, each with https: and wss:: \
             *.rtc.qq.com, *.rtc.qcloud.com, *.cloud-rtc.com, *.cloud-rtc.net, *.rtc-web.com, *.rtc-web.io, \
             *.my-imcloud.com and yun.tim.qq.com.",
            "Look at both places where the policy may stand: the response header and the page's meta element.",
        ],
        owner: Owner::Developer,
    },
    Obstacle {
        words: &["ERR_NAME_NOT_RESOLVED", "ERR_NAME_RESOLUTION_FAILED", "ERR_DNS"],
        cause: "The name of the host cannot be resolved",
        explanation: "The name server of the user's network gave no address for the host: no network at all, a name server \
                      that is down, or one that filters names.",
        steps: &[
            "See whether other pages load. If they do, set another name server for a test (or use a phone's hotspot).",
            "Where a company's name server filters, have it resolve TRTC's hosts.",
        ],
        owner: Owner::EndUser,
    },
    Obstacle {
        words: &[
            "ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "ERR_ADDRESS_UNREACHABLE", "ERR_NETWORK_IO_SUSPENDED",
        ],
        cause: "The user's computer had no network",
        explanation: "The browser had no connection to any network at that moment, or it was just changing: Wi-Fi, cable, \
                      VPN, or a computer waking up.",
        steps: &[
            "Restore the network and enter again; the page can wait for the browser's online event and do so by itself.",
        ],
        owner: Owner::EndUser,
    },
    Obstacle {
        words: &["ERR_PROXY", "ERR_TUNNEL", "ERR_MANDATORY_PROXY", "ERR_SOCKS"],
        cause: "A proxy in the user's network does not let the connection pass",
        explanation: "The browser goes through a proxy, and the proxy refused or could not be reached.",
        steps: &[ALLOW_SIGNALLING, OTHER_NETWORK],
        owner: Owner::EndUser,
    },
    Obstacle {
        words: &["ERR_CERT", "ERR_SSL"],
        cause: "The encrypted connection is not trusted (certificate)",
        explanation: "The certificate that the browser was shown is not the host's own or not valid today: a proxy or \
                      antivirus program that reads encrypted traffic, or a computer whose date is wrong.",
        steps: &[
            "Check the computer's date and time.",
            "Let TRTC's hosts pass the inspection of encrypted traffic untouched, or have its certificate trusted.",
            OTHER_NETWORK,
        ],
        owner: Owner::EndUser,
    },
];

/// Puts what the browser's `word` tells in front of an explanation; leaves it alone where the word fits many causes.
/// `target` is what was to be reached: "the scheduling service".
pub(super) fn name(explained: &mut Explanation, word: &str, target: &str) {
    let fits = |obstacle: &&Obstacle| obstacle.words.iter().any(|beginning| word.starts_with(beginning));
    let Some(obstacle) = OBSTACLES.iter().find(fits) else { return };
    explained.cause = format!("{}, so {target} cannot be reached", obstacle.cause);
    explained.explanation =
        format!("{} The browser's word for it is {word}.\n\n{}", obstacle.explanation, explained.explanation);
    let first = steps_by(obstacle.owner, obstacle.steps);
    explained.fix.retain(|step| !first.iter().any(|known| known.text == step.text));
    explained.fix.splice(0..0, first);
    // Word and failure stand in different lines.
    explained.confidence = explained.confidence.max(Confidence::Likely);
    explained.owner = Some(obstacle.owner);
}
