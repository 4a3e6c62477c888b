-- Two roles: chauphe_owner makes and changes tables (`chauphe manage migrate`), chauphe does the daily work.
-- The daily role owns nothing: it cannot take a trigger off, and what is sealed it can add and read, nothing else.
-- Run it as the superuser in the database chauphe, once after the first migrate and again after every later one:
--   sudo -u postgres psql -v ON_ERROR_STOP=1 -d chauphe -f ops/postgres/roles.sql

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO chauphe_owner;
GRANT USAGE ON SCHEMA public TO chauphe;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO chauphe;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO chauphe;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM chauphe;

DO $$
DECLARE
    guarded text;
BEGIN
    FOR guarded IN
        SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgname LIKE 'append_only_%'
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM chauphe', guarded);
    END LOOP;
END
$$;
