//! curl as a workload of the mesh has it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use super::Outcome;
use super::material::Workload;

/// What came of it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) body: String,
    /// The status that the server, or the proxy in its place, answered with; 0 for none.
    pub(crate) status: u16,
    /// The status that the proxy answered CONNECT with; 0 for none.
    pub(crate) tunnel_status: u16,
    /// What curl complains of.
    pub(crate) error: String,
    pub(crate) code: i32,
}

/// Asks for a URL through the proxy.
pub(crate) struct Curl {
    pub(crate) proxy: SocketAddr,
    pub(crate) proxy_root: PathBuf,
    pub(crate) workload: Option<Workload>,
    /// What servers are held to.
    pub(crate) roots: PathBuf,
}

impl Curl {
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut curl = Command::new("curl");
        // `-q`: without the settings of whoever runs this, and without the variables.
        curl.args(["-q", "--silent", "--show-error", "--max-time", "60", "--noproxy", ""]);
        curl.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        curl.arg("--proxy").arg(format!("https://{}", self.proxy));
        curl.arg("--proxy-cacert").arg(&self.proxy_root);
        if let Some(workload) = &self.workload {
            curl.arg("--proxy-cert").arg(&workload.chain).arg("--proxy-key").arg(&workload.key);
        }
        curl.arg("--cacert").arg(&self.roots);
        curl.args(["--write-out", "\n%{http_code} %{http_connect}"]).args(arguments);
        curl
    }

    /// Runs it beside the servers that live in this process.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Outcome<Answer> {
        let mut command = self.command(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await?;
        let output = output.map_err(|e| format!("curl: {e}"))?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (body, statuses) = text.rsplit_once('\n').unwrap_or_default();
        let mut statuses = statuses.split(' ').map(|status| status.parse().unwrap_or_default());
        Ok(Answer {
            body: body.to_owned(),
            status: statuses.next().unwrap_or_default(),
            tunnel_status: statuses.next().unwrap_or_default(),
            error: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            code: output.status.code().unwrap_or(-1),
        })
    }
}
