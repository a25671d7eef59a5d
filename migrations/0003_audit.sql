-- The audit log: a leaf for every transition, written in the transition's own transaction.

create table audit_leaf (
  idx           bigint primary key check (idx >= 0),
  clip_id       clip_id not null,
  clip_version  integer not null,
  body          bytea not null,
  previous      bytea not null check (octet_length(previous) = 32),
  hash          bytea not null check (octet_length(hash) = 32),
  appended_at   timestamptz not null,
  unique (clip_id, clip_version)
);

-- One row: the size of the log and the hash of its last leaf. Locking it orders the writers.
create table audit_head (
  only_one      boolean primary key default true check (only_one),
  size          bigint not null,
  hash          bytea not null check (octet_length(hash) = 32)
);
insert into audit_head (size, hash) values (0, decode(repeat('00', 32), 'hex'));

-- Keys of the commitments in the leaves. Deleting a row makes that clip's personal text unprovable and unguessable.
create table audit_secret (
  clip_id       clip_id primary key,
  key           bytea not null check (octet_length(key) = 32)
);

create trigger audit_leaf_is_final before update or delete or truncate on audit_leaf for each statement execute function refuse_change();
