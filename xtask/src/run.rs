//! `cargo xtask run`: the whole thing on this machine, with people to be.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use clap::Args;

use crate::command::{
    Failure, Outcome, Steps, not_started, output, run as run_program, say, with_path,
};
use crate::dist::{self, Kind};
use crate::install;
use crate::project::Project;

/// Build the app and the endpoint, serve both, print invitations to try it with
#[derive(Args)]
pub struct RunOptions {
    /// Quick build (larger, lightly optimised)
    #[arg(long)]
    dev: bool,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address that the invitations name, if it is not that of --listen
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Make new invitations although there are some already
    #[arg(long)]
    invite: bool,
    /// Throw the tried-out register (target/run) away first
    #[arg(long)]
    fresh: bool,
}

struct DemoPerson {
    role: &'static str,
    commune: &'static str,
    village: Option<&'static str>,
    name: &'static str,
    is: &'static str,
}

/// Two who share a commune, one who may see only his village of it, and one who may see none of it.
const PEOPLE: [DemoPerson; 4] = [
    DemoPerson {
        role: "communeOfficer",
        commune: "06541",
        village: None,
        name: "Nông Thị Lan",
        is: "first official of Xã Mẫu Sơn (06541)",
    },
    DemoPerson {
        role: "communeOfficer",
        commune: "06541",
        village: None,
        name: "Chu Văn Bình",
        is: "second official of Xã Mẫu Sơn (06541)",
    },
    DemoPerson {
        role: "villageHead",
        commune: "06541",
        village: Some("Bản Pò Mã"),
        name: "Lý Văn Ân",
        is: "head of Bản Pò Mã in Xã Mẫu Sơn",
    },
    DemoPerson {
        role: "communeOfficer",
        commune: "02701",
        village: None,
        name: "Giàng A Páo",
        is: "official of Xã Y Tý (02701)",
    },
];

pub fn run(project: &Project, options: &RunOptions) -> Outcome {
    let address = options.listen;
    let base_url = options
        .base_url
        .clone()
        .unwrap_or_else(|| format!("http://localhost:{}", address.port()));
    is_free(address)?;
    let kind = if options.dev {
        Kind::Dev
    } else {
        Kind::Release
    };
    say(format!(
        "building and serving Sổ Thi đua; {}",
        match kind {
            Kind::Release =>
                "the first time 10 to 30 minutes, nearly all of it compiling, afterwards two or three (--dev: sooner)",
            _ => "the first time 5 to 15 minutes, nearly all of it compiling, afterwards one",
        }
    ));
    // What fails soonest goes first: what is missing on this machine, then the smaller build.
    let mut steps = Steps::new(3 + kind.steps());
    steps.next("looking for the tools (nothing to do, or several minutes of installing them once)");
    install::build_tools(project)?;
    steps.next("building the endpoint (a few minutes the first time)");
    let endpoint = build_endpoint(project, options.dev)?;
    let dist = dist::dist_as(project, kind, &mut steps)?;

    let data = project.target.join("run");
    if options.fresh && data.exists() {
        std::fs::remove_dir_all(&data).map_err(with_path("remove", &data))?;
    }
    std::fs::create_dir_all(&data).map_err(with_path("make", &data))?;

    steps.next(format!(
        "serving {base_url} (data in {}; Ctrl-C ends it)",
        data.display()
    ));
    let mut serve = Command::new(&endpoint);
    serve
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(&data)
        .arg("--app")
        .arg(&dist.folder);
    let mut child = serve.spawn().map_err(|error| not_started(&serve, &error))?;
    let told = wait_until_it_answers(&mut child, address)
        .and_then(|()| invitations(&endpoint, &data, &base_url, options.invite))
        .map(|text| println!("\n{text}\n{base_url}\n"));
    if let Err(failure) = told {
        // Ours alone: it was started a moment ago.
        let _ = child.kill();
        return Err(failure);
    }
    let status = child.wait().map_err(|error| not_started(&serve, &error))?;
    ended(status)
}

/// Ctrl-C ends this program, too: whoever comes here was left by the endpoint alone.
fn ended(status: ExitStatus) -> Outcome {
    if status.success() {
        say("the endpoint was told to stop, and has ended");
        return Ok(());
    }
    let advice = match status.code() {
        Some(_) => "its words above say why",
        None => {
            "something on this machine killed it, perhaps for want of memory; run the command again"
        }
    };
    Err(Failure::new(
        format!("the endpoint ended ({status})"),
        advice,
    ))
}

/// Before minutes of building, not after them.
fn is_free(address: SocketAddr) -> Outcome {
    TcpListener::bind(address).map(drop).map_err(|error| {
        Failure::new(
            format!("cannot listen on {address}: {error}"),
            "is something else listening there? try --listen 127.0.0.1:8081",
        )
    })
}

fn build_endpoint(project: &Project, dev: bool) -> Outcome<PathBuf> {
    let mut cargo = project.cargo();
    cargo.args(["build", "--package", "endpoint"]);
    if !dev {
        cargo.arg("--release");
    }
    run_program(&mut cargo, "the compiler's words above say what is wrong")?;
    Ok(project
        .target
        .join(if dev { "debug" } else { "release" })
        .join("endpoint"))
}

fn wait_until_it_answers(child: &mut Child, address: SocketAddr) -> Outcome {
    // An endpoint on all addresses is reached by this machine's own.
    let ip = if address.ip().is_unspecified() {
        [127, 0, 0, 1].into()
    } else {
        address.ip()
    };
    let address = SocketAddr::new(ip, address.port());
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(Failure::new(
                format!("the endpoint ended at once ({status})"),
                format!("is something else listening on {address}? try --listen 127.0.0.1:8081"),
            ));
        }
        if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(Failure::new(
        format!("nothing answers on {address}"),
        "the endpoint's words above say why",
    ))
}

/// Those of the first run are shown again: people enrolled by them are still in the data.
fn invitations(endpoint: &Path, data: &Path, base_url: &str, anew: bool) -> Outcome<String> {
    let kept = data.join("invitations.txt");
    // Those of another address lead nowhere.
    if let Ok(text) = std::fs::read_to_string(&kept)
        && !anew
        && text.contains(&format!("{base_url}/"))
    {
        return Ok(format!(
            "{text}\n(made at the first run; `cargo xtask run --invite` makes new ones)\n"
        ));
    }
    let mut text = String::new();
    for person in &PEOPLE {
        let mut invite = Command::new(endpoint);
        invite
            .arg("invite")
            .arg("--data")
            .arg(data)
            .args(["--base-url", base_url]);
        invite.args([
            "--role",
            person.role,
            "--commune",
            person.commune,
            "--name",
            person.name,
        ]);
        if let Some(village) = person.village {
            invite.args(["--village", village]);
        }
        text.push_str(&format!("── {}, {} ──\n", person.name, person.is));
        text.push_str(&output(&mut invite, "the endpoint's words above say why")?);
        text.push('\n');
    }
    std::fs::write(&kept, &text).map_err(with_path("write", &kept))?;
    Ok(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn said(words: &str) -> String {
        let run = Command::new("sh").args(["-c", words]).status();
        let told = run.map(|status| ended(status).map_err(|failure| failure.to_string()));
        match told {
            Ok(Ok(())) => "in order".to_owned(),
            Ok(Err(said)) => said,
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_endpoint_that_ends_by_itself_is_told() {
        assert_eq!(said("exit 0"), "in order");
        let refused = said("exit 1");
        assert!(
            refused.contains("exit status: 1") && refused.contains("words above"),
            "{refused}"
        );
        let killed = said("kill -9 $$");
        assert!(
            killed.contains("signal: 9") && killed.contains("killed it"),
            "{killed}"
        );
    }
}
