//! A whole commune from a seed: villages, families, people, collectives, five
//! years of awards, and the year's registrations. The same seed gives the same
//! commune; nobody in it is real.

use register::record::Record;
use serde_json::{Value, json};

/// The records of a commune, all in the scope `06541` and its villages'.
#[derive(Debug, Clone, Default)]
pub struct Commune {
    pub villages: Vec<Record>,
    pub families: Vec<Record>,
    pub people: Vec<Record>,
    pub collectives: Vec<Record>,
    pub awards: Vec<Record>,
    pub registrations: Vec<Record>,
}

/// The size of an invented commune, and the seed that it is made from.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub seed: u64,
    pub villages: usize,
    pub families: usize,
    pub people: usize,
    /// Awards of each of the five years up to `last_year`.
    pub awards_a_year: usize,
    pub last_year: i32,
}

impl Size {
    /// 30 villages, 600 families, five years of awards.
    pub fn usual(seed: u64) -> Self {
        Self {
            seed,
            villages: 30,
            families: 600,
            people: 900,
            awards_a_year: 800,
            last_year: 2025,
        }
    }
}

const SCOPE: &str = "06541";

const FAMILY_NAMES: [&str; 14] = [
    "Hoàng", "Nông", "Lý", "Vi", "Lương", "Hà", "Triệu", "Đặng", "Bế", "Lộc", "Chu", "Nguyễn",
    "Giàng", "Lò",
];
const MIDDLE_NAMES: [[&str; 5]; 2] = [
    ["Văn", "Đức", "Minh", "Quang", "Seo"],
    ["Thị", "Thị Thu", "Thị Hồng", "Thanh", "Thị Mỷ"],
];
const GIVEN_NAMES: [[&str; 12]; 2] = [
    [
        "Thành", "Hùng", "Dũng", "Tuấn", "Sơn", "Long", "Páo", "Sử", "Kiên", "Toàn", "Đạt", "Phúc",
    ],
    [
        "Hoa", "Lan", "Hằng", "Nhung", "Thủy", "Yến", "Mai", "Dung", "Dín", "Chư", "Ánh", "Quyên",
    ],
];
const VILLAGE_NAMES: [&str; 15] = [
    "Pò Mã",
    "Nà Lầu",
    "Khuổi Slao",
    "Bản Quyền",
    "Nà Tềnh",
    "Phiêng Phúc",
    "Co Hương",
    "Nà Pàn",
    "Khuôn Ngục",
    "Bản Chu",
    "Lặp Pịa",
    "Pác Lùng",
    "Thâm Luông",
    "Nà Mạ",
    "Cốc Lào",
];
const COLLECTIVES: [(&str, &str); 8] = [
    ("Trường Tiểu học xã", "school"),
    ("Trường Trung học cơ sở xã", "school"),
    ("Trạm Y tế xã", "healthStation"),
    ("Hợp tác xã Nông nghiệp Hương Rừng", "cooperative"),
    ("Phòng Văn hóa - Xã hội", "office"),
    ("Hội Nông dân xã", "massOrganization"),
    ("Công an xã", "armedForce"),
    ("Ban Chỉ huy Quân sự xã", "armedForce"),
];
/// Awards with their weight and mode of the usual year.
const OF_COLLECTIVES: [(&str, u64); 5] = [
    ("advancedCollective", 30),
    ("culturalVillage", 40),
    ("communeCertificateOfMerit", 25),
    ("excellentCollective", 4),
    ("provincialCommendation", 3),
];
const OF_INDIVIDUALS: [(&str, u64); 6] = [
    ("advancedWorker", 60),
    ("communeCertificateOfMerit", 40),
    ("grassrootsEmulationFighter", 8),
    ("provincialCommendation", 3),
    ("provincialEmulationFighter", 1),
    ("commemorativeMedal", 2),
];
const OF_FAMILIES: [(&str, u64); 3] = [
    ("culturalFamily", 90),
    ("communeCertificateOfMerit", 9),
    ("provincialCommendation", 1),
];
const MODES: [(&str, u64); 4] = [
    ("regular", 70),
    ("thematic", 20),
    ("extraordinary", 8),
    ("foreignRelations", 1),
];

/// Numbers from a seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, count: u64) -> u64 {
        self.next() % count.max(1)
    }

    pub fn of<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let count = u64::try_from(items.len()).unwrap_or(1);
        &items[usize::try_from(self.below(count)).unwrap_or(0)]
    }

    pub fn weighted<'a>(&mut self, items: &'a [(&'a str, u64)]) -> &'a str {
        let mut rest = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            match rest.checked_sub(*weight) {
                Some(less) => rest = less,
                None => return item,
            }
        }
        items[0].0
    }

    fn name(&mut self) -> (String, &'static str) {
        let woman = self.below(2) == 1;
        let sex = usize::from(woman);
        let name = format!(
            "{} {} {}",
            self.of(&FAMILY_NAMES),
            self.of(&MIDDLE_NAMES[sex]),
            self.of(&GIVEN_NAMES[sex])
        );
        (name, if woman { "female" } else { "male" })
    }
}

/// An id of 22 characters, as real ones are.
fn id(kind: char, number: usize) -> String {
    format!("{kind}{number:021}")
}

fn record(scope: &str, id: &str, kind: &str, fields: &Value) -> Record {
    let mut record = Record::new(scope, id, kind);
    let fields = fields.as_object().cloned().unwrap_or_default();
    record.fields = fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .collect();
    record
}

pub fn commune(size: Size) -> Commune {
    let mut dice = Dice(size.seed);
    let mut commune = Commune::default();
    for number in 0..size.villages {
        let kind = *dice.of(&["thon", "thon", "ban", "toDanPho"]);
        let base = VILLAGE_NAMES[number % VILLAGE_NAMES.len()];
        let name = match number / VILLAGE_NAMES.len() {
            0 => base.to_owned(),
            again => format!("{base} {}", again + 1),
        };
        let households = 20 + dice.below(120);
        let fields = json!({"villageKind": kind, "name": name, "headName": dice.name().0, "households": households, "people": households * 4 + dice.below(60)});
        commune
            .villages
            .push(record(SCOPE, &id('v', number), "village", &fields));
    }
    let scope_of = |number: usize| format!("{SCOPE}/{}", id('v', number % size.villages.max(1)));
    for number in 0..size.families {
        let (name, gender) = dice.name();
        let fields =
            json!({"householdHead": name, "gender": gender, "memberCount": 2 + dice.below(6)});
        commune.families.push(record(
            &scope_of(number),
            &id('f', number),
            "family",
            &fields,
        ));
    }
    for number in 0..size.people {
        let (name, gender) = dice.name();
        let group = *dice.of(&[
            "farmer",
            "farmer",
            "farmer",
            "worker",
            "student",
            "civilServant",
            "civilServant",
        ]);
        let leads = group == "civilServant" && dice.below(5) == 0;
        let fields = json!({"fullName": name, "gender": gender, "birthDate": (1950 + dice.below(60)).to_string(), "subjectGroup": group, "isLeader": if leads { "yes" } else { "no" }});
        commune.people.push(record(
            &scope_of(number),
            &id('p', number),
            "person",
            &fields,
        ));
    }
    for (number, (name, kind)) in COLLECTIVES.iter().enumerate() {
        let fields = json!({"name": name, "collectiveType": kind, "collectiveScale": "small", "memberCount": 5 + dice.below(30)});
        commune
            .collectives
            .push(record(SCOPE, &id('c', number), "collective", &fields));
    }
    for year in size.last_year - 4..=size.last_year {
        for _ in 0..size.awards_a_year {
            let number = commune.awards.len();
            let award = award(&mut dice, &commune, number, year);
            commune.awards.push(award);
        }
    }
    for number in 0..size.villages {
        let registration =
            registration(&mut dice, &commune.villages[number], number, size.last_year);
        commune.registrations.push(registration);
    }
    commune
}

fn award(dice: &mut Dice, commune: &Commune, number: usize, year: i32) -> Record {
    let (kind, subject, name, award, leads) = match dice.below(10) {
        0 => {
            let subject = match dice.below(3) {
                0 => dice.of(&commune.collectives),
                _ => dice.of(&commune.villages),
            };
            (
                "collective",
                subject,
                "name",
                dice.weighted(&OF_COLLECTIVES),
                None,
            )
        }
        1..=4 => {
            let subject = dice.of(&commune.people);
            let leads = subject.text("isLeader").map(str::to_owned);
            (
                "individual",
                subject,
                "fullName",
                dice.weighted(&OF_INDIVIDUALS),
                leads,
            )
        }
        _ => (
            "family",
            dice.of(&commune.families),
            "householdHead",
            dice.weighted(&OF_FAMILIES),
            None,
        ),
    };
    let day = format!("{year}-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
    let fields = json!({
        "subjectKind": kind,
        "subject": subject.id,
        "subjectName": subject.text(name),
        "award": award,
        "commendationMode": dice.weighted(&MODES),
        "year": year,
        "isLeader": leads,
        "isDirect": if kind == "collective" { Some("yes") } else { None },
        "decisionNumber": format!("{}/QĐ-UBND", 1 + number % 400),
        "decisionDate": day,
        "issuingAuthority": if award.starts_with("provincial") { "UBND tỉnh" } else { "UBND xã" },
    });
    record(SCOPE, &id('a', number), "award", &fields)
}

fn registration(dice: &mut Dice, village: &Record, number: usize, year: i32) -> Record {
    let signed = (dice.below(10) > 0).then(|| format!("{year}-02-{:02}", 1 + dice.below(28)));
    let fields = json!({"subjectKind": "village", "subject": village.id, "subjectName": village.text("name"), "year": year, "pledgeSignedOn": signed});
    let scope = format!("{SCOPE}/{}", village.id);
    let mut whole = record(&scope, &id('r', number), "emulationRegistration", &fields);
    let mut line = |kind: &str, place: u64, fields: Value| {
        let line_id = format!("{}.{kind}{place}", id('r', number));
        whole.lines.push(record(&scope, &line_id, kind, &fields));
    };
    for place in 0..1 + dice.below(4) {
        line(
            "indicator",
            place,
            json!({"name": format!("Chỉ tiêu {}", place + 1), "unit": "%", "registeredFigure": 50 + dice.below(50)}),
        );
    }
    line(
        "collectiveTitle",
        0,
        json!({"subject": village.id, "subjectName": village.text("name"), "award": "culturalVillage"}),
    );
    for place in 0..dice.below(6) {
        line(
            "individualTitle",
            place,
            json!({"subjectName": dice.name().0, "award": dice.weighted(&OF_INDIVIDUALS[..1])}),
        );
    }
    for place in 0..dice.below(20) {
        line(
            "familyTitle",
            place,
            json!({"subjectName": dice.name().0, "award": "culturalFamily"}),
        );
    }
    whole
}
