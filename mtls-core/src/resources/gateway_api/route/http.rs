//! `HTTPRoute`.

use super::check::{check_backends, check_filters, check_headers, check_spec};
use super::{HttpHeaderMatch, MatchType, RouteFilter};
use crate::finding::rules::gateway_api as rules;
use crate::resources::builder::built;
use crate::resources::gateway_api::{BackendRef, ParentRef};
use crate::resources::kind::{Checker, kind};
use crate::resources::model::{model, spellings};
use crate::resources::{Builder, Value, cut};

kind! {
    /// An `HTTPRoute`.
    ///
    /// ```
    /// use mtls_core::resources::gateway_api::{BackendRef, HttpRoute};
    ///
    /// let route = HttpRoute::new("cart", "shop")
    ///     .gateway("public", "ingress")
    ///     .hostname("cart.shop.example")
    ///     .to(BackendRef::service("cart", 80))
    ///     .build()?;
    /// assert_eq!(route.spec.unwrap().rules.unwrap().len(), 1);
    /// # Ok::<(), mtls_core::resources::ResourceError>(())
    /// ```
    pub struct HttpRoute as "HTTPRoute": "gateway.networking.k8s.io" [
        "gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"
    ], check {
        /// Which requests go where.
        spec: HttpRouteSpec = "spec",
    }
}

built!(HttpRoute, spec: HttpRouteSpec);

model! {
    /// Which requests go where.
    pub struct HttpRouteSpec {
        /// The Gateways that it attaches to.
        parent_refs: Vec<ParentRef> = "parentRefs",
        /// Whether it attaches to default Gateways.
        use_default_gateways: String = "useDefaultGateways",
        /// The hosts; absent means those of the listeners.
        hostnames: Vec<String> = "hostnames",
        /// The rules.
        rules: Vec<HttpRouteRule> = "rules",
    }
}

model! {
    /// A rule of an `HTTPRoute`.
    pub struct HttpRouteRule {
        /// Its name.
        name: String = "name",
        /// The requests; absent means all.
        matches: Vec<HttpRouteMatch> = "matches",
        /// What is done with them.
        filters: Vec<RouteFilter> = "filters",
        /// Where they go.
        backend_refs: Vec<BackendRef> = "backendRefs",
        /// How long they may take, kept as it is.
        timeouts: Value = "timeouts",
        /// When they are tried again, kept as it is.
        retry: Value = "retry",
        /// Whether a client keeps its pod, kept as it is.
        session_persistence: Value = "sessionPersistence",
    }
}

model! {
    /// Requests; all that is given must hold.
    pub struct HttpRouteMatch {
        /// Their path; absent means all.
        path: HttpPathMatch = "path",
        /// Their headers.
        headers: Vec<HttpHeaderMatch> = "headers",
        /// Their parameters.
        query_params: Vec<HttpHeaderMatch> = "queryParams",
        /// Their method.
        method: HttpMethod = "method",
    }
}

model! {
    /// A path.
    pub struct HttpPathMatch {
        /// How it is compared; absent is `PathPrefix`.
        match_type: HttpPathMatchType = "type",
        /// The path; absent is `/`.
        value: String = "value",
    }
}

spellings! {
    /// How a path is compared.
    pub enum HttpPathMatchType {
        /// As a whole.
        Exact = "Exact",
        /// By its first segments. What an absent type means.
        PathPrefix = "PathPrefix",
        /// By a regular expression.
        RegularExpression = "RegularExpression",
    }
}

spellings! {
    /// A method of HTTP.
    pub enum HttpMethod {
        /// GET.
        Get = "GET",
        /// HEAD.
        Head = "HEAD",
        /// POST.
        Post = "POST",
        /// PUT.
        Put = "PUT",
        /// DELETE.
        Delete = "DELETE",
        /// CONNECT.
        Connect = "CONNECT",
        /// OPTIONS.
        Options = "OPTIONS",
        /// TRACE.
        Trace = "TRACE",
        /// PATCH.
        Patch = "PATCH",
    }
}

impl Builder<HttpRoute> {
    /// Attaches it to a Gateway; an empty namespace is that of the route.
    pub fn gateway(self, name: impl Into<String>, namespace: impl Into<String>) -> Self {
        let parent = parent(name, namespace);
        self.with_spec(|spec| spec.parent_refs.get_or_insert_default().push(parent))
    }

    /// Adds a host.
    pub fn hostname(self, name: impl Into<String>) -> Self {
        self.with_spec(|spec| spec.hostnames.get_or_insert_default().push(name.into()))
    }

    /// Adds a rule for all requests.
    pub fn to(self, backend: BackendRef) -> Self {
        self.rule(HttpRouteRule::default().backend_refs([backend]))
    }

    /// Adds a rule for paths that begin with these segments.
    pub fn path_to(self, prefix: impl Into<String>, backend: BackendRef) -> Self {
        let path = HttpPathMatch::default().match_type(HttpPathMatchType::PathPrefix).value(prefix.into());
        let matches = [HttpRouteMatch::default().path(path)];
        self.rule(HttpRouteRule::default().matches(matches).backend_refs([backend]))
    }

    /// Adds a rule.
    pub fn rule(self, rule: HttpRouteRule) -> Self {
        self.with_spec(|spec| spec.rules.get_or_insert_default().push(rule))
    }
}

/// A Gateway; an empty namespace is left out.
pub(super) fn parent(name: impl Into<String>, namespace: impl Into<String>) -> ParentRef {
    let mut parent = ParentRef::default().name(name.into());
    parent.namespace = Some(namespace.into()).filter(|namespace| !namespace.is_empty());
    parent
}

fn check(route: &HttpRoute, check: &mut Checker) {
    let Some(spec) = &route.spec else { return };
    check_spec(spec.parent_refs.as_ref(), spec.hostnames.as_ref(), check);
    for (i, rule) in spec.rules.iter().flatten().enumerate() {
        let at = format!("spec.rules[{i}]");
        for (j, found) in rule.matches.iter().flatten().enumerate() {
            check_match(found, &format!("{at}.matches[{j}]"), check);
        }
        check_filters(rule.filters.as_ref(), &at, check);
        check_backends(rule.backend_refs.as_ref(), &at, check);
        let redirects = rule.filters.iter().flatten().any(|filter| filter.request_redirect.is_some());
        if redirects && rule.backend_refs.as_ref().is_some_and(|backends| !backends.is_empty()) {
            check.report(
                rules::ROUTE_FILTER,
                format!("{at}.backendRefs"),
                "clients are sent elsewhere, so no request gets here",
            );
        }
    }
}

fn check_match(found: &HttpRouteMatch, at: &str, check: &mut Checker) {
    check_headers(found.headers.as_ref(), &format!("{at}.headers"), check);
    check_headers(found.query_params.as_ref(), &format!("{at}.queryParams"), check);
    let Some(path) = &found.path else { return };
    if path.match_type == Some(HttpPathMatchType::RegularExpression) {
        return;
    }
    let value = path.value.as_deref().unwrap_or("/");
    let odd = ["//", "/./", "/../", "%2f", "%2F", "#"];
    if !value.starts_with('/')
        || odd.iter().any(|part| value.contains(part))
        || value.ends_with("/..")
        || value.ends_with("/.")
        || !is_path(value)
    {
        check.report(
            rules::ROUTE_PATH,
            format!("{at}.path.value"),
            format!("`{}` is no plain path that begins with `/`", cut(value)),
        );
    }
}

/// Whether there are but the characters of a path (RFC 3986, section 3.3).
fn is_path(value: &str) -> bool {
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        let taken = match byte {
            b'%' => {
                let mut hex = || bytes.next().is_some_and(|b| b.is_ascii_hexdigit());
                hex() && hex()
            }
            b => b.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(&b),
        };
        if !taken {
            return false;
        }
    }
    true
}

impl HttpHeaderMatch {
    /// A header with this value.
    pub fn exact(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self::default().match_type(MatchType::Exact).name(name.into()).value(value.into())
    }
}
