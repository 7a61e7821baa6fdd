-- The read model in generations: schemas view_1, view_2, ... with the same tables (db/generation), each folded from the
-- whole ledger. What this schema had before is folded again, as generation 1.

drop schema view_1 cascade;

create table view.generation (
  number        integer     generated always as identity,
  fold_revision integer     not null check (fold_revision >= 1),
  state         text        not null check (state in ('BUILDING', 'FOLLOWED', 'COMPLETE')),
  made_at       timestamptz not null default now(),
  constraint generation_pkey primary key (number)
);

comment on table view.generation is 'The generations of the read model. The last one that is complete is read.';
comment on column view.generation.number is 'Its schema is view_NUMBER. Never given again.';
comment on column view.generation.fold_revision is 'By which revision of the fold it is made. Software with another one does not move it on.';
comment on column view.generation.state is 'BUILDING: one node folds it. FOLLOWED: kept up, not read yet. COMPLETE: kept up, and read until a later one is complete.';
comment on column view.generation.made_at is 'When it was begun.';

grant usage on schema view to cart_reader;
grant select on view.generation to cart_reader;
