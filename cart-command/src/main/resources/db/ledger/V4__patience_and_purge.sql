-- How long an append waits for those before it is for its caller to say: until the deadline of the command.
alter function ledger.append reset lock_timeout;

-- The oldest allowed time is a value that the index can be searched for, which a call of clock_timestamp() is not.
create or replace function ledger.purge_keys(most int)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  kept_since constant timestamptz := clock_timestamp() - interval '7 days';
  purged     int;
begin
  delete from ledger.command_key
  where (principal, key) in (
    select c.principal, c.key
    from ledger.command_key c
    where c.recorded_at < kept_since
    order by c.recorded_at
    limit most
    for update skip locked);
  get diagnostics purged = row_count;
  return purged;
end
$$;

comment on index ledger.command_key_recorded_at_idx is 'For ledger.purge_keys, which looks for the oldest.';

-- Whoever knows a key and its principal can send it again and be shown its answer.
revoke select on ledger.command_key from cart_reader;
