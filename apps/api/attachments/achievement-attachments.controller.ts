import { Controller, Delete, Get, HttpCode, Param, Post, type StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  ATTACHMENT_LIMIT,
  type AttachmentList,
  attachmentListSchema,
  type AttachmentView,
  attachmentViewSchema,
} from '#contracts/attachments.js';
import { type Actor } from '#domain/access/actor.js';
import { AttachmentsService } from '#domain/attachments/attachments.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { type ReceivedFile, ReceivesFile, UploadedFile } from '../files/received-file.js';
import { sentFile } from '../files/sent-file.js';
import { idParameters, type IdParameters } from '../parameters.js';
import { fileParameters, type FileParameters } from './file-parameters.js';

/** Files of an achievement, as visible as it is. */
@ApiTags('attachments')
@Controller('achievements/:id/attachments')
export class AchievementAttachmentsController {
  constructor(private readonly attachments: AttachmentsService) {}

  /** One file of 20 MB at most: pdf, docx, xlsx, pptx, png, jpg, txt or csv. */
  @Post()
  @Access('achievement.edit')
  @ReceivesFile(ATTACHMENT_LIMIT)
  @ApiCreatedResponse({ standardSchema: attachmentViewSchema })
  add(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @UploadedFile() file: ReceivedFile,
  ): Promise<AttachmentView> {
    return this.attachments.add(actor, { kind: 'achievement', id }, file);
  }

  @Get()
  @Access('achievement.read')
  @ApiOkResponse({ standardSchema: attachmentListSchema })
  list(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<AttachmentList> {
    return this.attachments.list(actor, { kind: 'achievement', id });
  }

  @Get(':fileId')
  @Access('achievement.read')
  async open(
    @CurrentActor() actor: Actor | null,
    @Param({ schema: fileParameters }) { id, fileId }: FileParameters,
  ): Promise<StreamableFile> {
    const { file, content } = await this.attachments.open(actor, { kind: 'achievement', id }, fileId);
    return sentFile(content, file.name, file.mediaType, file.size);
  }

  @Delete(':fileId')
  @HttpCode(204)
  @Access('achievement.edit')
  remove(
    @CurrentActor() actor: Actor,
    @Param({ schema: fileParameters }) { id, fileId }: FileParameters,
  ): Promise<void> {
    return this.attachments.remove(actor, { kind: 'achievement', id }, fileId);
  }
}
