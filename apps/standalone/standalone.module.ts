import { type DynamicModule, Module } from '@nestjs/common';
import { ApiModule } from '#apps/api/api.module.js';
import { WorkerModule } from '#apps/worker/worker.module.js';
import { type Config } from '#platform/config/config.js';
import { ConfigModule } from '#platform/config/config.module.js';

/** Both shells in one process. They share the domain, and with it one library in memory. */
@Module({})
export class StandaloneModule {
  static forRoot(config: Config): DynamicModule {
    return { module: StandaloneModule, imports: [ConfigModule.forRoot(config), ApiModule, WorkerModule] };
  }
}
