//! A CA as a directory, in the layout of Istio's `cacerts`.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::cacerts::{CERTIFICATE, CHAIN, KEY, ROOTS};
use super::{CertificateAuthority, IssueError};
use crate::finding;
use crate::pki::{Certificate, CertificateChain, Limits, PkiError, PrivateKey, secret_file};

impl CertificateAuthority {
    /// Saves the CA as four PEM files, the layout of Istio's `cacerts` Secret:
    ///
    /// - `ca-cert.pem`: its certificate;
    /// - `ca-key.pem`: its private key, PKCS#8;
    /// - `cert-chain.pem`: its certificate and those up to the root, without it (a root CA's own);
    /// - `root-cert.pem`: the root, and any others that it was loaded with.
    ///
    /// All four get mode 0600, a new directory 0700 (Unix). A new directory comes with all of them or not at all. A
    /// directory that is there stays as it is, mode, mount point or symbolic link; the files come into it one by one,
    /// each in one step, the key last. What a save that was cut short has left there is completed.
    ///
    /// # Errors
    /// [`IssueError::CaExists`] if the directory holds another CA, or files of these names that are not this one's;
    /// [`IssueError::CaFile`]. Nothing was changed then.
    pub fn save(&self, directory: impl AsRef<Path>) -> Result<(), IssueError> {
        let directory = directory.as_ref();
        if let Some(found) = self.stranger(directory)? {
            return Err(IssueError::CaExists { path: finding::path(directory), found });
        }
        self.write(directory)
    }

    /// [`save`](Self::save), over whatever CA is there. The old CA's key is gone afterwards.
    ///
    /// Each file is replaced in one step. If the machine stops between two of them, [`load`](Self::load) refuses the
    /// directory as a mix of two CAs; call this again.
    ///
    /// # Errors
    /// [`IssueError::CaFile`].
    pub fn replace(&self, directory: impl AsRef<Path>) -> Result<(), IssueError> {
        self.write(directory.as_ref())
    }

    /// Loads a CA that was saved, or the files of an Istio `cacerts` Secret.
    ///
    /// `cert-chain.pem` may be missing where the root signed the CA itself, and may hold the root. Dates are not judged: an
    /// expired CA loads, and issues nothing.
    ///
    /// # Errors
    /// [`IssueError::CaFile`], [`IssueError::CaContent`] naming the file, and those of
    /// [`from_parts`](Self::from_parts): not a CA, another's key, no chain to the root. No file is changed.
    ///
    /// ```
    /// use mtls_core::pki::issue::CertificateAuthority;
    /// # let dir = tempfile::tempdir()?;
    /// # let directory = dir.path().join("cacerts");
    /// let ca = CertificateAuthority::root("Example Root").build()?;
    /// ca.save(&directory)?;
    /// let again = CertificateAuthority::load(&directory)?;
    /// assert_eq!(again.certificate(), ca.certificate());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load(directory: impl AsRef<Path>) -> Result<Self, IssueError> {
        let directory = directory.as_ref();
        let certificate = read(directory, CERTIFICATE, Certificate::from_pem)?;
        let key = read(directory, KEY, PrivateKey::from_pem)?;
        let roots = read(directory, ROOTS, CertificateChain::from_pem)?;
        let pool = if directory.join(CHAIN).exists() {
            read(directory, CHAIN, |pem| match pem.trim_ascii() {
                [] => Ok(Vec::new()),
                _ => CertificateChain::from_pem(pem).map(|chain| chain.certificates().to_vec()),
            })?
        } else {
            Vec::new()
        };
        Self::from_parts(certificate, key, pool, roots.certificates().to_vec())
    }

    fn write(&self, directory: &Path) -> Result<(), IssueError> {
        let failed = |error: io::Error| file_error(directory, &error);
        match fs::read_dir(directory) {
            Ok(_) => return self.write_into(directory),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        let parent = match directory.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        fs::create_dir_all(parent).map_err(failed)?;
        // Goes away with its files unless it is renamed.
        let fresh = private_directory(parent).map_err(failed)?;
        self.write_into(fresh.path())?;
        fs::rename(fresh.path(), directory).map_err(failed)
    }

    /// Takes away what it added when it cannot go on.
    fn write_into(&self, directory: &Path) -> Result<(), IssueError> {
        let mut added = Vec::new();
        for (name, text) in self.secret_cacerts().iter() {
            let path = directory.join(name);
            let new = !path.exists();
            if let Err(error) = secret_file::write(&path, text.as_bytes()) {
                for path in added {
                    let _ = fs::remove_file(path);
                }
                return Err(match error {
                    PkiError::File { path, reason } => IssueError::CaFile { path, reason },
                    other => IssueError::Pki(other),
                });
            }
            added.extend(new.then_some(path));
        }
        Ok(())
    }

    /// What stands in the directory under our names and is not this CA, in words.
    fn stranger(&self, directory: &Path) -> Result<Option<String>, IssueError> {
        let files = self.secret_cacerts();
        let there: Vec<_> = files.iter().filter(|(name, _)| directory.join(name).exists()).collect();
        if !there.iter().any(|(name, _)| *name == CERTIFICATE) {
            let mut others = Vec::new();
            for (name, text) in there {
                if *raw(&directory.join(name))? != text.as_bytes() {
                    others.push(name);
                }
            }
            return Ok((!others.is_empty()).then(|| others.join(", ")));
        }
        match read(directory, CERTIFICATE, Certificate::from_pem) {
            Ok(found) if found == *self.certificate() => Ok(None),
            Ok(found) => Ok(Some(format!("another CA, {}, serial {}", found.subject(), found.serial()))),
            Err(IssueError::CaContent { .. }) => Ok(Some(format!("a {CERTIFICATE} that is no certificate"))),
            Err(error) => Err(error),
        }
    }
}

/// A new directory that its owner alone can enter.
#[cfg(unix)]
fn private_directory(parent: &Path) -> io::Result<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt as _;
    let owner = fs::Permissions::from_mode(0o700);
    tempfile::Builder::new().prefix(".mtls-core-").permissions(owner).tempdir_in(parent)
}

/// Windows: the access list of `parent` decides.
#[cfg(not(unix))]
fn private_directory(parent: &Path) -> io::Result<tempfile::TempDir> {
    tempfile::Builder::new().prefix(".mtls-core-").tempdir_in(parent)
}

/// Reads a file of the directory with `parse`, taking no more than the readers would.
fn read<T>(
    directory: &Path,
    name: &str,
    parse: impl FnOnce(&[u8]) -> Result<T, PkiError>,
) -> Result<T, IssueError> {
    let path = directory.join(name);
    parse(&raw(&path)?).map_err(|error| IssueError::CaContent { path: finding::path(&path), error })
}

/// A file's bytes; of one beyond the limit, so many that the readers see it.
fn raw(path: &Path) -> Result<Zeroizing<Vec<u8>>, IssueError> {
    let limit = u64::try_from(Limits::default().max_bytes).unwrap_or(u64::MAX);
    let mut bytes = Zeroizing::new(Vec::new());
    let file = fs::File::open(path).map_err(|error| file_error(path, &error))?;
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| file_error(path, &error))?;
    Ok(bytes)
}

fn file_error(path: &Path, error: &io::Error) -> IssueError {
    IssueError::CaFile { path: finding::path(path), reason: error.to_string() }
}
