// Runs the cases of numbers.json and directory.json on the core, and returns those that fail, as text. Runs in any engine: it
// uses nothing but the language.
;(core, given) => {
  const failed = []
  const check = (name, found, expected) => {
    if (found !== expected) failed.push(`${name}: expected ${expected}, found ${found}`)
  }
  for (const { id, text, region, e164, rejected } of given.numbers) {
    const number = core.parseNumber(text, region)
    check(
      `numbers ${id}`,
      number.kind === 'rejected' ? number.reason : number.e164,
      rejected === null ? e164 : rejected,
    )
  }
  for (const { id, file, number, label, ids } of given.directory) {
    const bytes = Uint8Array.from(given.files[file].match(/../g) || [], (byte) => Number.parseInt(byte, 16))
    const snapshot = core.openSnapshot(bytes)
    const entry = snapshot.kind === 'damaged' ? null : core.lookUpSnapshot(snapshot, number)
    const expected = label === null ? null : JSON.stringify({ label, ids })
    check(`directory ${id}`, entry === null ? null : JSON.stringify(entry), expected)
  }
  return failed
}
