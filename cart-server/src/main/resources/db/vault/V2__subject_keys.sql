-- A key for everybody whom events tell something personal about. What is sealed with it stands in other schemas; whoever
-- is erased is erased by the deletion of the key.

create table vault.subject_key (
  subject text        collate "C" not null,
  key_id  uuid                    not null,
  wrapped bytea                   not null,
  made_at timestamptz             not null default clock_timestamp(),
  constraint subject_key_pkey primary key (subject),
  constraint subject_key_key_id_key unique (key_id)
);

comment on table vault.subject_key is 'Keys that seal what is personal in events; whoever is erased has none.';
comment on column vault.subject_key.subject is 'Whom it is about: customer/ID, guest/ID, or cart/ID for a cart of nobody''s.';
comment on column vault.subject_key.key_id is 'Names the key beside what is sealed with it.';
comment on column vault.subject_key.wrapped is 'The key, encrypted with the master key by AES-GCM: 12 bytes of nonce, the text, 16 bytes of tag.';
comment on column vault.subject_key.made_at is 'When it was made: at the first event that had something to seal.';
comment on constraint subject_key_pkey on vault.subject_key is
  'Finds the key to seal with; and of nodes that make one at once, one is the first.';
comment on constraint subject_key_key_id_key on vault.subject_key is 'Finds the key to open with.';

create table vault.subject_link (
  subject text        collate "C" not null,
  same    text        collate "C" not null,
  made_at timestamptz             not null default clock_timestamp(),
  constraint subject_link_pkey primary key (subject, same)
);

create index subject_link_same on vault.subject_link (same);

comment on table vault.subject_link is 'Who has turned out to be whom, by a claim or a merge: whoever is erased is erased with all who turned out to be the same.';
comment on column vault.subject_link.subject is 'A guest, or a cart of nobody''s.';
comment on column vault.subject_link.same is 'Who that was, mostly a customer.';
comment on column vault.subject_link.made_at is 'When that became known.';
comment on constraint subject_link_pkey on vault.subject_link is 'One guest can turn out to be several customers, who share a device.';
comment on index vault.subject_link_same is 'For the erasure of a subject, which looks for all who turned out to be the same.';
