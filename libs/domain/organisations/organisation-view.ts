import { type OrganisationView } from '#contracts/accounts.js';
import { type Organisation } from './organisation.entity.js';

export function organisationView(organisation: Organisation): OrganisationView {
  const { id, name, kind, regionCode, trusted, demonstration } = organisation;
  return { id, name, kind, regionCode, trusted, demonstration };
}
