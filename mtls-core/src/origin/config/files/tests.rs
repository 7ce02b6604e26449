//! Finding files by the names that directives give.

use super::*;
use crate::finding::Refusal as _;

fn names(files: &ConfigFiles, name: &str) -> Result<Vec<String>, Absent> {
    let found = files.find(name, "/etc/nginx", &ConfigLimits::default()).unwrap()?;
    Ok(found.into_iter().map(|file| file.name).collect())
}

#[test]
fn patterns_are_those_of_glob() {
    let yes = [
        ("*.conf", "shop.conf"),
        ("conf.d/*", "conf.d/a"),
        ("a?c", "abc"),
        ("[a-c]1", "b1"),
        ("[!a]", "b"),
        ("*a*b*c", "xaxbxc"),
        (".h*", ".hidden"),
        ("[]]", "]"),
        ("a[", "a["),
        ("\\*", "*"),
        ("**", "a"),
    ];
    for (pattern, name) in yes {
        assert!(glob::matches(pattern, name), "{pattern} {name}");
    }
    let no = [
        ("*.conf", "a/b.conf"),
        ("*", ".hidden"),
        ("a?c", "a/c"),
        ("[a-c]1", "d1"),
        ("[!a]", "a"),
        ("*a*b", "ba"),
        ("a", "ab"),
        ("ab", "a"),
        ("", "a"),
    ];
    for (pattern, name) in no {
        assert!(!glob::matches(pattern, name), "{pattern} {name}");
    }
    // A pattern that backtracking matchers take exponential time for.
    assert!(!glob::matches(&format!("{}b", "*a".repeat(200)), &"a".repeat(2000)));
}

#[test]
fn names_are_found_from_the_main_folder_and_by_their_ends() {
    let files = ConfigFiles::new("nginx.conf", "")
        .with("conf.d/b.conf", "")
        .with("conf.d/a.conf", "")
        .with("/etc/ssl/ca.pem", "");
    assert_eq!(names(&files, "conf.d/*.conf").unwrap(), ["conf.d/a.conf", "conf.d/b.conf"]);
    assert_eq!(names(&files, "/etc/nginx/conf.d/./a.conf").unwrap(), ["conf.d/a.conf"]);
    assert_eq!(names(&files, "/etc/nginx/conf.d/*.conf").unwrap().len(), 2);
    assert_eq!(names(&files, "../ssl/ca.pem").unwrap(), ["/etc/ssl/ca.pem"]);
    assert_eq!(names(&files, "ca.pem"), Err(Absent::Missing));
    assert_eq!(names(&files, "sites/*"), Err(Absent::Missing));
    assert_eq!(names(&files.complete(), "sites/*"), Err(Absent::Nothing));
}

#[test]
fn texts_stay_out_of_debug_output() {
    let files = ConfigFiles::new("nginx.conf", "the secret");
    assert!(!format!("{files:?}").contains("secret"));
}

#[test]
fn from_disk_nothing_outside_of_the_folders_is_read() {
    let root = tempfile::tempdir().unwrap();
    let (inside, outside) = (root.path().join("nginx"), root.path().join("other"));
    std::fs::create_dir_all(inside.join("conf.d")).unwrap();
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(inside.join("nginx.conf"), "main").unwrap();
    std::fs::write(inside.join("conf.d/a.conf"), "a").unwrap();
    std::fs::write(outside.join("b.conf"), "b").unwrap();
    let files = ConfigFiles::load(inside.join("nginx.conf")).unwrap();
    let base = inside.to_string_lossy().into_owned();
    let find = |files: &ConfigFiles, name: &str| files.find(name, &base, &ConfigLimits::default()).unwrap();

    let found = find(&files, "conf.d/*.conf").unwrap();
    assert_eq!(found.iter().map(|file| file.text.as_ref()).collect::<Vec<_>>(), ["a"]);
    assert_eq!(find(&files, "conf.d/none.conf").err(), Some(Absent::Missing));
    assert_eq!(find(&files, "none.d/*.conf").err(), Some(Absent::Nothing));
    for name in ["../other/b.conf", "../other/*.conf", "/etc/passwd", "/etc/pass*"] {
        assert!(matches!(find(&files, name), Err(Absent::Refused(_))), "{name}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.join("b.conf"), inside.join("conf.d/link.conf")).unwrap();
        assert!(matches!(find(&files, "conf.d/*.conf"), Err(Absent::Refused(_))));
        let files = files.clone().allow(&outside).unwrap();
        assert_eq!(find(&files, "conf.d/*.conf").unwrap().len(), 2);
        assert_eq!(find(&files, "../other/b.conf").unwrap().len(), 1);
    }
    assert_eq!(files.allow(root.path().join("none")).unwrap_err().code(), "origin-config-unreadable");
    let none = root.path().join("none.conf");
    let refused = ConfigFiles::load(&none).unwrap_err();
    assert_eq!(refused.code(), "origin-config-unreadable");
    assert_eq!(refused.to_string(), format!("{}: No such file or directory (os error 2)", none.display()));
    assert!(refused.help().starts_with("Check the path"), "{}", refused.help());
}

#[test]
fn a_folder_is_read_in_the_order_of_names() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("sub")).unwrap();
    for name in ["b.yaml", "a.yml", "sub/c.json", "notes.txt", ".hidden.yaml", "key.key"] {
        std::fs::write(root.path().join(name), name).unwrap();
    }
    let files = ConfigFiles::load(root.path()).unwrap();
    let texts: Vec<_> = files.texts().map(|(_, text)| text.to_owned()).collect();
    assert_eq!(texts, ["a.yml", "b.yaml", "sub/c.json"]);
}
