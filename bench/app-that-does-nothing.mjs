// An app under test that does nothing, and tells how long it took over it: what is kept at each message is its own time in
// nanoseconds until then. A line `ping` comes back as it is.
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

let own = 0
let partial = ''

function answer(line) {
  const start = process.hrtime.bigint()
  JSON.parse(line)
  own += Number(process.hrtime.bigint() - start)
  process.stdout.write(`{"type":"keep","state":${own}}\n{"type":"end"}\n`)
}

if (process.argv[2] !== 'ping') {
  say({ type: 'hello', protocol: 1, app: 'nothing', takes: ['calls'], canReset: true })
}
process.stdin.setEncoding('utf8').on('data', (text) => {
  const lines = (partial + text).split('\n')
  partial = lines.pop() ?? ''
  for (const line of lines) {
    if (process.argv[2] === 'ping') process.stdout.write(`${line}\n`)
    else answer(line)
  }
})
