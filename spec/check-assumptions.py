#!/usr/bin/env python3
"""Holds the contracts and the table in README.md to each other.

Every line of an `x-assumed` reads "gap: choice". The table must have one row with that gap, that choice and exactly
the places where the line stands; a row that says "unmarked" has no `x-assumed` and is for the reader alone.
"""

import fnmatch
import pathlib
import re
import sys

import yaml

SPEC = pathlib.Path(__file__).resolve().parent
HEADING = "## Gaps, contradictions, assumptions"


def places(node, label, found):
    """Collects every line of every x-assumed under `node`, with the name of what it stands on."""
    if isinstance(node, list):
        for item in node:
            places(item, label, found)
    if not isinstance(node, dict):
        return
    label = node.get("operationId", label)
    for line in node.get("x-assumed", "").splitlines():
        found.setdefault(line.strip(), set()).add(label)
    for value in node.values():
        places(value, label, found)


def contract(path):
    """The assumptions of one contract: each line, and the names of the places where it stands."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for key, value in document.items():
        if key == "components":
            for kind in value.values():
                for name, component in kind.items():
                    places(component, name, found)
        else:
            places(value, key, found)
    return found


def rows(text):
    """The rows of the table: gap, choice, and the globs of the last column, or None for an unmarked row."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        inside = inside or line == HEADING
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if not inside or len(cells) != 4 or cells[0] in ("Document", "---"):
            continue
        _, gap, choice, where = cells
        if where.startswith("unmarked"):
            yield number, gap, choice, None
            continue
        globs = set()
        for file, names in re.findall(r"`([^`]+)`: ([^;]+)", where):
            globs.update((file, name.strip()) for name in names.split(","))
        yield number, gap, choice, globs


def main():
    faults = []
    assumed = {}
    for path in sorted(SPEC.glob("*.yaml")):
        for line, labels in contract(path).items():
            assumed.setdefault(line, set()).update((path.name, label) for label in labels)

    listed = {}
    for number, gap, choice, globs in rows((SPEC / "README.md").read_text(encoding="utf-8")):
        if globs is None:
            continue
        line = f"{gap}: {choice}"
        if line in listed:
            faults.append(f"README.md:{number}: a second row for: {line}")
        listed[line] = globs
        if line not in assumed:
            faults.append(f"README.md:{number}: no contract says: {line}")
            continue
        for file, name in sorted(assumed[line]):
            if not any(fnmatch.fnmatch(file, f) and fnmatch.fnmatch(name, n) for f, n in globs):
                faults.append(f"README.md:{number}: the row does not name {file} {name}")
        for f, n in sorted(globs):
            if not any(fnmatch.fnmatch(file, f) and fnmatch.fnmatch(name, n) for file, name in assumed[line]):
                faults.append(f"README.md:{number}: the assumption does not stand at {f} {n}")

    for line in sorted(set(assumed) - set(listed)):
        faults.append(f"README.md has no row for: {line} ({', '.join(' '.join(p) for p in sorted(assumed[line]))})")

    for fault in faults:
        print(fault, file=sys.stderr)
    count = sum(len(p) for p in assumed.values())
    print(f"{len(assumed)} assumptions at {count} places, {len(faults)} faults in the table")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
