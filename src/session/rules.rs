//! The rule set that the person's forms and lists go by.

use super::Session;
use crate::rules::OwnFiles;
use client::rule_sets;
use leptos::prelude::Set;
use register::rule_set::RuleSet;
use std::sync::Arc;

impl Session {
    async fn fetched_rules(self) -> Option<Arc<RuleSet>> {
        let province = &self.enrolment().commune.province_code;
        rule_sets::fetched(&self.phone(), &OwnFiles, province).await
    }

    /// The first start of all: the first screen stands before its rules are here.
    pub async fn take_first_rules(self) {
        if let Some(rules) = self.fetched_rules().await {
            self.set_rules(rules);
        }
        self.rules_coming.set(false);
    }

    /// Looks for a newer rule set, quietly.
    pub async fn look_for_rules(self) {
        let phone = self.phone();
        let Some(rules) = self.fetched_rules().await else {
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
