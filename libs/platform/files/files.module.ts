import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { type Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { FileStore } from './file-store.port.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';

/** `S3_ENDPOINT` is given: files are kept there. It is not: in the folder `files` of `DATA_DIR`. */
@Module({
  providers: [
    {
      provide: FileStore,
      inject: [CONFIG],
      useFactory: ({ s3, dataDir }: Config): FileStore =>
        s3 ? new S3Store(s3) : new FolderStore(join(dataDir, 'files')),
    },
  ],
  exports: [FileStore],
})
export class FilesModule {}
