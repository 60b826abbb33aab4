declare module 'better-sqlite3-13' {
  import Driver from 'better-sqlite3'
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default Driver
}
