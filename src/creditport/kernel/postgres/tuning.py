"""The server's own settings, for a machine of two cores that also runs the application."""

from __future__ import annotations

import os
from collections.abc import Mapping

MEGABYTE = 1024 * 1024


def settings(*, throwaway: bool) -> Mapping[str, str]:
    """What goes into postgresql.conf. `throwaway` is for tests: nothing there must outlive a power cut."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    chosen = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        "max_connections": "100",
        "shared_buffers": f"{min(512, memory // 4)}MB",
        "effective_cache_size": f"{memory // 2}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": f"{min(256, memory // 8)}MB",
        "synchronous_commit": "on",
        "wal_level": "replica",
        "max_wal_size": "4GB",
        "min_wal_size": "512MB",
        "wal_buffers": "32MB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "effective_io_concurrency": "32",
        "max_parallel_workers_per_gather": "1",
        "max_worker_processes": "4",
        "autovacuum_max_workers": "2",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "datestyle": "ISO, YMD",
        "lc_messages": "C",
        "log_destination": "stderr",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_error_statement": "panic",  # a statement may hold personal values; it never enters the log
        "log_parameter_max_length_on_error": "0",
        "log_error_verbosity": "terse",  # nor do the details of an error, which quote rows
    }
    if throwaway:
        chosen |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "128MB",
            "max_connections": "200",
            "autovacuum": "off",
            "max_wal_size": "1GB",
            "min_wal_size": "80MB",
        }
    return chosen


def configuration(chosen: Mapping[str, str]) -> str:
    """The text of postgresql.conf."""
    lines = ["# Written by CreditPort at each start; changes here are lost."]
    lines += [f"{name} = '{value}'" for name, value in chosen.items()]
    return "\n".join(lines) + "\n"


HOST_BASED_ACCESS = "# Only the socket, only with a password.\nlocal all all scram-sha-256\n"
