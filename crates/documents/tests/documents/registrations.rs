//! Whose registration it is: a village's names its village and is signed by its
//! head, a commune's by the commune.

use crate::lines;
use crate::signing::signers;
use crate::support::{World, of_village, record, register, registration, registrations};
use documents::flow::cell_lines;
use documents::forms;
use documents::layout::LineRole;
use documents::making::{ComposedDocument, Office};
use documents::model::Cell;
use register::record::Record;
use register::registrations::RegistrationSummary;
use serde_json::json;

const HEAD: [LineRole; 2] = [LineRole::Superior, LineRole::Issuing];
const TITLE: [LineRole; 2] = [LineRole::Kind, LineRole::Subject];

#[test]
fn a_villages_says_whose_it_is_and_is_signed_by_its_head() {
    let world = World::filled("lang-son-2026");
    let (whole, village) = of_village();
    let made = forms::village_registration(world.context(), &whole, &village).expect("a form");
    assert_eq!(lines(&made, &HEAD), ["UBND XÃ MẪU SƠN", "THÔN KHUỔI SLAO"]);
    let title = ["ĐĂNG KÝ THI ĐUA", "Năm 2026", "Thôn Khuổi Slao"];
    assert_eq!(lines(&made, &TITLE), title);
    assert_eq!(signers(&made), ["TRƯỞNG THÔN", "Đặng Văn Páo"]);
    let place = lines(&made, &[LineRole::PlaceAndDate]);
    assert_eq!(place, ["Mẫu Sơn, ngày 05 tháng 02 năm 2026"]);
    let recipients = lines(&made, &[LineRole::Recipient]);
    assert_eq!(recipients, ["- UBND xã Mẫu Sơn;", "- Lưu."]);
    assert_eq!(made.findings, []);
}

#[test]
fn a_communes_own_is_headed_and_signed_by_the_commune() {
    let world = World::filled("lang-son-2026");
    let made = forms::registration(world.context(), &registration()).expect("a form");
    let head = ["UBND TỈNH LẠNG SƠN", "ỦY BAN NHÂN DÂN", "XÃ MẪU SƠN"];
    assert_eq!(lines(&made, &HEAD), head);
    let title = ["ĐĂNG KÝ THI ĐUA", "Năm 2026", "Xã Mẫu Sơn"];
    assert_eq!(lines(&made, &TITLE), title);
    assert_eq!(signers(&made)[0], "TM. ỦY BAN NHÂN DÂN");
}

#[track_caller]
fn check_head(name: &str, expected: &str) {
    let world = World::filled("lang-son-2026");
    let (mut whole, _) = of_village();
    whole.fields.insert("subjectName".to_owned(), json!(name));
    let made = forms::registration(world.context(), &whole).expect("a form");
    assert_eq!(signers(&made)[0], expected, "{name}");
}

#[test]
fn each_kind_of_village_has_the_head_that_it_is_called_by() {
    check_head("Thôn Khuổi Slao", "TRƯỞNG THÔN");
    check_head("Bản Pò Mã", "TRƯỞNG BẢN");
    check_head("Tổ dân phố số 5", "TỔ TRƯỞNG");
    check_head("Khối phố 3", "KHỐI TRƯỞNG");
    check_head("Khu phố Tam Thanh", "TRƯỞNG KHU PHỐ");
    check_head("khu 2", "TRƯỞNG KHU PHỐ");
    check_head("Khuổi Slao", "TRƯỞNG THÔN");
}

#[track_caller]
fn check_lacks(whole: &Record, village: Option<&Record>, expected: &[&str]) {
    let world = World::filled("lang-son-2026");
    let made = match village {
        Some(village) => forms::village_registration(world.context(), whole, village),
        None => forms::registration(world.context(), whole),
    };
    let findings = made.expect("a form").findings;
    let about: Vec<&str> = findings.iter().map(|one| one.about.as_str()).collect();
    assert_eq!(about, expected);
}

#[test]
fn what_a_village_lacks_is_led_to() {
    let (mut whole, mut village) = of_village();
    village.fields.remove("headName");
    check_lacks(&whole, Some(&village), &["v1/headName"]);
    check_lacks(&whole, None, &["v1/headName"]);
    // The kind is known from the village where the name does not say it.
    whole
        .fields
        .insert("subjectName".to_owned(), json!("Khuổi Slao"));
    check_lacks(&whole, Some(&village), &["v1/headName"]);
    check_lacks(&whole, None, &["subjectName", "v1/headName"]);
    whole.fields.remove("subject");
    whole.fields.remove("subjectName");
    check_lacks(&whole, None, &["subjectName", "subject"]);
    let named = record(
        "village",
        "v1",
        json!({"villageKind": "ban", "name": "Pò Mã"}),
    );
    let world = World::filled("lang-son-2026");
    let made = forms::village_registration(world.context(), &whole, &named).expect("a form");
    assert_eq!(lines(&made, &[LineRole::Issuing]), ["BẢN PÒ MÃ"]);
}

fn summary(id: &str) -> (ComposedDocument, RegistrationSummary) {
    let world = World::filled(id);
    let summary = registrations(&world.rules, &register());
    let made = forms::registration_summary(world.context(), &summary);
    (made.expect("a form"), summary)
}

fn shown(cell: &Cell) -> Vec<String> {
    let lines = cell_lines(cell).into_iter();
    lines.map(|text| text.shown()).collect()
}

#[test]
fn a_commune_sums_up_its_villages_in_either_province() {
    for id in ["lang-son-2026", "lao-cai-2026"] {
        let (made, summary) = summary(id);
        assert!(made.is_reference);
        let title = ["BẢNG TỔNG HỢP ĐĂNG KÝ THI ĐUA NĂM 2026", "Xã Mẫu Sơn"];
        assert_eq!(lines(&made, &TITLE), title);
        assert_eq!(signers(&made)[0], "TM. ỦY BAN NHÂN DÂN");
        let table = made.document.tables().next().expect("a table");
        let (total, rows) = table.rows.split_last().expect("rows");
        assert_eq!(rows.len(), summary.lines.len());
        assert_eq!(shown(&rows[0][1]), ["Thôn Pò Mã"]);
        assert_eq!(shown(&rows[0][3]), ["3"]);
        assert_eq!(shown(&rows[0][4]), ["24/02/2026"]);
        let counted: usize = summary.lines.iter().map(|line| line.indicators).sum();
        assert_eq!(shown(&total[1]), ["Tổng cộng"]);
        assert_eq!(shown(&total[3]), [counted.to_string()]);
        assert_eq!(shown(&total[4]), ["10/12 đã ký"]);
        let titles = shown(&total[2]);
        assert_eq!(titles.len(), summary.titles.len());
        assert_eq!(titles[0], "Thôn, tổ dân phố văn hóa: 11");
    }
}

/// No day of signing was entered: not «0/12 đã ký».
#[test]
fn where_nobody_has_signed_nobody_is_counted() {
    let world = World::filled("lang-son-2026");
    let mut summary = registrations(&world.rules, &register());
    for line in &mut summary.lines {
        line.pledge_signed_on = None;
    }
    let made = forms::registration_summary(world.context(), &summary).expect("a form");
    let table = made.document.tables().next().expect("a table");
    let total = table.rows.last().expect("rows");
    assert_eq!(shown(&total[4]), Vec::<String>::new());
    let codes = made.findings.iter().map(|one| one.code);
    assert!(codes.into_iter().any(|code| code == "nobodySigned"));
}

#[test]
fn villages_that_have_not_registered_are_named() {
    let (made, _) = summary("lang-son-2026");
    let table = made.document.tables().next().expect("a table");
    let absent = &table.rows[3];
    assert_eq!(shown(&absent[1]), ["Thôn Bản Quyền"]);
    assert_eq!(shown(&absent[3]), Vec::<String>::new());
    assert_eq!(shown(&absent[5]), ["Chưa đăng ký"]);
    let said = lines(&made, &[LineRole::Body]);
    assert_eq!(said[0], "Đơn vị chưa đăng ký thi đua: Thôn Bản Quyền.");
}

/// Only Lào Cai has a form of what a block's members have registered.
#[test]
fn a_blocks_summary_stays_a_blocks() {
    let lang_son = World::filled("lang-son-2026");
    let summary = registrations(&lang_son.rules, &register());
    assert_eq!(
        forms::block_registration_summary(lang_son.context(), &summary),
        None
    );
    let lao_cai = World::filled("lao-cai-2026");
    let made = forms::block_registration_summary(lao_cai.context(), &summary).expect("a form");
    assert_eq!(signers(&made)[0], "TRƯỞNG KHỐI");
    let open = registration_findings(&lao_cai, &RegistrationSummary::default());
    assert_eq!(open, ["blockRegistrations", "II", "handIn"]);
}

/// A block has a name, a head and a signature of its own: none of the commune that leads it.
#[test]
fn a_blocks_papers_bear_the_blocks_head() {
    let mut world = World::filled("lao-cai-2026");
    let summary = registrations(&world.rules, &register());
    let mut check = |role: &str, signers_expected: &[&str]| {
        world.office.block_role = Some(role.to_owned());
        let made = forms::block_registration_summary(world.context(), &summary).expect("a form");
        let head = [
            "UBND TỈNH LÀO CAI",
            "KHỐI THI ĐUA",
            "CÁC XÃ,",
            "PHƯỜNG VÙNG CAO",
        ];
        assert_eq!(lines(&made, &HEAD), head);
        assert_eq!(signers(&made), signers_expected);
        let to = "Kính gửi: Ủy ban nhân dân tỉnh (qua Ban Thi đua - Khen thưởng tỉnh)";
        assert_eq!(lines(&made, &[LineRole::Addressee]), [to]);
    };
    check("blockLead", &["TRƯỞNG KHỐI", "Hoàng Thị Ngữ"]);
    let deputy = ["KT. TRƯỞNG KHỐI", "PHÓ TRƯỞNG KHỐI", "Hoàng Thị Ngữ"];
    check("blockDeputy", &deputy);
}

/// «Khối …» of the decision is not said twice.
#[test]
fn a_blocks_name_is_said_once() {
    let world = World::filled("lao-cai-2026");
    let office = |name: &str| {
        let line = json!({"year": 2026, "blockName": name});
        let mut profile = record("communeProfile", "p", json!({}));
        profile.lines.push(record("communeYear", "p.2026", line));
        let commune = record("commune", "06541", json!({"name": "Xã Mẫu Sơn"}));
        Office::of_commune(&world.rules, &commune, &profile, 2026).block_name
    };
    for name in [
        "Khối thi đua các xã vùng cao",
        "khối các xã vùng cao",
        "các xã vùng cao",
    ] {
        assert_eq!(office(name).as_deref(), Some("các xã vùng cao"), "{name}");
    }
}

fn registration_findings(world: &World, summary: &RegistrationSummary) -> Vec<String> {
    let made = forms::block_registration_summary(world.context(), summary).expect("a form");
    made.findings.into_iter().map(|one| one.about).collect()
}
