//! What people may write and paste: the document still opens and reads right,
//! and what had to be changed is said.

use crate::checker::departures;
use crate::same_content::check;
use crate::support::{World, nomination, record};
use documents::forms;
use documents::making::ComposedDocument;
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};
use register::subject::SubjectKind::{Collective, Individual};
use serde_json::json;

fn codes(made: &ComposedDocument) -> Vec<&str> {
    made.findings.iter().map(|one| one.code).collect()
}

#[track_caller]
fn holds(name: &str, made: &ComposedDocument) {
    check(name, &made.document);
    let bytes = documents::docx::write(&made.document).expect("a docx");
    assert_eq!(departures(&bytes), Vec::<String>::new());
}

#[test]
fn a_name_of_200_characters() {
    let world = World::filled("lang-son-2026");
    let mut long = nomination(Individual);
    let name = "Nguyễn Thị Ngọc Huyền ".repeat(10);
    let name: String = name.chars().take(200).collect();
    long.fields.insert("subjectName".to_owned(), json!(name));
    long.fields
        .insert("fullName".to_owned(), json!("ễ".repeat(200)));
    let report = forms::exemplar_report(world.context(), &long).expect("mẫu 04");
    holds("name", &report);
    let list = forms::achievement_summary(world.context(), &[long]).expect("mẫu 03");
    holds("name", &list);
}

#[test]
fn a_section_of_50_000_characters() {
    let world = World::filled("lang-son-2026");
    let mut long = nomination(Collective);
    let sentence = "Vận động nhân dân hiến đất làm đường, giữ rừng đầu nguồn. ";
    let text: String = sentence.chars().cycle().take(50_000).collect();
    long.fields.insert("achievements".to_owned(), json!(text));
    long.fields
        .insert("measures".to_owned(), json!("ế".repeat(50_000)));
    let report = forms::exemplar_report(world.context(), &long).expect("mẫu 04");
    holds("long", &report);
    long.fields
        .insert("achievementSummary".to_owned(), json!(text));
    let list = forms::achievement_summary(world.context(), &[long.clone()]).expect("mẫu 03");
    holds("long", &list);
    long.fields.remove("achievementSummary");
    let list = forms::achievement_summary(world.context(), &[long]).expect("mẫu 03");
    assert_eq!(codes(&list), ["cut"]);
}

#[test]
fn a_table_of_2_000_rows() {
    let world = World::filled("lang-son-2026");
    let one = nomination(Individual);
    let many = vec![one; 2000];
    let list = forms::submission_letter(world.context(), &many).expect("a letter");
    holds("many", &list);
}

#[test]
fn an_empty_register() {
    let world = World::empty("lang-son-2026");
    let nothing = record("nomination", "n", json!({}));
    let report = forms::exemplar_report(world.context(), &nothing).expect("mẫu 04");
    holds("nothing", &report);
    let blanks = ["blank", "blankOffice", "onSigning"];
    assert!(codes(&report).iter().all(|code| blanks.contains(code)));
    let letter = forms::submission_letter(world.context(), &[]).expect("a letter");
    holds("nothing", &letter);
    let known = register::reports::Knowledge::default();
    for outline in ["F-000-01", "F-001-02", "F-002-01"] {
        let report = forms::report(world.context(), outline, &known).expect(outline);
        holds(outline, &report);
    }
}

#[test]
fn pasted_text_is_mended_and_said() {
    let world = World::filled("lang-son-2026");
    let mut pasted = nomination(Individual);
    let text =
        "Tha\u{300}nh ti\u{301}ch <b>&amp;\u{a0}\u{1}\u{b}\n\u{f0b7}\tđứng đầu\u{200b} \"khối\"";
    pasted.fields.insert("achievements".to_owned(), json!(text));
    let report = forms::exemplar_report(world.context(), &pasted).expect("mẫu 04");
    holds("pasted", &report);
    let said: Vec<&str> = codes(&report)
        .into_iter()
        .filter(|code| *code != "blank")
        .collect();
    assert_eq!(said, ["forbidden", "decomposed", "oddBlanks", "bullets"]);
    let all = crate::same_content::texts(&report.document);
    assert!(all.contains(&"Thànhtích<b>&amp;".to_owned()), "{all:?}");
    assert!(all.contains(&"-đứngđầu\"khối\"".to_owned()), "{all:?}");
}

#[test]
fn a_rule_set_without_the_form_has_no_document() {
    let world = World::empty("common-2023");
    assert_eq!(
        forms::exemplar_report(world.context(), &nomination(Individual)),
        None
    );
    assert_eq!(
        forms::drafted(world.context(), "F-999", &forms::FormDraft::default()),
        None
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever is pasted, the files are files.
    #[test]
    fn any_text_at_all(pasted in any::<String>(), odd in "[\\PC\\x00-\\x1f\u{300}-\u{323}\u{a0}•\u{f0b7}<&\"]{0,40}".boxed()) {
        let mut nomination = nomination(Individual);
        nomination.fields.insert("achievements".to_owned(), json!(pasted));
        nomination.fields.insert("subjectName".to_owned(), json!(odd));
        let world = world();
        let report = forms::exemplar_report(world.context(), &nomination).expect("mẫu 04");
        check("any", &report.document);
        let list = forms::achievement_summary(world.context(), &[nomination]).expect("mẫu 03");
        check("any", &list.document);
    }
}

fn world() -> &'static World {
    static KNOWN: std::sync::OnceLock<World> = std::sync::OnceLock::new();
    KNOWN.get_or_init(|| World::filled("lang-son-2026"))
}
