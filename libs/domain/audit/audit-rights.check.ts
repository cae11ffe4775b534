import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { mayChangeHistory } from '#platform/database/application-role.js';

/** Says at boot where the database would let the process change what it must only add to. */
@Injectable()
export class AuditRightsCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger(AuditRightsCheck.name);

  constructor(private readonly dataSource: DataSource) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!(await mayChangeHistory(this.dataSource.manager))) return;
    this.logger.warn(
      'The database user of DATABASE_URL owns the audit entries, so nothing but a trigger keeps them from being ' +
        'changed: give the owner in DATABASE_OWNER_URL, a user of its own in DATABASE_URL, and run `npm run migrate`.',
    );
  }
}
