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
