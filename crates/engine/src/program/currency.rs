//! The currencies of ISO 4217, and how many decimals the smallest unit of each is away.

/// Those without a smaller unit.
const WHOLE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
/// Those with a thousandth.
const THOUSANDTHS: &str = "BHD IQD JOD KWD LYD OMR TND";
/// Those with a hundredth. BGN is one that books of before 2026 are kept in.
const HUNDREDTHS: &str = "\
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
    CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD \
    HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK \
    MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD \
    RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS \
    UAH USD UYU UZS VES WST XCD XCG YER ZAR ZMW ZWG";

/// How many decimals an amount has; `None` for what is no currency.
pub(crate) fn decimals(code: &str) -> Option<u32> {
    let all = [(WHOLE, 0), (HUNDREDTHS, 2), (THOUSANDTHS, 3)];
    let found = all.into_iter().find(|(codes, _)| codes.split(' ').any(|it| it == code));
    found.map(|(_, decimals)| decimals)
}
