// Generated from the Rust sources, not to be edited: `npm run types:write`.
import type { Rule } from '../finding'

/** Every rule of the engine, floor by floor: what triggers it, why it matters, how to mend it. */
export declare function catalog(): Rule[]
