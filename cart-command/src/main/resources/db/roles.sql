-- The roles that Cartledger's schemas are divided among. Run at every start; does nothing where all is in place. A
-- database administrator may run it instead, and grant the roles to the service's logins.
do $$
declare
  role_name text;
  -- Since PostgreSQL 16 whoever makes a role is its member, but may not become it.
  becoming  text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
begin
  -- Nodes that start at once take turns: making a role twice at the same time is an error.
  perform pg_advisory_xact_lock(5263117029842);

  foreach role_name in array array['cart_owner', 'cart_command', 'cart_view', 'cart_vault', 'cart_reader'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      execute format('create role %I nologin', role_name);
    end if;
  end loop;

  -- cart_reader is for people who only look: the service never becomes it.
  foreach role_name in array array['cart_owner', 'cart_command', 'cart_view', 'cart_vault'] loop
    if not pg_has_role(current_user, role_name, becoming) then
      execute format('grant %I to %I', role_name, current_user);
    end if;
  end loop;

  -- These make schemas of their own.
  foreach role_name in array array['cart_owner', 'cart_view', 'cart_vault'] loop
    if not has_database_privilege(role_name, current_database(), 'create') then
      execute format('grant create on database %I to %I', current_database(), role_name);
    end if;
  end loop;

  -- Whoever compares the ledger with the read model puts aside what the events make. Nothing else needs it.
  if not has_database_privilege('cart_view', current_database(), 'temporary') then
    begin
      execute format('grant temporary on database %I to cart_view', current_database());
    exception when insufficient_privilege then
      raise notice 'GET /ledger/verify will not work: cart_view may not make temporary tables';
    end;
  end if;
end
$$;
