//! Classes in brackets.

use regex_syntax::hir::ClassUnicode;

use super::{Member, Parser, Reason, class, reason};

impl Parser<'_> {
    /// `[…]` after its opening bracket.
    pub(super) fn bracketed(&mut self, start: usize) -> Result<ClassUnicode, Reason> {
        let negative = self.eat("^");
        self.spelling.push_str(if negative { "[^" } else { "[" });
        let mut members = ClassUnicode::empty();
        while !self.eat("]") {
            if self.peek().is_none() {
                return Err(reason("this bracket is never closed", start));
            }
            self.member_or_range(&mut members)?;
        }
        self.spelling.push(']');
        if self.ignore_case {
            members.case_fold_simple();
        }
        Ok(if negative { class::negated(members) } else { members })
    }

    fn member_or_range(&mut self, members: &mut ClassUnicode) -> Result<(), Reason> {
        let start = self.position;
        let first = self.member()?;
        self.spell_member(&first);
        let ranges =
            self.rest().starts_with('-') && !matches!(self.rest().as_bytes().get(1), None | Some(b']'));
        if !ranges {
            include(members, first);
            return Ok(());
        }
        self.position += 1;
        let last = self.member()?;
        match (first, last) {
            (Member::One(first), Member::One(last)) if first <= last => {
                self.spelling.push('-');
                self.spell_member(&Member::One(last));
                class::add(members, first, last);
            }
            (Member::One(_), Member::One(_)) => {
                return Err(reason("the ends of this range are out of order", start));
            }
            // Annex B: no range ends in a set, so the hyphen is one more member.
            (first, last) => {
                self.spelling.push_str("\\-");
                self.spell_member(&last);
                include(members, first);
                include(members, Member::One('-'.into()));
                include(members, last);
            }
        }
        Ok(())
    }

    fn member(&mut self) -> Result<Member, Reason> {
        let start = self.position;
        if let Some(set) = self.posix(start) {
            return Ok(set);
        }
        match self.next() {
            Some('\\') if self.eat("b") => Ok(Member::One(0x08)),
            Some('\\') => self.escaped(start),
            Some(c) => Ok(Member::One(c.into())),
            None => Err(reason("this class is never closed", start)),
        }
    }

    /// `[:alpha:]`, which has no use as ECMA-262 reads it.
    fn posix(&mut self, start: usize) -> Option<Member> {
        let (name, _) = self.rest().strip_prefix("[:")?.split_once(":]")?;
        let (negative, plain) = match name.strip_prefix('^') {
            Some(plain) => (true, plain),
            None => (false, name),
        };
        let members = class::posix(plain)?;
        let members = if negative { class::negated(members) } else { members };
        self.position += name.len() + 4;
        self.note(format!("`[:{name}:]` is not in ECMA-262; read as the POSIX class"), start);
        let spelling = class::spelled(&members);
        Some(Member::Set(members, spelling))
    }
}

fn include(members: &mut ClassUnicode, member: Member) {
    match member {
        Member::One(code) => class::add(members, code, code),
        Member::Set(set, _) => members.union(&set),
    }
}
