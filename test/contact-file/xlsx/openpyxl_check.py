"""Workbooks that openpyxl writes, repaired by `ringsight check --fix`, and read again by openpyxl.

Only the cells that the report promises may differ, in value, and nothing may differ in style. Run by .ci/run with a
seed of its own: python3 test/contact-file/xlsx/openpyxl_check.py [SEED]
"""

import csv
import datetime
import pathlib
import random
import subprocess
import sys
import tempfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

RINGSIGHT = pathlib.Path(__file__).parents[3] / "bin" / "ringsight.js"
HEADERS = ["Record ID", "First Name", "Last Name", "Phone Number", "Mobile Phone Number", "Country/Region", "Notes", "Amount"]
SIZES = [0, 1, 2, 17, 255, 256, 257, 700, 1500, 3000]
PHONES = ["(087) 123-4567", "+353 87 123 4567", "087 1234567", "00353871234567", "+1 (212) 555-0123", "x", "", None, 353871234567.0, 871234567, "086-123 4567 ext. 12", "+49 30 901820", " 01 677 8888 "]
WORDS = ["Ann", "Ó Briain", "李", "naïve & <b>", "tab\there", "line\nbreak", "x" * 900, "'quoted'", "👩‍👩‍👧", "=not a formula?"]


def fill(sheet, rows, chance):
    sheet.append(HEADERS)
    for row in range(2, rows + 2):
        if chance.random() < 0.02:
            continue
        values = [
            row * 101,
            chance.choice(WORDS[:9]),
            chance.choice(WORDS[:9]),
            chance.choice(PHONES),
            chance.choice(PHONES),
            chance.choice(["Ireland", "IE", "Germany", None]),
            chance.choice([None, chance.choice(WORDS[:9]), f"=B{row}", datetime.date(2026, 1, 1 + row % 28), True]),
            chance.choice([None, row / 7, f"=SUM(A2:A{row})"]),
        ]
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            cell = sheet.cell(row, column, value)
            if chance.random() < 0.1:
                cell.font = Font(bold=True)
            if chance.random() < 0.1:
                cell.fill = PatternFill("solid", fgColor="FFEE00")
            if chance.random() < 0.05:
                cell.number_format = chance.choice(["@", "0.00", "000-0000"])
            if chance.random() < 0.01:
                cell.comment = Comment("kept?", "somebody")
    if rows > 20 and chance.random() < 0.5:
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:H{rows}"
        sheet.column_dimensions["D"].width = 30


def looks(cell):
    return (cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.comment.text if cell.comment else None)


def differences(before, after, promised):
    """What differs between two workbooks beside the promised cells, and which promises were not kept."""
    found = []
    if before.sheetnames != after.sheetnames:
        found.append(f"sheets {before.sheetnames} {after.sheetnames}")
    for name in before.sheetnames:
        one, other = before[name], after[name]
        if one.dimensions != other.dimensions:
            found.append(f"{name}: {one.dimensions} {other.dimensions}")
        if (one.freeze_panes, one.auto_filter.ref) != (other.freeze_panes, other.auto_filter.ref):
            found.append(f"{name}: panes or filter")
        for row in range(1, one.max_row + 1):
            for column in range(1, one.max_column + 1):
                a, b = one.cell(row, column), other.cell(row, column)
                wanted = promised.get((row, column)) if name == before.sheetnames[0] else None
                if str(b.value) != wanted if wanted is not None else a.value != b.value:
                    found.append(f"{name}!{a.coordinate}: {a.value!r} {b.value!r}, promised {wanted!r}")
                if looks(a) != looks(b) and wanted is None:
                    found.append(f"{name}!{a.coordinate}: {looks(a)} {looks(b)}")
    return found


def check(folder, rows, seed):
    chance = random.Random(seed * 10_000 + rows)
    book = openpyxl.Workbook()
    book.active.title = "People & firms"
    fill(book.active, rows, chance)
    if chance.random() < 0.5:
        fill(book.create_sheet("Other"), 5, chance)
        book.active = 0
    source, fixed, report = (folder / f"{rows}{ending}" for ending in (".xlsx", "-fixed.xlsx", ".csv"))
    book.save(source)
    command = ["node", RINGSIGHT, "check", source, "--region", "IE", "--fix", fixed, "--report", report, "--fail-on", "never"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        return 0, [f"status {ran.returncode}: {ran.stderr}"]
    with open(report, encoding="utf-8-sig", newline="") as lines:
        promised = {
            (int(line["row"]), HEADERS.index(line["column"]) + 1): line["repair"].lstrip("'")
            for line in csv.DictReader(lines)
            if line["repair"]
        }
    return len(promised), differences(openpyxl.load_workbook(source), openpyxl.load_workbook(fixed), promised)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            repaired, found = check(pathlib.Path(folder), rows, seed)
            print(f"{rows} rows: {repaired} cells repaired, {len(found)} differences that were not promised")
            for each in found[:5]:
                print(f"  {each}")
            failed += len(found) > 0
    print(f"openpyxl {openpyxl.__version__}, seed {seed}: {len(SIZES) - failed} workbooks as promised, {failed} not")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
