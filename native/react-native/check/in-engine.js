// Runs the cases of numbers.json and directory.json on the core, builds the snapshots anew, and returns what fails, as text.
// Runs in any engine: it uses nothing but the language.
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
  for (const { id, file, number, label, deal, ids } of given.directory) {
    const bytes = Uint8Array.from(given.files[file].match(/../g) || [], (byte) => Number.parseInt(byte, 16))
    const snapshot = core.openSnapshot(bytes)
    const entry = snapshot.kind === 'damaged' ? null : core.lookUpSnapshot(snapshot, number)
    const expected = label === null ? null : JSON.stringify({ label, deal, ids })
    check(`directory ${id}`, entry === null ? null : JSON.stringify(entry), expected)
  }
  for (const { file, contacts, header } of given.built) {
    const bytes = core.buildSnapshot(contacts, header)
    const hex = Array.from(bytes, (byte) => (byte < 16 ? '0' : '') + byte.toString(16)).join('')
    check(`snapshot ${file}`, hex, given.files[file])
  }
  check('a text that is not well formed', new TextEncoder().encode('\ud83d').join(), '239,191,189')
  return failed
}
