//! The command line's arguments.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::catalog::{Area, Filter, Owner, Severity, Status};
use crate::code::Family;
use crate::log::LogFormat;
use crate::report::inspection::ReportFormat;

/// Reads logs of the TRTC Web SDK and explains every error code in them.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true, after_help = closed_lists(), max_term_width = 100)]
pub struct Arguments {
    /// Logs to open in the window
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Open the window and ask for logs, as its button does
    #[arg(long)]
    pub choose: bool,
    /// Open the window for a moment and say whether all that the program needs is there
    #[arg(long, conflicts_with_all = ["files", "choose"])]
    pub self_test: bool,
    /// What draws the window, if the program's own choice fails; the environment variable `TRTC_LENS_RENDERER` names one, too
    #[arg(long, value_name = "RENDERER", value_parser = PossibleValuesParser::new(["glow", "wgpu"]))]
    pub renderer: Option<String>,
    /// What to do without a window.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
    /// More codes, in the JSON shape of the built-in catalog; may be given several times
    #[arg(long = "catalog", global = true, display_order = 890, value_name = "FILE")]
    pub catalogs: Vec<PathBuf>,
    /// When to use colours
    #[arg(long, global = true, display_order = 900, value_enum, default_value_t, value_name = "WHEN")]
    pub color: ColorChoice,
}

/// What to do without a window.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Say what a code means: 0x4004, 16388, -10013, 4294957283, a name, or a whole pasted log line
    Explain(ExplainArgs),
    /// Search the catalog of codes, as the window does
    Search(SearchArgs),
    /// List the whole catalog of codes
    Codes(CodesArgs),
    /// Inspect logs without a window: what went wrong, why, and what to do
    Inspect(InspectArgs),
}

/// Arguments of [`CliCommand::Explain`].
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Codes, each explained; or words that are read together as one line of a log
    #[arg(required = true, value_name = "QUERY", value_parser = NonEmptyStringValueParser::new())]
    pub queries: Vec<String>,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: CatalogFormat,
    #[command(flatten)]
    pub(super) destination: DestinationArgs,
}

/// Arguments of [`CliCommand::Search`].
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// What to look for: a code in any form, a name or a part of one, or words; all must be found
    #[arg(required = true, value_name = "WORD")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// How to write the answer
    #[arg(long, value_enum, default_value_t)]
    pub format: CatalogFormat,
    #[command(flatten)]
    pub(super) destination: DestinationArgs,
}

/// Arguments of [`CliCommand::Codes`].
#[derive(Debug, Args)]
pub struct CodesArgs {
    #[command(flatten)]
    pub(super) filter: FilterArgs,
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    pub format: CatalogFormat,
    #[command(flatten)]
    pub(super) destination: DestinationArgs,
}

/// Arguments of [`CliCommand::Inspect`].
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// Logs, archives of logs, or folders; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// How to write the report
    #[arg(long, default_value = "text", value_parser = listed(ReportFormat::ALL, ReportFormat::id))]
    pub(super) format: ReportFormat,
    /// Leave secrets (userSig, tokens, addresses) in the report; they are replaced otherwise
    #[arg(long)]
    pub(super) no_redact: bool,
    /// Replace userIds as well
    #[arg(long, conflicts_with = "no_redact")]
    pub(super) hide_users: bool,
    /// Keep reading one log while it is written, as text or ndjson; Ctrl+C ends it with the report
    #[arg(long)]
    pub(super) follow: bool,
    /// How the logs are laid out, where detection errs
    #[arg(long, value_name = "LAYOUT", value_parser = listed(LogFormat::ALL, LogFormat::id))]
    pub(super) log_format: Option<LogFormat>,
    #[command(flatten)]
    pub(super) destination: DestinationArgs,
}

impl InspectArgs {
    /// The arguments of a text report of these files on standard output.
    pub(super) fn for_files(files: Vec<PathBuf>) -> Self {
        Self {
            files,
            format: ReportFormat::Text,
            no_redact: false,
            hide_users: false,
            follow: false,
            log_format: None,
            destination: DestinationArgs::default(),
        }
    }
}

/// Where the output goes.
#[derive(Debug, Default, Args)]
pub(super) struct DestinationArgs {
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which entries to show. Each option may be given several times; any of its values will do.
#[derive(Debug, Args)]
pub(super) struct FilterArgs {
    /// Only codes of this family
    #[arg(long, value_name = "FAMILY")]
    family: Vec<String>,
    /// Only codes about this part of a call
    #[arg(long, value_parser = listed(Area::ALL, Area::id))]
    area: Vec<Area>,
    /// Only codes of this severity
    #[arg(long, value_parser = listed(Severity::ALL, Severity::id))]
    severity: Vec<Severity>,
    /// Only codes that this person can do something about
    #[arg(long, value_parser = listed(Owner::ALL, Owner::id))]
    owner: Vec<Owner>,
    /// Only codes that are thrown today, on their way out, or no longer thrown
    #[arg(long, value_parser = listed(&Status::IDS, |id| id))]
    status: Vec<&'static str>,
}

impl FilterArgs {
    /// The filter that the options describe.
    pub(super) fn filter(&self) -> Filter {
        fn set<T: Copy + Ord>(values: &[T]) -> BTreeSet<T> {
            values.iter().copied().collect()
        }
        Filter {
            families: self.family.iter().filter_map(|id| Family::from_id(id)).collect(),
            areas: set(&self.area),
            owners: set(&self.owner),
            severities: set(&self.severity),
            statuses: set(&self.status),
        }
    }
}

/// How to write catalog entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CatalogFormat {
    /// For people
    #[default]
    Text,
    /// An array of entries
    Json,
    /// A table
    Csv,
    /// A section an entry, for tickets and wikis
    Markdown,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless the environment variable `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Arguments {
    /// Parses the program's arguments. Exits with status 2 if they are wrong, with 0 for `--help` and `--version`.
    pub fn from_command_line() -> Self {
        let arguments = Self::parse_from(protect_negative_queries(std::env::args_os()));
        if let Some(conflict) = arguments.conflict() {
            Self::command().error(ErrorKind::ArgumentConflict, conflict).exit();
        }
        arguments
    }

    /// Exits with status 2 if a filter names a family that does not exist. The families are known once the catalog is
    /// installed, which the arguments themselves decide.
    pub(super) fn check_families(&self) {
        let families = match &self.command {
            Some(CliCommand::Search(args)) => &args.filter.family,
            Some(CliCommand::Codes(args)) => &args.filter.family,
            _ => return,
        };
        if let Some(unknown) = families.iter().find(|id| Family::from_id(id).is_none()) {
            let known: Vec<&str> = Family::all().map(Family::id).collect();
            let fault =
                format!("invalid value '{unknown}' for '--family <FAMILY>'\n  [possible values: {}]", known.join(", "));
            Self::command().error(ErrorKind::InvalidValue, fault).exit();
        }
    }

    /// Why arguments that are valid on their own cannot be combined.
    fn conflict(&self) -> Option<&'static str> {
        let Some(CliCommand::Inspect(args)) = &self.command else { return None };
        let is_live = matches!(args.format, ReportFormat::Text | ReportFormat::Ndjson);
        if args.follow && args.files.len() != 1 {
            Some("--follow takes one FILE")
        } else if args.follow && !is_live {
            Some("--follow writes text or ndjson")
        } else {
            None
        }
    }
}

/// Prepends a space, which queries ignore, to queries that begin with a minus sign and a digit, so that clap does not parse
/// them as options. (clap's `allow_negative_numbers` accepts only decimal numbers; `allow_hyphen_values` takes `--format`
/// for a query too.)
fn protect_negative_queries(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut takes_queries = false;
    arguments
        .map(|argument| match argument.to_str() {
            Some("explain" | "search") => {
                takes_queries = true;
                argument
            }
            Some(text) if takes_queries && is_negative(text) => format!(" {text}").into(),
            _ => argument,
        })
        .collect()
}

fn is_negative(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Parses a value of a closed list by its identifier; help lists all of them.
fn listed<T: Copy + Send + Sync>(all: &'static [T], id: fn(T) -> &'static str) -> impl TypedValueParser<Value = T> {
    let ids: Vec<&'static str> = all.iter().map(|&value| id(value)).collect();
    PossibleValuesParser::new(ids).try_map(move |found| {
        all.iter().copied().find(|&value| id(value) == found).ok_or("none of the possible values")
    })
}

/// The closed lists, for the end of `--help`.
fn closed_lists() -> String {
    fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> String {
        all.iter().map(|&value| id(value)).collect::<Vec<_>>().join(", ")
    }
    format!(
        "Families:   {}\nAreas:      {}\nSeverities: {}\nOwners:     {}\n\n\
         Codes of your own: --catalog FILE, and the folder `catalogs` beside the settings; see docs/own-codes.md.\n\n\
         Exit status: 0 done; 1 something could not be done, said on standard error; 2 wrong usage.",
        ids(Family::ALL, Family::id),
        ids(Area::ALL, Area::id),
        ids(Severity::ALL, Severity::id),
        ids(Owner::ALL, Owner::id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &[&str]) -> Arguments {
        let arguments = ["trtc-lens"].iter().chain(line).map(OsString::from);
        Arguments::try_parse_from(protect_negative_queries(arguments)).unwrap_or_else(|error| panic!("{error}"))
    }

    fn queries(line: &[&str]) -> Vec<String> {
        match parse(line).command {
            Some(CliCommand::Explain(ExplainArgs { queries, .. })) => queries,
            other => panic!("{other:?} is not explain"),
        }
    }

    #[test]
    fn clap_accepts_the_declaration() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn negative_codes_are_parsed_as_queries() {
        let trimmed: Vec<String> = queries(&["explain", "-10013", "--format", "json", "-0x271c", "-10012 came back"])
            .iter()
            .map(|query| query.trim().to_owned())
            .collect();
        assert_eq!(trimmed, ["-10013", "-0x271c", "-10012 came back"]);
    }

    #[test]
    fn files_open_the_window() {
        let arguments = parse(&["a.log", "b.har"]);
        assert_eq!(arguments.files, [PathBuf::from("a.log"), PathBuf::from("b.har")]);
        assert!(arguments.command.is_none());
    }
}
