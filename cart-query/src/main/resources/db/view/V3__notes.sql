-- What support has noted about customers. No event before knew notes, so nothing has to be folded again.

create table view_1.note (
  customer   text        collate "C" not null,
  note       bigint                  not null,
  added_at   timestamptz             not null,
  actor_kind text                    not null,
  actor      text                    not null,
  text       text                    not null,
  ticket     text,
  constraint note_pkey primary key (customer, note)
);

comment on table view_1.note is 'What support has noted about customers, in its own words: personal data.';
comment on column view_1.note.customer is 'The customer.';
comment on column view_1.note.note is 'Sequence number of the event that added it.';
comment on column view_1.note.added_at is 'When, by the ledger''s time.';
comment on column view_1.note.actor_kind is 'In what capacity somebody added it: support.';
comment on column view_1.note.actor is 'Who added it.';
comment on column view_1.note.text is 'The note.';
comment on column view_1.note.ticket is 'What it is about in the shop''s help desk; null for nothing there.';
comment on index view_1.note_pkey is 'Also the newest notes of a customer, for GET /customers/{customer}.';

grant select on view_1.note to cart_reader;
