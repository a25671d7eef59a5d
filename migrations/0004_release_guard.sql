-- The release guard, harder to walk around: it asks the clip itself, it demands a lineage, and a session's own temporary tables cannot stand in
-- for the real ones.

alter table stage_record
  add constraint stage_record_has_lineage check (kind = 'screened' or (source is not null and content is not null)),
  add constraint stage_record_policy_is_known foreign key (policy) references policy_bundle;

create or replace function guard_release() returns trigger language plpgsql as $$
declare
  pinned clip; screened stage_record; inspected stage_record; stamped stage_record; verified stage_record;
begin
  select * into pinned    from clip where id = new.clip_id;
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
  if not (pinned.policy = all (array[new.policy, screened.policy, inspected.policy, stamped.policy, verified.policy]::text[])) then
    raise exception 'release of % refused: its stages ran under another policy than the one it was admitted under', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_one_policy';
  end if;
  if inspected.content is distinct from stamped.source or stamped.content is distinct from verified.content
     or verified.content is distinct from new.content then
    raise exception 'release of % refused: what was inspected, stamped and verified is not one line of content', new.clip_id
      using errcode = 'check_violation', constraint = 'release_needs_one_lineage';
  end if;
  if pinned.status <> 'released' then
    raise exception 'release of % refused: the clip is %', new.clip_id, pinned.status
      using errcode = 'check_violation', constraint = 'release_needs_its_status';
  end if;
  return new;
end $$;

-- pg_temp last: by default it is searched first, and a temporary stage_record would be asked instead of the real one.
do $$ begin
  execute format('alter function guard_release() set search_path = pg_catalog, %I, pg_temp', current_schema());
end $$;

create trigger registry_is_final before update or delete or truncate on registry for each statement execute function refuse_change();
