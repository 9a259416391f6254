"""The engines' questions once more in plain Python, by loops and dictionaries: two engines can share a fault."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from typing import Any

Row = dict[str, Any]
LEVELS = {"lsoa21": "lsoa21_code", "ward24": "ward24", "district24": "district24", "force24": "force24"}


def number(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def ratio(a: Any, b: Any) -> float | None:
    return a / b if b and a is not None else None


class Oracle:
    """`Oracle(cells, supplied, belongs).name(**parameters)` → rows as dictionaries, in any order."""

    def __init__(self, cells: list[Row], supplied: list[Row], belongs: list[Row]) -> None:
        self.cells = [row | {"placed": row["placed"] == "placed"} for row in cells]
        self.supplied, self.belongs = supplied, belongs
        self.by_reporter = {(row["reported_by"], row["month"]): row["status"] for row in supplied}
        self.by_area = {(row["force24"], row["month"]): row["status"] for row in supplied if row["force24"]}

    # what the parts do
    def kept(self, months: list[str], crime_types: Any = (), reported_by: str | None = None, **_: Any) -> list[Row]:
        return [
            row for row in self.cells
            if row["month"] in months
            and (row["crime_type"] in crime_types if crime_types else not row["is_asb"])
            and reported_by in (None, row["reported_by"])
        ]  # fmt: skip

    def inside(self, level: str, within: str | None = None, rows: list[Row] | None = None, **asked: Any) -> list[Row]:
        rows = self.kept(**asked) if rows is None else rows
        return [
            row | {"area": row[LEVELS[level]]} for row in rows
            if row["placed"] and (within is None or within in [row[column] for column in LEVELS.values()])
        ]  # fmt: skip

    def force_dense(self, **asked: Any) -> dict[tuple[str, str], Any]:
        counts: Counter[Any] = Counter()
        for row in self.kept(**asked):
            counts[row["reported_by"], row["month"]] += row["n"]
        names = {row["reported_by"] for row in self.supplied if asked.get("reported_by") in (None, row["reported_by"])}
        return {
            (name, month): counts[name, month] if self.by_reporter.get((name, month)) == "supplied" else None
            for name in names
            for month in asked["months"]
        }

    def area_dense(self, level: str, within: str | None = None, **asked: Any) -> dict[tuple[str, str], Any]:
        counts: Counter[Any] = Counter()
        for row in self.inside(level, within, **asked):
            counts[row["area"], row["month"]] += row["n"]
        homes = {row["area"]: row["force24"] for row in self.inside(level, within, rows=self.cells)}
        return {
            (area, month): counts[area, month] if self.by_area.get((home, month)) == "supplied" else None
            for area, home in homes.items()
            for month in asked["months"]
        }

    def totals(self, rows: list[Row], *columns: str) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for row in rows:
            found[tuple(row[column] for column in columns)] += row["n"]
        return found

    # the questions
    def force_series(self, **asked: Any) -> list[Row]:
        return [
            {"reported_by": name, "month": month, "status": self.by_reporter.get((name, month), "missing"), "n": n}
            for (name, month), n in self.force_dense(**asked).items()
        ]

    def area_series(self, **asked: Any) -> list[Row]:
        homes = {row["area"]: row["force24"] for row in self.inside(asked["level"], rows=self.cells)}
        return [
            {"area": area, "month": month, "status": self.by_area.get((homes[area], month), "missing"), "n": n}
            for (area, month), n in self.area_dense(**asked).items()
        ]

    def _runs(self, dense: dict[tuple[str, str], Any]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = defaultdict(dict)
        for (area, month), n in sorted(dense.items()):
            found[area][month] = n
        return found

    def area_totals(self, **asked: Any) -> list[Row]:
        answer = []
        for area, months in self._runs(self.area_dense(**asked)).items():
            known = [n for n in months.values() if n is not None]
            total = sum(known) if known else None
            answer.append(
                {"area": area, "months_counted": len(known), "months_missing": len(months) - len(known), "n": total}
            )
        return answer

    def types_by_month(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        rows = [r for r in self.cells if r["month"] in months and reported_by in (None, r["reported_by"])]
        return [
            {"crime_type": t, "is_asb": asb, "month": m, "n": n}
            for (t, asb, m), n in self.totals(rows, "crime_type", "is_asb", "month").items()
        ]

    def rows_of_months(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        found: dict[Any, Counter[str]] = defaultdict(Counter)
        for row in self.cells:
            if row["month"] in months and reported_by in (None, row["reported_by"]):
                kind = "incidents" if row["is_asb"] else "crimes"
                one = found[row["reported_by"], row["month"]]
                one["rows"] += row["n"]
                one[kind] += row["n"]
                one[kind + "_placed"] += row["n"] * row["placed"]
        names = ("crimes", "crimes_placed", "incidents", "incidents_placed", "rows")
        return [{"reported_by": a, "month": m} | {name: c[name] for name in names} for (a, m), c in found.items()]

    def rolling_year(self, **asked: Any) -> list[Row]:
        answer = []
        for name, months in self._runs(self.force_dense(**asked)).items():
            by_number = {number(month): n for month, n in months.items()}

            def year(last: int, known: dict[int, Any] = by_number) -> int | None:
                wanted = [known.get(k) for k in range(last - 11, last + 1)]
                return None if None in wanted else sum(wanted)

            for month in months:
                to, before = year(number(month)), year(number(month) - 12)
                answer.append(
                    {
                        "reported_by": name,
                        "month": month,
                        "year_to": to,
                        "year_before": before,
                        "ratio": ratio(to, before),
                    }
                )
        return answer

    def year_before(self, **asked: Any) -> list[Row]:
        dense = {(area, number(month)): n for (area, month), n in self.area_dense(**asked).items()}
        answer = []
        for (area, month), n in self.area_dense(**asked).items():
            before = dense.get((area, number(month) - 12))
            gap = None if n is None or before is None else n - before
            answer.append(
                {"area": area, "month": month, "n": n, "n_before": before, "difference": gap, "ratio": ratio(n, before)}
            )
        return answer

    def limits(self, **asked: Any) -> list[Row]:
        answer = []
        for name, months in self._runs(self.force_dense(**asked)).items():
            known = {number(month): n for month, n in months.items() if n is not None}
            for month, n in months.items():
                before = [known[k] for k in range(number(month) - 24, number(month)) if k in known]
                answer.append({
                    "reported_by": name, "month": month, "n": n, "months_before": len(before),
                    "mean_before": statistics.fmean(before) if before else None,
                    "sd_before": statistics.stdev(before) if len(before) > 1 else None,
                    "previous": known.get(number(month) - 1),
                })  # fmt: skip
        return answer

    def quarters(self, **asked: Any) -> list[Row]:
        found: dict[Any, list[Any]] = defaultdict(list)
        for (name, month), n in self.force_dense(**asked).items():
            found[name, f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}"].append(n)
        return [
            {"reported_by": a, "quarter": q, "months_counted": 3 - ns.count(None), "n": None if None in ns else sum(ns)}
            for (a, q), ns in found.items()
        ]

    def financial_years(self, **asked: Any) -> list[Row]:
        found: dict[Any, list[Any]] = defaultdict(list)
        for (area, month), n in self.area_dense(**asked).items():
            found[area, int(month[:4]) - (int(month[5:]) < 4)].append(n)
        answer = []
        for (area, year), ns in found.items():
            known = [n for n in ns if n is not None]
            whole = sum(known) if len(known) == 12 else None
            answer.append({"area": area, "year_from": year, "months_counted": len(known), "n": whole})
        return answer

    def month_of_year(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        monthly = self.totals(
            [r for r in self.cells if r["month"] in months and reported_by in (None, r["reported_by"])],
            "crime_type",
            "month",
        )
        answer = []
        for kind in {kind for kind, _month in monthly}:
            all_of_it = statistics.fmean([n for (k, _), n in monthly.items() if k == kind])
            for calendar in range(1, 13):
                found = [n for (k, m), n in monthly.items() if k == kind and int(m[5:]) == calendar]
                if found:
                    mean = statistics.fmean(found)
                    answer.append(
                        {
                            "crime_type": kind,
                            "calendar_month": calendar,
                            "months": len(found),
                            "mean": mean,
                            "index": mean / all_of_it,
                        }
                    )
        return answer

    def busiest_areas(self, top: int, **asked: Any) -> list[Row]:
        totals = {
            area: sum(n or 0 for n in months.values()) for area, months in self._runs(self.area_dense(**asked)).items()
        }
        everything, so_far, answer = sum(totals.values()), 0, []
        for place, (area, n) in enumerate(sorted(totals.items(), key=lambda one: (-one[1], one[0]))[:top], 1):
            so_far += n
            answer.append(
                {
                    "place": place,
                    "area": area,
                    "n": n,
                    "share": ratio(n, everything),
                    "share_so_far": ratio(so_far, everything),
                }
            )
        return answer

    def _by_type(self, **asked: Any) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for (kind, _area), n in self.totals(self.inside(**asked), "crime_type", "area").items():
            found[kind].append(n)
        return found

    def concentration(self, **asked: Any) -> list[Row]:
        answer = []
        for kind, ns in self._by_type(**asked).items():
            whole, ordered = sum(ns), sorted(ns, reverse=True)
            needed = [
                next(i + 1 for i in range(len(ns)) if d * sum(ordered[: i + 1]) >= k * whole)
                for k, d in ((1, 2), (4, 5))
            ]
            answer.append({
                "crime_type": kind, "areas": len(ns), "n": whole,
                "areas_for_half": needed[0], "areas_for_four_fifths": needed[1],
            })  # fmt: skip
        return answer

    def area_spread(self, **asked: Any) -> list[Row]:
        answer = []
        for kind, ns in self._by_type(**asked).items():
            at = 0.9 * (len(ns) - 1)
            low, high = sorted(ns)[math.floor(at)], sorted(ns)[math.ceil(at)]
            answer.append({
                "crime_type": kind, "areas": len(ns), "median": statistics.median(ns),
                "nine_tenths": low + (high - low) * (at - math.floor(at)), "mean": statistics.fmean(ns),
                "variance": statistics.variance(ns) if len(ns) > 1 else None,
            })  # fmt: skip
        return answer

    def location_quotient(self, **asked: Any) -> list[Row]:
        rows = self.inside(**asked)
        areas, kinds, whole = self.totals(rows, "area"), self.totals(rows, "crime_type"), sum(r["n"] for r in rows)
        return [
            {"area": a, "crime_type": t, "n": n, "quotient": (n / areas[(a,)]) / (kinds[(t,)] / whole)}
            for (a, t), n in self.totals(rows, "area", "crime_type").items()
        ]

    def types_side_by_side(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        names = {
            "burglary": "Burglary",
            "robbery": "Robbery",
            "shoplifting": "Shoplifting",
            "vehicle_crime": "Vehicle crime",
        }
        found: dict[str, Row] = {}
        for row in self.cells:
            if row["month"] not in months or reported_by not in (None, row["reported_by"]):
                continue
            line = found.setdefault(
                row["month"],
                {"month": row["month"]} | dict.fromkeys([*names, "violence", "all_crimes", "incidents"], 0),
            )
            line["incidents" if row["is_asb"] else "all_crimes"] += row["n"]
            for column, kind in names.items():
                line[column] += row["n"] * (row["crime_type"] == kind)
            line["violence"] += row["n"] * row["crime_type"].startswith("Violence")
        return list(found.values())

    def quiet_runs(self, **asked: Any) -> list[Row]:
        answer = []
        for area, months in self._runs(self.area_dense(**asked)).items():
            longest = run = 0
            for n in months.values():
                run = run + 1 if n == 0 else 0
                longest = max(longest, run)
            answer.append({"area": area, "longest_quiet": longest})
        return answer

    def first_and_last(self, **asked: Any) -> list[Row]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.inside(**asked):
            found[row["area"]].append(row)
        return [
            {
                "area": area, "first_month": min(r["month"] for r in rows), "last_month": max(r["month"] for r in rows),
                "months": len({r["month"] for r in rows}), "types": len({r["crime_type"] for r in rows}),
                "n": sum(r["n"] for r in rows),
            }
            for area, rows in found.items()
        ]  # fmt: skip

    def before_and_after(self, from_month: str, **asked: Any) -> list[Row]:
        answer = []
        for area, months in self._runs(self.area_dense(**asked)).items():
            before = [n for m, n in months.items() if m < from_month]
            after = [n for m, n in months.items() if m >= from_month]
            a, b = (None if None in ns else sum(ns) for ns in (before, after))
            answer.append({"area": area, "before": a, "after": b, "ratio": ratio(b, a)})
        return answer

    def reporters_of_areas(self, **asked: Any) -> list[Row]:
        rows = self.inside(**asked)
        areas = self.totals(rows, "area")
        return [
            {"area": a, "reported_by": who, "n": n, "share": n / areas[(a,)]}
            for (a, who), n in self.totals(rows, "area", "reported_by").items()
        ]

    def placed_share(self, **asked: Any) -> list[Row]:
        rows = self.kept(**asked)
        on_map = self.totals([r for r in rows if r["placed"]], "reported_by", "crime_type")
        return [
            {
                "reported_by": who,
                "crime_type": t,
                "placed": on_map[who, t],
                "not_placed": n - on_map[who, t],
                "share": on_map[who, t] / n,
            }
            for (who, t), n in self.totals(rows, "reported_by", "crime_type").items()
        ]

    def given_areas(self, **asked: Any) -> list[Row]:
        counts = self.totals([r for r in self.kept(**asked) if r["placed"]], "lsoa21_code", "month")
        homes = {r["lsoa21_code"]: r["force24"] for r in self.cells if r["placed"]}
        members: dict[str, list[str]] = defaultdict(list)
        for row in self.belongs:
            if row["lsoa21_code"] in homes:
                members[row["area"]].append(row["lsoa21_code"])
        answer = []
        for area, codes in members.items():
            for month in asked["months"]:
                there = all(self.by_area.get((homes[code], month)) == "supplied" for code in codes)
                n = sum(counts[code, month] for code in codes) if there else None
                answer.append({"area": area, "month": month, "status": "supplied" if there else "missing", "n": n})
        return answer

    def beside_usual(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        rows = [r for r in self.cells if r["month"] in months and reported_by in (None, r["reported_by"])]
        monthly = self.totals(rows, "reported_by", "month")
        usual = {who: statistics.median([n for (w, _), n in monthly.items() if w == who]) for who, _ in monthly}
        return [
            {"reported_by": who, "month": m, "rows": n, "usual": usual[who], "ratio": n / usual[who]}
            for (who, m), n in monthly.items()
        ]

    def change_of_mix(self, from_month: str, **asked: Any) -> list[Row]:
        rows = self.kept(**asked)
        before = self.totals([r for r in rows if r["month"] < from_month], "crime_type")
        after = self.totals([r for r in rows if r["month"] >= from_month], "crime_type")
        answer = []
        for kind in {(r["crime_type"],) for r in rows}:
            a, b = ratio(before[kind], sum(before.values())), ratio(after[kind], sum(after.values()))
            gap = None if a is None or b is None else b - a
            line = {"crime_type": kind[0], "before": before[kind], "after": after[kind]}
            answer.append(line | {"share_before": a, "share_after": b, "difference": gap})
        return answer

    def above_usual(self, from_month: str, **asked: Any) -> list[Row]:
        answer = []
        for area, months in self._runs(self.area_dense(**asked)).items():
            latest = [n for m, n in months.items() if m >= from_month and n is not None]
            before = [n for m, n in months.items() if m < from_month and n is not None]
            if latest or before:
                expected = sum(before) * len(latest) / len(before) if before else None
                score = (sum(latest) - expected) / math.sqrt(expected) if expected else None
                answer.append({"area": area, "latest": sum(latest), "expected": expected, "score": score})
        return answer

    def months_held(self, months: list[str]) -> list[Row]:
        answer = []
        for month in months:
            told = [row["status"] == "supplied" for row in self.supplied if row["month"] == month]
            rows = [row for row in self.cells if row["month"] == month]
            answer.append({
                "month": month, "supplied": sum(told), "not_supplied": len(told) - sum(told),
                "crimes": sum(r["n"] for r in rows if not r["is_asb"]) if any(told) else None,
                "incidents": sum(r["n"] for r in rows if r["is_asb"]) if any(told) else None,
            })  # fmt: skip
        return answer

    def older_codes(self, months: list[str], reported_by: str | None = None) -> list[Row]:
        found: dict[str, Row] = {}
        for row in self.cells:
            if row["month"] in months and reported_by in (None, row["reported_by"]):
                line = found.setdefault(
                    row["month"], {"month": row["month"], "as_published": 0, "put_over": 0, "not_placed": 0}
                )
                same = "as_published" if row["lsoa_code"] == row["lsoa21_code"] else "put_over"
                line[same if row["placed"] else "not_placed"] += row["n"]
        return list(found.values())
