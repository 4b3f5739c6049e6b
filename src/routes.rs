//! Every address of the app: no view contains a URL.

use register::kind;

/// Where a person can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    Home,
    Places,
    /// The list of villages, people, families or collectives.
    List(&'static str),
    PasteVillages,
    Emulation,
    Commendation,
    NewNomination,
    More,
    Deleted,
    Waiting,
    /// Giving work to another phone, and taking it.
    HandOver,
    ShowCode,
    Scan,
    Review,
    /// An invitation's code; empty to type one.
    Invitation(String),
    Record(String),
    Section(String, String),
    Check(String),
    /// The documents of a record, or of a list of the year.
    Papers(DocumentSource),
    /// One of them.
    Paper(DocumentSource, String),
    /// All files of a dossier.
    Dossier(DocumentSource, String),
    /// What hangs behind the stage of a conference.
    Stage,
    /// A file of a record: the record, and the line's own part of its id.
    File(String, String),
}

impl Route {
    pub fn path(&self) -> String {
        match self {
            Self::Home => "/".into(),
            Self::Places => "/dia-ban".into(),
            Self::List(list) => format!("/dia-ban/{list}"),
            Self::PasteVillages => "/dan-danh-sach".into(),
            Self::Emulation => "/thi-dua".into(),
            Self::Commendation => "/khen-thuong".into(),
            Self::NewNomination => "/khen-thuong/moi".into(),
            Self::More => "/khac".into(),
            Self::Deleted => "/da-xoa".into(),
            Self::Waiting => "/so-chung".into(),
            Self::HandOver => "/chuyen-tay".into(),
            Self::ShowCode => "/chuyen-tay/ma".into(),
            Self::Scan => "/chuyen-tay/quet".into(),
            Self::Review => "/xem-lai".into(),
            Self::Invitation(code) => format!("/moi/{code}"),
            Self::Record(record) => format!("/phieu/{record}"),
            Self::Section(record, section) => format!("/phieu/{record}/{section}"),
            Self::Check(record) => format!("/kiem-tra/{record}"),
            Self::Papers(of) => format!("/van-ban/{}", of.part()),
            Self::Paper(of, key) => format!("/van-ban/{}/{key}", of.part()),
            Self::Dossier(of, key) => format!("/ho-so/{}/{key}", of.part()),
            Self::Stage => "/ma-ket".into(),
            Self::File(record, line) => format!("/tep/{record}/{line}"),
        }
    }
}

impl Route {
    /// The place that an address names; the home screen if it names none.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            ["dia-ban"] => Self::Places,
            ["dia-ban", list] => {
                let known = LISTS.iter().find(|(name, _)| name == list);
                known.map_or(Self::Places, |(name, _)| Self::List(name))
            }
            ["dan-danh-sach"] => Self::PasteVillages,
            ["thi-dua"] => Self::Emulation,
            ["khen-thuong"] => Self::Commendation,
            ["khen-thuong", "moi"] => Self::NewNomination,
            ["khac"] => Self::More,
            ["da-xoa"] => Self::Deleted,
            ["so-chung"] => Self::Waiting,
            ["chuyen-tay"] => Self::HandOver,
            ["chuyen-tay", "ma"] => Self::ShowCode,
            ["chuyen-tay", "quet"] => Self::Scan,
            ["xem-lai"] => Self::Review,
            ["moi"] => Self::Invitation(String::new()),
            ["moi", code] => Self::Invitation((*code).to_owned()),
            ["phieu", record] => Self::Record((*record).to_owned()),
            ["phieu", record, section] => {
                Self::Section((*record).to_owned(), (*section).to_owned())
            }
            ["kiem-tra", record] => Self::Check((*record).to_owned()),
            ["van-ban", of] => Self::Papers(DocumentSource::parse(of)),
            ["van-ban", of, key] => Self::Paper(DocumentSource::parse(of), (*key).to_owned()),
            ["ho-so", of, key] => Self::Dossier(DocumentSource::parse(of), (*key).to_owned()),
            ["ma-ket"] => Self::Stage,
            ["tep", record, line] => Self::File((*record).to_owned(), (*line).to_owned()),
            _ => Self::Home,
        }
    }

    /// The record whose form is open here.
    pub fn record(&self) -> Option<&str> {
        match self {
            Self::Record(record)
            | Self::Section(record, _)
            | Self::Check(record)
            | Self::File(record, _) => Some(record),
            _ => None,
        }
    }

    /// The place in the bottom navigation; nothing while a form is open.
    pub fn tab(&self) -> Option<usize> {
        match self {
            Self::Home => Some(0),
            Self::Places | Self::List(_) => Some(1),
            Self::Emulation => Some(2),
            Self::Commendation | Self::NewNomination => Some(3),
            Self::More | Self::Deleted | Self::Waiting | Self::Review | Self::HandOver => Some(4),
            _ => None,
        }
    }
}

/// The lists of the place and its people: address and kind.
pub const LISTS: [(&str, &str); 4] = [
    ("thon", kind::VILLAGE),
    ("nguoi", kind::PERSON),
    ("gia-dinh", kind::FAMILY),
    ("tap-the", kind::COLLECTIVE),
];

/// Where records of a kind are listed.
pub fn list_of(of: &str) -> String {
    if let Some((list, _)) = LISTS.iter().find(|(_, kind)| *kind == of) {
        return Route::List(list).path();
    }
    match of {
        kind::EMULATION_REGISTRATION => Route::Emulation.path(),
        kind::NOMINATION => Route::Commendation.path(),
        _ => Route::More.path(),
    }
}

/// Where a record of a kind is opened: at its one page, or at its sections.
pub fn of_record(record: &str, only_section: Option<&str>) -> String {
    match only_section {
        Some(section) => Route::Section(record.to_owned(), section.to_owned()).path(),
        None => Route::Record(record.to_owned()).path(),
    }
}

/// The commune's own records are there once and stay.
pub fn may_be_deleted(of: &str) -> bool {
    !matches!(of, kind::COMMUNE | kind::COMMUNE_PROFILE)
}

/// What documents are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentSource {
    Record(String),
    /// The nominations of the year that are taken in.
    Nominations,
    /// The registrations of the year.
    Registrations,
    /// All of the year.
    Year,
    /// What a conference's stage is drawn by.
    Stage,
}

impl DocumentSource {
    /// From an address.
    pub fn parse(part: &str) -> Self {
        let lists = [
            Self::Nominations,
            Self::Registrations,
            Self::Year,
            Self::Stage,
        ];
        let list = lists.into_iter().find(|list| list.part() == part);
        list.unwrap_or_else(|| Self::Record(part.to_owned()))
    }

    /// In an address.
    pub fn part(&self) -> &str {
        match self {
            Self::Record(record) => record,
            Self::Nominations => "de-nghi",
            Self::Registrations => "dang-ky",
            Self::Year => "nam",
            Self::Stage => "ma-ket",
        }
    }
}
