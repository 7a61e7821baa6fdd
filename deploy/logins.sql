-- The service's two logins. PostgreSQL's image runs this with psql, after roles.sql, when it makes a new database.

\getenv service_password CART_SERVICE_PASSWORD
\getenv migration_password CART_MIGRATION_PASSWORD

-- Serves: whoever got hold of one of its connections could add events, and neither change nor delete any.
create role cart_service login password :'service_password';
grant cart_command, cart_view, cart_vault to cart_service;

-- Migrates at the start of a node. It makes no roles: roles.sql has made them all.
create role cart_migration login password :'migration_password';
grant cart_owner, cart_command, cart_view, cart_vault to cart_migration;
