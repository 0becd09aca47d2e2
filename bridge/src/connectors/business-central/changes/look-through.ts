/**
 * Does the work for each place in turn and adds up what was found. A place that fails does not keep the others from being
 * looked at; the first failure is thrown at the end.
 */
export async function lookThrough<Place>(
  places: readonly Place[],
  work: (place: Place) => Promise<number>,
): Promise<number> {
  let found = 0
  const failures: unknown[] = []
  for (const place of places) {
    try {
      found += await work(place)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return found
}
