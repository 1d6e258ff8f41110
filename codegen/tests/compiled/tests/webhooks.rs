//! Webhooks and callbacks: what a sender posts arrives typed, where the receiver wants it.

mod support;

use std::sync::Mutex;

use kontrakt::client::Transport;
use kontrakt::server::{Context, Failure, OpenGate};
use kontrakt_compiled::usual::callbacks::{
    self, Callbacks, PutThingOnDoneOnReadRequest, PutThingOnDoneRequest, SpareRequest,
};
use kontrakt_compiled::usual::webhooks::{self, ThingChangedRequest, ThingGoneRequest, Webhooks};
use kontrakt_compiled::usual::{CALLBACKS, OPERATIONS, WEBHOOKS, operations, types};
use support::{raw, serve};

#[derive(Default)]
struct Receiver(Mutex<Vec<String>>);

impl Webhooks for Receiver {
    type Caller = ();

    async fn thing_changed(
        &self,
        _: &Context<()>,
        request: ThingChangedRequest,
    ) -> Result<(), Failure<operations::ThingChangedError>> {
        self.0.lock().expect("no panic").push(format!("{:?}", request.x_event));
        Ok(())
    }

    async fn thing_gone(
        &self,
        _: &Context<()>,
        request: ThingGoneRequest,
    ) -> Result<types::ThingGoneResponse, Failure<operations::ThingGoneError>> {
        Ok(types::ThingGoneResponse { more: request.body.id == "7" })
    }
}

impl Callbacks for Receiver {
    type Caller = ();

    async fn put_thing_on_done(
        &self,
        _: &Context<()>,
        request: PutThingOnDoneRequest,
    ) -> Result<String, Failure<operations::PutThingOnDoneError>> {
        Ok(format!("{} at {}", request.step, request.body.at))
    }

    async fn put_thing_on_done_on_read(
        &self,
        _: &Context<()>,
        _: PutThingOnDoneOnReadRequest,
    ) -> Result<(), Failure<operations::PutThingOnDoneOnReadError>> {
        Ok(())
    }

    async fn spare(&self, _: &Context<()>, _: SpareRequest) -> Result<(), Failure<operations::SpareError>> {
        Ok(())
    }
}

#[tokio::test]
async fn webhooks_arrive_at_paths_of_their_own() {
    let url = serve(webhooks::router(Receiver::default(), OpenGate)).await;
    let gone = format!("{url}/thing%20gone");
    assert_eq!(raw("POST", &gone, GONE, r#"{"id": "7"}"#).await, (200, r#"{"more":true}"#.to_owned()));
    let (status, text) = raw("POST", &gone, GONE, r#"{"id": 7}"#).await;
    assert_eq!((status, text.contains("/id")), (400, true), "{text}");
    assert_eq!(raw("POST", &format!("{url}/thingChanged"), GONE, "{}").await.0, 400);
    assert_eq!(raw("GET", &gone, GONE, "").await.0, 405);
}

const GONE: &[(&str, &str)] = &[("X-Event", "gone"), ("Content-Type", "application/json")];

#[tokio::test]
async fn webhooks_arrive_at_one_url_that_the_receiver_chose() {
    let routes = webhooks::routes(Receiver::default(), OpenGate)
        .at(&operations::THING_CHANGED, "/hooks/things")
        .at(&operations::THING_GONE, "/hooks/things");
    let url = serve(routes.into_router()).await;
    let (status, text) = raw("POST", &format!("{url}/hooks/things"), GONE, r#"{"id": "8"}"#).await;
    assert_eq!((status, text.as_str()), (200, r#"{"more":false}"#));
    let changed = &[("X-Event", "changed"), ("Content-Type", "application/json")];
    let (status, text) = raw("POST", &format!("{url}/hooks/things"), changed, r#"{"id": "8"}"#).await;
    assert_eq!((status, text.contains("violations") || text.contains("required")), (400, true), "{text}");
    assert_eq!(raw("POST", &format!("{url}/thingChanged"), changed, "{}").await.0, 404);
}

#[tokio::test]
async fn a_callback_goes_where_its_caller_asked_for() {
    let routes = callbacks::routes(Receiver::default(), OpenGate)
        .at(&operations::PUT_THING_ON_DONE, "/my/place/done/{step}");
    let url = serve(routes.into_router()).await;
    let body = r#"{"at": "2024-02-29T12:00:00Z"}"#;
    let json = &[("Content-Type", "application/json")];
    let answer = raw("POST", &format!("{url}/my/place/done/3"), json, body).await;
    assert_eq!(answer, (200, "3 at 2024-02-29T12:00:00Z".to_owned()));
    assert_eq!(raw("POST", &format!("{url}/my/place/done/x"), json, body).await.0, 400);
}

#[tokio::test]
async fn a_sender_has_the_tables_of_what_it_sends() {
    let url = serve(webhooks::router(Receiver::default(), OpenGate)).await;
    let call = Transport::builder(url).build().expect("a transport").call(&operations::THING_GONE);
    let body = types::ThingGoneBody { id: "7".to_owned() };
    let call = call.parameter(0, "gone").json(&kontrakt::schema::ANY, &body);
    let answer = call.send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
}

#[test]
fn each_list_holds_its_own() {
    let names =
        |list: &[&kontrakt::operation::Operation]| list.iter().map(|one| one.name).collect::<Vec<_>>();
    assert_eq!(names(WEBHOOKS), ["thingChanged", "thing gone"]);
    assert_eq!(names(CALLBACKS), ["putThing_onDone", "putThing_onDone_onRead", "Spare"]);
    assert!(OPERATIONS.iter().all(|operation| !names(WEBHOOKS).contains(&operation.name)));
}
