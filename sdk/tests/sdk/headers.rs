//! What goes with every call.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use dfdg_sdk::api::borgerflytte::types::CreateTilflytningsbekraeftelseRequestDto;
use dfdg_sdk::{
    Dfdg, DfdgError as _, Ended, Error, Observer, PendingToken, RequestOrganisation, RequestUser,
    RequestUserMetadata, Service, Tidspunkt, TokenSource, Uuid, organisation_type, serde_json, user_type,
};

use crate::server::{CPR, MOVE, TOKEN, World, client, cpr, job_centre};

const BODY: CreateTilflytningsbekraeftelseRequestDto =
    CreateTilflytningsbekraeftelseRequestDto { borgerflytning_id: MOVE };

fn metadata(name: &str) -> RequestUserMetadata {
    let mut user = RequestUser::new(user_type::SAGSBEHANDLER);
    user.user_full_name = Some(name.to_owned());
    RequestUserMetadata {
        request_user_structure: user,
        request_organisation_structure: RequestOrganisation {
            organisation_type: organisation_type::KOMMUNE,
            organisation_code: "751".to_owned(),
        },
        registration_date_time: Tidspunkt("2026-03-02T10:00:00+01:00".parse().unwrap()),
    }
}

#[tokio::test]
async fn token_organisation_user_and_agent_arrive_with_every_call() {
    let world = World::default();
    let url = world.serve().await;
    let dfdg = client(&url).to_builder().request_user_metadata(metadata("Søren Ærø")).build().unwrap();
    dfdg.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap();
    dfdg.borger_flytte().create_tilflytningsbekraeftelse(&BODY).await.unwrap();

    let seen = world.seen.lock().unwrap().clone();
    assert_eq!(
        seen.iter().map(|seen| seen.operation).collect::<Vec<_>>(),
        ["GetKontaktinformation", "CreateTilflytningsbekraeftelse"]
    );
    assert_eq!(seen[0].header("x-civilregistrationidentifier"), CPR);
    for seen in seen {
        assert_eq!(seen.header("authorization"), format!("Bearer {TOKEN}"));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(seen.header("x-activeorganisation")).unwrap(),
            serde_json::json!({ "organisationType": 8, "organisationCode": "1234567" })
        );
        let user: RequestUserMetadata = serde_json::from_str(seen.header("x-requestusermetadata")).unwrap();
        assert_eq!(user, metadata("Søren Ærø"), "letters beyond ASCII survive the header");
        assert!(seen.header("user-agent").starts_with("dfdg-sdk/"));
    }
}

#[tokio::test]
async fn a_call_names_another_organisation_or_user_than_the_client() {
    let world = World::default();
    let dfdg =
        client(&world.serve().await).to_builder().request_user_metadata(metadata("A")).build().unwrap();
    dfdg.letasyl()
        .get_all_groups()
        .x_active_organisation(&job_centre("7654321"))
        .x_request_user_metadata(&metadata("B"))
        .await
        .unwrap();
    assert!(world.last().header("x-activeorganisation").contains("7654321"));
    assert!(world.last().header("x-requestusermetadata").contains("\"B\""));
    dfdg.letasyl().get_all_groups().await.unwrap();
    assert!(world.last().header("x-activeorganisation").contains("1234567"), "only that call");
}

#[tokio::test]
async fn a_handle_for_another_organisation_shares_everything_else() {
    let world = World::default();
    let dfdg = client(&world.serve().await);
    let other = dfdg.to_builder().active_organisation(job_centre("99")).build().unwrap();
    other.letasyl().get_all_groups().await.unwrap();
    assert!(world.last().header("x-activeorganisation").contains("\"99\""));
    assert_eq!(world.last().header("authorization"), format!("Bearer {TOKEN}"));
    dfdg.letasyl().get_all_groups().await.unwrap();
    assert!(world.last().header("x-activeorganisation").contains("1234567"));
}

#[tokio::test]
async fn the_request_id_is_a_fresh_uuid_unless_the_call_sets_one() {
    let world = World::default();
    let dfdg = client(&world.serve().await);
    let mut ids = Vec::new();
    for _ in 0..2 {
        dfdg.borger_flytte().create_tilflytningsbekraeftelse(&BODY).await.unwrap();
        let id: Uuid = world.last().header("x-requestid").parse().unwrap();
        assert_eq!(id.get_version_num(), 4);
        ids.push(id);
    }
    assert_ne!(ids[0], ids[1]);
    dfdg.borger_flytte().create_tilflytningsbekraeftelse(&BODY).x_request_id("mit-id-1").await.unwrap();
    assert_eq!(world.last().header("x-requestid"), "mit-id-1");

    dfdg.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap();
    assert_eq!(world.last().header("x-requestid"), "", "where the contract has none, none is sent");
}

#[tokio::test]
async fn a_service_has_an_address_of_its_own() {
    let (one, two) = (World::default(), World::default());
    let dfdg = Dfdg::builder(one.serve().await)
        .service_url(Service::Letasyl, two.serve().await)
        .bearer_token(TOKEN)
        .user_agent("fagsystem/3")
        .build()
        .unwrap();
    dfdg.letasyl().get_all_groups().await.unwrap();
    assert_eq!(two.last().header("user-agent"), "fagsystem/3");
    assert!(one.seen.lock().unwrap().is_empty());
    dfdg.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap();
    assert_eq!(one.last().operation, "GetKontaktinformation");
    assert_eq!(two.seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_token_source_is_asked_for_every_call_and_told_of_a_refused_token() {
    #[derive(Clone, Default)]
    struct Rotating {
        refused: Arc<Mutex<Vec<String>>>,
    }
    impl TokenSource for Rotating {
        fn token(&self) -> PendingToken<'_> {
            let expired = self.refused.lock().unwrap().is_empty();
            Box::pin(async move { Ok(if expired { "expired" } else { TOKEN }.to_owned()) })
        }
        fn refused(&self, token: &str) {
            self.refused.lock().unwrap().push(token.to_owned());
        }
    }
    let source = Rotating::default();
    let dfdg = Dfdg::builder(World::default().serve().await).token_source(source.clone()).build().unwrap();
    let error = dfdg.letasyl().get_all_groups().await.unwrap_err();
    assert!(error.is_not_authenticated() && !error.is_retryable(), "{error:?}");
    dfdg.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap();
    assert_eq!(*source.refused.lock().unwrap(), ["expired"]);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let world = World::default();
    let dfdg = Dfdg::builder(world.serve().await)
        .token_from(|| async { Err("the issuer is away".into()) })
        .build()
        .unwrap();
    let error = dfdg.letasyl().get_all_groups().await.unwrap_err();
    assert!(matches!(error, Error::Credentials(..)), "{error:?}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the issuer is away");
    assert!(world.seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_observer_is_told_of_the_calls_of_every_service() {
    #[derive(Clone, Default)]
    struct Counter(Arc<AtomicUsize>);
    impl Observer for Counter {
        fn ended(&self, ended: &Ended) {
            assert_eq!(ended.status.map(|status| status / 100), Some(2));
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let counter = Counter::default();
    let url = World::default().serve().await;
    let dfdg = client(&url).to_builder().observer(counter.clone()).build().unwrap();
    dfdg.letasyl().get_all_groups().await.unwrap();
    dfdg.kontaktinformation().get_kontaktinformation(&cpr()).await.unwrap();
    assert_eq!(counter.0.load(Ordering::Relaxed), 2);
}
