//! What the papers of nominations say of the award that is asked for.

use crate::lines;
use crate::same_content::texts;
use crate::signing::signers;
use crate::support::{World, nomination, nominations};
use documents::forms;
use documents::layout::LineRole;
use register::record::Record;
use register::subject::SubjectKind::{self, Collective, Family, Individual};
use serde_json::json;

fn asking(kind: SubjectKind, award: &str) -> Record {
    let mut asking = nomination(kind);
    asking.fields.insert("award".to_owned(), json!(award));
    asking
}

#[track_caller]
fn check_asked(nominations: &[Record], expected: &str) {
    let world = World::filled("lang-son-2026");
    let list = forms::achievement_summary(world.context(), nominations).expect("mẫu 03");
    let heading = format!("Tập thể, cá nhân đề nghị {expected}");
    assert_eq!(lines(&list, &[LineRole::AppendixTitle])[1], heading);
    let letter = forms::submission_letter(world.context(), nominations).expect("a letter");
    let heading = format!("Về việc đề nghị {expected}");
    assert_eq!(lines(&letter, &[LineRole::Subject]), [heading]);
}

#[test]
fn headings_name_the_award_and_who_grants_it() {
    check_asked(
        &nominations(),
        "Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen",
    );
    check_asked(
        &[asking(Individual, "communeCertificateOfMerit")],
        "Chủ tịch UBND xã Mẫu Sơn tặng Giấy khen",
    );
    check_asked(
        &[asking(Collective, "provincialEmulationFlag")],
        "Chủ tịch Ủy ban nhân dân tỉnh tặng Cờ thi đua của Ủy ban nhân dân tỉnh",
    );
    check_asked(
        &[asking(Individual, "primeMinisterCommendation")],
        "Ủy ban nhân dân tỉnh Lạng Sơn xem xét, trình Thủ tướng Chính phủ tặng Bằng khen",
    );
    check_asked(
        &[asking(Individual, "laborOrder")],
        "Ủy ban nhân dân tỉnh Lạng Sơn xem xét, trình Chủ tịch nước tặng Huân chương Lao động",
    );
}

#[test]
fn several_awards_are_all_named_once() {
    let several = [
        asking(Individual, "communeCertificateOfMerit"),
        asking(Collective, "provincialCommendation"),
        asking(Collective, "communeCertificateOfMerit"),
        asking(Individual, "advancedWorker"),
        asking(Individual, "provincialEmulationFighter"),
    ];
    check_asked(
        &several,
        "Chủ tịch UBND xã Mẫu Sơn tặng danh hiệu “Lao động tiên tiến”, Giấy khen; \
         Chủ tịch Ủy ban nhân dân tỉnh tặng danh hiệu “Chiến sĩ thi đua cấp tỉnh”, Bằng khen",
    );
}

#[test]
fn where_nobody_has_said_which_the_line_is_dotted() {
    check_asked(&[], "..............................");
    let mut open = nomination(Individual);
    open.fields.remove("award");
    check_asked(&[open], "..............................");
}

#[test]
fn an_excerpt_of_a_long_report_ends_with_a_sentence() {
    let world = World::filled("lang-son-2026");
    let mut long = nomination(Individual);
    let points = (1..40).map(|number| format!("{number}. Vận động hộ dân hiến 2.700 m² đất."));
    let report = points.collect::<Vec<String>>().join("\n");
    long.fields.insert("achievements".to_owned(), json!(report));
    let list = forms::achievement_summary(world.context(), &[long]).expect("mẫu 03");
    let cell = &list.document.tables().next().expect("a table").rows[1][2];
    let shown = documents::flow::cell_lines(cell);
    assert!(shown.len() > 10, "{} lines", shown.len());
    for line in shown {
        assert!(line.shown().ends_with(" m² đất."), "{}", line.shown());
    }
}

#[track_caller]
fn check_addressee(nominations: &[Record], expected: &str) {
    let world = World::bare("lang-son-2026");
    let letter = forms::submission_letter(world.context(), nominations).expect("a letter");
    let addressee = format!("Kính gửi: {expected}");
    assert_eq!(lines(&letter, &[LineRole::Addressee]), [addressee]);
}

#[test]
fn a_letter_goes_to_whoever_decides() {
    let own = asking(Individual, "communeCertificateOfMerit");
    let provinces = asking(Collective, "provincialCommendation");
    let states = asking(Collective, "laborOrder");
    let province = "Ủy ban nhân dân tỉnh Lạng Sơn";
    check_addressee(std::slice::from_ref(&own), "Chủ tịch UBND xã Mẫu Sơn");
    check_addressee(&[provinces.clone(), states], province);
    check_addressee(&[own, provinces], "..............................");
}

/// The letter and the plan say what they rest on as a people's committee does.
#[test]
fn bases_stand_in_lines_of_their_own() {
    let mut world = World::filled("lao-cai-2026");
    let unchecked = ["152/2025/NĐ-CP", "129/2025/NĐ-CP", "15/2025/TT-BNV"];
    world.office.cited_bases = unchecked.map(str::to_owned).to_vec();
    for made in [
        forms::submission_letter(world.context(), &nominations()),
        forms::plan(world.context()),
    ] {
        let bases = lines(&made.expect("a form"), &[LineRole::Basis]);
        let (last, others) = bases.split_last().expect("bases");
        assert_eq!(others.len(), 4, "{others:?}");
        // The commune's authority comes before what it is used by.
        let authority = "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;";
        assert_eq!(others[0], authority);
        assert!(others.iter().all(|line| line.ends_with(';')), "{others:?}");
        assert!(last.ends_with('.'), "{last}");
        assert!(
            bases.iter().all(|line| line.starts_with("Căn cứ ")),
            "{bases:?}"
        );
        let decree = "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ về";
        assert!(
            bases.iter().any(|line| line.starts_with(decree)),
            "{bases:?}"
        );
    }
}

#[track_caller]
fn check_bases(award: &str, cited: &[&str], expected: &[&str], left_out: &str) {
    let mut world = World::filled("lang-son-2026");
    world.office.cited_bases = cited.iter().map(|one| (*one).to_owned()).collect();
    let made = forms::submission_letter(world.context(), &[asking(Collective, award)]);
    let made = made.expect("a letter");
    let numbers = lines(&made, &[LineRole::Basis]).into_iter();
    let numbers = numbers.filter_map(|line| {
        let (_, number) = line.split_once(" số ")?;
        let number = number.split([' ', ';', '.']).next()?;
        Some(number.to_owned())
    });
    assert_eq!(numbers.collect::<Vec<_>>(), expected);
    let said = made.findings.iter().filter(|one| one.about == "citedBases");
    let said: Vec<&str> = said.map(|one| one.message.as_str()).collect();
    let what = format!("Căn cứ chưa đối chiếu nên chưa đưa vào văn bản: {left_out}.");
    assert_eq!(
        said,
        if left_out.is_empty() {
            vec![]
        } else {
            vec![what]
        }
    );
}

/// What nobody has compared with the law in force is cited only where the commune has said so, and
/// each only for the awards that it is about.
#[test]
fn a_letter_rests_on_what_is_checked_and_is_about_its_awards() {
    let sure = ["72/2025/QH15", "06/2022/QH15"];
    let all = "152/2025/NĐ-CP, 129/2025/NĐ-CP, 15/2025/TT-BNV, 30/2014/QĐ-UBND";
    check_bases("provincialCommendation", &[], &sure, all);
    let with_cultural = all.replace("15/2025/TT", "86/2023/NĐ-CP, 15/2025/TT");
    check_bases("culturalVillage", &[], &sure, &with_cultural);
    check_bases(
        "provincialCommendation",
        &["152/2025/NĐ-CP", "86/2023/NĐ-CP"],
        &["72/2025/QH15", "06/2022/QH15", "152/2025/NĐ-CP"],
        &all.replace("152/2025/NĐ-CP, ", ""),
    );
}

/// A letter is to one level, with one receiver and one who decides.
#[test]
fn each_level_has_a_letter_of_its_own() {
    let world = World::filled("lang-son-2026");
    let all = [
        asking(Collective, "provincialCommendation"),
        asking(Individual, "primeMinisterCommendation"),
        asking(Individual, "advancedWorker"),
        asking(Individual, "laborOrder"),
        asking(Collective, "provincialEmulationFlag"),
    ];
    let groups = forms::by_recipient(world.context(), &all);
    let to = groups.iter().map(|group| {
        let recipient = forms::recipient(world.context(), group);
        (recipient.unwrap_or_default(), group.len())
    });
    let province = "Ủy ban nhân dân tỉnh Lạng Sơn";
    assert_eq!(
        to.collect::<Vec<_>>(),
        [
            (province.to_owned(), 2),
            (format!("{province}, trình Thủ tướng Chính phủ"), 1),
            ("Chủ tịch UBND xã Mẫu Sơn".to_owned(), 1),
            (format!("{province}, trình Chủ tịch nước"), 1),
        ]
    );
    let letter = forms::submission_letter(world.context(), &groups[1]).expect("a letter");
    let body = lines(&letter, &[LineRole::Body]);
    let closing = "Kính trình Ủy ban nhân dân tỉnh xem xét, trình Thủ tướng Chính phủ./.";
    assert_eq!(body.last().map(String::as_str), Some(closing));
}

/// Headings that are meant for a collective are a collective's.
#[test]
fn reports_of_people_do_not_speak_of_a_unit() {
    let world = World::filled("lang-son-2026");
    let titled = |kind, title: &[&str]| {
        let nomination = nomination(kind);
        let made = forms::exemplar_report(world.context(), &nomination).expect("mẫu 04");
        assert_eq!(lines(&made, &[LineRole::Subject]), title);
    };
    let of_unit = "Thành tích của điển hình tiên tiến của cơ quan, đơn vị";
    let plain = "Thành tích của điển hình tiên tiến";
    titled(Collective, &[of_unit, "Thôn Khuổi Slao"]);
    titled(Individual, &[plain, "Triệu Thị Mỷ"]);
    titled(Family, &[plain, "Gia đình ông Đặng Văn Páo"]);
    let introduced = |kind, heading: &str| {
        let nomination = nomination(kind);
        let made = forms::achievement_report(world.context(), &nomination).expect("a report");
        assert_eq!(lines(&made, &[LineRole::Section])[0], heading);
    };
    introduced(Collective, "I. Sơ lược đặc điểm, tình hình");
    introduced(Individual, "I. Sơ lược lý lịch");
    introduced(Family, "I. Sơ lược lý lịch");
    for make in [forms::exemplar_report, forms::achievement_report] {
        let made = make(world.context(), &nomination(Family)).expect("a report");
        let said = texts(&made.document).concat().to_lowercase();
        assert!(!said.contains("đơnvị"), "{said}");
    }
}

#[test]
fn whoever_confirms_is_named() {
    let world = World::filled("lang-son-2026");
    let first_signer = |nomination: &Record| {
        let made = forms::exemplar_report(world.context(), nomination).expect("mẫu 04");
        signers(&made)[0].clone()
    };
    let mut person = nomination(Individual);
    let of_unit = "XÁC NHẬN CỦA TRẠM Y TẾ XÃ MẪU SƠN";
    assert_eq!(first_signer(&person), of_unit);
    person.fields.remove("verifiedByUnit");
    assert_eq!(first_signer(&person), "XÁC NHẬN CỦA CƠ QUAN, ĐƠN VỊ");
    let of_commune = "XÁC NHẬN CỦA ỦY BAN NHÂN DÂN XÃ MẪU SƠN";
    assert_eq!(first_signer(&nomination(Family)), of_commune);
}

#[track_caller]
fn check_period(rules: &str, nomination: &Record, award: &str, period: &str) {
    let world = World::filled(rules);
    let made = forms::achievement_report(world.context(), nomination).expect("a report");
    let expected = [
        format!("Đề nghị tặng {award}"),
        format!("Thành tích {period}"),
    ];
    assert_eq!(lines(&made, &[LineRole::Subject])[..2], expected);
    assert_eq!(made.document.name, format!("Báo cáo thành tích {period}"));
    let heading = format!("II. Thành tích đạt được {period}");
    assert!(lines(&made, &[LineRole::Section]).contains(&heading));
}

#[test]
fn a_report_looks_back_on_the_years_that_the_award_asks_for() {
    let (lang_son, lao_cai) = ("lang-son-2026", "lao-cai-2026");
    let of_period = nomination(Individual);
    let commendation = "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh";
    check_period(lang_son, &of_period, commendation, "giai đoạn 2021 - 2025");
    // Lào Cai's rules name no period, no criterion.
    check_period(lao_cai, &of_period, commendation, "năm 2026");
    let certificate = "Giấy khen của Chủ tịch UBND xã Mẫu Sơn";
    let mut of_year = asking(Individual, "communeCertificateOfMerit");
    check_period(lang_son, &of_year, certificate, "năm 2026");
    of_year.fields.insert("year".to_owned(), json!(2025));
    check_period(lang_son, &of_year, certificate, "năm 2025");
    let title = asking(Individual, "advancedWorker");
    check_period(
        lang_son,
        &title,
        "danh hiệu “Lao động tiên tiến”",
        "năm 2026",
    );
    let mut written = of_year;
    written
        .fields
        .insert("period".to_owned(), json!("giai đoạn 2024 - 2026"));
    check_period(lang_son, &written, certificate, "giai đoạn 2024 - 2026");
}

/// What a letter with one nomination for this award begins and ends with.
fn letter_for(award: &str) -> String {
    let world = World::filled("lang-son-2026");
    let mut nomination = nomination(Individual);
    nomination.fields.insert("award".to_owned(), json!(award));
    let made = forms::submission_letter(world.context(), &[nomination]).expect("a letter");
    documents::html::write(
        &made.document,
        documents::html::Stylesheet::At("/paper.css"),
    )
}

#[test]
fn the_council_presents_what_the_communes_chair_grants() {
    let own = letter_for("communeCertificateOfMerit");
    for words in [
        "HỘI ĐỒNG",
        "THI ĐUA - KHEN THƯỞNG",
        "XÃ MẪU SƠN",
        "TM. HỘI ĐỒNG",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Chủ tịch UBND xã Mẫu Sơn",
    ] {
        assert!(own.contains(words), "{words}: {own}");
    }
    assert!(!own.contains("TM. ỦY BAN NHÂN DÂN"), "{own}");
    let provinces = letter_for("provincialCommendation");
    assert!(provinces.contains("TM. ỦY BAN NHÂN DÂN"), "{provinces}");
}

#[test]
fn a_letter_goes_to_one_recipient() {
    let world = World::filled("lang-son-2026");
    let of = |award: Option<&str>| {
        let mut one = nomination(Individual);
        match award {
            Some(award) => one.fields.insert("award".to_owned(), json!(award)),
            None => one.fields.remove("award"),
        };
        one
    };
    let all = [
        of(None),
        of(Some("provincialCommendation")),
        of(Some("communeCertificateOfMerit")),
        of(Some("provincialCommendation")),
    ];
    let groups = forms::by_recipient(world.context(), &all);
    let whole: Vec<(usize, bool)> = groups
        .iter()
        .map(|group| {
            (
                group.len(),
                forms::recipient(world.context(), group).is_some(),
            )
        })
        .collect();
    assert_eq!(whole, [(2, true), (1, true), (1, false)]);
}
