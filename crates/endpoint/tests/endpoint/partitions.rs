//! The tables of a register can be spread by scope over a whole country's machines: what pushes and
//! pulls is answered by one part of each table. PostgreSQL itself says so of the very statements that
//! the store sends (auto_explain), over tables that are parted by the hash of the scope.

use crate::private_postgres;
use crate::recovery_reports::{backup, cursor, restore, tell_all};
use crate::world::{COMMUNE, Phone, World, op, with};
use register::role::Role;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What push and pull read and write by scope.
const TABLES: [&str; 10] = [
    "scope", "mark", "field", "op_log", "name", "told", "dead", "vector", "history", "erased",
];

/// More than one of what is asked for lies in another part.
const PARTS: usize = 8;

const UNIT: &str = "06541/v1";

/// The register's tables, parted; every statement is logged with its plan from now on.
async fn part(database: &str) {
    let mut connection = PgConnection::connect(database).await.unwrap();
    for table in TABLES {
        let mut parted = format!(
            "ALTER TABLE {table} RENAME TO whole;
             CREATE TABLE {table} (LIKE whole INCLUDING ALL) PARTITION BY HASH (scope);"
        );
        for part in 0..PARTS {
            parted.push_str(&format!(
                "CREATE TABLE {table}_part_{part} PARTITION OF {table}
                   FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part});"
            ));
        }
        parted.push_str(&format!(
            "INSERT INTO {table} SELECT * FROM whole; DROP TABLE whole;"
        ));
        connection.execute(AssertSqlSafe(parted)).await.unwrap();
    }
    let name: String = sqlx::query_scalar("SELECT current_database()")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    for setting in [
        "session_preload_libraries = 'auto_explain'",
        "auto_explain.log_min_duration = 0",
        "auto_explain.log_format = 'json'",
    ] {
        let set = format!("ALTER DATABASE {name} SET {setting}");
        connection.execute(AssertSqlSafe(set)).await.unwrap();
    }
}

/// The server's log, as far as it is of one database.
struct Log {
    file: PathBuf,
    read: usize,
    database: String,
}

impl Log {
    fn of(database: &str) -> Self {
        let (_, folder) = database.split_once("host=").unwrap();
        Self {
            file: PathBuf::from(folder).join("log"),
            read: 0,
            database: database.to_owned(),
        }
    }

    /// The plans, with their statements, since it was asked last.
    async fn plans(&mut self) -> Vec<Value> {
        let mut connection = PgConnection::connect(&self.database).await.unwrap();
        let own: Vec<i32> = sqlx::query_scalar(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()",
        )
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let all = std::fs::read(&self.file).unwrap();
        let new = String::from_utf8_lossy(&all[self.read..]).into_owned();
        self.read = all.len();
        let mut plans = Vec::new();
        // The lines of one entry but the first begin with a tab.
        for entry in new.replace("\n\t", "\t").lines() {
            let is_own = own.iter().any(|pid| entry.contains(&format!(" [{pid}] ")));
            if let (true, Some((_, plan))) = (is_own, entry.split_once("plan:\t")) {
                plans.push(serde_json::from_str(&plan.replace('\t', " ")).unwrap());
            }
        }
        plans
    }
}

/// What is asked across scopes on purpose: which scopes of somebody's there are and how far each is, of one
/// small table; and how much of one person's telling waits anywhere, once while a phone tells.
const ACROSS: [&str; 2] = [
    "SELECT scope, head, mark FROM scope WHERE scope = $1",
    "SELECT count(*), CAST(coalesce(sum(length(t.value)), 0) AS BIGINT)",
];

/// Of rows that are added a plan names the whole table: each finds its part by its scope, and all of
/// one statement have the same.
fn table_added_to(statement: &str) -> Option<&'static str> {
    let (table, rest) = statement.strip_prefix("INSERT INTO ")?.split_once(' ')?;
    let table = TABLES.into_iter().find(|known| *known == table)?;
    let is_of_one = rest.contains("SELECT $1,") || rest.contains("VALUES ($1,");
    assert!(rest.starts_with("(scope,") && is_of_one, "{statement}");
    Some(table)
}

/// The parts of each table that a plan touches.
fn touched(plan: &Value, parts: &mut BTreeMap<String, BTreeSet<String>>) {
    match plan {
        Value::Object(members) => {
            let name = members.get("Relation Name").and_then(Value::as_str);
            if let Some((table, part)) = name.and_then(|name| name.split_once("_part_")) {
                parts.entry(table.into()).or_default().insert(part.into());
            }
            members.values().for_each(|member| touched(member, parts));
        }
        Value::Array(items) => items.iter().for_each(|item| touched(item, parts)),
        _ => {}
    }
}

fn replacing(phone: &Phone<'_>, op: Value, one: &Value) -> Value {
    let name = phone.short(UNIT, one);
    with(
        op,
        "replaces",
        json!([format!("0.{}", name.split_once('.').unwrap().1)]),
    )
}

/// Everything that a push or a pull may come to.
async fn work(a: &Phone<'_>, reader: &Phone<'_>) {
    for scope in [COMMUNE, UNIT, "06541/v2"] {
        let one = op(1, "r1", "name", "1");
        let two = replacing(a, op(2, "r1", "name", "2"), &one);
        let three = replacing(a, op(3, "r1", "name", "3"), &two);
        // What is replaced comes after what replaces it, and numbers have gaps.
        a.push(scope, [one, three]).await;
        a.push(
            scope,
            [
                op(5, "r1.x", "note", "x".repeat(3_000)),
                op(7, "r1", "~", json!([])),
            ],
        )
        .await;
        a.push(
            scope,
            [
                two,
                op(4, "r2", "name", "4"),
                with(op(8, "r3", "name", "8"), "gone", true),
            ],
        )
        .await;
        let page = a.pull(scope, "", 500).await;
        assert_eq!(page["more"], true);
        a.pull(scope, page["cursor"].as_str().unwrap(), 500).await;
        reader.pull(scope, "", 99_999).await;
    }
}

fn report(phone: &Phone<'_>, scope: &str, op: &Value) -> Value {
    let name = phone.short(scope, op);
    let live = json!([[
        format!("0.{}", name.split_once('.').unwrap().1),
        op["value"],
        7,
        8
    ]]);
    json!({ "record": op["record"], "kind": "collective", "field": op["field"], "live": live })
}

/// After a restore: telling, what waits, and what is decided.
async fn recover(a: &Phone<'_>, reader: &Phone<'_>, told_to: &Value) {
    let told = op(20, "r1", "name", "20");
    tell_all(reader, a, told_to, json!([report(a, COMMUNE, &told)])).await;
    let waiting = a.pull(COMMUNE, "", 99_999).await["told"].clone();
    let decided = json!([{ "scope": COMMUNE, "decided": [waiting[0]["id"]] }]);
    a.sync(a.request(decided)).await;
    let other = op(21, "r1", "phone", "21");
    tell_all(a, a, told_to, json!([report(a, COMMUNE, &other)])).await;
    a.push(COMMUNE, [told, other]).await;
}

#[tokio::test]
async fn a_push_and_a_pull_touch_one_part_of_each_table() {
    let database = private_postgres::database().await;
    private_postgres::open(&database).await;
    part(&database).await;
    let world = World::on_postgres(&database).await;
    let (a, reader) = (
        world.officer().await,
        world.phone(Role::Viewer, COMMUNE).await,
    );
    let mut log = Log::of(&database);
    log.plans().await;
    work(&a, &reader).await;
    let mut plans = log.plans().await;
    let before = backup(&world).await;
    let told_to = cursor(&a.push(COMMUNE, [op(9, "r9", "name", "9")]).await);
    restore(&world, before).await;
    log.plans().await;
    recover(&a, &reader, &told_to).await;
    plans.extend(log.plans().await);

    let mut seen: BTreeSet<String> = BTreeSet::new();
    for plan in &plans {
        let statement = plan["Query Text"].as_str().unwrap();
        let mut parts = BTreeMap::new();
        touched(&plan["Plan"], &mut parts);
        if let Some(table) = table_added_to(statement) {
            seen.insert(table.to_owned());
        }
        let is_across = ACROSS.iter().any(|across| statement.starts_with(across));
        for (table, parts) in parts {
            assert!(
                parts.len() == 1 || is_across,
                "{parts:?} of {table}: {statement}"
            );
            seen.insert(table);
        }
    }
    assert_eq!(seen, BTreeSet::from(TABLES.map(str::to_owned)));
}
