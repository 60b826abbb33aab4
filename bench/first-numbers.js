// Reads the first number of every country, and prints how many milliseconds that took with all that is loaded for it. Of the
// built package (`npm run build`): `node bench/first-numbers.js ringsight`, or libphonenumber-js/max.
import { performance } from 'node:perf_hooks'

const TEXT = '0201234567'

const SUBJECTS = {
  async ringsight() {
    const { parseNumber, regions } = await import('../dist/core/number/number.js')
    for (const region of regions()) parseNumber(TEXT, region)
  },
  async 'libphonenumber-js/max'() {
    const { getCountries, parsePhoneNumberFromString } = await import('libphonenumber-js/max')
    for (const country of getCountries()) parsePhoneNumberFromString(TEXT, country)?.isValid()
  },
}

const start = performance.now()
await SUBJECTS[process.argv[2]]()
console.log(performance.now() - start)
