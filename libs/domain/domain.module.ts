import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { type Config, requireDatabaseUrl } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { FilesModule } from '#platform/files/files.module.js';
import { MailModule } from '#platform/mail/mail.module.js';
import { OidcModule } from '#platform/oidc/oidc.module.js';
import { SearchModule } from '#platform/search/search.module.js';
import { AccountMailsService } from './accounts/account-mails.service.js';
import { AccountsService } from './accounts/accounts.service.js';
import { CredentialsService } from './accounts/credentials.service.js';
import { SecondFactorService } from './accounts/second-factor.service.js';
import { SessionsService } from './accounts/sessions.service.js';
import { SignInService } from './accounts/sign-in.service.js';
import { TokensService } from './accounts/tokens.service.js';
import { AchievementDuplicatesService } from './achievements/achievement-duplicates.service.js';
import { AchievementSelectionsService } from './achievements/achievement-selections.service.js';
import { AchievementUpkeepService } from './achievements/achievement-upkeep.service.js';
import { AchievementVersionsService } from './achievements/achievement-versions.service.js';
import { AchievementsService } from './achievements/achievements.service.js';
import { AuditChain } from './audit/audit-chain.service.js';
import { AuditService } from './audit/audit.service.js';
import { AuditRightsCheck } from './audit/audit-rights.check.js';
import { ENTITIES } from './domain.entities.js';
import { AttachmentsService } from './attachments/attachments.service.js';
import { FileSweep } from './attachments/file-sweep.service.js';
import { ExportsService } from './exports/exports.service.js';
import { ImportChunks } from './imports/import-chunks.service.js';
import { ImportRunner } from './imports/import-runner.service.js';
import { ImportsService } from './imports/imports.service.js';
import { LibraryService } from './matches/library.service.js';
import { MatchHistoryService } from './matches/match-history.service.js';
import { MatchStepsService } from './matches/match-steps.service.js';
import { MatchStore } from './matches/match.store.js';
import { MatchesService } from './matches/matches.service.js';
import { MatchingService } from './matches/matching.service.js';
import { assistedMatchingProvider } from './matches/models.provider.js';
import { OwedMatching } from './matches/owed-matching.service.js';
import { RescoringService } from './matches/rescoring.service.js';
import { RetellingService } from './matches/retelling.service.js';
import { GovernmentService } from './membership/government.service.js';
import { InvitationsService } from './membership/invitations.service.js';
import { JoiningService } from './membership/joining.service.js';
import { MembersService } from './membership/members.service.js';
import { OidcSignInService } from './membership/oidc-sign-in.service.js';
import { RegistrationService } from './membership/registration.service.js';
import { VerificationService } from './membership/verification.service.js';
import { NeedDeskService } from './needs/need-desk.service.js';
import { NeedHistoryService } from './needs/need-history.service.js';
import { NeedRemindersService } from './needs/need-reminders.service.js';
import { NeedsService } from './needs/needs.service.js';
import { DeliveriesService } from './notifications/deliveries.service.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { OrganisationsService } from './organisations/organisations.service.js';
import { IndexFollower } from './search/index-follower.service.js';
import { IndexKeeper } from './search/index-keeper.service.js';
import { OwnerNames } from './search/owner-names.service.js';
import { PersonalDataService } from './personal-data/personal-data.service.js';
import { SavedSearchesService } from './search/saved-searches.service.js';
import { StatisticsService } from './statistics/statistics.service.js';
import { searchSynonyms } from './search/search-words.js';
import { SearchService } from './search/search.service.js';
import { SpellingService } from './search/spelling.service.js';

const SERVICES = [
  TokensService,
  AccountMailsService,
  SessionsService,
  SecondFactorService,
  SignInService,
  CredentialsService,
  AccountsService,
  OrganisationsService,
  RegistrationService,
  VerificationService,
  MembersService,
  InvitationsService,
  JoiningService,
  GovernmentService,
  OidcSignInService,
  AchievementsService,
  AchievementVersionsService,
  AchievementSelectionsService,
  AchievementDuplicatesService,
  AchievementUpkeepService,
  NeedsService,
  AttachmentsService,
  FileSweep,
  ImportsService,
  ImportChunks,
  ImportRunner,
  ExportsService,
  NeedDeskService,
  NeedHistoryService,
  NeedRemindersService,
  LibraryService,
  MatchStore,
  MatchingService,
  OwedMatching,
  RescoringService,
  MatchesService,
  MatchStepsService,
  MatchHistoryService,
  RetellingService,
  NotificationsService,
  DeliveriesService,
  IndexFollower,
  IndexKeeper,
  OwnerNames,
  SpellingService,
  SearchService,
  SavedSearchesService,
  AuditChain,
  AuditService,
  PersonalDataService,
  StatisticsService,
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
    OidcModule,
    FilesModule,
    SearchModule.forRoot(searchSynonyms),
  ],
  providers: [assistedMatchingProvider, AuditRightsCheck, ...SERVICES],
  exports: [...SERVICES, MailModule],
})
export class DomainModule {}
