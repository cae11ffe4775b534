import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS } from './access.decorator.js';

/** Stops the boot where a route says nothing of who may call it. */
@Injectable()
export class RouteRulesCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open: string[] = [];
    for (const { metatype } of this.discovery.getControllers()) {
      if (typeof metatype !== 'function') continue;
      const prototype = metatype.prototype as Record<string, () => unknown>;
      for (const name of this.scanner.getAllMethodNames(prototype)) {
        const method = prototype[name];
        if (!method || Reflect.getMetadata(METHOD_METADATA, method) === undefined) continue;
        if (this.reflector.getAllAndOverride(ACCESS, [method, metatype]) === undefined) {
          open.push(`${metatype.name}.${name}`);
        }
      }
    }
    if (open.length > 0) throw new Error(`Routes without an access rule: ${open.join(', ')}`);
  }
}
