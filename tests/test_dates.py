"""Dates in EDTF lie between the right days, and what is none is refused."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import DATE, date_iri
from kg.records.dates import Bounds, read_date

# Written, the first and last day of its beginning, those of its end, whether it is one day, and whether about then.
BOUNDS = """
2022                        2022-01-01  2022-12-31  2022-01-01  2022-12-31
2022-02                     2022-02-01  2022-02-28  2022-02-01  2022-02-28
2024-02                     2024-02-01  2024-02-29  2024-02-01  2024-02-29
1900-02                     1900-02-01  1900-02-28  1900-02-01  1900-02-28
2022-01-17                  2022-01-17  2022-01-17  2022-01-17  2022-01-17  day
0001                        0001-01-01  0001-12-31  0001-01-01  0001-12-31
9999-12-31                  9999-12-31  9999-12-31  9999-12-31  9999-12-31  day
2022~                       2021-01-01  2023-12-31  2021-01-01  2023-12-31  about
2022-01?                    2021-12-01  2022-02-28  2021-12-01  2022-02-28  about
2022-03~                    2022-02-01  2022-04-30  2022-02-01  2022-04-30  about
2022-02-05?                 2022-02-04  2022-02-06  2022-02-04  2022-02-06  day about
2022-01-17%                 2022-01-15  2022-01-19  2022-01-15  2022-01-19  day about
?2022-~01-17                2021-01-17  2023-01-17  2021-01-17  2023-01-17  day about
2022-~03-31                 2022-02-28  2022-04-30  2022-02-28  2022-04-30  day about
202X~                       2010-01-01  2039-12-31  2010-01-01  2039-12-31  about
2022-XX-XX~                 2021-01-01  2023-12-31  2021-01-01  2023-12-31  day about
0001~                       0001-01-01  0002-12-31  0001-01-01  0002-12-31  about
9999-12-31~                 9999-12-30  9999-12-31  9999-12-30  9999-12-31  day about
[2022-03~..2022-05]         2022-02-01  2022-05-31  2022-02-01  2022-05-31  about
202X                        2020-01-01  2029-12-31  2020-01-01  2029-12-31
20XX                        2000-01-01  2099-12-31  2000-01-01  2099-12-31
2022-XX                     2022-01-01  2022-12-31  2022-01-01  2022-12-31
2022-XX-XX                  2022-01-01  2022-12-31  2022-01-01  2022-12-31  day
2024-02-XX                  2024-02-01  2024-02-29  2024-02-01  2024-02-29  day
2021-09-11/2021-09-12       2021-09-11  2021-09-11  2021-09-12  2021-09-12
2021-09-11/2021-09-11       2021-09-11  2021-09-11  2021-09-11  2021-09-11  day
2021/2022-02                2021-01-01  2021-12-31  2022-02-01  2022-02-28
2022/2022-03                2022-01-01  2022-03-31  2022-03-01  2022-03-31
2022-03/2022                2022-03-01  2022-03-31  2022-03-01  2022-12-31
2020-04~/..                 2020-03-01  2020-05-31  2020-03-01  -           about
../2022-01-18               -           2022-01-18  2022-01-18  2022-01-18
2022-01-17/                 2022-01-17  2022-01-17  2022-01-17  -
/2022                       -           2022-12-31  2022-01-01  2022-12-31
1984-06-02?/2004-08-08~     1984-06-01  1984-06-03  2004-08-07  2004-08-09  about
[2022-01-10..2022-01-16]    2022-01-10  2022-01-16  2022-01-10  2022-01-16  day
[2022-01-17]                2022-01-17  2022-01-17  2022-01-17  2022-01-17  day
[2022-01,2022-03]           2022-01-01  2022-03-31  2022-01-01  2022-03-31
[2022-03,2022-01]           2022-01-01  2022-03-31  2022-01-01  2022-03-31
[2022-01-10,2022-02]        2022-01-10  2022-02-28  2022-01-10  2022-02-28
[2021,2022-01..2022-03]     2021-01-01  2022-03-31  2021-01-01  2022-03-31
[..2022-01-14]              -           2022-01-14  -           2022-01-14  day
[2022-01-10..]              2022-01-10  -           2022-01-10  -           day
[2022-01..]                 2022-01-01  -           2022-01-01  -
[..2021-12-03,2022]         -           2022-12-31  -           2022-12-31
{2022,2023}                 2022-01-01  2022-12-31  2023-01-01  2023-12-31
{2022-01-10..2022-01-12}    2022-01-10  2022-01-10  2022-01-12  2022-01-12
{2022-01-12,2022-01-10}     2022-01-10  2022-01-10  2022-01-12  2022-01-12
{2022,2022-03}              2022-01-01  2022-03-31  2022-03-01  2022-12-31
{..2021-12-03,2022}         -           2021-12-03  2022-01-01  2022-12-31
{2022-01,2022-03..}         2022-01-01  2022-01-31  2022-03-01  -
"""

NO_DATES = """
2022-13 2022-00 2022-1 2022-1-1 22 202 20222 0000 -0044 2022-02-30 2023-02-29 2022-01-32 2022-01-00 2022-01-1X 2022-1X
2022-X1 2XXX XXXX 156X-12-25 2022-XX-17 2022-21 2001-34 2022-01-17T10:00:00 2022-01-17Z 20220117 2022/01/17 17.01.2022
12/01/2022 next-week open unknown .. ../.. / [] {} [..] [..,..] [2022 2022] [2022} [..2022-01-16..] [2022..,2023]
[2022,..2023] [2022/2023] [[2022]] 2022/2021 2022-02/2022-01 [2022..2021] 2022/2023/2024 1950S2 Y17E8 Y12022 y2022
(2011)-06-04~ 2022~~ ２０２２ +2022
"""


@pytest.mark.parametrize("line", BOUNDS.strip().split("\n"), ids=lambda line: line.split()[0])
def test_a_date_begins_and_ends_between_these_days(line: str) -> None:
    written, *days = line.split()
    sides = [None if day == "-" else date.fromisoformat(day) for day in days[:4]]
    assert read_date(written) == Bounds(written, *sides, one_day="day" in days, qualified="about" in days)


@pytest.mark.parametrize("written", [*NO_DATES.split(), "", " ", "2022 ", " 2022", "2022\n", "2022\u00a0", "next week"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^`"):
        read_date(written)


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
WRITTEN = DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]]))
QUALIFIED = st.builds(str.__add__, WRITTEN, st.sampled_from(["~", "?", "%"]))


@given(WRITTEN | st.builds("{}/{}".format, WRITTEN, WRITTEN) | st.builds("[{}..{}]".format, DAYS, DAYS))
def test_the_edtf_library_finds_the_same_days(written: str) -> None:
    """Where it is exact: a date, an interval or a set with two ends."""
    try:
        ours = read_date(written)
    except ValueError as error:
        assert "ends before it begins" in str(error)
        return
    theirs = parse_edtf(written)
    assert ours.earliest == date(*theirs.lower_strict()[:3])
    assert ours.latest == date(*theirs.upper_strict()[:3])


@given(QUALIFIED)
def test_what_is_about_a_date_may_be_that_date_and_more(written: str) -> None:
    about, exact = read_date(written), read_date(written[:-1])
    assert about.qualified and not exact.qualified
    assert about.earliest <= exact.earliest and exact.latest <= about.latest  # type: ignore[operator]
    assert about.one_day == exact.one_day


@given(WRITTEN, WRITTEN)
def test_a_narrower_date_lies_within_a_coarser_one(one: str, other: str) -> None:
    inner, outer = read_date(one), read_date(one[: len(other)])
    assert outer.earliest <= inner.earliest <= inner.latest <= outer.latest  # type: ignore[operator]
    assert outer.earliest_end <= inner.earliest_end and inner.latest_start <= outer.latest_start  # type: ignore[operator]


@given(st.text(alphabet="0123456789-~?%X/.[]{},TYS", max_size=24))
def test_any_text_is_a_date_or_is_refused(written: str) -> None:
    try:
        bounds = read_date(written)
    except ValueError as error:
        assert str(error).startswith("`")
    else:
        assert bounds.earliest or bounds.latest
        assert (bounds.earliest or date.min) <= (bounds.earliest_end or date.min) <= (bounds.latest or date.max)
        assert (bounds.earliest or date.min) <= (bounds.latest_start or date.max) <= (bounds.latest or date.max)


@given(DAYS)
def test_days_are_counted_from_1970(day: date) -> None:
    node = read_date(day.isoformat()).node()
    assert date(1970, 1, 1) + timedelta(days=node["earliestDay"]) == day == date.fromisoformat(node["latest"])


def test_an_open_side_has_no_day() -> None:
    assert read_date("../2022-01-18").node() == {
        "id": date_iri("../2022-01-18"), "kind": "Date", "written": "../2022-01-18",
        "latestStart": "2022-01-18", "latestStartDay": 19010,
        "earliestEnd": "2022-01-18", "earliestEndDay": 19010,
        "latest": "2022-01-18", "latestDay": 19010,
    }  # fmt: skip


@given(st.text(alphabet="0123456789-~?%X/.[]{},", min_size=1, max_size=24))
def test_two_spellings_never_share_a_node(written: str) -> None:
    """Each character that an IRI cannot hold is escaped."""
    name = date_iri(written).removeprefix(DATE)
    assert unquote(name) == written
    assert not set(name) & set('/[]{}<>"^`|\\ ')
