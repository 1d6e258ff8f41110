//! Bodies in several media types, statuses and headers of answers: both ends against each other, and against the wire.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

mod support;

use kontrakt::Body;
use kontrakt::client::{Error, Transport};
use kontrakt::media::FilePart;
use kontrakt::reexport::{jiff, reqwest};
use kontrakt::server::{Context, Failure, OpenGate};
use kontrakt::status::{ClientError, ServerError, Unsuccessful};
use kontrakt_compiled::media::operations::*;
use kontrakt_compiled::media::server::*;
use kontrakt_compiled::media::types::*;
use kontrakt_compiled::media::{Client, router};
use support::{raw, serve};

/// Says in the name of a pet what came.
struct Shop;

impl Service for Shop {
    type Caller = ();

    async fn add_pet(
        &self,
        _: &Context<()>,
        request: AddPetRequest,
    ) -> Result<AddPetResponse, Failure<AddPetError>> {
        let name = match request.body {
            AddPetBody::Json(pet) => format!("json {}", pet.name),
            AddPetBody::Form(pet) => format!("form {} {:?}", pet.name, pet.id),
            AddPetBody::Multipart(parts) => {
                let photo = parts.photo;
                let media_type = photo.media_type.unwrap_or_default();
                format!("{} and {} bytes of {media_type}", parts.pet.name, photo.bytes.len())
            }
            AddPetBody::Xml(text) => format!("xml {text}"),
            AddPetBody::Image(body) => format!("{} bytes", body.bytes().await?.len()),
        };
        Ok(match request.accept {
            AddPetAccept::Xml => AddPetResponse::OkXml(format!("<pet>{name}</pet>")),
            AddPetAccept::Json => Pet::new(name).into(),
        })
    }

    async fn change_pets(
        &self,
        _: &Context<()>,
        request: ChangePetsRequest,
    ) -> Result<(), Failure<ChangePetsError>> {
        match request.body {
            None | Some(ChangePetsBody::MergePatch(_)) => Ok(()),
            Some(ChangePetsBody::Json(pets)) if pets.len() == 2 => Ok(()),
            Some(ChangePetsBody::JsonPatch(changes)) if changes[0].op == "add" => Ok(()),
            Some(other) => panic!("{other:?}"),
        }
    }

    async fn get_pet(
        &self,
        _: &Context<()>,
        request: GetPetRequest,
    ) -> Result<GetPetResponse, Failure<GetPetError>> {
        let problem = Problem { title: Some("marker".to_owned()) };
        let (e_tag, pet) = (Some("v1".to_owned()), Pet::new("Rex".to_owned()));
        match request.pet_id {
            1 => {}
            202 => return Ok(GetPetResponse::Accepted("later".to_owned())),
            404 if request.accept == GetPetAccept::Text => {
                let (x_reason, body) = (Some(GetPetXReason::Lost), "<p>lost</p>".to_owned());
                return Err(GetPetError::NotFoundHtml { x_reason, body }.into());
            }
            404 => {
                return Err(
                    GetPetError::NotFound { x_reason: Some(GetPetXReason::Sold), body: problem }.into()
                );
            }
            // The contract requires the header.
            405 => return Err(GetPetError::NotFound { x_reason: None, body: problem }.into()),
            429 => return Err(GetPetError::TooManyRequests { retry_after: Some(5) }.into()),
            status @ 400..=499 => {
                let status = ClientError::new(u16::try_from(status).unwrap()).unwrap();
                return Err(GetPetError::Status4xx(status, problem).into());
            }
            status @ 500..=599 => {
                let status = ServerError::new(u16::try_from(status).unwrap()).unwrap();
                return Err(GetPetError::Status5xx(status, problem).into());
            }
            _ => return Err(GetPetError::Default(Unsuccessful::FIRST, "who knows".to_owned()).into()),
        }
        Ok(match request.accept {
            GetPetAccept::Json | GetPetAccept::Text => GetPetResponse::Ok { e_tag, body: pet },
            GetPetAccept::ShopLong => {
                GetPetResponse::OkShopLong { e_tag, body: GetPetShopLongResponse { pet } }
            }
            GetPetAccept::Xml => GetPetResponse::OkXml { e_tag, body: "<pet/>".to_owned() },
            GetPetAccept::Pdf => GetPetResponse::OkPdf { e_tag, body: "%PDF".into() },
        })
    }

    async fn pet_options(
        &self,
        _: &Context<()>,
        request: PetOptionsRequest,
    ) -> Result<PetOptionsResponse, Failure<PetOptionsError>> {
        let mut answer = options();
        let PetOptionsResponse::NoContent { allow, .. } = &mut answer;
        if request.pet_id == 2 {
            *allow = None;
        }
        Ok(answer)
    }

    async fn head_pet(
        &self,
        _: &Context<()>,
        _: HeadPetRequest,
    ) -> Result<HeadPetResponse, Failure<HeadPetError>> {
        Ok(HeadPetResponse::Ok { x_size: Some(7), x_seen: Some(jiff::Timestamp::UNIX_EPOCH) })
    }

    async fn photos(
        &self,
        _: &Context<()>,
        request: PhotosRequest,
    ) -> Result<PhotosResponse, Failure<PhotosError>> {
        Ok(match request.accept {
            PhotosAccept::Csv => "a,b".to_owned().into(),
            PhotosAccept::Png => PhotosResponse::OkPng("png".into()),
            PhotosAccept::Jpeg => PhotosResponse::OkJpeg("jpeg".into()),
            PhotosAccept::Any => PhotosResponse::OkAny("any".into()),
        })
    }

    async fn dotnet(&self, _: &Context<()>, request: DotnetRequest) -> Result<Pet, Failure<DotnetError>> {
        Ok(request.body)
    }

    async fn anything(
        &self,
        _: &Context<()>,
        request: AnythingRequest,
    ) -> Result<Body, Failure<AnythingError>> {
        Ok(request.body.name.into())
    }
}

fn options() -> PetOptionsResponse {
    PetOptionsResponse::NoContent {
        allow: Some(vec!["GET".to_owned(), "HEAD".to_owned()]),
        x_range: Some(Range { from: 1, to: 9 }),
        x_kind: Some(Kind::Dog),
        x_day: Some(jiff::civil::date(2024, 2, 29)),
        x_note: Some("as it is".to_owned()),
    }
}

async fn shop() -> (Client, String) {
    let url = serve(router(Shop, OpenGate)).await;
    (Client::with_transport(Transport::builder(&url).build().unwrap()), url)
}

#[tokio::test]
async fn a_request_is_what_its_content_type_says() {
    let (client, url) = shop().await;
    let pet = Pet { name: "Rex".to_owned(), id: Some(3) };
    assert_eq!(client.add_pet(&pet).await.unwrap().name, "json Rex");
    assert_eq!(client.add_pet(pet.clone()).await.unwrap().name, "json Rex");
    let added = client.add_pet(AddPetBody::Form(pet.clone())).await.unwrap();
    assert_eq!(added.name, "form Rex Some(3)");
    let added = client.add_pet(AddPetBody::Xml("<a/>".to_owned())).await.unwrap();
    assert_eq!(added.name, "xml <a/>");
    let photo = FilePart::new("1234");
    let parts = AddPetMultipart { pet: pet.clone(), photo: photo.clone().media_type("image/jpeg") };
    assert_eq!(client.add_pet(&parts).await.unwrap().name, "Rex and 4 bytes of image/jpeg");
    // What does not say what it is is sent as the first that the contract names.
    let parts = AddPetMultipart { pet: pet.clone(), photo: photo.clone() };
    assert_eq!(client.add_pet(&parts).await.unwrap().name, "Rex and 4 bytes of image/png");
    let parts = AddPetMultipart { pet, photo: photo.media_type("text/plain") };
    let error = client.add_pet(&parts).await.unwrap_err();
    let Error::Invalid(found) = error else { panic!("{error:?}") };
    assert_eq!((found[0].pointer.as_str(), found[0].rule), ("/photo", "mediaType"));
    // What stands for many has to be named.
    let image = || AddPetBody::Image("12345".into());
    let added = client.add_pet(image()).header("Content-Type", "image/png").await.unwrap();
    assert_eq!(added.name, "5 bytes");
    let error = client.add_pet(image()).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(found) if found[0].rule == "mediaType"), "{error:?}");

    let post = |content_type: &'static str, body: &'static str| {
        let url = format!("{url}/pets");
        async move { raw("POST", &url, &[("Content-Type", content_type)], body).await }
    };
    assert_eq!(post("text/XML; charset=utf-8", "<b/>").await.1, r#"{"name":"xml <b/>"}"#);
    assert_eq!(post("application/hal+json", r#"{"name": "Ada"}"#).await.1, r#"{"name":"json Ada"}"#);
    assert_eq!(post("application/x-www-form-urlencoded", "name=A").await.1, r#"{"name":"form A None"}"#);
    let (status, text) = post("application/json", r#"{"name": 1}"#).await;
    assert_eq!((status, text.contains("/name")), (400, true), "{text}");
}

#[tokio::test]
async fn other_content_types_are_told_which_are_taken() {
    let (_, url) = shop().await;
    let request = reqwest::Client::new().post(format!("{url}/pets")).header("Content-Type", "text/csv");
    let answer = request.body("a,b").send().await.unwrap();
    assert_eq!(answer.status(), 415);
    let taken = "application/json, application/x-www-form-urlencoded, multipart/form-data, application/xml, \
                 text/xml, image/*";
    assert_eq!(answer.headers()["accept"], taken);
    assert_eq!(answer.headers()["accept-post"], taken);
    assert_eq!(raw("POST", &format!("{url}/pets"), &[], "").await.0, 415);

    let request = reqwest::Client::new().patch(format!("{url}/pets")).header("Content-Type", "text/csv");
    let answer = request.body("a,b").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("accept-patch")), (415, true));
}

#[tokio::test]
async fn an_optional_body_may_be_several_things_or_nothing() {
    let (client, url) = shop().await;
    let pet = Pet::new("Rex".to_owned());
    client.change_pets().await.unwrap();
    client.change_pets().body(vec![pet.clone(), pet.clone()]).await.unwrap();
    client.change_pets().body(&[pet.clone(), pet.clone()][..]).await.unwrap();
    client.change_pets().body(&pet).await.unwrap();
    client.change_pets().body(vec![ChangePetsJsonPatchBodyItem { op: "add".to_owned() }]).await.unwrap();
    let json = [("Content-Type", "application/json")];
    assert_eq!(raw("PATCH", &format!("{url}/pets"), &json, "").await.0, 204);
    assert_eq!(raw("PATCH", &format!("{url}/pets"), &[], "[]").await.0, 415);
}

#[tokio::test]
async fn an_answer_is_what_was_asked_for() {
    let (client, url) = shop().await;
    let pet = Pet::new("Rex".to_owned());
    assert_eq!(client.add_pet(&pet).xml().await.unwrap(), "<pet>json Rex</pet>");

    let tagged = |e_tag: Option<String>| assert_eq!(e_tag.as_deref(), Some("v1"));
    let GetPetResponse::Ok { e_tag, body } = client.get_pet(1).await.unwrap() else { panic!("not JSON") };
    tagged(e_tag);
    assert_eq!(body, pet);
    let answer = client.get_pet(1).shop_long().await.unwrap();
    let GetPetResponse::OkShopLong { e_tag, body } = answer else { panic!("{answer:?}") };
    tagged(e_tag);
    assert_eq!(body.pet, pet);
    // The query has a parameter of that name.
    let answer = client.get_pet(1).xml("yes").application_xml().await.unwrap();
    let GetPetResponse::OkXml { e_tag, body } = answer else { panic!("{answer:?}") };
    tagged(e_tag);
    assert_eq!(body, "<pet/>");
    for call in [client.get_pet(1).pdf(), client.get_pet(1).pdf_stream()] {
        let answer = call.await.unwrap();
        let GetPetResponse::OkPdf { e_tag, body } = answer else { panic!("{answer:?}") };
        tagged(e_tag);
        assert_eq!(
            (format!("{body:?}"), body.bytes().await.unwrap().as_ref()),
            ("Body(4 bytes)".to_owned(), b"%PDF".as_ref())
        );
    }
    // What is no PDF is read as a whole.
    for call in [client.get_pet(202).pdf(), client.get_pet(202).pdf_stream(), client.get_pet(202).stream()] {
        assert!(matches!(call.await.unwrap(), GetPetResponse::Accepted(body) if body == "later"));
    }
    let error = client.get_pet(404).stream().await.unwrap_err();
    assert!(matches!(error.api(), Some(GetPetError::NotFound { .. })), "{error:?}");

    assert_eq!(client.photos().await.unwrap(), "a,b");
    assert_eq!(client.photos().png().await.unwrap(), "png");
    assert_eq!(client.photos().jpeg().await.unwrap(), "jpeg");
    assert_eq!(client.photos().jpeg_stream().await.unwrap().bytes().await.unwrap(), "jpeg");
    let asked = |accept: &'static str| {
        let url = format!("{url}/photos");
        async move { raw("GET", &url, &[("Accept", accept)], "").await }
    };
    assert_eq!(asked("image/jpeg;q=0.2, image/png;q=0.3").await.1, "png");
    assert_eq!(asked("video/mp4").await.1, "any");
    assert_eq!(raw("GET", &format!("{url}/photos"), &[], "").await.1, "a,b");
}

#[tokio::test]
async fn what_cannot_be_answered_is_406() {
    let (_, url) = shop().await;
    let get = |accept: &'static str| {
        let url = format!("{url}/pets/1");
        async move { raw("GET", &url, &[("Accept", accept)], "").await }
    };
    let (status, text) = get("text/html, image/*;q=0.1").await;
    assert_eq!((status, text.contains("application/vnd.shop.long+json")), (406, true), "{text}");
    assert_eq!(get("application/json;q=0").await.0, 406);
    assert_eq!(get("text/html, */*;q=0.1").await.0, 200);
    assert_eq!(get("nonsense").await.0, 200);
    // Where there is no choice, nothing is refused.
    let dotnet = format!("{url}/dotnet");
    let headers = [("Accept", "text/html"), ("Content-Type", "text/json")];
    assert_eq!(raw("POST", &dotnet, &headers, r#"{"name":"a"}"#).await, (200, r#"{"name":"a"}"#.to_owned()));
}

/// Answers everything with one content type and one body.
async fn stubborn(content_type: &'static str, body: &'static str) -> Client {
    let answer = move || async move { ([("content-type", content_type)], body) };
    let url = serve(kontrakt::reexport::axum::Router::new().fallback(answer)).await;
    Client::with_transport(Transport::builder(&url).build().unwrap())
}

#[tokio::test]
async fn servers_that_do_not_care_what_they_are_asked_for() {
    let pet = Pet::new("Rex".to_owned());
    let client = stubborn("application/json", r#"{"pet": {"name": "Rex"}, "name": "x"}"#).await;
    // JSON in place of XML is not taken for XML.
    assert!(matches!(client.add_pet(&pet).xml().await, Err(Error::Decode(..))));
    // JSON that does not say which is the JSON that was asked for.
    let answer = client.get_pet(1).shop_long().await.unwrap();
    assert!(matches!(answer, GetPetResponse::OkShopLong { e_tag: None, body } if body.pet == pet));

    let client = stubborn("application/octet-stream", "<pet/>").await;
    assert_eq!(client.add_pet(&pet).xml().await.unwrap(), "<pet/>");
    let GetPetResponse::OkPdf { body, .. } = client.get_pet(1).pdf().await.unwrap() else { panic!("no PDF") };
    assert_eq!(body.bytes().await.unwrap(), "<pet/>");

    let client = stubborn("text/plain", r#"{"name": "Rex"}"#).await;
    assert_eq!(client.dotnet(&pet).await.unwrap(), pet);
}

#[tokio::test]
async fn wildcards_take_anything() {
    let (client, url) = shop().await;
    assert_eq!(client.anything(&Pet::new("Rex".to_owned())).await.unwrap(), "Rex");
    let headers = [("Content-Type", "application/x-unknown")];
    assert_eq!(raw("POST", &format!("{url}/anything"), &headers, r#"{"name":"a"}"#).await.1, "a");
    let headers = [("Content-Type", "application/vnd.pet+json; charset=utf-8")];
    assert_eq!(raw("POST", &format!("{url}/dotnet"), &headers, r#"{"name":"a"}"#).await.0, 200);
}

#[tokio::test]
async fn errors_carry_their_status_their_headers_and_their_content() {
    let (client, url) = shop().await;
    let problem = Problem { title: Some("marker".to_owned()) };
    let error = client.get_pet(404).await.unwrap_err();
    let sold = GetPetError::NotFound { x_reason: Some(GetPetXReason::Sold), body: problem.clone() };
    assert_eq!(error.api(), Some(&sold));
    assert!(!error.to_string().contains("marker"));
    let error = client.get_pet(404).header("Accept", "text/plain").await.unwrap_err();
    let body = "<p>lost</p>".to_owned();
    assert_eq!(error.api(), Some(&GetPetError::NotFoundHtml { x_reason: Some(GetPetXReason::Lost), body }));
    let error = client.get_pet(429).await.unwrap_err();
    assert_eq!(error.api(), Some(&GetPetError::TooManyRequests { retry_after: Some(5) }));
    let error = client.get_pet(418).await.unwrap_err();
    assert_eq!(error.api(), Some(&GetPetError::Status4xx(ClientError::new(418).unwrap(), problem.clone())));
    let error = client.get_pet(503).await.unwrap_err();
    assert_eq!(error.api(), Some(&GetPetError::Status5xx(ServerError::new(503).unwrap(), problem)));
    let error = client.get_pet(2).await.unwrap_err();
    assert_eq!(error.api(), Some(&GetPetError::Default(Unsuccessful::FIRST, "who knows".to_owned())));
    assert_eq!(error.status(), Some(300));
    // Without the header that the contract requires, the fault is the server's.
    assert_eq!(raw("GET", &format!("{url}/pets/405"), &[], "").await.0, 500);
}

#[test]
fn a_status_is_of_its_class() {
    assert_eq!(ClientError::new(404).map(u16::from), Ok(404));
    assert!(ClientError::new(500).is_err() && ClientError::try_from(399).is_err());
    assert!(ServerError::new(600).is_err() && Unsuccessful::new(299).is_err());
    assert_eq!(ServerError::new(200).unwrap_err().to_string(), "the status 200 is not within 500 to 599");
}

#[tokio::test]
async fn head_and_options_have_headers_and_no_body() {
    let (client, url) = shop().await;
    let HeadPetResponse::Ok { x_size, x_seen } = client.head_pet(1).await.unwrap();
    assert_eq!((x_size, x_seen), (Some(7), Some(jiff::Timestamp::UNIX_EPOCH)));
    assert_eq!(client.pet_options(1).await.unwrap(), options());
    let answer = reqwest::Client::new().request(reqwest::Method::OPTIONS, format!("{url}/pets/1"));
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["allow"], "GET,HEAD");
    assert_eq!(answer.headers()["x-range"], "from,1,to,9");
    assert_eq!(answer.text().await.unwrap(), "");
    // Without the header that the contract requires, the fault is the server's.
    assert_eq!(client.pet_options(2).await.unwrap_err().status(), Some(500));
}
