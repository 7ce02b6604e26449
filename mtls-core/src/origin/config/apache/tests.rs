//! Reading Apache's syntax, also where it is hostile. What configurations come to stands in the shared cases.

use super::*;
use crate::finding::Refusal as _;

fn code(text: &str) -> &'static str {
    let files = ConfigFiles::new("apache2.conf", text);
    check(&files, &ConfigOptions::default())
        .map_or_else(|refused| refused.code(), |report| report.verdict().as_str())
}

#[test]
fn broken_syntax_is_refused_with_its_line() {
    for text in [
        "<VirtualHost *:443>",
        "</VirtualHost>",
        "<VirtualHost *:443\n</VirtualHost>",
        "<A>\n</B>",
        "A \"b",
        "<A \"b>\n</A>",
    ] {
        assert_eq!(code(text), "origin-config-syntax", "{text}");
    }
    let files = ConfigFiles::new("apache2.conf", "Listen \\\n  443\n# a \\\n  comment\n</If>\n");
    let refused = check(&files, &ConfigOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), "apache2.conf:5: `</If>` closes nothing that is open");
}

#[test]
fn what_apache_would_not_start_with_is_told() {
    let methods = "`SSLVerifyClient` takes one of none, off, optional, optional_no_ca, require, on";
    for (line, message) in [
        ("SSLVerifyClient requires", format!("{methods}, and not `requires`; did you mean `require`?")),
        ("SSLVerifyClient Required", format!("{methods}, and not `Required`; did you mean `require`?")),
        ("SSLVerifyClient yes", format!("{methods}, and not `yes`")),
        ("SSLVerifyClient require optional", format!("{methods}, and here 2 words stand")),
        ("SSLEngine yes", "`SSLEngine` takes one of on, off, optional, and not `yes`".to_owned()),
        (
            "SSLVerfyClient on",
            "Apache has no directive `sslverfyclient`; did you mean `SSLVerifyClient`?".to_owned(),
        ),
    ] {
        let text = format!("<VirtualHost *:443>\n{line}\n</VirtualHost>\n");
        let refused = check(&ConfigFiles::new("apache2.conf", text), &ConfigOptions::default()).unwrap_err();
        assert_eq!(refused.code(), "origin-config-syntax");
        assert_eq!(refused.to_string(), format!("apache2.conf:2: {message}"));
    }
    let macros = "<Macro m $x>\nSSLVerifyClient $x\n</Macro>\nDefine how require\nSSLVerifyClient ${how}\nSSLEngine ${other}";
    assert_eq!(code(macros), "unproven");
}

#[test]
fn what_is_deep_long_or_in_circles_is_refused() {
    let deep = format!("{}{}", "<A>\n".repeat(1000), "</A>\n".repeat(1000));
    assert_eq!(code(&deep), "origin-config-limit");
    let circle = ConfigFiles::new("apache2.conf", "Include b.conf").with("b.conf", "Include b.conf");
    let circle = check(&circle, &ConfigOptions::default()).unwrap_err();
    let message = "b.conf:1: `b.conf` includes itself: b.conf:1 includes b.conf";
    assert_eq!((circle.code(), circle.to_string().as_str()), ("origin-config-syntax", message));
    assert_eq!(code(&"A b\n".repeat(200_001)), "origin-config-limit");
    let mut doubles = String::from("Define a0 xxxxxxxxxxxxxxxx\n");
    for index in 0..40 {
        doubles.push_str(&format!("Define a{} ${{a{index}}}${{a{index}}}\n", index + 1));
    }
    assert_eq!(code(&doubles), "origin-config-syntax");
    let hosts = format!("{}\n<VirtualHost *:*>\n</VirtualHost>\n", "Listen 443\n".repeat(9000));
    assert_eq!(code(&hosts), "origin-config-limit");
}

#[test]
fn any_bytes_give_an_answer() {
    let seed = "Listen [::1]:443\n<VirtualHost *:443>\nSSLEngine on\n<If \"%{A} =~ /b/\">\nRequire expr %{B} -eq 'c'\n</If>\nRewriteCond %{SSL:A} !=B [OR]\n</VirtualHost>\n";
    for cut in 0..seed.len() {
        let _ = code(&seed[..cut]);
        let _ = code(&format!("{}\u{1F600}\"{}", &seed[..cut], &seed[cut..]));
    }
    assert_eq!(code(""), "unproven");
}

/// A host that demands certificates, with more in it.
fn host(more: &str) -> String {
    format!(
        "Listen 443\n<VirtualHost *:443>\nSSLEngine on\nSSLCACertificateFile ca.pem\nSSLVerifyClient require\n{more}\n</VirtualHost>\n"
    )
}

#[test]
fn what_apache_may_not_read_is_not_refused() {
    assert_eq!(code(&host("")), "enforced");
    for section in ["IfDefine OLD", "IfFile /nonexist", "IfVersion >= 2.4.99", "IfSection a"] {
        for line in ["SSLVerifyClient 2", "SSLEngine yes", "SSLVerfyClient require"] {
            let name = section.split(' ').next().unwrap_or_default();
            assert_eq!(
                code(&host(&format!("<{section}>\n{line}\n</{name}>"))),
                "unproven",
                "{section} {line}"
            );
            let nested = format!("<{section}>\n<Location />\n{line}\n</Location>\n</{name}>");
            assert_eq!(code(&host(&nested)), "unproven", "{section} {line}");
        }
    }
    // Nor is it anything else, where the condition does not hold.
    for line in
        ["SSLVerifyClient 2", "SSLVerfyClient on", "Include apache2.conf", "A \"b", "Use V", "<B c\n</B>"]
    {
        for section in ["<IfModule !mod_ssl.c>", "<IfVersion < 2.2>"] {
            let name = if section.starts_with("<IfM") { "IfModule" } else { "IfVersion" };
            assert_eq!(code(&host(&format!("{section}\n{line}\n</{name}>"))), "enforced", "{section} {line}");
        }
    }
    assert_eq!(code(&host("<IfDefine NO>\nInclude apache2.conf\n</IfDefine>")), "unproven");
    // Where it holds, it is.
    for line in ["SSLVerifyClient 2", "SSLVerfyClient on", "Include apache2.conf"] {
        for section in ["<IfModule mod_ssl.c>", "<IfVersion >= 2.4>"] {
            let name = if section.starts_with("<IfM") { "IfModule" } else { "IfVersion" };
            let text = host(&format!("{section}\n{line}\n</{name}>"));
            assert_eq!(code(&text), "origin-config-syntax", "{section} {line}");
        }
    }
}

#[test]
fn what_a_macro_may_close_is_not_called_open() {
    let host = |around: &str, inside: &str| {
        format!(
            "Listen 443\n{around}\n<VirtualHost *:443>\nSSLEngine on\nSSLCACertificateFile ca.pem\n{inside}\n</VirtualHost>\n"
        )
    };
    let verify = "<Macro V $m>\nSSLVerifyClient $m\n</Macro>";
    assert_eq!(code(&host(verify, "")), "open");
    for inside in [
        "Use V require",
        "SSLVerifyClient optional\nUse V require",
        "<Location />\nUse v require\n</Location>",
    ] {
        assert_eq!(code(&host(verify, inside)), "unproven", "{inside}");
        assert_eq!(code(&host("", inside)), "unproven", "{inside}");
    }
    assert_eq!(code(&host(&format!("{verify}\nUse V require"), "")), "unproven");
    // One that is known to leave alone who is let in closes nothing, and so does one of other hosts.
    let header = "<Macro H $a>\nHeader set A $a\n</Macro>";
    assert_eq!(code(&host(header, "Use H b")), "open");
    let other =
        "<Macro O $a>\n<VirtualHost *:8443>\nServerName $a\n</VirtualHost>\n</Macro>\nUse O b.example";
    assert_eq!(code(&host(other, "")), "open");
}
