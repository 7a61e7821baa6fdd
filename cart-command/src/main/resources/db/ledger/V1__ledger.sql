-- The ledger: every event of every aggregate, once, in the order in which it was committed. Owned by cart_owner, which
-- only migrates; cart_command appends through ledger.append and can do nothing else here but read.

create table ledger.event (
  position        bigint                    not null,
  aggregate_type  text          collate "C" not null,
  aggregate_id    text          collate "C" not null,
  sequence_number bigint                    not null check (sequence_number >= 0),
  event_id        uuid                      not null,
  type            text          collate "C" not null,
  revision        smallint                  not null check (revision >= 1),
  payload         jsonb                     not null check (jsonb_typeof(payload) = 'object'),
  origin          jsonb                     not null check (jsonb_typeof(origin) = 'object'),
  recorded_at     timestamptz               not null,
  constraint event_pkey primary key (position),
  constraint event_sequence_number_key unique (aggregate_type, aggregate_id, sequence_number)
);

comment on table ledger.event is 'Everything that has happened. Rows are only ever added, by ledger.append.';
comment on column ledger.event.position is 'Place among all events: 1, 2, 3, ... in the order of commits, without gaps.';
comment on column ledger.event.aggregate_type is 'Kind of aggregate the event happened to: Cart.';
comment on column ledger.event.aggregate_id is 'Which one; for a cart its cartId.';
comment on column ledger.event.sequence_number is 'Place among the events of its aggregate: 0, 1, 2, ...; a cart''s version is that of its last event.';
comment on column ledger.event.event_id is 'The event''s identity, never given twice.';
comment on column ledger.event.type is 'What happened, in the past tense; a stable name.';
comment on column ledger.event.revision is 'Revision of the payload''s form; grows when the form of the type changes.';
comment on column ledger.event.payload is 'The event itself.';
comment on column ledger.event.origin is 'Where the command came from: channel, and when the first node received it.';
comment on column ledger.event.recorded_at is 'The ledger''s time of the append; never earlier than that of a lower position.';
comment on constraint event_sequence_number_key on ledger.event is
  'The backstop of optimistic versioning. Also serves loading an aggregate and finding its last event.';

-- Appends a batch of members in the caller's transaction; each member is taken whole or dropped whole.
--
-- A member has one stream for each aggregate that it was decided on, a stream has the events that are to follow. A
-- member is taken if each of its streams was decided on what is the aggregate's last event, in the table or left by a
-- member before it in the batch. The event's id is compared, not its sequence number: after a lost race the same
-- number is another event.
--
-- Order: the lock is held until the commit is flushed and visible, so positions are in commit order, and whoever reads
-- position n can be sure that nothing below n will appear later.
create function ledger.append(
  stream_member     int[],       -- which member of the batch, from 1
  stream_type       text[],      -- aggregate_type
  stream_id         text[],      -- aggregate_id
  stream_decided_on text[],      -- event_id of the last event seen; null: the aggregate had none
  stream_version    bigint[],    -- sequence_number of that event, or -1
  event_stream      int[],       -- which stream, from 1; a stream's events stand together, in order
  event_id          text[],
  event_type        text[],
  event_revision    smallint[],
  event_payload     text[],
  event_origin      text[],
  out head          bigint,      -- last position before this batch
  out recorded_at   timestamptz, -- of all events of this batch
  out lost          int[])       -- members that were dropped, because an aggregate had moved on
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '1500ms'
as $$
declare
  found_lost int[];
  appended   bigint;
begin
  -- The append lock; its key means nothing, but must be nobody else's in this database.
  perform pg_advisory_xact_lock(5263117029841);

  select e.position, e.recorded_at into head, recorded_at
  from ledger.event e
  order by e.position desc
  limit 1;

  head := coalesce(head, 0);
  recorded_at := greatest(recorded_at, clock_timestamp());
  lost := '{}';

  -- Each round drops, for each aggregate, the first member that does not fit, and looks again without it: whoever was
  -- decided on a dropped member falls in a later round, whoever only stood behind one is judged anew.
  loop
    with stream as (
      select s.member, s.type, s.id, s.decided_on::uuid as decided_on, s.ordinal,
        coalesce(
          (select e.id::uuid
           from unnest(event_stream, event_id) with ordinality e(stream, id, ordinal)
           where e.stream = s.ordinal
           order by e.ordinal desc
           limit 1),
          s.decided_on::uuid) as leaves
      from unnest(stream_member, stream_type, stream_id, stream_decided_on)
           with ordinality s(member, type, id, decided_on, ordinal)
      where s.member <> all (lost)
    ),
    judged as (
      select s.member, s.type, s.id, s.ordinal, s.decided_on is not distinct from
        case
          when row_number() over earlier = 1 then
            (select e.event_id
             from ledger.event e
             where e.aggregate_type = s.type and e.aggregate_id = s.id
             order by e.sequence_number desc
             limit 1)
          else lag(s.leaves) over earlier
        end as fits
      from stream s
      window earlier as (partition by s.type, s.id order by s.ordinal)
    )
    select array_agg(distinct first_misfit.member) into found_lost
    from (
      select distinct on (j.type, j.id) j.member
      from judged j
      where not j.fits
      order by j.type, j.id, j.ordinal
    ) first_misfit;

    exit when found_lost is null;
    lost := lost || found_lost;
  end loop;

  insert into ledger.event (
    position, aggregate_type, aggregate_id, sequence_number, event_id, type, revision, payload, origin, recorded_at)
  select
    head + row_number() over (order by e.ordinal),
    stream_type[e.stream],
    stream_id[e.stream],
    stream_version[e.stream] + row_number() over (partition by e.stream order by e.ordinal),
    e.id::uuid,
    e.type,
    e.revision,
    e.payload::jsonb,
    e.origin::jsonb,
    append.recorded_at
  from unnest(event_stream, event_id, event_type, event_revision, event_payload, event_origin)
       with ordinality e(stream, id, type, revision, payload, origin, ordinal)
  where stream_member[e.stream] <> all (lost);

  get diagnostics appended = row_count;
  if appended > 0 then
    perform pg_notify('ledger', (head + appended)::text);
  end if;
end
$$;

comment on function ledger.append is 'The only way into ledger.event: appends a batch, gives positions and time, tells who lost.';

revoke all on function ledger.append from public;
grant execute on function ledger.append to cart_command;

grant usage on schema ledger to cart_command, cart_view, cart_reader;
grant select on ledger.event to cart_command, cart_view, cart_reader;
