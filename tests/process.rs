//! Programs that a journey starts, and that are gone with their children when it ends.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::PATIENCE;

/// A program of ours; dropping it kills it and whatever it started.
pub struct Running {
    child: Child,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let child = command
            .spawn()
            .unwrap_or_else(|error| panic!("could not start {command:?}: {error}"));
        Self { child }
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the port is listened on.
    pub fn wait_for_port(&mut self, port: u16) {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_err() {
            if let Some(status) = self.child.try_wait().unwrap() {
                panic!("what should listen on port {port} ended: {status}");
            }
            assert!(Instant::now() < deadline, "nothing listens on port {port}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// As the system kills: without a word, children first noted and then all at once.
    pub fn kill(&mut self) {
        let mut all = descendants(self.child.id());
        all.push(self.child.id());
        signal("-KILL", &all);
        let _ = self.child.wait();
        // Until the last one is gone, it may still write.
        let deadline = Instant::now() + PATIENCE;
        while all.iter().any(|id| is_alive(*id)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks to end in order, and waits for it.
    pub fn stop(&mut self) {
        signal("-TERM", &[self.child.id()]);
        let deadline = Instant::now() + PATIENCE;
        while self.child.try_wait().unwrap().is_none() {
            assert!(
                Instant::now() < deadline,
                "process {} does not end when asked to",
                self.child.id()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.kill();
        }
    }
}

pub fn signal(signal: &str, processes: &[u32]) {
    // One may be gone already; that is as good.
    let _ = Command::new("kill")
        .arg(signal)
        .args(processes.iter().map(u32::to_string))
        .stderr(std::process::Stdio::null())
        .status();
}

/// Whether a process runs; one that is dead and not yet buried does not.
fn is_alive(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, rest)| rest.as_bytes()[0]);
    state.is_some_and(|state| !matches!(state, b'Z' | b'X'))
}

/// Children, their children and so on, as Linux tells in /proc.
pub fn descendants(of: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // The name in brackets may hold anything, blanks too; the parent is second after it.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (id, parent)));
    }
    let mut found = vec![of];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(id, _)| *id),
        );
        next += 1;
    }
    found.split_off(1)
}

/// A port that nobody listens on now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// An empty folder of this journey's own, removed when dropped.
pub struct Scratch(pub PathBuf);

/// What all of them are called.
const SCRATCH: &str = "so-thi-dua-";
/// A journey takes minutes. What is older was left behind by one that was itself killed.
const LONG_AGO: Duration = Duration::from_secs(6 * 60 * 60);

impl Scratch {
    pub fn new(name: &str) -> Self {
        static SWEPT: Once = Once::new();
        SWEPT.call_once(sweep);
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("{SCRATCH}{name}-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes the folders of journeys that were killed before they could.
fn sweep() {
    for entry in fs::read_dir(std::env::temp_dir())
        .into_iter()
        .flatten()
        .flatten()
    {
        let is_ours = entry.file_name().to_string_lossy().starts_with(SCRATCH);
        let written = entry.metadata().and_then(|about| about.modified());
        let age = written.ok().and_then(|at| at.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > LONG_AGO) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

pub fn program(names: &[&str]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("none of {names:?} is installed: `cargo xtask tools` does it"))
}
