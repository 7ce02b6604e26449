//! Clients that do not get on with their handshake.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::{ANY, KINDS, LONG, NEVER, Shop};

/// Much longer than a good client needs.
const PATIENCE: Duration = Duration::from_secs(3);

#[test]
fn who_stalls_is_let_go_and_keeps_nobody_waiting() {
    let shop = Shop::new();
    let [till, cart] = ["till", "cart"].map(|name| shop.workload(name, NEVER));
    for kind in KINDS {
        let mut door = kind.door(&till, &shop.log()).unwrap();
        door.patience = PATIENCE;
        let server = shop.serve(kind, shop.runtime.block_on(door.open(ANY)).unwrap());
        let begun = Instant::now();
        let mut stalled: Vec<TcpStream> = (0..40)
            .map(|number: usize| {
                let mut socket = TcpStream::connect(server.address).unwrap();
                socket.set_read_timeout(Some(LONG)).unwrap();
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
                assert!(begun.elapsed() < LONG, "it is never let go");
                std::thread::sleep(Duration::from_millis(100));
            }
        });

        assert!(shop.ask(kind, &cart, server.address, "hello").is_ok());
        assert!(begun.elapsed() < PATIENCE, "{kind:?}: it waited for those who stall");
        for socket in &mut stalled {
            // Closed, with or without bytes of theirs unread.
            let mut rest = Vec::new();
            let _ = socket.read_to_end(&mut rest);
            assert_eq!(rest, [0_u8; 0]);
        }
        assert!(begun.elapsed() < LONG, "{kind:?}: they were not let go");
        dripping.join().unwrap();
        assert!(shop.line_with("longer than").contains("3s"));
        assert!(shop.ask(kind, &cart, server.address, "hello").is_ok());
        shop.heard.lock().unwrap().clear();
    }
}
