//! S1 to S6: a member's year in each program: what happens on which day, and how the member stands
//! after it. On the right: available points, then what waits (pending), is held by open codes, or
//! is owed; what further wallets hold; the tier; badges earned.

mod story;

use story::play;

#[test]
fn s1_a_year_of_stars() {
    let year = "
        2026-01-05 join => 0 green
        2026-01-10 buy o1 2x2500 drink => 50 green
        # a Monday outside the season, a Monday within
        2026-01-12 buy o2 1x3000 drink => 80 green
        2026-03-02 buy o3 1x3000 drink => 140 green
        2026-03-03 take hot-drink r1 => 40 100 held green
        2026-03-04 use r1 => 40 green
        # nothing is offered before they agree to it
        2026-03-05 offers => 40 green ()
        2026-03-05 agree personal => 40 green
        2026-03-05 offers => 40 green (nearly: 20 to extra)
        # the birthday: that day only while green
        2026-03-06 take birthday-drink r2 => 40 green (no birthday told)
        2026-03-06 birthday 05-10 => 40 green
        2026-03-06 take birthday-drink r2 => 40 green (from 2026-05-09T22:00:00Z)
        2026-04-10 buy o4 1x34000 catering => 380 green
        2026-04-11 buy o5 1x12000 drink => 500 gold *golden
        # gold: three days before and after
        2026-05-07 take birthday-drink r2 => 500 gold *golden
        2026-05-08 take birthday-drink r3 => 500 gold *golden (1 is the most)
        2026-05-09 refund o5 => 380 green *golden
        # away for two months: double stars on drinks for a week, once they accept
        2026-06-10 offers => 380 green *golden (come-back: 61 days away)
        2026-06-10 buy o6 1x1000 drink => 390 green *golden
        2026-06-10 offers => 390 green *golden ()
        2026-09-01 accept come-back => 390 green *golden
        2026-09-07 buy o7 1x1000 drink => 370 gold *golden
        2026-09-08 buy o8 1x1000 drink => 382 gold *golden
        2026-12-01 offers => 42 gold *golden (nearly: 18 to extra)
        2026-12-07 offers => 42 gold *golden (come-back: 90 days away, nearly: 18 to extra)
        # the next birthday is another time
        2027-05-10 take birthday-drink r4 => 0 green *golden
    ";
    play(include_str!("../../../../programs/stars.toml"), year);
}

#[test]
fn s2_a_year_of_beauty() {
    let year = "
        2026-01-05 join => 0 insider
        2026-02-01 buy o1 1x20000 skincare, 1x10000 makeup => 300 insider
        2026-03-01 buy o2 1x5000 hair => 350 vip
        2026-06-02 take vip-sale r1 => 200 150 held vip
        2026-06-02 take gold-set r2 => 200 150 held vip (needs gold)
        2026-06-03 give-back r1 => 350 vip
        2026-07-01 buy o3 1x70000 scent => 1150 gold *routine
        2026-08-01 buy o4 1x10000 skincare => 1300 gold *routine
        2026-08-10 refund o2 => 1150 gold *routine
        2026-08-10 birthday 08-20 => 1150 gold *routine
        2026-08-10 take birthday-gift r5 => 1150 gold *routine
        2026-08-10 take clean-rivers r6 => 1100 gold *routine
        2026-08-10 take trip r7 => 1075 gold *routine
        2026-08-11 take gold-set r3 => 325 750 held gold *routine
        2026-08-12 use r3 => 325 gold *routine
        2027-12-31 wait => 325 gold *routine
        2028-01-01T12:00:00Z wait => 325 insider *routine
    ";
    play(include_str!("../../../../programs/beauty.toml"), year);
}

const MARKET: &str = "
        2026-01-05 join => 0
        2026-01-07 buy o1 1x9000 any => 0
        2026-01-08 paid until 2026-02-28 => 0
        2026-01-09 buy o2 1x9000 any => 0 100 pending
        2026-01-10 buy o3 1x9000 any => 0 300 pending
        2026-01-11 buy o4 1x4999 any => 0 300 pending
        2026-01-20 refund o3 => 0 100 pending
        2026-01-24 take 1 coins-off r1 => 99 1 held
        2026-01-25 use r1 => 100 (no open redemption of that id)
        2026-02-01 take 150 coins-off r2 => 100 (50 missing)
        2026-02-01 take 99 coins-off r3 => 1 99 held
        2026-02-02 wait => 100
        2026-03-02 buy o5 1x9000 any => 100
        2026-03-11 wait => 0
        # Two per cent of 399,99 zł: 7,9998 zł are 8,00 zł
        2026-04-01 buy o6 1x39999 electronics => 0 [cashback 0 800 pending]
        2026-04-15 take 500 cashback-off r4 => 0 [cashback 300 500 held]
        2026-04-15 take 500 cashback-off r5 => 0 [cashback 300 500 held] (200 missing)
        2026-04-16 wait => 0 [cashback 800]
        2026-04-17 take 500 cashback-off r6 => 0 [cashback 300 500 held]
        2026-04-17T12:10:00Z use r6 => 0 [cashback 300]
        2026-04-20 refund o6 => 0 [cashback 0 500 owed]
        2026-05-01 buy o7 1x50000 electronics => 0 [cashback 0 1000 pending 500 owed]
        2026-05-15 wait => 0 [cashback 500]
        2027-05-01T22:00:00Z wait => 0 [cashback 0]
    ";

#[test]
fn s3_a_year_of_coins_with_the_paid_membership() {
    play(include_str!("../../../../programs/market.toml"), MARKET);
}

#[test]
fn s3_a_year_of_coins_open_to_everybody() {
    let open = include_str!("../../../../programs/market.toml").replace("membership = true\n", "");
    let year = "
        2026-01-05 join => 0
        2026-01-07 buy o1 1x9000 any => 0 100 pending
        2026-01-10 buy o2 1x9000 any => 0 300 pending
        2026-01-21 wait => 100 200 pending
        2026-01-24 wait => 300
    ";
    play(&open, year);
}

#[test]
fn s4_a_year_of_books() {
    let year = "
        2026-01-05 join => 0 reader
        2026-01-10 buy o1 1x4200 novel => 8 reader
        2026-01-11 buy o2 1x4300 novel, 1x5000 gift-cards => 17 reader
        2026-02-01 paid until 2026-12-31 => 17 reader
        2026-02-02 buy o3 2x4000 novel => 49 reader
        2026-02-03 take regular-10 r1 => 49 reader (needs regular)
        2026-02-04 buy o4 1x20000 novel => 129 regular *four-orders
        2026-02-05 take regular-10 r2 => 109 20 held regular *four-orders
        2026-02-05 take signed-copy r4 => 109 20 held regular *four-orders
        2026-02-06 take signed-copy r5 => 109 20 held regular *four-orders (1 is the most)
        2026-03-01 visit => 109 20 held regular *four-orders
        2026-03-02 visit => 109 20 held regular *four-orders
        2026-03-03 visit => 109 20 held regular *four-orders
        2026-03-05 visit => 109 20 held regular *four-orders
        2026-03-06 visit => 109 20 held regular *four-orders
        2026-03-07 visit => 129 regular *four-orders
        2026-03-08 visit => 134 regular *four-orders
        2026-11-27 take night-sale r3 => 134 regular *four-orders (from 2026-11-27T17:00:00Z)
        2026-11-27T19:00:00Z take night-sale r3 => 119 15 held regular *four-orders
        2026-12-01 buy o5 4x3000 pocket => 167 15 held [pocket 4] regular *four-orders
        2026-12-02 buy o6 6x3000 pocket => 239 15 held [pocket 10] regular *four-orders
        # Bookmarks come twice with Premium, stamps do not; a fourth o5 goes back
        2026-12-03 refund o5 1 pocket => 227 15 held [pocket 9] regular *four-orders
        2026-12-04 take pocket-free r4 => 227 15 held [pocket 0 9 held] regular *four-orders
        2026-12-05 give-back r4 => 227 15 held [pocket 9] regular *four-orders
        2026-12-06 take pocket-free r5 => 227 15 held [pocket 0 9 held] regular *four-orders
        2026-12-07 use r5 => 227 15 held [pocket 0] regular *four-orders
        2026-12-08 refund o5 => 191 15 held [pocket 0 3 owed] regular *four-orders
        2026-12-09 buy o7 5x3000 pocket => 251 15 held [pocket 2] regular *four-orders
        2026-12-10 take pocket-free r6 => 251 15 held [pocket 2] regular *four-orders (7 missing)
        2027-01-01 wait => 0 [pocket 2] regular *four-orders
    ";
    play(include_str!("../../../../programs/books.toml"), year);
}

#[test]
fn s5_a_year_of_perfume() {
    let year = "
        2026-01-05 join => 0 member
        2026-01-10 buy o1 1x30000 niche => 60 member
        2026-01-11 offers => 60 member (niche-lover: likes niche)
        2026-01-11 event alert => 65 member
        2026-01-12 event alert => 70 member
        2026-01-13 event alert => 70 member (the activity was rewarded as often as it may be)
        2026-02-01 event alert => 75 member
        2026-09-01 buy o2 1x50000 classic => 175 vip
        2026-09-12 buy o3 1x10000 niche => 255 vip
        2026-09-17 take set-early r1 => 255 vip (from 2026-09-17T22:00:00Z)
        2026-09-18 take set-early r1 => 195 60 held vip
        2026-09-19 take set r2 => 195 60 held vip (from 2026-09-24T22:00:00Z)
        2026-09-25 take set r2 => 75 180 held vip
        2026-10-01 refund o2 => 0 180 held 25 owed member
        2026-10-02 refund o1 => 0 180 held 85 owed member
    ";
    play(include_str!("../../../../programs/perfumery.toml"), year);
}

#[test]
fn s6_a_year_of_shoes() {
    let year = "
        2026-01-05 join => 0
        2026-01-10 buy o1 1x30000 shoes => 0 150 pending
        2026-01-15 event survey => 0 170 pending
        2026-02-01 refund o1 => 0 20 pending
        2026-02-10 buy o2 2x20000 shoes => 0 220 pending
        2026-02-14 wait => 20 200 pending
        2026-04-10 buy o3 1x10000 shoes => 220 110 pending
        2026-05-10 wait => 330
        2026-05-11 take minus-20 r1 => 130 200 held
        2026-05-12 use r1 => 130
        2026-06-01 event idea => 130 250 pending
        2026-06-02 event idea => 130 250 pending (the activity was rewarded as often as it may be)
        2026-07-01 wait => 380
        2027-02-28 wait => 360
    ";
    play(include_str!("../../../../programs/shoes.toml"), year);
}

#[test]
fn t1_a_tier_falls_one_step_a_year_where_the_program_says_so() {
    let gentle = include_str!("../../../../programs/beauty.toml")
        .replace("hold = \"next_period\"", "hold = \"one_step\"");
    let year = "
        2026-01-05 join => 0 insider
        2026-03-01 buy o1 1x120000 hair => 1200 gold
        2027-06-01 wait => 1200 gold
        2027-12-31 wait => 0 gold
        2028-01-01T12:00:00Z wait => 0 vip
        2028-05-01 buy o2 1x40000 hair => 400 vip
        2029-10-31 wait => 400 vip
        2029-12-31 wait => 0 vip
        2030-01-01T12:00:00Z wait => 0 insider
    ";
    play(&gentle, year);
}
