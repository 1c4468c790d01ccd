//! The formats of logs.

/// The format of a log: which program wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogFormat {
    /// The DevTools console's "Save as…" file.
    DevtoolsConsole,
    /// Chromium's `chrome_debug.log`.
    ChromeDebug,
    /// The WebDriver browser log: a JSON array of `{level, message, source, timestamp}`.
    WebdriverBrowser,
    /// Console events of Playwright or Puppeteer, one JSON object per line.
    PlaywrightConsole,
    /// Error objects as apps' error handlers write them, in JSON or one per line.
    AppErrors,
    /// Uploads of the SDK: JSON bodies, or the log lines extracted from them.
    SdkUpload,
    /// HTTP archive (HAR 1.2).
    Har,
    /// Sentry's event JSON or envelope.
    Sentry,
    /// The Firefox console's "Save all messages to file" or "Copy all messages".
    FirefoxConsole,
    /// The Safari console's "Save selected" or copied messages.
    SafariConsole,
    /// A table with a message column, separated by commas, semicolons or tabs.
    Csv,
    /// JSON of no known format; its strings are read as text.
    Json,
    /// Anything else: mail, chat, notes.
    PlainText,
    /// A picture of a console, an alert or a chat. Its rows of text are read like the log that they show.
    Picture,
}

impl LogFormat {
    /// All formats of text. A picture is recognized before its text is.
    pub const ALL: &'static [Self] = &[
        Self::DevtoolsConsole,
        Self::ChromeDebug,
        Self::WebdriverBrowser,
        Self::PlaywrightConsole,
        Self::AppErrors,
        Self::SdkUpload,
        Self::Har,
        Self::Sentry,
        Self::FirefoxConsole,
        Self::SafariConsole,
        Self::Csv,
        Self::Json,
        Self::PlainText,
    ];

    /// The identifier used in JSON and on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::DevtoolsConsole => "devtools-console",
            Self::ChromeDebug => "chrome-debug",
            Self::WebdriverBrowser => "webdriver-browser",
            Self::PlaywrightConsole => "playwright-console",
            Self::AppErrors => "app-errors",
            Self::SdkUpload => "sdk-upload",
            Self::Har => "har",
            Self::Sentry => "sentry",
            Self::FirefoxConsole => "firefox-console",
            Self::SafariConsole => "safari-console",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::PlainText => "plain-text",
            Self::Picture => "picture",
        }
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::DevtoolsConsole => "DevTools console",
            Self::ChromeDebug => "chrome_debug.log",
            Self::WebdriverBrowser => "WebDriver browser log",
            Self::PlaywrightConsole => "Playwright console events",
            Self::AppErrors => "App errors",
            Self::SdkUpload => "SDK upload",
            Self::Har => "HTTP archive (HAR)",
            Self::Sentry => "Sentry",
            Self::FirefoxConsole => "Firefox console",
            Self::SafariConsole => "Safari console",
            Self::Csv => "Table (CSV)",
            Self::Json => "JSON",
            Self::PlainText => "Plain text",
            Self::Picture => "Picture",
        }
    }
}
