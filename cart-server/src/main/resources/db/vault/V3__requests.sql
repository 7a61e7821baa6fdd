-- One more purpose of keys; it needs nothing but its name.

comment on column vault.key.purpose is 'token, guest-cookie, address or request.';
