//! How servers end.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{LONG, NEVER, Shop};
use crate::{Kind, grpc, plain};

#[test]
fn what_was_begun_is_finished_and_nobody_else_is_taken() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    let server = shop.till(Kind::Tokio, &till);
    let call = Kind::Tokio.call(&cart, server.address).unwrap();
    let called = shop.runtime.block_on(async {
        let called = call.connect().await.unwrap();
        // The server's side has got that far, too: it serves one after the other.
        assert!(plain::ask(call.connect().await.unwrap(), "hello").await.is_ok());
        called
    });
    drop(server.stop);
    let begun = Instant::now();
    while TcpStream::connect(server.address).is_ok() {
        assert!(begun.elapsed() < LONG, "it still takes connections");
        std::thread::sleep(Duration::from_millis(10));
    }
    let answer = shop.runtime.block_on(plain::ask(called, "hello")).unwrap();
    assert!(answer.ends_with("hello spiffe://shop.example/ns/web/sa/cart\n"), "{answer}");
    assert!(shop.runtime.block_on(server.ended).unwrap().is_ok());
}

#[test]
fn connections_that_rest_do_not_hold_up_the_end() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    let (web, rpc) = (shop.till(Kind::Axum, &till), shop.till(Kind::Tonic, &till));
    let by_web = shop.runtime.block_on(Kind::Axum.call(&cart, web.address).unwrap().connect()).unwrap();
    let by_rpc = shop.runtime.block_on(grpc::connect(Kind::Tonic.call(&cart, rpc.address).unwrap())).unwrap();
    for (kind, server) in [(Kind::Axum, web), (Kind::Tonic, rpc)] {
        assert!(shop.ask(kind, &cart, server.address, "hello").is_ok());
        drop(server.stop);
        let ended = shop.runtime.block_on(async { tokio::time::timeout(LONG, server.ended).await });
        assert!(ended.unwrap().unwrap().is_ok(), "{kind:?}");
    }
    drop((by_web, by_rpc));
}
