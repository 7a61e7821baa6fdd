-- The same as before, for large batches: what a batch rests on is read by a few statements, judged in memory, and written by
-- a few statements, whatever the number of members. Whoever calls it says what rows are about the same, so that nothing is
-- sorted while others wait.
drop function ledger.append;

create function ledger.append(
  members            int,         -- of the batch, which are counted from 1; a member's rows stand together, in each group
  aggregate_type     text[],      -- the different aggregates of the batch
  aggregate_id       text[],
  stream_member      int[],       -- what a member decided on, and its events there
  stream_aggregate   int[],       -- which aggregate, from 1
  stream_decided_on  text[],      -- event_id of the last event seen; null: the aggregate had none
  stream_leaves      text[],      -- event_id of the last event after it
  stream_events      int[],       -- how many
  event_stream       int[],       -- which stream, from 1; a stream's events stand together, in order
  event_nth          int[],       -- of its stream's, from 1
  event_id           text[],
  event_type         text[],
  event_revision     smallint[],
  event_payload      text[],
  event_origin       text[],
  key_member         int[],       -- at most one for a member
  key_first          int[],       -- the first key of the batch that is the same, from 1
  key_principal      text[],
  key_text           text[],
  key_fingerprint    text[],
  key_stream         int[],       -- whose aggregate is answered
  key_version        bigint[],
  key_effects        text[],
  owner              text[],      -- the different owners of places
  place_member       int[],       -- places among the open carts; those that are released stand before those taken
  place_owner        int[],       -- which owner, from 1
  place_cart         text[],
  place_kind         text[],      -- RELEASE, TAKE, OFFER
  account_customer   text[],      -- the different pairs of customer and SKU
  account_sku        text[],
  use_member         int[],       -- units of a customer; one row for each account
  use_account        int[],       -- which account, from 1
  use_open           int[],       -- units more in open carts
  use_ordered        int[],       -- units more checked out
  use_limit          int[],       -- most that the shop allows; null: any
  use_checked        boolean[],   -- dropped where there are too many; else that is told
  allowance_member   int[],
  allowance_customer text[],
  allowance_sku      text[],
  allowance_until    text[],
  allowance_units    int[],       -- more than before
  period_seconds     bigint,      -- length of the periods in which check-outs count
  out head           bigint,      -- last position before this batch
  out recorded_at    timestamptz, -- of all events of this batch
  out verdicts       jsonb)       -- of members that were dropped, and what is told of those that were taken
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  base       bigint[];   -- by stream: the sequence number that it follows
  tip_id     text[];     -- by aggregate: its last event, and that event's sequence number, as the batch goes on
  tip_number bigint[];
  key_used   boolean[];  -- by key: whether it has been used, as the batch goes on; true for the first of those alike
  key_excess jsonb[];    -- by key: what is told of limits
  before     text[];     -- by owner: the cart that has the place before the batch
  holder     text[];     -- and as the batch goes on
  used       bigint[];   -- by account: units, as the batch goes on
  lost       int[] := '{}';
  verdict    jsonb;
  excess     jsonb;
  period     bigint;
  allowed    bigint;
  s          int := 1;   -- the next stream, key, place, use and allowance
  k          int := 1;
  p          int := 1;
  u          int := 1;
  a          int := 1;
  i          int;
  appended   bigint;
begin
  lock table ledger.append_lock in exclusive mode;

  select e.position, e.recorded_at into head, recorded_at
  from ledger.event e
  order by e.position desc
  limit 1;

  head := coalesce(head, 0);
  recorded_at := greatest(recorded_at, clock_timestamp());
  verdicts := '[]';
  period := floor(extract(epoch from recorded_at) / period_seconds)::bigint * period_seconds;

  -- What the batch rests on is read at once; the judging below reads only what few members need.
  select array_agg(e.event_id::text order by w.n), array_agg(coalesce(e.sequence_number, -1) order by w.n)
  into tip_id, tip_number
  from unnest(append.aggregate_type, append.aggregate_id) with ordinality w(type, id, n)
  left join lateral (
    select e.event_id, e.sequence_number
    from ledger.event e
    where e.aggregate_type = w.type and e.aggregate_id = w.id
    order by e.sequence_number desc
    limit 1
  ) e on true;

  if cardinality(key_member) > 0 then
    select array_agg(c.key is not null order by w.n) into key_used
    from unnest(key_principal, key_text) with ordinality w(principal, key, n)
    left join ledger.command_key c on c.principal = w.principal and c.key = w.key;

    key_excess := array_fill('[]'::jsonb, array[cardinality(key_member)]);
  end if;

  if cardinality(owner) > 0 then
    select array_agg(c.cart_id order by w.n) into before
    from unnest(append.owner) with ordinality w(owner, n)
    left join ledger.open_cart c on c.owner = w.owner;

    holder := before;
  end if;

  if cardinality(account_customer) > 0 then
    select array_agg(coalesce(l.units, 0) order by w.n) into used
    from unnest(account_customer, account_sku) with ordinality w(customer, sku, n)
    left join lateral (
      select sum(l.units) as units
      from ledger.limit_use l
      where l.customer = w.customer and l.sku = w.sku and l.period_start in (0, period)
    ) l on true;
  end if;

  for member in 1 .. members loop
    verdict := null;
    excess := '[]';

    if key_member[k] = member and key_used[key_first[k]] then
      verdict := '{"lost": "key-taken"}';
    end if;

    i := s;
    while stream_member[i] = member loop
      base[i] := tip_number[stream_aggregate[i]];
      if verdict is null and tip_id[stream_aggregate[i]] is distinct from stream_decided_on[i] then
        verdict := jsonb_build_object(
          'lost', 'moved',
          'type', aggregate_type[stream_aggregate[i]],
          'id', aggregate_id[stream_aggregate[i]]);
      end if;
      i := i + 1;
    end loop;

    i := p;
    while verdict is null and place_member[i] = member loop
      if place_kind[i] = 'TAKE' and holder[place_owner[i]] <> place_cart[i] then
        verdict := jsonb_build_object('lost', 'open-cart', 'cart', holder[place_owner[i]]);
      end if;
      i := i + 1;
    end loop;

    i := u;
    while verdict is null and use_member[i] = member loop
      if use_limit[i] is not null then
        allowed := ledger.allowed_units(
          account_customer[use_account[i]], account_sku[use_account[i]], use_limit[i], recorded_at);
        if used[use_account[i]] + use_open[i] + use_ordered[i] > allowed then
          if use_checked[i] then
            verdict := jsonb_build_object(
              'lost', 'limit',
              'sku', account_sku[use_account[i]],
              'allowed', allowed,
              'used', used[use_account[i]]);
          else
            excess := excess || jsonb_build_object(
              'sku', account_sku[use_account[i]],
              'allowed', allowed,
              'used', used[use_account[i]] + use_open[i] + use_ordered[i]);
          end if;
        end if;
      end if;
      i := i + 1;
    end loop;

    if verdict is not null then
      lost := lost || member;
      verdicts := verdicts || (verdict || jsonb_build_object('member', member));
    elsif excess <> '[]' then
      verdicts := verdicts || jsonb_build_object('member', member, 'excess', excess);
    end if;

    -- Those behind it are judged by what it leaves.
    while stream_member[s] = member loop
      if verdict is null then
        tip_id[stream_aggregate[s]] := stream_leaves[s];
        tip_number[stream_aggregate[s]] := base[s] + stream_events[s];
      end if;
      s := s + 1;
    end loop;

    while key_member[k] = member loop
      if verdict is null then
        key_used[key_first[k]] := true;
        key_excess[k] := excess;
      end if;
      k := k + 1;
    end loop;

    while place_member[p] = member loop
      if verdict is null and place_kind[p] = 'RELEASE' then
        holder[place_owner[p]] := nullif(holder[place_owner[p]], place_cart[p]);
      elsif verdict is null then
        holder[place_owner[p]] := coalesce(holder[place_owner[p]], place_cart[p]);
      end if;
      p := p + 1;
    end loop;

    while use_member[u] = member loop
      if verdict is null then
        used[use_account[u]] := used[use_account[u]] + use_open[u] + use_ordered[u];
      end if;
      u := u + 1;
    end loop;

    while allowance_member[a] = member loop
      if verdict is null then
        merge into ledger.allowance l
        using (select allowance_until[a]::timestamptz) moved(until)
        on l.customer = allowance_customer[a] and l.sku = allowance_sku[a] and l.until = moved.until
        when matched then update set units = l.units + allowance_units[a]
        when not matched then
          insert (customer, sku, until, units)
          values (allowance_customer[a], allowance_sku[a], moved.until, allowance_units[a]);
      end if;
      a := a + 1;
    end loop;
  end loop;

  if key_used is not null then
    insert into ledger.command_key
    select
      k.principal,
      k.key,
      k.fingerprint,
      append.aggregate_type[stream_aggregate[k.stream]],
      append.aggregate_id[stream_aggregate[k.stream]],
      k.version,
      k.effects::jsonb,
      k.excess,
      append.recorded_at
    from unnest(
      key_member, key_principal, key_text, key_fingerprint, key_stream, key_version, key_effects, key_excess)
      k(member, principal, key, fingerprint, stream, version, effects, excess)
    where k.member <> all (lost);
  end if;

  if before is not null then
    delete from ledger.open_cart c
    using unnest(append.owner, before, holder) o(owner, before, holder)
    where c.owner = o.owner and o.before is distinct from o.holder;

    insert into ledger.open_cart (owner, cart_id)
    select o.owner, o.holder
    from unnest(append.owner, before, holder) o(owner, before, holder)
    where o.holder is not null and o.before is distinct from o.holder;
  end if;

  if used is not null then
    merge into ledger.limit_use l
    using (
      select
        account_customer[u.account] as customer, account_sku[u.account] as sku, moved.period_start,
        sum(moved.units) as units
      from unnest(use_member, use_account, use_open, use_ordered) u(member, account, open, ordered)
      cross join lateral (values (0::bigint, u.open), (period, u.ordered)) moved(period_start, units)
      where u.member <> all (lost)
      group by u.account, moved.period_start
    ) moved
    on l.customer = moved.customer and l.sku = moved.sku and l.period_start = moved.period_start
    when matched and moved.units <> 0 then update set units = l.units + moved.units
    when not matched and moved.units <> 0 then
      insert (customer, sku, period_start, units)
      values (moved.customer, moved.sku, moved.period_start, moved.units);
  end if;

  insert into ledger.event (
    position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
  select
    head + row_number() over (order by e.ordinal),
    append.aggregate_type[stream_aggregate[e.stream]],
    append.aggregate_id[stream_aggregate[e.stream]],
    base[e.stream] + e.nth,
    e.id::uuid,
    e.type,
    e.revision,
    e.payload::jsonb,
    e.origin::jsonb,
    append.recorded_at
  from unnest(event_stream, event_nth, append.event_id, event_type, event_revision, event_payload, event_origin)
       with ordinality e(stream, nth, id, type, revision, payload, origin, ordinal)
  where stream_member[e.stream] <> all (lost);

  get diagnostics appended = row_count;
  if appended > 0 then
    perform pg_notify('ledger', (head + appended)::text);
  end if;
end
$$;

revoke all on function ledger.append from public;
grant execute on function ledger.append to cart_command;
