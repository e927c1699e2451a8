//! Takes connections, as many as may be open at once, and serves each until it ends, says nothing for
//! too long or takes nothing of its answer.

use crate::bounds::Bounds;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower_http::add_extension::AddExtension;
use tower_http::timeout::RequestBodyDeadline;

/// How often it is told at most that others wait.
const TOLD: Duration = Duration::from_secs(60);

/// Serves until `stop` is ready, then waits for what is under way. Who has which connection is for
/// `household` to say: of nobody as many are taken as there is room for.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: &Bounds,
    household: impl Fn(IpAddr) -> Option<IpAddr>,
    stop: impl Future<Output = ()>,
) {
    // Once for all connections, in place of once a request.
    let router = router.with_state(());
    let mut door = Door::new(listener, bounds.connections);
    let ending = GracefulShutdown::new();
    let households = Arc::new(Households::default());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer, place) = tokio::select! {
            () = &mut stop => break,
            taken = door.next() => taken,
        };
        let counted = household(peer.ip());
        let Some(entered) = Entered::by(&households, counted, bounds.connections_of_one) else {
            tracing::debug!("an address has as many connections as it may");
            continue;
        };
        let connection = connection(stream, peer, router.clone(), bounds, ending.watcher());
        tokio::spawn(async move {
            connection.await;
            drop((entered, place));
        });
    }
    drop(door);
    ending.shutdown().await;
}

/// One connection, to its end.
fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    bounds: &Bounds,
    watcher: Watcher,
) -> impl Future<Output = ()> + use<> {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(bounds.answer));
    let service = RequestBodyDeadline::new(router, bounds.body);
    let service = TowerToHyperService::new(AddExtension::new(service, ConnectInfo(peer)));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head);
    let served = watcher.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
    async move {
        // A client that went away, or was cut off: nothing of the server.
        let _ = served.await;
    }
}

/// Where connections come in.
struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    told: Option<Instant>,
}

impl Door {
    fn new(listener: TcpListener, places: usize) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(places)), told: None }
    }

    /// The next one for which there is a place. Those that wait do so with the system.
    async fn next(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let places = Arc::clone(&self.places);
        if places.available_permits() == 0 && self.told.is_none_or(|it| it.elapsed() > TOLD) {
            tracing::warn!("as many connections are open as may be: others wait");
            self.told = Some(Instant::now());
        }
        let place = match places.acquire_owned().await {
            Ok(place) => place,
            // It is never closed.
            Err(_) => std::future::pending().await,
        };
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (stream, peer, place)
    }
}

/// How many connections each has.
#[derive(Default)]
struct Households(Mutex<HashMap<IpAddr, usize>>);

impl Households {
    fn count(&self, address: IpAddr, count: impl FnOnce(usize) -> Option<usize>) -> bool {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(counted) = count(all.get(&address).copied().unwrap_or(0)) else {
            return false;
        };
        match counted {
            0 => drop(all.remove(&address)),
            _ => drop(all.insert(address, counted)),
        }
        true
    }
}

/// A connection that is counted for as long as it is there, if its peer is.
struct Entered(Option<(Arc<Households>, IpAddr)>);

impl Entered {
    fn by(households: &Arc<Households>, peer: Option<IpAddr>, most: usize) -> Option<Self> {
        let Some(peer) = peer else {
            return Some(Self(None));
        };
        let enters = households.count(peer, |it| (it < most).then_some(it + 1));
        enters.then(|| Self(Some((Arc::clone(households), peer))))
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if let Some((households, peer)) = &self.0 {
            households.count(*peer, |it| Some(it.saturating_sub(1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_an_address_has_so_many_connections_and_others_have_theirs() {
        let households = Arc::default();
        let enter = |address: &str| Entered::by(&households, address.parse().ok(), 2);
        let first = enter("203.0.113.7");
        let second = enter("203.0.113.7");
        assert!(first.is_some() && second.is_some() && enter("203.0.113.7").is_none());
        assert!(enter("203.0.113.8").is_some());
        drop(first);
        assert!(enter("203.0.113.7").is_some(), "one of them ended");
        let uncounted: Vec<_> = (0..9).map(|_| Entered::by(&households, None, 2)).collect();
        assert!(uncounted.iter().all(Option::is_some));
        drop((second, uncounted));
        assert!(households.0.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
