import { flag, id, index, instant, integer, table, text, uniqueIndex } from '../dialect.sqlite.ts';

export const people = table(
  'people',
  {
    id: id('id').primaryKey(),
    name: text('name').notNull(),
    /** Full pinyin, for sorting and searching. */
    namePinyin: text('name_pinyin').notNull(),
    nameInitials: text('name_initials').notNull(),
    createdAt: instant('created_at').notNull(),
    /** From then on the person is counted nowhere; the ledger stays. */
    closedAt: instant('closed_at'),
    /** The stable personnel code by which rosters are matched; never shown as a secret, never reused. */
    code: text('code'),
    /** GB/T 4762. */
    politicalStatus: text('political_status'),
    /** The identity number, sealed (features/people/identity.ts); opened only with a reason. */
    identitySealed: text('identity_sealed'),
    /** A keyed hash of it, to find the same number again. */
    identityIndex: text('identity_index'),
    status: text('status').notNull().default('active'),
    /** The person this one was merged into as a duplicate. */
    mergedIntoId: id('merged_into_id'),
  },
  (t) => [
    index('people_pinyin').on(t.namePinyin),
    uniqueIndex('people_code').on(t.code),
    index('people_identity').on(t.identityIndex),
  ],
);

/** What a person signs in with. `epoch` ends every session when password, role or state change. */
export const accounts = table(
  'accounts',
  {
    personId: id('person_id')
      .primaryKey()
      .references(() => people.id, { onDelete: 'restrict' }),
    loginName: text('login_name').notNull(),
    /** Folded for comparison: NFKC, lower case. */
    loginKey: text('login_key').notNull(),
    passwordHash: text('password_hash').notNull(),
    mustChangePassword: flag('must_change_password').notNull(),
    passwordChangedAt: instant('password_changed_at').notNull(),
    state: text('state').notNull(),
    epoch: integer('epoch').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    createdBy: id('created_by'),
  },
  (t) => [uniqueIndex('accounts_login_key').on(t.loginKey)],
);

/** A session is known by the SHA-256 of its secret only. */
export const sessions = table(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => accounts.personId, { onDelete: 'cascade' }),
    epoch: integer('epoch').notNull(),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    userAgent: text('user_agent').notNull(),
    address: text('address').notNull(),
  },
  (t) => [index('sessions_person').on(t.personId), index('sessions_expiry').on(t.expiresAt)],
);

/** Failed sign-ins per account and address; known and unknown accounts are counted alike. */
export const signInFailures = table('sign_in_failures', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull(),
  lastAt: instant('last_at').notNull(),
  blockedUntil: instant('blocked_until'),
});

/** A role at a node of the tree; without a node it holds everywhere. */
export const roleGrants = table(
  'role_grants',
  {
    id: id('id').primaryKey(),
    personId: id('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'restrict' }),
    role: text('role').notNull(),
    orgUnitId: id('org_unit_id'),
    grantedAt: instant('granted_at').notNull(),
    grantedBy: id('granted_by'),
    endedAt: instant('ended_at'),
    /** The period it was granted for; null for "from the start" and "until it is ended". */
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    endedBy: id('ended_by'),
    /** The grant whose holder handed it on while away; null for what was granted itself. */
    delegatedFromId: id('delegated_from_id'),
    reason: text('reason'),
  },
  (t) => [
    index('role_grants_person').on(t.personId),
    index('role_grants_unit').on(t.orgUnitId),
    index('role_grants_delegated').on(t.delegatedFromId),
  ],
);

/**
 * One row of counters that triggers move (0001_ledger_and_search.sql): whoever remembers something
 * read from the database knows by them when to forget it.
 */
export const changeCounters = table('change_counters', {
  id: integer('id').primaryKey(),
  /** Accounts, sessions ended, roles, appointments, units. */
  authority: integer('authority').notNull(),
  /** Published courses and whether their lectures are ready. */
  catalogue: integer('catalogue').notNull(),
  /** Requirement policies adopted. */
  policies: integer('policies').notNull(),
  /** What decides what people owe: appointments, statuses, key groups, adjustments, categories of one's own. */
  subjects: integer('subjects').notNull().default(1),
});

/** Facts about the installation itself: schema owner, sample county, set-up code. */
export const installationFacts = table('installation_facts', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});
