"""From settings to a running service, one file each: the only place where they are put together."""
