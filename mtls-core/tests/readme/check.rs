use std::error::Error;
use std::process::ExitCode;

use mtls_core::origin::{ConfigFiles, ConfigKind, ConfigOptions, check_config};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let files = ConfigFiles::load("nginx.conf")?;
    let report = check_config(ConfigKind::Nginx, &files, &ConfigOptions::default().hosts(["shop.example"]))?;
    print!("{report}");
    Ok(report.verdict().exit_code().into())
}
