import {
  applyDecorators,
  type CallHandler,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiConsumes } from '@nestjs/swagger';
import { type Request } from 'express';
import { rm } from 'node:fs/promises';
import { finalize, type Observable } from 'rxjs';
import { DomainError } from '#contracts/domain-error.js';

/** A file that came with a request. It lies on this machine for as long as the request lasts. */
export interface ReceivedFile {
  path: string;
  /** What the sender calls it, and says that it is: neither is to be believed. */
  name: string;
  type: string;
  size: number;
}

/** What the interceptor of the upload puts on the request. */
interface RequestWithFile extends Request {
  file?: { path: string; originalname: string; mimetype: string; size: number };
}

/** However the request ends, its file goes with it. */
@Injectable()
class RemoveReceivedFile implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { file } = context.switchToHttp().getRequest<RequestWithFile>();
    return next.handle().pipe(finalize(() => void (file && rm(file.path, { force: true }))));
  }
}

/**
 * Takes one file in the field `file` of a multipart body, straight to disk and no further than the limit in bytes, with
 * a few short fields beside it.
 */
export const ReceivesFile = (limit: number) =>
  applyDecorators(
    ApiConsumes('multipart/form-data'),
    UseInterceptors(
      FileInterceptor('file', {
        defParamCharset: 'utf8',
        limits: {
          fileSize: limit,
          files: 1,
          fields: 10,
          fieldSize: 1000,
          fieldNameSize: 100,
          headerPairs: 20,
        },
      }),
      RemoveReceivedFile,
    ),
  );

/** The file of a route that `ReceivesFile`. */
export const UploadedFile = createParamDecorator((_: unknown, context: ExecutionContext): ReceivedFile => {
  const { file } = context.switchToHttp().getRequest<RequestWithFile>();
  if (!file) {
    throw new DomainError('validation_failed', 'The input is not valid: file is required.', [
      { field: 'file', code: 'required', message: 'must be a file in a multipart/form-data body' },
    ]);
  }
  return { path: file.path, name: file.originalname, type: file.mimetype, size: file.size };
});
