//! A document on pages: first where everything stands, then, when the number of pages is known, the drawing.

use jiff::tz::TimeZone;
use krilla::geom::PathBuilder;
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;

use super::text::{Fonts, Line, Style};
use super::{Block, Column, Document, PdfError};
use crate::clock::danish_time;

// A4, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;
const TOP: f32 = 84.0;
const BOTTOM: f32 = HEIGHT - 70.0;
const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
const LABELS: f32 = 160.0;
const GAP: f32 = 8.0;

const TITLE: Style = Style::bold(17.0);
const HEADING: Style = Style::bold(12.0);
const LABEL: Style = Style::bold(9.0);
const VALUE: Style = Style::regular(9.0);
const SMALL: Style = Style::regular(8.0);

/// What stands on a page.
#[derive(Default)]
pub(super) struct Page {
    lines: Vec<Placed>,
    /// Thin lines across the page, by their distance from the top.
    rules: Vec<f32>,
}

struct Placed {
    line: Line,
    x: f32,
    baseline: f32,
    column: f32,
}

/// Puts the document on pages.
pub(super) fn pages(document: &Document, fonts: &Fonts) -> Vec<Page> {
    let mut writer = Writer { fonts, pages: vec![Page::default()], y: TOP };
    writer.cells(&[(0.0, COLUMN, &document.title, TITLE)], |_| {});
    for section in &document.sections {
        writer.y += 12.0;
        // A heading does not stand alone at the foot of a page.
        writer.need(HEADING.line_height() + 3.0 * VALUE.line_height());
        writer.cells(&[(0.0, COLUMN, &section.title, HEADING)], |_| {});
        writer.rule();
        for block in &section.blocks {
            writer.block(block);
        }
    }
    writer.pages
}

struct Writer<'a> {
    fonts: &'a Fonts,
    pages: Vec<Page>,
    y: f32,
}

impl Writer<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Row { label, value } => {
                let value_column = COLUMN - LABELS - GAP;
                self.cells(
                    &[(0.0, LABELS, label, LABEL), (LABELS + GAP, value_column, value, VALUE)],
                    |_| {},
                );
                self.y += 3.0;
            }
            Block::Table { columns, rows } => self.table(columns, rows),
        }
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let shares: f32 = columns.iter().map(|column| column.share).sum();
        let mut offset = 0.0;
        let places: Vec<(f32, f32)> = columns
            .iter()
            .map(|column| {
                let width = (COLUMN + GAP) * column.share / shares;
                let place = (offset, width - GAP);
                offset += width;
                place
            })
            .collect();
        let head = |writer: &mut Self| {
            let cells: Vec<_> = places
                .iter()
                .zip(columns)
                .map(|(&(offset, width), column)| (offset, width, column.heading.as_str(), LABEL))
                .collect();
            writer.cells(&cells, |_| {});
            writer.rule();
        };
        head(self);
        for row in rows {
            let cells: Vec<_> = places
                .iter()
                .zip(row)
                .map(|(&(offset, width), cell)| (offset, width, cell.as_str(), VALUE))
                .collect();
            self.cells(&cells, head);
            self.y += 3.0;
        }
    }

    /// Writes texts side by side (offset, width, text, style), line by line; `on_new_page` where the page ends.
    fn cells(&mut self, cells: &[(f32, f32, &str, Style)], on_new_page: impl Fn(&mut Self)) {
        let height = cells.iter().map(|cell| cell.3.line_height()).fold(0.0, f32::max);
        let mut columns: Vec<_> = cells
            .iter()
            .map(|&(offset, width, text, style)| {
                (offset, width, style, self.fonts.wrap(text, style, width).into_iter())
            })
            .collect();
        loop {
            let row: Vec<_> =
                columns.iter_mut().map(|column| (column.0, column.1, column.2, column.3.next())).collect();
            if row.iter().all(|cell| cell.3.is_none()) {
                return;
            }
            if self.need(height) {
                on_new_page(self);
            }
            for (offset, column, style, line) in row {
                if let Some(line) = line {
                    let placed = Placed { line, x: MARGIN + offset, baseline: self.y + style.size, column };
                    self.page().lines.push(placed);
                }
            }
            self.y += height;
        }
    }

    fn rule(&mut self) {
        let y = self.y;
        self.page().rules.push(y);
        self.y += 4.0;
    }

    /// Begins a new page where this one has no room for `height` more points, and says whether it did.
    fn need(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.pages.push(Page::default());
            self.y = TOP;
        }
        full
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}

/// Draws the pages, each with title, time and page number.
pub(super) fn draw(pages: Vec<Page>, document: &Document, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let size = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PdfError("the size of the page is none"))?;
    let made = document.made.to_zoned(danish_time()).strftime("%d.%m.%Y kl. %H:%M").to_string();
    let total = pages.len();
    let mut pdf = krilla::Document::new();
    for (index, page) in pages.into_iter().enumerate() {
        let mut sheet = pdf.start_page_with(size.clone());
        let mut surface = sheet.surface();
        for placed in &page.lines {
            placed.line.draw(&mut surface, fonts, placed.x, placed.baseline, placed.column);
        }
        for y in page.rules {
            rule(&mut surface, y);
        }
        margin_text(&mut surface, fonts, &document.title, MARGIN - 16.0, false);
        margin_text(&mut surface, fonts, &format!("Dannet {made}"), MARGIN - 16.0, true);
        rule(&mut surface, MARGIN);
        margin_text(&mut surface, fonts, &format!("Side {} af {total}", index + 1), HEIGHT - 44.0, true);
        surface.finish();
        sheet.finish();
    }
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|_| PdfError("the file cannot be written"))
}

fn margin_text(surface: &mut Surface<'_>, fonts: &Fonts, text: &str, y: f32, at_the_right: bool) {
    if let Some(line) = fonts.wrap(text, SMALL, COLUMN).first() {
        let x = if at_the_right { MARGIN + COLUMN - line.width } else { MARGIN };
        line.draw(surface, fonts, x, y + SMALL.size, line.width);
    }
}

fn rule(surface: &mut Surface<'_>, y: f32) {
    let mut path = PathBuilder::new();
    path.move_to(MARGIN, y);
    path.line_to(MARGIN + COLUMN, y);
    if let Some(path) = path.finish() {
        surface.set_stroke(Some(Stroke { width: 0.5, ..Stroke::default() }));
        surface.draw_path(&path);
        surface.set_stroke(None);
    }
}

/// Nothing of what the document says about anybody: properties are shown in lists of files.
fn metadata(document: &Document) -> Metadata {
    let made = document.made.to_zoned(TimeZone::UTC);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    Metadata::new()
        .title(document.title.clone())
        .language("da".to_owned())
        .creator("dfdg-server".to_owned())
        .creation_date(
            DateTime::new(u16::try_from(made.year()).unwrap_or_default())
                .month(part(made.month()))
                .day(part(made.day()))
                .hour(part(made.hour()))
                .minute(part(made.minute()))
                .second(part(made.second()))
                .utc_offset_hour(0)
                .utc_offset_minute(0),
        )
}
