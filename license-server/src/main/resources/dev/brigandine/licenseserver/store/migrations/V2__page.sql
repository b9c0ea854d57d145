-- Sessions of the vendor's page, by the hash of what the browser holds; and indexes for lists by time.

CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  token TEXT NOT NULL REFERENCES tokens (id),
  expires BIGINT NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires);

CREATE INDEX customers_created ON customers (created, id);
CREATE INDEX devices_created ON devices (created, id);
CREATE INDEX entitlements_created ON entitlements (created, id);
CREATE INDEX entitlements_customer_created ON entitlements (customer, created, id);
CREATE INDEX activations_created ON activations (created, id);
CREATE INDEX activations_entitlement_created ON activations (entitlement, created, id);
CREATE INDEX levels_at ON levels (at);
