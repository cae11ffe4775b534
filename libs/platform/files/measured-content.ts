import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

/** Passes bytes on as they are, and knows afterwards how many there were and their hash. */
export class MeasuredContent extends Transform {
  private readonly hash = createHash('sha256');
  private digest: string | undefined;
  bytes = 0;

  /** SHA-256 in hexadecimal, once everything has passed. */
  get contentHash(): string {
    return (this.digest ??= this.hash.digest('hex'));
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk);
    this.bytes += chunk.length;
    done(null, chunk);
  }
}
