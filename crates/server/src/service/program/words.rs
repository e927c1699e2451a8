//! What is asked of a person and told to them: consents, interests, rules, terms, questions.

use crate::service::wire::{text, text_or_none};
use stempel_engine::program as engine;
use stempel_engine::terms;
use stempel_protocol::{
    Consent, Contact, Interest, Question, Rule, Said, Terms, TermsChange, Timestamp,
};

pub(super) fn contact(rules: &engine::ProfileRules) -> Option<Contact> {
    let (channels, frequencies) = (rules.channels.clone(), rules.frequencies.clone());
    (!channels.is_empty()).then_some(Contact { channels, frequencies })
}

pub(super) fn interest(interest: &engine::Interest, lang: &str) -> Interest {
    Interest { id: interest.id.clone(), name: text(&interest.name, lang) }
}

pub(super) fn consent(consent: &engine::Consent, lang: &str) -> Consent {
    Consent {
        id: consent.id.clone(),
        version: consent.version.clone(),
        title: text(&consent.title, lang),
        text: text_or_none(consent.text.as_ref(), lang),
        url: consent.url.clone(),
        required: consent.required,
    }
}

/// What was changed by now, newest first.
pub(super) fn said(program: &engine::Program, lang: &str, now: Timestamp) -> Vec<Said> {
    let said = program.said.iter().filter(|it| it.at <= now).map(|it| Said {
        at: it.at,
        you_said: text(&it.you_said, lang),
        we_changed: text(&it.we_changed, lang),
    });
    let mut said: Vec<Said> = said.collect();
    said.sort_by_key(|it| std::cmp::Reverse(it.at));
    said
}

/// What the definition says, in words, and then what the merchant adds.
pub(super) fn rules(program: &engine::Program, lang: &str) -> Vec<Rule> {
    let made = terms::rules(program, lang).into_iter();
    let made = made.map(|it| Rule { title: it.title, text: it.text });
    let own = program.rules.iter();
    let own = own.map(|it| Rule { title: text(&it.title, lang), text: text(&it.text, lang) });
    made.chain(own).collect()
}

pub(super) fn in_force(
    program: &engine::Program,
    terms: &engine::Terms,
    lang: &str,
    now: Timestamp,
) -> Terms {
    let change = |it: &engine::Change| TermsChange {
        from: program.start_of(it.from),
        text: text(&it.text, lang),
    };
    Terms {
        version: terms.version.clone(),
        valid_from: program.start_of(terms.valid_from),
        next: terms.next.iter().map(change).filter(|it| it.from > now).collect(),
    }
}

pub(super) fn question(question: &engine::Question, lang: &str) -> Question {
    Question { question: text(&question.question, lang), answer: text(&question.answer, lang) }
}
