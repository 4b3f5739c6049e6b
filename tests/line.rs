//! A line to the endpoint that is as slow as in the mountains, and holds back what a journey wishes
//! to look at before it comes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use crate::{Endpoint, PATIENCE};

/// So many bytes go over the line at once.
const PIECE: usize = 8 * 1024;

pub struct Line {
    port: u16,
    state: Arc<State>,
}

struct State {
    /// Where the endpoint listens.
    to: u16,
    /// How long a piece takes.
    pace: Duration,
    /// By the beginning of an address, how many requests may still pass; nothing for all.
    held: Mutex<BTreeMap<String, usize>>,
    let_go: Condvar,
    /// When the line is free again.
    free: Mutex<Instant>,
}

impl Line {
    /// A line to the endpoint that carries so many bytes a second, of all requests together.
    pub fn to(endpoint: &Endpoint, bytes_a_second: u32) -> Self {
        let piece = u32::try_from(PIECE).unwrap();
        let state = Arc::new(State {
            to: endpoint.port(),
            pace: Duration::from_secs(1) * piece / bytes_a_second,
            held: Mutex::default(),
            let_go: Condvar::new(),
            free: Mutex::new(Instant::now()),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::clone(&state);
        // It listens as long as this program runs: a browser may outlive the line.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                std::thread::spawn(move || carry(stream, &state));
            }
        });
        Self { port, state }
    }

    /// The endpoint's address as it is reached over the line.
    pub fn over(&self, url: &str) -> String {
        let here = format!("127.0.0.1:{}", self.port);
        url.replace(&format!("127.0.0.1:{}", self.state.to), &here)
    }

    /// Requests of addresses that begin so wait.
    pub fn holds(&self, start: &str) {
        self.lets_pass(start, 0);
    }

    /// So many of those that wait, or will, may pass.
    pub fn lets_pass(&self, start: &str, count: usize) {
        self.state
            .held
            .lock()
            .unwrap()
            .insert(start.to_owned(), count);
        self.state.let_go.notify_all();
    }

    /// Nothing of this beginning waits any more.
    pub fn lets_go(&self, start: &str) {
        self.state.held.lock().unwrap().remove(start);
        self.state.let_go.notify_all();
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.held.lock().unwrap().clear();
        self.state.let_go.notify_all();
    }
}

impl State {
    fn wait_for_passage(&self, path: &str) {
        let held = self.held.lock().unwrap();
        let is_held = |held: &mut BTreeMap<String, usize>| {
            let mut matching = held
                .iter_mut()
                .filter(|(start, _)| path.starts_with(*start));
            match matching.next() {
                Some((_, 0)) => true,
                Some((_, count)) => {
                    *count -= 1;
                    false
                }
                None => false,
            }
        };
        drop(self.let_go.wait_timeout_while(held, PATIENCE, is_held));
    }

    fn wait_for_turn(&self) {
        let turn = {
            let mut free = self.free.lock().unwrap();
            *free = (*free).max(Instant::now()) + self.pace;
            *free
        };
        std::thread::sleep(turn.saturating_duration_since(Instant::now()));
    }
}

/// One request and its answer; each has a connection of its own.
fn carry(mut browser: TcpStream, state: &State) -> Option<()> {
    let mut asking = BufReader::new(browser.try_clone().ok()?);
    let (mut head, mut path, mut length) = (String::new(), String::new(), 0);
    loop {
        let mut line = String::new();
        if asking.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let lower = line.to_lowercase();
        if path.is_empty() {
            path = line.split_whitespace().nth(1)?.to_owned();
        } else if let Some(said) = lower.strip_prefix("content-length:") {
            length = said.trim().parse().ok()?;
        } else if lower.starts_with("connection:") {
            continue;
        } else if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    asking.read_exact(&mut body).ok()?;
    state.wait_for_passage(&path);
    let mut endpoint = TcpStream::connect((Ipv4Addr::LOCALHOST, state.to)).ok()?;
    head.push_str("Connection: close\r\n\r\n");
    endpoint.write_all(head.as_bytes()).ok()?;
    endpoint.write_all(&body).ok()?;
    let mut piece = vec![0; PIECE];
    loop {
        let read = endpoint.read(&mut piece).ok()?;
        if read == 0 {
            break;
        }
        state.wait_for_turn();
        browser.write_all(&piece[..read]).ok()?;
    }
    browser.shutdown(Shutdown::Write).ok()
}
