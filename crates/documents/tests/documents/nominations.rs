//! What the papers of nominations say of the award that is asked for.

use crate::lines;
use crate::support::{World, nomination, nominations};
use documents::forms;
use documents::layout::Role;
use register::record::Record;
use register::subject::SubjectKind::{self, Collective, Individual};
use serde_json::json;

fn asking(kind: SubjectKind, award: &str) -> Record {
    let mut asking = nomination(kind);
    asking.fields.insert("award".to_owned(), json!(award));
    asking
}

#[track_caller]
fn check_asked(nominations: &[Record], expected: &str) {
    let world = World::filled("lang-son-2026");
    let list = forms::achievement_summary(world.desk(), nominations).expect("mẫu 03");
    let heading = format!("Tập thể, cá nhân đề nghị {expected}");
    assert_eq!(lines(&list, &[Role::AppendixTitle])[1], heading);
    let letter = forms::submission_letter(world.desk(), nominations).expect("a letter");
    let heading = format!("Về việc đề nghị {expected}");
    assert_eq!(lines(&letter, &[Role::Subject]), [heading]);
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
        "Ủy ban nhân dân tỉnh tặng Cờ thi đua",
    );
    check_asked(
        &[asking(Individual, "primeMinisterCommendation")],
        "Thủ tướng Chính phủ tặng Bằng khen",
    );
    check_asked(
        &[asking(Individual, "laborOrder")],
        "tặng Huân chương Lao động",
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
    let list = forms::achievement_summary(world.desk(), &[long]).expect("mẫu 03");
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
    let letter = forms::submission_letter(world.desk(), nominations).expect("a letter");
    let addressee = format!("Kính gửi: {expected}");
    assert_eq!(lines(&letter, &[Role::Addressee]), [addressee]);
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
    let world = World::filled("lao-cai-2026");
    for made in [
        forms::submission_letter(world.desk(), &nominations()),
        forms::plan(world.desk()),
    ] {
        let bases = lines(&made.expect("a form"), &[Role::Basis]);
        let (last, others) = bases.split_last().expect("bases");
        assert!(others.len() > 5, "{others:?}");
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
