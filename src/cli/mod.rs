//! The headless command: the same model as the page, with no browser.
//!
//! This room reads arguments and links, lets `lab` and `run` do the work, and writes what came of
//! it. It computes no figure of its own. A reader that goes away (`| head -1`) ends the command
//! quietly, with the exit code of programs that die of it; nothing here panics on what it is given.

mod check;
mod complaints;
mod lines;
mod measures;
mod oracles;
pub mod params;
mod progress;
mod report;
mod table;
mod trace;
mod trace_names;
mod wanted;
mod why;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use complaints::Complaints;
use wanted::{Request, Wanted};

/// Exit code of a command that could not read or write, or found the model to differ from theory.
const FAILED: u8 = 1;
/// Exit code of a command whose link or arguments have problems; clap uses the same.
const PROBLEMS: u8 = 2;
/// Exit code of a command with a run that a bound has stopped.
const STOPPED: u8 = 3;
/// Exit code of a command whose reader has gone away: that of a program which SIGPIPE has ended, in a shell.
const UNREAD: u8 = 128 + 13;

const LINK_HELP: &str = "A whole URL, its part after '#', or KEY=VALUE pairs joined by '&'";

#[derive(Parser)]
#[command(
    version,
    about = "A laboratory for eventual consistency: how late is late, measured in simulated runs",
    after_help = "\
A LINK is what the page has in its address bar. Parameters that it does not mention have their
defaults, so '' is a link too.

Exit codes, of several the greatest:
    0  all is as asked
    1  nothing could be read or written, or the model differs from theory
    2  something in a link or an argument was wrong; what it was and what was used instead is on stderr
    3  a run met a bound of the model and was stopped: its figures are of the time before
  141  whoever read the output closed it, as 'head -1' does

How stale do copies get when deliveries are as slow as Riak writes measured at Yammer?
  driftscope report 'deliver=profile:yammer-riak-write' --runs 10
Which parameters, laws and measured profiles are there, and what is measured?
  driftscope params
  driftscope measures"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a link to its end and prints its measures
    #[command(after_help = "\
Ten runs with seeds 1 to 10, pooled, with deliveries as slow as Riak writes measured at Yammer:
  driftscope report 'deliver=profile:yammer-riak-write' --runs 10
The same for Virginia to Tokyo, as one JSON object:
  driftscope report 'deliver=profile:aws-virginia-tokyo' --runs 10 --json
The last ten seconds in which people wrote, and each copy by itself:
  driftscope report 'deliver=exp:50ms/exp:500ms/exp:50ms' --window 10s --by-replica
How likely is it that half a second was not enough, or that ten events wait?
  driftscope report '' --at-least propagation=500ms --at-least lag=10
A link copied from the page:
  driftscope report 'http://127.0.0.1:8080/#v=1&pattern=event-based&loss=0.05'
A sweep, one link a line in and one JSON object a line out:
  for loss in 0 1% 2% 5%; do echo \"deliver=profile:yammer-riak-write&loss=$loss\"; done |
    driftscope report - --runs 10

Exit code 2: something in a link was wrong; what it was and what was used instead is on stderr, and in
'problems' of the JSON. Exit code 3: a run met a bound and was stopped; 'stopped' says which, 'why' when.")]
    Report {
        #[arg(help = LINK_HELP, long_help = "\
A whole URL, its part after '#', or KEY=VALUE pairs joined by '&'.
'-' reads one link a line from standard input and writes one JSON object a line as each is done")]
        link: OsString,
        /// Runs with seeds seed..seed+N-1, their figures pooled
        #[arg(long, value_name = "N", default_value_t = 1,
              value_parser = clap::value_parser!(u64).range(1..=100_000))]
        runs: u64,
        #[command(flatten)]
        wanted: Wanted,
        /// One JSON object, in place of a table
        #[arg(long)]
        json: bool,
    },
    /// Runs a link to its end and prints every fact, as it happens
    #[command(after_help = "\
What became of write 7, with deliveries as slow as Riak writes measured at Yammer:
  driftscope trace 'deliver=profile:yammer-riak-write' | grep -E '\"write\":7[,}]'

Each line has at_us (simulated microseconds), cause (the message whose arrival set it off, or null),
fact (what happened), and what the fact is about. Nodes and links have the words that a link's
script uses, such as consumer-1 and link.broker.consumer-1.")]
    Trace {
        #[arg(help = LINK_HELP)]
        link: OsString,
        /// How facts are written
        #[arg(long, value_enum, default_value_t = Format::Jsonl)]
        format: Format,
    },
    /// Runs the scenarios that theory has an answer for, and prints both answers
    #[command(after_help = "\
Queues with one server, against Kleinrock:
  driftscope oracles E09

Exit code 1: the model differs from theory in some row.")]
    Oracles {
        /// Rows such as E09a, or how their names begin; without any, all of them
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        /// One JSON object, in place of a table
        #[arg(long)]
        json: bool,
    },
    /// Prints every parameter with bounds, unit, default and help, and every law and profile
    #[command(after_help = "\
What can be said of deliveries, and which latencies were measured in production:
  driftscope params | grep -A 2 -w -e deliver -e yammer-riak-write")]
    Params {
        /// One JSON object, in place of text
        #[arg(long)]
        json: bool,
    },
    /// Prints every measure of a report with its unit, what exactly is measured, and who defines it so
    #[command(after_help = "\
What is the difference between an inconsistency window and t-visibility?
  driftscope measures | grep -A 2 -w -e inconsistency-window -e t-visibility")]
    Measures {
        /// One JSON object, in place of text
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let mut complaints = Complaints::default();
    let done = run(Arguments::parse().command, &mut complaints);
    match done {
        // Whoever read this has seen enough, or has failed and said so.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(UNREAD),
        Err(error) => {
            complaints::say(&format!("driftscope: {error}"));
            ExitCode::from(if complaints.any() { PROBLEMS } else { FAILED })
        }
        Ok(Found::Stopped) => ExitCode::from(STOPPED),
        Ok(_) if complaints.any() => ExitCode::from(PROBLEMS),
        Ok(Found::Different) => ExitCode::from(FAILED),
        Ok(Found::Nothing) => ExitCode::SUCCESS,
    }
}

/// What was found of which the exit code speaks.
enum Found {
    /// Nothing of the kind.
    Nothing,
    /// The model differs from theory.
    Different,
    /// A bound stopped a run.
    Stopped,
}

fn run(command: Command, complaints: &mut Complaints) -> io::Result<Found> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut was_stopped = false;
    let mut is_right = true;
    match command {
        Command::Report {
            link, runs, wanted, ..
        } if link == "-" => {
            let wanted = Request { runs, wanted };
            let mut input = io::stdin().lock();
            was_stopped = report::each_line(&mut input, &wanted, &mut out, complaints)?;
        }
        Command::Report {
            link,
            runs,
            wanted,
            json,
        } => {
            let wanted = Request { runs, wanted };
            let link = link.to_string_lossy();
            was_stopped = report::one(&link, &wanted, json, &mut out, complaints)?;
        }
        Command::Trace {
            link,
            format: Format::Jsonl,
        } => was_stopped = trace::print(&link.to_string_lossy(), &mut out, complaints)?,
        Command::Oracles { ids, json } => {
            is_right = oracles::print(&ids, json, &mut out, complaints)?;
        }
        Command::Params { json } => params::print(json, &mut out)?,
        Command::Measures { json } => measures::print(json, &mut out)?,
    }
    out.flush()?;
    Ok(match (was_stopped, is_right) {
        (true, _) => Found::Stopped,
        (false, false) => Found::Different,
        (false, true) => Found::Nothing,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn arguments_are_declared_without_contradiction() {
        Arguments::command().debug_assert();
    }
}
