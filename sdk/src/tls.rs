//! What a client shows, and whom it trusts.

use crate::BuildError;

/// Certificates as PEM text.
#[derive(Clone, Default)]
pub(crate) struct Tls {
    pub(crate) client_certificate: Option<Vec<u8>>,
    pub(crate) root_certificates: Option<Vec<u8>>,
}

impl Tls {
    /// The setting that is there, by the name of its method.
    pub(crate) fn setting(&self) -> Option<&'static str> {
        let client = self.client_certificate.as_ref().map(|_| "client_certificate");
        client.or(self.root_certificates.as_ref().map(|_| "root_certificates"))
    }

    pub(crate) fn apply(&self, client: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, BuildError> {
        let mut client = client.tls_backend_rustls();
        if let Some(pem) = &self.client_certificate {
            client =
                client.identity(reqwest::Identity::from_pem(pem).map_err(BuildError::ClientCertificate)?);
        }
        if let Some(pem) = &self.root_certificates {
            let roots = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
            if roots.is_empty() {
                return Err(BuildError::RootCertificates);
            }
            client = client.tls_certs_merge(roots);
        }
        Ok(client)
    }
}
