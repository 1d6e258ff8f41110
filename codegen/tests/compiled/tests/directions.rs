//! `readOnly` and `writeOnly` properties between a client and a server: each direction carries its own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use kontrakt::client::Transport;
use kontrakt::reexport::reqwest;
use kontrakt::server::{Context, Failure, OpenGate};
use kontrakt_compiled::directions::operations::{
    AddAccountError, AddEventError, AddPetError, GetPetError, ListPetsError, PutPetError, PutPhotoBody,
    PutPhotoError,
};
use kontrakt_compiled::directions::server::{
    AddAccountRequest, AddEventRequest, AddPetRequest, GetPetRequest, ListPetsRequest, PutPetRequest,
    PutPhotoRequest, Service,
};
use kontrakt_compiled::directions::types::*;
use kontrakt_compiled::directions::{Client, router};
use serde_json::{Value, json};

struct Store;

/// The pet that the store has: everything in it that only answers carry is set.
fn stored() -> Pet {
    let home = Home::Cage(Cage { kind: "cage".into(), bars: 40, checked: Some("today".into()) });
    let mut pet = Pet::new(7, "Nibbles".into(), home);
    pet.owner = Some(Owner { id: 1, name: "Ada".into() });
    pet.etag = Some("v1".into());
    pet.chip = Some(PetChip { code: "A1".into(), read: "today".into() });
    let mother = Pet::new(6, "Mother".into(), Home::Basket(Basket { kind: "basket".into() }));
    pet.mother = Some(Box::new(mother.clone()));
    pet.litter = Some(Litter(vec![mother.clone()]));
    pet.friends = Some([("best".to_owned(), mother)].into());
    pet
}

/// What a store makes of a pet that was sent.
fn kept(id: i64, sent: PetWrite2) -> Pet {
    let home = match sent.home {
        HomeWrite::Cage(cage) => Home::Cage(Cage::new("cage".into(), cage.bars)),
        HomeWrite::Basket(basket) => Home::Basket(basket),
        HomeWrite::Unknown(value) => Home::Unknown(value),
    };
    Pet::new(id, sent.name, home)
}

impl Service for Store {
    type Caller = ();

    async fn list_pets(&self, _: &Context<()>, _: ListPetsRequest) -> Result<Pets, Failure<ListPetsError>> {
        Ok(Pets { items: vec![stored()] })
    }

    async fn add_pet(&self, _: &Context<()>, request: AddPetRequest) -> Result<Pet, Failure<AddPetError>> {
        Ok(kept(8, request.body.pet))
    }

    async fn get_pet(&self, _: &Context<()>, _: GetPetRequest) -> Result<Pet, Failure<GetPetError>> {
        Ok(stored())
    }

    async fn put_pet(&self, _: &Context<()>, request: PutPetRequest) -> Result<Pet, Failure<PutPetError>> {
        Ok(kept(request.id, request.body))
    }

    async fn put_photo(
        &self,
        _: &Context<()>,
        request: PutPhotoRequest,
    ) -> Result<(), Failure<PutPhotoError>> {
        assert_eq!(request.body.file.bytes.len(), 3);
        Ok(())
    }

    async fn add_account(
        &self,
        _: &Context<()>,
        request: AddAccountRequest,
    ) -> Result<Account, Failure<AddAccountError>> {
        assert_eq!(request.body.password, "hunter2");
        let mut account = Account::new(3);
        account.price = request.body.price;
        account.additional_properties = request.body.additional_properties;
        Ok(account)
    }

    async fn add_event(
        &self,
        _: &Context<()>,
        request: AddEventRequest,
    ) -> Result<Event, Failure<AddEventError>> {
        match request.body {
            EventWrite::Visit(visit) => {
                Ok(Event::Visit(Visit { r#type: visit.r#type, at: "now".into(), by: visit.by }))
            }
            other => panic!("{other:?}"),
        }
    }
}

async fn store() -> (Client, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, router(Store, OpenGate)).into_future());
    (Client::with_transport(Transport::builder(&url).build().unwrap()), url)
}

/// Sends JSON past the client.
async fn send(method: reqwest::Method, url: String, body: &Value) -> (u16, Value) {
    let request = reqwest::Client::new().request(method, url).header("content-type", "application/json");
    let answer = request.body(body.to_string()).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap())
}

#[tokio::test]
async fn what_was_read_is_changed_and_sent_back() {
    let (client, _) = store().await;
    let pet = client.get_pet(7).await.unwrap();
    assert_eq!(pet, stored());
    let mut change = PetWrite2::from(pet);
    assert_eq!(change.mother.as_ref().map(|mother| mother.name.as_str()), Some("Mother"));
    assert_eq!(change.chip, Some(PetChipWrite { code: "A1".into() }));
    change.name = "Nibbles II".into();
    let changed = client.put_pet(7, &change).await.unwrap();
    assert_eq!((changed.id, changed.name.as_str()), (7, "Nibbles II"));
    assert_eq!(changed.home, Home::Cage(Cage::new("cage".into(), 40)));
}

#[tokio::test]
async fn a_type_of_requests_writes_no_read_only_property() {
    let wire = serde_json::to_value(PetWrite2::from(stored())).unwrap();
    let mother = json!({ "name": "Mother", "home": { "kind": "basket" } });
    let expected = json!({
        "name": "Nibbles", "home": { "kind": "cage", "bars": 40 }, "chip": { "code": "A1" },
        "mother": mother, "litter": [mother], "friends": { "best": mother },
    });
    assert_eq!(wire, expected);
    let (client, _) = store().await;
    let new = NewPet { pet: PetWrite2::from(stored()) };
    assert_eq!(client.add_pet(&new).await.unwrap().id, 8);
}

#[tokio::test]
async fn read_only_properties_in_a_request_are_read_over() {
    let (_, url) = store().await;
    let answered = serde_json::to_value(stored()).unwrap();
    let (status, body) = send(reqwest::Method::PUT, format!("{url}/pets/9"), &answered).await;
    assert_eq!((status, &body["id"], &body["name"]), (200, &json!(9), &json!("Nibbles")), "{body}");

    let mut other = answered;
    other["stranger"] = json!(1);
    other["home"]["bars"] = json!("many");
    let (status, body) = send(reqwest::Method::PUT, format!("{url}/pets/9"), &other).await;
    let text = body.to_string();
    assert!(status == 400 || status == 422, "{status}");
    assert!(text.contains("/stranger") && text.contains("/home/bars"), "{text}");
    assert!(!text.contains("etag") && !text.contains("/id") && !text.contains("checked"), "{text}");
}

#[tokio::test]
async fn write_only_properties_are_in_no_answer() {
    let (client, url) = store().await;
    let mut account = AccountWrite::new("hunter2".into());
    account.additional_properties.insert("colour".into(), "red".into());
    let account = client.add_account(&account).await.unwrap();
    assert_eq!((account.id, account.additional_properties["colour"].as_str()), (3, "red"));

    // What is kept has a type of its own, which the number would break.
    let wire = json!({ "id": 5, "password": "hunter2", "colour": "blue" });
    let (status, body) = send(reqwest::Method::POST, format!("{url}/accounts"), &wire).await;
    assert_eq!((status, body), (201, json!({ "id": 3, "colour": "blue" })));
    let (status, _) = send(reqwest::Method::POST, format!("{url}/accounts"), &json!({ "id": 5 })).await;
    assert!(status == 400 || status == 422, "the password is required of requests: {status}");
}

#[tokio::test]
async fn unions_base_classes_and_forms_have_their_own_as_well() {
    let (client, _) = store().await;
    let visit = EventWrite::Visit(VisitWrite { r#type: "Visit".into(), by: "Bo".into() });
    let event = client.add_event(&visit).await.unwrap();
    assert_eq!(event, Event::Visit(Visit { r#type: "Visit".into(), at: "now".into(), by: "Bo".into() }));
    let photo = PutPhotoBody { file: kontrakt::media::FilePart::new(vec![1, 2, 3]) };
    client.put_photo(7, &photo).await.unwrap();
    assert_eq!(client.list_pets().await.unwrap().items, [stored()]);
}

#[test]
fn what_no_operation_uses_keeps_everything() {
    let unused = Unused { id: 1, secret: "s".into() };
    assert_eq!(serde_json::to_value(unused).unwrap(), json!({ "id": 1, "secret": "s" }));
}
