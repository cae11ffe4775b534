import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { type VocabularyView, vocabularyViewSchema } from '#contracts/vocabularies.js';
import {
  isVocabularyName,
  vocabularies,
  VOCABULARY_NAMES,
  vocabularySources,
} from '#vocabulary/vocabularies.js';
import { Access } from '../access/access.decorator.js';

const nameParameters = z.object({ name: z.string() });

/** The code lists that forms and filters offer. */
@ApiTags('vocabularies')
@Controller('vocabularies')
@Access('everyone')
export class VocabulariesController {
  @Get(':name')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiOkResponse({ standardSchema: vocabularyViewSchema })
  get(@Param({ schema: nameParameters }) { name }: z.infer<typeof nameParameters>): VocabularyView {
    if (!isVocabularyName(name)) {
      throw new DomainError('not_found', `There is no such list; there are ${VOCABULARY_NAMES.join(', ')}.`);
    }
    return { name, source: vocabularySources[name], items: vocabularies[name]() };
  }
}
