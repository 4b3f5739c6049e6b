//! [`Enrolments`] for both kinds of database. Each method chooses reader or writer; the statements
//! are in `people.rs`.

use super::{Own, people};
use crate::model::{Member, NamedPerson, Revocation, StoreError};
use crate::store::{DeviceClaims, DeviceRow, Ending, Enrolments, MOST_DEVICES};
use async_trait::async_trait;
use register::rights::Grant;
use std::collections::{BTreeMap, BTreeSet};

#[async_trait]
impl Enrolments for Own {
    async fn member(&self, token_hash: &[u8]) -> Result<Option<Member>, StoreError> {
        people::member(&self.readers, token_hash).await
    }

    async fn note_seen(&self, enrolment: &str, schema: u64, now: i64) -> Result<(), StoreError> {
        let enrolment = enrolment.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::note_seen(connection, &enrolment, schema, now)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn claim_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<DeviceClaims, StoreError> {
        let owners = people::owners(&self.readers, devices).await?;
        if owners.len() == devices.len() {
            return Ok(people::claims(&owners, enrolment, devices));
        }
        let (enrolment, devices) = (enrolment.to_owned(), devices.clone());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::claim(connection, &enrolment, &devices, MOST_DEVICES)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn owned_devices(
        &self,
        enrolment: &str,
        devices: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let owners = people::owners(&self.readers, devices).await?;
        let own = owners
            .into_iter()
            .filter(|(_, owner)| owner.as_deref() == Some(enrolment));
        Ok(own.map(|(device, _)| device).collect())
    }

    async fn claim_key(&self, enrolment: &str, key: &str) -> Result<(), StoreError> {
        let (enrolment, key) = (enrolment.to_owned(), key.to_owned());
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::claim_key(connection, &enrolment, &key)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }

    async fn authors(
        &self,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Member>, StoreError> {
        people::authors(&self.readers, keys).await
    }

    async fn people_of(
        &self,
        devices: &[String],
    ) -> Result<BTreeMap<String, NamedPerson>, StoreError> {
        people::people_of(&self.readers, devices).await
    }

    async fn person(&self, id: &str) -> Result<Option<(NamedPerson, Vec<Grant>)>, StoreError> {
        people::person(&self.readers, id).await
    }

    async fn devices(&self) -> Result<Vec<DeviceRow>, StoreError> {
        people::devices(&self.readers).await
    }

    async fn revoke(&self, device: &str, how: Revocation, now: i64) -> Result<bool, StoreError> {
        let device = device.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    let found = people::enrolment_of(connection, &device).await?;
                    let Some(enrolment) = found else {
                        return Ok(Ending::Undo(false));
                    };
                    people::revoke(connection, &enrolment, how, now).await?;
                    Ok(Ending::Keep(true))
                })
            })
            .await
    }

    async fn set_role(&self, device: &str, grant: Grant, held: bool) -> Result<bool, StoreError> {
        let device = device.to_owned();
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    people::set_role(connection, &device, &grant, held)
                        .await
                        .map(Ending::Keep)
                })
            })
            .await
    }
}
