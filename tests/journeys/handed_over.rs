//! What documents are made of, as the page hands it to the second module: records made by taps. The
//! tests of `crates/worker` make documents from what is kept here; `UPDATE_GOLDEN=1` writes it anew.

use crate::common::{DUA, add_villages, begin_registration, official, open_section};
use crate::papers::page_says;
use journeys::{Endpoint, Engine, Phone, journey};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Notes from now on what is asked of the second module.
async fn notes_questions(phone: &Phone) {
    const NOTE: &str = "window.asked = [];
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (question, ...rest) {
            if (question.name === 'papers') window.asked.push(question.given);
            return post.call(this, question, ...rest);
        };";
    // A page that has written its address too often within seconds is left for another document,
    // which notes nothing: this one begins to count.
    phone.reopen().await;
    phone.does(NOTE, vec![]).await;
}

/// What was handed over with the last question, as it is kept.
async fn handed_over(phone: &Phone, name: &str) {
    const LAST: &str = "return window.asked && window.asked.length ? window.asked.at(-1)[0] : ''";
    phone
        .wait_for("the page has asked", async || {
            !phone.script::<String>(LAST).await.is_empty()
        })
        .await;
    let given: String = phone.script(LAST).await;
    phone.does("window.asked = []", vec![]).await;
    let given: Value = serde_json::from_str(&given).expect("JSON");
    let kept = format!("{:#}\n", without_chance(given));
    let path = place(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &kept).expect("a file");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, expected, "{name}: the page hands over something else");
}

fn place(name: &str) -> PathBuf {
    let folder = "../crates/worker/tests/handed_over";
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{folder}/{name}.json"))
}

/// Without the texts of rule sets, which are in the tree, and with ids and the day as if they were
/// the same every time.
fn without_chance(mut given: Value) -> Value {
    given["today"] = json!("2026-06-01");
    for file in given["files"].as_array_mut().expect("files") {
        file[1] = json!("");
    }
    for list in ["records", "subjects"] {
        let records = given[list].as_array_mut().expect("records");
        records.sort_by_key(|one| {
            let name = one["fields"]
                .get("subjectName")
                .or(one["fields"].get("fullName"));
            format!("{} {name:?} {:?}", one["kind"], one["fields"].get("name"))
        });
        for record in records {
            let lines = record.get_mut("lines").and_then(Value::as_array_mut);
            let Some(lines) = lines else { continue };
            lines.sort_by_key(|line| format!("{} {}", line["kind"], line["fields"]["order"]));
        }
    }
    let mut names = Map::new();
    renamed(given, &mut names)
}

/// Ids are 22 letters; of a line its record's come first.
fn renamed(value: Value, names: &mut Map<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            let (root, line) = text.split_once('.').unwrap_or((&text, ""));
            let is_id = root.len() == 22
                && root
                    .bytes()
                    .all(|one| one.is_ascii_alphanumeric() || b"-_".contains(&one));
            if !is_id {
                return Value::String(text);
            }
            let mut named = |id: &str, word: &str| {
                let next = json!(format!("{word}{}", names.len() + 1));
                names
                    .entry(id)
                    .or_insert(next)
                    .as_str()
                    .unwrap_or_default()
                    .to_owned()
            };
            let root = named(root, "record");
            Value::String(match line {
                "" => root,
                year if year.len() == 4 => format!("{root}.{year}"),
                line => format!("{root}.{}", named(line, "line")),
            })
        }
        Value::Array(all) => all.into_iter().map(|one| renamed(one, names)).collect(),
        Value::Object(all) => {
            // A code may have as many letters: «provincialCommendation».
            let all = all.into_iter().map(|(key, one)| match key.as_str() {
                "award" => (key, one),
                _ => (key, renamed(one, names)),
            });
            Value::Object(all.collect())
        }
        other => other,
    }
}

journey!(documents_are_made_of_what_was_tapped: Chromium, WebKit);
async fn documents_are_made_of_what_was_tapped(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = official(engine, &endpoint).await;
    phone.is_ready_for_the_road().await;
    fills_in_the_profile(&phone, "Mẫu Sơn", "cụm").await;
    add_villages(&phone, &["Bản Pò Mã", "Thôn Lặp Pịa"]).await;
    registers_the_commune(&phone, "Xã Mẫu Sơn").await;
    nominates(&phone, "người", "Triệu Tiền Phúc").await;
    asks_for(&phone, "Bằng khen của Thủ tướng Chính phủ").await;
    corrects(&phone, "Triệu Tiền Phúc", "Triệu Tiến Phúc").await;
    nominates(&phone, "người", "Lý Thị Mẩy").await;
    asks_for(&phone, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh").await;
    tells_of_a_person(&phone).await;
    nominates(&phone, "gia đình", "Nông Văn Dền").await;
    asks_for(&phone, "Gia đình văn hóa").await;
    nominates(&phone, "tập thể", "Trạm Y tế Mẫu Sơn").await;
    asks_for(&phone, "Giấy khen của Chủ tịch UBND cấp xã").await;

    phone.go_home().await;
    notes_questions(&phone).await;
    phone.tab("Thi đua").await;
    phone.tap("Lập văn bản").await;
    phone.see("Bảng tổng hợp đăng ký thi đua của xã").await;
    handed_over(&phone, "registrations").await;

    phone.go_home().await;
    phone.tab("Khác").await;
    phone.tap("Báo cáo và mẫu văn bản").await;
    phone.see("Báo cáo tổng kết năm").await;
    // Who is a member only makes no papers of the whole block.
    handed_over(&phone, "year").await;

    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Lý Thị Mẩy").await;
    phone.tap("Kiểm tra lại").await;
    phone.tap("Lập văn bản").await;
    phone.see("Báo cáo tóm tắt thành tích").await;
    handed_over(&phone, "nomination").await;

    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Lập văn bản").await;
    phone.see("Đề nghị đưa vào văn bản: 0/4").await;
    for (place, name) in [
        "Triệu Tiến Phúc",
        "Lý Thị Mẩy",
        "Nông Văn Dền",
        "Trạm Y tế Mẫu Sơn",
    ]
    .iter()
    .enumerate()
    {
        phone.tap(name).await;
        let taken = format!("Đề nghị đưa vào văn bản: {}/4", place + 1);
        phone.see(&taken).await;
    }
    phone
        .sees(&["Tờ trình", "trước ngày 25/11/2026", "Hồ sơ trọn bộ"])
        .await;
    handed_over(&phone, "nominations").await;
    phone.tap("trình Thủ tướng Chính phủ").await;
    page_says(&phone, "Triệu Tiến Phúc").await;
    // Few enough to be open without a tap.
    phone
        .see("Đã ghi “Triệu Tiền Phúc”, trong sổ nay là “Triệu Tiến Phúc”")
        .await;
    phone.complains_of_nothing().await;
}

journey!(papers_of_a_block_are_its_leads: Chromium, WebKit);
async fn papers_of_a_block_are_its_leads(engine: Engine) {
    let endpoint = Endpoint::start();
    let phone = Phone::enrolled(engine, &endpoint, DUA).await;
    phone.is_ready_for_the_road().await;
    fills_in_the_profile(&phone, "Y Tý", "khối").await;
    add_villages(&phone, &["Thôn Lao Chải", "Thôn Sín Chải"]).await;
    registers_the_commune(&phone, "Xã Y Tý").await;
    phone.go_home().await;
    notes_questions(&phone).await;
    asks_for_the_years_papers(&phone).await;
    handed_over(&phone, "year-of-a-member").await;

    phone.go_home().await;
    phone.tab("Khác").await;
    phone.tap("Hồ sơ của xã").await;
    open_section(&phone, "Từng năm").await;
    phone
        .chooses_in_line(1, "Vai trò trong khối", "Trưởng khối")
        .await;
    phone.has_written().await;
    // What is registered in August is not of the first half of the year.
    phone.go_home().await;
    phone.tab("Thi đua").await;
    phone.tap("Xã Y Tý").await;
    open_section(&phone, "Đơn vị đăng ký").await;
    phone.writes(&[("Ngày đăng ký", "5/8/2026")]).await;
    phone.go_home().await;
    asks_for_the_years_papers(&phone).await;
    phone.see("Dự toán kinh phí").await;
    handed_over(&phone, "year-of-a-lead").await;
    phone.complains_of_nothing().await;
}

async fn asks_for_the_years_papers(phone: &Phone) {
    phone.tab("Khác").await;
    phone.tap("Báo cáo và mẫu văn bản").await;
    phone.see("Báo cáo").await;
}

/// A member of its block, as yet.
async fn fills_in_the_profile(phone: &Phone, place: &str, block: &str) {
    phone.tap("Hồ sơ của xã").await;
    phone.tap("Người đứng đầu, đơn vị cấp trên").await;
    phone
        .writes(&[
            ("Họ và tên người ký văn bản", "Hoàng Thị Ngữ"),
            ("Địa danh ghi trước ngày tháng", place),
        ])
        .await;
    phone
        .chooses("Chức vụ khi ký", "Phó Chủ tịch (ký thay Chủ tịch)")
        .await;
    phone.goes_on("Ký hiệu văn bản").await;
    // None as the rule set would have it; decisions, which have one too, no paper is yet.
    phone
        .writes(&[
            ("Ký hiệu tờ trình", "TTr-UBND-TĐ"),
            ("Ký hiệu báo cáo", "BC-UBND-TĐ"),
            ("Ký hiệu biên bản", "BB-HĐ"),
            ("Ký hiệu kế hoạch", "KH-UBND-TĐ"),
        ])
        .await;
    phone.goes_on("Từng năm").await;
    phone.adds_line("Thêm năm").await;
    let name = match block {
        "cụm" => "Cụm thi đua số 3",
        _ => "Khối thi đua số 3",
    };
    phone
        .writes_in_line(
            1,
            &[
                ("Năm", "2026"),
                (&format!("Tên {block}"), name),
                ("Tổng số tập thể thuộc xã", "24"),
                ("Tổng số cá nhân thuộc xã", "1.235"),
            ],
        )
        .await;
    phone
        .chooses_in_line(1, &format!("Vai trò trong {block}"), "Thành viên")
        .await;
    phone.goes_on("Căn cứ chưa đối chiếu").await;
    phone.tap("152/2025/NĐ-CP: Nghị định").await;
    phone.has_written().await;
}

async fn registers_the_commune(phone: &Phone, commune: &str) {
    phone.go_home().await;
    begin_registration(phone, commune).await;
    open_section(phone, "Đơn vị đăng ký").await;
    phone.writes(&[("Ngày đăng ký", "5/1/2026")]).await;
    phone.goes_on("A. Nội dung, chỉ tiêu thi đua").await;
    phone.adds_line("Thêm chỉ tiêu").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Chỉ tiêu", "Tỷ lệ hộ nghèo giảm còn"),
                ("Đơn vị tính", "%"),
                ("Thực hiện năm trước", "18,5"),
                ("Đăng ký năm nay", "15"),
            ],
        )
        .await;
    phone.has_written().await;
}

/// A nomination of somebody who is new to the register.
async fn nominates(phone: &Phone, what: &str, name: &str) {
    phone.go_home().await;
    phone.tab("Khen thưởng").await;
    phone.tap("Đề nghị mới").await;
    phone.see("Đề nghị cho ai?").await;
    phone.search(name).await;
    phone.tap(&format!("Thêm {what} “{name}”")).await;
    phone.taps_in_dialog("Chung của xã").await;
    phone.sees_title(name).await;
}

async fn asks_for(phone: &Phone, award: &str) {
    open_section(phone, "Đối tượng và hình thức đề nghị").await;
    phone
        .chooses("Danh hiệu, hình thức khen thưởng đề nghị", award)
        .await;
    phone.has_written().await;
}

async fn tells_of_a_person(phone: &Phone) {
    phone
        .goes_on("2. Nếu điển hình tiên tiến là cá nhân, gia đình")
        .await;
    phone
        .writes(&[
            ("Sinh ngày, tháng, năm", "5/3/1987"),
            ("Trú quán", "Bản Pò Mã, xã Mẫu Sơn"),
            ("Đơn vị công tác", "Trạm Y tế xã Mẫu Sơn"),
            ("Chức vụ chính quyền", "Phó Trưởng trạm"),
        ])
        .await;
    phone.chooses("Giới tính", "Nữ").await;
    phone.goes_on("1. Thành tích, công trạng đạt được").await;
    phone
        .writes(&[(
            "Thành tích, công trạng đạt được",
            "Năm 2025 tiêm chủng đủ cho 98,5% trẻ em của xã.",
        )])
        .await;
    phone.goes_on("2. Biện pháp, bài học kinh nghiệm").await;
    phone.goes_on("3. Danh hiệu, giải thưởng").await;
    phone.adds_line("Thêm lần khen").await;
    phone
        .writes_in_line(
            1,
            &[
                ("Năm", "2024"),
                ("Danh hiệu, hình thức khen thưởng", "Chiến sĩ thi đua cơ sở"),
                ("Số quyết định", "125/QĐ-UBND"),
                ("Ngày quyết định", "20/12/2024"),
                (
                    "Cơ quan ban hành quyết định",
                    "Chủ tịch Ủy ban nhân dân xã Mẫu Sơn",
                ),
            ],
        )
        .await;
    phone.has_written().await;
}

async fn corrects(phone: &Phone, wrong: &str, right: &str) {
    phone.go_to_list("Cá nhân").await;
    phone.tap(wrong).await;
    open_section(phone, "Lý lịch").await;
    phone.writes(&[("Họ và tên", right)]).await;
    phone.has_written().await;
}
