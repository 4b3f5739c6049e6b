//! Files of records that are taken over from another scope, on both databases: no byte is sent.

use crate::uploads::{Held, PIECE, document, photograph};
use crate::world::{COMMUNE, HOUR, NOON, Phone, World};
use endpoint::model::{CreationOutcome, Erasure, FileCreation, FileId, FileType};
use endpoint::store::ErasingMode;
use futures_util::future::join_all;
use register::role::Role;
use std::collections::BTreeSet;

const THERE: &str = "province/20/06541";

/// Every behaviour for every store.
macro_rules! on_both {
    ($($behaviour:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    super::$behaviour(&crate::world::World::new().await).await;
                }
            )*
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $behaviour() {
                    let database = crate::private_postgres::database().await;
                    super::$behaviour(&crate::world::World::on_postgres(&database).await).await;
                }
            )*
        }
    };
}

on_both!(
    what_is_whole_elsewhere_is_whole_here_at_once,
    what_had_arrived_of_it_makes_room,
    what_cannot_be_taken_over_is_sent_as_ever,
    nobody_takes_over_what_he_may_not_read,
    nor_where_he_may_not_write,
    it_counts_among_the_bytes_of_its_scope,
    many_who_take_over_and_send_at_once_spoil_nothing,
    what_was_erased_is_not_taken_over,
    an_erasing_that_comes_between_leaves_no_copy,
);

/// The same file in another scope.
fn of(file: &Held, scope: &str) -> Held {
    Held {
        scope: scope.into(),
        ..file.clone()
    }
}

async fn check_whole(phone: &Phone<'_>, file: &Held) {
    let fetched = phone.fetch(file).await;
    assert!(fetched.status == 200 && fetched.bytes == file.bytes);
    assert_eq!(fetched.header("content-type"), file.file_type);
}

#[track_caller]
fn check_created(answer: &crate::world::HttpAnswer, file: &Held, arrived: usize) {
    assert_eq!(answer.status, 201);
    assert_eq!(answer.header("location"), file.address());
    assert_eq!(answer.header("upload-offset"), arrived.to_string());
}

async fn what_is_whole_elsewhere_is_whole_here_at_once(world: &World) {
    let officer = world.officer().await;
    let province = world.holding(Role::ProvinceOfficer, "province/20").await;
    for file in [photograph(COMMUNE, 2 * PIECE + 5), document(COMMUNE, 9)] {
        officer.upload(&file).await;
        let there = of(&file, THERE);
        province.fetch(&there).await.check_error(404, "notFound");
        let size = file.bytes.len();
        for _ in 0..2 {
            let taken = officer.create_from(&there, COMMUNE).await;
            check_created(&taken, &there, size);
        }
        check_whole(&province, &there).await;
        check_whole(&officer, &file).await;
        // It is a file like any other.
        assert_eq!(province.arrived(&there).await, size);
        assert_eq!(officer.append(&there, size, 0).await.status, 204);
        check_created(&province.create(&there).await, &there, size);
    }
}

async fn what_had_arrived_of_it_makes_room(world: &World) {
    let officer = world.officer().await;
    let file = photograph(COMMUNE, 3 * PIECE);
    officer.upload(&file).await;
    let there = of(&file, THERE);
    officer.create(&there).await;
    officer.append(&there, 0, PIECE + 7).await;
    let taken = officer.create_from(&there, COMMUNE).await;
    check_created(&taken, &there, file.bytes.len());
    // Whoever is sending it finds that it ends elsewhere.
    let late = officer.append(&there, PIECE + 7, 10).await;
    late.check_error(409, "offsetDiffers");
    check_whole(&officer, &there).await;
}

async fn what_cannot_be_taken_over_is_sent_as_ever(world: &World) {
    let officer = world.officer().await;
    let file = photograph(COMMUNE, PIECE + 1);
    let there = of(&file, THERE);
    // Nothing is there yet, then a part of it.
    for arrived in [0, PIECE] {
        if arrived > 0 {
            officer.create(&file).await;
            officer.append(&file, 0, arrived).await;
        }
        check_created(&officer.create_from(&there, COMMUNE).await, &there, 0);
    }
    officer.upload(&file).await;
    for from in [
        "",
        "x",
        "no scope at all//",
        "06541/village",
        "province/20/all",
        THERE,
    ] {
        check_created(&officer.create_from(&there, from).await, &there, 0);
    }
    // Of another type there it is no file of this one.
    let other = Held {
        file_type: "image/png",
        ..photograph("06541/all", PIECE + 1)
    };
    check_created(&officer.create_from(&other, COMMUNE).await, &other, 0);
    let longer = Held {
        bytes: [&file.bytes[..], b"."].concat(),
        ..of(&file, "06541/v")
    };
    check_created(&officer.create_from(&longer, COMMUNE).await, &longer, 0);
    let differs = officer.create_from(&of(&file, "06541/v"), COMMUNE).await;
    differs.check_error(409, "fileDiffers");
    officer.upload(&there).await;
    check_whole(&officer, &there).await;
    // Its own scope is none other.
    let own = officer.create_from(&there, THERE).await;
    check_created(&own, &there, file.bytes.len());
}

async fn nobody_takes_over_what_he_may_not_read(world: &World) {
    let officer = world.officer().await;
    let head = world.phone(Role::VillageHead, "06541/v").await;
    let file = photograph(COMMUNE, 1_000);
    officer.upload(&file).await;
    let wanted = of(&file, "06541/v");
    check_created(&head.create_from(&wanted, COMMUNE).await, &wanted, 0);
    head.fetch(&wanted).await.check_error(404, "notFound");
    // What is for all he reads.
    officer.upload(&of(&file, "06541/all")).await;
    let taken = head.create_from(&wanted, "06541/all").await;
    check_created(&taken, &wanted, 1_000);
    check_whole(&head, &wanted).await;
}

async fn nor_where_he_may_not_write(world: &World) {
    let officer = world.officer().await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let file = photograph(COMMUNE, 1_000);
    officer.upload(&file).await;
    let wanted = of(&file, "06541/v");
    let refused = viewer.create_from(&wanted, COMMUNE).await;
    refused.check_error(403, "noRight");
    let elsewhere = of(&file, "02701");
    let hidden = officer.create_from(&elsewhere, COMMUNE).await;
    hidden.check_error(404, "notFound");
    assert_eq!(officer.progress(&wanted).await.status, 404);
}

fn creating(file: &Held, from: Option<&str>, most_file_bytes: u64) -> FileCreation {
    FileCreation {
        id: FileId::new(&file.scope, &file.sha256).unwrap(),
        size: file.bytes.len() as u64,
        file_type: FileType::of(file.file_type).unwrap(),
        now: NOON,
        forget_before: 0,
        most_file_bytes,
        from: from.map(str::to_owned),
    }
}

async fn it_counts_among_the_bytes_of_its_scope(world: &World) {
    let officer = world.officer().await;
    let store = world.endpoint.store();
    let (first, second) = (photograph(COMMUNE, 2_000), photograph(COMMUNE, 1_001));
    officer.upload(&first).await;
    officer.upload(&second).await;
    let take = async |file: &Held| {
        let creating = creating(&of(file, THERE), Some(COMMUNE), 3_000);
        store.create_file(creating).await.unwrap()
    };
    let is_whole = |made| matches!(made, CreationOutcome::There(state) if state.is_whole());
    assert!(is_whole(take(&first).await));
    assert_eq!(take(&second).await, CreationOutcome::TooMuch);
    assert!(is_whole(take(&first).await), "it is there");
    world.pass(31 * 24 * HOUR);
    assert_eq!(take(&second).await, CreationOutcome::TooMuch);
    check_whole(&officer, &of(&first, THERE)).await;
}

async fn many_who_take_over_and_send_at_once_spoil_nothing(world: &World) {
    let file = photograph(COMMUNE, PIECE + 1_000);
    let phones = [
        world.officer().await,
        world.officer().await,
        world.officer().await,
    ];
    phones[0].upload(&file).await;
    let there = of(&file, THERE);
    phones[0].create(&there).await;
    let sending = phones[0].append(&there, 0, there.bytes.len());
    let taking = join_all(
        phones
            .iter()
            .map(|phone| phone.create_from(&there, COMMUNE)),
    );
    let (sent, taken) = futures_util::future::join(sending, taking).await;
    assert!([204, 409].contains(&sent.status.as_u16()));
    for answer in taken {
        check_created(&answer, &there, there.bytes.len());
    }
    check_whole(&phones[1], &there).await;
}

fn erasure(files: &[&Held]) -> Erasure {
    Erasure {
        scope: COMMUNE.into(),
        record: "r1".into(),
        at: NOON,
        files: BTreeSet::from_iter(files.iter().map(|file| file.sha256.clone())),
    }
}

async fn what_was_erased_is_not_taken_over(world: &World) {
    let officer = world.officer().await;
    let file = photograph(COMMUNE, 1_000);
    officer.upload(&file).await;
    let there = of(&file, THERE);
    officer.create_from(&there, COMMUNE).await;
    let store = world.endpoint.store();
    let erased = store.erase(erasure(&[&file]), "eras".into(), ErasingMode::Erase);
    erased.await.unwrap();
    for file in [&file, &there] {
        officer.fetch(file).await.check_error(404, "notFound");
        let again = officer.create_from(file, COMMUNE).await;
        again.check_error(410, "erased");
    }
}

/// Whichever of the two comes first, nothing of it is left.
async fn an_erasing_that_comes_between_leaves_no_copy(world: &World) {
    let officer = world.officer().await;
    let store = world.endpoint.store();
    for size in 1_000..1_012 {
        let file = photograph(COMMUNE, size);
        officer.upload(&file).await;
        let scopes = ["06541/all", "06541/v", THERE];
        let copies = scopes.map(|scope| of(&file, scope));
        let taking = copies.iter().map(|copy| officer.create_from(copy, COMMUNE));
        let erasing = store.erase(erasure(&[&file]), "eras".into(), ErasingMode::Erase);
        let (_, erased) = futures_util::future::join(join_all(taking), erasing).await;
        erased.unwrap();
        for copy in copies.iter().chain([&file]) {
            officer.fetch(copy).await.check_error(404, "notFound");
        }
    }
}
