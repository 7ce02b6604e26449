//! Files and folders of manifests.

use std::fs;

use super::*;

const GATEWAY: &str = "\
# A comment.
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: public}
spec:
  servers:
  - port: {number: 443, protocol: HTTPS, name: https}
    hosts: [shop.example]
    tls:
      mode: MUTUAL
      credentialName: cert
";
const SECRET: &str = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: cert\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Rule, file beneath the folder, and line of each finding.
fn found(folder: &tempfile::TempDir) -> Vec<(&'static str, String, Option<usize>)> {
    let base = format!("{}/", folder.path().to_string_lossy());
    let findings = check_files(folder.path()).unwrap();
    let place = |finding: Finding| {
        let (file, line) = match finding.subject {
            Subject::Document(at) => (at.file.unwrap(), at.line),
            Subject::File { path } => (path, None),
            other => panic!("{other}"),
        };
        (finding.rule, file.strip_prefix(&base).unwrap().to_owned(), line)
    };
    findings.into_iter().map(place).collect()
}

#[test]
fn manifests_of_all_files_are_judged_together() {
    let items = format!(
        "apiVersion: v1\nkind: List\nitems:\n{}",
        SECRET.lines().map(|line| format!("  {line}\n")).collect::<String>().replacen("  api", "- api", 1)
    );
    let folder =
        folder(&[("b/gateway.YAML", GATEWAY), ("b/c/secret.yml", &items), ("a.json", "{\"kind\": 5}")]);
    assert_eq!(
        found(&folder),
        [
            ("manifest-without-kind", "a.json".to_owned(), Some(1)),
            ("secret-missing-ca-crt", "b/gateway.YAML".to_owned(), Some(11)),
        ]
    );
}

#[test]
fn what_is_no_manifest_is_passed_over_in_folders_alone() {
    let folder = folder(&[
        ("values.yaml", "replicas: 2\n---\n- a\n"),
        (".hidden/x.yaml", "kind: X"),
        ("notes.txt", "kind: X"),
        ("broken.yaml", "{{ .Values }}: [\n"),
        ("binary.json", "\u{0}"),
        ("half.json", "{\"kind\": }"),
    ]);
    fs::write(folder.path().join("bytes.yaml"), [0xff]).unwrap();
    let rules: Vec<_> = found(&folder).into_iter().map(|(rule, file, _)| (rule, file)).collect();
    let expected = [
        ("yaml-syntax", "binary.json"),
        ("yaml-syntax", "broken.yaml"),
        ("manifest-not-text", "bytes.yaml"),
        ("json-syntax", "half.json"),
    ];
    let mut rules: Vec<_> = rules.iter().map(|(rule, file)| (*rule, file.as_str())).collect();
    rules.sort_by_key(|(_, file)| file.to_owned());
    assert_eq!(rules, expected);
    // Who names a file means it.
    let findings = check_files(folder.path().join("values.yaml")).unwrap();
    let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["manifest-without-kind", "manifest-not-a-map"]);
    assert_eq!(check_files(folder.path().join("none.yaml")).unwrap_err().code(), "manifest-file-unreadable");
}

#[test]
fn no_more_is_read_than_the_limits_allow() {
    let folder = folder(&[("a.yaml", SECRET), ("b/c/d.yaml", SECRET)]);
    let bytes = SECRET.len() * 2;
    let limits = |max_files, max_bytes, max_depth| FileLimits { max_files, max_bytes, max_depth };
    assert_eq!(check_files_with(folder.path(), &limits(2, bytes, 2)), Ok(vec![]));
    for (limits, what) in [
        (limits(1, bytes, 2), "more than 1 files"),
        (limits(2, bytes - 1, 2), "bytes"),
        (limits(2, bytes, 1), "more than 1 folders in folders"),
    ] {
        let error = check_files_with(folder.path(), &limits).unwrap_err();
        assert_eq!(error.code(), "manifest-limit-exceeded");
        assert!(error.to_string().contains(what), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_beneath_a_folder() {
    let outside = folder(&[("a.yaml", "kind: X")]);
    let inside = folder(&[("b.yaml", SECRET)]);
    std::os::unix::fs::symlink(outside.path(), inside.path().join("link")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("a.yaml"), inside.path().join("a.yaml")).unwrap();
    std::os::unix::fs::symlink(inside.path(), inside.path().join("round")).unwrap();
    assert_eq!(found(&inside), []);
    // The path itself may be one.
    assert_eq!(check_files(inside.path().join("link")).unwrap().len(), 1);
}

#[test]
fn a_path_without_manifests_is_told() {
    let values = folder(&[("values.yaml", "replicas: 2\n"), ("notes.txt", GATEWAY)]);
    let findings = check_files(values.path()).unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].rule, "manifest-file-unreadable");
    assert!(
        check_files(folder(&[("gateway.yaml", GATEWAY)]).path())
            .unwrap()
            .iter()
            .all(|one| one.rule != findings[0].rule)
    );
}
