import { type NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import helmet from 'helmet';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';

const BODY_LIMIT = '1mb';

/** What every process with the HTTP shell does to its application before it listens. */
export function configureHttp(app: NestExpressApplication): void {
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.set('trust proxy', app.get<Config>(CONFIG).trustProxy);
  app.disable('x-powered-by');
  app.use(
    helmet({
      // Plain HTTP is how a laptop and a reverse proxy's inner side speak.
      contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
      strictTransportSecurity: false,
    }),
  );
  app.setGlobalPrefix('api/v1', { exclude: ['health/{*rest}', 'metrics'] });
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle('Duijie 对接')
      .setDescription('Achievements, needs, and the matches between them.')
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .build(),
  );
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
}
