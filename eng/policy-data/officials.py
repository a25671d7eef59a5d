#!/usr/bin/env python3
"""Writes policies/entities/us-officials.yaml: members of Congress, presidents and vice-presidents of the United States.

Takes legislators-current.yaml and executive.yaml of https://github.com/unitedstates/congress-legislators (CC0-1.0).

    apt-get install python3-yaml
    /usr/bin/python3 eng/policy-data/officials.py FOLDER RETRIEVED COMMIT
"""
import json
import pathlib
import sys

import yaml

OUT = pathlib.Path(__file__).resolve().parents[2] / "policies/entities/us-officials.yaml"
# A member stays listed for four years after the end of the term on file: the next candidacy is likely, and the file ages.
YEARS_AFTER_TERM = 4
# Nobody takes office without having been a candidate.
YEARS_BEFORE_TERM = 2
# Executives from here on are living memory; those before are history.
EXECUTIVE_SINCE = "1990"
TITLES = {"sen": ["Senator", "Sen."], "rep": ["Representative", "Rep.", "Congressman", "Congresswoman"], "prez": ["President"], "viceprez": ["Vice President"]}

HEADER = """# Written by eng/policy-data/officials.py; do not edit by hand.
schema: 1
kind: entities
id: us-officials
class: us-official
about: Members of Congress, presidents and vice-presidents of the United States.
source: github.com/unitedstates/congress-legislators, commit {commit}, CC0-1.0 (public domain); see ../NOTICE.md
retrieved: {retrieved}
entities:
"""


def later(date, years):
    day = "02-28" if date[5:] == "02-29" else date[5:]
    return f"{int(date[:4]) + years}-{day}"


def quote(name):
    return json.dumps(name, ensure_ascii=False)


def names_of(person, types):
    name = person["name"]
    first, last = name["first"], name["last"]
    full = [name.get("official_full"), f"{first} {last}"]
    if name.get("nickname"):
        full.append(f"{name['nickname']} {last}")
    # Suffixes and a middle initial come and go in print.
    full += [f.replace(" Jr.", "").replace(" Sr.", "").replace(" III", "").replace(" II", "").rstrip(",") for f in full if f]
    full += [" ".join(p for p in f.split() if not (len(p) == 2 and p.endswith("."))) for f in full if f]
    titled = [f"{title} {last}" for type_ in types for title in TITLES[type_]]
    return [n for n in dict.fromkeys(n for n in full + titled if n and " " in n)]


def entry(person, types, start, through):
    names = names_of(person, types)
    fields = [f"id: {person['id'].get('bioguide') or person['id'].get('govtrack')}", f"name: {quote(names[0])}", f"from: {start}"]
    if through:
        fields.append(f"through: {through}")
    fields.append("aliases: [" + ", ".join(map(quote, names[1:])) + "]")
    return "  - {" + ", ".join(fields) + "}\n"


def main():
    folder, retrieved, commit = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    lines, seen = [], set()
    for person in yaml.load((folder / "executive.yaml").read_text(), yaml.CSafeLoader):
        terms = [t for t in person["terms"] if t["type"] in ("prez", "viceprez")]
        if max(t["end"] for t in terms)[:4] < EXECUTIVE_SINCE:
            continue
        seen.add(person["id"].get("bioguide"))
        lines.append(entry(person, sorted({t["type"] for t in terms}), later(min(t["start"] for t in terms), -YEARS_BEFORE_TERM), None))
    for person in yaml.load((folder / "legislators-current.yaml").read_text(), yaml.CSafeLoader):
        if person["id"]["bioguide"] in seen:
            continue
        term = person["terms"][-1]
        lines.append(entry(person, [term["type"]], later(person["terms"][0]["start"], -YEARS_BEFORE_TERM), later(term["end"], YEARS_AFTER_TERM)))
    OUT.write_text(HEADER.format(retrieved=retrieved, commit=commit) + "".join(lines), encoding="utf-8")
    print(f"{OUT.name}: {len(lines)} people")


if __name__ == "__main__":
    main()
