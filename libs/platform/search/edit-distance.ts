/**
 * Letters to insert, drop, replace or swap with their neighbour in order to make one word of the other; counting
 * stops above `most`.
 */
export function editDistance(left: string, right: string, most: number): number {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let least = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        least = Math.min(least, before[column - 2]! + 1);
      }
      now.push(least);
    }
    if (Math.min(...now) > most) return most + 1;
    before = last;
    last = now;
  }
  return last[right.length]!;
}

/** Slips that are forgiven in a word of this length; in a short one every letter makes another word. */
export const slipsForgiven = (word: string): number => (word.length >= 9 ? 2 : word.length >= 5 ? 1 : 0);

/** Words in which a slip is likely; in a number or a code every sign counts. */
export const mayHoldSlip = (word: string): boolean =>
  /^[a-z]+(-[a-z]+)*$/.test(word) && slipsForgiven(word) > 0;
