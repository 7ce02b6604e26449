//! Clients that call without a pause.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::ClientConfig;

use super::spire::wait_for;
use super::workload::call;

/// Breath between the calls of one client, so that SPIRE gets its share of a small machine.
const BREATH: Duration = Duration::from_millis(5);

pub(crate) struct Load {
    counts: Arc<Vec<AtomicU64>>,
    failures: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Load {
    pub(crate) fn start(clients: usize, address: SocketAddr, config: &Arc<ClientConfig>) -> Self {
        let counts: Arc<Vec<AtomicU64>> = Arc::new((0..clients).map(|_| AtomicU64::new(0)).collect());
        let (failures, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let client = |n: usize| {
            let (config, counts) = (Arc::clone(config), Arc::clone(&counts));
            let (failures, stop) = (Arc::clone(&failures), Arc::clone(&stop));
            std::thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    match call(address, &config) {
                        Ok(_) => _ = counts[n].fetch_add(1, Ordering::SeqCst),
                        Err(e) => failures.lock().unwrap().push(e),
                    }
                    std::thread::sleep(BREATH);
                }
            })
        };
        let threads = (0..clients).map(client).collect();
        Self { counts, failures, stop, threads }
    }

    fn counts(&self) -> Vec<u64> {
        self.counts.iter().map(|count| count.load(Ordering::SeqCst)).collect()
    }

    /// Until each client has got through so often from now on, or one has failed.
    pub(crate) fn wait_for_each(&self, times: u64) {
        let before = self.counts();
        wait_for("every client's next call", || {
            let failed = !self.failures.lock().unwrap().is_empty();
            let all = self.counts().iter().zip(&before).all(|(now, before)| *now >= before + times);
            (failed || all).then_some(())
        });
    }

    /// How many calls went well, and why the others did not.
    pub(crate) fn stop(self) -> (u64, Vec<String>) {
        self.stop.store(true, Ordering::SeqCst);
        self.threads.into_iter().for_each(|thread| thread.join().unwrap());
        let good = self.counts.iter().map(|count| count.load(Ordering::SeqCst)).sum();
        (good, std::mem::take(&mut *self.failures.lock().unwrap()))
    }
}
