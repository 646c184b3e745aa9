"""Dates in all usual notations, as the days that they stand for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.dates import is_ambiguous, parse_days
from incidents.errors import RecordError

OCTOBER_17 = date(2014, 10, 17)


@pytest.mark.parametrize(
    "text",
    [
        "2014-10-17", "2014/10/17", "20141017", "2014-10-17T04:00:00", "2014-10-17 00:00:00.000",
        "17 October 2014", "17 Oct 2014", "17th of October 2014".replace("of ", ""),
        "October 17, 2014", "Oct. 17 2014", "Friday, 17 October 2014", "17/10/2014", "10/17/2014",
        "17-10-2014", "17.10.2014", "۲۰۱۴-۱۰-۱۷", "1393/07/25", "۱۳۹۳/۰۷/۲۵", "25 مهر 1393",
        "17 اکتبر 2014", "17 اکتوبر 2014", " 2014-10-17 ",
    ],
)  # fmt: skip
def test_a_day_in_any_usual_notation(text):
    days = parse_days(text)
    assert (days.first, days.last, days.precision) == (OCTOBER_17, OCTOBER_17, "day")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2014-10", date(2014, 10, 1), date(2014, 10, 31), "month"),
        ("10/2014", date(2014, 10, 1), date(2014, 10, 31), "month"),
        ("October 2014", date(2014, 10, 1), date(2014, 10, 31), "month"),
        ("Feb 2016", date(2016, 2, 1), date(2016, 2, 29), "month"),
        ("2014", date(2014, 1, 1), date(2014, 12, 31), "year"),
        ("1393/07", date(2014, 9, 23), date(2014, 10, 22), "month"),
        ("1393", date(2014, 3, 21), date(2015, 3, 20), "year"),
        ("1399/12", date(2021, 2, 19), date(2021, 3, 20), "month"),
    ],
)
def test_a_month_or_a_year_is_all_of_its_days(text, first, last, precision):
    days = parse_days(text)
    assert (days.first, days.last, days.precision) == (first, last, precision)


def test_what_may_be_two_days_is_asked():
    assert is_ambiguous("07/10/2014")
    assert not is_ambiguous("10/10/2014")
    assert not is_ambiguous("17/10/2014")
    with pytest.raises(RecordError, match="--dates dmy"):
        parse_days("07/10/2014")
    assert parse_days("07/10/2014", order="dmy").first == date(2014, 10, 7)
    assert parse_days("07/10/2014", order="mdy").first == date(2014, 7, 10)
    assert parse_days("17/10/2014", order="mdy").first == OCTOBER_17


@pytest.mark.parametrize(
    "text",
    ["31/02/2014", "2014-02-31", "0000-00-00", "1393/13/01", "1394/12/30", "20140231"],
)
def test_a_day_that_does_not_exist_is_told(text):
    with pytest.raises(RecordError, match="no day of the calendar"):
        parse_days(text)


@pytest.mark.parametrize(
    "text", ["", "soon", "October 17", "17 Octobre 2014", "20140-1-1", "x" * 99]
)
def test_what_is_no_date_is_told_with_what_was_expected(text):
    with pytest.raises(RecordError, match="expected a day as YYYY-MM-DD"):
        parse_days(text)


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_in_every_notation(day):
    notations = (
        day.isoformat(), f"{day:%Y%m%d}", f"{day:%d %B %Y}", f"{day:%B %d, %Y}", f"{day:%Y/%m/%d}",
    )  # fmt: skip
    for text in notations:
        assert parse_days(text).first == day
    assert parse_days(f"{day:%d/%m/%Y}", order="dmy").first == day
    assert parse_days(f"{day:%m/%d/%Y}", order="mdy").first == day
