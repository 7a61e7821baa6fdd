-- Keys that all nodes share, each wrapped by a master key that is kept outside the database.

create table vault.key (
  key_id  uuid                     not null default gen_random_uuid(),
  purpose text        collate "C"  not null,
  wrapped bytea                    not null,
  made_at timestamptz              not null default clock_timestamp(),
  constraint key_pkey primary key (key_id)
);

-- A node reads all keys of a purpose, the newest first.
create index key_purpose on vault.key (purpose, made_at desc);

comment on table vault.key is 'Keys that sign and hash. A new one takes over from time to time; an old one stays as long as what it has signed is valid.';
comment on column vault.key.key_id is 'Names the key in what it has signed.';
comment on column vault.key.purpose is 'token, guest-cookie or address.';
comment on column vault.key.wrapped is 'The key, encrypted with the master key by AES-GCM: 12 bytes of nonce, the text, 16 bytes of tag.';
comment on column vault.key.made_at is 'When it was made.';
