import { type NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type Config } from '#platform/config/config.js';
import { CONFIG } from '#platform/config/config.module.js';

const BODY_LIMIT = '1mb';
/** Longer than proxies keep an idle connection, lest they send a request into one that is being closed. */
const KEEP_ALIVE_MILLISECONDS = 75_000;
const SECONDS_A_YEAR = 31_536_000;

/** What every process with the HTTP shell does to its application before it listens. */
export function configureHttp(app: NestExpressApplication): void {
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.set('trust proxy', app.get<Config>(CONFIG).trustProxy);
  app.disable('x-powered-by');
  app.getHttpServer().keepAliveTimeout = KEEP_ALIVE_MILLISECONDS;
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          // Plain HTTP is how a laptop and a reverse proxy's inner side speak.
          upgradeInsecureRequests: null,
        },
      },
      // Browsers heed it on HTTPS only, so it does no harm on a laptop.
      strictTransportSecurity: { maxAge: SECONDS_A_YEAR, includeSubDomains: true },
    }),
  );
  app.use('/api', (_request: Request, response: Response, next: NextFunction) => {
    // Answers depend on who asks; nobody on the way, and no browser's history, keeps them.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
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
