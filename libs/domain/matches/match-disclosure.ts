import { type EntityManager } from 'typeorm';
import { type Actor } from '../access/actor.js';
import { recordAudit } from '../audit/record-audit.js';
import { Need } from '../needs/need.entity.js';
import { recordStep } from '../records/record-events.js';

/** Opens the words of a confidential need to one organisation, in the transaction of its owner's own step. */
export async function disclose(
  manager: EntityManager,
  actor: Actor,
  need: Need,
  organisationId: string,
): Promise<void> {
  if (!need.confidential || need.disclosedTo.includes(organisationId)) return;
  const before = { disclosedTo: need.disclosedTo };
  need.disclosedTo = [...need.disclosedTo, organisationId];
  // Whom a need is open to changes nothing in it, so that its time of change stays.
  await manager.update(
    Need,
    { id: need.id },
    { disclosedTo: need.disclosedTo, updatedAt: () => 'updated_at' },
  );
  await recordStep(manager, {
    kind: 'need',
    record: need,
    action: 'disclose',
    from: need.state,
    actor,
    details: { organisationId },
  });
  await recordAudit(manager, {
    actor,
    action: 'need.disclose',
    subject: { kind: 'need', id: need.id },
    owners: [{ organisationId: need.organisationId, regionCode: need.organisation.regionCode }],
    before,
    after: { disclosedTo: need.disclosedTo },
    confidentialTo: need.organisationId,
  });
}
