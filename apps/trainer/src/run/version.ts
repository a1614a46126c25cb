/** `quickstart-20261123-194500`: the recipe and the time, in UTC, so that versions sort by age. */
export function createVersion(recipeName: string, now: Date): string {
  const [date = "", time = ""] = now.toISOString().split("T");
  return `${recipeName}-${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`;
}
