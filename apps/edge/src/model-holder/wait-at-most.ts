/** What the promise resolves to, or `otherwise()` when that takes longer than `ms`. */
export async function waitAtMost<T>(
  promise: Promise<T>,
  ms: number,
  otherwise: () => T,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise()), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
