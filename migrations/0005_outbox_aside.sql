-- A message that cannot be read, or that no queue takes, is set aside: it stops no other, and is tried again behind them.

alter table outbox
  add column failed_at timestamptz,                           -- null: not tried yet, or the broker was away
  add column failure   text,
  add constraint outbox_failure check ((failed_at is null) = (failure is null));
