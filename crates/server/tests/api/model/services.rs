//! A command done by the real services.

use super::answer::Answer;
use super::command::Command;
use stempel_server::problem::Refusal;
use stempel_server::service::order::{self, Delivery};
use stempel_server::service::{
    Context, Customer, activity, adjust, coupon, game, history, join, leave, membership, redeem,
    referral, snapshot, survey, visit,
};
use stempel_server::store::Tx;

pub(super) fn run(
    tx: &mut Tx<'_>,
    context: &Context,
    command: &Command,
) -> Result<Answer, Refusal> {
    let customer = |id: &str| Customer { id: id.to_owned(), name: None };
    Ok(match command {
        Command::Join { customer: id, request, marks } => {
            let reply = join::join_marked(tx, context, &customer(id), request, marks)?;
            Answer::Member(Box::new(reply))
        }
        Command::Leave { customer: id } => {
            Answer::Member(Box::new(leave::leave(tx, context, &customer(id))?))
        }
        Command::Invite { customer: id, marks } => {
            Answer::Invite(referral::invite(tx, context, &customer(id), marks)?.code)
        }
        Command::Paid { delivery, at, paid } => {
            let delivery = Delivery { id: delivery.clone(), at: *at };
            Answer::Event(order::paid(tx, context, &delivery, paid)?)
        }
        Command::Refunded { delivery, refunded } => {
            let delivery = Delivery { id: delivery.clone(), at: context.now };
            Answer::Event(order::refunded(tx, context, &delivery, refunded)?)
        }
        Command::Redeem { customer: id, key, request } => {
            let reply = redeem::redeem(tx, context, &customer(id), key, request)?.body;
            Answer::Redemption(Box::new(reply.redemption), Box::new(reply.member))
        }
        Command::Cancel { customer: id, key, redemption } => {
            let reply = redeem::cancel(tx, context, &customer(id), key, redemption)?.body;
            Answer::Redemption(Box::new(reply.redemption), Box::new(reply.member))
        }
        Command::Use { code, request } => {
            Answer::Coupon(coupon::consume(tx, context, code, request)?.status)
        }
        Command::Release { code, request } => {
            Answer::Coupon(coupon::release(tx, context, code, request)?.status)
        }
        Command::Visit { customer: id } => {
            Answer::Member(Box::new(visit::visit(tx, context, &customer(id))?))
        }
        Command::Reviewed { delivery, at, told } => {
            let delivery = Delivery { id: delivery.clone(), at: *at };
            Answer::Event(activity::reviewed(tx, context, &delivery, told)?)
        }
        Command::Completed { delivery, at, told } => {
            let delivery = Delivery { id: delivery.clone(), at: *at };
            Answer::Event(activity::completed(tx, context, &delivery, told)?)
        }
        Command::Respond { customer: id, survey: about, response } => {
            let reply = survey::respond(tx, context, &customer(id), about, response)?;
            Answer::Survey(Box::new(reply))
        }
        Command::Play { customer: id, game: of, request } => {
            Answer::Play(Box::new(game::play(tx, context, &customer(id), of, request)?))
        }
        Command::Membership { delivery, at, what, told } => {
            let delivery = Delivery { id: delivery.clone(), at: *at };
            Answer::Event(membership::told(tx, context, &delivery, *what, told)?)
        }
        Command::Adjust { customer: id, request } => {
            Answer::Adjusted(Box::new(adjust::adjust(tx, context, id, "model", request)?))
        }
        Command::History { customer: id, cursor, limit } => {
            // As the route does.
            if history::is_due(tx, context, &customer(id))? {
                history::settle(tx, context, &customer(id))?;
            }
            let cursor = cursor.as_deref();
            Answer::History(history::page(tx, context, &customer(id), cursor, Some(*limit))?)
        }
        Command::Read { customer: id } => {
            Answer::Member(Box::new(snapshot::read(tx, context, &customer(id))?))
        }
        Command::CutOff { inner, panics } => {
            let _ = run(tx, context, inner);
            if *panics {
                // A panic that nobody prints.
                std::panic::resume_unwind(Box::new("cut off on purpose"));
            }
            return Err(Refusal::Unavailable);
        }
    })
}
