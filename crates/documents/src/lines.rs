//! A text in lines that have room: as few as may be, each about as long as the
//! others, with the words together that are read together.

/// In words, with the kind of place.
const LONGEST_NAME: usize = 5;
const PLACES: [&str; 5] = ["xã", "phường", "huyện", "tỉnh", "ngành"];
/// Words that go together, each with the one after it.
const TOGETHER: [[&str; 2]; 11] = [
    ["ub", "mttq"],
    ["ủy", "ban"],
    ["ban", "nhân"],
    ["nhân", "dân"],
    ["hội", "đồng"],
    ["thi", "đua"],
    ["khen", "thưởng"],
    ["điển", "hình"],
    ["hình", "tiên"],
    ["tiên", "tiến"],
    ["lần", "thứ"],
];

/// As few lines as have room, each about as long as the others.
pub(crate) fn balanced(text: &str, room: u32, measure: impl Fn(&str) -> u32) -> Vec<String> {
    let fewest = measure(text).div_ceil(room.max(1)).max(1);
    let mut goal = measure(text) / fewest;
    loop {
        let lines = broken(text, goal, &measure);
        if goal >= room || u32::try_from(lines.len()).unwrap_or(u32::MAX) <= fewest {
            return lines;
        }
        goal = (goal + room / 50 + 1).min(room);
    }
}

fn broken(text: &str, goal: u32, measure: impl Fn(&str) -> u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for words in inseparable(text) {
        match lines.last_mut() {
            Some(last) if measure(&format!("{last} {words}")) <= goal => {
                last.push(' ');
                last.push_str(&words);
            }
            _ => lines.push(words),
        }
    }
    lines
}

/// Words that stay on one line: a name with the kind of place it is the name of,
/// «Điển hình tiên tiến».
fn inseparable(text: &str) -> Vec<String> {
    let in_capitals = !text.chars().any(char::is_lowercase);
    let begins = |word: &str| word.starts_with(char::is_uppercase);
    let is_name = |word: &str| begins(word) && word.chars().any(char::is_lowercase);
    let mut units: Vec<String> = Vec::new();
    // The line's last words are the name where all is in capitals.
    let (mut before, mut in_name) = ("", false);
    for word in text.split_whitespace() {
        let is_place = PLACES.contains(&before.to_lowercase().as_str());
        in_name |= in_capitals && is_place;
        let goes_on = TOGETHER.contains(&[&before.to_lowercase(), &word.to_lowercase()])
            || (in_name && begins(word))
            || (is_name(word) && (is_place || is_name(before)));
        match units.last_mut() {
            Some(last) if goes_on && last.split(' ').count() < LONGEST_NAME => {
                last.push(' ');
                last.push_str(word);
            }
            _ => units.push(word.to_owned()),
        }
        before = word;
    }
    units
}

#[cfg(test)]
mod tests {
    use super::balanced;

    #[track_caller]
    fn check(text: &str, room: u32, expected: &[&str]) {
        let letters = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        assert_eq!(balanced(text, room, letters), expected);
    }

    #[test]
    fn a_name_stays_whole_and_lines_are_about_as_long() {
        check(
            "ỦY BAN NHÂN DÂN XÃ MẪU SƠN",
            30,
            &["ỦY BAN NHÂN DÂN XÃ MẪU SƠN"],
        );
        check(
            "ỦY BAN NHÂN DÂN XÃ MẪU SƠN",
            22,
            &["ỦY BAN NHÂN DÂN", "XÃ MẪU SƠN"],
        );
        check("một hai ba bốn năm", 10, &["một hai ba", "bốn năm"]);
        check(
            "Ủy ban nhân dân xã Mẫu Sơn",
            17,
            &["Ủy ban nhân dân", "xã Mẫu Sơn"],
        );
    }

    #[test]
    fn what_has_no_room_stands_by_itself() {
        check("XÃ MẪU SƠN", 4, &["XÃ MẪU SƠN"]);
        check("", 10, &[]);
    }
}
