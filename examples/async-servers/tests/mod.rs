//! The servers on ephemeral ports of the loopback interface.

mod ends;
mod files;
mod known;
mod stalled;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::incoming::Incoming;
use crate::workload::Workload;
use crate::{Kind, Log, Outcome, identities, stop};

const KINDS: [Kind; 3] = [Kind::Tokio, Kind::Axum, Kind::Tonic];
const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
/// Longer than any test.
const NEVER: Duration = Duration::from_secs(3600);
/// What anything may take on a busy machine.
const LONG: Duration = Duration::from_secs(20);

/// Everybody's files, and what the servers log.
struct Shop {
    folder: TempDir,
    heard: Arc<Mutex<Vec<String>>>,
    runtime: Runtime,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        identities::issue_mesh(folder.path()).unwrap();
        identities::issue_edge(folder.path()).unwrap();
        Self { folder, heard: Arc::default(), runtime: Runtime::new().unwrap() }
    }

    fn log(&self) -> Log {
        let heard = Arc::clone(&self.heard);
        Log(Arc::new(move |line| heard.lock().unwrap().push(line.to_owned())))
    }

    fn workload(&self, name: &str, look: Duration) -> Workload {
        Workload::open(&self.folder.path().join(name), look, &self.log()).unwrap()
    }

    /// Serves until it is dropped or ended.
    fn serve(&self, kind: Kind, incoming: Incoming) -> Running {
        let (stop, stopped) = oneshot::channel::<()>();
        let address = incoming.address();
        let stopped = async { _ = stopped.await };
        let ended =
            self.runtime.spawn(async move { stop::until(stopped, |stop| kind.serve(incoming, stop)).await });
        Running { address, stop, ended }
    }

    fn till(&self, kind: Kind, workload: &Workload) -> Running {
        let door = kind.door(workload, &self.log()).unwrap();
        self.serve(kind, self.runtime.block_on(door.open(ANY)).unwrap())
    }

    fn ask(&self, kind: Kind, caller: &Workload, address: SocketAddr, word: &str) -> Outcome<String> {
        let call = kind.call(caller, address).unwrap();
        self.runtime.block_on(async { tokio::time::timeout(LONG, kind.ask(call, word)).await? })
    }

    /// The first line of the log with this in it, as soon as there is one.
    fn line_with(&self, text: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Some(line) = self.heard.lock().unwrap().iter().find(|line| line.contains(text)) {
                return line.clone();
            }
            assert!(begun.elapsed() < LONG, "{text} is not in {:?}", self.heard.lock().unwrap());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Outcome<()>>,
}
