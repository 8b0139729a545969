"""Modules of the site that need the extra `docs` are looked into where it is installed (`make docs`)."""

from importlib.util import find_spec

collect_ignore_glob = ["site/conf.py", *([] if find_spec("sphinx") else ["site/search.py", "site/build.py"])]
