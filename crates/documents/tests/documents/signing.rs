//! Who signs: the right head, in whose name.

use crate::lines;
use crate::support::{World, nominations, registration};
use documents::forms::{self, FormDraft};
use documents::layout::LineRole;
use documents::making::ComposedDocument;

/// The lines over the names, and the names.
pub fn signers(made: &ComposedDocument) -> Vec<String> {
    let of_signer = [
        LineRole::SignerLine,
        LineRole::SignerRemark,
        LineRole::SignerName,
    ];
    lines(made, &of_signer)
}

#[test]
fn a_commune_that_has_not_said_who_signs_is_signed_for_by_its_chair() {
    let world = World::bare("lang-son-2026");
    for made in [
        forms::submission_letter(world.context(), &nominations()),
        forms::registration(world.context(), &registration()),
        forms::plan(world.context()),
    ] {
        let dots = "..............................";
        let signers = signers(&made.expect("a form"));
        assert_eq!(signers, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", dots]);
    }
}

#[test]
fn whoever_signs_in_place_of_the_chair_says_so() {
    let world = World::filled("lang-son-2026");
    let letter = forms::submission_letter(world.context(), &nominations());
    let expected = [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Hoàng Thị Ngữ",
    ];
    assert_eq!(signers(&letter.expect("a form")), expected);
}

/// «Thủ trưởng đơn vị» is whom a form asks for that does not know whose office it
/// is; of a people's committee it is never printed.
#[test]
fn no_paper_of_a_commune_is_signed_by_the_head_of_a_unit() {
    for id in ["lang-son-2026", "lao-cai-2026"] {
        for world in [World::bare(id), World::filled(id)] {
            let rules = &world.rules;
            let forms = rules
                .parts
                .printed_forms
                .iter()
                .chain(&rules.parts.report_outlines);
            for form in forms {
                let made = forms::drafted(world.context(), &form.id, &FormDraft::default());
                let signers = signers(&made.expect("a form")).join("\n");
                assert!(!signers.contains("THỦ TRƯỞNG"), "{}: {signers}", form.id);
            }
        }
    }
}

/// Plans and reports go to whom the profile lists, the registry last; a letter to whom it is
/// addressed to.
#[test]
fn recipients_are_listed_as_the_office_says() {
    let world = World::filled("lang-son-2026");
    let recipients =
        |made: Option<ComposedDocument>| lines(&made.expect("a form"), &[LineRole::Recipient]);
    let of_office = [
        "- Sở Nội vụ;",
        "- Thường trực Đảng ủy, HĐND xã;",
        "- Các thôn;",
        "- Lưu: VT.",
    ];
    assert_eq!(recipients(forms::plan(world.context())), of_office);
    let letter = recipients(forms::submission_letter(world.context(), &nominations()));
    assert_eq!(letter, ["- Như trên;", "- Lưu: VT."]);
    let bare = World::bare("lang-son-2026");
    let open = recipients(forms::plan(bare.context()));
    assert_eq!(open, ["- ..............................;", "- Lưu: VT."]);
}

/// «XÃ MẪU SƠN» is not torn apart where the name of the people's committee is longer
/// than its side of the head.
#[test]
fn a_long_name_in_a_head_is_broken_where_a_person_breaks_it() {
    let made = crate::sample("to-trinh-hoi-dong");
    let head = lines(made, &[LineRole::Superior, LineRole::Issuing]);
    let expected = ["ỦY BAN NHÂN DÂN", "XÃ MẪU SƠN"];
    assert_eq!(head[..2], expected);
    assert!(head.len() > 2, "{head:?}");
}

/// However the office and the source write it.
#[test]
fn the_registry_ends_the_list_in_one_way() {
    #[track_caller]
    fn check(written: &str, expected: &str) {
        let mut world = World::filled("lang-son-2026");
        world.office.recipients = vec![written.to_owned(), "Các thôn".to_owned()];
        let made = forms::plan(world.context()).expect("a plan");
        let recipients = lines(&made, &[LineRole::Recipient]);
        assert_eq!(recipients, ["- Các thôn;", expected]);
    }
    check("- Lưu: VT.", "- Lưu: VT.");
    check("Lưu VT", "- Lưu: VT.");
    check("Lưu:VT, VHXH;", "- Lưu: VT, VHXH.");
}
