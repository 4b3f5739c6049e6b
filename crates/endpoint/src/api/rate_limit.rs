//! Middleware that counts requests by address where codes could be guessed: looking at invitations
//! and enrolling. Wrong tries of an invitation are counted in [`crate::guesses`].

use super::{ApiError, Settings};
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// The number of requests that one address may make a minute, and how many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    pub per_minute: NonZeroU32,
    pub burst: NonZeroU32,
}

impl RateLimit {
    pub fn per_minute(count: NonZeroU32) -> Self {
        Self {
            per_minute: count,
            burst: count,
        }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::per_minute(NonZeroU32::MIN.saturating_add(29))
    }
}

/// From so many addresses on, those that have been quiet are forgotten.
const MANY: usize = 10_000;

/// How often each of many has come of late: addresses, enrolments.
pub(super) struct Counted<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Counted<K> {
    pub fn new(limit: RateLimit) -> Self {
        let RateLimit { per_minute, burst } = limit;
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self(DefaultKeyedRateLimiter::keyed(quota))
    }

    /// How long to wait, in seconds, if it was too often.
    pub fn count(&self, key: &K) -> Result<(), u64> {
        if self.0.len() > MANY {
            self.0.retain_recent();
        }
        self.0.check_key(key).map_err(|early| {
            early
                .wait_time_from(DefaultClock::default().now())
                .as_secs()
                + 1
        })
    }
}

/// The counts of requests by address, for the routes that are limited.
#[derive(Clone)]
pub(super) struct Limiter {
    counted: Arc<Counted<IpAddr>>,
    behind_proxy: bool,
}

impl Limiter {
    pub fn new(settings: &Settings) -> Self {
        Self {
            counted: Arc::new(Counted::new(settings.rate_limit)),
            behind_proxy: settings.behind_proxy,
        }
    }

    /// Whom a request is from.
    fn client(&self, request: &Request) -> IpAddr {
        let forwarded = || {
            // The last one is what our own proxy saw; those before it are hearsay.
            let header = request.headers().get("x-forwarded-for")?.to_str().ok()?;
            header.rsplit(',').next()?.trim().parse().ok()
        };
        let peer = || {
            request
                .extensions()
                .get::<ConnectInfo<SocketAddr>>()
                .map(|peer| peer.0.ip())
        };
        let address = if self.behind_proxy {
            forwarded().or_else(peer)
        } else {
            peer()
        };
        // Without a socket (in tests) all are one.
        household(address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)))
    }
}

/// The address that a request of a limited route is from.
#[derive(Clone, Copy)]
pub(super) struct Client(pub IpAddr);

pub(super) async fn limit(
    State(limiter): State<Limiter>,
    mut request: Request,
    next: Next,
) -> Response {
    let client = limiter.client(&request);
    request.extensions_mut().insert(Client(client));
    match limiter.counted.count(&client) {
        Ok(()) => next.run(request).await,
        Err(wait_s) => ApiError::rate_limited(wait_s).into_response(),
    }
}

/// One subscriber has a whole /64 of IPv6.
pub fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(
            address.to_bits() & !u128::from(u64::MAX),
        )),
    }
}
