//! Connections: how many there may be, how long one may say nothing, and how
//! they end. What a request does is elsewhere.

use crate::api::household;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tower::Service;

/// From when a connection is open, or its last answer is out, to when the head of
/// a request is here.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// For how long nothing of an answer need go out.
const STALLED_FOR: Duration = Duration::from_secs(60);
/// What is under way when the service is told to stop may go on for so long. What
/// is cut off was not answered, and its phone sends it again.
const STOP_WITHIN: Duration = Duration::from_secs(10);
/// After the system refused a connection (there are no descriptors left).
const BREATH: Duration = Duration::from_millis(200);

/// The number of connections that the server holds at once, in all and from one address.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// More wait until one of these ends.
    pub in_all: usize,
    /// More from one address are closed at once. Nothing: any number, for behind a
    /// proxy all come from one.
    pub of_an_address: Option<usize>,
}

/// Serves until `stop`, and then no longer than what is under way may take.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(limits.in_all));
    let callers = ConnectionsPerAddress::default();
    let under_way = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        let (socket, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(code = "notAccepted", cause = %error, "a connection was not taken");
                sleep(BREATH).await;
                continue;
            }
        };
        let Some(caller) = callers.one_more(household(peer.ip()), limits.of_an_address) else {
            continue;
        };
        let connection = http.serve_connection(
            TokioIo::new(patient(socket)),
            service_fn(answer(app.clone(), peer)),
        );
        let connection = under_way.watch(connection);
        connections.spawn(async move {
            // An error is the other's: it went away, or was too slow.
            let _ = connection.await;
            drop((place, caller));
        });
    }
    drop(listener);
    if timeout(STOP_WITHIN, under_way.shutdown()).await.is_err() {
        tracing::warn!(code = "cutOff", "connections were still open at the end");
    }
    connections.shutdown().await;
}

/// What every request of a connection goes to.
fn answer(
    app: Router,
    peer: SocketAddr,
) -> impl Fn(Request<Incoming>) -> <Router as Service<Request<Incoming>>>::Future {
    move |mut request| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // A router is always ready.
        app.clone().call(request)
    }
}

fn patient(socket: TcpStream) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    // Answers are written whole: waiting for more to send only makes them late.
    let _ = socket.set_nodelay(true);
    let mut socket = TimeoutStream::new(socket);
    socket.set_write_timeout(Some(STALLED_FOR));
    Box::pin(socket)
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct ConnectionsPerAddress(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// One connection of an address, while it lasts.
struct Caller {
    callers: ConnectionsPerAddress,
    address: IpAddr,
}

impl ConnectionsPerAddress {
    fn one_more(&self, address: IpAddr, most: Option<usize>) -> Option<Caller> {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = count.entry(address).or_default();
        if most.is_some_and(|most| *own >= most) {
            return None;
        }
        *own += 1;
        drop(count);
        Some(Caller {
            callers: self.clone(),
            address,
        })
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let mut count = self
            .callers
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = count.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                count.remove(&self.address);
            }
        }
    }
}
