//! `endpoint serve`: opens the register and serves the API and the app until it is told to stop.

use super::{CommandResult, Register, stop, words};
use endpoint::api::{RateLimit, Settings, router};
use endpoint::app_files::AppFiles;
use endpoint::clock::system_clock;
use endpoint::invitations::Hashing;
use endpoint::listening::{self, Limits};
use endpoint::store::Founding;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

/// Serve the app and the API
#[derive(clap::Args)]
pub struct ServeArguments {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, env = "ENDPOINT_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    register: Register,
    /// The folder of the app's files; left out: those in the binary, if any
    #[arg(long, env = "ENDPOINT_APP")]
    app: Option<PathBuf>,
    /// How people reach the service, for example https://so.example.vn: invitations' links
    /// begin so. Left out: as whoever invites has reached it
    #[arg(long, env = "ENDPOINT_BASE_URL", value_parser = words::base_url)]
    base_url: Option<String>,
    /// The service is reached by https only
    #[arg(long, env = "ENDPOINT_HTTPS")]
    https: bool,
    /// A reverse proxy in front says in X-Forwarded-For whom requests are from
    #[arg(long, env = "ENDPOINT_BEHIND_PROXY")]
    behind_proxy: bool,
    /// How often a minute one address may look at invitations and enrol
    #[arg(long, env = "ENDPOINT_RATE_PER_MINUTE", default_value = "30")]
    rate_per_minute: NonZeroU32,
    /// How many MiB of files one scope (a commune's own, a village) may hold
    #[arg(long, env = "ENDPOINT_FILES_MIB", default_value = "4096")]
    files_mib: u32,
    /// How many connections there may be at once; the system must allow the process
    /// some 200 open files more
    #[arg(long, env = "ENDPOINT_CONNECTIONS", default_value = "768")]
    connections: NonZeroU32,
    /// How many of them one address may have; not counted behind a proxy
    #[arg(long, env = "ENDPOINT_CONNECTIONS_PER_ADDRESS", default_value = "192")]
    connections_per_address: NonZeroU32,
}

pub async fn run(arguments: ServeArguments) -> CommandResult {
    let app = arguments.app.map(with_a_page).transpose()?;
    let levels = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(levels)
        .with_writer(std::io::stderr)
        .init();
    let endpoint = Arc::new(arguments.register.open_as(Founding::IfMissing).await?);
    let settings = Settings {
        rate_limit: RateLimit::per_minute(arguments.rate_per_minute),
        https: arguments.https,
        behind_proxy: arguments.behind_proxy,
        most_file_bytes: u64::from(arguments.files_mib) * 1024 * 1024,
        base_url: arguments.base_url,
        hashing: Hashing::Strong,
        acts: arguments.register.acts(),
    };
    let files = app.map_or_else(in_the_binary, AppFiles::in_folder);
    let store = Arc::clone(endpoint.store());
    let app = router(endpoint, system_clock(), files, &settings);
    let many = |count: NonZeroU32| usize::try_from(count.get()).unwrap_or(usize::MAX);
    let limits = Limits {
        in_all: many(arguments.connections),
        of_an_address: (!arguments.behind_proxy).then(|| many(arguments.connections_per_address)),
    };
    let listener = TcpListener::bind(arguments.listen).await?;
    let address = listener.local_addr()?;
    // Whoever started us with port 0 reads the address here.
    let mut out = std::io::stdout();
    let greeting = if out.is_terminal() {
        "Sổ Thi đua: "
    } else {
        ""
    };
    writeln!(out, "{greeting}http://{address}")?;
    out.flush()?;
    tracing::info!(%address, "listening");
    listening::serve(listener, app, limits, stop()).await;
    store.close().await;
    Ok(String::new())
}

/// Phones would be told that there is no app where only its folder was mistyped.
fn with_a_page(folder: PathBuf) -> Result<PathBuf, String> {
    if folder.join("index.html").is_file() {
        Ok(folder)
    } else {
        let folder = folder.display();
        Err(format!(
            "there is no app in {folder}: index.html is missing"
        ))
    }
}

fn in_the_binary() -> AppFiles {
    #[cfg(feature = "embed")]
    return AppFiles::Embedded;
    #[cfg(not(feature = "embed"))]
    AppFiles::None
}
