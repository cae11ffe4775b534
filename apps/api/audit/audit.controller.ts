import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type AuditEntryView,
  auditEntryViewSchema,
  type AuditQuery,
  auditQuerySchema,
} from '#contracts/audit.js';
import { type Page, pageOf } from '#contracts/pages.js';
import { type Actor } from '#domain/access/actor.js';
import { AuditService } from '#domain/audit/audit.service.js';
import { Access, CurrentActor } from '../access/access.decorator.js';

/** Who did what: managers read what concerns their organisation, administrators their region, operators everything. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('audit')
@Access('audit.read')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageOf(auditEntryViewSchema) })
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: auditQuerySchema }) query: AuditQuery,
  ): Promise<Page<AuditEntryView>> {
    return this.audit.list(actor, query);
  }
}
