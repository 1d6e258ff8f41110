use serde_json::json;

use super::*;
use crate::domain::indkaldelse::*;
use crate::fault::Fault;
use crate::store::indkaldelse::{self as rows, Myndighedsdeltager};

fn ny() -> NyIndkaldelse {
    let oevrige = json!({ "moedetype": 3, "sted": { "navn": "Rådhuset" } });
    NyIndkaldelse {
        moede_starttidspunkt: "2026-09-01T08:30:00Z".parse().unwrap(),
        aflysningsfrist: Some("2026-08-30".parse().unwrap()),
        oevrige: oevrige.as_object().unwrap().clone(),
    }
}

fn deltager(indkaldelse_id: Uuid, comes: Option<bool>) -> Myndighedsdeltager {
    Myndighedsdeltager {
        id: Uuid::new_v4(),
        indkaldelse_id,
        navn: Some("Søren Ærø".to_owned()),
        kontaktdetaljer: None,
        telefonnummer: Some("+4520304050".to_owned()),
        email: None,
        eksternt_id: None,
        deltagerrolle: 1,
        afbudsaarsag: None,
        afbudsuddybning: None,
        deltager: comes,
    }
}

async fn with_indkaldelse() -> (tempfile::TempDir, Store, Uuid) {
    let (folder, store) = demo().await;
    let id = create(&store, &ticket(), &borger(1), ny()).await.unwrap();
    (folder, store, id)
}

#[tokio::test]
async fn a_summons_keeps_what_the_contract_does_not_name() {
    let (_folder, store, id) = with_indkaldelse().await;
    let kept = rows::find(&mut store.read().await.unwrap(), id).await.unwrap().unwrap();
    assert_eq!(kept.oevrige, ny().oevrige);
    assert_eq!(kept.moede_starttidspunkt, ny().moede_starttidspunkt);
    assert_eq!(kept.aflysningsfrist, ny().aflysningsfrist);
    assert_eq!(kept.cpr, borger(1));
}

#[tokio::test]
async fn the_dead_are_not_summoned_and_nobody_summons_for_them() {
    let (_folder, store, id) = with_indkaldelse().await;
    let dead = borger(DEAD);
    assert_eq!(create(&store, &ticket(), &dead, ny()).await.unwrap_err(), IndkaldelseFejl::BorgerErDoed);
    let one = deltager(id, Some(true));
    let refused = [
        create_deltager(&store, &ticket(), &dead, &one).await.map(|_| ()),
        update_deltager(&store, &ticket(), &dead, &one).await,
        delete_deltager(&store, &ticket(), &dead, one.id, id).await,
    ];
    assert_eq!(refused, std::array::from_fn(|_| Err(IndkaldelseFejl::BorgerErDoed)));
    let unknown = create(&store, &ticket(), &unknown(), ny()).await.unwrap_err();
    assert_eq!(unknown, IndkaldelseFejl::Faelles(Fault::UkendtCpr));
}

#[tokio::test]
async fn a_participant_is_created_updated_and_deleted() {
    let (_folder, store, id) = with_indkaldelse().await;
    let one = deltager(id, Some(true));
    assert_eq!(create_deltager(&store, &ticket(), &borger(1), &one).await.unwrap(), one.id);
    let changed =
        Myndighedsdeltager { navn: None, deltager: Some(false), afbudsaarsag: Some(1), ..one.clone() };
    update_deltager(&store, &ticket(), &borger(1), &changed).await.unwrap();
    let mut conn = store.read().await.unwrap();
    assert_eq!(rows::find_deltager(&mut conn, one.id).await.unwrap(), Some(changed));
    delete_deltager(&store, &ticket(), &borger(1), one.id, id).await.unwrap();
    assert_eq!(rows::find_deltager(&mut conn, one.id).await.unwrap(), None);
}

#[tokio::test]
async fn an_undecided_participant_is_updated_before_others_are_created() {
    let (_folder, store, id) = with_indkaldelse().await;
    let undecided = deltager(id, None);
    create_deltager(&store, &ticket(), &borger(1), &undecided).await.unwrap();
    let next = deltager(id, Some(true));
    let refused = create_deltager(&store, &ticket(), &borger(1), &next).await.unwrap_err();
    assert_eq!(refused, IndkaldelseFejl::EksisterendeDeltagereIkkeOpdateret);
    // Another summons does not wait for this one.
    let other = create(&store, &ticket(), &borger(1), ny()).await.unwrap();
    create_deltager(&store, &ticket(), &borger(1), &deltager(other, Some(true))).await.unwrap();

    let decided = Myndighedsdeltager { deltager: Some(false), ..undecided };
    update_deltager(&store, &ticket(), &borger(1), &decided).await.unwrap();
    create_deltager(&store, &ticket(), &borger(1), &next).await.unwrap();
}

#[tokio::test]
async fn identifiers_must_lead_somewhere_and_belong_together() {
    let (_folder, store, id) = with_indkaldelse().await;
    let cpr = borger(1);
    let one = deltager(id, Some(true));
    create_deltager(&store, &ticket(), &cpr, &one).await.unwrap();
    let again = create_deltager(&store, &ticket(), &cpr, &one).await.unwrap_err();
    assert_eq!(again, IndkaldelseFejl::DeltagerFindesAllerede);

    let nowhere = deltager(Uuid::new_v4(), Some(true));
    let refused = create_deltager(&store, &ticket(), &cpr, &nowhere).await.unwrap_err();
    assert_eq!(refused, IndkaldelseFejl::IndkaldelseFindesIkke);
    let foreign = create_deltager(&store, &ticket(), &borger(2), &deltager(id, None)).await.unwrap_err();
    assert_eq!(foreign, IndkaldelseFejl::IndkaldelseFindesIkke);

    let other = create(&store, &ticket(), &cpr, ny()).await.unwrap();
    let moved = Myndighedsdeltager { indkaldelse_id: other, ..one.clone() };
    let misplaced = IndkaldelseFejl::DeltagerHoererTilAndenIndkaldelse;
    assert_eq!(update_deltager(&store, &ticket(), &cpr, &moved).await, Err(misplaced.clone()));
    assert_eq!(delete_deltager(&store, &ticket(), &cpr, one.id, other).await, Err(misplaced));
    let gone = deltager(id, Some(true));
    assert_eq!(
        update_deltager(&store, &ticket(), &cpr, &gone).await,
        Err(IndkaldelseFejl::DeltagerFindesIkke)
    );
    let missing = delete_deltager(&store, &ticket(), &cpr, gone.id, id).await;
    assert_eq!(missing, Err(IndkaldelseFejl::DeltagerFindesIkke));
}

#[tokio::test]
async fn code_list_values_must_be_known_and_valid_today() {
    let (_folder, store, id) = with_indkaldelse().await;
    let refused =
        async |deltager: Myndighedsdeltager| match create_deltager(&store, &ticket(), &borger(1), &deltager)
            .await
            .unwrap_err()
        {
            IndkaldelseFejl::Faelles(fault) => (fault.code().unwrap(), fault.violations()[0].pointer.clone()),
            other => panic!("{other:?}"),
        };
    let rolle = Myndighedsdeltager { deltagerrolle: 4711, ..deltager(id, None) };
    assert_eq!(refused(rolle).await, (2002, "/deltagerrolle".to_owned()));
    let expired = Myndighedsdeltager { afbudsaarsag: Some(99), ..deltager(id, None) };
    assert_eq!(refused(expired).await, (2003, "/afbudsaarsag".to_owned()));

    let both = Myndighedsdeltager { deltagerrolle: 4711, afbudsaarsag: Some(99), ..deltager(id, None) };
    let told = create_deltager(&store, &ticket(), &borger(1), &both).await.unwrap_err();
    let IndkaldelseFejl::Faelles(fault) = told else { panic!("{told:?}") };
    assert_eq!((fault.codes(), fault.violations().len()), (vec![2002, 2003], 2));
}

#[tokio::test]
async fn a_refused_call_uses_no_request_id_up() {
    let (_folder, store, id) = with_indkaldelse().await;
    let ticket = ticket();
    let nowhere = deltager(Uuid::new_v4(), Some(true));
    create_deltager(&store, &ticket, &borger(1), &nowhere).await.unwrap_err();
    let one = deltager(id, Some(true));
    create_deltager(&store, &ticket, &borger(1), &one).await.unwrap();
    let again = delete_deltager(&store, &ticket, &borger(1), one.id, id).await.unwrap_err();
    assert_eq!(again, IndkaldelseFejl::Faelles(Fault::BrugtRequestId));
}
