//! The check of a server's configuration: `ConfigFiles`, `checkConfig`, `ConfigReport`.

use mtls_core::origin as core;
use napi::bindgen_prelude::{AsyncTask, Object, Unknown};
use napi::{Env, JsDate, Result};
use napi_derive::napi;

use crate::arguments::{MAX_WHOLE, known, moment, whole};
use crate::job::{Job, promise};
use crate::raise::{Raise, call};
use crate::record::record;

type Checked<T> = std::result::Result<T, Raise>;

/// What is known of the files.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ConfigFilesOptions {
    /// There are no others: a pattern that none of them matches includes nothing, where it otherwise leaves the verdict open.
    pub complete: Option<bool>,
}

const CONFIG_FILES_OPTIONS: &[&str] = &["complete"];

/// What may be read.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ConfigLoadOptions {
    /// Further folders that files may be read from, such as `/etc/ssl`.
    pub allow: Option<Vec<String>>,
}

const CONFIG_LOAD_OPTIONS: &[&str] = &["allow"];

/// What is meant to be closed, and how much is read.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct ConfigOptions<'env> {
    /// The hosts that only the edge may reach; a wildcard stands for one of its hosts. Default: every host that is served.
    pub hosts: Option<Vec<String>>,
    /// Ports that anyone may reach, such as 80 for ACME challenges: they are listed, not judged.
    pub public_ports: Option<Vec<f64>>,
    /// Whether the application checks whose request it is, where others can come by the edge too.
    pub tenant_checked: Option<bool>,
    /// The CA of the edge's client certificate in PEM: a listener that does not trust it refuses the edge.
    pub edge_ca: Option<String>,
    /// Whether that CA vouches for other customers of the edge too. Of Cloudflare's own that is known.
    pub shared_ca: Option<bool>,
    /// When the dates of CA certificates and revocation lists are judged for. Default: they are not.
    pub at: Option<JsDate<'env>>,
    /// Bytes of one file. Default: 4,194,304.
    pub max_file_bytes: Option<f64>,
    /// Bytes of all files, each counted as often as it is included. Default: 16,777,216.
    pub max_bytes: Option<f64>,
    /// Files, each counted as often as it is included. Default: 1,024.
    pub max_files: Option<f64>,
    /// Includes within includes. Default: 16.
    pub max_include_depth: Option<f64>,
    /// Blocks within blocks. Default: 32.
    pub max_nesting: Option<f64>,
    /// Directives of all files. Default: 200,000.
    pub max_directives: Option<f64>,
    /// Listeners: every virtual host counts once for each of its sockets. Default: 8,192.
    pub max_listeners: Option<f64>,
    /// Findings that are kept. Default: 1,024.
    pub max_findings: Option<f64>,
}

const CONFIG_OPTIONS: &[&str] = &[
    "hosts",
    "publicPorts",
    "tenantChecked",
    "edgeCa",
    "sharedCa",
    "at",
    "maxFileBytes",
    "maxBytes",
    "maxFiles",
    "maxIncludeDepth",
    "maxNesting",
    "maxDirectives",
    "maxListeners",
    "maxFindings",
];

fn options(given: Option<Unknown<'_>>) -> Checked<core::ConfigOptions> {
    let given: ConfigOptions<'_> = known(given, CONFIG_OPTIONS)?.unwrap_or_default();
    let mut options = core::ConfigOptions::default();
    options.hosts = given.hosts.unwrap_or_default();
    for port in given.public_ports.unwrap_or_default() {
        let port = whole("each of publicPorts", port, u64::from(u16::MAX))?;
        options.public_ports.push(u16::try_from(port).unwrap_or(u16::MAX));
    }
    options.tenant_checked = given.tenant_checked.unwrap_or_default();
    options.edge_ca = given.edge_ca;
    options.shared_ca = given.shared_ca.unwrap_or_default();
    options.at = given.at.map(moment).transpose()?;
    let limits = &mut options.limits;
    for (name, limit, given) in [
        ("maxFileBytes", &mut limits.max_file_bytes, given.max_file_bytes),
        ("maxBytes", &mut limits.max_bytes, given.max_bytes),
        ("maxFiles", &mut limits.max_files, given.max_files),
        ("maxIncludeDepth", &mut limits.max_include_depth, given.max_include_depth),
        ("maxNesting", &mut limits.max_nesting, given.max_nesting),
        ("maxDirectives", &mut limits.max_directives, given.max_directives),
        ("maxListeners", &mut limits.max_listeners, given.max_listeners),
        ("maxFindings", &mut limits.max_findings, given.max_findings),
    ] {
        if let Some(given) = given {
            *limit = usize::try_from(whole(name, given, MAX_WHOLE)?).unwrap_or(usize::MAX);
        }
    }
    Ok(options)
}

fn allowed(options: Option<Unknown<'_>>) -> Checked<Vec<String>> {
    let options: ConfigLoadOptions = known(options, CONFIG_LOAD_OPTIONS)?.unwrap_or_default();
    Ok(options.allow.unwrap_or_default())
}

fn load(path: &str, allow: &[String]) -> Checked<ConfigFiles> {
    let files = core::ConfigFiles::load(path)?;
    Ok(ConfigFiles(allow.iter().try_fold(files, core::ConfigFiles::allow)?))
}

fn check(kind: &str, files: &core::ConfigFiles, options: &core::ConfigOptions) -> Checked<ConfigReport> {
    Ok(ConfigReport(core::check_config(kind.parse()?, files, options)?))
}

/// A server's configuration: the main file first, and the files that it includes under the names that its directives give.
#[napi]
pub struct ConfigFiles(core::ConfigFiles);

#[napi]
impl ConfigFiles {
    /// These texts by name, the main one first.
    #[napi(constructor)]
    pub fn new(
        env: &Env,
        #[napi(ts_arg_type = "Record<string, string>")] texts: Object<'_>,
        #[napi(ts_arg_type = "ConfigFilesOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        let read = || {
            let options: ConfigFilesOptions = known(options, CONFIG_FILES_OPTIONS)?.unwrap_or_default();
            let wrong = |name: &str| Raise::value(format!("the text of {name:?} is a string"));
            let mut files = core::ConfigFiles::default();
            for name in Object::keys(&texts).map_err(|e| Raise::internal(&e))? {
                let text: String = texts.get(&name).ok().flatten().ok_or_else(|| wrong(&name))?;
                files = files.with(name, text);
            }
            Ok::<_, Raise>(if options.complete.unwrap_or_default() { files.complete() } else { files })
        };
        call(env, read).map(Self)
    }

    /// From disk: a main file, with what it includes from its folder and beneath, or a folder of manifests. Rejects with
    /// `OriginError`.
    #[napi]
    pub fn load(
        path: String,
        #[napi(ts_arg_type = "ConfigLoadOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> AsyncTask<Job<ConfigFiles>> {
        let allow = allowed(options);
        promise(move || load(&path, &allow?))
    }

    /// `load`, waiting here.
    #[napi]
    pub fn load_sync(
        env: &Env,
        path: String,
        #[napi(ts_arg_type = "ConfigLoadOptions | undefined | null")] options: Option<Unknown<'_>>,
    ) -> Result<Self> {
        call(env, || load(&path, &allowed(options)?))
    }

    /// The names of the files given, the main one first, and then of those that checks have read from disk so far because a
    /// directive names them: what is included, CAs, lists of certificates.
    #[napi(getter)]
    pub fn names(&self) -> Vec<String> {
        self.0.names()
    }

    /// The name of the main file.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> &str {
        self.0.main_name()
    }
}

/// Reads a configuration off the main thread and says who gets in without the edge's client certificate; no connection is opened.
/// Rejects with `OriginError` for what its own server would not read.
#[napi]
pub fn check_config(
    #[napi(ts_arg_type = "ConfigKind")] kind: String,
    files: &ConfigFiles,
    #[napi(ts_arg_type = "ConfigOptions | undefined | null")] options: Option<Unknown<'_>>,
) -> AsyncTask<Job<ConfigReport>> {
    let (files, given) = (files.0.clone(), self::options(options));
    promise(move || check(&kind, &files, &given?))
}

/// `checkConfig`, waiting here.
#[napi]
pub fn check_config_sync(
    env: &Env,
    #[napi(ts_arg_type = "ConfigKind")] kind: String,
    files: &ConfigFiles,
    #[napi(ts_arg_type = "ConfigOptions | undefined | null")] options: Option<Unknown<'_>>,
) -> Result<ConfigReport> {
    call(env, || check(&kind, &files.0, &self::options(options)?))
}

/// The listeners of a configuration, what is wrong with them, and what it comes to.
#[napi]
pub struct ConfigReport(core::ConfigReport);

#[napi]
impl ConfigReport {
    /// Whose configuration it is.
    #[napi(getter, ts_return_type = "ConfigKind")]
    pub fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// What the configuration promises.
    #[napi(getter, ts_return_type = "OriginVerdict")]
    pub fn verdict(&self) -> &'static str {
        self.0.verdict().as_str()
    }

    /// The ways around, of a verdict of `bypass`.
    #[napi(getter, ts_return_type = "BypassKind[]")]
    pub fn bypasses(&self) -> Vec<&'static str> {
        self.0.verdict().bypasses().iter().map(|way| way.as_str()).collect()
    }

    /// 0 for `enforced`, and a number of its own from 10 on for every other verdict.
    #[napi(getter)]
    pub fn exit_code(&self) -> u8 {
        self.0.verdict().exit_code()
    }

    /// The sockets and the virtual hosts on them, in the order of the configuration.
    #[napi(getter, ts_return_type = "ConfigListener[]")]
    pub fn listeners<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.listeners())
    }

    /// What is wrong, the gravest first, each with its file and line and the next step.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0.findings())
    }

    /// Whether something of severity `error` was found.
    #[napi(getter)]
    pub fn has_errors(&self) -> bool {
        self.0.has_errors()
    }

    /// Whether both say the same.
    #[napi]
    pub fn equals(&self, other: &ConfigReport) -> bool {
        self.0 == other.0
    }

    /// For people: the verdict, a line for each listener, the findings.
    #[napi]
    pub fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// For people, as `toText`.
    #[napi(js_name = "toString")]
    pub fn text(&self) -> String {
        self.0.to_text()
    }

    /// For code scanning: SARIF 2.1.0, each finding at its line.
    #[napi]
    pub fn to_sarif(&self) -> String {
        self.0.to_sarif()
    }

    /// All of it as a plain object.
    #[napi(js_name = "toJSON", ts_return_type = "ConfigReportRecord")]
    pub fn json<'env>(&self, env: &'env Env) -> Result<Unknown<'env>> {
        record(env, &self.0)
    }
}
