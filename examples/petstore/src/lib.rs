//! A pet store: the contract is `pets.yaml`, the code of both ends is made from it when this crate is built, and
//! what is left to write is [`Store`], and [`Keeper`] at its door.

include!(concat!(env!("OUT_DIR"), "/kontrakt/mod.rs"));

use std::sync::{Mutex, MutexGuard, PoisonError};

use kontrakt::Body;
use kontrakt::reexport::bytes::Bytes;
use kontrakt::reexport::jiff::Timestamp;
use kontrakt::reexport::uuid::Uuid;
use kontrakt::server::{Asked, Context, Failure, Gate, Refusal};
use pets::operations::*;
use pets::server::*;
use pets::types::{Conflict, NewPet, NotFound, Pet};

/// A store in memory.
#[derive(Debug, Default)]
pub struct Store {
    pets: Mutex<Vec<Pet>>,
    photos: Mutex<Vec<(Uuid, Bytes)>>,
}

impl Store {
    fn pets(&self) -> MutexGuard<'_, Vec<Pet>> {
        self.pets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn photos(&self) -> MutexGuard<'_, Vec<(Uuid, Bytes)>> {
        self.photos.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets those in who have the key.
#[derive(Clone)]
pub struct Keeper {
    /// The key.
    pub key: String,
}

impl Gate for Keeper {
    type Caller = ();
}

impl pets::Security for Keeper {
    async fn key(&self, key: &str, _: &Asked<'_>) -> Result<(), Refusal> {
        if key == self.key { Ok(()) } else { Err(Refusal::unauthorized()) }
    }
}

impl pets::Service for Store {
    type Caller = ();

    async fn list_pets(
        &self,
        _: &Context<()>,
        request: ListPetsRequest,
    ) -> Result<ListPetsResponse, Failure<ListPetsError>> {
        let pets = self.pets();
        let wanted = |pet: &&Pet| request.kind.as_ref().is_none_or(|kinds| kinds.contains(&pet.kind));
        let limit = usize::try_from(request.limit.unwrap_or(20)).unwrap_or(20);
        let body = pets.iter().filter(wanted).take(limit).cloned().collect();
        Ok(ListPetsResponse::Ok { x_total: i64::try_from(pets.len()).ok(), body })
    }

    async fn add_pet(
        &self,
        _: &Context<()>,
        request: AddPetRequest,
    ) -> Result<AddPetResponse, Failure<AddPetError>> {
        let NewPet { name, kind, tag, born, weight, home, parents, mother, traits } = request.body;
        let mut pets = self.pets();
        if pets.iter().any(|pet| pet.name == name) {
            return Err(AddPetError::Conflict(Conflict { name }).into());
        }
        let (id, added, mother) = (Uuid::new_v4(), Timestamp::now(), mother.map(|mother| *mother));
        let pet = Pet { id, added, name, kind, tag, born, weight, home, parents, mother, traits };
        if pet.tag.is_none() {
            return Ok(AddPetResponse::Accepted);
        }
        pets.push(pet.clone());
        pets.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(AddPetResponse::Created(pet))
    }

    async fn get_pet(&self, _: &Context<()>, request: GetPetRequest) -> Result<Pet, Failure<GetPetError>> {
        let found = self.pets().iter().find(|pet| pet.id == request.pet_id).cloned();
        let pet = found.ok_or_else(|| GetPetError::NotFound(NotFound { reason: "ran away".into() }))?;
        if pet.name == "Dormouse" {
            return Err(GetPetError::PetAsleep.into());
        }
        Ok(pet)
    }

    async fn remove_pet(
        &self,
        _: &Context<()>,
        request: RemovePetRequest,
    ) -> Result<(), Failure<RemovePetError>> {
        self.pets().retain(|pet| pet.id != request.pet_id);
        Ok(())
    }

    async fn upload_photo(
        &self,
        _: &Context<()>,
        request: UploadPhotoRequest,
    ) -> Result<i64, Failure<UploadPhotoError>> {
        let photo = request.body.photo.bytes;
        let size = i64::try_from(photo.len()).unwrap_or(i64::MAX);
        self.photos().push((request.pet_id, photo));
        Ok(size)
    }

    async fn download_photo(
        &self,
        _: &Context<()>,
        request: DownloadPhotoRequest,
    ) -> Result<Body, Failure<DownloadPhotoError>> {
        let photos = self.photos();
        let mut own = photos.iter().filter(|(pet, _)| *pet == request.pet_id);
        let photo = usize::try_from(request.number).ok().and_then(|number| own.nth(number));
        photo.map(|(_, photo)| photo.clone().into()).ok_or_else(|| Refusal::not_found().into())
    }

    async fn write_note(
        &self,
        _: &Context<()>,
        request: WriteNoteRequest,
    ) -> Result<String, Failure<WriteNoteError>> {
        let text = request.body.text;
        Ok(if request.body.loud == Some(true) { text.to_uppercase() } else { text })
    }
}
