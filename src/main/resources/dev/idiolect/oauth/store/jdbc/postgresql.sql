-- The tables of JdbcOAuthTokenStore, for PostgreSQL 13 and later.
-- body_json contains the session as JSON, or as an encrypted JWE. The columns after it repeat parts that are not secret.
CREATE TABLE IF NOT EXISTS oauth_sessions (
  did TEXT COLLATE "C" PRIMARY KEY,
  version UUID NOT NULL,
  body_json TEXT NOT NULL,
  pds_url TEXT NOT NULL,
  handle TEXT,
  token_type TEXT,
  issued_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL,
  refresh_expires_at TIMESTAMPTZ,
  issuer TEXT,
  client_key_id TEXT,
  idle_since TIMESTAMPTZ NOT NULL
);

-- For the hosts that refresh idle sessions. For claimed and postponed sessions, idle_since is later than issued_at.
CREATE INDEX IF NOT EXISTS oauth_idle ON oauth_sessions (idle_since);

-- One row for each refresh that runs, or whose outcome is unknown.
CREATE TABLE IF NOT EXISTS oauth_refreshes (
  did TEXT PRIMARY KEY,
  owner UUID NOT NULL,
  lease_until TIMESTAMPTZ NOT NULL,
  spend_version UUID,
  spend_at TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS oauth_pending_logins (
  state_hash TEXT PRIMARY KEY,
  expires_at BIGINT NOT NULL,
  body_json TEXT NOT NULL
);
