import { Body, Controller, Get, HttpCode, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type CreateImport,
  createImportSchema,
  IMPORT_FILE_LIMIT,
  IMPORT_KINDS,
  type ImportKind,
  importListQuerySchema,
  importRejectionSchema,
  type ImportRejectionView,
  type ImportView,
  importViewSchema,
  type RejectionListQuery,
  rejectionListQuerySchema,
} from '#contracts/imports.js';
import { type Page, pageOf, type PageQuery } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { rejectionsSheet, templateSheet } from '#domain/imports/import-sheets.js';
import { ImportsService } from '#domain/imports/imports.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';
import { type ReceivedFile, ReceivesFile, UploadedFile } from '../files/received-file.js';
import { sentTable } from '../files/sent-file.js';
import { idParameters, type IdParameters } from '../parameters.js';

const templateParameters = z.object({
  file: z
    .templateLiteral([z.enum(IMPORT_KINDS), '.xlsx'])
    .transform((file) => file.replace('.xlsx', '') as ImportKind),
});

/** Spreadsheets of achievements and needs, on their way into the library of the caller's organisation. */
@ApiTags('imports')
@ApiBearerAuth()
@Controller('imports')
export class ImportsController {
  constructor(private readonly imports: ImportsService) {}

  /** Takes an xlsx or csv file of 40 MB at most, and answers before it is read: its progress is at `/imports/:id`. */
  @Post()
  @HttpCode(202)
  @Access('import.create')
  @ReceivesFile(IMPORT_FILE_LIMIT)
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file', 'kind'],
      properties: {
        file: { type: 'string', format: 'binary' },
        kind: { type: 'string', enum: [...IMPORT_KINDS] },
        dryRun: { type: 'boolean' },
        publish: { type: 'boolean' },
      },
    },
  })
  @ApiAcceptedResponse({ standardSchema: importViewSchema })
  create(
    @CurrentActor() actor: Actor,
    @Body({ schema: createImportSchema }) body: CreateImport,
    @UploadedFile() file: ReceivedFile,
  ): Promise<ImportView> {
    return this.imports.create(actor, body, file);
  }

  /** An empty sheet with lists to choose from, and how to fill it in. */
  @Get('templates/:file')
  @Access('everyone')
  template(
    @Param({ schema: templateParameters }) { file }: z.infer<typeof templateParameters>,
  ): Promise<StreamableFile> {
    const name = file === 'achievements' ? '成果导入模板.xlsx' : '需求导入模板.xlsx';
    return sentTable(templateSheet(file), name, 'xlsx');
  }

  /** Newest first. */
  @Get()
  @Access('import.read')
  @ApiOkResponse({ standardSchema: pageOf(importViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: importListQuerySchema }) query: PageQuery,
  ): Promise<Page<ImportView>> {
    return this.imports.list(actor, query);
  }

  @Get(':id')
  @Access('import.read')
  @ApiOkResponse({ standardSchema: importViewSchema })
  get(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<ImportView> {
    return this.imports.get(actor, id);
  }

  /** The rows that could not be taken, with what is wrong with each. */
  @Get(':id/rejections')
  @Access('import.read')
  @ApiOkResponse({ standardSchema: pageOf(importRejectionSchema) })
  rejections(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
    @Query({ schema: rejectionListQuerySchema }) query: RejectionListQuery,
  ): Promise<Page<ImportRejectionView>> {
    return this.imports.rejections(actor, id, query);
  }

  /** The same sheet with those rows alone and the reasons beside them, to be corrected and imported again. */
  @Get(':id/rejections.xlsx')
  @Access('import.read')
  async rejectedSheet(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<StreamableFile> {
    const { headings, fileName, rows } = await this.imports.rejectedRows(actor, id);
    const name = `${fileName.replace(/\.[^.]*$/u, '')}-问题行.xlsx`;
    return sentTable(rejectionsSheet(headings, rows, actor.locale), name, 'xlsx');
  }

  /** Stops it where it stands; what is in the library already stays there. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Access('import.cancel')
  @ApiOkResponse({ standardSchema: importViewSchema })
  cancel(
    @CurrentActor() actor: Actor,
    @Param({ schema: idParameters }) { id }: IdParameters,
  ): Promise<ImportView> {
    return this.imports.cancel(actor, id);
  }
}
