-- Clips, the work to do on them, their stage records and releases. Postgres is the truth; the broker is a doorbell.

create domain clip_id as text check (value ~ '^[0-9a-f]{16}$');
create domain sha256 as text check (value ~ '^[0-9a-f]{64}$');

-- The policies that were ever in force, by digest: any worker can load the one that a clip is pinned to.
create table policy_bundle (
  digest      sha256 primary key,
  files       jsonb not null,
  stored_at   timestamptz not null default now()
);

create table clip (
  id          clip_id primary key,
  version     integer not null check (version >= 1),          -- number of transitions, so also of audit leaves
  status      text not null check (status in ('screening', 'generating', 'inspecting', 'marking', 'signing', 'verifying',
                                              'held', 'released', 'refused', 'failed')),
  state       jsonb not null,                                 -- ClipState: digests and verdicts, nothing personal
  request     jsonb not null,                                 -- ClipRequest: holds the prompt
  policy      sha256 not null references policy_bundle,
  created_at  timestamptz not null,
  updated_at  timestamptz not null
);
create index clip_newest on clip (created_at desc, id);

-- The next piece of work on a clip; no row means that none is due. The token fences off a worker whose lease ran out.
create table stage_task (
  clip_id     clip_id primary key references clip on delete cascade,
  stage       text not null check (stage in ('screen', 'generate', 'inspect', 'mark', 'sign', 'verify')),
  token       bigint not null default 0,
  leased_to   timestamptz,                                    -- null: nobody works on it
  not_before  timestamptz not null,
  rung_at     timestamptz not null,
  failures    integer not null default 0,
  last_error  text,
  progress    real not null default 0 check (progress between 0 and 1)
);
create index stage_task_due on stage_task (stage, not_before);
create sequence lease_token;

-- What happened, in order: the state is a fold of these. The audit leaf of the same version commits to the body.
create table clip_event (
  clip_id     clip_id not null references clip,
  version     integer not null,
  kind        text not null,
  body        text not null,                                  -- JSON, kept byte for byte: the commitment is over these bytes
  occurred_at timestamptz not null,
  primary key (clip_id, version)
);

create table stage_record (
  clip_id     clip_id not null references clip,
  kind        text not null check (kind in ('screened', 'inspected', 'stamped', 'verified')),
  policy      sha256 not null,
  source      sha256,                                         -- content the stage was given; screened has none
  content     sha256,                                         -- content the stage vouches for; screened has none
  passed      boolean not null,
  recorded_at timestamptz not null,
  primary key (clip_id, kind)
);

create table release (
  clip_id     clip_id primary key references clip,
  content     sha256 not null unique,
  policy      sha256 not null,
  manifest_id text not null unique,
  bytes       bigint not null check (bytes > 0),
  released_at timestamptz not null
);

-- A release needs all four records, passed, under one policy, about one line of content:
-- inspected -> stamped(source = inspected) -> verified(content = stamped) = released.
create function guard_release() returns trigger language plpgsql as $$
declare
  screened stage_record; inspected stage_record; stamped stage_record; verified stage_record;
begin
  select * into screened  from stage_record where clip_id = new.clip_id and kind = 'screened';
  select * into inspected from stage_record where clip_id = new.clip_id and kind = 'inspected';
  select * into stamped   from stage_record where clip_id = new.clip_id and kind = 'stamped';
  select * into verified  from stage_record where clip_id = new.clip_id and kind = 'verified';
  if screened.clip_id is null or inspected.clip_id is null or stamped.clip_id is null or verified.clip_id is null then
    raise exception 'release of % refused: it needs the records screened, inspected, stamped and verified', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_records';
  end if;
  if not (screened.passed and inspected.passed and stamped.passed and verified.passed) then
    raise exception 'release of % refused: a stage did not pass', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_passes';
  end if;
  if not (new.policy = all (array[screened.policy, inspected.policy, stamped.policy, verified.policy])) then
    raise exception 'release of % refused: its stages ran under different policies', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_one_policy';
  end if;
  if inspected.content is distinct from stamped.source or stamped.content is distinct from verified.content
     or verified.content is distinct from new.content then
    raise exception 'release of % refused: what was inspected, stamped and verified is not one line of content', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_one_lineage';
  end if;
  return new;
end $$;
create trigger release_guard before insert on release for each row execute function guard_release();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % refused: its rows are written once', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger release_is_final before update or delete or truncate on release for each statement execute function refuse_change();
create trigger stage_record_is_final before update or delete or truncate on stage_record for each statement execute function refuse_change();

-- What a clip's marks lead back to.
create table registry (
  clip_id     clip_id primary key references clip,            -- also the watermark's payload
  manifest_id text not null unique,
  content     sha256 not null,
  marked_at   timestamptz not null
);
create index registry_content on registry (content);
