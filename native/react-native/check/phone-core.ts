// What a phone needs of the core: numbers read and written, snapshots built and read. check/bundle.ts bundles it, and runs it
// where there is no Node.
import '../src/text-coding.ts'

export { buildDirectory, buildSnapshot, lookUpLabel, lookUpSnapshot, openSnapshot } from 'ringsight/directory'
export { formatNumber, parseNumber } from 'ringsight/number'
