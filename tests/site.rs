//! A small server of pages made up by a journey. Its port can die and come back; it remembers what
//! it was asked for.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::process::free_port;

#[derive(Clone)]
pub struct Page {
    pub kind: &'static str,
    pub body: Vec<u8>,
    pub cached: bool,
}

impl Page {
    fn of(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            body: body.into(),
            cached: false,
        }
    }

    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/html; charset=utf-8", body)
    }

    pub fn script(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/javascript", body)
    }

    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::of("application/json", body)
    }

    pub fn wasm(body: impl Into<Vec<u8>>) -> Self {
        Self::of("application/wasm", body)
    }

    pub fn css(body: impl Into<Vec<u8>>) -> Self {
        Self::of("text/css", body)
    }

    /// May be kept by the browser for ever, as files with names by content may.
    pub fn cached(self) -> Self {
        Self {
            cached: true,
            ..self
        }
    }
}

#[derive(Default)]
struct Content {
    pages: BTreeMap<String, Page>,
    asked: Vec<String>,
}

pub struct Site {
    port: u16,
    content: Arc<Mutex<Content>>,
    listening: Option<(Arc<AtomicBool>, JoinHandle<()>)>,
}

impl Site {
    /// Serves the pages; any other address without an extension gets `/`, as an app's routes do.
    pub fn start(pages: impl IntoIterator<Item = (String, Page)>) -> Self {
        Self::at(free_port(), pages)
    }

    /// The same where something else has listened.
    pub fn at(port: u16, pages: impl IntoIterator<Item = (String, Page)>) -> Self {
        let mut site = Self {
            port,
            content: Arc::default(),
            listening: None,
        };
        site.publish(pages);
        site.come_back();
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Replaces everything, as a new release does.
    pub fn publish(&self, pages: impl IntoIterator<Item = (String, Page)>) {
        self.content.lock().unwrap().pages = pages.into_iter().collect();
    }

    /// Which addresses were asked for since the last time, in order.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.content.lock().unwrap().asked)
    }

    /// Nobody listens any more: what a phone without a signal meets.
    pub fn die(&mut self) {
        let Some((dead, thread)) = self.listening.take() else {
            return;
        };
        dead.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        thread.join().unwrap();
    }

    pub fn come_back(&mut self) {
        if self.listening.is_some() {
            return;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        let (dead, content) = (Arc::new(AtomicBool::new(false)), Arc::clone(&self.content));
        let told = Arc::clone(&dead);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if told.load(Ordering::SeqCst) {
                    return;
                }
                let content = Arc::clone(&content);
                // A browser opens connections in advance and leaves them silent.
                std::thread::spawn(move || answer(stream, &content));
            }
        });
        self.listening = Some((dead, thread));
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.die();
    }
}

fn answer(mut stream: TcpStream, content: &Mutex<Content>) -> Option<()> {
    let mut head = BufReader::new(stream.try_clone().ok()?)
        .lines()
        .map_while(Result::ok);
    let path = head
        .next()?
        .split_whitespace()
        .nth(1)?
        .split('?')
        .next()?
        .to_owned();
    head.find(String::is_empty)?;
    let page = {
        let mut content = content.lock().ok()?;
        content.asked.push(path.clone());
        let is_route = !path.contains('.') && !path.starts_with("/v1/");
        let page = content
            .pages
            .get(&path)
            .or_else(|| content.pages.get("/").filter(|_| is_route));
        page.cloned()
    };
    let (status, page) = match page {
        Some(page) => ("200 OK", page),
        None => ("404 Not Found", Page::html("not here")),
    };
    let keeping = if page.cached {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let (kind, length) = (page.kind, page.body.len());
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nCache-Control: {keeping}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&page.body).ok()
}
