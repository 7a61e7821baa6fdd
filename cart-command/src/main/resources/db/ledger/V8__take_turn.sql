-- Lets nobody else append until the transaction ends: what its caller reads meanwhile is still the newest when it appends.
create function ledger.take_turn()
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  lock table ledger.append_lock in exclusive mode;
end
$$;

comment on function ledger.take_turn is
  'Makes other appends wait until the transaction ends; for those who have been overtaken. Limit the wait and the transaction.';

revoke all on function ledger.take_turn from public;
grant execute on function ledger.take_turn to cart_command;
