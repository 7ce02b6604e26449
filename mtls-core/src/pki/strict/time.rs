//! UTCTime and GeneralizedTime as RFC 5280 section 4.1.2.5 allows them.

use crate::pki::der::{Element, Reason};

const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const NO_DATE: Reason = "not a date of the form that RFC 5280 allows";

/// Seconds since 1970; negative before it.
pub(super) fn seconds(element: &Element<'_>) -> Result<i64, Reason> {
    let (year, rest) = match (element.tag, element.content.len()) {
        (UTC_TIME, 13) => {
            let (yy, rest) = digits(element.content, 2)?;
            // RFC 5280: two-digit years from 50 are 19xx.
            (if yy >= 50 { yy.saturating_add(1900) } else { yy.saturating_add(2000) }, rest)
        }
        (GENERALIZED_TIME, 15) => digits(element.content, 4)?,
        _ => return Err(NO_DATE),
    };
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest, 2)?;
    let (hour, rest) = digits(rest, 2)?;
    let (minute, rest) = digits(rest, 2)?;
    let (second, rest) = digits(rest, 2)?;
    if rest != b"Z" || hour > 23 || minute > 59 || second > 59 {
        return Err(NO_DATE);
    }
    let days = days_since_1970(year, month, day).ok_or(NO_DATE)?;
    let of_day = hour
        .checked_mul(3600)
        .zip(minute.checked_mul(60))
        .and_then(|(h, m)| h.checked_add(m)?.checked_add(second));
    days.checked_mul(86_400).zip(of_day).and_then(|(d, s)| d.checked_add(s)).ok_or(NO_DATE)
}

fn digits(bytes: &[u8], count: usize) -> Result<(i64, &[u8]), Reason> {
    let (head, rest) = bytes.split_at_checked(count).ok_or(NO_DATE)?;
    let mut n = 0_i64;
    for byte in head {
        if !byte.is_ascii_digit() {
            return Err(NO_DATE);
        }
        n = n.saturating_mul(10).saturating_add(i64::from(byte & 0x0f));
    }
    Ok((n, rest))
}

/// Days of the proleptic Gregorian calendar; None for a date that does not exist.
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let month = u8::try_from(month).ok().and_then(|m| time::Month::try_from(m).ok())?;
    let date =
        time::Date::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()?;
    let epoch = time::OffsetDateTime::UNIX_EPOCH.date();
    i64::from(date.to_julian_day()).checked_sub(i64::from(epoch.to_julian_day()))
}
