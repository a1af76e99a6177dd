#!/usr/bin/env bash
# Runs once, on the database server's first start: makes the service's role, which has no right beyond its own
# database, and then shuts the server's superuser out of the network. It still gets in from inside the container:
#   docker compose exec database psql --username postgres
set -euo pipefail

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv name TELCO_DATABASE_NAME
\getenv user TELCO_DATABASE_USER
\getenv password TELCO_DATABASE_PASSWORD
create role :"user" login password :'password';
create database :"name" owner :"user" template template0 encoding 'UTF8';
alter role current_user password null;
SQL
