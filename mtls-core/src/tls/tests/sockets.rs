//! A real mTLS server on loopback, with rustls's own streams.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::{ClientConnection, ServerConnection, StreamOwned};

use crate::finding::Refusal as _;
use crate::tls::presented_identity;

use super::{ca, client_of, id, server_of};

const PATIENCE: Option<Duration> = Some(Duration::from_secs(10));

#[test]
fn one_client_is_let_in_by_its_id_and_the_other_is_not() {
    for tls13_only in [true, false] {
        let ca = ca("root");
        let reasons = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&reasons);
        let mut builder =
            server_of(&ca).on_refusal(move |refused| heard.lock().unwrap().push(refused.error.code()));
        if tls13_only {
            builder = builder.tls13_only();
        }
        let config = Arc::new(builder.build().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let mut served = Vec::new();
            for _ in 0..2 {
                let (socket, _) = listener.accept().unwrap();
                socket.set_read_timeout(PATIENCE).unwrap();
                let mut stream = StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), socket);
                let mut request = [0; 4];
                if stream.read_exact(&mut request).is_ok() {
                    let peer = presented_identity(&stream.conn).unwrap();
                    stream.write_all(peer.as_str().as_bytes()).unwrap();
                    stream.conn.send_close_notify();
                    stream.flush().unwrap();
                    served.push(peer);
                }
            }
            served
        });
        let ask = |name: &str| -> std::io::Result<String> {
            let config = Arc::new(client_of(&ca, name).build().unwrap());
            let socket = TcpStream::connect(address)?;
            socket.set_read_timeout(PATIENCE)?;
            let connection = ClientConnection::new(config, "cart.shop.svc".try_into().unwrap()).unwrap();
            let mut stream = StreamOwned::new(connection, socket);
            stream.write_all(b"who?")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        assert_eq!(ask("cart").unwrap(), id("cart").as_str());
        assert!(ask("intruder").is_err());
        assert_eq!(server.join().unwrap(), [id("cart")]);
        assert_eq!(*reasons.lock().unwrap(), ["tls-peer-not-authorized"]);
    }
}
