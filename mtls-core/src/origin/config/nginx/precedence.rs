//! Which of several servers on a socket takes a host: an exact name before wildcards, the longer wildcard before the shorter,
//! those before regular expressions; of one name twice, the first (nginx: "Server names").

use std::collections::BTreeMap;

use super::Listener;

/// How well a name means a host; the greater wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Pattern,
    /// `shop.*`, with its length.
    Beginning(usize),
    /// `*.example`, with its length.
    Ending(usize),
    Exact,
}

fn rank(name: &str, host: &str) -> Option<Rank> {
    if name.starts_with('~') {
        return Some(Rank::Pattern);
    }
    if name == host || name.strip_prefix('.') == Some(host) {
        return Some(Rank::Exact);
    }
    let ending = name.strip_prefix('*').or_else(|| name.starts_with('.').then_some(name));
    if let Some(ending) = ending.filter(|ending| ending.starts_with('.')) {
        return (host.len() > ending.len() && host.ends_with(ending)).then_some(Rank::Ending(ending.len()));
    }
    let beginning = name.strip_suffix('*').filter(|beginning| beginning.ends_with('.'))?;
    (host.len() > beginning.len() && host.starts_with(beginning)).then_some(Rank::Beginning(beginning.len()))
}

/// Notes for each of the servers of an `http` block, in their order, which of the hosts another one takes from it.
pub(super) fn settle(listeners: &mut [Listener], hosts: &[String]) {
    for host in hosts.iter().filter(|host| !host.contains('*')) {
        let host = host.to_ascii_lowercase();
        let best = |one: &Listener| one.names.iter().filter_map(|name| rank(name, &host)).max();
        let mut winners: BTreeMap<(String, u16, bool), (Rank, usize)> = BTreeMap::new();
        for (index, one) in listeners.iter().enumerate() {
            // Of regular expressions it is not known whether they mean the host.
            let Some(rank) = best(one).filter(|rank| *rank > Rank::Pattern) else { continue };
            let (address, port, quic) = one.socket_key();
            let winner = winners.entry((address.to_owned(), port, quic)).or_insert((rank, index));
            if rank > winner.0 {
                *winner = (rank, index);
            }
        }
        for (index, one) in listeners.iter_mut().enumerate() {
            let (address, port, quic) = one.socket_key();
            let taken =
                winners.get(&(address.to_owned(), port, quic)).is_some_and(|(_, winner)| *winner != index);
            if taken {
                one.elsewhere.push(host.clone());
            }
        }
    }
}
