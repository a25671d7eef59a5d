-- Messages leave with the transaction that caused them (a sent row is deleted), and are taken in once.

create table outbox (
  id          bigint generated always as identity primary key,
  message_id  uuid not null unique,
  type        text not null,
  body        jsonb not null,
  created_at  timestamptz not null
);

create table inbox (
  message_id  uuid not null,
  consumer    text not null,
  received_at timestamptz not null default now(),
  primary key (message_id, consumer)
);
create index inbox_age on inbox (received_at);
