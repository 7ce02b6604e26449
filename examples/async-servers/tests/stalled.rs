//! Clients that do not get on with their handshake.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{ANY, KINDS, LONG, NEVER, Shop};
use crate::Kind;
use crate::workload::Workload;

/// Much longer than a good client needs, and what is left to it on a busy machine.
const PATIENCES: [Duration; 2] = [Duration::from_secs(3), Duration::from_secs(15)];

#[test]
fn who_stalls_is_let_go_and_keeps_nobody_waiting() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    for kind in KINDS {
        // Had it to wait for those who stall, it would be as long as any patience.
        let at_once = PATIENCES.into_iter().any(|patience| stall(&shop, kind, (&till, &cart), patience));
        assert!(at_once, "{kind:?}: it waited for those who stall");
    }
}

/// Whether a good client is served before any of those who stall can have been let go.
fn stall(shop: &Shop, kind: Kind, (till, cart): (&Workload, &Workload), patience: Duration) -> bool {
    let limit = patience.saturating_add(LONG);
    let mut door = kind.door(till, &shop.log()).unwrap();
    door.patience = patience;
    let server = shop.serve(kind, shop.runtime.block_on(door.open(ANY)).unwrap());
    let begun = Instant::now();
    let mut stalled: Vec<TcpStream> = (0..40)
        .map(|number: usize| {
            let mut socket = TcpStream::connect(server.address).unwrap();
            socket.set_read_timeout(Some(limit)).unwrap();
            // Some say nothing, some begin a message that never ends.
            if number.is_multiple_of(2) {
                socket.write_all(&[22, 3, 1, 2, 0, 1, 0, 1, 252]).unwrap();
            }
            socket
        })
        .collect();
    // One never stops to speak: a byte each 100 ms.
    let mut slow = TcpStream::connect(server.address).unwrap();
    slow.write_all(&[22, 3, 1, 2, 0, 1, 0, 1, 252]).unwrap();
    let dripping = std::thread::spawn(move || {
        let begun = Instant::now();
        while slow.write_all(&[3]).is_ok() {
            assert!(begun.elapsed() < limit, "it is never let go");
            std::thread::sleep(Duration::from_millis(100));
        }
    });

    assert!(shop.ask(kind, cart, server.address, "hello").is_ok());
    let at_once = begun.elapsed() < patience;
    for socket in &mut stalled {
        // Closed, with or without bytes of theirs unread.
        let mut rest = Vec::new();
        let _ = socket.read_to_end(&mut rest);
        assert_eq!(rest, [0_u8; 0]);
    }
    assert!(begun.elapsed() < limit, "{kind:?}: they were not let go");
    dripping.join().unwrap();
    assert!(shop.line_with("longer than").contains(&format!("{patience:?}")));
    assert!(shop.ask(kind, cart, server.address, "hello").is_ok());
    shop.heard.lock().unwrap().clear();
    at_once
}
