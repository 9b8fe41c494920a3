"""What `make bench` runs: each figure beside its limit and its peer, in one run."""
