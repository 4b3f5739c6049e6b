use register::paste::{
    Certainty, DuplicateLocation, KnownVillage, PasteOutcome, PastedLine, PastedVillage,
    SkipReason, VillageKind,
};

fn villages(pasted: &str) -> Vec<PastedLine> {
    register::paste::villages(pasted, &[])
}

/// One line of the outcome: `kind|name|head|phone|households/people|how sure`; of
/// what is sure, `+` where something is said all the same; and what is added to a village that is
/// there.
pub fn tell(outcome: &PasteOutcome) -> String {
    match outcome {
        PasteOutcome::Skipped(reason) => format!("{reason:?}"),
        PasteOutcome::PartOf(line) => format!("of {line}"),
        PasteOutcome::Village(PastedVillage {
            kind,
            name,
            head,
            phone,
            households,
            people,
            twice,
            adds,
            certainty,
            reasons,
        }) => {
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            let number = |count: &Option<u32>| count.map(|count| count.to_string());
            let households = number(households).unwrap_or_default();
            let people = number(people).map(|count| format!("/{count}"));
            let households = households + &people.unwrap_or_default();
            let warnings = match (certainty, reasons.as_slice(), twice) {
                (Certainty::Certain, [], None) => String::new(),
                (Certainty::Certain, [], Some(twice)) => format!("|{twice:?}"),
                (Certainty::Certain, ..) => "|+".to_owned(),
                (Certainty::Doubtful, ..) => "|!".to_owned(),
                (Certainty::Unsure, ..) => "|?".to_owned(),
            };
            let adds: String = adds
                .iter()
                .map(|part| format!(" +{}", part.field()))
                .collect();
            format!(
                "{}|{name}|{}|{}|{households}{warnings}{adds}",
                kind.code(),
                text(head),
                text(phone)
            )
        }
    }
}

#[track_caller]
pub fn check(line: &str, expected: &str) {
    let lines = villages(line);
    let told: Vec<String> = lines.iter().map(|line| tell(&line.outcome)).collect();
    assert_eq!(told, [expected]);
    assert_eq!(lines.first().map(|line| line.raw.as_str()), Some(line));
}

#[test]
fn one_line_is_one_village() {
    check("Thôn Lặp Pịa", "thon|Lặp Pịa|||");
    check("1. Thôn Lặp Pịa", "thon|Lặp Pịa|||");
    check("02) Bản Pò Mã", "ban|Pò Mã|||");
    check("- Bản Pò Mã", "ban|Pò Mã|||");
    check("• bản Pò Mã.", "ban|Pò Mã|||");
    check("TDP số 3", "toDanPho|số 3|||");
    check("Tổ dân phố 12", "toDanPho|12|||");
    check("Tổ 5", "toDanPho|5|||");
    check("Khối phố Hồng Phong", "khoiPho|Hồng Phong|||");
    check("Khu phố 2", "khoiPho|2|||");
    check("Khối 3", "khoiPho|3|||");
    check("Thôn 10", "thon|10|||");
    check("THÔN LẶP PỊA", "thon|LẶP PỊA|||");
    check(
        "Tho\u{302}n La\u{323}\u{306}p Pi\u{323}a",
        "thon|Lặp Pịa|||",
    );
    check("Nà Pục", "thon|Nà Pục||||?");
    check("Bản", "thon|Bản||||?");
    check("Thôn Tổ Ong", "thon|Tổ Ong|||");
    check("Thôn Xà Lũng", "thon|Xà Lũng|||");
    check("🏡 Thôn Lặp Pịa 🌸", "thon|Lặp Pịa|||");
    check("1️⃣ Bản Pò Mã", "ban|Pò Mã|||");
    check("✅ 2. Bản Pò Mã ❤️", "ban|Pò Mã|||");
    check("① Bản Pò Mã", "ban|Pò Mã|||");
    check("IV. Bản Pò Mã", "ban|Pò Mã|||");
    check("a) Bản Pò Mã", "ban|Pò Mã|||");
    check("3 Bản Pò Mã", "ban|Pò Mã|||");
    check("3   Pò Mã", "thon|Pò Mã||||!");
    check("1.2. Bản Pò Mã", "ban|Pò Mã|||");
    check("12 Cây", "thon|12 Cây||||?");
}

#[test]
fn columns_are_told_apart() {
    check(
        "1\tBản Pò Mã\tLý Văn Ân\t64\t0912345678",
        "ban|Pò Mã|Lý Văn Ân|0912345678|64",
    );
    check(
        "Bản Pò Mã; Lý Văn Ân; 0912 345 678",
        "ban|Pò Mã|Lý Văn Ân|0912345678|",
    );
    check("Bản Pò Mã, Lý Văn Ân, 64 hộ", "ban|Pò Mã|Lý Văn Ân||64");
    check("Bản Pò Mã (64 hộ)", "ban|Pò Mã|||64");
    check("Thôn Nà Pục (cũ)", "thon|Nà Pục (cũ)|||");
    check("Bản Pò Mã: Lý Văn Ân", "ban|Pò Mã|Lý Văn Ân||");
    check(
        "3. Thôn Lặp Pịa - Trưởng thôn: Hoàng Thị Ánh - 41 hộ - 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41",
    );
    check(
        "Thôn Lặp Pịa, bà Hoàng Thị Ánh, ĐT: 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|",
    );
    check(
        "Thôn Lặp Pịa, Hoàng Thị Ánh 0912345678",
        "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|",
    );
    check(
        "Thôn Lặp Pịa, Hoàng Thị Ánh, 41 hộ, 180 khẩu",
        "thon|Lặp Pịa|Hoàng Thị Ánh||41/180",
    );
    check("Bản Pò Mã (64 hộ, 287 khẩu)", "ban|Pò Mã|||64/287");
    check("Bản Pò Mã: 64 hộ/287 nhân khẩu", "ban|Pò Mã|||64/287");
    check("Bản Pò Mã - Số hộ: 64 - Số khẩu: 287", "ban|Pò Mã|||64/287");
    check(
        "Bản Pò Mã  Lý Văn Ân  64  287",
        "ban|Pò Mã|Lý Văn Ân||64/287",
    );
    check("Bản Pò Mã; 64 hộ dân; 1.287 người", "ban|Pò Mã|||64/1287");
    check("Bản Pò Mã; 64; 12", "ban|Pò Mã|||64|!");
    check(
        "Thôn Lặp Pịa\t\t\t1234567890123",
        "thon|Lặp Pịa||1234567890123||!",
    );
}

#[test]
fn odd_lines_are_skipped_with_a_reason() {
    check("   ", "Empty");
    check("-----", "NoName");
    check("DANH SÁCH THÔN, BẢN XÃ MẪU SƠN", "NotAVillage");
    check("Tổng cộng: 24 thôn", "NotAVillage");
    check("Em cảm ơn chị nhiều ạ!", "NotAVillage");
    check("Xã Mẫu Sơn", "NotAVillage");
    check("Xà Lũng", "thon|Xà Lũng||||?");
    check("Cộng\t\t640", "NotAVillage");
    check("Cộng Hòa", "thon|Cộng Hòa||||?");
    check("STT\tTên thôn\tTrưởng thôn\tSố hộ\tĐiện thoại", "HeaderRow");
    assert!(!SkipReason::HeaderRow.message_vi().is_empty());
}

#[track_caller]
pub fn check_table(rows: &[&str], expected: &[&str]) {
    let told: Vec<String> = villages(&rows.join("\n"))
        .iter()
        .map(|line| tell(&line.outcome))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_header_row_says_what_the_columns_are() {
    check_table(
        &[
            "STT\tTên thôn\tSố hộ\tNhân khẩu\tTrưởng thôn\tSĐT",
            "1\tThôn Lặp Pịa\t41\t180\tHoàng Thị Ánh\t0912345678",
            "2\tBản Pò Mã\t\t\tLý Văn Ân\t",
            "\tCộng\t105\t467\t\t",
        ],
        &[
            "HeaderRow",
            "thon|Lặp Pịa|Hoàng Thị Ánh|0912345678|41/180",
            "ban|Pò Mã|Lý Văn Ân||",
            "NotAVillage",
        ],
    );
    check_table(
        &[
            "STT; Tên thôn; Số khẩu; Số hộ; Số điện thoại",
            "1; Bản Pò Mã; 287; 64; 0912345678",
        ],
        &["HeaderRow", "ban|Pò Mã||0912345678|64/287"],
    );
    check_table(
        &[
            "STT, Tên thôn, Số hộ, Số khẩu",
            "1, Bản Pò Mã, 64, 287",
            "2. Thôn Co Chí, 30, 121",
        ],
        &["HeaderRow", "ban|Pò Mã|||64/287", "thon|Co Chí|||30/121"],
    );
    check_table(
        &[
            "STT   Tên thôn   Số hộ   Số khẩu",
            "1   Bản Pò Mã   64   287",
            "10  10  12  51",
        ],
        &["HeaderRow", "ban|Pò Mã|||64/287", "thon|10|||12/51|!"],
    );
    check_table(
        &[
            "TT\tThôn/bản\tBí thư\tSố hộ",
            "1\tBản Pò Mã\tVi Văn Đức\t64",
        ],
        &["HeaderRow", "ban|Pò Mã|||64|+"],
    );
}

#[test]
fn a_row_that_does_not_stand_under_the_columns_keeps_its_name() {
    check_table(
        &[
            "STT\tTên thôn\tSố hộ\tSố khẩu",
            "Bản Pò Mã\t64\t287",
            "Thôn Co Chí",
            "3. Thôn Nà Pục - Lý Văn Ân - 30 hộ",
            "4\tBản Áng\tVi Văn Đức\t51",
            "5\t\t17\t80",
            "6\tBản Khe\tchưa rõ 20\t80\tgiáp xã bên",
        ],
        &[
            "HeaderRow",
            "ban|Pò Mã|||64/287",
            "thon|Co Chí|||",
            "thon|Nà Pục|Lý Văn Ân||30",
            "ban|Áng|Vi Văn Đức||51",
            "NoName",
            "ban|Khe|||/80|!",
        ],
    );
    check_table(
        &[
            "STT   Tên thôn   Số hộ   Số khẩu",
            "1   Bản Pò Mã   64",
            "2   Thôn Co Chí",
        ],
        &["HeaderRow", "ban|Pò Mã|||64", "thon|Co Chí|||"],
    );
}

#[test]
fn a_village_twice_is_noticed() {
    check_table(
        &[
            "Thôn Hoà Bình\r",
            "\r",
            "Thôn Hòa Bình",
            "Bản Hòa Bình",
            "Hòa Bình",
            "TDP số 1",
            "TDP 1",
        ],
        &[
            "thon|Hoà Bình|||",
            "Empty",
            "thon|Hòa Bình||||Line(1)",
            "ban|Hòa Bình||||?",
            "thon|Hòa Bình||||Line(1)",
            "toDanPho|số 1|||",
            "toDanPho|1||||Line(6)",
        ],
    );
    let known = [
        named(Some(VillageKind::Ban), "Pò Mã"),
        named(None, "Thôn Co Chí"),
    ];
    let twice = |line: &str| match outcomes(line, &known).into_iter().next() {
        Some(PasteOutcome::Village(village)) => village.twice,
        _ => None,
    };
    assert_eq!(twice("bản pò mã"), Some(DuplicateLocation::Register(0)));
    assert_eq!(twice("PÒ MÃ"), Some(DuplicateLocation::Register(0)));
    assert_eq!(twice("Po Ma"), None);
    assert_eq!(twice("Thôn Pò Mã"), None);
    assert_eq!(twice("Thôn Co Chí"), Some(DuplicateLocation::Register(1)));
    assert_eq!(twice("Bản Co Chí"), None);
}

fn named(kind: Option<VillageKind>, name: &str) -> KnownVillage<'_> {
    KnownVillage {
        kind,
        name,
        ..KnownVillage::default()
    }
}

fn outcomes(pasted: &str, known: &[KnownVillage]) -> Vec<PasteOutcome> {
    let lines = register::paste::villages(pasted, known).into_iter();
    lines.map(|line| line.outcome).collect()
}

/// What the lines come to beside these villages, and what is said of them.
#[track_caller]
fn check_beside(known: &[KnownVillage], rows: &[&str], expected: &[&str], said: &[&str]) {
    let outcomes = outcomes(&rows.join("\n"), known);
    let told: Vec<String> = outcomes.iter().map(tell).collect();
    assert_eq!(told, expected);
    let reasons = outcomes.iter().flat_map(|outcome| match outcome {
        PasteOutcome::Village(village) => village.reasons.clone(),
        _ => Vec::new(),
    });
    assert_eq!(reasons.collect::<Vec<_>>(), said);
}

#[test]
fn the_same_name_of_another_kind_is_pointed_out() {
    check_beside(
        &[
            named(Some(VillageKind::Ban), "Pò Mã"),
            named(Some(VillageKind::Ban), "1"),
        ],
        &["Thôn Pò Mã", "Thôn 1", "Bản Pò Mã"],
        &["thon|Pò Mã||||?", "thon|1|||", "ban|Pò Mã||||Register(0)"],
        &["Giống tên Bản Pò Mã đã có trong sổ. Nếu là nơi khác thì chọn dòng này."],
    );
}

#[test]
fn a_name_with_other_marks_is_not_decided_on() {
    let known = [named(Some(VillageKind::Thon), "Co Lói")];
    check_beside(
        &known,
        &["Thôn Co Lọi, 41 hộ", "thon co loi", "Thôn CO LÓI"],
        &[
            "thon|Co Lọi|||41|?",
            "thon|co loi||||?",
            "thon|CO LÓI||||Register(0)",
        ],
        &[
            "Giống tên Thôn Co Lói đã có trong sổ, chỉ khác dấu. Nếu là thôn khác thì chọn dòng này.",
            "Giống tên Thôn Co Lói đã có trong sổ, chỉ khác dấu. Nếu là thôn khác thì chọn dòng này.",
        ],
    );
    check_beside(
        &[],
        &["Bản Pò Mã", "Bản Pò Má"],
        &["ban|Pò Mã|||", "ban|Pò Má||||?"],
        &["Giống tên Bản Pò Mã ở dòng 1, chỉ khác dấu. Nếu là thôn khác thì chọn dòng này."],
    );
}

#[test]
fn what_the_register_has_not_is_added_and_what_it_has_stays() {
    let bare = named(Some(VillageKind::Ban), "Pò Mã");
    let line = "Bản Pò Mã, Lý Văn Ân, 0912345678, 64 hộ, 287 khẩu";
    check_beside(
        &[bare],
        &[line, "Pò Mã, 64 hộ"],
        &[
            "ban|Pò Mã|Lý Văn Ân|0912345678|64/287|Register(0) +headName +headPhone +households +people",
            "thon|Pò Mã|||64|Line(1)",
        ],
        &[],
    );
    // A name that is in the register is in no doubt, nor is its kind.
    check_beside(
        &[bare],
        &["pò mã, 64 hộ"],
        &["ban|pò mã|||64|Register(0) +households"],
        &[],
    );
    let known = KnownVillage {
        head: "LÝ VĂN ÂN",
        phone: "0912 345 678",
        households: "64",
        people: "287",
        ..bare
    };
    check_beside(
        &[known],
        &[line],
        &["ban|Pò Mã|Lý Văn Ân|0912345678|64/287|Register(0)"],
        &[],
    );
    check_beside(
        &[KnownVillage {
            phone: "",
            households: "1.065",
            ..known
        }],
        &[line],
        &["ban|Pò Mã|Lý Văn Ân|0912345678|64/287|! +headPhone"],
        &["Số hộ trong sổ là 1.065, dòng này ghi 64: giữ như trong sổ."],
    );
    // Another head may mean another village: his telephone is not hers.
    check_beside(
        &[KnownVillage {
            head: "Hoàng Thị Ánh",
            phone: "",
            people: "",
            ..known
        }],
        &[line],
        &["ban|Pò Mã|Lý Văn Ân|0912345678|64/287|? +people"],
        &[
            "Trưởng thôn trong sổ là Hoàng Thị Ánh, dòng này ghi Lý Văn Ân: giữ như trong sổ.",
            "Chưa dùng đến “0912345678”: trong sổ là người khác.",
        ],
    );
    // Of two that are called so nobody knows which is meant.
    check_beside(
        &[bare, bare],
        &[line],
        &["ban|Pò Mã|Lý Văn Ân|0912345678|64/287|+"],
        &["Trong sổ có 2 nơi cùng tên này."],
    );
}
