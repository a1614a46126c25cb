/**
 * What the worker writes to Workers Analytics Engine, and where `trainer drift` finds
 * it again: columns there have numbers and no names. One data point a text that was
 * answered, one for a request that was answered otherwise; never a text.
 */

/** Columns of the dataset, as SQL has them. A column's meaning never changes; new ones come after the last. */
export const ANALYTICS_COLUMNS = {
  /** Version of the model that answered, or `none`; what samples are taken by. */
  sampledBy: "index1",
  /** `/sentiment`, as the route has it. */
  route: "blob1",
  /** The text's label; empty where none was given. */
  label: "blob2",
  /** Version of the model that answered; empty where none did. */
  version: "blob3",
  /** How the answer was come by: `hit`, `miss`, `not-modified`, `shared`, `none`. */
  cache: "blob4",
  /** `2xx` */
  statusClass: "blob5",
  /** Name of the model. */
  model: "blob6",
  /** Of the whole request, in ms. */
  durationMs: "double1",
  /** Score of the label, 0 to 1. */
  score: "double2",
  /** Tokens of the text. */
  tokens: "double3",
  /** 1 for one data point of a request and 0 for its others: they sum to the requests. */
  requests: "double4",
} as const;

/** A data point by the meaning of its columns. */
export interface AnalyticsPoint {
  readonly route: string;
  readonly label: string;
  readonly version: string;
  readonly cache: string;
  readonly statusClass: string;
  readonly model: string;
  readonly durationMs: number;
  readonly score: number;
  readonly tokens: number;
  readonly requests: 0 | 1;
}

/** A data point as the binding takes it. */
export function toColumns(point: AnalyticsPoint): {
  indexes: string[];
  blobs: string[];
  doubles: number[];
} {
  const { route, label, version, cache, statusClass, model } = point;
  return {
    indexes: [version === "" ? "none" : version],
    blobs: [route, label, version, cache, statusClass, model],
    doubles: [point.durationMs, point.score, point.tokens, point.requests],
  };
}
