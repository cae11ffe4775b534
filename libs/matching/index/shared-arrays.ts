/**
 * Typed arrays over shared memory, so that several threads can read one library. They are lengthened by half at a time,
 * the new part zero; whoever was handed the array before keeps the old one.
 */
export type SharedUint8 = Uint8Array<SharedArrayBuffer>;
export type SharedUint16 = Uint16Array<SharedArrayBuffer>;
export type SharedUint32 = Uint32Array<SharedArrayBuffer>;
export type SharedFloat32 = Float32Array<SharedArrayBuffer>;
export type SharedFloat64 = Float64Array<SharedArrayBuffer>;

interface ArrayKind<T> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): T;
}

interface Lengthened<T> {
  readonly length: number;
  set(values: T): void;
}

const SHORTEST = 64;

function longer<T extends Lengthened<T>>(kind: ArrayKind<T>, array: T, length: number): T {
  const room = Math.max(length, array.length + (array.length >> 1), SHORTEST);
  const grown = new kind(new SharedArrayBuffer(room * kind.BYTES_PER_ELEMENT));
  grown.set(array);
  return grown;
}

export const sharedUint8 = (length: number): SharedUint8 => new Uint8Array(new SharedArrayBuffer(length));
export const sharedUint16 = (length: number): SharedUint16 =>
  new Uint16Array(new SharedArrayBuffer(2 * length));
export const sharedUint32 = (length: number): SharedUint32 =>
  new Uint32Array(new SharedArrayBuffer(4 * length));
export const sharedFloat32 = (length: number): SharedFloat32 =>
  new Float32Array(new SharedArrayBuffer(4 * length));
export const sharedFloat64 = (length: number): SharedFloat64 =>
  new Float64Array(new SharedArrayBuffer(8 * length));

export const grownUint8 = (array: SharedUint8, length: number): SharedUint8 =>
  array.length >= length ? array : longer<SharedUint8>(Uint8Array, array, length);
export const grownUint16 = (array: SharedUint16, length: number): SharedUint16 =>
  array.length >= length ? array : longer<SharedUint16>(Uint16Array, array, length);
export const grownUint32 = (array: SharedUint32, length: number): SharedUint32 =>
  array.length >= length ? array : longer<SharedUint32>(Uint32Array, array, length);
export const grownFloat32 = (array: SharedFloat32, length: number): SharedFloat32 =>
  array.length >= length ? array : longer<SharedFloat32>(Float32Array, array, length);
export const grownFloat64 = (array: SharedFloat64, length: number): SharedFloat64 =>
  array.length >= length ? array : longer<SharedFloat64>(Float64Array, array, length);
