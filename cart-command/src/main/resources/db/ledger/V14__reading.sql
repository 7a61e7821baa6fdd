-- What the query side reads of the ledger besides its events.

-- The ledger as it was at an instant is the events up to the last one recorded by then. The answer is the same on every
-- node and at every later time: while somebody appends whose time may already be taken, it waits for their commit.
create function ledger.position_at(
  instant        timestamptz,
  out "position" bigint)      -- 0: nothing had happened yet; null: the instant is not past
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  head   bigint;
  latest timestamptz;
  above  bigint;
  middle bigint;
begin
  if instant >= clock_timestamp() then
    return;
  end if;

  select e.position, e.recorded_at into head, latest
  from ledger.event e
  order by e.position desc
  limit 1;

  if latest is null or latest <= instant then
    -- Held by whoever appends; whoever comes later takes a later time.
    lock table ledger.append_lock in share mode;

    select e.position into head
    from ledger.event e
    order by e.position desc
    limit 1;
  end if;

  -- Times never go back from one position to the next, so halving finds the place, without an index that every append
  -- would have to maintain.
  position := 0;
  above := coalesce(head, 0) + 1;
  while above - position > 1 loop
    middle := (position + above) / 2;
    if (select e.recorded_at from ledger.event e where e.position = middle) <= instant then
      position := middle;
    else
      above := middle;
    end if;
  end loop;
end
$$;

revoke all on function ledger.position_at from public;
grant execute on function ledger.position_at to cart_view, cart_reader;

-- For the history of carts, and for whoever verifies what is derived from the events.
grant select on ledger.refusal, ledger.open_cart, ledger.limit_use, ledger.allowance to cart_view;
