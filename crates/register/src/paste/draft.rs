//! Guesses what the parts of a line are (name, head, telephone, counts) and remembers every doubt.
//! One draft becomes one [`PastedVillage`].

use super::cells::{parts, split_bracket};
use super::figures::{FigureKind, count, count_in, phone_in};
use super::words::{
    after_address, after_head_title, after_phone_label, is_other_office, is_other_place,
    office_within, says_none, without_phone_label,
};
use super::{Certainty, PastedVillage, VillageKind};
use crate::phone;
use crate::text::fold;
use crate::village_kind::split_kind;

/// A village as far as its line has been read.
#[derive(Default)]
pub struct VillageDraft {
    pub name: Option<String>,
    head: Option<String>,
    phone: Option<String>,
    households: Option<u32>,
    people: Option<u32>,
    /// Whether the line stands where villages stand: in a numbered list, in a table.
    is_listed: bool,
    certainty: Certainty,
    reasons: Vec<String>,
}

const TRIMMED: [char; 8] = [' ', '.', ':', ',', ';', '-', '–', '='];

impl VillageDraft {
    /// A draft of a line that stands in a list, or does not.
    pub fn listed(is_listed: bool) -> Self {
        Self {
            is_listed,
            ..Self::default()
        }
    }

    /// Something that a person should look at.
    pub fn doubt(&mut self, reason: String) {
        self.say(Certainty::Doubtful, reason);
    }

    fn say(&mut self, certainty: Certainty, reason: String) {
        self.certainty = self.certainty.max(certainty);
        if !self.reasons.contains(&reason) {
            self.reasons.push(reason);
        }
    }

    /// What nothing could be made of.
    fn leave(&mut self, part: &str) {
        self.doubt(unused(part));
    }

    /// What was understood, and has no place in the register.
    pub fn pass(&mut self, part: &str) {
        self.reasons.push(unused(part));
    }

    pub fn warn_of_number(&mut self, cell: &str) {
        self.doubt(format!("Chưa rõ số “{cell}” là gì."));
    }

    /// A part of which only the text tells what it is.
    pub fn take(&mut self, part: &str) {
        match split_bracket(part) {
            Some((before, within, after)) if says_more(within) => {
                self.take_plain(before);
                for part in parts(within) {
                    self.take_plain(&part);
                }
                for part in parts(after) {
                    self.take_plain(&part.replace(['(', ')'], " "));
                }
            }
            Some(_) => self.take_plain(part),
            None => self.take_plain(part.trim_end_matches([')', ' '])),
        }
    }

    fn take_plain(&mut self, part: &str) {
        let mut rest = part;
        while let Some(found) = phone_in(rest) {
            self.take_counted(without_phone_label(found.before));
            if self.phone.is_some() {
                self.leave(found.written);
            } else {
                self.set_phone(found.written);
            }
            rest = found.after.trim_start_matches(['/', ' ', ')']);
        }
        self.take_counted(rest);
    }

    fn take_counted(&mut self, part: &str) {
        let part = part.trim_matches(TRIMMED);
        if let Some((of, number)) = count(part) {
            return self.take_count(part, of, number);
        }
        let mut rest = part;
        while let Some(found) = count_in(rest) {
            self.take_words(before_count(found.before));
            let (of, number) = found.figure;
            self.take_count(found.written, of, number);
            rest = found.after;
        }
        self.take_words(rest);
    }

    /// Of two bare numbers the first counts households, the second people.
    fn take_count(&mut self, written: &str, of: FigureKind, number: u32) {
        match (of, self.households, self.people) {
            (FigureKind::Unknown, ..) if self.name.is_none() => self.warn_of_number(written),
            (FigureKind::Households | FigureKind::Unknown, None, _) => self.set_households(number),
            (FigureKind::People, _, None) => self.people = Some(number),
            (FigureKind::Unknown, Some(households), None) if number >= households => {
                self.people = Some(number);
            }
            (FigureKind::Other, ..) => self.pass(written),
            _ => self.warn_of_number(written),
        }
    }

    pub fn set_households(&mut self, number: u32) {
        if self.households.is_some() {
            return self.warn_of_number(&number.to_string());
        }
        self.households = Some(number);
        if number >= UNLIKELY_HOUSEHOLDS {
            self.doubt(format!("Số hộ {number} lớn khác thường. Hãy xem lại."));
        }
    }

    pub fn set_people(&mut self, number: u32) {
        match self.people {
            Some(_) => self.warn_of_number(&number.to_string()),
            None => self.people = Some(number),
        }
    }

    fn take_words(&mut self, words: &str) {
        let words = words.trim_matches(TRIMMED).trim_start_matches(['/', '&']);
        if !words.contains(char::is_alphanumeric) {
            return;
        }
        if let Some(number) = after_phone_label(words) {
            match number.is_empty() {
                true => self.leave(words),
                false => self.set_phone(number),
            }
        } else if says_none(words) {
            self.pass(words);
        } else if let Some(name) = after_head_title(words) {
            self.set_head(name, words);
        } else if self.name.is_none() {
            self.take_name(words);
        } else {
            self.take_person(words);
        }
    }

    fn take_name(&mut self, words: &str) {
        let address = after_address(words).map_or(0, |(rest, _)| rest.split(' ').count());
        if is_other_office(words) || address > 2 {
            return self.take_person(words);
        }
        if let Some(at) = office_within(words) {
            let (name, rest) = words.split_at(at);
            self.name = Some(name.trim_matches(TRIMMED).to_owned());
            return self.take_words(rest);
        }
        if let Some((name, rest)) = words.split_once(':') {
            self.name = Some(name.trim_matches(TRIMMED).to_owned());
            return self.take_words(rest);
        }
        let mut run_on = run_on(words).into_iter();
        self.name = run_on.next().map(str::to_owned);
        for rest in run_on {
            let reason = "Ghi liền nhau: hãy xem lại tên và trưởng thôn.";
            self.say(Certainty::Unsure, reason.to_owned());
            self.take_words(rest);
        }
    }

    /// The head by his name, or somebody of another office.
    fn take_person(&mut self, words: &str) {
        if is_other_office(words) {
            // «Bí thư kiêm trưởng thôn: Hoàng Thị Ánh».
            let both = words.split_once(':').filter(|(office, _)| is_both(office));
            return match both {
                Some((_, name)) => self.set_head(name, words),
                None => self.pass(words),
            };
        }
        match words.split_once(':') {
            Some((label, name))
                if after_address(label).is_some_and(|(rest, _)| rest.is_empty()) =>
            {
                self.set_head(name, words);
            }
            Some(_) => self.leave(words),
            None if is_name_of_person(words) => self.set_head(words, words),
            None => self.leave(words),
        }
    }

    /// Under «Trưởng thôn»: a name, with what else stands there.
    pub fn take_head(&mut self, cell: &str) {
        let cell = after_head_title(cell).unwrap_or(cell);
        let (first, rest) = cell.split_once(['\n', ',', ';', '/']).unwrap_or((cell, ""));
        if phone_in(first).is_none() && first.contains(char::is_alphabetic) && !says_none(first) {
            self.set_head(first, first);
        } else {
            self.take(first);
        }
        for part in parts(rest) {
            self.take(&part);
        }
    }

    fn set_head(&mut self, name: &str, words: &str) {
        if says_none(name) {
            return self.pass(words);
        }
        if self.head.is_some() {
            return self.leave(words);
        }
        let name = name.trim_matches(TRIMMED);
        let name = match after_address(name) {
            Some((_, true)) => {
                self.doubt(format!("“{name}”: chưa rõ chữ đầu là họ hay cách gọi."));
                name
            }
            Some((rest, false)) if !rest.is_empty() => rest,
            _ => name,
        };
        if name.contains(char::is_alphanumeric) {
            self.head = Some(name.to_owned());
        }
    }

    pub fn set_phone(&mut self, number: &str) {
        if number.trim().is_empty() {
            return;
        }
        if self.phone.is_some() {
            return self.leave(number);
        }
        if let Some(problem) = phone::check(number) {
            self.doubt(problem.to_owned());
        }
        let number = phone::normalise(number).unwrap_or_else(|| number.trim().to_owned());
        self.phone = Some(number);
    }

    /// Under «Điện thoại»: one number, or several.
    pub fn take_phone(&mut self, cell: &str) {
        match phone_in(cell) {
            Some(_) => self.take_plain(&cell.replace('\n', " / ")),
            None => self.set_phone(cell),
        }
    }

    /// Whether a line says something of a village, and not of which.
    pub fn is_part(&self) -> bool {
        let has_figure = self.phone.is_some() || self.households.is_some() || self.people.is_some();
        self.name.is_none()
            && !self.is_listed
            && (has_figure || self.head.is_some() || !self.reasons.is_empty())
    }

    /// Whether a line is words and nothing else.
    pub fn is_bare(&self) -> bool {
        let has_figure = self.phone.is_some() || self.households.is_some() || self.people.is_some();
        let bare = !has_figure && self.head.is_none() && self.reasons.is_empty();
        bare && !self.is_listed && !self.says_village()
    }

    /// Whether it will be a village.
    pub fn is_named(&self) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        split_kind(name).1.contains(char::is_alphanumeric)
    }

    pub fn says_village(&self) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        split_kind(name).0.is_some() || is_other_place(name)
    }

    /// Whether a bare line under this village may be its head.
    pub fn lacks_head(&self) -> bool {
        self.head.is_none() && (self.says_village() || self.is_listed)
    }

    /// What the next line says of this village.
    pub fn join(&mut self, part: Self) {
        if let Some(name) = part.name.as_deref() {
            self.set_head(name, name);
            self.doubt(format!("Chưa rõ “{name}” có phải trưởng thôn."));
        }
        if let Some(head) = part.head.as_deref() {
            self.set_head(head, head);
        }
        if let Some(phone) = part.phone.as_deref() {
            if self.phone.is_some() {
                self.leave(phone);
            } else {
                self.phone = Some(phone.to_owned());
            }
        }
        part.households
            .into_iter()
            .for_each(|count| self.set_households(count));
        part.people
            .into_iter()
            .for_each(|count| self.set_people(count));
        self.certainty = self.certainty.max(part.certainty);
        self.reasons.extend(part.reasons);
    }

    /// The kind as it was written, and the name; nothing if there is none.
    pub fn named(&self) -> Option<(Option<VillageKind>, String)> {
        let (kind, name) = split_kind(self.name.as_deref()?);
        let words: Vec<&str> = name.split_whitespace().collect();
        let name = words.join(" ");
        let name = name.trim_matches(TRIMMED);
        let is_name = name.contains(char::is_alphanumeric);
        is_name.then(|| (kind, name.to_owned()))
    }

    /// The village of this name, as far as the line itself tells; `is_known` that there is such a
    /// one, so that its name is in no doubt.
    pub fn finish(
        mut self,
        (kind, name): (Option<VillageKind>, String),
        is_known: bool,
    ) -> PastedVillage {
        let has_figure = self.phone.is_some() || self.households.is_some() || self.people.is_some();
        let is_likely = kind.is_some() || is_other_place(&name) || self.is_listed || has_figure;
        if kind.is_none() && is_likely && !is_known {
            self.doubt("Chưa rõ là thôn hay bản, tổ dân phố; tạm ghi là thôn.".to_owned());
        }
        if !is_likely && !is_known {
            let reason = "Chưa rõ có phải tên thôn, bản. Nếu phải thì chọn dòng này.";
            self.say(Certainty::Unsure, reason.to_owned());
        }
        if !is_plain_name(&name) && !is_known {
            let reason = "Tên dài hoặc có lẫn phần khác. Hãy xem lại.";
            self.say(Certainty::Unsure, reason.to_owned());
        }
        if self
            .people
            .zip(self.households)
            .is_some_and(|(people, households)| people < households)
        {
            self.doubt("Số khẩu ít hơn số hộ. Hãy xem lại.".to_owned());
        }
        PastedVillage {
            kind: kind.unwrap_or(VillageKind::Thon),
            name,
            head: self.head,
            phone: self.phone,
            households: self.households,
            people: self.people,
            twice: None,
            adds: Vec::new(),
            certainty: self.certainty,
            reasons: self.reasons,
        }
    }
}

/// More than any village has; a year, as a rule.
const UNLIKELY_HOUSEHOLDS: u32 = 1_500;

fn unused(part: &str) -> String {
    format!("Chưa dùng đến “{}”.", part.trim_matches(TRIMMED))
}

/// Without what only leads to a number: «Thôn Lặp Nọi có 41 hộ với 180 khẩu».
fn before_count(words: &str) -> &str {
    let words = words.trim();
    match words {
        "và" | "với" | "có" => "",
        _ => words.strip_suffix(" có").unwrap_or(words),
    }
}

/// Whether brackets hold more than another name of the place.
fn says_more(within: &str) -> bool {
    within.contains(|c: char| c.is_ascii_digit())
        || after_head_title(within).is_some()
        || after_address(within).is_some()
        || says_none(within)
        || is_other_office(within)
        || within.contains([',', ':', ';'])
}

fn is_both(office: &str) -> bool {
    let kiem = office
        .split_once("kiêm")
        .or_else(|| office.split_once("Kiêm"));
    kiem.is_some_and(|(_, other)| after_head_title(other.trim_start()).is_some())
}

/// Two to six words, each with a capital, or with «văn», «thị» in the middle.
fn is_name_of_person(words: &str) -> bool {
    let bare = after_address(words).map_or(words, |(rest, _)| rest);
    let each: Vec<&str> = bare.split(' ').filter(|word| !word.is_empty()).collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let is_addressed = bare.len() < words.len();
    let few = (2..=6).contains(&each.len()) || (is_addressed && each.len() == 1);
    let plain = !bare.contains(|c: char| c.is_ascii_digit());
    few && plain && (each.iter().all(capital) || is_persons_second(&each))
}

fn is_persons_second(words: &[&str]) -> bool {
    let second = words.get(1).map(|word| fold(word));
    words.len() > 2 && matches!(second.as_deref(), Some("van" | "thi"))
}

/// Whether a bare line can only be a person's.
pub fn is_surely_a_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    is_persons_second(&words)
}

/// «Thôn Lặp Nọi-Hoàng Thị Ánh», «Thôn Lặp Nọi. Hoàng Thị Ánh»: signs that stand
/// in names, too, part it where a person's name follows.
fn run_on(words: &str) -> Vec<&str> {
    let by = |sign: &str| {
        let pieces: Vec<&str> = words.split(sign).collect();
        let is_person =
            |piece: &&str| piece.trim().split(' ').count() > 2 && is_name_of_person(piece.trim());
        let parted = pieces
            .first()
            .is_some_and(|first| first.trim().chars().count() > 2)
            && pieces.iter().skip(1).any(is_person);
        parted.then_some(pieces)
    };
    by(". ").or_else(|| by("-")).unwrap_or_else(|| vec![words])
}

/// How many digits a name ends with: «Khe 2» is one of two, «Khe 41» may have so many households.
fn tail_digits(name: &str) -> usize {
    name.len() - name.trim_end_matches(|c: char| c.is_ascii_digit()).len()
}

/// «Lặp Pịa», «số 3», «12», «Nà Pục (cũ)»; not a whole line.
fn is_plain_name(name: &str) -> bool {
    let words = name.split(' ').count();
    let digits = name
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty());
    let long_digits = name
        .split(|c: char| !c.is_ascii_digit())
        .any(|run| run.len() > 3);
    words <= 5
        && name.chars().count() <= 40
        && digits.count() <= 1
        && !long_digits
        && name.matches('(').count() == name.matches(')').count()
        && !(name.contains(' ') && !name.starts_with("số ") && tail_digits(name) > 1)
        && !name.contains([':', ';', '"', '/', '\n'])
        && !(name.contains('-') && words > 2)
        && office_within(name).is_none()
}
