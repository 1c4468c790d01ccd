//! What support asks first, in a few words each.

use crate::diagnosis::Diagnosis;
use crate::log::Skipped;

/// More values than this are counted instead of listed.
const MOST_LISTED: usize = 2;

/// From the most asked-for to the least: SDK, browser, application, user, room, time, and what kind of file it is.
pub(super) fn facts(diagnosis: &Diagnosis) -> Vec<String> {
    let context = &diagnosis.context;
    let mut browsers: Vec<String> = context.user_agents.iter().map(|agent| browser(agent)).collect();
    browsers.dedup();
    let mut facts = Vec::new();
    facts.extend(list("SDK", "SDK versions", &context.sdk_versions));
    facts.extend(list("", "browsers", &browsers));
    facts.extend(list("app", "apps", &context.sdk_app_ids));
    facts.extend(list("user", "users", &context.user_ids));
    facts.extend(list("room", "rooms", &context.rooms));
    match (&context.first_time, &context.last_time) {
        (Some(first), Some(last)) if first != last => facts.push(format!("{first} – {last}")),
        (Some(time), _) | (None, Some(time)) => facts.push(time.clone()),
        (None, None) => {}
    }
    facts.push(format!("{}, {}, {} lines", diagnosis.format.title(), diagnosis.encoding, diagnosis.lines));
    facts
}

fn list(one: &str, many: &str, values: &[String]) -> Option<String> {
    match values {
        [] => None,
        _ if values.len() <= MOST_LISTED => Some(format!("{one} {}", values.join(", ")).trim().to_owned()),
        _ => Some(format!("{} {many}", values.len())),
    }
}

pub(super) fn skipped(skipped: &[Skipped]) -> Option<String> {
    let first = skipped.first()?;
    let rest = match skipped.len() {
        1 => String::new(),
        count => format!(" ({} more)", count - 1),
    };
    Some(format!("Not read: line {}, {}{rest}", first.line, first.reason))
}

/// A user agent string as a person says it: "Chrome 156 on Linux". What is not understood is left as it is.
fn browser(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 7] = [
        ("MicroMessenger/", "WeChat"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Version/", "Safari"),
    ];
    // Phones' strings name the desktop systems they descend from as well, so they come first.
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let found = BROWSERS.iter().find_map(|(mark, name)| {
        let rest = &agent[agent.find(mark)? + mark.len()..];
        let major: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (!major.is_empty()).then(|| format!("{name} {major}"))
    });
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (found, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser,
        (None, _) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn user_agents_are_said_in_words() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome 156 on Linux");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(safari), "Safari 17 on iPhone");
        assert_eq!(browser("curl"), "curl");
    }
}
