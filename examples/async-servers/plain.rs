//! A server and a client of tokio and tokio-rustls alone: a line of text, and a line in answer.

use std::io;
use std::time::Duration;

use mtls_core::identity::IdentityPattern;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Outcome;
use crate::call::Called;
use crate::caller::Caller;
use crate::incoming::{Connection, Incoming};
use crate::stop::Stop;

const LONGEST_LINE: u64 = 1024;
/// A caller that says nothing is let go.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn serve(mut incoming: Incoming, refunds: IdentityPattern, stop: Stop) {
    let mut open = JoinSet::new();
    let mut stop = std::pin::pin!(stop.wait());
    loop {
        select! {
            () = &mut stop => break,
            Some(connection) = incoming.next() => {
                let refunds = refunds.clone();
                open.spawn(async move { timeout(PATIENCE, converse(connection, &refunds)).await });
            }
            Some(_) = open.join_next() => {}
        }
    }
    drop(incoming);
    while open.join_next().await.is_some() {}
}

async fn converse(connection: Connection, refunds: &IdentityPattern) -> io::Result<()> {
    let caller = connection.caller().clone();
    let mut stream = BufReader::new(connection);
    let mut line = String::new();
    (&mut stream).take(LONGEST_LINE).read_line(&mut line).await?;
    stream.write_all(answer(&caller, line.trim_end(), refunds).as_bytes()).await?;
    stream.shutdown().await
}

/// The handler: it knows the caller.
fn answer(caller: &Caller, line: &str, refunds: &IdentityPattern) -> String {
    match line {
        "hello" => format!("hello {caller}\n"),
        "refund" => match caller.must_be(refunds) {
            Ok(()) => format!("refunded to {caller}\n"),
            Err(reason) => format!("not allowed: {reason}\n"),
        },
        _ => "say hello or refund\n".to_owned(),
    }
}

/// Says one line and hears the answer.
pub(crate) async fn ask(mut called: Called, line: &str) -> Outcome<String> {
    let mut answer = format!("server {}\n", called.server());
    let exchange = async {
        called.write_all(format!("{line}\n").as_bytes()).await?;
        called.read_to_string(&mut answer).await
    };
    exchange.await.map_err(|e| called.broken().reason(&e))?;
    Ok(answer)
}
