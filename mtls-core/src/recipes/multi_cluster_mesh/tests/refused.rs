//! What a mesh refuses.

use super::*;
use crate::finding::Refusal;

/// What is said, as `rule field`.
fn refused(mesh: MultiClusterMesh<'_>) -> Vec<String> {
    let error = mesh.build().unwrap_err();
    error.findings().iter().map(|f| format!("{} {}", f.rule, f.subject)).collect()
}

#[test]
fn names_that_istio_refuses_are_refused_with_the_reason() {
    let root = root();
    for (domain, taken) in [
        ("cluster-a.ew.bp", true),
        ("cluster.local", true),
        ("10.0.0.1", true),
        ("cluster_a.ew.bp", false),
        ("-a.example", false),
        ("a..example", false),
        ("A.example", false),
        ("spiffe://a.example", false),
        ("", false),
    ] {
        let built = MultiClusterMesh::new("m")
            .cluster(MeshCluster::new("a", domain))
            .own_ca(&root)
            .at(time(NOW))
            .build();
        match built {
            Ok(_) => assert!(taken, "{domain}"),
            Err(error) => {
                assert!(!taken, "{domain}: {error}");
                assert_eq!(error.findings()[0].rule, "mesh-trust-domain-refused", "{domain}");
            }
        }
    }
    let error = MultiClusterMesh::new("m")
        .cluster(MeshCluster::new("a", "cluster_a.ew.bp"))
        .own_ca(&root)
        .at(time(NOW))
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "SPIFFE allows `cluster_a.ew.bp`, Istio does not: `cluster_a` is no DNS label of letters, digits and inner hyphens; `cluster-a.ew.bp` would do"
    );
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let root = root();
    let other = CertificateAuthority::root("Other").at(time(NOW)).build().unwrap();
    let own = |issuer: &CertificateAuthority, domain: &str| {
        issuer.intermediate("x").trust_domain(domain.parse().unwrap()).at(time(NOW)).build().unwrap()
    };
    let server = |url: &str, token: &str| MeshCluster::new("c", "c.example").api_server(url, ROOT, token);
    let leaf = include_str!("../../../../tests/data/recipes/mesh/gateway.pem");
    let cases: Vec<(MultiClusterMesh<'_>, &[&str])> = vec![
        (MultiClusterMesh::new("m").own_ca(&root).at(time(NOW)), &["mesh-cluster-invalid clusters"]),
        (
            mesh(&root)
                .cluster(MeshCluster::new("a", "c.example"))
                .cluster(MeshCluster::new("c d", "d.example")),
            &["mesh-cluster-invalid clusters[2].name", "mesh-cluster-invalid clusters[3].name"],
        ),
        (
            MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example")),
            &["mesh-root-unfit clusters[0].cacerts"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").authority(own(&other, "c.example"))),
            &["mesh-root-unfit clusters[2].cacerts"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").authority(own(&root, "d.example"))),
            &["mesh-root-unfit clusters[2].cacerts"],
        ),
        (
            MultiClusterMesh::new("m").cluster(
                MeshCluster::new("a", "a.example")
                    .authority(CertificateAuthority::root("R").at(time(NOW)).build().unwrap()),
            ),
            &["mesh-root-unfit clusters[0].cacerts"],
        ),
        (
            MultiClusterMesh::new("m")
                .cluster(MeshCluster::new("a", "a.example"))
                .aws_pca(AwsPca::new(ARN, leaf)),
            &["mesh-root-unfit "],
        ),
        (
            mesh(&root).cluster(server("http://c.example", "t")),
            &["mesh-api-server-invalid clusters[2].api_server.server"],
        ),
        (
            mesh(&root).cluster(server("https://", "t")),
            &["mesh-api-server-invalid clusters[2].api_server.server"],
        ),
        (
            mesh(&root).cluster(server("https://c.example", "")),
            &["mesh-api-server-invalid clusters[2].api_server.token"],
        ),
        (
            mesh(&root).cluster(server("https://c.example", "two words")),
            &["mesh-api-server-invalid clusters[2].api_server.token"],
        ),
        (
            mesh(&root).cluster(MeshCluster::new("c", "c.example").api_server(
                "https://c.example",
                leaf,
                "t",
            )),
            &["mesh-api-server-invalid clusters[2].api_server.ca"],
        ),
        (
            mesh(&root).access(MeshAccess::to("c", "shop").from("a.example/ns/shop/sa/cart")),
            &["mesh-cluster-invalid access[0].cluster"],
        ),
        (mesh(&root).access(MeshAccess::to("a", "shop")), &["mesh-principal-unknown access[0].principals"]),
        (
            mesh(&root).access(
                MeshAccess::to("a", "shop")
                    .from("spiffe://a.example/ns/shop/sa/cart")
                    .from("c.example/ns/shop/sa/cart")
                    .from("a.example/ns/shop/sa/cart")
                    .from("a.example/ns/shop/*"),
            ),
            &[
                "mesh-principal-unknown access[0].principals[0]",
                "mesh-principal-unknown access[0].principals[1]",
                "mesh-principal-unknown access[0].principals[3]",
            ],
        ),
        (
            mesh(&root).ingress(MeshIngress::new("c", ["h.example"])),
            &["mesh-cluster-invalid ingress[0].cluster"],
        ),
    ];
    for (mesh, expected) in cases {
        let said = refused(mesh);
        assert_eq!(said.len(), expected.len(), "{said:?}, not {expected:?}");
        for (said, expected) in said.iter().zip(expected) {
            assert!(said.starts_with(expected), "{said}, not {expected}");
        }
    }
}

#[test]
fn a_root_of_one_trust_domain_issues_for_no_other() {
    let root = CertificateAuthority::root("R")
        .trust_domain("a.example".parse().unwrap())
        .at(time(NOW))
        .build()
        .unwrap();
    let error = mesh(&root).build().unwrap_err();
    let RecipeError::Issue { what, .. } = &error else { panic!("{error:?}") };
    assert_eq!((what.as_str(), error.code()), ("b", "issue-outside-trust-domain"));
}

#[test]
fn dates_are_judged_where_a_time_is_given() {
    let root = root();
    let late = time(NOW + 20 * 365 * 86_400);
    assert_eq!(
        refused(mesh(&root).at(late)).iter().map(|s| s.split(' ').next().unwrap()).collect::<Vec<_>>(),
        ["authority-expired"]
    );
    let own = root.intermediate("a").at(time(NOW)).valid_for(Duration::from_secs(86_400)).build().unwrap();
    let told = MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example").authority(own));
    assert_eq!(told.at(time(NOW + 2 * 86_400)).build().unwrap_err().code(), "recipe-material-refused");
}

#[test]
fn a_mesh_has_one_root_whichever_is_said_first() {
    let root = root();
    let pca = || AwsPca::new(ARN, ROOT);
    let two = "mesh-root-unfit aws_pca";
    assert_eq!(refused(mesh(&root).aws_pca(pca())), [two]);
    let plain = || MultiClusterMesh::new("m").cluster(MeshCluster::new("a", "a.example")).at(time(NOW));
    assert_eq!(refused(plain().aws_pca(pca()).own_ca(&root)), [two]);
    let one = [plain().aws_pca(pca()), plain().own_ca(&root), plain().aws_pca(pca()).aws_pca(pca())];
    for mesh in one {
        assert!(mesh.build().is_ok());
    }
}
