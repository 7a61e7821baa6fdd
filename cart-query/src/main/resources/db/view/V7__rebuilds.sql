-- How generations are made: one row for each rebuild, also for those that came to nothing.

create table view.rebuild (
  rebuild       integer               not null,
  fold_revision integer               not null,
  asked_by      text      collate "C" not null,
  builder       uuid                  not null,
  phase         text      collate "C" not null,
  started_at    timestamptz           not null default now(),
  seen_at       timestamptz           not null default now(),
  finished_at   timestamptz,
  position      bigint                not null default 0,
  head          bigint                not null default 0,
  compared_at   bigint,
  differences   bigint,
  examples      jsonb,
  failure       text,
  constraint rebuild_pkey primary key (rebuild),
  constraint rebuild_phase_check check (
    phase in ('FOLDING', 'INDEXING', 'CATCHING_UP', 'COMPARING', 'SWITCHING', 'DONE', 'FAILED', 'ABANDONED', 'DROPPED'))
);

comment on table view.rebuild is 'Every rebuild of the read model.';
comment on column view.rebuild.rebuild is 'The generation that it makes; view.generation has it while there is one.';
comment on column view.rebuild.fold_revision is 'By which revision of the fold.';
comment on column view.rebuild.asked_by is 'Who has asked for it; system for a node with a newer fold.';
comment on column view.rebuild.builder is 'The node''s part that builds it, named anew for each attempt.';
comment on column view.rebuild.phase is 'FOLDING, INDEXING, CATCHING_UP, COMPARING, SWITCHING; or how it ended: DONE, FAILED, ABANDONED; DROPPED once its generation is.';
comment on column view.rebuild.started_at is 'When it was begun.';
comment on column view.rebuild.seen_at is 'When its builder was last heard of.';
comment on column view.rebuild.finished_at is 'When it ended; null while it is under way.';
comment on column view.rebuild.position is 'How many events are folded.';
comment on column view.rebuild.head is 'Of how many.';
comment on column view.rebuild.compared_at is 'The position at which it was compared with the generation that was read; null where there was none of the same shape.';
comment on column view.rebuild.differences is 'Rows that one of the two had and the other had not.';
comment on column view.rebuild.examples is 'Some of them.';
comment on column view.rebuild.failure is 'Why it came to nothing.';

grant select on view.rebuild to cart_reader;
