/** How many more than k places are collected before the lowest of them are dropped. */
const ROOM = 3;
const NONE = new Uint32Array(0);

/**
 * The places of the k highest of the first `length` numbers, of those above zero, in ascending order of place; of equal
 * numbers the first ones. Time grows with the length, hardly with k: what is above the worst kept so far is collected, and
 * the lowest are dropped each time there is no more room.
 */
export function highest(values: Float32Array, length: number, k: number): Uint32Array {
  if (k === 0) return NONE;
  const places = new Uint32Array((ROOM + 1) * k);
  let count = 0;
  let bar = 0;
  for (let place = 0; place < length; place += 1) {
    if (!(values[place]! > bar)) continue;
    places[count] = place;
    count += 1;
    if (count < places.length) continue;
    bringForward(values, places, count, k);
    count = k;
    bar = values[places[k - 1]!]!;
  }
  if (count > k) bringForward(values, places, count, k);
  return places.subarray(0, Math.min(count, k)).sort();
}

/** Hoare's selection: the k highest stand first, in no order but that the lowest of them is the last. */
function bringForward(values: Float32Array, places: Uint32Array, count: number, k: number): void {
  let from = 0;
  let to = count - 1;
  while (from < to) {
    const pivot = places[(from + to) >> 1]!;
    let left = from;
    let right = to;
    while (left <= right) {
      while (isHigher(values, places[left]!, pivot)) left += 1;
      while (isHigher(values, pivot, places[right]!)) right -= 1;
      if (left > right) break;
      const place = places[left]!;
      places[left] = places[right]!;
      places[right] = place;
      left += 1;
      right -= 1;
    }
    if (k - 1 <= right) to = right;
    else if (k - 1 >= left) from = left;
    else return;
  }
}

const isHigher = (values: Float32Array, one: number, other: number) =>
  values[one]! > values[other]! || (values[one] === values[other] && one < other);
