//! Words put in for `{…}` in a rule set's texts.

use super::Rules;

impl Rules {
    /// A text with the year's, the period's and the province's words in it.
    /// Places that only whoever prints can fill stay as they are.
    pub fn filled(&self, text: &str, year: i32) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let mut filled = text.to_owned();
        let mut put = |place: &str, word: String| filled = filled.replace(place, &word);
        put("{year}", year.to_string());
        put("{previousYear}", year.saturating_sub(1).to_string());
        put("{nextYear}", year.saturating_add(1).to_string());
        if let Some(period) = self.parts.period {
            put("{period}", format!("{} - {}", period.from, period.to));
            if let Some((from, to)) = period.next_from.zip(period.next_to) {
                put("{nextPeriod}", format!("{from} - {to}"));
            }
        }
        for (key, word) in self.labels.iter() {
            put(&format!("{{{key}}}"), word.clone());
        }
        filled
    }
}
