"""Where the embedded PostgreSQL keeps its files: everything under `CREDITPORT_HOME/postgres`.

data/        the cluster, owned by the account that runs it, 0700
run/         the socket, owned by that account, 0700 (elsewhere when this path is too long for a socket)
url          how the application connects, 0600
superuser    the password of the cluster's own superuser, 0600
users.lock   held (shared) by each process that uses the server
keeper.lock  held by the process that keeps the server; holds its number
start.lock   held while somebody starts the keeper
stay         present while the server stays without users (`creditport db start`)
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path, less the closing NUL
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one installation's server."""

    home: Path

    @property
    def root(self) -> Path:
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def draft(self) -> Path:
        """Where a new cluster is made, renamed to `data` once it is whole."""
        return self.root / "data.new"

    @property
    def url(self) -> Path:
        return self.root / "url"

    @property
    def superuser(self) -> Path:
        return self.root / "superuser"

    @property
    def log(self) -> Path:
        return self.root / "postgres.log"

    @property
    def users_lock(self) -> Path:
        return self.root / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.root / "keeper.lock"

    @property
    def start_lock(self) -> Path:
        return self.root / "start.lock"

    @property
    def stay(self) -> Path:
        return self.root / "stay"

    @property
    def run(self) -> Path:
        """The folder of the socket: `run/` here, or a short path of our own where this one is too long."""
        here = self.root / "run"
        if len(os.fsencode(here / (SOCKET_NAME + ".lock"))) <= SOCKET_PATH_LIMIT:
            return here
        return self.outside / "run"

    @property
    def outside(self) -> Path:
        """A folder of our own with a short path that every account can reach, for what cannot lie in the home."""
        name = hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]
        return Path("/tmp") / f"creditport-{os.geteuid()}-{name}"
