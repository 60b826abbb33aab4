// What the page of a check can do where scripts run: sort and filter its table of findings. The page is whole without it.

export const SCRIPT = `
const table = document.getElementById('list')
const form = document.getElementById('filter')
const status = document.getElementById('status')
const body = table.tBodies[0]
const rows = Array.from(body.rows, (row) => ({ row, text: row.textContent.toLowerCase() }))
const total = status.textContent

function filter() {
  const { code, severity, text } = form.elements
  const words = text.value.toLowerCase().split(/\\s+/)
  let shown = 0
  for (const each of rows) {
    const { dataset } = each.row
    const fits =
      (code.value === '' || dataset.code === code.value) &&
      (severity.value === '' || dataset.severity === severity.value) &&
      words.every((word) => each.text.includes(word))
    each.row.hidden = !fits
    if (fits) shown += 1
  }
  status.textContent = shown === rows.length ? total : shown.toLocaleString('en') + ' of ' + rows.length.toLocaleString('en') + ' listed findings'
}

const collator = new Intl.Collator('en', { numeric: true })
const keyOf = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent

function sort(header) {
  const isDown = header.getAttribute('aria-sort') === 'ascending'
  for (const each of header.parentNode.cells) each.removeAttribute('aria-sort')
  header.setAttribute('aria-sort', isDown ? 'descending' : 'ascending')
  const column = header.cellIndex
  const keyed = rows.map(({ row }) => ({ row, key: keyOf(row, column) }))
  // Empty cells stay at the end, whichever way.
  const compare = (one, other) =>
    (one.key === '') - (other.key === '') || collator.compare(one.key, other.key) * (isDown ? -1 : 1)
  body.append(...keyed.sort(compare).map(({ row }) => row))
}

for (const header of table.tHead.rows[0].cells) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = header.textContent
  button.addEventListener('click', () => sort(header))
  header.replaceChildren(button)
}
for (const link of document.querySelectorAll('a[data-code]')) {
  link.addEventListener('click', () => {
    form.reset()
    form.elements.code.value = link.dataset.code
    filter()
  })
}
form.addEventListener('input', filter)
form.addEventListener('submit', (event) => event.preventDefault())
addEventListener('beforeprint', () => {
  for (const kind of document.querySelectorAll('details')) kind.open = true
})
form.hidden = false
table.classList.add('sortable')
// A browser that comes back to the page has kept what was chosen.
filter()
`
