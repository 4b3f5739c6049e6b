//! What an administrator does beside a running server: invitations, roles, new
//! phones, and that none of it believes a wrong word.

use crate::process::{Server, refused, run_with, text};
use crate::{private_postgres, world};
use serde_json::{Value, json};
use std::process::Output;

/// A register that is served, and the words that name it.
struct Office<'w> {
    register: [&'w str; 2],
    server: Server,
}

/// Over both kinds of store.
fn in_an_office(what: fn(&Office)) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(private_postgres::database());
    let data = folder.path().to_str().unwrap();
    for register in [["--data", data], ["--database", &database]] {
        let server = Server::start_with(&register, None);
        what(&Office { register, server });
    }
}

impl Office<'_> {
    fn run(&self, words: &[&str]) -> Output {
        run_with(&self.register, words)
    }

    fn list(&self, what: &str) -> Vec<Value> {
        serde_json::from_str(&text(self.run(&[what, "--json"]))).unwrap()
    }

    fn invite(&self, words: &[&str]) -> Output {
        let invite = ["invite", "--json", "--base-url", "https://so.example.vn"];
        self.run(&[&invite[..], words].concat())
    }

    fn head(&self, village: &[&str]) -> Output {
        let head = [
            "--role",
            "villageHead",
            "--commune",
            "06541",
            "--name",
            "Lan",
        ];
        self.invite(&[&head[..], village].concat())
    }

    fn enrol(&self, invited: Output, device: &str) -> Value {
        let (status, enrolled) = self.try_code(&code(invited), device);
        assert_eq!(status, 200, "{enrolled}");
        enrolled
    }

    fn try_code(&self, code: &str, device: &str) -> (u16, Value) {
        let claim = json!({ "code": code, "device": device, "claim": "0123456789abcdef" });
        self.server
            .send("POST", "/v1/enrolments", "", &claim.to_string())
    }

    /// How many villages the commune has.
    fn villages(&self) -> usize {
        let output = self.head(&["--village-id", "unknown"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("no such village"), "{said}");
        said.lines().count() - 1
    }
}

fn code(invited: Output) -> String {
    let invited: Value = serde_json::from_str(&text(invited)).unwrap();
    invited["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_village_of_the_app_is_invited_to_and_not_made_once_more() {
    in_an_office(|office| {
        let official = office.server.enrol(&office.register, "d1");
        // As the app makes it: the kind beside the name.
        let village = |n: u64, field: &str, value: &str| {
            world::with(world::op(n, "v1", field, value), "kind", "village")
        };
        let ops = [
            village(1, "name", "Pò Mã"),
            village(2, "villageKind", "ban"),
        ];
        official.sync(&office.server, json!({ "scope": "06541/v1", "ops": ops }));
        assert_eq!(office.villages(), 1);
        for name in ["Bản Pò Mã", "Bản  Pò Mã", "bản pò mã", "Pò Mã"] {
            let device = name.replace(' ', "-").replace(['ả', 'ò', 'ã'], "_");
            let enrolled = office.enrol(office.head(&["--village", name]), &device);
            assert_eq!(enrolled["scope"], "06541/v1", "{name}");
        }
        for alike in ["Thôn Pò Mã", "Bản Pò Má", "ban po ma"] {
            let asked = office.head(&["--village", alike]);
            refused(asked, "--village-id v1  Bản Pò Mã");
        }
        assert_eq!(office.villages(), 1);
        let known = office.enrol(office.head(&["--village-id", "v1"]), "d2");
        assert_eq!(known["village"]["id"], "v1");
        let new = office.head(&["--village", "Thôn Pò Mã", "--new-village"]);
        assert_ne!(office.enrol(new, "d3")["village"]["id"], "v1");
        assert_eq!(office.villages(), 2);
    });
}

#[test]
fn a_school_with_a_register_of_its_own_has_a_head_like_a_village() {
    in_an_office(|office| {
        let official = office.server.enrol(&office.register, "d1");
        let name = |record: &str, name: &str| world::op(1, record, "name", name);
        for (scope, record, called) in [
            ("06541/s1", "s1", "Trường Tiểu học Mẫu Sơn"),
            ("06541/s1", "s2", "Tổ chuyên môn số 1"),
            ("06541", "s3", "Trạm Y tế xã"),
        ] {
            let op = world::with(
                name(record, called),
                "n",
                if record == "s2" { 2 } else { 1 },
            );
            official.sync(&office.server, json!({ "scope": scope, "ops": [op] }));
        }
        // What lies in another's scope is no unit.
        for id in ["s2", "s3"] {
            refused(office.head(&["--village-id", id]), "no such village");
        }
        let school = json!({ "id": "s1", "name": "Trường Tiểu học Mẫu Sơn" });
        for (device, words) in [
            ("d2", ["--village-id", "s1"]),
            ("d3", ["--village", "Trường Tiểu học Mẫu Sơn"]),
        ] {
            let enrolled = office.enrol(office.head(&words), device);
            assert_eq!(enrolled["scope"], "06541/s1");
            assert_eq!(enrolled["village"], school);
        }
        assert_eq!(office.villages(), 1);
        let head = ["--role", "villageHead", "--scope", "06541/s1"];
        let granted = text(office.run(&[&["grant", "--device", "d1"], &head[..]].concat()));
        assert!(
            granted.contains("Trường Tiểu học Mẫu Sơn, Xã Mẫu Sơn"),
            "{granted}"
        );
    });
}

#[test]
fn a_role_is_given_where_it_fits_and_nowhere_else() {
    in_an_office(|office| {
        let head = office.enrol(office.head(&["--village", "Bản Pò Mã"]), "d1");
        let village = head["scope"].as_str().unwrap();
        let grant = |role: &str, scope: &str| {
            office.run(&["grant", "--device", "d1", "--role", role, "--scope", scope])
        };
        refused(grant("villageHead", "06541"), "of one village");
        refused(grant("villageHead", "06541"), "Bản Pò Mã");
        refused(grant("communeOfficer", village), "of a whole commune");
        refused(grant("communeChair", village), "of a whole commune");
        refused(grant("viewer", "99999"), "no commune of that code");
        refused(grant("viewer", "99999/v1"), "no commune of that code");
        refused(grant("villageHead", "06541/v1"), "Bản Pò Mã");
        refused(grant("viewer", "06541/all"), "no such village");
        refused(grant("villageHead", "02701/v1"), "none yet");
        let roles = office.list("devices")[0]["roles"].clone();
        assert_eq!(roles.as_array().unwrap().len(), 1, "{roles}");
        for (role, scope) in [
            ("villageHead", village),
            ("viewer", village),
            ("communeChair", "06541"),
        ] {
            let granted = text(grant(role, scope));
            assert!(granted.contains("Xã Mẫu Sơn"), "{granted}");
        }
        let officer = [
            "--role",
            "communeOfficer",
            "--commune",
            "06541",
            "--name",
            "Lan",
        ];
        let in_village = [&officer[..], &["--village", "Bản Pò Mã"]].concat();
        refused(office.invite(&in_village), "of a whole commune");
    });
}

#[test]
fn roles_of_blocks_and_provinces_are_given_where_they_fit_and_nowhere_else() {
    in_an_office(|office| {
        office.server.enrol(&office.register, "d1");
        let act = |command: &str, role: &str, scope: &str| {
            office.run(&[command, "--device", "d1", "--role", role, "--scope", scope])
        };
        let grant = |role: &str, scope: &str| act("grant", role, scope);
        refused(grant("blockLead", "06541"), "of a block");
        refused(grant("blockDeputy", "block/k1/06541"), "of a block");
        refused(grant("blockLead", "province/20"), "of a block");
        refused(grant("blockMember", "block/k1"), "of a block's member");
        refused(grant("provinceOfficer", "06541"), "of a province");
        refused(
            grant("provinceOfficer", "province/20/06541"),
            "of a province",
        );
        refused(
            grant("communeOfficer", "province/20/06541"),
            "of a whole commune",
        );
        refused(grant("villageHead", "block/k1"), "of one village");
        refused(grant("provinceOfficer", "province/99"), "no province");
        refused(grant("viewer", "province/15/06541"), "not in it");
        for scope in ["block/all", "block/k1/all", "province/20/all", "block"] {
            refused(grant("viewer", scope), "no commune of that code");
        }
        for (role, scope) in [
            ("blockLead", "block/k1"),
            ("blockDeputy", "block/k2"),
            ("blockMember", "block/k3/06541"),
            ("provinceOfficer", "province/20"),
            ("viewer", "block/k4"),
            ("viewer", "province/20/06541"),
        ] {
            text(grant(role, scope));
            text(act("withdraw", role, scope));
        }
        let place = text(grant("provinceOfficer", "province/20"));
        assert_eq!(place, "granted: Lạng Sơn\n");
        for role in ["blockMember", "provinceOfficer"] {
            let words = ["--role", role, "--commune", "06541", "--name", "Lan"];
            refused(office.invite(&words), "by `endpoint grant`");
        }
        // What nobody is enrolled by is no new phone's first role either.
        let devices = office.list("devices");
        let person = devices[0]["person"]["id"].as_str().unwrap();
        let officer = act("withdraw", "communeOfficer", "06541");
        assert!(officer.status.success(), "{officer:?}");
        refused(
            office.invite(&["--person", person]),
            "no role any more in a commune",
        );
    });
}

#[test]
fn an_invitation_to_the_wrong_person_is_cancelled() {
    in_an_office(|office| {
        let (used, wrong) = (
            code(office.head(&["--village", "Bản Pò Mã"])),
            code(office.head(&["--village", "Bản Pò Mã"])),
        );
        assert_eq!(office.try_code(&used, "d1").0, 200);
        let states = || {
            let mut states: Vec<(String, String)> = Vec::new();
            for one in office.list("invitations") {
                let [code, state] =
                    [&one["code"], &one["state"]].map(|word| word.as_str().unwrap());
                assert_eq!(one["place"], "Bản Pò Mã, Xã Mẫu Sơn");
                states.push((code.into(), state.into()));
            }
            states.sort();
            states
        };
        let expected = |state: &str| {
            let mut expected = vec![
                (used[..4].to_owned(), "used".to_owned()),
                (wrong[..4].to_owned(), state.to_owned()),
            ];
            expected.sort();
            expected
        };
        assert_eq!(states(), expected("open"));
        let cancel = |code: &str| office.run(&["invitations", "cancel", code]);
        text(cancel(&wrong[..4]));
        text(cancel(&wrong));
        assert_eq!(states(), expected("cancelled"));
        let (status, answer) = office.try_code(&wrong, "d2");
        assert_eq!(
            (status, &answer["error"]["code"]),
            (410, &json!("invitationExpired"))
        );
        refused(cancel(&used), "endpoint revoke --device d1");
        refused(cancel("ZZZZ"), "no such invitation");
        refused(cancel("ZZ"), "no invitation's code");
        let listed = text(office.run(&["invitations"]));
        assert!(listed.contains("used by device d1"), "{listed}");
    });
}

/// Ids that a register gave which was set back since.
const LOST: &str = "AaH5r7aZfv2R3Zqol0iv6w";
const LOST_VILLAGE: &str = "AaH5r7HpdqWdxHZJQvh8AA";

#[test]
fn a_person_whom_the_register_lost_is_invited_by_the_same_id() {
    in_an_office(|office| {
        let lost = ["--person", LOST];
        let lan = [&lost[..], &["--role", "villageHead", "--commune", "06541"]].concat();
        let lan = [&lan[..], &["--name", "Nông Thị Lan"]].concat();
        let village = |words: &[&'static str]| office.invite(&[&lan[..], words].concat());
        refused(village(&["--village-id", LOST_VILLAGE]), "no such village");
        let made = ["--village-id", LOST_VILLAGE, "--village", "Bản Pò Mã"];
        let enrolled = office.enrol(village(&made), "d1");
        assert_eq!(
            enrolled["person"],
            json!({ "id": LOST, "name": "Nông Thị Lan" })
        );
        assert_eq!(enrolled["scope"], format!("06541/{LOST_VILLAGE}"));
        assert_eq!(enrolled["village"]["name"], "Bản Pò Mã");
        assert_eq!(office.villages(), 1);
        // From now on the person is there, like any other.
        refused(
            village(&made),
            "keeps the name and the roles (Nông Thị Lan)",
        );
        let again = office.enrol(office.invite(&lost), "d2");
        assert_eq!(again["person"], enrolled["person"]);

        // Also one whose invitation nobody has used.
        let chair = ["--person", "AaH5r7aZfv2R3Zqol0iv6x"];
        let role = ["--role", "communeChair", "--commune", "06541"];
        let name = ["--name", "Chu Văn Bình"];
        text(office.invite(&[&chair[..], &role, &name].concat()));
        let enrolled = office.enrol(office.invite(&chair), "d3");
        assert_eq!(enrolled["role"], "communeChair");
        refused(office.head(&made), "the same thing");
    });
}

#[test]
fn a_new_phone_is_of_the_same_person_and_holds_what_the_person_may_now() {
    in_an_office(|office| {
        let first = office.enrol(office.head(&["--village", "Bản Pò Mã"]), "d1");
        let person = first["person"]["id"].as_str().unwrap();
        let again = || office.invite(&["--person", person]);
        let second = office.enrol(again(), "d2");
        for member in ["person", "role", "scope", "village", "commune"] {
            assert_eq!(second[member], first[member], "{member}");
        }
        // Of several roles the widest is what the phone begins with.
        let chair = [
            "--device",
            "d1",
            "--role",
            "communeChair",
            "--scope",
            "06541",
        ];
        text(office.run(&[&["grant"], &chair[..]].concat()));
        assert_eq!(office.enrol(again(), "d3")["role"], "communeChair");
        text(office.run(&["revoke", "--device", "d1"]));
        let fourth = office.enrol(again(), "d4");
        assert_eq!(fourth["person"], first["person"]);
        let devices = office.list("devices");
        assert!(devices.iter().all(|one| one["person"] == first["person"]));
        assert_eq!(devices.len(), 4);

        refused(office.invite(&["--person", "nobody"]), "is no id");
        refused(office.invite(&["--person", LOST]), "no such person");
        refused(
            office.invite(&["--person", person, "--name", "Lan"]),
            "keeps the name and the roles (Lan)",
        );
        refused(office.invite(&[]), "required");
        let head = ["--device", "d1", "--role", "villageHead", "--scope"];
        let village = first["scope"].as_str().unwrap();
        text(office.run(&[&["withdraw"], &chair[..]].concat()));
        text(office.run(&[&["withdraw"], &head[..], &[village]].concat()));
        refused(again(), "no role any more in a commune");
    });
}
