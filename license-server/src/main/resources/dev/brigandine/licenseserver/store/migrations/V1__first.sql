-- One text for SQLite and PostgreSQL: only types, constraints and syntax that both know.
-- Times are whole seconds since 1970. A released migration is never edited; add another.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  role TEXT NOT NULL,
  created BIGINT NOT NULL,
  revoked BIGINT
);

CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  note TEXT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE bundles (
  id TEXT PRIMARY KEY,
  model TEXT NOT NULL,
  version BIGINT,
  customer TEXT,
  delegation TEXT NOT NULL,
  delegation_id TEXT NOT NULL,
  signer TEXT NOT NULL,
  expires BIGINT NOT NULL,
  seats INTEGER,
  created BIGINT NOT NULL
);

CREATE TABLE entitlements (
  id TEXT PRIMARY KEY,
  customer TEXT REFERENCES customers (id),
  kind TEXT NOT NULL,
  seats INTEGER NOT NULL,
  max_devices INTEGER NOT NULL,
  enrolment TEXT NOT NULL,
  starts BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  runs BIGINT,
  rate_runs BIGINT,
  rate_seconds BIGINT,
  features TEXT NOT NULL,
  isolation TEXT NOT NULL,
  minimum_version BIGINT,
  heartbeat BIGINT NOT NULL,
  grace BIGINT NOT NULL,
  clock_back BIGINT NOT NULL,
  clock_memory INTEGER NOT NULL,
  machine TEXT,
  revision BIGINT NOT NULL,
  revoked_reason TEXT,
  revoked_by TEXT,
  revoked_at BIGINT,
  created BIGINT NOT NULL
);
CREATE INDEX entitlements_customer ON entitlements (customer);
CREATE INDEX entitlements_expires ON entitlements (expires);

CREATE TABLE entitlement_bundles (
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  bundle TEXT NOT NULL REFERENCES bundles (id),
  place INTEGER NOT NULL,
  PRIMARY KEY (entitlement, bundle)
);

CREATE TABLE devices (
  id TEXT PRIMARY KEY,
  signer TEXT,
  keyset TEXT NOT NULL,
  name TEXT NOT NULL,
  revoked_reason TEXT,
  revoked_by TEXT,
  revoked_at BIGINT,
  created BIGINT NOT NULL
);

CREATE TABLE enrolments (
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  device TEXT NOT NULL REFERENCES devices (id),
  traits TEXT,
  created BIGINT NOT NULL,
  PRIMARY KEY (entitlement, device)
);
CREATE INDEX enrolments_device ON enrolments (device);

CREATE TABLE activations (
  id TEXT PRIMARY KEY,
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  bundle TEXT NOT NULL REFERENCES bundles (id),
  device TEXT NOT NULL REFERENCES devices (id),
  created BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  delegation_id TEXT NOT NULL,
  newest INTEGER NOT NULL,
  revoked_reason TEXT,
  revoked_by TEXT,
  revoked_at BIGINT,
  jwt TEXT NOT NULL
);
CREATE UNIQUE INDEX activations_newest ON activations (entitlement, bundle, device) WHERE newest = 1;
CREATE INDEX activations_device ON activations (device);

-- The moving part of a floating entitlement; whoever decides about its seats locks this row.
CREATE TABLE pools (
  entitlement TEXT PRIMARY KEY REFERENCES entitlements (id),
  latest BIGINT NOT NULL,
  fence BIGINT NOT NULL,
  runs_taken BIGINT NOT NULL
);

CREATE TABLE holds (
  entitlement TEXT NOT NULL REFERENCES pools (entitlement),
  device TEXT NOT NULL,
  instance TEXT NOT NULL,
  licence TEXT NOT NULL,
  lease TEXT NOT NULL,
  seat INTEGER NOT NULL,
  fence BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  since BIGINT NOT NULL,
  expires BIGINT NOT NULL,
  ended BIGINT NOT NULL,
  block BIGINT NOT NULL,
  granted BIGINT NOT NULL,
  used BIGINT NOT NULL,
  PRIMARY KEY (entitlement, device, instance)
);
-- Even a defect cannot double a seat.
CREATE UNIQUE INDEX holds_seat ON holds (entitlement, seat) WHERE seat >= 0;
CREATE INDEX holds_lease ON holds (lease);
CREATE INDEX holds_ended ON holds (ended) WHERE seat < 0;

CREATE TABLE reservations (
  id TEXT PRIMARY KEY,
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  relay TEXT NOT NULL,
  seats INTEGER NOT NULL,
  until BIGINT NOT NULL,
  created BIGINT NOT NULL
);
CREATE INDEX reservations_entitlement ON reservations (entitlement, until);

CREATE TABLE levels (
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  at BIGINT NOT NULL,
  peak INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (entitlement, at)
);

CREATE TABLE usage_days (
  entitlement TEXT NOT NULL REFERENCES entitlements (id),
  device TEXT NOT NULL,
  day BIGINT NOT NULL,
  runs BIGINT NOT NULL,
  PRIMARY KEY (entitlement, device, day)
);

CREATE TABLE usage_totals (
  licence TEXT NOT NULL REFERENCES activations (id),
  instance TEXT NOT NULL,
  total BIGINT NOT NULL,
  PRIMARY KEY (licence, instance)
);

CREATE TABLE revocations (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  until BIGINT NOT NULL,
  created BIGINT NOT NULL
);

CREATE TABLE audit (
  n BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
CREATE TABLE audit_head (
  one INTEGER PRIMARY KEY,
  n BIGINT NOT NULL,
  hash TEXT NOT NULL
);
INSERT INTO audit_head (one, n, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO meta (name, value) VALUES ('revocation-number', '1');
INSERT INTO meta (name, value) VALUES ('grants-from', '0');
