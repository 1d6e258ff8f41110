-- Identifiers are lower-case UUIDs, instants RFC 3339 in UTC with milliseconds, dates ISO 8601, truth values 0 and 1.

CREATE TABLE organisationer (
    kind    TEXT NOT NULL,
    code    TEXT NOT NULL,
    name    TEXT NOT NULL,
    kommune TEXT,                       -- of a job centre: the code of its municipality
    PRIMARY KEY (kind, code)
);

CREATE TABLE borgere (
    cpr       TEXT NOT NULL PRIMARY KEY,
    doed      INTEGER NOT NULL DEFAULT 0,
    jobcenter TEXT,
    kommune   TEXT
);

CREATE TABLE relationer (
    cpr               TEXT NOT NULL REFERENCES borgere (cpr),
    organisation_kind TEXT NOT NULL,
    organisation_code TEXT NOT NULL,
    relation          TEXT NOT NULL,
    anden_aktoer      TEXT NOT NULL DEFAULT '', -- the other actor that the relation is given to, or nothing
    PRIMARY KEY (cpr, organisation_kind, organisation_code, relation, anden_aktoer)
);

CREATE TABLE kodelister (
    name TEXT NOT NULL PRIMARY KEY,
    demo INTEGER NOT NULL DEFAULT 0     -- 1: the values are made up
);

CREATE TABLE kodelistevaerdier (
    liste      TEXT NOT NULL REFERENCES kodelister (name),
    vaerdi     BIGINT NOT NULL,
    navn       TEXT NOT NULL,
    betydning  TEXT,                    -- what the server's rules know the value as
    gyldig_fra TEXT,                    -- first day, or since ever
    gyldig_til TEXT,                    -- last day, or for ever
    PRIMARY KEY (liste, vaerdi)
);

CREATE TABLE indkaldelser (
    id                  TEXT NOT NULL PRIMARY KEY,
    cpr                 TEXT NOT NULL REFERENCES borgere (cpr),
    moede_starttidspunkt TEXT NOT NULL,
    aflysningsfrist     TEXT,
    oevrige             TEXT NOT NULL,  -- JSON object of the elements that the contract does not name
    created_by          TEXT NOT NULL,
    created_at          TEXT NOT NULL
);

CREATE TABLE myndighedsdeltagere (
    id                TEXT NOT NULL PRIMARY KEY,
    indkaldelse_id    TEXT NOT NULL REFERENCES indkaldelser (id),
    navn              TEXT,
    kontaktdetaljer   TEXT,
    telefonnummer     TEXT,
    email             TEXT,
    eksternt_id       TEXT,
    deltagerrolle     BIGINT NOT NULL,
    afbudsaarsag      BIGINT,
    afbudsuddybning   TEXT,
    deltager          INTEGER,          -- nothing: not decided yet
    created_at        TEXT NOT NULL,
    updated_at        TEXT NOT NULL
);
CREATE INDEX myndighedsdeltagere_indkaldelse ON myndighedsdeltagere (indkaldelse_id);

CREATE TABLE borgerflytninger (
    id                     TEXT NOT NULL PRIMARY KEY,
    cpr                    TEXT NOT NULL REFERENCES borgere (cpr),
    fra_jobcenter          TEXT NOT NULL,
    til_jobcenter          TEXT NOT NULL,
    aabnet_at              TEXT NOT NULL,
    fraflytning_bekraeftet_at TEXT,
    tilflytning_bekraeftet_at TEXT
);

CREATE TABLE kontaktinformation (
    cpr        TEXT NOT NULL REFERENCES borgere (cpr),
    kind       BIGINT NOT NULL,
    data       TEXT NOT NULL,
    status     BIGINT NOT NULL,
    abonnement INTEGER NOT NULL DEFAULT 0, -- 1: a subscription is sent there
    updated_at TEXT NOT NULL,
    PRIMARY KEY (cpr, kind)
);

CREATE TABLE verifikationskoder (
    cpr        TEXT NOT NULL,
    kind       BIGINT NOT NULL,
    hash       TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    tries_left BIGINT NOT NULL,
    PRIMARY KEY (cpr, kind),
    FOREIGN KEY (cpr, kind) REFERENCES kontaktinformation (cpr, kind) ON DELETE CASCADE
);

CREATE TABLE mailbox (
    nr         INTEGER PRIMARY KEY AUTOINCREMENT,
    cpr        TEXT NOT NULL,
    kind       BIGINT NOT NULL,
    recipient  TEXT NOT NULL,
    kode       TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE tekstgrupper (
    id   TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE tekster (
    id           TEXT NOT NULL PRIMARY KEY,
    text         TEXT NOT NULL,
    display_text TEXT NOT NULL,
    gruppe_id    TEXT REFERENCES tekstgrupper (id),
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL
);

CREATE TABLE integrationslovsdata (
    id         TEXT NOT NULL PRIMARY KEY,
    cpr        TEXT NOT NULL REFERENCES borgere (cpr),
    data       TEXT NOT NULL,
    fetched_at TEXT NOT NULL
);
CREATE INDEX integrationslovsdata_cpr ON integrationslovsdata (cpr, fetched_at);

CREATE TABLE integrationslovsdata_overfoersler (
    id         TEXT NOT NULL PRIMARY KEY,
    cpr        TEXT NOT NULL REFERENCES borgere (cpr),
    version_id TEXT REFERENCES integrationslovsdata (id), -- nothing: LetAsyl had no data
    system     TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE letasyl_simulator (
    cpr     TEXT NOT NULL PRIMARY KEY,
    data    TEXT,
    failure TEXT
);

CREATE TABLE request_ids (
    system  TEXT NOT NULL,
    id      TEXT NOT NULL,
    used_at TEXT NOT NULL,
    PRIMARY KEY (system, id)
);
CREATE INDEX request_ids_used_at ON request_ids (used_at);

CREATE TABLE outbox (
    nr           INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    type         TEXT NOT NULL,
    domain       TEXT NOT NULL,
    payload      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    delivered_at TEXT
);
CREATE INDEX outbox_delivered_at ON outbox (delivered_at, nr);

-- The citizens whom a message is about: it waits for every earlier message of its domain about one of them.
CREATE TABLE outbox_borgere (
    nr  BIGINT NOT NULL REFERENCES outbox (nr) ON DELETE CASCADE,
    cpr TEXT NOT NULL,
    PRIMARY KEY (nr, cpr)
);
CREATE INDEX outbox_borgere_cpr ON outbox_borgere (cpr, nr);
