//! Who may see which citizen: the contract's access tables against the relations in the store.

use kontrakt::operation::Access;

use crate::auth::{Caller, organisation_type};
use crate::fault::Fault;
use crate::sensitive::Cpr;
use crate::store::{Store, borgere};

/// The relation that an organisation has to every citizen.
pub const ALLE: &str = "alle";
/// The relation that another actor has to every citizen.
pub const ANDEN_AKTOER_ALLE: &str = "anden-aktoer-alle";
/// The relation that a system by itself has to every citizen.
pub const SYSTEM_ALLE: &str = "system-alle";

/// Whether one of these relations is enough for an organisation of this kind.
pub fn allows(table: &[Access], kind: &str, relations: &[impl AsRef<str>]) -> bool {
    table
        .iter()
        .filter(|row| row.organisation == kind)
        .flat_map(|row| row.relations)
        .any(|allowed| relations.iter().any(|relation| relation.as_ref() == *allowed))
}

/// Refuses a caller whom the table does not allow to do this to this citizen, or at all where it is about none.
///
/// A caller who may see all citizens passes for an unknown one as well: the rules answer 1010, or the code that the
/// operation has for it. Whoever may not is told the same, 4575, about an unknown citizen as about a foreign one.
///
/// # Errors
/// 8232 without an active organisation, 4413 where it is no authority, else 4575.
pub async fn check(store: &Store, table: &[Access], caller: &Caller, cpr: Option<&Cpr>) -> Result<(), Fault> {
    let (kind, code) = caller.authority()?;
    if allows(table, kind, &to_everyone(caller)) {
        return Ok(());
    }
    let Some(cpr) = cpr else { return Err(Fault::IkkeAutoriseret) };
    let mut conn = store.read().await?;
    for role in caller.roles() {
        let relations = borgere::relations(&mut conn, cpr, kind, code, role).await?;
        if allows(table, kind, &relations) {
            return Ok(());
        }
    }
    Err(Fault::IkkeAutoriseret)
}

/// Refuses a caller of an operation that has no table who acts for no authority: the active organisation where one is
/// named, else any that the token names.
///
/// # Errors
/// 4413 where the active organisation is no authority, 4575 where none of the token's is.
pub fn check_without_table(caller: &Caller) -> Result<(), Fault> {
    if caller.active.is_some() {
        return caller.authority().map(|_| ());
    }
    let is_authority = |kind| organisation_type::authority(kind).is_some();
    let acts_for_one = caller.identity.organisations.iter().any(|one| is_authority(one.organisation_type));
    if acts_for_one { Ok(()) } else { Err(Fault::IkkeAutoriseret) }
}

/// The relations that the caller has to every citizen.
fn to_everyone(caller: &Caller) -> Vec<&'static str> {
    let mut relations: Vec<_> =
        caller.roles().map(|role| if role.is_some() { ANDEN_AKTOER_ALLE } else { ALLE }).collect();
    if caller.identity.system_alle {
        relations.push(SYSTEM_ALLE);
    }
    relations
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::auth::{ACTIVE_ORGANISATION, Identity, TokenOrganisation};
    use crate::store::tests::fresh;

    const TABLE: &[Access] = &[
        Access { organisation: "A-kasse", relations: &["egne"] },
        Access { organisation: "JobCenter", relations: &["egne", "anden-aktoer-egne"] },
        Access { organisation: "STAR", relations: &["alle"] },
    ];

    fn caller(kind: i32, code: &str, anden_aktoer: Option<&str>) -> Caller {
        let organisation = TokenOrganisation {
            organisation_type: kind,
            code: code.to_owned(),
            anden_aktoer: anden_aktoer.map(str::to_owned),
        };
        let identity = Identity {
            system: "test".to_owned(),
            scopes: Default::default(),
            organisations: vec![organisation],
            system_alle: false,
        };
        let mut headers = HeaderMap::new();
        let active = format!(r#"{{"organisationType": {kind}, "organisationCode": "{code}"}}"#);
        headers.insert(ACTIVE_ORGANISATION, active.parse().unwrap());
        identity.into_caller(&headers, false).unwrap()
    }

    async fn with_relation(
        kind: &str,
        code: &str,
        relation: &str,
        anden_aktoer: Option<&str>,
    ) -> (tempfile::TempDir, Store, Cpr) {
        let (folder, store) = fresh().await;
        let cpr = Cpr::new("2902010001").unwrap();
        let mut tx = store.write(None).await.unwrap();
        let borger = borgere::Borger { cpr: cpr.clone(), doed: false, jobcenter: None, kommune: None };
        borgere::put(&mut tx, &borger).await.unwrap();
        let relation = borgere::Relation {
            cpr: cpr.clone(),
            organisation_kind: kind.to_owned(),
            organisation_code: code.to_owned(),
            relation: relation.to_owned(),
            anden_aktoer: anden_aktoer.map(str::to_owned),
        };
        borgere::add_relation(&mut tx, &relation).await.unwrap();
        tx.commit().await.unwrap();
        (folder, store, cpr)
    }

    #[tokio::test]
    async fn a_relation_to_this_very_organisation_counts() {
        let (_folder, store, cpr) = with_relation("JobCenter", "101", "egne", None).await;
        let ok = check(&store, TABLE, &caller(8, "101", None), Some(&cpr)).await;
        assert_eq!(ok, Ok(()));
        for stranger in [
            caller(8, "102", None),
            caller(2, "101", None),
            caller(7, "101", None),
            caller(8, "101", Some("77")),
        ] {
            assert_eq!(check(&store, TABLE, &stranger, Some(&cpr)).await, Err(Fault::IkkeAutoriseret));
        }
    }

    #[tokio::test]
    async fn another_actor_sees_what_it_was_given_and_nothing_else() {
        let (_folder, store, cpr) = with_relation("JobCenter", "101", "anden-aktoer-egne", Some("77")).await;
        assert_eq!(check(&store, TABLE, &caller(8, "101", Some("77")), Some(&cpr)).await, Ok(()));
        for stranger in [caller(8, "101", Some("78")), caller(8, "101", None), caller(8, "102", Some("77"))] {
            assert_eq!(check(&store, TABLE, &stranger, Some(&cpr)).await, Err(Fault::IkkeAutoriseret));
        }
    }

    #[tokio::test]
    async fn a_relation_that_the_table_does_not_name_is_none() {
        for relation in ["tidligere-egne", "gaesteadgang"] {
            let (_folder, store, cpr) = with_relation("JobCenter", "101", relation, None).await;
            let refused = check(&store, TABLE, &caller(8, "101", None), Some(&cpr)).await;
            assert_eq!(refused, Err(Fault::IkkeAutoriseret));
        }
    }

    #[tokio::test]
    async fn an_unknown_citizen_is_refused_as_a_foreign_one_is_unless_one_may_see_all() {
        let (_folder, store, _) = with_relation("JobCenter", "101", "egne", None).await;
        let unknown = Cpr::new("2902019999").unwrap();
        let refused = check(&store, TABLE, &caller(8, "101", None), Some(&unknown)).await;
        assert_eq!(refused, Err(Fault::IkkeAutoriseret));
        assert_eq!(check(&store, TABLE, &caller(1, "1", None), Some(&unknown)).await, Ok(()));
        assert_eq!(check(&store, TABLE, &caller(1, "1", None), None).await, Ok(()));
        assert_eq!(check(&store, TABLE, &caller(8, "101", None), None).await, Err(Fault::IkkeAutoriseret));
    }

    #[tokio::test]
    async fn the_active_organisation_must_be_there_and_be_an_authority() {
        let (_folder, store, cpr) = with_relation("JobCenter", "101", "egne", None).await;
        let mut nobody = caller(8, "101", None);
        nobody.active = None;
        let missing = check(&store, TABLE, &nobody, Some(&cpr)).await;
        assert_eq!(missing, Err(Fault::ActiveOrganisationMangler));
        for kind in [4, 24] {
            let refused = check(&store, TABLE, &caller(kind, "101", None), Some(&cpr)).await;
            assert_eq!(refused, Err(Fault::UgyldigMyndighedstype));
        }
    }

    #[tokio::test]
    async fn a_system_may_see_all_where_the_table_says_so() {
        let (_folder, store, cpr) = with_relation("JobCenter", "101", "egne", None).await;
        let mut system = caller(8, "102", None);
        system.identity.system_alle = true;
        assert_eq!(check(&store, TABLE, &system, Some(&cpr)).await, Err(Fault::IkkeAutoriseret));
        let open = &[Access { organisation: "JobCenter", relations: &["system-alle"] }];
        assert_eq!(check(&store, open, &system, Some(&cpr)).await, Ok(()));
    }

    #[test]
    fn without_a_table_any_authority_will_do_and_nobody_else() {
        for kind in [1, 2, 7, 8] {
            assert_eq!(check_without_table(&caller(kind, "101", None)), Ok(()));
        }
        for kind in [4, 24] {
            let mut company = caller(kind, "101", None);
            assert_eq!(check_without_table(&company), Err(Fault::UgyldigMyndighedstype));
            company.active = None;
            assert_eq!(check_without_table(&company), Err(Fault::IkkeAutoriseret));
        }
        let mut unnamed = caller(8, "101", None);
        unnamed.active = None;
        assert_eq!(check_without_table(&unnamed), Ok(()));
    }
}
