//! The one connection that writes.
//!
//! A commit costs a wait for the disk, whatever is in it. So what waits to be
//! written goes into one commit together, each piece in a savepoint of its own:
//! one that fails takes nothing of the others with it, and nobody is answered
//! before the commit has reached the disk.

use crate::model::StoreError;
use crate::store::Ending;
use futures_util::future::BoxFuture;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

/// The most pieces of one commit.
const MOST_TOGETHER: usize = 64;
/// How many pieces may wait before those who bring more have to.
const WAITING: usize = 256;

/// The handle of the one writing connection: jobs are sent to it and answered after the commit.
pub struct DbWriter {
    jobs: mpsc::Sender<Box<dyn Job>>,
    /// Says stop, and is answered when the file is closed.
    closing: mpsc::Sender<oneshot::Sender<()>>,
}

impl DbWriter {
    pub fn start(connection: SqliteConnection) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        let (closing, asked) = mpsc::channel(1);
        tokio::spawn(run(connection, waiting, asked));
        Self { jobs, closing }
    }

    /// Does what still waits, and closes the file.
    pub async fn close(&self) {
        let (sender, closed) = oneshot::channel();
        if self.closing.send(sender).await.is_ok() {
            // An error says that it has closed before.
            let _ = closed.await;
        }
    }

    /// Does a piece of work in a transaction; when it returns without an
    /// error, what was kept is durable. Work goes on if nobody waits any more.
    pub async fn write<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<Ending<T>, StoreError>>
            + Send
            + 'static,
    {
        let (sender, outcome) = oneshot::channel();
        let job = WriteTask {
            work: Some(work),
            outcome: None,
            sender,
        };
        self.jobs.send(Box::new(job)).await.map_err(|_| stopped())?;
        outcome.await.map_err(|_| stopped())?
    }
}

fn stopped() -> StoreError {
    StoreError::Unavailable("the writer has stopped".into())
}

trait Job: Send {
    /// Does the work; false if it is to be taken back.
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool>;
    /// Tells whoever waits.
    fn finish(self: Box<Self>, committed: bool);
}

struct WriteTask<T, W> {
    work: Option<W>,
    outcome: Option<Result<T, StoreError>>,
    sender: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, W> Job for WriteTask<T, W>
where
    T: Send,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<Ending<T>, StoreError>>
        + Send,
{
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let (outcome, keep) = match work(connection).await {
                Ok(Ending::Keep(value)) => (Ok(value), true),
                Ok(Ending::Undo(value)) => (Ok(value), false),
                Err(error) => (Err(error), false),
            };
            self.outcome = Some(outcome);
            keep
        })
    }

    fn finish(self: Box<Self>, committed: bool) {
        let not_committed = || StoreError::Unavailable("the commit failed".into());
        let outcome = match (self.outcome, committed) {
            // Its own failure may be why there was no commit.
            (Some(Err(error)), _) => Err(error),
            (Some(outcome), true) => outcome,
            _ => Err(not_committed()),
        };
        // Whoever asked may have gone; the work is done all the same.
        let _ = self.sender.send(outcome);
    }
}

async fn run(
    mut connection: SqliteConnection,
    mut waiting: mpsc::Receiver<Box<dyn Job>>,
    mut asked: mpsc::Receiver<oneshot::Sender<()>>,
) {
    loop {
        let first = tokio::select! {
            biased;
            job = waiting.recv() => job,
            Some(closed) = asked.recv() => {
                // The last to close a file brings it up to date by itself.
                let _ = connection.close().await;
                let _ = closed.send(());
                return;
            }
        };
        let Some(first) = first else { return };
        let mut together = vec![first];
        while together.len() < MOST_TOGETHER
            && let Ok(job) = waiting.try_recv()
        {
            together.push(job);
        }
        let committed = match commit(&mut connection, &mut together).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(code = "commitFailed", cause = %error, "writing failed");
                // Fails if SQLite has rolled back by itself; either way nothing is open.
                let _ = sqlx::query("ROLLBACK").execute(&mut connection).await;
                false
            }
        };
        for job in together {
            job.finish(committed);
        }
    }
}

async fn commit(
    connection: &mut SqliteConnection,
    together: &mut [Box<dyn Job>],
) -> Result<(), sqlx::Error> {
    // A deferred transaction would not wait for another process that writes.
    sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await?;
    for job in together {
        sqlx::query("SAVEPOINT piece")
            .execute(&mut *connection)
            .await?;
        if !job.run(connection).await {
            sqlx::query("ROLLBACK TO piece")
                .execute(&mut *connection)
                .await?;
        }
        sqlx::query("RELEASE piece")
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("COMMIT").execute(&mut *connection).await?;
    Ok(())
}
