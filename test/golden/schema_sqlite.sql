CREATE TABLE organisation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '',
    separation TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    factor_administrator INTEGER,
    factor_manager INTEGER,
    factor_management INTEGER,
    factor_owner INTEGER,
    factor_auditor INTEGER,
    factor_external INTEGER,
    factor_staff INTEGER
) STRICT;
CREATE TABLE organisation_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    zone TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL DEFAULT '',
    separation TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    factor_administrator INTEGER,
    factor_manager INTEGER,
    factor_management INTEGER,
    factor_owner INTEGER,
    factor_auditor INTEGER,
    factor_external INTEGER,
    factor_staff INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX organisation_past_until ON organisation_past (past_until, since);
CREATE INDEX IF NOT EXISTS organisation_by_name_order ON organisation (name_key, id);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    parent INTEGER REFERENCES unit (id),
    country TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE unit_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    parent INTEGER,
    country TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX unit_past_until ON unit_past (past_until, since);
CREATE INDEX IF NOT EXISTS unit_by_name_order ON unit (name_key, id);
CREATE INDEX IF NOT EXISTS unit_by_parent ON unit (parent, id);
CREATE UNIQUE INDEX IF NOT EXISTS unit_by_name ON unit (name_key) WHERE name_key <> '';
CREATE TABLE person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    email_key TEXT NOT NULL DEFAULT '',
    post TEXT NOT NULL DEFAULT '',
    unit INTEGER REFERENCES unit (id),
    manager INTEGER REFERENCES person (id),
    start INTEGER,
    ends INTEGER,
    account INTEGER,
    deputy INTEGER REFERENCES person (id),
    deputy_from INTEGER,
    deputy_until INTEGER,
    password TEXT NOT NULL DEFAULT '',
    sign_in_count INTEGER,
    second_factor INTEGER
) STRICT;
CREATE TABLE person_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    email_key TEXT NOT NULL DEFAULT '',
    post TEXT NOT NULL DEFAULT '',
    unit INTEGER,
    manager INTEGER,
    start INTEGER,
    ends INTEGER,
    account INTEGER,
    deputy INTEGER,
    deputy_from INTEGER,
    deputy_until INTEGER,
    password TEXT NOT NULL DEFAULT '',
    sign_in_count INTEGER,
    second_factor INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX person_past_until ON person_past (past_until, since);
CREATE INDEX IF NOT EXISTS person_by_name_order ON person (name_key, id);
CREATE INDEX IF NOT EXISTS person_by_email_order ON person (email_key, id);
CREATE INDEX IF NOT EXISTS person_by_unit ON person (unit, id);
CREATE INDEX IF NOT EXISTS person_by_manager ON person (manager, id);
CREATE INDEX IF NOT EXISTS person_by_deputy ON person (deputy, id);
CREATE UNIQUE INDEX IF NOT EXISTS person_by_email ON person (email_key) WHERE email_key <> '';
CREATE TABLE role (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    person INTEGER REFERENCES person (id),
    role TEXT NOT NULL DEFAULT '',
    unit INTEGER REFERENCES unit (id),
    until INTEGER
) STRICT;
CREATE TABLE role_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    person INTEGER,
    role TEXT NOT NULL DEFAULT '',
    unit INTEGER,
    until INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX role_past_until ON role_past (past_until, since);
CREATE INDEX IF NOT EXISTS role_by_person ON role (person, id);
CREATE INDEX IF NOT EXISTS role_by_unit ON role (unit, id);
CREATE INDEX IF NOT EXISTS role_by_chips ON role (role);
CREATE TABLE token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    person INTEGER REFERENCES person (id),
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT '',
    until INTEGER
) STRICT;
CREATE TABLE token_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    person INTEGER,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    scope TEXT NOT NULL DEFAULT '',
    until INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX token_past_until ON token_past (past_until, since);
CREATE INDEX IF NOT EXISTS token_by_unit ON token (unit, id, since);
CREATE INDEX IF NOT EXISTS token_by_person ON token (person, id, unit);
CREATE INDEX IF NOT EXISTS token_by_name_order ON token (name_key, id, unit);
CREATE TABLE reach (person INTEGER NOT NULL, unit INTEGER NOT NULL, role INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (person, unit, role)) STRICT;
CREATE TABLE session (hash TEXT PRIMARY KEY, person INTEGER NOT NULL, csrf TEXT NOT NULL, began INTEGER NOT NULL, seen INTEGER NOT NULL, address TEXT NOT NULL) STRICT;
CREATE INDEX session_person ON session (person);
CREATE TABLE session_half (hash TEXT PRIMARY KEY, person INTEGER NOT NULL, began INTEGER NOT NULL) STRICT;
CREATE TABLE factor (person INTEGER PRIMARY KEY, sealed TEXT NOT NULL, step INTEGER NOT NULL, in_force INTEGER NOT NULL) STRICT;
CREATE TABLE factor_recovery (hash TEXT PRIMARY KEY, person INTEGER NOT NULL) STRICT;
CREATE TABLE guess (who TEXT PRIMARY KEY, times INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE TABLE token_hash (hash TEXT PRIMARY KEY, token INTEGER NOT NULL) STRICT;
CREATE TABLE api_key (actor TEXT NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER NOT NULL, location TEXT NOT NULL, etag TEXT NOT NULL, answer TEXT NOT NULL, PRIMARY KEY (actor, name)) STRICT;
CREATE INDEX api_key_by_at ON api_key (at);
CREATE TABLE job (name TEXT PRIMARY KEY, state TEXT NOT NULL, due INTEGER, began INTEGER, ended INTEGER, alive INTEGER NOT NULL, tries INTEGER NOT NULL, progress INTEGER NOT NULL, node TEXT NOT NULL, note TEXT NOT NULL) STRICT;
CREATE TABLE view (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    noun TEXT NOT NULL DEFAULT '',
    query TEXT NOT NULL DEFAULT '',
    person INTEGER REFERENCES person (id),
    shared INTEGER
) STRICT;
CREATE TABLE view_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    noun TEXT NOT NULL DEFAULT '',
    query TEXT NOT NULL DEFAULT '',
    person INTEGER,
    shared INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX view_past_until ON view_past (past_until, since);
CREATE INDEX IF NOT EXISTS view_by_name_order ON view (name_key, id);
CREATE INDEX IF NOT EXISTS view_by_person ON view (person, id);
CREATE TABLE making (id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL, name TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, progress INTEGER NOT NULL, asked INTEGER NOT NULL, pages INTEGER NOT NULL, failure TEXT NOT NULL, pdf BLOB) STRICT;
CREATE INDEX making_by_state ON making (state, id);
CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    type TEXT NOT NULL DEFAULT '',
    size INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE file_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    type TEXT NOT NULL DEFAULT '',
    size INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX file_past_until ON file_past (past_until, since);
CREATE INDEX IF NOT EXISTS file_by_unit ON file (unit, id, since);
CREATE INDEX IF NOT EXISTS file_by_name_order ON file (name_key, id, unit);
CREATE INDEX IF NOT EXISTS file_by_hash ON file (hash, id, unit);
CREATE INDEX IF NOT EXISTS file_by_person ON file (person, id, unit);
CREATE INDEX IF NOT EXISTS file_by_about ON file (about_entity, about_id, id, unit);
CREATE TABLE content (hash TEXT PRIMARY KEY, size INTEGER NOT NULL, whole INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE chunk (hash TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (hash, n)) STRICT;
CREATE TABLE approval (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    act TEXT NOT NULL DEFAULT '',
    person INTEGER REFERENCES person (id),
    for_person INTEGER REFERENCES person (id),
    given INTEGER,
    until INTEGER,
    own_work INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    frozen TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE approval_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    act TEXT NOT NULL DEFAULT '',
    person INTEGER,
    for_person INTEGER,
    given INTEGER,
    until INTEGER,
    own_work INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    frozen TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX approval_past_until ON approval_past (past_until, since);
CREATE INDEX IF NOT EXISTS approval_by_unit ON approval (unit, id, since);
CREATE INDEX IF NOT EXISTS approval_by_person ON approval (person, id, unit);
CREATE INDEX IF NOT EXISTS approval_by_for_person ON approval (for_person, id, unit);
CREATE INDEX IF NOT EXISTS approval_by_given ON approval (given, id, unit);
CREATE INDEX IF NOT EXISTS approval_by_about ON approval (about_entity, about_id, id, unit);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    file INTEGER REFERENCES file (id),
    url TEXT NOT NULL DEFAULT '',
    collected INTEGER,
    collector INTEGER REFERENCES person (id),
    valid_until INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    observation TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE evidence_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    file INTEGER,
    url TEXT NOT NULL DEFAULT '',
    collected INTEGER,
    collector INTEGER,
    valid_until INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    observation TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX evidence_past_until ON evidence_past (past_until, since);
CREATE INDEX IF NOT EXISTS evidence_by_unit ON evidence (unit, id, since);
CREATE INDEX IF NOT EXISTS evidence_by_title_order ON evidence (title_key, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_file ON evidence (file, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_collected ON evidence (collected, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_collector ON evidence (collector, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_valid_until ON evidence (valid_until, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_about ON evidence (about_entity, about_id, id, unit);
CREATE INDEX IF NOT EXISTS evidence_by_chips ON evidence (unit, kind, collected, valid_until);
CREATE TABLE task (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    assignee INTEGER REFERENCES person (id),
    due INTEGER,
    percent INTEGER,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    evidence_needed INTEGER,
    depends_on INTEGER REFERENCES task (id),
    unit INTEGER REFERENCES unit (id),
    reason TEXT NOT NULL DEFAULT '',
    done INTEGER,
    description TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE task_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    assignee INTEGER,
    due INTEGER,
    percent INTEGER,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    evidence_needed INTEGER,
    depends_on INTEGER,
    unit INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    done INTEGER,
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX task_past_until ON task_past (past_until, since);
CREATE INDEX IF NOT EXISTS task_by_unit ON task (unit, id, since);
CREATE INDEX IF NOT EXISTS task_by_title_order ON task (title_key, id, unit);
CREATE INDEX IF NOT EXISTS task_by_assignee ON task (assignee, id, unit);
CREATE INDEX IF NOT EXISTS task_by_due ON task (due, id, unit);
CREATE INDEX IF NOT EXISTS task_by_depends_on ON task (depends_on, id, unit);
CREATE INDEX IF NOT EXISTS task_by_about ON task (about_entity, about_id, id, unit);
CREATE INDEX IF NOT EXISTS task_by_chips ON task (unit, status, assignee, due);
CREATE TABLE measure (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    latest REAL,
    measured_in TEXT NOT NULL DEFAULT '',
    latest_at INTEGER,
    source TEXT NOT NULL DEFAULT '',
    figure TEXT NOT NULL DEFAULT '',
    target REAL,
    warn REAL,
    direction TEXT NOT NULL DEFAULT '',
    frequency TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    measurer INTEGER REFERENCES person (id),
    judge INTEGER REFERENCES person (id),
    unit INTEGER REFERENCES unit (id),
    what TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    formula TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE measure_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    latest REAL,
    measured_in TEXT NOT NULL DEFAULT '',
    latest_at INTEGER,
    source TEXT NOT NULL DEFAULT '',
    figure TEXT NOT NULL DEFAULT '',
    target REAL,
    warn REAL,
    direction TEXT NOT NULL DEFAULT '',
    frequency TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    measurer INTEGER,
    judge INTEGER,
    unit INTEGER,
    what TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    formula TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX measure_past_until ON measure_past (past_until, since);
CREATE INDEX IF NOT EXISTS measure_by_unit ON measure (unit, id, since);
CREATE INDEX IF NOT EXISTS measure_by_name_order ON measure (name_key, id, unit);
CREATE INDEX IF NOT EXISTS measure_by_owner ON measure (owner, id, unit);
CREATE INDEX IF NOT EXISTS measure_by_measurer ON measure (measurer, id, unit);
CREATE INDEX IF NOT EXISTS measure_by_judge ON measure (judge, id, unit);
CREATE UNIQUE INDEX IF NOT EXISTS measure_by_name ON measure (name_key) WHERE name_key <> '';
CREATE INDEX IF NOT EXISTS measure_by_chips ON measure (unit, source, owner);
CREATE TABLE reading (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    measure INTEGER REFERENCES measure (id),
    value REAL,
    at INTEGER,
    note TEXT NOT NULL DEFAULT '',
    recorded INTEGER,
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE reading_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    measure INTEGER,
    value REAL,
    at INTEGER,
    note TEXT NOT NULL DEFAULT '',
    recorded INTEGER,
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX reading_past_until ON reading_past (past_until, since);
CREATE INDEX IF NOT EXISTS reading_by_unit ON reading (unit, id, since);
CREATE INDEX IF NOT EXISTS reading_by_measure ON reading (measure, id, unit);
CREATE INDEX IF NOT EXISTS reading_by_at ON reading (at, id, unit);
CREATE INDEX IF NOT EXISTS reading_by_person ON reading (person, id, unit);
CREATE TABLE finding (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    due INTEGER,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    source_entity TEXT NOT NULL DEFAULT '',
    source_id INTEGER,
    origin TEXT NOT NULL DEFAULT '',
    unit INTEGER REFERENCES unit (id),
    person INTEGER REFERENCES person (id),
    raised INTEGER,
    description TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE finding_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    due INTEGER,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    source_entity TEXT NOT NULL DEFAULT '',
    source_id INTEGER,
    origin TEXT NOT NULL DEFAULT '',
    unit INTEGER,
    person INTEGER,
    raised INTEGER,
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX finding_past_until ON finding_past (past_until, since);
CREATE INDEX IF NOT EXISTS finding_by_unit ON finding (unit, id, since);
CREATE INDEX IF NOT EXISTS finding_by_title_order ON finding (title_key, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_owner ON finding (owner, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_due ON finding (due, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_person ON finding (person, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_raised ON finding (raised, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_about ON finding (about_entity, about_id, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_source ON finding (source_entity, source_id, id, unit);
CREATE INDEX IF NOT EXISTS finding_by_chips ON finding (unit, kind, status, owner, due, raised);
CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    person INTEGER REFERENCES person (id),
    at INTEGER,
    body TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE comment_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    person INTEGER,
    at INTEGER,
    body TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX comment_past_until ON comment_past (past_until, since);
CREATE INDEX IF NOT EXISTS comment_by_unit ON comment (unit, id, since);
CREATE INDEX IF NOT EXISTS comment_by_person ON comment (person, id, unit);
CREATE INDEX IF NOT EXISTS comment_by_at ON comment (at, id, unit);
CREATE INDEX IF NOT EXISTS comment_by_about ON comment (about_entity, about_id, id, unit);
CREATE TABLE mention (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    comment INTEGER REFERENCES comment (id),
    person INTEGER REFERENCES person (id),
    seen INTEGER
) STRICT;
CREATE TABLE mention_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    comment INTEGER,
    person INTEGER,
    seen INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX mention_past_until ON mention_past (past_until, since);
CREATE INDEX IF NOT EXISTS mention_by_unit ON mention (unit, id, since);
CREATE INDEX IF NOT EXISTS mention_by_comment ON mention (comment, id, unit);
CREATE INDEX IF NOT EXISTS mention_by_person ON mention (person, id, unit);
CREATE TABLE detour (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    step TEXT NOT NULL DEFAULT '',
    part TEXT NOT NULL DEFAULT '',
    way TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    review_on INTEGER,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE detour_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    step TEXT NOT NULL DEFAULT '',
    part TEXT NOT NULL DEFAULT '',
    way TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    review_on INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX detour_past_until ON detour_past (past_until, since);
CREATE INDEX IF NOT EXISTS detour_by_chips ON detour (way);
CREATE TABLE framework (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    short_name TEXT NOT NULL DEFAULT '',
    short_name_key TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    publisher TEXT NOT NULL DEFAULT '',
    edition TEXT NOT NULL DEFAULT '',
    use TEXT NOT NULL DEFAULT '',
    uuid TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    base INTEGER REFERENCES framework (id)
) STRICT;
CREATE TABLE framework_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    short_name TEXT NOT NULL DEFAULT '',
    short_name_key TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    publisher TEXT NOT NULL DEFAULT '',
    edition TEXT NOT NULL DEFAULT '',
    use TEXT NOT NULL DEFAULT '',
    uuid TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    base INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX framework_past_until ON framework_past (past_until, since);
CREATE INDEX IF NOT EXISTS framework_by_short_name_order ON framework (short_name_key, id);
CREATE INDEX IF NOT EXISTS framework_by_name_order ON framework (name_key, id);
CREATE INDEX IF NOT EXISTS framework_by_base ON framework (base, id);
CREATE UNIQUE INDEX IF NOT EXISTS framework_by_short_name ON framework (short_name_key) WHERE short_name_key <> '';
CREATE INDEX IF NOT EXISTS framework_by_chips ON framework (use);
CREATE TABLE requirement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    framework INTEGER REFERENCES framework (id),
    ident TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    designation TEXT NOT NULL DEFAULT '',
    parent INTEGER REFERENCES requirement (id),
    withdrawn INTEGER,
    position INTEGER,
    summary TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    params TEXT NOT NULL DEFAULT '',
    parts TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE requirement_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    framework INTEGER,
    ident TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    theme TEXT NOT NULL DEFAULT '',
    designation TEXT NOT NULL DEFAULT '',
    parent INTEGER,
    withdrawn INTEGER,
    position INTEGER,
    summary TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    params TEXT NOT NULL DEFAULT '',
    parts TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX requirement_past_until ON requirement_past (past_until, since);
CREATE INDEX IF NOT EXISTS requirement_by_framework ON requirement (framework, id);
CREATE INDEX IF NOT EXISTS requirement_by_title_order ON requirement (title_key, id);
CREATE INDEX IF NOT EXISTS requirement_by_parent ON requirement (parent, id);
CREATE INDEX IF NOT EXISTS requirement_by_position ON requirement (position, id);
CREATE INDEX IF NOT EXISTS requirement_by_chips ON requirement (kind);
CREATE TABLE mapping (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    source INTEGER REFERENCES requirement (id),
    target INTEGER REFERENCES requirement (id),
    relation TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE mapping_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    source INTEGER,
    target INTEGER,
    relation TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX mapping_past_until ON mapping_past (past_until, since);
CREATE INDEX IF NOT EXISTS mapping_by_source ON mapping (source, id);
CREATE INDEX IF NOT EXISTS mapping_by_target ON mapping (target, id);
CREATE INDEX IF NOT EXISTS mapping_by_chips ON mapping (relation);
CREATE TABLE issue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    review_on INTEGER,
    effect TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE issue_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    review_on INTEGER,
    effect TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX issue_past_until ON issue_past (past_until, since);
CREATE INDEX IF NOT EXISTS issue_by_title_order ON issue (title_key, id);
CREATE INDEX IF NOT EXISTS issue_by_owner ON issue (owner, id);
CREATE INDEX IF NOT EXISTS issue_by_review_on ON issue (review_on, id);
CREATE INDEX IF NOT EXISTS issue_by_chips ON issue (kind);
CREATE TABLE climate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    relevant TEXT NOT NULL DEFAULT '',
    decided_by INTEGER REFERENCES person (id),
    decided_on INTEGER,
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE climate_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    relevant TEXT NOT NULL DEFAULT '',
    decided_by INTEGER,
    decided_on INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX climate_past_until ON climate_past (past_until, since);
CREATE INDEX IF NOT EXISTS climate_by_decided_by ON climate (decided_by, id);
CREATE TABLE party (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    interest TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE party_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    interest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX party_past_until ON party_past (past_until, since);
CREATE INDEX IF NOT EXISTS party_by_name_order ON party (name_key, id);
CREATE INDEX IF NOT EXISTS party_by_owner ON party (owner, id);
CREATE UNIQUE INDEX IF NOT EXISTS party_by_name ON party (name_key) WHERE name_key <> '';
CREATE INDEX IF NOT EXISTS party_by_chips ON party (kind);
CREATE TABLE need (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    party INTEGER REFERENCES party (id),
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    taken TEXT NOT NULL DEFAULT '',
    how TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE need_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    party INTEGER,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    taken TEXT NOT NULL DEFAULT '',
    how TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX need_past_until ON need_past (past_until, since);
CREATE INDEX IF NOT EXISTS need_by_party ON need (party, id);
CREATE INDEX IF NOT EXISTS need_by_title_order ON need (title_key, id);
CREATE INDEX IF NOT EXISTS need_by_chips ON need (source, taken);
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    party INTEGER REFERENCES party (id),
    kind TEXT NOT NULL DEFAULT '',
    day INTEGER,
    noted_by INTEGER REFERENCES person (id),
    said TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE feedback_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    party INTEGER,
    kind TEXT NOT NULL DEFAULT '',
    day INTEGER,
    noted_by INTEGER,
    said TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX feedback_past_until ON feedback_past (past_until, since);
CREATE INDEX IF NOT EXISTS feedback_by_title_order ON feedback (title_key, id);
CREATE INDEX IF NOT EXISTS feedback_by_party ON feedback (party, id);
CREATE INDEX IF NOT EXISTS feedback_by_day ON feedback (day, id);
CREATE INDEX IF NOT EXISTS feedback_by_noted_by ON feedback (noted_by, id);
CREATE INDEX IF NOT EXISTS feedback_by_chips ON feedback (kind);
CREATE TABLE opportunity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    due INTEGER,
    judged_on INTEGER,
    effect TEXT NOT NULL DEFAULT '',
    act TEXT NOT NULL DEFAULT '',
    judging TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE opportunity_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    due INTEGER,
    judged_on INTEGER,
    effect TEXT NOT NULL DEFAULT '',
    act TEXT NOT NULL DEFAULT '',
    judging TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX opportunity_past_until ON opportunity_past (past_until, since);
CREATE INDEX IF NOT EXISTS opportunity_by_title_order ON opportunity (title_key, id);
CREATE INDEX IF NOT EXISTS opportunity_by_owner ON opportunity (owner, id);
CREATE INDEX IF NOT EXISTS opportunity_by_due ON opportunity (due, id);
CREATE INDEX IF NOT EXISTS opportunity_by_chips ON opportunity (kind, state);
CREATE TABLE opportunity_issue (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    opportunity INTEGER REFERENCES opportunity (id),
    issue INTEGER REFERENCES issue (id)
) STRICT;
CREATE TABLE opportunity_issue_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    opportunity INTEGER,
    issue INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX opportunity_issue_past_until ON opportunity_issue_past (past_until, since);
CREATE INDEX IF NOT EXISTS opportunity_issue_by_unit ON opportunity_issue (unit, id, since);
CREATE INDEX IF NOT EXISTS opportunity_issue_by_opportunity ON opportunity_issue (opportunity, id, unit);
CREATE INDEX IF NOT EXISTS opportunity_issue_by_issue ON opportunity_issue (issue, id, unit);
CREATE TABLE opportunity_party (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    opportunity INTEGER REFERENCES opportunity (id),
    party INTEGER REFERENCES party (id)
) STRICT;
CREATE TABLE opportunity_party_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    opportunity INTEGER,
    party INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX opportunity_party_past_until ON opportunity_party_past (past_until, since);
CREATE INDEX IF NOT EXISTS opportunity_party_by_unit ON opportunity_party (unit, id, since);
CREATE INDEX IF NOT EXISTS opportunity_party_by_opportunity ON opportunity_party (opportunity, id, unit);
CREATE INDEX IF NOT EXISTS opportunity_party_by_party ON opportunity_party (party, id, unit);
CREATE TABLE communication (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    what TEXT NOT NULL DEFAULT '',
    what_key TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '',
    occasion TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    every INTEGER,
    next_on INTEGER
) STRICT;
CREATE TABLE communication_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    what TEXT NOT NULL DEFAULT '',
    what_key TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL DEFAULT '',
    occasion TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    every INTEGER,
    next_on INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX communication_past_until ON communication_past (past_until, since);
CREATE INDEX IF NOT EXISTS communication_by_what_order ON communication (what_key, id);
CREATE INDEX IF NOT EXISTS communication_by_owner ON communication (owner, id);
CREATE INDEX IF NOT EXISTS communication_by_chips ON communication (side);
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    communication INTEGER REFERENCES communication (id),
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    sent_on INTEGER,
    audience TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    sender INTEGER REFERENCES person (id),
    content TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE message_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    communication INTEGER,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    sent_on INTEGER,
    audience TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    sender INTEGER,
    content TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX message_past_until ON message_past (past_until, since);
CREATE INDEX IF NOT EXISTS message_by_communication ON message (communication, id);
CREATE INDEX IF NOT EXISTS message_by_title_order ON message (title_key, id);
CREATE INDEX IF NOT EXISTS message_by_sent_on ON message (sent_on, id);
CREATE INDEX IF NOT EXISTS message_by_sender ON message (sender, id);
CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    web TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    check_on INTEGER
) STRICT;
CREATE TABLE contact_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT '',
    person TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    web TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    check_on INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX contact_past_until ON contact_past (past_until, since);
CREATE INDEX IF NOT EXISTS contact_by_name_order ON contact (name_key, id);
CREATE INDEX IF NOT EXISTS contact_by_owner ON contact (owner, id);
CREATE INDEX IF NOT EXISTS contact_by_chips ON contact (kind);
CREATE TABLE sponsor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    person INTEGER REFERENCES person (id),
    begins INTEGER,
    until INTEGER,
    mandate TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE sponsor_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    person INTEGER,
    begins INTEGER,
    until INTEGER,
    mandate TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX sponsor_past_until ON sponsor_past (past_until, since);
CREATE INDEX IF NOT EXISTS sponsor_by_name_order ON sponsor (name_key, id);
CREATE INDEX IF NOT EXISTS sponsor_by_person ON sponsor (person, id);
CREATE TABLE committee (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    chair INTEGER REFERENCES person (id),
    secretary INTEGER REFERENCES person (id),
    every INTEGER,
    quorum INTEGER,
    charter TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE committee_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    chair INTEGER,
    secretary INTEGER,
    every INTEGER,
    quorum INTEGER,
    charter TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX committee_past_until ON committee_past (past_until, since);
CREATE INDEX IF NOT EXISTS committee_by_name_order ON committee (name_key, id);
CREATE INDEX IF NOT EXISTS committee_by_chair ON committee (chair, id);
CREATE INDEX IF NOT EXISTS committee_by_secretary ON committee (secretary, id);
CREATE UNIQUE INDEX IF NOT EXISTS committee_by_name ON committee (name_key) WHERE name_key <> '';
CREATE TABLE member (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    committee INTEGER REFERENCES committee (id),
    person INTEGER REFERENCES person (id),
    part TEXT NOT NULL DEFAULT '',
    begins INTEGER,
    until INTEGER
) STRICT;
CREATE TABLE member_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    committee INTEGER,
    person INTEGER,
    part TEXT NOT NULL DEFAULT '',
    begins INTEGER,
    until INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX member_past_until ON member_past (past_until, since);
CREATE INDEX IF NOT EXISTS member_by_unit ON member (unit, id, since);
CREATE INDEX IF NOT EXISTS member_by_committee ON member (committee, id, unit);
CREATE INDEX IF NOT EXISTS member_by_person ON member (person, id, unit);
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    committee INTEGER REFERENCES committee (id),
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    day INTEGER,
    place TEXT NOT NULL DEFAULT '',
    apologies TEXT NOT NULL DEFAULT '',
    chair INTEGER REFERENCES person (id),
    author INTEGER REFERENCES person (id),
    approved_at INTEGER,
    agenda TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE meeting_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    committee INTEGER,
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    day INTEGER,
    place TEXT NOT NULL DEFAULT '',
    apologies TEXT NOT NULL DEFAULT '',
    chair INTEGER,
    author INTEGER,
    approved_at INTEGER,
    agenda TEXT NOT NULL DEFAULT '',
    minutes TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX meeting_past_until ON meeting_past (past_until, since);
CREATE INDEX IF NOT EXISTS meeting_by_title_order ON meeting (title_key, id);
CREATE INDEX IF NOT EXISTS meeting_by_committee ON meeting (committee, id);
CREATE INDEX IF NOT EXISTS meeting_by_day ON meeting (day, id);
CREATE INDEX IF NOT EXISTS meeting_by_chair ON meeting (chair, id);
CREATE INDEX IF NOT EXISTS meeting_by_author ON meeting (author, id);
CREATE INDEX IF NOT EXISTS meeting_by_chips ON meeting (state);
CREATE TABLE attendee (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    meeting INTEGER REFERENCES meeting (id),
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE attendee_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    meeting INTEGER,
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX attendee_past_until ON attendee_past (past_until, since);
CREATE INDEX IF NOT EXISTS attendee_by_unit ON attendee (unit, id, since);
CREATE INDEX IF NOT EXISTS attendee_by_meeting ON attendee (meeting, id, unit);
CREATE INDEX IF NOT EXISTS attendee_by_person ON attendee (person, id, unit);
CREATE TABLE resolution (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    meeting INTEGER REFERENCES meeting (id),
    idle TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE resolution_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    meeting INTEGER,
    idle TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX resolution_past_until ON resolution_past (past_until, since);
CREATE INDEX IF NOT EXISTS resolution_by_unit ON resolution (unit, id, since);
CREATE INDEX IF NOT EXISTS resolution_by_title_order ON resolution (title_key, id, unit);
CREATE INDEX IF NOT EXISTS resolution_by_meeting ON resolution (meeting, id, unit);
CREATE TABLE duty (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    clause TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    responsible INTEGER REFERENCES person (id),
    accountable INTEGER REFERENCES person (id),
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    given_on INTEGER,
    given_by INTEGER REFERENCES person (id),
    author INTEGER REFERENCES person (id),
    tasks TEXT NOT NULL DEFAULT '',
    authority TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE duty_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    clause TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    responsible INTEGER,
    accountable INTEGER,
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    given_on INTEGER,
    given_by INTEGER,
    author INTEGER,
    tasks TEXT NOT NULL DEFAULT '',
    authority TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX duty_past_until ON duty_past (past_until, since);
CREATE INDEX IF NOT EXISTS duty_by_title_order ON duty (title_key, id);
CREATE INDEX IF NOT EXISTS duty_by_responsible ON duty (responsible, id);
CREATE INDEX IF NOT EXISTS duty_by_accountable ON duty (accountable, id);
CREATE INDEX IF NOT EXISTS duty_by_given_by ON duty (given_by, id);
CREATE INDEX IF NOT EXISTS duty_by_author ON duty (author, id);
CREATE UNIQUE INDEX IF NOT EXISTS duty_by_title ON duty (title_key) WHERE title_key <> '';
CREATE INDEX IF NOT EXISTS duty_by_about ON duty (about_entity, about_id, id);
CREATE INDEX IF NOT EXISTS duty_by_chips ON duty (state);
CREATE TABLE duty_consulted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    duty INTEGER REFERENCES duty (id),
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE duty_consulted_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    duty INTEGER,
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX duty_consulted_past_until ON duty_consulted_past (past_until, since);
CREATE INDEX IF NOT EXISTS duty_consulted_by_unit ON duty_consulted (unit, id, since);
CREATE INDEX IF NOT EXISTS duty_consulted_by_duty ON duty_consulted (duty, id, unit);
CREATE INDEX IF NOT EXISTS duty_consulted_by_person ON duty_consulted (person, id, unit);
CREATE TABLE duty_informed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    duty INTEGER REFERENCES duty (id),
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE duty_informed_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    duty INTEGER,
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX duty_informed_past_until ON duty_informed_past (past_until, since);
CREATE INDEX IF NOT EXISTS duty_informed_by_unit ON duty_informed (unit, id, since);
CREATE INDEX IF NOT EXISTS duty_informed_by_duty ON duty_informed (duty, id, unit);
CREATE INDEX IF NOT EXISTS duty_informed_by_person ON duty_informed (person, id, unit);
CREATE TABLE team (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    lead INTEGER REFERENCES person (id),
    telephone TEXT NOT NULL DEFAULT '',
    hours TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE team_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    lead INTEGER,
    telephone TEXT NOT NULL DEFAULT '',
    hours TEXT NOT NULL DEFAULT '',
    purpose TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX team_past_until ON team_past (past_until, since);
CREATE INDEX IF NOT EXISTS team_by_name_order ON team (name_key, id);
CREATE INDEX IF NOT EXISTS team_by_lead ON team (lead, id);
CREATE UNIQUE INDEX IF NOT EXISTS team_by_name ON team (name_key) WHERE name_key <> '';
CREATE INDEX IF NOT EXISTS team_by_chips ON team (kind);
CREATE TABLE crew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    team INTEGER REFERENCES team (id),
    person INTEGER REFERENCES person (id),
    part TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE crew_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    team INTEGER,
    person INTEGER,
    part TEXT NOT NULL DEFAULT '',
    telephone TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX crew_past_until ON crew_past (past_until, since);
CREATE INDEX IF NOT EXISTS crew_by_team ON crew (team, id);
CREATE INDEX IF NOT EXISTS crew_by_person ON crew (person, id);
CREATE TABLE resource (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    period TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    planned INTEGER,
    planned_currency TEXT NOT NULL DEFAULT '',
    actual INTEGER,
    actual_currency TEXT NOT NULL DEFAULT '',
    planned_days REAL,
    actual_days REAL,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE resource_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    period TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    planned INTEGER,
    planned_currency TEXT NOT NULL DEFAULT '',
    actual INTEGER,
    actual_currency TEXT NOT NULL DEFAULT '',
    planned_days REAL,
    actual_days REAL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX resource_past_until ON resource_past (past_until, since);
CREATE INDEX IF NOT EXISTS resource_by_title_order ON resource (title_key, id);
CREATE INDEX IF NOT EXISTS resource_by_owner ON resource (owner, id);
CREATE INDEX IF NOT EXISTS resource_by_about ON resource (about_entity, about_id, id);
CREATE INDEX IF NOT EXISTS resource_by_chips ON resource (kind);
CREATE TABLE scope (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    number INTEGER,
    author INTEGER REFERENCES person (id),
    approved_at INTEGER,
    noted_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    members INTEGER,
    entered INTEGER,
    departed INTEGER,
    statement TEXT NOT NULL DEFAULT '',
    excluded TEXT NOT NULL DEFAULT '',
    interfaces TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE scope_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    number INTEGER,
    author INTEGER,
    approved_at INTEGER,
    noted_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    members INTEGER,
    entered INTEGER,
    departed INTEGER,
    statement TEXT NOT NULL DEFAULT '',
    excluded TEXT NOT NULL DEFAULT '',
    interfaces TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX scope_past_until ON scope_past (past_until, since);
CREATE INDEX IF NOT EXISTS scope_by_name_order ON scope (name_key, id);
CREATE INDEX IF NOT EXISTS scope_by_author ON scope (author, id);
CREATE UNIQUE INDEX IF NOT EXISTS scope_by_name ON scope (name_key) WHERE name_key <> '';
CREATE INDEX IF NOT EXISTS scope_by_chips ON scope (state);
CREATE TABLE asset (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    custodian INTEGER REFERENCES person (id),
    unit INTEGER REFERENCES unit (id),
    site TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    number INTEGER,
    classification TEXT NOT NULL DEFAULT '',
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    fixed_c INTEGER,
    fixed_i INTEGER,
    fixed_a INTEGER,
    fixed_reason TEXT NOT NULL DEFAULT '',
    worth_c INTEGER,
    worth_i INTEGER,
    worth_a INTEGER,
    worth INTEGER,
    patients INTEGER,
    customers INTEGER,
    personal INTEGER,
    store INTEGER,
    description TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE asset_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    custodian INTEGER,
    unit INTEGER,
    site TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    number INTEGER,
    classification TEXT NOT NULL DEFAULT '',
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    fixed_c INTEGER,
    fixed_i INTEGER,
    fixed_a INTEGER,
    fixed_reason TEXT NOT NULL DEFAULT '',
    worth_c INTEGER,
    worth_i INTEGER,
    worth_a INTEGER,
    worth INTEGER,
    patients INTEGER,
    customers INTEGER,
    personal INTEGER,
    store INTEGER,
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX asset_past_until ON asset_past (past_until, since);
CREATE INDEX IF NOT EXISTS asset_by_unit ON asset (unit, id, since);
CREATE INDEX IF NOT EXISTS asset_by_name_order ON asset (name_key, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_kind_id ON asset (kind, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_kind_name ON asset (kind, name_key, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_kind_owner ON asset (kind, owner, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_kind_unit ON asset (kind, unit, id);
CREATE INDEX IF NOT EXISTS asset_by_kind_worth ON asset (kind, worth, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_owner ON asset (owner, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_custodian ON asset (custodian, id, unit);
CREATE INDEX IF NOT EXISTS asset_by_worth ON asset (worth, id, unit);
CREATE INDEX IF NOT EXISTS asset_past_by_order ON asset_past (name_key, id, since, past_until, unit_now, kind, owner, unit, classification, worth);
CREATE INDEX IF NOT EXISTS asset_by_chips ON asset (unit, kind, classification, owner, worth);
CREATE TABLE dependency (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    asset INTEGER REFERENCES asset (id),
    needs INTEGER REFERENCES asset (id)
) STRICT;
CREATE TABLE dependency_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    asset INTEGER,
    needs INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX dependency_past_until ON dependency_past (past_until, since);
CREATE INDEX IF NOT EXISTS dependency_by_unit ON dependency (unit, id, since);
CREATE INDEX IF NOT EXISTS dependency_by_asset ON dependency (asset, id, unit);
CREATE INDEX IF NOT EXISTS dependency_by_needs ON dependency (needs, id, unit);
CREATE TABLE asset_scope (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    asset INTEGER REFERENCES asset (id),
    scope INTEGER REFERENCES scope (id)
) STRICT;
CREATE TABLE asset_scope_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    asset INTEGER,
    scope INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX asset_scope_past_until ON asset_scope_past (past_until, since);
CREATE INDEX IF NOT EXISTS asset_scope_by_unit ON asset_scope (unit, id, since);
CREATE INDEX IF NOT EXISTS asset_scope_by_asset ON asset_scope (asset, id, unit);
CREATE INDEX IF NOT EXISTS asset_scope_by_scope ON asset_scope (scope, id, unit);
CREATE TABLE boundary (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    scope INTEGER REFERENCES scope (id),
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    asset INTEGER REFERENCES asset (id),
    unit INTEGER REFERENCES unit (id),
    rule TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE boundary_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    scope INTEGER,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    side TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    asset INTEGER,
    unit INTEGER,
    rule TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX boundary_past_until ON boundary_past (past_until, since);
CREATE INDEX IF NOT EXISTS boundary_by_scope ON boundary (scope, id);
CREATE INDEX IF NOT EXISTS boundary_by_name_order ON boundary (name_key, id);
CREATE INDEX IF NOT EXISTS boundary_by_asset ON boundary (asset, id);
CREATE INDEX IF NOT EXISTS boundary_by_unit ON boundary (unit, id);
CREATE INDEX IF NOT EXISTS boundary_by_chips ON boundary (side, kind);
CREATE TABLE threat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    description TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE threat_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX threat_past_until ON threat_past (past_until, since);
CREATE INDEX IF NOT EXISTS threat_by_name_order ON threat (name_key, id);
CREATE UNIQUE INDEX IF NOT EXISTS threat_by_name ON threat (name_key) WHERE name_key <> '';
CREATE TABLE vulnerability (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE vulnerability_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX vulnerability_past_until ON vulnerability_past (past_until, since);
CREATE INDEX IF NOT EXISTS vulnerability_by_name_order ON vulnerability (name_key, id);
CREATE UNIQUE INDEX IF NOT EXISTS vulnerability_by_name ON vulnerability (name_key) WHERE name_key <> '';
CREATE TABLE criteria (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    likelihood_steps INTEGER,
    consequence_steps INTEGER,
    financial INTEGER,
    operational INTEGER,
    legal INTEGER,
    reputation INTEGER,
    people INTEGER,
    medium_from INTEGER,
    high_from INTEGER,
    critical_from INTEGER,
    line INTEGER,
    owner_below INTEGER,
    decide_medium INTEGER,
    decide_high INTEGER,
    decide_critical INTEGER,
    review_low INTEGER,
    review_medium INTEGER,
    review_high INTEGER,
    review_critical INTEGER,
    assess_every INTEGER,
    appetite INTEGER,
    appetite_currency TEXT NOT NULL DEFAULT '',
    appetite_percent INTEGER,
    author INTEGER REFERENCES person (id),
    likelihood_words TEXT NOT NULL DEFAULT '',
    consequence_words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE criteria_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    likelihood_steps INTEGER,
    consequence_steps INTEGER,
    financial INTEGER,
    operational INTEGER,
    legal INTEGER,
    reputation INTEGER,
    people INTEGER,
    medium_from INTEGER,
    high_from INTEGER,
    critical_from INTEGER,
    line INTEGER,
    owner_below INTEGER,
    decide_medium INTEGER,
    decide_high INTEGER,
    decide_critical INTEGER,
    review_low INTEGER,
    review_medium INTEGER,
    review_high INTEGER,
    review_critical INTEGER,
    assess_every INTEGER,
    appetite INTEGER,
    appetite_currency TEXT NOT NULL DEFAULT '',
    appetite_percent INTEGER,
    author INTEGER,
    likelihood_words TEXT NOT NULL DEFAULT '',
    consequence_words TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX criteria_past_until ON criteria_past (past_until, since);
CREATE INDEX IF NOT EXISTS criteria_by_name_order ON criteria (name_key, id);
CREATE INDEX IF NOT EXISTS criteria_by_author ON criteria (author, id);
CREATE INDEX IF NOT EXISTS criteria_by_chips ON criteria (state);
CREATE TABLE risk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    threat INTEGER REFERENCES threat (id),
    vulnerability INTEGER REFERENCES vulnerability (id),
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    owner INTEGER REFERENCES person (id),
    unit INTEGER REFERENCES unit (id),
    review_on INTEGER,
    inherent_likelihood INTEGER,
    inherent_consequence INTEGER,
    inherent_score INTEGER,
    inherent_level TEXT NOT NULL DEFAULT '',
    likelihood INTEGER,
    financial INTEGER,
    operational INTEGER,
    legal INTEGER,
    reputation INTEGER,
    people INTEGER,
    consequence INTEGER,
    score INTEGER,
    level TEXT NOT NULL DEFAULT '',
    judged_by INTEGER REFERENCES person (id),
    judged_on INTEGER,
    target_likelihood INTEGER,
    target_consequence INTEGER,
    target_score INTEGER,
    target_level TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL DEFAULT '',
    acceptance TEXT NOT NULL DEFAULT '',
    accepted_by INTEGER REFERENCES person (id),
    accepted_until INTEGER,
    criteria INTEGER REFERENCES criteria (id),
    yearly_loss REAL,
    scenario TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    stale_own TEXT NOT NULL DEFAULT '',
    stale_plan TEXT NOT NULL DEFAULT '',
    accepted_lines TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE risk_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    threat INTEGER,
    vulnerability INTEGER,
    confidentiality INTEGER,
    integrity INTEGER,
    availability INTEGER,
    owner INTEGER,
    unit INTEGER,
    review_on INTEGER,
    inherent_likelihood INTEGER,
    inherent_consequence INTEGER,
    inherent_score INTEGER,
    inherent_level TEXT NOT NULL DEFAULT '',
    likelihood INTEGER,
    financial INTEGER,
    operational INTEGER,
    legal INTEGER,
    reputation INTEGER,
    people INTEGER,
    consequence INTEGER,
    score INTEGER,
    level TEXT NOT NULL DEFAULT '',
    judged_by INTEGER,
    judged_on INTEGER,
    target_likelihood INTEGER,
    target_consequence INTEGER,
    target_score INTEGER,
    target_level TEXT NOT NULL DEFAULT '',
    decision TEXT NOT NULL DEFAULT '',
    acceptance TEXT NOT NULL DEFAULT '',
    accepted_by INTEGER,
    accepted_until INTEGER,
    criteria INTEGER,
    yearly_loss REAL,
    scenario TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    stale_own TEXT NOT NULL DEFAULT '',
    stale_plan TEXT NOT NULL DEFAULT '',
    accepted_lines TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX risk_past_until ON risk_past (past_until, since);
CREATE INDEX IF NOT EXISTS risk_by_unit ON risk (unit, id, since);
CREATE INDEX IF NOT EXISTS risk_by_title_order ON risk (title_key, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_threat ON risk (threat, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_vulnerability ON risk (vulnerability, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_owner ON risk (owner, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_review_on ON risk (review_on, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_score ON risk (score, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_level_id ON risk (level, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_level_title ON risk (level, title_key, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_level_owner ON risk (level, owner, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_level_unit ON risk (level, unit, id);
CREATE INDEX IF NOT EXISTS risk_by_level_review_on ON risk (level, review_on, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_level_score ON risk (level, score, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_judged_by ON risk (judged_by, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_decision_id ON risk (decision, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_decision_title ON risk (decision, title_key, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_decision_owner ON risk (decision, owner, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_decision_unit ON risk (decision, unit, id);
CREATE INDEX IF NOT EXISTS risk_by_decision_review_on ON risk (decision, review_on, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_decision_score ON risk (decision, score, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_accepted_by ON risk (accepted_by, id, unit);
CREATE INDEX IF NOT EXISTS risk_by_criteria ON risk (criteria, id, unit);
CREATE INDEX IF NOT EXISTS risk_past_by_order ON risk_past (score, id, since, past_until, unit_now, owner, unit, review_on, level, decision, acceptance);
CREATE INDEX IF NOT EXISTS risk_by_chips ON risk (unit, level, decision, acceptance, owner, review_on, score);
CREATE TABLE risk_asset (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER REFERENCES risk (id),
    asset INTEGER REFERENCES asset (id)
) STRICT;
CREATE TABLE risk_asset_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER,
    asset INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX risk_asset_past_until ON risk_asset_past (past_until, since);
CREATE INDEX IF NOT EXISTS risk_asset_by_unit ON risk_asset (unit, id, since);
CREATE INDEX IF NOT EXISTS risk_asset_by_risk ON risk_asset (risk, id, unit);
CREATE INDEX IF NOT EXISTS risk_asset_by_asset ON risk_asset (asset, id, unit);
CREATE TABLE control (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    function TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    unit INTEGER REFERENCES unit (id),
    status TEXT NOT NULL DEFAULT '',
    planned_on INTEGER,
    implemented_on INTEGER,
    effectiveness TEXT NOT NULL DEFAULT '',
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    factor_on TEXT NOT NULL DEFAULT '',
    factor REAL,
    factor_to REAL,
    failures REAL,
    days_down REAL,
    description TEXT NOT NULL DEFAULT '',
    test TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE control_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    function TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    unit INTEGER,
    status TEXT NOT NULL DEFAULT '',
    planned_on INTEGER,
    implemented_on INTEGER,
    effectiveness TEXT NOT NULL DEFAULT '',
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    factor_on TEXT NOT NULL DEFAULT '',
    factor REAL,
    factor_to REAL,
    failures REAL,
    days_down REAL,
    description TEXT NOT NULL DEFAULT '',
    test TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX control_past_until ON control_past (past_until, since);
CREATE INDEX IF NOT EXISTS control_by_unit ON control (unit, id, since);
CREATE INDEX IF NOT EXISTS control_by_name_order ON control (name_key, id, unit);
CREATE INDEX IF NOT EXISTS control_by_owner ON control (owner, id, unit);
CREATE INDEX IF NOT EXISTS control_by_status_id ON control (status, id, unit);
CREATE INDEX IF NOT EXISTS control_by_status_name ON control (status, name_key, id, unit);
CREATE INDEX IF NOT EXISTS control_by_status_owner ON control (status, owner, id, unit);
CREATE INDEX IF NOT EXISTS control_by_status_unit ON control (status, unit, id);
CREATE INDEX IF NOT EXISTS control_past_by_order ON control_past (name_key, id, since, past_until, unit_now, kind, owner, unit, status);
CREATE INDEX IF NOT EXISTS control_by_chips ON control (unit, kind, status, owner);
CREATE TABLE control_requirement (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    control INTEGER REFERENCES control (id),
    requirement INTEGER REFERENCES requirement (id)
) STRICT;
CREATE TABLE control_requirement_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    control INTEGER,
    requirement INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX control_requirement_past_until ON control_requirement_past (past_until, since);
CREATE INDEX IF NOT EXISTS control_requirement_by_unit ON control_requirement (unit, id, since);
CREATE INDEX IF NOT EXISTS control_requirement_by_control ON control_requirement (control, id, unit);
CREATE INDEX IF NOT EXISTS control_requirement_by_requirement ON control_requirement (requirement, id, unit);
CREATE TABLE control_risk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    control INTEGER REFERENCES control (id),
    risk INTEGER REFERENCES risk (id),
    factor_on TEXT NOT NULL DEFAULT '',
    factor REAL,
    factor_to REAL
) STRICT;
CREATE TABLE control_risk_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    control INTEGER,
    risk INTEGER,
    factor_on TEXT NOT NULL DEFAULT '',
    factor REAL,
    factor_to REAL,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX control_risk_past_until ON control_risk_past (past_until, since);
CREATE INDEX IF NOT EXISTS control_risk_by_unit ON control_risk (unit, id, since);
CREATE INDEX IF NOT EXISTS control_risk_by_control ON control_risk (control, id, unit);
CREATE INDEX IF NOT EXISTS control_risk_by_risk ON control_risk (risk, id, unit);
CREATE TABLE loss_group (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    variance REAL,
    why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE loss_group_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    variance REAL,
    why TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX loss_group_past_until ON loss_group_past (past_until, since);
CREATE INDEX IF NOT EXISTS loss_group_by_name_order ON loss_group (name_key, id);
CREATE UNIQUE INDEX IF NOT EXISTS loss_group_by_name ON loss_group (name_key) WHERE name_key <> '';
CREATE TABLE estimate (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER REFERENCES risk (id),
    stage TEXT NOT NULL DEFAULT '',
    frequency TEXT NOT NULL DEFAULT '',
    rate REAL,
    rate_low REAL,
    rate_high REAL,
    contacts REAL,
    tried REAL,
    succeeds REAL,
    severity TEXT NOT NULL DEFAULT '',
    low INTEGER,
    low_currency TEXT NOT NULL DEFAULT '',
    likely INTEGER,
    likely_currency TEXT NOT NULL DEFAULT '',
    high INTEGER,
    high_currency TEXT NOT NULL DEFAULT '',
    second_share REAL,
    second_low INTEGER,
    second_low_currency TEXT NOT NULL DEFAULT '',
    second_high INTEGER,
    second_high_currency TEXT NOT NULL DEFAULT '',
    deductible INTEGER,
    deductible_currency TEXT NOT NULL DEFAULT '',
    cover INTEGER,
    cover_currency TEXT NOT NULL DEFAULT '',
    annual_deductible INTEGER,
    annual_deductible_currency TEXT NOT NULL DEFAULT '',
    annual_cover INTEGER,
    annual_cover_currency TEXT NOT NULL DEFAULT '',
    sector INTEGER REFERENCES loss_group (id),
    price_year REAL,
    estimator INTEGER REFERENCES person (id),
    risk_owner INTEGER REFERENCES person (id),
    estimated_on INTEGER,
    expected INTEGER,
    expected_currency TEXT NOT NULL DEFAULT '',
    losses TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE estimate_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER,
    stage TEXT NOT NULL DEFAULT '',
    frequency TEXT NOT NULL DEFAULT '',
    rate REAL,
    rate_low REAL,
    rate_high REAL,
    contacts REAL,
    tried REAL,
    succeeds REAL,
    severity TEXT NOT NULL DEFAULT '',
    low INTEGER,
    low_currency TEXT NOT NULL DEFAULT '',
    likely INTEGER,
    likely_currency TEXT NOT NULL DEFAULT '',
    high INTEGER,
    high_currency TEXT NOT NULL DEFAULT '',
    second_share REAL,
    second_low INTEGER,
    second_low_currency TEXT NOT NULL DEFAULT '',
    second_high INTEGER,
    second_high_currency TEXT NOT NULL DEFAULT '',
    deductible INTEGER,
    deductible_currency TEXT NOT NULL DEFAULT '',
    cover INTEGER,
    cover_currency TEXT NOT NULL DEFAULT '',
    annual_deductible INTEGER,
    annual_deductible_currency TEXT NOT NULL DEFAULT '',
    annual_cover INTEGER,
    annual_cover_currency TEXT NOT NULL DEFAULT '',
    sector INTEGER,
    price_year REAL,
    estimator INTEGER,
    risk_owner INTEGER,
    estimated_on INTEGER,
    expected INTEGER,
    expected_currency TEXT NOT NULL DEFAULT '',
    losses TEXT NOT NULL DEFAULT '',
    basis TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX estimate_past_until ON estimate_past (past_until, since);
CREATE INDEX IF NOT EXISTS estimate_by_unit ON estimate (unit, id, since);
CREATE INDEX IF NOT EXISTS estimate_by_risk ON estimate (risk, id, unit);
CREATE INDEX IF NOT EXISTS estimate_by_sector ON estimate (sector, id, unit);
CREATE INDEX IF NOT EXISTS estimate_by_estimator ON estimate (estimator, id, unit);
CREATE INDEX IF NOT EXISTS estimate_by_risk_owner ON estimate (risk_owner, id, unit);
CREATE INDEX IF NOT EXISTS estimate_by_chips ON estimate (unit, stage);
CREATE TABLE realised_loss (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER REFERENCES risk (id),
    day INTEGER,
    amount INTEGER,
    amount_currency TEXT NOT NULL DEFAULT '',
    entered_by INTEGER REFERENCES person (id),
    what TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE realised_loss_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER,
    day INTEGER,
    amount INTEGER,
    amount_currency TEXT NOT NULL DEFAULT '',
    entered_by INTEGER,
    what TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX realised_loss_past_until ON realised_loss_past (past_until, since);
CREATE INDEX IF NOT EXISTS realised_loss_by_unit ON realised_loss (unit, id, since);
CREATE INDEX IF NOT EXISTS realised_loss_by_risk ON realised_loss (risk, id, unit);
CREATE INDEX IF NOT EXISTS realised_loss_by_day ON realised_loss (day, id, unit);
CREATE INDEX IF NOT EXISTS realised_loss_by_entered_by ON realised_loss (entered_by, id, unit);
CREATE TABLE assessment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    occasion TEXT NOT NULL DEFAULT '',
    occasion_note TEXT NOT NULL DEFAULT '',
    lead INTEGER REFERENCES person (id),
    started INTEGER,
    criteria INTEGER REFERENCES criteria (id),
    closed_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    risks INTEGER,
    above INTEGER,
    author INTEGER REFERENCES person (id),
    method TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE assessment_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    occasion TEXT NOT NULL DEFAULT '',
    occasion_note TEXT NOT NULL DEFAULT '',
    lead INTEGER,
    started INTEGER,
    criteria INTEGER,
    closed_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    risks INTEGER,
    above INTEGER,
    author INTEGER,
    method TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX assessment_past_until ON assessment_past (past_until, since);
CREATE INDEX IF NOT EXISTS assessment_by_name_order ON assessment (name_key, id);
CREATE INDEX IF NOT EXISTS assessment_by_lead ON assessment (lead, id);
CREATE INDEX IF NOT EXISTS assessment_by_criteria ON assessment (criteria, id);
CREATE INDEX IF NOT EXISTS assessment_by_author ON assessment (author, id);
CREATE INDEX IF NOT EXISTS assessment_by_chips ON assessment (state);
CREATE TABLE assessment_scope (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    assessment INTEGER REFERENCES assessment (id),
    scope INTEGER REFERENCES scope (id)
) STRICT;
CREATE TABLE assessment_scope_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    assessment INTEGER,
    scope INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX assessment_scope_past_until ON assessment_scope_past (past_until, since);
CREATE INDEX IF NOT EXISTS assessment_scope_by_unit ON assessment_scope (unit, id, since);
CREATE INDEX IF NOT EXISTS assessment_scope_by_assessment ON assessment_scope (assessment, id, unit);
CREATE INDEX IF NOT EXISTS assessment_scope_by_scope ON assessment_scope (scope, id, unit);
CREATE TABLE assessment_person (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    assessment INTEGER REFERENCES assessment (id),
    person INTEGER REFERENCES person (id)
) STRICT;
CREATE TABLE assessment_person_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    assessment INTEGER,
    person INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX assessment_person_past_until ON assessment_person_past (past_until, since);
CREATE INDEX IF NOT EXISTS assessment_person_by_unit ON assessment_person (unit, id, since);
CREATE INDEX IF NOT EXISTS assessment_person_by_assessment ON assessment_person (assessment, id, unit);
CREATE INDEX IF NOT EXISTS assessment_person_by_person ON assessment_person (person, id, unit);
CREATE TABLE template (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    function TEXT NOT NULL DEFAULT '',
    annex TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    checklist TEXT NOT NULL DEFAULT '',
    test TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE template_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    function TEXT NOT NULL DEFAULT '',
    annex TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    checklist TEXT NOT NULL DEFAULT '',
    test TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX template_past_until ON template_past (past_until, since);
CREATE INDEX IF NOT EXISTS template_by_name_order ON template (name_key, id);
CREATE UNIQUE INDEX IF NOT EXISTS template_by_name ON template (name_key) WHERE name_key <> '';
CREATE INDEX IF NOT EXISTS template_by_chips ON template (kind, function);
CREATE TABLE template_control (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    template INTEGER REFERENCES template (id),
    control INTEGER REFERENCES control (id)
) STRICT;
CREATE TABLE template_control_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    template INTEGER,
    control INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX template_control_past_until ON template_control_past (past_until, since);
CREATE INDEX IF NOT EXISTS template_control_by_unit ON template_control (unit, id, since);
CREATE INDEX IF NOT EXISTS template_control_by_template ON template_control (template, id, unit);
CREATE INDEX IF NOT EXISTS template_control_by_control ON template_control (control, id, unit);
CREATE TABLE obligation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    framework INTEGER REFERENCES framework (id),
    owner INTEGER REFERENCES person (id),
    begins INTEGER,
    review_on INTEGER,
    reviewed_on INTEGER,
    reviewed_by INTEGER REFERENCES person (id),
    asks TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE obligation_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    reference TEXT NOT NULL DEFAULT '',
    framework INTEGER,
    owner INTEGER,
    begins INTEGER,
    review_on INTEGER,
    reviewed_on INTEGER,
    reviewed_by INTEGER,
    asks TEXT NOT NULL DEFAULT '',
    outcome TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX obligation_past_until ON obligation_past (past_until, since);
CREATE INDEX IF NOT EXISTS obligation_by_title_order ON obligation (title_key, id);
CREATE INDEX IF NOT EXISTS obligation_by_framework ON obligation (framework, id);
CREATE INDEX IF NOT EXISTS obligation_by_owner ON obligation (owner, id);
CREATE INDEX IF NOT EXISTS obligation_by_review_on ON obligation (review_on, id);
CREATE INDEX IF NOT EXISTS obligation_by_reviewed_by ON obligation (reviewed_by, id);
CREATE INDEX IF NOT EXISTS obligation_by_chips ON obligation (kind, state);
CREATE TABLE obligation_control (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    obligation INTEGER REFERENCES obligation (id),
    control INTEGER REFERENCES control (id)
) STRICT;
CREATE TABLE obligation_control_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    obligation INTEGER,
    control INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX obligation_control_past_until ON obligation_control_past (past_until, since);
CREATE INDEX IF NOT EXISTS obligation_control_by_unit ON obligation_control (unit, id, since);
CREATE INDEX IF NOT EXISTS obligation_control_by_obligation ON obligation_control (obligation, id, unit);
CREATE INDEX IF NOT EXISTS obligation_control_by_control ON obligation_control (control, id, unit);
CREATE TABLE objective (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    due INTEGER,
    measure INTEGER REFERENCES measure (id),
    baseline REAL,
    target REAL,
    latest REAL,
    latest_on INTEGER,
    milestone TEXT NOT NULL DEFAULT '',
    unmeasured TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '',
    told_on INTEGER,
    set_on INTEGER,
    reached_on INTEGER,
    judged_on INTEGER,
    aim TEXT NOT NULL DEFAULT '',
    evaluation TEXT NOT NULL DEFAULT '',
    resources TEXT NOT NULL DEFAULT '',
    shown TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE objective_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    due INTEGER,
    measure INTEGER,
    baseline REAL,
    target REAL,
    latest REAL,
    latest_on INTEGER,
    milestone TEXT NOT NULL DEFAULT '',
    unmeasured TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '',
    told_on INTEGER,
    set_on INTEGER,
    reached_on INTEGER,
    judged_on INTEGER,
    aim TEXT NOT NULL DEFAULT '',
    evaluation TEXT NOT NULL DEFAULT '',
    resources TEXT NOT NULL DEFAULT '',
    shown TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX objective_past_until ON objective_past (past_until, since);
CREATE INDEX IF NOT EXISTS objective_by_title_order ON objective (title_key, id);
CREATE INDEX IF NOT EXISTS objective_by_owner ON objective (owner, id);
CREATE INDEX IF NOT EXISTS objective_by_due ON objective (due, id);
CREATE INDEX IF NOT EXISTS objective_by_measure ON objective (measure, id);
CREATE INDEX IF NOT EXISTS objective_by_chips ON objective (status);
CREATE TABLE objective_risk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    objective INTEGER REFERENCES objective (id),
    risk INTEGER REFERENCES risk (id)
) STRICT;
CREATE TABLE objective_risk_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    objective INTEGER,
    risk INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX objective_risk_past_until ON objective_risk_past (past_until, since);
CREATE INDEX IF NOT EXISTS objective_risk_by_unit ON objective_risk (unit, id, since);
CREATE INDEX IF NOT EXISTS objective_risk_by_objective ON objective_risk (objective, id, unit);
CREATE INDEX IF NOT EXISTS objective_risk_by_risk ON objective_risk (risk, id, unit);
CREATE TABLE objective_obligation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    objective INTEGER REFERENCES objective (id),
    obligation INTEGER REFERENCES obligation (id)
) STRICT;
CREATE TABLE objective_obligation_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    objective INTEGER,
    obligation INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX objective_obligation_past_until ON objective_obligation_past (past_until, since);
CREATE INDEX IF NOT EXISTS objective_obligation_by_unit ON objective_obligation (unit, id, since);
CREATE INDEX IF NOT EXISTS objective_obligation_by_objective ON objective_obligation (objective, id, unit);
CREATE INDEX IF NOT EXISTS objective_obligation_by_obligation ON objective_obligation (obligation, id, unit);
CREATE TABLE treatment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER REFERENCES risk (id),
    option TEXT NOT NULL DEFAULT '',
    also TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    begins INTEGER,
    due INTEGER,
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    target_likelihood INTEGER,
    target_consequence INTEGER,
    party TEXT NOT NULL DEFAULT '',
    cover INTEGER,
    cover_currency TEXT NOT NULL DEFAULT '',
    ends_on INTEGER,
    state TEXT NOT NULL DEFAULT '',
    risk_owner INTEGER REFERENCES person (id),
    author INTEGER REFERENCES person (id),
    note TEXT NOT NULL DEFAULT '',
    remains TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE treatment_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    risk INTEGER,
    option TEXT NOT NULL DEFAULT '',
    also TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    begins INTEGER,
    due INTEGER,
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    target_likelihood INTEGER,
    target_consequence INTEGER,
    party TEXT NOT NULL DEFAULT '',
    cover INTEGER,
    cover_currency TEXT NOT NULL DEFAULT '',
    ends_on INTEGER,
    state TEXT NOT NULL DEFAULT '',
    risk_owner INTEGER,
    author INTEGER,
    note TEXT NOT NULL DEFAULT '',
    remains TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX treatment_past_until ON treatment_past (past_until, since);
CREATE INDEX IF NOT EXISTS treatment_by_unit ON treatment (unit, id, since);
CREATE INDEX IF NOT EXISTS treatment_by_risk ON treatment (risk, id, unit);
CREATE INDEX IF NOT EXISTS treatment_by_owner ON treatment (owner, id, unit);
CREATE INDEX IF NOT EXISTS treatment_by_due ON treatment (due, id, unit);
CREATE INDEX IF NOT EXISTS treatment_by_risk_owner ON treatment (risk_owner, id, unit);
CREATE INDEX IF NOT EXISTS treatment_by_author ON treatment (author, id, unit);
CREATE INDEX IF NOT EXISTS treatment_by_chips ON treatment (unit, option, state, owner, due);
CREATE TABLE treatment_control (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    treatment INTEGER REFERENCES treatment (id),
    control INTEGER REFERENCES control (id)
) STRICT;
CREATE TABLE treatment_control_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    treatment INTEGER,
    control INTEGER,
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX treatment_control_past_until ON treatment_control_past (past_until, since);
CREATE INDEX IF NOT EXISTS treatment_control_by_unit ON treatment_control (unit, id, since);
CREATE INDEX IF NOT EXISTS treatment_control_by_treatment ON treatment_control (treatment, id, unit);
CREATE INDEX IF NOT EXISTS treatment_control_by_control ON treatment_control (control, id, unit);
CREATE TABLE exception (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    control INTEGER REFERENCES control (id),
    whom TEXT NOT NULL DEFAULT '',
    risk INTEGER REFERENCES risk (id),
    compensating_control INTEGER REFERENCES control (id),
    until INTEGER,
    asker INTEGER REFERENCES person (id),
    approver INTEGER REFERENCES person (id),
    renewals INTEGER,
    why TEXT NOT NULL DEFAULT '',
    compensating TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE exception_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    about_entity TEXT NOT NULL DEFAULT '',
    about_id INTEGER,
    control INTEGER,
    whom TEXT NOT NULL DEFAULT '',
    risk INTEGER,
    compensating_control INTEGER,
    until INTEGER,
    asker INTEGER,
    approver INTEGER,
    renewals INTEGER,
    why TEXT NOT NULL DEFAULT '',
    compensating TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX exception_past_until ON exception_past (past_until, since);
CREATE INDEX IF NOT EXISTS exception_by_unit ON exception (unit, id, since);
CREATE INDEX IF NOT EXISTS exception_by_title_order ON exception (title_key, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_control ON exception (control, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_risk ON exception (risk, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_compensating_control ON exception (compensating_control, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_until ON exception (until, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_asker ON exception (asker, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_approver ON exception (approver, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_about ON exception (about_entity, about_id, id, unit);
CREATE INDEX IF NOT EXISTS exception_by_chips ON exception (unit, state, until);
CREATE TABLE coverage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    control INTEGER REFERENCES control (id),
    noun TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    measure INTEGER REFERENCES measure (id),
    members INTEGER,
    covered INTEGER,
    excepted INTEGER,
    missing INTEGER,
    percent REAL,
    rule TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE coverage_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    control INTEGER,
    noun TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    measure INTEGER,
    members INTEGER,
    covered INTEGER,
    excepted INTEGER,
    missing INTEGER,
    percent REAL,
    rule TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX coverage_past_until ON coverage_past (past_until, since);
CREATE INDEX IF NOT EXISTS coverage_by_unit ON coverage (unit, id, since);
CREATE INDEX IF NOT EXISTS coverage_by_name_order ON coverage (name_key, id, unit);
CREATE INDEX IF NOT EXISTS coverage_by_control ON coverage (control, id, unit);
CREATE INDEX IF NOT EXISTS coverage_by_owner ON coverage (owner, id, unit);
CREATE INDEX IF NOT EXISTS coverage_by_measure ON coverage (measure, id, unit);
CREATE TABLE coverage_member (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    coverage INTEGER REFERENCES coverage (id),
    member_entity TEXT NOT NULL DEFAULT '',
    member_id INTEGER,
    state TEXT NOT NULL DEFAULT '',
    exception INTEGER REFERENCES exception (id),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE coverage_member_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    coverage INTEGER,
    member_entity TEXT NOT NULL DEFAULT '',
    member_id INTEGER,
    state TEXT NOT NULL DEFAULT '',
    exception INTEGER,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX coverage_member_past_until ON coverage_member_past (past_until, since);
CREATE INDEX IF NOT EXISTS coverage_member_by_unit ON coverage_member (unit, id, since);
CREATE INDEX IF NOT EXISTS coverage_member_by_coverage ON coverage_member (coverage, id, unit);
CREATE INDEX IF NOT EXISTS coverage_member_by_exception ON coverage_member (exception, id, unit);
CREATE INDEX IF NOT EXISTS coverage_member_by_member ON coverage_member (member_entity, member_id, id, unit);
CREATE TABLE soa (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    scope INTEGER REFERENCES scope (id),
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    author INTEGER REFERENCES person (id),
    approved_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE soa_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    name_key TEXT NOT NULL DEFAULT '',
    scope INTEGER,
    number INTEGER,
    state TEXT NOT NULL DEFAULT '',
    author INTEGER,
    approved_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX soa_past_until ON soa_past (past_until, since);
CREATE INDEX IF NOT EXISTS soa_by_name_order ON soa (name_key, id);
CREATE INDEX IF NOT EXISTS soa_by_scope ON soa (scope, id);
CREATE INDEX IF NOT EXISTS soa_by_author ON soa (author, id);
CREATE INDEX IF NOT EXISTS soa_by_chips ON soa (state);
CREATE TABLE soa_row (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    soa INTEGER REFERENCES soa (id),
    requirement INTEGER REFERENCES requirement (id),
    control INTEGER REFERENCES control (id),
    applicable TEXT NOT NULL DEFAULT '',
    risk INTEGER,
    law INTEGER,
    contract INTEGER,
    business INTEGER,
    practice INTEGER,
    owner INTEGER REFERENCES person (id),
    implemented TEXT NOT NULL DEFAULT '',
    planned_on INTEGER,
    effectiveness TEXT NOT NULL DEFAULT '',
    position INTEGER,
    justification TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE soa_row_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    soa INTEGER,
    requirement INTEGER,
    control INTEGER,
    applicable TEXT NOT NULL DEFAULT '',
    risk INTEGER,
    law INTEGER,
    contract INTEGER,
    business INTEGER,
    practice INTEGER,
    owner INTEGER,
    implemented TEXT NOT NULL DEFAULT '',
    planned_on INTEGER,
    effectiveness TEXT NOT NULL DEFAULT '',
    position INTEGER,
    justification TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX soa_row_past_until ON soa_row_past (past_until, since);
CREATE INDEX IF NOT EXISTS soa_row_by_soa ON soa_row (soa, id);
CREATE INDEX IF NOT EXISTS soa_row_by_requirement ON soa_row (requirement, id);
CREATE INDEX IF NOT EXISTS soa_row_by_control ON soa_row (control, id);
CREATE INDEX IF NOT EXISTS soa_row_by_owner ON soa_row (owner, id);
CREATE INDEX IF NOT EXISTS soa_row_by_position ON soa_row (position, id);
CREATE INDEX IF NOT EXISTS soa_row_by_chips ON soa_row (applicable);
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    months INTEGER,
    gain INTEGER,
    gain_currency TEXT NOT NULL DEFAULT '',
    owner INTEGER REFERENCES person (id),
    author INTEGER REFERENCES person (id),
    drawn_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    ask TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    benefits TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '',
    decline TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE proposal_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    title_key TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    cost INTEGER,
    cost_currency TEXT NOT NULL DEFAULT '',
    months INTEGER,
    gain INTEGER,
    gain_currency TEXT NOT NULL DEFAULT '',
    owner INTEGER,
    author INTEGER,
    drawn_at INTEGER,
    checkpoint TEXT NOT NULL DEFAULT '',
    ask TEXT NOT NULL DEFAULT '',
    why TEXT NOT NULL DEFAULT '',
    benefits TEXT NOT NULL DEFAULT '',
    options TEXT NOT NULL DEFAULT '',
    decline TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX proposal_past_until ON proposal_past (past_until, since);
CREATE INDEX IF NOT EXISTS proposal_by_title_order ON proposal (title_key, id);
CREATE INDEX IF NOT EXISTS proposal_by_owner ON proposal (owner, id);
CREATE INDEX IF NOT EXISTS proposal_by_author ON proposal (author, id);
CREATE INDEX IF NOT EXISTS proposal_by_chips ON proposal (state);
CREATE TABLE import (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    noun TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '',
    file_key TEXT NOT NULL DEFAULT '',
    person INTEGER REFERENCES person (id),
    added INTEGER,
    changed INTEGER,
    unchanged INTEGER,
    undone INTEGER,
    hash TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE import_past (
    id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    past_until INTEGER NOT NULL,
    unit_now INTEGER NOT NULL,
    unit INTEGER NOT NULL,
    noun TEXT NOT NULL DEFAULT '',
    file TEXT NOT NULL DEFAULT '',
    file_key TEXT NOT NULL DEFAULT '',
    person INTEGER,
    added INTEGER,
    changed INTEGER,
    unchanged INTEGER,
    undone INTEGER,
    hash TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (id, version)
) STRICT;
CREATE INDEX import_past_until ON import_past (past_until, since);
CREATE INDEX IF NOT EXISTS import_by_unit ON import (unit, id, since);
CREATE INDEX IF NOT EXISTS import_by_noun ON import (noun, id, unit);
CREATE INDEX IF NOT EXISTS import_by_file_order ON import (file_key, id, unit);
CREATE INDEX IF NOT EXISTS import_by_person ON import (person, id, unit);
CREATE TABLE import_row (import INTEGER NOT NULL, n INTEGER NOT NULL, entity TEXT NOT NULL, record INTEGER NOT NULL, version_before INTEGER NOT NULL, version_after INTEGER NOT NULL, links_before TEXT NOT NULL, links_after TEXT NOT NULL, PRIMARY KEY (import, n)) STRICT;
