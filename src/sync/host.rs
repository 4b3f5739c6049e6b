//! The browser as the sync's host: store, network, clock, timers and screens of this tab. What is
//! decided is in `client::sync`.

use super::{files, send};
use crate::platform::{self, Turn, sleep};
use crate::session::Session;
use crate::settings;
use crate::store::{IdbStore, Phone};
use crate::worker::SecondModule;
use client::Moment;
use client::enrolment::Enrolment;
use client::signing_key;
use client::sync::{Host, HttpError, Proof, ReplyChanges, SyncState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::wire::{Reply, Request};
use register::summary::Summary as About;
use replica::File;
use std::rc::Rc;

/// The [`Host`] of this tab's sync, over its session.
pub struct Browser(pub Session);

impl Host for Browser {
    type Store = IdbStore;
    type About = About;
    type Turn = Turn;

    fn replica(&self) -> Rc<Phone> {
        self.0.phone()
    }

    fn now(&self) -> Moment {
        platform::moment()
    }

    fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        spawn_local(task);
    }

    async fn pause(&self, least: u32, most: u32) {
        let part = js_sys::Math::random() * f64::from(most - least);
        sleep(least.saturating_add(part as u32) as i32).await;
    }

    async fn turn(&self) -> Turn {
        Turn::of(&settings::current_store().unwrap_or_default()).await
    }

    async fn fresh_device(&self) -> String {
        signing_key::fresh_device(&self.0.phone(), &platform::fresh_id).await
    }

    fn grants_digest(&self) -> Option<String> {
        Some(self.0.enrolment().grants_digest())
    }

    async fn proof(&self) -> Option<Proof> {
        signing_key::proof(&self.0.phone(), &SecondModule).await
    }

    async fn send(&self, request: &Request) -> Result<Reply, HttpError> {
        let token = self.0.token().await;
        send::sync(&token, request).await
    }

    async fn create_upload(&self, file: &File) -> Result<u64, HttpError> {
        files::create(&self.0.token().await, file).await
    }

    async fn send_part(&self, file: &File, offset: u64, part: &[u8]) -> Result<u64, HttpError> {
        files::send_part(&self.0.token().await, file, offset, part).await
    }

    fn files_later(&self) -> bool {
        settings::files_later()
    }

    fn leave(&self, request: Option<&Request>) {
        let (session, request) = (self.0, request.cloned());
        spawn_local(async move { send::leave(&session.token().await, request.as_ref()) });
    }

    fn show(&self, state: SyncState) {
        self.0.sync.set(state);
    }

    fn show_files(&self, all: &[(File, bool)]) {
        self.0.files.update(|files| files.all = all.to_vec());
    }

    fn show_sent(&self, bytes: u64) {
        self.0.files.update(|files| files.sent = bytes);
    }

    async fn changed(&self, news: ReplyChanges<About>) {
        let session = self.0;
        if !news.lines.is_empty() {
            session.changed(news.lines);
            session.tell_tabs();
        }
        if news.refused {
            session.look_at_refused().await;
        }
        if session.relayed.get_untracked() > 0 {
            session.look_at_relayed().await;
        }
        if news.reported || session.reports.get_untracked() > 0 {
            session.look_at_reports().await;
        }
    }

    fn rights_changed(&self) {
        spawn_local(self.0.show_again());
    }

    fn enrolment_changed(&self, enrolment: Enrolment) {
        self.0.set_enrolment(enrolment);
        self.0.tell_tabs();
        self.rights_changed();
    }

    fn locked(&self) {
        // Nothing of what was read stays in memory, here and in the other tabs.
        self.0.tell_tabs();
        drop(platform::window().location().reload());
    }

    fn reached(&self) {
        if self.0.rules_untracked().id.is_empty() {
            spawn_local(self.0.look_for_rules());
        }
    }
}
