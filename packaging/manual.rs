//! Generates the manual page and the shell completions of a package from the program's arguments.
//!
//!     cargo run --no-default-features --example manual -- FOLDER
//!
//! The folder gets `trtc-lens.1`, `trtc-lens.bash`, `_trtc-lens` (zsh) and `trtc-lens.fish`.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use trtc_lens::cli::Arguments;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: manual FOLDER")?;
    fs::create_dir_all(&folder)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut Arguments::command(), "trtc-lens", &folder)?;
    }
    fs::write(folder.join("trtc-lens.1"), manual_page()?)?;
    Ok(())
}

/// One page with all commands.
fn manual_page() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut program = Arguments::command();
    program.build();
    let man = Man::new(program.clone()).section("1");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let title = format!("trtc-lens {}", command.get_name()).to_uppercase();
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        Roff::new().control("SH", [title.as_str()]).text([roman(about)]).to_writer(&mut page)?;
        let mut options = Vec::new();
        Man::new(command.clone()).render_options_section(&mut options)?;
        // The options are listed under the command, without a heading.
        page.extend(String::from_utf8(options)?.replacen(".SH OPTIONS\n", "", 1).into_bytes());
    }
    man.render_extra_section(&mut page)?;
    Ok(page)
}
