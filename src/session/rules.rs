//! The rule set that the person's forms and lists go by.

use super::Session;
use crate::rules;
use leptos::prelude::Set;

impl Session {
    /// The first start of all: the first screen stands before its rules are here.
    pub async fn take_first_rules(self) {
        if let Some(rules) = rules::fetched(&self.phone(), &self.enrolment()).await {
            self.set_rules(rules);
        }
        self.rules_coming.set(false);
    }

    /// Looks for a newer rule set, quietly.
    pub async fn look_for_rules(self) {
        let phone = self.phone();
        let Some(rules) = rules::fetched(&phone, &self.enrolment()).await else {
            return;
        };
        if *rules != *self.rules_untracked() {
            self.set_rules(rules);
            if let Ok(lines) = phone.summarise_again().await {
                self.changed(lines);
            }
        }
    }
}
