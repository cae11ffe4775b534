/** Typed arrays that can be lengthened: twice as long each time, the new part zero. */
export function grownUint32(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Uint32Array(Math.max(length, array.length * 2, 1024));
  longer.set(array);
  return longer;
}

export function grownFloat32(array: Float32Array<ArrayBuffer>, length: number): Float32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Float32Array(Math.max(length, array.length * 2, 1024));
  longer.set(array);
  return longer;
}

export function grownUint8(array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const longer = new Uint8Array(Math.max(length, array.length * 2, 1024));
  longer.set(array);
  return longer;
}
