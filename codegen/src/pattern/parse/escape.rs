//! What a backslash makes of the character after it.

use regex_syntax::hir::ClassUnicode;

use super::{Parser, Reason, class, reason, spell};

/// One code point or many, in brackets or outside.
pub(super) enum Member {
    One(u32),
    /// A set, and how the `u` flag spells it.
    Set(ClassUnicode, String),
}

impl Parser<'_> {
    /// What follows a backslash, save assertions and back references.
    pub(super) fn escaped(&mut self, start: usize) -> Result<Member, Reason> {
        let Some(c) = self.next() else {
            return Err(reason("nothing follows the backslash", start));
        };
        if let Some(set) = class::escape(c, self.ignore_case) {
            return Ok(Member::Set(set, format!("\\{c}")));
        }
        Ok(Member::One(match c {
            'f' => 0x0C,
            'n' => 0x0A,
            'r' => 0x0D,
            't' => 0x09,
            'v' => 0x0B,
            '0'..='7' => self.octal(c, start),
            'c' => return Ok(Member::One(self.control())),
            'x' => self.hexadecimal(2).unwrap_or_else(|| self.identity(c, start)),
            'u' => self.unicode(start)?.unwrap_or_else(|| self.identity(c, start)),
            'p' | 'P' => return self.property(c, start),
            _ if c.is_ascii_alphabetic() => self.unknown_letter(c, start)?,
            _ => c.into(),
        }))
    }

    /// Reads `\1` or `\k<name>` where a group has that number or name.
    pub(super) fn back_reference(&mut self, start: usize) -> Result<bool, Reason> {
        if self.eat("k") {
            let name = self.rest().strip_prefix('<').and_then(|rest| rest.split_once('>'));
            let Some((name, _)) = name.filter(|(name, _)| self.names.contains(name)) else {
                return Err(reason("`\\k` names no group", start));
            };
            self.position += name.len() + 2;
            self.keep(start);
            return Ok(true);
        }
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = self.rest()[..digits].parse().unwrap_or(0);
        if self.rest().starts_with('0') || number == 0 || number > self.groups {
            return Ok(false);
        }
        self.position += digits;
        self.keep(start);
        Ok(true)
    }

    /// `\0`, and Annex B's octal numbers up to 377.
    fn octal(&mut self, first: char, start: usize) -> u32 {
        let mut code = first.to_digit(8).unwrap_or(0);
        let mut length = 1;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(8))
            && length < 3
            && code * 8 + digit < 0o400
        {
            code = code * 8 + digit;
            length += 1;
            self.position += 1;
        }
        if first != '0' {
            let written = &self.source[start..self.position];
            self.note(
                format!("no group has the number of `{written}`; read as the character U+{code:04X}"),
                start,
            );
        }
        code
    }

    /// `\cJ`. Without a letter, Annex B takes the backslash itself.
    fn control(&mut self) -> u32 {
        match self.peek() {
            Some(letter) if letter.is_ascii_alphabetic() => {
                self.position += 1;
                u32::from(letter) % 32
            }
            _ => {
                self.position -= 1;
                '\\'.into()
            }
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let digits = self.rest().get(..digits)?;
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
        self.position += digits.len();
        Some(code)
    }

    /// `\uHHHH`, a surrogate pair of two such, or `\u{H…}`.
    fn unicode(&mut self, start: usize) -> Result<Option<u32>, Reason> {
        if let Some((digits, _)) = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            let code = u32::from_str_radix(digits, 16).ok().filter(|code| *code <= 0x10_FFFF);
            self.position += digits.len() + 2;
            return match code {
                Some(code) => Ok(Some(code)),
                None => Err(reason("Unicode ends at U+10FFFF", start)),
            };
        }
        let Some(first) = self.hexadecimal(4) else { return Ok(None) };
        let after_first = self.position;
        if (0xD800..0xDC00).contains(&first) && self.eat("\\u") {
            if let Some(second @ 0xDC00..0xE000) = self.hexadecimal(4) {
                return Ok(Some(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)));
            }
            self.position = after_first;
        }
        Ok(Some(first))
    }

    /// `\p{…}`, and `\pL` as others write it.
    fn property(&mut self, letter: char, start: usize) -> Result<Member, Reason> {
        let braced = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let name = match braced {
            Some((name, _)) => name,
            None => self.rest().get(..1).unwrap_or_default(),
        };
        let Some(mut property) = class::property(name) else {
            return Err(reason(format!("`{name}` is no Unicode property of ECMA-262"), start));
        };
        self.position += if braced.is_some() { name.len() + 2 } else { 1 };
        if self.ignore_case {
            property.members.case_fold_simple();
        }
        if letter == 'P' {
            property.members.negate();
        }
        if property.standard && braced.is_some() {
            return Ok(Member::Set(property.members, self.source[start..self.position].to_owned()));
        }
        let written = &self.source[start..self.position];
        self.note(
            format!("ECMA-262 does not spell a Unicode property `{written}`; read as the one of that name"),
            start,
        );
        let spelling = class::spelled(&property.members);
        Ok(Member::Set(property.members, spelling))
    }

    /// A letter whose escape means nothing to ECMA-262, so that it stands for itself; refused where other dialects give it a meaning.
    fn unknown_letter(&mut self, letter: char, start: usize) -> Result<u32, Reason> {
        if "aeghikyzCEGHIKLNQRUXZlA".contains(letter) {
            return Err(reason(
                format!("`\\{letter}` means something else in each dialect, and nothing in ECMA-262"),
                start,
            ));
        }
        Ok(self.identity(letter, start))
    }

    fn identity(&mut self, letter: char, start: usize) -> u32 {
        self.note(format!("this `\\{letter}` is the letter `{letter}` to ECMA-262"), start);
        letter.into()
    }
}

impl Parser<'_> {
    /// Spells a member of a class in brackets.
    pub(super) fn spell_member(&mut self, member: &Member) {
        match member {
            Member::One(code) => spell(&mut self.spelling, *code),
            // In brackets, the brackets around a set that was spelt out are dropped.
            Member::Set(_, spelling) => {
                let inner = spelling.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
                self.spelling.push_str(inner.unwrap_or(spelling));
            }
        }
    }
}
