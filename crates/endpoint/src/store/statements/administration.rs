use super::{Own, SNAPSHOT, acts, people_in};
use crate::model::{ActAttempt, ActRefusal, PeoplePage, PeopleQuery, PersonRoles, StoreError};
use crate::store::{Administration, Ending};
use async_trait::async_trait;

#[async_trait]
impl Administration for Own {
    async fn people_in(&self, asked: PeopleQuery) -> Result<PeoplePage, StoreError> {
        people_in::page(&self.readers, &asked).await
    }

    async fn person_roles(&self, person: &str) -> Result<Option<PersonRoles>, StoreError> {
        let mut snapshot = self.readers.begin_with(SNAPSHOT).await?;
        acts::roles_of(&mut snapshot, person.to_owned()).await
    }

    async fn act(&self, attempt: ActAttempt) -> Result<Result<(), ActRefusal>, StoreError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    acts::act(connection, &attempt)
                        .await
                        .map(|done| match done {
                            Ok(()) => Ending::Keep(done),
                            Err(_) => Ending::Undo(done),
                        })
                })
            })
            .await
    }
}
