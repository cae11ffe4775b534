import { ACCOUNT_ROLES, type AccountRole } from '#contracts/accounts.js';
import { type AchievementState } from '#contracts/achievements.js';
import { type ImportState } from '#contracts/imports.js';
import { type MatchState } from '#contracts/matches.js';
import { type NeedState } from '#contracts/needs.js';
import { type VerificationState } from '#contracts/organisations.js';
import { type RegionLevel } from '#vocabulary/regions.js';

/** An account's role, or none. */
export type Role = AccountRole | 'visitor';
export const ROLES: readonly Role[] = ['visitor', ...ACCOUNT_ROLES];

/**
 * Whose records a grant reaches: `any` all of them, `own` those of the actor's organisation, `region` those whose owner
 * sits in the actor's region or below it, `self` what belongs to the account itself, `claimable` the same and
 * what nobody has taken yet, `assigned` what was given to the actor's organisation to work on, `disclosed` what its owner has opened to the actor's organisation.
 */
export type Scope = 'any' | 'own' | 'region' | 'self' | 'claimable' | 'assigned' | 'disclosed';

/** Lets some roles take an action on the records within a scope, in the states named or in every one. */
export interface Grant {
  roles: readonly Role[];
  scope: Scope;
  states?: readonly string[];
  /** Only where the actor's organisation publishes without review. */
  trusted?: true;
  /** Only where the actor's organisation sits at this level: what a province keeps to itself. */
  level?: RegionLevel;
}

/**
 * One action on one kind of record: who may take it, and, where it is a step of the record's life, from which states it
 * may be taken and where it leads.
 */
export interface Rule {
  grants: readonly Grant[];
  from?: readonly string[];
  to?: string;
}

const EVERYONE = ROLES;
const ACCOUNTS = ACCOUNT_ROLES;
/** Those who write for an organisation. */
const MEMBERS = ['member', 'manager'] as const;

const everyone = (states?: readonly string[]): Grant => ({ roles: EVERYONE, scope: 'any', states });
const colleagues: Grant = { roles: ACCOUNTS, scope: 'own' };
const self: Grant = { roles: ACCOUNTS, scope: 'self' };
const owners: Grant = { roles: MEMBERS, scope: 'own' };
const assignees: Grant = { roles: [...MEMBERS, 'broker'], scope: 'assigned' };
/** The two sides of a match, and the broker who has taken it, or any where nobody has. */
const sides: readonly Grant[] = [owners, { roles: ['broker'], scope: 'claimable' }];
/** Those who answer for the region in which the owner sits, and operators for every region. */
const reviewers = (states?: readonly string[]): readonly Grant[] => [
  { roles: ['administrator'], scope: 'region', states },
  { roles: ['operator'], scope: 'any', states },
];

/** The province and the operators: who may give others power over a region. */
const provincial: readonly Grant[] = [
  { roles: ['administrator'], scope: 'region', level: 'province' },
  { roles: ['operator'], scope: 'any' },
];

/** A draft is its owner's business until it is submitted. */
const REVIEWED = ['submitted', 'returned', 'published', 'withdrawn', 'closed'] satisfies NeedState[];

/** What people work on, or could. */
const OPEN_MATCHES = ['suggested', 'introduced', 'negotiating', 'agreed'] satisfies MatchState[];

const PUBLICATION = {
  create: { grants: [owners] },
  submit: { from: ['draft', 'returned', 'withdrawn'], to: 'submitted', grants: [owners] },
  publish: {
    from: ['draft', 'returned', 'withdrawn', 'submitted'],
    to: 'published',
    // A reviewer decides on what waits for review: what a colleague has returned is with its owner again.
    grants: [{ ...owners, trusted: true }, ...reviewers(['submitted'])],
  },
  return: { from: ['submitted'], to: 'returned', grants: reviewers() },
  withdraw: { from: ['published', 'submitted'], to: 'withdrawn', grants: [owners, ...reviewers()] },
  /** How its review stands: since when it waits, and what was found wrong. */
  readReview: { grants: [colleagues, ...reviewers(REVIEWED)] },
} as const satisfies Record<string, Rule>;

/**
 * Who may do what to which record in which state: the one table that guards of routes, rules of services and conditions
 * of queries are made from. What is not granted here, nobody may do.
 */
export const PERMISSIONS = {
  achievement: {
    ...PUBLICATION,
    read: {
      grants: [everyone(['published'] satisfies AchievementState[]), colleagues, ...reviewers(REVIEWED)],
    },
    edit: { grants: [owners] },
    // A change of what is published, proposed by an owner who does not publish directly.
    submitChange: { from: ['published'], grants: [owners] },
    acceptChange: { from: ['published'], grants: [{ ...owners, trusted: true }, ...reviewers()] },
    returnChange: { from: ['published'], grants: reviewers() },
    readVersions: { grants: [colleagues, ...reviewers(REVIEWED)] },
    select: { from: ['published'], grants: reviewers() },
    deselect: { from: ['published'], grants: reviewers() },
    findDuplicates: { grants: [colleagues, ...reviewers(REVIEWED)] },
    merge: { grants: [owners, ...reviewers(REVIEWED)] },
    confirm: { from: ['published'], grants: [owners] },
  },
  need: {
    ...PUBLICATION,
    read: {
      grants: [everyone(['published', 'closed'] satisfies NeedState[]), colleagues, ...reviewers(REVIEWED)],
    },
    /** The words of a confidential need; everybody else reads its masked text. */
    readConfidential: { grants: [colleagues, { roles: ACCOUNTS, scope: 'disclosed' }] },
    // A closed need is history; everything else its owner may still correct.
    edit: { from: ['draft', 'submitted', 'returned', 'published', 'withdrawn'], grants: [owners] },
    close: { from: ['published'], to: 'closed', grants: [owners] },
    /** Only where the owner is silent: see `mayCloseForOwner`. */
    closeForOwner: { from: ['published'], grants: reviewers() },
    /** Its stage, who is late, and its history. */
    readHandling: {
      grants: [colleagues, ...reviewers(REVIEWED), { roles: ACCOUNTS, scope: 'assigned' }],
    },
    // Whoever takes on what was submitted also publishes it: it is one look at one need.
    accept: { from: ['submitted', 'published'], to: 'published', grants: reviewers() },
    refuse: { from: ['submitted', 'published'], to: 'returned', grants: reviewers() },
    assign: { from: ['published'], grants: reviewers() },
    recordService: { from: ['published'], grants: [assignees, ...reviewers()] },
    serve: { from: ['published'], grants: [assignees, ...reviewers()] },
    rate: { from: ['closed'], grants: [owners] },
    disclose: { from: ['submitted', 'published'], grants: [owners] },
  },
  audit: {
    /** Managers read what concerns their organisation, whoever did it. */
    read: {
      grants: [
        { roles: ['manager'], scope: 'own' },
        { roles: ['administrator'], scope: 'region' },
        { roles: ['operator'], scope: 'any' },
      ],
    },
  },
  import: {
    create: { grants: [owners] },
    read: { grants: [colleagues] },
    cancel: { from: ['queued', 'running'] satisfies ImportState[], to: 'cancelled', grants: [owners] },
  },
  match: {
    read: {
      grants: [
        { roles: MEMBERS, scope: 'own' },
        { roles: ['administrator'], scope: 'region' },
        { roles: ['broker', 'operator'], scope: 'any' },
      ],
    },
    // The steps of its life; `match.rules.ts` has the same as a table of ways, and a test compares the two.
    introduce: { from: ['suggested'], to: 'introduced', grants: sides },
    negotiate: { from: ['introduced'], to: 'negotiating', grants: sides },
    agree: { from: ['negotiating'], to: 'agreed', grants: sides },
    contract: { from: ['agreed'], to: 'contracted', grants: sides },
    decline: { from: OPEN_MATCHES, to: 'declined', grants: sides },
    take: { from: OPEN_MATCHES, grants: [{ roles: ['broker'], scope: 'claimable' }] },
    note: { grants: sides },
  },
  notification: { read: { grants: [self] }, markRead: { grants: [self] } },
  savedSearch: { read: { grants: [self] }, create: { grants: [self] }, delete: { grants: [self] } },
  /** Its owner is the organisation itself, its state how far it is verified. */
  organisation: {
    read: { grants: [everyone()] },
    edit: { grants: [{ roles: ['manager'], scope: 'own' }] },
    /** Its credit code, and what the administrator said of it. */
    readRegistration: { grants: [colleagues, ...reviewers()] },
    /** Looking through what registered in the region. */
    review: { grants: reviewers() },
    verify: { from: ['unverified'], to: 'verified', grants: reviewers() },
    refuse: { from: ['unverified'], to: 'refused', grants: reviewers() },
    reopen: { from: ['verified', 'refused'], to: 'unverified', grants: reviewers() },
    trust: { from: ['verified'] satisfies VerificationState[], grants: reviewers() },
    distrust: { grants: reviewers() },
    createGovernment: { grants: provincial },
    readMembers: { grants: [colleagues, ...provincial] },
    /** Inviting, changing and removing its own people: members and managers. */
    admit: { grants: [{ roles: ['manager'], scope: 'own' }, ...provincial] },
    /** The same for brokers and administrators, who reach beyond their organisation. */
    appoint: { grants: provincial },
    appointOperator: { grants: [{ roles: ['operator'], scope: 'any' }] },
    /** Ending one's own membership. */
    leave: { grants: [{ roles: ACCOUNTS, scope: 'self' }] },
  },
} as const satisfies Record<string, Record<string, Rule>>;

type Table = typeof PERMISSIONS;
export type Resource = keyof Table;
export type ActionOn<R extends Resource> = keyof Table[R] & string;
/** One cell of the table by name, such as `achievement.publish`. */
export type Permission = { [R in Resource]: `${R}.${ActionOn<R>}` }[Resource];

/** The rule of a permission. */
export function ruleOf(permission: Permission): Rule {
  const [resource, action] = permission.split('.') as [Resource, string];
  return (PERMISSIONS[resource] as Record<string, Rule>)[action] as Rule;
}

/** Every role that may take the action on some record in some state. */
export const rolesOf = (permission: Permission): ReadonlySet<Role> =>
  new Set(ruleOf(permission).grants.flatMap(({ roles }) => roles));
