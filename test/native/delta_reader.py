#!/usr/bin/env python3
"""A reader of deltas written from native/FORMAT.md alone, with nothing but Python's standard library: whether what stands there is
enough. It runs the cases of fixtures/vectors/deltas.json:

    /usr/bin/python3 test/native/delta_reader.py
"""

import json
import pathlib
import struct
import sys
import zlib

VECTORS = pathlib.Path(__file__).resolve().parents[2] / "fixtures" / "vectors"
MASK = 0xFFFFFFFF
BLOCK = 4096
EMPTY = 0xFFFFFFFF


class Refused(Exception):
    """A delta that is not applied; the word of the table in FORMAT.md."""


def expect(is_true, word="wrong-content"):
    if not is_true:
        raise Refused(word)


class Layout:
    """Where the parts of a snapshot are, by its header."""

    def __init__(self, header):
        self.workspace = header[16:24]
        self.generation = struct.unpack_from("<I", header, 12)[0]
        self.count, self.slots, self.record_bytes, self.checksum = struct.unpack_from("<4I", header, 48)
        self.is_known = header[:8] == b"RINGSIDX" and struct.unpack_from("<I", header, 8)[0] in (2, 3)
        self.body = 12 * self.slots + 4 * self.count + self.record_bytes
        self.blocks = -(-self.body // BLOCK)
        self.numbers = 64 + 8 * -(-self.blocks // 2)
        self.places = self.numbers + 8 * self.slots
        self.order = self.places + 4 * self.slots
        self.records = self.order + 4 * self.count
        self.end = self.numbers + self.body
        self.can_be = self.is_known and self.slots > self.count and self.end < 2**31


def block_sums(layout, body):
    sums = [zlib.crc32(body[at : at + BLOCK]) for at in range(0, len(body), BLOCK)]
    return struct.pack(f"<{len(sums)}I", *sums) + bytes(4 * (layout.blocks % 2))


def read_before(snapshot):
    """Its layout, and its numbers in their order with the places of their records."""
    expect(len(snapshot) >= 64, "no-snapshot")
    layout = Layout(snapshot)
    expect(layout.can_be and layout.end == len(snapshot), "no-snapshot")
    sums = snapshot[64 : layout.numbers]
    expect(zlib.crc32(snapshot[:60] + sums) == layout.checksum, "no-snapshot")
    expect(block_sums(layout, snapshot[layout.numbers :])[: 4 * layout.blocks] == sums[: 4 * layout.blocks], "no-snapshot")
    entries, last = [], 0
    for slot in struct.unpack_from(f"<{layout.count}I", snapshot, layout.order):
        expect(slot < layout.slots, "no-snapshot")
        number = struct.unpack_from("<Q", snapshot, layout.numbers + 8 * slot)[0]
        place = struct.unpack_from("<I", snapshot, layout.places + 4 * slot)[0]
        expect(last < number < 10**18 and place < layout.record_bytes, "no-snapshot")
        entries.append((number, place))
        last = number
    return layout, entries


def home_slot(number, slots):
    high, low = number >> 32, number & MASK
    mixed = ((low ^ high * 0x9E3779B1 & MASK) * 0x85EBCA6B) & MASK
    again = ((mixed ^ mixed >> 15) * 0xC2B2AE35) & MASK
    return int((again ^ again >> 16) * (slots / 2**32))


class Delta:
    def __init__(self, data):
        expect(len(data) >= 112, "wrong-size")
        expect(data[:8] == b"RINGSDLT", "not-a-delta")
        expect(struct.unpack_from("<I", data, 8)[0] == 1, "unknown-version")
        self.generation = struct.unpack_from("<I", data, 12)[0]
        self.workspace = data[16:24]
        self.before, removed, placed, steps, inserted, checksum = struct.unpack_from("<6I", data, 24)
        placed_at = 112 + 8 * removed
        steps_at = placed_at + 12 * placed
        inserted_at = steps_at + 12 * steps
        expect(inserted_at + inserted == len(data) <= 2**26, "wrong-size")
        expect(zlib.crc32(data[:44] + data[48:]) == checksum, "wrong-checksum")
        self.header = data[48:112]
        self.after = Layout(self.header)
        expect(self.after.can_be and self.after.workspace == self.workspace)
        expect(self.after.generation > self.generation and self.after.slots == 13 * self.after.count // 10 + 1)
        self.removed = struct.unpack_from(f"<{removed}Q", data, 112)
        numbers = struct.unpack_from(f"<{placed}Q", data, placed_at)
        self.placed = list(zip(numbers, struct.unpack_from(f"<{placed}I", data, placed_at + 8 * placed)))
        self.steps = [struct.unpack_from("<3I", data, steps_at + 12 * step) for step in range(steps)]
        self.inserted = data[inserted_at:]


def apply(snapshot, data):
    delta = Delta(data)
    layout, entries = read_before(snapshot)
    expect(layout.workspace == delta.workspace, "other-workspace")
    expect((layout.generation, layout.checksum) == (delta.generation, delta.before), "other-snapshot")
    after = delta.after
    expect(sum(keep + drop for keep, drop, _ in delta.steps) == layout.record_bytes)
    expect(sum(keep + insert for keep, _, insert in delta.steps) == after.record_bytes)
    expect(sum(insert for _, _, insert in delta.steps) == len(delta.inserted))
    expect(after.count <= layout.count + len(delta.placed))
    records, move = make_records(snapshot[layout.records :], delta)
    body = make_table(after, merge(entries, delta, move)) + records
    sums = block_sums(after, body)
    expect(zlib.crc32(delta.header[:60] + sums) == after.checksum, "wrong-result")
    return delta.header + sums + body


def make_records(before, delta):
    """The records after, and where the records before went."""
    records, taken, used, spans = bytearray(), 0, 0, []
    for keep, drop, insert in delta.steps:
        spans.append((taken, keep, drop > 0 and insert > 0, len(records)))
        records += before[taken : taken + keep] + delta.inserted[used : used + insert]
        taken += keep + drop
        used += insert

    def move(place):
        for begin, keep, is_replaced, to in spans:
            if begin <= place < begin + keep or (is_replaced and place == begin + keep):
                return to + place - begin
        raise Refused("wrong-content")

    return bytes(records), move


def merge(entries, delta, move):
    for numbers in (delta.removed, [number for number, _ in delta.placed]):
        expect(all(one < next_one for one, next_one in zip(numbers, numbers[1:])))
    before, removed, placed = dict(entries), set(delta.removed), dict(delta.placed)
    expect(removed <= before.keys() and not removed & placed.keys())
    for number in sorted(before.keys() - removed | placed.keys()):
        yield number, placed[number] if number in placed else move(before[number])


def make_table(after, entries):
    numbers, places, order = [0] * after.slots, [EMPTY] * after.slots, []
    for number, place in entries:
        expect(0 < number < 10**18 and place < after.record_bytes and len(order) < after.count)
        slot = home_slot(number, after.slots)
        while places[slot] != EMPTY:
            slot = (slot + 1) % after.slots
        numbers[slot], places[slot] = number, place
        order.append(slot)
    expect(len(order) == after.count)
    return struct.pack(f"<{after.slots}Q{after.slots}I{after.count}I", *numbers, *places, *order)


def run(case):
    folder = VECTORS / "deltas"
    try:
        found = apply((folder / case["before"]).read_bytes(), (folder / case["delta"]).read_bytes())
    except Refused as refused:
        return case["after"] is None and str(refused) == case["refused"], str(refused)
    return case["after"] is not None and found == (folder / case["after"]).read_bytes(), "a snapshot"


def main():
    cases = json.loads((VECTORS / "deltas.json").read_text("utf8"))["cases"]
    failed = 0
    for case in cases:
        is_right, found = run(case)
        if not is_right:
            failed += 1
            expected = case["refused"] or case["after"]
            print(f"{case['id']} {case['delta']}: {case['comment']}: expected {expected}, found {found}")
    print(f"vectors: deltas {len(cases)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
