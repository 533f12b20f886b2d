"""This machine: brokers to try with, child processes, ports, the runfile, diagnostics."""
