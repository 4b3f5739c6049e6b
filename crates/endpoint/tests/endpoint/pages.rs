use crate::world::{COMMUNE, Phone, World, op, values};
use serde_json::{Value, json};

/// Pulls page by page to the end.
async fn pull_all(phone: &Phone<'_>, scope: &str, limit: u64) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = phone.pull(scope, &cursor, limit).await;
        cursor = page["cursor"].as_str().unwrap().to_owned();
        let more = page["more"] == true;
        assert!(
            !more || !page["states"].as_array().unwrap().is_empty(),
            "never empty"
        );
        pages.push(page);
        if !more {
            return pages;
        }
    }
}

fn states(pages: &[Value]) -> Vec<String> {
    pages
        .iter()
        .flat_map(|page| page["states"].as_array().into_iter().flatten())
        .map(|state| state["record"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn pages_are_cut_by_bytes_and_together_hold_everything_once() {
    let world = World::new().await;
    let phone = world.officer().await;
    for batch in 0..4_u64 {
        let ops: Vec<Value> = (0..50)
            .map(|i| batch * 50 + i)
            .map(|i| op(i + 1, &format!("r{i:03}"), "name", format!("Tập thể {i}")))
            .collect();
        phone.push(COMMUNE, ops).await;
    }
    let pages = pull_all(&phone, COMMUNE, 2_000).await;
    let expected: Vec<String> = (0..200).map(|i| format!("r{i:03}")).collect();
    assert_eq!(states(&pages), expected, "in the order in which they came");
    assert!(pages.len() > 5);
    for page in &pages {
        let bytes = page["states"].to_string().len();
        assert!(
            (500..2_100).contains(&bytes) || page["more"] != true,
            "{bytes} bytes"
        );
    }
    let whole = pull_all(&phone, COMMUNE, 1_000_000).await;
    assert_eq!(whole.len(), 1);
    assert_eq!(whole[0]["cursor"], pages.last().unwrap()["cursor"]);
}

#[tokio::test]
async fn big_value() {
    let world = World::new().await;
    let phone = world.officer().await;
    let big = "ắ".repeat(50_000 / 3);
    let ops = [
        op(1, "before", "name", "A"),
        op(2, "r1", "section", big.clone()),
        op(3, "z-after", "name", "B"),
    ];
    phone.push(COMMUNE, ops).await;
    let pages = pull_all(&phone, COMMUNE, 16_384).await;
    assert_eq!(states(&pages), ["before", "r1", "z-after"]);
    assert_eq!(pages.len(), 3, "the large one travels alone");
    assert_eq!(values(&pages[1], "r1", "section"), [&json!(big)]);
}

#[tokio::test]
async fn what_changes_while_a_phone_is_paging_comes_at_the_end() {
    let world = World::new().await;
    let phone = world.officer().await;
    let ops: Vec<Value> = (1..=20)
        .map(|i| op(i, &format!("r{i:02}"), "name", "A"))
        .collect();
    phone.push(COMMUNE, ops).await;
    let first = phone.pull(COMMUNE, "", 500).await;
    phone.push(COMMUNE, [op(21, "r01", "name", "B")]).await;
    let mut cursor = first["cursor"].as_str().unwrap().to_owned();
    let mut seen = states(std::slice::from_ref(&first));
    loop {
        let page = phone.pull(COMMUNE, &cursor, 500).await;
        assert_eq!(page["reset"], Value::Null);
        seen.extend(states(std::slice::from_ref(&page)));
        cursor = page["cursor"].as_str().unwrap().to_owned();
        if page["more"] != true {
            break;
        }
    }
    assert_eq!(seen.iter().filter(|record| *record == "r01").count(), 2);
    assert_eq!(seen.len(), 21);
}

#[tokio::test]
async fn a_vector_comes_with_the_page_on_which_it_changed_and_the_own_one_always() {
    let world = World::new().await;
    let (lan, minh) = (world.officer().await, world.officer().await);
    let first = minh.pull(COMMUNE, "", 9999).await;
    assert_eq!(first["seen"], json!({ "0": 0 }));
    assert_eq!(first["cursor"], "", "nothing is there yet");
    lan.push(COMMUNE, [op(1, "r1", "name", "A")]).await;
    let second = minh.pull(COMMUNE, "", 9999).await;
    assert_eq!(second["seen"].as_object().unwrap().len(), 2);
    let third = minh
        .pull(COMMUNE, second["cursor"].as_str().unwrap(), 9999)
        .await;
    assert_eq!(third["seen"].as_object().unwrap().len(), 1);
}

#[tokio::test]
async fn a_cursor_of_another_history_begins_anew() {
    let world = World::new().await;
    let phone = world.officer().await;
    let reply = phone
        .push(COMMUNE, [op(1, "r1", "a", "1"), op(2, "r1", "b", "2")])
        .await;
    let cursor = reply["scopes"][0]["cursor"].as_str().unwrap().to_owned();
    phone.push(COMMUNE, [op(3, "r1", "c", "3")]).await;
    let [epoch, seq, mark] = cursor.split('.').collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(seq, "2");

    let check = async |cursor: String, reset: bool| {
        let page = phone.pull(COMMUNE, &cursor, 9999).await;
        assert_eq!(page["reset"] == true, reset, "{cursor}");
        let states = page["states"].as_array().map_or(0, Vec::len);
        assert_eq!(states, if reset { 3 } else { 1 }, "{cursor}");
    };
    check(format!("{epoch}.2.{mark}"), false).await;
    check(format!("{epoch}.2.zzzz"), true).await;
    check(format!("otherone.2.{mark}"), true).await;
    check(format!("{epoch}.3.{mark}"), true).await;
    check(format!("{epoch}.99.{mark}"), true).await;
    check(format!("{epoch}.1.{mark}"), true).await;
    check("nonsense".into(), true).await;
    // As it was given before cursors had a proof. Number 1 is of the same transaction
    // as 2.
    let mark = &mark[..4];
    check(format!("{epoch}.2.{mark}"), false).await;
    let page = phone
        .pull(COMMUNE, &format!("{epoch}.1.{mark}"), 9999)
        .await;
    assert_eq!(page["reset"], Value::Null);
    assert_eq!(page["states"].as_array().unwrap().len(), 2);
    // A scope that is empty here, and was not where the cursor is from.
    let page = phone
        .pull("06541/new", &format!("{epoch}.1.{mark}"), 9999)
        .await;
    assert_eq!(
        (&page["reset"], &page["cursor"]),
        (&json!(true), &json!(""))
    );
}

#[tokio::test]
async fn all_pages_of_one_reply_together_stay_bounded() {
    let world = World::new().await;
    let phone = world.officer().await;
    let big = "x".repeat(200_000);
    let scopes: Vec<String> = (0..12).map(|i| format!("06541/v{i:02}")).collect();
    for scope in &scopes {
        let ops: Vec<Value> = (1..=5)
            .map(|i| op(i, &format!("r{i}"), "section", big.clone()))
            .collect();
        phone.push(scope, ops).await;
    }
    let asked: Vec<Value> = scopes
        .iter()
        .map(|scope| json!({ "scope": scope }))
        .collect();
    let mut request = phone.request(json!(asked));
    request["limit"] = json!(1_048_576);
    let reply = phone.sync(request).await;
    let size = reply.to_string().len();
    assert!((8_000_000..10_000_000).contains(&size), "{size}");
    let replies = reply["scopes"].as_array().unwrap();
    assert_eq!(replies.len(), 12);
    assert!(
        replies
            .iter()
            .all(|scope| !scope["states"].as_array().unwrap().is_empty())
    );
    assert_eq!(replies[11]["more"], true);
}
