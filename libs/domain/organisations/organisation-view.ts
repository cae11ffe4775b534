import { type OrganisationView, type RegistrationView } from '#contracts/organisations.js';
import { checkCreditCode } from '#vocabulary/credit-code.js';
import { type Organisation } from './organisation.entity.js';

export function organisationView(organisation: Organisation): OrganisationView {
  const { id, name, kind, regionCode, verification, trusted, demonstration } = organisation;
  return { id, name, kind, regionCode, verified: verification === 'verified', trusted, demonstration };
}

/** The part that the organisation itself and the administrators of its region see. */
export function registrationView(organisation: Organisation): RegistrationView {
  const { creditCode, creditCodeNote, verification, verificationNote, verificationDecidedAt } = organisation;
  return {
    ...organisationView(organisation),
    creditCode,
    creditCodeNote,
    creditCodeValid: creditCode === null ? null : checkCreditCode(creditCode).ok,
    verification: {
      state: verification,
      note: verificationNote,
      decidedAt: verificationDecidedAt?.toISOString() ?? null,
    },
    createdAt: organisation.createdAt.toISOString(),
  };
}
