"""The HTTP API of the desk: thin routes over the functions that the commands use too."""
