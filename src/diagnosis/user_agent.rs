//! Browser and system, read from a user agent string.

use woothee::parser::Parser;

use crate::knowledge::{Phrase, Sentence};

/// Apps that embed a browser, and browsers that the parser mistakes for the one they are built on: their token in the user
/// agent string, and their usual name. Apps that embed other entries of this list come first.
const SHELLS: [(&str, &str); 16] = [
    ("wxwork/", "WeCom"),
    ("MicroMessenger/", "WeChat"),
    ("DingTalk/", "DingTalk"),
    ("Lark/", "Lark"),
    ("AlipayClient/", "Alipay"),
    ("MQQBrowser/", "QQ Browser"),
    ("QQBrowser/", "QQ Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("VivoBrowser/", "Vivo Browser"),
    ("HeyTapBrowser/", "OPPO Browser"),
    ("UCBrowser/", "UC Browser"),
    ("Quark/", "Quark"),
    ("MetaSr ", "Sogou Browser"),
    ("Electron/", "Electron"),
    ("HeadlessChrome/", "headless"),
];

/// Browser and system in a user agent string, with their main versions: `Chrome 156 on Windows 10 or 11`,
/// `WeChat 8 (Chrome 107) on Android 13`. `None` if it names no browser.
pub(crate) fn browser(user_agent: &str) -> Option<String> {
    let parsed = Parser::new().parse(user_agent)?;
    let known = |text: &str| !text.is_empty() && text != "UNKNOWN";
    let chrome = product(user_agent, "Chrome/").map(|version| format!("Chrome {version}"));
    let engine = match parsed.name {
        // The browser in an app: it names its Chrome version, or is the system's web view.
        "Webview" => chrome,
        "SamsungBrowser" => Some(with_version("Samsung Internet", parsed.version)),
        name if known(name) => Some(with_version(name, parsed.version)),
        _ => None,
    };
    let shell = SHELLS.iter().find_map(|(token, name)| Some((*name, product(user_agent, token)?)));
    let browser = match (shell, engine) {
        (Some(("headless", _)), Some(engine)) => Sentence::BrowserHeadless { engine: &engine }.text(),
        (Some((shell, version)), Some(engine)) => format!("{shell} {version} ({engine})"),
        (Some((shell, version)), None) => format!("{shell} {version}"),
        (None, Some(engine)) => engine,
        (None, None) if parsed.name == "Webview" => Phrase::BrowserWebView.text().to_owned(),
        (None, None) => return None,
    };
    Some(match system(user_agent, parsed.os, &parsed.os_version) {
        Some(system) => Sentence::BrowserOnSystem { browser: &browser, system: &system }.text(),
        None => browser,
    })
}

fn system(user_agent: &str, name: &str, version: &str) -> Option<String> {
    if let Some(version) = product(user_agent, "OpenHarmony ") {
        return Some(format!("HarmonyOS {version}"));
    }
    Some(match name {
        // Windows 11 reports this number too; only client hints distinguish them.
        "Windows 10" => Phrase::BrowserWindows10Or11.text().to_owned(),
        "Mac OSX" => "macOS".to_owned(),
        "iPhone" | "iPad" | "iPod" => format!("iOS {version} ({name})"),
        "Android" => format!("Android {version}"),
        "UNKNOWN" | "" => return None,
        other => other.to_owned(),
    })
}

/// The main version after `token`; empty if no number follows.
fn product<'a>(user_agent: &'a str, token: &str) -> Option<&'a str> {
    let (_, rest) = user_agent.split_once(token)?;
    Some(main_version(rest))
}

fn with_version(name: &str, version: &str) -> String {
    format!("{name} {}", main_version(version)).trim_end().to_owned()
}

fn main_version(version: &str) -> &str {
    let digits = version.bytes().take_while(u8::is_ascii_digit).count();
    &version[..digits]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_that_customers_use_are_recognised() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
        let android = "Mozilla/5.0 (Linux; Android 13; 2211133C Build/TKQ1.220905.001; wv) AppleWebKit/537.36";
        let iphone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let cases = [
            (windows, "Chrome/120.0.0.0 Safari/537.36", "Chrome 120 on Windows 10 or 11"),
            (windows, "Chrome/120.0.0.0 Safari/537.36 Edg/121.0.2210.91", "Edge 121 on Windows 10 or 11"),
            (windows, "Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0", "Opera 106 on Windows 10 or 11"),
            (
                windows,
                "Chrome/94.0.4606.71 Safari/537.36 QQBrowser/11.9.5355.400",
                "QQ Browser 11 (Chrome 94) on Windows 10 or 11",
            ),
            (
                windows,
                "a/1.0 Chrome/108.0.5359.215 Electron/22.3.27 Safari/537.36",
                "Electron 22 (Chrome 108) on Windows 10 or 11",
            ),
            (
                "Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36",
                "Chrome/109.0.0.0 Safari/537.36",
                "Chrome 109 on Windows 7",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0)",
                "Gecko/20100101 Firefox/121.0",
                "Firefox 121 on Windows 10 or 11",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
                "Version/17.1 Safari/605.1.15",
                "Safari 17 on macOS",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
                "HeadlessChrome/156.0.0.0 Safari/537.36",
                "Chrome 156, headless on Linux",
            ),
            (iphone, "Version/17.1.2 Mobile/15E148 Safari/604.1", "Safari 17 on iOS 17.1.2 (iPhone)"),
            (iphone, "CriOS/118.0.5993.69 Mobile/15E148 Safari/604.1", "Chrome 118 on iOS 17.1.2 (iPhone)"),
            (iphone, "Mobile/15E148 MicroMessenger/8.0.43(0x18002b2e) NetType/WIFI", "WeChat 8 on iOS 17.1.2 (iPhone)"),
            (
                android,
                "Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 MicroMessenger/8.0.37.2380",
                "WeChat 8 (Chrome 107) on Android 13",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36",
                "Chrome/119.0.0.0 Mobile Safari/537.36",
                "Chrome 119 on Android 10",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12; SM-G991B)",
                "SamsungBrowser/21.0 Chrome/110.0 Mobile Safari/537.36",
                "Samsung Internet 21 on Android 12",
            ),
            ("Mozilla/5.0 (Android 13; Mobile; rv:109.0)", "Gecko/119.0 Firefox/119.0", "Firefox 119 on Android 13"),
            (
                "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36",
                "Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.1.3.1",
                "Huawei Browser 5 (Chrome 114) on HarmonyOS 5",
            ),
        ];
        for (system, product, words) in cases {
            assert_eq!(browser(&format!("{system} {product}")).as_deref(), Some(words), "{system} {product}");
        }
        assert_eq!(browser("a page"), None);
    }
}
