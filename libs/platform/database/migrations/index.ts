import { MainJob1795000000000 } from './1795000000000-main-job.js';
import { QueueTables1795000000001 } from './1795000000001-queue-tables.js';
import { Search1795000000010 } from './1795000000010-search.js';
import { ModelAnswers1795000000020 } from './1795000000020-model-answers.js';
import { SavedSearchProgress1795000000030 } from './1795000000030-saved-search-progress.js';
import { Accounts1795000000040 } from './1795000000040-accounts.js';
import { Audit1795000000050 } from './1795000000050-audit.js';
import { Imports1795000000060 } from './1795000000060-imports.js';
import { Reviews1795000000070 } from './1795000000070-reviews.js';
import { AchievementLives1795000000071 } from './1795000000071-achievement-lives.js';
import { NeedsToClosure1795000000080 } from './1795000000080-needs-to-closure.js';
import { OrganisationNames1795000000095 } from './1795000000095-organisation-names.js';
import { FacetColumns1795000000096 } from './1795000000096-facet-columns.js';
import { MergedIndexes1795000000097 } from './1795000000097-merged-indexes.js';
import { WaitingEntries1795000000120 } from './1795000000120-waiting-entries.js';
import { OwedNeeds1795000000121 } from './1795000000121-owed-needs.js';

/** In the order in which they run. */
export const MIGRATIONS = [
  MainJob1795000000000,
  QueueTables1795000000001,
  Search1795000000010,
  ModelAnswers1795000000020,
  SavedSearchProgress1795000000030,
  Accounts1795000000040,
  Audit1795000000050,
  Imports1795000000060,
  Reviews1795000000070,
  AchievementLives1795000000071,
  NeedsToClosure1795000000080,
  OrganisationNames1795000000095,
  FacetColumns1795000000096,
  MergedIndexes1795000000097,
  WaitingEntries1795000000120,
  OwedNeeds1795000000121,
];
