//! An explicit forward proxy that joins the mesh: clients come by mTLS with their SVID, and what leaves the mesh is
//! logged, allowed, inspected or refused by who asks. README.md tells the story.

mod activity;
mod caller;
mod curl;
mod demo;
mod headers;
mod hello;
mod host;
mod inspect;
mod log;
mod material;
mod mesh;
mod policy;
mod proxy;
mod request;
mod servers;
mod settings;
mod tunnel;
mod upstream;
mod world;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use log::{Form, Log};
use proxy::Proxy;
use settings::Settings;
use tokio::net::TcpListener;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "usage: egress-proxy [--log text|json] SETTINGS.yaml   serve until interrupted
       egress-proxy [--log text|json] demo            make all that it needs, and ask through it with curl
       egress-proxy mesh                              the manifests of the mesh's side, and settings to begin with";

/// What to do, and how to log it.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Serve(PathBuf),
    Demo,
    Mesh,
}

#[tokio::main]
async fn main() -> ExitCode {
    let (task, form) = match task(std::env::args_os().skip(1)) {
        Ok(task) => task,
        Err(wrong) => {
            say(&format!("egress-proxy: {wrong}\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    let done = match task {
        Task::Serve(settings) => serve(settings, form).await,
        Task::Mesh => mesh::set_up().map(|text| _ = write!(std::io::stdout(), "{text}")),
        Task::Demo => demo::tell(form, |line| _ = writeln!(std::io::stdout(), "{line}")).await.map(drop),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("egress-proxy: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn task(arguments: impl Iterator<Item = OsString>) -> Result<(Task, Form), String> {
    let (mut task, mut form) = (None, Form::Text);
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--log") => {
                let given = arguments.next();
                form = match given.as_ref().and_then(|given| given.to_str()) {
                    Some("text") => Form::Text,
                    Some("json") => Form::Json,
                    _ => return Err("--log takes text or json".to_owned()),
                };
            }
            Some(option) if option.starts_with('-') => return Err(format!("there is no option {option}")),
            _ if task.is_some() => return Err("one argument is enough".to_owned()),
            Some("demo") => task = Some(Task::Demo),
            Some("mesh") => task = Some(Task::Mesh),
            _ => task = Some(Task::Serve(PathBuf::from(argument))),
        }
    }
    task.map(|task| (task, form)).ok_or_else(|| "the settings are missing".to_owned())
}

async fn serve(settings: PathBuf, form: Form) -> Outcome<()> {
    let settings = Settings::read(&settings)?;
    let address = settings.listen;
    let proxy = Arc::new(Proxy::new(settings, Log::stdout(form))?);
    let listener = TcpListener::bind(address).await?;
    say(&format!("egress-proxy: listening on {}", listener.local_addr()?));
    tokio::select! {
        served = proxy.serve(listener) => served?,
        interrupted = tokio::signal::ctrl_c() => interrupted?,
    }
    Ok(())
}

/// Whoever closed the other end does not want to hear it.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests;
