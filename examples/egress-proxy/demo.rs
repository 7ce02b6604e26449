//! The article's demonstration: two services ask for a page in clear and by TLS, and the proxy knows which is which.

use super::Outcome;
use super::log::{self, Event, Form};
use super::material::WEB;
use super::world::World;

/// Runs it; gives what was logged of requests, in order.
pub(crate) async fn tell(form: Form, mut print: impl FnMut(String)) -> Outcome<Vec<Event>> {
    let world = World::start(|_, _| ()).await?;
    let material = &world.material;
    let (http, https) = (format!("http://{WEB}/"), format!("https://{WEB}/"));
    print(format!(
        "An egress proxy at https://{}, and two services that ask for {WEB} through it.",
        world.address
    ));
    let mut requests = Vec::new();
    // Each service trusts the roots that its owner gave it: an untrusted one must take the inspection's word.
    for (name, workload, roots) in [
        ("trusted", &material.trusted, &material.web_root),
        ("untrusted", &material.untrusted, &material.inspection_root),
    ] {
        print(format!("\nsa/sleep in ns/{name}: curl {http}, curl {https}"));
        let curl = world.curl(Some(workload), roots);
        for (url, lines) in [(&http, 1), (&https, if name == "trusted" { 1 } else { 2 })] {
            let answer = curl.run(&[url.as_str()]).await?;
            if answer.status != 200 {
                return Err(format!("{name} {url}: {answer:?}").into());
            }
            for _ in 0..lines {
                let event = world.event().await?;
                print(log::line(&event, form));
                requests.push(event);
            }
        }
    }
    print("\nsa/sleep in ns/untrusted: curl a path that the inspector keeps, inside TLS".to_owned());
    let curl = world.curl(Some(&material.untrusted), &material.inspection_root);
    let answer = curl.run(&[&format!("https://{WEB}/admin/users")]).await?;
    if answer.status != 403 {
        return Err(format!("the inspector let it through: {answer:?}").into());
    }
    for _ in 0..2 {
        let event = world.event().await?;
        print(log::line(&event, form));
        requests.push(event);
    }
    print(format!("  the client was told: {}", answer.body.trim()));
    print("\nsa/sleep in ns/batch, which no rule is about".to_owned());
    let curl = world.curl(Some(&material.unlisted), &material.web_root);
    let answer = curl.run(&[https.as_str()]).await?;
    if answer.tunnel_status != 403 {
        return Err(format!("a client that no rule is about is let through: {answer:?}").into());
    }
    print(log::line(&world.event().await?, form));
    print("\nsa/sleep in ns/trusted of another mesh".to_owned());
    let answer = world.curl(Some(&material.stranger), &material.web_root).run(&[http.as_str()]).await?;
    if answer.code == 0 {
        return Err(format!("a client of another mesh is let through: {answer:?}").into());
    }
    print(log::line(&world.event().await?, form));
    print(format!("  the client was told: {}", answer.error));
    Ok(requests)
}
