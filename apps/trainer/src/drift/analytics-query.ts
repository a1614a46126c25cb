import { ANALYTICS_COLUMNS } from "@kanjo/shared/analytics";

export interface QueryOptions {
  /** Name of the Analytics Engine dataset. */
  readonly dataset: string;
  /** Version of the model whose answers are counted. */
  readonly version: string;
  readonly since: Date;
  readonly until: Date;
  /** A lower score is one that the model abstains at; null for a model without a band. */
  readonly abstainsBelow: number | null;
}

const { route, label, version: versionColumn, score } = ANALYTICS_COLUMNS;

/**
 * SQL of Workers Analytics Engine that counts answers by label and score. Data points
 * are sampled, and `_sample_interval` says how many one of them stands for.
 */
export function createQuery(options: QueryOptions): string {
  const { dataset, version, since, until, abstainsBelow } = options;
  const abstained = abstainsBelow === null ? "NULL" : `if(${score} < ${abstainsBelow}, 1, 0)`;
  return `SELECT
  ${label} AS label,
  round(${score}, 2) AS score,
  ${abstained} AS abstained,
  count() AS answers,
  sum(_sample_interval) AS weight,
  sum(_sample_interval * _sample_interval) AS squares
FROM ${dataset}
WHERE ${route} = '/sentiment'
  AND ${versionColumn} = '${version}'
  AND ${label} != ''
  AND timestamp >= toDateTime('${toSqlTime(since)}')
  AND timestamp < toDateTime('${toSqlTime(until)}')
GROUP BY label, score, abstained
FORMAT JSON`;
}

/** In UTC, to the second. */
function toSqlTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace("T", " ");
}
