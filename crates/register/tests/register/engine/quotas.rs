//! Q-1 to Q-9: a nominating unit's whole list.

use super::rules;
use register::quotas::*;
use register::subject::SubjectKind::{self, Collective, Family, Individual};

fn list(collectives: usize, groups: &[&str], families: usize) -> Vec<QuotaItem> {
    let one = |kind: SubjectKind, group: Option<&str>| QuotaItem {
        id: "r".to_owned(),
        kind,
        group: group.filter(|group| !group.is_empty()).map(str::to_owned),
    };
    let mut list = vec![one(Collective, None); collectives];
    list.extend(groups.iter().map(|group| one(Individual, Some(group))));
    list.extend(vec![one(Family, None); families]);
    list
}

#[track_caller]
fn check(id: &str, list: &[QuotaItem], expected: &[&str]) {
    let rules = rules("lang-son-2020");
    let Some(quota) = rules.parts.quotas.iter().find(|known| known.id == id) else {
        panic!("{id}")
    };
    let check = check_quota(&rules, quota, list);
    let said: Vec<String> = check.findings.iter().map(ToString::to_string).collect();
    assert_eq!(said, expected);
    assert_eq!(check.keeps, expected.is_empty());
}

#[test]
fn q_1_at_most_two_collectives_and_two_individuals_hd_2020_ii_2_2() {
    check("Q-1", &list(2, &["armedForces", ""], 0), &[]);
    check(
        "Q-1",
        &list(3, &[], 0),
        &[
            "Danh sách có 03 tập thể, 0 cá nhân; số lượng là không quá 02 tập thể, 02 cá nhân. Hãy bớt, hoặc ghi lý do. (Hướng dẫn 2020, mục II.2.2.b)",
        ],
    );
}

#[test]
fn q_2_one_of_them_a_student_hd_2020_ii_2_2() {
    check("Q-2", &list(0, &["student", "civilServant"], 0), &[]);
    check(
        "Q-2",
        &list(0, &["civilServant"], 0),
        &[
            "Trong danh sách phải có ít nhất 01 cá nhân là học sinh, sinh viên; mới có 0. (Hướng dẫn 2020, mục II.2.2.b)",
        ],
    );
}

#[test]
fn q_3_one_of_them_a_farmer_or_worker_hd_2020_ii_2_2() {
    check(
        "Q-3",
        &list(2, &["farmer", "civilServant", "civilServant"], 0),
        &[],
    );
    check("Q-3", &list(2, &["worker"], 0), &[]);
    check(
        "Q-3",
        &list(2, &["civilServant", "civilServant", ""], 0),
        &[
            "Trong danh sách phải có ít nhất 01 cá nhân là nông dân, công nhân, người lao động; mới có 0. 01 cá nhân chưa ghi đối tượng. (Hướng dẫn 2020, mục II.2.2.b)",
        ],
    );
    check(
        "Q-3",
        &list(0, &["farmer"; 4], 0),
        &[
            "Danh sách có 0 tập thể, 04 cá nhân; số lượng là không quá 02 tập thể, 03 cá nhân. Hãy bớt, hoặc ghi lý do. (Hướng dẫn 2020, mục II.2.2.b)",
        ],
    );
    check("Q-3", &[], &[]);
}

/// Slip 22: quotas name no families.
#[test]
fn a_family_is_outside_the_quota_and_is_said_to_be() {
    check("Q-3", &list(2, &["farmer"; 3], 5), &[]);
    let rules = rules("lang-son-2020");
    let quota = &rules.parts.quotas[2];
    assert_eq!(
        check_quota(&rules, quota, &list(0, &[], 5)).outside,
        [(Family, 5)]
    );
}

/// A kind of which the rule says nothing, neither how many nor that it is outside.
#[test]
fn a_kind_that_the_rule_does_not_name_is_found() {
    let rules = rules("lang-son-2020");
    let quota = Quota {
        outside: Vec::new(),
        ..rules.parts.quotas[2].clone()
    };
    let check = check_quota(&rules, &quota, &list(0, &["farmer"], 2));
    let said: Vec<String> = check.findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "Danh sách có 02 gia đình; quy định này không nói đến gia đình. (Hướng dẫn 2020, mục II.2.2.b)"
        ]
    );
}

#[test]
fn q_4_one_collective_or_one_individual_hd_2020_ii_2_2() {
    check("Q-4", &list(1, &[], 0), &[]);
    check("Q-4", &list(0, &["farmer"], 1), &[]);
    check(
        "Q-4",
        &list(1, &["farmer"], 0),
        &[
            "Danh sách có 01 tập thể, 01 cá nhân; số lượng là không quá 01 tập thể hoặc 01 cá nhân. Hãy bớt, hoặc ghi lý do. (Hướng dẫn 2020, mục II.2.2.b)",
        ],
    );
}

#[test]
fn q_5_about_70_of_all_kinds_hd_2020_ii_2_2() {
    check("Q-5", &list(30, &["farmer"; 30], 10), &[]);
    check(
        "Q-5",
        &list(30, &["farmer"; 30], 11),
        &["Danh sách có 71; số lượng là khoảng 70. (Hướng dẫn 2020, mục II.2.2.b)"],
    );
}

#[test]
fn q_6_q_7_exactly_one_and_q_8_one_at_most() {
    check("Q-6", &list(0, &["farmer"], 0), &[]);
    check(
        "Q-6",
        &list(1, &["farmer"], 0),
        &["Danh sách có 02; số lượng là đúng 01. (Hướng dẫn 2020, mục I.2.6.b)"],
    );
    check(
        "Q-7",
        &list(2, &[], 0),
        &["Danh sách có 02; số lượng là đúng 01. (Hướng dẫn 2020, mục I.1)"],
    );
    check("Q-8", &[], &[]);
    check(
        "Q-8",
        &list(2, &[], 0),
        &["Danh sách có 02; số lượng là không quá 01. (Hướng dẫn 2020, mục I.1)"],
    );
}

#[test]
fn q_9_is_set_by_the_council_and_binds_nobody_here() {
    check("Q-9", &list(50, &["farmer"; 200], 600), &[]);
}

#[test]
fn the_quotas_of_a_unit_are_found_by_its_role() {
    let rules = rules("lang-son-2026");
    let named = |award, unit| {
        let found = quotas_for(&rules, CountedItems::Nominations, Some(award), unit);
        found.map(|quota| quota.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named("provincialCommendation", "commune"), ["Q-3"]);
    assert_eq!(named("laborOrder", "commune"), Vec::<String>::new());
}
