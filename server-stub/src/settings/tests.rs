use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dfdg.toml");
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

fn refused(text: &str, environment: &[(&str, &str)]) -> String {
    let (_folder, path) = file(text);
    let given = |name: &str| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
    Settings::load_from(Some(&path), given).unwrap_err().to_string()
}

#[test]
fn without_a_file_everything_has_a_default() {
    let settings = Settings::load_from(None, |_| None).unwrap();
    assert_eq!(settings.server.address.port(), 8080);
    assert_eq!(settings.verification.tries, 5);
    assert!(settings.letasyl.base_url.is_none());
}

#[test]
fn the_environment_overrides_the_file() {
    let (_folder, path) = file("[server]\naddress = '127.0.0.1:1'\n[log]\nlevel = 'warn'\n");
    let settings =
        Settings::load_from(Some(&path), |name| (name == "DFDG_ADDRESS").then(|| "127.0.0.1:2".to_owned()))
            .unwrap();
    assert_eq!(settings.server.address.port(), 2);
    assert_eq!(settings.log.level, "warn");
}

#[test]
fn an_error_names_file_line_and_key() {
    let unknown = refused("[server]\naddress = '127.0.0.1:1'\nadress = 2\n", &[]);
    assert!(unknown.contains("dfdg.toml, line 3") && unknown.contains("adress"), "{unknown}");
    let kind = refused("[database]\n\nmax_connections = 'many'\n", &[]);
    assert!(kind.contains("line 3") && kind.contains("database.max_connections"), "{kind}");
    let value = refused("[database]\nurl = 'mysql://x'\n", &[]);
    assert!(
        value.contains("database.url") && value.contains("dfdg.toml") && !value.contains("mysql"),
        "{value}"
    );
    let from_environment = refused("", &[("DFDG_DATABASE_URL", "mysql://x")]);
    assert!(from_environment.contains("environment variable DFDG_DATABASE_URL"), "{from_environment}");
    let missing =
        Settings::load_from(Some(Path::new("/nowhere/dfdg.toml")), |_| None).unwrap_err().to_string();
    assert!(missing.contains("/nowhere/dfdg.toml"), "{missing}");
}

#[test]
fn a_key_has_what_its_algorithm_needs_and_nothing_else() {
    let both = "[[auth.keys]]\nkid = 'a'\nalgorithm = 'HS256'\nsecret = 'x'\nsecret_file = 'y'\n";
    assert!(refused(both, &[]).contains("auth.keys[0]"));
    let none = "[[auth.keys]]\nkid = 'a'\nalgorithm = 'ES256'\nsecret = 'x'\n";
    assert!(refused(none, &[]).contains("public_key_file"));
    let twice = "[[auth.keys]]\nkid = 'a'\nalgorithm = 'HS256'\nsecret = 'x'\n".repeat(2);
    assert!(refused(&twice, &[]).contains("auth.keys[1].kid"));
}

#[test]
fn letasyls_address_is_an_address_and_no_place_for_a_password() {
    for url in ["ftp://x", "http://", "http://user:marker@x", "x"] {
        let refused = refused(&format!("[letasyl]\nbase_url = '{url}'\n"), &[]);
        assert!(refused.contains("letasyl.base_url") && !refused.contains("marker"), "{refused}");
    }
}

#[test]
fn secrets_are_neither_printed_nor_quoted_in_errors() {
    let (_folder, path) = file(
        "[database]\nurl = 'sqlite://marker-db'\n[letasyl]\npassword = 'marker-pw'\n[[auth.keys]]\nkid = 'a'\nalgorithm = 'HS256'\nsecret = 'marker-key'\n",
    );
    let shown = format!("{:?}", Settings::load_from(Some(&path), |_| None).unwrap());
    assert!(!shown.contains("marker"), "{shown}");
    let broken = refused("[letasyl]\npassword = 4711\n", &[]);
    assert!(broken.contains("letasyl.password") && !broken.contains("4711"), "{broken}");
}

#[test]
fn every_variable_has_a_name_of_its_own() {
    let mut names: Vec<_> = VARIABLES.iter().map(|variable| variable.name).collect();
    names.dedup();
    assert_eq!(names.len(), VARIABLES.len());
    assert!(names.iter().all(|name| name.starts_with("DFDG_")));
}
