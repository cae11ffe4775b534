import { type Command, Option } from 'commander';

import { emailSchema, type Locale, LOCALES } from '#contracts/accounts.js';
import { DomainError } from '#contracts/domain-error.js';
import { findRegion } from '#vocabulary/regions.js';

import { type CliIo, UsageError } from './io.js';

interface OperatorArguments {
  email: string;
  office: string;
  region: string;
  locale: Locale;
}

/** Adds `operator`: invites an operator, of whom a new installation has none who could invite the first. */
export function addOperatorCommand(program: Command, io: CliIo): void {
  program
    .command('operator')
    .description('invite an operator of the platform, and print the link that makes the account')
    .requiredOption('--email <address>', 'the address that the account will have')
    .requiredOption('--office <name>', 'the office that operates the platform; made where it is not there')
    .requiredOption('--region <code>', 'its region, six digits of GB/T 2260')
    .addOption(new Option('--locale <locale>', 'the language of the mail').choices(LOCALES).default('zh'))
    .action(async ({ email, office, region, locale }: OperatorArguments) => {
      const address = emailSchema.safeParse(email);
      if (!address.success) throw new UsageError(`"${email}" is not an e-mail address.`);
      if (!findRegion(region)) throw new UsageError(`"${region}" is not a region of GB/T 2260.`);
      // Other commands must not wait for Nest and TypeORM to load.
      const [{ withPlatform }, { GovernmentService }] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/membership/government.service.js'),
      ]);
      await withPlatform(async (platform) => {
        try {
          const made = { name: office.trim(), regionCode: region };
          const person = { email: address.data, locale };
          io.stdout.write(`${await platform.get(GovernmentService).inviteOperator(made, person)}\n`);
        } catch (error) {
          if (error instanceof DomainError) throw new UsageError(error.message);
          throw error;
        }
      });
    });
}
