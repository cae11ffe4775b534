import { type Command, InvalidArgumentError } from 'commander';
import { AUDIT_SUBJECTS, type AuditEntryView, type AuditSubjectKind } from '#contracts/audit.js';
import { type ChainHead, type ChainReport } from '#domain/audit/audit-chain.service.js';
import { type CliIo, EXIT, UsageError } from './io.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Adds `audit verify`, which walks the chain of audit entries, and `audit replay`, which tells the life of a subject. */
export function addAuditCommand(program: Command, io: CliIo, end: (exitCode: number) => void): void {
  const audit = program
    .command('audit')
    .description('verify the audit entries, or replay what was done to a record');
  audit
    .command('verify')
    .description(`walk the chain; exit code ${EXIT.unusable} where something is not as it was sealed`)
    .option(
      '--noted <position:hash...>',
      'heads noted before, through which the chain must still go',
      readHead,
      [],
    )
    .action(async ({ noted }: { noted: ChainHead[] }) => {
      const [{ withPlatform }, { AuditChain }] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/audit/audit-chain.service.js'),
      ]);
      const report = await withPlatform(async (platform) => {
        const chain = platform.get(AuditChain);
        await chain.seal();
        return chain.verify(noted);
      });
      io.stdout.write(`${reportLine(report)}\n`);
      if (report.problem) end(EXIT.unusable);
    });
  audit
    .command('replay <kind> <id>')
    .description('everything that was done to one subject, oldest first')
    .action(async (kind: string, id: string) => {
      if (!AUDIT_SUBJECTS.includes(kind as AuditSubjectKind))
        throw new UsageError(`There is no kind "${kind}": use one of ${AUDIT_SUBJECTS.join(', ')}.`);
      if (!UUID.test(id)) throw new UsageError(`"${id}" is not an id: it must be a UUID.`);
      const [{ withPlatform }, { AuditService }] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/audit/audit.service.js'),
      ]);
      const entries = await withPlatform((platform) =>
        platform.get(AuditService).replay(kind as AuditSubjectKind, id),
      );
      if (entries.length === 0) throw new UsageError(`Nothing was written down about the ${kind} ${id}.`);
      for (const entry of entries) io.stdout.write(`${entryLines(entry).join('\n')}\n`);
    });
}

function readHead(text: string, before: ChainHead[]): ChainHead[] {
  const [, position, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (!position || !hash)
    throw new InvalidArgumentError('must be a position and a hash, as the log tells them.');
  return [...before, { position: Number(position), hash }];
}

function reportLine({ checked, waiting, erased, head, problem }: ChainReport): string {
  if (problem) {
    const { position, entryId, what } = problem;
    const place = position === null ? '' : ` at position ${position}`;
    return `BROKEN${place}${entryId === null ? '' : `, entry ${entryId}`}: ${what}. ${checked} entries before it are whole.`;
  }
  const at = head ? ` Head ${head.position}:${head.hash}` : '';
  return `Whole: ${checked} entries, ${waiting} not sealed yet, ${erased} personal values erased.${at}`;
}

function entryLines({ at, actor, action, before, after, context }: AuditEntryView): string[] {
  const who = actor ? `${actor.role} ${actor.accountId}` : 'nobody known';
  const where = [context.via, context.name, context.ip, context.requestId].filter(Boolean).join(' ');
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const value = (fields: AuditEntryView['before'], name: string) => JSON.stringify(fields?.[name] ?? null);
  return [
    `${at}  ${action}  by ${who}  (${where})`,
    ...names.map((name) => `    ${name}: ${before ? `${value(before, name)} → ` : ''}${value(after, name)}`),
  ];
}
