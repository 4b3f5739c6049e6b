//! The real endpoint, started, stopped and killed as life does it. Its port and its data stay the
//! same, so that it can come back.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::Value;

use crate::process::{Running, Scratch, free_port};

pub struct Endpoint {
    program: PathBuf,
    app: PathBuf,
    port: u16,
    data: Scratch,
    running: Option<Running>,
}

/// Who is invited to what, in the words of `endpoint invite`.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    pub role: &'a str,
    pub commune: &'a str,
    pub village: Option<&'a str>,
    pub name: &'a str,
}

impl<'a> Invitation<'a> {
    pub fn official(commune: &'a str, name: &'a str) -> Self {
        Self {
            role: "communeOfficer",
            commune,
            village: None,
            name,
        }
    }

    pub fn village_head(commune: &'a str, village: &'a str, name: &'a str) -> Self {
        Self {
            role: "villageHead",
            commune,
            village: Some(village),
            name,
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Invited {
    pub link: String,
    pub code: String,
}

/// Cargo's target folder: this program is in `debug/deps`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_path_buf()
}

fn given(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

impl Endpoint {
    /// With an empty register, serving the app that `cargo xtask` has built.
    pub fn start() -> Self {
        let built = target().join("dist-dev");
        Self::serving(given("SO_THI_DUA_DIST").unwrap_or(built))
    }

    /// Serving the page that runs the suite of stores instead of the app.
    pub fn with_the_suite_of_stores() -> Self {
        let built = target().join("dist-conformance");
        Self::serving(given("SO_THI_DUA_CONFORMANCE").unwrap_or(built))
    }

    /// With a register that was recorded, of which it takes a copy, and dead until it comes back.
    pub fn over(register: &Path) -> Self {
        let built = target().join("dist-dev");
        let endpoint = Self::stopped(given("SO_THI_DUA_DIST").unwrap_or(built));
        std::fs::copy(register, endpoint.register()).unwrap();
        endpoint
    }

    fn serving(app: PathBuf) -> Self {
        let mut endpoint = Self::stopped(app);
        endpoint.come_back();
        endpoint
    }

    fn stopped(app: PathBuf) -> Self {
        let built = target().join("debug").join("endpoint");
        let program = given("SO_THI_DUA_ENDPOINT").unwrap_or(built);
        assert!(
            program.is_file(),
            "{} is missing: `cargo xtask test` builds it",
            program.display()
        );
        assert!(
            app.join("index.html").is_file(),
            "{} is empty: `cargo xtask test` fills it",
            app.display()
        );
        Self {
            program,
            app,
            port: free_port(),
            data: Scratch::new("endpoint"),
            running: None,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it keeps its register.
    pub fn data(&self) -> &Path {
        &self.data.0
    }

    /// The file of its register; whole only while it is stopped.
    pub fn register(&self) -> PathBuf {
        self.data().join("register.sqlite")
    }

    /// The folder of the app's files that it serves.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// Serves other files from now on: what an update of the service does.
    pub fn update(&mut self, app: PathBuf) {
        self.stop();
        self.app = app;
        self.come_back();
    }

    pub fn come_back(&mut self) {
        if self.running.is_some() {
            return;
        }
        let mut command = Command::new(&self.program);
        command.args(["serve", "--listen", &format!("127.0.0.1:{}", self.port)]);
        command
            .arg("--data")
            .arg(&self.data.0)
            .arg("--app")
            .arg(&self.app);
        // Its log is kept beside its data, for the one who looks into a failed journey.
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.data.0.join("log.txt"))
            .unwrap();
        command.stdout(log.try_clone().unwrap()).stderr(log);
        let mut running = Running::start(&mut command);
        running.wait_for_port(self.port);
        self.running = Some(running);
    }

    /// Ends in order: the signal is gone, the register well closed.
    pub fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.stop();
        }
    }

    /// Killed in the middle of whatever it does.
    pub fn kill(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
    }

    pub fn invite(&self, invitation: Invitation) -> Invited {
        self.invite_with(invitation, &[])
    }

    /// An invitation that was cancelled, which is answered as one whose time is over.
    pub fn invite_in_vain(&self, invitation: Invitation) -> Invited {
        let invited = self.invite(invitation);
        self.administrate(&["invitations", "cancel", &invited.code]);
        invited
    }

    /// A new phone for the person of a device, as [`Endpoint::devices`] lists it.
    pub fn invite_again(&self, device: &Value) -> Invited {
        let person = device["person"]["id"].as_str().unwrap();
        self.invited(&["--person", person])
    }

    /// The same person and the same place again, by the ids that a phone shows which the
    /// register does not know any more.
    pub fn invite_lost(&self, code: &str, invitation: Invitation) -> Invited {
        let mut ids = code.split_whitespace();
        let mut further = Vec::new();
        for flag in ["--person", "--village-id"] {
            further.extend(ids.next().map(|id| [flag, id]).into_iter().flatten());
        }
        self.invite_with(invitation, &further)
    }

    /// A backup of this moment.
    pub fn backup(&self) -> PathBuf {
        let to = self.data().join("a.backup");
        self.administrate(&["backup", "--to", to.to_str().unwrap()]);
        to
    }

    /// Puts a backup in the place of what is there, and serves it.
    pub fn restore(&mut self, backup: &Path) {
        self.stop();
        self.administrate(&["restore", "--replace", "--from", backup.to_str().unwrap()]);
        self.come_back();
    }

    /// The devices that are enrolled, as `endpoint devices --json` lists them.
    pub fn devices(&self) -> Vec<Value> {
        let mut command = Command::new(&self.program);
        command
            .args(["devices", "--json", "--data"])
            .arg(&self.data.0);
        let output = command.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", output.status);
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Takes a device's right away.
    pub fn revoke(&self, device: &str) {
        self.administrate(&["revoke", "--device", device]);
    }

    /// Takes a device's right away, and has it delete what it has.
    pub fn revoke_as_lost(&self, device: &str) {
        self.administrate(&["revoke", "--device", device, "--lost"]);
    }

    /// Gives the person of a device, as [`Endpoint::devices`] lists it, back the first of the roles
    /// that were listed.
    pub fn grant(&self, device: &Value) {
        self.set_role("grant", device);
    }

    /// Takes away the first of the roles that are listed of the person of a device.
    pub fn withdraw(&self, device: &Value) {
        self.set_role("withdraw", device);
    }

    fn set_role(&self, command: &str, device: &Value) {
        let role = &device["roles"][0];
        let words = [&device["device"], &role["role"], &role["scope"]];
        let [id, role, scope] = words.map(|word| word.as_str().unwrap());
        self.administrate(&[command, "--device", id, "--role", role, "--scope", scope]);
    }

    /// One of the commands of the endpoint's administrator.
    pub fn administrate(&self, arguments: &[&str]) {
        let mut command = Command::new(&self.program);
        command.args(arguments).arg("--data").arg(&self.data.0);
        let output = command.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", output.status);
    }

    fn invite_with(&self, invitation: Invitation, further: &[&str]) -> Invited {
        let Invitation {
            role,
            commune,
            village,
            name,
        } = invitation;
        let mut whom = vec!["--role", role, "--commune", commune, "--name", name];
        whom.extend(
            village
                .into_iter()
                .flat_map(|village| ["--village", village]),
        );
        whom.extend(further);
        self.invited(&whom)
    }

    fn invited(&self, whom: &[&str]) -> Invited {
        let mut command = Command::new(&self.program);
        command
            .arg("invite")
            .arg("--json")
            .arg("--data")
            .arg(&self.data.0)
            .args(["--base-url", &self.url("")])
            .args(whom);
        let output = command.stderr(Stdio::inherit()).output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", output.status);
        serde_json::from_slice(&output.stdout).unwrap()
    }
}
