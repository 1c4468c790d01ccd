//! The palette: all commands, found by a few letters of their names.

use super::command::Command;
use super::list::{List, ListAction};

/// An action of [`Action::Palette`](super::Action::Palette).
#[derive(Clone, Debug)]
pub enum PaletteAction {
    /// Searches.
    Query(String),
    /// Scrolls or selects.
    List(ListAction),
    /// Carries out the selected command.
    Run,
}

/// The open palette.
#[derive(Clone, Debug)]
pub struct CommandPalette {
    /// The text that is searched for.
    pub query: String,
    /// The commands that match, the best first, each with the bytes of its name that match.
    pub found: Vec<(Command, Vec<usize>)>,
    /// Scroll position and selection.
    pub list: List,
}

impl CommandPalette {
    pub(super) fn new() -> Self {
        let mut palette = Self { query: String::new(), found: Vec::new(), list: List::default() };
        palette.search(String::new());
        palette
    }

    pub(super) fn search(&mut self, query: String) {
        let matches = |command: &Command| Some((fuzzy(&query, command.title())?, *command));
        let commands = Command::ALL.into_iter().filter(|command| *command != Command::Dismiss);
        let mut found: Vec<((i32, Vec<usize>), Command)> = commands.filter_map(|command| matches(&command)).collect();
        found.sort_by_key(|((score, _), _)| std::cmp::Reverse(*score));
        self.found = found.into_iter().map(|((_, places), command)| (command, places)).collect();
        self.query = query;
        self.list.set_len(self.found.len() as u64);
        self.list.scroll_to_start();
        self.list.set_selected(Some(0));
    }

    /// The selected command.
    pub fn selected(&self) -> Option<Command> {
        self.found.get(self.list.selected()? as usize).map(|(command, _)| *command)
    }
}

/// Finds all letters of `query` in `text`, in this order: the score, which is higher for letters that begin words or follow each
/// other, and the bytes of the letters.
fn fuzzy(query: &str, text: &str) -> Option<(i32, Vec<usize>)> {
    let letters: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let begins_word = |nth: usize| nth == 0 || !characters[nth - 1].1.is_alphanumeric();
    // From each first letter on, the nearest further letters are taken; beginnings of words are preferred.
    let from = |start: usize| {
        let (mut score, mut places, mut at) = (0, Vec::new(), start);
        for letter in &letters {
            let is_letter = |nth: &usize| characters[*nth].1.to_ascii_lowercase() == *letter;
            let follows = places.last().is_some_and(|_| at < characters.len() && is_letter(&at));
            let next = (at..characters.len()).filter(is_letter);
            let nth = if follows { Some(at) } else { next.clone().find(|nth| begins_word(*nth)).or(next.min()) }?;
            score += if follows {
                6
            } else if begins_word(nth) {
                8
            } else {
                -((nth - at) as i32).min(4)
            };
            places.push(characters[nth].0);
            at = nth + 1;
        }
        Some((score * 100 - text.len() as i32, places))
    };
    if letters.is_empty() {
        return Some((0, Vec::new()));
    }
    (0..characters.len()).filter_map(from).max_by_key(|(score, _)| *score)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_letters_find_a_command() {
        for (query, wanted) in [
            ("cr", Command::CopyReport),
            ("expo", Command::ExportReport),
            ("go line", Command::GoToLine),
            ("settings", Command::ShowSettings),
            ("", Command::ALL[0]),
        ] {
            let mut palette = CommandPalette::new();
            palette.search(query.to_owned());
            assert_eq!(palette.selected(), Some(wanted), "{query}");
        }
        let mut palette = CommandPalette::new();
        palette.search("zzz".to_owned());
        assert_eq!(palette.selected(), None);
    }

    #[test]
    fn matched_letters_are_marked() {
        let (_, places) = fuzzy("gl", "Go to a line").expect("it matches");
        assert_eq!(places, [0, 8]);
    }
}
