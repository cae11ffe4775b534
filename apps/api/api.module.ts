import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { MulterModule } from '@nestjs/platform-express';
import { join } from 'node:path';
import { DomainModule } from '#domain/domain.module.js';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';
import { LimitsModule } from '#platform/limits/limits.module.js';
import { AccessGuard } from './access/access.guard.js';
import { RouteRulesCheck } from './access/route-rules.check.js';
import { AchievementsDuplicatesController } from './achievements/achievements.duplicates.controller.js';
import { AchievementsPublicController } from './achievements/achievements.public.controller.js';
import { AchievementsPublicationController } from './achievements/achievements.publication.controller.js';
import { AchievementsSelectionController } from './achievements/achievements.selection.controller.js';
import { AchievementsUniversityController } from './achievements/achievements.university.controller.js';
import { AchievementsVersionsController } from './achievements/achievements.versions.controller.js';
import { AuthController } from './auth/auth.controller.js';
import { JoiningController } from './auth/joining.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { PersonalDataController } from './auth/personal-data.controller.js';
import { MeController } from './auth/me.controller.js';
import { OidcController } from './auth/oidc.controller.js';
import { RecoveryController } from './auth/recovery.controller.js';
import { SecondFactorController } from './auth/second-factor.controller.js';
import { ErrorFilter } from './error.filter.js';
import { AchievementAttachmentsController } from './attachments/achievement-attachments.controller.js';
import { NeedAttachmentsController } from './attachments/need-attachments.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { LibraryLoader } from './library-loader.service.js';
import { RateLimitInterceptor } from './limits/rate-limit.interceptor.js';
import { RateLimitMiddleware } from './limits/rate-limit.middleware.js';
import { MatchesController } from './matches/matches.controller.js';
import { MatchesStepsController } from './matches/matches.steps.controller.js';
import { NeedsAdministratorController } from './needs/needs.administrator.controller.js';
import { NeedsBrokerController } from './needs/needs.broker.controller.js';
import { NeedsEnterpriseController } from './needs/needs.enterprise.controller.js';
import { NeedsPublicController } from './needs/needs.public.controller.js';
import { NeedsPublicationController } from './needs/needs.publication.controller.js';
import { NotificationStream } from './notifications/notification-stream.service.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { HealthController } from './operations/health.controller.js';
import { MetricsController } from './operations/metrics.controller.js';
import { MetricsService } from './operations/metrics.service.js';
import { OriginMiddleware } from './operations/origin.middleware.js';
import { RequestLogMiddleware } from './operations/request-log.middleware.js';
import { OrganisationsAdministratorController } from './organisations/organisations.administrator.controller.js';
import { OrganisationsController } from './organisations/organisations.controller.js';
import { OrganisationsManagerController } from './organisations/organisations.manager.controller.js';
import { SavedSearchesController } from './search/saved-searches.controller.js';
import { SearchController } from './search/search.controller.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { validationPipe } from './validation.js';
import { VocabulariesController } from './vocabularies/vocabularies.controller.js';

/** The HTTP shell: who calls, is the input right, which service answers. */
@Module({
  imports: [
    DomainModule,
    DiscoveryModule,
    LimitsModule,
    MulterModule.registerAsync({
      inject: [CONFIG],
      useFactory: ({ dataDir }: Config) => ({ dest: join(dataDir, 'incoming') }),
    }),
  ],
  controllers: [
    AuthController,
    RecoveryController,
    OidcController,
    JoiningController,
    MeController,
    SecondFactorController,
    // Before the public one, whose `:id` would take `registrations` for an id.
    OrganisationsAdministratorController,
    PersonalDataController,
    AuditController,
    StatisticsController,
    OrganisationsController,
    OrganisationsManagerController,
    AchievementsPublicController,
    AchievementsUniversityController,
    AchievementsPublicationController,
    AchievementsVersionsController,
    AchievementsSelectionController,
    AchievementsDuplicatesController,
    NeedsPublicController,
    NeedsEnterpriseController,
    NeedsPublicationController,
    NeedsAdministratorController,
    NeedsBrokerController,
    MatchesController,
    MatchesStepsController,
    NotificationsController,
    SearchController,
    SavedSearchesController,
    AchievementAttachmentsController,
    NeedAttachmentsController,
    ImportsController,
    ExportsController,
    VocabulariesController,
    HealthController,
    MetricsController,
  ],
  providers: [
    RouteRulesCheck,
    MetricsService,
    NotificationStream,
    LibraryLoader,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: RateLimitInterceptor },
    { provide: APP_PIPE, useFactory: validationPipe },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
})
export class ApiModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(OriginMiddleware, RequestLogMiddleware, RateLimitMiddleware).forRoutes('{*path}');
  }
}
