/** Numbers as four bytes each, the lowest byte first on every machine. */
export function bytesOf(numbers: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(4 * numbers.length);
  numbers.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return bytes;
}

/** The numbers of bytes that `bytesOf` made. */
export function numbersOf(bytes: Buffer): Float32Array {
  const numbers = new Float32Array(bytes.length >> 2);
  for (let i = 0; i < numbers.length; i += 1) numbers[i] = bytes.readFloatLE(4 * i);
  return numbers;
}
