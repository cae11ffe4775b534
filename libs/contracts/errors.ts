/**
 * Every error a caller can meet, with its HTTP status. The code is the stable part: interfaces word it in the
 * reader's language and scripts branch on it.
 */
export const ERROR_STATUS = {
  validation_failed: 400,
  malformed_body: 400,
  malformed_cursor: 400,
  not_signed_in: 401,
  token_invalid: 401,
  credentials_wrong: 401,
  refresh_token_invalid: 401,
  refresh_token_reused: 401,
  challenge_invalid: 401,
  code_wrong: 401,
  password_wrong: 403,
  not_allowed: 403,
  organisation_not_trusted: 403,
  email_not_confirmed: 403,
  identity_unknown: 403,
  not_found: 404,
  route_not_found: 404,
  link_invalid: 404,
  transition_not_allowed: 409,
  changed_meanwhile: 409,
  possible_duplicates: 409,
  merged: 410,
  match_taken: 409,
  already_rated: 409,
  service_record_missing: 409,
  assignee_unsuitable: 422,
  evidence_unknown: 422,
  external_key_taken: 409,
  email_taken: 409,
  organisation_taken: 409,
  already_invited: 409,
  last_manager: 409,
  refresh_superseded: 409,
  second_factor_state: 409,
  only_administrator: 409,
  too_many_files: 409,
  body_too_large: 413,
  file_too_large: 413,
  file_type_refused: 415,
  file_unusable: 422,
  state_secret_suspected: 422,
  idempotency_key_reused: 422,
  account_locked: 429,
  rate_limited: 429,
  internal_error: 500,
  database_unavailable: 503,
  search_unavailable: 503,
  sign_in_provider_unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** One thing wrong with the input: which field, what is wrong with it, what to do. */
export interface ErrorDetail {
  /** Path in the body or query, dots between the steps: `price.min`, `keywords.3`. */
  field: string;
  /** Stable reason within the field, such as `too_long`, `unknown_field`, `unknown_code`. */
  code: string;
  message: string;
}

/** The body of every answer that is not a success. */
export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details: ErrorDetail[];
}
