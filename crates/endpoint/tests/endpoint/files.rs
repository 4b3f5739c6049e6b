//! Files of records, over tus, on both databases.

use crate::uploads::{Held, PIECE, document, held, photograph};
use crate::world::{COMMUNE, HOUR, NOON, Phone, World};
use axum::body::Body;
use endpoint::model::{
    AppendOutcome, CreationOutcome, FileCreation, FileId, FileType, Piece, Revocation,
};
use futures_util::future::join_all;
use register::role::Role;

const VILLAGE: &str = "06541/village";
const LARGEST: usize = 10 * 1024 * 1024;

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
    a_file_goes_in_piece_by_piece_and_comes_out_whole,
    one_request_is_kept_in_pieces,
    a_piece_goes_where_the_file_ends_and_nowhere_else,
    what_has_another_hash_is_thrown_away_and_begun_anew,
    what_is_not_of_its_type_is_thrown_away,
    what_is_too_large_or_of_no_type_is_not_begun,
    who_may_write_sends_and_who_may_read_fetches,
    what_is_there_is_not_sent_again,
    a_scope_keeps_files_of_its_own,
    two_who_send_the_same_file_never_spoil_it,
    of_pieces_for_one_place_one_is_kept,
    a_scope_holds_so_many_bytes_and_no_more,
    what_nobody_goes_on_with_is_forgotten,
    a_revoked_phone_sends_and_fetches_nothing,
);

async fn a_file_goes_in_piece_by_piece_and_comes_out_whole(world: &World) {
    let phone = world.officer().await;
    let file = photograph(VILLAGE, 2 * PIECE + 12_345);
    let created = phone.create(&file).await;
    assert_eq!(created.status, 201);
    assert_eq!(created.header("location"), file.address());
    assert_eq!(created.header("upload-offset"), "0");
    assert_eq!(created.header("tus-resumable"), "1.0.0");
    phone.fetch(&file).await.check_error(404, "notFound");

    phone.append(&file, 0, PIECE).await;
    let progress = phone.progress(&file).await;
    assert_eq!((progress.status.as_u16(), progress.bytes.len()), (200, 0));
    let length = file.bytes.len().to_string();
    for (name, value) in [
        ("upload-offset", PIECE.to_string().as_str()),
        ("upload-length", &length),
        ("upload-metadata", &file.metadata()),
        ("cache-control", "no-store"),
        ("tus-resumable", "1.0.0"),
    ] {
        assert_eq!(progress.header(name), value, "{name}");
    }
    phone.fetch(&file).await.check_error(404, "notFound");

    phone.upload(&file).await;
    let fetched = phone.fetch(&file).await;
    assert!(fetched.status == 200 && fetched.bytes == file.bytes);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("content-length", length.as_str()),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "attachment"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("vary", "authorization"),
    ] {
        assert_eq!(fetched.header(name), value, "{name}");
    }
}

async fn one_request_is_kept_in_pieces(world: &World) {
    let phone = world.officer().await;
    let file = document(COMMUNE, LARGEST);
    phone.create(&file).await;
    let answer = phone.append(&file, 0, LARGEST).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("upload-offset"), LARGEST.to_string());
    let fetched = phone.fetch(&file).await;
    assert_eq!(fetched.header("content-type"), "application/pdf");
    assert!(fetched.bytes == file.bytes);
}

async fn a_piece_goes_where_the_file_ends_and_nowhere_else(world: &World) {
    let phone = world.officer().await;
    let file = photograph(COMMUNE, 3_000);
    phone
        .append(&file, 0, 1_000)
        .await
        .check_error(404, "notFound");
    phone.create(&file).await;
    let differs = phone.append(&file, 1_000, 1_000).await;
    differs.check_error(409, "offsetDiffers");
    assert_eq!(phone.append(&file, 0, 1_000).await.status, 204);
    let again = phone.append(&file, 0, 1_000).await;
    again.check_error(409, "offsetDiffers");
    let past = phone.append_bytes(&file, 1_000, vec![0; 2_001]).await;
    past.check_error(413, "fileTooLarge");
    // One that does not say how much it brings.
    let unsaid = Body::from_stream(futures_util::stream::iter([Ok::<_, std::io::Error>(
        vec![0; 2_001],
    )]));
    let headers = [
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", "1000"),
    ];
    let past = phone.tus("PATCH", &file.address(), &headers, unsaid).await;
    past.check_error(413, "fileTooLarge");
    assert_eq!(phone.arrived(&file).await, 1_000);
    assert_eq!(phone.append(&file, 1_000, 0).await.status, 204);
    assert_eq!(phone.append(&file, 1_000, 2_000).await.status, 204);
    assert_eq!(phone.append(&file, 3_000, 0).await.status, 204);
    assert!(phone.fetch(&file).await.bytes == file.bytes);
}

async fn what_has_another_hash_is_thrown_away_and_begun_anew(world: &World) {
    let phone = world.officer().await;
    let file = photograph(COMMUNE, PIECE + 1_000);
    phone.create(&file).await;
    phone.append(&file, 0, PIECE).await;
    let spoilt = phone.append_bytes(&file, PIECE, vec![0; 1_000]).await;
    spoilt.check_error(460, "hashDiffers");
    phone.fetch(&file).await.check_error(404, "notFound");
    assert_eq!(phone.arrived(&file).await, 0);
    phone.upload(&file).await;
    assert!(phone.fetch(&file).await.bytes == file.bytes);
}

async fn what_is_not_of_its_type_is_thrown_away(world: &World) {
    let phone = world.officer().await;
    let pretended = Held {
        file_type: "image/png",
        ..photograph(COMMUNE, 2 * PIECE)
    };
    phone.create(&pretended).await;
    let answer = phone.append(&pretended, 0, PIECE).await;
    answer.check_error(415, "fileTypeNotAllowed");
    assert_eq!(phone.progress(&pretended).await.status, 404);

    // A byte at a time, the type shows at the end only.
    let trickling = held(COMMUNE, "image/webp", b"RIFF\x04\0\0\0WAVE".to_vec());
    phone.create(&trickling).await;
    for offset in 0..11 {
        assert_eq!(phone.append(&trickling, offset, 1).await.status, 204);
    }
    let answer = phone.append(&trickling, 11, 1).await;
    answer.check_error(415, "fileTypeNotAllowed");
    assert_eq!(phone.progress(&trickling).await.status, 404);

    for (file_type, bytes) in [
        ("image/png", &b"\x89PNG\r\n\x1a\n0"[..]),
        ("image/webp", b"RIFF\x04\0\0\0WEBP"),
        ("application/pdf", b"%PDF-1.4"),
    ] {
        let file = held(COMMUNE, file_type, bytes.to_vec());
        phone.upload(&file).await;
        assert_eq!(phone.fetch(&file).await.header("content-type"), file_type);
    }
    // It is sent again under its own name.
    let honest = photograph(COMMUNE, 2 * PIECE);
    phone.upload(&honest).await;
    assert!(phone.fetch(&honest).await.bytes == honest.bytes);
}

async fn what_is_too_large_or_of_no_type_is_not_begun(world: &World) {
    let phone = world.officer().await;
    let check = async |file: Held, status: u16, code: &str| {
        phone.create(&file).await.check_error(status, code);
        assert_eq!(phone.progress(&file).await.status, 404);
    };
    check(photograph(COMMUNE, LARGEST + 1), 413, "fileTooLarge").await;
    check(photograph(COMMUNE, 0), 400, "badRequest").await;
    check(photograph(COMMUNE, 2), 415, "fileTypeNotAllowed").await;
    for file_type in ["image/svg+xml", "text/html", "", "IMAGE/JPEG"] {
        let file = held(COMMUNE, file_type, b"\xff\xd8\xff....".to_vec());
        check(file, 415, "fileTypeNotAllowed").await;
    }
}

async fn who_may_write_sends_and_who_may_read_fetches(world: &World) {
    let officer = world.officer().await;
    let head = world.phone(Role::VillageHead, VILLAGE).await;
    let viewer = world.phone(Role::Viewer, COMMUNE).await;
    let stranger = world.phone(Role::CommuneOfficer, "02701").await;

    let own = photograph(VILLAGE, 1_000);
    head.upload(&own).await;
    for reader in [&officer, &head, &viewer] {
        assert!(reader.fetch(&own).await.bytes == own.bytes);
        assert_eq!(reader.arrived(&own).await, 1_000);
    }

    let for_all = photograph("06541/all", 1_000);
    head.create(&for_all).await.check_error(403, "noRight");
    officer.upload(&for_all).await;
    assert!(head.fetch(&for_all).await.bytes == for_all.bytes);

    let begun = photograph(VILLAGE, 2_000);
    viewer.create(&begun).await.check_error(403, "noRight");
    head.create(&begun).await;
    let answer = viewer.append(&begun, 0, 2_000).await;
    answer.check_error(403, "noRight");

    let check_hidden = async |file: &Held, phone: &Phone<'_>| {
        phone.create(file).await.check_error(404, "notFound");
        let answer = phone.append(file, 0, 1_000).await;
        answer.check_error(404, "notFound");
        assert_eq!(phone.progress(file).await.status, 404);
        phone.fetch(file).await.check_error(404, "notFound");
    };
    for scope in ["06541/other", COMMUNE, "02701"] {
        let file = photograph(scope, 1_000);
        check_hidden(&file, &head).await;
    }
    let of_the_other = photograph("06541/other", 1_000);
    officer.upload(&of_the_other).await;
    check_hidden(&of_the_other, &head).await;
    check_hidden(&own, &stranger).await;
    check_hidden(&for_all, &stranger).await;
}

async fn what_is_there_is_not_sent_again(world: &World) {
    let (lan, minh) = (world.officer().await, world.officer().await);
    let file = photograph(COMMUNE, 3_000);
    lan.create(&file).await;
    lan.append(&file, 0, 1_000).await;
    let halfway = minh.create(&file).await;
    assert_eq!(halfway.status, 201);
    assert_eq!(halfway.header("upload-offset"), "1000");
    minh.append(&file, 1_000, 2_000).await;
    let whole = lan.create(&file).await;
    assert_eq!(whole.status, 201);
    assert_eq!(whole.header("location"), file.address());
    assert_eq!(whole.header("upload-offset"), "3000");

    let length = "2999";
    let headers = [
        ("upload-length", length),
        ("upload-metadata", &file.metadata()),
    ];
    let differs = lan.tus("POST", "/v1/files", &headers, "").await;
    differs.check_error(409, "fileDiffers");
    let other_type = Held {
        file_type: "image/png",
        ..file.clone()
    };
    let differs = lan.create(&other_type).await;
    differs.check_error(409, "fileDiffers");
    assert!(lan.fetch(&file).await.bytes == file.bytes);
}

async fn a_scope_keeps_files_of_its_own(world: &World) {
    let phone = world.officer().await;
    let here = photograph(VILLAGE, 1_000);
    phone.upload(&here).await;
    let there = photograph("06541/other", 1_000);
    assert_eq!(there.sha256, here.sha256);
    assert_eq!(phone.progress(&there).await.status, 404);
    phone.upload(&there).await;
    assert!(phone.fetch(&there).await.bytes == phone.fetch(&here).await.bytes);
}

async fn two_who_send_the_same_file_never_spoil_it(world: &World) {
    let mut phones = Vec::new();
    for _ in 0..4 {
        phones.push(world.officer().await);
    }
    let file = photograph(COMMUNE, 5 * PIECE + 77);
    let kept = join_all(phones.iter().map(async |phone| {
        assert_eq!(phone.create(&file).await.status, 201);
        let mut kept = 0;
        loop {
            let offset = phone.arrived(&file).await;
            let count = PIECE.min(file.bytes.len() - offset);
            if count == 0 {
                return kept;
            }
            let answer = phone.append(&file, offset, count).await;
            match answer.status.as_u16() {
                204 => kept += 1,
                _ => answer.check_error(409, "offsetDiffers"),
            }
        }
    }))
    .await;
    assert_eq!(kept.iter().sum::<usize>(), 6, "each piece once: {kept:?}");
    assert!(phones[0].fetch(&file).await.bytes == file.bytes);

    // The whole in one request, all at once.
    let file = document(COMMUNE, 3 * PIECE);
    phones[0].create(&file).await;
    let answers = join_all(phones.iter().map(|phone| phone.append(&file, 0, 3 * PIECE))).await;
    let won = answers.iter().filter(|answer| answer.status == 204).count();
    let lost = answers.iter().filter(|answer| answer.status == 409).count();
    assert!(won <= 1 && won + lost == 4, "{won} {lost}");
    phones[0].upload(&file).await;
    assert!(phones[0].fetch(&file).await.bytes == file.bytes);
}

fn creating(file: &Held, most_file_bytes: u64) -> FileCreation {
    FileCreation {
        id: FileId::new(&file.scope, &file.sha256).unwrap(),
        size: file.bytes.len() as u64,
        file_type: FileType::of(file.file_type).unwrap(),
        now: NOON,
        forget_before: 0,
        most_file_bytes,
        from: None,
    }
}

async fn of_pieces_for_one_place_one_is_kept(world: &World) {
    let store = world.endpoint.store();
    let file = photograph(COMMUNE, 3_000);
    let creating = creating(&file, 3_000);
    let id = creating.id.clone();
    let made = join_all((0..8).map(|_| store.create_file(creating.clone()))).await;
    for made in made {
        assert!(matches!(made.unwrap(), CreationOutcome::There(state) if state.arrived == 0));
    }
    for (place, bytes) in [(0, &file.bytes[..1_000]), (1_000, &file.bytes[1_000..])] {
        let piece = Piece {
            id: id.clone(),
            place,
            bytes: bytes.to_vec(),
            now: NOON,
        };
        let appended = join_all((0..8).map(|_| store.append_piece(piece.clone()))).await;
        let appended: Vec<AppendOutcome> = appended.into_iter().map(Result::unwrap).collect();
        let count = |what| appended.iter().filter(|one| **one == what).count();
        assert_eq!(count(AppendOutcome::Kept), 1, "{appended:?}");
        assert_eq!(count(AppendOutcome::OffsetDiffers), 7, "{appended:?}");
    }
    assert!(store.file(&id).await.unwrap().unwrap().is_whole());
}

async fn a_scope_holds_so_many_bytes_and_no_more(world: &World) {
    let store = world.endpoint.store();
    let create = async |scope: &str, size: usize| {
        let creating = creating(&photograph(scope, size), 3_000);
        store.create_file(creating).await.unwrap()
    };
    let there = |made: CreationOutcome| matches!(made, CreationOutcome::There(_));
    assert!(there(create(COMMUNE, 1_000).await));
    assert_eq!(create(COMMUNE, 2_001).await, CreationOutcome::TooMuch);
    assert!(there(create(COMMUNE, 2_000).await));
    assert_eq!(create(COMMUNE, 100).await, CreationOutcome::TooMuch);
    assert!(there(create(COMMUNE, 2_000).await), "it is there");
    assert!(there(create(VILLAGE, 3_000).await));
}

async fn what_nobody_goes_on_with_is_forgotten(world: &World) {
    let phone = world.officer().await;
    let (left, whole) = (photograph(COMMUNE, 3_000), photograph(COMMUNE, 2_000));
    phone.create(&left).await;
    phone.append(&left, 0, 1_000).await;
    phone.upload(&whole).await;
    world.pass(30 * 24 * HOUR);
    phone.create(&document(COMMUNE, 100)).await;
    assert_eq!(phone.arrived(&left).await, 1_000);
    world.pass(1);
    phone.create(&document(COMMUNE, 101)).await;
    assert_eq!(phone.progress(&left).await.status, 404);
    assert!(phone.fetch(&whole).await.bytes == whole.bytes);
    phone.upload(&left).await;
    assert!(phone.fetch(&left).await.bytes == left.bytes);
}

async fn a_revoked_phone_sends_and_fetches_nothing(world: &World) {
    let (lan, minh) = (world.officer().await, world.officer().await);
    let file = photograph(COMMUNE, 1_000);
    lan.create(&file).await;
    lan.append(&file, 0, 500).await;
    let store = world.endpoint.store();
    assert!(
        store
            .revoke(&lan.device, Revocation::Over, world.now())
            .await
            .unwrap()
    );
    lan.create(&file).await.check_error(403, "revoked");
    let answer = lan.append(&file, 500, 500).await;
    answer.check_error(403, "revoked");
    assert_eq!(lan.progress(&file).await.status, 403);
    lan.fetch(&file).await.check_error(403, "revoked");
    minh.upload(&file).await;
    assert!(minh.fetch(&file).await.bytes == file.bytes);
}
