//! Reading nginx's syntax, also where it is hostile. What configurations come to stands in the shared cases.

use std::fmt::Write as _;

use super::*;
use crate::finding::Refusal as _;
use crate::finding::rules::origin_config as rules;
use crate::origin::OriginVerdict;

fn code(text: &str) -> &'static str {
    let files = ConfigFiles::new("nginx.conf", text);
    check(&files, &ConfigOptions::default())
        .map_or_else(|refused| refused.code(), |report| report.verdict().as_str())
}

#[test]
fn broken_syntax_is_refused_with_its_line() {
    for text in [
        "http {",
        "}",
        "http { } }",
        "http",
        "http { listen 80 }",
        "; http {}",
        "{ }",
        "a \"b;",
        "a 'b",
        "a \"b\"c;",
        "include;",
        "include a b;",
        "http { access_by_lua_block { \" } }",
        "a \\",
    ] {
        assert_eq!(code(text), "origin-config-syntax", "{text}");
    }
    let files = ConfigFiles::new("nginx.conf", "events {}\nhttp {\n    listen 80\n}\n");
    let refused = check(&files, &ConfigOptions::default()).unwrap_err();
    assert_eq!(refused.to_string(), "nginx.conf:4: `;` is missing before `}`");
}

#[test]
fn what_nginx_would_not_start_with_is_told() {
    for (line, message) in [
        (
            "ssl_verify_client yes;",
            "`ssl_verify_client` takes on, off, optional, optional_no_ca, and not `yes`; did you mean `on`?",
        ),
        (
            "ssl_verify_client optionl;",
            "`ssl_verify_client` takes on, off, optional, optional_no_ca, and not `optionl`; did you mean `optional`?",
        ),
        (
            "ssl_verify_client $x;",
            "`ssl_verify_client` takes on, off, optional, optional_no_ca, and not `$x`",
        ),
        ("ssl_verify_client;", "`ssl_verify_client` takes one value, and 0 are given"),
        ("ssl_crl a\n on;", "`ssl_crl` takes one value, and 2 are given; is the `;` missing?"),
        ("ssl_verify_depth one;", "`ssl_verify_depth` takes a number, and not `one`"),
        (
            "ssl_verfy_client on;",
            "nginx has no directive `ssl_verfy_client`; did you mean `ssl_verify_client`?",
        ),
        (
            "SSL_CLIENT_CERTIFICATE a;",
            "nginx has no directive `SSL_CLIENT_CERTIFICATE`; did you mean `ssl_client_certificate`?",
        ),
        ("location / { sattisfy any; }", "nginx has no directive `sattisfy`; did you mean `satisfy`?"),
        ("listen 443 SSL;", "`listen` takes no `SSL`; did you mean `ssl`?"),
        (
            "listen 443 ssl default_serve;",
            "`listen` takes no `default_serve`; did you mean `default_server`?",
        ),
    ] {
        let files = ConfigFiles::new("nginx.conf", format!("http {{ server {{\n{line} }} }}"));
        let refused = check(&files, &ConfigOptions::default()).unwrap_err();
        assert_eq!(refused.code(), "origin-config-syntax");
        assert_eq!(refused.to_string(), format!("nginx.conf:2: {message}"));
    }
    for line in ["ssl_verify_client ON;", "satisfy Any;", "listen 443 ssl reuseport;", "limit_rate 1;"] {
        assert_ne!(code(&format!("http {{ server {{ {line} }} }}")), "origin-config-syntax", "{line}");
    }
}

#[test]
fn what_is_deep_long_or_in_circles_is_refused() {
    let deep = format!("{}{}", "a { ".repeat(1000), "}".repeat(1000));
    assert_eq!(code(&deep), "origin-config-limit");
    let circle = ConfigFiles::new("nginx.conf", "include b.conf;").with("b.conf", "include b.conf;");
    let circle = check(&circle, &ConfigOptions::default()).unwrap_err();
    let message = "b.conf:1: `b.conf` includes itself: b.conf:1 includes b.conf";
    assert_eq!((circle.code(), circle.to_string().as_str()), ("origin-config-syntax", message));
    let longer = ConfigFiles::new("nginx.conf", "\ninclude b.conf;")
        .with("b.conf", "include c.conf;")
        .with("c.conf", "\n\ninclude nginx.conf;");
    let message = "c.conf:3: `nginx.conf` includes itself: nginx.conf:2 includes b.conf:1 includes c.conf:3 includes nginx.conf";
    assert_eq!(check(&longer, &ConfigOptions::default()).unwrap_err().to_string(), message);
    // One file twice, one after the other, is no circle.
    assert_eq!(
        check(
            &ConfigFiles::new("nginx.conf", "include a.conf; include a.conf;").with("a.conf", ""),
            &ConfigOptions::default()
        )
        .unwrap()
        .verdict(),
        &OriginVerdict::Unproven
    );
    let mut wide = ConfigFiles::new("nginx.conf", "include a.conf;");
    for (name, next) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")] {
        wide = wide.with(format!("{name}.conf"), format!("include {next}.conf;\n").repeat(50));
    }
    wide = wide.with("e.conf", "a b;");
    assert_eq!(check(&wide, &ConfigOptions::default()).unwrap_err().code(), "origin-config-limit");
    assert_eq!(code(&"a;".repeat(200_001)), "origin-config-limit");
}

#[test]
fn many_servers_on_one_socket_cost_little() {
    let mut text = String::from("http { ssl_session_cache shared:a:1m; ssl_client_certificate ca;\n");
    for index in 0..4000 {
        let _ = writeln!(text, "server {{ listen 443 ssl; server_name a{index}; ssl_verify_client on; }}");
        let _ = writeln!(text, "server {{ listen 443 ssl; server_name b{index}; }}");
    }
    text.push('}');
    let begun = crate::trust::source::now();
    // By session cache alone; the hosts that ask for no certificate are meant to be open.
    let options = ConfigOptions::default().hosts((0..4).map(|index| format!("a{index}")));
    let report = check(&ConfigFiles::new("nginx.conf", text), &options).unwrap();
    assert_eq!(report.verdict(), &OriginVerdict::Enforced);
    assert!(crate::trust::source::now().1.as_secs() - begun.1.as_secs() < 20);
}

#[test]
fn guards_without_end_cost_little_and_prove_nothing() {
    let mut text = String::from(
        "http { server { listen 443 ssl; ssl_client_certificate ca; ssl_verify_client optional;\n",
    );
    for index in 0..2000 {
        let _ = writeln!(text, "if ($arg_a{index} = b) {{ set $x{index} $arg_c; }}");
    }
    text.push_str("if ($ssl_client_verify != SUCCESS) { return 403; } } }");
    let begun = crate::trust::source::now();
    assert_eq!(code(&text), OriginVerdict::Unproven.as_str());
    assert!(crate::trust::source::now().1.as_secs() - begun.1.as_secs() < 20);
    let mut maps = String::from(
        "http { server { listen 443 ssl; ssl_verify_client on; ssl_client_certificate ca; if ($m0) { return 403; } }\n",
    );
    for index in 0..50 {
        let _ = writeln!(maps, "map $m{} $m{index} {{ default $m{0}; ~a 1; }}", (index + 1) % 50);
    }
    maps.push('}');
    assert_eq!(code(&maps), OriginVerdict::Enforced.as_str());
}

#[test]
fn any_bytes_give_an_answer() {
    let seed = "http { server { listen [::]:443 ssl quic; ssl_verify_client optional; if ($a ~ \"b\") { return 403; } } }";
    for cut in 0..seed.len() {
        let _ = code(&seed[..cut]);
        let _ = code(&format!("{}\u{1F600}\"{}", &seed[..cut], &seed[cut..]));
    }
    assert_eq!(code(""), "unproven");
}

/// nginx sends a host to the server whose name means it best; of one name twice, to the first.
#[test]
fn a_host_comes_to_the_server_whose_name_means_it_best() {
    let server = |names: &str, verify: &str| {
        format!(
            "server {{ listen 443 ssl; server_name {names}; ssl_client_certificate ca; ssl_verify_client {verify}; location / {{ return 200 {verify}; }} }}\n"
        )
    };
    let verdict = |first: String, second: String| {
        let text =
            format!("events {{}} http {{ ssl_certificate c; ssl_certificate_key k; {first}{second} }}");
        let options = ConfigOptions::default().hosts(["a.shop.example"]);
        check(&ConfigFiles::new("nginx.conf", text), &options).unwrap().verdict().as_str()
    };
    for wide in ["*.shop.example", "*.example", ".example", "a.shop.*", "~^a"] {
        let open = || server(wide, "off");
        assert_eq!(verdict(server("a.shop.example", "on"), open()), "enforced", "{wide}");
        // Who sends no name comes to the wide one, whose application may be the same.
        assert_eq!(verdict(open(), server("a.shop.example", "on")), "bypass", "{wide}");
        assert_eq!(verdict(server("a.shop.example", "off"), server(wide, "on")), "open", "{wide}");
    }
    assert_eq!(verdict(server("*.shop.example", "on"), server("*.example", "off")), "enforced");
    assert_eq!(verdict(server("*.example", "on"), server("a.shop.*", "off")), "enforced");
    assert_eq!(verdict(server("*.shop.example", "off"), server("*.example", "on")), "open");
    assert_eq!(verdict(server("~^a", "on"), server("~shop", "off")), "open");
    assert_eq!(verdict(server("a.shop.example", "on"), server("a.shop.example", "off")), "enforced");
    assert_eq!(verdict(server("a.shop.example", "off"), server("a.shop.example", "on")), "open");
}

#[test]
fn a_configuration_beside_the_one_that_was_judged_proves_nothing() {
    let text = |verify: &str| {
        format!(
            "events {{}} http {{ ssl_certificate c; ssl_certificate_key k; server {{ listen 443 ssl; server_name a; ssl_client_certificate ca; ssl_verify_client {verify}; }} }}"
        )
    };
    let files = |other: &str| ConfigFiles::new("a/nginx.conf", text("on")).with("b/nginx.conf", other);
    let report = check(&files(&text("off")), &ConfigOptions::default()).unwrap();
    assert_eq!(report.verdict().as_str(), "unproven");
    let message =
        &report.findings().iter().find(|finding| finding.rule == "config-unresolved").unwrap().message;
    assert!(
        message.starts_with("nothing includes b/nginx.conf: only what the main file leads to"),
        "{message}"
    );
    let unused = check(&files("types { text/html html; }"), &ConfigOptions::default()).unwrap();
    assert_eq!(unused.verdict().as_str(), "enforced");
}

#[test]
fn variables_are_none_the_less_the_same_in_another_case() {
    let judged = |around: &str, guards: &str| {
        code(&format!(
            "http {{ {around} server {{ listen 443 ssl; ssl_client_certificate ca.pem; ssl_verify_client optional; {guards} }} }}"
        ))
    };
    for (around, guards, verdict) in [
        (
            "",
            "set $deny 1; if ($ssl_client_verify = SUCCESS) { set $deny 0; }
             if ($ssl_client_verify = NONE) { set $Deny 0; } if ($deny) { return 403; }",
            "open",
        ),
        (
            "",
            "set $deny 1; if ($ssl_client_verify = SUCCESS) { set $Deny 0; } if ($DENY) { return 403; }",
            "enforced",
        ),
        ("", "if ($SSL_CLIENT_VERIFY != SUCCESS) { return 403; }", "enforced"),
        ("", "if (${Ssl_Client_Verify} != SUCCESS) { return 403; }", "enforced"),
        ("map $ssl_client_VERIFY $Deny { default 1; SUCCESS 0; }", "if ($deny) { return 403; }", "enforced"),
        ("map $ssl_client_verify $deny { default 1; SUCCESS 0; }", "if ($Deny) { return 403; }", "enforced"),
        (
            "",
            "set $ok 0; if ($ssl_client_verify = SUCCESS) { set $ok 1; } location / { return 403; }
             location ~ ^/(?<OK>1.*)$ { if ($ok = 0) { return 403; } return 200; }",
            // Who asks for `/1` has set it.
            "open",
        ),
    ] {
        assert_eq!(judged(around, guards), verdict, "{around} {guards}");
    }
    // A port that is asked for in capitals is told apart as well.
    let ports = "http { server { listen 443 ssl; listen 8443 ssl; ssl_client_certificate ca.pem; ssl_verify_client optional;
        set $deny 1; if ($SERVER_PORT = 8443) { set $deny 0; } if ($ssl_client_verify = SUCCESS) { set $deny 0; }
        if ($deny) { return 403; } } }";
    assert_eq!(code(ports), "open");
}

#[test]
fn the_end_of_a_name_that_is_being_read_leads_elsewhere() {
    let server = "server { listen 443 ssl; ssl_client_certificate ca.pem; ssl_verify_client on; }";
    for (name, included) in
        [("nginx/nginx.conf", "/usr/share/nginx/*.conf"), ("nginx.conf", "/usr/share/nginx/nginx.conf")]
    {
        let files = ConfigFiles::new(name, format!("http {{ include {included}; {server} }}"));
        let report = check(&files, &ConfigOptions::default()).unwrap();
        assert_eq!(report.verdict(), &OriginVerdict::Unproven, "{report}");
        assert!(report.findings().iter().any(|one| one.rule == rules::INCLUDE_MISSING.name), "{report}");
    }
    // Another file of that pattern is read.
    let files = ConfigFiles::new("nginx/nginx.conf", "http { include /usr/share/nginx/*.conf; }")
        .with("nginx/shop.conf", server);
    assert_eq!(check(&files, &ConfigOptions::default()).unwrap().verdict(), &OriginVerdict::Enforced);
}

#[test]
fn numbers_are_digits() {
    let depth = |number: &str| {
        code(&format!(
            "http {{ server {{ listen 443 ssl; ssl_client_certificate a; ssl_verify_client on; ssl_verify_depth {number}; }} }}"
        ))
    };
    for number in ["0", "2", "4294967296", "9223372036854775807"] {
        assert_eq!(depth(number), "enforced", "{number}");
    }
    for number in ["+1", "-1", "9223372036854775808", "1k", "\u{661}"] {
        assert_eq!(depth(number), "origin-config-syntax", "{number}");
    }
}
