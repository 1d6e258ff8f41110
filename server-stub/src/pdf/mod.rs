//! Documents of labelled values and tables, as PDF.
//!
//! The model knows nothing of what it shows. Text may be Latin, Greek, Cyrillic or Arabic; a letter that the font does
//! not have is shown as an empty box.

mod integrationslov;
mod layout;
mod text;

pub use integrationslov::{KODELISTER, Kodenavne, document as integrationslovsdata};

use jiff::Timestamp;

/// A document.
#[derive(Clone, PartialEq)]
pub struct Document {
    /// Its title, on the first page, at the head of every page and in the file's properties.
    pub title: String,
    /// When it was made; every page says so.
    pub made: Timestamp,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A part of a document.
#[derive(Clone, PartialEq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// What it shows.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, PartialEq)]
pub enum Block {
    /// A label and a value beside it.
    Row {
        /// The label.
        label: String,
        /// The value; may have line breaks.
        value: String,
    },
    /// Rows of cells under a row of headings, which is repeated on every page.
    Table {
        /// The columns.
        columns: Vec<Column>,
        /// The rows, each with as many cells as there are columns.
        rows: Vec<Vec<String>>,
    },
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands over it.
    pub heading: String,
    /// How wide it is, measured by the others.
    pub share: f32,
}

crate::sensitive::masked!(Document, Section, Block);

/// No PDF could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("PDF: {0}")]
pub struct PdfError(pub(crate) &'static str);

/// The document as a PDF file.
pub fn render(document: &Document) -> Result<Vec<u8>, PdfError> {
    let fonts = text::Fonts::new()?;
    layout::draw(layout::pages(document, &fonts), document, &fonts)
}

#[cfg(test)]
mod tests;
