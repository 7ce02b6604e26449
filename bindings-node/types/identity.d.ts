// Identity patterns.

/** An identity pattern as JSON has it. */
export type PatternDocument =
  | { exact: string }
  | { trust_domain: string }
  | { path_prefix: { trust_domain: string; path: string } }
  | { istio_principal: string }
  | { any_of: PatternDocument[] }
  | { all_of: PatternDocument[] }
  | { not: PatternDocument }
