//! Directives that change nothing about who is refused, so that a refusal by rules is proved beside them.

use super::tree::Directive;

/// Those that are followed, and those that matter to requests alone that were let through.
#[rustfmt::skip] // Names alone.
pub(super) const NAMES: [&str; 78] = [
    "absolute_redirect", "alias", "allow", "autoindex", "break",
    "charset", "charset_map", "charset_types", "chunked_transfer_encoding", "connection_pool_size",
    "default_type", "deny", "directio", "empty_gif", "error_page",
    "etag", "expires", "flv", "geo", "hls",
    "if", "if_modified_since", "ignore_invalid_headers", "index", "internal",
    "keyval", "large_client_header_buffers", "limit_except", "listen", "location",
    "map", "max_ranges", "memcached_pass", "merge_slashes", "min_delete_depth",
    "mirror", "mp4", "output_buffers", "override_charset", "perl",
    "perl_modules", "perl_require", "perl_set", "port_in_redirect", "postpone_output",
    "random_index", "recursive_error_pages", "request_pool_size", "reset_timedout_connection", "resolver",
    "resolver_timeout", "return", "rewrite", "rewrite_log", "root",
    "satisfy", "send_lowat", "send_timeout", "sendfile", "sendfile_max_chunk",
    "server", "server_name", "server_name_in_redirect", "server_names_hash_bucket_size", "server_names_hash_max_size",
    "server_tokens", "set", "set_real_ip_from", "slice", "source_charset",
    "split_clients", "ssi", "stub_status", "try_files", "types",
    "underscores_in_headers", "upstream", "zone",
];

/// How directives of modules begin that do the like.
#[rustfmt::skip] // Names alone.
const FAMILIES: [&str; 50] = [
    "access_by_lua", "access_log", "add_", "aio", "auth_",
    "balancer_by_lua", "body_filter_by_lua", "brotli", "client_", "content_by_lua",
    "create_full_put_path", "dav_", "directio_", "error_log", "exit_worker_by_lua",
    "fastcgi_", "geoip", "grpc_", "gunzip", "gzip",
    "header_filter_by_lua", "http2", "http3", "image_filter", "init_by_lua",
    "init_worker_by_lua", "js_", "keepalive_", "limit_conn", "limit_rate",
    "limit_req", "lingering_", "log_", "map_hash_", "mirror_",
    "more_", "open_file_cache", "open_log_file_cache", "proxy_", "quic_",
    "read_ahead", "real_ip_", "scgi_", "secure_link", "set_by_lua",
    "ssi_", "sub_filter", "tcp_no", "types_hash_", "uwsgi_",
];

/// The first directive in a block, or in blocks in it, that may change what becomes of a request.
pub(super) fn unknown(block: &[Directive]) -> Option<&Directive> {
    let mut open: Vec<&Directive> = block.iter().rev().collect();
    while let Some(one) = open.pop() {
        if !is_known(&one.name) {
            return Some(one);
        }
        if matches!(one.name.as_str(), "location" | "if" | "limit_except") {
            open.extend(one.children().iter().rev());
        }
    }
    None
}

fn is_known(name: &str) -> bool {
    let tls = name.starts_with("ssl_") && !name.contains("_by_") || name == "ssl";
    let lua = name.starts_with("lua_");
    tls || lua || NAMES.contains(&name) || FAMILIES.iter().any(|family| name.starts_with(family))
}
