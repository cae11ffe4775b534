import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Config, requireDatabaseUrl } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { MailModule } from '#platform/mail/mail.module.js';
import { SearchModule } from '#platform/search/search.module.js';
import { AccountsService } from './accounts/accounts.service.js';
import { TokensService } from './accounts/tokens.service.js';
import { AchievementsService } from './achievements/achievements.service.js';
import { AuditRightsCheck } from './audit/audit-rights.check.js';
import { ENTITIES } from './domain.entities.js';
import { LibraryService } from './matches/library.service.js';
import { MatchStore } from './matches/match.store.js';
import { MatchesService } from './matches/matches.service.js';
import { MatchingService } from './matches/matching.service.js';
import { assistedMatchingProvider } from './matches/models.provider.js';
import { RescoringService } from './matches/rescoring.service.js';
import { NeedsService } from './needs/needs.service.js';
import { DeliveriesService } from './notifications/deliveries.service.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { OrganisationsService } from './organisations/organisations.service.js';
import { IndexFollower } from './search/index-follower.service.js';
import { IndexKeeper } from './search/index-keeper.service.js';
import { SavedSearchesService } from './search/saved-searches.service.js';
import { searchSynonyms } from './search/search-words.js';
import { SearchService } from './search/search.service.js';
import { SpellingService } from './search/spelling.service.js';

const SERVICES = [
  TokensService,
  AccountsService,
  OrganisationsService,
  AchievementsService,
  NeedsService,
  LibraryService,
  MatchStore,
  MatchingService,
  RescoringService,
  MatchesService,
  NotificationsService,
  DeliveriesService,
  IndexFollower,
  IndexKeeper,
  SpellingService,
  SearchService,
  SavedSearchesService,
];

/** Everything that the platform does, without a shell around it. */
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        ...dataSourceOptions(requireDatabaseUrl(config), ENTITIES, {
          applicationName: 'duijie',
          poolSize: config.databasePool,
        }),
        // The shells looked for the database before they booted, with one clear sentence where it is away.
        retryAttempts: 0,
      }),
    }),
    MailModule,
    SearchModule.forRoot(searchSynonyms),
  ],
  providers: [assistedMatchingProvider, AuditRightsCheck, ...SERVICES],
  exports: [...SERVICES, MailModule],
})
export class DomainModule {}
