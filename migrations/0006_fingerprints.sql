-- What released clips look like: the PDQ hashes of their key frames (part 0 whole, 1 mirror image, 2 to 6 windows), indexed for multi-index hashing.
-- Two hashes at most d bits apart agree in one of 16 slots of 16 bits to d / 16 bits, rounded down; so each slot has an index of its own, which holds
-- nothing but the slot and the row's place.

-- Slot 0 holds the last 16 bits, slot 15 the first.
create function pdq_slot(hash bit(256), slot integer) returns integer language sql immutable strict parallel safe
  return pg_catalog."substring"(hash, 241 - 16 * slot, 16)::bit(16)::integer;

create table key_frame_hash (
  clip_id     clip_id not null references clip,
  frame       integer not null check (frame >= 0),            -- number in the clip
  part        smallint not null check (part between 0 and 6),
  quality     smallint not null check (quality between 0 and 100),
  seconds     real not null check (seconds >= 0),
  hash        bit(256) not null,
  primary key (clip_id, frame, part)
);
create index key_frame_hash_slot_0 on key_frame_hash (pdq_slot(hash, 0));
create index key_frame_hash_slot_1 on key_frame_hash (pdq_slot(hash, 1));
create index key_frame_hash_slot_2 on key_frame_hash (pdq_slot(hash, 2));
create index key_frame_hash_slot_3 on key_frame_hash (pdq_slot(hash, 3));
create index key_frame_hash_slot_4 on key_frame_hash (pdq_slot(hash, 4));
create index key_frame_hash_slot_5 on key_frame_hash (pdq_slot(hash, 5));
create index key_frame_hash_slot_6 on key_frame_hash (pdq_slot(hash, 6));
create index key_frame_hash_slot_7 on key_frame_hash (pdq_slot(hash, 7));
create index key_frame_hash_slot_8 on key_frame_hash (pdq_slot(hash, 8));
create index key_frame_hash_slot_9 on key_frame_hash (pdq_slot(hash, 9));
create index key_frame_hash_slot_10 on key_frame_hash (pdq_slot(hash, 10));
create index key_frame_hash_slot_11 on key_frame_hash (pdq_slot(hash, 11));
create index key_frame_hash_slot_12 on key_frame_hash (pdq_slot(hash, 12));
create index key_frame_hash_slot_13 on key_frame_hash (pdq_slot(hash, 13));
create index key_frame_hash_slot_14 on key_frame_hash (pdq_slot(hash, 14));
create index key_frame_hash_slot_15 on key_frame_hash (pdq_slot(hash, 15));

create trigger key_frame_hash_is_final before update or delete or truncate on key_frame_hash for each statement execute function refuse_change();
