"""Assembly: settings, database, web face, jobs and command line. It knows everybody and is known by nobody."""
