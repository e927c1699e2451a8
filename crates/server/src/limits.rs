//! How often a browser's address and a customer may ask, and whose address it is. What is proven to
//! be the shop's, by a key or a signature that holds, is not counted.

use crate::problem::Refusal;
use axum::http::{HeaderMap, HeaderName};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// How many seconds' worth may come at once after a pause.
const BURST: u32 = 6;

/// What is allowed.
#[derive(Debug, Clone, Default)]
pub struct Allowed {
    /// Requests a second of one address; none are counted when absent.
    pub address: Option<NonZeroU32>,
    /// Requests a second of one customer; none are counted when absent.
    pub customer: Option<NonZeroU32>,
    /// The proxies whose word for an address is believed.
    pub proxies: Vec<IpNet>,
}

/// Counts requests.
pub struct Limits {
    address: Option<Limit<IpAddr>>,
    customer: Option<Limit<(String, String)>>,
    proxies: Vec<IpNet>,
}

type Limit<K> = DefaultKeyedRateLimiter<K>;

impl Limits {
    /// Counts against what is allowed.
    #[must_use]
    pub fn new(allowed: &Allowed) -> Self {
        Self {
            address: allowed.address.map(limit),
            customer: allowed.customer.map(limit),
            proxies: allowed.proxies.clone(),
        }
    }

    /// Counts a request of an address.
    ///
    /// This machine's own address is a proxy that nobody named, or a test: counting it would count
    /// everybody as one.
    ///
    /// # Errors
    /// `TooMany`.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        let (Some(limit), address) = (&self.address, self.asking(peer, headers)) else {
            return Ok(());
        };
        if address.is_loopback() {
            return Ok(());
        }
        count(limit, &network(address))
    }

    /// Whose a connection is, where those of one are counted: of this machine, or of a proxy of ours,
    /// it may be anybody's.
    #[must_use]
    pub fn household(&self, peer: IpAddr) -> Option<IpAddr> {
        let peer = peer.to_canonical();
        (!peer.is_loopback() && !self.trusts(peer)).then(|| network(peer))
    }

    /// Counts a request of a customer.
    ///
    /// # Errors
    /// `TooMany`.
    pub fn customer(&self, ledger: &str, customer: &str) -> Result<(), Refusal> {
        let Some(limit) = &self.customer else {
            return Ok(());
        };
        count(limit, &(ledger.to_owned(), customer.to_owned()))
    }

    /// Forgets who has not asked for a while.
    pub fn forget(&self) {
        if let Some(limit) = &self.address {
            limit.retain_recent();
        }
        if let Some(limit) = &self.customer {
            limit.retain_recent();
        }
    }

    /// Whose request it is: the peer's, or as its proxies say. Each proxy appends whom it heard, so
    /// the last address that is no proxy of ours is the first that can be believed.
    fn asking(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return peer;
        }
        let lines = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok());
        let said: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        let mut nearest = peer;
        for text in said.into_iter().rev() {
            let Some(address) = address_of(text) else {
                return nearest;
            };
            nearest = address.to_canonical();
            if !self.trusts(nearest) {
                return nearest;
            }
        }
        nearest
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|proxy| proxy.contains(&address))
    }
}

/// An address as proxies write it: some add the port, and brackets around IPv6.
fn address_of(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|it| it.ip());
    bare.parse().ok().or_else(with_port)
}

fn limit<K: Hash + Eq + Clone>(per_second: NonZeroU32) -> Limit<K> {
    let burst = per_second.saturating_mul(NonZeroU32::MIN.saturating_add(BURST - 1));
    RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst))
}

fn count<K: Hash + Eq + Clone>(limit: &Limit<K>, key: &K) -> Result<(), Refusal> {
    limit.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        Refusal::TooMany { seconds: wait.as_secs() + 1 }
    })
}

/// A household has a whole /64 of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(it) => Ipv6Addr::from(u128::from(it) >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(per_second: u32, proxies: &[&str]) -> Limits {
        Limits::new(&Allowed {
            address: NonZeroU32::new(per_second),
            customer: NonZeroU32::new(per_second),
            proxies: proxies.iter().map(|it| it.parse().unwrap()).collect(),
        })
    }

    fn asking(limits: &Limits, peer: &str, said: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED, said.parse().unwrap());
        limits.asking(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn a_forwarded_address_is_believed_only_of_a_named_proxy() {
        let nobody = limits(1, &[]);
        assert_eq!(asking(&nobody, "203.0.113.7", "198.51.100.1"), "203.0.113.7");
        let two = limits(1, &["10.0.0.0/8", "127.0.0.1/32"]);
        for (said, expected) in [
            ("198.51.100.1", "198.51.100.1"),
            ("1.1.1.1, 198.51.100.1", "198.51.100.1"),
            ("1.1.1.1, 198.51.100.1, 10.1.2.3", "198.51.100.1"),
            ("1.1.1.1, nonsense", "127.0.0.1"),
            ("10.1.1.1", "10.1.1.1"),
            ("203.0.113.21:4711", "203.0.113.21"),
            ("198.51.100.1:80, 10.1.2.3:4711", "198.51.100.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("", "127.0.0.1"),
        ] {
            assert_eq!(asking(&two, "127.0.0.1", said), expected, "{said:?}");
        }
        assert_eq!(asking(&two, "203.0.113.7", "198.51.100.1"), "203.0.113.7");
    }

    #[test]
    fn each_address_has_its_own_count_and_a_household_of_ipv6_one() {
        let limits = limits(1, &[]);
        let ask = |peer: &str| limits.address(peer.parse().unwrap(), &HeaderMap::new()).is_ok();
        assert_eq!((0..9).filter(|_| ask("203.0.113.7")).count(), 6);
        assert!(ask("203.0.113.8"));
        assert!(!ask("::ffff:203.0.113.7"), "the same address written as IPv6");
        let household =
            |it: usize| ask(if it.is_multiple_of(2) { "2001:db8::1" } else { "2001:db8::2" });
        assert_eq!((0..9).filter(|it| household(*it)).count(), 6);
        assert!((0..100).all(|_| ask("127.0.0.1")), "this machine is not counted");
    }

    #[test]
    fn a4_connections_are_counted_of_addresses_that_stand_for_one() {
        let limits = limits(1, &["10.0.0.0/8"]);
        let household = |peer: &str| limits.household(peer.parse().unwrap());
        for many in ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3", "::ffff:10.1.2.3"] {
            assert_eq!(household(many), None, "{many}");
        }
        assert_eq!(household("::ffff:203.0.113.7"), household("203.0.113.7"));
        assert_eq!(household("2001:db8::1"), household("2001:db8::2"));
        assert_ne!(household("2001:db8:0:1::1"), household("2001:db8::1"));
    }
}
