// Which numbers rows before have had, and which row first: check/seen-numbers.ts says how it is asked. A module of its own, for its memory
// grows with the numbers.
//
// What is noted stands in the order in which it came, sixteen bytes each. Behind the room for it is an index: of each number its place
// among them, and a few bits of its hash, so that another number is seldom looked at. When the room is full it is doubled: what is noted
// stays, and an index is made behind the new end.

/** A number, its row times two (and one for the longer spelling), and the hash of its name. */
class Seen {
  number: u64
  row: u32
  name: u32
}

/** Of a number that another row has had: which of those given, and that row and its name. */
class Told {
  index: u32
  row: u32
  name: u32
}

const SEEN_BYTES: usize = offsetof<Seen>()
const TOLD_BYTES: usize = offsetof<Told>()

/** How many are given at once at most. */
export const MOST_GIVEN: u32 = 4096
/** Those that are asked for, and what is told of them. */
export const GIVEN: usize = 0x400
export const TOLD: usize = GIVEN + (MOST_GIVEN as usize) * SEEN_BYTES
const NOTED: usize = TOLD + (MOST_GIVEN as usize) * TOLD_BYTES

/** So many different numbers are noted, and then no more: their places have room in PLACE_BITS. */
export const MOST_NOTED: u32 = 6_000_000
const PLACE_BITS: u32 = 23
const PLACES: u32 = (1 << PLACE_BITS) - 1
const FIRST_BITS: u32 = 15
const PAGE_BYTES: usize = 0x10000

/** How many numbers are noted. */
export let count: u32 = 0
/** False once one could not be noted. */
export let isComplete: bool = true

let most: u32 = 0
/** How many bits of a hash say where the index is looked at, and for how many numbers there is room. */
let bits: u32 = FIRST_BITS
let room: u32 = 0
let index: usize = 0

/** Begins. @param limit on how many are noted */
export function open(limit: u32): void {
  most = min(limit, MOST_NOTED)
  makeRoom()
}

/** Asks for the numbers given, in their order, and notes those that are new. @returns how many are told */
export function see(given: u32): u32 {
  let told: u32 = 0
  for (let at: u32 = 0; at < given; at++) {
    if (at % AT_ONCE === 0) touch(at, min(given, at + AT_ONCE))
    const own = givenAt(at)
    const first = findOrNote(own)
    if (changetype<usize>(first) === 0 || first.row >> 1 === own.row >> 1) continue
    const answer = changetype<Told>(TOLD + (told as usize) * TOLD_BYTES)
    answer.index = at
    answer.row = first.row
    answer.name = first.name
    told += 1
  }
  return told
}

const AT_ONCE: u32 = 64
// Kept where nobody looks, for what is not used is not fetched.
export let touched: u32 = 0

/** Where a number belongs is seldom in a cache. A few are fetched at once, so that they come in the time of one. */
function touch(from: u32, to: u32): void {
  for (let at = from; at < to; at++) touched ^= load<u32>(slotOf(hashOf(givenAt(at).number)))
}

function givenAt(at: u32): Seen {
  return changetype<Seen>(GIVEN + (at as usize) * SEEN_BYTES)
}

/** @returns the same number as it was noted before; null where it is new */
function findOrNote(own: Seen): Seen {
  const hash = hashOf(own.number)
  let slot = slotOf(hash)
  for (let held = load<u32>(slot); held !== 0; held = load<u32>(slot)) {
    const noted = notedAt(held & PLACES)
    if (held >> PLACE_BITS === tagOf(hash) && noted.number === own.number) return noted
    slot = behind(slot)
  }
  if (count === most) isComplete = false
  else {
    count += 1
    store<u32>(slot, (tagOf(hash) << PLACE_BITS) | count)
    memory.copy(changetype<usize>(notedAt(count)), changetype<usize>(own), SEEN_BYTES)
    if (count === room) makeRoom()
  }
  return changetype<Seen>(0)
}

/** Places count from 1. */
function notedAt(place: u32): Seen {
  return changetype<Seen>(NOTED + ((place - 1) as usize) * SEEN_BYTES)
}

/** The finaliser of MurmurHash3: numbers that follow each other are to be far apart. */
function hashOf(number: u64): u64 {
  let hash = (number ^ (number >> 33)) * 0xff51afd7ed558ccd
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53
  return hash ^ (hash >> 33)
}

function tagOf(hash: u64): u32 {
  return (hash as u32) >> PLACE_BITS
}

function slotOf(hash: u64): usize {
  return index + (((hash >> (64 - bits)) as usize) << 2)
}

function behind(slot: usize): usize {
  const next = slot + 4
  return next === index + ((1 as usize) << (bits + 2)) ? index : next
}

/** Doubles it. Three quarters of the index are taken at most: searches take long beyond. */
function makeRoom(): void {
  bits += 1
  room = ((1 as u32) << bits) - ((1 as u32) << (bits - 2))
  index = NOTED + (room as usize) * SEEN_BYTES
  const end = index + ((1 as usize) << (bits + 2))
  const pages = (end + PAGE_BYTES - 1) / PAGE_BYTES
  if (pages > (memory.size() as usize)) memory.grow((pages as i32) - memory.size())
  for (let place: u32 = 1; place <= count; place++) {
    const hash = hashOf(notedAt(place).number)
    let slot = slotOf(hash)
    while (load<u32>(slot) !== 0) slot = behind(slot)
    store<u32>(slot, (tagOf(hash) << PLACE_BITS) | place)
  }
}
