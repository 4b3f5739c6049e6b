//! A commune with everything that a document may need, and every document made
//! from it: for how documents look, also with what no screen asks for yet. Nobody in it is real.

#[path = "../../../register/tests/support/commune.rs"]
pub mod commune;
mod drafts;
mod world;

pub use world::{World, record};

use commune::{Size, commune};
use documents::forms::{self, FormDraft};
use documents::making::ComposedDocument;
use register::awards::Award;
use register::criteria::Span;
use register::ratios::Indicator;
use register::record::Record;
use register::registrations::{Member, RegistrationSummary, registration_summary};
use register::reports::{Half, Knowledge, KnowledgeEntry, WrittenTexts};
use register::rules::Rules;
use register::subject::SubjectKind;
use register::summary_table::{Question, UnitTotals, summary_table};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn earlier_award(place: usize, name: &str) -> Record {
    let year = 2021 + place;
    let fields = json!({"year": year, "awardName": name, "order": format!("a{place}"),
        "decisionNumber": format!("{}/QĐ-UBND", 12 + place), "decisionDate": format!("{year}-12-15"),
        "issuingAuthority": "Chủ tịch UBND tỉnh Lạng Sơn"});
    record("earlierAward", &format!("n.{place}"), fields)
}

const ACHIEVEMENTS: &str = "Trong 05 năm qua, tập thể thôn Khuổi Slao đã vận động 96/102 hộ tham gia phong trào “Lạng Sơn cùng cả nước chung sức xây dựng nông thôn mới”; hiến 3.250 m² đất, góp 1.480 ngày công làm 2,7 km đường bê tông liên thôn.
Tỷ lệ hộ nghèo giảm từ 31,4% năm 2021 xuống còn 9,8% năm 2025; thu nhập bình quân đầu người đạt 42,6 triệu đồng.
- Duy trì 02 tổ hợp tác trồng hồi hữu cơ, 45 hộ tham gia.
- 100% trẻ em trong độ tuổi đến trường.";
const MEASURES: &str = "Trưởng thôn, người có uy tín đi trước, làm trước; việc gì cũng đưa ra dân bàn.\nGhi sổ từng ngày công, niêm yết công khai tại nhà văn hóa thôn.";

/// A nomination of each kind, with all that its form asks for.
pub fn nomination(kind: SubjectKind) -> Record {
    let fields = match kind {
        SubjectKind::Collective => json!({
            "subjectKind": "collective", "subjectName": "Thôn Khuổi Slao", "award": "provincialCommendation",
            "headquarters": "Nhà văn hóa thôn Khuổi Slao, xã Mẫu Sơn, tỉnh Lạng Sơn", "phone": "0912345678",
            "history": "Thôn được thành lập năm 1986, sáp nhập với thôn Khuổi Đeng năm 2019.",
            "characteristics": "Thôn có 102 hộ, 438 nhân khẩu, chủ yếu là dân tộc Dao; 01 chi bộ với 14 đảng viên.",
            "functions": "Tự quản cộng đồng dân cư theo hương ước, quy ước.",
            "verifiedByUnit": "Ủy ban nhân dân xã Mẫu Sơn"}),
        SubjectKind::Individual => json!({
            "subjectKind": "individual", "subjectName": "Triệu Thị Mỷ", "award": "provincialCommendation",
            "fullName": "Triệu Thị Mỷ", "birthDate": "1987-03-05", "gender": "female",
            "nativePlace": "Xã Mẫu Sơn, tỉnh Lạng Sơn", "residence": "Thôn Khuổi Slao, xã Mẫu Sơn",
            "workplace": "Trạm Y tế xã Mẫu Sơn", "positionParty": "Chi ủy viên",
            "positionGovernment": "Phó Trưởng trạm", "qualification": "Y sĩ đa khoa",
            "verifiedByUnit": "Trạm Y tế xã Mẫu Sơn"}),
        SubjectKind::Family => json!({
            "subjectKind": "family", "subjectName": "Đặng Văn Páo", "award": "provincialCommendation",
            "fullName": "Đặng Văn Páo", "birthDate": "1965", "gender": "male",
            "residence": "Thôn Pò Mã, xã Mẫu Sơn"}),
    };
    let mut nomination = record("nomination", kind.word(), fields);
    nomination
        .fields
        .insert("achievements".to_owned(), json!(ACHIEVEMENTS));
    nomination
        .fields
        .insert("measures".to_owned(), json!(MEASURES));
    nomination
        .fields
        .insert("authorName".to_owned(), json!("Triệu Thị Mỷ"));
    nomination.lines = vec![
        earlier_award(0, "Lao động tiên tiến"),
        earlier_award(1, "Giấy khen của Chủ tịch Ủy ban nhân dân xã"),
        earlier_award(3, "Chiến sĩ thi đua cơ sở"),
    ];
    nomination
}

pub fn nominations() -> Vec<Record> {
    SubjectKind::ALL.map(nomination).to_vec()
}

pub fn registration() -> Record {
    let mut whole = record(
        "emulationRegistration",
        "r",
        json!({"subjectKind": "commune", "subjectName": "Xã Mẫu Sơn", "year": 2026, "pledgeSignedOn": "2026-02-11",
            "pledgeSigner": "Hoàng Thị Ngữ", "movements": ["newRural"], "otherMovements": "Phong trào “Bình dân học vụ số”"}),
    );
    let mut line = |kind: &str, id: &str, fields: Value| whole.lines.push(record(kind, id, fields));
    line(
        "indicator",
        "r.1",
        json!({"name": "Tỷ lệ hộ nghèo giảm còn", "unit": "%", "previousResult": 980, "registeredFigure": 750, "order": "a"}),
    );
    line(
        "indicator",
        "r.2",
        json!({"name": "Thu ngân sách trên địa bàn", "unit": "triệu đồng", "previousResult": 125_050, "registeredFigure": 140_000, "order": "b"}),
    );
    line(
        "indicator",
        "r.3",
        json!({"name": "Số hộ trồng hồi hữu cơ", "unit": "hộ", "registeredFigure": 4500, "order": "c"}),
    );
    line(
        "collectiveTitle",
        "r.4",
        json!({"subjectName": "Thôn Khuổi Slao", "award": "culturalVillage"}),
    );
    line(
        "individualTitle",
        "r.5",
        json!({"subjectName": "Triệu Thị Mỷ", "position": "Phó Trưởng trạm Y tế", "award": "grassrootsEmulationFighter"}),
    );
    line(
        "familyTitle",
        "r.6",
        json!({"subjectName": "Đặng Văn Páo", "award": "culturalFamily"}),
    );
    whole
}

/// A village's own registration, and the village.
pub fn of_village() -> (Record, Record) {
    let mut whole = registration();
    let fields = json!({"subjectKind": "village", "subject": "v1", "subjectName": "Thôn Khuổi Slao",
        "pledgeSigner": "Đặng Văn Páo"});
    let Value::Object(fields) = fields else {
        return (whole.clone(), whole);
    };
    whole.fields.extend(fields);
    let village = json!({"villageKind": "thon", "name": "Khuổi Slao", "headName": "Đặng Văn Páo"});
    (whole, record("village", "v1", village))
}

fn entry(name: &str, cells: &[&str]) -> KnowledgeEntry {
    KnowledgeEntry {
        id: name.to_owned(),
        name: name.to_owned(),
        cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        ..KnowledgeEntry::default()
    }
}

/// The award register, registrations and indicators of the invented commune.
pub struct Register {
    pub awards: Vec<Award>,
    pub registrations: Vec<(String, String, Record)>,
    pub indicators: Vec<Indicator>,
}

pub fn register() -> Register {
    let commune = commune(Size {
        villages: 12,
        awards_a_year: 120,
        last_year: 2026,
        ..Size::usual(5)
    });
    let villages = commune.villages.iter().zip(commune.registrations);
    let villages = villages.map(|(village, registration)| {
        let name = village.text("name").unwrap_or_default();
        (village.id.clone(), format!("Thôn {name}"), registration)
    });
    let indicator = |name: &str, unit: &str, plan, actual| Indicator {
        name: name.to_owned(),
        unit: unit.to_owned(),
        decimals: 1,
        assigned_plan: Some(plan),
        actual: Some(actual),
        same_period_last_year: Some(plan - 20),
        years: BTreeMap::from([(2025, plan - 10)]),
        ..Indicator::default()
    };
    Register {
        awards: commune.awards.iter().map(Award::of_record).collect(),
        registrations: villages.collect(),
        indicators: vec![
            indicator("Thu nhập bình quân đầu người", "triệu đồng", 420, 426),
            indicator("Tỷ lệ hộ dân dùng nước hợp vệ sinh", "%", 955, 941),
        ],
    }
}

pub fn registrations(rules: &Rules, register: &Register) -> RegistrationSummary {
    let members = register.registrations.iter().enumerate();
    let members = members.map(|(place, (id, name, record))| Member {
        id,
        name,
        registration: Some(record).filter(|_| place != 3),
        ..Member::default()
    });
    registration_summary(rules, 2026, &members.collect::<Vec<_>>())
}

fn texts() -> WrittenTexts {
    let written = [
        (
            "overview",
            "Xã Mẫu Sơn là xã biên giới, có 12 thôn, 1.204 hộ, 5.318 nhân khẩu.",
        ),
        (
            "leadership",
            "Đảng ủy, Ủy ban nhân dân xã ban hành 04 văn bản chỉ đạo, phân công từng thành viên Hội đồng theo dõi thôn.\nViệc phát động thi đua gắn với từng vụ sản xuất.",
        ),
        (
            "shortcomings",
            "Một số thôn ghi chép chưa đều; hồ sơ gửi chậm.",
        ),
    ];
    WrittenTexts {
        this: written
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .into(),
        ..WrittenTexts::default()
    }
}

pub fn knowledge<'a>(
    register: &'a Register,
    summary: &'a RegistrationSummary,
    half: Half,
    span: Span,
) -> Knowledge<'a> {
    Knowledge {
        year: 2026,
        span,
        half,
        awards: &register.awards,
        totals: UnitTotals(
            [
                (SubjectKind::Collective, 20),
                (SubjectKind::Individual, 214),
            ]
            .into(),
        ),
        registrations: Some(summary),
        indicators: &register.indicators,
        entries: BTreeMap::from([
            (
                "issuedDocuments".to_owned(),
                vec![
                    entry(
                        "Kế hoạch phát động thi đua năm 2026",
                        &["02/KH-UBND", "12/01/2026"],
                    ),
                    entry(
                        "Kế hoạch xét tặng Gia đình văn hóa",
                        &["31/KH-UBND", "03/9/2026"],
                    ),
                ],
            ),
            (
                "exemplarNames".to_owned(),
                vec![entry("Tổ hợp tác hồi hữu cơ Khuổi Slao", &[])],
            ),
        ]),
        table: Question {
            span,
            ..Question::default()
        },
        texts: texts(),
        ..Knowledge::default()
    }
}

const PERIOD: Span = Span {
    from: 2021,
    to: 2025,
};
const YEAR: Span = Span {
    from: 2026,
    to: 2026,
};

/// Every document, filled and empty, with a name for its file.
pub fn samples() -> Vec<(String, ComposedDocument)> {
    let mut all = Vec::new();
    let lang_son = World::filled("lang-son-2026");
    let lao_cai = World::filled("lao-cai-2026");
    let register = register();
    for kind in SubjectKind::ALL {
        let nomination = nomination(kind);
        all.push((
            format!("mau-04-{}", kind.word()),
            forms::exemplar_report(lang_son.context(), &nomination),
        ));
        let report = forms::achievement_report(lang_son.context(), &nomination);
        all.push((format!("bao-cao-thanh-tich-{}", kind.word()), report));
    }
    let mut half = nomination(SubjectKind::Individual);
    half.fields
        .retain(|key, _| ["subjectKind", "subjectName", "achievements"].contains(&key.as_str()));
    half.lines.clear();
    let empty = World::empty("lang-son-2026");
    all.push((
        "mau-04-nua-chung".to_owned(),
        forms::exemplar_report(empty.context(), &half),
    ));
    all.push((
        "mau-03".to_owned(),
        forms::achievement_summary(lang_son.context(), &nominations()),
    ));
    all.push((
        "mau-03-trong".to_owned(),
        forms::achievement_summary(empty.context(), &[]),
    ));
    all.push((
        "to-trinh".to_owned(),
        forms::submission_letter(lang_son.context(), &nominations()),
    ));
    let mut of_commune = nominations();
    for one in &mut of_commune {
        let award = json!("communeCertificateOfMerit");
        one.fields.insert("award".to_owned(), award);
    }
    all.push((
        "to-trinh-hoi-dong".to_owned(),
        forms::submission_letter(lang_son.context(), &of_commune),
    ));
    let bare = World::bare("lang-son-2026");
    all.push((
        "to-trinh-chua-khai".to_owned(),
        forms::submission_letter(bare.context(), &nominations()),
    ));
    all.push((
        "dang-ky".to_owned(),
        forms::registration(lang_son.context(), &registration()),
    ));
    let (registered, village) = of_village();
    all.push((
        "dang-ky-thon".to_owned(),
        forms::village_registration(lang_son.context(), &registered, &village),
    ));
    all.push(("ke-hoach-nam".to_owned(), forms::plan(lang_son.context())));
    let summary = registrations(&lao_cai.rules, &register);
    all.push((
        "tong-hop-dang-ky".to_owned(),
        forms::registration_summary(lang_son.context(), &summary),
    ));
    all.push((
        "tong-hop-dang-ky-khoi".to_owned(),
        forms::block_registration_summary(lao_cai.context(), &summary),
    ));
    for (name, world) in [("bieu-02", &lang_son), ("bieu-02-trong", &empty)] {
        let awards = if name == "bieu-02" {
            register.awards.as_slice()
        } else {
            &[]
        };
        let question = Question {
            span: PERIOD,
            ..Question::default()
        };
        let layout = world.rules.table("awardSummary");
        let counted = layout.map(|layout| summary_table(&world.rules, layout, awards, &question));
        let made = counted.and_then(|counted| forms::award_summary(world.context(), &counted));
        all.push((name.to_owned(), made));
    }
    for (world, outline, half) in [
        (&lang_son, "F-000-01", Half::Whole),
        (&lang_son, "F-001-02", Half::Whole),
        (&lang_son, "F-002-01", Half::Whole),
        (&lao_cai, "F-003-01", Half::First),
        (&lao_cai, "F-003-01", Half::Whole),
        (&lao_cai, "F-003-02", Half::Whole),
    ] {
        let summary = registrations(&world.rules, &register);
        let span = if outline == "F-002-01" { PERIOD } else { YEAR };
        let known = knowledge(&register, &summary, half, span);
        let made = forms::report(world.context(), outline, &known);
        let half = if half == Half::First { "-so-ket" } else { "" };
        all.push((format!("bao-cao-{outline}{half}"), made));
    }
    all.extend(drafts::drafts(&lang_son, &lao_cai));
    let empty_lao_cai = World::empty("lao-cai-2026");
    for world in [&empty, &empty_lao_cai] {
        let outlines = world
            .rules
            .parts
            .printed_forms
            .iter()
            .chain(&world.rules.parts.report_outlines);
        for outline in outlines {
            let name = format!("trong-{}-{}", outline.id, &world.rules.id[..4]);
            all.push((
                name,
                forms::drafted(world.context(), &outline.id, &FormDraft::default()),
            ));
        }
    }
    let made = all.into_iter().map(|(name, made)| {
        let made = made.unwrap_or_else(|| panic!("{name}: the rule set has no such form"));
        (name, made)
    });
    made.collect()
}
