//! Every operation of the pet store over a real socket, from the client to the service and back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use kontrakt::client::{Error, Transport};
use kontrakt::media::FilePart;
use kontrakt::reexport::uuid::Uuid;
use kontrakt::server::OpenGate;
use petstore::pets::operations::{
    AddPetError, AddPetResponse, GetPetError, ListPetsResponse, UploadPhotoBody,
};
use petstore::pets::types::{Cage, Home, Kind, NewPet, Note, Pet, Tag};
use petstore::pets::{Client, router, security};
use petstore::{Keeper, Store};

async fn store() -> (Client, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, router(Store::default(), OpenGate)).into_future());
    (Client::with_transport(Transport::builder(&url).build().unwrap()), url)
}

#[tokio::test]
async fn nobody_comes_in_without_the_key() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let keeper = Keeper { key: "cat flap".into() };
    tokio::spawn(axum::serve(listener, router(Store::default(), keeper)).into_future());
    let with = |key: &str| {
        let transport = Transport::builder(&url).credential(&security::KEY, key).build().unwrap();
        Client::with_transport(transport)
    };
    assert!(with("cat flap").list_pets().await.is_ok());
    assert_eq!(with("crowbar").list_pets().await.unwrap_err().status(), Some(401));
    assert_eq!(Client::new(&url).unwrap().list_pets().await.unwrap_err().status(), Some(401));
}

fn hamster(name: &str) -> NewPet {
    let mut pet = NewPet::new(name.into(), Kind::GuineaPig);
    pet.tag = Some(Tag::new("UK-1234").unwrap());
    pet.born = Some(None);
    pet.weight = Some(0.25);
    pet.home = Some(Home::Cage(Cage { r#type: "cage".into(), bars: 40 }));
    pet.parents = Some(vec![NewPet::new("Father".into(), Kind::Unknown("hamster".into()))]);
    pet.mother = Some(Box::new(NewPet::new("Mother".into(), Kind::Cat)));
    pet.traits = Some([("colour".to_owned(), "café au lait".to_owned())].into());
    pet
}

async fn added(client: &Client, pet: &NewPet) -> Pet {
    match client.add_pet(pet).await.unwrap() {
        AddPetResponse::Created(pet) => pet,
        AddPetResponse::Accepted => panic!("a pet with a tag is added at once"),
    }
}

#[tokio::test]
async fn a_pet_comes_back_as_it_was_sent() {
    let (client, _) = store().await;
    let mut sent = hamster("Nibbles");
    sent.parents = None;
    let pet = added(&client, &sent).await;
    let found = client.get_pet(pet.id).await.unwrap();
    assert_eq!(found, pet);
    assert_eq!(found.born, Some(None), "null is not the same as absent");
    assert_eq!((found.home, found.mother.as_ref()), (sent.home, sent.mother.as_deref()));

    let untagged = NewPet::new("Rex".into(), Kind::Dog);
    assert_eq!(client.add_pet(&untagged).await.unwrap(), AddPetResponse::Accepted);

    #[expect(deprecated, reason = "deprecated operations work all the same")]
    client.remove_pet(pet.id).await.unwrap();
    assert!(
        matches!(client.get_pet(pet.id).await, Err(Error::Api(GetPetError::NotFound(body), _)) if body.reason == "ran away")
    );
}

#[tokio::test]
async fn lists_have_filters_and_headers() {
    let (client, _) = store().await;
    for (name, kind) in [("A", Kind::Cat), ("B", Kind::Dog), ("C", Kind::Cat)] {
        let mut pet = NewPet::new(name.into(), kind);
        pet.tag = Some(Tag::new("AA-0000").unwrap());
        added(&client, &pet).await;
    }
    let ListPetsResponse::Ok { x_total, body } = client
        .list_pets()
        .kind(&[Kind::Cat, Kind::GuineaPig])
        .limit(1)
        .x_trace("t")
        .session("s")
        .await
        .unwrap();
    assert_eq!((x_total, body.len(), body[0].name.as_str()), (Some(3), 1, "A"));
}

#[tokio::test]
async fn documented_errors_are_typed() {
    let (client, _) = store().await;
    let pet = added(&client, &hamsterless("Dormouse")).await;
    let conflict = client.add_pet(&hamsterless("Dormouse")).await.unwrap_err();
    assert!(
        matches!(conflict.api(), Some(AddPetError::Conflict(body)) if body.name == "Dormouse"),
        "{conflict:?}"
    );
    let asleep = client.get_pet(pet.id).await.unwrap_err();
    assert_eq!(asleep.api(), Some(&GetPetError::PetAsleep));
    assert_eq!(asleep.status(), Some(409));
    assert_eq!(asleep.faults()[0].code, "PET_ASLEEP");
}

fn hamsterless(name: &str) -> NewPet {
    let mut pet = NewPet::new(name.into(), Kind::Dog);
    pet.tag = Some(Tag::new("AA-0000").unwrap());
    pet
}

#[tokio::test]
async fn a_bad_pet_is_not_sent_and_the_server_would_refuse_it_too() {
    let (client, url) = store().await;
    let mut bad = hamster("");
    bad.weight = Some(-1.0);
    let Err(Error::Invalid(faults)) = client.add_pet(&bad).await else { panic!("it was sent") };
    let mut places: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.rule)).collect();
    places.sort_unstable();
    assert_eq!(places, [("/name", "minLength"), ("/parents/0/kind", "enum"), ("/weight", "minimum")]);

    let body = r#"{"name": 7, "tag": "dk", "home": {"type": "cage", "bars": 0}, "parents": [{}, {}, {}], "traits": {"a": 1}}"#;
    let answer = kontrakt::reexport::reqwest::Client::new()
        .post(format!("{url}/pets"))
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 400);
    let problem: kontrakt::reexport::serde_json::Value =
        kontrakt::reexport::serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let mut pointers: Vec<&str> =
        problem["violations"].as_array().unwrap().iter().filter_map(|v| v["pointer"].as_str()).collect();
    pointers.sort_unstable();
    let parents = ["/parents", "/parents/0/kind", "/parents/0/name", "/parents/1/kind", "/parents/1/name"];
    let rest = ["/parents/2/kind", "/parents/2/name", "/tag", "/traits/a"];
    assert_eq!(pointers, [&["/home/bars", "/kind", "/name"][..], &parents, &rest].concat());
}

#[tokio::test]
async fn photos_travel_as_files_and_bytes() {
    let (client, _) = store().await;
    let pet = Uuid::new_v4();
    let body = UploadPhotoBody {
        photo: FilePart::new(vec![0xFF, 0xD8, 0x00, 0xD9]).name("nibbles.jpg").media_type("image/jpeg"),
        caption: "À la wheel".into(),
        tags: Some(vec!["a".into(), "b".into()]),
    };
    assert_eq!(client.upload_photo(pet, &body).await.unwrap(), 4);
    assert_eq!(client.download_photo(pet, 0).await.unwrap().as_ref(), [0xFF, 0xD8, 0x00, 0xD9]);
    assert_eq!(client.download_photo(pet, 1).await.unwrap_err().status(), Some(404));

    let unnamed = UploadPhotoBody { caption: String::new(), ..body };
    assert!(matches!(client.upload_photo(pet, &unnamed).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn notes_are_forms_and_come_back_as_text() {
    let (client, _) = store().await;
    let note = Note { text: "Hungry & naïve".into(), loud: Some(true) };
    assert_eq!(client.write_note(&note).await.unwrap(), "HUNGRY & NAÏVE");
}
