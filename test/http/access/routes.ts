import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { type INestApplicationContext } from '@nestjs/common';
import { ACCESS, type AccessRule } from '#apps/api/access/access.decorator.js';

export interface Route {
  /** Method and path under /api/v1, such as `POST achievements/:id/publish`. */
  name: string;
  method: string;
  path: string;
  rule: AccessRule;
}

/** Every route that the application serves, with the rule it declares. */
export function listRoutes(app: INestApplicationContext): Route[] {
  const scanner = new MetadataScanner();
  const reflector = app.get(Reflector);
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, () => unknown>;
      const base = Reflect.getMetadata(PATH_METADATA, metatype) as string;
      return scanner.getAllMethodNames(prototype).flatMap((key) => {
        const handler = prototype[key];
        const verb = handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined);
        if (!handler || verb === undefined) return [];
        const own = Reflect.getMetadata(PATH_METADATA, handler) as string;
        const path = [base, own]
          .map((part) => part.replace(/^\/|\/$/g, ''))
          .filter(Boolean)
          .join('/');
        const method = RequestMethod[verb];
        const rule = reflector.getAllAndOverride<AccessRule>(ACCESS, [handler, metatype]);
        return [{ name: `${method} ${path}`, method, path, rule }];
      });
    })
    .sort((left, right) => left.name.localeCompare(right.name));
}
