//! What the user asked for: in `kontrakt.toml`, through the builder, on the command line.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{self, Deserializer};

use crate::diagnostic::{Report, Severity};

/// Whether a part of the code is generated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Part {
    /// It is.
    #[default]
    Always,
    /// It is not.
    Never,
    /// It is, and stands behind this Cargo feature of the crate that holds the generated code.
    Feature(String),
}

impl Part {
    /// The part behind the Cargo feature `name`.
    pub fn feature(name: impl Into<String>) -> Part {
        Part::Feature(name.into())
    }

    /// Reads `always`, `never`, `feature` (of the name `default`) or `feature=name`.
    ///
    /// # Errors
    ///
    /// A sentence that names what is allowed.
    pub fn parse(text: &str, default: &str) -> Result<Part, String> {
        match text.split_once('=') {
            None if text == "always" => Ok(Part::Always),
            None if text == "never" => Ok(Part::Never),
            None if text == "feature" => Ok(Part::feature(default)),
            Some(("feature", name)) if is_feature(name) => Ok(Part::feature(name)),
            Some(("feature", name)) => Err(format!("`{name}` is no name of a Cargo feature")),
            _ => Err(format!("`{text}` is none of `always`, `never`, `feature`, `feature=NAME`")),
        }
    }
}

/// Whether Cargo takes it for the name of a feature.
fn is_feature(name: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.');
    name.starts_with(|c: char| c.is_alphanumeric() || c == '_') && name.chars().all(inside)
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Always => f.write_str("always"),
            Part::Never => f.write_str("never"),
            Part::Feature(name) => write!(f, "feature={name}"),
        }
    }
}

/// The one part that is generated, where not all of them are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// The types with their tables, and nothing of the operations.
    Types,
    /// The client with what it needs.
    Client,
    /// The server with what it needs.
    Server,
}

/// Which operations are generated: those that one of these names; all where none is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Include {
    /// Tags.
    pub tags: Vec<String>,
    /// An `operationId`, or the name of the method that is generated.
    pub operations: Vec<String>,
    /// Paths as the contract writes them; `*` stands for any text, slashes included.
    pub paths: Vec<String>,
}

impl Include {
    /// Whether nothing is left out.
    pub fn is_everything(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty() && self.paths.is_empty()
    }
}

/// What to generate, with every default filled in; later modules go by it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The client.
    pub client: Part,
    /// The server.
    pub server: Part,
    /// Whether nothing of the operations is generated but their types.
    pub types_only: bool,
    /// The operations.
    pub include: Include,
    /// Whether tests of round trips are generated where there is both a client and a server.
    pub with_tests: bool,
}

/// What was said in one place. What was not said is `None`.
///
/// The keys of `kontrakt.toml` are the names of these fields, the methods of [`Generator`](crate::Generator) and the
/// options of the command line:
///
/// ```toml
/// documents = ["petstore.yaml"]   # relative to the file
/// out = "src/petstore"            # relative to the file
/// client = "always"               # or "never", "feature", "feature=NAME"
/// server = "feature"
/// only = "client"                 # or "types", "server"
/// include-tags = ["pets"]         # operations that one of the three names
/// include-operations = ["listPets", "create_pet"]
/// include-paths = ["/pets/*"]
/// with-tests = true               # tests that send samples of every operation through both ends
/// keep-going = true               # errors in the contracts are no failure
/// deny-warnings = true            # warnings are
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The contracts.
    pub documents: Option<Vec<PathBuf>>,
    /// The output folder.
    pub out: Option<PathBuf>,
    /// The client.
    #[serde(default, deserialize_with = "client")]
    pub client: Option<Part>,
    /// The server.
    #[serde(default, deserialize_with = "server")]
    pub server: Option<Part>,
    /// The one part that is generated.
    pub only: Option<Only>,
    /// See [`Include::tags`].
    pub include_tags: Option<Vec<String>>,
    /// See [`Include::operations`].
    pub include_operations: Option<Vec<String>>,
    /// See [`Include::paths`].
    pub include_paths: Option<Vec<String>>,
    /// See [`Config::with_tests`].
    pub with_tests: Option<bool>,
    /// Whether a run counts as successful although the contracts have errors.
    pub keep_going: Option<bool>,
    /// Whether warnings count as errors, unless the run is to keep going.
    pub deny_warnings: Option<bool>,
}

impl Settings {
    /// Reads a `kontrakt.toml`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is no TOML, or has an unknown key or a wrong value.
    pub fn read(path: &Path) -> Result<Settings, SettingsError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingsError::Unreadable { path: path.to_owned(), error })?;
        let settings: Settings = toml::from_str(&text)
            .map_err(|error| SettingsError::Invalid { path: path.to_owned(), error: Box::new(error) })?;
        Ok(settings.relative_to(path.parent().unwrap_or(Path::new(""))))
    }

    /// These settings, and those of `other` where these say nothing.
    #[must_use]
    pub fn or(self, other: Settings) -> Settings {
        Settings {
            documents: self.documents.or(other.documents),
            out: self.out.or(other.out),
            client: self.client.or(other.client),
            server: self.server.or(other.server),
            only: self.only.or(other.only),
            include_tags: self.include_tags.or(other.include_tags),
            include_operations: self.include_operations.or(other.include_operations),
            include_paths: self.include_paths.or(other.include_paths),
            with_tests: self.with_tests.or(other.with_tests),
            keep_going: self.keep_going.or(other.keep_going),
            deny_warnings: self.deny_warnings.or(other.deny_warnings),
        }
    }

    /// What to generate. A part that is the only one wanted is not left out.
    pub fn config(&self) -> Config {
        let (client, server) =
            (self.client.clone().unwrap_or_default(), self.server.clone().unwrap_or_default());
        let wanted = |part: Part| if part == Part::Never { Part::Always } else { part };
        let (client, server) = match self.only {
            None => (client, server),
            Some(Only::Types) => (Part::Never, Part::Never),
            Some(Only::Client) => (wanted(client), Part::Never),
            Some(Only::Server) => (Part::Never, wanted(server)),
        };
        Config {
            client,
            server,
            types_only: self.only == Some(Only::Types),
            include: Include {
                tags: self.include_tags.clone().unwrap_or_default(),
                operations: self.include_operations.clone().unwrap_or_default(),
                paths: self.include_paths.clone().unwrap_or_default(),
            },
            with_tests: self.with_tests == Some(true),
        }
    }

    /// Whether a run that had this to say counts as successful.
    pub fn accepts(&self, report: &Report) -> bool {
        let denied = self.deny_warnings == Some(true) && report.count(Severity::Warning) > 0;
        self.keep_going == Some(true) || !(report.has_errors() || denied)
    }

    fn relative_to(mut self, folder: &Path) -> Settings {
        self.documents.iter_mut().flatten().for_each(|document| *document = folder.join(&*document));
        self.out = self.out.map(|out| folder.join(out));
        self
    }
}

fn client<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Part>, D::Error> {
    part(deserializer, "client")
}

fn server<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Part>, D::Error> {
    part(deserializer, "server")
}

fn part<'de, D: Deserializer<'de>>(deserializer: D, default: &str) -> Result<Option<Part>, D::Error> {
    let text = String::deserialize(deserializer)?;
    Part::parse(&text, default).map(Some).map_err(de::Error::custom)
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        error: io::Error,
    },
    /// The file is no TOML, or has an unknown key or a wrong value.
    #[error("{}: {error}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        error: Box<toml::de::Error>,
    },
    /// No contract was named anywhere.
    #[error("no contract was named: give at least one OpenAPI document")]
    NoDocument,
    /// No output folder was named anywhere.
    #[error("no output folder was named: give one with `--out DIR`, or as `out` in kontrakt.toml")]
    NoOut,
    /// Operations were asked for that no contract has.
    #[error("no operation {what} `{wanted}`{}", meant.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default())]
    NothingIncluded {
        /// How they were asked for: `has the tag`.
        what: &'static str,
        /// The tag, operation or path.
        wanted: String,
        /// The one that is spelt most alike.
        meant: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("kontrakt.toml");
        std::fs::write(&path, text).expect("a file");
        Settings::read(&path).map_err(|error| error.to_string()).map(|settings| {
            let strip = |path: PathBuf| path.strip_prefix(folder.path()).expect("inside").to_owned();
            Settings {
                documents: settings.documents.map(|paths| paths.into_iter().map(strip).collect()),
                out: settings.out.map(strip),
                ..settings
            }
        })
    }

    #[test]
    fn a_file_says_everything_and_its_paths_start_from_its_folder() {
        let settings = read(
            "documents = [\"a.yaml\", \"b/c.json\"]\nout = \"src/api\"\nclient = \"feature\"\nserver = \"never\"\nonly = \"client\"\n\
             include-tags = [\"a\"]\ninclude-operations = [\"b\", \"c\"]\ninclude-paths = [\"/d/*\"]\nwith-tests = true\nkeep-going = true\n\
             deny-warnings = false",
        );
        let expected = Settings {
            documents: Some(vec!["a.yaml".into(), "b/c.json".into()]),
            out: Some("src/api".into()),
            client: Some(Part::feature("client")),
            server: Some(Part::Never),
            only: Some(Only::Client),
            include_tags: Some(vec!["a".into()]),
            include_operations: Some(vec!["b".into(), "c".into()]),
            include_paths: Some(vec!["/d/*".into()]),
            with_tests: Some(true),
            keep_going: Some(true),
            deny_warnings: Some(false),
        };
        assert_eq!(settings, Ok(expected));
    }

    #[test]
    fn the_only_part_is_generated_whatever_else_is_said_of_it() {
        let of = |only, client: Part| {
            let config = Settings { only, client: Some(client), ..Settings::default() }.config();
            (config.client, config.server, config.types_only)
        };
        let feature = Part::feature("client");
        assert_eq!(of(None, Part::Never), (Part::Never, Part::Always, false));
        assert_eq!(of(Some(Only::Client), Part::Never), (Part::Always, Part::Never, false));
        assert_eq!(of(Some(Only::Client), feature.clone()), (feature.clone(), Part::Never, false));
        assert_eq!(of(Some(Only::Server), feature.clone()), (Part::Never, Part::Always, false));
        assert_eq!(of(Some(Only::Types), feature), (Part::Never, Part::Never, true));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = read("out = \"x\"\nclinet = \"always\"").expect_err("an error");
        assert!(error.contains("unknown field `clinet`") && error.contains("line 2"), "{error}");
    }

    #[test]
    fn a_wrong_part_says_what_is_allowed() {
        let error = read("server = \"sometimes\"").expect_err("an error");
        assert!(error.contains("`sometimes` is none of `always`"), "{error}");
    }

    #[test]
    fn what_was_said_first_counts() {
        let first = Settings { client: Some(Part::Never), ..Settings::default() };
        let second = Settings { client: Some(Part::Always), out: Some("out".into()), ..Settings::default() };
        let both = first.or(second);
        assert_eq!((both.client, both.out, both.server), (Some(Part::Never), Some("out".into()), None));
    }

    #[test]
    fn parts_come_back_from_their_text() {
        for part in [Part::Always, Part::Never, Part::feature("rest-client")] {
            assert_eq!(Part::parse(&part.to_string(), "client"), Ok(part));
        }
        assert_eq!(Part::parse("feature", "server"), Ok(Part::feature("server")));
        assert!(Part::parse("feature=a b", "server").is_err());
        assert!(Part::parse("feature=", "server").is_err());
    }
}
