//! Letters to glyphs, and glyphs to lines.

use std::ops::Range;

use krilla::geom::Point;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, Face, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::linebreaks;

use super::PdfError;

static REGULAR: &[u8] = include_bytes!("../../assets/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("../../assets/DejaVuSans-Bold.ttf");

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Style {
    pub(super) bold: bool,
    /// Points.
    pub(super) size: f32,
}

impl Style {
    pub(super) const fn regular(size: f32) -> Self {
        Self { bold: false, size }
    }

    pub(super) const fn bold(size: f32) -> Self {
        Self { bold: true, size }
    }

    /// The distance from one line to the next, in points.
    pub(super) fn line_height(self) -> f32 {
        self.size * 1.4
    }
}

/// The two fonts, each for shaping and for embedding.
pub(super) struct Fonts {
    regular: (Face<'static>, Font),
    bold: (Face<'static>, Font),
}

impl Fonts {
    pub(super) fn new() -> Result<Self, PdfError> {
        let load = |data: &'static [u8]| {
            Face::from_slice(data, 0)
                .zip(Font::new(data.into(), 0))
                .ok_or(PdfError("the font cannot be read"))
        };
        Ok(Self { regular: load(REGULAR)?, bold: load(BOLD)? })
    }

    fn of(&self, style: Style) -> &(Face<'static>, Font) {
        if style.bold { &self.bold } else { &self.regular }
    }

    /// Breaks a text into lines no wider than `width` points. Line breaks in it are kept.
    pub(super) fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        text.trim_end()
            .split(['\n', '\u{2028}', '\u{2029}'])
            // What is left of control characters would end a paragraph within one.
            .map(|paragraph| paragraph.replace(|letter: char| letter.is_control(), " "))
            .flat_map(|paragraph| self.wrap_paragraph(&paragraph, style, width))
            .collect()
    }

    fn wrap_paragraph(&self, paragraph: &str, style: Style, width: f32) -> Vec<Line> {
        let bidi = BidiInfo::new(paragraph, None);
        self.break_up(paragraph, style, width)
            .into_iter()
            .map(|range| self.line(&bidi, paragraph, range, style))
            .collect()
    }

    /// Where the lines of a paragraph stand in it: as many words on each as fit, and a word that is too long for a
    /// line broken between letters.
    fn break_up(&self, paragraph: &str, style: Style, width: f32) -> Vec<Range<usize>> {
        let (mut lines, mut start, mut end, mut used) = (Vec::new(), 0, 0, 0.0);
        for (opportunity, _) in linebreaks(paragraph) {
            let word = &paragraph[end..opportunity];
            // White space at the end of a line may stick out.
            let visible = self.width(word.trim_end(), style);
            if used + visible > width && start < end {
                lines.push(start..end);
                (start, used) = (end, 0.0);
            }
            if visible > width {
                for (at, letter) in word.char_indices() {
                    let advance = self.width(letter.encode_utf8(&mut [0; 4]), style);
                    if used + advance > width && start < end + at {
                        lines.push(start..end + at);
                        (start, used) = (end + at, 0.0);
                    }
                    used += advance;
                }
            } else {
                used += self.width(word, style);
            }
            end = opportunity;
        }
        lines.push(start..paragraph.len());
        lines
    }

    fn width(&self, text: &str, style: Style) -> f32 {
        self.shape(text, style, None).width
    }

    fn line(&self, bidi: &BidiInfo<'_>, text: &str, range: Range<usize>, style: Style) -> Line {
        let range = range.start..range.start + text[range.clone()].trim_end().len();
        let Some(paragraph) = bidi.paragraphs.first().filter(|_| !range.is_empty()) else {
            return Line::default();
        };
        let (levels, visual) = bidi.visual_runs(paragraph, range);
        let runs: Vec<Run> = visual
            .into_iter()
            .map(|run| self.shape(&text[run.clone()], style, levels.get(run.start).copied()))
            .collect();
        let width = runs.iter().map(|run| run.width).sum();
        Line { runs, width, from_the_right: paragraph.level.is_rtl() }
    }

    /// `level` is the direction that the text around it gives it; without one it is taken from the text itself.
    fn shape(&self, text: &str, style: Style, level: Option<Level>) -> Run {
        let (face, _) = self.of(style);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        if let Some(level) = level {
            buffer.set_direction(if level.is_rtl() {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            });
        }
        let shaped = rustybuzz::shape(face, &[], buffer);
        let mut clusters: Vec<usize> =
            shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        clusters.push(text.len());
        clusters.sort_unstable();
        clusters.dedup();
        let em = face.units_per_em() as f32;
        let glyphs: Vec<KrillaGlyph> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| {
                let from = info.cluster as usize;
                let next = clusters.partition_point(|&cluster| cluster <= from);
                let to = clusters.get(next).copied().unwrap_or(text.len());
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    position.x_advance as f32 / em,
                    position.x_offset as f32 / em,
                    position.y_offset as f32 / em,
                    position.y_advance as f32 / em,
                    from..to,
                    None,
                )
            })
            .collect();
        let width = glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>() * style.size;
        Run { text: text.to_owned(), style, glyphs, width }
    }
}

/// A line of text, ready to be drawn.
#[derive(Default)]
pub(super) struct Line {
    /// In the order in which they stand, from the left.
    runs: Vec<Run>,
    /// Points.
    pub(super) width: f32,
    /// Whether it stands at the right edge of its column.
    from_the_right: bool,
}

/// Glyphs of one direction.
struct Run {
    text: String,
    style: Style,
    glyphs: Vec<KrillaGlyph>,
    width: f32,
}

impl Line {
    /// Draws the line on `baseline` in a column that starts at `x`.
    pub(super) fn draw(&self, surface: &mut Surface<'_>, fonts: &Fonts, x: f32, baseline: f32, column: f32) {
        let mut x = if self.from_the_right { x + column - self.width } else { x };
        for run in &self.runs {
            let (_, font) = fonts.of(run.style);
            let start = Point::from_xy(x, baseline);
            surface.draw_glyphs(start, &run.glyphs, font.clone(), &run.text, run.style.size, false);
            x += run.width;
        }
    }
}
