//! A slow line between a phone and the endpoint.
//!
//! Bytes go in segments, one after the other at the line's rate, and arrive half
//! a round trip later. A segment that is lost is sent again after two round
//! trips, in which nothing behind it arrives either, as TCP would have it. A
//! connection costs one round trip before its first byte. There is no slow start
//! and no TLS; both ways have the whole rate.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

const SEGMENT: usize = 1_400;

#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub bits_per_second: u32,
    pub round_trip: Duration,
    /// Of a hundred segments.
    pub lost: u32,
}

/// Serves any number of connections to `to` until the process ends; which
/// segments are lost, the seed says.
///
/// # Errors
/// If there is no port.
pub fn start(to: SocketAddr, line: Line, seed: u64) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for (number, phone) in (0..).zip(listener.incoming()) {
            let _ = phone.and_then(|phone| join(phone, to, line, seed ^ number << 8));
        }
    });
    Ok(address)
}

fn join(phone: TcpStream, to: SocketAddr, line: Line, seed: u64) -> io::Result<()> {
    let endpoint = TcpStream::connect(to)?;
    let open = Instant::now() + line.round_trip;
    carry(phone.try_clone()?, endpoint.try_clone()?, line, seed, open);
    carry(endpoint, phone, line, !seed, open);
    Ok(())
}

fn carry(from: TcpStream, to: TcpStream, line: Line, seed: u64, open: Instant) {
    let (send, receive) = channel();
    thread::spawn(move || leave(from, &send, line, seed, open));
    thread::spawn(move || arrive(to, &receive));
}

/// Says of each segment when it arrives.
fn leave(
    mut from: TcpStream,
    send: &Sender<(Instant, Vec<u8>)>,
    line: Line,
    seed: u64,
    open: Instant,
) {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut free = open;
    let mut segment = vec![0; SEGMENT];
    while let Ok(length @ 1..) = from.read(&mut segment) {
        let bits = u32::try_from(length * 8).unwrap_or(u32::MAX);
        let on_the_line = Duration::from_secs(1) * bits / line.bits_per_second;
        free = free.max(Instant::now()) + on_the_line;
        while chance.random_range(0..100) < line.lost {
            free += 2 * line.round_trip + on_the_line;
        }
        let due = free + line.round_trip / 2;
        if send.send((due, segment[..length].to_vec())).is_err() {
            return;
        }
    }
}

fn arrive(mut to: TcpStream, receive: &Receiver<(Instant, Vec<u8>)>) {
    while let Ok((due, segment)) = receive.recv() {
        thread::sleep(due.saturating_duration_since(Instant::now()));
        if to.write_all(&segment).is_err() {
            return;
        }
    }
    // The other side may still be speaking.
    let _ = to.shutdown(Shutdown::Write);
}
