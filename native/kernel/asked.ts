// What the kernel asks of JavaScript: see openKernel in check/kernel.ts.

/** Decides all of a row: its place, from its first byte to behind its last cell. */
export declare function leave(start: u32, end: u32): void

/** Which of WHERES a cell states. */
export declare function meetCountry(start: u32, end: u32): u32

/** Puts the plan in memory of the calling code that three digits begin with. @returns where it is; 0 where there is none */
export declare function meetPlan(beginning: u32): usize

/** Whether a number is written with a zero before it in its country. */
export declare function beginsWithZero(number: f64): bool
