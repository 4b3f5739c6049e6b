//! A PostgreSQL of this test run's own: started by the first test that needs
//! it, on a socket in a temporary folder, stopped when the process ends. The
//! bench reads this file, too: whether what is committed must be on the disk,
//! each says itself.

use endpoint::secrets::Randomness;
use endpoint::store::postgres::PostgresStore;
use sqlx::{Connection, Executor, PgConnection};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Waits at its standard input, which closes when the tests end, however they
/// end. The order of texts is the Vietnamese one: what needs the order of bytes
/// has to say so.
const KEEPER: &str = r#"
folder=$1; programs=$2; as=$3
finish() { $as "$programs/pg_ctl" -D "$folder/data" -m immediate stop; rm -rf "$folder"; }
trap finish EXIT
$as "$programs/initdb" -D "$folder/data" -U endpoint -A trust -E UTF8 --no-sync \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=vi >&2 &&
$as "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" \
    -o "-k '$folder' -h '' -c fsync=$4 -c max_connections=400 -c shared_buffers=32MB" start >&2 &&
echo ready && cat > /dev/null
"#;

struct Server {
    folder: PathBuf,
    // Dropped by nobody: its standard input closes with this process.
    _keeper: Child,
    databases: AtomicU32,
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let programs = programs().unwrap_or_else(|| {
            panic!("PostgreSQL is not installed: apt-get install postgresql, or cargo xtask test")
        });
        let folder = tempfile::tempdir().unwrap().keep();
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .args([&folder, &programs])
            .arg(other_user(&folder))
            .arg(crate::FSYNC)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.join("keeper")).unwrap())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let output = keeper.stdout.as_mut().unwrap();
        BufReader::new(output).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "PostgreSQL did not start");
        Server {
            folder,
            _keeper: keeper,
            databases: AtomicU32::new(0),
        }
    })
}

/// The folder of PostgreSQL's programs: Debian keeps them out of PATH.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    versions.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut candidates = versions
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path));
    candidates.find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file())
}

/// PostgreSQL refuses to run as root: the words that make it somebody else's,
/// to whom the folder is given.
fn other_user(folder: &Path) -> &'static str {
    let id = Command::new("id").arg("-u").output().unwrap();
    if id.stdout.trim_ascii() != b"0" {
        return "";
    }
    let belongs_to = |user: &str| {
        let chown = Command::new("chown")
            .arg(user)
            .arg(folder)
            .output()
            .unwrap();
        chown.status.success()
    };
    if belongs_to("postgres") {
        "setpriv --reuid=postgres --regid=postgres --clear-groups"
    } else {
        assert!(belongs_to("nobody"));
        "setpriv --reuid=nobody --clear-groups"
    }
}

/// The address of a new, empty database.
pub async fn database() -> String {
    let server = server();
    let number = server.databases.fetch_add(1, Ordering::Relaxed);
    let folder = server.folder.display();
    let address = |name: &str| format!("postgres://endpoint@localhost/{name}?host={folder}");
    let mut connection = PgConnection::connect(&address("postgres")).await.unwrap();
    let create = format!("CREATE DATABASE register_{number}");
    connection
        .execute(sqlx::AssertSqlSafe(create))
        .await
        .unwrap();
    address(&format!("register_{number}"))
}

pub async fn open(address: &str) -> PostgresStore {
    PostgresStore::open(address, &Randomness::of_the_system())
        .await
        .unwrap()
}
