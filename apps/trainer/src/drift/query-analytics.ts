import { KanjoError, messageOf } from "@kanjo/shared/error";

/** Who asks Cloudflare's API, and where it is. */
export interface AnalyticsAccount {
  readonly accountId: string;
  /** With the permission Account Analytics: Read. */
  readonly apiToken: string;
  /** Where the API begins. */
  readonly api: string;
}

const TIMEOUT_MS = 60_000;

const CLOUDFLARE_API = "https://api.cloudflare.com/client/v4";

/**
 * The account of CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN, as wrangler has them.
 * @throws KanjoError `usage` that says which is missing
 */
export function readAccount(env: Readonly<Record<string, string | undefined>>): AnalyticsAccount {
  const accountId = env["CLOUDFLARE_ACCOUNT_ID"] ?? "";
  const apiToken = env["CLOUDFLARE_API_TOKEN"] ?? "";
  const missing = [
    ...(accountId === "" ? ["CLOUDFLARE_ACCOUNT_ID"] : []),
    ...(apiToken === "" ? ["CLOUDFLARE_API_TOKEN"] : []),
  ];
  if (missing.length === 0) {
    return { accountId, apiToken, api: env["CLOUDFLARE_API_BASE_URL"] || CLOUDFLARE_API };
  }
  throw new KanjoError("usage", `drift: ${missing.join(" and ")} must be set to ask Cloudflare`, {
    hint: "Set them in .env, or give the answers in a file with --input.",
  });
}

/**
 * Asks the SQL API of Workers Analytics Engine.
 * @returns what it answered, as text
 * @throws KanjoError `analytics-unreachable`, `analytics-refused`, never with the token
 */
export async function queryAnalytics(query: string, account: AnalyticsAccount): Promise<string> {
  const address = `${account.api}/accounts/${account.accountId}/analytics_engine/sql`;
  const response = await fetch(address, {
    method: "POST",
    headers: { authorization: `Bearer ${account.apiToken}` },
    body: query,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new KanjoError("analytics-unreachable", `${account.api}: ${messageOf(cause)}`, {
      hint: "Is this machine online?",
      cause,
    });
  });
  const body = await response.text();
  if (response.ok) return body;
  const start = body.trim().slice(0, 300);
  throw new KanjoError(
    "analytics-refused",
    `${account.api} answered ${response.status}: ${start}`,
    {
      hint:
        response.status === 401 || response.status === 403
          ? "The token needs the permission Account Analytics: Read."
          : "Does the dataset have data points? --print-query shows what was asked.",
    },
  );
}
