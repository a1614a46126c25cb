/** The part of a `Content-Type` that decides how a body is read, in lower case. */
export interface MediaType {
  /** `application/json` */
  readonly essence: string;
  /** Null where none is named. */
  readonly charset: string | null;
}

/** Parameter of a media type, its value as a token or quoted (RFC 9110, section 8.3.1). */
const PARAMETER = /^\s*([\w!#$%&'*+.^`|~-]+)=(?:"([^"\\]*)"|([\w!#$%&'*+.^`|~-]+))\s*$/;

/** Null for what is no media type. */
export function parseMediaType(header: string): MediaType | null {
  const [essence = "", ...parameters] = header.split(";");
  if (!/^\s*[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*$/.test(essence)) return null;
  let charset: string | null = null;
  for (const parameter of parameters) {
    const [, name, quoted, token] = PARAMETER.exec(parameter) ?? [];
    if (name === undefined && parameter.trim() !== "") return null;
    if (name?.toLowerCase() === "charset") charset ??= (quoted ?? token ?? "").toLowerCase();
  }
  return { essence: essence.trim().toLowerCase(), charset };
}
