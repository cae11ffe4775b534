import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  NoSuchKey,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type Readable } from 'node:stream';
import { assertFileKey, isFileKey, newFileKey } from './file-key.js';
import { FileMissingError, FileStore, type StoredFile } from './file-store.port.js';
import { MeasuredContent } from './measured-content.js';

/** Where the bucket is, and who may use it. */
export interface S3Settings {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Keeps files in a bucket of a server that speaks S3. The bucket must be there. */
export class S3Store extends FileStore {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings) {
    super();
    this.bucket = bucket;
    this.client = new S3Client({
      endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey },
      // Servers other than Amazon's have the bucket in the path, and do not know its newest checksums.
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(content: Readable): Promise<StoredFile> {
    const key = newFileKey();
    const measured = new MeasuredContent();
    content.on('error', (error) => measured.destroy(error));
    content.pipe(measured);
    try {
      await new Upload({
        client: this.client,
        params: { Bucket: this.bucket, Key: key, Body: measured, ContentType: 'application/octet-stream' },
      }).done();
    } finally {
      content.destroy();
    }
    return { key, size: measured.bytes, contentHash: measured.contentHash };
  }

  async open(key: string): Promise<Readable> {
    assertFileKey(key);
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
      return Body as Readable;
    } catch (error) {
      if (error instanceof NoSuchKey) throw new FileMissingError(key);
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    assertFileKey(key);
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  async *list(): AsyncGenerator<{ key: string; storedAt: Date }> {
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket });
    for await (const { Contents = [] } of pages) {
      for (const { Key: key, LastModified: storedAt } of Contents) {
        if (key && storedAt && isFileKey(key)) yield { key, storedAt };
      }
    }
  }

  async clearUnfinished(before: Date): Promise<number> {
    const { Uploads = [] } = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket }));
    const left = Uploads.filter(({ Initiated }) => Initiated && Initiated < before);
    for (const { Key, UploadId } of left) {
      await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
    }
    return left.length;
  }
}
