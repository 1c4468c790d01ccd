//! How to save a log in each browser, in three steps.

/// One way to save a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportGuide {
    /// The browser, or the SDK.
    pub source: &'static str,
    /// What to do, in order.
    pub steps: [&'static str; 3],
}

/// All ways, in the order in which they are shown.
pub const EXPORT_GUIDES: [ExportGuide; 4] = [
    ExportGuide {
        source: "Chrome and Edge",
        steps: [
            "Press F12 on the page of the call and open the tab Console.",
            "Reload the page and make the problem happen again.",
            "Right-click in the console and choose Save as…; send the file.",
        ],
    },
    ExportGuide {
        source: "Firefox",
        steps: [
            "Press F12 on the page of the call and open the tab Console.",
            "Reload the page and make the problem happen again.",
            "Right-click in the console and choose Save all Messages to File.",
        ],
    },
    ExportGuide {
        source: "Safari",
        steps: [
            "In the settings, under Advanced, show the features for web developers.",
            "Press ⌥⌘C on the page of the call, reload it, and make the problem happen again.",
            "Select all messages of the console, right-click, and choose Save Selected.",
        ],
    },
    ExportGuide {
        source: "The SDK itself",
        steps: [
            "Call TRTC.Logger.setLogLevel(TRTC.Logger.LogLevel.TRACE) before anything else (v5: TRTC.setLogLevel(0)).",
            "Keep what your page prints and catches: the console, and each error with its code and message.",
            "Or save the network tab as a HAR file: it holds what the SDK uploads.",
        ],
    },
];

/// The guides as a text that can be sent to a customer.
pub(crate) fn text_for_customer() -> String {
    let steps = EXPORT_GUIDES.map(|guide| {
        let [first, second, third] = guide.steps;
        format!("\n{}:\n1. {first}\n2. {second}\n3. {third}\n", guide.source)
    });
    let mut text = "Please send us the log of the call in which the problem occurs.\n".to_owned() + &steps.concat();
    text.push_str(
        "\nThe log may contain secrets: userSig and other credentials, addresses, user and room ids. Send it to us only, not to a \
         public ticket or group. If it must pass others, replace the value of userSig by xxx first; we do not need it.\n\n\
         Please add: when the problem occurred (with the time zone), the ids of the user and the room, and what was seen or heard.\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_for_a_customer_has_all_steps_and_warns_of_secrets() {
        let text = text_for_customer();
        for step in EXPORT_GUIDES.iter().flat_map(|guide| guide.steps) {
            assert!(text.contains(step), "{step}");
        }
        assert!(text.contains("userSig") && text.contains("secrets"));
    }
}
