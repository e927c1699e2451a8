//! Members' cards: numbered as they join, told in events in place of the customer.

use super::plain::Plain;
use stempel_server::problem::Refusal;

impl Plain {
    /// Whom an event is about: mostly the customer, now and then the card they had last, which may be
    /// of no use any more, or has a wrong digit.
    pub(super) fn named(&mut self, customer: String) -> (Option<String>, Option<String>) {
        let last = self.card(&customer).filter(|_| self.dice.below(10) == 0);
        let Some(mut card) = last else { return (Some(customer), None) };
        match self.dice.below(8) {
            0 => return (Some(customer), Some(card)),
            1 => {
                let wrong = (card.pop().unwrap().to_digit(10).unwrap() + 1) % 10;
                card.push_str(&wrong.to_string());
            }
            _ => {}
        }
        (None, Some(card))
    }

    /// The customer an event is about.
    pub(super) fn who(
        &self,
        customer: Option<&String>,
        card: Option<&String>,
    ) -> Result<String, String> {
        match (customer, card) {
            (Some(customer), None) => Ok(customer.clone()),
            (None, Some(card)) => {
                let serial: usize = card[2..12].parse().unwrap();
                if number(serial) != *card {
                    return Err(Refusal::CardNumber("").to_string());
                }
                let (customer, member) = &self.cards[serial - 1];
                let is_theirs = self.customers.get(customer).is_some_and(|it| it.id == *member);
                if is_theirs { Ok(customer.clone()) } else { Err(Refusal::UnknownCard.to_string()) }
            }
            _ => Err("invalid field".into()),
        }
    }

    /// A customer gets the next card.
    pub(super) fn hand_out(&mut self, customer: &str, member: &str) {
        self.cards.push((customer.to_owned(), member.to_owned()));
        self.card_of.insert(customer.to_owned(), self.cards.len());
    }

    /// The number of the card that a customer got last.
    pub(super) fn card(&self, customer: &str) -> Option<String> {
        self.card_of.get(customer).map(|serial| number(*serial))
    }
}

/// 29, ten digits, and one that makes the sum a multiple of ten, with every other digit three times.
fn number(serial: usize) -> String {
    let digits = format!("29{serial:010}");
    let value = |(place, digit): (usize, char)| {
        digit.to_digit(10).unwrap() * if place % 2 == 0 { 1 } else { 3 }
    };
    let sum: u32 = digits.chars().enumerate().map(value).sum();
    let last = (0..10).find(|it| (sum + it).is_multiple_of(10)).unwrap();
    format!("{digits}{last}")
}
