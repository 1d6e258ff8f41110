use super::*;
use crate::domain::tekster::*;
use crate::fault::Fault;

fn gruppe(nr: u32) -> Uuid {
    format!("9a000000-0000-4000-8000-{nr:012}").parse().unwrap()
}

fn ny(gruppe: Option<Uuid>) -> NyTekst {
    NyTekst { text: "tekst".to_owned(), display_text: "Vist tekst".to_owned(), gruppe }
}

#[tokio::test]
async fn a_text_lives_from_create_to_delete() {
    let (_folder, store) = demo().await;
    let id = create(&store, &ticket(), &ny(Some(gruppe(2)))).await.unwrap();
    let there = get(&store, id).await.unwrap();
    assert_eq!((there.text.as_str(), there.gruppe.unwrap().name.as_str()), ("tekst", "Uddannelse"));
    let changed = NyTekst { display_text: "Anden".to_owned(), ..ny(None) };
    update(&store, &ticket(), &id.to_string().to_uppercase(), id, &changed).await.unwrap();
    let there = get(&store, id).await.unwrap();
    assert_eq!((there.display_text.as_str(), there.gruppe), ("Anden", None));
    delete(&store, &ticket(), id).await.unwrap();
    assert_eq!(get(&store, id).await.unwrap_err(), Fault::FindesIkke);
    assert_eq!(delete(&store, &ticket(), id).await.unwrap_err(), Fault::FindesIkke);
    assert_eq!(
        update(&store, &ticket(), &id.to_string(), id, &changed).await.unwrap_err(),
        Fault::FindesIkke
    );
}

#[tokio::test]
async fn texts_are_listed_by_group() {
    let (_folder, store) = demo().await;
    assert_eq!(list(&store, None).await.unwrap().len(), 3);
    assert_eq!(list(&store, Some(gruppe(1))).await.unwrap().len(), 2);
    assert!(list(&store, Some(Uuid::new_v4())).await.unwrap().is_empty());
    let names: Vec<_> = groups(&store).await.unwrap().into_iter().map(|gruppe| gruppe.name).collect();
    assert_eq!(names, ["Helbred", "Uddannelse"]);
}

#[tokio::test]
async fn a_reference_must_lead_somewhere() {
    let (_folder, store) = demo().await;
    let pointer = |fault: Fault| (fault.code(), fault.violations()[0].pointer.clone());
    let lost = create(&store, &ticket(), &ny(Some(Uuid::new_v4()))).await.unwrap_err();
    assert_eq!(pointer(lost), (Some(1014), "/groupExternalIdentifier".to_owned()));
    let id = create(&store, &ticket(), &ny(None)).await.unwrap();
    for path in ["nonsense".to_owned(), Uuid::new_v4().to_string()] {
        let other = update(&store, &ticket(), &path, id, &ny(None)).await.unwrap_err();
        assert_eq!(pointer(other), (Some(1014), "/externalIdentifier".to_owned()));
    }
}
