//! Over TLS, with a server that asks for a client certificate.

use std::sync::Arc;

use dfdg_sdk::{BuildError, Dfdg, Error};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

type Issuer = CertifiedIssuer<'static, KeyPair>;

fn issuer() -> Issuer {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for this machine, and its key.
fn issued_by(issuer: &Issuer) -> (rcgen::Certificate, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    (params.signed_by(&key, issuer).unwrap(), key)
}

fn pem(issuer: &Issuer) -> String {
    let (certificate, key) = issued_by(issuer);
    format!("{}{}", key.serialize_pem(), certificate.pem())
}

/// A server that lets in who has a certificate of `issuer`, and answers an empty list.
async fn serve(issuer: &Issuer) -> String {
    let (certificate, key) = issued_by(issuer);
    let mut roots = RootCertStore::empty();
    roots.add(issuer.der().clone()).unwrap();
    let config = ServerConfig::builder()
        .with_client_cert_verifier(WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap())
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let Ok(mut socket) = acceptor.accept(socket).await else { continue };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") && socket.read_buf(&mut head).await.unwrap_or(0) > 0 {}
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]";
            let _ = socket.write_all(answer.as_bytes()).await;
            let _ = socket.shutdown().await;
        }
    });
    format!("https://localhost:{port}")
}

#[tokio::test]
async fn a_client_certificate_opens_the_door_and_nothing_else_does() {
    let ours = issuer();
    let url = serve(&ours).await;

    let trusting = Dfdg::builder(&url).root_certificates(ours.pem());
    let with = trusting.clone().client_certificate(pem(&ours)).build().unwrap();
    assert!(with.letasyl().get_all_groups().await.unwrap().is_empty());
    with.to_builder().bearer_token("t").build().unwrap().letasyl().get_all_groups().await.unwrap();

    let without = trusting.clone().build().unwrap();
    let error = without.letasyl().get_all_groups().await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");

    let foreign = trusting.client_certificate(pem(&issuer())).build().unwrap();
    let error = foreign.letasyl().get_all_groups().await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");

    let distrusting = Dfdg::builder(&url).client_certificate(pem(&ours)).build().unwrap();
    let error = distrusting.letasyl().get_all_groups().await.unwrap_err();
    assert!(matches!(error, Error::Transport(..)), "{error:?}");
}

#[test]
fn certificates_that_cannot_be_used_are_found_before_the_first_call() {
    let key = KeyPair::generate().unwrap().serialize_pem();
    for text in [String::new(), "hemmelig-marker".to_owned(), key.clone()] {
        let error = Dfdg::builder("https://localhost").client_certificate(text.clone()).build().unwrap_err();
        assert!(matches!(error, BuildError::ClientCertificate(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hemmelig"), "{error:?}");
        let error = Dfdg::builder("https://localhost").root_certificates(text).build().unwrap_err();
        assert!(matches!(error, BuildError::RootCertificates), "{error:?}");
    }
    let (certificate, _) = issued_by(&issuer());
    let mixed = format!("{key}{}", certificate.pem());
    let builder = Dfdg::builder("https://localhost").client_certificate(mixed);
    let secret = key.lines().nth(1).unwrap();
    assert!(!format!("{builder:?}").contains(secret));
    let error = builder.build().unwrap_err();
    assert!(matches!(error, BuildError::Http(_)), "{error:?}");
    assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
}
