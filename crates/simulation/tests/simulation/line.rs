//! The slow line of the bench is as slow as it says, and brings all bytes.

use crate::proxy::{Line, start};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// How long it takes to fetch so many bytes over a line.
fn fetch(line: Line, length: usize) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = listener.local_addr().unwrap();
    let sent: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
    let told = sent.clone();
    let server = thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut asked = String::new();
        socket.read_to_string(&mut asked).unwrap();
        assert_eq!(asked, "all of it");
        socket.write_all(&told).unwrap();
    });
    let begun = Instant::now();
    let mut socket = TcpStream::connect(start(there, line, 7).unwrap()).unwrap();
    socket.write_all(b"all of it").unwrap();
    socket.shutdown(Shutdown::Write).unwrap();
    let mut received = Vec::new();
    socket.read_to_end(&mut received).unwrap();
    server.join().unwrap();
    assert!(received == sent, "all of it, in order");
    begun.elapsed()
}

#[test]
fn the_line_of_the_bench_is_as_slow_as_it_says() {
    let line = Line {
        bits_per_second: 1_600_000,
        round_trip: Duration::from_millis(40),
        lost: 0,
    };
    // 20,000 bytes are a tenth of a second; a round trip for the connection, one for the answer.
    assert!(fetch(line, 20_000) >= Duration::from_millis(180));
    let twice = Line {
        bits_per_second: 800_000,
        ..line
    };
    assert!(fetch(twice, 20_000) >= Duration::from_millis(280));
    // Half of some fifteen segments and more are sent again, 80 ms later each.
    let lossy = Line { lost: 50, ..line };
    assert!(fetch(lossy, 20_000) >= Duration::from_millis(500));
}
